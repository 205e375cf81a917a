"""The activities for machines: what a service asks, its records and applications, the press of a counter.

The same forms and actions as the desk's: what a page refuses is refused here, in the same words.
"""

from kwonik.people.api import Machines

from . import programmes, records

router = Machines()
router.add_router("", programmes.router)
router.add_router("", records.router)
