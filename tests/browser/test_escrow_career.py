"""What a freelancer has done, on paper; what was paid directly and never protected; and contracts of an earlier platform, to be looked at."""

from __future__ import annotations

import csv
import io
import re

import pytest
from pypdf import PdfReader

from tests.escrow import factories
from tests.escrow.factories import PDF, approved, deliver

from .escrow_steps import DESKTOP, PHONE, Street

pytestmark = pytest.mark.django_db(transaction=True)

WON = 500_000
HEAD = ("계약 번호", "계약일자", "계약금액", "진행상태", "분야")
ROWS = (
    ("2025-0417", "2025. 4. 17.", "545,000원", "완료", "번역"),
    ("2025-0418", "2025-04-18", "120,000", "취소", ""),
)


def test_what_was_completed_stands_on_a_certificate_that_anybody_may_check(street: Street, width: int):
    one, other = street.freelancer(name="김하나"), factories.commissioner(name="나무출판")
    worker = street.hand(width, one.account)
    worker.go("home").press("경력 기록").sees("아직 완료한 계약이 없습니다")
    assert not worker.offers("실적확인서 발급")
    contract = street.signed(one, other, WON)
    approved(deliver(street.paid_in(contract.milestones.get())))
    street.minute(2)

    worker.again().sees("2026. 11. 23.~2026. 11. 23.", "봄 행사 포스터", "500,000원", "안심결제").press(
        "실적확인서 발급"
    )
    worker.sees("실적확인서를 발급했습니다")
    paper = worker.take(worker.page.locator("main h2 + ul a").first.inner_text())
    said = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    assert "프리랜서 실적확인서" in said and "김하나" in said and "500,000원" in said
    assert "봄 행사 포스터" in said and contract.reference in said
    flat = re.sub(r"\s", "", said)
    address = re.search(r"확인하는주소:(\S+?/certificates/[^/]+/)", flat)
    digest = re.search(r"SHA-256\):?([0-9a-f]{64})", flat)
    assert address and digest, said

    stranger = street.hand(width)
    stranger.page.goto(address.group(1))
    stranger.look().sees("이곳에서 발급한 실적확인서입니다", "김○○", digest.group(1)).misses("김하나")


def test_a_direct_contract_is_recorded_and_never_called_protected(street: Street, width: int):
    one, other = street.freelancer(), factories.commissioner(name="나무출판")
    contract = street.signed(one, other, WON, custody="direct")
    worker = street.hand(width, one.account)
    payer = street.hand(PHONE if width == DESKTOP else DESKTOP, other.account)
    for hand in (worker, payer):
        hand.go("home").sees("직접 지급: 보호되지 않음").press("봄 행사 포스터")
        hand.sees("대금이 보호되지 않는 계약입니다").misses("보호 중", "맡겨져", "은행이 대금을 맡아 두고")
        assert not hand.offers("예치하기")
    worker.press("결과물 넘기기").fill(statement="다 했습니다.")
    file = {"name": "결과.pdf", "mimeType": "application/pdf", "buffer": PDF}
    worker.field("files").set_input_files([file])
    worker.press("넘기기").misses("보호 중")
    payer.again().press("결과물 받기").sees("대금은 두 사람이 주고받습니다").press("받았습니다")
    for hand in (worker, payer):
        hand.go("contract", contract.pk).sees("완료").misses("보호 중", "프리랜서의 계좌로 지급했습니다")
    worker.go("career").sees("직접 지급(보호되지 않음)", "500,000원").press("실적확인서 발급")
    paper = worker.take(worker.page.locator("main h2 + ul a").first.inner_text())
    said = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    assert "보호 대상 아님" in re.sub(r"\s+", " ", said)
    assert street.sandbox.books()["custody_won"] == 0


def test_contracts_of_an_earlier_platform_come_in_by_their_ledger_and_are_looked_at(street: Street):
    desk = street.hand(
        DESKTOP, street.operator("escrow.contract:view", "escrow.earlier:import", "ledgers.batch:bring")
    )
    desk.go("earlier").sees("옮겨 온 계약이 없습니다", "대장 가져오기")
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *ROWS])
    desk.press("이전 플랫폼 계약 대장 올리기")
    file = {"name": "계약.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode("cp949")}
    desk.page.locator("main input[type=file]").set_input_files([file])
    desk.press("올려서 확인하기").sees("2행을 새로 넣을 수 있습니다").press("2행 반영하기").sees(
        "2행을 반영했습니다"
    )
    desk.go("earlier").sees("2025-0417", "545,000원", "번역", "보호되는 대금이나 실적에 더하지 않습니다")
    desk.fill(q="0417").press("조회").sees("2025-0417").misses("2025-0418")
    assert not desk.page.locator("main tbody a, main tbody button").count()
    desk.open("계약").sees("계약이 없습니다")
