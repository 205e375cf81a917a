"""The worked examples of the owner: every field that is expected is in the result, exactly."""

import json
from pathlib import Path

import pytest

from kwonik.labourlaw import CALCULATIONS

EXAMPLES = json.loads(Path(__file__).with_name("examples.json").read_text())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example['id']}-{example['calc']}")
def test_a_worked_example_comes_out(example):
    result = CALCULATIONS[example["calc"]](**example["inputs"])

    assert {name: result[name] for name in example["expected"]} == example["expected"]
