"""Videos, and what their counters showed on a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.catalogue.models import Service
from kwonik.education import queries, rules
from kwonik.education.models import Video, VideoReading
from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.people.actions.submissions import once
from kwonik.places.models import Centre

RECORD = "education.video:record"


def record_video(
    *,
    by,
    centre: Centre,
    service: Service,
    title: str,
    published_on: date,
    platform: str,
    form_token: UUID | None = None,
) -> Video:
    """A video that a platform shows. Raises Refused for a name that is taken, or a day to come."""
    require(by, RECORD, centre)
    if published_on > timezone.localdate():
        raise rules.Refused("올린 날이 오늘보다 뒤입니다. 날짜를 확인하세요.")

    def record() -> Video:
        Centre.objects.select_for_update().get(pk=centre.pk)
        if form_token and (known := Video.objects.filter(centre=centre, form_token=form_token).first()):
            return known
        if Video.objects.filter(centre=centre, title=title, withdrawn_at__isnull=True).exists():
            raise rules.Refused("같은 이름의 영상이 이미 있습니다. 목록에서 그 영상을 고르세요.")
        row = Video.objects.create(
            centre=centre,
            service=service,
            title=title,
            published_on=published_on,
            platform=platform,
            form_token=form_token,
            recorded_by=by,
        )
        audit.record("education.video.recorded", row, by=by)
        return row

    return once(Video, centre, form_token, record)


@transaction.atomic
def record_reading(
    *, by, video: Video, read_on: date, views: int, source: str = "", form_token: UUID | None = None
) -> VideoReading:
    """What the counter showed. Raises Refused when it would fall, or the day has one already."""
    require(by, RECORD, video.centre)
    stored = Video.objects.select_for_update(of=("self",)).get(pk=video.pk)
    if form_token and (known := VideoReading.objects.filter(form_token=form_token).first()):
        return known
    if stored.withdrawn_at:
        raise rules.Refused("철회한 영상입니다. 철회를 되돌린 뒤 다시 하세요.")
    if not stored.published_on <= read_on <= timezone.localdate():
        raise rules.Refused("읽은 날은 영상을 올린 날부터 오늘까지입니다. 날짜를 확인하세요.")
    if stored.readings.filter(read_on=read_on, withdrawn_at__isnull=True).exists():
        raise rules.Refused("그날 읽은 조회수가 이미 있습니다. 잘못 적었으면 그것을 철회한 뒤 다시 적으세요.")
    rules.check_reading(views, *queries.neighbours(stored, read_on))
    row = VideoReading.objects.create(
        centre_id=stored.centre_id,
        video=stored,
        read_on=read_on,
        views=views,
        source=source,
        form_token=form_token,
        recorded_by=by,
    )
    audit.record("education.videoreading.recorded", row, by=by, detail={"views": views})
    return row
