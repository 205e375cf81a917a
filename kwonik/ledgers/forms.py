"""The file, and the columns an officer corrects."""

from __future__ import annotations

from django import forms


class UploadForm(forms.Form):
    file = forms.FileField(
        label="대장 파일",
        help_text="엑셀(.xlsx, .xls), 오픈문서(.ods), CSV. 20MB까지.",
        allow_empty_file=True,
    )


class ColumnsForm(forms.Form):
    """One choice per column of the file: which item it is, or that it is not read."""

    worksheet = forms.ChoiceField(label="시트", required=False)

    def __init__(self, *args, reading: dict, chosen: dict, worksheet: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["worksheet"].choices = [
            ("", "표가 있는 시트 모두"),
            *((n, n) for n in reading.get("worksheets", ())),
        ]
        self.fields["worksheet"].initial = worksheet
        items = [("", "읽지 않음"), *((c["key"], c["label"]) for c in reading.get("columns", ()))]
        placed = {letter: pair["key"] for pair in reading.get("pairs", ()) for letter in pair["letters"]}
        placed |= {
            letter: key for key, letter in reading.get("suggestions", {}).items() if letter not in placed
        }
        for head in reading.get("heads", ()):
            self.fields[f"column_{head['letter']}"] = forms.ChoiceField(
                label=f"{head['letter']}열 {head['label']}".strip(),
                choices=items,
                required=False,
                initial=chosen.get(head["letter"], placed.get(head["letter"], "")),
            )

    @property
    def chosen(self) -> dict[str, str]:
        """Column letter -> item, "" for a column that is not read."""
        prefix = "column_"
        return {
            name.removeprefix(prefix): key
            for name, key in self.cleaned_data.items()
            if name.startswith(prefix)
        }
