"""Components as data goes through them: what a person reads, what a screen reader is told, what is escaped."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import engines
from jinja2 import UndefinedError
from markupsafe import Markup

from kwonik.kernel.periods import Period
from kwonik.site import printing
from kwonik.site.formrendering import missing, with_object_particle
from kwonik.site.jinja import FRAME_DEFAULTS, MACRO_FILES


@pytest.fixture
def environment():
    return engines["jinja2"].env


@pytest.fixture
def draw(environment):
    """`draw(source, **context)`: the source as a template, without the blanks between elements."""

    def render(source, **context):
        return " ".join(environment.from_string(source).render(context).split())

    return render


class Consultation(forms.Form):
    party = forms.ChoiceField(
        label="구분", choices=[("worker", "노동자"), ("employer", "사용자")], widget=forms.RadioSelect
    )
    held_on = forms.DateField(label="상담일", help_text="예: 2025. 5. 9.")
    claimed_won = forms.IntegerField(label="체불 금액", required=False, localize=True)
    minutes = forms.IntegerField(
        label="상담 시간", required=False, widget=forms.NumberInput(attrs={"data-unit": "분"})
    )
    memo = forms.CharField(label="상담 내용", required=False, widget=forms.Textarea)
    agreed = forms.BooleanField(label="안내를 읽었습니다")
    draft_of = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self):
        if self.data.get("party") == "employer":
            raise forms.ValidationError("사용자 상담은 사업장이 있어야 합니다.")


FILLED = {"party": "worker", "held_on": "2025. 5. 9.", "agreed": "on"}


# --- what is documented ------------------------------------------------------------------------------------

DOCUMENTATION = (Path(__file__).resolve().parents[2] / "docs" / "interface.md").read_text(encoding="utf-8")
FRAME_ONLY = {"skip_link", "rail", "account_menu", "help", "flash", "session_warning", "draft"}


def signature(macro) -> str:
    """`name(a, b, …)` as the page documents it, without defaults; the call block is told in words."""
    arguments = [name for name in macro.arguments if name != "caller"] + ["…"] * macro.catch_varargs
    return f"{macro.name}({', '.join(arguments)})"


def test_every_macro_is_documented_with_its_very_arguments(environment):
    modules = [environment.get_template(f"macros/{file}.html").module for file in MACRO_FILES]
    macros = [macro for module in modules for macro in vars(module).values() if hasattr(macro, "arguments")]
    written = re.sub(r"=(?:\"[^\"]*\"|[^,()`]*)", "", DOCUMENTATION)
    missing_there = {m.name for m in macros if f"`{signature(m)}`" not in written} - FRAME_ONLY
    assert len(macros) > 30 and not missing_there


def test_every_filter_and_every_name_the_frame_reads_is_documented():
    names = set(printing.FILTERS) | set(FRAME_DEFAULTS)
    assert not {name for name in names if f"`{name}`" not in DOCUMENTATION}


# --- what is printed --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filter_name", "value", "printed"),
    [
        ("won", 1_234_567, "1,234,567원"),
        ("won", 0, "0원"),
        ("won", None, "-"),
        ("plain", Decimal("197.70"), "197.7"),
        ("date", date(2025, 5, 9), "2025. 5. 9."),
        ("date", datetime(2025, 5, 8, 15, 0, tzinfo=UTC), "2025. 5. 9."),
        ("date", None, "-"),
        ("weekday_date", date(2025, 5, 9), "2025. 5. 9.(금)"),
        ("weekday_date", datetime(2025, 5, 8, 15, 0, tzinfo=UTC), "2025. 5. 9.(금)"),
        ("short_date", date(2025, 11, 3), "11. 3.(월)"),
        ("datetime", datetime(2025, 5, 8, 15, 4, tzinfo=UTC), "2025. 5. 9. 00:04"),
        ("period", Period(date(2025, 1, 1), date(2025, 9, 30)), "'25.1월~9월"),
        ("phone", "01012345678", '<span class="kw-nowrap">010-1234-5678</span>'),
        ("phone", "02-123-4567", '<span class="kw-nowrap">02-123-4567</span>'),
        ("phone", "0212345678", '<span class="kw-nowrap">02-1234-5678</span>'),
        ("phone", "16612020", '<span class="kw-nowrap">1661-2020</span>'),
        ("phone", "<b>모름</b>", '<span class="kw-nowrap">&lt;b&gt;모름&lt;/b&gt;</span>'),
        ("phone", "내선 12345678", '<span class="kw-nowrap">내선 12345678</span>'),
        ("phone", "", "-"),
        ("masked", "김민수", "김○○"),
        ("masked", "최정", "최○"),
        ("masked", "Nguyen Van", "N○○○○○ ○○○"),
        ("masked", None, "-"),
        ("typed_date", "2025-05-09", "2025. 5. 9."),
        ("typed_date", "5월쯤", "5월쯤"),
        ("lines", "하나\n<b>둘", Markup("하나<br>\n&lt;b&gt;둘")),
    ],
)
def test_a_filter_prints_as_korean_offices_do(filter_name, value, printed):
    assert printing.FILTERS[filter_name](value) == printed


def test_a_misspelt_variable_or_macro_is_an_error(draw):
    with pytest.raises(UndefinedError):
        draw("{{ consultaton }}")
    with pytest.raises(UndefinedError):
        draw("{{ kw.tabel() }}")


@pytest.mark.parametrize(
    "source",
    [
        "{{ kw.tag(evil) }}",
        "{{ kw.stat(evil, 3, evil, change=evil) }}",
        "{{ kw.summary_list([(evil, evil, evil)]) }}",
        "{{ kw.event(at, evil, evil, detail=evil, correction=evil, struck=True) }}",
        "{{ kw.banner(evil, evil) }}",
        "{{ kw.breadcrumb([(evil, evil)]) }}",
        "{{ kw.task(evil, evil, evil, hint=evil) }}",
        "{{ kw.bar_chart(evil, [{'label': evil, 'value': 1, 'url': evil}], unit=evil, note=evil) }}",
        "{% call(row) kw.table(evil, [evil, {'label': evil}], [evil]) %}<td data-label='x'>{{ row }}</td>{% endcall %}",
    ],
)
def test_what_somebody_typed_never_becomes_markup(draw, source):
    html = draw(source, evil='"><script>x', at=datetime(2025, 5, 9, tzinfo=UTC))
    assert "<script>" not in html and '"">' not in html
    assert "&lt;script&gt;x" in html


# --- forms ------------------------------------------------------------------------------------------------


def test_a_sound_form_joins_label_and_hint_to_its_control(draw):
    html = draw("{{ form }}", form=Consultation())
    assert (
        '<label class="kw-label" for="id_held_on">상담일 <span class="kw-required">필수</span></label>'
        in html
    )
    assert '<p class="kw-hint" id="id_held_on_helptext">예: 2025. 5. 9.</p>' in html
    assert 'aria-describedby="id_held_on_helptext" id="id_held_on"' in html
    assert "kw-error" not in html and "aria-invalid" not in html


def test_a_group_of_choices_is_a_fieldset_with_its_question(draw):
    html = draw("{{ form.party.as_field_group() }}", form=Consultation())
    assert html.startswith('<fieldset class="kw-field kw-group') and html.endswith("</fieldset>")
    assert '<legend class="kw-label">구분 <span class="kw-required">필수</span></legend>' in html
    assert '<label for="id_party_1">사용자</label>' in html


def test_a_bad_form_says_what_to_do_and_links_to_the_very_control(draw):
    form = Consultation({"held_on": "5월쯤", "claimed_won": "삼백"})
    html = draw("{{ form }}", form=form)
    assert "고칠 곳이 4군데 있습니다" in html
    assert '<li><a href="#id_party_0">구분을 고르세요.</a></li>' in html
    assert '<li><a href="#id_held_on">상담일: 올바른 날짜를 입력하세요.</a></li>' in html
    assert '<li><a href="#id_agreed">&#39;안내를 읽었습니다&#39;에 표시하세요.</a></li>' in html
    assert 'value="5월쯤"' in html, "what was typed is kept"
    assert 'aria-invalid="true" aria-describedby="id_held_on_helptext id_held_on_error"' in html
    assert html.count('role="alert"') == 1 and 'tabindex="-1" autofocus' in html


def test_faults_of_the_whole_form_and_of_several_forms_stand_in_one_summary(draw):
    whole, other = Consultation({**FILLED, "party": "employer"}), Consultation({}, prefix="b")
    html = draw("{{ kw.error_summary(a, b) }}", a=whole, b=other)
    assert "<li>사용자 상담은 사업장이 있어야 합니다.</li>" in html
    assert '<a href="#id_b-held_on">상담일을 입력하세요.</a>' in html
    assert draw("{{ kw.error_summary(form) }}", form=Consultation(FILLED)) == ""


@pytest.mark.parametrize(
    "typed", ["2025. 5. 9.", "2025.5.9", "20250509", "2025-05-09", "25.5.9", "2025년 5월 9일"]
)
def test_a_date_is_read_as_people_type_it(typed):
    form = Consultation({**FILLED, "held_on": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["held_on"] == date(2025, 5, 9)


def test_a_date_is_shown_as_people_write_it(draw):
    html = draw(
        "{{ form.held_on.as_field_group() }}", form=Consultation(initial={"held_on": date(2025, 5, 9)})
    )
    assert 'value="2025. 5. 9."' in html and "data-kw-date" in html


def test_money_takes_and_shows_thousands_marks_and_its_unit(draw):
    form = Consultation({**FILLED, "claimed_won": "3,250,000"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["claimed_won"] == 3_250_000
    html = draw(
        "{{ form.claimed_won.as_field_group() }}", form=Consultation(initial={"claimed_won": 3_250_000})
    )
    assert 'value="3,250,000"' in html and 'inputmode="numeric"' in html
    assert '<span class="kw-unit" aria-hidden="true">원</span>' in html
    assert ">분</span>" in draw("{{ form.minutes.as_field_group() }}", form=form)


@pytest.mark.parametrize(
    ("word", "as_object"),
    [("상담 유형", "상담 유형을"), ("연락처", "연락처를"), ("URL", "URL을(를)"), ("", "을(를)")],
)
def test_the_object_particle_follows_the_last_letter(word, as_object):
    assert with_object_particle(word) == as_object


def test_a_missing_answer_is_asked_for_in_a_sentence():
    assert missing("연락처", forms.TextInput()) == "연락처를 입력하세요."
    assert missing("장부", forms.ClearableFileInput()) == "장부를 고르세요."
    assert missing("전에도 상담하셨나요?", forms.RadioSelect()) == "전에도 상담하셨나요? 답을 고르세요."


def test_a_message_of_the_areas_own_is_left_alone(draw):
    class Own(forms.Form):
        name = forms.CharField(label="이름", error_messages={"required": "이름이나 별명을 적으세요."})

    assert "이름: 이름이나 별명을 적으세요." not in draw("{{ form }}", form=Own({}))
    assert '<a href="#id_name">이름이나 별명을 적으세요.</a>' in draw("{{ form }}", form=Own({}))


def test_a_form_offers_saving_drafts_with_and_without_scripts(draw):
    html = draw(
        "{{ kw.form('', '저장', form=form, draft_url='/draft/', cancel_url='/') }}", form=Consultation()
    )
    assert (
        '<button class="kw-button kw-quiet" formaction="/draft/" name="draft" value="1">임시저장</button>'
        in html
    )
    assert 'data-hx-post="/draft/"' in html
    assert html.index("data-kw-save") < html.index("임시저장"), "Enter presses the first button: saving"


# --- lists ------------------------------------------------------------------------------------------------


class Request:
    """As much of a request as a list reads."""

    def __init__(self, query=""):
        self.GET = QueryDict(query)


TABLE = """{% call(row) kw.table("목록", [{"label": "번호", "sort": "number"}, "유형"], rows, request=request) %}
<th scope="row">{{ row }}</th><td data-label="유형">임금체불</td>{% endcall %}"""


@pytest.mark.parametrize(
    ("query", "link", "state"),
    [
        ("", "?sort=number", None),
        ("sort=number&q=%EC%9E%84&page=3", "?sort=-number&amp;q=%EC%9E%84", "ascending"),
        ("sort=-number", "?sort=number", "descending"),
        ("sort=other", "?sort=number", None),
    ],
)
def test_a_sort_link_turns_around_keeps_the_filter_and_goes_to_the_first_page(draw, query, link, state):
    html = draw(TABLE, rows=[1, 2], request=Request(query))
    assert f'href="{link}"' in html
    assert (f'aria-sort="{state}"' in html) if state else ("aria-sort" not in html)


def test_a_table_says_so_when_it_is_empty(draw):
    html = draw(TABLE, rows=[], request=Request())
    assert '<td colspan="2">아직 없습니다.</td>' in html and "<caption>목록</caption>" in html


def test_a_wide_table_can_be_scrolled_with_the_keyboard(draw):
    html = draw('{% call(row) kw.table("목록", ["가"], [1], wide=True) %}<td>{{ row }}</td>{% endcall %}')
    assert 'role="region" aria-label="목록" tabindex="0"' in html


def test_pages_keep_the_query_and_name_the_current_one(draw):
    page = Paginator(range(3860), 50).get_page(2)
    html = draw(
        "{{ kw.result_count(page) }}{{ kw.pagination(page, request) }}", page=page, request=Request("q=a")
    )
    assert "<strong>3,860건</strong> 가운데 51~100번째" in html and 'role="status"' in html
    assert 'href="?q=a&amp;page=2" aria-current="page"' in html
    assert 'href="?q=a&amp;page=78"' in html and html.count("aria-current") == 1


def test_one_page_needs_no_pagination_and_none_says_so(draw):
    page = Paginator([], 50).get_page(1)
    html = draw("{{ kw.result_count(page) }}{{ kw.pagination(page, request) }}", page=page, request=Request())
    assert "조건에 맞는 것이 없습니다" in html and "<nav" not in html


def test_a_number_is_the_link_to_its_rows(draw):
    html = draw('{{ kw.stat("노동법률상담", 3860, "건", url="/rows/") }}{{ kw.stat("집행률", "51.0", "%") }}')
    assert '<a class="kw-stat-value" href="/rows/">3,860<span class="kw-stat-unit">건</span>' in html
    assert '<span class="kw-stat-value">51.0<span class="kw-stat-unit">%</span>' in html


def test_bars_are_as_long_as_their_numbers(draw):
    rows = [{"label": "임금체불", "value": 50}, {"label": "산업재해", "value": 25, "previous": 200}]
    html = draw('{{ kw.bar_chart("유형별", rows) }}', rows=rows)
    assert '<rect class="kw-bar" width="25.00%"' in html and '<rect class="kw-bar" width="12.50%"' in html
    assert 'width="100.00%"' in html and '<th scope="row">임금체불</th>' in html
    assert "style=" not in html


def test_a_chart_of_zeros_has_no_bars(draw):
    assert 'width="0.00%"' in draw('{{ kw.bar_chart("x", [{"label": "가", "value": 0}]) }}')


# --- records ----------------------------------------------------------------------------------------------


def test_whose_turn_is_said_in_words(draw):
    assert "내 차례" in draw('{{ kw.turn("나", mine=True) }}')
    html = draw('{{ kw.turn("노동청", due=day, overdue=True) }}', day=date(2025, 11, 3))
    assert "노동청 차례" in html and "11. 3.(월)까지, 지남" in html


def test_a_corrected_entry_stays_readable(draw):
    html = draw(
        '{{ kw.event(at, "박보호", "합의 300,000원", struck=True, correction="3,000,000원으로 바로잡음") }}',
        at=datetime(2025, 5, 9, 5, 5, tzinfo=UTC),
    )
    assert (
        "<del>합의 300,000원</del>" in html
        and "바로잡음</span>" in html
        and "3,000,000원으로 바로잡음" in html
    )
    assert '<time datetime="2025-05-09T05:05:00+00:00">2025. 5. 9. 14:05</time>' in html


def test_a_running_job_is_polled_and_a_finished_one_is_not(draw):
    assert 'data-hx-trigger="every 2s"' in draw('{{ kw.progress("/job/", "읽는 중", 26) }}')
    assert "data-hx" not in draw('{{ kw.progress("/job/", "마침", done=True) }}')
    assert 'role="alert"' in draw('{{ kw.progress("/job/", "멈춤", failed=True) }}')


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "csrf"])
def test_an_error_page_needs_nothing_from_anybody(environment, name):
    html = environment.get_template(f"errors/{name}.html").render({})
    assert "처음 화면으로 가기" in html and "<h1>" in html


@pytest.mark.parametrize("name", ["desk.html", "portal.html"])
def test_an_error_is_said_first_in_the_title(environment, name):
    frame = environment.get_template(name)
    assert "<title>오류: " in frame.render({"form": Consultation({})})
    assert "<title>오류: " not in frame.render({"form": Consultation()})
