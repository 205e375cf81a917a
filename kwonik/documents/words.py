"""Text as words: a Korean word (어절) stays whole at a line's end, whatever weights and numbers it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .grid import advance
from .tree import Text, runs

Segment = tuple[str, bool]
#: A word as its segments of one weight, or " ", or "\n", or "" between two parts of a word too long for a line.
Word = list[Segment] | str


def words(text: Text, longest: float, bold: bool = False) -> Iterator[Word]:
    """The words of a text. A word wider than `longest` em comes in several parts, so that a line can break in it."""
    word: list[Segment] = []
    for run in runs(text):
        for part in _split(run.text):
            if part in (" ", "\n"):
                yield from _parts(word, longest)
                word = []
                yield part
            else:
                word.append((part, bold or run.bold))
    yield from _parts(word, longest)


def _split(text: str) -> Iterator[str]:
    start = 0
    for k, char in enumerate(text):
        if char in " \n":
            yield from filter(None, (text[start:k],))
            yield char
            start = k + 1
    yield from filter(None, (text[start:],))


def _parts(word: list[Segment], longest: float) -> Iterable[Word]:
    if not word:
        return
    if sum(advance(text) for text, _ in word) <= longest:
        yield word
        return
    part: list[Segment] = []
    room = longest
    for char, bold in ((char, bold) for text, bold in word for char in text):
        if part and advance(char) > room:
            yield part
            yield ""
            part, room = [], longest
        if part and part[-1][1] == bold:
            part[-1] = (part[-1][0] + char, bold)
        else:
            part.append((char, bold))
        room -= advance(char)
    yield part
