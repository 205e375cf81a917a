"""The try-out PostgreSQL: `python -m kwonik.site.tryout start|stop|status|url|reset`.

Nobody has to install or configure a database to try Kwonik or to run its tests, and both use the engine that
production uses. The clusters stand in `.tryout/` (or $KWONIK_TRYOUT): `serve` keeps what is entered, with one
database per profile; `test` trades durability for speed; `money` does not, for the tests of the
ledger. They listen on a socket in a folder that only their
owner may enter, never on a network port. Production brings its own PostgreSQL through DATABASE_URL.
"""

from kwonik.site.tryout.clusters import (
    MONEY,
    SERVE,
    TEST,
    create_database,
    home,
    is_idle,
    is_running,
    reset,
    socket_folder,
    start,
    stop,
    url,
)
from kwonik.site.tryout.programs import TryoutError

__all__ = [
    "MONEY",
    "SERVE",
    "TEST",
    "TryoutError",
    "create_database",
    "home",
    "is_idle",
    "is_running",
    "reset",
    "socket_folder",
    "start",
    "stop",
    "url",
]
