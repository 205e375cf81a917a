"""Publishing the main report, counting it again as of then, and telling what moved, on the first profile's sample."""

from datetime import timedelta

from bench import ground

DATABASE = "bench_editions"
LATE = 500


def main() -> None:
    with ground.database(DATABASE, rebuild=False) as new:
        from django.core.management import call_command
        from django.db.models import F
        from django.utils import timezone

        from kwonik.catalogue.queries import own_centre
        from kwonik.counselling.models import Consultation
        from kwonik.kernel.periods import parse
        from kwonik.people.models import Account, Role, RoleGrant
        from kwonik.places.codes import ClosingLevel
        from kwonik.places.models import Centre, PeriodClosing
        from kwonik.reports import access, actions, queries

        if new:
            call_command("migrate", verbosity=0)
            call_command("load_profile", "profiles/seoul", verbosity=0)
            call_command("sample_data", profile="seoul", verbosity=0)
        (template,) = access.templates()
        spec, centre = queries.spec_of(template), own_centre()
        account, _ = Account.objects.get_or_create(username="bench", name="재는 사람", centre=centre)
        for role in Role.objects.filter(code__in=("centre_director", "city_officer")):
            if not RoleGrant.objects.filter(account=account, role=role).exists():
                RoleGrant.objects.create(
                    account=account, role=role, centre=centre, from_on=timezone.localdate()
                )
        period, counted = parse(spec.period), []
        for level in ClosingLevel:
            for one in (centre, *Centre.objects.filter(parent=centre)):
                PeriodClosing.objects.bulk_create(
                    PeriodClosing(centre=one, level=level, month_on=month, closed_by=account)
                    for month in queries.unclosed(one, period, level)
                )

        def publish() -> None:
            facts = {"template": template, "centre": centre, "period": period, "as_of": spec.as_of}
            counted.append(actions.publish(by=account, dated_on=spec.dated_on, reason="다시 잼", **facts))

        print(f"공표: {ground.seconds(publish):.2f}초")
        (edition,) = counted
        size = sum(edition.figures.values_list("row_count", flat=True))
        print(f"  수치 {edition.figures.count()}개, 근거 행 {size:,}개")
        print(f"그대로일 때 견주기: {ground.seconds(lambda: queries.drift(edition)):.2f}초")
        rows = Consultation.objects.filter(centre=centre, occurred_on__year=2025).order_by("pk")[:LATE]
        late = Consultation.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
        PeriodClosing.objects.filter(reopened_at=None).update(
            reopened_at=timezone.now(), reopened_by=account, reopened_reason="잼"
        )
        late.update(occurred_on=F("occurred_on") + timedelta(days=400))
        told = None

        def compare() -> None:
            nonlocal told
            told = queries.drift(edition)

        print(f"{LATE}행이 움직인 뒤 견주기: {ground.seconds(compare):.2f}초, 움직인 수 {len(told.moved)}개")
        again = ground.seconds(lambda: queries.recomputed(edition))
        print(f"공표한 때로 다시 세기: {again:.2f}초")
        late.update(occurred_on=F("occurred_on") - timedelta(days=400))
