"""Every component on one page, for building and for testing; in urls only while DEBUG. No data of anybody.

`gallery/` wears the staff's frame, `gallery/portal/` the citizens'; a POST shows the form with its errors.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.template.backends.utils import csrf_input_lazy
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kwonik.kernel.periods import SEOUL
from kwonik.people.guard import public

ISSUES = [
    "임금체불",
    "부당해고 등",
    "직장 내 괴롭힘",
    "산업재해",
    "4대보험",
    "근로계약서 등",
    "노동조합",
    "기타",
]
STATES = [
    ("기한 지남", "danger"),
    ("오늘 기한", "warning"),
    ("보호관 배정", "info"),
    ("상담 중", "primary"),
    ("종결", "success"),
    ("접수", "neutral"),
]

SECTIONS: list[tuple[Any, ...]] = [
    ("오늘", ("내 업무", 12), ("상담 접수", None), ("상담 목록", 3)),
    ("권리구제", ("사건", 7), ("보호관", None)),
    ("운영", ("장부 가져오기", None), ("예산", None), ("주요 업무 보고", None)),
]


class SampleForm(forms.Form):
    """One field of every kind a consultation needs."""

    party = forms.ChoiceField(
        label="구분", choices=[("worker", "노동자"), ("employer", "사용자")], widget=forms.RadioSelect
    )
    held_on = forms.DateField(
        label="상담일", help_text="예: 2025. 5. 9. 또는 20250509", initial=date(2025, 5, 9)
    )
    issues = forms.MultipleChoiceField(
        label="상담 유형",
        help_text="여러 개를 고를 수 있습니다.",
        choices=[(issue, issue) for issue in ISSUES],
        widget=forms.CheckboxSelectMultiple,
    )
    phone = forms.CharField(
        label="연락처",
        help_text="상담 연락에만 씁니다.",
        widget=forms.TextInput(attrs={"type": "tel", "class": "kw-w-m"}),
    )
    district = forms.ChoiceField(
        label="사업장 자치구",
        required=False,
        choices=[("", "고르세요"), ("gu1", "종로구"), ("gu2", "영등포구")],
    )
    employer = forms.CharField(label="사업장 이름", required=False)
    claimed_won = forms.IntegerField(label="체불 금액", required=False, localize=True, min_value=0)
    minutes = forms.IntegerField(
        label="상담 시간",
        required=False,
        widget=forms.NumberInput(attrs={"data-unit": "분", "class": "kw-w-s"}),
    )
    memo = forms.CharField(
        label="상담 내용",
        help_text="주민등록번호는 적지 마세요.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    ledger = forms.FileField(label="증빙 파일", help_text="10MB까지. 끌어다 놓아도 됩니다.", required=False)
    anonymous = forms.BooleanField(label="익명으로 상담합니다", required=False)


class SampleFilter(forms.Form):
    """What stands above a list."""

    q = forms.CharField(label="검색어", required=False)
    issue = forms.ChoiceField(label="유형", required=False, choices=[("", "전체"), *((i, i) for i in ISSUES)])
    since = forms.DateField(label="상담일부터", required=False)


def _rows() -> list[dict[str, Any]]:
    return [
        {
            "number": f"2025-{3860 - index:06}",
            "issue": ISSUES[index % len(ISSUES)],
            "client": ["김민수", "이영희", "최정", "한가람"][index % 4],
            "state": STATES[index % len(STATES)],
            "due_on": date(2025, 11, 18 + index % 10),
            "amount": 1_250_000 + 370_000 * index,
        }
        for index in range(130)
    ]


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Without the context processors, which would put the installation's own menu over the sample's."""
    context |= {"request": request, "csrf_input": csrf_input_lazy(request)}
    return HttpResponse(loader.get_template(template).template.render(context), status=status)


def _section(here: str, label: str, *items: tuple[str, int | None]) -> dict[str, Any]:
    entries = [
        {"label": item, "url": f"{here}#part-{count or 0}", "active": item == "내 업무", "count": count}
        for item, count in items
    ]
    return {"label": label, "items": entries}


def _context(request: HttpRequest) -> dict[str, Any]:
    here = request.path
    return {
        "service_name": "권익 업무",
        "centre_name": "노동권익센터",
        "home_url": here,
        "navigation": [_section(here, *section) for section in SECTIONS],
        "account": {
            "name": "정하나",
            "role": "상담노무사",
            "links": [{"label": "내 정보", "url": here}],
            "logout_url": here,
        },
        "help_line": {
            "label": "대표 상담전화",
            "number": "1661-0000",
            "hours": "평일 10시~17시 (점심 12시~13시)",
        },
        "footer_links": [
            {"label": "개인정보처리방침", "url": here},
            {"label": "웹 접근성 안내", "url": here},
        ],
        "session_seconds": 1800,
        "session_extend_url": reverse("gallery-stay"),
        "form": SampleForm(),
        "filter": SampleFilter(request.GET or None),
        "page": Paginator(_rows(), 6).get_page(request.GET.get("page")),
        "bars": [
            {"label": label, "value": value, "previous": before, "url": here}
            for label, value, before in zip(
                ISSUES, (152, 116, 81, 41, 57, 162, 19, 0), (140, 121, 60, 44, 50, 171, 22, 3), strict=True
            )
        ],
        "at": datetime(2025, 11, 3, 14, 5, tzinfo=SEOUL),
        "draft_url": reverse("gallery-draft"),
        "job_url": reverse("gallery-job"),
    }


@public
def gallery(request: HttpRequest, template: str = "gallery/desk.html") -> HttpResponse:
    """All components; a POST shows the form with its errors (422, as every page answers bad input)."""
    context = _context(request)
    if request.method == "POST":
        context["form"] = SampleForm(request.POST, request.FILES)
        return _page(request, template, context, status=422 if context["form"].errors else 200)
    return _page(request, template, context)


@public
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Stores nothing; answers as an area's draft action does."""
    return _page(request, "gallery/draft.html", {"at": timezone.now()})


@public
@require_GET
def job(request: HttpRequest) -> HttpResponse:
    """A job that is over at its first poll."""
    return _page(request, "gallery/job.html", {"job_url": request.path})


@public
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """What the session warning posts to."""
    return HttpResponse(status=204)


urlpatterns = [
    path("", gallery, name="gallery"),
    path("portal/", gallery, {"template": "gallery/portal.html"}, name="gallery-portal"),
    path("draft/", draft, name="gallery-draft"),
    path("stay/", stay, name="gallery-stay"),
    path("job/", job, name="gallery-job"),
]
