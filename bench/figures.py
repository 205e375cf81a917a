"""The cells of the reports against hand-written SQL, at 20 centres x 10 years: 3,000,000 consultations.

The hand-written side is what a careful analyst would send: one grouped statement per table of the report, no more
columns than it prints. Both sides read the same rows in the same run, in turn.
"""

from datetime import date

from bench import ground

CENTRES, YEARS, ROWS = 20, 10, 3_000_000
DATABASE = "bench_figures"

FILL = """
INSERT INTO counselling_consultation (centre_id, service_id, reference, occurred_on, party, channel_id, issue_id,
    anonymous, is_business_contact, answers, version, recorded_at, withdrawn_reason{more})
SELECT (ARRAY[{centres}])[1 + n %% {centre_count}], {service}, 'B' || n, date '2016-01-01' + (n / {centre_count}) %% 3652,
    CASE WHEN n %% 14 = 0 THEN 'employer' ELSE 'worker' END,
    (ARRAY[{channels}])[1 + (n / 7) %% {channel_count}], (ARRAY[{issues}])[1 + (n / 11) %% {issue_count}],
    true, n %% 97 = 0, '{{}}', 1, now(), ''{values}
FROM generate_series(1, {rows}) AS n
"""

PARTY = """
SELECT party, count(*) FROM counselling_consultation
WHERE centre_id = %s AND service_id = %s AND occurred_on BETWEEN %s AND %s
  AND withdrawn_at IS NULL AND NOT is_business_contact
GROUP BY party
"""
CROSS = """
SELECT extract(year FROM occurred_on), issue_id, count(*) FROM counselling_consultation
WHERE centre_id = %s AND service_id = %s AND occurred_on BETWEEN %s AND %s
  AND withdrawn_at IS NULL AND NOT is_business_contact
GROUP BY 1, 2
"""


def main() -> None:
    with ground.database(DATABASE) as _:
        from django.core.management import call_command
        from django.db import connection

        from kwonik.catalogue.models import Code
        from kwonik.catalogue.queries import codes, service
        from kwonik.kernel.figures import Ask, Window, compute
        from kwonik.kernel.periods import Period, parse
        from kwonik.places.models import Centre

        call_command("migrate", verbosity=0)
        call_command("load_profile", "profiles/seoul", verbosity=0)
        legal = service("legal")
        centres = list(Centre.objects.order_by("pk").values_list("pk", flat=True)[:CENTRES])
        channels = [code.pk for code in codes(legal, "channel") if not code.behaviour]
        issues: list[Code] = codes(legal, "issue")
        print(f"{ROWS:,}행을 만드는 중", flush=True)
        spent = ground.seconds(
            lambda: _fill(connection, legal.pk, centres, channels, [code.pk for code in issues])
        )
        print(f"만드는 데 {spent:,.0f}초", flush=True)

        centre = centres[0]

        def sql(statement: str, first: date, last: date):
            with connection.cursor() as cursor:
                cursor.execute(statement, [centre, legal.pk, first, last])
                return cursor.fetchall()

        def measure(what: str, period: Period, asks: list[Ask], statement: str) -> None:
            window = Window((centre,), period, period.last_on)
            ours, theirs = (
                lambda: compute(window, asks),
                lambda: sql(statement, period.first_on, period.last_on),
            )
            answers = compute(window, asks)
            total = sum(row[-1] for row in theirs())
            assert answers[asks[0]].value == total, (answers[asks[0]].value, total)
            ground.report(f"{what} ({len(asks)}칸, {total:,}행)", *ground.paired(ours, theirs), goal=1.5)

        parties = [
            Ask.of("counselling.legal"),
            *(Ask.of("counselling.legal", party=p) for p in ("worker", "employer")),
        ]
        measure("한 해 노동자·사용자", parse("2025"), parties, PARTY)
        span = parse("2016/2025")
        cells = [Ask.of("counselling.legal")] + [
            Ask.of("counselling.legal", year, **cut)
            for year in [None, *span.years()]
            for cut in [{}, *({"issue": code.code} for code in issues)]
        ]
        measure("10년 연도 x 유형", span, cells, CROSS)


def _fill(connection, service: int, centres: list[int], channels: list[int], issues: list[int]) -> None:
    from kwonik.counselling.models import Consultation

    known = {"centre_id", "service_id", "reference", "occurred_on", "party", "channel_id", "issue_id", "anonymous",
             "is_business_contact", "answers", "version", "recorded_at", "withdrawn_reason", "id"}  # fmt: skip
    needed = [
        field for field in Consultation._meta.concrete_fields if field.column not in known and not field.null
    ]
    more = "".join(f", {field.column}" for field in needed)
    values = "".join(f", {_literal(field.get_default())}" for field in needed)

    def listed(keys: list[int]) -> str:
        return ", ".join(map(str, keys))

    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica"
        )  # rows made to measure reading need no triggers
        cursor.execute(
            FILL.format(
                centres=listed(centres),
                centre_count=len(centres),
                service=service,
                channels=listed(channels),
                channel_count=len(channels),
                issues=listed(issues),
                issue_count=len(issues),
                rows=ROWS,
                more=more,
                values=values,
            ),
            [],
        )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE counselling_consultation")


def _literal(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f"'{value}'"
