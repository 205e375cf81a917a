"""Accounts and the roles they hold at a centre for a time."""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kwonik.places.models import Centre, Dated

from .shapes import Submitted, never_twice

LONGEST_KEY = timedelta(days=365)


class Account(AbstractUser):
    """Somebody who logs in. One person, one account; what they may do stands in RoleGrant, nowhere else.

    A citizen's account never holds a role, and names nobody: what is known of the citizen stands in the vault.
    """

    first_name = None
    last_name = None
    name = models.CharField("이름", max_length=60)
    centre = models.ForeignKey(Centre, models.PROTECT, null=True, blank=True, verbose_name="소속 센터")
    must_change_password = models.BooleanField("비밀번호를 바꿔야 함", default=False)
    is_citizen = models.BooleanField("시민이 스스로 만든 계정", default=False, editable=False)

    REQUIRED_FIELDS = ["email", "name"]

    class Meta:
        verbose_name = verbose_name_plural = "계정"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_citizen=False)
                | Q(centre__isnull=True, is_staff=False, is_superuser=False, name="", email=""),
                name="people_citizen_has_no_office",
            )
        ]
        triggers = [pgtrigger.ReadOnly(name="citizen_for_good", fields=["is_citizen"])]

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
        triggers = [
            pgtrigger.Trigger(
                name="never_to_a_citizen",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF EXISTS (SELECT FROM people_account WHERE id = NEW.account_id AND is_citizen) THEN
                      RAISE EXCEPTION 'a citizen holds no role' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.role} · {self.centre}"


class ApiKey(Submitted):
    """API 인증키: a machine with it acts as the account, at this centre only, with the rights of that very moment.

    Of the secret only its digest is kept; the prefix is for people to tell keys apart.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="api_keys", verbose_name="만든 사람")
    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    name = models.CharField("쓰는 곳", max_length=60)
    prefix = models.CharField("앞머리", max_length=11)
    digest = models.BinaryField("지문", max_length=32, unique=True)
    made_on = models.DateField("만든 날")
    expires_on = models.DateField("마지막 날")
    used_at = models.DateTimeField("마지막으로 쓴 일시", null=True)
    revoked_at = models.DateTimeField("없앤 일시", null=True)
    revoked_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", verbose_name="없앤 사람"
    )

    class Meta:
        verbose_name = verbose_name_plural = "API 인증키"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("made_on"), expires_on__lte=F("made_on") + LONGEST_KEY),
                name="people_api_key_a_year_at_most",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="people_api_key_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApiSubmission(models.Model):
    """API 제출: what a machine asked for under an Idempotency-Key, by its digest: the same again is the same record."""

    key = models.ForeignKey(ApiKey, models.PROTECT, related_name="submissions", verbose_name="인증키")
    token = models.UUIDField("제출 표")
    digest = models.BinaryField("지문", max_length=32)
    sent_at = models.DateTimeField("보낸 일시", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "API 제출"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["key", "token"], name="people_api_submission_once")]

    def __str__(self) -> str:
        return str(self.token)
