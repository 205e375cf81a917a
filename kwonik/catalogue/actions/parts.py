"""A checked profile as tables: which rows each model should hold, in the order in which they need each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.apps import apps
from django.db.models import Q

from kwonik.catalogue.codes import ASKS, OWN_ROOM
from kwonik.catalogue.models import (
    Code,
    CodeList,
    ContractForm,
    Programme,
    Question,
    ReportTemplate,
    Service,
    ServiceLimit,
    ServiceList,
)
from kwonik.catalogue.rules import Profile
from kwonik.people.models import Role, StaffPost
from kwonik.places.models import (
    Centre,
    District,
    Facility,
    HistoryEntry,
    Hotline,
    OrganisationUnit,
    Purpose,
    Site,
)

from .applying import Applying, Part, Row

CentreDistrict = Centre.districts.through
Incompatible = Role.incompatible.through
OF_PROFILE, OF_ITS_SERVICES = Q(owner=None), Q(service__owner=None)


def parts(profile: Profile, known: Applying) -> Iterator[Part]:
    """The parts of a load, one at a time: each may ask `known` for rows that earlier ones made."""
    for section in (_places, _organisation, _catalogue, _roles, _budget):
        yield from section(profile, known)
    yield Part(ContractForm, ("code",), _numbered(profile.contract_forms), "retired_on")
    rows = [{"code": r.code, "name": r.name, "body": r.body, "digest": r.digest} for r in profile.reports]
    yield Part(ReportTemplate, ("code",), rows, "retired_on")


def _or_none(find: Callable[[str], int], code: str | None) -> int | None:
    return None if code is None else find(code)


def _places(profile: Profile, known: Applying) -> Iterator[Part]:
    organisation = profile.organisation
    yield Part(Hotline, ("number",), [row.model_dump() for row in organisation.hotlines], "keep")
    yield Part(District, ("code",), _numbered(organisation.districts), "retired_on")

    def hotline(number: str) -> int:
        return known.pk(Hotline, number)

    def district(code: str) -> int:
        return known.pk(District, code)

    def centre(code: str) -> int:
        return known.pk(Centre, code)

    centres = []
    for row in organisation.centres:
        plain = row.model_dump(exclude={"parent", "hotline", "districts"})
        centres.append({**plain, "hotline_id": _or_none(hotline, row.hotline)})
    yield Part(Centre, ("code",), centres, "until_on")
    parents = [{"code": row.code, "parent_id": _or_none(centre, row.parent)} for row in organisation.centres]
    yield Part(Centre, ("code",), parents, "keep", what="상위 센터")
    links = [
        {"centre_id": centre(row.code), "district_id": district(code)}
        for row in organisation.centres
        for code in row.districts
    ]
    mine = Q(centre__in=[row["centre_id"] for row in links])
    yield Part(CentreDistrict, ("centre_id", "district_id"), links, "delete", mine, "맡은 자치구")
    sites = [
        {**row.model_dump(exclude={"district"}), "district_id": _or_none(district, row.district)}
        for row in organisation.sites
    ]
    yield Part(Site, ("code",), sites, "retired_on")


def _organisation(profile: Profile, known: Applying) -> Iterator[Part]:
    centre_id = known.pk(Centre, profile.head.settings.centre)
    mine, owner = Q(centre=centre_id), {"centre_id": centre_id}
    organisation = profile.organisation
    facilities = [{**owner, **row} for row in _numbered(organisation.facilities)]
    yield Part(Facility, ("centre_id", "name"), facilities, "until_on", mine)
    units = [{**owner, **row} for row in _numbered(organisation.units, exclude={"posts"})]
    yield Part(OrganisationUnit, ("centre_id", "code"), units, "until_on", mine)
    posts = [
        {
            **owner,
            "unit_id": known.pk(OrganisationUnit, centre_id, unit.code),
            **block.model_dump(exclude={"first", "last"}),
            "number": number,
        }
        for unit in organisation.units
        for block in unit.posts
        for number in range(block.first, block.last + 1)
    ]
    yield Part(StaffPost, ("centre_id", "number"), posts, "until_on", mine)
    purposes = [{**owner, **row} for row in _numbered(organisation.purposes)]
    yield Part(Purpose, ("centre_id", "kind", "text"), purposes, "until_on", mine)
    history = [{**owner, **row.model_dump()} for row in organisation.history]
    yield Part(HistoryEntry, ("centre_id", "happened_on", "text"), history, "delete", mine)


def _catalogue(profile: Profile, known: Applying) -> Iterator[Part]:
    lists = [{"code": row.code, "name": row.name} for row in profile.lists]
    yield Part(CodeList, ("code",), lists, "retired_on", OF_PROFILE)
    codes = [
        {"list_id": known.pk(CodeList, row.code), **code}
        for row in profile.lists
        for code in _numbered(row.codes)
    ]
    yield Part(Code, ("list_id", "code"), codes, "retired_on", Q(list__owner=None))
    programmes = _numbered(profile.programmes, exclude={"services"})
    yield Part(Programme, ("code",), programmes, "retired_on", OF_PROFILE)
    services: list[Row] = []
    for programme in profile.programmes:
        for service in programme.services:
            plain = service.model_dump(exclude={"lists", "limits", "asks", "words"})
            words = ASKS.get(service.shape, {})
            found = {
                "programme_id": known.pk(Programme, programme.code),
                "position": len(services) + 1,
                "room": service.room or OWN_ROOM[service.shape],
                "asks": [
                    {**ask.model_dump(), "label": ask.label or words[ask.field]} for ask in service.asks
                ],
                "words": service.words.model_dump(exclude_none=True),
            }
            services.append({**plain, **found})
    yield Part(Service, ("code",), services, "retired_on", OF_PROFILE)
    links = [
        {"service_id": known.pk(Service, service.code), "field": field, "list_id": known.pk(CodeList, code)}
        for programme in profile.programmes
        for service in programme.services
        for field, code in service.lists.items()
    ]
    yield Part(ServiceList, ("service_id", "field"), links, "delete", OF_ITS_SERVICES)
    limits = [
        {**limit.model_dump(), "service_id": known.pk(Service, service.code)}
        for programme in profile.programmes
        for service in programme.services
        for limit in service.limits
    ]
    yield Part(ServiceLimit, ("service_id", "kind", "from_on"), limits, "until_on", OF_ITS_SERVICES)
    questions = [
        {
            **row.model_dump(exclude={"service", "list"}),
            "service_id": known.pk(Service, row.service),
            "list_id": _or_none(lambda code: known.pk(CodeList, code), row.list),
            "position": number,
        }
        for number, row in enumerate(profile.questions, 1)
    ]
    yield Part(Question, ("service_id", "code"), questions, "retired_on", OF_ITS_SERVICES)


def _roles(profile: Profile, known: Applying) -> Iterator[Part]:
    rows = [
        {**row.model_dump(exclude={"incompatible"}), "permissions": sorted(row.permissions)}
        for row in profile.roles
    ]
    yield Part(Role, ("code",), rows, "retired_on")
    pairs = {
        pair
        for role in profile.roles
        for other in role.incompatible
        for pair in ((role.code, other), (other, role.code))
    }
    links = [
        {"from_role_id": known.pk(Role, one), "to_role_id": known.pk(Role, other)}
        for one, other in sorted(pairs)
    ]
    yield Part(Incompatible, ("from_role_id", "to_role_id"), links, "delete", what="함께 가질 수 없는 역할")


def _budget(profile: Profile, known: Applying) -> Iterator[Part]:
    """Budget lines stand above the catalogue in the layers, so their table is asked for by its name."""
    model = apps.get_model("budget", "BudgetLine")
    for year in profile.budget:
        centre_id = known.pk(Centre, year.centre)
        owner = {"centre_id": centre_id, "year": year.year}
        plain = _numbered(year.lines, exclude={"programme"})
        lines = [
            {**owner, **row, "programme_id": _or_none(lambda code: known.pk(Programme, code), line.programme)}
            for line, row in zip(year.lines, plain, strict=True)
        ]
        key = ("centre_id", "year", "code")
        yield Part(model, key, lines, "retired_on", Q(centre=centre_id, year=year.year))


def _numbered(rows: list, exclude: set[str] | None = None) -> list[Row]:
    return [{**row.model_dump(exclude=exclude), "position": number} for number, row in enumerate(rows, 1)]
