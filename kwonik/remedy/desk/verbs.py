"""One page that asks once more, for every verb that needs no more than a reason: the table of verbs makes the views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kwonik.people.guard import page
from kwonik.remedy import access, actions, queries, rules
from kwonik.remedy.codes import TRANSITIONS
from kwonik.remedy.forms import CloseForm, ConfirmForm, ReasonForm, WithdrawForm

from .answers import case_url, form_of, shown, to_case, tried


@dataclass(frozen=True)
class Asked:
    """A verb's page: its action, its form, and what will happen in words."""

    act: Callable[..., Any]
    form: type
    words: str
    danger: bool = False


ASKED = {
    "ready": Asked(
        actions.ready,
        ConfirmForm,
        "사실관계가 다 되었습니다. 이제 보호관을 배정하거나 센터가 직접 진행할 수 있습니다.",
    ),
    "retract": Asked(
        actions.retract,
        ReasonForm,
        "보호관이 아직 답하지 않은 배정 물음을 거두고, 다시 배정할 수 있게 합니다.",
    ),
    "handle": Asked(actions.handle, ConfirmForm, "보호관을 배정하지 않고 센터가 직접 진행합니다."),
    "reassign": Asked(
        actions.reassign,
        ReasonForm,
        "지금 맡은 보호관이 이 사건을 더 볼 수 없게 됩니다. 적어 둔 단계는 그대로 남고, 다시 배정할 수 있습니다.",
        danger=True,
    ),
    "resume": Asked(
        actions.resume,
        ReasonForm,
        "적어 둔 결과를 무르고 사건을 다시 진행합니다. 무른 결과는 이력에 남습니다.",
    ),
    "close": Asked(actions.close, CloseForm, "사건을 종결합니다. 더 할 일이 없는지 확인하세요."),
    "reopen": Asked(actions.reopen, ReasonForm, "종결을 풉니다. 결과는 그대로 남습니다."),
    "withdraw": Asked(
        actions.withdraw,
        WithdrawForm,
        "결과 없이 사건을 끝냅니다. 답을 기다리는 배정 물음이 있으면 함께 거둡니다.",
        danger=True,
    ),
    "restore": Asked(
        actions.restore,
        ReasonForm,
        "취하를 무르고 사실관계 정리부터 다시 합니다. 적어 둔 단계는 그대로 남습니다.",
    ),
}


def _view(verb: str, asked: Asked):
    transition = TRANSITIONS[verb]

    @page(transition.permission)
    def view(request, pk: int):
        found = access.get_case(request.user, pk, transition.permission)
        form = form_of(request, asked.form)
        if request.method == "POST" and form.is_valid():
            facts = {name: value for name, value in form.cleaned_data.items() if name != "form_token"}
            done = f"{found.reference}: {transition.label}."
            if case := tried(request, form, asked.act, done, case=found, **facts):
                return to_case(request, case)
        return shown(
            request,
            "confirm",
            form,
            case=found,
            transition=transition,
            asked=asked,
            obstacles=rules.obstacles(verb, queries.standing(found)),
            back=case_url(request.user, found),
        )

    view.__name__ = view.__qualname__ = verb
    return view


VIEWS = {verb: _view(verb, asked) for verb, asked in ASKED.items()}
