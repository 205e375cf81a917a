"""Storing a ledger of sittings: clients, courses, sittings, in bulk, with everybody in it held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Refused
from kwonik.people import vault
from kwonik.people.models import Client
from kwonik.places.actions import reserve
from kwonik.wellbeing import queries
from kwonik.wellbeing.codes import TAKING, CourseState, Route
from kwonik.wellbeing.models import Course, Extension, Sitting

from .lookups import clients_by_reference, counsellor_on, hub_on, issues, limit_of, service_of, state_of

QUOTA_WITHOUT_LIMIT = 50

CourseKey = tuple[int, str, date]


def store(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    """A chunk of sittings with their clients and courses. Everybody in it is held, and nobody gets too many."""
    people = _people(context, lines)
    held = Client.objects.select_for_update(no_key=True).filter(pk__in=set(people)).order_by("pk")
    list(held.values_list("pk"))
    keys = [
        (person, str(line.values["route"]), line.values["opened_on"])
        for person, line in zip(people, lines, strict=True)
    ]
    courses = _courses(context, dict(reversed(list(zip(keys, lines, strict=True)))), batch)
    now = timezone.now()
    ordered = sorted(
        zip(keys, lines, strict=True),
        key=lambda pair: (pair[1].values["held_on"], pair[1].values.get("number") or 0),
    )
    made = Sitting.objects.bulk_create(
        Sitting(
            centre=context.centre,
            course_id=courses[key],
            number=1,
            held_on=line.values["held_on"],
            minutes=line.values.get("minutes"),
            place=line.values.get("place") or "",
            state=state_of(line.values),
            confirmation=line.values.get("confirmation") or "",
            confirmed_at=now if line.values.get("confirmation") else None,
            confirmed_by=context.by if line.values.get("confirmation") else None,
            recorded_by=context.by,
            import_batch=batch,
            import_key=line.key,
        )
        for key, line in ordered
    )
    Sitting.objects.number_anew({row.course_id for row in made})
    _close(courses, keys, lines)
    _check_quotas(context, set(people), {line.values["held_on"].year for line in lines})


def _people(context: Context, lines: Sequence[Line]) -> list[int]:
    """Each line's client: the one of that number, or of that name and telephone number, registered if need be."""
    named = [line.values for line in lines if not line.values.get("reference")]
    found = iter(vault.client_ids(context.centre, [(values["name"], values["phone"]) for values in named]))
    return [
        clients_by_reference(context)[line.values["reference"]]
        if line.values.get("reference")
        else next(found)
        for line in lines
    ]


def _courses(context: Context, wanted: dict[CourseKey, Line], batch: ImportBatch) -> dict[CourseKey, int]:
    rows = Course.objects.filter(
        queries.STANDING, centre=context.centre, client__in={client for client, *_ in wanted}
    )
    known = {
        (client, route, day): pk
        for pk, client, route, day in rows.values_list("pk", "client", "route", "opened_on")
    }
    fresh = sorted(wanted.keys() - known.keys(), key=lambda key: (key[2], key[0], key[1]))
    service = service_of(context)
    made = []
    for year, count in sorted(Counter(key[2].year for key in fresh).items()):
        first = reserve(context.centre, service.code, year, count)
        of_year = [key for key in fresh if key[2].year == year]
        for number, key in enumerate(of_year, first):
            made.append(
                _course(context, key, wanted[key].values, f"{service.prefix}-{year}-{number:06}", batch)
            )
    Course.objects.bulk_create(made)
    return known | {(row.client_id, str(row.route), row.opened_on): row.pk for row in made}


def _course(
    context: Context, key: CourseKey, values: dict[str, Any], reference: str, batch: ImportBatch
) -> Course:
    client, route, day = key
    visiting = counsellor_on(context, values["counsellor"], day)
    return Course(
        centre=context.centre,
        service=service_of(context),
        reference=reference,
        client_id=client,
        route=route,
        hub=hub_on(context, values.get("hub"), day) if route == Route.HUB else None,
        counsellor=visiting if route == Route.INDIVIDUAL else None,
        counsellor_name=values["counsellor"] if route == Route.HUB else "",
        issue=issues(context)[values["issue"]],
        opened_on=day,
        quota=limit_of(context, day.year) or QUOTA_WITHOUT_LIMIT,
        recorded_by=context.by,
        import_batch=batch,
    )


def _close(courses: dict[CourseKey, int], keys: Sequence[CourseKey], lines: Sequence[Line]) -> None:
    """Courses whose lines tell their last day."""
    told = {
        courses[key]: line.values
        for key, line in zip(keys, lines, strict=True)
        if line.values.get("closed_on")
    }
    rows = list(Course.objects.filter(pk__in=told, state=CourseState.OPEN))
    for row in rows:
        row.closed_on, row.stopped_reason = (
            told[row.pk]["closed_on"],
            told[row.pk].get("stopped_reason") or "",
        )
        row.state = CourseState.STOPPED if row.stopped_reason else CourseState.FINISHED
    Course.objects.bulk_update(rows, ["closed_on", "stopped_reason", "state"])


def _check_quotas(context: Context, people: set[int], years: set[int]) -> None:
    """With the chunk stored and everybody in it held: nobody of them has more than a year allows. Raises Refused."""
    head = Coalesce("course__client__merged_into_id", "course__client_id")
    service = service_of(context)
    for year in sorted(years):
        limit = limit_of(context, year)
        if limit is None:
            continue
        rows = Sitting.objects.filter(
            queries.STANDING, course__service=service, held_on__year=year, state__in=TAKING
        ).annotate(head=head)
        taken = rows.filter(head__in=people).order_by().values_list("head").annotate(count=Count("pk"))
        over = {person: count for person, count in taken if count > limit}
        extra = Extension.objects.filter(course__service=service, year=year).annotate(head=head)
        given = dict(extra.filter(head__in=over).order_by().values_list("head").annotate(sum=Sum("sittings")))
        for person, count in over.items():
            if count > limit + given.get(person, 0):
                raise Refused(
                    f"한 사람의 회기가 {year}년에 {count}회기가 되어 {limit + given.get(person, 0)}회기를 넘습니다. "
                    "대장을 확인하거나 먼저 회기를 늘리세요."
                )
    full = Course.objects.filter(sittings__withdrawn_at__isnull=True, sittings__state__in=TAKING)
    counted = full.filter(client__in=people).annotate(taken=Count("sittings")).filter(taken__gt=F("quota"))
    if reference := counted.values_list("reference", flat=True).first():
        raise Refused(f"{reference} 상담에 정한 회기보다 많습니다. 먼저 그 상담의 회기를 늘리세요.")


def keep_notes(batch: ImportBatch) -> None:
    """Raises Refused when a counsellor has written on one of the batch's sittings: a note is nobody else's to remove."""
    noted = Sitting.objects.filter(import_batch=batch, note__isnull=False)
    if references := list(noted.values_list("course__reference", flat=True).distinct()[:3]):
        raise Refused(
            f"상담 기록을 적은 회기가 있어 되돌릴 수 없습니다: {', '.join(references)}. 잘못 가져온 회기는 하나씩 철회하세요."
        )
