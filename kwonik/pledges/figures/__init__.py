"""The numbers of pledges: how many stand where and the rates made of them; one pledge's money, progress, citizens told."""

from . import amounts, listings, standings

__all__ = ["amounts", "listings", "standings"]
