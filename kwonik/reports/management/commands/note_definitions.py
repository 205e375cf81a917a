"""`python -m kwonik note_definitions`: a figure whose definition changed gets its next version; part of `prepare`."""

from django.core.management.base import BaseCommand

from kwonik.reports import actions


class Command(BaseCommand):
    help = "선언된 수치의 정의를 견주어 달라진 것을 새 판으로 남깁니다."

    def handle(self, *args, **options):
        self.stdout.write(f"수치 정의 {len(actions.note_definitions())}개")
