"""A programme that a centre makes at its desk, walked end to end through the doors: the director makes it and reads its
figures, the officer records, counts, brings a ledger in and downloads, and another centre meets nothing of it."""

import re
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from kwonik.activities.queries import model_of
from kwonik.catalogue.models import Code, Programme, Service
from kwonik.catalogue.queries import own_centre
from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import parse
from kwonik.ledgers.models import ImportBatch
from kwonik.people.models import Role
from tests import profiles
from tests.activities.conftest import browser_of
from tests.factories import grant, make_account, make_centre

NAME = "밤길 노동자 곁"
WINDOW = {"first_on": "2025-01-01", "last_on": "2025-12-31", "as_of": "2025-12-31"}
FIRST, SECOND = date(2025, 5, 9), date(2025, 6, 13)


@dataclass(frozen=True)
class Wanted:
    """A service as the director asks for it, one record as the officer types it, one line of its ledger, its numbers.

    `numbers`: figure -> (with the record, with record and line).
    """

    shape: str
    name: str
    kinds: tuple[str, ...]
    made: dict[str, str]
    asked: tuple[str, ...]
    record: dict[str, str]
    line: dict[str, Any]
    numbers: dict[str, tuple[int, int]]
    counting: str = "flow"

    @property
    def sheet(self) -> str:
        plural = {"tally": "tallies"}.get(self.shape, f"{self.shape}s")
        return f"activities.{plural}"


SERVICES = (
    Wanted(
        "session",
        "밤길 동행 모임",
        ("첫 모임", "정기 모임"),
        {"one": "모임", "day": "모인 날", "ask_title": "must", "label_title": "모임 이름"}
        | {"ask_people": "must", "label_people": "온 사람", "ask_hours": "may"},
        ("모임 적기", "모인 날", "모임 이름", "온 사람", "시작 시각"),
        {"title": "오월 모임", "people": "12", "starts_at": "21:00", "ends_at": "23:00"},
        {"모임 이름": "유월 모임", "온 사람": 30},
        {"activities.sessions": (1, 2), "activities.people": (12, 42)},
    ),
    Wanted(
        "tally",
        "심야 이용자 세기",
        ("버스정류장", "지하철역"),
        {"one": "이용자", "ask_note": "may", "label_note": "날씨"},
        ("이용자 적기", "센 날", "날씨"),
        {"count": "40", "note": "비"},
        {"수": 25, "날씨": "맑음"},
        {"activities.counted": (40, 65)},
    ),
    Wanted(
        "tally",
        "소식지 구독자",
        ("전자우편",),
        {"one": "구독자 수", "day": "읽은 날", "ask_subject": "must", "label_subject": "소식지"},
        ("구독자 수 적기", "읽은 날", "소식지"),
        {"count": "1200", "subject": "밤소식"},
        {"수": 1500, "소식지": "밤소식"},
        {"activities.level": (1200, 1500), "activities.risen": (1200, 1500)},
        counting="level",
    ),
    Wanted(
        "handout",
        "야식 나눔",
        ("컵밥", "귤"),
        {"day": "건넨 날", "ask_recipient": "must", "label_recipient": "받은 모임"},
        ("나눔 적기", "건넨 날", "받은 모임"),
        {"quantity": "80", "recipient": "대리기사 쉼모임"},
        {"수량": 20, "받은 모임": "청소노동자 모임"},
        {"activities.handed_out": (80, 100)},
    ),
    Wanted(
        "application",
        "야간 귀가 지원",
        ("택시비",),
        {"one": "귀가 신청", "ask_client": "must", "label_client": "신청한 분"}
        | {"ask_people": "may", "label_people": "함께 가는 사람"},
        ("귀가 신청 적기", "신청한 날", "신청한 분", "함께 가는 사람"),
        {"name": "나예시", "phone": "010-0000-1111", "people": "2"},
        {"신청한 분": "노보기", "연락처": "010-0000-2222", "함께 가는 사람": 3},
        {"activities.applications": (1, 2)},
    ),
)


@pytest.fixture
def centre(db):
    profiles.load("seoul")
    return own_centre()


def of_role(code: str, centre):
    """Somebody with that role of the profile, as it is there."""
    account = make_account(centre=centre)
    grant(account, Role.objects.get(code=code), centre)
    return account


@pytest.fixture
def director(centre):
    return browser_of(of_role("centre_director", centre))


@pytest.fixture
def officer(centre):
    return browser_of(of_role("programme_officer", centre))


def text_of(answer) -> str:
    assert answer.status_code == 200, (answer.status_code, answer.request["PATH_INFO"])
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def make(director, wanted: Wanted, programme: Programme) -> Service:
    at = reverse("catalogue:add_service", args=[programme.pk])
    assert "무엇을 적는 서비스입니까?" in text_of(director.get(at))
    typed = {"name": wanted.name, "kinds": "\n".join(wanted.kinds), **wanted.made}
    if wanted.shape == "tally":
        typed["counting"] = wanted.counting
    answer = director.post(f"{at}?shape={wanted.shape}", typed)
    assert answer.status_code == 302, answer.content.decode()
    return Service.objects.get(name=wanted.name)


def address(name: str, service: Service) -> str:
    if service.shape == "application":
        name = {"list": "applications", "new": "new_application"}.get(name, name)
    return reverse(f"activities:{name}", args=[service.code])


def ledger_of(template: bytes, line: dict[str, Any]) -> bytes:
    """The downloaded template with one line written into it, as an officer would."""
    book = load_workbook(BytesIO(template))
    sheet = book.worksheets[0]
    heads = next(
        row for row in sheet.iter_rows() if sum(cell.value is not None for cell in row) >= len(line) > 1
    )
    at = {str(cell.value).removesuffix(" *"): cell.column for cell in heads if cell.value}
    assert set(line) <= set(at), (line, at)
    for head, value in line.items():
        sheet.cell(heads[0].row + 1, at[head], value)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def bring(officer, wanted: Wanted, content: bytes, service: Service) -> tuple[str, ImportBatch]:
    """Uploads; what the preview says."""
    at = reverse("ledgers:upload", args=[wanted.sheet, service.code])
    assert service.name in text_of(officer.get(at))
    answer = officer.post(at, {"file": SimpleUploadedFile(f"{service.name}.xlsx", content)})
    assert answer.status_code == 302, answer.content.decode()
    batch = ImportBatch.objects.order_by("pk").last()
    return text_of(officer.get(reverse("ledgers:batch", args=[batch.pk]))), batch


def cells(answer) -> set[str]:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
    return {str(cell) for row in rows for cell in row if cell is not None}


def numbers(centre, wanted: Wanted, service: Service, **cut: str) -> list[int]:
    window = Window((centre.pk,), parse("2025-01/2025-12"), date(2025, 12, 31))
    asks = [Ask.of(code, service=service.code, **cut) for code in wanted.numbers]
    answers = figures.compute(window, asks)
    return [answers[ask].value for ask in asks]


def behind(browser, code: str, service: Service, **more: str):
    query = {"figure": code, "period": "2025-01/2025-12", "as_of": "2025-12-31", "cut.service": service.code}
    return browser.get(reverse("reports:rows"), query | more)


def test_a_programme_made_at_the_desk_is_there_at_once(director, officer, centre):
    """Every page is asked before the programme is there, so that whatever is remembered is remembered without it."""
    for name in ("activities:hub", "ledgers:ledgers", "reports:programmes"):
        assert NAME not in text_of(officer.get(reverse(name), WINDOW))
    answer = director.post(reverse("catalogue:add_programme"), {"name": NAME, "purpose": "밤에 일하는 사람"})
    programme = Programme.objects.get(name=NAME)
    assert answer.url == reverse("catalogue:add_service", args=[programme.pk])
    assert "적는 서비스가 아직 없습니다" in text_of(director.get(reverse("reports:programmes"), WINDOW))
    assert NAME in text_of(officer.get(reverse("planning:new_plan")))

    for wanted in SERVICES:
        service = make(director, wanted, programme)
        assert numbers(centre, wanted, service) == [0] * len(wanted.numbers)
        assert f"{wanted.name} 0건 - - {wanted.asked[0]}" in text_of(officer.get(reverse("activities:hub")))
        _recorded(officer, centre, wanted, service)
        _brought_in(officer, centre, wanted, service)
        _counted(director, officer, centre, wanted, service)

    page = text_of(director.get(reverse("reports:programme", args=[programme.code]), WINDOW))
    assert all(wanted.name in page for wanted in SERVICES)
    assert "밤길 동행 모임: 참여한 사람 12 명" in page and "야식 나눔: 나눈 수량 80 개" in page
    assert "소식지 구독자: 마지막으로 읽은 값 1,200" in page


def _recorded(officer, centre, wanted: Wanted, service: Service) -> None:
    """The page asks what the director wants asked, in her words; what is written stands in list and spreadsheet."""
    at = address("new", service)
    form = officer.get(at)
    said = text_of(form)
    assert all(word in said for word in (*wanted.asked, *(wanted.kinds if len(wanted.kinds) > 1 else ())))
    token = re.search(r'name="form_token" value="([^"]*)"', form.content.decode())
    kind = Code.objects.filter(list__servicelist__service=service).order_by("position").first()
    required = [name.removeprefix("ask_") for name, how in wanted.made.items() if how == "must"]
    typed = {"kind": kind.code, "day": f"{FIRST:%Y-%m-%d}", "form_token": token[1], **wanted.record}
    if required:
        box = {"client": "name"}.get(required[0], required[0])
        assert officer.post(at, {**typed, box: ""}).status_code == 422
    stored = officer.post(at, typed)
    assert stored.status_code == 302, stored.content.decode()
    reference = (
        text_of(officer.get(stored.url)).split(f"{wanted.asked[0].removesuffix(' 적기')} ", 1)[1].split()[0]
    )
    assert re.fullmatch(r"Z\d+-2025-0001", reference)
    listed = address("list", service)
    assert reference in text_of(officer.get(listed))
    downloaded = cells(officer.get(listed, {"format": "xlsx"}))
    assert {reference, kind.label} <= downloaded
    written = {value for key, value in wanted.record.items() if key not in ("name", "phone")}
    assert written <= downloaded and "나예시" not in downloaded
    assert numbers(centre, wanted, service) == [first for first, _ in wanted.numbers.values()]
    field = "item" if wanted.shape == "handout" else "kind"
    assert numbers(centre, wanted, service, **{field: kind.code}) == numbers(centre, wanted, service)


def _brought_in(officer, centre, wanted: Wanted, service: Service) -> None:
    """The template of the import page, filled in and uploaded: preview, confirm, twice, undo."""
    before, after = zip(*wanted.numbers.values(), strict=True)
    assert f"({service.name})" in text_of(officer.get(reverse("ledgers:ledgers")))
    template = officer.get(reverse("ledgers:template", args=[wanted.sheet, service.code])).content
    day = wanted.made.get("day") or next(word for word in wanted.asked if word.endswith("날"))
    thing = "물품" if wanted.shape == "handout" else "종류"
    content = ledger_of(template, {day: f"{SECOND:%Y-%m-%d}", thing: wanted.kinds[-1], **wanted.line})
    said, batch = bring(officer, wanted, content, service)
    assert "1행을 새로 넣을 수 있습니다" in said, said
    assert numbers(centre, wanted, service) == list(before)
    confirmed = officer.post(reverse("ledgers:confirm", args=[batch.pk]), follow=True)
    assert "1행을 반영했습니다" in text_of(confirmed)
    assert numbers(centre, wanted, service) == list(after)
    again, second = bring(officer, wanted, content, service)
    assert "새로 넣을 행이 없습니다" in again, again
    officer.post(reverse("ledgers:confirm", args=[second.pk]))
    assert numbers(centre, wanted, service) == list(after)
    undone = officer.post(reverse("ledgers:undo", args=[batch.pk]), follow=True)
    assert "1행을 되돌렸습니다" in text_of(undone)
    assert numbers(centre, wanted, service) == list(before)


def _counted(director, officer, centre, wanted: Wanted, service: Service) -> None:
    """The rows behind the number are a page, they open their record, and withdrawing one takes it out."""
    code = next(iter(wanted.numbers))
    row = model_of(wanted.shape)._default_manager.get(service=service)
    page = reverse(f"activities:{wanted.shape}", args=[row.pk])
    rows = behind(officer, code, service)
    assert wanted.name in text_of(rows) and f'href="{page}">{row.reference}' in rows.content.decode()
    assert row.reference in cells(behind(officer, code, service, format="xlsx"))
    assert f"{wanted.name}:" in text_of(director.get(reverse("reports:programmes"), WINDOW))
    standing = reverse("reports:standing", args=[row._meta.label_lower, row.pk])
    assert standing in officer.get(page).content.decode()
    officer.post(reverse(f"activities:withdraw_{wanted.shape}", args=[row.pk]), {"reason": "두 번 적음"})
    assert numbers(centre, wanted, service) == [0] * len(wanted.numbers)
    assert page not in behind(officer, code, service).content.decode()
    officer.post(reverse(f"activities:reinstate_{wanted.shape}", args=[row.pk]))
    assert numbers(centre, wanted, service) == [first for first, _ in wanted.numbers.values()]


@pytest.fixture
def programme(director):
    director.post(reverse("catalogue:add_programme"), {"name": NAME, "purpose": ""})
    return Programme.objects.get(name=NAME)


def test_another_centre_meets_nothing_of_it(director, centre, programme):
    """Neither on lists nor by address; and it may use the same names for its own."""
    services = [make(director, wanted, programme) for wanted in SERVICES]
    elsewhere = make_centre("elsewhere")
    theirs = browser_of(of_role("programme_officer", elsewhere))
    for name in ("activities:hub", "ledgers:ledgers", "reports:programmes", "planning:plans"):
        said = text_of(theirs.get(reverse(name)))
        assert NAME not in said and not any(wanted.name in said for wanted in SERVICES), name
    for name in ("planning:new_plan", "planning:new_statement"):
        assert NAME not in text_of(theirs.get(reverse(name)))
    closed = [reverse("reports:programme", args=[programme.code])]
    for wanted, service in zip(SERVICES, services, strict=True):
        closed += [address("list", service), address("new", service)]
        closed += [
            reverse(f"ledgers:{door}", args=[wanted.sheet, service.code]) for door in ("upload", "template")
        ]
    assert {at: theirs.get(at).status_code for at in closed} == dict.fromkeys(closed, 404)

    director_there = browser_of(of_role("centre_director", elsewhere))
    assert NAME not in text_of(director_there.get(reverse("catalogue:programmes")))
    at = reverse("catalogue:add_programme")
    assert director_there.post(at, {"name": NAME, "purpose": ""}).status_code == 302
    assert director.post(at, {"name": NAME, "purpose": ""}).status_code == 422


def test_retired_its_records_stay_and_count(director, officer, centre, programme):
    wanted = SERVICES[3]
    service = make(director, wanted, programme)
    kind = Code.objects.get(list__servicelist__service=service, label="컵밥")
    typed = {"kind": kind.code, "day": f"{FIRST:%Y-%m-%d}", **wanted.record}
    page = officer.post(address("new", service), typed).url
    director.post(reverse("catalogue:retire_service", args=[service.pk]))

    assert f"{wanted.name} 그만 씀 1건 80개" in text_of(
        officer.get(reverse("activities:hub"), {"year": 2025})
    )
    assert wanted.name not in text_of(officer.get(reverse("ledgers:ledgers")))
    assert "그만 쓴 서비스" in text_of(officer.get(address("list", service)))
    assert "컵밥" in cells(officer.get(address("list", service), {"format": "xlsx"}))
    assert "하나 더 적기" not in text_of(officer.get(page))
    assert officer.get(address("new", service)).status_code == 404
    assert numbers(centre, wanted, service) == [80]
    assert "야식 나눔: 나눈 수량 80 개" in text_of(
        director.get(reverse("reports:programme", args=[programme.code]), WINDOW)
    )
    director.post(reverse("catalogue:retire_service", args=[service.pk]))
    assert officer.get(address("new", service)).status_code == 200


def test_kinds_of_two_programmes_are_not_mixed_up(director, officer, centre, programme):
    """Figures are cut by kind over all services of a shape: first kinds of two services are two kinds."""
    wanted = SERVICES[3]
    first, second = (
        make(director, wanted, programme),
        make(director, replace(wanted, name="새벽 나눔"), programme),
    )
    typed = {"day": f"{FIRST:%Y-%m-%d}", **wanted.record}
    for service in (first, second):
        kind = Code.objects.filter(list__servicelist__service=service).order_by("position").first()
        assert officer.post(address("new", service), {**typed, "kind": kind.code}).status_code == 302
    window = Window((centre.pk,), parse("2025-01/2025-12"), date(2025, 12, 31))
    ask = Ask.of("activities.handed_out", item=kind.code)
    assert figures.compute(window, [ask])[ask].value == 80
