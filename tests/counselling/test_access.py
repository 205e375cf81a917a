"""Who sees which page and row, and that a page costs the same for ten rows as for one."""

import pytest
from django.urls import reverse

from kwonik.counselling.models import Consultation
from kwonik.counselling.rules import Caller
from tests.counselling.conftest import browser_of
from tests.counselling.factories import (
    A_DAY,
    make_booth,
    make_consultation,
    make_contact,
    make_referral,
    token,
)
from tests.counselling.pages import address, words
from tests.factories import (
    code_of,
    make_account,
    make_client,
    make_district,
    make_site,
    make_workplace,
)


@pytest.fixture
def rows(centre, elsewhere, talk):
    """One row for every address that names one, by URL name."""
    booth, call = make_booth(centre), make_contact(centre, Caller("김민수"))
    got = make_referral(make_consultation(elsewhere), centre)
    one = dict.fromkeys(
        (
            "consultation",
            "print",
            "withdraw",
            "reinstate",
            "follow_up",
            "amend",
            "amend_draft",
            "drop_amend_draft",
            "refer",
        ),
        talk,
    )
    one |= dict.fromkeys(("booth", "amend_booth", "withdraw_booth", "reinstate_booth"), booth)
    one |= dict.fromkeys(("contact", "transfer", "close_contact", "reopen_contact"), call)
    return one | dict.fromkeys(("accept_referral", "decline_referral"), got)


EMPTY_HANDED = (
    "consultations",
    "start",
    "find",
    "workplaces",
    "booths",
    "open_booth",
    "hotline",
    "suggestion",
    "referrals",
)


def test_another_centres_rows_are_not_found(rows, stranger):
    """404 for reading and for every deed, whatever the stranger's role at their own centre."""
    browser = browser_of(stranger)
    for name, row in rows.items():
        if name in ("accept_referral", "decline_referral"):
            continue
        for answer in (browser.get(address(name, row.pk)), browser.post(address(name, row.pk))):
            assert answer.status_code in (404, 405), name
        assert browser.post(address(name, row.pk)).status_code == 404, name
    assert str(rows["consultation"].reference) not in words(browser.get(address("consultations")))


def test_the_wrong_role_is_refused_and_nobody_is_sent_to_log_in(rows, centre, client):
    finance = browser_of(make_account("finance", centre=centre))
    everything = [address(name, row.pk) for name, row in rows.items()] + [
        address(name) for name in EMPTY_HANDED
    ]
    everything += [
        address("record", "legal", token()),
        address("new", "legal"),
        address("draft", "legal", token()),
    ]
    for url in everything:
        assert finance.get(url).status_code == 403, url
        answer = client.get(url)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login")), url


def test_a_reader_reads_and_changes_nothing(rows, centre):
    reader = browser_of(make_account("counselling.consultation:view", centre=centre))
    shown = words(reader.get(address("consultation", rows["consultation"].pk)))
    assert "두 달 치 임금" in shown
    for deed in ("고치기", "철회하기", "연계하기", "연락했음"):
        assert deed not in shown
    for name in ("amend", "withdraw", "reinstate", "follow_up", "refer"):
        assert reader.post(address(name, rows[name].pk)).status_code == 403


def test_the_receiver_sees_the_referral_and_not_the_file(desk, centre, elsewhere, stranger, talk):
    offered = make_referral(talk, elsewhere, Caller("김민수", "010-1234-5678", "가까운 곳"))
    theirs = browser_of(stranger)
    shown = words(theirs.get(address("referral", offered.pk)))

    assert "가까운 곳" in shown and "010-1234-5678" in shown and "연계 받기" in shown
    assert talk.reference not in shown and address("consultation", talk.pk) not in shown
    assert theirs.get(address("consultation", talk.pk)).status_code == 404
    ours = words(desk.get(address("referral", offered.pk)))
    assert address("consultation", talk.pk) in ours and "연계 거두기" in ours and "연계 받기" not in ours


# -- cost -----------------------------------------------------------------------------------------------------


def test_pages_ask_as_much_of_ten_rows_as_of_one(
    desk, centre, elsewhere, legal, attorney, talk, assert_constant_queries
):
    booth = make_booth(centre)

    def grow() -> None:
        for n in range(10):
            client = make_client(centre, "김민수", f"010-0000-000{n}")
            row = make_consultation(
                centre,
                legal,
                client=client,
                memo="글",
                others=("other",),
                booth=booth,
                site=booth.site,
                channel="station_booth",
                outcome="relief",
                counsellor=make_account(centre=centre),
                workplace=make_workplace(f"회사 {n}"),
                district=make_district(f"d{n}"),
                follow_up_on=A_DAY,
            )
            make_booth(centre, make_site(f"s{n}"))
            make_contact(centre, Caller("김"), district=make_district(f"d{n}"))
            make_referral(make_consultation(elsewhere, legal), centre)
            make_referral(row, elsewhere)
            desk.post(address("draft", "legal", token()), {"memo": "글"})
            other = code_of(legal, "issue", "other")
            Consultation.objects.filter(pk=talk.pk).update(issue=other, minutes=n + 1, version=n + 2)

    pages = [
        address("consultations"),
        address("consultation", talk.pk),
        address("amend", talk.pk),
        address("record", "legal", token()),
        address("booths") + "?since=2025-01-01",
        address("booth", booth.pk),
        address("hotline"),
        address("referrals"),
        address("referrals") + "?side=made",
    ]

    def look() -> None:
        for url in pages:
            assert desk.get(url).status_code == 200, url
        assert desk.post(address("find"), {"name": "김민수"}).status_code == 200

    make_contact(centre)
    make_referral(make_consultation(elsewhere, legal), centre)
    make_referral(talk, elsewhere)
    desk.post(address("draft", "legal", token()), {"memo": "글"})
    Consultation.objects.filter(pk=talk.pk).update(issue=code_of(legal, "issue", "other"), version=2)
    assert_constant_queries(look, grow)
