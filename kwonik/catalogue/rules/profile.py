"""The shape of a profile: which files it has, which keys they may hold, and the type and length of each value.

Everything is strict and closed: an unknown key, a number where words belong, or an empty name is refused.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kwonik.catalogue.codes import AnswerKind, Behaviour, Counting, LimitKind, Room, Shape
from kwonik.people.codes import Grade
from kwonik.places.codes import CentreKind, PurposeKind, SiteKind, UnitKind


def _tidy(text: str) -> str:
    if text != text.strip():
        raise ValueError("앞뒤의 빈칸을 지우세요.")
    return text


def upto(longest: int) -> Any:
    return Field(min_length=1, max_length=longest)


TIDY = AfterValidator(_tidy)
A_WORD_OF = Field(strict=False)
"""A word of a closed vocabulary; YAML writes it as a plain word."""

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=50)]
Line20 = Annotated[str, upto(20), TIDY]
Line40 = Annotated[str, upto(40), TIDY]
Line60 = Annotated[str, upto(60), TIDY]
Line80 = Annotated[str, upto(80), TIDY]
Line120 = Annotated[str, upto(120), TIDY]
Line200 = Annotated[str, upto(200), TIDY]
Line300 = Annotated[str, upto(300), TIDY]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Standing(Part):
    """In force from a first day to a last day, both included."""

    from_on: date
    until_on: date | None = None


# -- profile.yaml ---------------------------------------------------------------------------------------------


class HelpLine(Part):
    """The help line in the same place of every page (KWCAG 7.2.2)."""

    label: Line40
    number: Line20
    hours: Annotated[str, Field(max_length=60)] = ""


class Settings(Part):
    """What pages and reports print of the installation itself. `centre` is the code of its own centre; `portal_name` is what
    citizens know the place by, in the head of their pages.
    """

    service_name: Line80
    portal_name: Annotated[str, Field(max_length=80)] = ""
    centre: Code
    hotline: Line20
    help_line: HelpLine
    fiscal_year: int = Field(ge=2000, le=2100)


class Head(Part):
    code: Code
    name: Line80
    settings: Settings


# -- organisation.yaml ----------------------------------------------------------------------------------------


class Hotline(Part):
    number: Annotated[str, Field(pattern=r"^[0-9-]{4,20}$")]
    name: Line60
    hours: Annotated[str, Field(max_length=120)] = ""


class District(Part):
    code: Code
    name: Line40


class Centre(Standing):
    code: Code
    name: Line80
    kind: Annotated[CentreKind, A_WORD_OF]
    parent: Code | None = None
    hotline: str | None = None
    districts: list[Code] = []
    legal_basis: Annotated[str, Field(max_length=1000)] = ""


class Site(Part):
    code: Code
    name: Line80
    kind: Annotated[SiteKind, A_WORD_OF]
    district: Code | None = None
    aliases: list[Line80] = []


class Facility(Standing):
    name: Line60
    address: Line200
    floors: Line60
    structure: Line60
    use: Line60
    area_m2: Annotated[Decimal, Field(strict=False, gt=0, max_digits=9, decimal_places=2)]
    holder: Line60
    rooms: Annotated[str, Field(max_length=300)] = ""


class Posts(Standing):
    """Authorised posts of one grade in one unit, numbered from `first` to `last`."""

    grade: Annotated[Grade, A_WORD_OF]
    first: int = Field(ge=1, le=999)
    last: int = Field(ge=1, le=999)


class Unit(Standing):
    code: Code
    name: Line60
    kind: Annotated[UnitKind, A_WORD_OF]
    duties: list[Line300] = []
    posts: list[Posts] = []


class Purpose(Standing):
    kind: Annotated[PurposeKind, A_WORD_OF]
    text: Line300


class HistoryEntry(Part):
    happened_on: date
    text: Line300
    note: Annotated[str, Field(max_length=100)] = ""


class Organisation(Part):
    """Facilities, units, purposes and history are those of the installation's own centre."""

    hotlines: list[Hotline]
    districts: list[District]
    centres: list[Centre]
    sites: list[Site] = []
    facilities: list[Facility] = []
    units: list[Unit] = []
    purposes: list[Purpose] = []
    history: list[HistoryEntry] = []


# -- programmes.yaml, lists.yaml, questions.yaml --------------------------------------------------------------


class Ask(Part):
    """What a record of the service says besides its kind and its day; `label` are the programme's own words."""

    field: Code
    label: Line40 | None = None
    required: bool = False
    help: Annotated[str, Field(max_length=200)] = ""


class Words(Part):
    """How the service's pages call one record ("캠페인") and its day ("진행한 날")."""

    one: Line20 | None = None
    day: Line20 | None = None


class Limit(Standing):
    kind: Annotated[LimitKind, A_WORD_OF]
    value: int = Field(ge=1, le=1_000_000)


class Service(Part):
    """`room` is named only where the shape has several (catalogue.codes.ROOMS)."""

    code: Code
    name: Line80
    shape: Annotated[Shape, A_WORD_OF]
    room: Annotated[Room, A_WORD_OF] | None = None
    prefix: Annotated[str, Field(pattern=r"^[A-Z]{1,6}$")]
    lists: dict[str, Code] = {}
    asks: list[Ask] = []
    words: Words = Words()
    counting: Annotated[Counting, A_WORD_OF] = Counting.FLOW
    limits: list[Limit] = []


class Programme(Part):
    code: Code
    number: int | None = Field(default=None, ge=1, le=999)
    name: Line80
    purpose: Annotated[str, Field(max_length=2000)] = ""
    aliases: list[Line80] = []
    services: list[Service] = []


class Programmes(Part):
    programmes: list[Programme]


class ListedCode(Part):
    code: Code
    label: Line60
    aliases: list[Line60] = []
    behaviour: Annotated[Behaviour, A_WORD_OF] = Behaviour.NONE


class CodeList(Part):
    code: Code
    name: Line60
    codes: list[ListedCode] = Field(min_length=1)


class Lists(Part):
    lists: list[CodeList]


class Question(Part):
    service: Code
    code: Code
    label: Line120
    help: Annotated[str, Field(max_length=200)] = ""
    kind: Annotated[AnswerKind, A_WORD_OF]
    list: Code | None = None
    required: bool = False


class Questions(Part):
    questions: list[Question]


# -- roles.yaml, budget.yaml ----------------------------------------------------------------------------------


class Role(Part):
    code: Code
    name: Line60
    permissions: list[str] = Field(min_length=1)
    needs_mfa: bool = False
    incompatible: list[Code] = []


class Roles(Part):
    roles: list[Role]


class BudgetLine(Part):
    code: Code
    group: Literal["programme", "personnel", "operating", "overhead"]
    area: Line60
    name: Line80
    aliases: list[Line80] = []
    programme: Code | None = None


class BudgetYear(Part):
    centre: Code
    year: int = Field(ge=2000, le=2100)
    lines: list[BudgetLine] = Field(min_length=1)


class Budget(Part):
    years: list[BudgetYear] = []


# -- contracts.yaml -------------------------------------------------------------------------------------------


class Wanted(Part):
    """One thing that the scope of a contract must say."""

    code: Code
    label: Line60
    help: Annotated[str, Field(max_length=200)] = ""


class Clause(Part):
    """One clause; `{acceptance_days}` in its text is the number that the parties agree on."""

    code: Code
    title: Line40
    text: Annotated[str, upto(1000), TIDY]


class ContractForm(Part):
    """The standard contract of a trade; `edition` grows whenever a clause reads otherwise."""

    code: Code
    name: Line80
    trade: Line40
    edition: int = Field(ge=1, le=999)
    wants: list[Wanted] = Field(min_length=1)
    clauses: list[Clause] = Field(min_length=1)


class Contracts(Part):
    """`common` clauses follow those of every form."""

    forms: list[ContractForm] = []
    common: list[Clause] = []


# -- reports/*.yaml -------------------------------------------------------------------------------------------


class Report(Part):
    """A report template: the reports room checks the body, the catalogue keeps it with its digest."""

    code: Code
    name: Line80
    body: dict[str, Any]
    digest: str


class Profile(Part):
    """A whole profile that passed every check; `digest` is the SHA-256 of its files."""

    head: Head
    organisation: Organisation
    programmes: list[Programme]
    lists: list[CodeList]
    questions: list[Question]
    roles: list[Role]
    budget: list[BudgetYear]
    contract_forms: list[ContractForm]
    reports: list[Report]
    digest: str
