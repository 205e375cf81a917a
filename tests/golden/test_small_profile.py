"""A small centre, made up: three programmes in under 200 lines of data and no code, from its files to its report."""

import io

import openpyxl
import pytest
from django.core.management import call_command
from hwpx import TextExtractor
from pypdf import PdfReader

from kwonik.catalogue.models import Programme
from kwonik.catalogue.queries import own_centre
from kwonik.catalogue.rules import read_profile
from kwonik.counselling.models import Consultation
from kwonik.documents import html, hwpx, pdf, xlsx
from kwonik.kernel.periods import parse
from kwonik.ledgers.models import ImportBatch
from kwonik.reports import access, queries
from kwonik.site import starting
from tests.profiles import FOLDER

SMALL = FOLDER / "maru"
MOST_LINES = 200
PRINTED = {"M.talks": 120, "M.lectures": 6, "M.taught": 162, "M.meetings": 3, "M.met": 42, "M.warmers": 900}


def composed():
    (template,) = access.templates()
    spec = queries.spec_of(template)
    return queries.composed(template, own_centre(), parse(spec.period), spec.as_of, spec.dated_on)


def test_it_is_under_200_lines_of_data_and_nothing_else():
    files = [path for path in SMALL.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".yaml"}
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files) < MOST_LINES
    assert len(read_profile(SMALL).programmes) == 3


@pytest.fixture
def prepared(db, monkeypatch):
    """What `make serve PROFILE=maru` does before it serves, twice, on a database that stands already."""
    monkeypatch.setattr(starting, "start_database", lambda say: None)
    monkeypatch.setattr(starting, "begin_again_with", lambda **changed: None)
    said = io.StringIO()
    for _ in range(2):
        call_command("prepare", profile=SMALL.name, stdout=said)
    return said.getvalue()


def test_it_is_prepared_once_and_its_report_is_counted_from_rows(prepared):
    batches = ImportBatch.objects.all()
    assert {batch.state for batch in batches} == {"applied"}
    assert sum(batch.new_count for batch in batches if batch.sheet == "counselling.consultations") == 120
    assert batches.count() == len({batch.filename for batch in batches}) == 6
    assert Programme.objects.filter(retired_on__isnull=True).count() == 3

    made = composed()
    assert {id: made.by_id[id][0] for id in PRINTED} == PRINTED
    assert not made.stated
    Consultation.objects.filter(pk=Consultation.objects.first().pk).update(is_business_contact=True)
    assert composed().by_id["M.talks"][0] == 119

    texts = {
        "html": html.write(made.report).decode(),
        "pdf": "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.write(made.report))).pages),
        "hwpx": TextExtractor(io.BytesIO(hwpx.write(made.report))).extract_text(),
        "xlsx": "".join(
            str(cell)
            for sheet in openpyxl.load_workbook(io.BytesIO(xlsx.write(made.report)))
            for row in sheet.iter_rows(values_only=True)
            for cell in row
            if cell is not None
        ),
    }
    for name, text in texts.items():
        assert "마루구 노동권익센터 한 해 보고" in text, name
        assert all(f"{number}" in text for number in PRINTED.values()), name
