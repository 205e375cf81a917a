"""상담 대장: the ledger of one consultation service."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from kwonik.catalogue.codes import Behaviour, Shape
from kwonik.catalogue.queries import service_names
from kwonik.counselling import rules
from kwonik.counselling.models import BoothSession, Consultation, OtherIssue
from kwonik.counselling.rules import folded
from kwonik.kernel.copying import copy_in, next_ids
from kwonik.ledgers import registry
from kwonik.ledgers.registry import Context, Line, Sheet, once
from kwonik.people import vault
from kwonik.people.codes import SealedKind
from kwonik.people.models import Account
from kwonik.places.actions import reserve, workplaces
from kwonik.spreadsheets import Column

from . import lookups
from .lookups import choice, codes_of, column

HEADINGS = {
    "occurred_on": "상담일자|일자|날짜|접수일|상담날짜|상담 일시|연월일",
    "party": "내담자 구분|노동자/사용자|구분(노동자/사용자)|노사 구분|노사구분|상담자 구분|대상|신분",
    "channel": "상담방법|상담 방법|상담경로|방법|방식|상담형태|매체|접수경로",
    "issues": "상담유형|상담 유형|분야|상담분야|주제|세목|상담항목|분류|상담내용 분류",
    "workplace": "회사명|사업장명|업체명|회사|직장|소속|근무처|기업명",
    "district": "지역|구|거주구|근무지역|사업장 소재지|소재지|거주지",
    "name": "성명|내담자|내담자명|상담인|의뢰인|신청인|민원인|이름/익명",
    "phone": "전화번호|전화|휴대폰|휴대전화|핸드폰|HP|연락번호",
    "place": "장소(역/기관)|역|역명|찾아간 곳|상담장소|기관|방문장소|부스",
    "memo": "상담내용|상담 내용|내용 요약|상담 요지|비고|메모|질의내용",
    "outcome": "상담결과|처리결과|처리|조치|처리 내용",
    "minutes": "상담시간(분)|소요시간|시간(분)|소요 시간(분)",
    "counsellor": "상담원|상담노무사|담당자|상담위원|담당|노무사|상담세무사|세무사",
}


def columns(context: Context) -> list[Column]:
    issues, channels, outcomes = (
        lookups.spellings(codes_of(context, field)) for field in ("issue", "channel", "outcome")
    )
    several = "여럿이면 쉼표로 나누고 주된 유형을 먼저 적습니다."
    return [
        column("occurred_on", "상담일", HEADINGS, "date", required=True),
        *choice("party", "구분", HEADINGS, rules.PARTY_WORDS, required=True),
        *choice("channel", "경로", HEADINGS, channels, required=True),
        *choice("issues", "유형", HEADINGS, issues, "choices", required=True, help=several),
        column("workplace", "사업장", HEADINGS),
        *choice("district", "자치구", HEADINGS, lookups.district_spellings(context)),
        column("name", "이름", HEADINGS, help="익명이면 비워 두거나 '익명'이라고 적습니다."),
        column("phone", "연락처", HEADINGS, "phone"),
        column("place", "장소", HEADINGS, help="찾아가는 상담이면 역이나 기관의 이름을 적습니다."),
        column("memo", "내용", HEADINGS, help="주민등록번호가 있으면 가져오지 않습니다."),
        *choice("outcome", "결과", HEADINGS, outcomes),
        column("minutes", "상담시간", HEADINGS, "int", help="분으로 적습니다."),
        column("counsellor", "상담자", HEADINGS, help="계정 이름과 같으면 그 사람의 상담이 됩니다."),
    ]


def check(context: Context, values: dict[str, Any]) -> list[str]:
    """The rules of the intake page, asked of a line."""
    place = values.get("place")
    written = rules.Written(
        occurred_on=values["occurred_on"],
        today=once(context, "today", timezone.localdate),
        outreach=codes_of(context, "channel")[values["channel"]].behaviour == Behaviour.OUTREACH,
        has_place=bool(place),
        minutes=values.get("minutes"),
        texts={key: values.get(key) or "" for key in ("memo", "name", "workplace")},
    )
    said = [sentence for _, sentence in rules.problems(written)]
    if place and folded(place) not in lookups.sites_by_name(context):
        said.append(f"'{place}'은(는) 등록되지 않은 장소입니다. 장소 이름을 확인하거나 먼저 등록하세요.")
    if len(values.get("workplace") or "") > rules.LONGEST_WORKPLACE:
        said.append(f"사업장 이름이 너무 깁니다. {rules.LONGEST_WORKPLACE}자까지 적을 수 있습니다.")
    return said


def store(context: Context, lines: Sequence[Line], batch: Any) -> None:
    """A chunk of lines with their clients, sealed memos, workplaces and booths: a constant number of statements.

    Everything is asked before anything is stored, so that no question waits for what is being stored.
    """
    references = _references(context, lines)
    ids = next_ids(Consultation, len(lines))
    facts = _facts(context, _workplaces(context, lines))
    numbers = vault.text_numbers(sum(1 for line in lines if line.values.get("memo")))
    clients = _clients(context, lines)
    memos = _memos(context, lines, clients, numbers)
    rows = [
        (pk, reference, client is None, client, memo, line.key, *facts(line.values))
        for pk, line, reference, client, memo in zip(ids, lines, references, clients, memos, strict=True)
    ]
    same = {
        "centre_id": context.centre.pk,
        "service_id": lookups.service_of(context).pk,
        "recorded_by_id": batch.uploaded_by_id,
        "import_batch_id": batch.pk,
    }
    copy_in(Consultation, COLUMNS, rows, same=same, unasked=True)
    issues = codes_of(context, "issue")
    others = [
        (pk, issues[code].pk, at)
        for pk, line in zip(ids, lines, strict=True)
        if len(line.values["issues"]) > 1
        for at, code in enumerate(rules.in_order(*_parted(line.values["issues"]))[1:], 1)
    ]
    copy_in(OtherIssue, ("consultation_id", "issue_id", "position"), others, unasked=True)


def _parted(issues: Sequence[str]) -> tuple[str, Sequence[str]]:
    return issues[0], issues[1:]


COLUMNS = (
    *("id", "reference", "anonymous", "client_id", "memo_id", "import_key"),
    *("occurred_on", "party", "channel_id", "issue_id", "outcome_id", "workplace_id", "district_id"),
    *("site_id", "booth_id", "minutes", "counsellor_id"),
)


def _facts(context: Context, workplaces: dict[str, int]) -> Callable[[dict[str, Any]], tuple]:
    """A function from a line's values to the last columns of COLUMNS, from `occurred_on` on."""
    channels = codes_of(context, "channel")
    channel_ids, issue_ids, outcome_ids = (
        {code: row.pk for code, row in codes_of(context, field).items()}
        for field in ("channel", "issue", "outcome")
    )
    district_ids = {code: row.pk for code, row in lookups.districts_by_code(context).items()}
    sites, booths, accounts = lookups.sites_by_name(context), _booths(context), _accounts(context)

    def facts(values: dict[str, Any]) -> tuple:
        day, channel = values["occurred_on"], values["channel"]
        place, counsellor, outcome = values.get("place"), values.get("counsellor"), values.get("outcome")
        site = sites[folded(place)].pk if place else None
        outreach = channels[channel].behaviour == Behaviour.OUTREACH
        return (
            day,
            values["party"],
            channel_ids[channel],
            issue_ids[values["issues"][0]],
            outcome_ids[outcome] if outcome else None,
            workplaces.get(values.get("workplace") or ""),
            district_ids.get(values.get("district") or ""),
            site,
            booths.get((site, day)) if site and outreach else None,
            values.get("minutes"),
            accounts.get(folded(counsellor)) if counsellor else None,
        )

    return facts


def _references(context: Context, lines: Sequence[Line]) -> list[str]:
    """A number for each line, in the order of the ledger; one reservation for each year."""
    service = lookups.service_of(context)
    years = [line.values["occurred_on"].year for line in lines]
    following = {
        year: reserve(context.centre, service.code, year, count)
        for year, count in sorted(Counter(years).items())
    }
    references = []
    for year in years:
        references.append(rules.reference(service.prefix, year, following[year]))
        following[year] += 1
    return references


def _clients(context: Context, lines: Sequence[Line]) -> list[int | None]:
    told = [
        (rules.told_name(line.values.get("name"), line.values.get("phone")), line.values.get("phone") or "")
        for line in lines
    ]
    known = iter(vault.client_ids(context.centre, [person for person in told if person[0]]))
    return [next(known) if name else None for name, _ in told]


def _memos(
    context: Context, lines: Sequence[Line], clients: Sequence[int | None], numbers: Sequence[int]
) -> list[int | None]:
    texts = [
        (memo, client)
        for line, client in zip(lines, clients, strict=True)
        if (memo := line.values.get("memo"))
    ]
    sealed = iter(vault.text_ids(SealedKind.MEMO, context.centre, texts, numbers))
    return [next(sealed) if line.values.get("memo") else None for line in lines]


def _workplaces(context: Context, lines: Sequence[Line]) -> dict[str, int]:
    known: dict[str, int] = once(context, "workplaces", dict)
    fresh = {name for line in lines if (name := line.values.get("workplace"))} - known.keys()
    if fresh:
        known |= {name: row.pk for name, row in workplaces(sorted(fresh)).items()}
    return known


def _booths(context: Context) -> dict[tuple[int, date], int]:
    """The centre's booths by station and day: a talk at one of them belongs to it."""

    def find() -> dict[tuple[int, date], int]:
        rows = BoothSession.objects.filter(centre=context.centre, withdrawn_at__isnull=True)
        return {(site, day): pk for site, day, pk in rows.values_list("site", "held_on", "pk")}

    return once(context, "booths", find)


def _accounts(context: Context) -> dict[str, int]:
    """Names of the centre's accounts; a name two people bear is nobody's."""

    def find() -> dict[str, int]:
        found: dict[str, list[int]] = defaultdict(list)
        for pk, name in Account.objects.filter(centre=context.centre).values_list("pk", "name"):
            found[folded(name)].append(pk)
        return {name: pks[0] for name, pks in found.items() if len(pks) == 1}

    return once(context, "accounts", find)


def example(context: Context) -> list[dict[str, Any]]:
    def label(field: str, at: int = 0) -> str:
        labels = [code.label for code in codes_of(context, field).values()]
        return labels[at % len(labels)] if labels else ""

    first = {
        "occurred_on": date(2025, 5, 9),
        "party": "노동자",
        "channel": label("channel"),
        "issues": f"{label('issue')}, {label('issue', 1)}",
        "workplace": "가람상사",
        "name": "익명",
        "memo": "두 달 치 임금을 받지 못함",
        "outcome": label("outcome"),
        "minutes": 20,
    }
    second = {
        "occurred_on": date(2025, 5, 12),
        "party": "사용자",
        "channel": label("channel"),
        "issues": label("issue", 2),
        "name": "홍길동",
        "phone": "010-0000-0000",
        "outcome": label("outcome"),
    }
    return [first, second]


registry.declare(
    Sheet(
        code="counselling.consultations",
        label="상담 대장",
        permission="counselling.consultation:import",
        model=Consultation,
        columns=columns,
        check=check,
        store=store,
        example=example,
        variants=lambda centre: list(service_names(Shape.CONSULTATION).items()),
    )
)
