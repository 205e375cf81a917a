import pytest

from kwonik.reports.rules.inline import BadTemplate, FigureCall, Name, parse


def test_text_names_and_figures_are_told_apart():
    parts = parse('총 {{ figure("counselling.legal", party="worker", id="S.1") }}건({{ period }})')

    assert parts == (
        "총 ",
        FigureCall("counselling.legal", (("party", "worker"),), id="S.1"),
        "건(",
        Name("period"),
        ")",
    )


def test_the_cut_does_not_depend_on_the_order_it_is_written_in():
    assert parse('{{ figure("a.b", y="2", x="1") }}') == parse('{{ figure("a.b", x="1", y="2") }}')


@pytest.mark.parametrize(
    "text",
    [
        "{{ 1 + 1 }}",
        '{{ figure("a") + figure("b") }}',
        "{{ figure(period) }}",
        "{{ figure('a', x=1) }}",
        "{{ figure('a', 'b') }}",
        "{{ figure('a', **x) }}",
        "{{ unknown }}",
        "{{ ''.__class__ }}",
        "{% for x in y %}{{ x }}{% endfor %}",
        "{% if period %}x{% endif %}",
        "{{ figure('a')|upper }}",
        "{{ lipsum() }}",
        "{{ figure('a' }}",
        "{{",
    ],
)
def test_anything_that_computes_is_refused(text):
    with pytest.raises(BadTemplate):
        parse(text)


def test_a_percent_sign_and_single_braces_are_plain_text():
    assert parse("100% {괄호}") == ("100% {괄호}",)
