"""`python -m kwonik.labourlaw CALC name=value …`: a calculation at the shell, in words or (`--json`) for machines.

Values are JSON; text without quotes is taken as text. Without a calculation it lists them; with one and no facts it
says what the calculation asks. `--running-out [DAYS]` lists the parameters whose values end within so many days.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from datetime import date
from typing import Any

from . import CALCULATIONS, Calculation, Refused, Result
from .parameters import running_out


def main(words: list[str] | None = None) -> int:
    """0 when there was an answer, 2 when the question cannot be answered."""
    parser = argparse.ArgumentParser(prog="python -m kwonik.labourlaw", description="노동법 계산")
    parser.add_argument(
        "calculation", nargs="?", metavar="CALC", help="계산의 이름. 비우면 목록을 보여 줍니다"
    )
    parser.add_argument("facts", nargs="*", metavar="name=value", help="사실. 예: year=2026")
    parser.add_argument("--json", action="store_true", help="기계가 읽을 JSON으로 냅니다")
    parser.add_argument(
        "--running-out", nargs="?", const=90, type=int, metavar="DAYS", help="곧 끝나는 기준값을 보여 줍니다"
    )
    said = parser.parse_args(words)
    if said.running_out is not None:
        for value in running_out(date.today(), said.running_out):
            print(f"{value.until}  {value.name}  {value.label}  {value.source}")
        return 0
    if not said.calculation:
        print(*(f"{each.name:36} {each.title}" for each in CALCULATIONS.values()), sep="\n")
        return 0
    if said.calculation not in CALCULATIONS:
        print(
            f"‘{said.calculation}’이라는 계산은 없습니다. 이름 없이 부르면 목록이 나옵니다.", file=sys.stderr
        )
        return 2
    found = CALCULATIONS[said.calculation]
    if not said.facts and any(asked.required for asked in found.asks.values()):
        print(_questions(found))
        return 0
    try:
        result = found(**dict(_fact(each) for each in said.facts))
    except Refused as refused:
        print(*refused.problems.values(), sep="\n", file=sys.stderr)
        return 2
    print(json.dumps(result.as_json(), ensure_ascii=False, indent=2) if said.json else _worksheet(result))
    return 0


def _fact(word: str) -> tuple[str, Any]:
    name, equals, value = word.partition("=")
    if not equals:
        raise Refused(f"‘{word}’을(를) 읽을 수 없습니다. 이름=값처럼 적으세요. 예: year=2026")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _questions(found: Calculation) -> str:
    lines = [f"{found.title}: {found.says}", f"근거: {found.law}", ""]
    for asked in found.asks.values():
        need = "꼭 필요" if asked.required else "없어도 됨"
        lines.append(f"  {asked.name:32} {asked.fact.label} ({need}) {asked.fact.note}".rstrip())
    given = shlex.join(f"{name}={_typed(value)}" for name, value in found.example.items())
    return "\n".join([*lines, "", f"예: python -m kwonik.labourlaw {found.name} {given}"])


def _typed(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _worksheet(result: Result) -> str:
    lines = [result.calculation.title, ""]
    lines += [f"  {label}: {words}" for label, words in result.lines()]
    lines += ["", "풀이"]
    for number, step in enumerate(result.steps, 1):
        how = f" = {step.formula}" if step.how else ""
        lines.append(f"  {number}. {step.label} {step.answer}{how}" + (f"  [{step.law}]" if step.law else ""))
    for title, said in (("주의", result.warnings), ("이렇게 보았습니다", result.assumptions)):
        if said:
            lines += ["", title, *(f"  - {words}" for words in said)]
    if result.parameters:
        lines += ["", "쓴 기준값"]
        lines += [f"  - {v.label}: {v.source} (읽은 날 {v.read_on})" for v in result.parameters]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
