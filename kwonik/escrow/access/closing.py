"""Who sees the day's close, who seals it, who settles what differs. A day belongs to the centre that runs the escrow."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kwonik.escrow import queries
from kwonik.escrow.codes import BreakState, RunState
from kwonik.escrow.models import Break, BusinessDay, ClosingRun, Correction
from kwonik.escrow.rules.closing import day_words
from kwonik.kernel import permissions, queues
from kwonik.kernel.permissions import Permission
from kwonik.kernel.queues import Queue, Todo
from kwonik.people.access import centres_for
from kwonik.people.models import Account, RoleGrant
from kwonik.places.models import Centre

VIEW_DAYS, SEAL, CORRECT = "escrow.day:view", "escrow.day:seal", "escrow.break:correct"
permissions.declare(
    [
        Permission(VIEW_DAYS, "안심결제 하루 마감과 장부의 차이를 봅니다"),
        Permission(SEAL, "안심결제 하루 마감을 확인하고 봉인합니다"),
        Permission(CORRECT, "안심결제 장부와 은행의 차이를 맡아 정리합니다"),
    ]
)


def days(account: Account) -> QuerySet[BusinessDay]:
    return queries.closing.days().filter(centre__in=centres_for(account, VIEW_DAYS))


def get_day(account: Account, pk: int) -> BusinessDay:
    """A day of a centre where the account may see days, or Http404."""
    return get_object_or_404(days(account).select_related("statement", "centre"), pk=pk)


def runs(account: Account) -> QuerySet[ClosingRun]:
    """여러 날 마감, the newest first."""
    return queries.runs.runs().filter(centre__in=centres_for(account, VIEW_DAYS))


def get_run(account: Account, pk: int) -> ClosingRun:
    return get_object_or_404(runs(account), pk=pk)


def breaks(account: Account) -> QuerySet[Break]:
    return Break.objects.filter(day__centre__in=centres_for(account, VIEW_DAYS))


def get_break(account: Account, pk: int) -> Break:
    return get_object_or_404(breaks(account).select_related("day__centre", "owner"), pk=pk)


def get_correction(account: Account, pk: int) -> Correction:
    rows = Correction.objects.filter(break_of__day__centre__in=centres_for(account, VIEW_DAYS))
    return get_object_or_404(rows.select_related("break_of__day__centre", "proposed_by"), pk=pk)


def correctors(centre: Centre, day: date | None = None) -> list[Account]:
    """Who may own and settle a break of the centre that day, by name."""
    grants = RoleGrant.objects.as_of(day or timezone.localdate()).filter(
        centre=centre, role__permissions__contains=[CORRECT], account__is_active=True
    )
    return list(Account.objects.filter(pk__in=grants.values("account")).order_by("name", "pk"))


def _unsealed(account: Account, centre: Centre, today: date) -> list[Todo]:
    run = queries.runs.runs().filter(centre=centre, state=RunState.PROPOSED).first()
    if run is not None:
        return [
            Todo(
                f"{day_words(run.from_on)} ~ {day_words(run.until_on)} 여러 날 마감",
                "escrow:run",
                (run.pk,),
                note="내가 확인함" if run.first_by_id == account.pk else "",
                turn="두 번째 사람",
                since=run.first_at,
            )
        ]
    rows = BusinessDay.objects.filter(centre=centre, sealed_at=None, dated_on__lt=today).order_by("dated_on")
    return [
        Todo(
            f"{row.dated_on.month}월 {row.dated_on.day}일 하루 마감",
            "escrow:day",
            (row.pk,),
            note=f"정리할 차이 {row.open_breaks}건" if row.open_breaks else "",
            turn="두 번째 사람" if row.first_by_id else "센터",
            since=row.dated_on,
        )
        for row in rows[:20]
    ]


def _own(account: Account, centre: Centre, today: date) -> list[Todo]:
    rows = Break.objects.filter(owner=account, state=BreakState.OPEN, day__centre=centre).select_related(
        "day"
    )
    return [
        Todo(
            f"{row.day.dated_on.month}월 {row.day.dated_on.day}일 차이: {row.get_kind_display()}",
            "escrow:break",
            (row.pk,),
            turn="맡은 사람",
            since=row.opened_on,
        )
        for row in rows.order_by("opened_on", "pk")[:20]
    ]


queues.declare(
    Queue("escrow.days", "안심결제 하루 마감", SEAL, _unsealed, "봉인을 기다리는 날이 없습니다.", 62)
)
queues.declare(Queue("escrow.breaks", "맡은 장부 차이", CORRECT, _own, "맡은 차이가 없습니다.", 63))
