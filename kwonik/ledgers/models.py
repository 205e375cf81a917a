"""The spreadsheet door's records: one import of one file, and the columns a centre's ledgers were matched to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from kwonik.places.models import Centre

from .codes import HOLDING, OPEN, BatchState


class ImportBatch(models.Model):
    """One file brought in through one sheet type. Its rows point here; undoing removes exactly them.

    `file_digest` is the SHA-256 of the file, `rows_digest` of what was read from it: either finds the same ledger again.
    The file, and what was found in it (`findings`: problems and first lines), are kept sealed until the batch is
    applied or discarded. `reading` tells how the file was understood and holds headings only.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    sheet = models.CharField("대장 종류", max_length=60)
    variant = models.CharField("서비스", max_length=60, blank=True)
    filename = models.CharField("파일 이름", max_length=200)
    file_digest = models.CharField("파일 지문", max_length=64)
    rows_digest = models.CharField("내용 지문", max_length=64, blank=True)
    file = models.ForeignKey(
        "people.SealedText", models.SET_NULL, null=True, related_name="+", verbose_name="파일 내용"
    )
    findings = models.ForeignKey(
        "people.SealedText", models.SET_NULL, null=True, related_name="+", verbose_name="읽은 결과"
    )
    worksheet = models.CharField("시트", max_length=60, blank=True)
    chosen = models.JSONField("고른 열", default=dict)
    reading = models.JSONField("읽은 모습", default=dict)
    state = models.CharField("상태", max_length=10, choices=BatchState, default=BatchState.CHECKED)
    row_count = models.PositiveIntegerField("행 수", default=0)
    problem_count = models.PositiveIntegerField("문제 수", default=0)
    trouble = models.CharField("멈춘 까닭", max_length=500, blank=True)
    new_count = models.PositiveIntegerField("새로 넣은 행", default=0)
    known_count = models.PositiveIntegerField("이미 있던 행", default=0)
    progress = models.PositiveIntegerField("처리한 행", default=0)
    stop_asked = models.BooleanField("멈추라고 함", default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="올린 사람"
    )
    uploaded_at = models.DateTimeField("올린 일시", auto_now_add=True)
    applied_at = models.DateTimeField("반영 일시", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="되돌린 사람",
    )
    undone_at = models.DateTimeField("되돌린 일시", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "대장 가져오기"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "sheet", "variant", "file_digest", "worksheet"],
                condition=Q(state__in=HOLDING),
                name="ledgers_file_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["applied", "undoing", "undone", "discarded"])
                | Q(file__isnull=True, findings__isnull=True),
                name="ledgers_nothing_kept_afterwards",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="ledgers_undone_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filename} ({self.get_state_display()})"

    @property
    def percent(self) -> int:
        return min(100, 100 * self.progress // self.row_count) if self.row_count else 0

    @property
    def is_ready(self) -> bool:
        """Whether it may be confirmed: read without a problem and something in it is new."""
        return (
            self.state in OPEN and self.file_id is not None and not self.problem_count and self.new_count > 0
        )


class RememberedColumns(models.Model):
    """How the columns of a centre's ledgers of one kind were matched before: heading -> column key, "" for not read."""

    centre = models.ForeignKey(Centre, models.CASCADE, verbose_name="센터")
    sheet = models.CharField("대장 종류", max_length=120)
    mapping = models.JSONField("맞춘 열", default=dict)
    updated_at = models.DateTimeField("고친 일시", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "기억한 열"
        constraints = [models.UniqueConstraint(fields=["centre", "sheet"], name="ledgers_columns_once")]

    def __str__(self) -> str:
        return f"{self.centre} {self.sheet}"


class Imported(models.Model):
    """Base of every row a ledger can bring: the batch it came by and a key by which the same line is known again.

    `import_key` is the digest of the line's values and its running number among equal lines of the file, so bringing
    the same ledger (or a longer one that contains it) again adds only what is new.
    """

    import_batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="가져온 대장"
    )
    import_key = models.BinaryField("행 지문", max_length=16, null=True)

    class Meta:
        abstract = True
