"""Clients found by keyed digests, registers as of a day, the log of opened personal data."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from kwonik.places.models import Centre

from . import rules, vault
from .models import Appointment, Client, StaffAppointment, StaffPost


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
