"""A person's own calendar of deadlines: its secret address, and what a calendar program reads there (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from icalendar import Alarm, Calendar, Event

from kwonik.people.guard import page, public
from kwonik.people.rules import Refused
from kwonik.remedy import access, actions, queries
from kwonik.remedy.access import VIEW_DATES
from kwonik.remedy.codes import DateState, Nature
from kwonik.remedy.forms import ConfirmForm

from .answers import add_refusal, form_of, shown

ALARMS = (timedelta(days=-7), timedelta(days=-1), timedelta(hours=9))
"""Before the last day, and at nine in the morning of it."""
EVERY = timedelta(hours=4)


@page(VIEW_DATES)
def feed(request):
    """One's own address: made anew, or taken away. The secret is shown this once."""
    form = form_of(request, ConfirmForm)
    if request.method == "POST" and form.is_valid():
        try:
            _, secret = actions.make_feed(
                by=request.user, centre=request.centre, token=form.cleaned_data["form_token"]
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            address = request.build_absolute_uri(reverse("remedy:calendar", args=(secret,)))
            return shown(request, "feed_made", ConfirmForm(), address=address)
    return shown(request, "feed", form, feed=queries.own_feed(request.user, request.centre))


@page(VIEW_DATES)
@require_POST
def revoke_feed(request):
    if actions.revoke_feed(by=request.user, centre=request.centre):
        messages.success(request, "달력 주소를 없앴습니다. 이제 그 주소로는 아무것도 받을 수 없습니다.")
    return redirect("remedy:feed")


@public
@require_safe
def calendar(request, token: str):
    """The calendar under a secret address; nothing is there for a wrong, revoked or no longer entitled one."""
    found = access.feed_of(token)
    if found is None:
        raise Http404("없는 달력입니다.")
    content = written(access.feed_rows(found))
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = 'inline; filename="kwonik.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


def written(rows: Iterable[Any]) -> bytes:
    """The dates as all-day events: the case's number and the kind of date, and nothing else of the case."""
    found = Calendar()
    found.add("prodid", "-//Kwonik//critical dates//KO")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("x-wr-calname", "권리구제 기한")
    found.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", EVERY)
    for row in rows:
        found.add_component(_event(row))
    return found.to_ical()


def _event(row: Any) -> Event:
    """One date. Its UID and number of moves let a calendar program move it rather than show it twice."""
    kind = Nature.OWN.label if row.nature == Nature.OWN else row.term
    unsure = " (확인 전)" if row.state == DateState.PROPOSED else ""
    summary = f"{row.case.reference} {kind}{unsure}"
    event = Event()
    event.add("uid", f"critical-date-{row.pk}@kwonik")
    event.add("dtstamp", row.touched_at.astimezone(UTC))
    event.add("sequence", row.moves)
    event.add("dtstart", row.last_on)
    event.add("dtend", row.last_on + timedelta(days=1))
    event.add("summary", summary)
    event.add("categories", [str(row.get_nature_display())])
    event.add("transp", "TRANSPARENT")
    for before in ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", before)
        event.add_component(alarm)
    return event
