"""Clients found by keyed digests, registers as of a day, the log of opened personal data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import F, Prefetch, Q, QuerySet

from kwonik.kernel.models import AuditEvent
from kwonik.kernel.periods import SEOUL
from kwonik.places.models import Centre

from . import rules, vault
from .codes import ACTION_WORDS, Grade
from .models import (
    Account,
    ApiKey,
    ApiSubmission,
    Appointment,
    Client,
    ConflictOfInterest,
    PersonalDataAccess,
    Role,
    RoleGrant,
    StaffAppointment,
    StaffPost,
)


def clients_matching(centre: Centre, name: str = "", phone: str = "") -> QuerySet[Client]:
    """Clients of the centre by exact name and by whole telephone number, or its last four digits.

    Nothing is opened. Somebody merged into another is found by either name and number, as the other.
    """
    wanted = _identity_like(centre, name, phone)
    if wanted is None:
        return Client.objects.none()
    own = Q(**{f"identity__{path}": digest for path, digest in wanted.items()})
    merged = Client.objects.filter(own, centre=centre, merged_into__isnull=False).values("merged_into")
    return (
        Client.objects.filter(own | Q(pk__in=merged), centre=centre, merged_into=None)
        .select_related("centre")
        .order_by("-pk")
    )


def _identity_like(centre: Centre, name: str, phone: str) -> dict[str, bytes] | None:
    wanted: dict[str, bytes] = {}
    if rules.name_key(name):
        wanted["name_digest"] = vault.name_digest(centre.pk, name)
    digits = rules.phone_digits(phone)
    if len(digits) >= rules.SHORTEST_PHONE:
        wanted["phone_digest"] = vault.phone_digest(centre.pk, digits)
    elif len(digits) == rules.TAIL:
        wanted["tail_digest"] = vault.tail_digest(centre.pk, digits)
    elif digits:
        return None
    return wanted or None


def same_person(client: Client) -> list[int]:
    """The ids under which records of this client stand: its own, those merged into it, the one it merged into."""
    head = client.merged_into_id or client.pk
    return [head, *Client.objects.filter(merged_into=head).order_by("pk").values_list("pk", flat=True)]


def staff_posts(centre: Centre, day: date) -> QuerySet[StaffPost]:
    """정원 in force on that day, in the order of the report's table."""
    return StaffPost.objects.as_of(day).filter(centre=centre).select_related("unit")


def staff_appointments(centre: Centre, day: date) -> QuerySet[StaffAppointment]:
    """현원 of that day."""
    rows = StaffAppointment.objects.as_of(day).filter(centre=centre)
    return rows.select_related("post__unit", "account").order_by("post__number")


def free_posts(centre: Centre, from_on: date, until_on: date | None = None) -> QuerySet[StaffPost]:
    """Posts on which nobody sits on any day from `from_on` to `until_on`, and which exist all that time."""
    sitting = Q(from_on__lte=until_on or date.max) & (Q(until_on=None) | Q(until_on__gte=from_on))
    taken = StaffAppointment.objects.filter(sitting, centre=centre).values("post")
    lasting = Q(until_on=None) | Q(until_on__gte=until_on) if until_on else Q(until_on=None)
    posts = StaffPost.objects.filter(lasting, centre=centre, from_on__lte=from_on).exclude(pk__in=taken)
    return posts.select_related("unit").order_by("number")


def appointments(centre: Centre, day: date) -> QuerySet[Appointment]:
    """위촉 in force on that day, with what a list shows."""
    rows = Appointment.objects.as_of(day).filter(centre=centre)
    return rows.prefetch_related("districts").order_by("role", "name")


def roles_in_use(day: date) -> QuerySet[Role]:
    """Roles that may be given on that day."""
    return Role.objects.filter(Q(retired_on=None) | Q(retired_on__gt=day))


def grants(account: Account) -> QuerySet[RoleGrant]:
    """Every role the account has or had, the running ones first."""
    rows = account.grants.select_related("role", "centre")
    return rows.order_by(F("until_on").desc(nulls_first=True), "-from_on")


def who_opened(centre: Centre) -> QuerySet[Account]:
    """Everybody of the centre in its access log; citizens, who have no names here, are asked for together (`CITIZENS`)."""
    logged = PersonalDataAccess.objects.filter(centre=centre).values("actor").distinct()
    return Account.objects.filter(pk__in=logged, is_citizen=False).order_by("name", "pk")


CITIZENS = "citizens"
"""Stands for all who signed up by themselves where the log is asked by who opened."""


def openings(rows: QuerySet[PersonalDataAccess], wanted: dict[str, Any]) -> QuerySet[PersonalDataAccess]:
    """Lines of the access log by actor, purpose, days and client reference (fields of `LogForm`)."""
    if wanted.get("actor") == CITIZENS:
        rows = rows.filter(actor__is_citizen=True)
    elif wanted.get("actor"):
        rows = rows.filter(actor=wanted["actor"])
    if wanted.get("purpose"):
        rows = rows.filter(purpose=wanted["purpose"])
    if wanted.get("since"):
        rows = rows.filter(at__gte=datetime.combine(wanted["since"], time.min, SEOUL))
    if wanted.get("until"):
        rows = rows.filter(at__lt=datetime.combine(wanted["until"] + timedelta(days=1), time.min, SEOUL))
    if wanted.get("reference"):
        clients = Client.objects.filter(reference__iexact=wanted["reference"])
        rows = rows.filter(client_ids__overlap=list(clients.values_list("pk", flat=True)) or [0])
    return rows.select_related("actor")


def references(client_ids: Iterable[int]) -> dict[int, str]:
    """The references of clients, which name nobody."""
    return dict(Client.objects.filter(pk__in=set(client_ids)).values_list("pk", "reference"))


def client_called(centre: Centre, reference: str) -> Client | None:
    return Client.objects.filter(centre=centre, reference__iexact=reference).first()


def merged_into(client: Client) -> QuerySet[Client]:
    """Other entries of the same person, called by this one's name."""
    return Client.objects.filter(merged_into=client).order_by("pk")


def newest(rows: QuerySet, dated: str, count: int) -> QuerySet:
    """The newest `count` rows by the field `dated`."""
    return rows.order_by(F(dated).desc(nulls_last=True), "-pk")[:count]


def appointments_like(centre: Centre, day: date, wanted: dict[str, Any]) -> QuerySet[Appointment]:
    """위촉 of that day by role, term and beginning of the name (fields of `AppointmentFilter`)."""
    rows = appointments(centre, day)
    if wanted.get("role"):
        rows = rows.filter(role=wanted["role"])
    if wanted.get("term_number"):
        rows = rows.filter(term_number=wanted["term_number"])
    if wanted.get("name"):
        rows = rows.filter(name__startswith=wanted["name"])
    return rows


def conflicts(appointment: Appointment) -> QuerySet[ConflictOfInterest]:
    return appointment.conflicts.select_related("workplace").order_by("-declared_on", "pk")


def posts_with_holders(centre: Centre, day: date) -> list[tuple[StaffPost, StaffAppointment | None]]:
    """Each post of the day, in order, with who sits on it; two statements."""
    holders = {row.post_id: row for row in staff_appointments(centre, day)}
    return [(post, holders.get(post.pk)) for post in staff_posts(centre, day)]


def totals_by_grade(
    posts: Iterable[tuple[StaffPost, StaffAppointment | None]],
) -> list[tuple[str, int, int]]:
    """(직급, 정원, 현원) in the order of the report's table, grades without a post left out."""
    authorised, current = Counter[str](), Counter[str]()
    for post, holder in posts:
        authorised[post.grade] += 1
        current[post.grade] += holder is not None
    return [(grade.label, authorised[grade], current[grade]) for grade in Grade if grade in authorised]


def accounts_with_roles(rows: QuerySet[Account], centre: Centre, day: date) -> QuerySet[Account]:
    """Accounts of the centre, each with `roles_now`: its grants of that day."""
    running = RoleGrant.objects.as_of(day).select_related("role", "centre")
    ours = rows.filter(Q(centre=centre) | Q(grants__centre=centre)).distinct()
    return ours.prefetch_related(Prefetch("grants", running, to_attr="roles_now")).order_by("name", "pk")


def account_history(account: Account) -> list[AuditEvent]:
    """What happened to the account and its roles, oldest first."""
    own = Q(subject_type=Account._meta.label_lower, subject_id=account.pk)
    roles = Q(subject_type=RoleGrant._meta.label_lower, detail__account=account.pk)
    keys = Q(subject_type=ApiKey._meta.label_lower, detail__account=account.pk)
    return list(AuditEvent.objects.filter(own | roles | keys).select_related("actor").order_by("pk"))


def keys_in_force(day: date) -> QuerySet[ApiKey]:
    """Keys of machines that nobody revoked and that have not run out, of accounts that are open and set up."""
    working = Q(account__is_active=True, account__must_change_password=False)
    found = ApiKey.objects.filter(working, revoked_at__isnull=True, expires_on__gte=day)
    return found.select_related("account", "centre")


def api_keys(rows: QuerySet[ApiKey], centre: Centre) -> QuerySet[ApiKey]:
    """Keys of the centre with whose they are, those that work first."""
    ours = rows.filter(centre=centre).select_related("account", "revoked_by")
    return ours.order_by(F("revoked_at").asc(nulls_first=True), "-pk")


def said_before(key: ApiKey, token: UUID, digest: bytes) -> bool:
    """Whether the machine said just this under that token before. Raises Resubmitted where it said something else."""
    kept = ApiSubmission.objects.filter(key=key, token=token).values_list("digest", flat=True).first()
    if kept is not None and bytes(kept) != digest:
        raise rules.Resubmitted
    return kept is not None


def has_second_factor(account: Account) -> bool:
    return Authenticator.objects.filter(user=account).exists()


def describe_action(code: str) -> str:
    """ "counselling.consultation.print" -> "상담 인쇄": the model's name, or its area's, and the verb."""
    area, _, rest = code.partition(".")
    thing, _, verb = rest.partition(".")
    try:
        name = apps.get_model(area, thing)._meta.verbose_name
    except LookupError:
        verb = verb or thing
        name = apps.get_app_config(area).verbose_name if apps.is_installed(f"kwonik.{area}") else area
    return f"{name} {ACTION_WORDS.get(verb, '')}".strip()
