"""Who may open reports, whose rows they cover and who may see the rows behind a number."""

from __future__ import annotations

from datetime import date

from django.http import Http404
from django.utils import timezone

from kwonik.catalogue.models import Programme, ReportTemplate
from kwonik.catalogue.queries import card_templates, programmes
from kwonik.kernel import permissions, queues
from kwonik.kernel.figures import AnyFigure, Figure, Window
from kwonik.kernel.permissions import Permission
from kwonik.kernel.queues import Queue, Todo
from kwonik.people import access
from kwonik.people.models import Account, RoleGrant
from kwonik.places.models import Centre, LockException

from . import queries
from .models import Edition

VIEW, EXPLAIN = "reports.report:view", "reports.figure:explain"
PUBLISH, CLOSE, SETTLE, EXCEPT = (
    "reports.edition:publish",
    "reports.period:close",
    "reports.period:settle",
    "reports.exception:grant",
)
PERMISSIONS = (
    Permission(VIEW, "보고서를 보고 내려받습니다"),
    Permission(EXPLAIN, "수치가 어느 기록에서 나왔는지 봅니다"),
    Permission("reports.figure:approve", "수치 정의를 맡을 사람을 정하고 정의를 승인합니다"),
    Permission(PUBLISH, "보고서를 공표하고 정정판을 냅니다"),
    Permission(CLOSE, "센터의 달을 마감하고 풉니다"),
    Permission(SETTLE, "센터가 마감한 달을 시가 마감하고 풉니다"),
    Permission(EXCEPT, "마감한 달에 쓸 수 있는 예외를 줍니다"),
)
permissions.declare(PERMISSIONS)


def templates():
    """The reports in force."""
    return ReportTemplate.objects.filter(retired_on__isnull=True)


def get_template(code: str) -> ReportTemplate:
    """The report of that code, or 404."""
    template = templates().filter(code=code).first()
    if template is None:
        raise Http404
    return template


def get_card() -> ReportTemplate:
    """The report that prints one card for each thing it may be about, or 404."""
    found = card_templates().first()
    if found is None:
        raise Http404
    return found


def get_programme(code: str, centre: Centre) -> Programme:
    """The programme of that code with its services, or 404; so for one that another centre made."""
    found = programmes(centre).filter(code=code, retired_on__isnull=True).first()
    if found is None:
        raise Http404
    return found


def may_see_rows(account, figure: AnyFigure, window: Window, centres) -> bool:
    """Whether the rows behind a number may be listed: the figure's own permission at every centre they come from."""
    if not isinstance(figure, Figure) or not figure.permission:
        return False
    return all(access.may(account, figure.permission, centre) for centre in centres)


def get_record(account, model, pk: int, counted_in: list[Figure]):
    """A record whose standing may be asked: one of a centre where the account may see such rows; else 404."""
    record = model._default_manager.select_related("centre").filter(pk=pk).first()
    allowed = record is not None and any(
        figure.permission and access.may(account, figure.permission, record.centre) for figure in counted_in
    )
    if not allowed:
        raise Http404
    return record


# -- editions, closings, exceptions -----------------------------------------------------------------------------


def get_edition(account, pk: int) -> Edition:
    """An edition of a centre whose reports the account may see; else 404."""
    rows = Edition.objects.filter(centre__in=access.centres_for(account, VIEW))
    found = rows.select_related("template", "centre", "published_by", "supersedes").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_exception(account, pk: int) -> LockException:
    """An exception of a centre where the account gives them; else 404."""
    rows = LockException.objects.filter(centre__in=access.centres_for(account, EXCEPT))
    found = rows.select_related("centre", "account").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def colleagues(account, centre: Centre):
    """Who may be excepted: whoever works at the centre, but not oneself."""
    today = timezone.localdate()
    return (
        Account.objects.filter(
            is_active=True, grants__in=RoleGrant.objects.as_of(today).filter(centre=centre)
        )
        .exclude(pk=account.pk)
        .distinct()
        .order_by("name", "pk")
    )


def may_link(account, figure: AnyFigure, centre: Centre) -> bool:
    """Whether the records behind a published number may be opened one by one."""
    return (
        isinstance(figure, Figure)
        and bool(figure.page and figure.permission and figure.page_of == "pk")
        and access.may(account, figure.permission, centre)
    )


def _moved(account, centre: Centre, today: date) -> list[Todo]:
    return [
        Todo(
            f"{edition} 공표한 수치 {count}개가 움직였습니다",
            "reports:drift",
            (edition.pk,),
            note="무엇이 달라졌는지 보고, 필요하면 정정판을 냅니다.",
            turn="센터",
            since=noticed_at,
        )
        for edition, count, noticed_at in queries.moved_editions(centre)
    ]


queues.declare(Queue("reports.moved", "움직인 공표 수치", PUBLISH, _moved, "공표한 수치는 그대로입니다.", 15))
