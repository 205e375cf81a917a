"""공약: what was promised, in the words in which it was promised."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from kwonik.planning.models import WithdrawableRow
from kwonik.pledges.codes import Actor, CentralHelp, Funding, Nature, Span


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Pledge(WithdrawableRow):
    """A pledge of an election. `original` is the promise itself; nobody changes it, the database refuses.

    Its class of fulfilment, its year of completion and its rate are not fields: events and milestones say them.
    """

    code = models.SlugField("부르는 이름(영문)")
    number = models.CharField("공약 번호", max_length=20, blank=True)
    title = models.CharField("공약명", max_length=120)
    original = models.TextField("선거 때의 공약 원문")
    election = models.CharField("선거", max_length=60)
    term_from_on = models.DateField("임기 시작")
    term_until_on = models.DateField("임기 끝")
    nature = models.CharField("성격", max_length=10, choices=Nature)
    span = models.CharField("기간", max_length=10, choices=Span)
    funding = models.CharField("재원", max_length=10, choices=Funding)
    actor = models.CharField("사업주체", max_length=10, choices=Actor)
    central_help = models.CharField("중앙정부 도움 필요성", max_length=10, choices=CentralHelp)
    department = models.CharField("추진부서", max_length=60)
    goal = models.CharField("최종목표", max_length=500)
    from_on = models.DateField("사업 시작")
    until_on = models.DateField("사업 끝")
    content = models.CharField("사업내용", max_length=500)

    class Meta(WithdrawableRow.Meta):
        verbose_name = verbose_name_plural = "공약"
        ordering = ["number", "code"]
        triggers = [pgtrigger.ReadOnly(name="promise_stays", fields=["original", "election", "code"])]
        constraints = [
            *WithdrawableRow.Meta.constraints,
            models.UniqueConstraint(fields=["centre", "code"], name="pledges_pledge_code_once"),
            models.CheckConstraint(condition=~Q(original=""), name="pledges_pledge_original"),
            models.CheckConstraint(
                condition=Q(term_until_on__gt=F("term_from_on"), until_on__gte=F("from_on")),
                name="pledges_pledge_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.title
