"""Loading a profile: all or nothing, the same twice changes nothing, and what changed is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kwonik.catalogue.codes import ChangeKind
from kwonik.catalogue.models import ProfileLoad
from kwonik.catalogue.rules import Profile, ProfileRefused, read_profile, report_checkers
from kwonik.kernel import audit

from .applying import Applying, Change
from .parts import parts

LOCK = 0x6B774C


def load_profile(folder: str | Path, by: Any = None) -> list[Change]:
    """Brings the catalogue in line with the profile in `folder` and returns what changed, oldest part first.

    Raises ProfileRefused (nothing is stored) for anything unknown, wrong or double, and for another profile than the
    one this installation began with. `by` is the account, or None from the command line.
    """
    profile = read_profile(Path(folder))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        last = ProfileLoad.objects.first()
        if last and last.profile != profile.head.code:
            raise ProfileRefused(
                [
                    f"이 설치에는 '{last.profile}' 프로필이 들어 있습니다. '{profile.head.code}'은(는) 새 데이터베이스에 읽히세요."
                ]
            )
        if last and last.digest == profile.digest:
            return []
        applying = Applying(timezone.localdate())
        try:
            for part in parts(profile, applying):
                applying.apply(part)
        except IntegrityError as error:
            detail = str(error).splitlines()[-1]
            raise ProfileRefused(
                [f"이미 있는 것과 이름이나 코드가 겹쳐 읽을 수 없습니다. 겹치는 것을 바꾸세요: {detail}"]
            ) from error
        _check_reports(profile)
        changes = _changed_settings(profile, last) + applying.changes
        _record(profile, changes, by)
    return changes


def _check_reports(profile: Profile) -> None:
    problems = [
        f"reports의 '{report.code}' 보고서: {problem}"
        for report in profile.reports
        for check in report_checkers
        for problem in check(report.body)
    ]
    if problems:
        raise ProfileRefused(problems)


def _settings(profile: Profile) -> dict[str, Any]:
    return {"profile": profile.head.code, "name": profile.head.name, **profile.head.settings.model_dump()}


def _changed_settings(profile: Profile, last: ProfileLoad | None) -> list[Change]:
    old = last.settings if last else {}
    new = _settings(profile)
    return [
        Change(
            ChangeKind.CHANGED,
            "설정",
            name,
            {name: _in_words(old.get(name))},
            {name: _in_words(new.get(name))},
        )
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    ]


def _in_words(value: Any) -> str:
    """A setting as people read it: "서울 노동상담 대표전화, 1661-2020, 평일 10시~17시"."""
    if isinstance(value, dict):
        return ", ".join(map(_in_words, value.values()))
    return "" if value is None else str(value)


def _record(profile: Profile, changes: list[Change], by: Any) -> None:
    load = ProfileLoad.objects.create(
        profile=profile.head.code,
        digest=profile.digest,
        changes=[change.as_json() for change in changes],
        settings=_settings(profile),
    )
    audit.record(
        "catalogue.profile.loaded", load, by=by, detail={"changes": len(changes), "digest": profile.digest}
    )
