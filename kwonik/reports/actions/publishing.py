"""Publishing a report: everything about it is frozen in one transaction, for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from kwonik.catalogue.models import ReportTemplate
from kwonik.documents import html, hwpx, pdf, tree, xlsx
from kwonik.kernel import audit
from kwonik.kernel.periods import Period
from kwonik.people.access import require
from kwonik.places.models import Centre
from kwonik.places.rules import Refused
from kwonik.reports import queries
from kwonik.reports.access import PUBLISH
from kwonik.reports.codes import Form
from kwonik.reports.models import Edition, EditionFigure, EditionFile
from kwonik.reports.rules import freezing

from .definitions import note_definitions

WRITERS: dict[Form, Callable[[tree.Report], bytes]] = {
    Form.HTML: html.write,
    Form.PDF: pdf.write,
    Form.HWPX: hwpx.write,
    Form.XLSX: xlsx.write,
}
NO_REASON = "이미 공표한 보고서입니다. 정정판을 내려면 정정 사유를 적으세요."
AT_ONCE = "누군가 같은 보고서를 방금 공표했습니다. 판 목록을 확인하세요."


def publish(
    *,
    by,
    template: ReportTemplate,
    centre: Centre,
    period: Period,
    as_of: date,
    dated_on: date,
    subject: str = "",
    reason: str = "",
    form_token: UUID | None = None,
) -> Edition:
    """The report as it stands now becomes an edition; a second one corrects the first and needs a reason.

    `subject` is whom a report about one thing is about. Raises Refused, naming what is still to do. Stopped at any moment, nothing was published.
    """
    if form_token and (known := Edition.objects.filter(form_token=form_token).first()):
        return known
    try:
        with queries.writing_snapshot() as position:
            require(by, PUBLISH, centre)
            composed = queries.composed(template, centre, period, as_of, dated_on, subject)
            ready = queries.readiness(template, centre, composed)
            before = ready.before
            if ready.obstacles:
                raise Refused(" ".join(f"{one}." for one in ready.obstacles))
            if before and not reason:
                raise Refused(NO_REASON)
            kept = queries.frozen(composed, note_definitions())
            files = [
                EditionFile(form=form, content=content, size=len(content), digest=_digest(content))
                for form, content in ((form, write(composed.report)) for form, write in WRITERS.items())
            ]
            edition = Edition(
                template=template,
                body=template.body,
                centre=centre,
                first_on=period.first_on,
                last_on=period.last_on,
                as_of=as_of,
                dated_on=dated_on,
                subject=composed.spec.subject,
                title=composed.report.title if composed.spec.subject else "",
                number=before.number + 1 if before else 1,
                supersedes=before,
                reason=reason if before else "",
                checks=[{"id": one.id, "words": one.words, "printed": one.printed} for one in ready.checks],
                tree=freezing.as_data(composed.report),
                position=position,
                published_at=timezone.now(),
                published_by=by,
                form_token=form_token,
            )
            links = queries.chain(kept)
            edition.root = queries.root_of(edition, links, files)
            edition.save(force_insert=True)
            for file in files:
                file.edition = edition
                file.name = f"{edition.name} {as_of:%Y-%m-%d} {edition.number}판.{file.form}"
            for figure, digest in zip(kept, links, strict=True):
                figure.edition, figure.digest = edition, digest
            EditionFile.objects.bulk_create(files)
            EditionFigure.objects.bulk_create(kept)
            event = "reports.edition.corrected" if before else "reports.edition.published"
            audit.record(event, edition, by=by, detail={"number": edition.number, "root": edition.root})
    except IntegrityError as error:
        raise Refused(AT_ONCE) from error
    return edition


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
