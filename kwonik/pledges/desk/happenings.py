"""What happens to a pledge: its class, its rate by hand, splits, merges, changes asked for and decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kwonik.people.answers import posted
from kwonik.people.guard import page
from kwonik.pledges import access, actions
from kwonik.pledges.forms import ChangeForm, DecideForm, OtherForm, OverrideForm, StatusForm

from .answers import asked, done, to_pledge, token


def _happens(request, pk: int, form_class: Any, act: Callable[..., Any], title: str, **given: Any):
    found = access.get_pledge(request.user, pk, access.RECORD)
    form = form_class(posted(request), initial=token(), **given)

    def happen():
        return act(by=request.user, pledge=found, **form.cleaned_data)

    way = to_pledge(found)
    answer = done(request, form, happen, "적었습니다. 앞의 것은 이력에 남습니다.", way[-1][1])
    return answer or asked(request, form, title, way, sub=found.title)


@page("pledges.pledge:record")
def status(request, pk: int):
    return _happens(request, pk, StatusForm, actions.set_status, "이행구분 정하기")


@page("pledges.pledge:record")
def override(request, pk: int):
    return _happens(request, pk, OverrideForm, actions.override, "이행률을 손으로 정하기")


@page("pledges.pledge:record")
def other(request, pk: int):
    own = access.visible(request.user, access.Pledge, access.RECORD).filter(centre=request.centre)
    others = own.filter(withdrawn_at__isnull=True).exclude(pk=pk)
    return _happens(request, pk, OtherForm, actions.split_or_merge, "공약을 나누거나 합치기", others=others)


@page("pledges.pledge:record")
def request_change(request, pk: int):
    return _happens(request, pk, ChangeForm, actions.request_change, "변경 신청 적기")


@page("pledges.panel:record")
def decide_change(request, pk: int):
    found = access.get_request(request.user, pk)
    form = DecideForm(posted(request), initial=token())

    def act():
        return actions.decide_change(by=request.user, request=found, **form.cleaned_data)

    way = to_pledge(found.pledge)
    answer = done(request, form, act, "변경 신청을 정했습니다. 승인도 불승인도 카드에 실립니다.", way[-1][1])
    return answer or asked(request, form, "변경 신청 정하기", way, sub=found.change)
