"""`python -m kwonik settled`: looks whether published numbers still are what was published; done every night."""

from django.core.management.base import BaseCommand

from kwonik.reports import actions


class Command(BaseCommand):
    help = "공표한 수치가 지금도 그대로인지 보고, 움직인 것을 한 번씩 알립니다."

    def handle(self, *args, **options):
        found = actions.notice_movements()
        for movement in found:
            self.stdout.write(f"{movement.figure.edition}: {movement.figure} → {movement.value}")
        self.stdout.write(f"새로 움직인 수치 {len(found)}개")
