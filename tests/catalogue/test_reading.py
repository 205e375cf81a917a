"""A profile that says anything unknown, double or dangling is refused, naming file, line and what to do."""

import pytest

from kwonik.catalogue.rules import ProfileRefused, read_profile
from tests.profiles import FOLDER

PROFILES = sorted(path.name for path in FOLDER.iterdir() if (path / "profile.yaml").exists())


def problems(folder) -> list[str]:
    with pytest.raises(ProfileRefused) as refused:
        read_profile(folder)
    return refused.value.problems


@pytest.mark.parametrize("name", PROFILES)
def test_our_profiles_are_sound(name):
    profile = read_profile(FOLDER / name)

    assert profile.head.code == name
    assert profile.lists
    assert profile.roles


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            "profile.yaml",
            "fiscal_year: 2025",
            "fiscal_year: '2025'",
            "settings.fiscal_year: 따옴표 없는 정수",
        ),
        ("profile.yaml", "fiscal_year: 2025", "colour: red", "settings.colour: 모르는 항목입니다"),
        (
            "profile.yaml",
            "centre: seoul",
            "centre: busan",
            "settings.centre: 'busan'(이)라는 센터이(가) 없습니다",
        ),
        ("profile.yaml", "code: seoul", "code: Seoul", "code: 형식에 맞지 않습니다"),
        ("profile.yaml", "name: 서울노동권익센터", "name: ' '", "name: 앞뒤의 빈칸"),
        ("organisation.yaml", "kind: city", "kind: galaxy", "쓸 수 없는 말입니다"),
        ("organisation.yaml", "hotline: 1661-2020\n", "hotline: 1661-9999\n", "'1661-9999'(이)라는 대표전화"),
        ("organisation.yaml", "parent: seoul", "parent: nowhere", "'nowhere'(이)라는 상위 센터"),
        ("organisation.yaml", "from_on: 2015-02-01", "from_on: 어제", "날짜여야 합니다"),
        ("organisation.yaml", "area_m2: 197.7", "area_m2: -1", "0보다 커야 합니다"),
        ("organisation.yaml", "first: 10, last: 14", "first: 14, last: 10", "끝 번호가 첫 번호보다"),
        ("organisation.yaml", "first: 10, last: 14", "first: 9, last: 14", "정원 번호 '9'이(가) 2번"),
        ("organisation.yaml", "{code: jung,", "{code: jongno,", "코드 'jongno'이(가) 2번 있습니다"),
        ("programmes.yaml", "shape: consultation", "shape: seance", "shape: 쓸 수 없는 말입니다"),
        (
            "programmes.yaml",
            "outcome: consultation_outcomes}",
            "outcome: nothing}",
            "'nothing'(이)라는 분류표",
        ),
        ("programmes.yaml", "channel: legal_channels, ", "", "'channel'(경로) 분류표가 없습니다"),
        (
            "programmes.yaml",
            "channel: legal_channels",
            "colour: legal_channels",
            "없는 항목입니다. 쓸 수 있는 항목",
        ),
        ("programmes.yaml", "channel: legal_channels", "channel: forums", "쓰임 'small_claim'은(는)"),
        ("programmes.yaml", "prefix: T", "prefix: L", "번호 머리글자 'L'이(가) 2번"),
        ("programmes.yaml", "number: 2\n", "number: 1\n", "사업 번호 '1'이(가) 2번"),
        ("lists.yaml", "behaviour: opens_case", "behaviour: launches_rockets", "쓸 수 없는 말입니다"),
        ("lists.yaml", "code: unfair_dismissal", "code: unpaid_wages", "분류 코드 'unpaid_wages'이(가) 2번"),
        ("lists.yaml", "aliases: [노동 조합, 노조]", "aliases: [임금체불]", "분류 이름 '임금체불'이(가) 2번"),
        ("questions.yaml", "service: legal", "service: magic", "'magic'(이)라는 서비스"),
        ("questions.yaml", ", list: employment_types", "", "'list'(고를 분류표)가 있어야 합니다"),
        ("questions.yaml", "list: employment_types", "list: nothing", "'nothing'(이)라는 분류표"),
        ("questions.yaml", "kind: yes_no", "kind: yes_no, list: forums", "'list'를 쓸 수 없습니다"),
        ("roles.yaml", "counselling.consultation:record", "counselling.consultation:fly", "권한은 없습니다"),
        (
            "roles.yaml",
            "incompatible: [programme_officer",
            "incompatible: [wizard",
            "'wizard'(이)라는 다른 역할",
        ),
        ("budget.yaml", "group: personnel", "group: bribes", "쓸 수 없는 말입니다"),
        ("budget.yaml", "programme: legal_aid", "programme: nothing", "'nothing'(이)라는 사업"),
        ("budget.yaml", "code: overhead", "code: operating", "예산 과목 'operating'이(가) 2번"),
    ],
)
def test_unknown_double_and_dangling_words_are_refused(edited, name, old, new, told):
    found = problems(edited(name, old, new))

    assert any(problem.startswith(name) and told in problem for problem in found), found


def test_the_line_of_the_problem_is_told(edited):
    folder = edited("roles.yaml", "- people.client:amend", "- people.client:clone")
    line = (folder / "roles.yaml").read_text().splitlines().index("  - people.client:clone") + 1

    (problem,) = problems(folder)
    assert problem.startswith(f"roles.yaml {line}번째 줄 roles[1].permissions[")
    assert problem.endswith("'people.client:clone'(이)라는 권한은 없습니다. 지우거나 바로 쓰세요.")


def test_an_unknown_key_is_answered_with_the_known_ones(edited):
    found = problems(edited("lists.yaml", "label: 임금체불", "lable: 임금체불"))

    assert any(
        "lable: 모르는 항목입니다" in problem and "code, label, aliases" in problem for problem in found
    )
    assert any("label: 꼭 있어야 하는 항목이 없습니다" in problem for problem in found)


def test_all_problems_are_told_at_once(edited):
    edited("lists.yaml", "code: unfair_dismissal", "code: unpaid_wages")
    found = problems(edited("roles.yaml", "incompatible: [programme_officer", "incompatible: [wizard"))

    assert len(found) == 2


def test_a_missing_file_and_a_stranger_are_named(folder):
    (folder / "lists.yaml").rename(folder / "list.yaml")

    assert problems(folder) == [
        "lists.yaml: 파일이 없습니다. 만들어 넣으세요.",
        "list.yaml: 프로필에 없는 파일입니다. 지우거나 이름을 바로 쓰세요(profile.yaml, organisation.yaml, "
        "programmes.yaml, lists.yaml, questions.yaml, roles.yaml, budget.yaml).",
    ]


def test_an_empty_file_is_refused(folder):
    (folder / "lists.yaml").write_text("")

    assert problems(folder) == ["lists.yaml 1번째 줄 '이름: 값' 꼴의 묶음이어야 합니다."]


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    assert "폴더" in problems(tmp_path / "nowhere")[0]


def test_reports_need_a_code_and_a_name(folder):
    (folder / "reports").mkdir()
    (folder / "reports" / "one.yaml").write_text("code: one\nname: 하나\nday: 2025-09-30\n")
    (folder / "reports" / "two.yaml").write_text("- 1\n")
    (folder / "reports" / "three.yaml").write_text("code: one\n")

    found = problems(folder)

    assert "reports/two.yaml: 'code'와 'name'을 가진 보고서 서식이어야 합니다." in found
    assert any(problem.startswith("reports/three.yaml") and "name" in problem for problem in found)


def test_reports_become_json_with_a_digest(folder):
    (folder / "reports").mkdir()
    (folder / "reports" / "one.yaml").write_text("code: one\nname: 하나\nday: 2025-09-30\n")

    report = read_profile(folder).reports[0]

    assert report.body == {"code": "one", "name": "하나", "day": "2025-09-30"}
    assert len(report.digest) == 64


def test_the_digest_knows_every_file_but_not_the_sample(folder):
    before = read_profile(folder).digest
    (folder / "sample").mkdir()
    (folder / "sample" / "x.yaml").write_text("a: 1")
    assert read_profile(folder).digest == before

    (folder / "lists.yaml").write_text((folder / "lists.yaml").read_text() + "\n")
    assert read_profile(folder).digest != before
