"""One small row (an answer, a participation, a printing …) in facts, and withdrawing any row of this room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import attempted, posted
from kwonik.people.guard import page
from kwonik.research import access, actions
from kwonik.research.codes import KINDS
from kwonik.research.forms import ReinstateForm, WithdrawForm

SMALL = ("response", "participant", "event", "printing", "distribution")
"""Kinds without a page of their own: they share one."""


def page_of(kind: str) -> str:
    """The address name of a row's own page."""
    return "research:check" if kind == "compliancecheck" else f"research:{kind}"


def _parent(row: Any, kind: str) -> list[tuple[str, str]]:
    """The way to a row: what it hangs on."""
    if kind in ("response", "participant"):
        study, round = row.round.study, row.round
        return [
            (study.title, reverse("research:study", args=[study.pk])),
            (str(round), reverse("research:round", args=[round.pk])),
        ]
    if kind in ("event", "round"):
        return [(row.study.title, reverse("research:study", args=[row.study_id]))]
    if kind in ("printing", "distribution"):
        book = row.publication
        return [(book.title, reverse("research:publication", args=[book.pk]))]
    return [("이행점검", reverse("research:checks"))] if kind == "compliancecheck" else []


def trail(row: Any, kind: str) -> list[tuple[str, str]]:
    books = kind in ("publication", "printing", "distribution")
    first = ("발간물", "research:publications") if books else ("실태조사·연구", "research:studies")
    start = [] if kind == "compliancecheck" else [(first[0], reverse(first[1]))]
    return [*start, *_parent(row, kind)]


def row_page(kind: str) -> Callable:
    @page(access.permission_of(kind, "view"))
    def row(request, pk: int):
        found = access.get_row(request.user, kind, pk)
        standing = link(request, "reports:standing", found._meta.label_lower, found.pk)
        context = {
            "row": found,
            "kind": kind,
            "label": KINDS[kind],
            "trail": trail(found, kind),
            "standing_url": standing,
            "history": audit.history(found),
            "may_change": request.may(access.permission_of(kind, "record")),
        }
        return render(request, "research/row.html", context)

    return row


def withdraw_page(kind: str) -> Callable:
    return _ask_page(
        kind,
        "withdraw",
        WithdrawForm,
        lambda by, row, form: actions.withdraw(by=by, row=row, reason=form.cleaned_data["reason"]),
        "철회했습니다. 어느 수치에도 들어가지 않습니다.",
    )


def reinstate_page(kind: str) -> Callable:
    return _ask_page(
        kind,
        "reinstate",
        ReinstateForm,
        lambda by, row, form: actions.reinstate(by=by, row=row),
        "철회를 되돌렸습니다. 다시 모든 수치에 들어갑니다.",
    )


def _ask_page(kind: str, verb: str, form_class: Any, act: Callable, done: str) -> Callable:
    """Asks once more, and on withdrawing for the reason."""

    @page(access.permission_of(kind, "record"))
    def ask(request, pk: int):
        found = access.get_row(request.user, kind, pk, "record")
        form = form_class(posted(request))
        if attempted(request, form, lambda: act(request.user, found, form)):
            messages.success(request, done)
            return redirect(page_of(kind), pk)
        context = {
            "row": found,
            "kind": kind,
            "label": KINDS[kind],
            "form": form,
            "trail": trail(found, kind),
            "cancel": reverse(page_of(kind), args=[pk]),
        }
        return render(request, f"research/{verb}.html", context, status=422 if form.errors else 200)

    return ask
