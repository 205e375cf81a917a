"""Publications: the list with stock, one with its copies, publishing, printing more, handing out."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse

from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import attempted, posted
from kwonik.people.guard import page
from kwonik.research import access, actions, queries
from kwonik.research.forms import BookFilter, BookForm, HandOutForm, PrintForm

from .answers import asked, fresh

VIEW, RECORD = "research.publication:view", "research.publication:record"
PER_PAGE = 50


def _trail(book=None) -> list[tuple[str, str]]:
    found = [("발간물", reverse("research:publications"))]
    if book is not None:
        found.append((book.title, reverse("research:publication", args=[book.pk])))
    return found


@page(VIEW)
def publications(request):
    form = BookFilter(request.GET or {})
    rows = queries.publications(form.narrow(access.publications(request.user, request.centre)))
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": form, "form": form, "page": listed}
    return render(request, "research/publications.html", context, status=200 if form.is_valid() else 422)


@page(VIEW)
def publication(request, pk: int):
    found = access.get_publication(request.user, pk)
    printings, distributions = queries.copies(found)
    context = {
        "book": found,
        "stock": queries.stock(found),
        "printings": printings,
        "page": Paginator(distributions, PER_PAGE).get_page(request.GET.get("page")),
        "standing_url": link(request, "reports:standing", found._meta.label_lower, found.pk),
        "history": audit.history(found),
    }
    return render(request, "research/publication.html", context)


def _studies(request):
    return list(access.studies(request.user, request.centre).filter(withdrawn_at__isnull=True))


@page(RECORD)
def new_publication(request):
    form = BookForm(posted(request), initial=fresh("published_on"), studies=_studies(request))
    made = attempted(
        request,
        form,
        lambda: actions.publish(
            by=request.user,
            centre=request.centre,
            facts=form.facts(),
            copies=form.cleaned_data["copies"] or 0,
            form_token=form.cleaned_data["form_token"],
        ),
    )
    if made:
        messages.success(request, "발간물을 적었습니다.")
        return redirect("research:publication", made.pk)
    return asked(request, form, "발간물 적기", _trail())


@page(RECORD)
def amend_publication(request, pk: int):
    found = access.get_publication(request.user, pk, "record")
    names = ("title", "published_on", "edition", "link", "note", "code")
    known = {name: getattr(found, name) for name in names}
    known |= {"service": found.service.code, "kind": found.kind.code}
    known["study"] = found.study.code if found.study else ""
    form = BookForm(posted(request), initial=fresh(**known), studies=_studies(request), new=False)
    if attempted(
        request,
        form,
        lambda: actions.amend_publication(by=request.user, publication=found, facts=form.facts()),
    ):
        messages.success(request, "고쳤습니다.")
        return redirect("research:publication", pk)
    return asked(request, form, "발간물 고치기", _trail(found))


@page(RECORD)
def print_more(request, pk: int):
    found = access.get_publication(request.user, pk, "record")
    form = PrintForm(posted(request), initial=fresh("printed_on"))
    if attempted(
        request, form, lambda: actions.print_more(by=request.user, publication=found, **form.cleaned_data)
    ):
        messages.success(request, "인쇄를 적었습니다.")
        return redirect("research:publication", pk)
    return asked(request, form, "추가 인쇄 적기", _trail(found), sub=found.title)


@page(RECORD)
def hand_out(request, pk: int):
    found = access.get_publication(request.user, pk, "record")
    form = HandOutForm(posted(request), initial=fresh("handed_on"))
    if attempted(
        request, form, lambda: actions.hand_out(by=request.user, publication=found, **form.cleaned_data)
    ):
        messages.success(request, "배부를 적었습니다.")
        return redirect("research:publication", pk)
    sub = f"{found.title} · 남은 {queries.stock(found).left:,}부"
    return asked(request, form, "배부 적기", _trail(found), sub=sub)
