"""A forgotten password: set anew by whoever has the member's telephone and is the member.

Nothing that anybody sees tells whether a user name or a telephone number is known: a request that fits nobody goes the same
way as one that does, and fails at the number by message like a wrong number.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.escrow import queries, rules
from kwonik.escrow.codes import CheckState, CodeFor, MessageKind
from kwonik.escrow.identity import IdentityService, NoAnswer, Turned, WrongCode
from kwonik.escrow.messenger import Messenger
from kwonik.escrow.models import IdentityCheck, Member, PhoneCheck
from kwonik.kernel import audit
from kwonik.people import actions as people
from kwonik.people import vault
from kwonik.people.codes import SealedKind

from .members import MOST_TRIES, NO_SERVICE, digest, end_check
from .messages import post
from .phones import NO_MESSAGES, WRONG, answer_code, issue_code, new_code, read, shown_code

MINUTES = 20
"""How long after the right number the password may be set."""
MOST_AN_HOUR = 3
"""Numbers sent to one member for this: an unanswered telephone is not rung all night."""
NOT_YOU = "본인 확인이 되지 않았습니다. 이름과 생년월일을 휴대전화를 개통한 대로 적고 처음부터 다시 하세요."
OVER = "시간이 지났거나 이미 마친 일입니다. 처음부터 다시 하세요."


def begin_recovery(*, username: str, phone: str, service: Messenger | None) -> tuple[int, str]:
    """Sends a number if user name and telephone are one member's: (recovery or 0, what a sandbox sent). Raises NotAllowed."""
    if service is None:
        raise rules.NotAllowed(NO_MESSAGES)
    code = new_code()
    with transaction.atomic():
        member = queries.member_named(username, phone)
        if member is None or queries.codes_since(member, timezone.now() - timedelta(hours=1)) >= MOST_AN_HOUR:
            _same_work(code)
            return 0, ""
        locked = Member.objects.select_for_update().get(pk=member.pk)
        check = issue_code(locked, CodeFor.RECOVERY, code)
        audit.record("escrow.member.recovery_begun", member, by=None)
    return check.pk, shown_code(service, code)


def _same_work(code: str) -> None:
    """What takes time when there is somebody takes it here too."""
    if centre := catalogue.own_centre():
        vault.seal(SealedKind.MEMBER, code, centre=centre)
        transaction.set_rollback(True)


def answer_recovery(*, recovery: int, code: str) -> Member:
    """The number that came by message. Raises NotAllowed, with the same words for nobody's recovery as for a wrong number."""
    with transaction.atomic():
        rows = PhoneCheck.objects.select_for_update(of=("self",)).select_related("member__centre")
        open_rows = rows.filter(
            purpose=CodeFor.RECOVERY, used_at=None, expires_at__gt=timezone.now(), tries__lt=MOST_TRIES
        )
        check = open_rows.filter(pk=recovery).first()
        right = answer_code(check, code)
    if check is None or not right:
        raise rules.NotAllowed(WRONG, "code")
    return check.member


def begin_recovery_identity(
    *, recovery: int, service: IdentityService | None, name: str, born_on: date
) -> tuple[str, str]:
    """Asks the service to send its number: (transaction, what a sandbox sent). Raises NotAllowed."""
    if service is None:
        raise rules.NotAllowed(NO_SERVICE)
    check = _answered(recovery)
    phone = read(None, check.member.phone_id, "escrow.member.recover")
    try:
        begun = service.begin(name=name, born_on=born_on, phone=phone)
    except NoAnswer:
        raise rules.NotAllowed(NO_SERVICE) from None
    except Turned:
        audit.record("escrow.member.recovery_refused", check.member, by=None)
        raise rules.NotAllowed(NOT_YOU) from None
    IdentityCheck.objects.create(
        member=check.member, recovery=check, transaction_digest=digest(begun.transaction_id)
    )
    return begun.transaction_id, begun.shown


def confirm_recovery_identity(
    *, recovery: int, service: IdentityService | None, transaction_id: str, code: str
) -> None:
    """Whoever recovers is the verified member. Raises NotAllowed."""
    if service is None:
        raise rules.NotAllowed(NO_SERVICE)
    check = _answered(recovery)
    asked = check.identity_checks.filter(transaction_digest=digest(transaction_id)).first()
    if asked is None or asked.state != CheckState.BEGUN or asked.tries >= MOST_TRIES:
        raise rules.NotAllowed(OVER)
    try:
        verified = service.confirm(transaction_id=transaction_id, code=code.strip())
    except WrongCode:
        IdentityCheck.objects.filter(pk=asked.pk).update(tries=asked.tries + 1)
        raise rules.NotAllowed("번호가 맞지 않습니다. 다시 적으세요.", "code") from None
    except (Turned, NoAnswer):
        end_check(asked, CheckState.REFUSED)
        raise rules.NotAllowed(NOT_YOU) from None
    member = check.member
    found = vault.number_digest("person", member.centre_id, verified.person_key)
    same = bytes(found) == bytes(member.person_digest or b"")
    if not end_check(asked, CheckState.ACCEPTED if same else CheckState.REFUSED) or not same:
        audit.record("escrow.member.recovery_refused", member, by=None)
        raise rules.NotAllowed(NOT_YOU)


@transaction.atomic
def recover(*, recovery: int, password: str) -> Member:
    """The new password: every session with the old one ends, the second factor stays, the telephone hears of it.

    Raises NotAllowed (no right number or no verification, too late, done before).
    """
    check = _answered(recovery, locked=True)
    if not queries.is_recoverable(check):
        raise rules.NotAllowed("본인 확인을 먼저 마치세요.")
    check.done_at = timezone.now()
    check.save()
    member = check.member
    people.set_password_anew(account=member.account, password=password)
    post(member, MessageKind.PASSWORD_CHANGED)
    audit.record("escrow.member.recovered", member, by=member.account)
    return member


def _answered(recovery: int, locked: bool = False) -> PhoneCheck:
    """The recovery whose number was right a while ago at most. Raises NotAllowed."""
    found = queries.recovery(recovery, timezone.now() - timedelta(minutes=MINUTES), locked=locked)
    if found is None:
        raise rules.NotAllowed(OVER)
    return found
