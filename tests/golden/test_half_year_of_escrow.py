"""The sample's half year of the escrow: every day sealed by two, all money where it belongs, and a second run changes nothing."""

from datetime import date

import pytest
from django.db import connection

from kwonik.catalogue.rules import read_profile
from kwonik.escrow.models import Break, BusinessDay, Contract, Deposit, Dispute, Member, Payment
from kwonik.people.models import Account
from kwonik.site.samples import escrow, logins
from kwonik.site.samples.recipe import read_recipe
from tests.sample import PROFILES

pytestmark = pytest.mark.parametrize(
    "profile", [pytest.param("seoul", marks=pytest.mark.xdist_group("seoul"))], indirect=True
)


def test_every_day_is_sealed_by_two_and_the_books_are_even(sample):
    days = BusinessDay.objects.all()
    assert days.count() == days.filter(sealed_at__isnull=False, open_breaks=0).count() == 183
    assert not any(day.first_by_id == day.second_by_id for day in days)
    assert not Break.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT held_won, owed_won FROM ledger.books")
        assert cursor.fetchone() == (0, 0)
        cursor.execute(
            "SELECT (SELECT count(*) FROM ledger.unequal_account), (SELECT count(*) FROM ledger.broken_blocks())"
        )
        assert cursor.fetchone() == (0, 0)


def test_there_is_some_of_everything(sample):
    custody = Contract.objects.filter(custody="custody")
    assert (Member.objects.count(), custody.count()) == (814, 167)
    assert Contract.objects.filter(custody="direct").count() == 12
    assert not Contract.objects.exclude(state__in=("closed", "cancelled")).exists()
    assert Dispute.objects.filter(state="agreed").count() == 4
    assert Dispute.objects.filter(state="withdrawn").count() == 2
    assert Deposit.objects.filter(state="refunded", reason="short").count() == 3
    assert Deposit.objects.filter(state="matched", reason="name").count() == 2
    assert Payment.objects.filter(state="returned").count() == 3
    assert not Payment.objects.exclude(state__in=("done", "returned")).exists()


def test_a_second_run_plays_nothing(sample):
    folder = PROFILES / sample
    recipe = read_recipe(folder / "sample")
    accounts = {
        login.username: Account.objects.get(username=login.username) for login in recipe.accounts.logins
    }
    before = [model.objects.count() for model in (Member, Contract, Deposit, BusinessDay, Payment)]
    escrow.play(read_profile(folder), recipe.escrow, accounts, lambda said: pytest.fail(said))
    assert [model.objects.count() for model in (Member, Contract, Deposit, BusinessDay, Payment)] == before


def test_the_two_members_logins_are_told_and_work(sample):
    recipe = read_recipe(PROFILES / sample / "sample")
    printed = "\n".join(logins.told(recipe.accounts.logins, recipe.escrow))
    for username in ("freelancer", "commissioner"):
        account = Account.objects.get(username=username)
        assert f" {username} " in printed and account.check_password(logins.password())
        assert account.escrow_member.entered_on == date(2025, 4, 1)
    assert not Account.objects.get(username="escrow-0002").has_usable_password()
