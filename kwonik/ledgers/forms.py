"""The file, and the columns an officer corrects."""

from __future__ import annotations

from django import forms

from kwonik.spreadsheets import Limits
from kwonik.spreadsheets.refusals import SENTENCES

LARGEST = Limits().file_bytes
MEGABYTES = LARGEST // 2**20
NOT_READ = ("", "읽지 않음")
COLUMN = "column_"


class UploadForm(forms.Form):
    file = forms.FileField(
        label="대장 파일",
        help_text=f"엑셀(.xlsx, .xls), 오픈문서(.ods), CSV. {MEGABYTES}MB까지. 이 자리에 끌어다 놓아도 됩니다.",
        allow_empty_file=True,
    )

    def clean_file(self):
        """Refused before it is read into memory."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(SENTENCES["too_big"].format(megabytes=MEGABYTES))
        return file


class ColumnsForm(forms.Form):
    """One choice per column of the file: which item it is, or that it is not read."""

    worksheet = forms.ChoiceField(label="시트", required=False)

    def __init__(self, *args, reading: dict, chosen: dict, worksheet: str, **kwargs):
        super().__init__(*args, **kwargs)
        names = reading.get("worksheets", ())
        self.fields["worksheet"].choices = [("", "표가 있는 시트 모두"), *((name, name) for name in names)]
        self.fields["worksheet"].initial = worksheet
        pairs = reading.get("pairs", ())
        self._before = chosen
        self._placed = {letter: pair["key"] for pair in pairs for letter in pair["letters"]}
        suggested = {letter: key for key, letter in reading.get("suggestions", {}).items()}
        items = [NOT_READ, *((item["key"], _label(item)) for item in reading.get("columns", ()))]
        for head in reading.get("heads", ()):
            letter = head["letter"]
            self.fields[COLUMN + letter] = forms.ChoiceField(
                label=f"{letter}열 {head['label']}".strip(),
                choices=items,
                required=False,
                initial=chosen.get(letter, self._placed.get(letter, suggested.get(letter, ""))),
            )

    def columns(self):
        """(letter, field) of each column of the file."""
        return [(name.removeprefix(COLUMN), self[name]) for name in self.fields if name.startswith(COLUMN)]

    @property
    def chosen(self) -> dict[str, str]:
        """Column letter -> item, "" for not read: what differs from the way the columns match by themselves."""
        picked = {
            name.removeprefix(COLUMN): key
            for name, key in self.cleaned_data.items()
            if name.startswith(COLUMN) and name in self.data
        }
        return {
            letter: key
            for letter, key in picked.items()
            if letter in self._before or key != self._placed.get(letter, "")
        }


def _label(item: dict) -> str:
    return f"{item['label']} (필수)" if item["required"] else item["label"]
