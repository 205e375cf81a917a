"""Studies with how far they are, publications with their stock, the board of checks; and the code lists of all three."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, Max, Model, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import Shape
from kwonik.catalogue.models import Code, Question, Service
from kwonik.places.models import Centre, District, Workplace

from .codes import ResponseChannel
from .models import (
    ComplianceCheck,
    Distribution,
    Event,
    Participant,
    Printing,
    Publication,
    Response,
    Round,
    Study,
)
from .rules import Checked, Stock


def services() -> QuerySet[Service]:
    """The services of this room in force, in the profile's order."""
    return catalogue.services(Shape.STUDY)


def indicators(service: Service) -> QuerySet[Question]:
    """What a check of that service asks of an organisation."""
    return catalogue.questions(service).filter(kind="yes_no")


def services_with_indicators() -> list[Service]:
    """Services that check organisations: those that ask something of them."""
    asked = Question.objects.filter(service=OuterRef("pk"), kind="yes_no", retired_on__isnull=True)
    return list(services().filter(Exists(asked)))


def service_labels() -> Mapping[str, str]:
    return catalogue.labels(Shape.STUDY)["service"]


def method_labels() -> Mapping[str, str]:
    return catalogue.code_labels("method", Shape.STUDY)


def group_labels() -> Mapping[str, str]:
    return catalogue.code_labels("group", Shape.STUDY)


def kind_labels() -> Mapping[str, str]:
    return catalogue.code_labels("kind", Shape.STUDY)


def study_labels() -> dict[str, str]:
    return dict(Study.objects.values_list("code", "title"))


def publication_labels() -> dict[str, str]:
    return dict(Publication.objects.values_list("code", "title"))


def codes(field: str) -> dict[str, list[Code]]:
    """Service code -> the codes in force that it offers for "method", "group" or "kind"; one query."""
    rows = Code.objects.filter(
        list__servicelist__field=field,
        list__servicelist__service__in=services(),
        retired_on__isnull=True,
    )
    found: dict[str, list[Code]] = {}
    named = rows.annotate(service=F("list__servicelist__service__code"))
    for code in named.order_by("position", "pk"):
        found.setdefault(code.service, []).append(code)
    return found


def districts() -> QuerySet[District]:
    return District.objects.filter(retired_on__isnull=True).order_by("position", "name")


# -- studies --------------------------------------------------------------------------------------------------


def _sum(rows: QuerySet, of: str, measure) -> Coalesce:
    found = rows.order_by().values(of).annotate(_n=measure).values("_n")
    return Coalesce(Subquery(found), 0)


def studies(rows: QuerySet[Study]) -> QuerySet[Study]:
    """Studies with `asked` (n wanted), `answered` (valid answers) and `met` (people met): one statement."""
    rounds = Round.objects.standing().filter(study=OuterRef("pk"))
    answers = Response.objects.standing().filter(round__study=OuterRef("pk"), valid=True)
    people = Participant.objects.standing().filter(round__study=OuterRef("pk"))
    return rows.select_related("service").annotate(
        asked=_sum(rounds, "study", Sum("target")),
        answered=_sum(answers, "round__study", Count("pk")),
        met=_sum(people, "round__study", Count("number", distinct=True)),
    )


def rounds(rows: QuerySet[Round]) -> QuerySet[Round]:
    """Rounds with `valid_n`, `invalid_n` and `people_n`: one statement."""
    answers = Response.objects.standing().filter(round=OuterRef("pk"))
    people = Participant.objects.standing().filter(round=OuterRef("pk"))
    return rows.select_related("study", "method", "group").annotate(
        valid_n=_sum(answers.filter(valid=True), "round", Count("pk")),
        invalid_n=_sum(answers.filter(valid=False), "round", Count("pk")),
        people_n=_sum(people, "round", Count("number", distinct=True)),
    )


def rounds_of(study: Study) -> QuerySet[Round]:
    """The study's standing rounds, in the order of its code lists."""
    return study.rounds.standing().order_by("method__position", "group__position", "pk")


def one_round(round: Round) -> QuerySet[Round]:
    return Round.objects.filter(pk=round.pk)


def events_of(study: Study) -> QuerySet[Event]:
    return study.events.order_by("held_on", "pk")


def books_of(study: Study) -> QuerySet[Publication]:
    return study.publications.standing().select_related("kind")


def people_of(round: Round) -> QuerySet[Participant]:
    """Who took part, latest day first."""
    return round.participants.standing().order_by("-held_on", "number")


def channel_labels() -> dict[str, str]:
    return dict(ResponseChannel.choices)


def received(round: Round) -> QuerySet[Response]:
    """How many came back on which day by which way, latest first: dicts with `valid_n` and `invalid_n`."""
    rows = Response.objects.standing().filter(round=round).values("received_on", "channel")
    return rows.annotate(
        valid_n=Count("pk", filter=Q(valid=True)), invalid_n=Count("pk", filter=Q(valid=False))
    ).order_by("-received_on", "channel")


def received_on(round: Round, day: date) -> int:
    """Valid answers of one day."""
    return Response.objects.standing().filter(round=round, received_on=day, valid=True).count()


def next_number(study: Study) -> int:
    """The first participant number that the study has not given yet."""
    people = Participant.objects.filter(round__study=study)
    return (people.aggregate(last=Max("number"))["last"] or 0) + 1


# -- publications ---------------------------------------------------------------------------------------------


def _copies(model: type[Model]) -> Coalesce:
    rows = model._default_manager.filter(publication=OuterRef("pk"), withdrawn_at__isnull=True)
    return _sum(rows, "publication", Sum("copies"))


def publications(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    """Publications with `printed` and `handed` copies: one statement."""
    return rows.select_related("service", "kind", "study").annotate(
        printed=_copies(Printing), handed=_copies(Distribution)
    )


def stock(publication: Publication) -> Stock:
    """The publication's copies now. Lock the publication first when the answer decides something."""
    found = publications(Publication.objects.filter(pk=publication.pk)).values("printed", "handed").get()
    return Stock(**found)


def hold(rows: Iterable[Publication]) -> None:
    """Locks publications until the transaction ends, always in one order."""
    held = Publication.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
    list(held.select_for_update(no_key=True).values_list("pk"))


def copies(publication: Publication) -> tuple[QuerySet[Printing], QuerySet[Distribution]]:
    """Its printings and distributions, withdrawn ones included."""
    return (
        publication.printings.order_by("printed_on", "pk"),
        publication.distributions.select_related("district", "workplace").order_by("-handed_on", "-pk"),
    )


# -- checks ---------------------------------------------------------------------------------------------------


@dataclass
class Line:
    """A line of the board: one organisation with its standing desk and site check in a round."""

    organisation: Workplace
    desk: ComplianceCheck | None = None
    site: ComplianceCheck | None = None


def check_rounds(rows: QuerySet[ComplianceCheck]) -> list[tuple[int, int]]:
    """Years and numbers that have checks, latest first."""
    found = rows.order_by("-year", "-number").values_list("year", "number").distinct()
    return list(found)


def board(rows: QuerySet[ComplianceCheck], year: int, number: int) -> list[Line]:
    """One line for each organisation of the round, by name."""
    standing = rows.filter(year=year, number=number, withdrawn_at__isnull=True)
    lines: dict[int, Line] = {}
    for check in standing.select_related("organisation", "service").order_by("organisation__name", "pk"):
        line = lines.setdefault(check.organisation_id, Line(check.organisation))
        setattr(line, check.stage, check)
    return list(lines.values())


def same_round(check: ComplianceCheck) -> QuerySet[ComplianceCheck]:
    """Every standing check of that organisation in that round, this one too."""
    return ComplianceCheck.objects.standing().filter(
        centre=check.centre_id,
        service=check.service_id,
        year=check.year,
        number=check.number,
        organisation=check.organisation_id,
    )


def stages(checks: Iterable[ComplianceCheck]) -> list[Checked]:
    return [Checked(check.stage, check.checked_on) for check in checks]


def organisations(centre: Centre) -> QuerySet[Workplace]:
    """Organisations that were checked before, for suggestions."""
    known = ComplianceCheck.objects.filter(centre=centre).values("organisation")
    return Workplace.objects.filter(pk__in=known).order_by("name")
