"""`python -m kwonik.labourlaw`: a calculation at the shell."""

import json
import shlex
import subprocess
import sys

import pytest

from kwonik.labourlaw import CALCULATIONS
from kwonik.labourlaw.__main__ import _questions, main


@pytest.fixture
def say(capsys):
    def run(*words: str) -> tuple[int, str, str]:
        code = main(list(words))
        return code, *capsys.readouterr()

    return run


def test_lists_every_calculation(say):
    code, out, _ = say()

    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == list(CALCULATIONS)


def test_answers_with_a_worksheet(say):
    code, out, _ = say("minimum_wage", "year=2026")

    assert code == 0
    assert "시간급: 10,320원" in out
    assert "월 환산액 2,156,880원 = 10,320원 × 209시간" in out
    assert "고용노동부고시 제2025-47호(2025-08-05) (읽은 날 2026-11-22)" in out


def test_text_needs_no_quotes(say):
    words = ("kind=부당해고등 구제신청(3개월)", "event_date=2026-05-17", 'known_on="2026-06-01"')
    code, out, _ = say("deadline", *words)

    assert code == 0
    assert "마지막 날: 2026. 8. 18." in out
    assert "주의" in out


def test_answers_a_machine(say):
    code, out, _ = say("court_stamp_fee", "claim=5000000", "kind=complaint", "--json")

    assert code == 0
    answer = json.loads(out)
    assert answer["result"] == {"fee": 25_000}
    assert answer["inputs"]["claim"] == 5_000_000
    assert answer["parameters"] and answer["steps"]


def test_says_what_a_calculation_asks(say):
    code, out, _ = say("severance_pay")

    assert code == 0
    assert "hire_date" in out and "입사일 (꼭 필요)" in out
    assert "예: python -m kwonik.labourlaw severance_pay hire_date=" in out


@pytest.mark.parametrize(
    "words, said",
    [
        (["no_such_thing"], "‘no_such_thing’이라는 계산은 없습니다"),
        (["minimum_wage", "year"], "‘year’을(를) 읽을 수 없습니다"),
        (["minimum_wage", "year=이천"], "‘연도’: 숫자를 적으세요"),
        (["minimum_wage", "year=2028"], "‘최저임금 시간급’이(가) 정해지지 않았거나"),
        (["deadline", "kind=항소(2주)"], "‘일이 있은 날’: 이 사실이 없으면"),
        (["severance_pay", "hire_date=2026-02-29"], "달력에 없는 날입니다"),
    ],
)
def test_what_cannot_be_answered_is_refused_on_the_error_stream(say, words, said):
    code, out, err = say(*words)

    assert code == 2
    assert not out
    assert said in err


def test_every_example_can_be_typed_as_it_is_shown(say):
    for each in CALCULATIONS.values():
        shown = _questions(each).rsplit("예: python -m kwonik.labourlaw ", 1)[1]
        code, out, err = say(*shlex.split(shown))
        assert (code, err) == (0, ""), each.name
        assert out.startswith(each.title)


def test_lists_what_runs_out(say):
    code, out, _ = say("--running-out", "36500")

    assert code == 0
    assert "2027-12-31  minimum_wage_hourly  최저임금 시간급" in out


def test_it_is_a_program():
    said = subprocess.run(
        [sys.executable, "-m", "kwonik.labourlaw", "pension_rate", "year=2027"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "근로자 몫: 0.05" in said.stdout
