"""The bank's own door: what it tells without being asked. No session, no token of a form: the bank's signature opens it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kwonik.escrow import actions
from kwonik.escrow.bank import NoBank, connected
from kwonik.escrow.bank.notices import LONGEST_BODY
from kwonik.escrow.bank.port import BankError, Forged
from kwonik.kernel.doors import machines
from kwonik.kernel.pace import seconds_to_wait
from kwonik.people.guard import address_of

MOST_A_MINUTE = 1200
"""From one address. A bank that has more to say comes again: it repeats what was not taken."""


@csrf_exempt
@machines
@require_POST
def notices(request: HttpRequest) -> HttpResponse:
    """204 for a notice, be it new or known; 400, and no word why, for whatever is not to be believed.

    429 and 503 ask the bank to come again. Nothing is read before the length is known (Standard Webhooks 1.0).
    """
    if wait := seconds_to_wait("escrow.bank.notices", address_of(request) or "", most=MOST_A_MINUTE):
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LONGEST_BODY:
        return HttpResponse(status=400)
    try:
        notice = connected().verify_notice(request.body, dict(request.headers))
    except (Forged, NoBank):
        return HttpResponse(status=400)
    except BankError:
        return HttpResponse(status=503)
    actions.note_notice(notice)
    return HttpResponse(status=204)
