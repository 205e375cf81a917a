"""How a contract ends otherwise: cancelled before work, called off together, never paid in, or in dispute."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kwonik.escrow.models import Dispute
from tests.escrow import factories
from tests.escrow.bank.worlds import on
from tests.escrow.factories import PDF
from tests.factories import LONG_AGO, make_account, make_appointment

from .escrow_steps import DESKTOP, PASSWORD, Street
from .test_escrow_work import NET, WON, Deal

pytestmark = pytest.mark.django_db(transaction=True)


def adviser_at(street: Street):
    """One of the panel, with a login."""
    account = make_account("escrow.dispute:advise", centre=street.centre)
    make_appointment(
        "escrow_adviser",
        street.centre,
        account=account,
        name="이자문",
        qualification="lawyer",
        from_on=LONG_AGO,
    )
    return account


def test_the_commissioner_cancels_before_work_and_nobody_else_may_after(street: Street, width: int):
    deal = Deal(street, width)
    deal.both("예치됨")
    assert not deal.worker.offers("취소하기") and deal.payer.offers("취소하기")
    deal.payer.press("취소하기").sees("일을 시작하기 전이라 혼자 취소할 수 있습니다").press("일 시작 전 취소")
    deal.both("예치한 대금을 들어온 곳으로 돌려보내고 있습니다")
    street.minute(2)
    deal.both("환불 완료", "예치한 대금을 들어온 곳으로 돌려보냈습니다", "취소")
    assert street.sandbox.books()["custody_won"] == 0
    assert street.sandbox.balance(f"33{deal.commissioner.pk:010}") == WON


def test_after_the_start_both_call_it_off_together(street: Street, width: int):
    deal = Deal(street, width)
    deal.worker.go("contract", deal.contract.pk).sure("일 시작하기")
    deal.payer.go("contract", deal.contract.pk)
    assert not deal.payer.offers("취소하기")
    deal.payer.press("취소하자고 하기").fill(note="행사가 없어졌습니다.").press("취소하자고 하기")
    deal.both("행사가 없어졌습니다.", "예치됨")
    deal.worker.press("취소에 동의하기").sees("상대방이 취소하자고 했습니다").press("뜻을 모아 취소")
    street.minute(2)
    deal.both("환불 완료", "두 사람이 뜻을 모아 취소함")
    assert street.sandbox.balance(f"33{deal.commissioner.pk:010}") == WON


def test_what_is_never_paid_in_expires(street: Street, width: int):
    one, other = street.freelancer(), factories.commissioner()
    contract = street.signed(one, other, WON)
    street.move_to(on(street.today + timedelta(days=30), 10))
    worker = street.hand(width, one.account)
    worker.go("contract", contract.pk).sees("예치 기다림")
    street.night()
    worker.go("contract", contract.pk).sees("정한 날까지 예치되지 않아 끝났습니다", "취소").misses("보호 중")
    worker.go("home").sees("취소")
    assert not worker.page.get_by_text("내 차례").count()


def test_a_dispute_freezes_at_once_and_both_sign_how_it_is_divided(street: Street, width: int):
    deal = Deal(street, width)
    deal.deliver()
    deal.payer.go("contract", deal.contract.pk).press("확정하기")  # the page that asks once more stays open
    deal.worker.press("분쟁상담 신청").sees("바로 검수 기간과 지급이 멈춥니다")
    deal.worker.fill(text="세 번째로 고쳐 달라고 합니다.").press("신청하기").sees("정하는 중")
    deal.payer.press("확정하기").sees("상태에서는").misses("확정함")
    deal.both("분쟁상담 중", "돈이 움직이지 않습니다")
    assert not deal.payer.offers("확정하기") and not deal.worker.offers("결과물 넘기기")
    street.minute()
    deal.both("분쟁상담 중")
    dispute = Dispute.objects.get()
    deal.payer.press("분쟁상담 보기").misses("세 번째로 고쳐 달라고 합니다.")

    desk = street.hand(
        DESKTOP,
        street.operator(
            "escrow.dispute:view",
            "escrow.dispute:assign",
            "escrow.money:view",
            "escrow.money:move",
            "escrow.contract:view",
        ),
    )
    account = adviser_at(street)
    desk.go("disputes").sees("자문위원 정하는 중").press(dispute.reference).press("자문위원 정하기")
    desk.choose("이자문").press("정하기").sees("이자문")
    adviser = street.hand(DESKTOP, account)
    adviser.go("advising").press(dispute.reference)
    adviser.sees(
        "세 번째로 고쳐 달라고 합니다.", "첫 시안입니다.", "시안.pdf", "결과물을 넘김", "봄 행사 포스터"
    )
    timeline = deal.worker.go("contract", deal.contract.pk).timeline()
    assert timeline == deal.payer.go("contract", deal.contract.pk).timeline()
    assert timeline == adviser.again().timeline()
    adviser.press("상담한 일 적기").choose("전화").fill(note="두 사람과 통화했습니다.").press(
        "상담한 일 적기"
    )
    adviser.press("나누는 방법 제안").sees("500,000원").fill(
        freelancer_won="300000", reason="시안까지의 몫입니다."
    )
    adviser.press("나누는 방법 제안하기").sees("서명 0/2")
    deal.both("두 사람과 통화했습니다.")

    for hand, left in ((deal.worker, "프리랜서"), (deal.payer, "프리랜서, 의뢰인")):
        hand.go("my-dispute", dispute.pk).sees("300,000원", "290,100원", "200,000원", "시안까지의 몫입니다.")
        hand.choose("내용을 모두 읽었고").fill(password=PASSWORD).press("이 방법에 서명하기").sees(left)
    desk.go("dispute", dispute.pk).press("나누기").sees("두 사람의 서명", "300,000원", "290,100원", "9,900원")
    desk.press("나누기").sees("나누었습니다")
    desk.go("dispute", dispute.pk).press("계약 보기").sees("합의한 대로 나눔")
    street.minute(3)
    deal.both("지급 완료", "290,100원", "200,000원")
    assert street.sandbox.balance(deal.freelancer.account_number) == 290_100
    assert street.sandbox.balance(f"33{deal.commissioner.pk:010}") == 209_900
    assert street.sandbox.books()["custody_won"] == 0


def test_another_body_decides_and_two_people_read_its_paper(street: Street):
    deal = Deal(street)
    deal.deliver()
    deal.payer.go("contract", deal.contract.pk).press("분쟁상담 신청").fill(text="약속과 다릅니다.")
    deal.payer.press("신청하기")
    dispute = Dispute.objects.get()
    may = ("escrow.dispute:view", "escrow.dispute:assign", "escrow.money:view", "escrow.money:move")
    first, second = (street.hand(DESKTOP, street.operator(*may)) for _ in range(2))
    account = adviser_at(street)
    first.go("dispute", dispute.pk).press("자문위원 정하기").choose("이자문").press("정하기")
    adviser = street.hand(DESKTOP, account)
    adviser.go("advised", dispute.pk).press("조정기관에 넘기기").choose("한국콘텐츠진흥원")
    adviser.fill(note="뜻이 모이지 않았습니다.").press("조정기관에 넘기기").sees("조정기관에 넘김")
    deal.both("조정기관에 넘김", "돈이 움직이지 않습니다")
    deal.worker.press("분쟁상담 보기").sees("한국콘텐츠진흥원")

    first.go("dispute", dispute.pk).press("조정기관의 결정 적기")
    first.fill(freelancer_won="500000", note="모두 지급하라는 결정입니다.")
    file = {"name": "결정문.pdf", "mimeType": "application/pdf", "buffer": PDF}
    first.field("paper").set_input_files([file])
    first.press("결정 적기").sees("다른 담당자의 확인을 기다립니다")
    assert not first.offers("확인하기")
    second.go("dispute", dispute.pk).press("적은 결정 보기")
    assert second.take("결정문 열기") == PDF
    second.press("확인하기").sees("2026. 11. 23.").press("결정 확인하기").sees("이제 나눌 수 있습니다").press(
        "나누기"
    ).press("나누기")
    street.minute(3)
    deal.both("지급 완료", "모두 지급하라는 결정입니다.")
    assert street.sandbox.balance(deal.freelancer.account_number) == NET


def test_a_freelancer_without_a_contract_asks_the_panel(street: Street, width: int):
    member = factories.verified()
    hand = street.hand(width, member.account)
    hand.go("home").sees("아직 계약이 없습니다").press("분쟁상담 물어보기").press("신청하기")
    assert hand.page.locator(".kw-error-summary").is_visible()
    hand.fill(text="다른 곳에서 일하고 대금을 받지 못했습니다.").press("신청하기").sees("이곳의 계약이 아님")
    account = adviser_at(street)
    dispute = Dispute.objects.get()
    desk = street.hand(DESKTOP, street.operator("escrow.dispute:view", "escrow.dispute:assign"))
    desk.go("panel").sees("이자문").open("분쟁상담").press(dispute.reference)
    desk.misses("대금을 받지 못했습니다").press("자문위원 정하기").choose("이자문").press("정하기")
    adviser = street.hand(DESKTOP, account)
    adviser.go("advising").press(dispute.reference).sees("대금을 받지 못했습니다")
    assert not adviser.offers("나누는 방법 제안")
    adviser.press("상담 마치기").fill(note="지급명령을 안내했습니다.").press("상담 마치기")
    hand.go("home").press(dispute.reference).sees("상담을 마침", "지급명령을 안내했습니다.", "이자문")
