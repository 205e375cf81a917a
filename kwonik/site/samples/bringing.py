"""Bringing a sample in: accounts, ledgers through their own door, then a few live things for today's page.

It may be stopped at any time: a ledger is stored whole or not at all, and the next run goes on with what is missing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from kwonik.catalogue.queries import own_centre, setting
from kwonik.catalogue.rules import ProfileRefused, read_profile
from kwonik.ledgers import actions as ledgers
from kwonik.ledgers.codes import BatchState
from kwonik.ledgers.models import ImportBatch
from kwonik.people.models import Account
from kwonik.places.models import Centre

from . import escrow, logins, opening, shelter_wishes
from .plan import Ledger, Plan
from .recipe import Recipe, read_recipe

Say = Callable[[str], object]
OLDER = (
    "\n체험용 데이터베이스에 예전 판의 보기 자료가 남아 있어 어긋난 것일 수 있습니다. 적어 둔 것이 없어져도 되면 "
    "`make reset`으로 지우고 다시 켜세요."
)


class SampleRefused(Exception):
    """A sample that cannot be brought in; the message is Korean and says why."""


def bring(folder: Path, say: Say) -> Recipe:
    """The whole sample of the profile in `folder`, as far as it is not there yet. Raises SampleRefused, ProfileRefused."""
    if setting("profile") != folder.name:
        raise SampleRefused(f"'{folder.name}' 프로필을 먼저 읽으세요: python -m kwonik load_profile {folder}")
    if not (folder / "sample").is_dir():
        raise SampleRefused(f"'{folder.name}' 프로필에는 보기 자료가 없습니다.")
    profile, recipe = read_profile(folder), read_recipe(folder / "sample")
    accounts = {login.username: logins.make(login) for login in recipe.accounts.logins}
    plan = list(Plan(profile, recipe).ledgers())
    missing = [ledger for ledger in plan if not _is_in(ledger)]
    for number, ledger in enumerate(missing, 1):
        try:
            told = _bring_in(ledger, accounts, recipe)
        except SampleRefused as refused:
            raise SampleRefused(f"{refused}{OLDER if len(missing) < len(plan) else ''}") from refused
        say(f"  [{number}/{len(missing)}] {told}")
    for login in recipe.accounts.logins:
        if login.appointment:
            logins.join_appointment(login, accounts[login.username])
    escrow.play(profile, recipe.escrow, accounts, say)
    if opened := opening.open_today(recipe.open, accounts):
        say(f"  오늘 할 일 {opened}건")
    if asked := shelter_wishes.open_today(recipe.shelters, accounts):
        say(f"  앞으로의 쉼터 대관 {asked}건")
    return recipe


def _owner(ledger: Ledger) -> Centre:
    own = Centre.objects.get(code=ledger.centre) if ledger.centre else own_centre()
    assert own, "a profile is loaded first"
    return own


def _is_in(ledger: Ledger) -> bool:
    batches = ImportBatch.objects.filter(centre=_owner(ledger), sheet=ledger.sheet, variant=ledger.variant)
    return batches.filter(filename=ledger.filename, state=BatchState.APPLIED).exists()


def _bring_in(ledger: Ledger, accounts: Mapping[str, Account], recipe: Recipe) -> str:
    try:
        by = accounts[recipe.accounts.brings[ledger.sheet]]
    except KeyError:
        raise ProfileRefused(
            [f"sample/accounts.yaml: brings에 '{ledger.sheet}' 대장을 가져올 계정이 없습니다."]
        ) from None
    began = time.monotonic()
    centre = _owner(ledger)
    batch = ledgers.bring_in(
        by=by,
        centre=centre,
        sheet=ledger.sheet,
        variant=ledger.variant,
        filename=ledger.filename,
        content=ledger.make(),
    )
    if batch.state != BatchState.APPLIED and (batch.problem_count or not batch.known_count):
        raise SampleRefused(f"{ledger.filename}: {_why(batch, by)}")
    return f"{ledger.filename} {batch.new_count:,}행 ({time.monotonic() - began:.1f}초)"


def _why(batch: ImportBatch, by: Account) -> str:
    problems = ledgers.open_findings(by=by, batch=batch)["problems"]
    said = "\n".join(f"  {one['place']}: {one['sentence']}" for one in problems[:3])
    return f"문제 {batch.problem_count}건\n{said}"
