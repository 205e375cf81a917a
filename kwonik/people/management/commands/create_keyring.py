"""`python -m kwonik create_keyring`: the first keyring of an installation; an existing one stays as it is."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kwonik.people import keyring


class Command(BaseCommand):
    help = "개인정보 금고의 열쇠고리를 처음 만듭니다. 데이터베이스와 따로 백업하세요."

    def handle(self, *args: object, **options: object) -> None:
        path = Path(settings.KEYRING)
        if path.exists():
            raise CommandError(
                f"열쇠고리({path})가 이미 있습니다. 덮어쓰면 예전 기록을 열 수 없으므로 그대로 둡니다."
            )
        keyring.create(path)
        self.stdout.write(f"열쇠고리({path})를 만들었습니다. 데이터베이스와 다른 곳에 백업하세요.")
