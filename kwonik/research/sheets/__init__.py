"""The ledgers of this room: studies, their rounds and answers; publications and where they went; checks."""

from . import answers, checks, publications, studies

__all__ = ["answers", "checks", "publications", "studies"]
