"""CPU of a list page in the web process against a bare view behind the same middleware: goal at most 4 ms above it.

The lists hold 50 of 50,000 rows, every cell filled, for somebody who may see them all. Both views run in the same
process, in turn, through Django's whole stack; the median of the paired differences counts. The database's own CPU
is another process and is not counted.
"""

import statistics
import time

from bench import ground, records

ROUNDS = 100
GOAL_MS = 4.0
DATABASE = "bench_pages"
PAGES = ("counselling:consultations", "remedy:cases", "budget:lines", "ledgers:ledgers")


def main() -> None:
    with ground.database(DATABASE):
        from django.core.management import call_command
        from django.http import HttpResponse
        from django.test import Client, override_settings
        from django.urls import path, reverse

        from kwonik.catalogue.queries import own_centre
        from kwonik.people.guard import signed_in
        from kwonik.site import urls, wsgi  # noqa: F401 - the process is set up as the server's

        call_command("migrate", verbosity=0)
        call_command("load_profile", "profiles/seoul", verbosity=0)
        centre = own_centre()
        officer = _officer(centre)
        records.fill(centre, officer)

        @signed_in
        def bare(request):
            return HttpResponse("ok")

        urls.urlpatterns.append(path("bare/", bare))
        with override_settings(ALLOWED_HOSTS=["*"]):
            client = Client()
            client.force_login(officer)
            for name in PAGES:
                _measure(client, name, reverse(name))


def _officer(centre):
    """Somebody who may open every page measured."""
    from django.utils import timezone

    from kwonik.people.models import Account, Role, RoleGrant

    account = Account.objects.create(
        username="bench", name="재는 사람", centre=centre, must_change_password=False
    )
    for role in Role.objects.filter(code__in=("programme_officer", "finance")):
        RoleGrant.objects.create(account=account, role=role, centre=centre, from_on=timezone.localdate())
    return account


def _measure(client, name: str, address: str) -> None:
    def cpu_ms(url: str) -> float:
        start = time.process_time()
        answer = client.get(url)
        spent = time.process_time() - start
        assert answer.status_code == 200, (url, answer.status_code)
        return spent * 1000

    for url in (address, "/bare/") * 3:
        cpu_ms(url)
    pairs = [(cpu_ms(address), cpu_ms("/bare/")) for _ in range(ROUNDS)]
    page, bare = (statistics.median(pair[i] for pair in pairs) for i in (0, 1))
    above = statistics.median(a - b for a, b in pairs)
    verdict = "목표 안" if above <= GOAL_MS else "목표 밖"
    print(
        f"{name}: {page:.1f} ms, 빈 화면 {bare:.1f} ms, 더 드는 CPU {above:.1f} ms (목표 {GOAL_MS} ms 이하, {verdict})"
        f"\n  {_size(client, address)}",
        flush=True,
    )


def _size(client, address: str) -> str:
    """What the page holds: "50행, 41,234바이트, 물음 9번"."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        content = client.get(address).content
    rows = content.count(b'<th scope="row"')
    return f"{rows}행, {len(content):,}바이트, 데이터베이스에 물음 {len(asked)}번"
