"""Permissions of places, declared here because their doors ask for them; who holds them is for `people`."""

from kwonik.kernel import permissions
from kwonik.kernel.permissions import Permission

PERMISSIONS = (
    Permission("places.facility:view", "시설 대장을 봅니다"),
    Permission("places.facility:edit", "시설 대장을 고칩니다"),
    Permission("places.unit:view", "부서와 조직을 봅니다"),
    Permission("places.unit:edit", "부서를 고칩니다"),
)
permissions.declare(PERMISSIONS)
