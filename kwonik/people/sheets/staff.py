"""현원 대장: who works here, each on the first free post of their grade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from kwonik.people import rules
from kwonik.people.codes import Grade
from kwonik.people.models import StaffAppointment, StaffPost
from kwonik.spreadsheets import Column

Days = tuple[date, date | None]
_GRADES: dict[str, str] = {
    **{label: code for code, label in Grade.choices},
    "팀원": "member",
    "운영위원": "member",
    "팀원/운영위원": "member",
}


def columns(context: Any) -> list[Column]:
    return [
        Column("grade", "직급", "choice", required=True, aliases=("직위", "직책"), choices=_GRADES),
        Column("unit", "부서", aliases=("소속", "팀", "부서명")),
        Column("name", "이름", required=True, aliases=("성명", "직원명")),
        Column("from_on", "시작일", "date", required=True, aliases=("입사일", "임용일", "발령일")),
        Column("until_on", "끝난 날", "date", aliases=("퇴사일", "퇴직일", "종료일")),
    ]


class Seats:
    """The centre's posts and on which days each is taken; `take` finds the first that is free."""

    def __init__(self, centre: Any) -> None:
        self._posts = list(
            StaffPost.objects.filter(centre=centre).select_related("unit").order_by("number", "pk")
        )
        self._taken: dict[int, list[Days]] = defaultdict(list)
        self._known: set[tuple[str, date]] = set()
        rows = StaffAppointment.objects.filter(centre=centre)
        for post_id, name, first, last in rows.values_list("post_id", "name", "from_on", "until_on"):
            self._taken[post_id].append((first, last))
            self._known.add((name, first))

    def take(self, values: dict[str, Any]) -> StaffPost:
        """Raises Refused, saying what to do, when there is no seat or the person sits already."""
        days: Days = (values["from_on"], values.get("until_on"))
        if days[1] and days[1] < days[0]:
            raise rules.Refused("끝난 날이 시작일보다 앞섭니다. 날짜를 다시 확인하세요.")
        who = (rules.tidy(values["name"]), days[0])
        if who in self._known:
            raise rules.Refused(
                "같은 이름으로 같은 날 시작한 사람이 이미 있습니다. 두 번 적었는지 확인하세요."
            )
        post = next((post for post in self._fitting(values) if self._is_free(post, days)), None)
        if post is None:
            raise rules.Refused(
                f"{Grade(values['grade']).label} 정원에 빈자리가 없습니다. "
                "정원을 늘리거나 앞사람의 끝난 날을 넣으세요."
            )
        self._taken[post.pk].append(days)
        self._known.add(who)
        return post

    def _fitting(self, values: dict[str, Any]) -> list[StaffPost]:
        """Posts of the grade; those of the named unit first, those of no unit after, others not at all."""
        of_grade = [post for post in self._posts if post.grade == values["grade"]]
        unit = rules.name_key(values.get("unit") or "")
        if not unit:
            return of_grade
        named = [post for post in of_grade if post.unit and rules.name_key(post.unit.name) == unit]
        return named + [post for post in of_grade if post.unit is None]

    def _is_free(self, post: StaffPost, days: Days) -> bool:
        lasts = post.until_on is None or (days[1] is not None and days[1] <= post.until_on)
        return (
            post.from_on <= days[0]
            and lasts
            and not any(rules.overlap(days, t) for t in self._taken[post.pk])
        )


def check(context: Any, values: dict[str, Any]) -> list[str]:
    """Seats are taken line by line, as `store` will take them."""
    if len(rules.tidy(values["name"])) > rules.LONGEST_NAME:
        return [f"이름은 {rules.LONGEST_NAME}자까지 적을 수 있습니다."]
    if "seats" not in context.memo:
        context.memo["seats"] = Seats(context.centre)
    try:
        context.memo["seats"].take(values)
    except rules.Refused as refused:
        return [str(refused)]
    return []


def store(context: Any, lines: Sequence[Any], batch: Any) -> None:
    seats = Seats(context.centre)
    StaffAppointment.objects.bulk_create(
        StaffAppointment(
            centre=context.centre,
            post=seats.take(line.values),
            name=rules.tidy(line.values["name"]),
            from_on=line.values["from_on"],
            until_on=line.values.get("until_on"),
            import_batch_id=batch.pk,
            import_key=line.key,
        )
        for line in lines
    )


def example(context: Any) -> list[dict[str, Any]]:
    return [{"grade": "member", "unit": "상담팀", "name": "홍길동", "from_on": date(2025, 1, 2)}]


SHEET: dict[str, Any] = {
    "code": "people.staff",
    "label": "현원 대장",
    "permission": "people.staff:import",
    "model": StaffAppointment,
    "columns": columns,
    "check": check,
    "store": store,
    "example": example,
}
