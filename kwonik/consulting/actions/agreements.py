"""Agreements with partners: they begin and end, they are not deleted."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from kwonik.consulting import queries, rules
from kwonik.consulting.models import Agreement
from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.people.actions.submissions import once
from kwonik.places.models import Centre

RECORD = "consulting.agreement:record"


def record_agreement(
    *,
    by,
    centre: Centre,
    name: str,
    partner: str,
    from_on: date,
    until_on: date | None = None,
    note: str = "",
    form_token: UUID | None = None,
) -> Agreement:
    """The next agreement of the centre. Raises Refused for a name that is taken, or days the wrong way round."""
    require(by, RECORD, centre)
    if until_on and until_on < from_on:
        raise rules.Refused("끝난 날이 시작일보다 앞섭니다. 날짜를 바꿔 넣으세요.")

    def record() -> Agreement:
        Centre.objects.select_for_update().get(pk=centre.pk)
        rows = Agreement.objects.filter(centre=centre)
        if form_token and (known := rows.filter(form_token=form_token).first()):
            return known
        if rows.filter(name=name).exists():
            raise rules.Refused("같은 이름의 협약이 이미 있습니다. 다른 이름을 적으세요.")
        row = Agreement.objects.create(
            centre=centre,
            number=queries.next_number(centre),
            name=name,
            partner=partner,
            from_on=from_on,
            until_on=until_on,
            note=note,
            form_token=form_token,
            recorded_by=by,
        )
        audit.record("consulting.agreement.recorded", row, by=by)
        return row

    return once(Agreement, centre, form_token, record)


@transaction.atomic
def end_agreement(*, by, agreement: Agreement, until_on: date) -> Agreement:
    """The agreement's last day. Raises Refused."""
    require(by, RECORD, agreement.centre)
    stored = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if until_on < stored.from_on:
        raise rules.Refused("마지막 날이 시작일보다 앞섭니다. 날짜를 확인하세요.")
    stored.until_on = until_on
    stored.save(update_fields=["until_on"])
    audit.record("consulting.agreement.ended", stored, by=by, detail={"until_on": str(until_on)})
    return stored
