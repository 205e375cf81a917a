"""People, a bank and workers living through months, one step at a time; after each step the escrow is what the model says.

`Life` has one method a thing that can happen; whoever drives it (a seed, or hypothesis) chooses which and with what numbers.
"""

from __future__ import annotations

from random import Random
from typing import Any
from uuid import uuid4

from kwonik.escrow import actions, queries
from kwonik.escrow.actions import banking
from kwonik.escrow.bank import port
from kwonik.escrow.models import Deposit, Dispute, LedgerAccount, Milestone, Payment, VirtualAccount
from tests.escrow import factories
from tests.escrow.factories import deliver, fresh
from tests.escrow.model import FATES, Model
from tests.escrow.test_work import panel
from tests.escrow.towns import Seams, Teller, Town

BASIS_POINTS = 220
HELD = ("payable", "suspense")
"""What waits for a second person above the limit."""


class Life:
    """Everything that happens is drawn from `chance`, so that the same seed is the same life."""

    def __init__(self, town: Town, chance: Random) -> None:
        self.town, self.chance = town, chance
        self.known_won = -queries.money.balance("custody", "bank")
        self.freelancers = [town.freelancer() for _ in range(2)]
        self.commissioners = [factories.commissioner(), factories.commissioner(standing="individual")]
        self.model = Model(queries.today_policy().payout_limit_won)
        self.told: list[str] = []
        self.adviser: Any = None
        self.payers = 0
        self.deaf = 0.2

    # -- choosing

    def any_in(self, *states: str) -> Milestone | None:
        """A milestone in one of these states, by the model."""
        found = [number for number, one in self.model.milestones.items() if one["state"] in states]
        return self._row(self.chance.choice(found)) if found else None

    def _row(self, number: int) -> Milestone:
        rows = Milestone.objects.select_related("terms", "contract__freelancer", "contract__commissioner")
        return rows.get(pk=number)

    def any_deposit(self, state: str) -> tuple[str, Deposit] | None:
        found = [line for line, one in self.model.deposits.items() if one["state"] == state]
        if not found:
            return None
        line = self.chance.choice(found)
        return line, Deposit.objects.get(line=line)

    def any_payment(self, *states: str, kinds: tuple[str, ...]) -> tuple[str, Payment] | None:
        """The last payment of an account, if it stands so."""
        last = {one["key"]: number for number, one in self.model.payments.items()}
        found = [
            number
            for key, number in last.items()
            if key[0] in kinds and self.model.payments[number]["state"] in states
        ]
        if not found:
            return None
        number = self.chance.choice(found)
        return number, Payment.objects.get(bank_number=number)

    # -- people

    def sign(self) -> None:
        amounts = [
            self.chance.choice((1_000, 33_333, 300_000, 1_000_000, 6_000_000))
            for _ in range(self.chance.randint(1, 2))
        ]
        one, other = self.chance.choice(self.freelancers), self.chance.choice(self.commissioners)
        points = self.chance.choice((None, None, 0, BASIS_POINTS))
        contract = self.town.contract(
            one, other, *amounts, days=self.chance.randint(5, 40), basis_points=points
        )
        for milestone in contract.milestones.select_related("terms"):
            terms = milestone.terms
            parts = terms.deposit_won, terms.net_won - terms.card_fee_won, terms.deposit_won - terms.net_won
            self.model.sign(milestone.pk, *parts, terms.due_on, terms.card_fee_won)

    def pay(self) -> None:
        """Mostly right; short, over, in another name, or although nothing is awaited any more."""
        milestone = self.any_in("awaiting_deposit") or self.any_in("funded", "delivered", "paid")
        if milestone is None or self.town.today > milestone.terms.due_on:
            return
        if milestone.terms.version.pays_by == "card":
            self._charge(milestone)
            return
        wrong = self.chance.choice(("", "", "", "short", "over", "name", "twice"))
        won = milestone.terms.deposit_won + {"short": -1, "over": 1_000}.get(wrong, 0)
        name = "모르는 사람" if wrong == "name" else factories.name_of(milestone)
        for _ in range(2 if wrong == "twice" else 1):
            self.payers += 1
            line = self.town.pay(milestone, won, name, f"44{self.payers:010}")
            self.model.pay(line, milestone.pk, won, wrong != "name")

    def _charge(self, milestone: Milestone) -> None:
        """On the bank's card page, unless it was paid there: declined, in another name, for another fee, or its money comes late."""
        model, town = self.model, self.town
        if model.milestones[milestone.pk]["state"] != "awaiting_deposit" or model.cards_of(
            milestone.pk, "untaken", "suspense"
        ):
            return
        order = actions.issue_account(bank=town.bank, milestone=milestone, back_to="https://centre.example/")
        wrong = self.chance.choice(("", "", "", "name", "fee", "late", "declined"))
        name = "모르는 사람" if wrong == "name" else factories.name_of(milestone)
        points = BASIS_POINTS if milestone.terms.card_fee_won else 0
        more = 5 if wrong == "fee" else 0
        found = town.charge(
            order.number, name, points, more=more, late=wrong == "late", declined=wrong == "declined"
        )
        if found:
            fee = milestone.terms.card_fee_won + more
            model.charge(order.number, milestone.pk, fee, wrong != "name", found)

    def start(self) -> None:
        if (milestone := self.any_in("funded")) and not self.model.milestones[milestone.pk]["started"]:
            actions.start(by=milestone.contract.freelancer.account, milestone=milestone)
            self.model.milestones[milestone.pk]["started"] = True

    def deliver(self) -> None:
        if milestone := self.any_in("funded"):
            moved = deliver(milestone)
            self.model.move(milestone.pk, "delivered", started=True, accept_by=moved.accept_by)

    def ask_changes(self) -> None:
        if milestone := self.any_in("delivered"):
            by = milestone.contract.commissioner.account
            actions.ask_changes(by=by, milestone=milestone, clause=1, text="색을 바꿈")
            self.model.move(milestone.pk, "funded", accept_by=None)

    def approve(self) -> None:
        if milestone := self.any_in("delivered"):
            token = uuid4()
            for _ in range(self.chance.randint(1, 2)):  # a page sent twice
                by = milestone.contract.commissioner.account
                actions.approve(by=by, milestone=milestone, token=token)
            self.model.approve(milestone.pk)

    def cancel(self) -> None:
        """Alone before work, else one asks and, the next time, the other agrees."""
        if (milestone := self.any_in("funded")) is None:
            return
        known, contract = self.model.milestones[milestone.pk], milestone.contract
        if not known["started"]:
            actions.cancel_before_work(by=contract.commissioner.account, milestone=milestone)
        elif not known["asked"]:
            actions.ask_to_cancel(by=contract.freelancer.account, milestone=milestone, note="그만둠")
            known["asked"].add("freelancer")
            return
        else:
            actions.cancel_together(by=contract.commissioner.account, milestone=milestone)
        self.model.cancel(milestone.pk)

    def dispute(self) -> None:
        if milestone := self.any_in("funded", "delivered"):
            before = self.model.milestones[milestone.pk]["state"]
            by = self.chance.choice((milestone.contract.freelancer, milestone.contract.commissioner))
            made = actions.open_dispute(by=by.account, milestone=milestone, text="대금 다툼")
            self.model.move(milestone.pk, "disputed", accept_by=None, before=before, dispute=made.pk, by=by)

    def end_dispute(self) -> None:
        """Taken back, or divided as both sign."""
        if (milestone := self.any_in("disputed")) is None:
            return
        known = self.model.milestones[milestone.pk]
        dispute = Dispute.objects.get(pk=known["dispute"])
        if self.chance.random() < 0.3:
            actions.take_back_dispute(by=known["by"].account, dispute=dispute)
            self.model.move(milestone.pk, known["before"], accept_by=fresh(milestone).accept_by)
            return
        operator = self.town.operator(milestone)
        self.adviser = self.adviser or panel(milestone.contract)
        actions.assign(by=operator, dispute=dispute, adviser=self.adviser)
        gross = milestone.terms.gross_won
        share = self.chance.choice((0, gross // 3, gross))
        split = actions.propose_split(
            by=self.adviser.account, dispute=dispute, freelancer_won=share, reason="반만 됨"
        )
        for member in (milestone.contract.freelancer, milestone.contract.commissioner):
            actions.sign_split(
                by=member.account, split=split, sha256=split.sha256, address=None, authentication="비밀번호"
            )
        actions.divide(by=operator, dispute=dispute)
        shares = {"payable": split.payout_won, "withheld": split.withheld_won, "refundable": split.refund_won}
        self.model.divide(milestone.pk, "resolved", **shares)

    # -- the centre

    def look_at_suspense(self) -> None:
        """The exact amount in another name is matched, if it is still awaited; the rest goes back."""
        if (found := self.any_deposit("suspense")) is None:
            return
        line, deposit = found
        known = self.model.deposits[line]
        milestone = self._row(known["milestone"])
        by = self.town.operator(milestone)
        awaited = self.model.milestones[milestone.pk]["state"] == "awaiting_deposit"
        exact = milestone.terms.deposit_won - milestone.terms.card_fee_won, milestone.terms.card_fee_won
        if awaited and (known["won"], known["fee"]) == exact:
            actions.match_deposit(by=by, deposit=deposit)
            self.model.match(line)
        else:
            told = actions.refund_deposit(by=by, deposit=deposit)
            self.model.write(self._number(told), ("suspense", f"d{line}"))

    def send_again(self) -> None:
        """A person sends what failed or came back."""
        if found := self.any_payment("failed", "returned", kinds=("refundable", "withheld")):
            number, payment = found
            told = actions.refund_again(
                by=self.town.operator(self._row(self._whose(number))), payment=payment
            )
            self.model.write(self._number(told), self.model.payments[number]["key"])

    def prepare(self) -> None:
        """A payout that failed, or is above the limit: above it, it waits for a second person."""
        waiting = [
            number
            for (kind, reference), won in self.model.lies.items()
            if kind == "payable"
            and won
            and (number := int(reference[1:]))
            and (won > self.model.limit_won or self.model.milestones[number]["state"] == "payout_failed")
        ]
        if waiting:
            milestone = self._row(self.chance.choice(waiting))
            key = ("payable", f"m{milestone.pk}")
            actions.verify_payees(bank=self.town.bank)
            told = actions.prepare(by=self.town.operator(milestone), milestone=milestone)
            above = self.model.lies[key] > self.model.limit_won
            self.model.write(self._number(told), key, "held" if above else "written")

    def second_person(self) -> None:
        if found := self.any_payment("held", kinds=HELD):
            number, payment = found
            by = self.town.operator(self._row(self._whose(number)), 1)
            if self.chance.random() < 0.7:
                actions.release(by=by, payment=payment)
                self.model.payments[number]["state"] = "written"
            else:
                actions.refuse(by=by, payment=payment)
                self.model._fail(self.model.payments[number])

    def _number(self, told: Any) -> str:
        return str(Payment.objects.get(pk=told.number).bank_number)

    def _whose(self, number: str) -> int:
        """The milestone that a payment belongs to."""
        kind, reference = self.model.payments[number]["key"]
        return int(self.model.deposits[reference[1:]]["milestone"] if kind == "suspense" else reference[1:])

    # -- the clock and the workers

    def pass_time(self, days: int = 0) -> None:
        """Minutes, or days; the bank does meanwhile what it has to."""
        if days:
            for _ in range(days):
                self.town.next_day()
        else:
            self.town.wait(minutes=self.chance.randint(1, 20))
        self.model.bring(self.town.at)

    def morning(self) -> None:
        """Deposits that nobody made, and silence."""
        actions.expire_overdue(now=self.town.at, bank=self.town.bank)
        actions.accept_in_silence()
        today = self.town.today
        for number, one in self.model.milestones.items():
            if one["state"] == "awaiting_deposit" and one["due_on"] < today:
                if not self.model.cards_of(number, "untaken"):
                    self.model.move(number, "expired")
            elif one["state"] == "delivered" and one["accept_by"] < today:
                self.model.approve(number)

    def take_lines(self, days: int = 4) -> None:
        """Of the last days, in any order, some of them twice."""
        lines = [line for day in self.town.days()[-days:] for line in port.lines_of(self.town.bank, day)]
        lines += [line for line in lines if self.chance.random() < 0.3]
        self.chance.shuffle(lines)
        self.model.bring(self.town.at)
        banking.ask_cards(bank=self.town.bank, numbers={line.virtual_account for line in lines})
        for line in lines:
            list(banking.take_all([line]))
            if line.virtual_account in self.model.cards:
                self.model.settle(line.virtual_account, line.number)
            if line.kind is port.Kind.DEPOSIT:
                self.model.take(line.number)
            elif line.kind is port.Kind.RETURNED:
                self.model.take_return(line.bank_tran_id)

    def write(self) -> None:
        before = set(self.model.payments)
        expected = self.model.due(self.town.today)
        self.town.write()
        made = Payment.objects.select_related("source").exclude(bank_number__in=before).order_by("pk")
        written = {(one.source.kind, one.source.reference): one for one in made}
        assert {key: one.amount_won for key, one in written.items()} == expected
        for key in sorted(written, key=lambda key: key[0] != "payable"):
            self.model.write(written[key].bank_number, key)

    def send(self) -> None:
        """Each transfer meets its own fate."""

        def before(number: str) -> None:
            self.town.sandbox.behave()
            fate = self.chance.choices(FATES, [8] + [1] * (len(FATES) - 1))[0]
            self.told.append(f"{number}: {fate or 'done'}")
            if fate == "maintenance":
                self.town.sandbox.turn(fate, value="00:00-23:59")
            elif fate:
                self.town.sandbox.turn(fate, next=1)
            self.model.send(number, fate, self.town.at)

        actions.send_waiting(bank=Teller(self.town.bank, Seams(), before))
        self.town.sandbox.behave()

    def ask(self) -> None:
        """Now and then the bank does not answer a question."""
        model, town = self.model, self.town

        class Deaf:
            def __init__(self, life: Life) -> None:
                self.life = life

            def inquire(self, number: str, on: Any, won: int) -> port.Outcome:
                if self.life.chance.random() < self.life.deaf:
                    raise port.NoAnswer
                answer = town.bank.inquire(number, on, won)
                model.ask(number, town.at)
                return answer

        model.bring(town.at)
        actions.inquire_unknown(bank=Deaf(self))

    def come_to_rest(self) -> None:
        """The bank behaves; people send again what did not arrive; whatever was under way ends."""
        self.take_lines(days=10_000)
        for _ in range(12):
            self.pass_time(days=1)
            self.take_lines()
            while self.any_payment("failed", "returned", kinds=("refundable", "withheld")):
                self.send_again()
            self.prepare()
            while self.any_payment("held", kinds=HELD):
                self.second_person()
            self.write()
            self._send_well()
            self.deaf = 0.0
            self.ask()
            self.check()
        assert not [one for one in self.model.payments.values() if one["state"] in ("written", "unknown")]

    def _send_well(self) -> None:
        before = lambda number: self.model.send(number, "", self.town.at)  # noqa: E731
        actions.send_waiting(bank=Teller(self.town.bank, Seams(), before))

    # -- what must hold

    def check(self) -> None:
        """Every state and every won is the model's; books are even; the bank has what the model says."""
        model = self.model
        states = dict(Milestone.objects.filter(pk__in=model.milestones).values_list("pk", "state"))
        wanted = {number: one["state"] for number, one in model.milestones.items()}
        assert states == wanted, set(states.items()) ^ set(wanted.items())
        taken = {line: one for line, one in model.deposits.items() if one["state"] != "untaken"}
        rows = Deposit.objects.filter(line__in=model.deposits).values_list("line", "state", "reason")
        assert sorted(rows) == sorted((line, one["state"], one["reason"]) for line, one in taken.items())
        sent = dict(Payment.objects.values_list("bank_number", "state"))
        assert sent == {number: one["state"] for number, one in model.payments.items()}
        self._check_money()

    def _check_money(self) -> None:
        model = self.model
        line_of = {f"d{pk}": line for pk, line in Deposit.objects.values_list("pk", "line")}
        lies = {
            (kind, "d" + line_of[reference] if kind == "suspense" else reference): won
            for kind, reference, won in queries.money.balances_left(
                "escrow", "payable", "withheld", "refundable", "suspense"
            )
        }
        assert lies == {key: won for key, won in model.lies.items() if won}
        custody = -queries.money.balance("custody", "bank") - self.known_won
        assert custody == model.custody_won == model.total_won()
        assert self.town.bank_won() - self.town.had_won == model.bank_won
        self.town.check_books()
        assert -queries.money.balance("card_fee", "bank") == model.fees_won()
        assert VirtualAccount.objects.count() <= len(model.milestones) + len(model.cards)
        assert not LedgerAccount.objects.filter(kind="adjustment").exclude(reference="bank").exists()
