"""경력 기록 and 실적확인서, and the page where anybody checks one."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from kwonik.escrow import access, actions, queries
from kwonik.escrow.forms import SureForm
from kwonik.escrow.rules.papers import day
from kwonik.people.guard import citizen, public

from .answers import attempted, form_of, shown
from .contracts import as_file


@citizen
@never_cache
def career(request):
    """What was completed, and certificates issued before; the form issues a new one."""
    member = access.get_member(request.user)
    form = form_of(request, SureForm)

    def address_of(token: str) -> str:
        return request.build_absolute_uri(reverse("escrow:certificate-at", args=[token]))

    def act():
        token = form.cleaned_data["form_token"]
        return actions.issue(by=request.user, address_of=address_of, form_token=token)

    if attempted(request, form, act):
        messages.success(request, "실적확인서를 발급했습니다.")
        return redirect("escrow:career")
    return shown(
        request,
        "career",
        form,
        member=member,
        record=queries.career(member),
        certificates=member.certificates.order_by("-pk"),
        token=uuid4(),
        day=day,
    )


@citizen
@never_cache
def certificate(request, pk: int):
    """The PDF."""
    found = access.get_certificate(request.user, pk)
    content = access.open_content(request.user, found.paper, action="escrow.certificate.paper")
    return as_file(content, "application/pdf", f"실적확인서 {found.reference}.pdf")


@public
@never_cache
def certificate_at(request, token: str):
    """Whoever was given the address sees that it was issued, for whom (masked), and what it says."""
    found = access.certificate_at(token)
    names = access.names_of(None, [found.member], action="escrow.certificate.check")
    context = {"certificate": found, "name": names[found.member_id]}
    return render(request, "escrow/certificate.html", context)
