"""What is declared fits together: docs, pages, roles and figures name the same things."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import get_resolver

from kwonik.kernel import events, figures, navigation, permissions, queues
from kwonik.kernel.figures import Count, Derived
from kwonik.people.models import Role
from tests import profiles

PROFILES = ("seoul", "anyang")


def test_the_reference_page_is_true():
    call_command("reference", check=True)


def test_every_permission_opens_or_decides_something():
    """A permission that no page, sheet, figure or rule asks for is a promise without a door."""
    asked = {word for path in code("*.py") for word in words_of(path)}
    asked |= {word for path in code("*.html") for word in PERMISSION.findall(path.read_text())}

    assert not {permission.code for permission in permissions.everything()} - asked


PERMISSION = re.compile(r"\b[a-z]+\.[a-z_]+:[a-z_]+\b")


def code(pattern: str) -> Iterator[Path]:
    return (path for path in (settings.ROOT / "kwonik").rglob(pattern) if "migrations" not in path.parts)


def words_of(path: Path) -> Iterator[str]:
    """The permissions that a file's texts name, their declarations aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    declarations = [
        node for node in calls if isinstance(node.func, ast.Name) and node.func.id == "Permission"
    ]
    declared = {id(inner) for node in declarations for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in declared:
            yield from PERMISSION.findall(node.value)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_role_of_a_profile_has_a_day(profile, db):
    """Each role knows only permissions that exist, and the menu offers it something."""
    get_resolver().url_patterns  # noqa: B018 - the menu's items are declared with the addresses
    profiles.load(profile)
    known = {permission.code for permission in permissions.everything()}
    for role in Role.objects.all():
        assert set(role.permissions) <= known, role.code
        assert {item.permission for item in navigation.items()} & set(role.permissions), role.code


def test_every_queue_is_for_people_who_may_work_on_it():
    for queue in queues.all_queues():
        permissions.known(queue.permission)
        assert queue.label and queue.empty.endswith("."), queue.code


def test_every_event_of_the_audit_trail_has_a_korean_name():
    for event in events.everything():
        assert re.fullmatch(r"[a-z_]+(\.[a-z_]+){1,2}", event.code), event.code
        assert re.search("[가-힣]", event.label), event.code


def test_every_counted_figure_can_be_walked_to_its_rows():
    for figure in figures.registry.counted():
        assert figure.columns, figure.code
        assert figure.conditions, figure.code
        assert figure.meaning.endswith("."), figure.code
        permissions.known(figure.permission)
        assert isinstance(figure.measure, Count) or figure.unit != "건", figure.code


def test_every_derived_figure_is_made_of_figures_that_exist():
    for figure in figures.registry.all():
        if isinstance(figure, Derived):
            assert figure.words
            codes = [part if isinstance(part, str) else part.code for part in figure.of]
            assert all(figures.registry.find(code) for code in codes)
