"""Publishing, printing more, handing out: the publication is locked, its stock asked, the row written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.catalogue.models import Code, Service
from kwonik.kernel import audit
from kwonik.places import actions as places
from kwonik.places.models import Centre, District
from kwonik.research import queries, rules
from kwonik.research.models import Distribution, Printing, Publication, Study
from kwonik.research.rules import Refused

from .keeping import guard, hold_centre, keep, locked, refuse_twin, sent_before
from .studies import asdict_of


@dataclass(frozen=True)
class BookFacts:
    """What is told of a publication. `code` is empty where nobody names it in a report."""

    service: Service
    kind: Code
    title: str
    published_on: date
    edition: int = 1
    study: Study | None = None
    link: str = ""
    note: str = ""
    code: str = ""


@transaction.atomic
def publish(
    *, by, centre: Centre, facts: BookFacts, copies: int = 0, form_token: UUID | None = None
) -> Publication:
    """A publication, with the copies of its first printing where it was printed. Raises Refused."""
    guard(by, Publication, centre)
    hold_centre(centre)
    if known := sent_before(Publication, form_token, title=facts.title, edition=facts.edition):
        return known[0]
    book = _told(Publication(centre=centre, form_token=form_token), facts)
    if not book.code:
        year = facts.published_on.year
        book.code = rules.own_code("book", year, places.next_reference(centre, "book", year))
    keep(book, by)
    if copies:
        keep(Printing(centre=centre, publication=book, printed_on=facts.published_on, copies=copies), by)
    return book


@transaction.atomic
def amend_publication(*, by, publication: Publication, facts: BookFacts) -> Publication:
    """Corrects what is told of it; copies are corrected by their own rows. Raises Refused."""
    guard(by, Publication, publication.centre)
    hold_centre(publication.centre)
    stored = locked(publication)
    code = stored.code
    _told(stored, facts)
    stored.code = facts.code or code
    stored.save()
    audit.record("research.publication.amended", stored, by=by)
    return stored


def _told(book: Publication, facts: BookFacts) -> Publication:
    rules.check_day(facts.published_on, timezone.localdate(), "펴낸 날")
    for name, value in asdict_of(facts).items():
        setattr(book, name, value)
    refuse_twin(book)
    same = Publication.objects.filter(centre=book.centre_id, code=facts.code).exclude(pk=book.pk)
    if facts.code and same.exists():
        raise Refused("이 부르는 이름은 다른 발간물이 쓰고 있습니다. 다른 이름을 적으세요.")
    return book


@transaction.atomic
def print_more(
    *,
    by,
    publication: Publication,
    printed_on: date,
    copies: int,
    printer: str = "",
    form_token: UUID | None = None,
) -> Printing:
    """More copies come from the printer. Raises Refused."""
    guard(by, Publication, publication.centre)
    book = locked(publication)
    same = {"publication_id": book.pk, "printed_on": printed_on, "copies": copies}
    if known := sent_before(Printing, form_token, **same):
        return known[0]
    _refuse_withdrawn(book)
    rules.check_day(printed_on, timezone.localdate(), "인쇄한 날")
    return keep(Printing(centre_id=book.centre_id, printer=printer, form_token=form_token, **same), by)


@transaction.atomic
def hand_out(
    *,
    by,
    publication: Publication,
    handed_on: date,
    copies: int,
    recipient: str,
    district: District | None = None,
    workplace: str = "",
    form_token: UUID | None = None,
) -> Distribution:
    """Copies leave the store room, never more than there are. Raises Refused."""
    guard(by, Publication, publication.centre)
    book = locked(publication)
    same = {
        "publication_id": book.pk,
        "handed_on": handed_on,
        "copies": copies,
        "recipient": recipient,
    }
    if known := sent_before(Distribution, form_token, **same):
        return known[0]
    _refuse_withdrawn(book)
    rules.check_day(handed_on, timezone.localdate(), "나눠 준 날")
    rules.check_stock(queries.stock(book), handed=copies)
    row = Distribution(centre_id=book.centre_id, district=district, form_token=form_token, **same)
    row.workplace = places.workplace(workplace, district) if workplace else None
    return keep(row, by)


def _refuse_withdrawn(book: Publication) -> None:
    if book.withdrawn_at:
        raise Refused("철회한 발간물에는 더 적을 수 없습니다. 먼저 철회를 되돌리세요.")
