"""Addresses of studies, publications and checks, and what of them stands in the menu."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from .codes import KINDS
from .desk import checks, publications, rows, studies

app_name = "research"
urlpatterns = [
    path("", studies.studies, name="studies"),
    path("new/", studies.new_study, name="new_study"),
    path("studies/<int:pk>/", studies.study, name="study"),
    path("studies/<int:pk>/amend/", studies.amend_study, name="amend_study"),
    path("studies/<int:pk>/rounds/new/", studies.open_round, name="open_round"),
    path("studies/<int:pk>/events/new/", studies.record_event, name="record_event"),
    path("rounds/<int:pk>/", studies.round, name="round"),
    path("rounds/<int:pk>/target/", studies.set_target, name="set_target"),
    path("rounds/<int:pk>/responses/", studies.record_responses, name="record_responses"),
    path("rounds/<int:pk>/take-back/", studies.take_back_responses, name="take_back_responses"),
    path("rounds/<int:pk>/participants/", studies.record_participants, name="record_participants"),
    path("rounds/<int:pk>/tick/", studies.tick, name="tick"),
    path("rounds/<int:pk>/untick/", studies.untick, name="untick"),
    path("publications/", publications.publications, name="publications"),
    path("publications/new/", publications.new_publication, name="new_publication"),
    path("publications/<int:pk>/", publications.publication, name="publication"),
    path("publications/<int:pk>/amend/", publications.amend_publication, name="amend_publication"),
    path("publications/<int:pk>/print/", publications.print_more, name="print_more"),
    path("publications/<int:pk>/hand-out/", publications.hand_out, name="hand_out"),
    path("checks/", checks.checks, name="checks"),
    path("checks/new/<slug:code>/", checks.record_check, name="record_check"),
    path("checks/<int:pk>/", checks.check, name="check"),
    path("checks/<int:pk>/amend/", checks.amend_check, name="amend_check"),
    *(path(f"rows/{kind}/<int:pk>/", rows.row_page(kind), name=kind) for kind in rows.SMALL),
    *(
        path(f"rows/{kind}/<int:pk>/withdraw/", rows.withdraw_page(kind), name=f"withdraw-{kind}")
        for kind in KINDS
    ),
    *(
        path(f"rows/{kind}/<int:pk>/reinstate/", rows.reinstate_page(kind), name=f"reinstate-{kind}")
        for kind in KINDS
    ),
]
navigation.declare(
    [
        Item("조사·연구", "실태조사·연구", "research:studies", "research.study:view", 10),
        Item("조사·연구", "발간물과 배부", "research:publications", "research.publication:view", 20),
        Item("조사·연구", "이행점검", "research:checks", "research.check:view", 30),
    ]
)
