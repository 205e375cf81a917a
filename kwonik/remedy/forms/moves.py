"""What a person says while a case moves: whom to ask, an answer, a step, an outcome, a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.remedy.actions import Conclusion, Doing
from kwonik.remedy.codes import Turn, Withdrawal
from kwonik.remedy.models import ReliefCase, Step

from .fields import CodeField, OncePage, memo, offer_codes, reason


class AssignForm(OncePage):
    """The advocate chosen in the ranking's table."""

    advocate = forms.IntegerField(
        error_messages={"required": "누구에게 물을지 고르세요."}, widget=forms.HiddenInput
    )
    choice_reason = reason(
        "1순위가 아닌 보호관을 고른 까닭",
        "1순위를 골랐으면 비워 두세요. 배정 기록에 남습니다.",
        required=False,
    )


class DeclineForm(OncePage):
    conflict = forms.BooleanField(
        label="이해충돌이 있어 거절합니다",
        required=False,
        help_text="이 사업장을 이해충돌로 적어 두고, 앞으로 이 사업장의 사건을 묻지 않습니다.",
    )
    reason = reason("거절하는 까닭", "센터가 다음 보호관을 찾을 때 봅니다.")


TURNS = dict(Turn.choices) | {str(Turn.FORUM): "기관(노동청·노동위원회·법원 등)"}


class StepForm(OncePage):
    """Something done on a day, and whose turn it is next."""

    kind = CodeField(label="단계")
    done_on = forms.DateField(label="한 날", initial=timezone.localdate)
    note = memo("내용", 5, required=False, help_text="주민등록번호는 적지 마세요.")
    next_turn = forms.ChoiceField(
        label="다음은 누구 차례입니까?",
        choices=[(value, label) for value, label in TURNS.items() if value],
        widget=forms.RadioSelect,
    )
    due_on = forms.DateField(label="다음 기한", required=False)

    def __init__(self, *args: Any, case: ReliefCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].offer(catalogue.codes(case.service, "step"))  # the list is called "step"
        if case.advocate_id is None:
            turns = self.fields["next_turn"].choices
            self.fields["next_turn"].choices = [pair for pair in turns if pair[0] != Turn.ADVOCATE]

    def doing(self) -> Doing:
        found = self.cleaned_data
        return Doing(**{name: found[name] for name in ("kind", "done_on", "note", "next_turn", "due_on")})


class CorrectForm(StepForm):
    """The right step in place of a wrong one."""

    reason = reason("바로잡는 까닭")


def initial_of_step(step: Step, note: str) -> dict[str, Any]:
    return {
        "kind": step.kind.code,
        "done_on": step.done_on,
        "note": note,
        "next_turn": step.next_turn,
        "due_on": step.due_on,
    }


class ConcludeForm(OncePage):
    outcome = CodeField(label="결과", radio=True)
    concluded_on = forms.DateField(label="결과가 난 날", initial=timezone.localdate)
    recovered_won = forms.IntegerField(
        label="돌려받은 금액",
        required=False,
        localize=True,
        min_value=0,
        max_value=10**12,
        help_text="받은 돈이 없으면 0, 돈과 관계없는 사건이면 비워 두세요.",
    )

    def __init__(self, *args: Any, case: ReliefCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_codes(self, case.service, case)

    def conclusion(self) -> Conclusion:
        found = self.cleaned_data
        return Conclusion(**{name: found[name] for name in ("outcome", "concluded_on", "recovered_won")})


class ReviseForm(ConcludeForm):
    reason = reason("고치는 까닭")


def initial_of_outcome(case: ReliefCase) -> dict[str, Any]:
    return {
        "outcome": case.outcome.code if case.outcome else "",
        "concluded_on": case.concluded_on,
        "recovered_won": case.recovered_won,
    }


class ConfirmForm(OncePage):
    """A verb that needs nothing but to be meant."""


class ReasonForm(OncePage):
    reason = reason(widget=forms.TextInput(attrs={"autofocus": True}))


class CloseForm(OncePage):
    closed_on = forms.DateField(label="종결일", initial=timezone.localdate)


class WithdrawForm(ReasonForm):
    kind = forms.ChoiceField(
        label="구분",
        choices=Withdrawal.choices,
        help_text="앞의 둘은 지원한 것으로 세고, 잘못 연 사건만 실적에서 빠집니다.",
        widget=forms.RadioSelect(attrs={"class": "kw-stacked"}),
    )
    field_order = ("kind", "reason")
