"""The ledgers come in through the spreadsheet door, once, and go out again."""

import csv
import io
import json
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from kwonik.catalogue.rules import read_profile
from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import parse
from kwonik.ledgers import registry
from kwonik.ledgers.actions import bring_in, open_findings, undo
from kwonik.ledgers.registry import Refused
from kwonik.shelters.models import Booking, OpeningHours, Room, Shelter, SpecialDay, VisitCount
from kwonik.site.samples import shelter_wishes
from kwonik.site.samples.plan import Plan
from kwonik.site.samples.recipe import read_recipe
from tests import profiles
from tests.factories import grant, make_account, make_role, make_site
from tests.golden.conftest import source_figures
from tests.shelters.factories import make_booking, make_hours, make_visits

VISITS = ("일자", "쉼터명", "이용자 수", "집계방법")
BOOKINGS = (
    "대관일",
    "시작시간",
    "종료시간",
    "쉼터명",
    "공간명",
    "단체명",
    "이용 목적",
    "예정 인원",
    "참석 인원",
)


def ledger(head, *rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode("cp949")


@pytest.fixture
def bring(keeper, centre):
    def bring(sheet, head, *rows, name="대장.csv"):
        content = ledger(head, *rows)
        return bring_in(by=keeper, centre=centre, sheet=f"shelters.{sheet}", filename=name, content=content)

    return bring


def said(batch) -> str:
    found = open_findings(by=batch.uploaded_by, batch=batch)["problems"]
    return json.dumps(found, ensure_ascii=False)


def test_a_kiosks_sheet_comes_in_whole_and_once(bring, shelter, keeper):
    rows = (
        ("2025. 5. 9.", "서초쉼터", "1,083", "키오스크"),
        ("'25.5.10", "서초", "0", ""),
        ("2025-05-11", shelter.site.name, "41", "방명록"),
        ("합계", "", "1,124", ""),
    )
    batch = bring("visits", VISITS, *rows)
    assert batch.state == "applied", said(batch)
    found = list(VisitCount.objects.order_by("day").values_list("day", "people", "source", "shelter"))
    assert found == [
        (date(2025, 5, 9), 1083, "kiosk", shelter.pk),
        (date(2025, 5, 10), 0, "kiosk", shelter.pk),
        (date(2025, 5, 11), 41, "hand", shelter.pk),
    ]
    longer = bring("visits", VISITS, *rows[:3], ("2025-05-12", "서초쉼터", "50", ""), name="더.csv")
    assert (longer.new_count, longer.known_count) == (1, 3)
    assert undo(by=keeper, batch=batch) == 3
    assert VisitCount.objects.get().people == 50


def test_a_kiosk_that_counts_by_hour_puts_the_small_hours_into_the_evening_before(bring, shelter):
    make_hours(shelter, "13:00", "06:00")
    rows = (
        ("2025-05-09", "서초쉼터", 7, 23),
        ("2025-05-10", "서초쉼터", 5, 2),
        ("2025-05-10", "서초쉼터", 3, 13),
    )
    batch = bring("visits", ("일자", "쉼터명", "입장", "시"), *rows)
    assert batch.state == "applied", said(batch)
    found = VisitCount.objects.order_by("pk").values_list("day", "hour", "people")
    assert list(found) == [(date(2025, 5, 9), 23, 7), (date(2025, 5, 9), 2, 5), (date(2025, 5, 10), 13, 3)]


def test_an_import_whose_people_were_corrected_away_is_not_undone(bring, shelter, keeper):
    batch = bring("visits", VISITS, ("2025. 5. 9.", "서초쉼터", "30", ""))
    make_visits(shelter, date(2025, 5, 9), -5)
    with pytest.raises(Refused):
        undo(by=keeper, batch=batch)
    assert VisitCount.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("2025. 5. 9.", "없는쉼터", "3", ""), "없는쉼터"),
        (("2019. 5. 9.", "서초쉼터", "3", ""), "운영하지 않았습니다"),
        ((timezone.localdate() + timedelta(days=1), "서초쉼터", "3", ""), "오지 않은 날"),
        (("2025. 5. 9.", "서초쉼터", "-3", ""), "0명부터"),
        (("2025. 5. 9.", "서초쉼터", "많이", ""), "많이"),
    ],
)
def test_what_cannot_be_counted_is_said(bring, shelter, row, sentence):
    batch = bring("visits", VISITS, row)
    assert (batch.state, VisitCount.objects.count()) == ("checked", 0)
    assert sentence in said(batch)


def test_bookings_come_in_with_whom_to_call(bring, room):
    batch = bring(
        "bookings",
        (*BOOKINGS, "결과", "신청자", "연락처"),
        ("2025. 5. 9.", "14:00", "16:00", "서초쉼터", "교육실", "대리기사 모임", "소모임", 8, 7, "", "김민수", "010-0000-1234"),
        ("2025. 5. 9.", "16:00", "18:00", "서초쉼터", "교육 실", "라이더 교육", "교육", 12, "", "완료", "", ""),
        ("2025. 5. 9.", "23:00", "01:00", "서초쉼터", "교육실", "심야 모임", "소모임", 5, "", "취소", "", ""),
    )  # fmt: skip
    assert batch.state == "applied", said(batch)
    rows = list(
        Booking.objects.order_by("starts_at").values_list("state", "heads", "actual_heads", "purpose__code")
    )
    assert rows == [
        ("used", 8, 7, "meeting"),
        ("used", 12, 12, "education"),
        ("cancelled", 5, None, "meeting"),
    ]
    assert Booking.objects.filter(contact__isnull=False).count() == 1
    late = Booking.objects.get(group="심야 모임")
    assert late.ends_at - late.starts_at == timedelta(hours=2)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("2025. 5. 9.", "15:00", "17:00", "서초쉼터", "교육실", "뒤", "소모임", 8, 7), "이미 쓰고 있습니다"),
        (("2025. 5. 9.", "12:00", "22:00", "서초쉼터", "교육실", "뒤", "소모임", 8, 7), "이미 쓰고 있습니다"),
        (("2025. 5. 9.", "10:30", "11:30", "서초쉼터", "교육실", "뒤", "소모임", 8, 7), "'앞선 모임'"),
        (
            ("2025. 5. 9.", "18:00", "20:00", "서초쉼터", "옥상", "뒤", "소모임", 8, 7),
            "'옥상' 공간이 없습니다",
        ),
        (("2025. 5. 9.", "18:00", "20:00", "서초쉼터", "교육실", "뒤", "소모임", 21, 7), "20명까지"),
        (("2025. 5. 9.", "18:00", "20:00", "서초쉼터", "교육실", "뒤", "소모임", 8, 0), "0명이 이용했습니다"),
        (
            ("2025. 5. 9.", "18:00", "20:00", "서초쉼터", "교육실", "900101-1234567", "소모임", 8, 7),
            "주민등록번호",
        ),
    ],
)
def test_what_cannot_have_been_booked_is_said(bring, room, row, sentence):
    make_booking(room, date(2025, 5, 9), "10:00", group="앞선 모임")
    first = ("2025. 5. 9.", "14:00", "16:00", "서초쉼터", "교육실", "먼저", "소모임", 8, 7)
    batch = bring("bookings", BOOKINGS, first, row)
    assert (batch.state, Booking.objects.count()) == ("checked", 1)
    assert sentence in said(batch)


def test_the_registers_come_in(bring, centre, keeper):
    make_site("a-place", name="가나 쉼터 자리", kind="shelter", aliases=["가나자리"])
    head = ("쉼터명", "유형", "장소", "개소일", "수용 인원")
    batch = bring("shelters", head, ("가나쉼터", "지하철", "가나자리", "2025. 2. 11.", 16))
    assert batch.state == "applied", said(batch)
    hours = ("쉼터", "운영 요일", "시작", "끝", "적용일")
    batch = bring(
        "hours",
        hours,
        ("가나쉼터", "월요일", "13:00", "06:00", "2025-02-11"),
        ("가나쉼터", "공휴일", "", "", "2025-02-11"),
    )
    assert batch.state == "applied", said(batch)
    batch = bring("rooms", ("쉼터", "공간", "좌석", "시작일"), ("가나쉼터", "교육실", 24, "2025-02-11"))
    assert batch.state == "applied", said(batch)
    batch = bring("days", ("쉼터", "휴관일", "사유"), ("가나쉼터", "2025-10-06", "추석 휴관"))
    assert batch.state == "applied", said(batch)
    assert (Shelter.objects.get().kind, Room.objects.get().seats) == ("subway", 24)
    assert OpeningHours.objects.filter(opens_at=time(13)).count() == 1
    assert SpecialDay.objects.get().until_on == date(2025, 10, 6)


@pytest.mark.parametrize(
    ("sheet", "head", "row", "sentence"),
    [
        ("shelters", ("쉼터명", "유형", "장소", "개소일"), ("새쉼터", "거점", "없는 곳", "2025-01-01"), "등록되지 않은 장소"),
        ("shelters", ("쉼터명", "유형", "장소", "개소일"), ("서초쉼터", "거점", "자리", "2025-01-01"), "이미 있습니다"),
        ("hours", ("쉼터", "요일", "시작", "끝", "적용일"), ("서초쉼터", "월", "13:00", "", "2025-01-01"), "함께 적으세요"),
        ("rooms", ("쉼터", "공간", "좌석", "시작일"), ("서초쉼터", "방", 0, "2025-01-01"), "1부터"),
        ("days", ("쉼터", "휴관일", "종료일", "사유"), ("서초쉼터", "2025-10-06", "2025-10-05", "추석"), "앞섭니다"),
    ],
)  # fmt: skip
def test_what_cannot_stand_in_the_registers_is_said(bring, shelter, sheet, head, row, sentence):
    make_site("another", name="자리", kind="shelter")
    batch = bring(sheet, head, row)
    assert batch.state == "checked"
    assert sentence in said(batch)


@pytest.mark.parametrize("sheet", ["shelters", "hours", "rooms", "days", "visits", "bookings"])
def test_the_example_of_the_template_is_a_line_that_could_be_brought_in(centre, keeper, room, sheet):
    make_site("free", name="빈자리", kind="shelter")
    room.shelter.site.__class__.objects.filter(pk=room.shelter.site_id).update(kind="other")
    kind = registry.get(f"shelters.{sheet}")
    context = registry.Context(centre, "", keeper)
    (line,) = kind.example(context)
    empty = dict.fromkeys(column.key for column in kind.columns(context))
    names = {label: code for column in kind.columns(context) for label, code in column.choices.items()}
    values = {
        **empty,
        **{key: names.get(value, value) if isinstance(value, str) else value for key, value in line.items()},
    }
    assert kind.check(context, values) == []


def test_the_sample_prints_the_numbers_of_the_report(db):
    """Every ledger of the sample through its door, then the figures of chapter 4."""
    profiles.load("seoul")
    folder = profiles.FOLDER / "seoul"
    plan = Plan(read_profile(folder), read_recipe(folder / "sample"))
    from kwonik.catalogue.queries import own_centre

    centre = own_centre()
    by = make_account(centre=centre)
    grant(by, make_role("shelters.", "people.client", code="keeper"), centre)
    for one in plan.ledgers():
        if one.sheet.startswith("shelters."):
            batch = bring_in(by=by, centre=centre, sheet=one.sheet, filename=one.filename, content=one.make())
            assert batch.state == "applied", f"{one.filename}: {said(batch)}"
    wishes = plan.recipe.shelters.wishes
    assert [shelter_wishes.open_today(plan.recipe.shelters, {"officer": by}) for _ in range(2)] == [
        len(wishes),
        0,
    ]
    live = Booking.objects.filter(held_on__gt=timezone.localdate()).values_list("state", flat=True)
    assert sorted(live) == ["approved", "requested", "requested", "waiting"]
    expected = source_figures("seoul")
    window = Window((centre.pk,), parse("2025-01/2025-09"), date(2025, 9, 30))
    cells = {
        "S.04.shelters": Ask.of("shelters.shelters"),
        "S.04.shelters.hub": Ask.of("shelters.shelters", kind="hub"),
        "S.04.shelters.subway": Ask.of("shelters.shelters", kind="subway"),
        "S.04.visits.hub": Ask.of("shelters.visits", kind="hub"),
        "S.04.visits.hub.growth": Ask.of("shelters.visits_growth", kind="hub"),
        "S.04.visits.subway": Ask.of("shelters.visits", parse("2025-02/2025-09"), kind="subway"),
        "S.04.rent.count": Ask.of("shelters.bookings", kind="hub"),
        "S.04.rent.people": Ask.of("shelters.booking_people", kind="hub"),
    }
    answers = figures.compute(window, cells.values())
    for number, ask in cells.items():
        cell = expected[number]
        assert (float(answers[ask].value), answers[ask].printed) == (cell["value"], cell["printed"]), number
