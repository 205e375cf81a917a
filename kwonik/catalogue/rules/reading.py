"""From a profile's folder to a checked `Profile`: read, shape, cross-check; every problem at once, in Korean."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from . import checking, profile
from .files import Document, ProfileRefused, read

FILES: dict[str, type[BaseModel]] = {
    "profile.yaml": profile.Head,
    "organisation.yaml": profile.Organisation,
    "programmes.yaml": profile.Programmes,
    "lists.yaml": profile.Lists,
    "questions.yaml": profile.Questions,
    "roles.yaml": profile.Roles,
    "budget.yaml": profile.Budget,
}
OPTIONAL: dict[str, type[BaseModel]] = {"contracts.yaml": profile.Contracts}
"""Files that only an installation with that service has."""
OTHER_FOLDERS = {"reports", "sample"}

ReportChecker = Callable[[dict[str, Any]], list[str]]
report_checkers: list[ReportChecker] = []
"""The reports room adds its checker here: template -> Korean problems, none when it is sound.

It is asked inside the load, after the words it may need (codes, sites, budget lines) are in the database.
"""

VERSION = 1
"""Part of every digest; raise it when the loader makes other rows of the same files."""

T = TypeVar("T", bound=BaseModel)


def read_profile(folder: Path) -> profile.Profile:
    """The profile in `folder`. Raises ProfileRefused with all problems found."""
    _refuse_strangers(folder)
    documents = {name: read(folder / name, name) for name in FILES}
    documents |= {
        name: read(folder / name, name) if (folder / name).is_file() else Document(name, {})
        for name in OPTIONAL
    }
    problems: list[str] = []
    parts = {name: _shape(documents[name], shape, problems) for name, shape in (FILES | OPTIONAL).items()}
    reports = _reports(folder, problems)
    if problems:
        raise ProfileRefused(problems)
    made = profile.Profile.model_construct(
        head=parts["profile.yaml"],
        organisation=parts["organisation.yaml"],
        programmes=parts["programmes.yaml"].programmes,
        lists=parts["lists.yaml"].lists,
        questions=parts["questions.yaml"].questions,
        roles=parts["roles.yaml"].roles,
        budget=parts["budget.yaml"].years,
        contract_forms=_contract_forms(parts["contracts.yaml"]),
        reports=reports,
        digest=digest(folder),
    )
    if problems := checking.problems(made, documents):
        raise ProfileRefused(problems)
    return made


def _contract_forms(contracts: profile.Contracts) -> list[profile.ContractForm]:
    """Every form with its own clauses first, then those that all share."""
    return [
        form.model_copy(update={"clauses": [*form.clauses, *contracts.common]}) for form in contracts.forms
    ]


def digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of the profile's files; the sample is not part of the profile."""
    found = hashlib.sha256(f"{VERSION}\n".encode())
    given = [folder / name for name in OPTIONAL if (folder / name).is_file()]
    for path in sorted([folder / name for name in FILES] + given + list((folder / "reports").glob("*.yaml"))):
        content = path.read_bytes()
        found.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return found.hexdigest()


def _refuse_strangers(folder: Path) -> None:
    if not folder.is_dir():
        raise ProfileRefused([f"프로필 폴더 '{folder}'이(가) 없습니다. 경로를 확인하세요."])
    problems = [
        f"{name}: 파일이 없습니다. 만들어 넣으세요." for name in FILES if not (folder / name).is_file()
    ]
    known = set(FILES) | set(OPTIONAL) | OTHER_FOLDERS
    for path in sorted(folder.iterdir()):
        if path.name not in known and not path.name.startswith(".") and path.suffix != ".md":
            problems.append(
                f"{path.name}: 프로필에 없는 파일입니다. 지우거나 이름을 바로 쓰세요({', '.join(FILES)})."
            )
    if problems:
        raise ProfileRefused(problems)


def _shape(document: Document, shape: type[T], problems: list[str]) -> Any:
    try:
        return shape.model_validate(document.value)
    except ValidationError as error:
        problems += [
            document.problem(found["loc"], checking.sentence(found, shape)) for found in error.errors()
        ]
        return None


def _reports(folder: Path, problems: list[str]) -> list[profile.Report]:
    reports = []
    for path in sorted((folder / "reports").glob("*.yaml")):
        name = f"reports/{path.name}"
        document = read(path, name)
        if not isinstance(document.value, dict):
            problems.append(f"{name}: 'code'와 'name'을 가진 보고서 서식이어야 합니다.")
            continue
        body = _as_json(document.value)
        text = json.dumps(body, ensure_ascii=False, sort_keys=True)
        head = {key: body.get(key) for key in ("code", "name") if key in body}
        try:
            made = {**head, "body": body, "digest": hashlib.sha256(text.encode()).hexdigest()}
            reports.append(profile.Report.model_validate(made))
        except ValidationError as error:
            problems += [
                document.problem(found["loc"], checking.sentence(found, profile.Report))
                for found in error.errors()
            ]
            continue
    codes = [report.code for report in reports]
    problems += [
        f"reports: 보고서 코드 '{code}'이(가) 두 번 있습니다."
        for code in sorted(set(codes))
        if codes.count(code) > 1
    ]
    return reports


def _as_json(value: Any) -> Any:
    """YAML's values as JSON has them: days as "2025-09-30", decimals as text."""
    if isinstance(value, dict):
        return {key: _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    if isinstance(value, date | Decimal):
        return str(value)
    return value
