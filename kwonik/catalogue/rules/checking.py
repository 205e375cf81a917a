"""What the shape alone cannot tell: names that point at nothing, names given twice, words used where they mean nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from kwonik.catalogue.codes import (
    ASKS,
    BEHAVIOURS,
    FIELD_LABELS,
    FIELDS,
    OWN_ROOM,
    ROOMS,
    AnswerKind,
    Behaviour,
    Counting,
    Room,
    Shape,
)
from kwonik.kernel import permissions

from .files import Document, Place
from .profile import BudgetYear, CodeList, ContractForm, Organisation, Profile, Question, Role, Service

Say = Callable[[Place, str], None]


def problems(profile: Profile, documents: Mapping[str, Document]) -> list[str]:
    """Every problem between the parts of a profile; empty when it may be loaded."""
    found: list[str] = []

    def into(name: str) -> Say:
        return lambda place, sentence: found.append(documents[name].problem(place, sentence))

    centres = {centre.code for centre in profile.organisation.centres}
    if profile.head.settings.centre not in centres:
        into("profile.yaml")(
            ("settings", "centre"), _unknown("센터", profile.head.settings.centre, "organisation.yaml")
        )
    _organisation(profile.organisation, into("organisation.yaml"))
    _lists(profile.lists, into("lists.yaml"))
    _programmes(profile, into("programmes.yaml"))
    _questions(profile, into("questions.yaml"))
    _roles(profile.roles, into("roles.yaml"))
    _budget(profile, centres, into("budget.yaml"))
    _contracts(profile.contract_forms, into("contracts.yaml"))
    return found


def _contracts(forms: list[ContractForm], say: Say) -> None:
    _once(say, ("forms",), "표준계약서 코드", (form.code for form in forms))
    for number, form in enumerate(forms):
        _once(say, ("forms", number, "clauses"), "조항", (clause.code for clause in form.clauses))
        _once(say, ("forms", number, "wants"), "적을 것", (wanted.code for wanted in form.wants))


def _unknown(what: str, code: str, file: str) -> str:
    return f"'{code}'(이)라는 {what}이(가) 없습니다. {file}에 넣거나 바로 쓰세요."


def _once(say: Say, place: Place, what: str, names: Iterable[Any]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            say(place, f"{what} '{name}'이(가) {times}번 있습니다. 하나만 남기세요.")


def _organisation(part: Organisation, say: Say) -> None:
    hotlines = {hotline.number for hotline in part.hotlines}
    districts = {district.code for district in part.districts}
    centres = {centre.code for centre in part.centres}
    _once(say, ("hotlines",), "대표전화", (hotline.number for hotline in part.hotlines))
    for key, rows in (("districts", part.districts), ("centres", part.centres), ("sites", part.sites)):
        _once(say, (key,), "코드", (row.code for row in rows))
        _once(say, (key,), "이름", (row.name for row in rows))
    for number, centre in enumerate(part.centres):
        place: Place = ("centres", number)
        if centre.parent is not None and (centre.parent not in centres or centre.parent == centre.code):
            say((*place, "parent"), _unknown("상위 센터", centre.parent, "organisation.yaml의 centres"))
        if centre.hotline is not None and centre.hotline not in hotlines:
            say((*place, "hotline"), _unknown("대표전화", centre.hotline, "organisation.yaml의 hotlines"))
        for district in centre.districts:
            if district not in districts:
                say((*place, "districts"), _unknown("자치구", district, "organisation.yaml의 districts"))
        _dates(say, place, centre)
    for number, site in enumerate(part.sites):
        if site.district is not None and site.district not in districts:
            say(
                ("sites", number, "district"),
                _unknown("자치구", site.district, "organisation.yaml의 districts"),
            )
    _once(
        say, ("sites",), "장소의 이름", (name for site in part.sites for name in {site.name, *site.aliases})
    )
    _once(say, ("facilities",), "시설", (row.name for row in part.facilities))
    _once(say, ("purposes",), "비전과 목표", (f"{row.kind} {row.text}" for row in part.purposes))
    _once(say, ("history",), "연혁", (f"{row.happened_on} {row.text}" for row in part.history))
    for number, facility in enumerate(part.facilities):
        _dates(say, ("facilities", number), facility)
    _units(part, say)


def _units(part: Organisation, say: Say) -> None:
    _once(say, ("units",), "부서", (unit.code for unit in part.units))
    taken: Counter[int] = Counter()
    for number, unit in enumerate(part.units):
        _dates(say, ("units", number), unit)
        for index, posts in enumerate(unit.posts):
            place: Place = ("units", number, "posts", index)
            _dates(say, place, posts)
            if posts.last < posts.first:
                say((*place, "last"), "정원의 끝 번호가 첫 번호보다 작습니다. 번호를 바로 쓰세요.")
            taken.update(range(posts.first, posts.last + 1))
    _once(say, ("units",), "정원 번호", taken.elements())


def _dates(say: Say, place: Place, row: Any) -> None:
    if row.until_on is not None and row.until_on < row.from_on:
        say((*place, "until_on"), "끝난 날이 시작일보다 앞섭니다. 날짜를 바로 쓰세요.")


def _lists(lists: list[CodeList], say: Say) -> None:
    _once(say, ("lists",), "분류표", (row.code for row in lists))
    for number, row in enumerate(lists):
        place: Place = ("lists", number, "codes")
        _once(say, place, "분류 코드", (code.code for code in row.codes))
        _once(say, place, "분류 이름", (name for code in row.codes for name in {code.label, *code.aliases}))


def _programmes(profile: Profile, say: Say) -> None:
    lists = {row.code: row for row in profile.lists}
    _once(say, ("programmes",), "사업", (row.code for row in profile.programmes))
    _once(say, ("programmes",), "사업 번호", (row.number for row in profile.programmes if row.number))
    services = [service for row in profile.programmes for service in row.services]
    _once(say, ("programmes",), "서비스", (service.code for service in services))
    codes = [p.code for p in profile.programmes] + [s.code for s in services] + list(lists)
    for code in codes:
        if code.startswith("own-"):
            say(("programmes",), f"'{code}': own-으로 시작하는 코드는 화면에서 만든 것에 씁니다. 바꾸세요.")
    _once(say, ("programmes",), "번호 머리글자", (service.prefix for service in services))
    for number, programme in enumerate(profile.programmes):
        for index, service in enumerate(programme.services):
            _service(service, ("programmes", number, "services", index), lists, say)


def _service(service: Service, place: Place, lists: Mapping[str, CodeList], say: Say) -> None:
    own = OWN_ROOM[service.shape]
    room = service.room or own
    if room not in ROOMS.get(service.shape, (own,)):
        say(
            (*place, "room"), f"'{room.label}' 방에는 이 형태의 기록이 없습니다. room을 지우거나 바로 쓰세요."
        )
    if service.counting != Counting.FLOW and service.shape != Shape.TALLY:
        say((*place, "counting"), "집계(tally)에서만 쓸 수 있습니다. 지우세요.")
    _asks(service, room, place, say)
    needed = set(FIELDS.get((room, service.shape), ()))
    for field in sorted(needed - service.lists.keys()):
        say(
            (*place, "lists"),
            f"'{field}'({FIELD_LABELS[field]}) 분류표가 없습니다. lists에 '{field}: 분류표 코드'를 넣으세요.",
        )
    for field, code in service.lists.items():
        where = (*place, "lists", field)
        if field not in needed:
            allowed = ", ".join(sorted(needed)) or "없음"
            say(where, f"이 형태의 서비스에는 없는 항목입니다. 쓸 수 있는 항목: {allowed}.")
        elif code not in lists:
            say(where, _unknown("분류표", code, "lists.yaml"))
        else:
            _behaviours(room, field, lists[code], where, say)


def _asks(service: Service, room: Room, place: Place, say: Say) -> None:
    """Only `activities` asks what the profile says; the other rooms have pages of their own."""
    allowed = ASKS.get(service.shape, {}) if room == Room.ACTIVITIES else {}
    _once(say, (*place, "asks"), "묻는 것", (ask.field for ask in service.asks))
    for number, ask in enumerate(service.asks):
        if ask.field not in allowed:
            known = ", ".join(allowed) or "없음"
            say(
                (*place, "asks", number, "field"),
                f"이 서비스에서 물을 수 없는 것입니다. 물을 수 있는 것: {known}.",
            )


def _behaviours(room: Room, field: str, row: CodeList, place: Place, say: Say) -> None:
    allowed = (Behaviour.NONE, *BEHAVIOURS.get((room, field), ()))
    for code in row.codes:
        if code.behaviour not in allowed:
            say(
                place,
                f"분류 '{row.code}/{code.code}'의 쓰임 '{code.behaviour}'은(는) 이 항목에서 쓸 수 없습니다. 지우세요.",
            )


def _questions(profile: Profile, say: Say) -> None:
    lists = {row.code for row in profile.lists}
    services = {service.code for row in profile.programmes for service in row.services}
    _once(say, ("questions",), "물음", (f"{row.service}/{row.code}" for row in profile.questions))
    for number, question in enumerate(profile.questions):
        place: Place = ("questions", number)
        if question.service not in services:
            say((*place, "service"), _unknown("서비스", question.service, "programmes.yaml"))
        _question_list(question, place, lists, say)


def _question_list(question: Question, place: Place, lists: set[str], say: Say) -> None:
    if question.kind == AnswerKind.CHOICE and question.list is None:
        say(place, "하나 고르는 물음에는 'list'(고를 분류표)가 있어야 합니다. 넣으세요.")
    if question.kind != AnswerKind.CHOICE and question.list is not None:
        say((*place, "list"), "하나 고르는 물음이 아니면 'list'를 쓸 수 없습니다. 지우세요.")
    if question.list is not None and question.list not in lists:
        say((*place, "list"), _unknown("분류표", question.list, "lists.yaml"))


def _roles(roles: list[Role], say: Say) -> None:
    codes = {role.code for role in roles}
    _once(say, ("roles",), "역할", (role.code for role in roles))
    for number, role in enumerate(roles):
        place: Place = ("roles", number)
        _once(say, (*place, "permissions"), "권한", role.permissions)
        for index, name in enumerate(role.permissions):
            try:
                permissions.known(name)
            except permissions.UnknownPermission:
                say(
                    (*place, "permissions", index), f"'{name}'(이)라는 권한은 없습니다. 지우거나 바로 쓰세요."
                )
        for other in role.incompatible:
            if other not in codes or other == role.code:
                say((*place, "incompatible"), _unknown("다른 역할", other, "roles.yaml"))


def _budget(profile: Profile, centres: set[str], say: Say) -> None:
    programmes = {row.code for row in profile.programmes}
    _once(say, ("years",), "회계연도", (f"{row.centre} {row.year}" for row in profile.budget))
    for number, year in enumerate(profile.budget):
        place: Place = ("years", number)
        if year.centre not in centres:
            say((*place, "centre"), _unknown("센터", year.centre, "organisation.yaml"))
        _lines(year, place, programmes, say)


def _lines(year: BudgetYear, place: Place, programmes: set[str], say: Say) -> None:
    _once(say, (*place, "lines"), "예산 과목", (line.code for line in year.lines))
    _once(say, (*place, "lines"), "세부사업", (f"{line.area}/{line.name}" for line in year.lines))
    for index, line in enumerate(year.lines):
        if line.programme is not None and line.programme not in programmes:
            say((*place, "lines", index, "programme"), _unknown("사업", line.programme, "programmes.yaml"))


# -- pydantic's errors, said for people -----------------------------------------------------------------------

_SENTENCES = {
    "missing": "꼭 있어야 하는 항목이 없습니다. 넣으세요.",
    "string_type": "글이어야 합니다. 따옴표로 싸세요.",
    "int_type": "따옴표 없는 정수여야 합니다.",
    "int_from_float": "소수 없는 정수여야 합니다.",
    "bool_type": "true 또는 false여야 합니다.",
    "list_type": "목록이어야 합니다. 줄마다 '- '로 시작하세요.",
    "dict_type": "'이름: 값' 꼴이어야 합니다.",
    "model_type": "'이름: 값' 꼴의 묶음이어야 합니다.",
    "date_type": "날짜여야 합니다. 2025-09-30처럼 따옴표 없이 적으세요.",
    "string_too_short": "비어 있습니다. 채우거나 항목을 지우세요.",
    "too_short": "비어 있습니다. 하나 이상 적으세요.",
    "string_pattern_mismatch": "형식에 맞지 않습니다. 코드는 영문 소문자로 시작하고 소문자·숫자·밑줄·붙임표만 씁니다({pattern}).",
    "string_too_long": "너무 깁니다. {max_length}자까지 쓸 수 있습니다.",
    "enum": "쓸 수 없는 말입니다. {expected} 가운데 하나를 쓰세요.",
    "literal_error": "쓸 수 없는 말입니다. {expected} 가운데 하나를 쓰세요.",
    "greater_than": "{gt}보다 커야 합니다.",
    "greater_than_equal": "{ge} 이상이어야 합니다.",
    "less_than_equal": "{le} 이하여야 합니다.",
}


def sentence(error: Any, shape: type[BaseModel]) -> str:
    """One of pydantic's errors as a Korean sentence that says what to do."""
    kind = error["type"]
    if kind == "extra_forbidden":
        known = ", ".join(_keys_at(shape, error["loc"][:-1]))
        return f"모르는 항목입니다. 지우거나 이름을 바로 쓰세요. 쓸 수 있는 항목: {known}."
    if kind == "value_error":
        return str(error["ctx"]["error"])
    if kind in _SENTENCES:
        return _SENTENCES[kind].format(**error.get("ctx", {}))
    return "값이 형식에 맞지 않습니다. 바로 쓰세요."


def _keys_at(shape: type[BaseModel], place: Place) -> list[str]:
    """The keys allowed at a place: follows field annotations down to the model that stands there."""
    for part in place:
        if isinstance(part, int):
            continue
        shape = next(iter(_models(shape.model_fields[part].annotation)), shape)
    return list(shape.model_fields)


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in getattr(annotation, "__args__", ()) for model in _models(inner)]
