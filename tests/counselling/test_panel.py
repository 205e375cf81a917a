"""The calculator beside the note, with and without scripts: nothing typed is lost, what it gives goes into the note."""

import json
from pathlib import Path
from uuid import uuid4

import pytest

from kwonik.calculators.models import KeptCalculation
from kwonik.counselling.codes import SUGGESTED
from kwonik.counselling.forms.panel import answer, suggested
from kwonik.counselling.models import Consultation
from kwonik.labourlaw import CALCULATIONS
from kwonik.people.models import Draft
from tests.counselling.conftest import browser_of
from tests.counselling.factories import make_installation, make_kept, make_request, token, typed
from tests.counselling.pages import address, words

EXAMPLES = Path(__file__).parents[1] / "labourlaw" / "examples.json"
FACTS = {"fact-hire_date": "2014. 10. 2.", "fact-retire_date": "2017. 9. 16.", "fact-wages_3m": "900만"}


@pytest.fixture
def sheet():
    return address("record", "legal", token())


def pressed(what: str, **boxes):
    return typed(press=what, calculated="severance_pay", memo="두 달 치 임금", **boxes)


def test_what_is_suggested_follows_the_issue(desk, sheet):
    names = [one.name for one in suggested(["unfair_dismissal", "unpaid_wages", "nothing"])]
    assert names[0] == "deadline" and "severance_pay" in names and len(names) == len(set(names))
    assert "이 유형에서 자주" not in words(desk.get(sheet))

    shown = words(desk.post(sheet, typed(press="show"), headers={"HX-Request": "true"}))
    assert 'value="open:severance_pay"' in shown and "<html" not in shown


def test_what_is_suggested_is_named_as_the_library_names_it():
    known = {example["calc"] for example in json.loads(EXAMPLES.read_text())}
    assert {name for found in SUGGESTED.values() for name in found} <= known | set(CALCULATIONS)


def test_without_scripts_it_opens_computes_and_goes_into_the_note(desk, sheet, attorney):
    opened = desk.post(sheet, pressed("open:severance_pay", whose="named", name="김민수"))
    shown = words(opened)
    assert opened.status_code == 200
    assert 'name="fact-hire_date"' in shown and "두 달 치 임금" in shown and 'value="김민수"' in shown
    assert Draft.objects.get().account == attorney, "and it is kept as a draft"

    refused = desk.post(sheet, pressed("compute"))
    assert refused.status_code == 422 and "두 달 치 임금" in words(refused)

    computed = words(desk.post(sheet, pressed("compute", **FACTS)))
    assert "9,575,774원" in computed or "평균임금" in computed
    assert 'value="2014. 10. 2."' in computed and 'value="insert"' in computed

    inserted = words(desk.post(sheet, pressed("insert", attach="1", **FACTS)))
    assert (
        "두 달 치 임금 [" in inserted and "계산 과정" in inserted and "쓴 법령" in inserted
    ) or "근로자퇴직" in inserted
    kept = KeptCalculation.objects.get()
    assert f'name="calculations" value="{kept.token}"' in inserted
    assert kept.made_by == attorney
    reloaded = words(desk.get(sheet))
    assert kept.token in reloaded and 'value="900만"' in reloaded and "두 달 치 임금 [" in reloaded


def test_the_same_button_twice_keeps_one_worksheet(desk, sheet):
    for _ in range(2):
        desk.post(sheet, pressed("insert", attach="1", **FACTS))
    assert KeptCalculation.objects.count() == 1


def test_not_attached_it_only_goes_into_the_note(desk, sheet):
    inserted = words(desk.post(sheet, pressed("insert", **FACTS)))
    assert "두 달 치 임금 [" in inserted
    assert not KeptCalculation.objects.exists()


def test_stored_the_worksheets_hang_on_the_record(desk, sheet, stranger, attorney):
    desk.post(sheet, pressed("insert", attach="1", **FACTS))
    tokens = [one.token for one in KeptCalculation.objects.all()]
    answer_ = desk.post(sheet, typed(calculations=tokens), follow=True)

    one = Consultation.objects.get().calculations.get()
    shown = words(answer_)
    assert address("calculation", one.pk) in shown and "계산서를 붙임" in shown
    page = words(desk.get(address("calculation", one.pk)))
    assert "계산 과정" in page and address("worksheet", one.pk, "pdf") in page
    assert desk.get(address("worksheet", one.pk, "hwpx")).content[:2] == b"PK"
    assert desk.get(address("worksheet", one.pk, "exe")).status_code == 404
    assert browser_of(stranger).get(address("calculation", one.pk)).status_code == 404
    assert desk.post(address("detach_calculation", one.pk)).url == address("calculation", one.pk)
    assert "상담에서 뗀" in words(desk.get(address("calculation", one.pk)))
    assert desk.post(address("reattach_calculation", one.pk)).status_code == 302
    assert not Draft.objects.exists()


def test_one_that_was_kept_is_dropped_again(desk, sheet):
    desk.post(sheet, pressed("insert", attach="1", **FACTS))
    kept = KeptCalculation.objects.get().token
    shown = words(desk.post(sheet, pressed(f"drop:{kept}", calculations=[kept])))
    assert f'value="{kept}"' not in shown


def test_with_scripts_only_the_panel_comes_back(desk, sheet):
    given = desk.post(sheet, pressed("insert", attach="1", **FACTS), headers={"HX-Request": "true"})
    shown = words(given)
    assert "<html" not in shown and "data-counselling-note" in shown
    assert not Draft.objects.exists(), "the page keeps its own draft"


def test_facts_told_before_are_not_asked_again(desk, sheet):
    assert answer({"q_left_on": "2025. 4. 30."}, "retire_date") == "2025. 4. 30."
    assert answer({"q_hire_date": "2020. 1. 2."}, "hire_date") == "2020. 1. 2."
    assert answer({}, "hire_date") == ""
    shown = words(desk.post(sheet, pressed("open:severance_pay", **FACTS)))
    assert 'value="900만"' in shown, "nor when another calculation asks for the same"


def test_what_the_worker_computed_with_is_known(desk, sheet, centre):
    make_installation(centre)
    row = make_request(calculations=[make_kept()])
    shown = words(desk.get(f"{sheet}?request={row.pk}"))
    assert "함께 보낸 계산 결과" in shown

    opened = words(desk.post(sheet, pressed("open:severance_pay", request=row.pk)))
    wages = CALCULATIONS["severance_pay"].example["wages_3m"]
    assert f'value="{wages:,}"' in opened


def test_a_record_that_is_amended_has_it_too(desk, talk):
    page = address("amend", talk.pk)
    assert "다른 계산" in words(desk.get(page))
    boxes = pressed("insert", attach="1", version=talk.version, whose="named", client=talk.client_id, **FACTS)
    inserted = words(desk.post(page, boxes))
    kept = KeptCalculation.objects.get()
    assert "두 달 치 임금 [" in inserted and kept.token in inserted

    boxes = {name: value for name, value in boxes.items() if name != "press"}
    assert desk.post(page, boxes | {"calculations": [kept.token]}).status_code == 302
    assert talk.calculations.count() == 1


def test_a_token_of_somebody_elses_page_does_nothing(desk, sheet):
    desk.post(sheet, typed(calculations=[str(uuid4())]))
    assert not Consultation.objects.get().calculations.exists()
