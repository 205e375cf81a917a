"""Accounts and the roles they hold at a centre for a time."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models

from kwonik.places.models import Centre, Dated

from .shapes import never_twice


class Account(AbstractUser):
    """Somebody who logs in. One person, one account; what they may do stands in RoleGrant, nowhere else."""

    first_name = None
    last_name = None
    name = models.CharField("이름", max_length=60)
    centre = models.ForeignKey(Centre, models.PROTECT, null=True, blank=True, verbose_name="소속 센터")
    must_change_password = models.BooleanField("비밀번호를 바꿔야 함", default=False)

    REQUIRED_FIELDS = ["email", "name"]

    class Meta:
        verbose_name = verbose_name_plural = "계정"

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    get_short_name = get_full_name


class Role(models.Model):
    """A role of the profile: the permissions it gives. `needs_mfa`: a second factor before any page."""

    code = models.SlugField("코드", unique=True)
    name = models.CharField("이름", max_length=60)
    permissions = ArrayField(models.CharField(max_length=80), verbose_name="권한", default=list)
    needs_mfa = models.BooleanField("2단계 인증 필요", default=False)
    incompatible = models.ManyToManyField("self", blank=True, verbose_name="함께 가질 수 없는 역할")
    retired_on = models.DateField("그만 쓴 날", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "역할"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class RoleGrant(Dated):
    """A role given to an account at one centre for a time: (role, scope, from, until)."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="grants", verbose_name="계정")
    role = models.ForeignKey(Role, models.PROTECT, verbose_name="역할")
    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "역할 부여"
        constraints = [
            *Dated.Meta.constraints,
            never_twice("people_grant_once", "account", "role", "centre"),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.role} · {self.centre}"
