"""Contract and certificate on paper: the signed words with the names that the vault holds, and the digest to compare.

papers.contract(document, sha256, names, signatures, org=…, made_on=…)   # a documents report -> PDF, HTML
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kwonik.documents import tree as documents
from kwonik.documents.tree import Block, Bullet, Cell, Heading, Note, Para, Span, Table
from kwonik.escrow.codes import BANKS, Custody, MilestoneKind, PaysBy, Standing, Withholding
from kwonik.kernel.money import won

NOT_PROTECTED = "바로이체(직접 지급) 계약입니다. 대금을 은행에 맡기지 않으므로 안심결제로 보호되지 않습니다."


@dataclass(frozen=True)
class Named:
    """A party as the paper names it."""

    member: str
    name: str
    phone: str
    standing: str
    number: str = ""


@dataclass(frozen=True)
class Signed:
    """A signature in words."""

    party: str
    name: str
    signed_at: str
    address: str
    authentication: str


def day(iso: str) -> str:
    """ "2026-11-23" -> "2026. 11. 23."."""
    found = date.fromisoformat(iso)
    return f"{found.year}. {found.month}. {found.day}."


def contract(
    document: Mapping[str, Any],
    sha256: str,
    freelancer: Named,
    commissioner: Named,
    signatures: Sequence[Signed],
    payee: str,
    org: str,
    made_on: date,
) -> documents.Report:
    """The contract as both hold it."""
    terms = document["terms"]
    blocks: list[Block] = [
        Note(f"계약번호 {document['contract']} · {document['version']}판 · {document['form']['name']}"),
        Note(f"문서의 지문(SHA-256): {sha256}"),
        Heading(1, "", "당사자"),
        _table(
            ("구분", "프리랜서", "의뢰인"),
            [
                ("이름(상호)", freelancer.name, commissioner.name),
                ("회원번호", freelancer.member, commissioner.member),
                ("구분", Standing(freelancer.standing).label, Standing(commissioner.standing).label),
                ("전화번호", freelancer.phone, commissioner.phone),
                ("사업자등록번호", freelancer.number or "-", commissioner.number or "-"),
            ],
            (4, 7, 7),
        ),
        Heading(1, "", "일의 내용"),
        _table(("항목", "내용"), [(one["label"], one["text"]) for one in document["scope"]], (4, 14)),
        Heading(1, "", "대금"),
        *_money(document),
        Bullet(1, "", f"원천징수: {Withholding(terms['withholding']).label}"),
        Bullet(1, "", f"대금의 보관: {Custody(terms['custody']).label}"),
        Bullet(1, "", f"지급 방법: {PaysBy(terms['pays_by']).label}"),
        Bullet(1, "", f"검수 기간: 결과물을 받은 날부터 {terms['acceptance_days']}일"),
        Bullet(1, "", f"대금을 받을 계좌: {payee or '-'}"),
    ]
    if terms["custody"] == Custody.DIRECT:
        blocks.append(Para(NOT_PROTECTED, box=True))
    blocks.append(Heading(1, "", "조항"))
    for clause in document["clauses"]:
        blocks += [Heading(2, f"제{clause['number']}조", clause["title"]), Para(clause["text"])]
    blocks.append(Heading(1, "", "서명"))
    rows = [(one.party, one.name, one.signed_at, one.address, one.authentication) for one in signatures]
    blocks.append(_table(("누구", "이름", "일시", "접속지", "인증"), rows, (3, 4, 5, 4, 4)))
    blocks.append(Note("두 사람은 위 지문의 같은 문서에 서명했습니다."))
    return documents.Report(document["title"], org, made_on, blocks=tuple(blocks))


def _money(document: Mapping[str, Any]) -> list[Block]:
    totals = document["totals"]
    heads = ("차수", "내용", "지급일", "금액", "소득세", "지방소득세", "예치", "카드 수수료", "받는 금액")
    rows = [
        (
            f"{one['number']} {MilestoneKind(one['kind']).label}",
            one["title"],
            day(one["due_on"]),
            *(won(one[name]) for name in _SUMS),
        )
        for one in document["milestones"]
    ]
    rows.append(("합계", "", "", *(won(totals[name]) for name in _SUMS)))
    return [_table(heads, rows, (3, 5, 4, 4, 3, 3, 4, 3, 4)), Note("금액의 단위는 원입니다.")]


_SUMS = ("gross_won", "income_tax_won", "local_tax_won", "deposit_won", "card_fee_won", "payout_won")


def payee_words(bank: str, tail: str) -> str:
    """How an account is shown on paper and page: bank and last digits."""
    return f"{BANKS.get(bank, bank)} ***{tail}" if bank else ""


def certificate(
    body: Mapping[str, Any], name: str, sha256: str, address: str, org: str, made_on: date
) -> documents.Report:
    """실적확인서: what was completed, and where anybody can check it."""
    rows = [
        (
            one["reference"],
            one["title"],
            one["trade"],
            f"{day(one['from_on'])}~{day(one['until_on'])}",
            f"{won(one['gross_won'])}원",
            "안심결제" if one["custody"] == Custody.CUSTODY else "직접 지급(보호 대상 아님)",
        )
        for one in body["contracts"]
    ]
    blocks: tuple[Block, ...] = (
        Note(f"번호 {body['reference']} · 발급일 {day(body['issued_on'])}"),
        _table(
            ("항목", "내용"),
            [
                ("이름", name),
                ("회원번호", body["member"]),
                ("완료한 계약", f"{len(rows)}건"),
                ("안심결제로 완료한 금액", f"{won(body['custody_won'])}원"),
                ("직접 지급으로 완료한 금액", f"{won(body['direct_won'])}원"),
            ],
            (5, 12),
        ),
        Heading(1, "", "완료한 계약"),
        _table(("계약번호", "일", "업종", "기간", "금액", "대금"), rows, (5, 6, 4, 6, 4, 5)),
        Para("위 내용은 서명한 계약과 검수 기록에 따라 확인한 것입니다.", box=True),
        Note("직접 지급 계약은 두 사람이 적은 기록이며, 대금이 은행을 거치지 않아 보호되지 않았습니다."),
        Note(f"확인하는 주소: {address}"),
        Note(f"내용의 지문(SHA-256): {sha256}"),
    )
    return documents.Report("프리랜서 실적확인서", org, made_on, blocks=blocks)


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], widths: tuple[int, ...]) -> Table:
    body = tuple(tuple(Cell(word, align="left") for word in row) for row in rows)
    return Table((tuple(Cell((Span(head, bold=True),)) for head in heads), *body), widths=widths)
