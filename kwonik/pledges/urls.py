"""Addresses of pledges, of the parts of their cards and of panels, and what of them stands in the menu."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from .codes import PARTS
from .desk import happenings, panels, parts, pledges

app_name = "pledges"
urlpatterns = [
    path("", pledges.pledges, name="pledges"),
    path("rates/", pledges.rates, name="rates"),
    path("new/", pledges.new_pledge, name="new-pledge"),
    path("<int:pk>/", pledges.pledge, name="pledge"),
    path("<int:pk>/amend/", pledges.amend_pledge, name="amend-pledge"),
    path("<int:pk>/withdraw/", pledges.withdraw_pledge, name="withdraw-pledge"),
    path("<int:pk>/reinstate/", pledges.reinstate_pledge, name="reinstate-pledge"),
    path("<int:pk>/status/", happenings.status, name="status"),
    path("<int:pk>/override/", happenings.override, name="override"),
    path("<int:pk>/other/", happenings.other, name="other"),
    path("<int:pk>/request/", happenings.request_change, name="request-change"),
    path("requests/<int:pk>/", happenings.decide_change, name="decide-change"),
    path("<int:pk>/new/<slug:kind>/", parts.new_part, name="new-part"),
    *(path(f"{kind}/<int:pk>/", parts.part, {"kind": kind}, name=kind) for kind in PARTS),
    path("money/<int:pk>/match/", parts.match_ledger, name="match-ledger"),
    path("picture/<int:pk>/image/", parts.image, name="image"),
    path("<slug:kind>/<int:pk>/amend/", parts.amend_part, name="amend-part"),
    path("<slug:kind>/<int:pk>/withdraw/", parts.withdraw_part, name="withdraw-part"),
    path("<slug:kind>/<int:pk>/reinstate/", parts.reinstate_part, name="reinstate-part"),
    path("panels/", panels.panels, name="panels"),
    path("panels/new/", panels.new_panel, name="new-panel"),
    path("panels/<int:pk>/", panels.panel, name="panel"),
    path("panels/<int:pk>/members/new/", panels.new_member, name="new-member"),
    path("panels/<int:pk>/scores/new/", panels.new_score, name="new-score"),
    path("panels/<int:pk>/take-back/", panels.withdraw_panel, name="withdraw-panel"),
    path("panels/<int:pk>/put-back/", panels.reinstate_panel, name="reinstate-panel"),
    path("members/<int:pk>/take-back/", panels.withdraw_member, name="withdraw-member"),
    path("members/<int:pk>/put-back/", panels.reinstate_member, name="reinstate-member"),
    path("scores/<int:pk>/take-back/", panels.withdraw_score, name="withdraw-score"),
    path("scores/<int:pk>/put-back/", panels.reinstate_score, name="reinstate-score"),
]
navigation.declare(
    [
        Item("공약", "공약", "pledges:pledges", "pledges.pledge:view", 10),
        Item("공약", "이행 비율", "pledges:rates", "pledges.pledge:view", 20),
        Item("공약", "평가단", "pledges:panels", "pledges.panel:view", 30),
    ]
)
