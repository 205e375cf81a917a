"""The command line of the try-out PostgreSQL."""

import argparse
import sys

from kwonik.site import tryout

CLUSTERS = (tryout.SERVE, tryout.TEST)


def main() -> int:
    """Obey one verb; returns the exit code (status: 3 when something asked about is down)."""
    parser = argparse.ArgumentParser(
        prog="python -m kwonik.site.tryout", description="체험용 PostgreSQL을 다룹니다."
    )
    parser.add_argument("verb", choices=list(VERBS), help="켜기, 멈추기, 상태, 접속 주소, 모두 지우기")
    parser.add_argument(
        "cluster", nargs="?", choices=CLUSTERS, help="없으면 start와 url은 serve, 나머지는 둘 다"
    )
    chosen = parser.parse_args()
    try:
        return VERBS[chosen.verb](chosen.cluster)
    except tryout.TryoutError as trouble:
        print(trouble, file=sys.stderr)
        return 1


def _start(cluster: str | None) -> int:
    started = tryout.start(cluster or tryout.SERVE)
    print("체험용 데이터베이스를 켰습니다." if started else "체험용 데이터베이스가 이미 켜져 있습니다.")
    return 0


def _stop(cluster: str | None) -> int:
    for name in [cluster] if cluster else CLUSTERS:
        print(f"{name}: {'멈췄습니다.' if tryout.stop(name) else '꺼져 있었습니다.'}")
    return 0


def _status(cluster: str | None) -> int:
    states = {name: tryout.is_running(name) for name in ([cluster] if cluster else CLUSTERS)}
    for name, running in states.items():
        print(f"{name}: {'켜져 있습니다.' if running else '꺼져 있습니다.'} ({tryout.socket_folder(name)})")
    return 0 if all(states.values()) else 3


def _url(cluster: str | None) -> int:
    print(tryout.url(cluster=cluster or tryout.SERVE))
    return 0


def _reset(cluster: str | None) -> int:
    tryout.reset()
    print(f"체험용 데이터베이스를 모두 지웠습니다. ({tryout.home()})")
    return 0


VERBS = {"start": _start, "stop": _stop, "status": _status, "url": _url, "reset": _reset}

if __name__ == "__main__":
    sys.exit(main())
