"""Rows with sensible defaults for every test: say only what the test is about.

    centre = make_centre()
    attorney = make_account("counselling.consultation:record", centre=centre)     # a permission
    director = make_account("centre_director", centre=centre)                     # a role of ROLES
    service = make_service("legal")

Areas add their own in tests/<area>/factories.py. Everything goes straight to the tables: no guard, no audit.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import count
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from kwonik.catalogue.codes import OWN_ROOM, Shape
from kwonik.catalogue.models import Code, CodeList, Programme, Service, ServiceList
from kwonik.kernel import permissions
from kwonik.people import vault
from kwonik.people.models import (
    Account,
    ApiKey,
    Appointment,
    Client,
    Role,
    RoleGrant,
    StaffAppointment,
    StaffPost,
)
from kwonik.people.rules import digest
from kwonik.places.models import Centre, District, Facility, Hotline, OrganisationUnit, Site, Workplace
from kwonik.places.rules import name_key

LONG_AGO = date(2020, 1, 1)
PASSWORD = "correct-horse-battery"

_numbers = count(1)

ROLES: dict[str, tuple[str, ...]] = {
    "duty_attorney": ("people.client", "counselling.", "remedy.", "reports."),
    "rights_advocate": ("remedy.case:view", "remedy.case:step", "remedy.assignment"),
    "programme_officer": (
        "people.client",
        "people.appointment",
        "counselling.",
        "remedy.",
        "reports.",
        "ledgers.",
    ),
    "finance": ("budget.", "ledgers.", "reports."),
    "centre_director": ("people.access_log", "people.staff", "people.appointment", "places.", "reports."),
    "city_officer": ("reports.",),
    "information_team": ("people.account", "catalogue.", "ledgers."),
}
"""Role code -> beginnings of the permissions it gives in tests. Profiles have the real ones."""


def make_centre(code: str = "", **fields: Any) -> Centre:
    """A city centre in force since 2020; asking for the same code again gives the same centre."""
    code = code or f"centre-{next(_numbers)}"
    defaults = {"name": f"노동센터 {code}", "kind": "city", "from_on": LONG_AGO, **fields}
    return Centre.objects.get_or_create(code=code, defaults=defaults)[0]


def make_role(*allowed: str, code: str = "", **fields: Any) -> Role:
    """A role with these permissions (or all that begin so: "remedy.")."""
    code = code or f"role-{next(_numbers)}"
    given = [p.code for p in permissions.everything() if p.code.startswith(tuple(allowed))] if allowed else []
    role, _ = Role.objects.get_or_create(code=code, defaults={"name": f"역할 {code}", **fields})
    role.permissions = sorted({*role.permissions, *given})
    role.save()
    return role


def make_account(*roles: str, centre: Centre | None = None, **fields: Any) -> Account:
    """An account holding, at `centre`, these role codes (ROLES) and single permissions ("area.thing:verb").

    The password is PASSWORD. Raises UnknownPermission for a permission nobody declared.
    """
    centre = centre or make_centre("main")
    number = next(_numbers)
    account = Account(username=f"user{number}", name=f"직원{number}", centre=centre, **fields)
    account.password = _password_hash()
    account.save()
    singles = tuple(permissions.known(role).code for role in roles if ":" in role)
    granted = [make_role(*ROLES[role], code=role) for role in roles if ":" not in role]
    if singles:
        granted.append(make_role(*singles))
    for role in granted:
        grant(account, role, centre)
    return account


def grant(
    account: Account, role: Role, centre: Centre, from_on: date = LONG_AGO, until_on: date | None = None
):
    return RoleGrant.objects.create(
        account=account, role=role, centre=centre, from_on=from_on, until_on=until_on
    )


def make_api_key(account: Account, centre: Centre, **fields: Any) -> tuple[ApiKey, str]:
    """A key for a machine that acts as the account, and its secret. The account may make keys at that centre."""
    grant(account, make_role("people.api_key:create"), centre)
    account.__dict__.pop("_standing", None)
    secret, today = f"kw_{next(_numbers):040}", timezone.localdate()
    given = {"name": "단말기", "made_on": today, "expires_on": today + timedelta(days=30), **fields}
    key = ApiKey.objects.create(
        account=account, centre=centre, prefix=secret[:11], digest=digest(secret), **given
    )
    return key, secret


def make_client(centre: Centre | None = None, name: str = "홍길동", phone: str = "010-1234-5678") -> Client:
    return vault.new_clients(centre or make_centre("main"), [(name, phone)])[0]


def _password_hash() -> str:
    """Made once: a hash is slow on purpose."""
    return _hashed(settings.PASSWORD_HASHERS[0])


@cache
def _hashed(hasher: str) -> str:
    """Hashed once for each hasher: some rooms' tests take a quick one."""
    return make_password(PASSWORD)


def make_district(code: str = "jongno", name: str = "") -> District:
    return District.objects.get_or_create(code=code, defaults={"name": name or f"{code}구"})[0]


def make_site(code: str = "station-1", **fields: Any) -> Site:
    defaults = {"name": f"역 {code}", "kind": "station", **fields}
    return Site.objects.get_or_create(code=code, defaults=defaults)[0]


def make_hotline(number: str = "1661-0000", **fields: Any) -> Hotline:
    return Hotline.objects.get_or_create(number=number, defaults={"name": "대표 상담전화", **fields})[0]


def make_workplace(name: str = "가람상사", **fields: Any) -> Workplace:
    return Workplace.objects.get_or_create(name_key=name_key(name), defaults={"name": name, **fields})[0]


def make_unit(centre: Centre | None = None, kind: str = "team", **fields: Any) -> OrganisationUnit:
    number = next(_numbers)
    defaults = {"code": f"unit-{number}", "name": f"{number}팀", "from_on": LONG_AGO}
    return OrganisationUnit.objects.create(
        centre=centre or make_centre("main"), kind=kind, **{**defaults, **fields}
    )


def make_facility(centre: Centre | None = None, **fields: Any) -> Facility:
    defaults = {
        "name": f"시설 {next(_numbers)}",
        "address": "종로구 1",
        "floors": "2층",
        "structure": "철근콘크리트",
        "use": "업무시설",
        "area_m2": "100.50",
        "holder": "센터",
        "from_on": LONG_AGO,
    }
    return Facility.objects.create(centre=centre or make_centre("main"), **{**defaults, **fields})


def make_post(centre: Centre | None = None, grade: str = "member", **fields: Any) -> StaffPost:
    defaults = {"number": next(_numbers), "from_on": LONG_AGO}
    return StaffPost.objects.create(
        centre=centre or make_centre("main"), grade=grade, **{**defaults, **fields}
    )


def make_staff(post: StaffPost | None = None, **fields: Any) -> StaffAppointment:
    post = post or make_post()
    defaults = {"name": f"직원{next(_numbers)}", "from_on": LONG_AGO}
    return StaffAppointment.objects.create(post=post, centre=post.centre, **{**defaults, **fields})


def make_appointment(
    role: str = "rights_advocate", centre: Centre | None = None, **fields: Any
) -> Appointment:
    districts = fields.pop("districts", ())
    defaults = {"name": f"전문가{next(_numbers)}", "qualification": "labour_attorney", "from_on": LONG_AGO}
    row = Appointment.objects.create(
        centre=centre or make_centre("main"), role=role, **{**defaults, **fields}
    )
    row.districts.set(districts)
    return row


LEGAL_ISSUES = (
    ("unpaid_wages", "임금체불"),
    ("unfair_dismissal", "부당해고 등"),
    ("workplace_harassment", "직장내 괴롭힘"),
    ("labour_union", "노동조합"),
    ("social_insurance", "4대보험"),
    ("occupational_injury", "산업재해"),
    ("contract_terms", "근로계약서 등"),
    ("other", "기타"),
)
TAX_ISSUES = (
    ("comprehensive_income", "종합소득세"),
    ("inheritance_gift", "상속·증여세"),
    ("capital_gains", "양도소득세"),
    ("property", "재산세"),
    ("acquisition", "취득세"),
    ("other", "기타"),
)
LEGAL_CHANNELS = (
    ("phone", "전화"),
    ("visit", "방문"),
    ("online", "온라인"),
    ("station_booth", "지하철", "outreach"),
    ("outreach", "찾아가는", "outreach"),
)
FORUMS = (
    ("labour_petition", "진정"),
    ("labour_commission", "노동위원회"),
    ("administrative_appeal", "행정심판"),
    ("lawsuit", "소송"),
    ("small_claim", "소액소송", "small_claim"),
    ("document_review", "자료검토", "review_only"),
)
STANDARD_SERVICES: dict[str, tuple[str, str, str, dict[str, tuple]]] = {
    "legal": (
        "노동법률상담",
        "consultation",
        "L",
        {
            "issue": LEGAL_ISSUES,
            "channel": LEGAL_CHANNELS,
            "outcome": (("answered", "상담 종결"), ("relief", "권리구제 연계", "opens_case")),
        },
    ),
    "tax": (
        "세무상담",
        "consultation",
        "T",
        {"issue": TAX_ISSUES, "channel": LEGAL_CHANNELS, "outcome": (("answered", "상담 종결"),)},
    ),
    "remedy": (
        "권리구제",
        "case",
        "R",
        {
            "client_group": (("general", "일반 노동자"), ("platform_freelancer", "플랫폼·프리랜서")),
            "issue": (
                ("unfair_dismissal", "부당해고 등"),
                ("unpaid_wages", "임금체불"),
                ("occupational_injury", "산업재해"),
                ("other", "기타"),
            ),
            "forum": FORUMS,
            "outcome": (("recovered", "구제됨"), ("dismissed", "기각"), ("withdrawn", "취하")),
            "step": (("filed", "접수"), ("hearing", "심문"), ("decided", "결정")),
        },
    ),
}
"""Service code -> name, shape, prefix, and its code lists by field; a code is (code, label[, behaviour])."""


def make_service(code: str = "legal", **fields: Any) -> Service:
    """A standard service with its code lists, made once; other codes make one with the `lists` given:
    field -> ((code, label[, behaviour]), ...)."""
    if found := Service.objects.filter(code=code).first():
        return found
    name, shape, prefix, lists = STANDARD_SERVICES.get(code, (f"서비스 {code}", "consultation", "K", {}))
    shape, lists = fields.pop("shape", shape), fields.pop("lists", lists)
    programme = Programme.objects.get_or_create(code="programme", defaults={"name": "취약노동자 법률구조"})[0]
    room = OWN_ROOM[Shape(shape)]
    defaults = {"programme": programme, "name": name, "shape": shape, "prefix": prefix, "room": room}
    service = Service.objects.create(code=code, **{**defaults, **fields})
    for field, codes in lists.items():
        ServiceList.objects.create(
            service=service, field=field, list=make_code_list(f"{code}_{field}", codes)
        )
    return service


def make_code_list(code: str, codes: tuple) -> CodeList:
    made = CodeList.objects.create(code=code, name=code)
    Code.objects.bulk_create(
        Code(list=made, code=key, label=label, behaviour=behaviour[0] if behaviour else "", position=at)
        for at, (key, label, *behaviour) in enumerate(codes)
    )
    return made


def code_of(service: Service, field: str, code: str) -> Code:
    """The code of a service's list: `code_of(service, "issue", "unpaid_wages")`."""
    return Code.objects.get(list__servicelist__service=service, list__servicelist__field=field, code=code)
