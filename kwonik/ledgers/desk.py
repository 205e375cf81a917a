"""The officer's doors: which ledgers, upload, columns and problems, confirm, progress, stop, undo, template."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from kwonik.kernel import audit
from kwonik.kernel.doors import page
from kwonik.people.answers import file_answer

from . import access, actions, queries, registry, rules, writing
from .codes import OPEN, RUNNING
from .forms import ColumnsForm, UploadForm

BRING = "ledgers.batch:bring"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE, PROBLEMS_PER_PAGE = 30, 50


@page(BRING)
def ledgers(request):
    """The kinds of ledgers and what was brought in before."""
    kinds: list[dict[str, Any]] = [
        {"sheet": sheet, "variant": variant, "title": title}
        for sheet in access.sheets(request.user, request.centre)
        for variant, title in sheet.titles(request.centre).items()
    ]
    found = access.batches(request.user, request.centre)
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    titles = {(kind["sheet"].code, kind["variant"]): kind["title"] for kind in kinds}
    for one in listed:
        one.title = titles.get((one.sheet, one.variant)) or registry.get(one.sheet).label
    return render(request, "ledgers/ledgers.html", {"kinds": kinds, "page": listed})


@page(BRING)
def upload(request, sheet: str, variant: str = ""):
    """Takes the file; a long one is read by the worker."""
    kind = access.get_sheet(request.user, request.centre, sheet, variant)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = actions.upload(
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
            return redirect("ledgers:batch", found.pk)
    context = {
        "form": form,
        "sheet": kind,
        "variant": variant,
        "title": kind.title(request.centre, variant),
        "columns": kind.columns(registry.Context(request.centre, variant, request.user)),
    }
    return render(request, "ledgers/upload.html", context, status=422 if form.errors else 200)


@page(BRING)
def batch(request, pk: int):
    """One import: how the file was understood, its problems, and what may be done next."""
    found = actions.recover(access.get_batch(request.user, pk))
    form = _columns_form(request, found)
    if request.method == "POST":
        if form is None:
            messages.error(request, rules.NOT_OPEN)
            return redirect("ledgers:batch", pk)
        if form.is_valid() and _choose(request, found, form):
            return redirect("ledgers:batch", pk)
    findings = actions.open_findings(by=request.user, batch=found) if form else {}
    problems = Paginator(findings.get("problems", ()), PROBLEMS_PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "batch": found,
        "title": registry.get(found.sheet).title(found.centre, found.variant),
        "running": found.state in RUNNING,
        "form": form,
        "columns": _columns(found, form, findings) if form else (),
        "findings": findings,
        "problems": problems,
        "kinds": _kinds(problems),
        "same": queries.same_before(found) if form else None,
        "kept_days": rules.KEPT_DAYS,
        "history": audit.history(found),
    }
    return render(request, "ledgers/batch.html", context, status=422 if request.method == "POST" else 200)


def _columns_form(request, found) -> ColumnsForm | None:
    if found.state not in OPEN or not found.file_id:
        return None
    understood = {"reading": found.reading, "chosen": found.chosen, "worksheet": found.worksheet}
    return ColumnsForm(request.POST if request.method == "POST" else None, **understood)


def _kinds(problems) -> list[dict[str, Any]]:
    """Problems that are mended in the same way, together: one sentence, then each value with its rows."""
    kinds: dict[tuple, dict[str, Any]] = {}
    for problem in problems:
        same = (problem["column"], problem["sentence"])
        kind = kinds.setdefault(same, {**problem, "count": 0, "values": []})
        kind["count"] += problem["count"]
        kind["values"].append((problem["rows"], problem["shown"]))
    return list(kinds.values())


def _columns(found, form: ColumnsForm, findings: dict[str, Any]) -> list[dict[str, Any]]:
    """Each column of the file with its heading, some of its values, its choice, and why it was read so."""
    headings = {head["letter"]: head["label"] for head in found.reading.get("heads", ())}
    reasons = {
        letter: pair["reason"] for pair in found.reading.get("pairs", ()) for letter in pair["letters"]
    }
    return [
        {
            "letter": letter,
            "heading": headings[letter],
            "samples": findings["samples"].get(letter, ()),
            "field": field,
            "reason": reasons.get(letter, ""),
        }
        for letter, field in form.columns()
    ]


def _choose(request, found, form) -> bool:
    try:
        actions.choose(
            by=request.user,
            batch=found,
            worksheet=form.cleaned_data["worksheet"],
            chosen=form.chosen,
        )
    except registry.Refused as refused:
        form.add_error("worksheet", str(refused))
        return False
    return True


@page(BRING)
def progress(request, pk: int):
    """How far the worker is; htmx asks again, and is sent to the result. Without scripts the page reloads itself."""
    found = actions.recover(access.get_batch(request.user, pk))
    if found.state in RUNNING and request.htmx:
        return render(request, "ledgers/progress.html", {"batch": found})
    result = reverse("ledgers:batch", args=[pk])
    return HttpResponseClientRedirect(result) if request.htmx else redirect(result)


@page(BRING)
@require_POST
def confirm(request, pk: int):
    """Stores the ledger: at once when short, by the worker when long."""
    found = access.get_batch(request.user, pk)
    try:
        actions.confirm(by=request.user, batch=found)
    except registry.Refused as refused:
        messages.error(request, str(refused))
    else:
        if found.state not in RUNNING:
            messages.success(request, f"{found.new_count:,}행을 반영했습니다.")
    return redirect("ledgers:batch", pk)


@page(BRING)
@require_POST
def stop(request, pk: int):
    """Asks what runs to stop; nothing of it is kept."""
    actions.ask_to_stop(by=request.user, batch=access.get_batch(request.user, pk))
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
            if found.state not in RUNNING:
                messages.success(request, f"{count:,}행을 되돌렸습니다.")
        return redirect("ledgers:batch", pk)
    if found.state != "applied":
        return redirect("ledgers:batch", pk)
    title = registry.get(found.sheet).title(found.centre, found.variant)
    return render(request, "ledgers/undo.html", {"batch": found, "title": title})


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
    """An empty ledger with the right headings, choices and examples."""
    kind = access.get_sheet(request.user, request.centre, sheet, variant)
    context = registry.Context(request.centre, variant, request.user)
    content = writing.blank(kind, context, timezone.localdate())
    return file_answer(content, XLSX, f"{kind.title(request.centre, variant)} 서식.xlsx")
