"""Paragraphs and their runs: what headings, bullets and the cells of tables are made of."""

from __future__ import annotations

from dataclasses import replace

from kwonik.documents.grid import advance
from kwonik.documents.tree import Text, plain, runs

from . import shapes
from .shapes import Char, Shapes
from .xml import element, escape, tag

#: A word wider than this (em) may be broken between letters, or it would stick out of the page.
LONGEST = 22


class Paragraphs:
    """Makes paragraphs of one document; the next one takes a waiting page break or restart of page numbers."""

    def __init__(self) -> None:
        self.shapes = Shapes()
        self.break_next = False
        self.restart = False
        self._objects = 0

    def paragraph(self, shape: shapes.Para, *inside: str) -> str:
        """A paragraph of runs made by `run`; takes a waiting page break and a waiting restart of page numbers."""
        start = ""
        if self.restart:
            start = element(
                "hp:run", {"charPrIDRef": 0}, element("hp:ctrl", {}, tag("hp:newNum", num=1, numType="PAGE"))
            )
        attributes = {"id": 0, "paraPrIDRef": self.shapes.para(shape), "styleIDRef": 0}
        attributes |= {"pageBreak": int(self.break_next), "columnBreak": 0, "merged": 0}
        self.break_next = self.restart = False
        return element("hp:p", attributes, start, *(inside or (self.run("", Char()),)))

    def run(self, text: str, char: Char) -> str:
        """Characters of one shape; "\\n" breaks the line, "\\t" is a tab to the right edge."""
        words = escape(text).replace("\n", "<hp:lineBreak/>")
        words = words.replace("\t", '<hp:tab width="4000" leader="0" type="2"/>')
        return element("hp:run", {"charPrIDRef": self.shapes.char(char)}, element("hp:t", {}, words))

    def inline(self, text: Text, char: Char) -> list[str]:
        return [self.run(part.text, replace(char, bold=char.bold or part.bold)) for part in runs(text)]

    def text(
        self,
        shape: shapes.Para,
        text: Text,
        char: Char,
        before: str = "",
        after: str = "",
        longest: float = LONGEST,
    ) -> str:
        """A paragraph of a text, with a marker before and words at the right edge after it."""
        if max(map(advance, plain(text).split()), default=0) > longest:
            shape = replace(shape, split_words=True)
        ends = [[self.run(words, char)] if words else [] for words in (before, after)]
        return self.paragraph(shape, *ends[0], *self.inline(text, char), *ends[1])

    def object_id(self) -> int:
        self._objects += 1
        return self._objects
