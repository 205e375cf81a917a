"""What stands in the columns of a ledger of cases, under which headings and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from kwonik.catalogue.models import Code
from kwonik.ledgers.registry import Context
from kwonik.remedy.codes import CaseState, Instrument
from kwonik.spreadsheets import Column

from .known import codes_of, districts_of

STATES = {
    CaseState.PREPARING: ("접수", "사실관계 확인"),
    CaseState.READY: ("대기", "미배정"),
    CaseState.ACTIVE: ("진행", "진행중", "처리중", "처리 중", "배정", "배정완료"),
    CaseState.CONCLUDED: ("결과", "결과 통보"),
    CaseState.CLOSED: ("완료", "종료", "처리완료", "종결됨"),
    CaseState.WITHDRAWN: ("본인취하", "취소", "중단"),
}
DAYS: dict[str, tuple[str, ...]] = {
    "dismissal": ("해고일", "해고일자", "징계일", "해고(징계)일"),
    "pay_day": ("임금 지급일", "임금지급일", "급여일", "체불 발생일"),
    "leaving": ("퇴직일", "퇴사일", "퇴직일자"),
    "accident": ("재해일", "사고일", "재해발생일", "발병일"),
    "iaci_decision": ("산재 결정 받은 날", "산재 결정통지일", "불승인 통지일"),
    "ruling": ("초심 판정서 받은 날", "판정서 수령일", "초심판정서 수령일"),
}
"""Days of the matter as ledgers head them, the usual heading first; each proposes the deadlines that follow."""


def day_column(matter: str) -> str:
    """The name of a matter's column."""
    return f"on_{matter}"


def columns(context: Context) -> tuple[Column, ...]:
    codes = codes_of(context)
    districts = {row.name: row.code for row in districts_of(context).values()}
    instruments = {label: code for code, label in Instrument.choices}
    states = {label: str(state) for state in STATES for label in (CaseState(state).label, *STATES[state])}

    def coded(key: str, label: str, *aliases: str, required: bool = True) -> Column:
        return Column(
            key, label, "choice", required=required, aliases=aliases, choices=_words(codes.get(key, {}))
        )

    return (
        Column(
            "opened_on",
            "접수일",
            "date",
            required=True,
            aliases=("접수일자", "신청일", "신청일자", "일자", "날짜"),
        ),
        Column("name", "이름", aliases=("성명", "내담자", "신청인", "노동자명", "내담자 이름")),
        Column("phone", "연락처", "phone", aliases=("전화번호", "휴대전화", "핸드폰", "전화")),
        coded("client_group", "노동자 구분", "구분", "대상", "노동자 유형", "대상 구분"),
        coded("issue", "유형", "사건유형", "사건 유형", "구제유형", "사건종류"),
        coded("forum", "구제 절차", "절차", "구제절차", "기관", "구제기관", "처리기관", "구제방법"),
        Column(
            "instruments",
            "소액소송 방법",
            "choices",
            aliases=("소송 방법", "신청 종류", "지급명령/가압류"),
            choices=instruments | {"지급명령 신청": "payment_order", "가압류 신청": "provisional_attachment"},
        ),
        Column("workplace", "사업장", aliases=("사업장명", "회사명", "업체명", "피신청인", "사업주")),
        Column("district", "자치구", "choice", aliases=("구", "지역", "소재지"), choices=districts),
        Column(
            "advocate",
            "노동권리보호관",
            aliases=("보호관", "담당 보호관", "담당보호관", "담당자", "담당 노무사"),
        ),
        Column(
            "state",
            "진행상태",
            "choice",
            aliases=("상태", "처리상태", "진행상황", "진행 상황"),
            choices=states,
        ),
        coded("outcome", "결과", "처리결과", "처리 결과", "구제결과", required=False),
        Column("concluded_on", "결과일", "date", aliases=("결과 난 날", "처리일", "결정일", "판정일")),
        Column(
            "recovered_won",
            "회수금액",
            "won",
            aliases=("회수액", "구제금액", "지급액", "돌려받은 금액", "해결금액"),
            help="노동자가 돌려받은 돈입니다.",
        ),
        Column("closed_on", "종결일", "date", aliases=("종료일", "완료일", "마감일")),
        *(
            Column(day_column(matter), label, "date", aliases=tuple(aliases), help="기한을 셉니다.")
            for matter, (label, *aliases) in DAYS.items()
        ),
        Column("facts", "사실관계", aliases=("내용", "사건개요", "개요", "사건 내용", "주요내용")),
    )


def example(context: Context) -> Iterable[dict[str, Any]]:
    codes = codes_of(context)
    first = {
        name: next(iter(codes.get(name, {})), None) for name in ("client_group", "issue", "forum", "outcome")
    }
    yield {
        "opened_on": date(2025, 3, 4),
        "name": "홍길동",
        "phone": "010-1234-5678",
        **first,
        "workplace": "가람상사",
        "state": str(CaseState.CLOSED),
        "concluded_on": date(2025, 6, 2),
        "recovered_won": 3_200_000,
        "closed_on": date(2025, 6, 9),
        "facts": "3개월치 임금을 받지 못함",
    }


def _words(codes: Mapping[str, Code]) -> dict[str, str]:
    """Every accepted spelling -> code, the code's own label first."""
    labels = {code.label: code.code for code in codes.values()}
    return labels | {
        alias: code.code for code in codes.values() for alias in code.aliases if alias not in labels
    }
