"""Public statistics for citizens and their programs: what editions published, nothing live, nothing about a person."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from kwonik.people.answers import file_answer
from kwonik.people.guard import public

from . import access, queries, rules
from .codes import LICENCE, MARKS, PROTECTION

PER_PAGE = 30
FRESH = 300
"""Seconds for which a copy on the way may be shown without asking again."""


def _answered(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Whoever has this very answer already gets 304; pages of somebody signed in are nobody else's."""
    if request.user.is_authenticated and response["Content-Type"].startswith("text/html"):
        return response
    set_response_etag(response)
    patch_cache_control(response, public=True, max_age=FRESH)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


@public
@require_safe
def statistics(request):
    """All editions that were made public."""
    listed = Paginator(queries.releases(), PER_PAGE).get_page(request.GET.get("page"))
    return _answered(request, render(request, "portal/statistics.html", {"page": listed}))


@public
@require_safe
def edition(request, pk: int):
    """One edition: each figure with what it means, its numbers, how they were protected."""
    release = access.get_release(pk)
    sections: dict[int, dict[str, Any]] = {}
    for row in () if release.withdrawn_at else queries.figures_of(release):
        definition = row.figure.definition
        section = sections.setdefault(definition.pk, {"definition": definition, "rows": []})
        section["rows"].append(row)
    context = {
        "release": release,
        "sections": list(sections.values()),
        "protection": PROTECTION,
        "licence": LICENCE,
        "marks": MARKS,
        "digest": release.digest,
    }
    return _answered(request, render(request, "portal/edition.html", context))


@public
@require_safe
def series(request, pk: int):
    """One number over all editions that stand."""
    one = access.get_figure(pk)
    rows = queries.series(one)
    bars = [{"label": row.figure.period.label, "value": row.value} for row in rows if row.value is not None]
    context = {"one": one, "rows": rows, "bars": bars, "marks": MARKS, "protection": PROTECTION}
    return _answered(request, render(request, "portal/series.html", context))


@public
@require_safe
def corrections(request):
    """Every edition that corrected another one, every one taken back, with the reason and what changed."""
    listed = Paginator(queries.corrections(), PER_PAGE).get_page(request.GET.get("page"))
    entries = queries.changes(listed)
    context = {"page": listed, "entries": entries}
    return _answered(request, render(request, "portal/corrections.html", context))


@public
@require_safe
def table(request, pk: int):
    """The edition's numbers as CSV, each line with all that says where it comes from."""
    release = access.get_standing(pk)
    out = io.StringIO()
    writer = csv.writer(out)
    rows = [_line(row) for row in queries.figures_of(release)]
    shared = _provenance(release)
    heads = {**{head: "" for head in HEADS}, **dict.fromkeys(shared, "")}
    writer.writerow(heads)
    for row in rows:
        writer.writerow([rules.safe_cell(value) for value in [*(row[key] for key in KEYS), *shared.values()]])
    content = ("\ufeff" + out.getvalue()).encode()
    return _answered(request, _download(content, "text/csv; charset=utf-8", f"{_name(release)}.csv"))


@public
@require_safe
def record(request, pk: int):
    """The same as JSON."""
    release = access.get_standing(pk)
    edition = release.edition
    written = {
        "report": {
            "code": edition.template.code,
            "name": edition.name,
            "centre": str(release.centre),
        },
        "period": {"from": str(edition.first_on), "to": str(edition.last_on), "as_of": str(edition.as_of)},
        "edition": {
            "number": edition.number,
            "published_at": localtime(edition.published_at).isoformat(timespec="seconds"),
            "released_at": localtime(release.recorded_at).isoformat(timespec="seconds"),
            "reason": edition.reason,
            "digest": release.digest,
        },
        "protection": PROTECTION,
        "licence": LICENCE,
        "figures": [_line(row) for row in queries.figures_of(release)],
    }
    content = json.dumps(written, ensure_ascii=False, indent=1).encode()
    return _answered(request, _download(content, "application/json; charset=utf-8", f"{_name(release)}.json"))


KEYS = (
    "place", "id", "code", "label", "words", "from", "to", "value", "printed", "unit", "method", "method_label",
    "definition_version", "definition_digest",
)  # fmt: skip
HEADS = (
    "차례", "원문 번호", "수치", "이름", "구분", "기간 시작", "기간 끝", "값", "찍힌 글", "단위", "보호", "보호 방법",
    "정의 판", "정의 지문",
)  # fmt: skip


def _line(row: Any) -> dict[str, Any]:
    figure = row.figure
    value = row.value
    return {
        "place": figure.place,
        "id": figure.ref,
        "code": figure.code,
        "label": figure.definition.label,
        "cut": figure.cut,
        "words": row.words,
        "from": str(figure.first_on),
        "to": str(figure.last_on),
        "value": None
        if value is None
        else int(value)
        if value == value.to_integral_value()
        else float(value),
        "printed": row.printed,
        "unit": figure.unit,
        "method": row.method,
        "method_label": row.get_method_display(),
        "definition_version": figure.definition.version,
        "definition_digest": figure.definition.digest,
    }


def _provenance(release: Any) -> dict[str, str]:
    edition = release.edition
    return {
        "보고서": edition.name,
        "센터": str(release.centre),
        "기준일": str(edition.as_of),
        "판": str(edition.number),
        "공표한 일시": localtime(edition.published_at).isoformat(timespec="seconds"),
        "공개한 일시": localtime(release.recorded_at).isoformat(timespec="seconds"),
        "지문": release.digest,
        "이용 허락": LICENCE,
    }


def _name(release: Any) -> str:
    edition = release.edition
    return f"{edition.name} {edition.first_on}~{edition.last_on} {edition.number}판"


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = file_answer(content, kind, name)
    response["Access-Control-Allow-Origin"] = "*"
    return response
