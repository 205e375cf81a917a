"""Applications with who they are of, the board, rounds and their places."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from kwonik.activities import rules
from kwonik.activities.codes import BOARD, SEATED, State
from kwonik.activities.models import Application, Round
from kwonik.catalogue.models import Code, Service
from kwonik.people.models import Appointment, Client
from kwonik.people.queries import clients_matching
from kwonik.places.models import Centre

from .records import with_words


def applications() -> QuerySet[Application]:
    """Applications with `person` (the surviving client after merges) and `served` (people, one where not counted)."""
    return Application.objects.annotate(
        person=Coalesce("client__merged_into", "client"), served=Coalesce("people", Value(1))
    )


def board(rows: QuerySet[Application], each: int = 20) -> list[tuple[State, int, list[Application]]]:
    """The open states with how many stand there and the oldest of them; one statement for each."""
    standing = rows.filter(withdrawn_at__isnull=True)
    counts = dict(standing.order_by().values_list("state").annotate(n=Count("*")))
    return [
        (
            state,
            counts.get(state.value, 0),
            list(with_words(standing.filter(state=state)).order_by("requested_on", "pk")[:each]),
        )
        for state in BOARD
    ]


def rounds(centre: Centre, service: Service) -> QuerySet[Round]:
    """Rounds with how many places are taken and how many applications wait."""
    standing = Q(applications__withdrawn_at__isnull=True)
    seated = standing & Q(applications__state__in=SEATED)
    return (
        Round.objects.filter(centre=centre, service=service)
        .select_related("kind")
        .annotate(
            taken=Coalesce(Sum(Coalesce("applications__people", Value(1)), filter=seated), 0),
            waiting=Count("applications", filter=standing & Q(applications__state=State.WAITING)),
        )
        .order_by("-opens_on", "-pk")
    )


def round_on(centre: Centre, service: Service, kind: Code, day: date) -> Round | None:
    """The round an application of that kind and day belongs to; one of its own kind comes first."""
    open_then = Q(opens_on__lte=day) & (Q(closes_on__isnull=True) | Q(closes_on__gte=day))
    rows = Round.objects.filter(
        open_then, Q(kind=kind) | Q(kind__isnull=True), centre=centre, service=service
    )
    return rows.order_by(F("kind").asc(nulls_last=True), "-opens_on", "-pk").first()


def taken(round: Round) -> int:
    """Places taken. Lock the round first when the answer decides something."""
    rows = Application.objects.filter(round=round, withdrawn_at__isnull=True, state__in=SEATED)
    return rows.aggregate(n=Coalesce(Sum(Coalesce("people", Value(1))), 0))["n"]


def free_places(centre: Centre) -> dict[int, int]:
    """round -> places left, of every round of the centre; one statement."""
    seated = Q(applications__withdrawn_at__isnull=True, applications__state__in=SEATED)
    rows = Round.objects.filter(centre=centre).annotate(
        taken=Coalesce(Sum(Coalesce("applications__people", Value(1)), filter=seated), 0)
    )
    return {round.pk: round.capacity - round.taken for round in rows}


def fits(free: dict[int, int], application: Application) -> bool:
    """Whether a waiting application finds a place; it takes it from `free`."""
    if application.round_id is None:
        return True
    left = free.get(application.round_id, 0) - rules.seats(application.people)
    if left < 0:
        return False
    free[application.round_id] = left
    return True


def appointees(centre: Centre, day: date) -> QuerySet[Appointment]:
    """Who may be given an application: everybody appointed at the centre on that day."""
    return Appointment.objects.as_of(day).filter(centre=centre).order_by("role", "name")


def clients_like(centre: Centre, name: str, phone: str, most: int = 8) -> QuerySet[Client]:
    """Clients of the centre with that name or that number, who may be the one that applies."""
    exact = clients_matching(centre, name, phone)
    return exact[:most]


def client(centre: Centre, pk: int) -> Client | None:
    return Client.objects.filter(centre=centre, pk=pk, merged_into=None).first()
