"""A centre with a small budget and a report about it: enough to walk from a number to its rows and back."""

from datetime import date

import pytest

from kwonik.budget.models import Allotment, BudgetLine, Spending
from kwonik.catalogue.models import ReportTemplate
from tests.factories import make_account, make_centre

BODY = {
    "code": "budget-report",
    "name": "예산 보고",
    "title": "예산 보고",
    "period": "2025-01/2025-09",
    "as_of": "2025-09-30",
    "dated_on": "2025-10-15",
    "blocks": [
        {"chapter": ["Ⅰ", "예산"]},
        '- 집행 {{ figure("budget.spent", id="T.spent") }}원({{ figure("budget.execution_rate", id="T.rate") }}%)',
        {
            "listing": {
                "of": "budget.lines",
                "caption": "예산과 집행",
                "unit": "원",
                "columns": [
                    {"label": "영역", "field": "area", "merge": True},
                    {"label": "세부사업", "field": "name"},
                    {"label": "집행액", "figure": "budget.spent"},
                    {"label": "집행률", "figure": "budget.execution_rate"},
                ],
            }
        },
        {"programme": ["1", "나머지"]},
        {"pending": "집계 전"},
    ],
}


@pytest.fixture
def centre(db):
    return make_centre()


@pytest.fixture
def line(centre):
    return BudgetLine.objects.create(
        centre=centre,
        year=2025,
        code="legal_aid",
        group="programme",
        area="법률지원 사업",
        name="취약노동자 법률구조",
    )


@pytest.fixture
def spendings(line):
    """800,000 won allotted, 300,000 spent by the as-of date, 50,000 later, 10,000 withdrawn."""
    Allotment.objects.create(centre=line.centre, line=line, decided_on=date(2025, 1, 2), amount_won=800_000)
    days = {date(2025, 3, 3): 100_000, date(2025, 9, 30): 200_000, date(2025, 10, 1): 50_000}
    rows = [
        Spending.objects.create(
            centre=line.centre, line=line, spent_on=day, amount_won=won, summary=f"{won:,}원어치"
        )
        for day, won in days.items()
    ]
    rows.append(
        Spending.objects.create(
            centre=line.centre,
            line=line,
            spent_on=date(2025, 2, 3),
            amount_won=10_000,
            summary="잘못 적음",
            withdrawn_at="2025-02-04T00:00:00+09:00",
            withdrawn_reason="다른 과목",
        )
    )
    return rows


@pytest.fixture
def template(db):
    return ReportTemplate.objects.create(code=BODY["code"], name=BODY["name"], body=BODY, digest="0" * 64)


@pytest.fixture
def director(centre):
    return make_account("reports.report:view", "reports.figure:explain", "budget.line:view", centre=centre)


@pytest.fixture
def city_officer(centre):
    """Sees the numbers, not the rows."""
    return make_account("reports.report:view", "reports.figure:explain", centre=centre)
