"""`python -m kwonik rotate_keys`: seal everything under a new key; stopped, it goes on the next time."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kwonik.people import actions
from kwonik.people.keyring import KeyringTrouble, load
from kwonik.people.rules import Refused
from kwonik.people.vault.rotation import rows_by_key


class Command(BaseCommand):
    help = "개인정보 금고의 열쇠를 바꿉니다. 멈추면 다음에 이어서 합니다."

    def add_arguments(self, parser: CommandParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--status", action="store_true", help="열쇠마다 잠긴 기록이 몇 건인지만 봅니다")
        choice.add_argument("--destroy", metavar="열쇠", help="아무 기록도 잠그지 않은 옛 열쇠를 없앱니다")

    def handle(self, *args: object, **options: object) -> None:
        try:
            if options["destroy"]:
                actions.destroy_key(key_id=str(options["destroy"]))
                self.stdout.write(
                    f"열쇠 {options['destroy']}을(를) 없앴습니다. 열쇠고리의 백업에서도 지우세요."
                )
            elif not options["status"]:
                for done, total in actions.rotate_keys():
                    self.stdout.write(f"{done:,} / {total:,}건을 새 열쇠로 잠갔습니다.")
                self.stdout.write("열쇠고리 파일을 새로 백업하세요.")
            self._show()
        except (Refused, KeyringTrouble) as trouble:
            raise CommandError(str(trouble)) from trouble

    def _show(self) -> None:
        current = load().current
        for key_id, count in sorted(rows_by_key().items()):
            self.stdout.write(f"{key_id}{' (지금 쓰는 열쇠)' if key_id == current else ''}: {count:,}건")
