"""The sample of service requests adds up to the source document, and could have happened."""

from datetime import date
from functools import cache

from kwonik.kernel.calendar import WorkingCalendar
from kwonik.site.samples import servicedesk
from tests.site.test_samples import CITY, plan

AS_OF = date(2025, 9, 30)


@cache
def rows() -> list[dict]:
    found = plan(CITY)
    return servicedesk.rows(found.profile, found.recipe.servicedesk)


def test_requests_and_those_done_are_those_of_the_report():
    asked = [row for row in rows() if row["requested_at"].date() <= AS_OF and row["state"] != "요청 취소"]
    done = [row for row in asked if row["done_at"] and row["done_at"].date() <= AS_OF]
    assert (len(asked), len(done)) == (177, 176)


def test_requests_come_and_are_done_on_working_days_in_order():
    working = WorkingCalendar()
    for row in rows():
        assert working.is_working(row["requested_at"].date())
        if row["done_at"]:
            assert working.is_working(row["done_at"].date()) and row["done_at"] >= row["requested_at"]
        assert bool(row["done_at"]) == (row["state"] == "처리 완료")
    assert any(row["state"] == "처리 중" for row in rows())
