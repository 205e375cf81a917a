"""What an installation begins with: its tables, its profile, and a report that prints before anybody recorded anything."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from kwonik.catalogue.queries import own_centre
from kwonik.documents import html
from kwonik.kernel.periods import parse
from kwonik.reports import access, queries
from tests import profiles

from . import tables

PROFILES = sorted(folder.name for folder in profiles.FOLDER.glob("*/"))
HEADS = Path(__file__).with_name("migrations.txt")
each_profile = pytest.mark.parametrize("profile", PROFILES)


def ours() -> set[str]:
    return {config.label for config in apps.get_app_configs() if config.name.startswith("kwonik.")}


def test_the_last_migration_of_every_area_is_written_down(db):
    lines = HEADS.read_text(encoding="utf-8").splitlines()
    heads = {head for head in MigrationLoader(connection).graph.leaf_nodes() if head[0] in ours()}

    assert heads == {tuple(line.split()) for line in lines if not line.startswith("#")}


@each_profile
def test_a_profile_read_twice_changes_nothing(profile, db):
    assert profiles.load(profile, check_reports=True)
    before = tables.rows()

    assert profiles.load(profile, check_reports=True) == []
    assert tables.changes(before, tables.rows()) == {}


@each_profile
def test_every_report_of_a_profile_prints_before_anybody_recorded_anything(profile, db):
    profiles.load(profile, check_reports=True)
    for template in access.templates():
        spec = queries.spec_of(template)
        with tables.without_the_vault():
            made = queries.composed(template, own_centre(), parse(spec.period), spec.as_of, spec.dated_on)
        assert made.by_id
        assert spec.title in html.write(made.report).decode()
