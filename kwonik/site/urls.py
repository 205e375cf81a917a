"""Every address of the installation: the areas' own lists, log-in, and the first pages."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from . import api, errors, pages

AREAS = (
    *("people", "places", "catalogue", "ledgers", "activities", "planning", "calculators"),
    *("counselling", "remedy"),
    *(
        "consulting",
        "education",
        "escrow",
        "research",
        "servicedesk",
        "shelters",
        "wellbeing",
        "budget",
        "pledges",
    ),
    *("reports", "portal"),
)

urlpatterns = [
    path("", pages.home, name="home"),
    path("today/", pages.today, name="today"),
    path("stay/", pages.stay, name="stay"),
    path("health/", pages.health, name="health"),
    path("account/", include("allauth.urls")),
    path(f"{api.PREFIX[1:]}openapi.json", api.openapi, name="openapi"),
    path(api.PREFIX[1:], api.assembled(AREAS)),
    *(path(f"{area}/", include(f"kwonik.{area}.urls")) for area in AREAS if find_spec(f"kwonik.{area}.urls")),
]
if settings.DEBUG and find_spec("kwonik.site.gallery"):
    urlpatterns.append(path("gallery/", include("kwonik.site.gallery")))

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
