"""What is printed once and known again must never be taken for something else."""

import pytest
from django import forms
from django.template import engines
from markupsafe import Markup

from kwonik.site.remembering import untouched, words


class Narrow(forms.Form):
    state = forms.ChoiceField(label="상태", required=False, choices=[("", "모두"), ("open", "진행")])
    grouped = forms.ChoiceField(label="묶음", required=False, choices=[("", "모두")])
    text = forms.CharField(label="번호", required=False)
    day = forms.DateField(label="부터", required=False)


@pytest.fixture
def printed():
    """The macro behind the bar, which tells how often it had to print."""
    macro, calls = engines["jinja2"].env.globals["kw"].filter_bar, []

    def counted(*args, **kwargs):
        calls.append(args)
        return macro(*args, **kwargs)

    return untouched(counted), calls


def test_a_bar_nobody_touched_is_printed_once(printed):
    bar, calls = printed
    first = bar(Narrow({}), reset_url="/x/")
    assert bar(Narrow({"page": "2", "sort": "-day"}), reset_url="/x/") == first
    assert len(calls) == 1
    assert "진행" in first


@pytest.mark.parametrize("typed", [{"state": "open"}, {"text": "김민수"}, {"day": "어제"}])
def test_what_somebody_typed_is_printed_for_them_alone(printed, typed):
    bar, calls = printed
    plain = bar(Narrow({}))
    own = bar(Narrow(typed))
    assert own != plain
    assert bar(Narrow(typed)) == own
    assert len(calls) == 3
    assert bar(Narrow({})) == plain


def test_other_choices_labels_and_addresses_are_another_bar(printed):
    bar, _ = printed

    def form(change):
        made = Narrow({})
        change(made)
        return made

    bars = [
        bar(form(lambda made: None)),
        bar(form(lambda made: made.fields["state"].__setattr__("choices", [("", "모두")]))),
        bar(form(lambda made: made.fields["state"].__setattr__("label", "단계"))),
        bar(form(lambda made: made.fields["grouped"].__setattr__("choices", [("묶음", [("a", "가")])]))),
        bar(form(lambda made: made.fields["text"].widget.attrs.update(placeholder="S-2025-1"))),
        bar(form(lambda made: None), reset_url="/elsewhere/"),
        bar(Narrow()),
    ]
    assert len(set(bars)) >= 6  # an unbound form may look as a bound one
    assert '<optgroup label="묶음">' in bars[3]


def test_text_and_markup_that_read_alike_are_two_things():
    tag = words(engines["jinja2"].env.globals["kw"].tag)
    assert "<b>" in tag(Markup("<b>상태</b>"))
    assert "<b>" not in tag("<b>상태</b>")
