"""Relief work in a real browser: the journey by keyboard, both widths, axe also after errors, and without scripts."""

import pytest
from django.urls import reverse
from django.utils import timezone

from kwonik.people.models import ConflictOfInterest
from kwonik.remedy.models import ReliefCase
from tests.factories import make_appointment, make_district
from tests.remedy.factories import accepted, assigned, make_case, make_world, open_case

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = make_world()
    make_district("jongno", "종로구")
    make_district("mapo", "마포구")
    return made


def crowd(world, workplace):
    """Advocates of every sort, so that the table has something to rank."""
    jongno = make_district("jongno")
    make_appointment(
        centre=world.centre, name="가나다", specialities=["unfair_dismissal"], firm="노무법인 새길"
    )
    make_appointment(
        centre=world.centre, name="변호인", qualification="lawyer", specialities=["unpaid_wages"]
    )
    make_appointment(centre=world.centre, name="종로인", specialities=["unpaid_wages"], districts=[jongno])
    make_appointment(centre=world.centre, name="멈춘이", suspended=True)
    conflicted = make_appointment(centre=world.centre, name="갈등인", firm="노무법인 가온")
    ConflictOfInterest.objects.create(
        appointment=conflicted, workplace=workplace, reason="자문", declared_on=timezone.localdate()
    )


def settled(page, name, shots):
    """No sideways scrolling; a picture for whoever asks for one with --shots."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    if shots:
        page.screenshot(path=f"{shots}/{name}-{page.viewport_size['width']}.png", full_page=True)


@pytest.fixture
def shots():
    import os

    return os.environ.get("KWONIK_SHOTS", "")


def test_errors_are_accessible_and_take_the_focus(
    world, live_server, page_at, width, assert_accessible, shots
):
    page = page_at(width, world.officer)
    page.goto(reverse("remedy:open"))

    page.get_by_role("button", name="사건 열기").click()

    summary = page.get_by_role("alert").first
    summary.wait_for()
    assert "고칠 곳" in summary.inner_text()
    assert summary.evaluate("node => node === document.activeElement")
    settled(page, "open-errors", shots)
    assert_accessible(page)

    case = make_case(world, "ready")
    second = make_appointment(centre=world.centre, name="차순위", specialities=["other"])
    page.goto(reverse("remedy:assign", args=(case.pk,)))
    page.get_by_role("button", name=second.name).click()
    page.get_by_text("1순위가 아닌 사람에게 묻는 까닭을 적으세요").first.wait_for()
    settled(page, "assign-errors", shots)
    assert_accessible(page)


def test_a_case_from_opening_to_closing_by_keyboard(world, live_server, page_at):
    """Nothing here needs a mouse: fields by their labels, buttons and links by Enter."""
    page = page_at(user=world.officer)

    def press(role, name):
        target = page.get_by_role(role, name=name, exact=False).first
        target.focus()
        target.press("Enter")
        page.wait_for_load_state()

    page.goto(reverse("remedy:open"))
    page.get_by_label("내담자 이름").fill("박키보드")
    page.get_by_label("일반 노동자").press("Space")
    page.get_by_label("임금체불").press("Space")
    page.get_by_label("구제 절차").select_option(label="진정")
    page.get_by_label("사업장", exact=True).fill("가람상사")
    facts = page.get_by_label("사실관계")
    facts.fill("석 달째 임금을 받지 못함")
    facts.press("Control+Enter")
    page.get_by_role("heading", name="R-").wait_for()
    press("link", "사실관계 마치기")
    press("button", "사실관계 마치기")
    press("link", "보호관 배정")
    press("button", world.appointment.name)
    page.get_by_text("보호관에게 배정을 물었습니다").wait_for()

    case = ReliefCase.objects.get()
    assert case.state == "offered"
    accepted(world, case)
    page.goto(reverse("remedy:case", args=(case.pk,)))
    press("link", "결과 적기")
    page.get_by_label("구제됨").press("Space")
    page.get_by_label("돌려받은 금액").fill("3200000")
    press("button", "결과 저장")
    press("link", "종결")
    press("button", "종결")
    page.get_by_text("종결함").first.wait_for()
    case.refresh_from_db()
    assert (case.state, case.recovered_won) == ("closed", 3_200_000)


def test_the_tab_key_reaches_every_control_of_the_ranking_with_a_visible_ring(world, live_server, page_at):
    case = make_case(world, "ready")
    crowd(world, case.workplace)
    page = page_at(user=world.officer)
    page.goto(reverse("remedy:assign", args=(case.pk,)))
    buttons = page.get_by_role("button", name="묻기").all_inner_texts()
    reached = []
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => { const node = document.activeElement; const look = getComputedStyle(node);
            return [node.innerText, look.outlineStyle !== 'none' || look.boxShadow !== 'none'] }"""
        )
        if focused[0] in buttons:
            assert focused[1], focused[0]
            reached.append(focused[0])
    assert set(reached) == set(buttons)
    assert len(buttons) == 4


def test_an_advocate_answers_on_a_telephone_without_scripts(world, live_server, page_at):
    case = make_case(world, "ready", facts="사장이 연락을 끊음")
    assigned(world, case)
    page = page_at(390, world.advocate, java_script_enabled=False)

    page.goto(reverse("remedy:mine"))
    page.get_by_role("link", name="임금체불 · 진정").click()
    assert "사장이 연락을 끊음" not in page.content()
    page.get_by_role("button", name="이해충돌 없음").click()
    assert "사장이 연락을 끊음" in page.content()
    page.get_by_role("button", name="사건 맡기").click()
    page.get_by_role("link", name="단계 적기").first.click()
    page.get_by_label("단계").select_option(label="접수")
    page.get_by_label("기관(노동청·노동위원회·법원 등)").check()
    page.get_by_role("button", name="단계 저장").click()

    case.refresh_from_db()
    assert (case.state, case.turn) == ("active", "forum")


def test_what_is_typed_into_the_facts_is_kept_by_itself(world, live_server, page_at):
    case = open_case(world, facts="")
    page = page_at(user=world.officer)
    page.goto(reverse("remedy:facts", args=(case.pk,)))

    page.get_by_label("사실관계").press_sequentially("쓰다가 전화가 옴")
    page.get_by_text("임시저장됨").wait_for(timeout=15_000)
    page.goto(reverse("remedy:case", args=(case.pk,)))
    page.goto(reverse("remedy:facts", args=(case.pk,)))

    assert page.get_by_label("사실관계").input_value() == "쓰다가 전화가 옴"
