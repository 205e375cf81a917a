"""Members: freelancers and commissioners. Rows name nobody; names, telephones and numbers stand sealed in the vault."""

from __future__ import annotations

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from kwonik.escrow.codes import CheckState, CodeFor, MemberState, Standing
from kwonik.people.models import SealedText
from kwonik.places.models import Centre

from .days import DayInSeoul

ACCOUNT = settings.AUTH_USER_MODEL


def sealed(label: str) -> models.ForeignKey:
    """A text of the vault that one row owns, gone when the member leaves."""
    return models.ForeignKey(
        SealedText, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


class MemberQuerySet(models.QuerySet):
    def of(self, account) -> MemberQuerySet:
        """The member that the account is, who has not left."""
        return self.filter(account=account).exclude(state=MemberState.LEFT)


class Member(models.Model):
    """이용자: somebody who signed up. One person, one member, who may be freelancer in one contract and commissioner in another."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name="센터")
    account = models.OneToOneField(ACCOUNT, models.PROTECT, related_name="escrow_member", verbose_name="계정")
    reference = models.CharField("회원번호", max_length=20)
    state = models.CharField("상태", max_length=10, choices=MemberState, default=str(MemberState.JOINING))
    is_freelancer = models.BooleanField("프리랜서", default=False)
    is_commissioner = models.BooleanField("의뢰인", default=False)
    standing = models.CharField("구분", max_length=10, choices=Standing)
    name = sealed("이름이나 상호")
    phone = sealed("전화번호")
    former_phone = sealed("앞 전화번호")
    number = sealed("주민등록번호나 사업자등록번호")
    phone_digest = models.BinaryField("전화번호 색인", max_length=16, null=True)
    person_digest = models.BinaryField("사람 색인", max_length=16, null=True)
    number_digest = models.BinaryField("번호 색인", max_length=16, null=True)
    phone_confirmed_at = models.DateTimeField("전화번호를 확인한 일시", null=True)
    phone_changed_at = models.DateTimeField("전화번호를 바꾼 일시", null=True)
    entered_on = models.GeneratedField(
        expression=DayInSeoul("phone_confirmed_at"),
        output_field=models.DateField(null=True),
        db_persist=True,
        verbose_name="회원이 된 날",
    )
    verified_at = models.DateTimeField("본인 확인 일시", null=True)
    verified_by = models.CharField("확인한 곳", max_length=40, blank=True)
    consented_at = models.DateTimeField("동의한 일시")
    consented_to = models.CharField("동의한 글", max_length=20)
    joined_at = models.DateTimeField("가입 일시", auto_now_add=True)
    suspended_at = models.DateTimeField("멈춘 일시", null=True)
    suspended_reason = models.CharField("멈춘 까닭", max_length=200, blank=True)
    left_at = models.DateTimeField("탈퇴 일시", null=True)
    left_on = models.GeneratedField(
        expression=DayInSeoul("left_at"),
        output_field=models.DateField(null=True),
        db_persist=True,
        verbose_name="탈퇴한 날",
    )
    form_token = models.UUIDField("제출 표", null=True, unique=True, editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "안심결제 이용자"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["centre", "state"]), models.Index(fields=["phone_digest"])]
        constraints = [
            models.UniqueConstraint(fields=["centre", "reference"], name="escrow_member_number_once"),
            models.CheckConstraint(
                condition=Q(is_freelancer=True) | Q(is_commissioner=True), name="escrow_member_is_something"
            ),
            models.UniqueConstraint(fields=["centre", "person_digest"], name="escrow_one_person_one_member"),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True) | Q(state="left") | Q(person_digest__isnull=False),
                name="escrow_verified_is_somebody",
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        state="left",
                        left_at__isnull=False,
                        name__isnull=True,
                        phone__isnull=True,
                        former_phone__isnull=True,
                        number__isnull=True,
                        phone_digest__isnull=True,
                        person_digest__isnull=True,
                        number_digest__isnull=True,
                    )
                    | (~Q(state="left") & Q(left_at__isnull=True, name__isnull=False, phone__isnull=False))
                ),
                name="escrow_left_is_nobody",
            ),
            models.CheckConstraint(
                condition=(Q(state="suspended", suspended_at__isnull=False) & ~Q(suspended_reason=""))
                | (~Q(state="suspended") & Q(suspended_at__isnull=True, suspended_reason="")),
                name="escrow_suspended_with_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="nobody_comes_back",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state = 'left'"),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def may_begin(self) -> bool:
        """Whether the member may begin something new."""
        return self.state == MemberState.ACTIVE and self.verified_at is not None


class PhoneCheck(models.Model):
    """A number sent to a telephone, of which only a digest is kept; good for one thing.

    `phone` is the new number where the telephone is to be changed. A recovery has `done_at` once its password was set.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="phone_checks", verbose_name="이용자")
    purpose = models.CharField("쓰임", max_length=10, choices=CodeFor, default=str(CodeFor.JOINING))
    phone = sealed("새 전화번호")
    code_digest = models.BinaryField("번호의 지문", max_length=32)
    sent_at = models.DateTimeField("보낸 일시", auto_now_add=True)
    expires_at = models.DateTimeField("언제까지")
    tries = models.PositiveSmallIntegerField("틀린 횟수", default=0)
    used_at = models.DateTimeField("쓴 일시", null=True)
    done_at = models.DateTimeField("마친 일시", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "전화번호 확인"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=5), name="escrow_phone_check_five_tries"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(purpose="recovery", used_at__isnull=False),
                name="escrow_recovered_by_a_right_code",
            ),
            models.CheckConstraint(
                condition=Q(phone__isnull=True) | Q(purpose="change"), name="escrow_new_number_to_change"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.sent_at:%Y-%m-%d %H:%M}"


class IdentityCheck(models.Model):
    """본인 확인: a transaction at the identity service, which counts once."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="identity_checks", verbose_name="이용자")
    transaction_digest = models.CharField("확인 번호의 지문", max_length=64, unique=True)
    state = models.CharField("상태", max_length=10, choices=CheckState, default=str(CheckState.BEGUN))
    begun_at = models.DateTimeField("시작한 일시", auto_now_add=True)
    tries = models.PositiveSmallIntegerField("틀린 횟수", default=0)
    recovery = models.ForeignKey(
        PhoneCheck, models.SET_NULL, null=True, related_name="identity_checks", verbose_name="비밀번호 찾기"
    )
    ended_at = models.DateTimeField("끝난 일시", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "본인 확인"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="begun", ended_at__isnull=True)
                | (~Q(state="begun") & Q(ended_at__isnull=False)),
                name="escrow_identity_check_ends_once",
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="answered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state <> 'begun'"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.get_state_display()}"


_WAITS = """
    IF NEW.usable_from < NEW.made_at + interval '24 hours'
        AND EXISTS (SELECT FROM escrow_payeeaccount WHERE member_id = NEW.member_id) THEN
      RAISE EXCEPTION 'a changed account waits for 24 hours' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class PayeeAccount(models.Model):
    """받을 계좌: a freelancer's bank account. A contract is bound to the one that stood when it was agreed on.

    `verified_at` is set once the bank has answered that number and name belong together, `refused_at` once it has answered that they do
    not. Nothing is paid
    to it before `usable_from`: a changed account waits a day, in which its owner hears of it.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="payee_accounts", verbose_name="이용자")
    bank = models.CharField("은행", max_length=3)
    number = sealed("계좌번호")
    holder = sealed("예금주")
    tail = models.CharField("끝 세 자리", max_length=3)
    number_digest = models.BinaryField("계좌 색인", max_length=16)
    made_at = models.DateTimeField("적은 일시", auto_now_add=True)
    verified_at = models.DateTimeField("은행이 확인한 일시", null=True)
    refused_at = models.DateTimeField("은행이 맞지 않다고 한 일시", null=True)
    usable_from = models.DateTimeField("쓰기 시작하는 일시", default=timezone.now)
    replaced_at = models.DateTimeField("바꾼 일시", null=True)
    form_token = models.UUIDField("제출 표", null=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "받을 계좌"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(replaced_at__isnull=True), name="escrow_one_payee_account"
            )
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="stays_as_bound",
                exclude=["verified_at", "refused_at", "replaced_at", "number", "holder"],
            ),
            pgtrigger.Trigger(
                name="a_change_waits_a_day", operation=pgtrigger.Insert, when=pgtrigger.Before, func=_WAITS
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.bank} {self.tail}"

    def is_usable(self, now: datetime) -> bool:
        """Whether money may go there already."""
        return self.usable_from <= now
