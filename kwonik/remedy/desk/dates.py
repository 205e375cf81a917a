"""The dates of one case: what happened when, which deadlines apply, kept, dropped, taken up again."""

from __future__ import annotations

from django.shortcuts import redirect

from kwonik.labourlaw.subjects.matters import matters
from kwonik.people.guard import page
from kwonik.remedy import access, actions, queries, rules
from kwonik.remedy.access import SETTLE
from kwonik.remedy.forms import (
    ConfirmDatesForm,
    MattersForm,
    MeetForm,
    ReasonForm,
    TermForm,
    UndateForm,
)

from .answers import case_url, form_of, shown, to_case, tried


@page(SETTLE)
def date(request, pk: int):
    """What of the matter happened when; then, if deadlines follow, the page that confirms them."""
    found = access.get_case(request.user, pk, SETTLE)
    form = form_of(request, MattersForm)
    if request.method == "POST" and form.is_valid():
        done = "날짜를 적었습니다."
        if case := tried(request, form, actions.record_matters, done, case=found, dates=form.days()):
            return _to_confirm(request, case)
    return _page(request, "date", form, found, matters=matters().values())


@page(SETTLE)
def undate(request, pk: int):
    """Takes a wrong day back, with the right one in its place if there is one."""
    found = access.get_matter_date(request.user, pk)
    form = form_of(request, UndateForm)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("reason", "right_on")}
        done = "날짜를 물렀습니다. 그 날짜에서 센 기한은 ‘필요 없음’으로 남습니다."
        if case := tried(request, form, actions.withdraw_matter, done, matter_date=found, **facts):
            return _to_confirm(request, case)
    label = rules.matter_of(found.matter).label
    return _page(request, "undate", form, found.case, matter_date=found, label=label)


@page(SETTLE)
def confirm(request, pk: int):
    """The deadlines that were proposed; the attorney says which apply."""
    found = access.get_case(request.user, pk, SETTLE)
    proposed = list(queries.proposed(found))
    form = form_of(request, ConfirmDatesForm, proposed=proposed)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["dates"]
        if case := tried(request, form, actions.confirm, "기한을 확인했습니다.", case=found, dates=chosen):
            return to_case(request, case)
    return _page(request, "confirm", form, found, proposed=proposed, notes=_notes(proposed))


@page(SETTLE)
def term(request, pk: int):
    """A deadline of the law more, or one's own."""
    found = access.get_case(request.user, pk, SETTLE)
    form = form_of(request, TermForm)
    if request.method == "POST" and form.is_valid():
        facts = {"term": form.asked(), "event_on": form.cleaned_data["event_on"]}
        if case := tried(request, form, actions.add_term, "기한을 더했습니다.", case=found, **facts):
            return to_case(request, case)
    return _page(request, "term", form, found)


@page(SETTLE)
def meet(request, pk: int):
    """What had to be done was done."""
    found = access.get_date(request.user, pk)
    form = form_of(request, MeetForm, case=found.case)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("met_on", "reason")} | {"step": form.chosen()}
        done = f"‘{found.term}’ 기한을 지킨 것으로 적었습니다."
        if case := tried(request, form, actions.meet, done, critical_date=found, **facts):
            return to_case(request, case)
    return _page(request, "meet", form, found.case, date=found)


@page(SETTLE)
def drop(request, pk: int):
    return _with_reason(request, pk, "drop", actions.drop, "필요 없는 기한으로 정했습니다.")


@page(SETTLE)
def revive(request, pk: int):
    return _with_reason(request, pk, "revive", actions.revive, "기한을 되살렸습니다.")


def _with_reason(request, pk: int, verb: str, act, done: str):
    found = access.get_date(request.user, pk)
    form = form_of(request, ReasonForm)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if case := tried(request, form, act, done, critical_date=found, reason=reason):
            return to_case(request, case)
    return _page(request, verb, form, found.case, date=found)


def _to_confirm(request, case):
    """To the page that confirms what was just proposed; else back to the case."""
    if queries.proposed(case).exists():
        return redirect("remedy:confirm", case.pk)
    return to_case(request, case)


def _notes(proposed) -> list[tuple[str, str]]:
    """(term, what must be known of it) of the proposed dates: where it exists at all, what interrupts it."""
    found = {}
    for one in proposed:
        follows = rules.follows_of(one.matter_date.matter, one.term) if one.matter_date else None
        if follows and follows.kind.note:
            found[one.term] = follows.kind.note
    return list(found.items())


def _page(request, verb: str, form, case, **context):
    return shown(
        request,
        f"dates/{verb}",
        form,
        case=case,
        verb=verb,
        obstacles=rules.obstacles(verb, queries.standing(case)),
        back=case_url(request.user, case),
        **context,
    )
