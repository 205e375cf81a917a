"""A sealed note is opened by the counsellor who wrote it and by nobody else: not by permission, role, page or report."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import get_resolver, reverse

from kwonik.kernel import permissions
from kwonik.people.models import PersonalDataAccess, SealedText
from kwonik.wellbeing import access, actions
from kwonik.wellbeing.models import Course
from kwonik.wellbeing.rules import Refused
from tests.factories import grant, make_account, make_role
from tests.wellbeing.conftest import browser_of
from tests.wellbeing.factories import OWN, make_counsellor, make_sitting

TEXT = "아이가 학교를 그만두고 싶어 한다고 함"


@pytest.fixture
def sitting(course, counsellor):
    return actions.write_note(by=counsellor, sitting=make_sitting(course), text=TEXT)


@pytest.fixture
def mighty(centre):
    """Somebody at the centre who holds every permission there is."""
    account = make_account(centre=centre)
    grant(account, make_role(*(permission.code for permission in permissions.everything())), centre)
    return account


def test_the_counsellor_opens_it_and_each_opening_is_logged(sitting, counsellor, course):
    PersonalDataAccess.objects.all()
    before = PersonalDataAccess.objects.count()
    assert access.open_note(counsellor, sitting) == TEXT
    entry = PersonalDataAccess.objects.first()
    assert PersonalDataAccess.objects.count() == before + 1
    assert (entry.actor, entry.action, entry.client_ids) == (
        counsellor,
        "wellbeing.sitting.open",
        [course.client_id],
    )
    assert TEXT.encode() not in bytes(SealedText.objects.get(pk=sitting.note_id).ciphertext)


def test_nobody_else_opens_or_overwrites_it_whatever_they_hold(sitting, officer, mighty, centre):
    colleague = make_account(OWN, centre=centre)
    make_counsellor(centre, colleague)
    for account in (officer, mighty, colleague):
        with pytest.raises(PermissionDenied):
            access.open_note(account, sitting)
        with pytest.raises(PermissionDenied):
            actions.write_note(by=account, sitting=sitting, text="다른 말")


def test_whoever_is_put_in_the_counsellors_place_does_not_open_what_another_wrote(
    sitting, course, mighty, counsellor
):
    """An officer who hands the appointment to an account of their own gets an empty hand."""
    appointment = course.counsellor
    appointment.account = mighty
    appointment.save()
    sitting = access.get_own_sitting(mighty, sitting.pk)
    with pytest.raises(PermissionDenied, match="쓴 상담사만"):
        access.open_note(mighty, sitting)
    with pytest.raises(PermissionDenied, match="맡은 상담사만"):
        access.open_note(counsellor, sitting)


def test_a_counsellor_with_notes_stays_the_courses_counsellor(sitting, course, officer, centre):
    other = make_counsellor(centre)
    with pytest.raises(Refused, match="상담사를 바꿀 수 없습니다"):
        actions.amend_course(by=officer, course=course, issue=course.issue, counsellor=other)
    with pytest.raises(IntegrityError, match="sealed notes"), transaction.atomic():
        Course.objects.filter(pk=course.pk).update(counsellor=other)


def test_without_the_role_the_counsellor_opens_nothing_any_more(sitting, counsellor):
    counsellor.grants.all().delete()
    counsellor.__dict__.pop("_standing", None)
    with pytest.raises(PermissionDenied):
        access.open_note(counsellor, sitting)


def test_no_page_of_the_area_shows_it_to_the_mighty(sitting, course, mighty):
    """Every address of the area that names a row, opened by somebody who holds every permission."""
    desk = browser_of(mighty)
    rows = {"sitting": sitting.pk, "course": course.pk}
    seen = 0
    for pattern in get_resolver("kwonik.wellbeing.urls").url_patterns:
        for pk in rows.values():
            args = [pk] if "<int:pk>" in str(pattern.pattern) else []
            answer = desk.get(reverse(f"wellbeing:{pattern.name}", args=args))
            assert answer.status_code in (200, 404), pattern.name
            assert TEXT not in answer.content.decode(), pattern.name
            seen += answer.status_code == 200
    assert seen > 20
    for name in ("own-sitting", "note", "own-settle"):
        assert desk.get(reverse(f"wellbeing:{name}", args=[sitting.pk])).status_code == 404


def test_a_note_rewritten_leaves_the_one_before_where_the_history_points(sitting, counsellor):
    first = sitting.note_id
    again = actions.write_note(by=counsellor, sitting=sitting, text="다음 주에 다시")
    assert again.note_id != first and SealedText.objects.filter(pk=first).exists()
    assert access.open_note(counsellor, again) == "다음 주에 다시"
    assert actions.write_note(by=counsellor, sitting=again, text="다음 주에 다시").note_id == again.note_id
    assert actions.write_note(by=counsellor, sitting=again, text=" ").note is None
