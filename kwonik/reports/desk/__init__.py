"""The staff's doors: reports and the rows behind their numbers, closing, publishing, editions and what moved since."""

from .closing import close, closings, exceptions, grant_exception, reopen, revoke_exception
from .editions import corrections, download, drift, edition, editions, publish
from .figures import approve, figure, figure_list
from .reading import card, programme, programmes, report, reports, rows, standing

__all__ = [
    "approve",
    "card",
    "close",
    "closings",
    "corrections",
    "download",
    "drift",
    "edition",
    "editions",
    "exceptions",
    "figure",
    "figure_list",
    "grant_exception",
    "programme",
    "programmes",
    "publish",
    "reopen",
    "report",
    "reports",
    "revoke_exception",
    "rows",
    "standing",
]
