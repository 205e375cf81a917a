"""Addresses of relief cases. A verb's address is `<case>/<verb>/`, its name `remedy:<verb>`."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from .access import VIEW, VIEW_ASSIGNED, VIEW_DATES
from .desk import assignment, cases, dates, deadlines, feeds, intake, progress
from .desk.verbs import VIEWS

app_name = "remedy"
urlpatterns = [
    path("", cases.cases, name="cases"),
    path("open/", intake.open_case, name="open"),
    path("open/draft/", intake.save_open_draft, name="open-draft"),
    path("<int:pk>/", cases.case, name="case"),
    path("<int:pk>/print/", cases.print_sheet, name="print"),
    path("<int:pk>/facts/", intake.facts, name="facts"),
    path("<int:pk>/facts/draft/", intake.save_facts_draft, name="facts-draft"),
    path("<int:pk>/amend/", intake.amend, name="amend"),
    path("<int:pk>/assign/", assignment.assign, name="assign"),
    path("<int:pk>/step/", progress.step, name="step"),
    path("<int:pk>/conclude/", progress.conclude, name="conclude"),
    path("<int:pk>/revise/", progress.revise, name="revise"),
    *(path(f"<int:pk>/{verb}/", view, name=verb) for verb, view in VIEWS.items()),
    path("<int:pk>/date/", dates.date, name="date"),
    path("<int:pk>/confirm/", dates.confirm, name="confirm"),
    path("<int:pk>/term/", dates.term, name="term"),
    path("days/<int:pk>/undate/", dates.undate, name="undate"),
    path("dates/<int:pk>/meet/", dates.meet, name="meet"),
    path("dates/<int:pk>/drop/", dates.drop, name="drop"),
    path("dates/<int:pk>/revive/", dates.revive, name="revive"),
    path("deadlines/", deadlines.deadlines, name="deadlines"),
    path("redatings/", deadlines.redatings, name="redatings"),
    path("redatings/<int:pk>/", deadlines.redating, name="redating"),
    path("feed/", feeds.feed, name="feed"),
    path("feed/revoke/", feeds.revoke_feed, name="revoke-feed"),
    path("feed/<str:token>.ics", feeds.calendar, name="calendar"),
    path("steps/<int:pk>/strike/", progress.strike, name="strike"),
    path("steps/<int:pk>/correct/", progress.correct, name="correct"),
    path("mine/", cases.mine, name="mine"),
    path("mine/<int:pk>/", cases.my_case, name="my-case"),
    path("offers/<int:pk>/", assignment.offer, name="offer"),
    path("offers/<int:pk>/clear/", assignment.clear, name="clear"),
    path("offers/<int:pk>/accept/", assignment.accept, name="accept"),
    path("offers/<int:pk>/decline/", assignment.decline, name="decline"),
]
navigation.declare(
    [
        Item("권리구제", "권리구제 사건", "remedy:cases", VIEW, 10),
        Item("권리구제", "사건 열기", "remedy:open", "remedy.case:open", 20),
        Item("권리구제", "기한", "remedy:deadlines", VIEW_DATES, 15),
        Item("권리구제", "내 사건", "remedy:mine", VIEW_ASSIGNED, 30),
    ]
)
