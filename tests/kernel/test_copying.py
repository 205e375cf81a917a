"""COPY stores what an INSERT would: defaults, given numbers, and the same errors."""

import pytest
from django.db import IntegrityError, transaction

from kwonik.kernel.copying import copy_in, next_ids
from kwonik.people.models import Client
from kwonik.places.models import Workplace
from tests import factories


def test_rows_arrive_with_defaults_and_awkward_letters(db):
    centre = factories.make_centre("main")
    copy_in(Client, ["centre_id", "reference"], [[centre.pk, "C-1"], [centre.pk, "\\N\t\n가"]])
    first, second = Client.objects.order_by("pk")
    assert (first.version, first.form_token, first.merged_into) == (1, None, None)
    assert first.created_at == second.created_at
    assert second.reference == "\\N\t\n가"


def test_numbers_can_be_known_beforehand(db):
    numbers = next_ids(Workplace, 3)
    copy_in(Workplace, ["id", "name", "name_key"], [[pk, f"가람{pk}", f"가람{pk}"] for pk in numbers])
    assert list(Workplace.objects.order_by("pk").values_list("pk", flat=True)) == numbers
    assert Workplace.objects.create(name="나래", name_key="나래").pk == numbers[-1] + 1


def test_nothing_is_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        copy_in(Workplace, ["name", "name_key"], [])


def test_what_the_database_refuses_is_refused_as_ever(db):
    rows = [["가람", "가람"], ["나래", "가람"]]
    with pytest.raises(IntegrityError, match="name_key"), transaction.atomic():
        copy_in(Workplace, ["name", "name_key"], rows)
    assert not Workplace.objects.exists()
