"""하루 마감: the days, what differs, and the buttons of the two who settle and of the two who seal."""

from __future__ import annotations

from uuid import uuid4

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kwonik.catalogue import queries as catalogue
from kwonik.documents import html, pdf
from kwonik.escrow import access, actions, queries
from kwonik.escrow.access.closing import CORRECT, SEAL, VIEW_DAYS
from kwonik.escrow.codes import CLASS_WORDS, GOING_ON, BreakClass, BreakState
from kwonik.escrow.forms import BreakFilter, CorrectionForm, OwnerForm, TurnForm
from kwonik.escrow.rules.closing import day_words, obstacles
from kwonik.escrow.rules.day_report import DayReport, Reported, paper
from kwonik.escrow.rules.reconciling import age_words
from kwonik.people.answers import attempted, file_answer, form_of, pressed
from kwonik.people.guard import page

PER_PAGE = 31
WRITERS = {"pdf": (pdf.write, "application/pdf"), "html": (html.write, "text/html; charset=utf-8")}


@page(VIEW_DAYS)
def days(request):
    """하루 마감: newest first, and since when the books are not sealed."""
    found = Paginator(access.closing.days(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "since": queries.closing.unsealed_since(),
        "until": queries.closing.sealed_until(),
        "run": access.closing.runs(request.user).filter(state__in=GOING_ON).first(),
        "many": _many(),
    }
    return render(request, "escrow/desk/days.html", context)


def _many() -> int:
    """How many days are over and not sealed, whether their statements have come or not."""
    found = queries.runs.unsealed_days(timezone.localdate())
    return (found[1] - found[0]).days + 1 if found else 0


def _columns(day):
    """Ledger, statement, and the balance that the bank answers by itself; None where one says nothing."""
    stated = day.statement_id is not None
    return [
        ("첫 잔액", day.ledger_opening_won, day.opening_won if stated else None, None),
        ("들어온 돈", day.credits_won, day.bank_credits_won if stated else None, None),
        ("나간 돈", day.debits_won, day.bank_debits_won if stated else None, None),
        (
            "마감 잔액",
            day.ledger_closing_won,
            day.closing_won if stated else None,
            day.told_won if stated else None,
        ),
    ]


@page(VIEW_DAYS)
def day(request, pk: int):
    """One day in three columns: the ledger, the bank's lines, the bank's balance; what differs; whose turn it is."""
    found = access.closing.get_day(request.user, pk)
    today = timezone.localdate()
    rows = [(one, age_words(one.opened_on, today)) for one in queries.closing.breaks_of(found)]
    context = {
        "day": found,
        "columns": _columns(found),
        "breaks": rows,
        "words": CLASS_WORDS,
        "why": [] if found.sealed_at else obstacles(actions.facts_of(found)),
        "mine": found.first_by_id == request.user.pk,
    }
    return render(request, "escrow/desk/day.html", context)


@page(VIEW_DAYS)
def report(request, pk: int):
    """대사 보고서: PDF, or a page of its own with `format=html`."""
    found = access.closing.get_day(request.user, pk)
    breaks = [
        Reported(
            one.get_kind_display(),
            one.number or one.about_words,
            one.bank_won,
            None if one.kind == BreakClass.BALANCE else one.ledger_won,
            one.get_state_display(),
            _settled(one),
        )
        for one in queries.closing.breaks_of(found)
    ]
    told = DayReport(
        day=found.dated_on,
        rows=_columns(found),
        statement=found.statement.number if found.statement else "",
        breaks=breaks,
        obstacles=[] if found.sealed_at else obstacles(actions.facts_of(found)),
        first=_signed(found.first_by, found.first_at),
        second=_signed(found.second_by, found.sealed_at),
        root=found.chain_root,
    )
    wanted = request.GET.get("format", "")
    kind = wanted if wanted in WRITERS else "pdf"
    write, content_type = WRITERS[kind]
    org = str(catalogue.own_centre() or found.centre)
    content = write(paper(told, org, timezone.localdate()))
    content = content.encode() if isinstance(content, str) else content
    return file_answer(content, content_type, f"대사 보고서 {found.dated_on}.{kind}")


def _signed(who, at) -> str:
    if who is None:
        return ""
    local = timezone.localtime(at)
    return f"{who} {day_words(local.date())} {local:%H:%M}"


def _settled(found) -> str:
    """Both people and what they wrote."""
    done = [one for one in found.corrections.all() if one.confirmed_at]
    return " ".join(f"{one.proposed_by}, {one.confirmed_by}: {one.words}" for one in done)


@page(SEAL)
@require_POST
def again(request, pk: int):
    """The statement taken once more, and everything held against it."""
    found = access.closing.get_day(request.user, pk)
    pressed(request, actions.look_again, "다시 맞춰 보았습니다.", day=found)
    return redirect("escrow:day", pk)


@page(SEAL)
@require_POST
def seal(request, pk: int):
    """The button of the first or of the second person, as the page offered it."""
    found = access.closing.get_day(request.user, pk)
    form = TurnForm(request.POST)
    if form.is_valid() and form.cleaned_data["turn"] == "second":
        pressed(request, actions.seal_second, "하루를 봉인했습니다. 보고서를 내려받아 두세요.", day=found)
    elif form.is_valid():
        pressed(request, actions.seal_first, "확인했습니다. 다른 사람이 봉인하면 마감됩니다.", day=found)
    return redirect("escrow:day", pk)


@page(VIEW_DAYS)
def breaks(request):
    """장부 차이: what is open first, the oldest first."""
    narrowed = BreakFilter(request.GET)
    found = Paginator(narrowed.narrow(access.closing.breaks(request.user)), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"filter": narrowed, "page": found, "today": timezone.localdate(), "age": age_words}
    return render(request, "escrow/desk/breaks.html", context)


@page(VIEW_DAYS)
def one_break(request, pk: int):
    """One break: what bank and books say, who owns it, what is proposed and by whom."""
    found = access.closing.get_break(request.user, pk)
    open_ = found.state == BreakState.OPEN and not found.day.sealed_at
    standing = queries.closing.standing_correction(found) if open_ else None
    context = {
        "found": found,
        "open": open_,
        "words": CLASS_WORDS[found.kind],
        "sides": found.sides,
        "stood": age_words(found.opened_on, timezone.localdate()),
        "standing": standing,
        "mine": bool(standing and standing.proposed_by_id == request.user.pk),
        "ways": actions.ways_of(found) if open_ else (),
        "corrections": list(found.corrections.select_related("proposed_by", "confirmed_by", "dropped_by")),
    }
    return render(request, "escrow/desk/break.html", context)


@page(CORRECT)
def own_break(request, pk: int):
    """맡을 사람 정하기."""
    found = access.closing.get_break(request.user, pk)
    people = access.closing.correctors(found.day.centre)
    form = form_of(request, OwnerForm, people=people, initial={"owner": found.owner_id or request.user.pk})

    def act():
        return actions.own_break(by=request.user, found=found, owner=form.chosen)

    if attempted(request, form, act):
        return redirect("escrow:break", pk)
    context = {"found": found, "form": form, "people": people}
    return render(request, "escrow/desk/own_break.html", context, status=422 if form.errors else 200)


@page(CORRECT)
def correct(request, pk: int):
    """정리할 방법 제안하기: the first of two."""
    found = access.closing.get_break(request.user, pk)
    form = form_of(request, CorrectionForm, ways=actions.ways_of(found), initial={"form_token": uuid4()})

    def act():
        given = form.cleaned_data
        facts = {"way": given["way"], "words": given["words"], "token": given["form_token"]}
        return actions.propose_correction(by=request.user, found=found, **facts)

    if attempted(request, form, act):
        return redirect("escrow:break", pk)
    context = {"found": found, "form": form, "words": CLASS_WORDS[found.kind], "sides": found.sides}
    return render(request, "escrow/desk/correct.html", context, status=422 if form.errors else 200)


@page(CORRECT)
@require_POST
def confirm_correction(request, pk: int):
    """The second of two: now the books move."""
    found = access.closing.get_correction(request.user, pk)
    pressed(request, actions.confirm_correction, "차이를 정리했습니다.", correction=found)
    return redirect("escrow:break", found.break_of_id)


@page(CORRECT)
@require_POST
def drop_correction(request, pk: int):
    found = access.closing.get_correction(request.user, pk)
    pressed(request, actions.drop_correction, "제안을 거두었습니다.", correction=found)
    return redirect("escrow:break", found.break_of_id)
