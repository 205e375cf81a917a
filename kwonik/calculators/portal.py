"""The calculators for everybody: no log-in, no scripts needed, nothing stored unless asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from kwonik.kernel import pace
from kwonik.kernel.doors import link
from kwonik.labourlaw import Calculation
from kwonik.people.answers import file_answer
from kwonik.people.guard import address_of, public

from . import access, actions, queries
from .codes import DAYS_KEPT
from .forms import Asking, FactsForm, SureForm
from .rules import finding, paper, worksheet
from .rules.worksheet import Sheet

MOST = {"file": (20, 600), "keep": (30, 3600)}
"""So many in so many seconds from one address: a file takes a process of its own, what is kept takes room."""


@public
@require_safe
def calculations(request: HttpRequest) -> HttpResponse:
    """What can be computed, by subject; what citizens ask stands first."""
    wanted = request.GET.get("q", "")[:100]
    found = finding.matching(queries.calculations(), wanted)
    context = {
        "wanted": wanted,
        "found": found,
        "offered": finding.by_subject(each for each in found if each.public),
        "others": finding.by_subject(each for each in found if not each.public),
        "read_on": worksheet.read_last(),
    }
    return render(request, "calculators/list.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def calculation(request: HttpRequest, name: str) -> HttpResponse:
    """One question after the other, then the result; the answers travel in the form."""
    asking = Asking(access.get_calculation(name), request.POST)
    if request.method != "POST":
        return _question(request, asking, asking.names[0])
    if asking.go == "edit" and asking.edited:
        return _question(request, asking, asking.edited, review=True)
    question = asking.question(asking.at)
    if asking.go == "back":
        return _question(request, asking, question.before or asking.at)
    if asking.go == "skip" and not question.required:
        asking = asking.without(asking.at)
    elif asking.go == "next":
        form = asking.answered(asking.at)
        if not form.is_valid():
            return _question(request, asking, asking.at, form, review=asking.review)
    if asking.go in ("next", "skip") and question.after and not asking.review:
        return _question(request, asking, question.after)
    return _computed(request, asking)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, name: str) -> HttpResponse:
    """All questions on one page, for whoever knows them."""
    found = access.get_calculation(name)
    asking = Asking(found, request.POST)
    if request.method != "POST":
        return _form(request, FactsForm(found))
    if asking.go == "edit":
        return _form(request, asking.again())
    whole = asking.whole()
    return _result(request, asking, whole) if whole.is_valid() else _form(request, whole)


@public
@require_safe
def kept(request: HttpRequest, token: str) -> HttpResponse:
    """A result that somebody kept, as it was computed then."""
    request.is_personal = True
    found = access.get_kept(token)
    context = {
        "kept": found,
        "sheet": found.sheet,
        "address": request.build_absolute_uri(request.path),
        "new": request.GET.get("new") == "1",
        "request_url": link(request, "counselling:request-new", query=f"?calculation={token}"),
        "newer_url": reverse("calculators:calculation", args=[found.calculation])
        if queries.stands(found)
        else "",
    }
    return render(request, "calculators/kept.html", context)


@public
@require_safe
def file(request: HttpRequest, token: str, extension: str) -> HttpResponse:
    """The worksheet of a kept result as a document."""
    request.is_personal = True
    sheet = access.get_kept(token).sheet
    return _too_often(request, "file") or _download(sheet, access.get_ending(extension))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever knows the address may erase what stands there."""
    request.is_personal = True
    found = access.get_kept(token)
    if request.method == "POST" and SureForm(request.POST).is_valid():
        actions.erase(by=_account(request), kept=found)
        messages.success(request, "보관한 계산 결과를 지웠습니다. 그 주소로는 이제 아무도 볼 수 없습니다.")
        return redirect("calculators:list")
    return render(request, "calculators/erase.html", {"kept": found, "sheet": found.sheet})


# -- pages --------------------------------------------------------------------------------------------------------


def _question(
    request: HttpRequest, asking: Asking, name: str, form: FactsForm | None = None, review: bool = False
) -> HttpResponse:
    context = _about(asking.calculation) | {
        "question": asking.question(name),
        "form": form or asking.shown(name),
        "carried": asking.carried(but=name),
        "answers": asking.answers(but=name),
        "review": review,
    }
    return _private(render(request, "calculators/question.html", context, status=422 if form else 200))


def _form(request: HttpRequest, form: FactsForm) -> HttpResponse:
    context = _about(form.calculation) | {"form": form}
    return _private(render(request, "calculators/form.html", context, status=422 if form.errors else 200))


def _computed(request: HttpRequest, asking: Asking) -> HttpResponse:
    """What is done with the whole result: shown, printed or kept; or the question that stands in its way."""
    whole = asking.whole()
    if not whole.is_valid():
        wrong = next((name for name in asking.names if name in whole.errors), None)
        if wrong is None:
            return _result(request, asking, whole)
        return _question(request, asking, wrong, asking.refused(wrong, whole), review=True)
    assert whole.result
    if asking.go in paper.WRITERS:
        sheet = worksheet.sheet_of(whole.result, timezone.localdate())
        return _too_often(request, "file") or _download(sheet, asking.go)
    if asking.go in ("keep", "request"):
        return _too_often(request, "keep") or _keep(request, asking, whole)
    return _result(request, asking, whole)


def _result(request: HttpRequest, asking: Asking, whole: FactsForm) -> HttpResponse:
    """The worksheet; or, where the law says that none can follow, why not."""
    result = whole.result
    context = _about(asking.calculation) | {
        "form": whole,
        "sheet": worksheet.sheet_of(result, timezone.localdate()) if result else None,
        "carried": asking.carried(),
        "answers": asking.answers(unsaid=True),
        "form_token": uuid4(),
        "days_kept": DAYS_KEPT,
        "may_request": bool(link(request, "counselling:request-new")),
    }
    status = 200 if result else 422
    return _private(render(request, "calculators/result.html", context, status=status))


def _about(calculation: Calculation) -> dict[str, Any]:
    """What every page of a calculation says: its law and date."""
    return {
        "calculation": calculation,
        "law_lines": worksheet.law_lines(calculation.law, calculation.selects),
    }


def _keep(request: HttpRequest, asking: Asking, whole: FactsForm) -> HttpResponse:
    try:
        form_token = UUID(request.POST.get("form_token", ""))
    except ValueError:
        form_token = uuid4()
    assert whole.result
    found = actions.keep(
        by=_account(request), result=whole.result, inputs=whole.inputs, form_token=form_token
    )
    if asking.go == "request" and (address := link(request, "counselling:request-new")):
        return redirect(f"{address}?calculation={found.token}")
    return redirect(reverse("calculators:kept", args=[found.token]) + "?new=1")


def _download(sheet: Sheet, extension: str) -> HttpResponse:
    return _private(file_answer(*paper.file(sheet, queries.publisher(), extension)))


def _too_often(request: HttpRequest, what: str) -> HttpResponse | None:
    """A page that asks to wait, for an address that asked too much; else None."""
    most, within = MOST[what]
    wait = pace.seconds_to_wait(f"calculators-{what}", address_of(request) or "", most=most, within=within)
    if not wait:
        return None
    response = render(request, "calculators/too_often.html", {"minutes": wait // 60 + 1}, status=429)
    response["Retry-After"] = str(wait)
    return response


def _private(response: HttpResponse) -> HttpResponse:
    """What somebody typed stays between them and us, but their own browser may go back to it."""
    patch_cache_control(response, private=True)
    return response


def _account(request: Any) -> Any:
    return request.user if request.user.is_authenticated else None
