"""From a record to the numbers: every record that a figure counts says on its page where it counts."""

import re

import pytest
from django.urls import reverse

from kwonik.kernel import figures

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("world")]


def pages() -> dict[type, str]:
    """The model of the rows -> the page that shows one of them."""
    return {
        figure.source().model: figure.page
        for figure in figures.registry.counted()
        if figure.page and figure.page_of == "pk"
    }


@pytest.mark.parametrize(("model", "page"), sorted(pages().items(), key=lambda one: one[1]))
def test_the_page_of_every_record_leads_to_where_it_counts(model, page, world, everything):
    rows = [row for row in world.ours.rows.values() if type(row) is model]
    assert rows, f"tests/world.py has no {model.__name__}"
    for row in rows:
        shown = everything.get(reverse(page, args=[row.pk]))
        link = reverse("reports:standing", args=[model._meta.label_lower, row.pk])
        if shown.status_code == 200:
            assert f'href="{link}"' in shown.content.decode(), page
            standing = everything.get(link)
            assert standing.status_code == 200
            assert re.search("들어감|들어가지 않음", standing.content.decode())
    assert any(everything.get(reverse(page, args=[row.pk])).status_code == 200 for row in rows)
