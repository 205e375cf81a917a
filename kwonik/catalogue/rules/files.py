"""Reading a profile's YAML files: plain values only, each with the line it stands on.

Refused, with file and line in Korean: text that is not UTF-8, files above 1 MB, anchors and aliases (a few lines can
swell to gigabytes), tags, keys given twice, several documents in one file, nesting above 20, control characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

MOST_BYTES = 1_000_000
DEEPEST = 20
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

Place = tuple[str | int, ...]


class ProfileRefused(ValueError):
    """A profile that cannot be loaded; `problems` are Korean sentences, each with file, line and what to do."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Document:
    """One file as plain values; `lines` leads from a place such as ("lists", 0, "code") to its line."""

    name: str
    value: Any
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """The line of the place, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def problem(self, place: Place, sentence: str) -> str:
        return f"{self.name} {self.line(place)}번째 줄 {written(place)}{sentence}"


def written(place: Place) -> str:
    """("lists", 0, "code") -> "lists[1].code: "; numbering begins at one, as people count."""
    text = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place)
    return f"{text.removeprefix('.')}: " if text else ""


def read(path: Path, name: str) -> Document:
    """The file's values and lines. Raises ProfileRefused."""
    text = _text(path, name)
    try:
        _refuse_tricks(text, name)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProfileRefused(
            [
                f"{name} {line}번째 줄: YAML로 읽을 수 없습니다({error.problem}). 들여쓰기와 따옴표를 확인하세요."
            ]
        ) from error
    except yaml.YAMLError as error:
        raise ProfileRefused(
            [f"{name}: YAML로 읽을 수 없습니다. 이상한 글자가 있는지 확인하세요."]
        ) from error
    lines: dict[Place, int] = {}
    return Document(name, _plain(node, (), lines, name) if node else None, lines)


def _text(path: Path, name: str) -> str:
    if path.stat().st_size > MOST_BYTES:
        raise ProfileRefused([f"{name}: 파일이 1 MB보다 큽니다. 파일을 나누거나 줄이세요."])
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProfileRefused([f"{name}: UTF-8 글자가 아닙니다. UTF-8로 다시 저장하세요."]) from error


def _refuse_tricks(text: str, name: str) -> None:
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise ProfileRefused([f"{name} {line}번째 줄: 문서가 둘 이상입니다. '---'를 지우세요."])
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ProfileRefused(
                [f"{name} {line}번째 줄: '&'·'*'(앵커)는 쓸 수 없습니다. 값을 그대로 풀어 적으세요."]
            )
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None):
            raise ProfileRefused([f"{name} {line}번째 줄: '!'(태그)는 쓸 수 없습니다. 태그를 지우세요."])
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise ProfileRefused([f"{name} {line}번째 줄: 너무 깊이 들어 있습니다. 단계를 줄이세요."])
        depth -= isinstance(event, yaml.CollectionEndEvent)


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int], name: str) -> Any:
    line = node.start_mark.line + 1
    lines[place] = line
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*place, number), lines, name) for number, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, lines, name)
    if _CONTROL.search(node.value):
        raise ProfileRefused(
            [f"{name} {line}번째 줄 {written(place)}보이지 않는 제어 문자가 있습니다. 지우세요."]
        )
    return _scalar(node, f"{name} {line}번째 줄 {written(place)}")


def _mapping(node: yaml.MappingNode, place: Place, lines: dict[Place, int], name: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        where = f"{name} {key_node.start_mark.line + 1}번째 줄 {written(place)}"
        if not isinstance(key, str) or key == "<<":
            raise ProfileRefused([f"{where}항목 이름은 낱말이어야 합니다."])
        if key in values:
            raise ProfileRefused([f"{where}'{key}' 항목이 두 번 있습니다. 하나를 지우세요."])
        values[key] = _plain(value_node, (*place, key), lines, name)
        lines[(*place, key)] = key_node.start_mark.line + 1
    return values


class _Constructor(yaml.constructor.SafeConstructor):
    pass


_Constructor.add_constructor("tag:yaml.org,2002:float", lambda _, node: Decimal(node.value.replace("_", "")))


def _scalar(node: yaml.Node, where: str) -> Any:
    try:
        return _Constructor().construct_document(node)
    except (ValueError, ArithmeticError, yaml.YAMLError) as error:
        raise ProfileRefused(
            [f"{where}값 '{node.value}'을(를) 읽을 수 없습니다. 따옴표로 싸거나 바로 쓰세요."]
        ) from error
