"""The ledgers of counselling: 상담 대장 (one for each service) and 부스 대장. Stored in bulk, a chunk at a time."""

from . import booths, consultations

__all__ = ["booths", "consultations"]
