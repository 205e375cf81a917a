"""Every figure has a page: what it means, since when, who answers for it, where it is printed, how it ran."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from kwonik.kernel import figures
from kwonik.kernel.models import AuditEvent
from kwonik.reports.actions.approving import approve_definition
from kwonik.reports.actions.definitions import note_definitions
from kwonik.reports.models import FigureDefinition
from tests.factories import make_account, make_centre

DAYS = "?first_on=2025-01-01&last_on=2025-09-30&as_of=2025-09-30"


def page(client, code: str, days: str = DAYS) -> str:
    answer = client.get(reverse("reports:figure", args=[code]) + days)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def approver(centre):
    return make_account("reports.report:view", "reports.figure:approve", centre=centre)


def test_the_list_finds_figures_by_word_room_and_kind(client, director):
    client.force_login(director)
    everything = client.get(reverse("reports:figures")).content.decode()
    assert "개</p>" in everything or "개" in everything

    found = client.get(reverse("reports:figures"), {"q": "예산 비율", "room": "budget", "kind": "derived"})
    body = found.content.decode()
    assert "예산집행률" in body
    assert "소요예산<" not in body
    assert "찾는 수치가 없습니다" in client.get(reverse("reports:figures"), {"q": "없는말"}).content.decode()
    assert client.get(reverse("reports:figures"), {"room": "nowhere"}).status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize("figure", figures.registry.all(), ids=lambda figure: figure.code)
def test_every_figure_explains_itself(client, director, figure):
    client.force_login(director)
    shown = page(client, figure.code)

    assert figure.label in shown
    for condition in getattr(figure, "conditions", ()):
        assert condition.words in shown


def test_a_figure_of_a_family_that_nobody_has_is_not_found(client, director):
    client.force_login(director)
    for code in ("counselling.nonsense", "no.such", "no.{such}"):
        assert client.get(reverse("reports:figure", args=[code])).status_code == 404


def test_the_number_its_rows_its_report_and_its_months(client, director, template, spendings):
    client.force_login(director)
    shown = page(client, "budget.spent")

    assert "300,000" in shown
    assert reverse("reports:rows") in shown
    assert "예산 보고" in shown
    assert "T.spent" in shown
    assert "<td" in shown
    assert "금액(원)을(를) 더합니다" in shown


def test_who_may_not_see_rows_sees_the_meaning_without_a_way_to_them(client, centre, spendings):
    client.force_login(make_account("reports.report:view", centre=centre))
    shown = page(client, "budget.spent")

    assert "볼 권한이 없습니다" in shown
    assert f"{reverse('reports:rows')}?" not in shown


def test_wrong_days_are_said_and_the_meaning_stays(client, director):
    client.force_login(director)
    answer = client.get(
        reverse("reports:figure", args=["budget.spent"]) + "?first_on=2025-09-01&last_on=2025-01-01"
    )

    assert answer.status_code == 422
    assert "집행액" in answer.content.decode()


def test_a_changed_definition_is_a_version_that_says_what_changed(client, director, monkeypatch):
    note_definitions()
    changed = replace(figures.registry.counted_as("budget.spent"), meaning="쓴 금액. 반납은 따로 적는다.")
    monkeypatch.setitem(figures.registry._by_code, "budget.spent", changed)
    note_definitions()
    client.force_login(director)

    shown = page(client, "budget.spent")

    assert "2판" in shown
    assert "뜻: <del>기준일이 든 해의 보조금에서" in shown
    assert "<ins>쓴 금액. 반납은 따로 적는다.</ins>" in shown


def test_somebody_answers_and_somebody_else_approves(client, centre, approver, director):
    client.force_login(approver)
    address = reverse("reports:approve", args=["budget.spent"])

    assert client.post(address, {"owner": approver.pk}).status_code == 422
    assert not FigureDefinition.objects.exclude(owner=None).exists()
    assert client.post(address, {"owner": director.pk}).status_code == 302

    shown = page(client, "budget.spent")
    assert director.name in shown
    assert approver.name in shown
    assert AuditEvent.objects.get(code="reports.figure.approved").detail == {"owner": director.pk}


def test_a_changed_definition_must_be_approved_anew(centre, approver, director, monkeypatch):
    approve_definition(by=approver, centre=centre, code="budget.spent", owner=director)
    changed = replace(figures.registry.counted_as("budget.spent"), meaning="다른 뜻.")
    monkeypatch.setitem(figures.registry._by_code, "budget.spent", changed)

    now = note_definitions()["budget.spent"]

    assert (now.version, now.owner, now.approved_at) == (2, director, None)


def test_nobody_of_another_centre_answers_for_it(client, approver):
    client.force_login(approver)
    stranger = make_account("reports.report:view", centre=make_centre("other"))

    answer = client.post(reverse("reports:approve", args=["budget.spent"]), {"owner": stranger.pk})

    assert answer.status_code == 422


def test_the_page_says_where_it_was_published(client, centre, director, spendings):
    from kwonik.kernel.figures import Ask
    from kwonik.kernel.periods import Period
    from tests.editions import make_edition

    period = Period(date(2025, 1, 1), date(2025, 9, 30))
    make_edition(director, centre, Ask.of("budget.spent"), period=period)
    client.force_login(director)

    assert "상담 통계 1판" in page(client, "budget.spent")
