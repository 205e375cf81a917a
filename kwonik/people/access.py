"""Who may do what at which centre: the grants in force today, asked once per account instance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kwonik.kernel import permissions
from kwonik.kernel.permissions import Permission
from kwonik.places.models import Centre

from . import queries, rules
from .models import (
    Account,
    ApiKey,
    Appointment,
    Client,
    ConflictOfInterest,
    PersonalDataAccess,
    RoleGrant,
    StaffAppointment,
    StaffPost,
)

PERMISSIONS = (
    Permission("people.client:find", "내담자를 찾고 봅니다"),
    Permission("people.client:register", "내담자를 새로 등록합니다"),
    Permission("people.client:amend", "내담자의 이름과 전화번호를 고칩니다"),
    Permission("people.client:merge", "같은 사람인 내담자를 합칩니다"),
    Permission("people.staff:view", "정원과 현원 대장을 봅니다"),
    Permission("people.staff:edit", "정원과 현원 대장을 고칩니다"),
    Permission("people.staff:import", "현원 대장을 가져옵니다"),
    Permission("people.appointment:view", "위촉 대장을 봅니다"),
    Permission("people.appointment:edit", "위촉 대장과 이해충돌을 고칩니다"),
    Permission("people.appointment:import", "위촉 대장을 가져옵니다"),
    Permission("people.account:view", "계정과 역할을 봅니다"),
    Permission("people.account:edit", "계정을 만들고 역할을 주거나 끝냅니다"),
    Permission("people.api_key:create", "다른 프로그램이 쓸 API 인증키를 만들고 없앱니다"),
    Permission("people.access_log:view", "우리 센터의 개인정보 접속기록을 살핍니다"),
)
permissions.declare(PERMISSIONS)


@dataclass
class Standing:
    """What an account's grants of today amount to: centres by id, per permission the centres it holds at."""

    centres: dict[int, Centre] = field(default_factory=dict)
    holds: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    roles: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    needs_mfa: bool = False


def standing(account: Account | AnonymousUser) -> Standing:
    """One query per account instance; `forget` drops it."""
    found = account.__dict__.get("_standing")
    if found is None:
        if not account.is_authenticated or not account.is_active:
            return Standing()
        found = account.__dict__["_standing"] = _standing(account)
    return found


def _standing(account: Account) -> Standing:
    today = timezone.localdate()
    grants = (
        RoleGrant.objects.as_of(today)
        .filter(Q(role__retired_on=None) | Q(role__retired_on__gt=today), account=account)
        .select_related("role", "centre")
        .order_by("centre__name", "role_id")
    )
    result = Standing()
    for grant in grants:
        result.centres[grant.centre_id] = grant.centre
        result.roles[grant.centre_id].append(grant.role.name)
        result.needs_mfa |= grant.role.needs_mfa
        for permission in grant.role.permissions:
            result.holds[permission].add(grant.centre_id)
    return result


def forget(account: Account) -> None:
    """After a change of grants: the next question asks the database again."""
    account.__dict__.pop("_standing", None)


def may(account: Account | AnonymousUser, permission: str, centre: Centre | None) -> bool:
    """Whether the account holds the permission at that centre today. Raises UnknownPermission."""
    permissions.known(permission)
    return centre is not None and centre.pk in standing(account).holds.get(permission, ())


def centres_for(account: Account | AnonymousUser, permission: str) -> frozenset[int]:
    """The ids of the centres at which the account holds the permission today. Raises UnknownPermission."""
    permissions.known(permission)
    return frozenset(standing(account).holds.get(permission, ()))


def require(account: Account | AnonymousUser, permission: str, centre: Centre | None) -> None:
    """Raises PermissionDenied (the 403 page) when the account does not hold the permission at the centre."""
    if not may(account, permission, centre):
        raise PermissionDenied(f"'{permissions.known(permission).label}' 권한이 없습니다.")


# -- records of clients, kept by the areas above -----------------------------------------------------------------


@dataclass(frozen=True)
class ClientRecords:
    """What an area keeps of clients. The client's page lists `rows(client_ids)` by their `str`, with the day
    `dated`, linked to `url_name`, for whoever holds `permission` at the client's centre.
    """

    label: str
    permission: str
    url_name: str
    rows: Callable[[list[int]], QuerySet]
    dated: str


_client_records: list[ClientRecords] = []


def keep_clients(records: ClientRecords) -> None:
    """An area declares, in its access.py, that records of clients stand there."""
    permissions.known(records.permission)
    _client_records.append(records)


def records_of_clients(account: Account, centre: Centre) -> list[ClientRecords]:
    """The kinds of records of clients that the account may see at that centre."""
    return [records for records in _client_records if may(account, records.permission, centre)]


_specialities: list[Callable[[], Mapping[str, str]]] = []


def name_specialities(labels: Callable[[], Mapping[str, str]]) -> None:
    """An area declares, in its access.py, which codes (with labels) an appointment's 전문 분야 may name."""
    _specialities.append(labels)


def specialities() -> dict[str, str]:
    """Code -> label of every speciality that an appointment may name."""
    return {code: label for labels in _specialities for code, label in labels().items()}


# -- rows of this room -----------------------------------------------------------------------------------------


def clients(account: Account) -> QuerySet[Client]:
    return Client.objects.filter(centre__in=centres_for(account, "people.client:find"))


def get_client(account: Account, pk: int) -> Client:
    """A client of a centre where the account may find clients, or Http404."""
    return get_object_or_404(clients(account).select_related("centre", "merged_into"), pk=pk)


def staff_posts(account: Account) -> QuerySet[StaffPost]:
    return StaffPost.objects.filter(centre__in=centres_for(account, "people.staff:view"))


def staff_appointments(account: Account) -> QuerySet[StaffAppointment]:
    return StaffAppointment.objects.filter(centre__in=centres_for(account, "people.staff:view"))


def appointments(account: Account) -> QuerySet[Appointment]:
    return Appointment.objects.filter(centre__in=centres_for(account, "people.appointment:view"))


def get_staff_post(account: Account, pk: int) -> StaffPost:
    return get_object_or_404(staff_posts(account).select_related("centre", "unit"), pk=pk)


def get_staff_appointment(account: Account, pk: int) -> StaffAppointment:
    return get_object_or_404(staff_appointments(account).select_related("centre", "post__unit"), pk=pk)


def get_appointment(account: Account, pk: int) -> Appointment:
    return get_object_or_404(appointments(account).select_related("centre", "account"), pk=pk)


def get_conflict(account: Account, pk: int) -> ConflictOfInterest:
    rows = ConflictOfInterest.objects.filter(appointment__in=appointments(account))
    return get_object_or_404(rows.select_related("appointment__centre", "workplace"), pk=pk)


def access_log(account: Account) -> QuerySet[PersonalDataAccess]:
    return PersonalDataAccess.objects.filter(centre__in=centres_for(account, "people.access_log:view"))


def accounts(account: Account) -> QuerySet[Account]:
    """Accounts belonging to, or holding a role at, the centres where `account` may see accounts."""
    centres = centres_for(account, "people.account:view")
    return Account.objects.filter(Q(centre__in=centres) | Q(grants__centre__in=centres)).distinct()


def get_account(account: Account, pk: int) -> Account:
    return get_object_or_404(accounts(account).select_related("centre"), pk=pk)


MAKE_KEYS = "people.api_key:create"


def api_keys(account: Account) -> QuerySet[ApiKey]:
    """Keys of the centres where the account may make keys: whoever may make one may revoke any of them."""
    return ApiKey.objects.filter(centre__in=centres_for(account, MAKE_KEYS))


def get_api_key(account: Account, pk: int) -> ApiKey:
    return get_object_or_404(api_keys(account).select_related("centre", "account"), pk=pk)


def key_of(secret: str) -> ApiKey | None:
    """The key with this secret if it works now; its `account` then has rights at the key's centre only.

    It dies with what it stands on: revoked, run out, the account closed or to be set up anew, or its permission to
    make keys gone.
    """
    key = queries.keys_in_force(timezone.localdate()).filter(digest=rules.digest(secret)).first()
    if key is None:
        return None
    _confine(key.account, key.centre)
    if standing(key.account).needs_mfa and not queries.has_second_factor(key.account):
        return None
    return key if may(key.account, MAKE_KEYS, key.centre) else None


def _confine(account: Account, centre: Centre) -> None:
    """This instance of the account holds what it holds at that centre and nothing elsewhere."""
    whole = standing(account)
    account.__dict__["_standing"] = Standing(
        {pk: one for pk, one in whole.centres.items() if pk == centre.pk},
        defaultdict(set, {permission: held & {centre.pk} for permission, held in whole.holds.items()}),
        defaultdict(list, {pk: roles for pk, roles in whole.roles.items() if pk == centre.pk}),
        whole.needs_mfa,
    )


def get_grant(account: Account, pk: int) -> RoleGrant:
    grants = RoleGrant.objects.filter(centre__in=centres_for(account, "people.account:view"))
    return get_object_or_404(grants.select_related("account", "role", "centre"), pk=pk)
