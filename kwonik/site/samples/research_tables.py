"""The ledgers of studies, publications and checks as an office keeps them: headings, styles, files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kwonik.catalogue.rules import Profile

from .research import Drawing
from .research_recipe import Files, ResearchRecipe
from .tables import Heading, Table

STYLES = {"events": "cp949", "responses": "monthly", "participants": "plain", "checks": "titled"}

HEADINGS: dict[str, tuple[tuple[str, int, str], ...]] = {
    "studies": (
        ("연구명", 60, "title"),
        ("세부사업", 24, "service"),
        ("시작일", 12, "from_on"),
        ("종료일", 12, "until_on"),
        ("진행 상태", 10, "state"),
        ("담당팀", 12, "owner"),
        ("연구기관", 20, "partner"),
        ("중간보고", 12, "interim_on"),
        ("최종보고", 12, "final_on"),
        ("코드", 16, "code"),
    ),
    "rounds": (
        ("연구명", 60, "study"),
        ("조사방법", 14, "method"),
        ("조사대상", 20, "group"),
        ("목표 인원", 10, "target"),
    ),
    "events": (
        ("개최일", 12, "held_on"),
        ("연구명", 60, "study"),
        ("행사명", 24, "title"),
        ("개최 장소", 24, "place"),
        ("참석자 수", 10, "people"),
    ),
    "responses": (
        ("회수일", 12, "received_on"),
        ("연구명", 60, "study"),
        ("조사방법", 12, "method"),
        ("조사대상", 18, "group"),
        ("회수 방법", 10, "channel"),
        ("유효/무효", 10, "valid"),
        ("사유", 24, "invalid_reason"),
        ("응답 기관", 24, "workplace"),
    ),
    "participants": (
        ("진행일", 12, "held_on"),
        ("연구명", 60, "study"),
        ("조사방법", 14, "method"),
        ("조사대상", 18, "group"),
        ("참여자 번호", 10, "number"),
    ),
    "publications": (
        ("발행일", 12, "published_on"),
        ("구분", 12, "kind"),
        ("발간물명", 44, "title"),
        ("세부사업", 28, "service"),
        ("제작 부수", 10, "copies"),
        ("제작업체", 16, "printer"),
        ("약칭", 18, "code"),
    ),
    "distributions": (
        ("배부일", 12, "handed_on"),
        ("자료명", 36, "publication"),
        ("배부처", 32, "recipient"),
        ("자치구", 12, "district"),
        ("배부 부수", 10, "copies"),
        ("단지명", 20, "workplace"),
    ),
}
CHECKED = (
    ("사업", 30, "service"),
    ("점검연도", 10, "year"),
    ("차수", 6, "number"),
    ("대상 기관", 24, "organisation"),
    ("점검구분", 10, "stage"),
    ("점검 일자", 12, "checked_on"),
    ("조치 상태", 10, "state"),
)


def ledgers(profile: Profile, recipe: ResearchRecipe) -> Iterator[tuple[str, str, str, Callable[[], Table]]]:
    """Sheet, file name, style and table of each ledger, in the order in which they need each other."""
    drawing = Drawing(profile, recipe)
    for name in Files.model_fields:
        file = getattr(recipe.files, name)
        if file is None:
            continue
        yield f"research.{name}", file, STYLES.get(name, "titled"), _maker(drawing, name, file)


def _maker(drawing: Drawing, name: str, file: str) -> Callable[[], Table]:
    def make() -> Table:
        rows = getattr(drawing, name)()
        if name != "checks":
            return _table(file, HEADINGS[name], rows)
        indicators = [(label, 14, code) for code, label in drawing.indicators()]
        return _table(file, (*CHECKED, *indicators, ("조치사항", 40, "follow_up")), rows)

    return make


def _table(file: str, headings: Sequence[tuple[str, int, str]], rows: Sequence[dict[str, Any]]) -> Table:
    return Table(
        title=file.rsplit(".", 1)[0],
        headings=[Heading(label, width=width) for label, width, _ in headings],
        rows=[[row[key] for *_, key in headings] for row in rows],
    )
