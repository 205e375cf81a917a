"""`python -m kwonik reference`: writes docs/reference.md from what the areas declare; `--check` only compares."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kwonik.kernel import events, figures, permissions
from kwonik.kernel.figures import Derived, Elsewhen
from kwonik.ledgers import registry

PAGE = Path("docs/reference.md")
HEAD = """# Reference: what the areas declare

Written by `python -m kwonik reference`; a test fails when it is out of date. Korean words are what people read.
"""


class Command(BaseCommand):
    help = "선언된 수치, 권한, 사건, 대장, 기록의 목록(docs/reference.md)을 다시 씁니다."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="쓰지 않고, 낡았으면 실패합니다.")

    def handle(self, *args, check=False, **options):
        page, text = settings.ROOT / PAGE, "\n".join(lines()) + "\n"
        if check and (not page.exists() or page.read_text(encoding="utf-8") != text):
            raise CommandError(
                f"{PAGE}이(가) 낡았습니다. python -m kwonik reference를 실행하고 함께 커밋하세요."
            )
        if not check:
            page.write_text(text, encoding="utf-8")


def _input(part: str | Elsewhen) -> str:
    return part if isinstance(part, str) else f"{part.code} over other days"


def lines() -> Iterator[str]:
    yield HEAD
    yield "## Figures\n\n| code | label | unit | meaning | counted when, or how derived | cuts |\n|---|---|---|---|---|---|"
    for figure in figures.registry.all():
        if isinstance(figure, Derived):
            how, cuts = f"{figure.words} ({', '.join(_input(part) for part in figure.of)})", "as its parts"
        else:
            how = "; ".join(condition.words for condition in figure.conditions)
            cuts = ", ".join(cut.key for cut in figure.by) or "none"
        yield f"| `{figure.code}` | {figure.label} | {figure.unit} | {figure.meaning} | {how} | {cuts} |"
    yield "\n## Registers printed line by line\n\n| code | label | fields |\n|---|---|---|"
    for listing in figures.registry.listings():
        yield f"| `{listing.code}` | {listing.label} | {', '.join(listing.fields)} |"
    yield "\n## Ledgers that can be brought in\n\n| code | label | permission |\n|---|---|---|"
    for sheet in registry.all_sheets():
        yield f"| `{sheet.code}` | {sheet.label} | `{sheet.permission}` |"
    yield "\n## Permissions\n\n| code | label |\n|---|---|"
    for permission in permissions.everything():
        yield f"| `{permission.code}` | {permission.label} |"
    yield "\n## Audit events\n\n| code | label |\n|---|---|"
    for event in events.everything():
        yield f"| `{event.code}` | {event.label} |"
    yield "\n## Records\n\n| table | what it is | in words |\n|---|---|---|"
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label_lower):
        if model.__module__.startswith("kwonik.") and not hasattr(model, "pgh_tracked_model"):
            meaning = (model.__doc__ or "").strip().splitlines()[0]
            meaning = "-" if meaning.startswith(f"{model.__name__}(") else meaning
            yield f"| `{model._meta.label_lower}` | {model._meta.verbose_name} | {meaning} |"
