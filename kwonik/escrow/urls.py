"""Addresses of the escrow: members' own, the operator's, an adviser's; and what of it stands in the menu."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from .access import ADVISE, VIEW_CONTRACTS, VIEW_DISPUTES, VIEW_MEMBERS, VIEW_MONEY
from .desk import advising, dividing, operating
from .desk import deposits as desk_deposits
from .desk import payments as desk_payments
from .portal import career, contracts, disputes, joining, money, withholding, work

app_name = "escrow"
urlpatterns = [
    path("", joining.about, name="about"),
    path("join/", joining.join, name="join"),
    path("home/", joining.home, name="home"),
    path("phone/", joining.confirm_phone, name="confirm-phone"),
    path("phone/send/", joining.send_code, name="send-code"),
    path("verify/", joining.verify, name="verify"),
    path("account/", joining.account, name="account"),
    path("me/", joining.me, name="me"),
    path("leave/", joining.leave, name="leave"),
    path("contracts/new/", contracts.draft, name="draft"),
    path("contracts/<int:pk>/", contracts.contract, name="contract"),
    path("contracts/<int:pk>/write/<slug:step>/", contracts.step, name="step"),
    path("contracts/<int:pk>/sign/", contracts.sign, name="sign"),
    path("contracts/<int:pk>/say/<slug:verb>/", contracts.say, name="say"),
    path("papers/<int:pk>.pdf", contracts.paper, name="paper"),
    path("milestones/<int:pk>/deposit/", money.deposit, name="deposit"),
    path("milestones/<int:pk>/say/<slug:verb>/", money.say, name="milestone-say"),
    path("milestones/<int:pk>/deliver/", work.deliver, name="deliver"),
    path("milestones/<int:pk>/changes/", work.ask_changes, name="ask-changes"),
    path("milestones/<int:pk>/take-over/", work.take_over, name="take-over"),
    path("milestones/<int:pk>/dispute/", disputes.open_dispute, name="open-dispute"),
    path("files/<int:pk>/", work.file, name="file"),
    path("panel/ask/", disputes.ask_panel, name="ask-panel"),
    path("disputes/<int:pk>/", disputes.my_dispute, name="my-dispute"),
    path("disputes/<int:pk>/take-back/", disputes.take_back_dispute, name="take-back-dispute"),
    path("withholding/", withholding.months, name="withholding"),
    path("withholding/<str:month>/", withholding.month, name="withholding-month"),
    path("career/", career.career, name="career"),
    path("career/<int:pk>.pdf", career.certificate, name="certificate"),
    path("certificates/<str:token>/", career.certificate_at, name="certificate-at"),
    path("desk/members/", operating.members, name="members"),
    path("desk/members/<int:pk>/", operating.member, name="member"),
    path("desk/members/<int:pk>/suspend/", operating.suspend, name="suspend"),
    path("desk/members/<int:pk>/resume/", operating.resume, name="resume"),
    path("desk/contracts/", operating.contracts, name="contracts"),
    path("desk/contracts/<int:pk>/", operating.contract, name="contract-at-desk"),
    path("desk/earlier/", operating.earlier, name="earlier"),
    path("desk/disputes/", operating.disputes, name="disputes"),
    path("desk/disputes/<int:pk>/", operating.dispute, name="dispute"),
    path("desk/disputes/<int:pk>/divide/", dividing.divide, name="divide"),
    path("desk/disputes/<int:pk>/settlement/", dividing.settle, name="settle"),
    path("desk/settlements/<int:pk>/", dividing.settlement, name="settlement"),
    path("desk/settlements/<int:pk>/paper/", dividing.settlement_paper, name="settlement-paper"),
    path("desk/settlements/<int:pk>/<slug:verb>/", dividing.settlement_say, name="settlement-say"),
    path("desk/money/suspense/", desk_deposits.suspense, name="suspense"),
    path("desk/money/deposits/", desk_deposits.deposits, name="deposits"),
    path("desk/money/deposits/<int:pk>/", desk_deposits.deposit, name="deposit-at-desk"),
    path("desk/money/deposits/<int:pk>/depositor/", desk_deposits.see_depositor, name="see-depositor"),
    path("desk/money/deposits/<int:pk>/match/", desk_deposits.match, name="match"),
    path("desk/money/deposits/<int:pk>/give-back/", desk_deposits.give_back, name="give-back"),
    path("desk/money/payments/", desk_payments.payments, name="payments"),
    path("desk/money/payments/<int:pk>/", desk_payments.payment, name="payment"),
    path("desk/money/payments/<int:pk>/<slug:verb>/", desk_payments.payment_say, name="payment-say"),
    path("desk/money/milestones/<int:pk>/pay/", desk_payments.prepare, name="prepare"),
    path("desk/disputes/<int:pk>/assign/", operating.assign, name="assign"),
    path("desk/panel/", operating.panel, name="panel"),
    path("desk/advised/", advising.mine, name="advising"),
    path("desk/advised/<int:pk>/", advising.advised, name="advised"),
    path("desk/advised/<int:pk>/talk/", advising.talk, name="talk"),
    path("desk/advised/<int:pk>/propose/", advising.propose, name="propose"),
    path("desk/advised/<int:pk>/hand-over/", advising.hand_over, name="hand-over"),
    path("desk/advised/<int:pk>/finish/", advising.finish, name="finish"),
    path("desk/files/<int:pk>/", advising.file, name="advised-file"),
]

navigation.declare(
    [
        Item("안심결제", "이용자", "escrow:members", VIEW_MEMBERS, 10),
        Item("안심결제", "계약", "escrow:contracts", VIEW_CONTRACTS, 20),
        Item("안심결제", "입금 확인", "escrow:suspense", VIEW_MONEY, 22),
        Item("안심결제", "지급", "escrow:payments", VIEW_MONEY, 24),
        Item("안심결제", "분쟁상담", "escrow:disputes", VIEW_DISPUTES, 30),
        Item("안심결제", "이전 플랫폼의 계약", "escrow:earlier", VIEW_CONTRACTS, 45),
        Item("안심결제", "자문단", "escrow:panel", VIEW_DISPUTES, 40),
        Item("안심결제", "맡은 분쟁상담", "escrow:advising", ADVISE, 50),
    ]
)
