"""Steps, their correction, and the outcome."""

from __future__ import annotations

from kwonik.people.codes import Purpose
from kwonik.people.guard import page
from kwonik.remedy import access, actions, queries, rules
from kwonik.remedy.forms import ConcludeForm, CorrectForm, ReasonForm, ReviseForm, StepForm
from kwonik.remedy.forms.moves import initial_of_outcome, initial_of_step

from .answers import case_url, form_of, shown, to_case, tried

PROGRESS, EDIT = "remedy.case:progress", "remedy.case:edit"


@page(PROGRESS)
def step(request, pk: int):
    found = access.get_case(request.user, pk, PROGRESS)
    form = form_of(request, StepForm, case=found)
    if request.method == "POST" and form.is_valid():
        done = "진행 단계를 적었습니다."
        if case := tried(request, form, actions.add_step, done, case=found, doing=form.doing()):
            return to_case(request, case)
    return _page(request, "step", form, found, "step")


@page(PROGRESS)
def strike(request, pk: int):
    """Marks a step as wrong; it stays readable with the reason."""
    found = access.get_step(request.user, pk)
    form = form_of(request, ReasonForm)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if case := tried(request, form, actions.strike, "단계를 지웠습니다.", step=found, reason=reason):
            return to_case(request, case)
    return _page(request, "strike", form, found.case, "strike", step=found)


@page(PROGRESS)
def correct(request, pk: int):
    """The right step in place of a wrong one, which stays readable."""
    found = access.get_step(request.user, pk)
    if request.method == "POST":
        form = CorrectForm(request.POST, case=found.case)
        if form.is_valid():
            facts = {"doing": form.doing(), "reason": form.cleaned_data["reason"]}
            done = "단계를 바로잡았습니다. 앞의 단계는 지운 것으로 남습니다."
            if case := tried(request, form, actions.correct_step, done, step=found, **facts):
                return to_case(request, case)
    else:
        file = access.open_file(
            request.user, found.case, purpose=Purpose.CORRECTION, action="remedy.correct", steps=[found]
        )
        initial = initial_of_step(found, file.notes.get(found.note_id or 0, ""))
        form = CorrectForm(initial=initial, case=found.case)
    return _page(request, "step", form, found.case, "correct", step=found)


@page(PROGRESS)
def conclude(request, pk: int):
    found = access.get_case(request.user, pk, PROGRESS)
    form = form_of(request, ConcludeForm, case=found)
    if request.method == "POST" and form.is_valid():
        done = "결과를 적었습니다."
        if case := tried(request, form, actions.conclude, done, case=found, conclusion=form.conclusion()):
            return to_case(request, case)
    return _page(request, "conclude", form, found, "conclude")


@page(EDIT)
def revise(request, pk: int):
    """Corrects an outcome; what stood there is told in the history."""
    found = access.get_case(request.user, pk, EDIT)
    form = form_of(request, ReviseForm, case=found, initial=initial_of_outcome(found))
    if request.method == "POST" and form.is_valid():
        facts = {"conclusion": form.conclusion(), "reason": form.cleaned_data["reason"]}
        if case := tried(request, form, actions.revise, "결과를 고쳤습니다.", case=found, **facts):
            return to_case(request, case)
    return _page(request, "conclude", form, found, "revise")


def _page(request, template: str, form, case, verb: str, **context):
    obstacles = rules.obstacles(verb, queries.standing(case))
    return shown(
        request,
        template,
        form,
        case=case,
        verb=verb,
        obstacles=obstacles,
        back=case_url(request.user, case),
        **context,
    )
