"""`python -m bench [piece …]`: runs the pieces in turn and prints what each measured."""

import os
import sys
from importlib import import_module

PIECES = (
    *("figures", "pages", "imports", "editions", "labourlaw", "redating"),
    *("escrow", "ledger_crashes"),
)


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in PIECES]
    if unknown:
        print(f"모르는 측정입니다: {', '.join(unknown)}. 쓸 수 있는 것: {', '.join(PIECES)}", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kwonik.site.settings")
    for name in names or PIECES:
        print(f"\n== {name}", flush=True)
        import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
