"""Two people sign up, propose, counter, sign the same document, hold its PDF, and amend it: on a telephone and on a desk."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from kwonik.escrow.models import Contract, Member

from .escrow_steps import DESKTOP, PASSWORD, PHONE, Hand, Street

pytestmark = pytest.mark.django_db(transaction=True)


def sign_up(hand: Hand, number: int, name: str, *kinds: str, **typed: str) -> Member:
    """From the first page to the end of the identity check; then out, and in again by the login page."""
    hand.go("about").press("가입하기").press("가입하고 인증번호 받기")
    assert hand.page.locator(".kw-error-summary").is_visible()
    hand.choose(*kinds)
    if typed:
        hand.choose("사업자등록을 했음").fill(**typed)
    username = f"street{number}"
    hand.fill(name=name, phone=f"010-0000-{number:04}", username=username)
    hand.fill(password=PASSWORD, password_again=PASSWORD).choose("동의합니다")
    hand.press("가입하고 인증번호 받기").sees("전화번호 확인", "문자 대신 여기에 보입니다")
    hand.fill(code=_code(hand, r"인증번호 (\d{6})")).press("확인")
    hand.sees("본인 확인").fill(name=name, born_on="1990. 5. 9.").press("인증번호 받기")
    hand.fill(code=_code(hand, r"보입니다: (\d{6})")).press("확인").sees("본인 확인을 마쳤습니다")
    member = Member.objects.select_related("account").get(account__username=username)
    hand.account = member.account
    return member


def _code(hand: Hand, pattern: str) -> str:
    found = re.search(pattern, hand.page.locator("body").inner_text())
    assert found, hand.page.locator("main").inner_text()
    return found.group(1)


def log_in(hand: Hand, username: str) -> None:
    """As on another day: no cookie is left."""
    hand.page.context.clear_cookies()
    hand.go("about").press("로그인")
    hand.fill(login=username, password=PASSWORD).press("로그인")
    hand.sees("내 안심결제")


def write(hand: Hand, scope: str, first: str, due: str) -> None:
    """The steps of a contract from the scope on."""
    hand.fill(title="봄 행사 포스터", work=scope, delivery="인쇄용 PDF", revisions="고치기 2번까지").press(
        "다음"
    )
    for at, (kind, title, won) in enumerate((("선금", "시안", first), ("잔금", "납품", "700000"))):
        hand.page.locator(f"main [name='lines-{at}-kind']").select_option(label=kind)
        hand.fill(**{f"lines-{at}-title": title, f"lines-{at}-gross_won": won, f"lines-{at}-due_on": due})
    hand.press("다음").choose("세금까지 예치").fill(acceptance_days="10").press("다음")
    hand.sees("이대로 제안할까요?", scope, "10일")


def test_two_people_sign_up_agree_and_sign_one_document_and_amend_it(street: Street, width: int):
    one, other = street.hand(width), street.hand(PHONE if width == DESKTOP else DESKTOP)
    freelancer = sign_up(one, 701, "김하나", "프리랜서(일을 합니다)")
    one.sees("받을 계좌").page.locator("main [name='bank']").select_option(index=1)
    one.fill(account_number="110-123-456789", holder="김하나").press("저장").sees("받을 계좌를 적었습니다")
    commissioner = sign_up(other, 702, "나무출판", "의뢰인(일을 맡깁니다)", business_number="220-81-62517")
    other.sees("내 안심결제", "아직 계약이 없습니다.")
    log_in(one, "street701")
    other.press("내 정보")
    reference = other.term("회원번호")
    assert (
        reference == commissioner.reference and "나무출판" not in other.page.locator("main dl").inner_text()
    )

    # the freelancer proposes from the trade's standard form
    one.press("계약 쓰기").choose("디자인 용역 표준계약서").fill(reference=reference, phone="010-0000-0702")
    one.press("다음")
    due = (street.today + timedelta(days=30)).isoformat()
    write(one, "포스터 1점", "300000", due)
    one.sees("300,000원", "9,000원", "900원", "967,000원").press("제안하기")
    contract = Contract.objects.get()

    # the commissioner counters, the freelancer accepts
    other.go("home").sees("내 차례").press("봄 행사 포스터").sure("고쳐서 다시 제안하기")
    write(other, "포스터 2점", "400000", due)
    other.press("제안하기").sees("상대방 차례")
    one.go("home").sees("내 차례").press("봄 행사 포스터").sees("포스터 2점").sure("이 내용으로 정하기")

    # both sign: the same digest on both pages, and in both papers
    seen = []
    for hand in (one, other):
        hand.go("contract", contract.pk).press("읽고 서명하기")
        seen.append(hand.term("문서의 지문"))
        hand.choose("내용을 모두 읽었고").fill(password="틀린-비밀번호-입니다").press("서명하기")
        hand.sees("비밀번호가 맞지 않습니다")
        hand.choose("내용을 모두 읽었고").fill(password=PASSWORD).press("서명하기").sees("서명했습니다")
    assert seen[0] == seen[1] and re.fullmatch(r"[0-9a-f]{64}", seen[0])
    papers = [hand.go("contract", contract.pk).take("계약서 PDF 1판") for hand in (one, other)]
    said = read(papers[0])
    assert papers[0] == papers[1] and seen[0] in said.replace("\n", "").replace(" ", "")
    assert "포스터 2점" in said and "김하나" in said and "나무출판" in said
    version = contract.versions.get(state="signed")
    assert hashlib.sha256(bytes(version.document)).hexdigest() == seen[0]

    # an amendment: a new version, which holds when both have signed
    other.sure("계약 고치기")
    write(other, "포스터 3점", "500000", due)
    other.press("제안하기")
    one.again().sees("고친 내용(2판)을 제안했습니다", "지금 계약이 그대로입니다", "포스터 2점").sure(
        "이 내용으로 정하기"
    )
    for hand in (one, other):
        hand.go("contract", contract.pk).press("읽고 서명하기")
        hand.choose("내용을 모두 읽었고").fill(password=PASSWORD).press("서명하기")
    papers = [hand.go("contract", contract.pk).take("계약서 PDF 2판") for hand in (one, other)]
    assert papers[0] == papers[1] and "포스터 3점" in read(papers[0])
    one.sees("포스터 3점", "1,200,000원", "계약서 PDF 1판")
    assert freelancer.pk == contract.freelancer_id and contract.versions.filter(state="signed").count() == 2


def read(paper: bytes) -> str:
    assert paper.startswith(b"%PDF")
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
