"""Groups and their sittings; hubs."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import posted, tried
from kwonik.people.guard import page
from kwonik.wellbeing import access, actions, queries
from kwonik.wellbeing.access import EDIT_HUBS, RECORD_GROUPS, SEE_GROUPS, SEE_HUBS
from kwonik.wellbeing.forms import (
    GroupForm,
    GroupSittingForm,
    HubForm,
    NewGroupForm,
    NewGroupSittingForm,
    NewHubForm,
)

from .asking import asked, fresh, go
from .courses import PER_PAGE


def _groups_trail(group: Any = None) -> list[tuple[str, str]]:
    trail = [("집단 심리치유", reverse("wellbeing:groups"))]
    return [*trail, (group.name, reverse("wellbeing:group", args=(group.pk,)))] if group else trail


@page(SEE_GROUPS)
def groups(request):
    rows = queries.groups(access.groups(request.user, request.centre))
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "wellbeing/groups.html", {"page": shown})


@page(RECORD_GROUPS)
def new_group(request):
    form = NewGroupForm(posted(request), initial=fresh())
    group = tried(
        request, form, actions.open_group, "집단을 열었습니다. 회기를 적으세요.", centre=request.centre
    )
    if group:
        return go("group", group.pk)
    return asked(
        request, form, title="집단 열기", trail=_groups_trail(), cancel_url=reverse("wellbeing:groups")
    )


@page(SEE_GROUPS)
def group(request, pk: int):
    row = access.get_group(request.user, pk)
    context = {
        "group": row,
        "sittings": queries.group_sittings(row),
        "history": audit.history(row),
        "may_record": request.may(RECORD_GROUPS),
    }
    return render(request, "wellbeing/group.html", context)


@page(RECORD_GROUPS)
def amend_group(request, pk: int):
    row = access.get_group(request.user, pk, RECORD_GROUPS)
    form = GroupForm(posted(request), initial=GroupForm.as_stands(row))
    if tried(request, form, actions.amend_group, "고쳤습니다.", group=row):
        return go("group", pk)
    back = reverse("wellbeing:group", args=(pk,))
    return asked(request, form, title="집단 고치기", trail=_groups_trail(row), cancel_url=back)


@page(RECORD_GROUPS)
def record_group_sitting(request, pk: int):
    row = access.get_group(request.user, pk, RECORD_GROUPS)
    form = NewGroupSittingForm(posted(request), initial=fresh(held_on=timezone.localdate(), minutes=120))
    if tried(request, form, actions.record_group_sitting, "회기를 적었습니다.", group=row):
        return go("group", pk)
    back = reverse("wellbeing:group", args=(pk,))
    return asked(request, form, title="집단 회기 적기", trail=_groups_trail(row), cancel_url=back)


@page(SEE_GROUPS)
def group_sitting(request, pk: int):
    row = access.get_group_sitting(request.user, pk)
    context = {
        "sitting": row,
        "trail": _groups_trail(row.group),
        "standing_url": link(request, "reports:standing", row._meta.label_lower, row.pk),
        "history": audit.history(row),
        "may_record": request.may(RECORD_GROUPS),
    }
    return render(request, "wellbeing/group_sitting.html", context)


@page(RECORD_GROUPS)
def amend_group_sitting(request, pk: int):
    row = access.get_group_sitting(request.user, pk, RECORD_GROUPS)
    form = GroupSittingForm(posted(request), initial=GroupSittingForm.as_stands(row))
    if tried(request, form, actions.amend_group_sitting, "고쳤습니다.", sitting=row):
        return go("group-sitting", pk)
    back = reverse("wellbeing:group-sitting", args=(pk,))
    return asked(request, form, title="집단 회기 고치기", trail=_groups_trail(row.group), cancel_url=back)


# -- hubs ---------------------------------------------------------------------------------------------------------


def _hubs_trail(hub: Any = None) -> list[tuple[str, str]]:
    trail = [("거점센터", reverse("wellbeing:hubs"))]
    return [*trail, (hub.name, reverse("wellbeing:hub", args=(hub.pk,)))] if hub else trail


@page(SEE_HUBS)
def hubs(request):
    rows = queries.hubs(access.hubs(request.user, request.centre))
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "wellbeing/hubs.html", {"page": shown, "today": timezone.localdate()})


@page(EDIT_HUBS)
def new_hub(request):
    form = NewHubForm(posted(request), initial=fresh(from_on=timezone.localdate()))
    hub = tried(request, form, actions.agree_hub, "협약을 적었습니다.", centre=request.centre)
    if hub:
        return go("hub", hub.pk)
    return asked(
        request, form, title="거점센터 협약 적기", trail=_hubs_trail(), cancel_url=reverse("wellbeing:hubs")
    )


@page(SEE_HUBS)
def hub(request, pk: int):
    row = access.get_hub(request.user, pk)
    context = {
        "hub": row,
        "standing_url": link(request, "reports:standing", row._meta.label_lower, row.pk),
        "history": audit.history(row),
        "may_edit": request.may(EDIT_HUBS),
    }
    return render(request, "wellbeing/hub.html", context)


@page(EDIT_HUBS)
def amend_hub(request, pk: int):
    row = access.get_hub(request.user, pk, EDIT_HUBS)
    form = HubForm(posted(request), initial=HubForm.as_stands(row))
    if tried(request, form, actions.amend_hub, "고쳤습니다.", hub=row):
        return go("hub", pk)
    back = reverse("wellbeing:hub", args=(pk,))
    return asked(request, form, title="협약 고치기", trail=_hubs_trail(row), cancel_url=back)
