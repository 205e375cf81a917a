"""Registering, amending, merging clients."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from kwonik.kernel import audit
from kwonik.kernel.models import AuditEvent
from kwonik.people import access, rules, vault
from kwonik.people.models import Account, Client, Identity
from kwonik.places.models import Centre

from .submissions import once


def _required(by: Account | None, permission: str, centre: Centre) -> None:
    if by is not None:
        access.require(by, permission, centre)


def _checked_name(name: str) -> str:
    name = rules.tidy(name)
    if not 1 <= len(name) <= rules.LONGEST_NAME:
        raise rules.Refused(f"이름은 1자 이상 {rules.LONGEST_NAME}자 이하로 적으세요.")
    return name


def register_client(
    *, by: Account | None, centre: Centre, name: str, phone: str = "", form_token: UUID | None = None
) -> Client:
    """A new client of the centre; looking for an old one comes before this and is the door's business.

    Raises PermissionDenied, Refused (no name), ResidentNumberRefused.
    """
    _required(by, "people.client:register", centre)
    name = _checked_name(name)

    def register() -> Client:
        client = vault.new_clients(centre, [(name, phone)], form_token=form_token)[0]
        audit.record("people.client.registered", client, by=by)
        return client

    return once(Client, centre, form_token, register)


@transaction.atomic
def amend_client(
    *, by: Account | None, client: Client, name: str, phone: str = "", version: int | None = None
) -> Client:
    """Writes name and telephone number anew.

    Raises PermissionDenied, Stale (not the `version` somebody saw), Refused, ResidentNumberRefused.
    """
    _required(by, "people.client:amend", client.centre)
    locked = Client.objects.select_for_update(of=("self",)).select_related("centre").get(pk=client.pk)
    if version is not None and version != locked.version:
        raise rules.Stale
    row = vault.sealed_identity(locked, _checked_name(name), phone)
    Identity.objects.filter(client=locked).update(**row)
    locked.version += 1
    locked.save(update_fields=["version"])
    audit.record("people.client.amended", locked, by=by)
    return locked


@transaction.atomic
def merge_clients(*, by: Account | None, keep: Client, other: Client) -> Client:
    """From now on `other` is called and found as `keep`; no record moves, so `part_client` undoes it.

    Raises PermissionDenied, Refused (another centre's, itself, already merged).
    """
    _required(by, "people.client:merge", keep.centre)
    rows = Client.objects.select_for_update().in_bulk(sorted({keep.pk, other.pk}))
    if len(rows) < 2:
        raise rules.Refused("같은 내담자입니다. 합칠 다른 내담자를 고르세요.")
    keep, other = rows[keep.pk], rows[other.pk]
    if keep.centre_id != other.centre_id:
        raise rules.Refused("다른 센터의 내담자와는 합칠 수 없습니다.")
    if keep.merged_into_id or other.merged_into_id:
        raise rules.Refused("이미 합쳐진 내담자입니다. 합친 쪽 내담자를 고르세요.")
    followers = Client.objects.select_for_update().filter(merged_into=other)
    moved = sorted(followers.values_list("pk", flat=True))
    Client.objects.filter(pk__in=[other.pk, *moved]).update(merged_into=keep)
    audit.record("people.client.merged", other, by=by, detail={"keep": keep.pk, "moved": moved})
    return keep


@transaction.atomic
def part_client(*, by: Account | None, client: Client) -> Client:
    """Undoes the merge that made `client` somebody else's second entry. Raises PermissionDenied, Refused."""
    _required(by, "people.client:merge", client.centre)
    locked = Client.objects.select_for_update().get(pk=client.pk)
    merge = (
        AuditEvent.objects.filter(
            code="people.client.merged", subject_type=Client._meta.label_lower, subject_id=locked.pk
        )
        .order_by("-pk")
        .first()
    )
    if not locked.merged_into_id or merge is None:
        raise rules.Refused("합쳐진 내담자가 아닙니다. 이미 되돌렸는지 확인하세요.")
    Client.objects.filter(pk__in=merge.detail["moved"], merged_into=locked.merged_into_id).update(
        merged_into=locked
    )
    audit.record("people.client.parted", locked, by=by, detail={"keep": locked.merged_into_id})
    locked.merged_into = None
    locked.save(update_fields=["merged_into"])
    return locked
