"""Addresses of consulting."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from .desk import deciding, engagements, partners

app_name = "consulting"
urlpatterns = [
    path("", engagements.engagements, name="engagements"),
    path("board/", engagements.board, name="board"),
    path("new/<slug:service>/", engagements.new_engagement, name="new-engagement"),
    path("<int:pk>/", engagements.engagement, name="engagement"),
    path("<int:pk>/amend/", engagements.amend_engagement, name="amend-engagement"),
    path("<int:pk>/withdraw/", engagements.withdraw, name="withdraw"),
    path("<int:pk>/reinstate/", engagements.reinstate, name="reinstate"),
    path("<int:pk>/decide/<slug:verb>/", deciding.decide, name="decide"),
    path("<int:pk>/accept/", deciding.accept, name="accept"),
    path("<int:pk>/assign/", deciding.assign, name="assign"),
    path("<int:pk>/deliver/", deciding.deliver, name="deliver"),
    path("<int:pk>/evaluate/", deciding.evaluate, name="evaluate"),
    path("consultants/", partners.consultants, name="consultants"),
    path("agreements/", partners.agreements, name="agreements"),
    path("agreements/new/", partners.new_agreement, name="new-agreement"),
    path("agreements/<int:pk>/", partners.agreement, name="agreement"),
    path("agreements/<int:pk>/end/", partners.end_agreement, name="end-agreement"),
]
navigation.declare(
    [
        Item("사업", "컨설팅·자문", "consulting:engagements", "consulting.engagement:view", 40),
        Item("사업", "컨설팅을 맡은 사람", "consulting:consultants", "consulting.engagement:view", 41),
        Item("사업", "협약", "consulting:agreements", "consulting.engagement:view", 42),
    ]
)
