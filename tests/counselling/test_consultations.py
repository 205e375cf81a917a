"""Recording, amending, withdrawing, following up: what is stored, what is refused, what stays."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kwonik.counselling import actions, queries
from kwonik.counselling.models import Consultation
from kwonik.counselling.rules import NotAllowed
from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.models import Client, PersonalDataAccess
from kwonik.people.rules import ResidentNumberRefused
from tests.counselling.factories import A_DAY, make_booth, make_consultation, make_intake
from tests.factories import code_of, make_account, make_client, make_service, make_site


@pytest.fixture
def record(attorney, centre, legal):
    """`record(**what)`: stores a talk as the duty attorney."""

    def store(token=None, **what):
        return actions.record_consultation(
            by=attorney, centre=centre, service=legal, intake=make_intake(legal, **what), token=token
        )

    return store


def codes_of(consultation: Consultation) -> list[str]:
    prefix = "counselling.consultation."
    return [event.code.removeprefix(prefix) for event in audit.history(consultation)]


def opened(sealed) -> str:
    return vault.read([sealed], by=None, purpose="counselling", action="test")[sealed.pk]


# -- recording ------------------------------------------------------------------------------------------------


def test_a_talk_is_stored_with_all_that_was_written(record, attorney, centre):
    row = record(
        issues=("unpaid_wages", "other", "labour_union"),
        outcome="answered",
        name="김민수",
        phone="010-1234-5678",
        memo="두 달 치 임금",
        workplace="㈜ 가람",
        minutes=20,
    )
    row.refresh_from_db()

    assert row.reference == "L-2025-000001"
    assert (row.issue.code, [o.issue.code for o in row.other_issues.all()]) == (
        "unpaid_wages",
        ["other", "labour_union"],
    )
    assert (row.anonymous, row.counsellor, row.recorded_by) == (False, attorney, attorney)
    assert opened(row.memo) == "두 달 치 임금"
    who = vault.identities([row.client_id], by=None, purpose="counselling", action="test")[row.client_id]
    assert (who.name, who.phone) == ("김민수", "010-1234-5678")
    assert row.workplace.name_key == "가람"
    assert codes_of(row) == ["recorded"]


def test_nothing_of_a_person_stands_outside_the_vault(record):
    row = record(name="김민수", phone="010-1234-5678", memo="해고당했다")
    columns = {key: str(value) for key, value in Consultation.objects.filter(pk=row.pk).values()[0].items()}
    details = [str(event.detail) for event in audit.history(row)]

    for told in ("김민수", "5678", "해고당했다"):
        assert not any(told in text for text in [*columns.values(), *details])


def test_numbers_run_by_centre_service_and_year(record, attorney, centre, stranger, elsewhere, legal):
    assert [record().reference, record().reference] == ["L-2025-000001", "L-2025-000002"]
    assert record(occurred_on=date(2026, 1, 2)).reference == "L-2026-000001"
    other = actions.record_consultation(
        by=stranger, centre=elsewhere, service=legal, intake=make_intake(legal)
    )
    assert other.reference == "L-2025-000001"


def test_the_same_form_sent_again_is_the_same_record(record):
    token = uuid4()
    first, again = record(token=token, name="김민수"), record(token=token, name="김민수")

    assert first == again
    assert (Consultation.objects.count(), Client.objects.count()) == (1, 1)
    assert record(token=uuid4()).reference == "L-2025-000002"


def test_another_persons_form_is_not_shown(record, centre, legal):
    token = uuid4()
    record(token=token)
    colleague = make_account("duty_attorney", centre=centre)

    assert queries.by_token(token, centre, colleague) is None


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"occurred_on": date(2999, 1, 1)}, "오늘보다 뒤"),
        ({"channel": "outreach"}, "찾아간 곳"),
        ({"minutes": 700}, "분 사이"),
        ({"follow_up_on": A_DAY - timedelta(days=1)}, "앞섭니다"),
        ({"memo": "900101-1234568"}, "주민등록번호"),
        ({"workplace": "900101-1234568"}, "주민등록번호"),
    ],
)
def test_what_is_wrong_is_refused_and_leaves_nothing(record, what, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        record(name="김민수", **what)
    assert (Consultation.objects.count(), Client.objects.count()) == (0, 0)
    assert record().reference.endswith("000001"), "a refused form takes no number"


def test_the_vault_refuses_a_resident_number_whoever_asks(record):
    with pytest.raises(ResidentNumberRefused):
        record(name="김민수", phone="900101-1234568")
    assert Consultation.objects.count() == 0


def test_codes_of_another_service_are_refused(attorney, centre, legal):
    tax = make_service("tax")
    intake = make_intake(tax, issues=("property",))
    with pytest.raises(NotAllowed, match="쓰지 않는 분류"):
        actions.record_consultation(by=attorney, centre=centre, service=legal, intake=intake)


def test_clients_and_booths_of_another_centre_are_refused(record, elsewhere):
    for foreign in (
        {"client": make_client(elsewhere)},
        {"booth": make_booth(elsewhere), "channel": "station_booth"},
    ):
        with pytest.raises(NotAllowed, match="다른 센터"):
            record(**foreign)


def test_a_booths_talk_stands_at_its_station(record, centre):
    booth = make_booth(centre, make_site("jonggak"))
    row = record(booth=booth, channel="station_booth")

    assert (row.site.code, row.booth) == ("jonggak", booth)


def test_who_may_not_record_may_not(centre, legal):
    reader = make_account("counselling.consultation:view", centre=centre)
    with pytest.raises(PermissionDenied):
        actions.record_consultation(by=reader, centre=centre, service=legal, intake=make_intake(legal))


# -- amending -------------------------------------------------------------------------------------------------


@pytest.fixture
def amend(attorney, legal):
    def change(row, version=None, **what):
        return actions.amend_consultation(
            by=attorney,
            consultation=row,
            intake=make_intake(legal, **what),
            version=version or row.version,
        )

    return change


def test_an_amendment_keeps_what_was(record, amend):
    row = record(memo="처음", workplace="가람", issues=("unpaid_wages", "other"))
    amended = amend(row, memo="고친 뒤", issues=("other", "labour_union"), party="employer")
    changed = {change.field: (change.before, change.after) for change in queries.amendments(amended)[2]}

    assert amended.version == 2
    assert [o.issue.code for o in amended.other_issues.all()] == ["labour_union"]
    assert changed == {
        "구분": ("노동자", "사용자"),
        "주된 유형": ("임금체불", "기타"),
        "사업장": ("가람", ""),
        "내용": (None, None),
    }
    assert opened(row.memo) == "처음" and opened(amended.memo) == "고친 뒤"
    event = audit.history(row)[-1]
    assert event.code.endswith("amended")
    assert event.detail == {"version": 2, "other_issues": {"before": ["other"], "after": ["labour_union"]}}


def test_an_unchanged_memo_stays_the_same_sealed_text(record, amend):
    row = record(memo="그대로")
    assert amend(row, memo="그대로", minutes=5).memo_id == row.memo_id


def test_who_comes_second_is_told_and_overwrites_nothing(record, amend):
    row = record(minutes=10)
    amend(row, minutes=20)

    with pytest.raises(actions.Overtaken) as overtaken:
        amend(row, version=1, minutes=30)
    assert (overtaken.value.current.minutes, overtaken.value.current.version) == (20, 2)
    assert amend(row, version=2, minutes=30).minutes == 30


def test_a_retired_code_may_stay_where_it_is(record, amend, legal):
    row = record(issues=("other",))
    other = code_of(legal, "issue", "other")
    other.retired_on = timezone.localdate()
    other.save()

    assert amend(row, issues=("other",), minutes=3).issue == other
    with pytest.raises(NotAllowed, match="쓰지 않는 분류"):
        record(issues=("other",))


# -- withdrawing, following up --------------------------------------------------------------------------------


def test_a_withdrawal_has_a_reason_and_an_undo(record, attorney):
    row = record()
    with pytest.raises(NotAllowed, match="까닭"):
        actions.withdraw_consultation(by=attorney, consultation=row, reason="  ")

    gone = actions.withdraw_consultation(by=attorney, consultation=row, reason="두 번 적음")
    assert gone.withdrawn_at and (gone.withdrawn_by, gone.withdrawn_reason) == (attorney, "두 번 적음")
    with pytest.raises(NotAllowed, match="철회한 상담"):
        actions.amend_consultation(by=attorney, consultation=gone, intake=make_intake(), version=gone.version)

    back = actions.reinstate_consultation(by=attorney, consultation=gone)
    assert (back.withdrawn_at, back.withdrawn_by, back.withdrawn_reason) == (None, None, "")
    assert codes_of(row) == ["recorded", "withdrawn", "reinstated"]


def test_withdrawing_twice_changes_nothing_the_second_time(record, attorney):
    row = record()
    first = actions.withdraw_consultation(by=attorney, consultation=row, reason="첫째")
    second = actions.withdraw_consultation(by=attorney, consultation=row, reason="둘째")

    assert (second.withdrawn_reason, second.version) == ("첫째", first.version)


def test_a_promised_call_is_made_and_promised_again(record, attorney, centre):
    today = timezone.localdate()
    row = record(follow_up_on=A_DAY)
    assert list(queries.follow_ups_due(centre, today)) == [row]

    again = actions.follow_up_done(by=attorney, consultation=row, again_on=today + timedelta(days=3))
    assert list(queries.follow_ups_due(centre, today)) == []
    assert list(queries.follow_ups_due(centre, today + timedelta(days=3))) == [again]

    actions.follow_up_done(by=attorney, consultation=row)
    assert list(queries.follow_ups_due(centre, date.max)) == []
    with pytest.raises(NotAllowed, match="내일부터"):
        actions.follow_up_done(by=attorney, consultation=row, again_on=today)


def test_there_is_no_call_to_make_where_none_was_promised(record, attorney):
    with pytest.raises(NotAllowed, match="없는 상담"):
        actions.follow_up_done(by=attorney, consultation=record())


# -- the repeat caller ----------------------------------------------------------------------------------------


def test_earlier_talks_are_newest_first_and_few(centre, legal):
    known, other = make_client(centre), make_client(centre, "다른 사람")
    rows = [
        make_consultation(centre, legal, client=known, occurred_on=A_DAY + timedelta(days=n))
        for n in range(5)
    ]
    make_consultation(centre, legal, client=known, withdrawn_at=timezone.now(), withdrawn_reason="중복")
    found = queries.earlier([known.pk, other.pk])

    assert found == {known.pk: rows[:1:-1], other.pk: []}


def test_earlier_talks_of_a_merged_entry_are_the_clients(centre, legal):
    known, second = make_client(centre), make_client(centre)
    row = make_consultation(centre, legal, client=second)
    Client.objects.filter(pk=second.pk).update(merged_into=known)

    assert queries.earlier([known.pk]) == {known.pk: [row]}


def test_opening_is_logged_with_purpose(record, attorney):
    from kwonik.counselling import access

    row = record(name="김민수", memo="글")
    before = PersonalDataAccess.objects.count()
    file = access.open_file(
        attorney, access.get_consultation(attorney, row.pk), purpose="counselling", action="test"
    )
    logged = PersonalDataAccess.objects.order_by("-pk")[: PersonalDataAccess.objects.count() - before]

    assert (file.who.name, file.memo) == ("김민수", "글")
    assert {(log.actor, log.purpose, tuple(log.client_ids)) for log in logged} == {
        (attorney, "counselling", (row.client_id,))
    }
