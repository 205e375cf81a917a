"""What the frame of every page shows: menu, account, centre and the help line. At most two queries, whatever the page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from kwonik.catalogue import queries as catalogue
from kwonik.kernel import navigation

TODAY = {"label": "오늘 할 일", "url_name": "today"}


def page(request) -> dict[str, Any]:
    """The context of `base.html` (docs/interface.md)."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    centre = getattr(request, "centre", None)
    profile = catalogue.settings()
    return {
        "service_name": profile.get("service_name", "권익"),
        "centre_name": str(centre) if centre else "",
        "home_url": reverse("today" if signed_in else "home"),
        "help_line": profile.get("help_line"),
        "navigation": _menu(request) if signed_in else (),
        "account": _account(request) if signed_in else None,
        "session_seconds": settings.SESSION_COOKIE_AGE if signed_in else None,
        "session_extend_url": reverse("stay") if signed_in else None,
    }


def _menu(request) -> list[dict[str, Any]]:
    """The pages this account may open, by section; the current one is the longest address that begins this page's."""
    sections: dict[str, list[dict[str, Any]]] = {
        "": [{"label": TODAY["label"], "url": reverse("today"), "count": None}]
    }
    for item in navigation.items():
        if request.may(item.permission):
            entry = {"label": item.label, "url": reverse(item.url_name, args=item.url_args), "count": None}
            sections.setdefault(item.section, []).append(entry)
    entries = [entry for items in sections.values() for entry in items]
    current = max((e["url"] for e in entries if request.path.startswith(e["url"])), key=len, default=None)
    for entry in entries:
        entry["active"] = entry["url"] == current
    return [{"label": label, "items": items} for label, items in sections.items()]


def _account(request) -> dict[str, Any]:
    links = []
    for label, name in (("센터 바꾸기", "people:centre"), ("2단계 인증", "mfa_index")):
        try:
            links.append({"label": label, "url": reverse(name)})
        except NoReverseMatch:
            continue
    if len(getattr(request, "centres", ())) < 2:
        links = [link for link in links if link["label"] != "센터 바꾸기"]
    return {
        "name": str(request.user),
        "role": ", ".join(getattr(request, "role_names", ())),
        "links": links,
        "logout_url": reverse("account_logout"),
    }
