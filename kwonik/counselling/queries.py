"""Lists of consultations, booths, hotline contacts and referrals, with what their pages need already fetched."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import Shape
from kwonik.catalogue.models import Code, Question, Service
from kwonik.people.models import Client, Draft
from kwonik.places.codes import SiteKind
from kwonik.places.models import Centre, District, Site, Workplace
from kwonik.places.rules import name_key

from . import rules
from .codes import ContactState, ReferralState
from .models import BoothSession, Consultation, Contact, OtherIssue, Referral

RECORD_DRAFT = "record:"
"""Draft.form of a consultation not stored yet is this and the service's code; Draft.subject is its form token."""


def services() -> QuerySet[Service]:
    """The services recorded as consultations (legal, tax, ...), in the profile's order."""
    return catalogue.services(Shape.CONSULTATION)


# -- consultations --------------------------------------------------------------------------------------------


def with_words(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Consultations with everything a list prints, in one statement."""
    return rows.select_related(
        "service", "channel", "issue", "outcome", "site", "district", "workplace", "counsellor", "client"
    )


def listed(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """What the list prints of each row and no more; `words` of the catalogue has the words of its codes.

    Four tables instead of ten: the database plans ten for longer than it reads a page of them.
    """
    return rows.values_list(*LISTED, named=True)


LISTED = (
    "pk",
    "reference",
    "occurred_on",
    "party",
    "channel_id",
    "site__name",
    "issue_id",
    "district__name",
    "client__reference",
    "counsellor__name",
    "counsellor__username",
    "outcome_id",
    "follow_up_on",
    "followed_up_at",
    "is_business_contact",
    "withdrawn_at",
)


def with_file(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """One consultation with everything its own page prints."""
    others = OtherIssue.objects.select_related("issue")
    return (
        with_words(rows)
        .select_related("centre", "booth", "hotline", "memo", "withdrawn_by")
        .prefetch_related(
            Prefetch("other_issues", others),
            Prefetch("referrals", Referral.objects.select_related("to_centre", "result")),
        )
    )


def sorted_by(rows: QuerySet[Consultation], key: str) -> QuerySet[Consultation]:
    """The list in the order a column asks for; anything unknown is newest first."""
    name = key.removeprefix("-")
    if name not in SORTS:
        return rows.order_by("-occurred_on", "-pk")
    sign = "-" if key.startswith("-") else ""
    return rows.order_by(*(f"{sign}{path}" for path in SORTS[name]), f"{sign}pk")


SORTS = {
    "reference": ("reference",),
    "occurred_on": ("occurred_on",),
    "party": ("party",),
    "channel": ("channel__position",),
    "issue": ("issue__position",),
    "follow_up_on": ("follow_up_on",),
}


def follow_ups_due(centre: Centre, until: date) -> QuerySet[Consultation]:
    """Consultations of the centre whose next call is due by that day and has not been made."""
    return Consultation.objects.filter(
        centre=centre, follow_up_on__lte=until, followed_up_at__isnull=True, withdrawn_at__isnull=True
    ).order_by("follow_up_on", "pk")


def earlier(clients: Sequence[int], most: int = 3) -> dict[int, list[Consultation]]:
    """What each client came for before, newest first, at most `most` each; one statement.

    What stands under a second entry merged into the client counts as the client's.
    """
    found: dict[int, list[Consultation]] = {client: [] for client in clients}
    person = Coalesce("client__merged_into", "client")
    newest = Window(RowNumber(), partition_by=[person], order_by=["-occurred_on", "-pk"])
    rows = (
        Consultation.objects.filter(
            Q(client__in=clients) | Q(client__merged_into__in=clients), withdrawn_at__isnull=True
        )
        .annotate(person=person, nth=newest)
        .filter(nth__lte=most)
        .select_related("service", "issue")
        .order_by("-occurred_on", "-pk")
    )
    for row in rows:
        found[row.person].append(row)
    return found


def with_further_issue(code: str) -> QuerySet[OtherIssue]:
    """The numbers of consultations that have this issue besides their main one."""
    return OtherIssue.objects.filter(issue__code=code).values("consultation")


def client_of(centre: Centre, pk: str) -> Client | None:
    """The centre's client of that number; one merged into another gives the other."""
    if not pk.isdecimal():
        return None
    client = Client.objects.filter(centre=centre, pk=pk).select_related("merged_into").first()
    return (client.merged_into or client) if client else None


def by_token(token, centre: Centre, account) -> Consultation | None:
    """The consultation this very form was already stored as."""
    return Consultation.objects.filter(form_token=token, centre=centre, recorded_by=account).first()


def unfinished(account) -> QuerySet[Draft]:
    """Consultations somebody began to write and has not stored, newest first."""
    return Draft.objects.filter(account=account, form__startswith=RECORD_DRAFT).order_by("-updated_at")


# -- what a form offers ---------------------------------------------------------------------------------------


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


# -- booths, hotline, referrals -------------------------------------------------------------------------------


def booths(rows: QuerySet[BoothSession]) -> QuerySet[BoothSession]:
    """Booth sessions with their station and how many consultations they brought."""
    standing = Q(consultations__withdrawn_at__isnull=True)
    counted = rows.select_related("site", "centre").annotate(brought=Count("consultations", filter=standing))
    return counted.order_by("-held_on", "-pk")


def waiting(rows: QuerySet[Contact]) -> QuerySet[Contact]:
    """Hotline contacts nobody has called back yet, oldest first."""
    return rows.filter(state=ContactState.WAITING).select_related(
        "district", "centre", "hotline", "recorded_by"
    )


def finished(rows: QuerySet[Contact], most: int = 20) -> QuerySet[Contact]:
    """The newest hotline contacts that are done."""
    return (
        rows.exclude(state=ContactState.WAITING)
        .select_related("district", "centre", "consultation")
        .order_by("-received_at")[:most]
    )


def with_ends(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Referrals with both centres and what came of them."""
    return rows.select_related("centre", "to_centre", "consultation", "result", "offered_by", "answered_by")


def referrals_open_for(centre: Centre) -> QuerySet[Referral]:
    """Referrals whose next move is this centre's: asked, or accepted and not yet talked about."""
    return with_ends(
        Referral.objects.filter(to_centre=centre).filter(
            Q(state=ReferralState.OFFERED) | Q(state=ReferralState.ACCEPTED, result__isnull=True)
        )
    ).order_by("offered_at")


def referrals_declined_to(centre: Centre) -> QuerySet[Referral]:
    """Referrals that this centre sent and another declined: its turn to find another way."""
    declined = Referral.objects.filter(centre=centre, state=ReferralState.DECLINED)
    return with_ends(declined).order_by("answered_at")


# -- what changed ---------------------------------------------------------------------------------------------

WATCHED: Mapping[str, type | None] = {
    "occurred_on": None,
    "minutes": None,
    "party": None,
    "channel_id": Code,
    "issue_id": Code,
    "outcome_id": Code,
    "anonymous": None,
    "client_id": Client,
    "workplace_id": Workplace,
    "district_id": District,
    "site_id": Site,
    "follow_up_on": None,
    "is_business_contact": None,
    "memo_id": None,
}
"""Fields whose changes the history tells, and where the words of a key stand."""


def amendments(consultation: Consultation) -> dict[int, list[rules.Change]]:
    """version -> what that version changed, from the states the database kept (bulk and raw changes included).

    Words in place of keys; the memo's content is never among them. Constant number of statements.
    """
    fields = ("version", *WATCHED)
    states = list(consultation.past.order_by("pgh_id").values(*fields))
    states.append({field: getattr(consultation, field) for field in fields})
    found: dict[int, list[rules.Change]] = {}
    for before, after in itertools.pairwise(states):
        changed = rules.changes(
            {field: before[field] for field in WATCHED}, {field: after[field] for field in WATCHED}
        )
        found.setdefault(after["version"], []).extend(changed)
    words = _words([change for changed in found.values() for change in changed])
    return {version: [_worded(change, words) for change in changed] for version, changed in found.items()}


def _words(changed: list[rules.Change]) -> dict[tuple[type, object], str]:
    keys: dict[Any, set] = {}
    for change in changed:
        if model := WATCHED[change.field]:
            keys.setdefault(model, set()).update({change.before, change.after} - {None})
    return {
        (model, row.pk): str(row)
        for model, pks in keys.items()
        for row in model._default_manager.filter(pk__in=pks)
    }


def _worded(change: rules.Change, words: dict[tuple[type, object], str]) -> rules.Change:
    model = WATCHED[change.field]
    field = Consultation._meta.get_field(change.field.removesuffix("_id"))
    label = str(field.verbose_name)
    if change.field == "memo_id":
        return rules.Change(label, None, None)
    before, after = (
        words.get((model, value), "") if model else _in_words(field, value)
        for value in (change.before, change.after)
    )
    return rules.Change(label, before, after)


def _in_words(field, value) -> str:
    """A plain value as the history prints it: "노동자", "예", "2025. 5. 9."."""
    if isinstance(value, bool):
        return "예" if value else "아니오"
    if isinstance(value, date):
        return f"{value.year}. {value.month}. {value.day}."
    return str(dict(field.flatchoices).get(value, "" if value is None else value))
