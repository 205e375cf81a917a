"""The sample's ledgers, brought in through their doors, print the numbers of the source document."""

from datetime import date

from kwonik.catalogue.queries import own_centre
from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import parse
from kwonik.ledgers.actions import bring_in
from tests import profiles
from tests.factories import make_account
from tests.golden.conftest import source_figures
from tests.site.test_samples import CITY, plan
from tests.wellbeing.factories import OFFICER

NEEDED = ("people.appointments", "wellbeing.hubs", "wellbeing.sittings", "wellbeing.groups")
IDS = {
    "S.12.zones": Ask.of("wellbeing.regions"),
    "S.12.hubs": Ask.of("wellbeing.hubs"),
    "S.12.ind.명": Ask.of("wellbeing.people", route="individual"),
    "S.12.ind.회기": Ask.of("wellbeing.sittings", route="individual"),
    "S.12.hub.명": Ask.of("wellbeing.people", route="hub"),
    "S.12.hub.회기": Ask.of("wellbeing.sittings", route="hub"),
    "S.12.grp.집단": Ask.of("wellbeing.groups"),
    "S.12.grp.회기": Ask.of("wellbeing.group_sittings"),
    "S.12.grp.명": Ask.of("wellbeing.group_people"),
}


def test_the_section_prints_as_the_source_does(db):
    profiles.load(CITY)
    centre = own_centre()
    by = make_account(*OFFICER, "people.appointment:import", centre=centre)
    for ledger in plan(CITY).ledgers():
        if ledger.sheet in NEEDED:
            batch = bring_in(
                by=by,
                centre=centre,
                sheet=ledger.sheet,
                variant=ledger.variant,
                filename=ledger.filename,
                content=ledger.make(),
            )
            assert batch.state == "applied", ledger.filename
    window = Window((centre.pk,), parse("2025-01/2025-09"), date(2025, 9, 30))
    answers = figures.compute(window, IDS.values())
    expected = source_figures(CITY)
    found = {key: (answers[ask].value, answers[ask].printed) for key, ask in IDS.items()}
    assert found == {key: (expected[key]["value"], expected[key]["printed"]) for key in IDS}
