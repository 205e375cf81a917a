"""How a workplace is known again however it is written."""

import re
import unicodedata

from kwonik.kernel.refusals import Refused

__all__ = ["LONGEST_NAME", "Refused", "name_key"]

_COMPANY_FORMS = re.compile(r"주식회사|유한회사|\(주\)|\(유\)")
LONGEST_NAME = 120  # characters of Workplace.name


def name_key(name: str) -> str:
    """`name` without blanks, width, case and company form: "㈜ 가람", "(주)가람" and "가람 주식회사" are one.

    A name that is nothing but a company form keeps it.
    """
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold()
    return (_COMPANY_FORMS.sub("", folded) or folded)[:LONGEST_NAME]


def tidy(name: str) -> str:
    """What is stored and printed: NFC, outer blanks gone, inner blanks single. ㈜ stays ㈜."""
    return " ".join(unicodedata.normalize("NFC", name).split())
