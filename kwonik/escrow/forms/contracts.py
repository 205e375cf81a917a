"""Writing a contract on a telephone: one step, one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from kwonik.catalogue import queries as catalogue
from kwonik.escrow.actions import Wish
from kwonik.escrow.codes import Custody, MilestoneKind, PaysBy, Withholding
from kwonik.people.forms import PhoneField, PlainTextField, SealedTextField, Submission

_STACKED = {"class": "kw-stacked"}
BLANK_LINES = 3


class DraftForm(Submission):
    """With whom, as what, on which form."""

    as_party = forms.ChoiceField(
        label="이 계약에서 나는",
        error_messages={"required": "이 계약에서 내가 일을 하는지 맡기는지 고르세요."},
        choices=[("freelancer", "프리랜서(일을 합니다)"), ("commissioner", "의뢰인(일을 맡깁니다)")],
        widget=forms.RadioSelect(attrs=_STACKED),
    )
    reference = PlainTextField(
        label="상대방의 회원번호",
        max_length=20,
        help_text="상대방의 ‘내 정보’에 있습니다. 예: M-2026-000012",
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "class": "kw-w-m"}),
    )
    phone = PhoneField(label="상대방의 휴대전화 번호", help_text="다른 사람과 계약하지 않게 함께 확인합니다.")
    form = forms.ChoiceField(label="표준계약서", widget=forms.RadioSelect(attrs=_STACKED))
    custody = forms.ChoiceField(
        label="대금은 어떻게 주고받나요?",
        choices=Custody.choices,
        initial=Custody.CUSTODY,
        widget=forms.RadioSelect(attrs=_STACKED),
    )

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(row.pk): row for row in catalogue.contract_forms()}
        self.fields["form"].choices = [(pk, f"{row.trade} · {row.name}") for pk, row in self.offered.items()]
        self.fields["as_party"].choices = [
            (code, label) for code, label in self.fields["as_party"].choices if code in kinds
        ]
        if len(kinds) == 1:
            self.initial.setdefault("as_party", kinds[0])

    @property
    def facts(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"form": self.offered[given["form"]]}


class ScopeForm(forms.Form):
    """What is to be done: the lines that the standard form asks for."""

    title = PlainTextField(
        label="계약 이름", max_length=80, help_text="두 사람이 알아볼 이름. 예: 봄 행사 포스터"
    )

    def __init__(self, *args: Any, version: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"title": version.title, **version.scope})
        super().__init__(*args, **kwargs)
        self.codes = [one["code"] for one in version.form.wants]
        for one in version.form.wants:
            self.fields[one["code"]] = SealedTextField(
                label=one["label"],
                help_text=one["help"],
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "title": self.cleaned_data["title"],
            "scope": {code: self.cleaned_data[code] for code in self.codes},
        }


class LineForm(forms.Form):
    """One milestone; an empty one is none."""

    kind = forms.ChoiceField(label="구분", choices=[("", "없음"), *MilestoneKind.choices], required=False)
    title = PlainTextField(label="무엇을 하고 받나요?", max_length=80, required=False)
    gross_won = forms.IntegerField(label="금액(세금 포함)", localize=True, min_value=1, required=False)
    due_on = forms.DateField(label="지급일", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind"):
            for name, words in (
                ("title", "내용을 적으세요."),
                ("gross_won", "금액을 적으세요."),
                ("due_on", "지급일을 적으세요."),
            ):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, words)
        elif any(given.get(name) for name in ("title", "gross_won", "due_on")):
            self.add_error("kind", "선금·중도금·잔금 가운데 고르세요.")
        return given


def lines_formset(data: Any, version: Any) -> BaseFormSet:
    """The version's milestones and some empty ones."""
    initial = [
        {"kind": row.kind, "title": row.title, "gross_won": row.gross_won, "due_on": row.due_on}
        for row in version.lines.all()
    ]
    extra = max(BLANK_LINES - len(initial), 1)
    return formset_factory(LineForm, extra=extra, max_num=12)(data, initial=initial, prefix="lines")


def wishes_of(formset: BaseFormSet) -> list[Wish]:
    """The milestones that were filled in, in their order."""
    filled = (form.cleaned_data for form in formset if form.cleaned_data.get("kind"))
    return [Wish(one["kind"], one["title"], one["gross_won"], one["due_on"]) for one in filled]


class TermsForm(forms.Form):
    """Tax, way of paying, days of acceptance."""

    withholding = forms.ChoiceField(label="원천징수", widget=forms.RadioSelect(attrs=_STACKED))
    pays_by = forms.ChoiceField(
        label="의뢰인이 치르는 방법", choices=PaysBy.choices, widget=forms.RadioSelect(attrs=_STACKED)
    )
    acceptance_days = forms.IntegerField(
        label="검수 기간",
        help_text="결과물을 받고 이 기간 동안 의뢰인이 아무 말이 없으면 확정됩니다.",
        widget=forms.NumberInput(attrs={"data-unit": "일", "class": "kw-w-s"}),
    )

    def __init__(self, *args: Any, version: Any, allowed: tuple[str, ...], **kwargs: Any) -> None:
        names = ("withholding", "pays_by", "acceptance_days")
        kwargs.setdefault("initial", {name: getattr(version, name) for name in names})
        super().__init__(*args, **kwargs)
        self.fields["withholding"].choices = [(code, Withholding(code).label) for code in allowed]
        if version.contract.custody == Custody.DIRECT:
            self.fields["pays_by"].choices = [(PaysBy.TRANSFER.value, "계좌이체(두 사람이 직접)")]


class SignForm(forms.Form):
    """The digest that was shown, the password once more, and that it was read."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    read = forms.BooleanField(label="내용을 모두 읽었고 이대로 서명합니다")
    password = forms.CharField(
        label="비밀번호",
        help_text="내가 서명하는 것인지 한 번 더 확인합니다.",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "kw-w-m"}),
    )

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        if not self.account.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError("비밀번호가 맞지 않습니다. 다시 적으세요.")
        return ""
