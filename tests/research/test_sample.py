"""The profile's sample comes in through the ledgers' door, and its figures are the source document's."""

from datetime import date

import pytest

from kwonik.catalogue.queries import own_centre
from kwonik.catalogue.rules import read_profile
from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import parse
from kwonik.ledgers.actions import bring_in, open_findings
from kwonik.site.samples.plan import Plan
from kwonik.site.samples.recipe import read_recipe
from tests import profiles
from tests.golden.conftest import source_figures
from tests.research.conftest import researcher

YEAR = parse("2025")
SURVEY, GROUP, DEPTH = "survey", "focus_group", "depth_interview"
CALLS = {
    "S.07.sew.설문조사.사업주": Ask.of("research.responses", service="field_survey", method=SURVEY, group="business_owner"),
    "S.07.sew.설문조사.노동자": Ask.of("research.responses", service="field_survey", method=SURVEY, group="worker"),
    "S.07.sew.FGI.사업주": Ask.of("research.participants", service="field_survey", method=GROUP, group="business_owner"),
    "S.07.sew.FGI.노동자": Ask.of("research.participants", service="field_survey", method=GROUP, group="worker"),
    "S.07.guide": Ask.of("research.distributed", kind="guidebook"),
    "S.07.guide.gu": Ask.of("research.distribution_districts", kind="guidebook"),
    "S.10.survey": Ask.of("research.responses", service="emotional_survey", method=SURVEY),
    "S.10.interview": Ask.of("research.participants", service="emotional_survey", method=DEPTH),
    "S.10.check.paper": Ask.of("research.checked", stage="desk"),
    "S.10.check.site": Ask.of("research.checked", stage="site"),
    "S.13.manuals": Ask.of("research.publications", kind="manual", service="portal_manuals"),
    "S.14.news": Ask.of("research.publications", kind="newsletter"),
    "S.14.card": Ask.of("research.publications", kind="card_news"),
    "S.14.poster": Ask.of("research.publications", kind="web_poster"),
    "S.04.shelters.mini.plan": Ask.of("planning.planned", YEAR, plan="compact-shelters-2025"),
    "S.05.plan.theatre.10": Ask.of("planning.planned", YEAR, plan="theatre-2025-10"),
    "S.05.plan.theatre.11": Ask.of("planning.planned", YEAR, plan="theatre-2025-11"),
    "S.05.plan.truck.each": Ask.of("planning.planned", YEAR, plan="van-2025-10"),
    "S.05.plan.platform": Ask.of("planning.planned", YEAR, plan="platform-2025-11"),
    "S.08.plan.hum": Ask.of("planning.planned", YEAR, plan="humanities-2025"),
    "S.08.plan.vul": Ask.of("planning.planned", YEAR, plan="vulnerable-course-2025"),
    "S.09.plan.회": Ask.of("planning.planned", YEAR, plan="youth-sessions-2025"),
    "S.09.plan.명": Ask.of("planning.planned", YEAR, plan="youth-people-2025"),
    "S.05.water.samdasoo": Ask.of("planning.stated", statement="samdasoo"),
    "S.14.leaflet": Ask.of("research.copies_printed", kind="leaflet"),
}  # fmt: skip


@pytest.fixture
def centre(db):
    profiles.load("seoul")
    return own_centre()


def test_the_sample_prints_what_the_source_document_prints(centre):
    folder = profiles.FOLDER / "seoul"
    by = researcher(centre)
    plan = Plan(read_profile(folder), read_recipe(folder / "sample"))
    for ledger in plan.ledgers():
        if ledger.sheet.startswith(("research.", "planning.")):
            batch = bring_in(
                by=by, centre=centre, sheet=ledger.sheet, filename=ledger.filename, content=ledger.make()
            )
            assert batch.state == "applied", (ledger.sheet, open_findings(by=by, batch=batch)["problems"][:5])

    window = Window((centre.pk,), parse("2025-01/2025-09"), date(2025, 9, 30))
    answers = figures.compute(window, CALLS.values())
    source = source_figures("seoul")
    found = {id: (answers[ask].value, answers[ask].printed) for id, ask in CALLS.items()}
    assert found.pop("S.05.water.samdasoo") == (100_000, "100,000")  # the report prints it in 만
    assert found == {id: (source[id]["value"], source[id]["printed"]) for id in found}
