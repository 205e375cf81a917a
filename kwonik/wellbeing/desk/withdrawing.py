"""Withdrawing and putting back, each with a page that asks once more: hubs, courses, sittings, groups, their sittings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from kwonik.people.answers import posted, tried
from kwonik.people.guard import page
from kwonik.wellbeing import access, actions
from kwonik.wellbeing.access import EDIT_HUBS, MANAGE, RECORD_GROUPS
from kwonik.wellbeing.forms import AgainForm, WithdrawForm

from .asking import confirmed, go


def _doors(kind: str, permission: str, get: Callable[..., Any]):
    """The two doors of one kind of row; its own page bears the kind's name."""

    def ask(request, row: Any, form: Any, **words: Any):
        back = reverse(f"wellbeing:{kind}", args=(row.pk,))
        return confirmed(request, form, trail=[(str(row), back)], cancel_url=back, **words)

    @page(permission)
    def withdraw(request, pk: int):
        row = get(request.user, pk, permission)
        form = WithdrawForm(posted(request))
        if tried(request, form, actions.withdraw, "철회했습니다. 어느 수치에도 들어가지 않습니다.", row=row):
            return go(kind, pk)
        return ask(
            request,
            row,
            form,
            title="이 기록을 철회할까요?",
            submit="철회",
            text="철회한 기록은 지워지지 않고 남지만 어느 수치에도 들어가지 않습니다.",
            danger=True,
        )

    @page(permission)
    def reinstate(request, pk: int):
        row = get(request.user, pk, permission)
        form = AgainForm(posted(request))
        if request.method == "POST":
            del form.fields["again"]
        if tried(
            request, form, actions.reinstate, "철회를 되돌렸습니다. 다시 모든 수치에 들어갑니다.", row=row
        ):
            return go(kind, pk)
        return ask(
            request,
            row,
            form,
            title="철회를 되돌릴까요?",
            submit="되돌리기",
            text="되돌리면 다시 모든 수치에 들어갑니다.",
        )

    return withdraw, reinstate


withdraw_course, reinstate_course = _doors("course", MANAGE, access.get_course)
withdraw_sitting, reinstate_sitting = _doors("sitting", MANAGE, access.get_sitting)
withdraw_group, reinstate_group = _doors("group", RECORD_GROUPS, access.get_group)
withdraw_group_sitting, reinstate_group_sitting = _doors(
    "group-sitting", RECORD_GROUPS, access.get_group_sitting
)
withdraw_hub, reinstate_hub = _doors("hub", EDIT_HUBS, access.get_hub)
