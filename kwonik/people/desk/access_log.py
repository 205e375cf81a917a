"""접속기록: the centre looks at who of its own people opened whose data (고시 제8조②, 제17조②)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kwonik.kernel.doors import page
from kwonik.people import access, queries
from kwonik.people.forms.accounts import LogForm

PER_PAGE = 50


@page("people.access_log:view")
def access_log(request: HttpRequest) -> HttpResponse:
    """The working centre's lines by who, when, why and whose; numbers only, nobody's name is opened."""
    form = LogForm(request.GET or None, centre=request.centre)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = queries.openings(access.access_log(request.user).filter(centre=request.centre), wanted)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    references = queries.references(pk for row in shown for pk in row.client_ids[:SUBJECTS])
    context = {
        "form": form,
        "page": shown,
        "references": references,
        "subjects": SUBJECTS,
        "describe": queries.describe_action,
    }
    return render(request, "people/access_log.html", context, status=422 if form.errors else 200)


SUBJECTS = 5
"""How many clients a line of the log names; the rest is a count."""
