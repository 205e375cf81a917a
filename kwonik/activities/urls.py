"""Addresses of the programmes' activities, and what of them stands in the menu."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from .desk import applications, counting, entries

app_name = "activities"
urlpatterns = [
    path("", entries.hub, name="hub"),
    *(
        address
        for shape in ("session", "tally", "handout")
        for address in (
            path(f"{shape}/<int:pk>/", entries.entry, {"shape": shape}, name=shape),
            path(f"{shape}/<int:pk>/amend/", entries.amend, {"shape": shape}, name=f"amend_{shape}"),
            path(f"{shape}/<int:pk>/withdraw/", entries.withdraw, {"shape": shape}, name=f"withdraw_{shape}"),
            path(
                f"{shape}/<int:pk>/reinstate/", entries.reinstate, {"shape": shape}, name=f"reinstate_{shape}"
            ),
        )
    ),
    path("application/<int:pk>/", applications.application, name="application"),
    path("application/<int:pk>/amend/", entries.amend_application, name="amend_application"),
    path("application/<int:pk>/withdraw/", entries.withdraw_application, name="withdraw_application"),
    path("application/<int:pk>/reinstate/", entries.reinstate_application, name="reinstate_application"),
    path("application/<int:pk>/certificate/", applications.certificate, name="certificate"),
    path("application/<int:pk>/<slug:code>/", applications.move, name="move"),
    path("round/<int:pk>/", applications.amend_round, name="amend_round"),
    path("applications/<slug:service>/", entries.applications, name="applications"),
    path("applications/<slug:service>/new/", entries.new_application, name="new_application"),
    path("applications/<slug:service>/board/", applications.board, name="board"),
    path("applications/<slug:service>/rounds/new/", applications.open_round, name="open_round"),
    path("<slug:service>/", entries.listing, name="list"),
    path("<slug:service>/new/", entries.new, name="new"),
    path("<slug:service>/count/", counting.count, name="count"),
]

navigation.declare([Item("사업", "사업 활동", "activities:hub", "activities.record:view", 10)])
