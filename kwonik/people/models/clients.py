"""Clients, the vault's rows, drafts, keys, and the log of everything opened."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from kwonik.people.codes import Purpose, SealedKind
from kwonik.places.models import Centre

from .accounts import Account
from .shapes import Submitted


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
