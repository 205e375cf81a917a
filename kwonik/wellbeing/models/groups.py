"""Groups and their meetings: how many came, nothing about who they are."""

from __future__ import annotations

from collections.abc import Collection

import pghistory
from django.db import models
from django.db.models import Q

from kwonik.places.models import Workplace

from .shapes import (
    WITHDRAWN,
    Kept,
    NumberedQuerySet,
    brought_once,
    numbered_without_gaps,
    together,
    withdrawn_with_reason,
)


class GroupSittingQuerySet(NumberedQuerySet):
    of = "group"

    def let_go(self, parents: Collection[int]) -> None:
        Group.objects.filter(pk__in=parents, sittings=None, import_batch__isnull=False).delete()


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Group(Kept):
    """집단 심리치유: people of one workplace, or who found together, with a theme. Nobody's name is kept."""

    name = models.CharField("집단 이름", max_length=80)
    theme = models.CharField("주제", max_length=60)
    workplace = models.ForeignKey(
        Workplace, models.PROTECT, null=True, blank=True, verbose_name="함께한 사업장"
    )

    class Meta:
        verbose_name = verbose_name_plural = "치유 집단"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "name"], condition=~WITHDRAWN, name="wellbeing_group_once"
            ),
            withdrawn_with_reason("wellbeing_group_withdrawn"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class GroupSitting(Kept):
    """One meeting of a group: how many came, nothing about who they are."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="sittings", verbose_name="집단")
    number = models.PositiveSmallIntegerField("회기", null=True)
    held_on = models.DateField("진행한 날")
    people = models.PositiveSmallIntegerField("참여한 사람")
    minutes = models.PositiveSmallIntegerField("시간(분)", null=True, blank=True)
    place = models.CharField("장소", max_length=80, blank=True)
    leader = models.CharField("진행자", max_length=60, blank=True)

    objects = GroupSittingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "집단 회기"
        ordering = ["held_on", "pk"]
        indexes = [models.Index(fields=["centre", "held_on"])]
        triggers = [numbered_without_gaps("wellbeing_groupsitting", "group", "wellbeing_group")]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "number"],
                deferrable=models.Deferrable.DEFERRED,
                name="wellbeing_group_number_once",
            ),
            together(WITHDRAWN, Q(number__isnull=True), name="wellbeing_group_numbered"),
            models.CheckConstraint(condition=Q(number__gte=1), name="wellbeing_group_number"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="wellbeing_group_minutes"),
            models.CheckConstraint(condition=Q(people__gte=1), name="wellbeing_group_people"),
            withdrawn_with_reason("wellbeing_groupsitting_withdrawn"),
            brought_once("wellbeing_group_import_once"),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.number or '철회한'}회기"
