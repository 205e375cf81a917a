"""The pages in docs/rules/labour-law: written from the calculations, and missed when they are out of date."""

import re

import pytest

from kwonik.labourlaw import CALCULATIONS, pages


@pytest.fixture(scope="module")
def written():
    return pages.pages()


def test_the_committed_pages_are_up_to_date():
    assert list(pages.stale()) == []


def test_every_calculation_has_a_page_and_stands_in_the_index(written):
    assert set(written) == {pages.INDEX, *(f"{name}.md" for name in CALCULATIONS)}
    assert set(re.findall(r"\]\((\w+)\.md\)", written[pages.INDEX])) == set(CALCULATIONS)


@pytest.mark.parametrize("name", CALCULATIONS)
def test_a_page_says_all_of_a_calculation(name, written):
    calculation, page = CALCULATIONS[name], written[f"{name}.md"]

    assert calculation.says in page and calculation.law in page and calculation.__doc__ in page
    assert all(f"| `{fact}` | {asked.fact.label} |" in page for fact, asked in calculation.asks.items())
    assert all(f"| `{field}` | {gives.label} |" in page for field, gives in calculation.gives.items())
    result = calculation(**calculation.example)
    assert all(f"`{value.name}`" in page and value.source in page for value in result.parameters)
    assert all(words in page for words in (*result.warnings, *result.assumptions))
    assert "| None |" not in page and "Fraction(" not in page and "mappingproxy" not in page


def test_a_page_tells_warnings_of_other_facts_and_values_of_other_years(written):
    assert "월력요항은 아직 나오지 않았습니다" in written["public_holidays.md"]
    assert "계속 일한 기간이 1년이 되지 않아" in written["severance_pay.md"]
    assert "2024-07-01" in written["withholding_business_income.md"]
    assert "노동감독관" in written["law_as_of.md"]


def test_missing_stale_and_left_over_pages_are_named_and_mended(tmp_path):
    pages.write(tmp_path)
    assert list(pages.stale(tmp_path)) == []

    (tmp_path / "deadline.md").unlink()
    (tmp_path / "minimum_wage.md").write_text("옛 글")
    (tmp_path / "gone.md").write_text("없어진 계산")
    complaints = list(pages.stale(tmp_path))
    assert len(complaints) == 3
    assert all(any(name in words for words in complaints) for name in ("deadline", "minimum_wage", "gone"))

    pages.write(tmp_path)
    assert list(pages.stale(tmp_path)) == []


def test_an_unknown_word_is_refused(capsys):
    assert pages.main(["--chekc"]) == 2
