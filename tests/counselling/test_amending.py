"""Correcting a record on the intake page: filled, stored, and nothing of a colleague overwritten."""

import re

import pytest
from django.utils import timezone

from kwonik.counselling.models import Consultation
from kwonik.people import vault
from tests.counselling.conftest import browser_of
from tests.counselling.factories import (
    make_consultation,
    typed,
)
from tests.counselling.pages import address, words
from tests.factories import (
    make_account,
    make_client,
)


@pytest.fixture
def stored(centre, legal, attorney):
    return make_consultation(
        centre,
        legal,
        memo="처음 글",
        client=make_client(centre, "김민수", "010-1234-5678"),
        counsellor=attorney,
    )


def amended(stored, **boxes) -> dict:
    return typed(whose="named", client=stored.client_id, memo="처음 글", version=stored.version, **boxes)


def test_the_page_opens_filled_and_stores_what_changed(desk, stored):
    sheet = address("amend", stored.pk)
    shown = words(desk.get(sheet))
    assert "처음 글" in shown and re.search(rf'value="{stored.client_id}"[^>]* checked', shown)

    answer = desk.post(sheet, {**amended(stored, minutes="15"), "memo": "고친 글"}, follow=True)
    stored.refresh_from_db()
    assert (stored.minutes, stored.version, stored.client.reference) == (15, 2, stored.client.reference)
    assert "고친 글" in words(answer) and "상담 시간(분): 없음 → 15" in words(answer)


def test_who_comes_second_sees_both_versions(desk, stored, centre):
    sheet = address("amend", stored.pk)
    colleague = browser_of(make_account("duty_attorney", centre=centre))
    colleague.post(sheet, amended(stored, minutes="30", outcome="answered"))

    answer = desk.post(sheet, amended(stored, minutes="15"))
    shown = words(answer)
    assert answer.status_code == 409
    assert "그 사이에 다른 사람이 고쳤습니다" in shown
    assert '<td data-label="지금 저장된 것">30</td><td data-label="내가 적은 것">15</td>' in shown
    assert '<td data-label="지금 저장된 것">상담 종결</td><td data-label="내가 적은 것">-</td>' in shown
    stored.refresh_from_db()
    assert stored.minutes == 30

    assert 'name="version" value="2"' in shown
    desk.post(sheet, {**amended(stored, minutes="15"), "version": "2"})
    stored.refresh_from_db()
    assert (stored.minutes, stored.version) == (15, 3)


def test_a_correction_being_written_is_kept_too(desk, stored):
    sheet = address("amend", stored.pk)
    desk.post(sheet + "draft/", {**amended(stored), "memo": "고치던 글"})
    assert "고치던 글" in words(desk.get(sheet))
    desk.post(sheet + "draft/drop/")
    assert "고치던 글" not in words(desk.get(sheet))


def test_a_resident_number_in_a_correction_is_caught(desk, stored):
    answer = desk.post(address("amend", stored.pk), {**amended(stored), "memo": "900101-1234568"})
    assert answer.status_code == 422
    stored.refresh_from_db()
    assert (
        vault.read([stored.memo], by=None, purpose="correction", action="test")[stored.memo_id] == "처음 글"
    )


def test_a_withdrawn_talk_is_not_corrected(desk, stored):
    Consultation.objects.filter(pk=stored.pk).update(withdrawn_at=timezone.now(), withdrawn_reason="중복")
    assert desk.get(address("amend", stored.pk)).url == address("consultation", stored.pk)
