"""Accounts and roles, staff posts, appointments (위촉), clients, the vault's rows and its access log."""

from __future__ import annotations

import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from kwonik.places.models import Centre, Dated

from .codes import AppointedRole, Grade, Purpose, Qualification, SealedKind


class Days(models.Func):
    """daterange(first, last, '[]') for exclusion constraints."""

    function = "DATERANGE"
    output_field = DateRangeField()


def never_twice(name: str, *fields: str) -> ExclusionConstraint:
    """No two rows with equal `fields` are in force on the same day."""
    days = Days("from_on", "until_on", RangeBoundary(inclusive_upper=True))
    return ExclusionConstraint(
        name=name,
        expressions=[*((field, RangeOperators.EQUAL) for field in fields), (days, RangeOperators.OVERLAPS)],
    )


def brought_once(name: str) -> models.UniqueConstraint:
    """The same line of a ledger makes one row of a centre."""
    return models.UniqueConstraint(
        fields=["centre", "import_key"], condition=Q(import_key__isnull=False), name=name
    )


class Brought(models.Model):
    """A row that a ledger may have brought; `people` lies below `ledgers`, so the batch is a bare number."""

    import_batch_id = models.BigIntegerField("가져온 대장", null=True, blank=True, db_index=True)
    import_key = models.BinaryField("행 지문", max_length=16, null=True, blank=True)

    class Meta:
        abstract = True


class Submitted(models.Model):
    """A row that a form makes: a form sent twice makes one."""

    form_token = models.UUIDField("제출 표", null=True, blank=True, unique=True)

    class Meta:
        abstract = True


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


class Client(Submitted):
    """내담자: a person known to one centre. This row names nobody; the name stands sealed in `Identity`."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    reference = models.CharField("내담자 번호", max_length=20)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="합쳐진 내담자"
    )
    created_at = models.DateTimeField("등록 일시", auto_now_add=True)
    version = models.PositiveIntegerField("판", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "내담자"
        constraints = [
            models.UniqueConstraint(fields=["centre", "reference"], name="people_client_once"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("pk")),
                name="people_client_not_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Identity(models.Model):
    """The vault's row of a client: name and telephone number as ciphertext, with keyed digests to search by.

    Ciphertext is AES-256-GCM under the key `key_id`, bound to table, column and client. Digests are HMACs
    under the search key, bound to the centre: equal names meet there without anybody reading them.
    """

    client = models.OneToOneField(Client, models.CASCADE, primary_key=True, verbose_name="내담자")
    name_sealed = models.BinaryField("이름")
    phone_sealed = models.BinaryField("전화번호", null=True)
    name_digest = models.BinaryField("이름 색인", max_length=16)
    phone_digest = models.BinaryField("전화번호 색인", max_length=16, null=True)
    tail_digest = models.BinaryField("전화번호 끝자리 색인", max_length=16, null=True)
    key_id = models.CharField("열쇠 번호", max_length=16, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "내담자 신원"
        indexes = [
            models.Index(fields=["name_digest"]),
            models.Index(fields=["phone_digest"]),
            models.Index(fields=["tail_digest"]),
        ]

    def __str__(self) -> str:
        return str(self.client_id)


class SealedText(models.Model):
    """A sealed text (memo, facts, note), bound to its row, kind and centre; `client` is whom it concerns."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    client = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, verbose_name="내담자")
    kind = models.CharField("구분", max_length=10, choices=SealedKind)
    ciphertext = models.BinaryField("암호문")
    key_id = models.CharField("열쇠 번호", max_length=16, db_index=True)
    created_at = models.DateTimeField("만든 일시", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "봉인된 글"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class VaultKey(models.Model):
    """열쇠 대장: that a key of the keyring came and went. The key itself is never in the database."""

    key_id = models.CharField("열쇠 번호", max_length=16, unique=True)
    made_at = models.DateTimeField("만든 일시", auto_now_add=True)
    destroyed_at = models.DateTimeField("없앤 일시", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "암호 열쇠"

    def __str__(self) -> str:
        return self.key_id


class Draft(models.Model):
    """쓰던 글: what somebody typed and has not stored yet, sealed; one per account, form and subject."""

    account = models.ForeignKey(Account, models.CASCADE, verbose_name="계정")
    form = models.CharField("화면", max_length=60)
    subject = models.CharField("대상", max_length=60, blank=True)
    sealed = models.ForeignKey(SealedText, models.PROTECT, verbose_name="내용")
    updated_at = models.DateTimeField("고친 일시", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "쓰던 글"
        constraints = [
            models.UniqueConstraint(fields=["account", "form", "subject"], name="people_draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.form}"


class PersonalDataAccess(models.Model):
    """접속기록: who opened whose personal data, when, from where, why (안전성 확보조치 기준 제8조)."""

    at = models.DateTimeField("일시", auto_now_add=True)
    actor = models.ForeignKey(Account, models.PROTECT, null=True, verbose_name="접속한 사람")
    centre = models.ForeignKey(Centre, models.PROTECT, null=True, verbose_name="센터")
    address = models.GenericIPAddressField("접속지", null=True)
    action = models.CharField("한 일", max_length=40)
    purpose = models.CharField("목적", max_length=20, choices=Purpose)
    client_ids = ArrayField(models.BigIntegerField(), verbose_name="정보주체", default=list)
    subject_count = models.PositiveIntegerField("정보주체 수")
    request_id = models.CharField("요청 번호", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "개인정보 접속기록"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["actor", "at"]),
            models.Index(fields=["centre", "at"]),
            GinIndex(fields=["client_ids"], name="people_access_clients"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.get_purpose_display()}"
