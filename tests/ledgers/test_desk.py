"""The officer's pages: what is refused and why, who may see what, every step without scripts."""

import re
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kwonik.budget.models import Spending
from kwonik.kernel.models import AuditEvent
from kwonik.ledgers import actions, forms, rules
from kwonik.ledgers.models import ImportBatch
from kwonik.spreadsheets.refusals import SENTENCES
from tests.factories import make_account, make_centre, make_service
from tests.ledgers.conftest import HEAD, ODD, SHEET, browser_of, ledger, row, sealed_count, workbook
from tests.spreadsheets import books
from tests.spreadsheets.test_limits import rows_xml
from tests.spreadsheets.test_refusals import an_old_office_file, encrypted_xls

BRING, IMPORT = "ledgers.batch:bring", "budget.spending:import"
UPLOAD = "/ledgers/budget.spendings/upload/"


def send(desk, content, name="집행 대장.xlsx"):
    return desk.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def sent(desk, content, name="집행 대장.csv") -> ImportBatch:
    answer = send(desk, content, name)
    assert answer.status_code == 302, answer.content.decode()
    return ImportBatch.objects.get(pk=int(answer.headers["Location"].split("/")[-2]))


def at(door, batch) -> str:
    return reverse(f"ledgers:{door}", args=[batch.pk])


def text_of(answer) -> str:
    return answer.content.decode()


def bomb() -> bytes:
    zeros = (b"0" * 2**20 for _ in range(200))
    return books.raw_xlsx(zeros)


def a_million_rows() -> bytes:
    return books.raw_xlsx(rows_xml(1_048_577, b'<row r="#"><c r="A#"><v>1</v></c></row>'))


REFUSED = {
    "empty": (lambda: b"", "empty"),
    "bomb": (bomb, "too_heavy"),
    "million": (a_million_rows, "too_many_rows"),
    "hwp": (lambda: an_old_office_file("FileHeader", "\x05HwpSummaryInformation"), "hwp"),
    "password": (encrypted_xls, "password"),
    "html": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "html"),
    "no table": (lambda: workbook(대장=(("가", "나"), (1, 2))), "no_table"),
    "noise": (lambda: bytes(range(256)) * 20, "encoding"),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_with_its_reason_and_leaves_nothing(desk, line, content, reason):
    answer = send(desk, content())
    words = {"rows": 200_000, "sheet": "대장", "expected": ""}
    sentence = SENTENCES[reason].format_map(words).split("표의 첫 줄")[0].replace("'", "&#39;")
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not ImportBatch.objects.exists()
    assert not AuditEvent.objects.filter(code__startswith="ledgers.").exists()
    assert sealed_count() == 0


def test_a_file_over_the_limit_is_refused_before_it_is_read(desk, line, monkeypatch):
    monkeypatch.setattr(forms, "LARGEST", 10)
    answer = send(desk, b"x" * 11)
    assert answer.status_code == 422
    assert "20MB보다 큽니다" in text_of(answer)


def test_no_file_at_all_is_told(desk, line):
    answer = desk.post(UPLOAD, {})
    assert answer.status_code == 422
    assert "대장 파일을 고르세요." in text_of(answer)


def test_a_ledger_goes_in_and_out_again_without_scripts(desk, line):
    batch = sent(desk, ledger(row(), row(day=10)))
    html = text_of(desk.get(at("batch", batch)))
    assert "2행을 새로 넣을 수 있습니다" in html
    assert "2행 반영하기" in html
    assert "한마음인쇄" in html
    html = text_of(desk.post(at("confirm", batch), follow=True))
    assert "2행을 반영했습니다." in html
    assert Spending.objects.count() == 2
    assert "2행 되돌리기" in text_of(desk.get(at("undo", batch)))
    assert "2행을 되돌렸습니다." in text_of(desk.post(at("undo", batch), follow=True))
    assert not Spending.objects.exists()


def test_problems_are_listed_with_what_to_do(desk, line):
    batch = sent(desk, ledger(row(amount="많이"), row(line="없는 사업")))
    html = text_of(desk.get(at("batch", batch)))
    assert "고칠 곳이 2군데" in html
    assert "D열(지출액)" in html
    assert "<strong>2행</strong> 많이" in html
    assert "금액으로 읽을 수 없습니다" in html
    assert "반영하기</button>" not in html
    assert "고친 파일 올리기" in html


def test_many_problems_have_pages(desk, line):
    batch = sent(desk, ledger(*[row(line=f"없는 사업 {n}") for n in range(60)]))
    assert "없는 사업 49" in text_of(desk.get(at("batch", batch)))
    assert "없는 사업 59" in text_of(desk.get(at("batch", batch), {"page": 2}))


def test_columns_are_corrected_on_the_page(desk, line):
    batch = sent(desk, ledger(row(), head=ODD))
    html = text_of(desk.get(at("batch", batch)))
    assert re.search(r"<details[^>]* open", html)
    assert "D열 얼마" in html
    choices = {"worksheet": "", "column_A": "spent_on", "column_B": "line"}
    choices |= {"column_C": "summary", "column_D": "amount_won", "column_E": ""}
    answer = desk.post(at("batch", batch), choices)
    assert answer.status_code == 302
    batch.refresh_from_db()
    assert batch.chosen == {"C": "summary", "D": "amount_won"}
    assert batch.is_ready
    desk.post(at("confirm", batch))
    assert Spending.objects.get().payee == ""


def test_two_columns_of_one_item_are_told(desk, line):
    batch = sent(desk, ledger(row(), head=ODD))
    desk.post(at("batch", batch), {"column_C": "summary", "column_D": "amount_won", "column_E": "summary"})
    batch.refresh_from_db()
    assert batch.problem_count == 1
    assert "맞는 열이 둘 이상입니다" in text_of(desk.get(at("batch", batch)))


def test_a_strange_choice_is_refused_and_a_closed_import_chooses_no_more(desk, line):
    batch = sent(desk, ledger(row()))
    assert desk.post(at("batch", batch), {"worksheet": "없는 시트"}).status_code == 422
    assert desk.post(at("batch", batch), {"column_A": "centre"}).status_code == 422
    desk.post(at("confirm", batch))
    answer = desk.post(at("batch", batch), {"column_A": ""}, follow=True)
    assert rules.NOT_OPEN in text_of(answer)


def test_one_worksheet_of_several_is_chosen(desk, line):
    book = workbook(**{"1월": (HEAD, row(day=1)), "2월": (HEAD, row(day=2), row(day=3))})
    batch = sent(desk, book, "집행.xlsx")
    assert batch.new_count == 3
    desk.post(at("batch", batch), {"worksheet": "2월"})
    batch.refresh_from_db()
    assert (batch.worksheet, batch.new_count) == ("2월", 2)


def test_the_same_ledger_again_names_the_import_it_came_by(desk, line):
    first = sent(desk, ledger(row()))
    desk.post(at("confirm", first))
    again = sent(desk, workbook(시트=(HEAD, row())), "복사본.xlsx")
    html = text_of(desk.get(at("batch", again)))
    assert "전에 가져온 대장과 같습니다" in html
    assert at("batch", first) in html
    assert "새로 넣을 행이 없습니다" in html


def test_an_upload_is_thrown_away(desk, line):
    batch = sent(desk, ledger(row()))
    desk.post(at("discard", batch))
    assert sealed_count() == 0
    assert batch.filename not in text_of(desk.get(reverse("ledgers:ledgers")))
    assert "버린 파일입니다" in text_of(desk.get(at("batch", batch)))


def test_what_is_refused_is_said_on_the_page(desk, line, upload, officer):
    batch = sent(desk, ledger(row(amount="많이")))
    assert rules.NOT_READY in text_of(desk.post(at("confirm", batch), follow=True))
    assert rules.NOT_OPEN in text_of(desk.post(at("undo", batch), follow=True))
    ready = upload(ledger(row()))
    actions.confirm(by=officer, batch=ready)
    assert rules.NOT_OPEN in text_of(desk.post(at("discard", ready), follow=True))


def test_a_file_name_is_shown_harmless(desk, line):
    batch = sent(desk, ledger(row()), "<img src=x onerror=alert(1)>\u202e대장.csv")
    html = text_of(desk.get(at("batch", batch)))
    assert "<img" not in html
    assert "\u202e" not in batch.filename


def test_the_template_is_offered_under_its_own_name(desk, line):
    answer = desk.get("/ledgers/budget.spendings/template/")
    assert "집행 대장 서식.xlsx" in unquote(answer.headers["Content-Disposition"])
    assert answer.content.startswith(b"PK")


def test_every_kind_that_one_may_bring_is_offered_and_no_other(desk, line, centre):
    make_service("legal")
    html = text_of(desk.get(reverse("ledgers:ledgers")))
    assert "집행 대장" in html
    assert "상담 대장" not in html
    counsellor = browser_of(make_account(BRING, "counselling.consultation:import", centre=centre))
    html = text_of(counsellor.get(reverse("ledgers:ledgers")))
    assert "상담 대장(노동법률상담)" in html
    assert "집행 대장" not in html


DOORS = ("batch", "progress", "confirm", "stop", "undo", "discard")


@pytest.mark.parametrize("door", DOORS)
def test_an_import_is_for_those_who_bring_its_kind_at_its_centre(client, centre, desk, line, door):
    batch = sent(desk, ledger(row()))
    address = at(door, batch)

    def ask(browser) -> int:
        posted = door in ("confirm", "stop", "discard")
        return (browser.post if posted else browser.get)(address).status_code

    assert ask(client) == 302
    assert ask(browser_of(make_account(IMPORT, centre=centre))) == 403
    assert ask(browser_of(make_account(BRING, centre=centre))) == 404
    assert ask(browser_of(make_account("finance", centre=make_centre("elsewhere")))) == 404
    batch.refresh_from_db()
    assert batch.state == "checked"
    assert ask(desk) in (200, 302)


@pytest.mark.parametrize("what", ["upload", "template"])
def test_a_kind_is_for_those_who_may_bring_it(client, centre, desk, line, what):
    address = f"/ledgers/{SHEET}/{what}/"
    assert desk.get(address).status_code == 200
    assert client.get(address).status_code == 302
    assert browser_of(make_account(BRING, centre=centre)).get(address).status_code == 403
    assert browser_of(make_account(IMPORT, centre=centre)).get(address).status_code == 403
    for strange in ("no.sheet", f"{SHEET}/legal"):
        assert desk.get(f"/ledgers/{strange}/{what}/").status_code == 404


def test_another_centres_imports_are_not_listed(desk, line):
    sent(desk, ledger(row()), "비밀.csv")
    stranger = browser_of(make_account("finance", centre=make_centre("elsewhere")))
    assert "비밀" not in text_of(stranger.get(reverse("ledgers:ledgers")))


def test_what_changes_something_is_posted(desk, line):
    batch = sent(desk, ledger(row()))
    for door in ("confirm", "stop", "discard"):
        assert desk.get(at(door, batch)).status_code == 405
    desk.get(at("undo", batch))
    batch.refresh_from_db()
    assert batch.state == "checked"


def test_more_imports_cost_no_more_queries(desk, line, assert_constant_queries):
    sent(desk, ledger(row()))

    def grow():
        for day in range(10, 20):
            sent(desk, ledger(row(day=day)), f"{day}.csv")

    assert_constant_queries(lambda: desk.get(reverse("ledgers:ledgers")), grow)


def test_a_longer_import_costs_its_page_no_more_queries(desk, line, assert_constant_queries):
    batches = [sent(desk, ledger(row()))]
    assert_constant_queries(
        lambda: desk.get(at("batch", batches[-1])),
        lambda: batches.append(sent(desk, ledger(*[row(day=d, line=f"없음 {d}") for d in range(1, 29)]))),
    )


def test_the_html_checker_finds_nothing(desk, line, assert_valid_html):
    make_service("legal")
    wrong = sent(desk, ledger(row(amount="많이"), row(line="<b>"), head=ODD), "문제.csv")
    right = sent(desk, ledger(row()))
    pages = {
        "list": desk.get(reverse("ledgers:ledgers")),
        "upload": desk.get(UPLOAD),
        "refused": send(desk, b""),
        "problems": desk.get(at("batch", wrong)),
        "strange choice": desk.post(at("batch", wrong), {"column_A": "centre"}),
        "ready": desk.get(at("batch", right)),
    }
    desk.post(at("confirm", right))
    pages |= {"applied": desk.get(at("batch", right)), "undo": desk.get(at("undo", right))}
    ImportBatch.objects.filter(pk=wrong.pk).update(state="stopped", trouble=rules.FAULT)
    pages["stopped"] = desk.get(at("batch", wrong))
    assert_valid_html({name: answer.content.decode() for name, answer in pages.items()})
