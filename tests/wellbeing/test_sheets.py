"""Hubs, sittings and groups come in through the spreadsheet door: as offices write them, once, and out again."""

import csv
import io
import json
from datetime import date

import pytest

from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import parse
from kwonik.ledgers import registry
from kwonik.ledgers.actions import bring_in, open_findings, undo
from kwonik.people.models import Client, Identity
from kwonik.wellbeing.actions import extend_course, write_note
from kwonik.wellbeing.models import Course, Group, GroupSitting, Hub, Sitting
from tests.factories import make_client
from tests.wellbeing.factories import (
    make_counsellor,
    make_course,
    make_group,
    make_group_sitting,
    make_hub,
    make_sitting,
    make_sittings,
)

HEAD = (
    "상담일자",
    "성명",
    "연락처",
    "구분",
    "거점센터",
    "상담사",
    "주호소",
    "접수일",
    "상담시간",
    "진행여부",
    "서명",
)
TAIL = ("상담일자", "내담자번호", "구분", "상담사", "주호소", "접수일")
GROUPS = ("집단명", "프로그램", "기관", "진행 일자", "참여인원", "소요시간")


def ledger(head, *rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode("cp949")


@pytest.fixture
def bring(officer, centre):
    def bring(sheet, head, *rows, name="대장.csv"):
        variant = "psych" if sheet == "sittings" else ""
        content = ledger(head, *rows)
        return bring_in(
            by=officer,
            centre=centre,
            sheet=f"wellbeing.{sheet}",
            variant=variant,
            filename=name,
            content=content,
        )

    return bring


@pytest.fixture
def visiting(centre):
    found = make_counsellor(centre)
    found.name = "서다인"
    found.save()
    return found


@pytest.fixture
def hub(centre):
    return make_hub(centre, name="마음숲심리상담센터")


def said(batch) -> str:
    return json.dumps(open_findings(by=batch.uploaded_by, batch=batch)["problems"], ensure_ascii=False)


def line(day="2025. 5. 9.", name="김민수", phone="010-0000-1234", state="", signed="", opened="2025. 5. 2."):
    return (day, name, phone, "개인", "", "서다인", "감정노동 소진", opened, 50, state, signed)


def at_hub(day="2025. 5. 9.", name="이영희", phone="010-0000-9876"):
    return (
        day,
        name,
        phone,
        "권역별",
        "마음숲심리상담센터",
        "윤서연",
        "직장 내 괴롭힘",
        "2025. 5. 2.",
        50,
        "진행",
        "O",
    )


def test_a_ledger_makes_clients_courses_and_numbered_sittings(bring, visiting, hub, officer):
    batch = bring(
        "sittings",
        HEAD,
        line("2025. 5. 16.", state="진행", signed="서명"),
        line("2025. 5. 9."),
        line("2025. 5. 13.", state="노쇼"),
        at_hub(),
        line("2025. 8. 1.", opened="2025. 7. 25."),
    )
    assert batch.state == "applied", said(batch)
    assert Client.objects.count() == 2
    rows = Course.objects.order_by("opened_on", "route").values_list(
        "route", "reference", "hub__name", "counsellor_name"
    )
    assert list(rows) == [
        ("hub", "W-2025-000002", "마음숲심리상담센터", "윤서연"),
        ("individual", "W-2025-000001", None, ""),
        ("individual", "W-2025-000003", None, ""),
    ]
    course = Course.objects.get(reference="W-2025-000001")
    assert course.counsellor == visiting
    numbered = list(course.sittings.values_list("number", "held_on", "state", "confirmation"))
    assert numbered == [
        (1, date(2025, 5, 9), "held", ""),
        (2, date(2025, 5, 13), "no_show", ""),
        (3, date(2025, 5, 16), "held", "signature"),
    ]
    assert course.sittings.get(number=3).confirmed_by == officer


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (line(phone=""), "이름과 연락처를 함께"),
        (line("2025. 5. 1."), "상담을 연 날"),
        (line("2031. 5. 1."), "아직 오지 않은 날"),
        ((*line()[:5], "아무개", *line()[6:]), "위촉된 객원 심리상담사가 아닙니다"),
        ((*line()[:4], "마음숲심리상담센터", *line()[5:]), "개인 심리상담에 거점센터가"),
        ((*at_hub()[:7], "2024. 5. 2.", *at_hub()[8:]), "협약이 이어지고 있는 거점센터"),
        (line(state="취소", signed="서명"), "진행하지 않은 회기에"),
        (line(name="김 900101-1234567"), "주민등록번호"),
        ((*line()[:6], "없는 유형", *line()[7:]), "없는 유형"),
    ],
)
def test_what_may_not_be_is_said_before_anything_is_stored(bring, visiting, hub, row, sentence):
    batch = bring("sittings", HEAD, line("2025. 5. 10."), row)
    assert (batch.state, Sitting.objects.count(), Course.objects.count()) == ("checked", 0, 0)
    assert sentence in said(batch)


def test_the_eleventh_sitting_of_a_year_is_refused_over_routes_and_what_stands_already(
    bring, visiting, hub, officer
):
    days = [f"2025. 6. {day}." for day in range(2, 9)]
    batch = bring("sittings", HEAD, *(line(day) for day in days))
    assert batch.state == "applied", said(batch)
    more = [at_hub(f"2025. 7. {day}.", "김민수", "010-0000-1234") for day in range(1, 5)]
    batch = bring("sittings", HEAD, *more, name="더.csv")
    assert batch.state == "checked"
    assert "10회기를 모두 썼습니다" in said(batch)
    extend_course(by=officer, course=Course.objects.get(), sittings=1, reason="위기 개입", year=2025)
    batch = bring("sittings", HEAD, *more, name="다시.csv")
    assert batch.state == "applied", said(batch)


def test_a_ledger_stores_nothing_that_another_took_meanwhile(bring, visiting, hub, monkeypatch):
    """The check said yes; by the time the rows are stored, the person has had them: the lock finds out."""
    monkeypatch.setattr("kwonik.wellbeing.sheets.sittings._too_many", lambda context, values: [])
    rows = [line(f"2025. 6. {day}.") for day in range(2, 13)]
    with pytest.raises(registry.Refused, match="11회기가 되어 10회기를 넘습니다"):
        bring("sittings", HEAD, *rows)
    assert not Sitting.objects.exists()


def test_a_client_may_be_told_by_number(bring, visiting, centre):
    client = make_client(centre)
    told = (client.reference, "개인", "서다인", "감정노동 소진", "2025. 5. 2.")
    bring("sittings", TAIL, ("2025. 5. 9.", *told), ("2025. 5. 16.", *told))
    assert Course.objects.get().client == client
    batch = bring(
        "sittings",
        TAIL,
        ("2025. 5. 16.", "C-1", "개인", "서다인", "감정노동 소진", "2025. 5. 2."),
        name="셋.csv",
    )
    assert "'C-1' 내담자가 없습니다" in said(batch)


def test_the_same_ledger_twice_adds_only_what_is_new(bring, visiting):
    bring("sittings", HEAD, line(), line("2025. 5. 16."))
    batch = bring("sittings", HEAD, line(), line("2025. 5. 16."), line("2025. 5. 14."), name="더.csv")
    assert (batch.state, batch.new_count, batch.known_count) == ("applied", 1, 2), said(batch)
    course = Course.objects.get()
    assert list(course.sittings.values_list("number", "held_on__day")) == [(1, 9), (2, 14), (3, 16)]


def test_undoing_takes_along_courses_and_people_that_nothing_else_needs(
    bring, visiting, hub, officer, centre
):
    other = make_course(
        centre, client=make_client(centre, "김민수", "010-0000-1234"), opened_on=date(2025, 5, 2)
    )
    make_sitting(other, date(2025, 5, 20))
    batch = bring("sittings", HEAD, line(), line("2025. 5. 16."), at_hub())
    assert list(other.sittings.values_list("number", flat=True)) == [1, 2, 3]
    assert undo(by=officer, batch=batch) == 3
    assert list(Course.objects.all()) == [other]
    assert list(other.sittings.values_list("number", flat=True)) == [1]
    assert list(Client.objects.all()) == [other.client]
    assert Identity.objects.count() == 1


def test_groups_come_in_by_name(bring, officer, centre):
    known = make_group(centre, name="다온콜센터 마음쉼")
    make_group_sitting(known, date(2025, 5, 1))
    rows = (
        ("다온콜센터 마음쉼", "원예치유", "다온콜센터", "2025. 5. 14.", "14명", 120),
        ("한빛요양원 모임", "명상", "한빛요양원", "2025. 4. 1.", 9, ""),
        ("한빛요양원 모임", "명상", "한빛요양원", "2025. 4. 8.", 8, ""),
        ("합계", "", "", "", 31, ""),
    )
    batch = bring("groups", GROUPS, *rows)
    assert batch.state == "applied", said(batch)
    assert list(known.sittings.values_list("number", "people")) == [(1, 12), (2, 14)]
    made = Group.objects.exclude(pk=known.pk).get()
    assert (made.workplace.name, made.sittings.count()) == ("한빛요양원", 2)
    assert undo(by=officer, batch=batch) == 3
    assert list(Group.objects.all()) == [known] and GroupSitting.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("모임", "명상", "", "2025. 5. 9.", 0, ""), "1명에서"),
        (("모임", "명상", "", "2031. 5. 9.", 9, ""), "아직 오지 않은 날"),
        (("모임", "명" * 61, "", "2025. 5. 9.", 9, ""), "60자까지"),
        (("모임", "명상", "", "2025. 5. 9.", 9, 900), "480분"),
    ],
)
def test_a_group_sitting_says_what_can_have_been(bring, row, sentence):
    batch = bring("groups", GROUPS, row)
    assert batch.state == "checked" and not Group.objects.exists()
    assert sentence in said(batch)


def test_agreements_come_in_once_for_the_same_days(bring, hub, officer):
    head = ("권역", "기관명", "협약일", "종료일")
    batch = bring(
        "hubs",
        head,
        ("북부", "늘봄가족상담센터", "2025. 1. 2.", "2025. 12. 31."),
        ("서부", "마음숲심리상담센터", "2025. 6. 1.", ""),
        ("남부", "이음", "2025. 6. 1.", "2025. 5. 1."),
    )
    assert "그 기간의 협약이 이미" in said(batch) and "시작일보다 앞섭니다" in said(batch)
    batch = bring("hubs", head, ("북부", "늘봄가족상담센터", "2025. 1. 2.", "2025. 12. 31."), name="둘.csv")
    assert batch.state == "applied", said(batch)
    assert undo(by=officer, batch=batch) == 1
    assert list(Hub.objects.all()) == [hub]


@pytest.mark.parametrize("sheet", ["hubs", "sittings", "groups"])
def test_the_example_of_the_template_is_a_line_that_could_be_brought_in(centre, officer, hub, psych, sheet):
    kind = registry.get(f"wellbeing.{sheet}")
    context = registry.Context(centre, "psych" if sheet == "sittings" else "", officer)
    (example,) = kind.example(context)
    empty = dict.fromkeys(column.key for column in kind.columns(context))
    names = {label: code for column in kind.columns(context) for label, code in column.choices.items()}
    values = {**empty, **{key: names.get(value, value) for key, value in example.items()}}
    if sheet == "hubs":
        values["name"] = "다른 기관"
    assert kind.check(context, values) == []


def test_more_lines_of_the_same_people_ask_no_more_of_the_database(
    bring, visiting, hub, django_assert_max_num_queries
):
    people = [(f"사람{number}", f"010-0000-{number:04}") for number in range(30)]
    with django_assert_max_num_queries(400):
        batch = bring(
            "sittings", HEAD, *(line(f"2025. 6. {d}.", *who) for who in people for d in range(2, 11))
        )
    assert batch.state == "applied", said(batch)


def test_what_a_ledger_brought_is_counted(bring, visiting, hub, centre):
    bring("sittings", HEAD, line(), line("2025. 5. 16."), at_hub())
    make_sittings(make_course(centre, opened_on=date(2025, 5, 2)), 1)
    window = Window((centre.pk,), parse("2025-01/2025-09"), date(2025, 9, 30))
    asks = [Ask.of("wellbeing.people"), Ask.of("wellbeing.sittings", route="hub")]
    assert [answer.value for answer in figures.compute(window, asks).values()] == [3, 1]


def test_an_undo_leaves_nobody_behind(bring, visiting, hub, centre, officer):
    kept = make_course(centre, opened_on=date(2025, 5, 2))
    batch = bring("sittings", HEAD, line(), line("2025. 5. 16."), at_hub())
    assert (Course.objects.count(), Client.objects.count()) == (3, 3)

    undo(by=officer, batch=batch)

    assert list(Course.objects.all()) == [kept] and list(Client.objects.all()) == [kept.client]
    assert bring("sittings", HEAD, line(), at_hub(), name="다시.csv").state == "applied"


def test_a_sitting_with_a_note_is_not_undone(bring, visiting, hub, officer):
    batch = bring("sittings", HEAD, line(), at_hub())
    sitting = Sitting.objects.filter(course__route="individual").get()
    write_note(by=sitting.course.counsellor.account, sitting=sitting, text="오늘은 잠을 잘 잤다고 함")

    with pytest.raises(ValueError, match=sitting.course.reference):
        undo(by=officer, batch=batch)

    assert Sitting.objects.count() == 2
