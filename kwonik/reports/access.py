"""Who may open reports, whose rows they cover and who may see the rows behind a number."""

from __future__ import annotations

from django.http import Http404

from kwonik.catalogue.models import Programme, ReportTemplate
from kwonik.catalogue.queries import programmes
from kwonik.kernel import permissions
from kwonik.kernel.figures import AnyFigure, Figure, Window
from kwonik.kernel.permissions import Permission
from kwonik.people import access
from kwonik.places.models import Centre

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
