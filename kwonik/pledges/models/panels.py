"""Citizens who review pledges: the panel, its seats, what its members gave."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from kwonik.planning.models import WithdrawableRow
from kwonik.pledges.codes import Drawn, PanelKind

from .pledges import Pledge


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Panel(WithdrawableRow):
    """시민 평가단·배심원단: so many seats, parted among groups (`quota`: group -> seats), for a time."""

    name = models.CharField("이름", max_length=80)
    kind = models.CharField("구분", max_length=10, choices=PanelKind)
    seats = models.PositiveSmallIntegerField("자리 수")
    quota = models.JSONField("집단별 자리", default=dict, blank=True)
    from_on = models.DateField("시작하는 날")
    until_on = models.DateField("끝나는 날")

    class Meta(WithdrawableRow.Meta):
        verbose_name = verbose_name_plural = "평가단"
        ordering = ["-from_on", "pk"]
        constraints = [
            *WithdrawableRow.Meta.constraints,
            models.CheckConstraint(condition=Q(seats__gt=0), name="pledges_panel_seats"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="pledges_panel_dates"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class PanelMember(WithdrawableRow):
    """A seat, for which group and how it was filled. Nobody's name is kept: what is published needs none."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="members", verbose_name="평가단")
    seat = models.PositiveSmallIntegerField("자리 번호")
    group = models.CharField("집단", max_length=40, blank=True)
    chosen = models.CharField("뽑은 길", max_length=12, choices=Drawn)
    chosen_on = models.DateField("뽑은 날")

    class Meta(WithdrawableRow.Meta):
        verbose_name = verbose_name_plural = "평가단 위원"
        ordering = ["seat", "pk"]
        constraints = [
            *WithdrawableRow.Meta.constraints,
            models.CheckConstraint(condition=Q(seat__gt=0), name="pledges_panelmember_seat"),
            models.UniqueConstraint(
                fields=["panel", "seat"],
                condition=Q(withdrawn_at__isnull=True),
                name="pledges_panelmember_seat_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}번 자리"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Score(WithdrawableRow):
    """What a panel gave a pledge by a criterion (100-point scale), and how many members judged."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="scores", verbose_name="평가단")
    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="scores", verbose_name="공약")
    criterion = models.CharField("평가 항목", max_length=80)
    points = models.DecimalField("점수", max_digits=5, decimal_places=2)
    people = models.PositiveSmallIntegerField("평가한 사람")
    held_on = models.DateField("평가한 날")

    class Meta(WithdrawableRow.Meta):
        verbose_name = verbose_name_plural = "평가단의 평가"
        ordering = ["-held_on", "criterion", "pk"]
        constraints = [
            *WithdrawableRow.Meta.constraints,
            models.CheckConstraint(condition=Q(points__gte=0, points__lte=100), name="pledges_score_points"),
            models.CheckConstraint(condition=Q(people__gt=0), name="pledges_score_people"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.points}"
