"""The verbs of the escrow's months, each done through the action that a person's page would call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils import timezone

from kwonik.catalogue.models import ContractForm
from kwonik.escrow import actions, queries
from kwonik.escrow.actions import Upload, Wish
from kwonik.escrow.identity.sandbox import Sandbox
from kwonik.escrow.messenger import sandbox as messenger
from kwonik.escrow.models import Contract, Deposit, Dispute, Member, Milestone
from kwonik.people.models import Account

from . import logins
from .escrow_bank import SampleBank
from .escrow_recipe import EscrowRecipe
from .escrow_timetable import Agreed, Joining, Step

RESULT = b"%PDF-1.7\n% a result of the sample\n"
STRANGER = "다른 이름으로 보낸 사람"
DAYS_TO_DEPOSIT = 21


def token_of(kind: str, number: int) -> UUID:
    """The form by which somebody joined or a contract was begun, the same on every run."""
    return uuid5(NAMESPACE_OID, f"kwonik sample escrow {kind} {number}")


class Scene:
    """Does what a timetable says. Rows are found again by the forms that made them."""

    def __init__(self, recipe: EscrowRecipe, accounts: Mapping[str, Account], bank: SampleBank) -> None:
        self.recipe, self.accounts, self.bank = recipe, accounts, bank
        self.identity, self.messenger = Sandbox(), messenger.Sandbox()
        self.forms = {form.code: form for form in ContractForm.objects.all()}

    def do(self, step: Step) -> None:
        getattr(self, f"_{step.verb}")(step)

    # -- members ----------------------------------------------------------------------------------------------

    def join(self, one: Joining) -> None:
        """Signs up, and confirms the telephone. Nobody logs in but those whose login is printed."""
        member = actions.join(
            username=one.login.username if one.login else f"escrow-{one.number:04}",
            password=logins.password() if one.login else None,
            standing="business" if one.business_number else "individual",
            is_freelancer=one.is_freelancer,
            is_commissioner=not one.is_freelancer,
            name=one.name,
            phone=one.phone,
            business_number=one.business_number,
            consented=True,
            form_token=token_of("member", one.number),
        )
        shown = actions.send_code(by=member.account, service=self.messenger)
        actions.confirm_phone(by=member.account, code=shown.split()[-1])

    def _party(self, one: Joining) -> Member:
        """The member, verified, and a freelancer with an account to be paid to."""
        member = Member.objects.select_related("account").get(form_token=token_of("member", one.number))
        by = member.account
        if member.verified_at is None:
            transaction, code = actions.begin_identity(
                by=by, service=self.identity, name=one.name, born_on=one.born_on
            )
            actions.confirm_identity(by=by, service=self.identity, transaction_id=transaction, code=code)
            if one.is_freelancer:
                actions.bind_account(by=by, bank=one.bank, account_number=one.account_number, holder=one.name)
        return member

    # -- contracts --------------------------------------------------------------------------------------------

    def _sign(self, step: Step) -> None:
        """Written by the freelancer, taken by the commissioner, signed by both; the numbers to pay into are asked for."""
        agreed = step.contract
        one, other = self._party(agreed.freelancer), self._party(agreed.commissioner)
        contract = actions.draft_contract(
            by=one.account,
            as_party="freelancer",
            reference=other.reference,
            phone=agreed.commissioner.phone,
            form=self.forms[agreed.trade.form],
            custody="direct" if agreed.story == "direct" else "custody",
            form_token=token_of("contract", agreed.number),
        )
        actions.write_scope(by=one.account, contract=contract, title=agreed.title, scope=agreed.trade.answers)
        due_on = timezone.localdate() + timedelta(days=DAYS_TO_DEPOSIT if agreed.story != "unpaid" else 7)
        kinds = [("advance", "선금"), ("balance", "잔금")][-len(agreed.amounts) :]
        wishes = [
            Wish(kind, title, won, due_on + timedelta(days=21 * at))
            for at, ((kind, title), won) in enumerate(zip(kinds, agreed.amounts, strict=True))
        ]
        actions.write_lines(by=one.account, contract=contract, wishes=wishes)
        actions.offer(by=one.account, contract=contract)
        actions.accept(by=other.account, contract=contract)
        version = queries.pending(contract)
        assert version
        for member in (one, other):
            actions.sign(by=member.account, contract=contract, sha256=version.sha256, address="127.0.0.1")
        if agreed.story != "direct":
            for milestone in self._milestones(agreed):
                actions.issue_account(bank=self.bank, milestone=milestone)

    def _milestones(self, agreed: Agreed) -> list[Milestone]:
        rows = Milestone.objects.filter(contract__form_token=token_of("contract", agreed.number))
        related = ("terms", "contract__freelancer__account", "contract__commissioner__account")
        return list(rows.select_related(*related).order_by("number"))

    def _of(self, step: Step) -> tuple[Milestone, Account, Account]:
        """The milestone, who delivers, who pays."""
        milestone = self._milestones(step.contract)[step.milestone - 1]
        contract: Contract = milestone.contract
        return milestone, contract.freelancer.account, contract.commissioner.account

    def _deliver(self, step: Step) -> None:
        milestone, freelancer, _ = self._of(step)
        upload = Upload("결과물.pdf", RESULT + str(milestone.pk).encode())
        actions.deliver(by=freelancer, milestone=milestone, statement="결과물을 넘깁니다.", uploads=[upload])

    def _ask_changes(self, step: Step) -> None:
        milestone, _, commissioner = self._of(step)
        actions.ask_changes(
            by=commissioner, milestone=milestone, clause=1, text="연락처가 빠졌습니다. 넣어 주세요."
        )

    def _approve(self, step: Step) -> None:
        milestone, _, commissioner = self._of(step)
        actions.approve(by=commissioner, milestone=milestone)

    def _take_over(self, step: Step) -> None:
        milestone, _, commissioner = self._of(step)
        actions.take_over(by=commissioner, milestone=milestone)

    def _cancel_before_work(self, step: Step) -> None:
        milestone, _, commissioner = self._of(step)
        actions.cancel_before_work(by=commissioner, milestone=milestone)

    def _ask_to_cancel(self, step: Step) -> None:
        milestone, freelancer, _ = self._of(step)
        actions.ask_to_cancel(by=freelancer, milestone=milestone, note="몸이 아파 일을 맡기 어렵습니다.")

    def _cancel_together(self, step: Step) -> None:
        milestone, _, commissioner = self._of(step)
        actions.cancel_together(by=commissioner, milestone=milestone)

    # -- money ------------------------------------------------------------------------------------------------

    def _deposit(self, step: Step, short_won: int = 0, name: str = "") -> None:
        milestone, _, _ = self._of(step)
        number = queries.money.number_of(milestone)
        assert number
        depositor = name or step.contract.commissioner.name
        self.bank.pay_in(number.number, milestone.terms.deposit_won - short_won, depositor)

    def _deposit_short(self, step: Step) -> None:
        self._deposit(step, short_won=10_000)

    def _deposit_named(self, step: Step) -> None:
        self._deposit(step, name=STRANGER)

    def _waiting(self, step: Step) -> Deposit:
        milestone, _, _ = self._of(step)
        return queries.money.deposits_waiting().get(virtual_account__milestone=milestone)

    def _refund_deposit(self, step: Step) -> None:
        actions.refund_deposit(by=self.accounts[self.recipe.operator], deposit=self._waiting(step))

    def _match_deposit(self, step: Step) -> None:
        actions.match_deposit(by=self.accounts[self.recipe.operator], deposit=self._waiting(step))

    def _give_back(self, step: Step) -> None:
        """The freelancer's bank sends the payout back on the next day."""
        milestone, _, _ = self._of(step)
        payment = queries.money.payments_of(milestone).filter(source__kind="payable").latest("pk")
        self.bank.give_back(payment.bank_number, payment.amount_won)

    def _bind_another(self, step: Step) -> None:
        _, freelancer, _ = self._of(step)
        one = step.contract.freelancer
        actions.bind_account(
            by=freelancer, bank=one.bank, account_number=one.account_number[::-1], holder=one.name
        )

    # -- disputes ---------------------------------------------------------------------------------------------

    def _dispute(self, step: Step) -> Dispute:
        milestone, _, _ = self._of(step)
        return Dispute.objects.get(milestone=milestone)

    def _open_dispute(self, step: Step) -> None:
        milestone, freelancer, _ = self._of(step)
        actions.open_dispute(
            by=freelancer, milestone=milestone, text="처음에 정하지 않은 일을 더 해 달라고 합니다."
        )

    def _take_back_dispute(self, step: Step) -> None:
        _, freelancer, _ = self._of(step)
        actions.take_back_dispute(by=freelancer, dispute=self._dispute(step))

    def _assign(self, step: Step) -> None:
        dispute = self._dispute(step)
        panel = queries.advisers(dispute.centre, timezone.localdate())
        adviser = panel.get(account=self.accounts[self.recipe.adviser])
        actions.assign(by=self.accounts[self.recipe.operator], dispute=dispute, adviser=adviser)

    def _note_talk(self, step: Step) -> None:
        actions.note_talk(
            by=self.accounts[self.recipe.adviser],
            dispute=self._dispute(step),
            kind="call",
            held_on=timezone.localdate(),
            note="두 사람이 더 한 일의 범위를 함께 확인했습니다.",
        )

    def _propose_split(self, step: Step) -> None:
        gross = step.contract.amounts[0]
        actions.propose_split(
            by=self.accounts[self.recipe.adviser],
            dispute=self._dispute(step),
            freelancer_won=gross * 7 // 10 // 1_000 * 1_000,
            reason="약속한 일의 열에 일곱을 마쳤습니다.",
        )

    def _sign_split(self, step: Step) -> None:
        _, *parties = self._of(step)
        dispute = self._dispute(step)
        split = dispute.splits.get(lapsed_at=None)
        for by in parties:
            actions.sign_split(
                by=by,
                split=split,
                sha256=split.sha256,
                address="127.0.0.1",
                authentication="비밀번호 다시 확인",
            )

    def _divide(self, step: Step) -> None:
        actions.divide(by=self.accounts[self.recipe.operator], dispute=self._dispute(step))
