"""The officer's doors: which ledgers, upload, columns and problems, confirm, progress, stop, undo, template."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from kwonik.kernel import audit
from kwonik.people.guard import page

from . import access, actions, queries, registry, rules, tasks, writing
from .forms import ColumnsForm, UploadForm

BRING = "ledgers.batch:bring"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(BRING)
def ledgers(request):
    """The kinds of ledgers and what was brought in before."""
    kinds: list[dict[str, Any]] = [
        {"sheet": sheet, "variant": variant, "title": sheet.title(variant)}
        for sheet in access.sheets(request.user, request.centre)
        for variant, _ in (sheet.variants() if sheet.variants else [("", "")])
    ]
    found = queries.listed(access.batches(request.user).filter(centre=request.centre))
    listed = Paginator(found, 30).get_page(request.GET.get("page"))
    titles = {(kind["sheet"].code, kind["variant"]): kind["title"] for kind in kinds}
    return render(request, "ledgers/ledgers.html", {"kinds": kinds, "page": listed, "titles": titles})


@page(BRING)
def upload(request, sheet: str, variant: str = ""):
    """Takes the file; a long one is read by the worker."""
    kind = access.get_sheet(request.user, request.centre, sheet, variant)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = actions.upload(
                by=request.user,
                centre=request.centre,
                sheet=kind,
                variant=variant,
                filename=file.name,
                content=file.read(),
            )
        except registry.Refused as refused:
            form.add_error("file", str(refused))
        else:
            return _onward(batch)
    context = {"form": form, "sheet": kind, "variant": variant, "title": kind.title(variant)}
    context["columns"] = kind.columns(registry.Context(request.centre, variant, request.user))
    return render(request, "ledgers/upload.html", context, status=422 if form.errors else 200)


def _onward(batch):
    if batch.state == "checking":
        tasks.defer_check(batch)
    return redirect("ledgers:batch", batch.pk)


@page(BRING)
def batch(request, pk: int):
    """One import: how the file was understood, its problems, and what may be done next."""
    found = actions.recover(access.get_batch(request.user, pk))
    sheet = registry.get(found.sheet)
    context: dict[str, Any] = {
        "batch": found,
        "title": sheet.title(found.variant),
        "history": audit.history(found),
    }
    if found.state in ("checked", "stopped") and found.file_id:
        context["form"] = ColumnsForm(
            request.POST or None, reading=found.reading, chosen=found.chosen, worksheet=found.worksheet
        )
        if request.method == "POST" and context["form"].is_valid():
            form = context["form"]
            try:
                return _onward(
                    actions.choose(
                        by=request.user,
                        batch=found,
                        worksheet=form.cleaned_data["worksheet"],
                        chosen=form.chosen,
                    )
                )
            except registry.Refused as refused:
                form.add_error("worksheet", str(refused))
    context["limit"] = rules.SHOWN_PROBLEMS
    return render(request, "ledgers/batch.html", context, status=422 if request.method == "POST" else 200)


@page(BRING)
def progress(request, pk: int):
    """How far a running import is; htmx asks again, without scripts the page reloads itself."""
    found = actions.recover(access.get_batch(request.user, pk))
    return render(request, "ledgers/progress.html", {"batch": found})


@page(BRING)
@require_POST
def confirm(request, pk: int):
    """Stores the ledger: at once when short, by the worker when long."""
    found = access.get_batch(request.user, pk)
    try:
        actions.confirm(by=request.user, batch=found)
        if found.row_count <= rules.INLINE_ROWS:
            actions.apply(found, request.user)
            messages.success(request, f"{found.new_count:,}행을 반영했습니다.")
        else:
            tasks.defer_apply(found, request.user)
    except registry.Refused as refused:
        messages.error(request, str(refused))
    return redirect("ledgers:batch", found.pk)


@page(BRING)
@require_POST
def stop(request, pk: int):
    """Asks a running import to stop; nothing of it is kept."""
    actions.ask_to_stop(batch=access.get_batch(request.user, pk))
    return redirect("ledgers:batch", pk)


@page(BRING)
def undo(request, pk: int):
    """Asks once more, then removes exactly the rows of this import."""
    found = access.get_batch(request.user, pk)
    if request.method == "POST":
        try:
            count = actions.undo(by=request.user, batch=found)
        except registry.Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{count:,}행을 되돌렸습니다.")
        return redirect("ledgers:batch", pk)
    return render(
        request,
        "ledgers/undo.html",
        {"batch": found, "title": registry.get(found.sheet).title(found.variant)},
    )


@page(BRING)
@require_POST
def discard(request, pk: int):
    """Throws an upload away that was never stored."""
    try:
        actions.discard(by=request.user, batch=access.get_batch(request.user, pk))
        messages.success(request, "올린 파일을 버렸습니다. 반영된 것은 없습니다.")
    except registry.Refused as refused:
        messages.error(request, str(refused))
    return redirect("ledgers:ledgers")


@page(BRING)
def template(request, sheet: str, variant: str = ""):
    """An empty ledger with the right headings, choices and one example."""
    kind = access.get_sheet(request.user, request.centre, sheet, variant)
    context = registry.Context(request.centre, variant, request.user)
    content = writing.blank(kind, context, timezone.localdate())
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{kind.title(variant)} 서식.xlsx")
    return response
