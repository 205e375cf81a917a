"""Names, telephone numbers and words of clients, planted through the screens, are found again in ciphertext only.

Searched: every column of every table (bytes too), what the server logs, pages of errors, addresses and cookies, and
every file that can be downloaded. What shows them on a page, logs it and may not be kept by the browser.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from dataclasses import dataclass, field
from urllib.parse import quote, unquote
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse
from pypdf import PdfReader

from kwonik.counselling import actions as counselling
from kwonik.counselling.models import Request
from kwonik.people.models import Client as Person
from kwonik.people.models import PersonalDataAccess
from tests.counselling.factories import typed

from . import tables
from .conftest import signed_in
from .doors import doors
from .webforms import forms_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("world")]

NAME, NEW_NAME, PHONE = "편백숙희", "편백향나무", "010-7391-2864"
MEMO, FACTS, NOTE, WORDS = (
    "자작나무껍질 공장",
    "느티나무그늘 작업반",
    "회화나무열매 반장",
    "배롱나무꽃잎 조장",
)
RESIDENT = "900101-1234568"
PLANTED = [NAME, NEW_NAME, PHONE, PHONE.replace("-", ""), MEMO, FACTS, NOTE, WORDS, RESIDENT]


@dataclass
class Watch:
    """A signed-in browser that notes for every answer whether the access log grew with it."""

    client: Client
    answers: list = field(default_factory=list)

    def _noted(self, method: str, address: str, sent):
        lines = PersonalDataAccess.objects.count()
        answer = getattr(self.client, method)(address, sent)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        opened = PersonalDataAccess.objects.count() - lines
        self.answers.append((method, address, answer, body, opened))
        return answer

    def get(self, address: str):
        return self._noted("get", address, None)

    def post(self, address: str, sent):
        return self._noted("post", address, sent)

    def fill(self, address: str, **typed):
        """Opens a page, fills the form that takes what is typed, and sends it."""
        shown = forms_of(self.get(address).content.decode(), address)
        saves = [form for form in shown if not {"find", "draft"} & set(form.controls)]
        form = next(form for form in saves if set(typed) - {"client"} <= set(form.controls) and
                    (typed or form.action == address))  # fmt: skip
        answer = self.post(form.action, form.filled(typed))
        assert answer.status_code in (200, 302), re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())[:2000]
        return answer


@pytest.fixture(scope="module")
def told(world, everything, django_db_blocker) -> Watch:
    """Everything that clients tell, written down on every page that takes it."""
    return Story(Watch(everything), world).tell()


@dataclass
class Story:
    desk: Watch
    world: object

    def tell(self) -> Watch:
        self.talk()
        self.calls()
        self.request()
        self.case()
        self.register()
        self.ledgers()
        return self.desk

    def go(self, name: str, *args) -> str:
        return reverse(name, args=args)

    def talk(self) -> None:
        page = self.go("counselling:record", "legal", uuid4())
        who = {"whose": "named", "name": NAME, "phone": PHONE, "memo": MEMO}
        self.desk.get(page)
        self.desk.post(self.go("counselling:find"), {"name": NAME, "phone": PHONE})
        self.desk.post(page + "draft/", typed(**who, draft="1"))
        self.desk.post(page, typed(**who, find="1"))
        assert self.desk.post(page, typed(memo=f"{WORDS} {RESIDENT}")).status_code == 422
        self.consultation = self.desk.post(page, typed(**who)).url
        self.desk.get(self.consultation)
        self.desk.get(self.consultation + "print/")
        self.desk.fill(self.consultation + "amend/", memo=f"{MEMO} {WORDS}")
        self.desk.post(self.consultation + "amend/draft/", typed(memo=WORDS, draft="1"))
        self.desk.fill(self.consultation + "refer/", text=WORDS, share_identity="on", consented="on")

    def calls(self) -> None:
        for to in ("", self.world.theirs.centre.code):
            told = {"name": NAME, "phone": PHONE, "text": WORDS, "to": to}
            assert self.desk.fill(self.go("counselling:hotline"), **told).status_code == 302

    def request(self) -> None:
        """Asked for on the public page, looked up, read at the desk, and opened on the intake page."""
        asking = self.go("counselling:request-new")
        told = {"issues": "legal:unpaid_wages", "name": NAME, "phone": PHONE}
        refused = {"party": "worker", "wish": "call", "consented": "on", "form_token": uuid4()}
        assert self.desk.post(asking, told | refused | {"text": f"{WORDS} {RESIDENT}"}).status_code == 422
        self.desk.fill(asking, **told, text=WORDS)
        self.desk.get(self.go("counselling:request-state"))
        row = Request.objects.latest("pk")
        self.desk.post(self.go("counselling:request-look-up"), {"number": row.number, "phone": PHONE})
        self.desk.get(self.go("counselling:request", row.pk))
        page = self.go("counselling:record", "legal", uuid4())
        self.desk.get(f"{page}?request={row.pk}")
        boxes = typed(whose="named", name=NAME, phone=PHONE, memo=MEMO, request=row.pk)
        self.desk.post(page, boxes | {"press": "open:severance_pay"})

    def case(self) -> None:
        opening = self.go("remedy:open")
        given = {"name": NAME, "phone": PHONE, "client": "new", "facts": FACTS, "workplace": "나래식당"}
        self.desk.post(opening + "draft/", given)
        self.case = self.desk.fill(opening, **given).url
        self.desk.fill(self.case + "facts/", facts=f"{FACTS} {MEMO}")
        self.desk.post(self.case + "facts/draft/", {"facts": FACTS})
        self.desk.fill(self.case + "ready/")
        self.desk.fill(self.case + "handle/")
        self.desk.fill(self.case + "step/", note=NOTE)
        step = re.search(r"/remedy/steps/\d+/", self.desk.get(self.case).content.decode())[0]
        self.desk.fill(step + "correct/", note=f"{NOTE} {WORDS}", reason="날짜를 잘못 적음")
        self.desk.get(self.case + "print/")

    def register(self) -> None:
        search = self.go("people:clients")
        self.desk.post(search, {"name": NAME, "phone": PHONE})
        self.desk.post(self.go("people:register"), {"name": NAME, "phone": PHONE, "form_token": uuid4()})
        client = self.go("people:client", Person.objects.latest("pk").pk)
        self.desk.get(client)
        self.desk.post(client + "open/", {"purpose": "counselling"})
        self.desk.fill(client + "amend/", name=NEW_NAME, phone=PHONE)
        other = Person.objects.filter(centre=self.world.ours.centre).earliest("pk")
        self.desk.post(client + "merge/", {"reference": other.reference})
        self.desk.post(client + "merge/", {"reference": other.reference, "confirmed": "1"})

    def ledgers(self) -> None:
        upload = self.go("ledgers:upload", "counselling.consultations", "legal")
        heads = "상담일,구분,경로,유형,이름,연락처,상담내용"
        good = f"2025-03-04,노동자,전화,임금체불,{NAME},{PHONE},{WORDS}"
        bad = f"{NAME},{PHONE},{WORDS},{MEMO},{NAME},{RESIDENT},{RESIDENT} {WORDS}"
        for rows in ([good, bad], [good]):
            file = SimpleUploadedFile("상담.csv", "\n".join([heads, *rows]).encode(), "text/csv")
            batch = self.desk.post(upload, {"file": file}).url
            self.desk.get(batch)
            self.desk.post(batch + "confirm/", {})
            self.desk.get(batch)
        self.desk.fill(batch + "undo/")


def forms(word: str) -> set[str]:
    """The word as it may stand in a dump or an address: itself, escaped as JSON, hexadecimal, percent-encoded."""
    escaped = word.encode("ascii", "backslashreplace").decode()
    return {word, escaped, word.encode().hex(), word.encode("cp949").hex(), quote(word)} | (
        {word.encode("utf-16-le").hex()}
    )


def found_in(text: str) -> set[str]:
    return {word for word in PLANTED for form in forms(word) if form in text}


def test_the_database_holds_them_as_ciphertext_only(told):
    for name, rows in tables.rows().items():
        assert not found_in("\n".join(rows)), name
    for session in Session.objects.all():
        assert not found_in(str(session.get_decoded()))


def test_the_search_finds_what_is_there(world):
    """That the dump would show a word, and bytes of a word, if they stood there."""
    from kwonik.people.models import SealedText

    SealedText.objects.filter(pk=SealedText.objects.first().pk).update(ciphertext=MEMO.encode())
    Person.objects.filter(pk=world.ours.rows["client"].pk).update(reference=NAME)

    dump = tables.rows()
    assert found_in("\n".join(dump["people_sealedtext"])) == {MEMO}
    assert found_in("\n".join(dump["people_client"])) == {NAME}


def test_no_address_and_no_cookie_carries_them(told):
    for method, address, answer, body, _ in told.answers:
        links = re.findall(r'(?:href|action|src|data-hx-[a-z]+)="([^"]*)"', body.decode(errors="ignore"))
        carried = [unquote(link) for link in (address, answer.headers.get("Location", ""), *links)]
        assert not found_in("\n".join(carried)), (method, address)
        cookies = "\n".join(morsel.OutputString() for morsel in answer.cookies.values())
        assert not found_in(cookies), (method, address)


def test_whatever_shows_them_is_logged_and_not_kept_by_the_browser(told):
    shown = 0
    for method, address, answer, body, opened in told.answers:
        said = found_in(body.decode(errors="ignore"))
        if said:
            shown += 1
            assert "no-store" in answer.headers["Cache-Control"], address
        if said and method == "get":
            assert opened, f"{address} shows {said} and logs nothing"

    assert shown > 15


@pytest.fixture(scope="module")
def lists(told, world, browsers) -> list[tuple[str, str, bytes]]:
    """Every page and every file that names no row of its own, as everybody sees them once all that was told."""
    seen = []
    for role, client in (("everything", told.client), *browsers.items()):
        for door in doors():
            if door.method != "POST" and not door.row and door.name != "counselling:record":
                answer = client.get(door.address({}))
                seen.append(
                    (
                        role,
                        door.name,
                        b"".join(answer.streaming_content) if answer.streaming else answer.content,
                    )
                )
    return seen


def test_lists_mask_names_and_show_no_words(lists):
    for role, name, body in lists:
        said = found_in(body.decode(errors="ignore"))
        own_drafts = {"remedy:open"} if role == "everything" else set()
        assert not said or name in own_drafts, (role, name, said)


def text_of(content: bytes) -> str:
    """All text of a file: of a package every member, of a PDF every page."""
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        package = zipfile.ZipFile(io.BytesIO(content))
        return "\n".join(package.read(name).decode(errors="ignore") for name in package.namelist())
    return content.decode(errors="ignore")


@pytest.mark.parametrize(
    "address",
    [
        "/counselling/?format=xlsx",
        *(f"/reports/main-report/?as_of=2025-12-31&last_on=2025-12-31&format={kind}" for kind in ("html", "pdf", "hwpx", "xlsx")),
        *(f"/reports/rows/?figure={code}&period=2025/2026&as_of=2026-12-31&format=xlsx"
          for code in ("counselling.legal", "remedy.cases", "budget.spent", "people.rights_advocates")),
    ],
)  # fmt: skip
def test_no_file_carries_them(told, world, address):
    answer = told.client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content

    assert answer.status_code == 200
    assert len(text_of(content)) > 500
    assert not found_in(text_of(content))


@pytest.fixture
def logged(caplog):
    """All that the server would write to its log, from INFO on."""
    caplog.set_level(logging.INFO)
    return lambda: "\n".join(caplog.handler.format(record) for record in caplog.records)


def test_a_fault_tells_nobody_what_was_typed(world, everything, logged, monkeypatch, settings):
    """Neither the page nor the log of a fault in the middle of storing, nor what the database says of it."""
    settings.DEBUG = False
    client = signed_in(world.ours.people["duty_attorney"])
    client.raise_request_exception = False

    def fail(*args, **kwargs):
        from django.db import connection

        with connection.cursor() as cursor:  # a fault of the database, with all the detail that it gives
            cursor.execute(
                "INSERT INTO counselling_otherissue (consultation_id, issue_id, position) VALUES (0, NULL, 1)"
            )

    monkeypatch.setattr(counselling.consultations, "_store_other_issues", fail)
    sent = typed(whose="named", name=NAME, phone=PHONE, client="new", memo=MEMO)
    answer = client.post(reverse("counselling:record", args=["legal", uuid4()]), sent)

    assert answer.status_code == 500
    assert "Traceback" in logged() and "counselling" in logged()
    assert not found_in(answer.content.decode())
    assert not found_in(logged())


@pytest.mark.parametrize("status", [400, 403, 404, 422])
def test_no_refusal_is_logged_with_what_was_typed(status, world, logged):
    client = signed_in(world.ours.people["duty_attorney"])
    sent = typed(whose="named", name=NAME, phone=PHONE, memo=f"{MEMO} {RESIDENT}")
    record = reverse("counselling:record", args=["legal", uuid4()])
    address = {
        400: record,
        403: reverse("people:merge", args=[world.ours.rows["client"].pk]),
        404: reverse("counselling:amend", args=[world.theirs.rows["consultation"].pk]),
        422: record,
    }[status]
    if status == 400:
        sent = {**sent, **{f"box{number}": NAME for number in range(1_500)}}

    answer = client.post(address, sent)

    assert answer.status_code == status
    assert resolve(address)
    assert not found_in(logged())
