"""The desk: who finds what, nothing typed is lost, and a second pledge of another kind from first word to four files."""

import io
import json
from datetime import date
from uuid import uuid4

import openpyxl
import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hwpx import TextExtractor
from pypdf import PdfReader

from kwonik.catalogue.models import ReportTemplate
from kwonik.pledges import actions
from kwonik.pledges.models import Communication, Milestone, Money, Picture, Pledge, Result
from tests.factories import make_account
from tests.pledges.conftest import browser_of, keeper
from tests.pledges.factories import PNG, head, make_milestone, make_money, make_pledge, make_status
from tests.sample import PROFILES

DECIDED = {
    "decided_on": "2025. 5. 1.",
    "decided_by": "총괄부서",
    "basis": "자체점검",
    "form_token": str(uuid4()),
}


def at(name, *args):
    return reverse(f"pledges:{name}", args=args)


def page(client, address, status=200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def send(client, address, **told):
    """The form as sent; a fresh token unless one is given."""
    return client.post(address, {"form_token": str(uuid4()), **told})


def typed_head(**fields) -> dict[str, str]:
    days = {
        name: f"{value.year}. {value.month}. {value.day}."
        for name, value in head("x").items()
        if isinstance(value, date)
    }
    return {**head("second"), **days, **fields}


# -- who finds what ---------------------------------------------------------------------------------------------


def test_the_list_shows_class_and_rate_and_is_narrowed(desk, city):
    done, late = make_pledge(city, title="조례 제정"), make_pledge(city, title="쉼터 확대", funding="none")
    make_status(done, "closed")
    make_status(late, "behind")
    make_milestone(done, done_quarter=20224)

    everything = page(desk, at("pledges"))
    assert "완료 · 종료" in everything and "추진중 · 부진" in everything and "100%" in everything
    assert "쉼터 확대" not in page(desk, at("pledges") + "?group=done")
    assert "조례 제정" not in page(desk, at("pledges") + "?funding=none&word=쉼터")
    assert "이 조건에 맞는 공약이 없습니다" in page(desk, at("pledges") + "?group=apart")


def test_the_list_asks_as_many_questions_for_many_as_for_few(desk, city, django_assert_max_num_queries):
    for _ in range(12):
        make_milestone(make_pledge(city))

    with django_assert_max_num_queries(14):
        page(desk, at("pledges"))


def test_a_centre_looks_at_the_citys_pledge_and_changes_nothing(centre, city):
    pledge = make_pledge(city)
    client = browser_of(keeper(centre))

    assert pledge.title in page(client, at("pledges"))
    assert "이행구분 정하기" not in page(client, at("pledge", pledge.pk))
    page(client, at("amend-pledge", pledge.pk), 404)


def test_another_citys_pledge_is_not_found_and_without_the_right_nothing_opens(desk, city, elsewhere):
    page(desk, at("pledge", make_pledge(elsewhere).pk), 404)
    page(browser_of(make_account(centre=city)), at("pledges"), 403)


# -- forms ----------------------------------------------------------------------------------------------------


def test_a_pledge_is_typed_in_and_its_original_text_is_not_asked_again(desk):
    answer = send(desk, at("new-pledge"), **typed_head())

    pledge = Pledge.objects.get()
    assert answer.status_code == 302 and pledge.original == "쉴 곳을 권역마다 만들겠습니다."
    assert "original" not in page(desk, at("amend-pledge", pledge.pk))


def test_bad_input_answers_422_and_loses_nothing(desk, city):
    answer = send(desk, at("new-pledge"), **typed_head(until_on="2020. 1. 1.", title="쉼터 셋"))

    assert answer.status_code == 422 and not Pledge.objects.exists()
    assert "앞섭니다" in answer.content.decode() and "쉼터 셋" in answer.content.decode()


def test_a_milestone_without_its_evidence_is_asked_for_it(desk, city):
    pledge = make_pledge(city)
    told = {
        "text": "터",
        "weight": 1,
        "first_quarter": "2022년 3분기",
        "last_quarter": "2022년 4분기",
        "position": 1,
    }

    bad = send(desk, at("new-part", pledge.pk, "milestone"), **told, done_quarter="2022Q4")
    good = send(
        desk, at("new-part", pledge.pk, "milestone"), **told, done_quarter="2022Q4", evidence="준공 문서"
    )

    assert bad.status_code == 422 and "함께 적거나" in bad.content.decode()
    assert good.status_code == 302 and Milestone.objects.get().done_quarter == 20224


def test_the_same_form_sent_twice_makes_one_row(desk, city):
    pledge = make_pledge(city)
    token = str(uuid4())
    for _ in range(2):
        send(
            desk,
            at("new-part", pledge.pk, "note"),
            form_token=token,
            kind="strength",
            text="잘함",
            position=1,
        )

    assert pledge.notes.count() == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg/>", "PNG 그림이 아닙니다"),
        (b"\x89PNG\r\n\x1a\n", "PNG 그림이 아닙니다"),
        (PNG + b"0" * 2_000_001, "너무 큽니다"),
    ],
)
def test_a_file_that_is_no_small_png_is_no_picture(desk, city, content, said):
    address = at("new-part", make_pledge(city).pk, "picture")
    image = SimpleUploadedFile("사진.png", content, "image/png")

    answer = send(desk, address, image=image, alt="쉼터", caption="쉼터", position=1)

    assert answer.status_code == 422 and said in answer.content.decode()
    assert not Picture.objects.exists()


def test_a_result_names_a_figure_and_the_words_hold_its_place(desk, city):
    address = at("new-part", make_pledge(city).pk, "result")
    told = {"area": "상담", "text": "공약 {수}건", "position": 1}

    without = send(desk, address, **told, figure="")
    wrong = send(desk, address, **told, figure="pledges.all", cut="nowhere=1")
    right = send(desk, address, **told, figure="pledges.all", cut="nature=new", days="2025")

    assert (without.status_code, wrong.status_code, right.status_code) == (422, 422, 302)
    assert "선언된 구분만" in wrong.content.decode()
    assert Result.objects.get().cut == {"nature": "new"}


def test_withdrawing_asks_for_the_reason_and_can_be_undone(desk, city):
    money = make_money(make_pledge(city), 10)

    assert desk.post(at("withdraw-part", "money", money.pk), {}).status_code == 422
    desk.post(at("withdraw-part", "money", money.pk), {"reason": "잘못 적음"})
    assert "잘못 적음" in page(desk, at("money", money.pk))
    desk.post(at("reinstate-part", "money", money.pk), {"sure": "True"})
    assert Money.objects.get().withdrawn_at is None
    page(desk, at("amend-part", "money", money.pk), 404)


def test_problems_stand_on_top_of_the_page(desk, city):
    pledge = make_pledge(city)
    make_money(pledge, 12, stage="executed")

    assert "집행이 확보보다 12원 많습니다" in page(desk, at("pledge", pledge.pk))


def test_the_page_of_rates_prints_all_formulas_with_their_counts(desk, city):
    make_status(make_pledge(city), "closed")
    make_status(make_pledge(city), "on_track")

    text = page(desk, at("rates"))
    assert all(word in text for word in ("완료율", "추진율", "임기내 완료율", "평균 이행률", "1판"))
    assert "50.0%" in text and "완료와 정상추진 2건, 전체 공약 2건" in text


def test_a_change_refused_by_the_panel_is_shown_with_its_votes(desk, city):
    pledge = make_pledge(city)
    send(desk, at("request-change", pledge.pk), **DECIDED | {"form_token": str(uuid4())}, change="한 해 늦춤")
    request = pledge.events.get()

    send(
        desk,
        at("decide-change", request.pk),
        **DECIDED | {"form_token": str(uuid4())},
        approved="no",
        seats_for="12",
        seats_against="19",
    )

    text = page(desk, at("pledge", pledge.pk))
    assert "변경 불승인" in text and "찬성 12 반대 19" in text and "한 해 늦춤" in text


# -- a second pledge of another kind ------------------------------------------------------------------------------


@pytest.fixture
def template(db) -> ReportTemplate:
    """The card as the profile has it."""
    text = (PROFILES / "anyang" / "reports" / "pledge-card.yaml").read_text(encoding="utf-8")
    body = json.loads(json.dumps(yaml.safe_load(text), default=str))
    return ReportTemplate.objects.create(code=body["code"], name=body["name"], body=body, digest="0" * 64)


@pytest.fixture
def second(desk, template) -> Pledge:
    """Typed in at the desk: it costs nothing, is under way and behind schedule, and citizens were told of it."""
    send(desk, at("new-pledge"), **typed_head(funding="none", title="노동조례 제정", number="3-2"))
    pledge = Pledge.objects.get()
    send(desk, at("status", pledge.pk), **DECIDED | {"form_token": str(uuid4())}, status="behind")
    parts = {
        "officer": {"post": "팀장", "name": "김미정", "phone": "1234"},
        "goal": {"area": "조례", "year": "2024", "text": "초안 마련\n공청회"},
        "note": {"kind": "indicator", "text": "조례 공포 여부"},
        "milestone": {
            "text": "초안 마련",
            "weight": "1",
            "first_quarter": "2022년 3분기",
            "last_quarter": "2022년 4분기",
            "done_quarter": "2023년 1분기",
            "evidence": "초안 문서",
        },
        "communication": {
            "channel": "hearing",
            "held_on": "2024. 3. 4.",
            "title": "시민 {수}명이 온 공청회",
            "count": "1",
            "listed": "on",
            "told": "120",
        },
        "result": {"area": "조례", "text": "다른 공약까지 모두 {수}건", "figure": "pledges.all"},
        "nextstep": {
            "area": "조례",
            "text": "의회 설명",
            "from_on": "2026. 1. 1.",
            "until_on": "2026. 12. 31.",
            "count": "3",
            "unit": "회",
        },
        "picture": {
            "image": SimpleUploadedFile("사진.png", PNG, "image/png"),
            "alt": "공청회에 모인 시민",
            "caption": "공청회",
        },
    }
    for kind, told in parts.items():
        answer = send(desk, at("new-part", pledge.pk, kind), position="1", **told)
        assert answer.status_code == 302, (kind, answer.content.decode())
    told = {
        "text": "조례 공포",
        "weight": "3",
        "first_quarter": "2024년 1분기",
        "last_quarter": "2024년 2분기",
    }
    send(desk, at("new-part", pledge.pk, "milestone"), position="2", **told)
    return pledge


SAID = (
    "노동조례 제정",
    "비예산",
    "○",
    "25%",
    "권역마다 쉼터 하나",
    "초안 마련",
    "조례 공포 여부",
    "1분기 늦게 마침",
    "▶",
    "▷",
    "공청회",
    "돈이 들지 않는 공약이거나",
    "시민 120명이 온 공청회",
    "다른 공약까지 모두 1건",
    "연 3회",
    "김미정",
)


def words_of(extension: str, content: bytes) -> str:
    if extension == "html":
        return content.decode()
    if extension == "pdf":
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if extension == "hwpx":
        return TextExtractor(io.BytesIO(content)).extract_text()
    book = openpyxl.load_workbook(io.BytesIO(content))
    return " ".join(
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value
    )


@pytest.mark.parametrize("extension", ["html", "pdf", "hwpx", "xlsx"])
def test_a_pledge_without_money_behind_schedule_prints_right_without_code(desk, second, extension):
    address = reverse("reports:card", args=[second.code])

    answer = desk.get(address, {"format": extension, "as_of": "2025. 12. 31."})

    assert answer.status_code == 200
    text = "".join(words_of(extension, answer.content).split())
    missing = [words for words in SAID if "".join(words.split()) not in text]
    if extension == "xlsx":  # a number with its unit as format
        missing.remove("25%")
    if extension == "html":
        missing = [
            words
            for words in missing
            if words not in ("시민 120명이 온 공청회", "다른 공약까지 모두 1건", "25%", "연 3회")
        ]
        assert ">120<" in text and ">25<" in text
    assert not missing
    assert "법률상담" not in text, "what is printed for one pledge only is not printed for others"


def test_the_card_on_screen_is_the_document_and_its_numbers_lead_to_rows(desk, second):
    text = page(desk, reverse("reports:card", args=[second.code]))

    assert "노동조례 제정" in text
    assert "figure=pledges.fulfilment" in text and "cut.pledge=second" in text


def test_a_pledge_that_nobody_keeps_here_has_no_card(desk, template, elsewhere):
    make_pledge(elsewhere, code="theirs")

    page(desk, reverse("reports:card", args=["theirs"]), 404)
    page(desk, reverse("reports:card", args=["nowhere"]), 404)


def test_an_overridden_rate_and_a_refusal_stand_on_the_card(desk, second, officer):
    told = {"decided_on": date(2025, 6, 1), "decided_by": "평가단", "basis": "정기회의"}
    actions.override(by=officer, pledge=second, percent=60, **told)
    request = actions.request_change(by=officer, pledge=second, change="공포를 한 해 늦춤", **told)
    actions.decide_change(by=officer, request=request, approved=False, **told)

    text = page(desk, reverse("reports:card", args=[second.code]))

    assert "60%로 손으로 정함" in text and ">25<" in text
    assert "변경 불승인: 공포를 한 해 늦춤" in text


def test_the_city_counts_the_centres_records_and_opens_rows_only_by_right(city, centre, officer, desk):
    make_pledge(city, title="시의 공약")
    address = reverse("reports:rows") + "?figure=pledges.all&period=2025&as_of=2025-12-31"

    assert "시의 공약" in page(desk, address)
    outsider = browser_of(make_account("reports.figure:explain", centre=city))
    text = page(outsider, address)
    assert "시의 공약" not in text


def test_words_with_braces_are_printed_as_they_were_typed(desk, second):
    Communication.objects.update(title='{{ figure("counselling.legal") }} {수}')
    Pledge.objects.update(goal="{{ period }} {status}")

    text = page(desk, reverse("reports:card", args=[second.code]))

    assert "{{ period }} {status}" in text
