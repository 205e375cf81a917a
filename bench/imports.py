"""A ledger of 100,000 consultations through the spreadsheet door against reading its file alone: goal at most 10x.

Both sides take the same bytes in the same run: the whole way from upload through check and confirmation to stored rows
(clients and memos sealed, workplaces found, every line known again) against opening the workbook and walking through
its rows with the same reader. Memory is measured in processes of their own, for two lengths of ledger.
"""

import io
import random
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from bench import ground

ROWS, ROUNDS, GOAL = 100_000, 3, 10.0
SHORT = 20_000
DATABASE = "bench_imports"
HEAD = (
    *("연번", "상담일자", "구분", "상담방법", "상담유형", "회사명", "지역", "성명", "연락처", "상담내용"),
    *("상담결과", "소요시간"),
)
FAMILY, GIVEN = "김이박최정강조윤장임한오서신권", "민서지우현준도윤하은수아영진호성미나라온"
SAID = (
    "두 달 치 임금을 받지 못함",
    "해고 통보를 문자로 받음",
    "연차수당 계산을 물음",
    "근로계약서를 쓰지 않음",
)


def main() -> None:
    with ground.database(DATABASE):
        officer = _prepare()
        _measure(officer)
    beyond = {rows: _peak_of(rows) for rows in (SHORT, ROWS)}
    grown = (beyond[ROWS] - beyond[SHORT]) * 1024 / (ROWS - SHORT)
    print(
        f"메모리 최대: {SHORT:,}행 {beyond[SHORT] / 1024:,.0f} MiB, {ROWS:,}행 {beyond[ROWS] / 1024:,.0f} MiB"
        f" = 한 행에 {grown:,.0f}바이트 (파일과 행 지문)",
        flush=True,
    )


def _measure(officer) -> None:
    from django.core.management import call_command

    from kwonik.counselling.models import Consultation
    from kwonik.spreadsheets import open_workbook

    def read(content: bytes) -> None:
        with open_workbook(content, "대장.xlsx") as workbook:
            for sheet in workbook.visible_sheets:
                for _ in sheet.rows():
                    pass

    pairs = []
    for round_ in range(ROUNDS):
        content = ledger(officer.centre, ROWS, seed=round_)
        alone = ground.seconds(lambda content=content: read(content))
        whole = ground.seconds(lambda content=content: _bring_in(officer, content))
        pairs.append((whole / alone, whole, alone))
        print(f"{round_ + 1}차: {whole:,.1f}초 / {alone:,.1f}초, {len(content) / 2**20:,.1f} MiB", flush=True)
    assert Consultation.objects.count() == ROUNDS * ROWS
    call_command("check", verbosity=0)
    ratio, whole, alone = sorted(pairs)[ROUNDS // 2]
    ground.report(f"상담 대장 {ROWS:,}행 가져오기 / 파일만 읽기", whole, alone, ratio, GOAL)


def _bring_in(officer, content: bytes) -> None:
    from kwonik.ledgers.actions import bring_in

    batch = bring_in(
        by=officer,
        centre=officer.centre,
        sheet="counselling.consultations",
        variant="legal",
        filename="상담 대장.xlsx",
        content=content,
    )
    assert batch.state == "applied", (batch.state, batch.problem_count)


def _prepare():
    """A database with the profile of a city, and an officer who brings ledgers in."""
    from django.core.management import call_command

    from kwonik.catalogue.queries import own_centre
    from kwonik.people.models import Account

    call_command("migrate", verbosity=0)
    call_command("load_profile", "profiles/seoul", verbosity=0)
    found = Account.objects.filter(username="bench").first()
    return found or Account.objects.create(username="bench", name="재는 사람", centre=own_centre())


def ledger(centre, rows: int, seed: int) -> bytes:
    """A ledger as a centre keeps it: two thirds of the people give their names, half of those call again."""
    from xlsxwriter import Workbook

    from kwonik.catalogue.queries import codes, service
    from kwonik.places.models import District

    draw = random.Random(seed)
    legal = service("legal")
    channels = [code.label for code in codes(legal, "channel") if not code.behaviour]
    issues = [code.label for code in codes(legal, "issue")]
    outcomes = [code.label for code in codes(legal, "outcome")]
    districts = [row.name for row in District.objects.order_by("pk")]
    first = date(2016 + seed, 1, 1)
    target = io.BytesIO()
    book = Workbook(target, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("상담 대장")
    sheet.write_row(0, 0, HEAD)
    for number in range(1, rows + 1):
        person = draw.randrange(rows // 3)
        named = draw.random() < 2 / 3
        cells = (
            number,
            first + timedelta(days=draw.randrange(365)),
            draw.choice(("노동자", "노동자", "노동자", "사용자")),
            draw.choice(channels),
            ", ".join(draw.sample(issues, draw.choice((1, 1, 1, 2)))),
            _workplace(draw.randrange(rows // 10)) if draw.random() < 2 / 3 else "",
            draw.choice(districts) if districts else "",
            _name(person) if named else "익명",
            f"010-{person % 9000 + 1000}-{person // 9000 + 1000}" if named else "",
            f"{draw.choice(SAID)}. {draw.choice(SAID)}. 접수 {number}",
            draw.choice(outcomes),
            draw.choice((10, 15, 20, 30, 40)),
        )
        sheet.write_row(number, 0, cells)
    book.close()
    return target.getvalue()


def _name(person: int) -> str:
    return FAMILY[person % len(FAMILY)] + GIVEN[person // 7 % len(GIVEN)] + GIVEN[person // 131 % len(GIVEN)]


def _workplace(number: int) -> str:
    return f"{GIVEN[number % len(GIVEN)]}{GIVEN[number // 20 % len(GIVEN)]}상사 {number // 400 + 1}호점"


def _peak_of(rows: int) -> int:
    """Peak memory (KiB) of a process that brings in a ledger of so many rows and does nothing else."""
    command = [sys.executable, "-m", "bench.imports", str(rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1])


def _bring_in_alone(rows: int) -> None:
    with ground.database(f"{DATABASE}_{rows}"):
        officer = _prepare()
        _bring_in(officer, ledger(officer.centre, rows, seed=0))
    status = Path(
        "/proc/self/status"
    ).read_text()  # getrusage would tell of the process that started this one
    print(re.search(r"VmHWM:\s*(\d+) kB", status)[1])


if __name__ == "__main__":
    _bring_in_alone(int(sys.argv[1]))
