"""Which pictures a card takes: PNG files that the documents can carry."""

from __future__ import annotations

from kwonik.documents.pictures import png_size
from kwonik.documents.tree import WrongTree


def said_of_picture(content: bytes) -> str:
    """Why the file is no picture for a card, in Korean; "" when it is one. The file itself decides, not its name."""
    try:
        png_size(content)
    except WrongTree as wrong:
        return str(wrong)
    return ""
