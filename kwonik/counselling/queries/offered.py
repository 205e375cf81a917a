"""What forms offer: places, centres, codes, workplaces; and the words of codes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import Behaviour, Shape
from kwonik.catalogue.models import Code, Question, Service
from kwonik.counselling import rules
from kwonik.counselling.models import Consultation
from kwonik.places.codes import SiteKind
from kwonik.places.models import Centre, District, Site, Workplace
from kwonik.places.rules import name_key


def places() -> QuerySet[Site]:
    """Where somebody may have gone for an outreach consultation."""
    return Site.objects.filter(retired_on__isnull=True).order_by("kind", "name")


def districts() -> QuerySet[District]:
    return District.objects.filter(retired_on__isnull=True)


def sites_by_name(sites: Iterable[Site]) -> dict[str, Site]:
    """Sites by every folded spelling of their names; a station also without "역". The first of equals wins."""
    found: dict[str, Site] = {}
    for site in sites:
        suffix = "역" if site.kind == SiteKind.STATION else ""
        for name in rules.spellings([site.name, *site.aliases], suffix):
            found.setdefault(name, site)
    return found


def districts_by_name(districts: Iterable[District]) -> dict[str, District]:
    """Districts by every folded spelling: "종로구" and "종로"."""
    return {name: row for row in districts for name in rules.spellings([row.name], "구")}


def every_code(service: Service) -> dict[str, list[Code]]:
    """Every field of the service with all its codes, those in force first: old ledgers use retired ones."""
    found: dict[str, list[Code]] = {}
    rows = Code.objects.filter(list__servicelist__service=service).annotate(
        field=F("list__servicelist__field")
    )
    for code in rows.order_by(F("retired_on").desc(nulls_first=True), "position", "pk"):
        found.setdefault(code.field, []).append(code)
    return found


def online_channel(service: Service) -> Code | None:
    """The service's channel of consultations that were asked for online, if the profile has one."""
    channels = catalogue.codes(service, "channel")
    return next((code for code in channels if code.behaviour == Behaviour.ONLINE), None)


def workplaces_like(text: str, centre: Centre, most: int = 8) -> QuerySet[Workplace]:
    """Workplaces the centre has talked about before whose name holds `text`, however it is written."""
    key = name_key(text)
    if len(key) < 2:
        return Workplace.objects.none()
    known_here = Consultation.objects.filter(centre=centre, workplace=OuterRef("pk"))
    return Workplace.objects.filter(Exists(known_here), name_key__contains=key)[:most]


def network(centre: Centre) -> QuerySet[Centre]:
    """The centres that answer the same hotline number, this one included; a centre without one stands alone."""
    if centre.hotline_id is None:
        return Centre.objects.filter(pk=centre.pk)
    return Centre.objects.filter(hotline=centre.hotline_id)


def areas(centres: QuerySet[Centre]) -> dict[int, list[int]]:
    """Which districts each of the centres is in charge of; one statement."""
    found: dict[int, list[int]] = {}
    for centre, district in centres.order_by("pk", "districts").values_list("pk", "districts"):
        found.setdefault(centre, []).extend([district] if district else [])
    return found


def suggested_centre(centre: Centre, district: District | None) -> Centre:
    """Whom a call from that district belongs to, when `centre` picked it up."""
    together = network(centre)
    in_charge = rules.centre_in_charge(district.pk if district else None, areas(together), centre.pk)
    return centre if in_charge == centre.pk else together.get(pk=in_charge)


def other_centres(centre: Centre) -> QuerySet[Centre]:
    """Centres in force that a matter may be referred to."""
    return Centre.objects.as_of(timezone.localdate()).exclude(pk=centre.pk)


def answered(consultation: Consultation) -> list[tuple[str, str]]:
    """(question, answer in words) of the profile's further questions, retired ones too."""
    if not consultation.answers:
        return []
    asked = Question.objects.filter(
        service=consultation.service_id, code__in=consultation.answers
    ).select_related("list")
    found = []
    for question in asked.prefetch_related("list__codes"):
        value = consultation.answers[question.code]
        words = {code.code: code.label for code in question.list.codes.all()} if question.list else YES_NO
        found.append((question.label, str(words.get(value, value))))
    return found


YES_NO = {"yes": "예", "no": "아니오"}


# -- words of codes, for the cuts of figures ------------------------------------------------------------------


def service_labels() -> dict[str, str]:
    """Every consultation service, retired ones too: their old records still count."""
    return dict(catalogue.code_labels("service", Shape.CONSULTATION))


def site_labels() -> dict[str, str]:
    return dict(Site.objects.values_list("code", "name"))


def district_labels() -> dict[str, str]:
    return dict(District.objects.values_list("code", "name"))


def centre_labels() -> dict[str, str]:
    return dict(Centre.objects.values_list("code", "name"))
