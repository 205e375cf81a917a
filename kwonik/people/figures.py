"""Staff, duty attorneys and rights advocates as of a day."""

from __future__ import annotations

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from kwonik.kernel import figures
from kwonik.kernel.figures import Column, Condition, Count, Cut, Distinct, Figure, Highest
from kwonik.places.figures import BEGUN, DATES, IN_CENTRES, NOT_ENDED

from .codes import AppointedRole, Grade, Qualification
from .models import Appointment, StaffAppointment, StaffPost


def grades() -> dict[str, str]:
    return dict(Grade.choices)


def experts() -> QuerySet[Appointment]:
    """Appointments with the person they name: one person is one name at one office."""
    return Appointment.objects.annotate(person=Concat("name", Value(" · "), "firm"))


def term_labels() -> dict[str, str]:
    """The terms (기수) of appointments there have been."""
    numbers = Appointment.objects.exclude(term_number=None).values_list("term_number", flat=True).distinct()
    return {str(number): f"{number}기" for number in numbers}


figures.declare(
    Figure(
        code="people.authorised_staff",
        label="정원",
        meaning="기준일에 승인된 자리의 수.",
        unit="명",
        source=StaffPost.objects.all,
        conditions=(IN_CENTRES, BEGUN, NOT_ENDED),
        measure=Count(),
        by=(Cut("grade", "직급", "grade", grades),),
        columns=(
            Column("번호", "number", "number"),
            Column("직급", "grade", labels=grades),
            Column("부서", "unit__name"),
            *DATES,
        ),
        permission="people.staff:view",
        listed="people:staff",
    )
)
figures.declare(
    Figure(
        code="people.current_staff",
        label="현원",
        meaning="기준일에 자리에 있는 사람의 수.",
        unit="명",
        source=StaffAppointment.objects.all,
        conditions=(IN_CENTRES, BEGUN, NOT_ENDED),
        measure=Count(),
        by=(Cut("grade", "직급", "post__grade", grades),),
        columns=(
            Column("이름", "name"),
            Column("직급", "post__grade", labels=grades),
            Column("부서", "post__unit__name"),
            *DATES,
        ),
        permission="people.staff:view",
        listed="people:staff",
    )
)


def appointed(code: str, label: str, meaning: str, measure, role: AppointedRole, unit: str = "명") -> None:
    """A figure of the people appointed to one role."""
    figures.declare(
        Figure(
            code=code,
            label=label,
            meaning=meaning,
            unit=unit,
            source=experts,
            conditions=(
                IN_CENTRES,
                Condition(f"{role.label}(으)로 위촉됨", lambda w: Q(role=role)),
                BEGUN,
                NOT_ENDED,
            ),
            measure=measure,
            by=(
                Cut("qualification", "자격", "qualification", lambda: dict(Qualification.choices)),
                Cut("term", "기수", "term_number", term_labels, numbered=True),
            ),
            columns=(
                Column("이름", "name"),
                Column("자격", "qualification", labels=lambda: dict(Qualification.choices)),
                Column("기수", "term_number", "number"),
                Column("사무소", "firm"),
                *DATES,
            ),
            permission="people.appointment:view",
            page="people:appointment",
        )
    )


appointed(
    "people.duty_attorneys",
    "상담노무사",
    "기준일에 위촉되어 있는 상담노무사의 수. 한 사람은 한 번만 센다.",
    Distinct("person"),
    AppointedRole.DUTY_ATTORNEY,
)
appointed(
    "people.rights_advocates",
    "노동권리보호관",
    "기준일에 위촉되어 있는 노동권리보호관의 수. 한 사람은 한 번만 센다.",
    Distinct("person"),
    AppointedRole.RIGHTS_ADVOCATE,
)
appointed(
    "people.advocate_term",
    "노동권리보호관 기수",
    "기준일에 활동하는 노동권리보호관의 가장 높은 기수.",
    Highest("term_number"),
    AppointedRole.RIGHTS_ADVOCATE,
    unit="기",
)
appointed(
    "people.instructors",
    "교육 강사",
    "기준일에 위촉되어 있는 교육 강사의 수. 한 사람은 한 번만 센다.",
    Distinct("person"),
    AppointedRole.INSTRUCTOR,
)
appointed(
    "people.safety_riders",
    "시민 안전지킴이",
    "기준일에 위촉되어 있는 시민 안전지킴이(배달라이더)의 수. 한 사람은 한 번만 센다.",
    Distinct("person"),
    AppointedRole.SAFETY_RIDER,
)

ROLE = Cut("role", "역할", "role", lambda: dict(AppointedRole.choices))
TERM = Cut("term", "기수", "term_number", term_labels, numbered=True)


def by_role(code: str, label: str, meaning: str, *when: Condition, dated: str | None = None) -> None:
    """A figure of people appointed to any role; the cut says to which."""
    figures.declare(
        Figure(
            code=code,
            label=label,
            meaning=meaning,
            unit="명",
            source=experts,
            conditions=(IN_CENTRES, *when),
            measure=Distinct("person"),
            by=(ROLE, TERM),
            dated=dated,
            columns=(
                Column("이름", "name"),
                Column("역할", "role", labels=lambda: dict(AppointedRole.choices)),
                Column("사무소", "firm"),
                *DATES,
            ),
            permission="people.appointment:view",
            page="people:appointment",
        )
    )


by_role(
    "people.appointees",
    "위촉된 사람",
    "기준일에 위촉되어 있는 서로 다른 사람의 수. 역할로 나눈다.",
    BEGUN,
    NOT_ENDED,
)
by_role(
    "people.appointed",
    "위촉한 사람",
    "위촉일이 기간 안에 있는 서로 다른 사람의 수. 그 뒤에 위촉이 끝난 사람도 센다.",
    Condition(
        "위촉일이 기간 안에, 기준일까지임",
        lambda w: Q(from_on__gte=w.counted.first_on, from_on__lt=w.counted.after_on),
    ),
    dated="from_on",
)
