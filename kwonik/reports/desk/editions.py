"""Publishing, editions as they were published, what moved since, and the corrections for everybody."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode
from uuid import uuid4

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render

from kwonik.documents import html
from kwonik.kernel import audit, figures
from kwonik.kernel.doors import link
from kwonik.kernel.periods import BadPeriod
from kwonik.people.answers import file_answer, posted, tried
from kwonik.people.guard import page
from kwonik.reports import access, actions, queries
from kwonik.reports.codes import Form, RowMove
from kwonik.reports.forms import PublishForm

from .reading import WRITERS, days_of

AS_IT_IS = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "frame-ancestors": [NONE],
}
"""A published page brings its own styles and nothing else."""

AGAIN = ("first_on", "last_on", "as_of", "dated_on", "subject")
"""What a correction has from the edition it corrects."""
PER_PAGE = 30
ROWS_SHOWN = 50
TONES = {
    RowMove.LATE: "primary",
    RowMove.WITHDRAWN: "warning",
    RowMove.DELETED: "danger",
    RowMove.AMOUNT: "warning",
}


@page(access.VIEW)
def editions(request):
    """What was published, newest first."""
    listed = Paginator(queries.editions(request.centre), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/editions.html", {"page": listed})


@page(access.PUBLISH)
def publish(request, code: str):
    """What the document says now, what is still to do, and the button that publishes it."""
    template = access.get_template(code)
    about = request.GET.get("subject", "")
    spec = queries.spec_of(template, about)
    asked = {name: request.GET.get(name) or value for name, value in days_of(spec).items()}
    asked["subject"] = about
    form = PublishForm(posted(request), initial=asked | {"form_token": uuid4()})
    done = "공표했습니다. 이 판은 앞으로 바뀌지 않습니다."
    if made := tried(request, form, actions.publish, done, template=template, centre=request.centre):
        return redirect("reports:edition", made.pk)
    look = PublishForm(posted(request) or {**asked, "form_token": uuid4()})
    context = {"form": form, "template": template, "ready": None, "body": None}
    if look.is_valid():
        found = look.cleaned_data
        asked_for = (found["period"], found["as_of"], found["dated_on"], found["subject"])
        try:
            composed = queries.composed(template, request.centre, *asked_for)
        except (BadPeriod, queries.NoSubject) as error:
            raise Http404 from error
        context |= {
            "ready": queries.readiness(template, request.centre, composed),
            "body": html.fragment(composed.report, start_level=2),
        }
    wrong = form.errors or look.errors
    return render(request, "reports/publish.html", context, status=422 if wrong else 200)


@page(access.VIEW)
def edition(request, pk: int):
    """An edition with its files and figures as they were published."""
    found = access.get_edition(request.user, pk)
    numbers = (
        found.figures.filter(shown=True).select_related("definition").defer("rows", "measured", "statement")
    )
    context = {
        "edition": found,
        "files": found.files.defer("content"),
        "forms": dict(Form.choices),
        "listed": Paginator(numbers, PER_PAGE).get_page(request.GET.get("page")),
        "later": queries.editions(found.centre).filter(supersedes=found).first(),
        "broken": queries.broken(found) if request.GET.get("verify") else None,
        "recomputed": queries.recomputed(found) if request.GET.get("verify") else None,
        "verified": bool(request.GET.get("verify")),
        "history": audit.history(found),
        "release_url": link(request, "portal:release", pk) if found.centre == request.centre else "",
    }
    return render(request, "reports/edition.html", context)


@page(access.VIEW)
@csp_replace(AS_IT_IS)  # type: ignore[arg-type]
def download(request, pk: int, form: str):
    """One of the four files, byte by byte as it was published."""
    found = access.get_edition(request.user, pk)
    file = found.files.filter(form=form).first()
    if file is None:
        raise Http404
    return file_answer(bytes(file.content), WRITERS[form][1], file.name, inline=form == Form.HTML)


@page(access.VIEW)
def drift(request, pk: int):
    """Published against now: the numbers that moved, their rows, and who moved them."""
    found = access.get_edition(request.user, pk)
    told = queries.drift(found)
    may_explain = request.may(access.EXPLAIN)

    def one(moved: queries.Moved) -> dict:
        try:
            figure = figures.registry.find(moved.figure.code)[0]
        except figures.UndeclaredFigure:
            figure = None
        seen = (
            may_explain
            and figure is not None
            and access.may_see_rows(request.user, figure, queries.window_of_edition(found), [found.centre])
        )
        linked = seen and figure is not None and access.may_link(request.user, figure, found.centre)
        return {
            "moved": moved,
            "rows": [_row(moved, row) for row in moved.rows[:ROWS_SHOWN]] if seen else (),
            "more": max(0, len(moved.rows) - ROWS_SHOWN) if seen else 0,
            "seen": seen,
            "page": figure.page if linked and isinstance(figure, figures.Figure) else "",
        }

    context = {
        "edition": found,
        "total": told.total,
        "moved": [one(moved) for moved in told.moved],
        "shifted": [one(moved) for moved in told.shifted],
        "tones": TONES,
        "again": urlencode({name: getattr(found, name) for name in AGAIN}),
    }
    return render(request, "reports/drift.html", context)


def _row(moved: queries.Moved, row: queries.RowChange) -> dict:
    """A row with what it adds to the number; whom it counts is nobody's to read here."""
    adds = moved.figure.definition.measure.startswith(("Sum", "Highest"))
    before, after = (
        Decimal(amount) if adds and amount is not None else None for amount in (row.before, row.after)
    )
    return {"row": row, "before": before, "after": after}


@page(access.VIEW)
def corrections(request):
    """정정 목록: every correction with its reason and the numbers it changed, exact; the public list is the portal's."""
    listed = Paginator(queries.corrections([request.centre]), PER_PAGE).get_page(request.GET.get("page"))
    numbers = queries.corrected_numbers(listed.object_list)
    return render(request, "reports/corrections.html", {"page": listed, "numbers": numbers})
