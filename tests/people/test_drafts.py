"""What somebody typed is kept sealed, for them alone, and without resident numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kwonik.people import actions, rules
from kwonik.people.models import Draft, PersonalDataAccess, SealedText
from tests import factories

WHICH = {"form": "counselling.record", "subject": "new"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)


def test_a_draft_is_kept_replaced_and_dropped(centre, actor):
    assert actions.draft(by=actor, **WHICH) is None
    for memo in ("처음", "다음"):
        actions.save_draft(by=actor, centre=centre, values={"memo": memo, "issues": ["a", "b"]}, **WHICH)
    assert actions.draft(by=actor, **WHICH) == {"memo": "다음", "issues": ["a", "b"]}
    assert (Draft.objects.count(), SealedText.objects.count()) == (1, 1)
    assert "다음".encode() not in bytes(SealedText.objects.get().ciphertext)
    assert PersonalDataAccess.objects.get().purpose == "draft"
    actions.drop_draft(by=actor, **WHICH)
    assert (Draft.objects.count(), SealedText.objects.count()) == (0, 0)
    actions.drop_draft(by=actor, **WHICH)


def test_a_draft_is_nobody_elses(centre, actor):
    actions.save_draft(by=actor, centre=centre, values={"memo": "비밀"}, **WHICH)
    colleague = factories.make_account(centre=centre)
    assert actions.draft(by=colleague, **WHICH) is None
    actions.drop_draft(by=colleague, **WHICH)
    assert actions.draft(by=actor, **WHICH) == {"memo": "비밀"}


def test_a_resident_number_in_a_draft_is_masked_and_the_rest_kept(centre, actor):
    values = {"memo": "생년 900101-1234567 이라고 함", "more": ["900101-1234567"]}
    actions.save_draft(by=actor, centre=centre, values=values, **WHICH)
    kept = actions.draft(by=actor, **WHICH)
    assert kept == {"memo": "생년 900101-******* 이라고 함", "more": ["900101-*******"]}


def test_a_draft_without_end_is_refused(centre, actor):
    with pytest.raises(rules.Refused, match="너무 길어"):
        actions.save_draft(by=actor, centre=centre, values={"memo": "가" * 300_000}, **WHICH)
    assert not Draft.objects.exists()


class TestDrafts(TestCase):
    @given(st.dictionaries(st.text(min_size=1, max_size=9), JSON, max_size=4))
    @settings(max_examples=40)
    def test_whatever_was_typed_comes_back(self, values):
        centre = factories.make_centre("main")
        actor = factories.make_account(centre=centre)
        actions.save_draft(by=actor, centre=centre, values=values, **WHICH)
        assert actions.draft(by=actor, **WHICH) == values
