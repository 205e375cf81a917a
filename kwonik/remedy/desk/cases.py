"""The list of cases, a case's page, an advocate's own list, and the sheet to print."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.kernel.doors import link
from kwonik.labourlaw.subjects.matters import matters
from kwonik.people.codes import Purpose
from kwonik.people.guard import page
from kwonik.remedy import access, queries, rules
from kwonik.remedy.access import VIEW, VIEW_ASSIGNED
from kwonik.remedy.codes import LABELS, OPEN, TRANSITIONS, CaseState, DateState, Instrument, Turn
from kwonik.remedy.forms import CaseFilter

PER_PAGE = 50
SHOWN_ELSEWHERE = {"strike", "correct", "step", "accept", "decline", "amend", "facts", "revise"} | {
    *("date", "undate", "confirm", "term", "meet", "drop", "revive"),
}
"""Verbs whose links stand beside what they change."""
STATES, TURNS = dict(CaseState.choices), dict(Turn.choices)
TONES = {
    "preparing": "neutral",
    "ready": "warning",
    "offered": "info",
    "active": "primary",
    "concluded": "info",
    "closed": "success",
    "withdrawn": "neutral",
}


@page(VIEW)
def cases(request):
    """The centre's cases, what presses first; every filter has an address."""
    today = timezone.localdate()
    narrowed = CaseFilter(request.GET, centre=request.centre, today=today)
    rows = narrowed.narrow(access.visible(request.user).filter(centre=request.centre))
    ordered = queries.sorted_by(rows, request.GET.get("sort", ""), today)
    found = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    found.object_list = list(queries.listed(found.object_list))
    context = {
        "filter": narrowed,
        "page": found,
        "words": catalogue.words(),
        "states": STATES,
        "turns": TURNS,
        "names": access.names_of(request.user, found),
        "today": today,
        "tones": TONES,
        "open_states": OPEN,
    }
    return render(request, "remedy/cases.html", context, status=422 if narrowed.errors else 200)


@page(VIEW)
def case(request, pk: int):
    """One case: what is left to do, whose turn, everything that happened. Opening it is logged."""
    return _case(request, access.get_case(request.user, pk), "case")


@page(VIEW)
def print_sheet(request, pk: int):
    """The same on paper."""
    return _case(request, access.get_case(request.user, pk), "print")


@page(VIEW_ASSIGNED)
def mine(request):
    """An advocate's own page: questions to answer, cases in hand, what was answered before."""
    today = timezone.localdate()
    in_hand = list(queries.in_hand(request.user, request.centre))
    done = access.visible(request.user, VIEW_ASSIGNED).filter(
        centre=request.centre, advocate__account=request.user
    )
    context = {
        "offers": queries.unanswered(request.user, request.centre),
        "cases": in_hand,
        "finished": queries.finished(done),
        "answered": queries.answered(request.user, request.centre)[:20],
        "names": access.names_of(request.user, in_hand),
        "today": today,
        "tones": TONES,
    }
    return render(request, "remedy/mine.html", context)


@page(VIEW_ASSIGNED)
def my_case(request, pk: int):
    """A case that the advocate has accepted."""
    return _case(request, access.get_case(request.user, pk, VIEW_ASSIGNED), "case")


def _case(request, found, template: str):
    steps = list(queries.steps(found))
    file = access.open_file(
        request.user, found, purpose=Purpose.REMEDY, action=f"remedy.{template}", steps=steps
    )
    standing = queries.standing(found)
    as_staff = access.may_view_as_staff(request.user, found)
    verbs = {verb for verb in TRANSITIONS if _possible(request, found, verb, standing)}
    tasks = rules.tasks(standing)
    dates = list(queries.dates(found))
    today = timezone.localdate()
    context: dict[str, Any] = {
        "dates": dates,
        "matter_dates": queries.matter_dates(found),
        "matters": matters(),
        "rules": rules,
        "lost": [
            one
            for one in dates
            if found.state in OPEN and rules.is_lost(one.state, one.nature, one.last_on, today)
        ],
        "proposed": [one for one in dates if one.state == DateState.PROPOSED],
        "case": found,
        "file": file,
        "steps": steps,
        "events": queries.history(found, None if as_staff else request.user),
        "offers": queries.offers(found) if as_staff else [],
        "tasks": tasks,
        "next_task": next((task for task in tasks if task.verb in verbs), None),
        "verbs": verbs,
        "others": _others(verbs, {task.verb for task in tasks}),
        "labels": LABELS,
        "states": dict(CaseState.choices),
        "turns": dict(Turn.choices),
        "instruments": ", ".join(str(Instrument(one).label) for one in found.instruments),
        "is_mine": found.turn == (Turn.CENTRE if as_staff else Turn.ADVOCATE),
        "as_staff": as_staff,
        "today": today,
        "tone": TONES[found.state],
        "consultation_url": link(request, "counselling:consultation", found.consultation_id)
        if as_staff
        else "",
        "client_url": link(request, "people:client", found.client_id) if as_staff else "",
        "standing_url": link(request, "reports:standing", found._meta.label_lower, found.pk),
    }
    return render(request, f"remedy/{template}.html", context)


def _possible(request, found, verb: str, standing) -> bool:
    return not rules.obstacles(verb, standing) and access.may_move(request.user, found, verb)


def _others(verbs: set[str], offered: set[str]) -> list:
    """What else may be done now, in the table's order; steps are changed where they stand."""
    return [t for verb, t in TRANSITIONS.items() if verb in verbs - offered - SHOWN_ELSEWHERE]
