"""Videos and the readings of their views."""

from __future__ import annotations

from uuid import uuid4

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kwonik.education import access, actions, queries
from kwonik.education.forms import ReadingForm, VideoFilter, VideoForm
from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import form_of, tried
from kwonik.people.guard import page

from .answers import PER_PAGE, asked

VIEW, RECORD = "education.lecture:view", "education.video:record"


@page(VIEW)
def videos(request):
    form = VideoFilter(request.GET)
    rows = form.narrow(access.videos(request.user).filter(centre=request.centre))
    listed = queries.videos(rows).order_by("-published_on", "-pk")
    context = {
        "filter": form,
        "form": form,
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "services": queries.services(),
    }
    return render(request, "education/videos.html", context, status=422 if form.errors else 200)


@page(VIEW)
def video(request, pk: int):
    row = access.get_video(request.user, pk)
    readings = row.readings.order_by("-read_on", "-pk")
    context = {
        "video": row,
        "page": Paginator(readings, PER_PAGE).get_page(request.GET.get("page")),
        "history": audit.history(row),
        "standing_url": link(request, "reports:standing", row._meta.label_lower, row.pk),
    }
    return render(request, "education/video.html", context)


@page(RECORD)
def new_video(request, service: str):
    found = access.get_service(service)
    form = form_of(request, VideoForm, initial={"form_token": uuid4()})
    row = tried(
        request, form, actions.record_video, "영상을 적었습니다.", centre=request.centre, service=found
    )
    if row:
        return redirect("education:video", row.pk)
    back = reverse("education:videos")
    return asked(request, form, f"{found} 영상 적기", crumbs=[("교육 영상", back)], cancel_url=back)


@page(RECORD)
def new_reading(request, pk: int):
    row = access.get_video(request.user, pk, RECORD)
    initial = {"form_token": uuid4(), "read_on": timezone.localdate(), "source": row.platform}
    form = form_of(request, ReadingForm, initial=initial)
    if tried(request, form, actions.record_reading, "조회수를 적었습니다.", video=row):
        return redirect("education:video", pk)
    back = reverse("education:video", args=(pk,))
    crumbs = [("교육 영상", reverse("education:videos")), (row.title, back)]
    said = f"{row.read_on:%Y. %-m. %-d.}에 {row.views_now:,}회였습니다." if row.read_on else ""
    return asked(request, form, "조회수 적기", sub=row.title, words=said, crumbs=crumbs, cancel_url=back)


@page(VIEW)
def reading(request, pk: int):
    row = access.get_reading(request.user, pk)
    context = {
        "reading": row,
        "history": audit.history(row),
        "standing_url": link(request, "reports:standing", row._meta.label_lower, row.pk),
    }
    return render(request, "education/reading.html", context)
