"""What a recipe may say. Strict and closed like the profile itself: an unknown word is refused with file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError

from kwonik.catalogue.rules import ProfileRefused, checking, files
from kwonik.catalogue.rules.profile import Code, Line40, Line80, Part

from .activities_recipe import Activities
from .consulting import ConsultingRecipe
from .education_recipe import EducationRecipe
from .escrow_recipe import EscrowRecipe
from .live import Opening
from .money_recipe import BudgetRecipe
from .planning import PlanningRecipe
from .pledges import PledgesRecipe
from .research_recipe import ResearchRecipe
from .servicedesk import ServicedeskRecipe
from .shelter_recipe import ShelterBook
from .wellbeing_recipe import WellbeingRecipe

Count = Annotated[int, Field(ge=1, le=100_000)]
Weights = dict[str, Annotated[int, Field(ge=0, le=100_000)]]
Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
Months = dict[Month, Annotated[int, Field(ge=0, le=100_000)]]
Style = Literal["plain", "titled", "grouped", "monthly", "cp949"]


class Login(Part):
    """An account for the try-out: `appointment` is the name in the register of appointments it belongs to, `since` the day from
    which it holds its role, if not from today."""

    username: Code
    name: Line40
    role: Code
    centre: Code | None = None
    appointment: bool = False
    since: date | None = None


class Accounts(Part):
    """`brings`: the sheet's code -> the login that brings its ledgers in."""

    logins: list[Login] = Field(min_length=1)
    brings: dict[str, Code]

    def named(self) -> dict[str, str]:
        """Role -> the name of the one who logs in with it at the own centre."""
        return {login.role: login.name for login in self.logins if login.centre is None}


class Grade(Part):
    """현원: who sits on the authorised posts of a grade. `left` people sat there before somebody now in office.

    `login` is the role of the account whose name sits on the first post.
    """

    grade: Line40
    posts: list[int]
    since: date
    vacant: list[int] = []
    left: int = 0
    login: Line40 | None = None


class Staff(Part):
    file: Line80
    style: Style = "titled"
    grades: list[Grade] = Field(min_length=1)


class Appointed(Part):
    """위촉: `count` people of a role and qualification, named ones first; `specialities` are issue codes with weights."""

    role: Line40
    qualification: Line40
    term: int | None = None
    count: Count
    named: list[Line40] = []
    from_on: date
    until_on: date | None = None
    specialities: Weights = {}
    capacity: tuple[int, int] = Field(default=(3, 6), strict=False)


class Appointments(Part):
    file: Line80
    style: Style = "titled"
    groups: list[Appointed] = Field(min_length=1)


class Regular(Part):
    """A booth at each station on the same weekday (0 is Monday) of the given weeks of every month."""

    stations: dict[Code, Annotated[int, Field(ge=0, le=4)]]
    weeks: list[Annotated[int, Field(ge=1, le=5)]]
    hours: tuple[Line40, Line40] = Field(strict=False)


class Focus(Part):
    """One day a month on which many centres go out together: centre -> its stations."""

    weekday: Annotated[int, Field(ge=0, le=4)]
    week: Annotated[int, Field(ge=1, le=5)]
    months: list[Month]
    hours: tuple[Line40, Line40] = Field(strict=False)
    centres: dict[Code, list[Code]]


class Booths(Part):
    file: Line80
    style: Style = "titled"
    months: list[Month]
    regular: Regular
    focus: Focus


class Cell(Part):
    """`count` records that share `fixed` values; the rest is drawn from the mix. `at` names sites or booth kinds."""

    count: Count
    mix: Code
    fixed: dict[str, str] = {}
    at: list[Line40] = []
    months: Months | None = None


class ConsultationLedger(Part):
    file: Line80
    style: Style
    service: Code
    months: Months
    cells: list[Cell] = Field(min_length=1)
    counsellors: str
    repeat_percent: Annotated[int, Field(ge=0, le=60)] = 8


class Consultations(Part):
    """`mixes`: field -> code -> weight. `no_booths`: a service without booths of its own names none."""

    mixes: dict[str, dict[str, Weights]]
    booths: Booths | None = None
    ledgers: list[ConsultationLedger]


class CaseCell(Part):
    count: Count
    fixed: dict[str, str]
    forum: Weights
    outcome: Weights
    open_count: Annotated[int, Field(ge=0)] = 0
    instruments: Weights = {}
    won: tuple[int, int] = Field(default=(800_000, 6_000_000), strict=False)
    months: Months | None = None


class CaseLedger(Part):
    file: Line80
    style: Style
    service: Code
    months: Months
    cells: list[CaseCell] = Field(min_length=1)
    advocates: str
    as_of: date


class Cases(Part):
    ledgers: list[CaseLedger]


class Recipe(Part):
    """A profile's whole sample; a missing file means that there is none of it."""

    accounts: Accounts
    staff: Staff | None
    appointments: Appointments | None
    consultations: Consultations | None
    cases: Cases | None
    budget: BudgetRecipe | None
    activities: Activities | None
    wellbeing: WellbeingRecipe | None
    servicedesk: ServicedeskRecipe | None
    education: EducationRecipe | None
    consulting: ConsultingRecipe | None
    open: Opening | None
    shelters: ShelterBook | None
    research: ResearchRecipe | None
    planning: PlanningRecipe | None
    pledges: PledgesRecipe | None
    escrow: EscrowRecipe | None


FILES: dict[str, type[BaseModel]] = {
    "accounts": Accounts,
    "staff": Staff,
    "appointments": Appointments,
    "consultations": Consultations,
    "cases": Cases,
    "budget": BudgetRecipe,
    "activities": Activities,
    "wellbeing": WellbeingRecipe,
    "servicedesk": ServicedeskRecipe,
    "education": EducationRecipe,
    "consulting": ConsultingRecipe,
    "open": Opening,
    "shelters": ShelterBook,
    "research": ResearchRecipe,
    "planning": PlanningRecipe,
    "pledges": PledgesRecipe,
    "escrow": EscrowRecipe,
}
T = TypeVar("T", bound=BaseModel)


def read_recipe(folder: Path) -> Recipe:
    """The recipe in a profile's `sample` folder. Raises ProfileRefused with Korean sentences."""
    problems: list[str] = []
    parts = {name: _part(folder / f"{name}.yaml", shape, problems) for name, shape in FILES.items()}
    strangers = {path.name for path in folder.glob("*.yaml")} - {f"{name}.yaml" for name in FILES}
    problems += [
        f"sample/{name}: 보기 자료에 없는 파일입니다. 지우거나 이름을 바로 쓰세요."
        for name in sorted(strangers)
    ]
    if parts["accounts"] is None and not problems:
        problems.append("sample/accounts.yaml: 파일이 없습니다. 만들어 넣으세요.")
    if problems:
        raise ProfileRefused(problems)
    return Recipe.model_construct(**parts)


def _part(path: Path, shape: type[T], problems: list[str]) -> Any:
    if not path.exists():
        return None
    document = files.read(path, f"sample/{path.name}")
    try:
        return shape.model_validate(document.value)
    except ValidationError as error:
        problems += [
            document.problem(found["loc"], checking.sentence(found, shape)) for found in error.errors()
        ]
        return None
