"""The calculator beside the note, on every page on which a consultation is written down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from kwonik.calculators import actions as calculators
from kwonik.counselling.forms.panel import Panel
from kwonik.people import actions as people

from .callers import posted

BUTTON = "press"


def shown(typed: MultiValueDict, given: Mapping[str, Any] | None = None) -> Panel:
    """The panel as it stands while nobody presses one of its buttons."""
    return Panel(typed, today=timezone.localdate(), given=given)


def typed_in(form) -> MultiValueDict:
    """What stands in the boxes of a page that nobody has sent yet."""
    known = {name: value for name, value in form.initial.items() if value}
    return MultiValueDict({n: v if isinstance(v, list) else [str(v)] for n, v in known.items()})


def worked(
    request, form: str, subject: str, given: Mapping[str, Any] | None = None
) -> tuple[Panel, dict[str, list[str]]]:
    """Does what its button asks: computes, keeps the worksheet for the record, writes it into the note.

    The panel, and all boxes of the page as they stand then. Without scripts they are kept as the draft of that form and
    subject before the page comes again; with them the page keeps its own. The same button twice keeps one worksheet.
    """
    typed = MultiValueDict(posted(request) | {"attach": request.POST.getlist("attach")})
    panel = Panel(typed, request.POST[BUTTON], today=timezone.localdate(), given=given)
    if panel.attaches:
        _keep(request, panel, f"{form} {subject}")
    if panel.inserts:
        typed["memo"] = "\n\n".join(text for text in (typed.get("memo", "").rstrip(), panel.note) if text)
    typed.setlist("calculations", [one.token for one in panel.kept])
    typed["calculated"] = panel.calculation.name if panel.calculation else ""
    values = {name: values for name, values in typed.lists() if name != "attach"}
    if not request.htmx:
        people.save_draft(by=request.user, centre=request.centre, form=form, subject=subject, values=values)
    return panel, values


def part(request, panel: Panel):
    """The panel alone, for htmx; what goes into the note goes with it, so that nothing typed meanwhile is lost."""
    status = 422 if panel.refused else 200
    return render(request, "counselling/_panel.html", {"panel": panel, "alone": True}, status=status)


def _keep(request, panel: Panel, subject: str) -> None:
    """The worksheet waits in the drawer of whoever computed it, until the consultation is stored."""
    assert panel.facts and panel.result and panel.calculation
    told = json.dumps(panel.facts.inputs, sort_keys=True, ensure_ascii=False)
    token: UUID = uuid5(NAMESPACE_OID, f"{request.user.pk} {subject} {panel.calculation.name} {told}")
    kept = calculators.keep(by=request.user, result=panel.result, inputs=panel.facts.inputs, form_token=token)
    panel.kept = list({one.pk: one for one in (*panel.kept, kept)}.values())
