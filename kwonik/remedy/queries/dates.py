"""Critical dates: of one case, of many, those about to pass, and cases that have none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from kwonik.kernel.calendar import WorkingCalendar
from kwonik.places.models import Centre
from kwonik.remedy.codes import FINAL, OPEN, WITHIN, DateState
from kwonik.remedy.models import CalendarFeed, CriticalDate, MatterDate, RedatedDate, Redating, ReliefCase


def matter_dates(case: ReliefCase) -> QuerySet[MatterDate]:
    """What happened when, the withdrawn days too."""
    return case.matter_dates.select_related("recorded_by", "withdrawn_by").order_by("happened_on", "pk")


def dates(case: ReliefCase) -> QuerySet[CriticalDate]:
    """Every critical date of a case: those still to be kept first, what presses on top."""
    rows = case.critical_dates.select_related("matter_date", "met_step__kind", "settled_by")
    settled = Q(state__in=(DateState.MET, DateState.NOT_NEEDED))
    return rows.annotate(is_settled=Q(settled)).order_by("is_settled", "last_on", "pk")


def pending_words(case: ReliefCase) -> tuple[str, ...]:
    """What is still to be kept in a case, as a refusal names it."""
    rows = case.critical_dates.pending().order_by("last_on", "pk").values_list("term", "last_on", "state")
    return tuple(
        f"{term} {day.year}. {day.month}. {day.day}." + (" (확인 전)" if state == DateState.PROPOSED else "")
        for term, day, state in rows
    )


def proposed(case: ReliefCase) -> QuerySet[CriticalDate]:
    """Dates that nobody has confirmed or dropped yet."""
    return case.critical_dates.filter(state=DateState.PROPOSED).select_related("matter_date")


# -- the desk ---------------------------------------------------------------------------------------------------


def running(cases: QuerySet[ReliefCase]) -> QuerySet[CriticalDate]:
    """Dates to be kept in those of the cases that are open, the one that passes first on top."""
    rows = CriticalDate.objects.pending().filter(case__in=cases.filter(state__in=OPEN))
    return rows.order_by("last_on", "pk")


def with_case(rows: QuerySet[CriticalDate]) -> QuerySet[CriticalDate]:
    """Critical dates with everything a list prints of their cases."""
    return rows.select_related("case__issue", "case__forum", "case__advocate")


def dates_until(cases: QuerySet[ReliefCase], day: date) -> QuerySet[CriticalDate]:
    """Overdue ones and those until that day."""
    return running(cases).filter(last_on__lte=day).select_related("case__issue")


def without_dates(cases: QuerySet[ReliefCase]) -> QuerySet[ReliefCase]:
    """Open cases for which nobody wrote down any critical date."""
    has_one = Exists(CriticalDate.objects.filter(case=OuterRef("pk")))
    rows = cases.filter(~has_one, state__in=OPEN)
    return rows.select_related("issue", "forum", "advocate").order_by("opened_on", "pk")


def due_within(when: str, today: date) -> Q:
    """ "overdue", "lost" (overdue and final), "proposed", or a number of days from today."""
    if when == "overdue":
        return Q(last_on__lt=today)
    if when == "lost":
        return Q(last_on__lt=today, nature__in=FINAL)
    if when == "proposed":
        return Q(state=DateState.PROPOSED)
    if when.isdecimal():
        return Q(last_on__range=(today, today + timedelta(days=int(when))))
    return Q()


def tally(cases: QuerySet[ReliefCase], today: date) -> dict[str, int]:
    """How many dates each filter of the desk finds, and how many cases have none; two queries."""
    asked = ("overdue", "lost", *map(str, WITHIN), "proposed")
    counts = {f"n_{when}": Count("pk", filter=due_within(when, today)) for when in asked}
    found = running(cases).order_by().aggregate(**counts)
    return {when: found[f"n_{when}"] for when in asked} | {"none": without_dates(cases).count()}


# -- the calendar feed ------------------------------------------------------------------------------------------


def working_feeds() -> QuerySet[CalendarFeed]:
    """Addresses nobody revoked, of accounts that are open and set up."""
    rows = CalendarFeed.objects.filter(revoked_at__isnull=True)
    working = Q(account__is_active=True, account__must_change_password=False)
    return rows.filter(working).select_related("account", "centre")


def own_feed(account: Any, centre: Centre) -> CalendarFeed | None:
    """The address that the account's calendar reads at that centre, if there is one."""
    return CalendarFeed.objects.filter(account=account, centre=centre, revoked_at__isnull=True).first()


def dates_in_calendar(cases: QuerySet[ReliefCase]) -> QuerySet[CriticalDate]:
    """What a calendar shows of these cases: how often each was moved, when it was last touched."""
    touched = Greatest("recorded_at", Coalesce(Max("redated__redating__at"), "recorded_at"))
    rows = running(cases).select_related("case")
    return rows.annotate(moves=Count("redated"), touched_at=touched)


# -- a corrected calendar ----------------------------------------------------------------------------------------


def moved_ends(calendar: WorkingCalendar) -> dict[date, date]:
    """raw last day -> last day by this calendar, for every raw day of dates to be kept: each is reckoned once."""
    raws = CriticalDate.objects.pending().order_by().values_list("raw_last_on", flat=True).distinct()
    return {raw: calendar.next_working(raw) for raw in raws}


def would_move(ends: dict[date, date], centre: Centre) -> tuple[QuerySet[CriticalDate], int]:
    """The centre's dates that end elsewhere by `ends`, and how many of other centres do."""
    moved = _elsewhere(ends)
    rows = CriticalDate.objects.pending().filter(moved)
    ours = rows.filter(case__centre=centre).select_related("case").order_by("last_on", "pk")
    return ours, rows.exclude(case__centre=centre).count()


def _elsewhere(ends: dict[date, date]) -> Q:
    """Dates whose last day is not the one of `ends`: by last day, few days move at a time."""
    found = Q(pk__in=())
    stored = CriticalDate.objects.pending().order_by().values_list("raw_last_on", "last_on").distinct()
    for raw, last in stored:
        if ends[raw] != last:
            found |= Q(raw_last_on=raw, last_on=last)
    return found


def redatings(centre: Centre) -> QuerySet[Redating]:
    """Corrections of the calendar that moved dates of this centre, newest first."""
    return Redating.objects.filter(centre=centre).select_related("by")


def redated(redating: Redating) -> QuerySet[RedatedDate]:
    """What one of them moved."""
    return redating.moved.select_related("date__case").order_by("after_on", "pk")
