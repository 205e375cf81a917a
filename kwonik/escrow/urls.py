"""Addresses of the escrow: members' own, the operator's, an adviser's; and what of it stands in the menu."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from .access import ADVISE, VIEW_CONTRACTS, VIEW_DISPUTES, VIEW_MEMBERS
from .access.closing import VIEW_DAYS
from .desk import advising, closing, operating
from .portal import career, contracts, disputes, joining, money, work

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
    path("career/", career.career, name="career"),
    path("career/<int:pk>.pdf", career.certificate, name="certificate"),
    path("certificates/<str:token>/", career.certificate_at, name="certificate-at"),
    path("desk/members/", operating.members, name="members"),
    path("desk/members/<int:pk>/", operating.member, name="member"),
    path("desk/members/<int:pk>/suspend/", operating.suspend, name="suspend"),
    path("desk/members/<int:pk>/resume/", operating.resume, name="resume"),
    path("desk/contracts/", operating.contracts, name="contracts"),
    path("desk/contracts/<int:pk>/", operating.contract, name="contract-at-desk"),
    path("desk/disputes/", operating.disputes, name="disputes"),
    path("desk/disputes/<int:pk>/", operating.dispute, name="dispute"),
    path("desk/disputes/<int:pk>/assign/", operating.assign, name="assign"),
    path("desk/panel/", operating.panel, name="panel"),
    path("desk/days/", closing.days, name="days"),
    path("desk/days/<int:pk>/", closing.day, name="day"),
    path("desk/days/<int:pk>/report/", closing.report, name="day-report"),
    path("desk/days/<int:pk>/again/", closing.again, name="reconcile-day"),
    path("desk/days/<int:pk>/seal/", closing.seal, name="seal-day"),
    path("desk/breaks/", closing.breaks, name="breaks"),
    path("desk/breaks/<int:pk>/", closing.one_break, name="break"),
    path("desk/breaks/<int:pk>/owner/", closing.own_break, name="own-break"),
    path("desk/breaks/<int:pk>/correct/", closing.correct, name="correct-break"),
    path("desk/corrections/<int:pk>/confirm/", closing.confirm_correction, name="confirm-correction"),
    path("desk/corrections/<int:pk>/drop/", closing.drop_correction, name="drop-correction"),
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
        Item("안심결제", "분쟁상담", "escrow:disputes", VIEW_DISPUTES, 30),
        Item("안심결제", "자문단", "escrow:panel", VIEW_DISPUTES, 40),
        Item("안심결제", "하루 마감", "escrow:days", VIEW_DAYS, 44),
        Item("안심결제", "장부 차이", "escrow:breaks", VIEW_DAYS, 46),
        Item("안심결제", "맡은 분쟁상담", "escrow:advising", ADVISE, 50),
    ]
)
