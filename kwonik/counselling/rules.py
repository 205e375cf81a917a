"""What may be written down, where a hotline call goes, whose move a referral is. Plain Python; facts come in as arguments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from kwonik.kernel import resident_numbers
from kwonik.people.rules import Refused

from .codes import (
    CONTACT_MOVES,
    REFERRAL_MOVES,
    REQUEST_MOVES,
    CloseReason,
    ContactState,
    Party,
    ReferralState,
    RequestState,
    Side,
)

LONGEST_MINUTES = 600
"""A talk of more than ten hours is a typing error."""

LONGEST_WORKPLACE = 120

RESIDENT_NUMBER = "주민등록번호로 보이는 숫자가 있습니다. 저장할 수 없으니 그 숫자를 지우세요."


class NotAllowed(Refused):
    """Something that cannot be done as things stand; the message is Korean and says what to do instead."""


@dataclass(frozen=True)
class Caller:
    """Who rang, as told on the telephone, and what they said: sealed as one text with a contact or a referral."""

    name: str = ""
    phone: str = ""
    text: str = ""

    def packed(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def unpacked(cls, sealed: str) -> Caller:
        return cls(**json.loads(sealed)) if sealed else cls()

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.text)


# -- a consultation -------------------------------------------------------------------------------------------


def in_order(main: str, others: Iterable[str]) -> list[str]:
    """Issue codes, the main one first, each once; the order in which the others were picked is kept."""
    return list(dict.fromkeys([main, *others]))


@dataclass(frozen=True, kw_only=True)
class Written:
    """What the cross-field rules look at; every door (screen, booth, ledger) asks them with the same facts."""

    occurred_on: date | None
    today: date
    outreach: bool = False
    has_place: bool = False
    anonymous: bool = True
    named: bool = False
    minutes: int | None = None
    follow_up_on: date | None = None
    texts: Mapping[str, str] | None = None


def problems(written: Written) -> list[tuple[str, str]]:
    """(field, Korean sentence) for everything that keeps a consultation from being stored; empty when it may be."""
    found = [
        (
            "occurred_on",
            "상담일이 오늘보다 뒤입니다. 날짜를 다시 확인하세요.",
            written.occurred_on and written.occurred_on > written.today,
        ),
        ("site", "찾아가는 상담은 찾아간 곳을 골라야 합니다.", written.outreach and not written.has_place),
        (
            "name",
            "이름을 적거나, 이름을 밝히지 않았으면 '익명'을 고르세요.",
            not written.anonymous and not written.named,
        ),
        (
            "minutes",
            f"상담 시간은 1분에서 {LONGEST_MINUTES}분 사이로 적으세요.",
            written.minutes is not None and not 1 <= written.minutes <= LONGEST_MINUTES,
        ),
        (
            "follow_up_on",
            "다시 연락할 날이 상담일보다 앞섭니다. 날짜를 다시 확인하세요.",
            written.follow_up_on and written.occurred_on and written.follow_up_on < written.occurred_on,
        ),
    ]
    return [(field, sentence) for field, sentence, wrong in found if wrong] + [
        (field, RESIDENT_NUMBER)
        for field, text in (written.texts or {}).items()
        if resident_numbers.find(text, written.today.year)
    ]


def reference(prefix: str, year: int, number: int) -> str:
    """The number people say to each other: "L-2025-003860"."""
    return f"{prefix}-{year}-{number:06}"


@dataclass(frozen=True)
class Change:
    """One field that two states of a record have differently; a removed value is a change too."""

    field: str
    before: object
    after: object


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> list[Change]:
    """Every field whose value differs, in the order of `before`; fields only `after` has come last."""
    fields = dict.fromkeys([*before, *after])
    return [
        Change(field, before.get(field), after.get(field))
        for field in fields
        if before.get(field) != after.get(field)
    ]


# -- the hotline ----------------------------------------------------------------------------------------------


def centre_in_charge(district: int | None, areas: Mapping[int, Sequence[int]], own: int) -> int:
    """The centre a call belongs to: the one in charge of the caller's district, else the centre that answered.

    `areas` maps a centre to the districts it is in charge of. When several are (a city centre and a district centre),
    the one with the smallest area is the nearest; the answering centre wins a tie, then the lower id.
    """
    if district is None:
        return own
    candidates = [centre for centre, districts in areas.items() if district in districts]
    return min(candidates, key=lambda centre: (len(areas[centre]), centre != own, centre), default=own)


def contact_after(state: str, move: str) -> ContactState:
    """The state a hotline contact has after `move` (a key of CONTACT_MOVES). Raises NotAllowed."""
    before, after = CONTACT_MOVES[move]
    if state != before:
        raise NotAllowed(
            {
                ContactState.TAKEN: "이미 상담으로 적은 전화입니다. 상담 기록을 여세요.",
                ContactState.CLOSED: "'상담 아님'으로 닫은 전화입니다. 먼저 다시 여세요.",
                ContactState.WAITING: "아직 닫지 않은 전화입니다.",
            }[ContactState(state)]
        )
    return after


# -- requests -------------------------------------------------------------------------------------------------

ANSWER_DAYS = 2
"""Working days after the day of a request within which the centre rings."""

ENOUGH_TRIES = 3
"""So often somebody is rung before a request is closed as not reached."""

MOST_AN_HOUR = 20
"""Requests from one address within an hour: a shared computer sends some, a program sends many."""

KEPT_DAYS = 90
"""What was told with a request is erased this long after it ended (the consent says so)."""

NUMBER_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Signs of a request's number: none that is taken for another when read aloud or written down."""


def request_number(signs: Sequence[str]) -> str:
    """Eight drawn signs as people note them: "K7M2-Q9XD". Nobody guesses one: 32 signs, 40 bits."""
    return "".join(signs[:4]) + "-" + "".join(signs[4:8])


def folded_number(written: str) -> str:
    """A request's number as it was typed: small letters, blanks and a missing dash make no difference."""
    signs = [sign for sign in written.upper() if sign in NUMBER_SIGNS]
    return request_number(signs) if len(signs) == 8 else ""


def request_after(state: str, move: str) -> RequestState:
    """The state of a request after `move` (a key of REQUEST_MOVES). Raises NotAllowed."""
    before, after = REQUEST_MOVES[move]
    if state not in before:
        raise NotAllowed(
            f"이 신청은 지금 ‘{RequestState(state).label}’ 상태입니다. 화면을 새로 고쳐 확인하세요."
        )
    return after


def refuse_closing(reason: str, note: str, tries: int) -> None:
    """Raises NotAllowed: somebody is rung often enough before they count as not reached, and nobody is sent away
    without being told where to.
    """
    if reason == CloseReason.NOT_REACHED and tries < ENOUGH_TRIES:
        raise NotAllowed(
            f"지금까지 {tries}번 연락했습니다. {ENOUGH_TRIES}번 연락한 뒤에 ‘연락이 닿지 않음’으로 마칠 수 있습니다."
        )
    if reason == CloseReason.OUT_OF_SCOPE and not note.strip():
        raise NotAllowed("어디에서 도움을 받을 수 있는지 적으세요. 신청한 사람이 봅니다.")


# -- referrals ------------------------------------------------------------------------------------------------


def referral_after(state: str, move: str) -> ReferralState:
    """The state of a referral after `move` (a key of REFERRAL_MOVES). Raises NotAllowed."""
    _, before, after = REFERRAL_MOVES[move]
    if state not in before:
        raise NotAllowed(
            f"이 연계는 이미 '{ReferralState(state).label}' 상태입니다. 화면을 새로 고쳐 확인하세요."
        )
    return after


def turn(state: str, has_result: bool) -> Side | None:
    """Whose turn a referral is: the receiver's until it answers and has talked, the sender's once it was declined."""
    if state == ReferralState.OFFERED or (state == ReferralState.ACCEPTED and not has_result):
        return Side.RECEIVER
    return Side.SENDER if state == ReferralState.DECLINED else None


# -- names as people write them -------------------------------------------------------------------------------


def folded(name: str | None) -> str:
    """By what a place is found: blanks and case make no difference."""
    return "".join((name or "").split()).casefold()


def spellings(names: Iterable[str], suffix: str) -> list[str]:
    """Every way to write a place: its names, and without "역" or "구" where two letters are left ("종각", not "중")."""
    names = list(names)
    short = [name.removesuffix(suffix) for name in names]
    return [folded(name) for name in (*names, *(name for name in short if len(name) > 1))]


# -- what ledgers write -----------------------------------------------------------------------------------------

PARTY_WORDS: dict[str, str] = {
    **dict.fromkeys(("노동자", "근로자", "노동", "근로", "노", "노측", "구직자"), str(Party.WORKER)),
    **dict.fromkeys(
        ("사용자", "사업주", "사업자", "사용", "사", "사측", "기업", "회사"), str(Party.EMPLOYER)
    ),
}
"""노동자 and 사용자 in the words ledgers use."""

UNNAMED = "이름 모름"
"""The name of somebody who left only a telephone number, so that the number can be found again."""

_NOBODY = frozenset(("", "익명", "무명", "미상", "비공개", "비밀", "없음", "모름", "무기명", "익명상담", "-"))
_MASKED = re.compile(r"[○◯〇●*＊Ｏ]|(?<=[가-힣])[OoXx0]+")


def told_name(written: str | None, phone: str | None) -> str:
    """The name a ledger's cell really tells: "" for nobody ("익명", "김○○"), UNNAMED when only a number is left."""
    name = " ".join((written or "").split())
    if name.replace(" ", "") in _NOBODY or _MASKED.search(name):
        name = ""
    return name or (UNNAMED if phone else "")
