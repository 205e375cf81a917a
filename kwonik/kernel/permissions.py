"""The permission vocabulary as data. A name nobody declared cannot be asked for, granted or put on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Permission:
    """`code` such as "remedy.case:assign"; `label` is the Korean sentence a granting officer reads."""

    code: str
    label: str


class UnknownPermission(LookupError):
    """A permission that no area declared: a programming or profile error, never a quiet "no"."""


_declared: dict[str, Permission] = {}


def declare(permissions: Iterable[Permission]) -> None:
    for permission in permissions:
        if permission.code in _declared:
            raise ValueError(f"permission declared twice: {permission.code}")
        _declared[permission.code] = permission


def known(code: str) -> Permission:
    """The declared permission. Raises UnknownPermission."""
    try:
        return _declared[code]
    except KeyError:
        raise UnknownPermission(f"'{code}'(이)라는 권한은 없습니다.") from None


def everything() -> list[Permission]:
    return sorted(_declared.values(), key=lambda permission: permission.code)
