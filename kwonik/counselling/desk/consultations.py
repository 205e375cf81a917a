"""The list of consultations and one consultation: read, print, withdraw, reinstate, follow up."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import Shape
from kwonik.counselling import access, actions, queries
from kwonik.counselling.codes import Party
from kwonik.counselling.forms import ConsultationFilter, FollowUpForm, ReasonForm
from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import pressed
from kwonik.people.codes import Purpose
from kwonik.people.guard import page

from . import exports

VIEW, WITHDRAW = access.VIEW, "counselling.consultation:withdraw"
RECORD = "counselling.consultation:record"
PER_PAGE = 50
PARTIES = dict(Party.choices)


@page(VIEW)
def consultations(request):
    """The working centre's consultations, filtered, sorted, paged; as a spreadsheet without personal data."""
    form = ConsultationFilter(request.GET, account=request.user)
    rows = form.narrow(access.visible(request.user).filter(centre=request.centre))
    if request.GET.get("format") == "xlsx" and form.is_valid():
        return _spreadsheet(request, rows)
    listed = Paginator(queries.sorted_by(rows, request.GET.get("sort", "")), PER_PAGE)
    found = listed.get_page(request.GET.get("page"))
    found.object_list = list(queries.listed(found.object_list))
    context = {
        "filter": form,
        "form": form,
        "page": found,
        "words": catalogue.words(),
        "parties": PARTIES,
        "services": catalogue.service_names(Shape.CONSULTATION),
    }
    return render(request, "counselling/consultations.html", context, status=200 if form.is_valid() else 422)


def _spreadsheet(request, rows):
    today = timezone.localdate()
    file, count = exports.consultations(
        queries.with_words(queries.sorted_by(rows, "")), request.centre, today
    )
    audit.record("counselling.consultation.exported", request.centre, by=request.user, detail={"rows": count})
    return FileResponse(file, as_attachment=True, filename=f"상담 목록 {today}.xlsx")


@page(VIEW)
def consultation(request, pk: int):
    """One consultation with memo, identity, history and what can be done about it; the opening is logged."""
    row = access.get_consultation(request.user, pk)
    file = access.open_file(
        request.user, row, purpose=Purpose.COUNSELLING, action="counselling.consultation.view"
    )
    context = {
        "consultation": row,
        "file": file,
        "answers": queries.answered(row),
        "history": audit.history(row),
        "amendments": queries.amendments(row),
        "follow_up": FollowUpForm(),
        "remedy_url": link(request, "remedy:open", query=f"?consultation={row.pk}"),
        "standing_url": link(request, "reports:standing", row._meta.label_lower, row.pk),
        "client_url": link(request, "people:client", row.client_id) if row.client_id else "",
        "today": timezone.localdate(),
    }
    return render(request, "counselling/consultation.html", context)


@page(VIEW)
def printed(request, pk: int):
    """One consultation on paper, with who printed it and when at its foot (안전성 확보조치 기준 제12조)."""
    row = access.get_consultation(request.user, pk)
    file = access.open_file(
        request.user, row, purpose=Purpose.COUNSELLING, action="counselling.consultation.print"
    )
    context = {"consultation": row, "file": file, "answers": queries.answered(row), "at": timezone.now()}
    return render(request, "counselling/printed.html", context)


@page(WITHDRAW)
def withdraw(request, pk: int):
    """Asks once more, for the reason."""
    row = access.get_consultation(request.user, pk, WITHDRAW)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        pressed(
            request,
            actions.withdraw_consultation,
            f"{row.reference} 상담을 철회했습니다. 기록 화면에서 되돌릴 수 있습니다.",
            consultation=row,
            reason=form.cleaned_data["reason"],
        )
        return redirect("counselling:consultation", pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "counselling/withdraw.html", {"consultation": row, "form": form}, status=status)


@page(WITHDRAW)
@require_POST
def reinstate(request, pk: int):
    row = access.get_consultation(request.user, pk, WITHDRAW)
    pressed(
        request,
        actions.reinstate_consultation,
        "철회를 되돌렸습니다. 다시 상담 건수에 들어갑니다.",
        consultation=row,
    )
    return redirect("counselling:consultation", pk)


@page(RECORD)
@require_POST
def follow_up(request, pk: int):
    row = access.get_consultation(request.user, pk, RECORD)
    form = FollowUpForm(request.POST)
    again_on = form.cleaned_data["again_on"] if form.is_valid() else None
    if form.is_valid():
        pressed(
            request,
            actions.follow_up_done,
            "다시 연락한 것을 적었습니다.",
            consultation=row,
            again_on=again_on,
        )
        return redirect("counselling:consultation", pk)
    return render(request, "counselling/follow_up.html", {"consultation": row, "form": form}, status=422)
