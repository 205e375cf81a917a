"""연계: a transition both centres see; the file behind stays closed to the other."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from kwonik.counselling import access, actions
from kwonik.counselling.codes import Side
from kwonik.counselling.models import Referral
from kwonik.counselling.rules import Caller, NotAllowed
from kwonik.kernel import audit, queues
from tests.counselling.factories import make_consultation, make_intake
from tests.factories import make_account, make_centre, make_client


@pytest.fixture
def talk(centre, legal):
    return make_consultation(
        centre, legal, client=make_client(centre, "김민수", "010-1234-5678"), memo="비밀"
    )


@pytest.fixture
def offer(attorney, talk, elsewhere):
    def send(**what):
        facts = {"to_centre": elsewhere, "text": "가까운 곳을 바랍니다", "consented": True, **what}
        return actions.offer_referral(by=attorney, consultation=talk, **facts)

    return send


def told(account, referral: Referral) -> Caller:
    return access.open_caller(account, access.get_referral(account, referral.pk).message, action="test")


def test_both_see_the_referral_and_only_one_the_file(offer, talk, attorney, stranger):
    referral = offer()

    assert told(attorney, referral) == told(stranger, referral) == Caller(text="가까운 곳을 바랍니다")
    assert access.get_consultation(attorney, talk.pk) == talk
    with pytest.raises(Http404):
        access.get_consultation(stranger, talk.pk)
    assert access.side_of(attorney, referral) == Side.SENDER
    assert access.side_of(stranger, referral) == Side.RECEIVER


def test_a_third_centre_sees_nothing(offer):
    third = make_account("duty_attorney", centre=make_centre("third"))
    with pytest.raises(Http404):
        access.get_referral(third, offer().pk)


def test_name_and_number_go_along_only_when_said_so(offer, stranger):
    assert told(stranger, offer(share_identity=True)) == Caller(
        "김민수", "010-1234-5678", "가까운 곳을 바랍니다"
    )


def test_what_was_shown_stays_as_it_was(offer, talk):
    referral = offer()
    talk.party = "employer"
    talk.save()
    referral.refresh_from_db()

    assert referral.snapshot == {
        "service": "노동법률상담",
        "occurred_on": "2025-05-09",
        "party": "노동자",
        "issue": "임금체불",
        "district": "",
    }


@pytest.mark.parametrize(
    ("what", "sentence"),
    [({"consented": False}, "동의"), ({"to_centre": "own"}, "우리 센터로는")],
)
def test_what_cannot_be_offered(offer, centre, what, sentence):
    what = {**what, **({"to_centre": centre} if "to_centre" in what else {})}
    with pytest.raises(NotAllowed, match=sentence):
        offer(**what)
    assert not Referral.objects.exists()


def test_asking_the_same_centre_twice_is_one_referral(offer):
    assert offer() == offer()
    assert Referral.objects.count() == 1


def test_accepting_leads_to_the_receivers_own_talk(offer, stranger, elsewhere, legal):
    referral = offer()
    actions.accept_referral(by=stranger, referral=referral)
    own = actions.record_consultation(
        by=stranger, centre=elsewhere, service=legal, intake=make_intake(legal), referral=referral
    )
    referral.refresh_from_db()

    assert (referral.state, referral.result, referral.answered_by) == ("accepted", own, stranger)
    events = [event.code.removeprefix("counselling.referral.") for event in audit.history(referral)]
    assert events == ["offered", "accepted", "answered"]
    with pytest.raises(NotAllowed, match="아직 상담을 적지 않았을 때만"):
        actions.record_consultation(
            by=stranger, centre=elsewhere, service=legal, intake=make_intake(legal), referral=referral
        )


def test_a_talk_cannot_answer_what_was_not_accepted(offer, stranger, elsewhere, legal):
    referral = offer()
    with pytest.raises(NotAllowed, match="받은 연계"):
        actions.record_consultation(
            by=stranger, centre=elsewhere, service=legal, intake=make_intake(legal), referral=referral
        )
    assert not elsewhere.consultation_set.exists()


def test_declining_needs_a_reason_and_frees_the_sender(offer, stranger):
    referral = offer()
    with pytest.raises(NotAllowed, match="까닭"):
        actions.decline_referral(by=stranger, referral=referral, reason=" ")
    declined = actions.decline_referral(by=stranger, referral=referral, reason="담당자가 없습니다")

    assert (declined.state, declined.answer_reason) == ("declined", "담당자가 없습니다")
    assert offer() != referral, "after a no the sender may ask again"


def waiting_for(account) -> list[str]:
    """What the day of the account's centre lists under declined referrals."""
    (queue,) = [queue for queue in queues.all_queues() if queue.code == "counselling.declined"]
    return [todo.title for todo in queue.todos(account, account.centre, timezone.localdate())]


def test_a_no_waits_with_the_sender_until_another_way_is_found(offer, attorney, stranger, elsewhere):
    declined = actions.decline_referral(by=stranger, referral=offer(), reason="담당자가 없습니다")
    assert (waiting_for(attorney), waiting_for(stranger)) == ([f"{elsewhere}에서 거절한 연계"], [])

    with pytest.raises(PermissionDenied):
        actions.settle_referral(by=stranger, referral=declined)
    settled = actions.settle_referral(by=attorney, referral=declined)

    assert (settled.state, settled.answer_reason) == ("settled", "담당자가 없습니다")
    assert waiting_for(attorney) == []


def test_asking_another_centre_settles_the_no(offer, attorney, stranger):
    declined = actions.decline_referral(by=stranger, referral=offer(), reason="담당자가 없습니다")
    third = make_centre("third")
    offer(to_centre=third)

    declined.refresh_from_db()
    assert declined.state == "settled"
    assert waiting_for(attorney) == []


def test_each_move_belongs_to_one_side(offer, attorney, stranger):
    referral = offer()
    with pytest.raises(PermissionDenied):
        actions.accept_referral(by=attorney, referral=referral)
    with pytest.raises(PermissionDenied):
        actions.withdraw_referral(by=stranger, referral=referral)

    assert actions.withdraw_referral(by=attorney, referral=referral).state == "withdrawn"
    with pytest.raises(NotAllowed, match="거둠"):
        actions.accept_referral(by=stranger, referral=referral)
