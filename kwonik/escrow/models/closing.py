"""마감: the days of the custody account, what differs from the bank, and how two people settle it.

The rows of the ledger itself are SQL's (`kwonik/escrow/ledger`); here they are named by their event's number.
"""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kwonik.escrow.codes import GAP_SIDES, BreakClass, BreakState, Gap, Way
from kwonik.escrow.rules.closing import day_words
from kwonik.places.models import Centre

from .statements import BankStatement

ACCOUNT = settings.AUTH_USER_MODEL

_DAY = """
    IF TG_OP = 'INSERT' THEN
      IF NEW.sealed_at IS NOT NULL OR NEW.first_by_id IS NOT NULL THEN
        RAISE EXCEPTION 'a day begins open' USING ERRCODE = 'check_violation';
      END IF;
      IF EXISTS (SELECT FROM escrow_businessday WHERE sealed_at IS NOT NULL AND dated_on >= NEW.dated_on) THEN
        RAISE EXCEPTION 'no day comes before a sealed one' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END IF;
    IF OLD.sealed_at IS NOT NULL OR (NEW.dated_on, NEW.centre_id) IS DISTINCT FROM (OLD.dated_on, OLD.centre_id) THEN
      RAISE EXCEPTION 'a sealed day stays as it is, and a day stays that day' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.first_by_id IS NOT NULL AND OLD.first_by_id IS NOT NULL AND (NEW.first_by_id, NEW.statement_id, NEW.opening_won, NEW.credits_won,
        NEW.debits_won, NEW.closing_won, NEW.told_won, NEW.ledger_opening_won, NEW.ledger_closing_won, NEW.open_breaks)
      IS DISTINCT FROM (OLD.first_by_id, OLD.statement_id, OLD.opening_won, OLD.credits_won,
        OLD.debits_won, OLD.closing_won, OLD.told_won, OLD.ledger_opening_won, OLD.ledger_closing_won, OLD.open_breaks) THEN
      RAISE EXCEPTION 'what the first person confirmed does not change under the second' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.sealed_at IS NOT NULL THEN
      IF OLD.first_by_id IS DISTINCT FROM NEW.first_by_id THEN
        RAISE EXCEPTION 'two people, one after the other' USING ERRCODE = 'check_violation';
      END IF;
      IF EXISTS (SELECT FROM escrow_break WHERE day_id = NEW.id AND state = 'open') THEN
        RAISE EXCEPTION 'a day with an open break stays open' USING ERRCODE = 'check_violation';
      END IF;
      IF EXISTS (SELECT FROM escrow_businessday WHERE dated_on < NEW.dated_on) AND NOT EXISTS (
        SELECT FROM escrow_businessday before
        WHERE before.dated_on = NEW.dated_on - 1 AND before.sealed_at IS NOT NULL AND before.closing_won = NEW.opening_won
      ) THEN
        RAISE EXCEPTION 'days are sealed in order, each from the closing before' USING ERRCODE = 'check_violation';
      END IF;
    END IF;
    RETURN NEW;
"""

_OPEN_DAY = """
    PERFORM FROM escrow_businessday WHERE id = NEW.day_id AND sealed_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'a sealed day takes nothing new' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state IN ('corrected', 'explained') AND NOT EXISTS (
      SELECT FROM escrow_correction WHERE break_of_id = NEW.id AND confirmed_at IS NOT NULL AND (way = 'explained') = (NEW.state = 'explained')
    ) THEN
      RAISE EXCEPTION 'a break is settled by two people' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

_CORRECTION = """
    IF NOT EXISTS (
      SELECT FROM escrow_break WHERE id = NEW.break_of_id AND state = 'open' AND difference_won = NEW.won
    ) THEN
      RAISE EXCEPTION 'a correction is of an open break, to the won' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class BusinessDay(models.Model):
    """하루: the custody account from one midnight to the next, sealed by two people once books and bank agree.

    `credits_won` and `debits_won` are the ledger's; `told_won` is the balance that the bank answers when asked for it alone.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name="센터")
    dated_on = models.DateField("날", unique=True)
    statement = models.ForeignKey(
        BankStatement, models.PROTECT, null=True, related_name="+", verbose_name="거래명세"
    )
    opening_won = models.BigIntegerField("은행 첫 잔액", default=0)
    bank_credits_won = models.BigIntegerField("은행 들어온 돈", default=0)
    bank_debits_won = models.BigIntegerField("은행 나간 돈", default=0)
    closing_won = models.BigIntegerField("은행 마감 잔액", default=0)
    told_won = models.BigIntegerField("은행이 따로 답한 잔액", default=0)
    ledger_opening_won = models.BigIntegerField("장부 첫 잔액", default=0)
    credits_won = models.BigIntegerField("장부 들어온 돈", default=0)
    debits_won = models.BigIntegerField("장부 나간 돈", default=0)
    ledger_closing_won = models.BigIntegerField("장부 마감 잔액", default=0)
    open_breaks = models.PositiveIntegerField("열린 차이", default=0)
    reconciled_at = models.DateTimeField("맞춰 본 일시", null=True)
    first_by = models.ForeignKey(
        ACCOUNT, models.PROTECT, null=True, related_name="+", verbose_name="첫 번째 사람"
    )
    first_at = models.DateTimeField("확인한 일시", null=True)
    second_by = models.ForeignKey(
        ACCOUNT, models.PROTECT, null=True, related_name="+", verbose_name="두 번째 사람"
    )
    sealed_at = models.DateTimeField("봉인한 일시", null=True)
    chain_root = models.CharField("그날의 사슬 지문", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "하루 마감"
        ordering = ["-dated_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_by__isnull=True, first_at__isnull=True)
                | Q(first_by__isnull=False, first_at__isnull=False),
                name="escrow_confirmed_at_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(sealed_at__isnull=True, second_by__isnull=True, chain_root="")
                | (
                    Q(sealed_at__isnull=False, second_by__isnull=False, first_by__isnull=False)
                    & Q(statement__isnull=False, open_breaks=0, chain_root__regex="^[0-9a-f]{64}$")
                    & Q(closing_won=F("ledger_closing_won"), told_won=F("closing_won"))
                    & Q(ledger_opening_won=F("opening_won"))
                    & Q(closing_won=F("opening_won") + F("credits_won") - F("debits_won"))
                    & ~Q(second_by=F("first_by"))
                ),
                name="escrow_sealed_day_is_whole",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="seals_in_order",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=_DAY,
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.dated_on}"


class Break(models.Model):
    """차이: what books and bank say differently on a day. The same facts of the same day are one row (`key`)."""

    day = models.ForeignKey(BusinessDay, models.PROTECT, related_name="breaks", verbose_name="날")
    key = models.CharField("무엇과 무엇", max_length=200)
    kind = models.CharField("구분", max_length=12, choices=BreakClass)
    number = models.CharField("은행의 줄 번호", max_length=60, blank=True)
    bank_tran_id = models.CharField("은행거래고유번호", max_length=40, blank=True)
    bank_won = models.BigIntegerField("은행", null=True)
    ledger_won = models.BigIntegerField("장부", null=True)
    difference_won = models.BigIntegerField("차이")
    event = models.BigIntegerField("장부의 번호", null=True)
    about = models.CharField("덧붙임", max_length=12, blank=True)
    state = models.CharField("상태", max_length=10, choices=BreakState, default=str(BreakState.OPEN))
    owner = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+", verbose_name="맡은 사람")
    opened_on = models.DateField("찾은 날")
    ended_at = models.DateTimeField("풀린 일시", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "차이"
        ordering = ["opened_on", "pk"]
        indexes = [models.Index(fields=["state", "opened_on"])]
        constraints = [
            models.UniqueConstraint(fields=["day", "key"], name="escrow_break_once"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="escrow_open_break_goes_on",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="stays_as_found", exclude=["state", "owner", "ended_at"]),
            pgtrigger.FSM(
                name="along_the_table",
                field="state",
                transitions=[
                    ("open", "answered"),
                    ("answered", "open"),
                    ("open", "corrected"),
                    ("open", "explained"),
                ],
            ),
            pgtrigger.Trigger(
                name="of_an_open_day",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
                when=pgtrigger.Before,
                func=_OPEN_DAY,
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"

    @property
    def about_words(self) -> str:
        """Which balances, or on which other day; empty where the class says it all."""
        if self.kind == BreakClass.BALANCE:
            return str(Gap(self.about).label)
        return f"다른 쪽은 {day_words(date.fromisoformat(self.about))}에 적었습니다." if self.about else ""

    @property
    def sides(self) -> tuple[str, str]:
        """What the two amounts are called."""
        return (
            GAP_SIDES.get(self.about, ("은행", "장부"))
            if self.kind == BreakClass.BALANCE
            else ("은행", "장부")
        )


class Correction(models.Model):
    """차이를 정리할 방법: one person proposes, another confirms; only then the ledger moves (`event`)."""

    break_of = models.ForeignKey(Break, models.PROTECT, related_name="corrections", verbose_name="차이")
    way = models.CharField("방법", max_length=10, choices=Way)
    won = models.BigIntegerField("차이")
    words = models.TextField("까닭")
    proposed_by = models.ForeignKey(ACCOUNT, models.PROTECT, related_name="+", verbose_name="제안한 사람")
    proposed_at = models.DateTimeField("제안한 일시", auto_now_add=True)
    dropped_at = models.DateTimeField("거둔 일시", null=True)
    dropped_by = models.ForeignKey(
        ACCOUNT, models.PROTECT, null=True, related_name="+", verbose_name="거둔 사람"
    )
    confirmed_by = models.ForeignKey(
        ACCOUNT, models.PROTECT, null=True, related_name="+", verbose_name="확인한 사람"
    )
    confirmed_at = models.DateTimeField("확인한 일시", null=True)
    event = models.BigIntegerField("장부의 번호", null=True, unique=True)
    form_token = models.UUIDField("제출 표", default=uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "차이를 정리할 방법"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["break_of"],
                condition=Q(dropped_at__isnull=True),
                name="escrow_one_standing_correction",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True, event__isnull=True)
                | (
                    Q(confirmed_by__isnull=False, confirmed_at__isnull=False, dropped_at__isnull=True)
                    & ~Q(confirmed_by=F("proposed_by"))
                    & (
                        Q(way="explained", event__isnull=True)
                        | (~Q(way="explained") & Q(event__isnull=False) & ~Q(won=0))
                    )
                ),
                name="escrow_corrected_by_two",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="of_an_open_break", operation=pgtrigger.Insert, when=pgtrigger.Before, func=_CORRECTION
            ),
            pgtrigger.ReadOnly(
                name="stays_as_proposed",
                exclude=["dropped_at", "dropped_by", "confirmed_by", "confirmed_at", "event"],
            ),
            pgtrigger.Protect(
                name="over_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.dropped_at IS NOT NULL OR OLD.confirmed_at IS NOT NULL"),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.break_of} {self.get_way_display()}"
