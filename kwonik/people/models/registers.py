"""정원, 현원, 위촉, 이해충돌."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kwonik.people.codes import AppointedRole, Grade, Qualification
from kwonik.places.models import Centre, Dated

from .accounts import Account
from .shapes import Brought, Submitted, brought_once, never_twice


class StaffPost(Dated, Submitted):
    """정원: one authorised post. A centre of 47 has 47 of these."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    unit = models.ForeignKey(
        "places.OrganisationUnit", models.PROTECT, null=True, blank=True, verbose_name="부서"
    )
    grade = models.CharField("직급", max_length=12, choices=Grade)
    number = models.PositiveSmallIntegerField("번호")

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "정원"
        ordering = ["number"]
        constraints = [
            *Dated.Meta.constraints,
            never_twice("people_post_once", "centre", "number"),
        ]

    def __str__(self) -> str:
        return f"{self.get_grade_display()} {self.number}"


class StaffAppointment(Dated, Brought, Submitted):
    """현원: somebody sits on a post from a day to a day. Two people never sit on one post at once."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    post = models.ForeignKey(StaffPost, models.PROTECT, verbose_name="정원")
    name = models.CharField("이름", max_length=60)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, verbose_name="계정")

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "현원"
        constraints = [
            *Dated.Meta.constraints,
            never_twice("people_one_on_a_post", "post"),
            brought_once("people_staff_import_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Appointment(Dated, Brought, Submitted):
    """위촉: an outside expert named for a role and a term (제5기); what assignment ranks by stands here."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    role = models.CharField("역할", max_length=24, choices=AppointedRole)
    term_number = models.PositiveSmallIntegerField("기수", null=True, blank=True)
    name = models.CharField("이름", max_length=60)
    qualification = models.CharField("자격", max_length=20, choices=Qualification)
    firm = models.CharField("사무소", max_length=80, blank=True)
    specialities = ArrayField(models.SlugField(), verbose_name="전문 분야", default=list, blank=True)
    districts = models.ManyToManyField("places.District", blank=True, verbose_name="활동 자치구")
    capacity = models.PositiveSmallIntegerField("동시에 맡는 사건 수", default=5)
    suspended = models.BooleanField("배정 멈춤", default=False)
    version = models.PositiveIntegerField("판", default=1)
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name="계정"
    )

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "위촉"
        ordering = ["name"]
        indexes = [models.Index(fields=["centre", "role"])]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["centre", "role", "name", "firm", "from_on"], name="people_appointment_once"
            ),
            brought_once("people_appointment_import_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_qualification_display()})"


class ConflictOfInterest(models.Model):
    """이해충돌: an expert has acted for or against this workplace. A hard no when cases are assigned."""

    appointment = models.ForeignKey(
        Appointment, models.CASCADE, related_name="conflicts", verbose_name="위촉"
    )
    workplace = models.ForeignKey("places.Workplace", models.PROTECT, verbose_name="사업장")
    reason = models.CharField("사유", max_length=200)
    declared_on = models.DateField("알린 날")

    class Meta:
        verbose_name = verbose_name_plural = "이해충돌"
        constraints = [
            models.UniqueConstraint(fields=["appointment", "workplace"], name="people_conflict_once")
        ]

    def __str__(self) -> str:
        return f"{self.appointment} – {self.workplace}"
