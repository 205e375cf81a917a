"""Where the staff make editions public and take them back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse

from kwonik.people.answers import form_of, tried
from kwonik.people.guard import page

from . import access, actions, queries
from .forms import SureForm, WithdrawForm

PER_PAGE = 50


@page("portal.release:publish")
def editions(request):
    """The centre's editions, public or not."""
    listed = Paginator(queries.editions(request.centre), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/editions.html", {"page": listed})


@page("portal.release:publish")
def release(request, pk: int):
    """One edition as it would be public, and the button that makes it so."""
    edition = access.get_edition(request.user, pk)
    if getattr(edition, "release", None) is not None:
        messages.info(request, "이미 공개한 판입니다.")
        return redirect("portal:edition", edition.release.pk)
    form = form_of(request, SureForm)
    if tried(request, form, actions.release, "누구나 볼 수 있게 공개했습니다.", edition=edition):
        return redirect("portal:editions")
    context = {"edition": edition, "form": form, "preview": actions.preview(edition)}
    return render(request, "portal/release.html", context, status=422 if form.errors else 200)


@page("portal.release:publish")
def withdraw(request, pk: int):
    """Taking back what should not be public."""
    found = access.get_own_release(request.user, pk)
    form = form_of(request, WithdrawForm)
    if tried(request, form, actions.withdraw, "거두었습니다. 까닭이 정정 목록에 실립니다.", release=found):
        return redirect("portal:editions")
    context = {"release": found, "form": form, "back": ("공개 통계", reverse("portal:editions"))}
    return render(request, "portal/withdraw.html", context, status=422 if form.errors else 200)
