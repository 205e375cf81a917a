"""The desk's deadlines and a case's own: loud when passed, empty when there are none, the same questions for all."""

import io
from datetime import timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.urls import reverse

from kwonik.kernel import queues
from kwonik.kernel.models import AuditEvent
from kwonik.remedy import actions
from kwonik.remedy.models import ReliefCase
from tests.factories import make_account, make_centre
from tests.remedy.factories import (
    STAFF,
    confirmed,
    dated,
    head,
    make_case,
    today,
    with_dates,
)

PAST, SOON = 120, 85
"""So many days after a dismissal its three months are over, or end within two weeks."""


def page(client, name: str, *args, status: int = 200, **asked) -> str:
    answer = client.get(reverse(f"remedy:{name}", args=args), asked)
    assert answer.status_code == status
    return answer.content.decode()


def token() -> dict[str, str]:
    return {"form_token": str(uuid4())}


# -- the list -----------------------------------------------------------------------------------------------------


def test_the_list_is_narrowed_by_when_and_shouts_what_is_lost(world, officer):
    lost, soon, far = confirmed(world, PAST), confirmed(world, SOON), dated(world, 1)
    bare = make_case(world)

    def found(**asked) -> set[str]:
        text = page(officer, "deadlines", **asked)
        return {case.reference for case in ReliefCase.objects.all() if f">{case.reference}<" in text}

    refs = {name: one.case.reference for name, one in (("lost", lost), ("soon", soon), ("far", far))}
    assert found() == set(refs.values())
    assert found(when="overdue") == found(when="lost") == {refs["lost"]}
    assert found(when="14") == {refs["soon"]}
    assert found(when="proposed") == {refs["far"]}
    assert found(when="none") == {bare.reference}
    assert found(nature="prescription") == set()
    assert found(issue="unpaid_wages", when="14") == {refs["soon"]}
    assert "지난 기한이 1건" in page(officer, "deadlines")
    assert page(officer, "deadlines", when="nonsense", status=422)


def test_a_case_that_is_over_is_in_no_list(world, officer):
    found = confirmed(world, PAST)
    actions.withdraw(by=world.officer, case=found.case, kind="client", reason="원하지 않음")

    for when in ("", "overdue", "none"):
        assert found.case.reference not in page(officer, "deadlines", when=when)


def test_an_advocate_sees_the_dates_of_their_own_cases(world, advocate):
    mine, other = confirmed(world, SOON, state="active"), confirmed(world, SOON)

    text = page(advocate, "deadlines")

    assert mine.case.reference in text and other.case.reference not in text
    assert reverse("remedy:my-case", args=[mine.case_id]) in text


def test_another_centre_and_a_wrong_role_see_nothing(world, client):
    found = confirmed(world, SOON)
    client.force_login(make_account(*STAFF, centre=make_centre("elsewhere")))
    assert found.case.reference not in page(client, "deadlines")
    for name in ("meet", "drop", "revive"):
        page(client, name, found.pk, status=404)
    page(client, "undate", found.matter_date_id, status=404)
    client.force_login(make_account("remedy.case:view", centre=world.centre))
    page(client, "deadlines", status=403)
    page(client, "meet", found.pk, status=403)


@pytest.mark.parametrize(("when", "sheet"), [("", 1), ("none", 1)])
def test_the_list_as_a_spreadsheet_names_nobody(world, officer, when, sheet):
    confirmed(world, SOON)
    make_case(world)

    answer = officer.get(reverse("remedy:deadlines"), {"format": "xlsx", "when": when})

    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert len([row for row in rows[3:] if row[0]]) == sheet
    assert not any("홍길동" in str(cell) for row in rows for cell in row)
    assert AuditEvent.objects.filter(code="remedy.dates.exported").count() == 1


def test_the_day_shows_what_passed_and_what_comes(world):
    lost, soon = confirmed(world, PAST), dated(world, SOON)
    dated(world, 1)
    queue = next(one for one in queues.all_queues() if one.code == "remedy.dates")

    first, second = queue.todos(world.officer, world.centre, today())

    assert (first.due_on, first.note) == (lost.last_on, "제척기간이 지났습니다")
    assert second.due_on == soon.last_on and "확인 전" in second.note
    assert queue.todos(world.advocate, world.centre, today()) == []


# -- one case -----------------------------------------------------------------------------------------------------


def test_a_case_shows_its_dates_with_the_days_left(world, officer):
    found = dated(world, SOON)

    text = page(officer, "case", found.case_id)

    left = (found.last_on - today()).days
    assert f"{left}일 남음" in text and "확인 전" in text and "기한 확인하기" in text
    assert "제척기간이 지났습니다" in page(officer, "case", dated(world, PAST).case_id)


def test_opening_a_case_asks_what_happened_when(world, officer):
    answer = officer.post(
        reverse("remedy:open"), head(issue="unfair_dismissal", on_dismissal=str(today() - timedelta(days=3)))
    )

    assert answer.status_code == 302
    assert ReliefCase.objects.get().critical_dates.get().state == "proposed"
    tomorrow = str(today() + timedelta(days=1))
    wrong = officer.post(reverse("remedy:open"), head(on_dismissal=tomorrow))
    assert wrong.status_code == 422
    assert "오늘보다 뒤" in wrong.content.decode()


def test_a_date_is_written_down_confirmed_and_kept_at_the_desk(world, officer):
    case = make_case(world)
    day = str(today() - timedelta(days=3))
    given = {"matter_1": "dismissal", "happened_on_1": day, **token()}

    answer = officer.post(reverse("remedy:date", args=[case.pk]), given)
    assert answer["Location"] == reverse("remedy:confirm", args=[case.pk])
    assert "상시 5명 이상" in page(officer, "confirm", case.pk)
    found = case.critical_dates.get()
    officer.post(reverse("remedy:confirm", args=[case.pk]), {"dates": [found.pk], **token()})
    officer.post(reverse("remedy:meet", args=[found.pk]), {"met_on": str(today()), **token()})
    found.refresh_from_db()
    assert found.state == "met"
    officer.post(reverse("remedy:revive", args=[found.pk]), {"reason": "잘못 누름", **token()})
    officer.post(reverse("remedy:drop", args=[found.pk]), {"reason": "네 명인 사업장", **token()})
    found.refresh_from_db()
    assert (found.state, found.reason) == ("not_needed", "네 명인 사업장")
    right = {"reason": "통보일을 적음", "right_on": str(today() - timedelta(days=1)), **token()}
    answer = officer.post(reverse("remedy:undate", args=[found.matter_date_id]), right)
    assert answer["Location"] == reverse("remedy:confirm", args=[case.pk])


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("date", {"matter_1": "dismissal"}, "필수"),
        (
            "date",
            {"matter_1": "dismissal", "happened_on_1": "2026-01-05", "matter_2": "pay_day"},
            "함께 적으세요",
        ),
        ("date", {"matter_1": "dismissal", "happened_on_1": "2999-01-05"}, "오늘보다 뒤"),
        ("term", {"term": "own", "event_on": "2026-01-05"}, "무슨 기한인지 적으세요"),
        (
            "term",
            {"term": "own", "own_name": "서면", "event_on": "2026-01-05", "amount": "9", "unit": "eons"},
            "고를 수",
        ),
        ("term", {"term": "항소(2주)", "event_on": "2999-01-05"}, "오늘보다 뒤"),
        ("confirm", {}, "확인할 기한을 고르세요"),
    ],
)
def test_bad_input_is_said_and_nothing_typed_is_lost(world, officer, name, given, said):
    case = dated(world).case

    answer = officer.post(reverse(f"remedy:{name}", args=[case.pk]), given | token())

    assert answer.status_code == 422
    text = answer.content.decode()
    assert said in text or "오류" in text
    assert given.get("own_name", "") in text


def test_closing_at_the_desk_names_the_dates_in_the_way(world, officer):
    found = confirmed(world, state="concluded")

    text = page(officer, "close", found.case_id)

    assert found.term in text and "‘지킴’이나 ‘필요 없음’" in text


def test_a_list_asks_the_same_however_long(world, officer, django_assert_max_num_queries):
    for _ in range(3):
        with_dates(world, make_case(world))
    for when in ("", "none"):
        with django_assert_max_num_queries(14):
            officer.get(reverse("remedy:deadlines"), {"when": when})
