"""Publications, printings, handing out."""

from __future__ import annotations

from typing import Any

from django import forms

from kwonik.people.forms import PlainTextField, Submission
from kwonik.places.rules import LONGEST_NAME
from kwonik.research import queries
from kwonik.research.actions import BookFacts

from .studies import ALL, UNCHOSEN, OfService

COPIES = {"data-unit": "부", "class": "kw-w-s", "inputmode": "numeric"}


def copies_field(label: str = "부수", **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=10**7,
        localize=True,
        widget=forms.TextInput(attrs=COPIES),
        **kwargs,
    )


class BookFilter(forms.Form):
    kind = forms.ChoiceField(label="종류", required=False)
    service = forms.ChoiceField(label="세부사업", required=False)
    year = forms.IntegerField(label="펴낸 해", required=False, min_value=2000, max_value=2100)
    word = forms.CharField(label="제목", required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [ALL, *queries.kind_labels().items()]
        self.fields["service"].choices = [ALL, *queries.service_labels().items()]

    def narrow(self, rows: Any) -> Any:
        if not self.is_valid():
            return rows.none()
        paths = {
            "kind": "kind__code",
            "service": "service__code",
            "year": "published_on__year",
            "word": "title__icontains",
        }
        asked = {path: value for name, path in paths.items() if (value := self.cleaned_data[name])}
        return rows.filter(withdrawn_at__isnull=True, **asked)


class BookForm(OfService, Submission):
    """`studies` are the centre's, by code; the first printing is asked only where the publication is new."""

    title = PlainTextField(label="제목", max_length=200, widget=forms.TextInput(attrs={"autofocus": True}))
    kind = forms.ChoiceField(label="종류")
    published_on = forms.DateField(label="펴낸 날")
    edition = forms.IntegerField(
        label="판",
        min_value=1,
        max_value=1000,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "kw-w-s"}),
    )
    copies = copies_field("인쇄 부수", required=False, help_text="인쇄하지 않았으면 비워 둡니다.")
    study = forms.ChoiceField(label="실태조사·연구", required=False)
    link = forms.URLField(label="볼 수 있는 주소", max_length=300, required=False, assume_scheme="https")
    note = PlainTextField(label="메모", max_length=300, required=False)
    code = forms.SlugField(
        label="부르는 이름(영문)",
        max_length=50,
        required=False,
        help_text="보고서 서식에서 부르는 이름입니다. 비워 두면 저절로 정합니다.",
    )

    field_order = ("title", "service", "kind", "published_on", "edition", "copies", "study")

    def __init__(self, *args: Any, studies: list[Any], new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.studies = {row.code: row for row in studies}
        self.kinds = queries.codes("kind")
        every = {code.code: code.label for found in self.kinds.values() for code in found}
        self.fields["kind"].choices = [UNCHOSEN, *every.items()]
        self.fields["study"].choices = [("", "없음"), *((c, r.title) for c, r in self.studies.items())]
        if not new:
            del self.fields["copies"]

    def clean(self):
        found = super().clean()
        service, kind = found.get("service"), found.get("kind")
        if service and kind:
            offered = {code.code: code for code in self.kinds.get(service.code, [])}
            if kind not in offered:
                self.add_error("kind", "이 세부사업에서 쓰지 않는 종류입니다. 다른 종류를 고르세요.")
            else:
                found["kind"] = offered[kind]
        found["study"] = self.studies.get(found.get("study") or "")
        return found

    def facts(self) -> BookFacts:
        told = self.cleaned_data
        return BookFacts(**{name: told[name] for name in BookFacts.__dataclass_fields__})


class PrintForm(Submission):
    printed_on = forms.DateField(label="인쇄한 날")
    copies = copies_field()
    printer = PlainTextField(label="인쇄한 곳", max_length=120, required=False)


class HandOutForm(Submission):
    handed_on = forms.DateField(label="나눠 준 날")
    copies = copies_field()
    recipient = PlainTextField(label="받은 곳", max_length=120, help_text="예: 종로구청 공동주택과")
    district = forms.ModelChoiceField(
        label="자치구", queryset=None, required=False, empty_label="자치구가 아님"
    )
    workplace = PlainTextField(
        label="사업장", max_length=LONGEST_NAME, required=False, help_text="아파트 단지처럼 일터에 줄 때"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = queries.districts()
