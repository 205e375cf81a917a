"""A whole installation for tests that watch the whole: a profile, two of its centres in full, somebody of every role.

    world = build("seoul")
    world.ours.people["duty_attorney"]      # the account holding that role at our centre
    world.ours.rows["consultation"]         # a row of every kind that an address may name
    world.theirs.rows["consultation"]       # the same at another centre of the network
    fill(world.ours)                        # one more of every kind: lists grow
    lengthen(world.ours, rows)              # more that hangs on these rows: records grow

Rows are made by the actions that staff use wherever an action exists, so that histories and logs are there too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import is_mfa_enabled
from django.utils import timezone

from kwonik.catalogue.models import ProfileLoad, Service
from kwonik.catalogue.queries import own_centre
from kwonik.counselling import actions as counselling
from kwonik.counselling.actions import Intake
from kwonik.counselling.rules import Caller
from kwonik.ledgers import actions as ledgers
from kwonik.ledgers import registry
from kwonik.people import actions as people
from kwonik.people.models import Account, Appointment, Role
from kwonik.places.models import Centre, District, Site
from tests import factories, profiles
from tests.factories import LONG_AGO, code_of
from tests.world_activities import amended, records
from tests.world_calculators import kept_results
from tests.world_catalogue import installation, own_programme
from tests.world_closing import closing_days
from tests.world_counselling import asked_for
from tests.world_education import advised, lengthened, taught
from tests.world_escrow import escrowed
from tests.world_money import bookings, more_bookings
from tests.world_planning import aim, plans
from tests.world_pledges import pledges
from tests.world_portal import releases
from tests.world_remedy import another_step, cases
from tests.world_reports import editions
from tests.world_research import longer_studies, studies
from tests.world_servicedesk import service_requests
from tests.world_shelters import shelters
from tests.world_wellbeing import counselling_courses, longer_course

YEAR = 2025
A_DAY = date(YEAR, 5, 9)
SEALED = {"name": "홍길동", "phone": "010-1234-5678", "memo": "석 달째 월급을 받지 못했다고 함"}
"""What is told under seal in every record here."""

_days = count(1)


@dataclass
class Place:
    """One centre: who works there by role code, and the newest row of every kind."""

    centre: Centre
    people: dict[str, Account]
    rows: dict[str, Any] = field(default_factory=dict)
    partner: Place | None = None

    @property
    def officer(self) -> Account:
        return self.people["programme_officer"]


@dataclass
class World:
    ours: Place
    theirs: Place


def build(profile: str) -> World:
    """Loads the profile and fills its main centre and one more centre of its network.

    Ours refers to theirs, theirs to a third one: what stands between those two is none of ours.
    """
    if not ProfileLoad.objects.exists():
        profiles.load(profile, check_reports=True)
    own = own_centre()
    others = Centre.objects.filter(hotline=own.hotline).exclude(pk=own.pk).order_by("code")
    world = World(place(own), place(others[0]))
    world.ours.partner, world.theirs.partner = world.theirs, place(others[1])
    for one in (world.ours, world.theirs):
        fill(one)
    return world


def place(centre: Centre) -> Place:
    """A centre with one account for each role of the profile (the sample's, where there is one) and the advocate."""
    staff = {}
    for role in Role.objects.all():
        account = Account.objects.filter(grants__role=role, grants__centre=centre).first()
        if account is None:
            name = f"{role.code}-{centre.code}"
            account = Account.objects.create(username=name, name=f"{role.name} {centre.pk}", centre=centre)
            factories.grant(account, role, centre)
        if role.needs_mfa and not is_mfa_enabled(account):
            TOTP.activate(account, "JBSWY3DPEHPK3PXP")
        staff[role.code] = account
    return Place(centre, staff, {"advocate": _advocate(centre, staff["rights_advocate"])})


def _advocate(centre: Centre, account: Account) -> Appointment:
    """The account's appointment, with room for many cases."""
    known = Appointment.objects.filter(account=account).first()
    advocate = known or factories.make_appointment(
        centre=centre, account=account, specialities=["unpaid_wages"]
    )
    advocate.capacity = 500
    advocate.save()
    return advocate


def fill(one: Place) -> None:
    """One more row of every kind at this centre."""
    number = next(_days)
    made: dict[str, Any] = {}

    def keep(rows: dict[str, Any]) -> None:
        assert not made.keys() & rows.keys(), f"two areas call a row by one name: {made.keys() & rows.keys()}"
        made.update(rows)
        one.rows |= rows

    keep(_registers(one, number))
    keep(_counselling(one, number))
    keep(asked_for(one, SEALED))
    keep(cases(one, A_DAY, SEALED["memo"]))
    keep(bookings(one.people["finance"], one.centre, A_DAY))
    keep(records(one.officer, one.centre, A_DAY, one.rows["client"]))
    keep(shelters(one.officer, one.centre, A_DAY, SEALED["name"], SEALED["phone"]))
    keep(
        counselling_courses(
            one.officer, one.people["visiting_counsellor"], one.centre, A_DAY, number, SEALED["memo"]
        )
    )
    keep(service_requests(one.people["information_team"], one.centre, number))
    keep(taught(one.officer, one.centre, one.rows["appointment"], A_DAY, number))
    keep(advised(one.officer, one.centre, one.rows["appointment"], A_DAY, number))
    keep(studies(one.officer, one.centre, A_DAY))
    keep(plans(one.officer, one.centre, A_DAY))
    keep(kept_results())
    keep(pledges(one, A_DAY))
    keep(editions(one.people, one.centre) | releases(one.people["centre_director"], one.centre))
    keep(escrowed(one, number))
    keep(closing_days(one))
    keep(_ledger(one, number))
    keep(installation(one, number))
    keep(own_programme(one, number))


def lengthen(one: Place, rows: dict[str, Any]) -> None:
    """What happens to records that live on: amendments, steps, bookings, grants, conflicts."""
    number, by, finance = next(_days), one.officer, one.people["finance"]
    legal, centre, client = Service.objects.get(code="legal"), one.centre, rows["client"]
    consultation = _now(rows["consultation"])
    given = _intake(legal, number, client=client, minutes=10 + number)
    counselling.amend_consultation(
        by=by, consultation=consultation, intake=given, version=consultation.version
    )
    for booth in (None, rows["booth"]):
        channel = code_of(legal, "channel", "station_booth" if booth else "visit")
        intake = _intake(legal, number, client=client, channel=channel, booth=booth)
        counselling.record_consultation(by=by, centre=centre, service=legal, intake=intake)
    twin = people.register_client(by=None, centre=centre, **{k: SEALED[k] for k in ("name", "phone")})
    people.merge_clients(by=None, keep=client, other=twin)
    people.amend_client(by=None, client=client, name="홍길순", phone="", version=_now(client).version)
    people.declare_conflict(
        by=None, appointment=rows["appointment"], workplace=f"한빛{number}", reason="자문", declared_on=A_DAY
    )
    factories.grant(rows["account"], factories.make_role(f"people.client:find-{number}"), centre)
    another_step(by, _now(rows["case"]), A_DAY + timedelta(days=number), SEALED["memo"])
    amended(by, rows, number)
    longer_course(by, rows, A_DAY, number)
    more_bookings(finance, rows["line"], A_DAY)
    lengthened(by, rows, A_DAY, number)
    longer_studies(by, rows, A_DAY)
    aim(by, centre, A_DAY)


def _now(row: Any) -> Any:
    row.refresh_from_db()
    return row


def _registers(one: Place, number: int) -> dict[str, Any]:
    """What stands in the registers of people and places."""
    centre = one.centre
    client, twin = (people.register_client(by=None, centre=centre, name=SEALED["name"], phone=SEALED["phone"])
                    for _ in range(2))  # fmt: skip
    people.merge_clients(by=None, keep=client, other=twin)
    appointment = factories.make_appointment(centre=centre, districts=list(District.objects.all()[:3]))
    told = {"workplace": f"가람상사 {centre.pk} {number}", "reason": "자문 계약"}
    conflict = people.declare_conflict(by=None, appointment=appointment, declared_on=LONG_AGO, **told)
    account = Account.objects.create(
        username=f"someone-{centre.code}-{number}", name=f"아무개{number}", centre=centre
    )
    unit = factories.make_unit(centre)
    post = factories.make_post(centre, unit=unit, number=900 + number)
    return {
        "client": client,
        "merged": twin,
        "other_client": people.register_client(by=None, centre=centre, name="김영희"),
        "appointment": appointment,
        "conflict": conflict,
        "account": account,
        "api_key": people.make_api_key(
            by=one.officer, centre=centre, name=f"출입 단말기 {number}", expires_on=timezone.localdate()
        )[0],
        "grant": factories.grant(account, Role.objects.get(code="duty_attorney"), centre),
        "post": post,
        "staff": factories.make_staff(factories.make_post(centre, number=950 + number)),
        "unit": unit,
        "facility": factories.make_facility(centre),
    }


def _intake(service: Service, number: int, **fields: Any) -> Intake:
    return Intake(
        **{
            "occurred_on": A_DAY,
            "party": "worker",
            "channel": code_of(service, "channel", "phone"),
            "issues": [code_of(service, "issue", code) for code in ("unpaid_wages", "contract_terms")],
            "outcome": code_of(service, "outcome", "advised"),
            "workplace": f"나래식당 {number}",
            "memo": SEALED["memo"],
            "follow_up_on": timezone.localdate(),
            **fields,
        }
    )


def _counselling(one: Place, number: int) -> dict[str, Any]:
    """A consultation with a history, one withdrawn, a booth, calls, and referrals both ways."""
    legal, by, centre = Service.objects.get(code="legal"), one.officer, one.centre
    client = one.rows["client"]

    def record(**fields: Any):
        return counselling.record_consultation(
            by=by, centre=centre, service=legal, intake=_intake(legal, number, **fields)
        )

    consultation = record(client=client)
    consultation = counselling.amend_consultation(
        by=by,
        consultation=consultation,
        intake=_intake(legal, number, client=client, minutes=30),
        version=consultation.version,
    )
    withdrawn = counselling.withdraw_consultation(by=by, consultation=record(), reason="두 번 적음")
    booth, empty, cancelled = (
        counselling.open_booth(by=by, centre=centre, site=site, held_on=A_DAY + timedelta(days=number))
        for site in Site.objects.filter(kind="station")[:3]
    )
    counselling.withdraw_booth(by=by, booth=cancelled)
    record(channel=code_of(legal, "channel", "station_booth"), booth=booth)
    told = Caller(name=SEALED["name"], phone=SEALED["phone"], text=SEALED["memo"])
    district = District.objects.first()
    contact, closed = (
        counselling.receive_contact(by=by, centre=centre, caller=told, district=district, to=centre)
        for _ in range(2)
    )
    counselling.close_contact(by=by, contact=closed)
    made, declined = (
        counselling.offer_referral(
            by=by,
            consultation=record(client=client),
            to_centre=one.partner.centre,
            text=SEALED["memo"],
            share_identity=True,
            consented=True,
        )
        for _ in range(2)
    )
    sender = one.partner.officer
    got = counselling.offer_referral(
        by=sender,
        consultation=counselling.record_consultation(
            by=sender,
            centre=one.partner.centre,
            service=legal,
            intake=_intake(legal, number),
        ),
        to_centre=centre,
        text=SEALED["memo"],
        consented=True,
    )
    return {
        "consultation": consultation,
        "withdrawn": withdrawn,
        "booth": booth,
        "empty_booth": empty,
        "withdrawn_booth": cancelled,
        "contact": contact,
        "closed_contact": closed,
        "referral_made": made,
        "referral_got": got,
        "referral_declined": counselling.decline_referral(
            by=sender, referral=declined, reason="담당자가 없음"
        ),
    }


def _ledger(one: Place, number: int) -> dict[str, Any]:
    """A ledger of consultations that waits to be confirmed, and one that was."""
    given = {"by": one.officer, "centre": one.centre, "variant": "legal"}
    waiting = ledgers.upload(
        **given,
        sheet=registry.get("counselling.consultations"),
        filename=f"상담 대장 {number}.csv",
        content=ledger(number),
    )
    applied = ledgers.bring_in(
        **given,
        sheet="counselling.consultations",
        filename=f"지난 상담 {number}.csv",
        content=ledger(number, minutes=20),
    )
    return {"batch": waiting, "applied": applied}


def ledger(number: int, minutes: int = 10) -> bytes:
    """A small ledger of consultations as a centre's own spreadsheet saves it."""
    lines = [
        "상담일,구분,경로,유형,상담시간(분),이름,연락처,상담내용",
        f"{A_DAY},노동자,전화,임금체불,{minutes},{SEALED['name']},{SEALED['phone']},{SEALED['memo']}",
        f"2025. 6. {number}.,사용자,방문,4대보험,{minutes},,,",
    ]
    return "\n".join(lines).encode("cp949")
