"""`python -m kwonik load_profile profiles/<name>`: reads a profile, all or nothing, and prints what changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kwonik.catalogue.actions import load_profile
from kwonik.catalogue.rules import ProfileRefused


class Command(BaseCommand):
    help = "프로필 폴더를 읽어 사업·분류표·역할·예산 과목을 맞춥니다. 두 번 읽어도 바뀌는 것이 없습니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="프로필 폴더 (예: profiles/이름)")

    def handle(self, *args: Any, folder: Path, verbosity: int, **options: Any) -> None:
        try:
            changes = load_profile(folder)
        except ProfileRefused as refused:
            told = "\n".join(f"- {problem}" for problem in refused.problems)
            raise CommandError(f"프로필을 읽지 않았습니다. 아무것도 바뀌지 않았습니다.\n{told}") from refused
        if verbosity:
            for change in changes:
                self.stdout.write(str(change))
            self.stdout.write(f"바뀐 것 {len(changes)}건" if changes else "바뀐 것이 없습니다.")
