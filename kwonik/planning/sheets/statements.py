"""문서로 밝힌 수의 대장: numbers with the document that states them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, column, own, too_long
from kwonik.planning.models import Statement
from kwonik.spreadsheets import Column

from .lookups import CODE_HELP, choice, own_codes, programme_words, programmes, said_of_code

YES = {**dict.fromkeys(("약", "어림", "O", "예", "Y"), "yes"), **dict.fromkeys(("아니오", "X", "N"), "")}


def statement_columns(context: Context) -> tuple[Column, ...]:
    return (
        column("label", "무엇", "내용|항목|이름", required=True),
        column("value", "수", "수량|값", "int", required=True),
        column("unit", "단위", "단위명", required=True),
        *choice("about", "어림수", YES, "약"),
        column("printed", "문서의 표기", "표기"),
        column("document", "문서", "출처|근거 문서|근거", required=True),
        column("document_on", "문서 날짜", "일자|날짜|문서일", "date", required=True),
        *choice("programme", "사업", programme_words(context), "사업명"),
        column("code", "부르는 이름(영문)", "코드|약칭", help=CODE_HELP),
    )


def check_statement(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, {"label": 120, "unit": 10, "printed": 60, "document": 200})
    said += said_of_code(context, Statement, values["code"])
    if values["document_on"] > timezone.localdate():
        said.append("문서 날짜가 오늘보다 뒤입니다. 날짜를 확인하세요.")
    if not -(10**15) < values["value"] < 10**15:
        said.append("수가 너무 큽니다. 자릿수를 확인하세요.")
    return said


def store_statements(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    codes = own_codes(context, "statement", lines, "document_on")
    Statement.objects.bulk_create(
        Statement(
            **own(context, batch, line),
            **{name: line.values[name] for name in ("label", "value", "unit", "document", "document_on")},
            programme=programmes(context).get(line.values.get("programme") or ""),
            printed=line.values["printed"] or "",
            about=line.values["about"] == "yes",
            code=code,
        )
        for line, code in zip(lines, codes, strict=True)
    )


def statement_example(context: Context) -> list[dict[str, Any]]:
    return [
        {
            "label": "얼음물 배포",
            "value": 100_000,
            "unit": "병",
            "about": "약",
            "printed": "약 10만병",
            "document": "하반기 생수나눔 협약 결과 공문",
            "document_on": date(2025, 9, 15),
        }
    ]


registry.declare(
    Sheet(
        code="planning.statements",
        label="문서로 밝힌 수의 대장",
        permission="planning.statement:import",
        model=Statement,
        columns=statement_columns,
        check=check_statement,
        store=store_statements,
        example=statement_example,
    )
)
