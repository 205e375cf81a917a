"""At which centre somebody works now, when they have roles at several."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kwonik.kernel.doors import signed_in
from kwonik.people.forms.accounts import CentreForm


@signed_in
def centre(request: HttpRequest) -> HttpResponse:
    """Chooses the working centre; it stays until the session ends."""
    initial = {"centre": str(request.centre.pk)} if request.centre else {}
    form = CentreForm(request.POST or None, centres=request.centres, initial=initial)
    if form.is_bound and form.is_valid():
        request.session["centre"] = int(form.cleaned_data["centre"])
        names = dict(form.fields["centre"].choices)
        messages.success(request, f"이제 {names[form.cleaned_data['centre']]}의 일을 합니다.")
        return redirect("today")
    return render(request, "people/centre.html", {"form": form}, status=422 if form.is_bound else 200)
