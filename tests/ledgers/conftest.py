"""A centre with an officer who brings in its spending ledger, and ledgers made on the spot."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test import Client

from kwonik.ledgers import actions, registry
from kwonik.ledgers.registry import Context
from kwonik.people.models import SealedText
from tests.budget.factories import make_line
from tests.factories import make_account, make_centre

SHEET = "budget.spendings"
HEAD = ("지출일", "과목", "집행내역", "지출액", "지급처")
ODD = ("지출일", "과목", "무엇을", "얼마", "누구에게")
ODD_ITEMS = {"C": "summary", "D": "amount_won", "E": "payee"}


def row(day=9, summary="인쇄", amount=1_000, line="법률구조", payee="한마음인쇄") -> tuple:
    return (date(2025, 5, day), line, summary, amount, payee)


def workbook(**sheets) -> bytes:
    """An xlsx; each sheet is (head, *rows)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ledger(*rows, head=HEAD) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode("utf-8-sig")


@pytest.fixture(autouse=True)
def own_keyring(settings, tmp_path):
    settings.KEYRING = tmp_path / "keyring.json"


@pytest.fixture
def centre(db):
    return make_centre("main")


@pytest.fixture
def line(centre):
    return make_line(centre, name="취약노동자 법률구조", aliases=["법률구조"], allotted_won=100_000_000)


@pytest.fixture
def officer(centre):
    return make_account("finance", centre=centre)


@pytest.fixture
def upload(officer, centre, line):
    """`upload(content)`: what the officer's upload leads to."""

    def upload(content, name="집행 대장.csv", by=officer):
        return actions.upload(
            by=by, centre=centre, sheet=registry.get(SHEET), variant="", filename=name, content=content
        )

    return upload


@pytest.fixture
def bring(officer, centre, line):
    """`bring(content)`: the same, confirmed."""

    def bring(content, name="집행 대장.csv"):
        return actions.bring_in(by=officer, centre=centre, sheet=SHEET, filename=name, content=content)

    return bring


@pytest.fixture
def context(centre, line, officer):
    return Context(centre, "", officer)


@pytest.fixture
def desk(officer):
    return browser_of(officer)


def browser_of(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def problems(batch) -> list[dict]:
    return actions.open_findings(by=batch.uploaded_by, batch=batch)["problems"]


def sealed_count() -> int:
    return SealedText.objects.count()


def dump_of_imports() -> str:
    """Everything that stands in the clear about imports, as text: rows, history, events, jobs."""
    tables = ("ledgers_importbatch", "ledgers_rememberedcolumns", "kernel_auditevent", "procrastinate_jobs")
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")
            found += [text for (text,) in cursor.fetchall()]
    return "\n".join(found)
