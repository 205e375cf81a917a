"""`python -m kwonik sample_data --profile NAME`: brings a profile's sample ledgers in; a second run changes nothing."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kwonik.catalogue.rules import ProfileRefused
from kwonik.site import starting
from kwonik.site.samples import bringing, logins


class Command(BaseCommand):
    help = "보기 대장을 스프레드시트 문으로 들여오고, 역할마다 하나씩 있는 체험용 계정을 알려 줍니다."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--profile", default=settings.PROFILE, help="profiles/ 아래의 폴더 이름")

    def handle(self, *args: Any, profile: str, verbosity: int, **options: Any) -> None:
        """Progress goes to standard error as it happens, the logins to standard output at the end."""
        folder = starting.find_profile(profile)
        try:
            recipe = bringing.bring(folder, self._progress if verbosity else lambda text: None)
        except (ProfileRefused, bringing.SampleRefused) as refused:
            raise CommandError(str(refused)) from refused
        except KeyboardInterrupt:
            raise CommandError("멈추었습니다. 다시 실행하면 남은 대장부터 이어서 들여옵니다.") from None
        for line in logins.told(recipe.accounts.logins, recipe.escrow):
            self.stdout.write(line)

    def _progress(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)
