"""Studies and their rounds: the list, a study, a round, answers by count, the tick-in page, people, meetings."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kwonik.catalogue.codes import Behaviour
from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import attempted, posted
from kwonik.people.guard import page
from kwonik.research import access, actions, queries, rules
from kwonik.research.forms import (
    EventForm,
    ParticipantsForm,
    ResponsesForm,
    RoundForm,
    StudyFilter,
    StudyForm,
    TakeBackForm,
    TargetForm,
    TickForm,
)
from kwonik.research.rules import Refused

from .answers import asked, fresh

VIEW, RECORD = "research.study:view", "research.study:record"
PER_PAGE = 50


def _trail(study=None, round=None) -> list[tuple[str, str]]:
    found = [("실태조사·연구", reverse("research:studies"))]
    if study is not None:
        found.append((study.title, reverse("research:study", args=[study.pk])))
    if round is not None:
        found.append((str(round), reverse("research:round", args=[round.pk])))
    return found


@page(VIEW)
def studies(request):
    form = StudyFilter(request.GET or {})
    rows = queries.studies(form.narrow(access.studies(request.user, request.centre)))
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": form, "form": form, "page": listed}
    return render(request, "research/studies.html", context, status=200 if form.is_valid() else 422)


@page(RECORD)
def new_study(request):
    form = StudyForm(posted(request), initial=fresh("from_on"))
    found = attempted(
        request,
        form,
        lambda: actions.open_study(
            by=request.user,
            centre=request.centre,
            facts=form.facts(),
            form_token=form.cleaned_data["form_token"],
        ),
    )
    if found:
        messages.success(request, "실태조사·연구를 적었습니다. 조사 방법과 대상을 더하세요.")
        return redirect("research:study", found.pk)
    return asked(request, form, "실태조사·연구 적기", _trail())


@page(VIEW)
def study(request, pk: int):
    found = access.get_study(request.user, pk)
    context = {
        "study": found,
        "rounds": queries.rounds(queries.rounds_of(found)),
        "events": queries.events_of(found),
        "books": queries.books_of(found),
        "reached": rules.reached,
        "standing_url": link(request, "reports:standing", found._meta.label_lower, found.pk),
        "history": audit.history(found),
    }
    return render(request, "research/study.html", context)


@page(RECORD)
def amend_study(request, pk: int):
    found = access.get_study(request.user, pk, "record")
    names = (
        *("title", "state", "from_on", "until_on", "interim_on", "final_on"),
        *("owner", "partner", "note", "code"),
    )
    known = {name: getattr(found, name) for name in names}
    form = StudyForm(posted(request), initial=fresh(service=found.service.code, **known))
    if attempted(
        request, form, lambda: actions.amend_study(by=request.user, study=found, facts=form.facts())
    ):
        messages.success(request, "고쳤습니다.")
        return redirect("research:study", pk)
    return asked(request, form, "실태조사·연구 고치기", _trail(found))


@page(RECORD)
def open_round(request, pk: int):
    found = access.get_study(request.user, pk, "record")
    form = RoundForm(posted(request), initial=fresh(), service=found.service.code)
    made = attempted(
        request, form, lambda: actions.open_round(by=request.user, study=found, **form.cleaned_data)
    )
    if made:
        messages.success(request, "조사를 더했습니다.")
        return redirect("research:round", made.pk)
    return asked(request, form, "조사 더하기", _trail(found), sub="한 방법으로 한 대상을 조사합니다.")


@page(RECORD)
def record_event(request, pk: int):
    found = access.get_study(request.user, pk, "record")
    form = EventForm(posted(request), initial=fresh("held_on"))
    if attempted(
        request, form, lambda: actions.record_event(by=request.user, study=found, **form.cleaned_data)
    ):
        messages.success(request, "적었습니다.")
        return redirect("research:study", pk)
    return asked(request, form, "보고회·토론회 적기", _trail(found))


@page(VIEW)
def round(request, pk: int):
    """A round: how many of how many, what came back by day or who took part."""
    found = access.get_round(request.user, pk)
    counted = queries.rounds(queries.one_round(found)).get()
    received = Paginator(queries.received(found), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "round": counted,
        "study": found.study,
        "is_talk": found.method.behaviour == Behaviour.TALK,
        "so_far": counted.people_n if found.method.behaviour == Behaviour.TALK else counted.valid_n,
        "reached": rules.reached,
        "page": received,
        "people": queries.people_of(found),
        "channels": queries.channel_labels(),
    }
    return render(request, "research/round.html", context)


@page(RECORD)
def set_target(request, pk: int):
    found = access.get_round(request.user, pk, "record")
    form = TargetForm(posted(request), initial={"target": found.target})
    if attempted(
        request, form, lambda: actions.set_target(by=request.user, round=found, **form.cleaned_data)
    ):
        messages.success(request, "목표 인원을 고쳤습니다.")
        return redirect("research:round", pk)
    return asked(request, form, "목표 인원 고치기", _trail(found.study, found))


@page(RECORD)
def record_responses(request, pk: int):
    found = access.get_round(request.user, pk, "record")
    form = ResponsesForm(posted(request), initial=fresh("received_on"))
    made = attempted(
        request, form, lambda: actions.record_responses(by=request.user, round=found, **form.cleaned_data)
    )
    if made:
        messages.success(request, f"응답 {len(made):,}장을 더했습니다.")
        return redirect("research:round", pk)
    return asked(request, form, "돌아온 설문지 적기", _trail(found.study, found), sub=str(found))


@page(RECORD)
def take_back_responses(request, pk: int):
    found = access.get_round(request.user, pk, "record")
    given = {name: request.GET.get(name) for name in ("received_on", "channel") if request.GET.get(name)}
    form = TakeBackForm(posted(request), initial={"received_on": timezone.localdate(), **given})
    count = attempted(
        request,
        form,
        lambda: actions.take_back_responses(by=request.user, round=found, **form.cleaned_data),
    )
    if count:
        messages.success(request, f"응답 {count:,}장을 철회했습니다.")
        return redirect("research:round", pk)
    sub = "그날 받은 유효 응답 가운데 나중에 적은 것부터 철회합니다."
    return asked(request, form, "잘못 센 응답 철회", _trail(found.study, found), sub=sub, submit="철회")


@page(RECORD)
def record_participants(request, pk: int):
    found = access.get_round(request.user, pk, "record")
    form = ParticipantsForm(posted(request), initial=fresh("held_on"))
    made = attempted(
        request,
        form,
        lambda: actions.record_participants(by=request.user, round=found, **form.cleaned_data),
    )
    if made:
        messages.success(request, f"참여자 {len(made):,}명을 적었습니다.")
        return redirect("research:round", pk)
    sub = f"{found} · 다음 새 번호는 {queries.next_number(found.study)}번입니다."
    return asked(request, form, "나온 사람 적기", _trail(found.study, found), sub=sub)


@page(RECORD)
def tick(request, pk: int):
    """One thumb in the field: every press is one returned questionnaire of today."""
    found = access.get_round(request.user, pk, "record")
    today = timezone.localdate()
    channel = request.GET.get("channel", "paper")
    form = TickForm(posted(request), initial=fresh(channel=channel))

    def add():
        told = form.cleaned_data
        return actions.record_responses(
            by=request.user,
            round=found,
            received_on=today,
            channel=told["channel"],
            form_token=told["form_token"],
        )

    if attempted(request, form, add):
        at = reverse("research:tick", args=[pk])
        return redirect(f"{at}?channel={form.cleaned_data['channel']}")
    counted = queries.rounds(queries.one_round(found)).get()
    return asked(
        request,
        form,
        "설문지 세기",
        _trail(found.study, found),
        sub=str(found),
        template="research/tick.html",
        round=counted,
        today_n=queries.received_on(found, today),
    )


@page(RECORD)
@require_POST
def untick(request, pk: int):
    """The last press was one too many."""
    found = access.get_round(request.user, pk, "record")
    form = TickForm(request.POST)
    channel = form.cleaned_data["channel"] if form.is_valid() else "paper"
    try:
        actions.take_back_responses(
            by=request.user,
            round=found,
            received_on=timezone.localdate(),
            channel=channel,
            count=1,
            reason="잘못 눌러 셈",
        )
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(f"{reverse('research:tick', args=[pk])}?channel={channel}")
