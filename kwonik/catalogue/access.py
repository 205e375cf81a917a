"""Who may see what the profile loaded, and who may correct the calendar."""

from __future__ import annotations

from kwonik.kernel import permissions
from kwonik.kernel.permissions import Permission

PERMISSIONS = (
    Permission("catalogue.profile:view", "사업·분류표·역할과 프로필을 읽은 내역을 볼 수 있습니다."),
    Permission("catalogue.calendar:view", "공휴일 달력을 볼 수 있습니다."),
    Permission("catalogue.calendar:edit", "공휴일을 더하거나 근무일로 되돌릴 수 있습니다."),
)
permissions.declare(PERMISSIONS)
