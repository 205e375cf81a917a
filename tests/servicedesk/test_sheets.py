"""The ledger of requests comes in through the spreadsheet door, and the sample's prints the source's numbers."""

import csv
import io
import json
from datetime import date, datetime

import pytest

from kwonik.catalogue.queries import own_centre
from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import SEOUL, parse
from kwonik.ledgers import registry
from kwonik.ledgers.actions import bring_in, open_findings, undo
from kwonik.servicedesk.models import ServiceRequest
from tests import profiles
from tests.factories import make_account
from tests.golden.conftest import source_figures
from tests.servicedesk.factories import IMPORT
from tests.site.test_samples import CITY, plan

HEAD = ("요청일시", "구분", "요청제목", "요청자", "긴급도", "처리상태", "담당자", "완료일시", "취소사유")


def line(
    asked="2025-05-09 10:30",
    title="첨부가 올라가지 않음",
    state="완료",
    done="2025-05-12 15:00",
    urgency="",
    who="한지훈",
    reason="",
):
    return (asked, "오류 수정", title, "김하나", urgency, state, who, done, reason)


@pytest.fixture
def bring(worker, centre):
    def bring(*rows, name="대장.csv"):
        text = io.StringIO()
        csv.writer(text).writerows([HEAD, *rows])
        return bring_in(
            by=worker,
            centre=centre,
            sheet="servicedesk.requests",
            variant="requests",
            filename=name,
            content=text.getvalue().encode("cp949"),
        )

    return bring


def said(batch) -> str:
    return json.dumps(open_findings(by=batch.uploaded_by, batch=batch)["problems"], ensure_ascii=False)


def test_a_ledger_as_offices_write_it_comes_in_with_targets_and_goes_out_again(bring, worker):
    batch = bring(
        line(),
        line("2025. 5. 9. 16:00", "글자 깨짐", "진행 중", "", "상"),
        line("2025-05-10 09:00", "배너", "취소", "", reason="스스로 해결함", who=""),
        line("2025-05-12 09:00", "계정", "", "", who=""),
    )
    assert batch.state == "applied", said(batch)
    rows = ServiceRequest.objects.order_by("pk").values_list(
        "reference", "state", "urgency", "due_at", "done_on"
    )

    def at(*when):
        return datetime(2025, 5, *when, tzinfo=SEOUL)

    assert list(rows) == [
        ("SR-2025-000001", "done", "normal", at(14, 18), date(2025, 5, 12)),
        ("SR-2025-000002", "working", "urgent", at(12, 11), None),
        ("SR-2025-000003", "cancelled", "normal", at(14, 18), None),
        ("SR-2025-000004", "received", "normal", at(15, 18), None),
    ]
    again = bring(line(), line("2025-05-13 09:00", "하나 더", "", "", who=""), name="더.csv")
    assert (again.new_count, again.known_count) == (1, 1)
    assert undo(by=worker, batch=batch) == 4
    assert ServiceRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (line("2031-05-09 10:00", done="2031-05-10 10:00"), "지금보다 뒤"),
        (line(done="2025-05-08 10:00"), "요청한 때보다 앞섭니다"),
        (line(done=""), "처리일시를 적고"),
        (line(state="진행 중"), "처리일시를 적고"),
        (line(state="취소", done=""), "까닭을 적고"),
        (line(state="진행 중", done="", who=""), "담당자를 적으세요"),
        (line(title="글" * 121), "120자까지"),
        (("2025-05-09 10:00", "없는 종류", *line()[2:]), "없는 종류"),
    ],
)
def test_what_may_not_be_is_said_before_anything_is_stored(bring, row, sentence):
    batch = bring(line("2025-05-07 10:00", "먼저"), row)
    assert (batch.state, ServiceRequest.objects.count()) == ("checked", 0)
    assert sentence in said(batch)


def test_the_example_of_the_template_is_a_line_that_could_be_brought_in(centre, worker):
    kind = registry.get("servicedesk.requests")
    context = registry.Context(centre, "requests", worker)
    (example,) = kind.example(context)
    empty = dict.fromkeys(column.key for column in kind.columns(context))
    names = {label: code for column in kind.columns(context) for label, code in column.choices.items()}
    values = {
        **empty,
        **{
            key: names.get(value, value) if isinstance(value, str) else value
            for key, value in example.items()
        },
    }
    assert kind.check(context, values) == []


def test_the_sample_prints_the_numbers_of_the_source(db):
    profiles.load(CITY)
    centre = own_centre()
    ledger = next(one for one in plan(CITY).ledgers() if one.sheet == "servicedesk.requests")
    batch = bring_in(
        by=make_account(IMPORT, centre=centre),
        centre=centre,
        sheet=ledger.sheet,
        variant=ledger.variant,
        filename=ledger.filename,
        content=ledger.make(),
    )
    assert batch.state == "applied", said(batch)
    ids = {
        "S.13.sr.req": "servicedesk.requests",
        "S.13.sr.done": "servicedesk.done",
        "S.13.sr.rate": "servicedesk.done_rate",
    }
    asks = {key: Ask.of(code) for key, code in ids.items()}
    answers = figures.compute(
        Window((centre.pk,), parse("2025-01/2025-09"), date(2025, 9, 30)), asks.values()
    )
    expected = source_figures(CITY)
    for key, ask in asks.items():
        assert (answers[ask].value, answers[ask].printed) == (
            expected[key]["value"],
            expected[key]["printed"],
        )
