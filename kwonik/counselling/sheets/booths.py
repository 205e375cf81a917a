"""부스 대장: the booths of a centre, or of all centres that share a city centre's hotline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Subquery

from kwonik.catalogue.codes import Behaviour
from kwonik.counselling import queries
from kwonik.counselling.codes import BoothKind
from kwonik.counselling.models import BoothSession, Consultation
from kwonik.counselling.rules import folded
from kwonik.ledgers import registry
from kwonik.ledgers.registry import Context, Line, Sheet, once
from kwonik.places.codes import CentreKind, SiteKind
from kwonik.places.models import Centre
from kwonik.spreadsheets import Column

from . import lookups
from .lookups import choice, column

HEADINGS = {
    "held_on": "연 날|일자|운영일|상담일|개최일|운영일자|상담일자",
    "site": "역명|지하철역|장소|부스|운영장소|역사",
    "centre": "센터명|참여센터|참여 센터|운영센터|기관|기관명",
    "kind": "부스 구분|유형|종류|형태",
    "starts_at": "시작 시각|시작시간|부터",
    "ends_at": "마침|종료|종료 시각|종료시간|까지",
    "staff": "나간 사람|참여자|담당자|노무사|상담자|근무자명",
    "note": "비고|특이사항",
}
KINDS: dict[str, str] = {
    **dict.fromkeys(("상시 부스", "상시부스", "상시", "정기", "일반", "노동상담"), str(BoothKind.REGULAR)),
    **dict.fromkeys(
        ("집중상담", "집중 상담", "집중", "집중상담의 날", "공동상담", "동시상담"), str(BoothKind.FOCUS_DAY)
    ),
}
LONGEST = {"staff": 200, "note": 300}


def _partners(context: Context) -> dict[str, Centre]:
    """Centres whose booths this centre may bring: a city centre those that share its hotline, any other its own."""

    def find() -> dict[str, Centre]:
        alone = context.centre.kind != CentreKind.CITY
        centres = [context.centre] if alone else queries.network(context.centre)
        return {centre.code: centre for centre in centres}

    return once(context, "partners", find)


def columns(context: Context) -> list[Column]:
    partners = _partners(context)
    centres = {centre.name: code for code, centre in partners.items()} if len(partners) > 1 else {}
    return [
        column("held_on", "날짜", HEADINGS, "date", required=True),
        column("site", "역", HEADINGS, required=True),
        *choice("centre", "센터", HEADINGS, centres, help="비워 두면 우리 센터의 부스입니다."),
        *choice("kind", "구분", HEADINGS, KINDS, help="비워 두면 상시 부스입니다."),
        column("starts_at", "시작", HEADINGS, "time"),
        column("ends_at", "끝", HEADINGS, "time"),
        column("staff", "근무자", HEADINGS),
        column("note", "메모", HEADINGS),
    ]


def check(context: Context, values: dict[str, Any]) -> list[str]:
    said = []
    site = lookups.sites_by_name(context).get(folded(values["site"]))
    if site is None or site.kind != SiteKind.STATION:
        said.append(f"'{values['site']}'은(는) 등록되지 않은 역입니다. 역 이름을 확인하거나 먼저 등록하세요.")
    starts_at, ends_at = values.get("starts_at"), values.get("ends_at")
    if starts_at and ends_at and ends_at <= starts_at:
        said.append("마친 시각이 시작 시각보다 앞섭니다. 시각을 다시 확인하세요.")
    for key, most in LONGEST.items():
        if len(values.get(key) or "") > most:
            said.append(f"글이 너무 깁니다. {most}자까지 적을 수 있습니다.")
    return said


def store(context: Context, lines: Sequence[Line], batch: Any) -> None:
    """One booth for each centre, station and day; one that stands already stays as it is."""
    sites, partners = lookups.sites_by_name(context), _partners(context)
    BoothSession.objects.bulk_create(
        (
            BoothSession(
                centre=partners.get(line.values.get("centre") or "", context.centre),
                site=sites[folded(line.values["site"])],
                held_on=line.values["held_on"],
                kind=line.values.get("kind") or BoothKind.REGULAR,
                starts_at=line.values.get("starts_at"),
                ends_at=line.values.get("ends_at"),
                staff=line.values.get("staff") or "",
                note=line.values.get("note") or "",
                recorded_by_id=batch.uploaded_by_id,
                import_batch_id=batch.pk,
                import_key=line.key,
            )
            for line in lines
        ),
        ignore_conflicts=True,
    )
    _gather(batch)


def _gather(batch: Any) -> None:
    """Talks that were brought in before their booth find it: same centre, station and day, and out among people."""
    booth = BoothSession.objects.filter(
        import_batch=batch,
        centre=OuterRef("centre"),
        site=OuterRef("site"),
        held_on=OuterRef("occurred_on"),
    )
    lonely = Consultation.objects.filter(
        booth=None, site__boothsession__import_batch=batch, channel__behaviour=Behaviour.OUTREACH
    )
    found = lonely.annotate(found=Subquery(booth.values("pk")[:1])).exclude(found=None).values("pk")
    Consultation.objects.filter(pk__in=list(found.values_list("pk", flat=True))).update(
        booth=Subquery(booth.values("pk")[:1]), version=F("version") + 1
    )


def let_go(batch: Any) -> None:
    """Before imported booths are removed: their talks stay, at the station, without a booth."""
    Consultation.objects.filter(booth__import_batch=batch).update(booth=None, version=F("version") + 1)


def example(context: Context) -> list[dict[str, Any]]:
    stations = (s.name for s in lookups.sites_by_name(context).values() if s.kind == SiteKind.STATION)
    return [
        {
            "held_on": date(2025, 5, 14),
            "site": lookups.first_of(stations),
            "kind": BoothKind.REGULAR.label,
            "starts_at": "18:00",
            "ends_at": "20:00",
        }
    ]


registry.declare(
    Sheet(
        code="counselling.booths",
        label="부스 대장",
        permission="counselling.booth:record",
        model=BoothSession,
        columns=columns,
        check=check,
        store=store,
        owners=lambda context: [centre.pk for centre in _partners(context).values()],
        example=example,
        prepare_undo=let_go,
    )
)
