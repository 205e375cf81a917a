"""The two ledgers of people: 현원 대장, 위촉 대장.

`people` lies below `ledgers`, so what stands here is plain: SHEETS holds the keywords of `ledgers.registry.Sheet`,
and ledgers/sheets.py declares them. `context`, `lines` and `batch` are what the registry describes.
"""

from . import appointments, staff

SHEETS = [staff.SHEET, appointments.SHEET]
