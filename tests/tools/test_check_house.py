"""Each house rule lets a good line pass and names a bad one."""

from pathlib import Path

import pytest

from tools import check_house


@pytest.mark.parametrize(
    "rule, good, bad",
    [
        (check_house.find_hosts, "django==5.2.19 \\\n    --hash=sha256:1a", "-i https://example.org/simple"),
        (check_house.find_hosts, '"integrity": "sha512-T/k="', '"resolved": "http://example.org/x.tgz"'),
        (check_house.find_models_in_door, "rows = queries.open_cases(centre)", "rows = Case.objects.all()"),
        (check_house.find_models_in_door, "actions.save_draft(by=user)", "case.save()"),
        (check_house.find_long_file, "x\n" * 400, "x\n" * 401),
    ],
)
def test_a_rule_tells_good_from_bad(rule, good, bad):
    assert list(rule(good)) == []
    assert len(list(rule(bad))) == 1


@pytest.mark.parametrize("good", ["Asia/Seoul", "seoulite", "profile", ""])
def test_code_names_no_municipality(good):
    assert not list(check_house.find_profile_names(good, ["seoul", "anyang"]))
    assert list(check_house.find_profile_names("if profile == 'anyang':", ["seoul", "anyang"]))
    assert list(check_house.find_profile_names("a\nkwonik_seoul", ["seoul", "anyang"])) == [
        "2: 코드에 프로필 이름이 있습니다: kwonik_seoul"
    ]
    assert not list(check_house.find_profile_names("anything", []))


def test_a_name_must_say_what_is_inside():
    assert not list(check_house.find_nameless_file(Path("kwonik/kernel/periods.py")))
    assert list(check_house.find_nameless_file(Path("kwonik/kernel/utils.py")))


def test_a_link_leads_somewhere(tmp_path):
    (tmp_path / "there.md").touch()
    good = "[a](there.md) [b](there.md#part) [c](https://example.org/x) [d](#here)"

    assert not list(check_house.find_dead_links(good, tmp_path))
    assert list(check_house.find_dead_links("[a](gone.md#part)", tmp_path)) == [
        "없는 파일로 이어진 링크입니다: gone.md"
    ]


def test_every_name_is_explained():
    assert not list(check_house.find_unnamed(["kernel"], "the `kernel` holds", "x.md"))
    assert list(check_house.find_unnamed(["kernel"], "the kernel holds", "x.md"))


def test_a_room_missing_from_its_contract_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(check_house, "REPOSITORY", tmp_path)
    (tmp_path / ".importlinter").write_text(
        "[importlinter:contract:files]\ncontainers =\n    kwonik.remedy\n"
        "[importlinter:contract:pure]\nsource_modules =\n    kwonik.documents\n"
    )
    for room in ("documents", "labourlaw", "remedy", "shelters", "kernel"):
        (tmp_path / "kwonik" / room).mkdir(parents=True)
        (tmp_path / "kwonik" / room / "__init__.py").touch()
    for area in ("remedy", "shelters", "kernel"):
        (tmp_path / "kwonik" / area / "apps.py").touch()

    assert list(check_house.check_contracts()) == [
        ".importlinter: source_modules에 kwonik.labourlaw을(를) 넣으세요.",
        ".importlinter: containers에 kwonik.shelters을(를) 넣으세요.",
    ]
