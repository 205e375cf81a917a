"""COPY stores what an INSERT would: defaults, given numbers, and the same errors."""

import pytest
from django.db import IntegrityError, transaction

from kwonik.kernel.copying import copy_in, copying_ahead, next_ids
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


def test_a_value_that_all_rows_share_is_given_once(db):
    centre = factories.make_centre("main")
    copy_in(Client, ["reference"], [["C-1"], ["C-2"]], same={"centre_id": centre.pk, "version": 3})
    assert list(Client.objects.values_list("centre", "version")) == [(centre.pk, 3)] * 2


def test_nothing_is_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        copy_in(Workplace, ["name", "name_key"], [])


def test_what_the_database_refuses_is_refused_as_ever(db):
    rows = [["가람", "가람"], ["나래", "가람"]]
    with pytest.raises(IntegrityError, match="name_key"), transaction.atomic():
        copy_in(Workplace, ["name", "name_key"], rows)
    assert not Workplace.objects.exists()


def workplaces(*names):
    copy_in(Workplace, ["name", "name_key"], [[name, name] for name in names])


def test_ahead_a_question_sees_what_was_stored_before_it(db):
    with copying_ahead():
        for count in range(1, 4):
            workplaces(*(f"{count} {at}" for at in range(1_000)))
            assert Workplace.objects.count() == count * 1_000


def test_ahead_what_nobody_asks_for_is_there_in_the_end(db):
    centre = factories.make_centre("main")
    with copying_ahead():
        copy_in(Client, ["centre_id", "reference"], [[centre.pk, "C-1"]], unasked=True)
        assert not Client.objects.exists()
        workplaces("가람")
        assert Client.objects.count() == 1
        copy_in(Client, ["centre_id", "reference"], [[centre.pk, "C-2"]], unasked=True)
    assert Client.objects.count() == 2


@pytest.mark.parametrize("ask", [Workplace.objects.exists, lambda: None], ids=["question", "end"])
def test_ahead_what_the_database_refuses_is_raised_by_whatever_waits_for_it(db, ask):
    with pytest.raises(IntegrityError, match="name_key"), transaction.atomic(), copying_ahead():
        workplaces("가람", "가람")
        ask()
    assert not Workplace.objects.exists()


def test_ahead_a_row_that_points_nowhere_is_refused_at_once(db):
    with pytest.raises(IntegrityError, match="centre_id"), transaction.atomic(), copying_ahead():
        copy_in(Client, ["centre_id", "reference"], [[0, "C-1"]])


def test_ahead_a_fault_leaves_nothing_under_way(db):
    with pytest.raises(ZeroDivisionError), transaction.atomic(), copying_ahead():
        workplaces(*(str(at) for at in range(5_000)))
        raise ZeroDivisionError
    assert not Workplace.objects.exists()
    workplaces("가람")
    assert Workplace.objects.get().name == "가람"
