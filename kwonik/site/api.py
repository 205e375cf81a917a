"""The API of the installation: the areas' operations under /api/v1/, one way to say what went wrong, their description."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.parser import Parser

from kwonik.kernel.doors import machines
from kwonik.people import actions
from kwonik.people.api import Invalid, Machines
from kwonik.people.guard import public
from kwonik.people.rules import Refused, ResidentNumberRefused, Resubmitted, Stale

from .errors import problem

PREFIX = "/api/v1/"


class Readable(Parser):
    """JSON whose texts are text: half a character, which JSON lets through, could be neither stored nor found again."""

    def parse_body(self, request: HttpRequest) -> Any:
        found = super().parse_body(request)
        json.dumps(found, ensure_ascii=False).encode()
        return found


api = NinjaAPI(
    parser=Readable(),
    title="권익 API",
    version="1",
    description="노동권익센터의 기록을 다른 프로그램이 읽고 적는 문입니다. 자세한 것은 docs/api.md에 있습니다.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)


def assembled(areas: Iterable[str]) -> tuple[list[URLPattern], str, str]:
    """The addresses of every area's operations, each open to machines only."""
    for area in areas:
        if find_spec(f"kwonik.{area}.api"):
            router = import_module(f"kwonik.{area}.api").router
            if not isinstance(router, Machines):
                raise ImproperlyConfigured(
                    f"kwonik.{area}.api: operations stand on kwonik.people.api.Machines"
                )
            api.add_router(f"/{area}", router)
    patterns, app, space = api.urls
    for pattern in patterns:
        machines(pattern.callback)
    return patterns, app, space


@public
def openapi(request: HttpRequest) -> JsonResponse:
    """What the API takes and gives (OpenAPI 3.1). It is the same everywhere and says nothing about anybody."""
    return JsonResponse(_description(), json_dumps_params={"ensure_ascii": False})


@cache
def _description() -> dict[str, Any]:
    return dict(api.get_openapi_schema(path_prefix=PREFIX))


# -- what went wrong ----------------------------------------------------------------------------------------------

WORDS = {
    400: ("malformed", "요청을 읽을 수 없습니다. JSON의 모양을 확인하세요."),
    401: ("no_key", "API 인증키가 없거나 통하지 않습니다. 'Authorization: Bearer <인증키>'로 보내세요."),
    403: ("not_allowed", "이 인증키를 만든 사람에게 이 일을 할 권한이 없습니다."),
    404: ("not_found", "그런 것이 없습니다."),
    429: ("too_many", "요청이 너무 잦습니다. 잠시 뒤에 다시 보내세요."),
}
PLAIN = {
    "missing": "꼭 있어야 합니다.",
    "extra_forbidden": "없는 항목입니다.",
    "int_parsing": "정수를 적으세요.",
    "int_type": "정수를 적으세요.",
    "date_from_datetime_parsing": "날짜를 2025-05-09처럼 적으세요.",
    "date_parsing": "날짜를 2025-05-09처럼 적으세요.",
    "uuid_parsing": "UUID를 적으세요.",
}
"""What pydantic found, in Korean; the rest is of the wrong form."""


def _plainly(status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    answer = problem(*WORDS[status], status=status)
    for name, value in (headers or {}).items():
        answer[name] = value
    return answer


@api.exception_handler(AuthenticationError)
def _no_key(request: HttpRequest, error: Any) -> HttpResponse:
    return _plainly(401, {"WWW-Authenticate": 'Bearer realm="kwonik"'})


@api.exception_handler(PermissionDenied)
def _not_allowed(request: HttpRequest, error: Any) -> HttpResponse:
    return _plainly(403)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return _plainly(404)


@api.exception_handler(Throttled)
def _too_many(request: HttpRequest, error: Any) -> HttpResponse:
    return _plainly(429, {"Retry-After": str(error.wait)})


@api.exception_handler(HttpError)
def _malformed(request: HttpRequest, error: Any) -> HttpResponse:
    return _plainly(error.status_code if error.status_code in WORDS else 400)


@api.exception_handler(ValidationError)
def _of_wrong_form(request: HttpRequest, error: Any) -> HttpResponse:
    """The shape of what was sent; the first word of the place is where it stood (path, query, body)."""
    fields: dict[str, list[str]] = {}
    for one in error.errors:
        said = PLAIN.get(one["type"], "형식이 맞지 않습니다.")
        fields.setdefault(".".join(str(part) for part in one["loc"][-1:]), []).append(said)
    return _invalid(request, Invalid(fields))


@api.exception_handler(Invalid)
def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    about_all = error.fields.get("", [])
    fields = {name: said for name, said in error.fields.items() if name}
    said = " ".join(about_all) or f"고칠 곳이 {len(fields)}군데 있습니다."
    choices = {
        name: [{"value": value, "label": label} for value, label in offered]
        for name, offered in error.choices.items()
    }
    more = {"choices": choices} if choices else {}
    return problem("invalid", said, fields, status=HTTPStatus.UNPROCESSABLE_ENTITY, **more)


@api.exception_handler(Stale)
def _overtaken(request: HttpRequest, error: Any) -> HttpResponse:
    version = getattr(getattr(error, "current", None), "version", None)
    said = f"그 사이 다른 사람이 먼저 고쳤습니다. 지금은 {version}판입니다. 다시 읽어 견주어 본 뒤 보내세요."
    return problem("overtaken", said, status=HTTPStatus.CONFLICT, version=version)


@api.exception_handler(Resubmitted)
def _resubmitted(request: HttpRequest, error: Any) -> HttpResponse:
    return problem("resubmitted", str(error), status=HTTPStatus.CONFLICT)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return problem("refused", str(error), status=HTTPStatus.UNPROCESSABLE_ENTITY)


@api.exception_handler(ResidentNumberRefused)
def _resident_number(request: Any, error: Any) -> HttpResponse:
    actions.note_resident_number(where=request.resolver_match.view_name)
    return problem("refused", str(error), status=HTTPStatus.UNPROCESSABLE_ENTITY)
