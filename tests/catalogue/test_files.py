"""Hostile and broken YAML: each is refused with its file and line, none is read halfway."""

from decimal import Decimal
from pathlib import Path

import pytest

from kwonik.catalogue.rules import ProfileRefused
from kwonik.catalogue.rules.files import MOST_BYTES, read


def refusal(tmp_path: Path, content: str | bytes) -> str:
    path = tmp_path / "x.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ProfileRefused) as refused:
        read(path, "x.yaml")
    assert len(refused.value.problems) == 1
    return refused.value.problems[0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a: &bomb [1, 2]\nb: 3\n", "x.yaml 1번째 줄: '&'·'*'(앵커)"),
        ("a: 1\nb: *a\n", "x.yaml 2번째 줄: '&'·'*'(앵커)"),
        ("a: 1\nb: !!python/object:os.system x\n", "x.yaml 2번째 줄: '!'(태그)"),
        ("a: 1\nb: !local x\n", "x.yaml 2번째 줄: '!'(태그)"),
        ("a: 1\n---\nb: 2\n", "문서가 둘 이상입니다"),
        ("a: 1\nb: 2\na: 3\n", "x.yaml 3번째 줄 'a' 항목이 두 번 있습니다"),
        ("a:\n  <<: {b: 1}\n", "항목 이름은 낱말이어야 합니다"),
        ("? [1, 2]\n: 3\n", "항목 이름은 낱말이어야 합니다"),
        ("a: [1, 2\nb: 3\n", "YAML로 읽을 수 없습니다"),
        ("a:\n\t- 1\n", "YAML로 읽을 수 없습니다"),
        ('a: "\\0"\n', "제어 문자"),
        ("a: 2025-13-45\n", "값 '2025-13-45'을(를) 읽을 수 없습니다"),
        ("a: " + "9" * 5000 + "\n", "읽을 수 없습니다"),
        ("[" * 5000, "x.yaml 1번째 줄: 너무 깊이"),
        ("a: " + "[" * 30 + "]" * 30 + "\n", "너무 깊이"),
        (b"a: \xb0\xa1\xb3\xaa\n", "UTF-8 글자가 아닙니다"),
        (b"\xff\xfea\x00:\x00", "UTF-8 글자가 아닙니다"),
        ("a: \x07\n", "이상한 글자"),
        ("a: x\n" + "# " + "x" * MOST_BYTES, "1 MB보다 큽니다"),
    ],
)
def test_tricks_and_slips_are_refused(tmp_path, content, told):
    assert told in refusal(tmp_path, content)


def test_a_billion_laughs_are_refused_before_they_are_built(tmp_path):
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]

    assert "앵커" in refusal(tmp_path, "\n".join(lines))


def test_values_keep_their_lines(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbf# comment\nrows:\n- name: \xea\xb0\x80\n  area: 197.70\n- name: b\n")

    document = read(path, "x.yaml")

    assert document.value == {"rows": [{"name": "가", "area": Decimal("197.70")}, {"name": "b"}]}
    assert document.line(("rows", 0, "area")) == 4
    assert document.line(("rows", 1, "missing")) == 5
    assert document.problem(("rows", 1, "name"), "틀렸습니다.") == "x.yaml 5번째 줄 rows[2].name: 틀렸습니다."


def test_an_empty_file_is_nothing(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("# nothing\n")

    assert read(path, "x.yaml").value is None
