"""The blank form of a ledger: right headings, lists to choose from, and on a second sheet how to fill it in."""

from __future__ import annotations

from datetime import date

from kwonik.documents import workbook
from kwonik.spreadsheets import Column

from .reading import words
from .registry import Context, Sheet

KINDS: dict[str, workbook.ColumnKind] = {"date": "date", "won": "won", "int": "number", "decimal": "number"}
INSTRUCTIONS = (
    "머리글은 그대로 두고 아래에 한 줄에 하나씩 적으세요. *가 붙은 항목은 꼭 적습니다.",
    "여러 가지를 고르는 칸은 쉼표로 나누어 적고, 가장 중요한 것을 맨 앞에 적으세요.",
    "주민등록번호는 어느 칸에도 적지 마세요. 있으면 올릴 수 없습니다.",
)


def blank(sheet: Sheet, context: Context, made_on: date) -> bytes:
    """The form as XLSX. Its first sheet has no example line, which might be brought in by mistake."""
    columns = tuple(sheet.columns(context))
    examples = list(sheet.example(context))
    return workbook.write(
        workbook.RowList(
            title=sheet.title(context.centre, context.variant),
            columns=tuple(
                workbook.Column(
                    label=column.label + (" *" if column.required else ""),
                    kind=KINDS.get(column.kind, "text"),
                    choices=_labels(column) if column.kind == "choice" else (),
                    hint=_hint(column, examples),
                )
                for column in columns
            ),
            rows=(),
            made_on=made_on,
            remark="* 표시한 항목은 꼭 적습니다. 적는 법은 '작성 안내' 시트에 있습니다.",
            org=str(context.centre),
            instructions=INSTRUCTIONS,
        )
    )


def _labels(column: Column) -> tuple[str, ...]:
    """Each code's own label, without its other spellings."""
    first: dict[str, str] = {}
    for label, code in column.choices.items():
        first.setdefault(code, label)
    return tuple(first.values())


def _hint(column: Column, examples: list[dict]) -> str:
    shown = [words(column, line.get(column.key)) for line in examples]
    parts = [
        column.help,
        f"고를 수 있는 값: {', '.join(_labels(column))}." if column.choices else "",
        f"예: {' / '.join(dict.fromkeys(filter(None, shown)))}" if any(shown) else "",
    ]
    return " ".join(filter(None, parts))
