"""A centre with much behind it: consultations, cases and imports whose lists have every cell filled."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import cycle
from typing import Any

ROWS, PEOPLE, ADVOCATES, BATCHES = 50_000, 400, 30, 300
FIRST_ON, DAYS = date(2016, 1, 1), 3_650


def fill(centre, officer) -> None:
    """50,000 consultations, as many cases, 300 imports; people, advocates and districts take turns."""
    from django.db import connection

    from kwonik.catalogue.queries import codes_by_field, service
    from kwonik.counselling.models import Consultation
    from kwonik.kernel.copying import copy_in
    from kwonik.ledgers.models import ImportBatch
    from kwonik.people.models import Appointment
    from kwonik.people.vault import client_ids
    from kwonik.places.models import District
    from kwonik.remedy.models import ReliefCase

    people = client_ids(centre, [(f"김{n:04}", f"0101234{n:04}") for n in range(PEOPLE)])
    advocates = Appointment.objects.bulk_create(
        Appointment(
            centre=centre,
            role="rights_advocate",
            name=f"노무사 {n}",
            qualification="labour_attorney",
            from_on=FIRST_ON,
        )
        for n in range(ADVOCATES)
    )
    legal, remedy = service("legal"), service("remedy")

    def rows_of(names: dict[str, Iterable[Any]], count: int) -> list[tuple]:
        return [next(row) for row in [zip(*map(cycle, names.values()), strict=True)] for _ in range(count)]

    def copy(model, count: int, **columns: Iterable[Any]) -> None:
        copy_in(model, list(columns), rows_of(columns, count))
        with connection.cursor() as cursor:
            cursor.execute(f'VACUUM ANALYZE "{model._meta.db_table}"')

    days = [FIRST_ON + timedelta(days=n) for n in range(DAYS)]
    districts = District.objects.values_list("pk", flat=True)
    asked = {
        field: [code.pk for code in found if not code.behaviour]
        for field, found in codes_by_field(legal).items()
    }
    copy(
        Consultation,
        ROWS,
        centre_id=[centre.pk],
        service_id=[legal.pk],
        reference=[f"L-{n:06}" for n in range(ROWS)],
        occurred_on=days,
        party=["worker"] * 13 + ["employer"],
        channel_id=asked["channel"],
        issue_id=asked["issue"],
        outcome_id=asked["outcome"],
        anonymous=[False],
        client_id=people,
        district_id=districts,
        counsellor_id=[officer.pk],
    )
    asked = {
        field: [code.pk for code in found if not code.behaviour]
        for field, found in codes_by_field(remedy).items()
    }
    copy(
        ReliefCase,
        ROWS,
        centre_id=[centre.pk],
        service_id=[remedy.pk],
        reference=[f"R-{n:06}" for n in range(ROWS)],
        opened_on=days,
        turn_since=[officer.date_joined],
        due_on=[day + timedelta(days=14) for day in days],
        state=["active"],
        turn=["advocate", "client", "forum", "centre"],
        client_id=people,
        client_group_id=asked["client_group"],
        issue_id=asked["issue"],
        forum_id=asked["forum"],
        advocate_id=[advocate.pk for advocate in advocates],
    )
    copy(
        ImportBatch,
        BATCHES,
        centre_id=[centre.pk],
        sheet=["counselling.consultations"],
        variant=["legal"],
        filename=[f"상담 대장 {n}.xlsx" for n in range(BATCHES)],
        file_digest=[f"{n:064x}" for n in range(BATCHES)],
        state=["applied"],
        new_count=[150],
        uploaded_by_id=[officer.pk],
    )
