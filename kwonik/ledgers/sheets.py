"""The ledgers of people: that room lies below this one, so they are declared here."""

from kwonik.people import sheets

from . import registry

for keywords in sheets.SHEETS:
    registry.declare(registry.Sheet(**keywords))
