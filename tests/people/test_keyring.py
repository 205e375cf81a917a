"""The keyring: made once, readable by its owner only, complete or refused."""

import json
import stat

import pytest
from django.core.management import CommandError, call_command

from kwonik.people import keyring


def test_a_try_out_makes_its_own(settings):
    settings.SECURE = False
    ring = keyring.load()
    assert stat.S_IMODE(settings.KEYRING.stat().st_mode) == 0o600
    assert set(json.loads(settings.KEYRING.read_text())) == {"current", "keys", "search"}
    assert keyring.load() is ring
    assert [path.name for path in settings.KEYRING.parent.iterdir()] == ["keyring.json"]


def test_an_installation_never_makes_one_by_itself(settings):
    settings.SECURE = True
    with pytest.raises(keyring.KeyringTrouble, match="create_keyring"):
        keyring.load()
    assert not settings.KEYRING.exists()


def test_the_command_makes_one_and_never_replaces_it(settings, capsys):
    settings.SECURE = True
    call_command("create_keyring")
    ring = keyring.load()
    with pytest.raises(CommandError, match="이미 있습니다"):
        call_command("create_keyring")
    assert keyring.load() == ring
    keyring.create(settings.KEYRING)
    assert keyring.load() == ring


def test_an_installation_refuses_a_ring_that_others_can_read(settings):
    keyring.create(settings.KEYRING)
    settings.KEYRING.chmod(0o640)
    settings.SECURE = True
    with pytest.raises(keyring.KeyringTrouble, match="chmod 600"):
        keyring.load()


def test_a_replaced_ring_is_read_again(settings):
    ring = keyring.load()
    keyring.store(ring.with_new_key())
    assert keyring.load().current != ring.current
    assert set(ring.keys) < set(keyring.load().keys)
    assert keyring.load().search == ring.search


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[]",
        '{"current": "a", "keys": {}, "search": ""}',
        '{"current": "a", "keys": {"a": "AA=="}, "search": "AA=="}',
    ],
)
def test_a_damaged_ring_is_refused(settings, content):
    settings.KEYRING.write_text(content)
    with pytest.raises(keyring.KeyringTrouble, match="보관해 둔"):
        keyring.load()
