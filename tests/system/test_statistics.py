"""Numbers know nobody: reports, figures and their lists are made without the vault, and the database would say so."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kwonik.documents import html, xlsx
from kwonik.kernel import figures
from kwonik.kernel.figures import Ask
from kwonik.kernel.periods import parse
from kwonik.people.models import Identity, SealedText
from kwonik.reports import access, queries
from tests.world import A_DAY, YEAR

from . import tables

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("world")]


@pytest.fixture
def window(world):
    return queries.window_of(world.ours.centre, parse(str(YEAR)), A_DAY.replace(month=12))


def test_the_vault_is_closed_to_statistics_at_all(world):
    for model in (Identity, SealedText):
        assert model.objects.exists()
        refused = pytest.raises(ProgrammingError, match="permission denied")
        with tables.without_the_vault(), refused, transaction.atomic():
            model.objects.exists()


def test_a_report_is_composed_and_written_without_the_vault(world):
    template = access.get_template("main-report")
    spec = queries.spec_of(template)
    with tables.without_the_vault():
        made = queries.composed(template, world.ours.centre, parse(spec.period), spec.as_of, spec.dated_on)
        assert len(html.write(made.report)) > 10_000
        assert len(xlsx.write(made.report)) > 10_000

    assert len(made.by_id) > 100
    assert any(value for value, _ in made.by_id.values())


def test_every_figure_every_cut_and_every_list_behind_them(world, window):
    asks = [Ask.of(one.code) for one in figures.registry.all() if not getattr(one, "family", None)]
    for one in figures.registry.counted():
        members = one.family.labels() if one.family else [""]
        for member in members:
            code = one.code.replace(f"{{{one.family.key}}}", member) if one.family else one.code
            asks += [Ask.of(code, **{cut.key: next(iter(cut.labels()), "1")}) for cut in one.by]
    with tables.without_the_vault():
        answers = figures.compute(window, asks)
        listed = [list(queries.evidence(ask, window).lines()[:5]) for ask in asks if counted(answers[ask])]

    assert len(answers) > 40
    assert sum(map(len, listed)) > 20, "the lists behind the numbers hold rows"


def counted(answer) -> bool:
    return answer.figure.kind == "counted"


def test_the_pages_of_reports_name_no_table_of_the_vault(world, browsers):
    """Not even while the desk around them is printed."""
    director = browsers["centre_director"]
    addresses = [
        reverse("reports:report", args=["main-report"]),
        reverse("reports:rows") + f"?figure=counselling.legal&period={YEAR}&as_of={YEAR}-12-31",
        reverse("reports:rows") + f"?figure=counselling.legal&period={YEAR}&as_of={YEAR}-12-31&format=xlsx",
        reverse("reports:standing", args=["counselling.consultation", world.ours.rows["consultation"].pk]),
    ]
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            assert director.get(address).status_code == 200
        touched = [query["sql"] for query in captured if any(name in query["sql"] for name in tables.VAULT)]
        assert len(captured) > 3
        assert touched == []
