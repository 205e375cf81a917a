"""The roster of a lecture: who signed up, who came, and their certificates."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from kwonik.education import rules
from kwonik.education.models import Attendee, Lecture
from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.access import require
from kwonik.places.actions import reserve

KEEP = "education.roster:keep"
SERIES = "CERT"


@transaction.atomic
def enrol(*, by, lecture: Lecture, name: str, phone: str = "") -> Attendee:
    """Puts somebody on the roster; the same person twice is once. Raises Refused for a withdrawn lecture."""
    require(by, KEEP, lecture.centre)
    stored = _locked(lecture)
    [client] = vault.client_ids(lecture.centre, [(name, phone)])
    row, fresh = Attendee.objects.get_or_create(
        lecture=stored, client_id=client, defaults={"centre_id": stored.centre_id}
    )
    if fresh:
        audit.record("education.lecture.enrolled", stored, by=by, detail={"attendee": row.pk})
    return row


@transaction.atomic
def mark_attendance(*, by, lecture: Lecture, attended: Iterable[int]) -> int:
    """Who came to the end, by the ids of the roster; whoever is not named did not, unless they hold a certificate."""
    require(by, KEEP, lecture.centre)
    stored = _locked(lecture)
    came = set(attended)
    rows = list(stored.roster.select_for_update())
    for row in rows:
        row.attended = row.pk in came or bool(row.certificate)
    Attendee.objects.bulk_update(rows, ["attended"])
    count = sum(row.attended for row in rows)
    audit.record("education.lecture.attended", stored, by=by, detail={"people": count})
    return count


@transaction.atomic
def issue_certificates(*, by, lecture: Lecture) -> list[Attendee]:
    """Numbers for everybody who came and has none yet; all who have one come back."""
    require(by, KEEP, lecture.centre)
    stored = _locked(lecture)
    if stored.held_on > timezone.localdate():
        raise rules.Refused("아직 하지 않은 교육입니다. 교육한 뒤에 수료증을 내세요.")
    rows = list(stored.roster.select_for_update().filter(attended=True).order_by("pk"))
    fresh = [row for row in rows if not row.certificate]
    if fresh:
        year = stored.held_on.year
        first = reserve(lecture.centre, SERIES, year, len(fresh))
        for number, row in enumerate(fresh, first):
            row.certificate = f"{year}-{number:05}"
        Attendee.objects.bulk_update(fresh, ["certificate"])
    return rows


@transaction.atomic
def strike(*, by, attendee: Attendee) -> Lecture:
    """Takes somebody off the roster who was put there by mistake. Raises Refused once there is a certificate."""
    require(by, KEEP, attendee.lecture.centre)
    stored = _locked(attendee.lecture)
    row = stored.roster.select_for_update().filter(pk=attendee.pk).first()
    if row and row.certificate:
        raise rules.Refused("수료증을 낸 사람은 명단에서 뺄 수 없습니다.")
    if row:
        row.delete()
        audit.record("education.lecture.struck", stored, by=by)
    return stored


def _locked(lecture: Lecture) -> Lecture:
    stored = Lecture.objects.select_for_update(of=("self",)).get(pk=lecture.pk)
    if stored.withdrawn_at:
        raise rules.Refused("철회한 교육입니다. 철회를 되돌린 뒤 다시 하세요.")
    return stored
