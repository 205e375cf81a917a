"""상담 신청: what a worker does with a telephone and without logging in. What is told here leaves it sealed."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from kwonik.kernel import pace
from kwonik.people.answers import attempted, form_of, pressed
from kwonik.people.guard import address_of, public

from . import access, actions, queries
from .codes import REQUEST_OPEN, RequestState
from .forms import LookUpForm, RequestForm

OWN = "counselling_request"
MOST_LOOKS = 30
REMEMBERED = timedelta(minutes=20)
"""So long a browser shows the request it made or looked up; then number and telephone number are asked again."""


@public
@never_cache
def new(request):
    """The request on one page; sent twice it is one, and its number is shown."""
    services = list(queries.services())
    tokens = [*request.GET.getlist("calculation"), *request.POST.getlist("calculations")]
    kept = access.kept_calculations(tokens)
    form = form_of(request, RequestForm, services=services, kept=kept, initial={"form_token": uuid4()})

    def ask():
        return actions.make_request(
            wanted=form.wanted,
            caller=form.caller,
            consented=form.cleaned_data["consented"],
            token=form.cleaned_data["form_token"],
            address=address_of(request) or "",
            calculations=form.calculations,
        )

    if made := attempted(request, form, ask):
        _remember(request, made)
        return redirect("counselling:request-state")
    own = None if form.is_bound else _own(request)
    context = {
        "form": form,
        "open": bool(services),
        "own": own if own and own.state in REQUEST_OPEN else None,
    }
    return render(request, "counselling/request_new.html", context, status=422 if form.errors else 200)


@public
@never_cache
def look_up(request):
    """One's own request again, by its number and the telephone number. Both are posted: no address carries them."""
    form = form_of(request, LookUpForm)
    if form.is_bound and form.is_valid():
        if pace.seconds_to_wait(
            "counselling-look-up", address_of(request) or "", most=MOST_LOOKS, within=600
        ):
            form.add_error(None, "너무 여러 번 찾았습니다. 10분 뒤에 다시 해 보세요.")
            return render(request, "counselling/request_look_up.html", {"form": form}, status=429)
        if found := access.find_own_request(**form.cleaned_data):
            _remember(request, found)
            return redirect("counselling:request-state")
        form.add_error(
            None,
            "그 접수번호와 전화번호로 한 신청이 없습니다. 다시 확인하세요. "
            "취소했거나 끝난 지 90일이 지난 신청은 지워져 볼 수 없습니다.",
        )
    return render(
        request, "counselling/request_look_up.html", {"form": form}, status=422 if form.errors else 200
    )


@public
@never_cache
def state(request):
    """Where one's own request stands and what happens next; nothing personal is on it."""
    own = _own(request)
    if own is None:
        return redirect("counselling:request-look-up")
    context = {
        "own": own,
        "open": own.state in REQUEST_OPEN,
        "taken_back": own.state == RequestState.TAKEN_BACK,
    }
    return render(request, "counselling/request_state.html", context)


@public
@never_cache
def take_back(request):
    """Asks once more, then erases what was told."""
    own = _own(request)
    if own is None:
        return redirect("counselling:request-look-up")
    if own.state not in REQUEST_OPEN:
        messages.info(request, "이미 끝난 신청입니다.")
        return redirect("counselling:request-state")
    if request.method == "POST":
        pressed(request, _taken_back, "신청을 취소하고 적은 내용과 전화번호를 지웠습니다.", own=own)
        return redirect("counselling:request-state")
    return render(request, "counselling/request_take_back.html", {"own": own})


def _taken_back(*, by, own):
    """Whoever asked, signed in or not: it is the number and the telephone that allow it."""
    return actions.take_back_request(request=own)


def _remember(request, own) -> None:
    request.session[OWN] = [own.pk, (timezone.now() + REMEMBERED).isoformat()]


def _own(request):
    known = request.session.get(OWN)
    if not known or datetime.fromisoformat(known[1]) < timezone.now():
        return None
    return access.get_own_request(known[0])
