"""`python -m kwonik figures`: every number of the source documents that can be computed, as JSON by its id.

The ids are those that the profile's reports carry; a number that no report computes yet is simply not there. How many
were counted, how many only a document states, and which are missing is said on the side (stderr).
"""

import json
from decimal import Decimal

from django.core.management.base import BaseCommand, CommandError

from kwonik.catalogue.queries import setting
from kwonik.kernel import periods
from kwonik.places.models import Centre
from kwonik.reports import access, queries


class Command(BaseCommand):
    help = "보고서의 수치를 원문 번호별로 계산해 JSON으로 냅니다: {번호: {value, printed}}."

    def add_arguments(self, parser):
        parser.add_argument("--profile", help="자료의 프로필이 이것이어야 합니다.")

    def handle(self, *args, profile=None, **options):
        loaded = setting("profile", None)
        if loaded is None:
            raise CommandError(
                "불러온 프로필이 없습니다. python -m kwonik load_profile profiles/<이름>을 먼저 실행하세요."
            )
        if profile and profile != loaded:
            raise CommandError(
                f"이 자료는 '{loaded}' 프로필의 것입니다. PROFILE={loaded}(으)로 다시 실행하세요."
            )
        centre = Centre.objects.get(code=setting("centre"))
        found: dict[str, dict] = {}
        stated: set[str] = set()
        missing: list[str] = []
        for template in access.templates():
            spec = queries.spec_of(template)
            composed = queries.composed(
                template, centre, periods.parse(spec.period), spec.as_of, spec.dated_on
            )
            found |= {
                id: {"value": _json(value), "printed": printed}
                for id, (value, printed) in composed.by_id.items()
            }
            stated |= composed.stated
            missing += spec.missing
        told = f"기록에서 셈 {len(found) - len(stated)}, 문서로 밝힘 {len(stated)}, 아직 없음 {len(missing)}"
        names = [*(f"밝힘 {id}" for id in sorted(stated)), *(f"없음 {id}" for id in missing)]
        self.stderr.write(": ".join([told, ", ".join(names)]) if names else told)
        self.stdout.write(json.dumps(dict(sorted(found.items())), ensure_ascii=False, indent=1))


def _json(value):
    """Whole numbers as integers, others as JSON numbers with their decimals."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
