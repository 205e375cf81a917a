"""Handing over and asking for changes."""

from __future__ import annotations

from typing import Any

from django import forms

from kwonik.escrow.codes import BEGINNINGS, MOST_FILES
from kwonik.people.forms import SealedTextField, Submission


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given]


class DeliverForm(Submission):
    """결과물: what it is, and its files."""

    statement = SealedTextField(
        label="무엇을 넘기나요?",
        max_length=2000,
        help_text="의뢰인과 자문위원도 봅니다. 주민등록번호는 적지 마세요.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    files = FilesField(
        label="파일",
        help_text=f"{MOST_FILES}개까지, 한 파일에 20MB까지. {', '.join(BEGINNINGS)}",
    )


class ChangesForm(Submission):
    """Which clause is not met, and what to change."""

    clause = forms.TypedChoiceField(
        label="어느 조항에 맞지 않나요?",
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "kw-stacked"}),
    )
    text = SealedTextField(
        label="무엇을 고쳐야 하나요?",
        max_length=2000,
        help_text="프리랜서와 자문위원도 봅니다.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, clauses: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clause"].choices = [
            (one["number"], f"제{one['number']}조 {one['title']}") for one in clauses
        ]


class WhyForm(Submission):
    """Why, in words that the other party reads."""

    note = SealedTextField(
        label="상대방에게 할 말",
        max_length=500,
        help_text="상대방과 자문위원도 봅니다. 주민등록번호는 적지 마세요.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SureForm(Submission):
    """Asks once more."""
