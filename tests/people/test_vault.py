"""What is sealed opens again, only where it stands, only with a line in the access log."""

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kwonik.people import keyring, vault
from kwonik.people.codes import Purpose, SealedKind
from kwonik.people.models import Client, Identity, PersonalDataAccess, SealedText
from kwonik.people.rules import ResidentNumberRefused
from tests import factories

OPENING = {"by": None, "purpose": Purpose.COUNSELLING, "action": "test"}
RING = keyring.Keyring("k1", {"k1": b"1" * 32, "k2": b"2" * 32}, b"s" * 32)


@given(st.binary(), st.binary(), st.binary())
def test_what_is_encrypted_opens_at_its_place_only(content, place, other):
    sealed = RING.encrypt(content, place)
    assert RING.decrypt("k1", sealed, place) == content
    with pytest.raises(keyring.CannotOpen):
        RING.decrypt("k2", sealed, place)
    if other != place:
        with pytest.raises(keyring.CannotOpen):
            RING.decrypt("k1", sealed, other)


@given(st.binary(max_size=40))
def test_any_changed_byte_is_noticed(content):
    sealed = RING.encrypt(content, b"here")
    for at in range(len(sealed)):
        damaged = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(keyring.CannotOpen):
            RING.decrypt("k1", damaged, b"here")


def test_a_key_that_is_not_on_the_ring_says_so():
    with pytest.raises(keyring.KeyringTrouble, match="k9"):
        RING.decrypt("k9", RING.encrypt(b"x", b""), b"")


TEXTS = ["", "상담 내용", "a\0b", "👩‍👩‍👧 \ud83d", "홍길동" * 10_000, "é", "\u202e뒤집기"]


def test_texts_come_back_as_they_were(centre):
    rows = vault.text_ids(SealedKind.MEMO, centre, [(text, None) for text in TEXTS])
    opened = vault.read(rows, **OPENING)
    assert [opened[pk] for pk in rows] == TEXTS


def test_files_come_back_as_they_were(centre):
    content = bytes(range(256)) * 100
    row = vault.seal_file(content, centre=centre)
    assert vault.read_file(row, **OPENING) == content


def test_a_text_moved_to_another_row_does_not_open(centre):
    first, second = vault.text_ids(SealedKind.MEMO, centre, [("하나", None), ("둘", None)])
    ciphertext = SealedText.objects.values("ciphertext").get(pk=second)
    SealedText.objects.filter(pk=first).update(**ciphertext)
    with pytest.raises(keyring.CannotOpen):
        vault.read([first], **OPENING)
    assert vault.read([second], **OPENING) == {second: "둘"}


@pytest.mark.parametrize("change", [{"kind": SealedKind.NOTE}, {"centre": "other"}])
def test_a_text_put_to_another_use_or_centre_does_not_open(centre, change):
    row = vault.seal(SealedKind.MEMO, "하나", centre=centre)
    if "centre" in change:
        change = {"centre": factories.make_centre(change["centre"])}
    SealedText.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(keyring.CannotOpen):
        vault.read([row.pk], **OPENING)


def test_identities_do_not_open_in_each_others_place(centre):
    first, second = vault.new_clients(centre, [("김가람", "010-1111-2222"), ("이나래", "010-3333-4444")])
    Identity.objects.filter(pk=first.pk).update(name_sealed=second.identity.name_sealed)
    with pytest.raises(keyring.CannotOpen):
        vault.identities([first.pk], **OPENING)
    Identity.objects.filter(pk=second.pk).update(name_sealed=second.identity.phone_sealed)
    with pytest.raises(keyring.CannotOpen):
        vault.identities([second.pk], **OPENING)


def test_identities_open_for_who_asks(centre, actor):
    known, nameless = vault.new_clients(centre, [(" 김  가람 ", "010-1111-2222"), ("이", "")])
    opened = vault.identities([known.pk, nameless.pk, None, 0], **{**OPENING, "by": actor})
    assert opened == {
        known.pk: vault.Identified("김 가람", "010-1111-2222"),
        nameless.pk: vault.Identified("이", ""),
    }
    logged = PersonalDataAccess.objects.get()
    assert (logged.actor, logged.centre, logged.subject_count) == (actor, centre, 2)
    assert logged.client_ids == sorted([known.pk, nameless.pk])


def test_an_opening_counts_known_and_unknown_subjects(centre):
    client = factories.make_client(centre)
    rows = vault.text_ids(SealedKind.MEMO, centre, [("가", client.pk), ("나", client.pk), ("다", None)])
    vault.read([*rows, None], **OPENING)
    logged = PersonalDataAccess.objects.get()
    assert (logged.client_ids, logged.subject_count) == ([client.pk], 2)


def test_an_opening_is_logged_for_every_centre_it_touches(centre):
    elsewhere = factories.make_centre("elsewhere")
    clients = [factories.make_client(centre), factories.make_client(elsewhere)]
    vault.identities([client.pk for client in clients], **OPENING)
    assert {row.centre: row.client_ids for row in PersonalDataAccess.objects.all()} == {
        client.centre: [client.pk] for client in clients
    }


def test_nothing_opened_is_nothing_logged(centre):
    assert vault.read([None], **OPENING) == {}
    assert vault.identities([], **OPENING) == {}
    assert not PersonalDataAccess.objects.exists()


def test_without_the_log_nothing_is_opened(centre, monkeypatch):
    client = factories.make_client(centre)
    sealed = vault.seal(SealedKind.MEMO, "비밀", centre=centre, client=client)
    opened = []
    monkeypatch.setattr(keyring.Keyring, "decrypt", lambda *args: opened.append(args))
    with connection.cursor() as cursor:
        cursor.execute(
            "alter table people_personaldataaccess add constraint full_disk check (false) not valid"
        )
    for opening in (
        lambda: vault.read([sealed], **OPENING),
        lambda: vault.identities([client.pk], **OPENING),
    ):
        with pytest.raises(Exception, match="full_disk"), transaction.atomic():
            opening()
    assert not opened


def test_what_was_taken_back_was_not_opened(centre):
    """Log and opening are one transaction: rolled back, there is neither."""
    sealed = vault.seal(SealedKind.MEMO, "비밀", centre=centre)
    with pytest.raises(RuntimeError), transaction.atomic():
        vault.read([sealed], **OPENING)
        assert PersonalDataAccess.objects.count() == 1
        raise RuntimeError
    assert not PersonalDataAccess.objects.exists()


@pytest.mark.parametrize("text", ["메모 900101-1234567 끝", "９００１０１－１２３４５６７"])
def test_a_resident_number_is_never_sealed(centre, text):
    client = factories.make_client(centre)
    attempts = [
        lambda: vault.seal(SealedKind.MEMO, text, centre=centre),
        lambda: vault.text_ids(SealedKind.NOTE, centre, [("좋음", None), (text, None)]),
        lambda: vault.client_ids(centre, [(text, "")]),
        lambda: vault.sealed_identity(client, "김가람", text),
    ]
    before = SealedText.objects.count(), Client.objects.count()
    for attempt in attempts:
        with pytest.raises(ResidentNumberRefused) as refused, transaction.atomic():
            attempt()
        assert "1234567" not in str(refused.value) and "１２３４５６７" not in str(refused.value)
    assert (SealedText.objects.count(), Client.objects.count()) == before


def test_ledgers_find_the_same_person_again(centre):
    old = factories.make_client(centre, "김가람", "010-1111-2222")
    elsewhere = factories.make_client(factories.make_centre("elsewhere"), "김가람", "010-1111-2222")
    people = [
        ("김가람", "01011112222"),
        ("이나래", "010-5555-6666"),
        ("이나래", "+82 10-5555-6666"),
        ("이나래", ""),
        ("이나래", ""),
        ("김가람", "010-9999-9999"),
    ]
    found = vault.client_ids(centre, people)
    assert found[0] == old.pk and elsewhere.pk not in found
    assert found[1] == found[2]
    assert len(set(found)) == 5
    assert vault.client_ids(centre, people[:3]) == found[:3]
    assert Client.objects.filter(pk__in=found, centre=centre).count() == 5


def test_sealing_many_takes_as_many_statements_as_sealing_two(centre, django_assert_num_queries):
    def statements(count):
        with connection.execute_wrapper(counter := Counter()):
            vault.client_ids(centre, [(f"이름{at}", f"010-{count:04}-{at:04}") for at in range(count)])
            vault.text_ids(SealedKind.MEMO, centre, [("글", None)] * count)
        return counter.count

    class Counter:
        count = 0

        def __call__(self, execute, *args):
            self.count += 1
            return execute(*args)

    assert statements(2) == statements(500)


def test_a_dump_of_the_database_holds_nothing_in_the_clear(centre, actor):
    secrets = ["남궁하늘소리", "010-9753-8642", "97538642", "해고 통보를 받고 사흘을 울었다"]
    client = vault.new_clients(centre, [(secrets[0], secrets[1])])[0]
    sealed = vault.seal(SealedKind.MEMO, secrets[3], centre=centre, client=client)
    vault.read([sealed], **{**OPENING, "by": actor})
    vault.identities([client.pk], **OPENING)
    dumped = b""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        for (table,) in cursor.fetchall():
            with cursor.copy(f'copy "{table}" to stdout') as copy:
                dumped += b"".join(bytes(part) for part in copy)
    assert client.reference.encode() in dumped, "the dump does hold the rows"
    for secret in secrets:
        for form in (secret.encode(), secret.encode().hex().encode()):
            assert form not in dumped


def test_the_log_can_only_grow(centre):
    factories.make_client(centre)
    vault.identities(Client.objects.values_list("pk", flat=True), **OPENING)
    row = PersonalDataAccess.objects.get()
    for change in (
        lambda: PersonalDataAccess.objects.filter(pk=row.pk).update(subject_count=0),
        lambda: PersonalDataAccess.objects.all().delete(),
    ):
        with pytest.raises(Exception, match="append_only"), transaction.atomic():
            change()
