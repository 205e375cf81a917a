"""Loading: all or nothing, twice is nothing, missing is retired, and everything is told and kept."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from kwonik.budget.models import BudgetLine
from kwonik.catalogue.actions import load_profile
from kwonik.catalogue.models import Code, CodeList, ProfileLoad, Programme, Question, ReportTemplate, Service
from kwonik.catalogue.rules import ProfileRefused, report_checkers
from kwonik.kernel.models import AuditEvent
from kwonik.people.models import Role, StaffPost
from kwonik.places.models import Centre, District, Facility, HistoryEntry, OrganisationUnit, Site
from tests.profiles import no_report_checkers

pytestmark = pytest.mark.django_db

TABLES = (
    Code,
    CodeList,
    Programme,
    Question,
    Service,
    BudgetLine,
    Role,
    StaffPost,
    Centre,
    District,
    Facility,
    HistoryEntry,
    OrganisationUnit,
    Site,
    ProfileLoad,
)


def everything() -> dict:
    return {table: list(table.objects.order_by("pk").values()) for table in TABLES}


def told(changes) -> list[str]:
    return [str(change) for change in changes]


def touch(folder) -> None:
    """Another digest, the same meaning."""
    path = folder / "lists.yaml"
    path.write_text(path.read_text() + "# 덧붙인 말\n")


def test_a_first_load_adds_everything(folder):
    changes = load_profile(folder)

    assert {change.kind for change in changes} == {"added", "changed"}
    assert all(change.what == "설정" for change in changes if change.kind == "changed")
    centre = Centre.objects.get(code="seoul")
    assert Centre.objects.filter(hotline__number="1661-2020").count() == 20
    assert Centre.objects.filter(parent=centre).count() == 19
    assert District.objects.count() == 26
    assert Site.objects.filter(kind="station").count() == 33
    assert Facility.objects.filter(centre=centre).count() == 8
    assert StaffPost.objects.filter(centre=centre).count() == 47
    assert HistoryEntry.objects.filter(centre=centre).count() == 14
    assert Programme.objects.count() == 14
    assert BudgetLine.objects.filter(centre=centre, year=2025).count() == 19
    assert Role.objects.get(code="finance").incompatible.filter(code="centre_director").exists()
    assert Role.objects.get(code="centre_director").incompatible.filter(code="finance").exists()


def test_the_same_profile_twice_changes_nothing(folder):
    load_profile(folder)
    before = everything()

    assert load_profile(folder) == []
    assert everything() == before


def test_the_same_words_in_another_file_change_nothing_but_the_record_of_loads(folder):
    load_profile(folder)
    before = everything()
    touch(folder)

    assert load_profile(folder) == []
    after = everything()
    assert len(after.pop(ProfileLoad)) == len(before.pop(ProfileLoad)) + 1
    assert after == before


def test_what_staff_changed_stays_until_the_profile_changes(folder):
    load_profile(folder)
    Facility.objects.filter(name="서초쉼터").update(floors="5층")

    assert load_profile(folder) == []
    assert Facility.objects.get(name="서초쉼터").floors == "5층"

    touch(folder)
    assert told(load_profile(folder)) == ["변경 | 시설 | seoul 서울노동권익센터/서초쉼터: 층별 5층 → 4층"]


def test_a_changed_label_is_told_with_before_and_after(folder, edited):
    load_profile(folder)
    pk = Code.objects.get(list__code="legal_issues", code="unpaid_wages").pk
    edited(
        "lists.yaml",
        "label: 임금체불, aliases: [임금 체불, 체불임금, 임금]",
        "label: 체불, aliases: [임금체불]",
    )

    assert told(load_profile(folder)) == [
        "변경 | 분류 | legal_issues 노동상담 유형/unpaid_wages 체불: "
        "이름 임금체불 → 체불; 다른 이름 임금 체불, 체불임금, 임금 → 임금체불"
    ]
    assert Code.objects.get(pk=pk).label == "체불"


def test_a_missing_code_is_retired_and_comes_back_as_itself(folder, edited):
    load_profile(folder)
    line = "  - {code: labour_union, label: 노동조합, aliases: [노동 조합, 노조]}\n"
    code = Code.objects.get(list__code="legal_issues", code="labour_union")
    edited("lists.yaml", line, "")

    assert told(load_profile(folder)) == [
        "폐지 | 분류 | legal_issues 노동상담 유형/labour_union 노동조합",
        "변경 | 분류 | 순서만 바뀐 것 4건",
    ]
    code.refresh_from_db()
    assert code.retired_on == timezone.localdate()

    edited("lists.yaml", "  - {code: social_insurance", line + "  - {code: social_insurance")
    assert any(text.startswith("되살림 | 분류 | legal_issues") for text in told(load_profile(folder)))
    code.refresh_from_db()
    assert code.retired_on is None


def test_a_retired_row_is_not_retired_again(folder, edited):
    load_profile(folder)
    edited(
        "lists.yaml", "  - {code: unknown, label: 모름}\n- code: workplace_sizes", "- code: workplace_sizes"
    )
    load_profile(folder)
    Code.objects.filter(list__code="employment_types", code="unknown").update(retired_on=date(2025, 1, 1))
    touch(folder)

    assert load_profile(folder) == []
    assert Code.objects.get(list__code="employment_types", code="unknown").retired_on == date(2025, 1, 1)


def test_two_labels_may_change_places(folder, edited):
    load_profile(folder)
    edited("lists.yaml", "{code: regular, label: 정규직}", "{code: regular, label: 일용직}")
    edited("lists.yaml", "{code: daily, label: 일용직, aliases: [일용]}", "{code: daily, label: 정규직}")

    assert len(load_profile(folder)) == 2
    labels = dict(Code.objects.filter(list__code="employment_types").values_list("code", "label"))
    assert (labels["regular"], labels["daily"]) == ("일용직", "정규직")


def test_a_missing_register_row_ends_yesterday(folder, edited):
    load_profile(folder)
    edited("organisation.yaml", "first: 40, last: 43", "first: 40, last: 42")

    assert told(load_profile(folder)) == ["폐지 | 정원 | seoul 서울노동권익센터/43"]
    assert StaffPost.objects.get(number=43).until_on == timezone.localdate() - timedelta(days=1)


def test_a_printed_history_line_may_be_reworded(folder, edited):
    load_profile(folder)
    edited("organisation.yaml", "휴서울미디어노동자쉼터 개소", "휴서울미디어노동자쉼터(상암) 개소")

    changes = load_profile(folder)
    assert [change.kind for change in changes] == ["removed", "added"]
    assert HistoryEntry.objects.count() == 14


def test_roles_change_their_permissions(folder, edited):
    load_profile(folder)
    edited("roles.yaml", "  - people.client:amend\n", "")

    (change,) = load_profile(folder)
    assert change.what == "역할"
    assert "people.client:amend" not in Role.objects.get(code="duty_attorney").permissions


def test_nothing_is_stored_when_anything_is_refused(folder, edited):
    load_profile(folder)
    before = everything()
    edited("lists.yaml", "label: 임금체불", "label: 체불")
    edited("roles.yaml", "- people.client:amend", "- people.client:clone")

    with pytest.raises(ProfileRefused):
        load_profile(folder)
    assert everything() == before


def test_a_name_that_the_database_holds_already_is_refused_in_words(folder, edited):
    load_profile(folder)
    before = everything()
    edited("organisation.yaml", "{code: jung, name: 중구}", "{code: jung-gu, name: 중구}")
    edited("organisation.yaml", "districts: [jongno, jung, yongsan]", "districts: [jongno, jung-gu, yongsan]")
    (folder / "organisation.yaml").write_text(
        (folder / "organisation.yaml").read_text().replace("district: jung,", "district: jung-gu,")
    )

    with pytest.raises(ProfileRefused, match="겹쳐 읽을 수 없습니다"):
        load_profile(folder)
    assert everything() == before


def test_another_profile_is_refused(folder, edited):
    load_profile(folder)
    edited("profile.yaml", "code: seoul", "code: busan")

    with pytest.raises(ProfileRefused, match="'seoul' 프로필이 들어 있습니다"):
        load_profile(folder)


def test_report_checkers_may_refuse_after_the_words_are_in(folder):
    (folder / "reports").mkdir()
    (folder / "reports" / "one.yaml").write_text("code: one\nname: 하나\n")
    seen = []

    def check(body):
        seen.append((body["code"], Code.objects.filter(list__code="legal_issues").count()))
        return ["없는 수치를 씁니다."]

    with no_report_checkers():
        report_checkers.append(check)
        with pytest.raises(ProfileRefused, match=r"reports의 'one' 보고서: 없는 수치를 씁니다\."):
            load_profile(folder)
    assert seen == [("one", 8)]
    assert not ReportTemplate.objects.exists()

    with no_report_checkers():
        load_profile(folder)
    assert ReportTemplate.objects.get().body == {"code": "one", "name": "하나"}


def test_a_load_is_kept_with_what_it_changed(folder, edited):
    load_profile(folder)
    edited("profile.yaml", "fiscal_year: 2025", "fiscal_year: 2026")
    load_profile(folder)

    load = ProfileLoad.objects.first()
    assert load.profile == "seoul"
    assert load.settings["fiscal_year"] == 2026
    assert load.changes == [
        {
            "kind": "changed",
            "what": "설정",
            "name": "fiscal_year",
            "before": {"fiscal_year": "2025"},
            "after": {"fiscal_year": "2026"},
        }
    ]
    event = AuditEvent.objects.filter(code="catalogue.profile.loaded").last()
    assert (event.subject_id, event.detail["changes"]) == (load.pk, 1)


def test_the_number_of_statements_does_not_grow_with_the_profile(
    folder, edited, django_assert_max_num_queries
):
    with django_assert_max_num_queries(90):
        load_profile(folder)
    touch(folder)
    with django_assert_max_num_queries(40):
        load_profile(folder)


def test_the_command_prints_the_difference_and_refusals(folder, edited):
    out = StringIO()
    call_command("load_profile", str(folder), stdout=out)
    assert "추가 | 서비스 | legal 노동법률상담" in out.getvalue()

    again = StringIO()
    call_command("load_profile", str(folder), stdout=again)
    assert again.getvalue() == "바뀐 것이 없습니다.\n"

    edited("lists.yaml", "label: 임금체불", "lable: 임금체불")
    with pytest.raises(CommandError, match="아무것도 바뀌지 않았습니다") as refused:
        call_command("load_profile", str(folder), stdout=StringIO())
    assert "- lists.yaml" in str(refused.value)
