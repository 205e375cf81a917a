"""Addresses of counselling, and what of it stands in the menu."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from . import portal
from .desk import amending, booths, calculations, callers, consultations, hotline, intake, referrals, requests

app_name = "counselling"
urlpatterns = [
    path("", consultations.consultations, name="consultations"),
    path("<int:pk>/", consultations.consultation, name="consultation"),
    path("<int:pk>/print/", consultations.printed, name="print"),
    path("<int:pk>/withdraw/", consultations.withdraw, name="withdraw"),
    path("<int:pk>/reinstate/", consultations.reinstate, name="reinstate"),
    path("<int:pk>/follow-up/", consultations.follow_up, name="follow_up"),
    path("<int:pk>/amend/", amending.amend, name="amend"),
    path("<int:pk>/amend/draft/", amending.save_draft, name="amend_draft"),
    path("<int:pk>/amend/draft/drop/", amending.drop_draft, name="drop_amend_draft"),
    path("<int:pk>/refer/", referrals.refer, name="refer"),
    path("new/", intake.start, name="start"),
    path("new/<slug:service>/", intake.new, name="new"),
    path("new/<slug:service>/<uuid:token>/", intake.record, name="record"),
    path("new/<slug:service>/<uuid:token>/draft/", intake.save_draft, name="draft"),
    path("new/<slug:service>/<uuid:token>/draft/drop/", intake.drop_draft, name="drop_draft"),
    path("calculations/<int:pk>/", calculations.calculation, name="calculation"),
    path("calculations/<int:pk>/worksheet.<str:extension>", calculations.file, name="worksheet"),
    path("calculations/<int:pk>/detach/", calculations.detach, name="detach_calculation"),
    path("calculations/<int:pk>/reattach/", calculations.reattach, name="reattach_calculation"),
    path("callers/", callers.find, name="find"),
    path("workplaces/", intake.workplaces, name="workplaces"),
    path("booths/", booths.booths, name="booths"),
    path("booths/new/", booths.open_booth, name="open_booth"),
    path("booths/<int:pk>/", booths.booth, name="booth"),
    path("booths/<int:pk>/amend/", booths.amend_booth, name="amend_booth"),
    path("booths/<int:pk>/withdraw/", booths.withdraw_booth, name="withdraw_booth"),
    path("booths/<int:pk>/reinstate/", booths.reinstate_booth, name="reinstate_booth"),
    path("hotline/", hotline.hotline, name="hotline"),
    path("hotline/suggestion/", hotline.suggestion, name="suggestion"),
    path("hotline/new/<uuid:token>/", hotline.receive, name="receive"),
    path("hotline/<int:pk>/", hotline.contact, name="contact"),
    path("hotline/<int:pk>/transfer/", hotline.transfer, name="transfer"),
    path("hotline/<int:pk>/close/", hotline.close, name="close_contact"),
    path("hotline/<int:pk>/reopen/", hotline.reopen, name="reopen_contact"),
    path("request/", portal.new, name="request-new"),
    path("request/look-up/", portal.look_up, name="request-look-up"),
    path("request/state/", portal.state, name="request-state"),
    path("request/take-back/", portal.take_back, name="request-take-back"),
    path("requests/", requests.requests, name="requests"),
    path("requests/calculations/<int:pk>/", calculations.request_calculation, name="request_calculation"),
    path("requests/<int:pk>/", requests.one, name="request"),
    path("requests/<int:pk>/take/", requests.take, name="take_request"),
    path("requests/<int:pk>/put-back/", requests.put_back, name="put_back_request"),
    path("requests/<int:pk>/try/", requests.note_try, name="try_request"),
    path("requests/<int:pk>/transfer/", requests.transfer, name="transfer_request"),
    path("requests/<int:pk>/close/", requests.close, name="close_request"),
    path("requests/<int:pk>/reopen/", requests.reopen, name="reopen_request"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/<int:pk>/", referrals.referral, name="referral"),
    path("referrals/<int:pk>/accept/", referrals.accept, name="accept_referral"),
    path("referrals/<int:pk>/decline/", referrals.decline, name="decline_referral"),
    path("referrals/<int:pk>/withdraw/", referrals.withdraw, name="withdraw_referral"),
    path("referrals/<int:pk>/settle/", referrals.settle, name="settle_referral"),
]

navigation.declare(
    [
        Item("상담", "상담 적기", "counselling:start", "counselling.consultation:record", 5),
        Item("상담", "상담 목록", "counselling:consultations", "counselling.consultation:view", 10),
        Item("상담", "상담 신청", "counselling:requests", "counselling.request:view", 15),
        Item("상담", "대표전화", "counselling:hotline", "counselling.contact:view", 20),
        Item("상담", "지하철 상담 부스", "counselling:booths", "counselling.booth:view", 30),
        Item("상담", "연계", "counselling:referrals", "counselling.referral:answer", 40),
    ]
)
