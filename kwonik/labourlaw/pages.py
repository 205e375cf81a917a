"""`python -m kwonik.labourlaw.pages [--check]`: writes docs/rules/labour-law, one page per calculation and an index.

Everything on a page comes from the declaration, the parameters and one run of the example; no law is written here.
Warnings and assumptions are also read out of the code, so that those of other facts than the example's are there.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kwonik.labourlaw import CALCULATIONS, Calculation, Result
from kwonik.labourlaw.facts import Amounts, Choice, Day, Fact, Flag, Many, Month, Number
from kwonik.labourlaw.parameters import Parameter, everything
from kwonik.labourlaw.wording import written

FOLDER = Path(__file__).parents[2] / "docs" / "rules" / "labour-law"
INDEX = "README.md"
COMMAND = "python -m kwonik.labourlaw.pages"
MANY_OPTIONS = 6  # more are listed below the table


def pages() -> dict[str, str]:
    """Every page by its file's name."""
    found = {f"{each.name}.md": "\n".join(_page(each)) + "\n" for each in CALCULATIONS.values()}
    return {INDEX: "\n".join(_index()) + "\n", **found}


def stale(folder: Path = FOLDER) -> Iterator[str]:
    """Complaints, in Korean, about pages that are missing, out of date or left over."""
    wanted = pages()
    for name, text in wanted.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield f"{folder.name}/{name}이(가) 낡았습니다. {COMMAND}를 실행하고 함께 커밋하세요."
    for path in sorted(folder.glob("*.md")):
        if path.name not in wanted:
            yield f"{folder.name}/{path.name}에 맞는 계산이 없습니다. {COMMAND}를 실행하세요."


def write(folder: Path = FOLDER) -> None:
    """Writes the pages and takes away those without a calculation."""
    wanted = pages()
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8")


def main(words: list[str]) -> int:
    if words not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    if not words:
        write()
        return 0
    complaints = list(stale())
    print(*complaints, sep="\n", end="\n" if complaints else "")
    return 1 if complaints else 0


def _index() -> Iterator[str]:
    yield "# 노동법 계산\n"
    yield f"`{COMMAND}`가 코드에서 씁니다. 손으로 고치지 마세요."
    subjects = dict.fromkeys(each.subject for each in CALCULATIONS.values())
    for subject in sorted(subjects):
        yield f"\n## {subject}\n\n| 계산 | 무엇을 답하나 | 근거 | 기준값을 고르는 날 |\n|---|---|---|---|"
        for each in CALCULATIONS.values():
            if each.subject == subject:
                yield _row(f"[{each.title}]({each.name}.md)", each.says, each.law, each.selects or "-")


def _page(calculation: Calculation) -> Iterator[str]:
    result = calculation(**calculation.example)
    said = _Said(calculation)
    yield f"# {calculation.title}\n"
    yield f"{calculation.says}\n"
    yield f"- 이름: `{calculation.name}` ({calculation.subject}{', 시민에게 먼저 보입니다' if calculation.public else ''})"
    yield f"- 근거: {calculation.law}"
    if calculation.selects:
        yield f"- 기준값을 고르는 날: {calculation.selects}"
    yield from _facts(calculation)
    yield "\n## 답\n\n| 이름 | 뜻 | 단위 |\n|---|---|---|"
    for name, field in calculation.gives.items():
        yield _row(f"`{name}`", field.label, field.unit or "-")
    yield from _example(calculation, result)
    yield from _list("주의(사실에 따라)", [*result.warnings, *said.of("warn")])
    yield from _list("이렇게 보았습니다(사실에 따라)", [*result.assumptions, *said.of("assume")])
    yield from _parameters(calculation, result, said)
    yield f"\n## 코드의 설명\n\n{calculation.__doc__}"


def _facts(calculation: Calculation) -> Iterator[str]:
    yield "\n## 사실\n\n| 이름 | 뜻 | 받는 값 | 비우면 | 설명 |\n|---|---|---|---|---|"
    for asked in calculation.asks.values():
        empty = "꼭 필요" if asked.required else written(asked.default)
        yield _row(f"`{asked.name}`", asked.fact.label, _limits(asked.fact), empty, asked.fact.note or "-")
    for asked in calculation.asks.values():
        if isinstance(asked.fact, Choice) and len(asked.fact.options) > MANY_OPTIONS:
            yield f"\n### {asked.fact.label}\n"
            yield from (f"- {_option(asked.fact, name)}" for name in asked.fact.options)


def _option(fact: Choice, name: str) -> str:
    words = fact.options[name]
    found = f"`{name}`" + (f" {words}" if words != name else "")
    return f"{found}: {fact.means[name]}" if name in fact.means else found


def _limits(fact: Fact) -> str:
    """What `read` takes, in words."""
    if isinstance(fact, Number):
        least = (
            ""
            if fact.least is None
            else f"{written(fact.least, fact.unit)} {'초과' if fact.above else '이상'}"
        )
        most = "" if fact.most is None else f"{written(fact.most, fact.unit)} 이하"
        return " ".join(part for part in ("정수" if fact.whole else "수", least, most) if part)
    if isinstance(fact, Choice):
        if len(fact.options) > MANY_OPTIONS:
            return f"{len(fact.options)}가지 가운데 하나(아래)"
        return ", ".join(_option(fact, name) for name in fact.options)
    if isinstance(fact, Many):
        number = str(fact.fewest) if fact.fewest == fact.longest else f"{fact.fewest}~{fact.longest}"
        return f"{number}개의 목록. 하나하나는 {_limits(fact.each)}"
    if isinstance(fact, Amounts):
        names = ", ".join(f"`{name}`" for name in fact.names) or "마음대로 붙인 이름"
        return f"이름마다 값. 이름은 {names}, 값은 {_limits(fact.each)}"
    simple = {Day: "날짜(2026-03-31)", Month: "연월(2026-10)", Flag: "참(true) 또는 거짓(false)"}
    return next((words for kind, words in simple.items() if isinstance(fact, kind)), type(fact).__name__)


def _example(calculation: Calculation, result: Result) -> Iterator[str]:
    yield "\n## 보기\n\n| 사실 | 값 |\n|---|---|"
    for name, value in calculation.example.items():
        yield _row(calculation.label(name), f"`{json.dumps(value, ensure_ascii=False)}`")
    yield "\n| 답 | 값 |\n|---|---|"
    for label, words in result.lines():
        yield _row(label, words)
    yield ""
    for number, step in enumerate(result.steps, 1):
        how = f" = {step.formula}" if step.how else ""
        law = f" [{step.law}]" if step.law else ""
        yield f"{number}. {step.label} {step.answer}{how}{law}".replace("|", r"\|")


def _list(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"\n## {title}\n"
        yield from (f"- {line}" for line in dict.fromkeys(lines))


def _parameters(calculation: Calculation, result: Result, said: _Said) -> Iterator[str]:
    used = dict.fromkeys([*(value.name for value in result.parameters), *said.of("parameter")])
    labels = {parameter.label: parameter.name for parameter in everything().values()}
    for asked in calculation.asks.values():  # an option may be a parameter's label
        if isinstance(asked.fact, Choice):
            used |= dict.fromkeys(labels[name] for name in asked.fact.options if name in labels)
    if used:
        yield "\n## 기준값"
    for name in used:
        yield from _parameter(everything()[name])


def _parameter(parameter: Parameter) -> Iterator[str]:
    yield f"\n### {parameter.label}\n\n`{parameter.name}`, {parameter.law}\n"
    yield "| 부터 | 까지 | 값 | 출처 | 읽은 날 |\n|---|---|---|---|---|"
    for each in parameter.values:
        until = each.until.isoformat() if each.until else "바뀔 때까지"
        yield _row(each.since.isoformat(), until, each.printed, each.source, each.read_on.isoformat())


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


class _Said:
    """What the code of a calculation says to its worksheet, in it and in the functions of this library it calls."""

    def __init__(self, calculation: Calculation) -> None:
        self.found: dict[str, list[str]] = {"warn": [], "assume": [], "parameter": []}
        self.seen: set[Callable[..., Any]] = set()
        self._read(calculation.work)

    def of(self, verb: str) -> list[str]:
        words = self.found[verb]
        return [name for name in words if name in everything()] if verb == "parameter" else words

    def _read(self, function: Callable[..., Any]) -> None:
        if function in self.seen or not function.__module__.startswith("kwonik.labourlaw.subjects"):
            return
        self.seen.add(function)
        known = function.__globals__
        tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
        for node in ast.walk(ast.Module(body=tree.body, type_ignores=[])):  # type: ignore[attr-defined]
            if isinstance(node, ast.Name):
                other = known.get(node.id)
                other = other.work if isinstance(other, Calculation) else other
                if inspect.isfunction(other):
                    self._read(other)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                words = _text(node.args[0], known)
                if node.func.attr in self.found and words:
                    self.found[node.func.attr].append(words)


def _text(node: ast.expr, known: dict[str, Any]) -> str:
    """The sentence of a literal, with "…" for what only the facts decide; empty where there is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name) and isinstance(known.get(node.id), str):
        return known[node.id]
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, known) or "…" for part in node.values)
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
