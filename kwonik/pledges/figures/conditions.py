"""Conditions and cuts that the figures of pledges share."""

from __future__ import annotations

from django.db.models import Q

from kwonik.kernel.figures import Condition, Cut
from kwonik.pledges import queries

OWN = Condition("우리 기관이나 우리를 맡은 시 부서의 공약입니다", lambda w: Q(centre__in=queries.keepers(w)))
NOT_WITHDRAWN = Condition("철회하지 않았습니다", lambda w: Q(withdrawn_at__isnull=True))
PLEDGE_STANDS = Condition("공약을 철회하지 않았습니다", lambda w: Q(pledge__withdrawn_at__isnull=True))
PLEDGE = Cut("pledge", "공약", "pledge__code", queries.pledge_labels, open=True)
