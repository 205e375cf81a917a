"""Counts of people as the public may have them: never a small one, however two releases are subtracted. No Django.

A count of one or two people in a cell says something about a person. What is published is therefore a multiple of
three within 3 of the truth (`protected`), always the same for the same rows (`cell_key`), and each new table is
attacked together with every earlier one before it goes out (`released`). Reports inside the house stay exact.

Sources: Fraser & Wooton (2005), A proposed method for confidentialising tabular output to protect against
differencing (the cell key); Marley & Leaver (2011), A method for confidentialising user-defined tables; ONS cell key
perturbation in the census tables of 2021; 국가데이터처 SGIS (1 and 2 are never printed, the loss is at most 3).
"""

from .attacking import Claim, Pair, claims, found
from .keys import cell_key, record_key
from .perturbing import LOSS, SMALLEST, STEP, fibre, protected
from .releasing import Cell, Earlier, Memory, Printed, Table, is_safe, pair_of, released

__all__ = [
    "LOSS",
    "SMALLEST",
    "STEP",
    "Cell",
    "Claim",
    "Earlier",
    "Memory",
    "Pair",
    "Printed",
    "Table",
    "cell_key",
    "claims",
    "fibre",
    "found",
    "is_safe",
    "pair_of",
    "protected",
    "record_key",
    "released",
]
