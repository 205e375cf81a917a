"""The list of consultations: filtered, sorted, paged, and as a spreadsheet without persons."""

import io
import re
from datetime import date

import openpyxl
import pytest
from django.utils import timezone

from kwonik.counselling.models import Consultation
from kwonik.kernel.models import AuditEvent
from tests.counselling.factories import (
    make_consultation,
)
from tests.counselling.pages import address, words
from tests.factories import (
    make_client,
    make_service,
)


@pytest.fixture
def many(centre, legal, attorney):
    tax = make_service("tax")
    make_consultation(centre, legal, reference="L-2025-000001", counsellor=attorney)
    make_consultation(
        centre,
        legal,
        reference="L-2025-000002",
        party="employer",
        channel="visit",
        issue="other",
        occurred_on=date(2025, 6, 1),
    )
    make_consultation(
        centre, legal, reference="L-2025-000003", others=("other",), occurred_on=date(2025, 7, 1)
    )
    make_consultation(
        centre, tax, reference="T-2025-000001", client=make_client(centre), occurred_on=date(2025, 8, 1)
    )
    make_consultation(
        centre, legal, reference="L-2025-000004", withdrawn_at=timezone.now(), withdrawn_reason="중복"
    )


def listed(browser, **filters) -> list[str]:
    shown = words(browser.get(address("consultations"), filters))
    return [r for r in re.findall(r'<a class="kw-nowrap" href="/counselling/\d+/">([^<]+)</a>', shown)]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, "T1 L3 L2 L1"),
        ({"since": "2025. 6. 1.", "until": "2025-07-31"}, "L3 L2"),
        ({"service": "tax"}, "T1"),
        ({"party": "employer"}, "L2"),
        ({"channel": "visit"}, "L2"),
        ({"issue": "other"}, "L3 L2"),
        ({"mine": "on"}, "L1"),
        ({"reference": "000003"}, "L3"),
        ({"state": "withdrawn"}, "L4"),
        ({"state": "all"}, "T1 L3 L2 L4 L1"),
        ({"sort": "occurred_on"}, "L1 L2 L3 T1"),
        ({"sort": "-reference"}, "T1 L3 L2 L1"),
        ({"sort": "'; drop table"}, "T1 L3 L2 L1"),
    ],
)
def test_the_list_is_filtered_and_sorted(desk, many, filters, found):
    assert [f"{r[0]}{int(r[-6:])}" for r in listed(desk, **filters)] == found.split()


def test_a_filter_that_cannot_be_is_told(desk, many):
    answer = desk.get(address("consultations"), {"since": "2025-07-01", "until": "2025-06-01"})
    assert answer.status_code == 422 and "앞섭니다" in words(answer)


def test_the_list_has_pages(desk, centre, legal):
    for _ in range(51):
        make_consultation(centre, legal)
    assert (len(listed(desk)), len(listed(desk, page=2))) == (50, 1)


def test_the_spreadsheet_is_the_filtered_list_without_persons(desk, many, talk, centre):
    answer = desk.get(address("consultations"), {"format": "xlsx", "service": "legal"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [[cell for cell in line] for line in book.active.iter_rows(min_row=3, values_only=True)]
    text = str(cells)

    assert [line[0] for line in cells[1:]] == listed(desk, service="legal")
    assert cells[1][1].date() == date(2025, 7, 1)
    assert not any(told in text for told in ("김민수", "5678", "두 달 치", "가람"))
    [event] = AuditEvent.objects.filter(code="counselling.consultation.exported")
    assert event.detail == {"rows": len(cells) - 1}


def test_one_clients_talks_are_listed_together(desk, many):
    client = Consultation.objects.exclude(client=None).get().client_id
    assert listed(desk, client=client) == ["T-2025-000001"]
