"""What a card prints line by line. Every listing is about one pledge: "pledges.goals/labour"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kwonik.kernel import figures
from kwonik.kernel.figures import Listing, Window
from kwonik.pledges import queries, rules
from kwonik.pledges.codes import EventKind, FundSource, MoneyStage, NoteKind, Progress
from kwonik.pledges.models import Pledge

Lines = list[dict[str, Any]]


def _pledge(window: Window, code: str) -> Pledge | None:
    return Pledge.objects.filter(
        centre__in=queries.keepers(window), code=code, withdrawn_at__isnull=True
    ).first()


def _parts(pledge: Pledge, name: str) -> Any:
    return getattr(pledge, name).filter(withdrawn_at__isnull=True)


def _month(day: Any) -> str:
    return f"{day.year}. {day.month}."


def card(window: Window, code: str) -> Lines:
    """머리표와 사업개요: one line, or none where the window holds no such pledge."""
    pledge = _pledge(window, code)
    if pledge is None:
        return []
    year = queries.completed_years([pledge.pk], window.as_of).get(pledge.pk)
    hand = queries.override_of(pledge, window.as_of)
    status = queries.status_of(pledge, window.as_of)
    return [
        {
            "title": pledge.title,
            "number": pledge.number,
            "original": pledge.original,
            "election": pledge.election,
            "nature": pledge.get_nature_display(),
            "span": pledge.get_span_display(),
            "funding": pledge.get_funding_display(),
            "actor": pledge.get_actor_display(),
            "central_help": pledge.get_central_help_display(),
            "department": pledge.department,
            "status": status,
            "status_label": Progress(status).label if status else "아직 정하지 않음",
            "completed": f"{year}년" if year else "-",
            "goal": pledge.goal,
            "content": pledge.content,
            "duration": f"{_month(pledge.from_on)} ~ {_month(pledge.until_on)}",
            "override": f"{hand.percent}% ({hand.basis})" if hand else "",
        }
    ]


def officers(pledge: Pledge, window: Window) -> Lines:
    """담당자; the first line carries what the head of the card says beside them."""
    found: Lines = [
        {
            "post": row.post,
            "name": row.name,
            "phone": row.phone,
            "help": pledge.get_central_help_display(),
            "actor": pledge.get_actor_display(),
            "department": pledge.department,
        }
        for row in _parts(pledge, "officers")
    ]
    return found or [
        {
            "post": "",
            "name": "",
            "phone": "",
            "help": pledge.get_central_help_display(),
            "actor": pledge.get_actor_display(),
            "department": pledge.department,
        }
    ]


def goals(pledge: Pledge, window: Window) -> Lines:
    return [
        {"area": row.area, "year": f"{row.year}년", "text": _bulleted(row.text), "_year": row.year}
        for row in _parts(pledge, "goals")
    ]


def _bulleted(text: str) -> str:
    lines = [line.strip().lstrip("•·- ") for line in text.replace("•", "\n").splitlines() if line.strip()]
    return "\n".join(f"• {line}" for line in lines)


def notes(pledge: Pledge, window: Window) -> Lines:
    return [{"kind": row.kind, "text": row.text} for row in _parts(pledge, "notes")]


def _notes_of(kind: NoteKind) -> Callable[[Pledge, Window], Lines]:
    return lambda pledge, window: [line for line in notes(pledge, window) if line["kind"] == kind]


def roadmap(pledge: Pledge, window: Window) -> Lines:
    until = rules.quarter_of(window.as_of)
    first, last = rules.quarter_of(pledge.term_from_on), rules.quarter_of(pledge.term_until_on)
    shown = list(rules.quarters(first, last))
    found = []
    for row in _parts(pledge, "milestones"):
        step = queries.step_of(row)
        found.append(
            {
                "text": row.text,
                "quarters": tuple(shown),
                "marks": tuple(mark.value for mark in rules.marks(step, shown, until)),
                "after": step.last > last,
                "words": rules.in_words(step, until),
            }
        )
    return found


def money(pledge: Pledge, window: Window) -> Lines:
    """The years of the table, with those after the term last; sources that hold anything, the usual three at least."""
    rows = _parts(pledge, "moneys").filter(decided_on__lte=window.as_of)
    known = list(rows.order_by().values_list("year", "source", "stage").distinct())
    if not known:
        return []
    last = pledge.term_until_on.year
    years = sorted({*range(pledge.term_from_on.year, last + 1), *(year for year, *_ in known if year)})
    sources = [
        source
        for source in FundSource
        if source != FundSource.OTHER or any(one == source for _, one, _ in known)
    ]
    return [
        {
            "years": tuple(str(year) for year in years),
            "past": tuple(str(year) for year in years if year <= max(window.as_of.year, years[0])),
            "after": any(year is None for year, *_ in known),
            "sources": tuple((source.value, source.label) for source in sources),
            "executed": any(stage == MoneyStage.EXECUTED for *_, stage in known),
        }
    ]


def communications(pledge: Pledge, window: Window) -> Lines:
    days = window.counted
    rows = _parts(pledge, "communications").filter(
        listed=True, held_on__gte=days.first_on, held_on__lt=days.after_on
    )
    return [
        {
            "text": row.title,
            "right": f"{row.held_on.year}. {row.held_on.month}. {row.held_on.day}.",
            "figure": "pledges.told" if row.told is not None else "",
            "cut": {"pledge": pledge.code, "title": row.code},
            "code": row.code,
        }
        for row in rows
    ]


def results(pledge: Pledge, window: Window) -> Lines:
    return [
        {
            "area": row.area,
            "text": row.text,
            "right": "",
            "figure": row.figure,
            "cut": row.cut,
            "days": row.days,
            "code": "",
        }
        for row in _parts(pledge, "results")
    ]


def next_steps(pledge: Pledge, window: Window) -> Lines:
    """ "연중", "연 5회"; a number of people stands behind the words: 지킴이 운영(2명) - 연중."""
    found = []
    for row in _parts(pledge, "nextsteps"):
        times = row.count is not None and row.unit == "회"
        whole = (row.from_on.month, row.from_on.day, row.until_on.month, row.until_on.day) == (1, 1, 12, 31)
        when = "연" if whole else f"{_month(row.from_on)} ~ {_month(row.until_on)}"
        behind = f"({{수}}{row.unit})" if row.count is not None and not times else ""
        found.append(
            {
                "area": row.area,
                "text": row.text + behind,
                "right": f"{when} {{수}}회" if times else ("연중" if whole else when),
                "figure": "pledges.next_steps" if row.count is not None else "",
                "cut": {"pledge": pledge.code, "step": row.code},
                "code": row.code,
            }
        )
    return found


def pictures(pledge: Pledge, window: Window) -> Lines:
    return [
        {"png": bytes(row.image), "alt": row.alt, "caption": row.caption}
        for row in _parts(pledge, "pictures")
    ]


def overrides(pledge: Pledge, window: Window) -> Lines:
    """A rate set by hand is told as such, with its reason, beside the one the roadmap gives."""
    hand = queries.override_of(pledge, window.as_of)
    if hand is None:
        return []
    day = hand.decided_on
    return [
        {
            "text": f"이행률을 {hand.percent}%로 손으로 정함({day.year}. {day.month}. {day.day}. {hand.decided_by}: {hand.basis}). "
            "위의 이행률은 로드맵의 가중치로 셈한 것입니다."
        }
    ]


def happenings(pledge: Pledge, window: Window) -> Lines:
    """What happened to the pledge and is published: splits, merges, changes asked for, approved and refused."""
    rows = pledge.events.filter(decided_on__lte=window.as_of)
    rows = rows.exclude(kind__in=(EventKind.STATUS, EventKind.OVERRIDE)).select_related("other")
    return [
        {
            "heading": "공약의 변경",
            "text": ": ".join(filter(None, (row.get_kind_display(), row.told)))
            + f" ({row.decided_by}, {row.basis})",
            "right": f"{row.decided_on.year}. {row.decided_on.month}. {row.decided_on.day}.",
        }
        for row in rows
    ]


def _declare(
    code: str, label: str, fields: tuple[str, ...], lines: Callable[[Pledge, Window], Lines]
) -> None:
    def of_one(window: Window, name: str) -> Lines:
        pledge = _pledge(window, name)
        return lines(pledge, window) if pledge else []

    figures.declare_listing(Listing(f"pledges.{code}", label, fields, of_one, of_one=True))


FIELDS: tuple[str, ...] = ("title", "number", "original", "election", "nature", "span", "funding", "actor")
FIELDS += ("central_help", "department", "status", "status_label", "completed", "goal", "content")
FIELDS += ("duration", "override")
figures.declare_listing(Listing("pledges.card", "공약의 머리표", FIELDS, card, of_one=True))
_declare("officers", "담당자", ("post", "name", "phone", "help", "actor", "department"), officers)
_declare("goals", "연차별 목표", ("area", "year", "text"), goals)
for _kind in NoteKind:
    _declare(str(_kind.value), _kind.label, ("text",), _notes_of(_kind))
_declare("roadmap", "로드맵", ("text", "quarters", "marks", "after", "words"), roadmap)
_declare("money", "투자의 해와 재원", ("years", "past", "after", "sources", "executed"), money)
_declare("communications", "시민소통 실적", ("text", "right", "figure", "cut", "code"), communications)
_declare("results", "추진실적", ("area", "text", "right", "figure", "cut", "days", "code"), results)
_declare("next_steps", "향후 추진계획", ("area", "text", "right", "figure", "cut", "code"), next_steps)
_declare("pictures", "사진", ("png", "alt", "caption"), pictures)
_declare("happenings", "공약에 일어난 일", ("heading", "text", "right"), happenings)
_declare("overrides", "손으로 정한 이행률", ("text",), overrides)
