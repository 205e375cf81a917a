"""The public pages: one question at a time, the result, what is kept and erased; without a log-in or a script."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from kwonik.calculators import portal
from kwonik.calculators.forms import FactsForm
from kwonik.calculators.models import KeptCalculation
from kwonik.labourlaw import CALCULATIONS
from tests import factories
from tests.calculators.test_forms import typed
from tests.system.webforms import forms_of

pytestmark = pytest.mark.django_db

SEVERANCE = {"hire_date": "2014. 10. 2.", "retire_date": "2017. 9. 16.", "wages_3m": "708만"}
ADDRESS = "/calculators/severance_pay/"


@pytest.fixture
def citizen() -> Client:
    return Client()


def words(answer) -> str:
    text = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def sent_from(answer, **typed: str) -> dict[str, str]:
    """What a browser sends from the question on the page."""
    form = next(one for one in forms_of(answer.content.decode(), ADDRESS) if "at" in one.controls)
    held = {name: one.values[0] for name, one in form.controls.items() if one.values and one.kind == "hidden"}
    return held | {"go": "next"} | typed


# -- finding ------------------------------------------------------------------------------------------------------


def test_the_list_names_every_calculation(citizen):
    page = words(citizen.get(reverse("calculators:list")))

    for each in CALCULATIONS.values():
        assert each.title in page and each.says in page


def test_the_list_is_searched_and_says_when_nothing_fits(citizen):
    found = words(citizen.get(reverse("calculators:list"), {"q": "퇴직"}))
    nothing = words(citizen.get(reverse("calculators:list"), {"q": "날씨 <b>"}))

    assert "퇴직금" in found and "최저임금액" not in found
    assert "‘날씨 <b>’에 맞는 계산기가 없습니다" in nothing


def test_what_is_not_there_is_404(citizen):
    assert citizen.get("/calculators/weather/").status_code == 404
    assert citizen.get("/calculators/weather/all/").status_code == 404
    assert citizen.get("/calculators/kept/nothing/").status_code == 404


# -- one question at a time ---------------------------------------------------------------------------------------


def test_answers_one_by_one_lead_to_the_result(citizen):
    page = citizen.get(ADDRESS)
    assert "법 근로자퇴직급여 보장법" in words(page) and "확인한 날" in words(page)
    for name, text in SEVERANCE.items():
        sent = sent_from(page)
        assert sent["at"] == name
        page = citizen.post(ADDRESS, sent | {name: text})
        assert page.status_code == 200
    page = citizen.post(ADDRESS, sent_from(page) | {"go": "result"})

    shown = words(page)
    assert "1,080일" in shown and "퇴직급여법 제8조" in shown and "7,080,000원" in shown
    assert "이 결과로 할 수 있는 것" in shown
    assert not KeptCalculation.objects.exists(), "nothing is stored unless asked"


def test_every_question_can_be_skipped_answered_and_gone_back_to(citizen):
    page = citizen.post(ADDRESS, SEVERANCE | {"at": "wages_3m", "go": "next"})
    assert "몰라도 됩니다" in words(page)
    optional = sent_from(page)["at"]
    page = citizen.post(ADDRESS, sent_from(page) | {optional: "많이", "go": "skip"})
    assert page.status_code == 200 and optional not in sent_from(page)
    page = citizen.post(ADDRESS, sent_from(page) | {"go": "back"})
    assert sent_from(page)["at"] == optional
    page = citizen.post(ADDRESS, sent_from(page) | {"go": "edit.wages_3m"})
    assert sent_from(page)["at"] == "wages_3m" and 'value="708만"' in page.content.decode()
    page = citizen.post(ADDRESS, sent_from(page) | {"wages_3m": "900만"})
    assert "9,000,000원" in words(page) and "계산 과정" in words(page), (
        "after a correction the result comes back"
    )


def test_a_wrong_answer_is_asked_again_and_nothing_typed_is_lost(citizen):
    page = citizen.post(ADDRESS, SEVERANCE | {"at": "wages_3m", "wages_3m": "많이"})

    assert page.status_code == 422
    assert 'value="많이"' in page.content.decode() and "숫자로 적어" in words(page)
    assert sent_from(page)["hire_date"] == "2014. 10. 2."


def test_facts_that_contradict_each_other_lead_back_to_the_question(citizen):
    page = citizen.post(ADDRESS, SEVERANCE | {"retire_date": "2010. 1. 1.", "go": "result", "at": "wages_3m"})

    assert page.status_code == 422
    assert sent_from(page)["at"] in {"hire_date", "retire_date"}
    assert sent_from(page)["review"] == "1"


def test_a_year_that_is_not_announced_says_so(citizen):
    page = citizen.post("/calculators/minimum_wage/", {"at": "year", "year": "2030"})

    assert page.status_code == 422
    assert "정해지지 않았거나" in words(page) and sent_from(page)["at"] == "year"
    assert "7,080" not in words(page)


def test_every_calculation_asks_and_answers_by_its_example(citizen):
    for each in CALCULATIONS.values():
        address = reverse("calculators:calculation", args=[each.name])
        sent = typed(FactsForm(each, inputs=each.example)).dict()
        first = citizen.get(address)
        result = citizen.post(address, sent | {"go": "result"})
        again = citizen.post(reverse("calculators:form", args=[each.name]), sent)

        assert (first.status_code, result.status_code, again.status_code) == (200, 200, 200), each.name
        assert each.title in words(result) and "계산 과정" in words(again)
        assert not {"at", "go", "review", "form_token"} & set(each.asks)


def test_rows_keep_their_values_when_they_are_asked_again(citizen):
    address = "/calculators/overtime_hours_week/"
    sent = {f"daily_hours_{day}": "10" if day < 4 else "0" for day in range(7)}

    result = citizen.post(address, sent | {"at": "daily_hours", "go": "result"})
    again = citizen.post(address, sent | {"go": "edit.daily_hours"})

    assert "10시간, 10시간" in words(result)
    assert again.content.decode().count('value="10"') == 4


def test_the_desk_finds_the_calculators_in_its_menu(db):
    account = factories.make_account("calculators.calculation:use")
    staff = Client()
    staff.force_login(account)

    page = staff.get(reverse("calculators:list")).content.decode()

    assert '<a href="/calculators/" aria-current="page"><span>노동법 계산기' in page


def test_questions_and_results_are_valid_html(citizen, assert_valid_html):
    pages = {}
    for each in CALCULATIONS.values():
        address, sent = (
            reverse("calculators:form", args=[each.name]),
            typed(FactsForm(each, inputs=each.example)).dict(),
        )
        pages[f"{each.name} asked"] = citizen.get(address).content.decode()
        pages[f"{each.name} computed"] = citizen.post(address, sent).content.decode()
        again = citizen.post(address.removesuffix("all/"), sent | {"go": f"edit.{list(each.asks)[-1]}"})
        pages[f"{each.name} asked again"] = again.content.decode()

    assert_valid_html(pages)


def test_all_questions_on_one_page(citizen):
    address = reverse("calculators:form", args=["severance_pay"])

    assert citizen.get(address).status_code == 200
    wrong = citizen.post(address, SEVERANCE | {"hire_date": "어제"})
    assert wrong.status_code == 422 and 'value="어제"' in wrong.content.decode()
    right = citizen.post(address, SEVERANCE)
    assert right.status_code == 200 and "퇴직금 결과" in words(right)
    again = citizen.post(address, SEVERANCE | {"go": "edit"})
    assert again.status_code == 200 and 'value="708만"' in again.content.decode()


def test_the_pages_ask_the_same_number_of_questions_of_the_database(citizen, django_assert_max_num_queries):
    for method, address, sent in (
        ("get", reverse("calculators:list"), {}),
        ("get", ADDRESS, {}),
        ("post", ADDRESS, SEVERANCE | {"go": "result"}),
    ):
        with django_assert_max_num_queries(2):
            getattr(citizen, method)(address, sent)


# -- on paper, kept, erased ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("extension", "begins"), [("pdf", b"%PDF"), ("hwpx", b"PK")])
def test_the_result_is_downloaded_without_being_kept(citizen, extension, begins):
    got = citizen.post(ADDRESS, SEVERANCE | {"go": extension})

    assert got.status_code == 200 and got.content.startswith(begins)
    assert "private" in got["Cache-Control"]
    assert not KeptCalculation.objects.exists()


def kept_by(citizen) -> KeptCalculation:
    token = "8e2f2e8a-9f0d-4f0e-8f8d-3a2f1c0b9a77"
    for _ in range(2):
        answer = citizen.post(ADDRESS, SEVERANCE | {"go": "keep", "form_token": token})
    kept = KeptCalculation.objects.get()
    assert answer.status_code == 302 and answer.url == f"/calculators/kept/{kept.token}/?new=1"
    return kept


def test_a_result_is_kept_once_and_shown_at_its_address(citizen):
    kept = kept_by(citizen)
    page = Client().get(f"/calculators/kept/{kept.token}/?new=1")

    assert f"http://testserver/calculators/kept/{kept.token}/" in words(page)
    assert "1,080일" in words(page)
    assert page["Cache-Control"] == "no-store" and 'content="noindex"' in page.content.decode()
    file = Client().get(reverse("calculators:file", args=[kept.token, "hwpx"]))
    assert file.content.startswith(b"PK")
    assert Client().get(reverse("calculators:file", args=[kept.token, "exe"])).status_code == 404


def test_whoever_knows_the_address_erases_it(citizen):
    kept = kept_by(citizen)
    address = reverse("calculators:erase", args=[kept.token])

    assert citizen.get(address).status_code == 200
    assert citizen.post(address).status_code == 302
    assert citizen.get(f"/calculators/kept/{kept.token}/").status_code == 404
    assert citizen.post(address).status_code == 404
    assert KeptCalculation.objects.get().inputs is None


def test_a_wrong_result_is_never_kept(citizen):
    answer = citizen.post(ADDRESS, SEVERANCE | {"wages_3m": "많이", "go": "keep"})

    assert answer.status_code == 422
    assert not KeptCalculation.objects.exists()


def test_who_asks_too_much_is_asked_to_wait(citizen, monkeypatch):
    monkeypatch.setitem(portal.MOST, "keep", (1, 600))

    answers = [citizen.post(ADDRESS, SEVERANCE | {"go": "keep"}) for _ in range(2)]

    assert [one.status_code for one in answers] == [302, 429]
    assert int(answers[1]["Retry-After"]) <= 600 and "잠시 뒤에" in words(answers[1])
    assert KeptCalculation.objects.count() == 1


def test_no_button_leads_to_a_page_that_is_not_there(citizen, monkeypatch):
    monkeypatch.setattr(portal, "link", lambda *args, **more: "")
    without = words(citizen.post(ADDRESS, SEVERANCE | {"go": "result"}))
    monkeypatch.setattr(portal, "link", lambda *args, query="": f"/ask/{query}")
    beside = citizen.post(ADDRESS, SEVERANCE | {"go": "result"})
    asked = citizen.post(ADDRESS, SEVERANCE | {"go": "request"})

    assert "이 결과로 상담 신청" not in without and "이 결과로 상담 신청" in words(beside)
    assert asked.url == f"/ask/?calculation={KeptCalculation.objects.get().token}"
