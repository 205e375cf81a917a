"""Disputes: asking, talking, splitting, handing over."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from kwonik.escrow.codes import OutsideBody, TalkKind
from kwonik.people.forms import SealedTextField, Submission

_ROWS = forms.Textarea(attrs={"rows": 5})


class DisputeForm(Submission):
    """What it is about: sealed, for the adviser."""

    text = SealedTextField(
        label="어떤 다툼인가요?",
        max_length=4000,
        help_text="센터와 자문위원만 읽습니다. 주민등록번호는 적지 마세요.",
        widget=_ROWS,
    )


class AskForm(DisputeForm):
    """The same of somebody without a contract here."""


class TalkForm(Submission):
    kind = forms.ChoiceField(label="방법", choices=TalkKind.choices, widget=forms.RadioSelect)
    held_on = forms.DateField(label="날", initial=timezone.localdate)
    note = SealedTextField(
        label="상담한 일", max_length=2000, help_text="두 당사자가 모두 봅니다.", widget=_ROWS
    )


class SplitForm(Submission):
    freelancer_won = forms.IntegerField(
        label="프리랜서 몫",
        localize=True,
        min_value=0,
        help_text="나머지는 의뢰인에게 돌아갑니다. 세금을 떼기 전 금액입니다.",
    )
    reason = SealedTextField(
        label="까닭", max_length=2000, help_text="두 당사자가 모두 봅니다.", widget=_ROWS
    )


class HandOverForm(forms.Form):
    body = forms.ChoiceField(
        label="어디로 넘기나요?",
        choices=OutsideBody.choices,
        widget=forms.RadioSelect(attrs={"class": "kw-stacked"}),
    )
    note = SealedTextField(label="까닭", max_length=2000, help_text="두 당사자가 모두 봅니다.", widget=_ROWS)


class NoteForm(forms.Form):
    note = SealedTextField(label="상담한 일", max_length=2000, widget=_ROWS)
