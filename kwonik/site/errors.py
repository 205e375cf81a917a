"""The pages of things gone wrong. They ask no database, so they show even when it is the database."""

from __future__ import annotations

from django.http import HttpResponse
from django.template import loader


def _page(request, name: str, status: int) -> HttpResponse:
    """Rendered without the context processors: a page about a fault must not run into it again."""
    html = loader.get_template(f"errors/{name}.html").template.render({"messages": (), "csrf_input": ""})
    return HttpResponse(html, status=status)


def bad_request(request, exception=None):
    return _page(request, "400", 400)


def forbidden(request, exception=None):
    return _page(request, "403", 403)


def not_found(request, exception=None):
    return _page(request, "404", 404)


def server_error(request):
    return _page(request, "500", 500)


def csrf_failure(request, reason=""):
    return _page(request, "csrf", 403)
