"""Turning the keys: everything opens before, in the middle and after; a key in use is never destroyed."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from kwonik.kernel.models import AuditEvent
from kwonik.people import actions, keyring, queries, rules, vault
from kwonik.people.codes import Purpose, SealedKind
from kwonik.people.models import PersonalDataAccess, SealedText
from kwonik.people.vault import rotation

OPENING = {"by": None, "purpose": Purpose.COUNSELLING, "action": "test"}


@pytest.fixture
def sealed(centre, actor, monkeypatch):
    """Seven texts, five people (two without a number) and a second factor, turned three at a time."""
    monkeypatch.setattr(rotation, "_BATCH", 3)
    people = [(f"사람{at}", f"010-0000-{at:04}" if at < 3 else "") for at in range(5)]
    clients = vault.new_clients(centre, people)
    texts = vault.text_ids(SealedKind.MEMO, centre, [(f"글{at}", None) for at in range(7)])
    secret = {"secret": vault.seal_token("JBSWY3DP")}
    Authenticator.objects.create(user=actor, type=Authenticator.Type.TOTP, data=secret)
    return lambda: (
        sorted(vault.read(texts, **OPENING).values()),
        sorted(vault.identities([c.pk for c in clients], **OPENING).values(), key=lambda who: who.name),
        [vault.open_token(row.data["secret"]) for row in Authenticator.objects.all()],
        [queries.clients_matching(centre, *person).count() for person in people],
    )


def turn_all():
    return list(actions.rotate_keys())


def test_everything_opens_under_the_new_key(sealed):
    before, old = sealed(), keyring.load().current
    assert turn_all()[-1] == (13, 13)
    assert keyring.load().current != old
    assert rotation.rows_by_key() == {old: 0, keyring.load().current: 13}
    assert sealed() == before
    actions.destroy_key(key_id=old)
    assert old not in keyring.load().keys
    assert sealed() == before


@pytest.mark.parametrize("batches", range(6))
def test_a_stopped_turn_goes_on_with_the_same_key(sealed, batches):
    before = sealed()
    stopped = actions.rotate_keys()
    for _ in range(batches + 1):
        next(stopped)
    stopped.close()
    begun = keyring.load()
    assert sealed() == before
    left = rotation.rows_under_old_keys()
    assert turn_all()[-1] == ((left, left) if left else (13, 13))
    assert (keyring.load().current == begun.current) == bool(left)
    assert rotation.rows_under_old_keys() == 0
    assert sealed() == before


def test_what_is_stored_meanwhile_is_turned_too(sealed, centre):
    old = keyring.load()
    turning = actions.rotate_keys()
    next(turning)
    late = SealedText.objects.first()
    assert late.key_id == old.current
    new = vault.seal(SealedKind.MEMO, "그사이", centre=centre)
    assert new.key_id == keyring.load().current
    list(turning)
    assert rotation.rows_under_old_keys() == 0


def test_a_key_in_use_is_not_destroyed(sealed):
    old = keyring.load().current
    with pytest.raises(rules.Refused, match="지금 쓰는"):
        actions.destroy_key(key_id=old)
    next(actions.rotate_keys())
    with pytest.raises(rules.Refused, match="13건"):
        actions.destroy_key(key_id=old)
    with pytest.raises(keyring.KeyringTrouble):
        actions.destroy_key(key_id="k0")
    assert old in keyring.load().keys


def test_turning_is_on_record(sealed):
    old = keyring.load().current
    turn_all()
    actions.destroy_key(key_id=old)
    assert list(AuditEvent.objects.values_list("code", flat=True)) == [
        "people.key.made",
        "people.key.rotated",
        "people.key.destroyed",
    ]
    logged = PersonalDataAccess.objects.filter(purpose=Purpose.ROTATION)
    assert sum(row.subject_count for row in logged) == 12
    assert {row.actor for row in logged} == {None}


def test_the_command_says_what_it_does(sealed, capsys):
    old = keyring.load().current
    call_command("rotate_keys", "--status")
    assert f"{old} (지금 쓰는 열쇠): 13건" in capsys.readouterr().out
    call_command("rotate_keys")
    assert "13 / 13건" in capsys.readouterr().out
    call_command("rotate_keys", "--destroy", old)
    assert old in capsys.readouterr().out
    with pytest.raises(CommandError, match="지금 쓰는"):
        call_command("rotate_keys", "--destroy", keyring.load().current)
