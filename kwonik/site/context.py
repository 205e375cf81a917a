"""What the frame of every page shows: menu, account, centre and the help line. At most two queries, whatever the page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.backends.utils import csrf_input
from django.urls import NoReverseMatch
from django.utils.functional import SimpleLazyObject

from kwonik.catalogue import queries as catalogue
from kwonik.kernel import navigation

from .addresses import url

TODAY = {"label": "오늘 할 일", "url_name": "today"}


def page(request) -> dict[str, Any]:
    """The context of `base.html` (docs/interface.md)."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    citizen = signed_in and getattr(user, "is_citizen", False)
    centre = getattr(request, "centre", None)
    profile = catalogue.settings()
    return {
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),  # masked once for all forms of the page
        "service_name": profile.get("service_name", "권익"),
        "portal_name": profile.get("portal_name", ""),
        "footer_links": [
            {"label": "상담 신청", "url": url("counselling:request-new")},
            {"label": "노동법 계산기", "url": url("calculators:list")},
            {"label": "공개 통계", "url": url("portal:statistics")},
            {"label": "프리랜서 안심결제", "url": url("escrow:about")},
        ],
        "centre_name": str(centre) if centre else "",
        "home_url": url(settings.CITIZENS_HOME if citizen else "today" if signed_in else "home"),
        "help_line": profile.get("help_line"),
        "entrances": navigation.entrances(),
        "navigation": _menu(request) if signed_in and not citizen else (),
        "account": _account(request) if signed_in else None,
        "session_seconds": settings.SESSION_COOKIE_AGE if signed_in else None,
        "session_extend_url": url("stay") if signed_in else None,
    }


def _menu(request) -> list[dict[str, Any]]:
    """The pages this account may open, by section; the current one is the longest address that begins this page's."""
    pages = [("", TODAY["label"], url(TODAY["url_name"]))]
    for item in navigation.items():
        if request.may(item.permission):
            pages.append((item.section, item.label, url(item.url_name, *item.url_args)))
    begins = [address for _, _, address in pages if request.path.startswith(address)]
    current = max(begins, key=len, default=None)
    sections: dict[str, list[dict[str, Any]]] = {}
    for section, label, address in pages:
        entry = {"label": label, "url": address, "count": None, "active": address == current}
        sections.setdefault(section, []).append(entry)
    return [{"label": label, "items": items} for label, items in sections.items()]


def _account(request) -> dict[str, Any]:
    links = [{"label": "내 안심결제", "url": url(settings.CITIZENS_HOME)}] if request.user.is_citizen else []
    for label, name in (("센터 바꾸기", "people:centre"), ("2단계 인증", "mfa_index")):
        try:
            links.append({"label": label, "url": url(name)})
        except NoReverseMatch:
            continue
    if len(getattr(request, "centres", ())) < 2:
        links = [link for link in links if link["label"] != "센터 바꾸기"]
    return {
        "name": str(request.user),
        "role": ", ".join(getattr(request, "role_names", ())),
        "links": links,
        "logout_url": url("account_logout"),
    }
