"""What is done in reports: keeping definitions, closing months, publishing editions, noticing what moved."""

from .definitions import note_definitions

__all__ = ["note_definitions"]
