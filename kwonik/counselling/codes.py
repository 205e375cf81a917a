"""Parties, booth kinds, audit events and the transitions of requests, referrals and hotline contacts. Data only."""

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class Party(TextChoices):
    WORKER = "worker", "노동자"
    EMPLOYER = "employer", "사용자"


class BoothKind(TextChoices):
    """A standing booth (상시 부스) or the monthly day on which all centres go out together (집중상담)."""

    REGULAR = "regular", "상시 부스"
    FOCUS_DAY = "focus_day", "집중상담"


class ContactState(TextChoices):
    WAITING = "waiting", "받기 전"
    TAKEN = "taken", "상담함"
    CLOSED = "closed", "상담 아님"


class ReferralState(TextChoices):
    OFFERED = "offered", "답을 기다림"
    ACCEPTED = "accepted", "받음"
    DECLINED = "declined", "거절함"
    WITHDRAWN = "withdrawn", "거둠"
    SETTLED = "settled", "거절 뒤 매듭"


class Side(TextChoices):
    """Who stands where in a referral: the centre that asks, the centre that is asked."""

    SENDER = "sender", "보낸 센터"
    RECEIVER = "receiver", "받는 센터"


REFERRAL_MOVES: dict[str, tuple[Side, frozenset[ReferralState], ReferralState]] = {
    "accept": (Side.RECEIVER, frozenset({ReferralState.OFFERED}), ReferralState.ACCEPTED),
    "decline": (Side.RECEIVER, frozenset({ReferralState.OFFERED}), ReferralState.DECLINED),
    "withdraw": (Side.SENDER, frozenset({ReferralState.OFFERED}), ReferralState.WITHDRAWN),
    "settle": (Side.SENDER, frozenset({ReferralState.DECLINED}), ReferralState.SETTLED),
}
"""verb -> (whose move it is, from which states, to which state)"""

CONTACT_MOVES: dict[str, tuple[ContactState, ContactState]] = {
    "take": (ContactState.WAITING, ContactState.TAKEN),
    "transfer": (ContactState.WAITING, ContactState.WAITING),
    "close": (ContactState.WAITING, ContactState.CLOSED),
    "reopen": (ContactState.CLOSED, ContactState.WAITING),
}
"""verb -> (from which state, to which state)"""


class RequestState(TextChoices):
    """상담 신청: what a worker asked for without logging in, and what became of it."""

    WAITING = "waiting", "연락을 기다림"
    TAKEN = "taken", "담당자가 맡음"
    TALKED = "talked", "상담함"
    CLOSED = "closed", "상담 없이 마침"
    TAKEN_BACK = "taken_back", "신청한 사람이 취소함"


class Wish(TextChoices):
    """How somebody would like to be counselled."""

    CALL = "call", "전화로 상담할게요"
    VISIT = "visit", "센터에 찾아갈게요"


class Hours(TextChoices):
    """When somebody may be rung."""

    MORNING = "morning", "오전(9시~12시)"
    AFTERNOON = "afternoon", "오후(1시~6시)"
    EVENING = "evening", "저녁(6시 뒤)"


class CloseReason(TextChoices):
    """Why a request ended without a consultation."""

    NOT_REACHED = "not_reached", "연락이 닿지 않음"
    OUT_OF_SCOPE = "out_of_scope", "우리 센터에서 다루지 않는 일"
    TALKED_ALREADY = "talked_already", "이미 상담함"
    NO_NEED = "no_need", "상담을 더 바라지 않음"


REQUEST_OPEN = frozenset({RequestState.WAITING, RequestState.TAKEN})
"""States in which it is somebody's turn to ring."""

REQUEST_MOVES: dict[str, tuple[frozenset[RequestState], RequestState]] = {
    "take": (REQUEST_OPEN, RequestState.TAKEN),
    "put_back": (frozenset({RequestState.TAKEN}), RequestState.WAITING),
    "try": (frozenset({RequestState.TAKEN}), RequestState.TAKEN),
    "transfer": (REQUEST_OPEN, RequestState.WAITING),
    "talk": (REQUEST_OPEN, RequestState.TALKED),
    "close": (REQUEST_OPEN, RequestState.CLOSED),
    "reopen": (frozenset({RequestState.CLOSED}), RequestState.WAITING),
    "take_back": (REQUEST_OPEN, RequestState.TAKEN_BACK),
}
"""verb -> (from which states, to which state)"""

TERMS = "2026-11"
"""Which wording of the consent is on the page (`counselling/_terms.html`); a changed wording gets a new name here."""

audit.declare(
    [
        audit.Event("counselling.consultation.recorded", "상담을 적음"),
        audit.Event("counselling.consultation.amended", "상담을 고침"),
        audit.Event("counselling.consultation.withdrawn", "상담을 철회함"),
        audit.Event("counselling.consultation.reinstated", "철회를 되돌림"),
        audit.Event("counselling.consultation.followed_up", "다시 연락함"),
        audit.Event("counselling.consultation.exported", "상담 목록을 내려받음"),
        audit.Event("counselling.calculation.attached", "계산서를 붙임"),
        audit.Event("counselling.calculation.detached", "계산서를 뗌"),
        audit.Event("counselling.booth.opened", "부스를 엶"),
        audit.Event("counselling.booth.amended", "부스를 고침"),
        audit.Event("counselling.booth.withdrawn", "부스를 취소함"),
        audit.Event("counselling.booth.reinstated", "부스 취소를 되돌림"),
        audit.Event("counselling.contact.received", "대표전화를 받음"),
        audit.Event("counselling.contact.transferred", "다른 센터로 넘김"),
        audit.Event("counselling.contact.taken", "상담으로 적음"),
        audit.Event("counselling.contact.closed", "상담 아님으로 닫음"),
        audit.Event("counselling.contact.reopened", "다시 엶"),
        audit.Event("counselling.request.made", "상담을 신청함"),
        audit.Event("counselling.request.taken", "신청을 맡음"),
        audit.Event("counselling.request.put_back", "맡은 신청을 내려놓음"),
        audit.Event("counselling.request.tried", "연락했으나 닿지 않음"),
        audit.Event("counselling.request.transferred", "다른 센터로 넘김"),
        audit.Event("counselling.request.talked", "상담으로 적음"),
        audit.Event("counselling.request.closed", "상담 없이 마침"),
        audit.Event("counselling.request.reopened", "다시 엶"),
        audit.Event("counselling.request.taken_back", "신청한 사람이 취소함"),
        audit.Event("counselling.request.forgotten", "보관 기간이 지나 적은 내용과 전화번호를 지움"),
        audit.Event("counselling.referral.offered", "연계를 보냄"),
        audit.Event("counselling.referral.accepted", "연계를 받음"),
        audit.Event("counselling.referral.declined", "연계를 거절함"),
        audit.Event("counselling.referral.withdrawn", "연계를 거둠"),
        audit.Event("counselling.referral.settled", "거절을 알고 매듭지음"),
        audit.Event("counselling.referral.answered", "받은 센터가 상담을 적음"),
    ]
)

SUGGESTED: dict[str, tuple[str, ...]] = {
    "unpaid_wages": (
        "wage_delay_interest",
        "severance_pay",
        "minimum_wage_check",
        "weekly_holiday_pay",
        "premium_pay",
        "unused_leave_pay",
        "substitute_payment_simple",
        "deadline",
    ),
    "unfair_dismissal": (
        "deadline",
        "dismissal_notice_pay",
        "dismissal_notice_latest",
        "headcount",
        "severance_pay",
        "ui_total",
    ),
    "occupational_injury": (
        "iaci_temporary_disability",
        "iaci_disability",
        "overwork_relevance",
        "lsa_own_compensation",
        "deadline",
    ),
    "social_insurance": (
        "ui_total",
        "ui_benefit_days",
        "ui_insured_unit_requirement",
        "social_insurance_employee",
        "deadline",
    ),
    "contract_terms": (
        "minimum_wage_check",
        "weekly_holiday_pay",
        "annual_leave_hire_basis",
        "annual_leave_at_resignation",
        "ordinary_hourly_wage",
        "applicability",
    ),
    "workplace_harassment": ("deadline", "phq9_band", "gad7_band"),
    "comprehensive_income": ("withholding_business_income", "withholding_other_income"),
}
"""Issue -> the calculations that are asked for first with it, by their names in `labourlaw`."""

SAME_FACTS: dict[str, tuple[str, ...]] = {
    "hire_date": ("hired_on",),
    "retire_date": ("left_on",),
    "leave_date": ("left_on",),
    "last_working_day": ("left_on",),
    "dismissal_date": ("left_on", "dismissed_on"),
    "event_date": ("left_on", "dismissed_on"),
}
"""Fact of a calculation -> questions of an intake page (besides one of the very same name) that answer it."""
