"""The ledger of relief cases: messy words in, complete cases out; undone whole or not at all."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kwonik.kernel.figures import Ask, Window, compute
from kwonik.kernel.periods import Period
from kwonik.ledgers import actions as ledgers
from kwonik.people import vault
from kwonik.people.models import Account, Client, SealedText
from kwonik.remedy import actions
from kwonik.remedy.models import CaseEvent, ReliefCase
from tests.factories import make_account, make_appointment, make_district
from tests.remedy.factories import STAFF, World, conclusion

HEADING = "접수일자,성명,연락처,구분,유형,기관,소송 방법,사업장명,자치구,보호관,진행상황,처리결과,결과일,회수액,종결일,사건개요"
CLOSED = (
    "2025. 3. 4.,홍길동,010-1234-5678,일반 노동자,임금체불,진정,,㈜가람상사,마포구,김보호,"
    '완료,구제됨,2025.6.2,"3,200,000",2025-06-09,석 달치 임금'
)
SMALL = "'25.5.16,이영희,,플랫폼·프리랜서,임금체불,소액소송,지급명령,나래,,김보호,진행,,,,,원고료를 못 받음"
REVIEW = "2025-07-01,,,일반 노동자,기타,자료검토,,,,,대기,,,,,"


@pytest.fixture
def importer(world: World) -> Account:
    make_appointment(centre=world.centre, name="김보호")
    make_district("mapo", "마포구")
    return make_account(*STAFF, "ledgers.batch:bring", centre=world.centre)


def bring(world, importer, *lines, name="ledger.csv"):
    content = "\n".join([HEADING, *lines]).encode("cp949")
    return ledgers.bring_in(
        by=importer,
        centre=world.centre,
        sheet="remedy.cases",
        variant="remedy",
        filename=name,
        content=content,
    )


def said(batch):
    findings = ledgers.open_findings(by=batch.uploaded_by, batch=batch)
    return " ".join(str(problem) for problem in findings.get("problems", ()))


def test_a_messy_ledger_becomes_complete_cases(world, importer):
    batch = bring(world, importer, CLOSED, SMALL, REVIEW)

    assert batch.state == "applied"
    closed, small, review = ReliefCase.objects.order_by("opened_on")
    assert (closed.reference, closed.state, closed.turn) == ("R-2025-000001", "closed", "")
    assert (closed.outcome.code, closed.concluded_on, closed.closed_on) == (
        "recovered",
        date(2025, 6, 2),
        date(2025, 6, 9),
    )
    assert (closed.recovered_won, closed.advocate.name, closed.district.code) == (3_200_000, "김보호", "mapo")
    assert (small.state, small.turn, small.instruments) == ("active", "advocate", ["payment_order"])
    assert (review.state, review.client, review.facts) == ("ready", None, None)


def test_names_and_facts_go_to_the_vault(world, importer):
    bring(world, importer, CLOSED)

    case = ReliefCase.objects.get()
    who = vault.identities([case.client_id], by=importer, purpose="remedy", action="test")[case.client_id]
    assert (who.name, who.phone) == ("홍길동", "010-1234-5678")
    assert (
        vault.read([case.facts_id], by=importer, purpose="remedy", action="test")[case.facts_id]
        == "석 달치 임금"
    )


def test_an_imported_case_has_a_history_and_goes_on_like_any_other(world, importer):
    bring(world, importer, SMALL)
    case = ReliefCase.objects.get()

    assert list(case.events.values_list("code", "from_state", "to_state", "by")) == [
        ("imported", "", "active", importer.pk)
    ]
    ended = actions.conclude(by=world.officer, case=case, conclusion=conclusion(world))
    assert ended.state == "concluded"


def test_the_same_ledger_again_changes_nothing_a_longer_one_adds_the_rest(world, importer):
    bring(world, importer, CLOSED, SMALL)
    again = bring(world, importer, CLOSED, SMALL, name="same.csv")
    longer = bring(world, importer, CLOSED, SMALL, REVIEW, name="longer.csv")

    assert again.state != "applied"
    assert (longer.new_count, longer.known_count) == (1, 2)
    assert ReliefCase.objects.count() == 3


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (REVIEW.replace("대기", "종결"), "결과가 비어 있습니다"),
        (CLOSED.replace("2025.6.2", "").replace("2025-06-09", ""), "결과일이나 종결일을 적으세요"),
        (SMALL.replace(",,,,,원고료", ",구제됨,,,,원고료"), "진행상태가 끝나지 않았습니다"),
        (SMALL.replace(",,,,,원고료", ",,,5000,,원고료"), "결과를 적으세요"),
        (CLOSED.replace("2025.6.2", "2025.2.2"), "앞섭니다"),
        (REVIEW.replace("2025-07-01", "2099-07-01"), "오늘보다 뒤입니다"),
        (CLOSED.replace("김보호", "박모름"), "위촉 대장에 없는"),
        (REVIEW.replace(",,,,대기", ",,,김보호,대기"), "배정하지 않은 사건에 보호관이"),
        (CLOSED.replace("임금체불", "없는 유형"), "유형"),
        (CLOSED.replace("석 달치 임금", "900101-1234567"), "주민등록번호"),
    ],
    ids=range(10),
)
def test_a_problem_is_a_sentence_and_nothing_is_stored(world, importer, line, sentence):
    batch = bring(world, importer, SMALL, line)

    assert batch.state != "applied"
    assert sentence in said(batch)
    assert not ReliefCase.objects.exists()


def test_undoing_takes_cases_facts_and_first_events_away(world, importer):
    known = set(Client.objects.all())
    batch = bring(world, importer, CLOSED, SMALL)
    assert set(Client.objects.all()) > known

    removed = ledgers.undo(by=importer, batch=batch)

    assert removed == 2
    assert not ReliefCase.objects.exists()
    assert not CaseEvent.objects.exists()
    assert not SealedText.objects.filter(kind="facts").exists()
    assert set(Client.objects.all()) == known
    assert bring(world, importer, CLOSED, SMALL, name="again.csv").state == "applied"


def test_what_somebody_has_worked_on_is_not_undone(world, importer):
    batch = bring(world, importer, CLOSED, SMALL)
    case = ReliefCase.objects.get(state="active")
    actions.withdraw(by=world.officer, case=case, kind="client", reason="원하지 않음")

    with pytest.raises(ValueError, match=case.reference):
        ledgers.undo(by=importer, batch=batch)

    assert ReliefCase.objects.count() == 2
    assert CaseEvent.objects.count() == 3


def test_the_ledger_counts_in_the_figures(world, importer):
    bring(world, importer, CLOSED, SMALL, REVIEW)
    year = Window((world.centre.pk,), Period(date(2025, 1, 1), date(2025, 12, 31)), date(2025, 12, 31))
    asked = {
        Ask.of("remedy.cases"): 3,
        Ask.of("remedy.cases", client_group="platform_freelancer", forum="small_claim"): 1,
        Ask.of("remedy.recovered"): 3_200_000,
    }

    answers = compute(year, asked)

    assert {ask: answer.value for ask, answer in answers.items()} == asked


def test_a_large_ledger_asks_a_constant_number_of_questions(world, importer, assert_constant_queries):
    lines = iter(range(10_000))

    def rows(count):
        return [CLOSED.replace("석 달치", f"{next(lines)}째") for _ in range(count)]

    sizes = iter([5, 5, 400, 400])  # warmed and counted small, then large
    assert_constant_queries(
        lambda: bring(world, importer, *rows(next(sizes)), name=f"{next(lines)}.csv"), lambda: None
    )


def test_two_advocates_of_one_name_are_told_apart_by_their_terms(importer, world):
    make_appointment(centre=world.centre, name="최둘", from_on=date(2022, 1, 1), until_on=date(2023, 12, 31))
    now = make_appointment(centre=world.centre, name="최둘", from_on=date(2024, 1, 1))

    bring(world, importer, CLOSED.replace("김보호", "최둘"))

    assert ReliefCase.objects.get().advocate == now


DAYS = ",해고일,퇴직일,재해일"


def bring_days(world, importer, *lines):
    content = "\n".join([HEADING + DAYS, *lines]).encode("cp949")
    given = {"by": importer, "centre": world.centre, "sheet": "remedy.cases", "variant": "remedy"}
    return ledgers.bring_in(**given, filename="dates.csv", content=content)


def test_days_of_a_ledger_propose_their_dates_for_cases_that_go_on(world, importer):
    bring_days(world, importer, f"{CLOSED},2025-01-31,,", f"{SMALL},,2026. 3. 31.,", f"{REVIEW},,,")

    closed, small, review = ReliefCase.objects.order_by("opened_on")
    assert (closed.matter_dates.get().matter, closed.critical_dates.count()) == ("dismissal", 0)
    assert set(small.critical_dates.values_list("term", "state")) == {
        ("퇴직금 소멸시효(3년)", "proposed"),
        ("간이대지급금용 진정(퇴직 다음날부터 1년)", "proposed"),
        ("간이대지급금용 소송(퇴직 다음날부터 2년)", "proposed"),
    }
    assert small.events.get().changes[0] == ["퇴직한 날", "", "2026. 3. 31."]
    assert review.matter_dates.count() == 0


def test_days_go_with_the_import_that_brought_them(world, importer):
    batch = bring_days(world, importer, f"{SMALL},,2026. 3. 31.,")

    ledgers.undo(by=importer, batch=batch)

    assert not ReliefCase.objects.exists()


def test_a_day_to_come_is_refused(world, importer):
    batch = bring_days(world, importer, f"{SMALL},{timezone.localdate() + timedelta(days=5)},,")

    assert "오늘보다 뒤" in said(batch)
