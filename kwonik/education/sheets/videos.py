"""교육 영상 대장 and 영상 조회수 대장: what is shown where, and what its counter said on which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from kwonik.education.models import Video, VideoReading
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, once, too_long
from kwonik.spreadsheets import Column

from . import lookups


def columns(context: Context) -> list[Column]:
    return [
        Column("published_on", "올린 날", "date", required=True, aliases=("게시일", "업로드일", "등록일", "공개일")),
        Column("title", "영상 이름", required=True, aliases=("영상명", "제목", "콘텐츠명", "강의명")),
        Column("platform", "올린 곳", required=True, aliases=("플랫폼", "게시처", "업로드처", "채널")),
    ]  # fmt: skip


def check(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, {"title": 200, "platform": 80})
    if values["published_on"] > timezone.localdate():
        said.append("올린 날이 오늘보다 뒤입니다. 날짜를 확인하세요.")
    known = once(context, "titles", lambda: set(_videos(context)))
    if values["title"] in known:
        said.append("같은 이름의 영상이 이미 있습니다. 두 번 적었는지 확인하세요.")
    known.add(values["title"])
    return said


def _videos(context: Context) -> dict[str, int]:
    rows = Video.objects.filter(centre=context.centre, withdrawn_at__isnull=True)
    return dict(rows.values_list("title", "pk"))


def store(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    Video.objects.bulk_create(
        Video(
            centre=context.centre,
            service=lookups.service_of(context),
            title=line.values["title"],
            published_on=line.values["published_on"],
            platform=line.values["platform"],
            recorded_by=context.by,
            import_batch=batch,
            import_key=line.key,
        )
        for line in lines
    )


def example(context: Context) -> list[dict[str, Any]]:
    return [
        {
            "published_on": date(timezone.localdate().year, 1, 10),
            "title": "10분에 배우는 근로계약서",
            "platform": "평생학습포털",
        }
    ]


# -- readings --------------------------------------------------------------------------------------------------


def reading_columns(context: Context) -> list[Column]:
    titles = {title: str(pk) for title, pk in _own(context).items()}
    return [
        Column("read_on", "읽은 날", "date", required=True, aliases=("확인일", "기준일", "집계일", "일자", "날짜")),
        Column("video", "영상 이름", "choice", required=True, aliases=("영상명", "영상", "제목", "콘텐츠명"), choices=titles),
        Column("views", "조회수", "int", required=True, aliases=("누적 조회수", "누적조회수", "조회", "뷰")),
        Column("source", "출처", aliases=("어디에서 읽음", "확인한 곳", "플랫폼")),
    ]  # fmt: skip


def _own(context: Context) -> dict[str, int]:
    return once(context, "videos", lambda: _videos(context))


def _readings(context: Context) -> dict[int, dict[date, int]]:
    """Video -> day -> views: what stands in the books, then what this ledger adds."""

    def find() -> dict[int, dict[date, int]]:
        rows = VideoReading.objects.filter(video__in=_own(context).values(), withdrawn_at__isnull=True)
        found: dict[int, dict[date, int]] = {}
        for video, day, views in rows.values_list("video", "read_on", "views"):
            found.setdefault(video, {})[day] = views
        return found

    return once(context, "readings", find)


def check_reading(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, {"source": 120}) + lookups.below_zero(values, {"views": "조회수"})
    day, views = values["read_on"], values["views"]
    if day > timezone.localdate():
        said.append("읽은 날이 오늘보다 뒤입니다. 날짜를 확인하세요.")
    if views > 2_000_000_000:
        said.append("조회수가 너무 큽니다. 숫자를 확인하세요.")
    known = _readings(context).setdefault(int(values["video"]), {})
    if day in known:
        said.append("그날 읽은 조회수가 이미 있습니다. 하루에 하나만 적습니다.")
    elif any((then < day and was > views) or (then > day and was < views) for then, was in known.items()):
        said.append("조회수가 줄었습니다. 앞뒤로 읽은 값과 견주어 영상과 숫자를 확인하세요.")
    if not said:
        known[day] = views
    return said


def store_readings(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    list(Video.objects.select_for_update().filter(pk__in=_own(context).values()).order_by("pk"))
    VideoReading.objects.bulk_create(
        VideoReading(
            centre=context.centre,
            video_id=int(line.values["video"]),
            read_on=line.values["read_on"],
            views=line.values["views"],
            source=line.values["source"] or "",
            recorded_by=context.by,
            import_batch=batch,
            import_key=line.key,
        )
        for line in lines
    )


def reading_example(context: Context) -> list[dict[str, Any]]:
    return [
        {
            "read_on": date(timezone.localdate().year, 1, 31),
            "video": next(iter(_own(context)), ""),
            "views": 120,
            "source": "평생학습포털 관리 화면",
        }
    ]
