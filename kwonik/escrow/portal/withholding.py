"""원천징수: the months in which a commissioner's payouts were carried out, and each month's rows to hand in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from kwonik.catalogue import queries as catalogue
from kwonik.escrow import access, actions, queries, rules
from kwonik.escrow.codes import Standing
from kwonik.escrow.forms import PasswordForm
from kwonik.kernel import pace
from kwonik.people.guard import citizen

from .answers import attempted, form_of, shown
from .contracts import as_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_TAKEN = (20, 3600)


@citizen
@never_cache
def months(request):
    """원천징수: which months have rows, and by when tax and statement are due."""
    member = access.get_member(request.user)
    paid = queries.withholding.withheld(member)
    calendar = catalogue.working_calendar()
    rows = [
        {
            "month": month,
            "lines": queries.withholding.in_month(paid, month),
            "due": rules.withholding.due_days(month, calendar),
        }
        for month in sorted({one.paid_on.replace(day=1) for one in paid}, reverse=True)
    ]
    context = {"member": member, "rows": rows, "business": member.standing == Standing.BUSINESS}
    return shown(request, "withholding", **context)


@citizen
@never_cache
def month(request, month: str):
    """One month, payout by payout; the password once more brings the file with resident numbers."""
    member = access.get_member(request.user)
    day = rules.withholding.month_of(month)
    if day is None:
        raise Http404
    paid = queries.withholding.in_month(queries.withholding.withheld(member), day)
    form = form_of(request, PasswordForm, account=request.user)
    if request.method == "POST":
        most, within = MOST_TAKEN
        if pace.seconds_to_wait("escrow-withholding", request.user.pk, most=most, within=within):
            messages.error(request, "너무 여러 번 했습니다. 한 시간 뒤에 다시 하세요.")
            return redirect("escrow:withholding")
        content = attempted(request, form, lambda: actions.take_withholding(by=request.user, month=day))
        if content:
            return as_file(content, XLSX, f"원천징수 {month}.xlsx")
    people = {one.freelancer.pk: one.freelancer for one in paid}
    return shown(
        request,
        "withholding_month",
        form,
        month=day,
        paid=paid,
        names=access.names_of(request.user, people.values(), action="escrow.withholding.view"),
        due=rules.withholding.due_days(day, catalogue.working_calendar()) if paid else None,
        gross_won=sum(one.gross_won for one in paid),
        income_tax_won=sum(one.income_tax_won for one in paid),
        local_tax_won=sum(one.local_tax_won for one in paid),
    )
