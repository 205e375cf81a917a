"""`python -m kwonik prepare --profile NAME`: everything `serve` does before it serves."""

import argparse

from django.conf import settings
from django.core.management.base import BaseCommand

from kwonik.site import starting


class Command(BaseCommand):
    help = "데이터베이스를 켜고, 구조를 맞추고, 프로필과 보기 대장을 들여옵니다."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--profile", default=settings.PROFILE, help="profiles/ 아래의 폴더 이름")

    def handle(self, *args: object, profile: str, **options: object) -> None:
        folder = starting.find_profile(profile)
        starting.begin_again_with(KWONIK_PROFILE=profile)
        starting.start_database(self.stdout.write)
        self.stdout.write(starting.prepare(folder, self.stdout.write))
