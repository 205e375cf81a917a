"""The bank's counter as Korean open banking v2 has it (KFTC). What of it is known and what is assumed: docs/escrow/bank.md.

No request is ever repeated here. A question that failed is asked again by whoever asks; a transfer that was sent without an
answer is `Unknown`, whatever the trouble was: only a connection that was never opened, and a refusal the bank gives
before it does anything, are errors.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from kwonik.escrow.bank import notices, port, statements
from kwonik.escrow.bank.open_banking.reading import (
    CARRIED_OUT,
    FAILURES,
    NEVER_HAD,
    WRONG_NAME,
    read_card,
    read_line,
    read_outcome,
    reading,
    write_moment,
)
from kwonik.escrow.bank.open_banking.wire import Connection, Lost, Wire, as_object, is_safe, refuse_unless_ok
from kwonik.escrow.bank.port import (
    CardOrder,
    CardPaid,
    Failed,
    NoAnswer,
    Outcome,
    Page,
    Payout,
    Refund,
    Unknown,
    Verified,
    VirtualAccount,
    Why,
)


class OpenBanking:
    """An adapter for `port.Bank`. May be shared by threads."""

    def __init__(
        self, connection: Connection, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._to = connection
        self._now = now
        self._wire = Wire(connection, now)

    # --- sending ------------------------------------------------------------------------------------------------

    def send_payout(self, payout: Payout) -> Outcome:
        """입금이체 (계좌번호). The bank compares the holder's name before it pays."""
        asked = {
            "tran_no": "1",
            "bank_tran_id": payout.bank_tran_id,
            "bank_code_std": payout.bank,
            "account_num": payout.account,
            "account_holder_name": payout.name,
            "print_content": payout.memo,
            "tran_amt": str(payout.amount_won),
            "req_client_name": payout.name,
            "req_client_bank_code": payout.bank,
            "req_client_account_num": payout.account,
            "req_client_num": payout.bank_tran_id[-9:],
            "transfer_purpose": "TR",
        }
        body = {
            "cntr_account_type": "N",
            "cntr_account_num": self._to.custody,
            "wd_pass_phrase": "NONE",
            "wd_print_content": payout.memo,
            "name_check_option": "on",
            "tran_dtime": write_moment(payout.requested_at),
            "req_cnt": "1",
            "req_list": [asked],
        }
        return self._send("/v2.0/transfer/deposit/acnt_num", body, payout, listed=True)

    def send_refund(self, refund: Refund) -> Outcome:
        """자금반환: back to where the deposit came from."""
        body = {
            "cntr_account_num": self._to.custody,
            "bank_tran_id": refund.bank_tran_id,
            "tran_dtime": write_moment(refund.requested_at),
            "org_tran_no": refund.deposit,
            "tran_amt": str(refund.amount_won),
            "claim_message": refund.memo,
        }
        return self._send("/v2.0/return/claim", body, refund, listed=False)

    # --- asking -------------------------------------------------------------------------------------------------

    def inquire(self, bank_tran_id: str, on: date, amount_won: int) -> Outcome:
        """이체결과조회 (check_type 2: 입금이체)."""
        asked = {
            "tran_no": "1",
            "org_bank_tran_id": bank_tran_id,
            "org_bank_tran_date": f"{on:%Y%m%d}",
            "org_tran_amt": str(amount_won),
        }
        body = {
            "check_type": "2",
            "tran_dtime": write_moment(self._now()),
            "req_cnt": "1",
            "req_list": [asked],
        }
        answer = self._question("POST", "/v2.0/transfer/result", body)
        try:
            told = answer["res_list"][0]
        except (KeyError, IndexError, TypeError):
            return Unknown(Why.UNREADABLE)
        return read_outcome(told, bank_tran_id, amount_won)

    def verify_payee(self, bank: str, account: str, name: str) -> Verified | Failed:
        """수취조회."""
        body = {
            "bank_tran_id": f"{self._to.organisation}UZ{secrets.token_hex(4).upper()}",
            "cntr_account_type": "N",
            "cntr_account_num": self._to.custody,
            "bank_code_std": bank,
            "account_num": account,
            "account_holder_name": name,
            "tran_dtime": write_moment(self._now()),
        }
        answer = self._question("POST", "/v2.0/inquiry/receive", body)
        code = str(answer.get("bank_rsp_code", ""))
        if code == CARRIED_OUT:
            same = answer.get("account_holder_name") == name
            return Verified() if same else Failed(WRONG_NAME, FAILURES[WRONG_NAME])
        if code in FAILURES:
            return Failed(code, FAILURES[code])
        raise NoAnswer("은행의 예금주 조회 답을 읽을 수 없습니다.")

    def issue_virtual_account(self, reference: str, expires_on: date) -> VirtualAccount:
        """The virtual account of the reference: asked again, the same one."""
        body = {"vaccount_ref": reference, "expire_date": f"{expires_on:%Y%m%d}"}
        answer = self._question("POST", "/v2.0/virtual_account/issue", body)
        with reading():
            if answer["vaccount_ref"] != reference:
                raise ValueError("vaccount_ref")
            return VirtualAccount(answer["bank_code_std"], answer["vaccount_num"], reference, expires_on)

    def issue_card_order(self, reference: str, amount_won: int, expires_on: date, back_to: str) -> CardOrder:
        """The card page of the reference: asked again, the same one."""
        body = {
            "order_ref": reference,
            "tran_amt": str(amount_won),
            "expire_date": f"{expires_on:%Y%m%d}",
            "return_url": back_to,
        }
        answer = self._question("POST", "/v2.0/card_order/issue", body)
        with reading():
            if (answer["order_ref"], answer["tran_amt"]) != (reference, str(amount_won)):
                raise ValueError("order_ref")
            address = answer["pay_url"]
            if not is_safe(address):
                raise ValueError("pay_url")
            return CardOrder(answer["order_num"], address, reference, amount_won, expires_on)

    def card_payment(self, number: str) -> CardPaid | None:
        """Whether a card was charged for the order."""
        answer = self._question("POST", "/v2.0/card_order/result", {"order_num": number})
        with reading():
            if answer["order_num"] != number:
                raise ValueError("order_num")
            return read_card(answer)

    def list_transactions(self, on: date, after: str = "") -> Page:
        """거래내역조회, one page."""
        asked = {
            "account_num": self._to.custody,
            "inquiry_type": "A",
            "inquiry_base": "D",
            "from_date": f"{on:%Y%m%d}",
            "to_date": f"{on:%Y%m%d}",
            "sort_order": "A",
            "tran_dtime": write_moment(self._now()),
            "befor_inquiry_trace_info": after,
        }
        answer = self._question("GET", "/v2.0/account/transaction_list/acnt_num", asked)
        with reading():
            lines = tuple(read_line(one) for one in answer["res_list"])
            more = {"Y": True, "N": False}[answer["next_page_yn"]]
            return Page(lines, str(answer["befor_inquiry_trace_info"]) if more else None)

    def closing_balance(self, on: date) -> int:
        """The balance at the end of a closed day."""
        answer = self._question("GET", "/v2.0/account/closing_balance", {"date": f"{on:%Y%m%d}"})
        with reading():
            return int(answer["balance_amt"])

    def statement(self, on: date) -> port.Statement:
        """camt.053 of a closed day."""
        return statements.read_camt(self._fetch_statement(on, "camt.053.001.08"))

    def statement_csv(self, on: date) -> port.Statement:
        """The same day from the bank's CSV: a second reading for whoever doubts the first."""
        return statements.read_csv(self._fetch_statement(on, "csv"))

    def verify_notice(self, raw: bytes, headers: Mapping[str, str]) -> port.Notice:
        """A notice by any of the keys that are valid now."""
        return notices.verify(raw, headers, self._to.notice_keys, self._now())

    # --- on the line --------------------------------------------------------------------------------------------

    def _send(self, path: str, said: dict[str, Any], sent: Payout | Refund, *, listed: bool) -> Outcome:
        with self._wire.asking() as token:
            try:
                answer = self._wire.ask("POST", path, token, said)
                told = answer["res_list"][0] if listed else answer
            except Lost as lost:
                return Unknown(lost.why)
            except (KeyError, IndexError, TypeError):
                return Unknown(Why.UNREADABLE)
        outcome = read_outcome(told, sent.bank_tran_id, sent.amount_won)
        # That it was never received is an answer to inquiries only.
        never = isinstance(outcome, Failed) and outcome.code == NEVER_HAD
        return Unknown(Why.UNREADABLE) if never else outcome

    def _question(self, method: str, path: str, said: dict[str, Any]) -> dict[str, Any]:
        with self._wire.asking() as token:
            try:
                return self._wire.ask(method, path, token, said)
            except Lost as lost:
                raise NoAnswer from lost

    def _fetch_statement(self, on: date, format: str) -> bytes:
        said = {"date": f"{on:%Y%m%d}", "format": format}
        with self._wire.asking() as token:
            try:
                status, raw = self._wire.fetch("GET", "/v2.0/account/statement", token, said)
                if status == 200:
                    return raw
                refuse_unless_ok(as_object(raw))
            except Lost as lost:
                raise NoAnswer from lost
        raise NoAnswer("은행이 거래명세를 주지 않습니다.")


def connect(said: Mapping[str, str], now: Callable[[], datetime]) -> OpenBanking:
    """The bank that an installation's settings name (KWONIK_BANK_…). Raises KeyError with the name of what is missing.

    `notice_keys` are divided by blanks: two of them while the bank changes its key.
    """
    to = Connection(
        address=said["address"].rstrip("/"),
        client_id=said["client_id"],
        client_secret=said["client_secret"],
        organisation=said["organisation"],
        custody=said["custody"],
        notice_keys=said["notice_keys"].split(),
    )
    return OpenBanking(to, now)
