"""실적확인서: issued from completed contracts, kept as it stood."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.documents import pdf
from kwonik.escrow import access, queries, rules
from kwonik.escrow.models import Certificate
from kwonik.escrow.rules import papers
from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.places.actions import next_reference

from .members import own


@transaction.atomic
def issue(*, by: Any, address_of: Any, form_token: UUID | None = None) -> Certificate:
    """A certificate of everything the member completed as a freelancer. `address_of(token)` says where it is checked.

    Raises NotAllowed (nothing completed yet, not verified).
    """
    member = own(by)
    if form_token and (again := Certificate.objects.filter(form_token=form_token).first()):
        return again
    record = queries.career(member)
    if not record.contracts:
        raise rules.NotAllowed("아직 완료한 계약이 없습니다. 계약을 마치면 발급할 수 있습니다.")
    today, centre = timezone.localdate(), member.centre
    body = {
        "kind": "kwonik.escrow.certificate",
        "format": rules.terms.FORMAT,
        "reference": rules.persons.reference("P", today.year, next_reference(centre, "P", today.year)),
        "member": member.reference,
        "issued_on": today.isoformat(),
        "contracts": [one.as_json() for one in record.contracts],
        "custody_won": record.custody_won,
        "direct_won": record.direct_won,
    }
    made = Certificate.objects.create(
        centre=centre,
        member=member,
        reference=body["reference"],
        body=body,
        sha256=rules.terms.digest(rules.terms.canonical(body)),
        issued_on=today,
        form_token=form_token,
    )
    name = access.reveal(by, [member], action="escrow.certificate.issue")[member.pk].name
    org = str(catalogue.own_centre() or centre)
    content = pdf.write(papers.certificate(body, name, made.sha256, address_of(made.token), org, today))
    made.paper = vault.seal_file(content, centre=centre)
    made.save(update_fields=["paper"])
    audit.record("escrow.certificate.issued", made, by=by)
    return made
