"""A holiday declared late, or called off: every critical date still to be kept is counted anew, of all centres at once."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.utils import timezone

from kwonik.kernel import audit, reckoned
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.reckoned import Correction, Preview, Reckoned, Shift
from kwonik.people.access import may
from kwonik.places.models import Centre
from kwonik.remedy import access, queries
from kwonik.remedy.codes import PENDING, REDATED
from kwonik.remedy.models import Redating

LISTED = 200
"""So many of the dates that would move are listed before somebody confirms."""

MOVE = """
WITH ends AS (
    SELECT raw_last_on, last_on FROM unnest(%(raws)s::date[], %(lasts)s::date[]) AS ends (raw_last_on, last_on)
), affected AS MATERIALIZED (
    SELECT found.id, found.case_id, found.term, found.last_on AS before_on, ends.last_on AS after_on,
           touched.centre_id, touched.state, touched.turn, touched.due_on
    FROM remedy_criticaldate AS found
        JOIN ends ON ends.raw_last_on = found.raw_last_on AND ends.last_on <> found.last_on
        JOIN remedy_reliefcase AS touched ON touched.id = found.case_id
    WHERE found.state = ANY (%(pending)s)
    FOR UPDATE OF found
), kept AS (
    INSERT INTO remedy_redating (centre_id, day, name, count, by_id)
    SELECT centre_id, %(day)s, %(name)s, count(*), %(by)s FROM affected GROUP BY centre_id
    RETURNING id, centre_id, count
), listed AS (
    INSERT INTO remedy_redateddate (redating_id, date_id, before_on, after_on)
    SELECT kept.id, affected.id, before_on, after_on FROM affected JOIN kept USING (centre_id)
), told AS (
    INSERT INTO remedy_caseevent (case_id, at, code, by_id, from_state, to_state, turn, due_on, reason, changes)
    SELECT case_id, now(), %(code)s, %(by)s, state, state, turn, due_on, %(reason)s,
           jsonb_agg(jsonb_build_array(term, to_char(before_on, 'FMYYYY. FMMM. FMDD.'),
                                       to_char(after_on, 'FMYYYY. FMMM. FMDD.')) ORDER BY id)
    FROM affected GROUP BY case_id, state, turn, due_on
), moved AS (
    UPDATE remedy_criticaldate AS found SET last_on = affected.after_on, known_on = %(today)s
    FROM affected WHERE found.id = affected.id
)
SELECT id FROM kept
"""


def redate(by: Any, correction: Correction | None, calendar: WorkingCalendar) -> int:
    """Moves every date to be kept to its last day by this calendar, with a line in each case's history; how many moved.

    Each distinct day is reckoned once and all dates move in one statement; what moved stays listed (`Redating`), one list
    for each centre. In the transaction of whoever corrects the calendar, who has asked for permission there.
    """
    ends = queries.moved_ends(calendar)
    words = {
        "day": correction.day if correction else None,
        "name": correction.name if correction else "",
        "reason": _reason(correction),
        "by": by.pk if by else None,
        "code": REDATED,
        "today": timezone.localdate(),
        "pending": [str(state) for state in PENDING],
        "raws": list(ends),
        "lasts": list(ends.values()),
    }
    with connection.cursor() as cursor:
        cursor.execute(MOVE, words)
        numbers = [number for (number,) in cursor.fetchall()]
    total = 0
    for redating in Redating.objects.filter(pk__in=numbers):
        audit.record("remedy.dates.redated", redating, by=by, detail={"count": redating.count})
        total += redating.count
    return total


def preview(account: Any, centre: Centre, calendar: WorkingCalendar) -> Preview:
    """Which of the centre's dates would move by this calendar; named only to whoever may see its cases."""
    ours, elsewhere = queries.would_move(queries.moved_ends(calendar), centre)
    count = ours.count()
    if not may(account, access.VIEW, centre):
        return Preview("권리구제 사건의 기한", count, elsewhere)
    shifts = [
        Shift(
            f"{one.case.reference} {one.term}",
            one.last_on,
            calendar.next_working(one.raw_last_on),
            "remedy:case",
            (one.case_id,),
        )
        for one in ours[:LISTED]
    ]
    return Preview("권리구제 사건의 기한", count, elsewhere, shifts)


def _reason(correction: Correction | None) -> str:
    if correction is None:
        return "공휴일 규정을 새로 받아 달력이 바뀜"
    day = correction.day
    return f"{day.year}. {day.month}. {day.day}.이 {correction.name or '일하는 날'}(으)로 바뀜"


reckoned.declare(Reckoned("remedy.dates", preview, redate))
