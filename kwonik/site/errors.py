"""The pages of things gone wrong. They ask no database, so they show even when it is the database."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.template import loader

API = "/api/"


def problem(
    code: str, message: str, fields: dict[str, list[str]] | None = None, *, status: int, **more: Any
) -> JsonResponse:
    """What went wrong, for a machine and whoever looks after it (`Problem` of kwonik.people.api)."""
    said = {"code": code, "message": message, "fields": fields or {}, **more}
    return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})


SAID = {
    "400": ("malformed", "요청을 읽을 수 없습니다."),
    "403": ("not_allowed", "권한이 없습니다."),
    "404": ("not_found", "그런 주소가 없습니다."),
    "500": ("fault", "시스템에 문제가 생겼습니다. 잠시 뒤에 다시 보내고, 되풀이되면 담당자에게 알리세요."),
}


def _page(request, name: str, status: int) -> HttpResponse:
    """Rendered without the context processors: a page about a fault must not run into it again."""
    if name in SAID and request.path.startswith(API):
        return problem(*SAID[name], status=status)
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
