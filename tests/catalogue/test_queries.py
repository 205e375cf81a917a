"""What the areas ask of the catalogue: codes in force, labels for figures, settings, the working calendar."""

from datetime import date

import pytest
from django.db import transaction

from kwonik.catalogue import queries
from kwonik.catalogue.actions import load_profile
from kwonik.catalogue.models import Code, Service
from kwonik.kernel.models import CalendarOverride
from tests import profiles

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(folder):
    load_profile(folder)
    return folder


def test_services_by_shape(loaded):
    assert [service.code for service in queries.services("consultation")] == ["legal", "tax"]
    assert [service.code for service in queries.services("case")] == ["remedy"]
    Service.objects.filter(code="tax").update(retired_on=date(2025, 1, 1))
    assert [service.code for service in queries.services("consultation")] == ["legal"]


def test_codes_of_a_service_in_order_and_in_force(loaded, django_assert_num_queries):
    legal = queries.service("legal")
    Code.objects.filter(list__code="legal_channels", code="visit").update(retired_on=date(2025, 1, 1))

    with django_assert_num_queries(1):
        codes = queries.codes(legal, "channel")

    assert [code.code for code in codes] == ["phone", "online", "station_booth", "outreach"]
    assert [code.behaviour for code in codes] == ["", "online", "outreach", "outreach"]
    assert queries.codes(legal, "forum") == []


def test_codes_by_field_takes_one_query(loaded, django_assert_num_queries):
    remedy = queries.service("remedy")

    with django_assert_num_queries(1):
        fields = queries.codes_by_field(remedy)

    assert set(fields) == {"client_group", "issue", "forum", "outcome", "step"}
    assert [code.code for code in fields["issue"]] == [code.code for code in queries.codes(remedy, "issue")]


def test_labels_of_a_field_over_all_services_of_a_shape(loaded, django_assert_num_queries):
    labels = queries.code_labels("issue", "consultation")

    assert labels["unpaid_wages"] == "임금체불"
    assert labels["capital_gains"] == "양도소득세"
    assert "small_claim" not in labels
    with django_assert_num_queries(1):
        assert queries.code_labels("issue", "consultation") is labels


def test_labels_keep_retired_codes_but_prefer_those_in_force(loaded):
    Code.objects.filter(list__code="legal_issues", code="labour_union").update(retired_on=date(2025, 1, 1))
    Code.objects.filter(list__code="tax_issues", code="other").update(
        label="그 밖의 세금", retired_on=date(2025, 1, 1)
    )

    labels = queries.code_labels("issue", "consultation")

    assert labels["labour_union"] == "노동조합"
    assert labels["other"] == "기타"


def test_labels_follow_a_new_load(loaded, edited):
    assert queries.code_labels("issue", "consultation")["unpaid_wages"] == "임금체불"
    edited("lists.yaml", "label: 임금체불, aliases: [임금 체불, 체불임금, 임금]", "label: 체불")
    load_profile(loaded)

    assert queries.code_labels("issue", "consultation")["unpaid_wages"] == "체불"


def test_what_is_kept_forgets_a_load_that_was_taken_back(loaded, edited, django_assert_num_queries):
    def kept():
        return dict(queries.settings()), dict(queries.words()), queries.labels("consultation")

    before = kept()
    edited("lists.yaml", "label: 임금체불, aliases: [임금 체불, 체불임금, 임금]", "label: 체불")
    with transaction.atomic():
        load_profile(loaded)
        during = kept()
        transaction.set_rollback(True)

    assert "체불" in during[1].values() and "체불" not in before[1].values()
    assert kept() == before
    with django_assert_num_queries(3):
        kept()


def test_every_code_has_its_word(loaded):
    remedy = queries.service("remedy")

    words = queries.words()

    assert [words[code.pk] for code in queries.codes(remedy, "forum")] == [
        code.label for code in queries.codes(remedy, "forum")
    ]
    assert len(words) == Code.objects.count()
    assert queries.service_names("case") == queries.labels("case")["service"] == {"remedy": "권리구제지원"}


def test_questions_of_a_service(loaded, django_assert_num_queries):
    legal = queries.service("legal")

    with django_assert_num_queries(1):
        asked = [
            (question.code, question.list and question.list.code) for question in queries.questions(legal)
        ]

    assert asked[0] == ("employment_type", "employment_types")
    assert ("still_employed", None) in asked
    assert next(code.code for code in queries.codes_of("workplace_sizes")) == "under_5"


def test_settings_before_and_after_a_load(folder):
    assert queries.setting("service_name", "권익") == "권익"
    assert queries.own_centre() is None

    load_profile(folder)

    assert queries.setting("profile") == "seoul"
    assert queries.setting("help_line")["number"] == "1661-2020"
    assert queries.own_centre().name == "서울노동권익센터"


def test_the_working_calendar_knows_corrections(db, django_assert_num_queries):
    CalendarOverride.objects.create(
        day=date(2025, 1, 27), name="임시공휴일", declared_on=date(2025, 1, 14), source="관보"
    )
    CalendarOverride.objects.create(
        day=date(2025, 5, 1), name="", declared_on=date(2025, 4, 1), source="시험"
    )

    with django_assert_num_queries(1):
        calendar = queries.working_calendar()

    assert calendar.holiday(date(2025, 1, 27)) == "임시공휴일"
    assert calendar.is_working(date(2025, 5, 1))


@pytest.mark.parametrize("name", ["seoul", "anyang"])
def test_the_fixture_helper_loads_whole_profiles(name):
    assert profiles.load(name)
    assert queries.setting("profile") == name
