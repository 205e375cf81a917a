"""The log-in page shows citizens where to begin, and knows no area by name: areas say so themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import get_resolver, reverse

from kwonik import people
from kwonik.kernel import navigation

TEMPLATES = sorted(Path(people.__file__).parent.rglob("*.html"))
BELOW = {"people", "places", "ledgers", "catalogue"}


@pytest.mark.django_db
def test_the_log_in_page_leads_to_whatever_citizens_sign_up_for(client):
    shown = client.get(reverse("account_login")).content.decode()
    found = navigation.entrances()
    assert found
    for one in found:
        assert one.label in shown
        for name in (one.join_url_name, one.recover_url_name):
            assert f'href="{reverse(name)}"' in shown


def test_no_page_of_people_names_an_area_above():
    """Which addresses there are is asked of the areas; `people` lies below them."""
    areas = {name for name in get_resolver().namespace_dict if name not in BELOW}
    named = {
        (path.name, area)
        for path in TEMPLATES
        for area in re.findall(r"""url\(\s*["'](\w+):""", path.read_text())
        if area in areas
    }
    assert named == set()
