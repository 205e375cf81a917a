"""The body of a HWPX document: each block of the report as paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kwonik.documents import look
from kwonik.documents.grid import advance
from kwonik.documents.pdf import raster
from kwonik.documents.pictures import png_size
from kwonik.documents.tree import (
    Block,
    Bullet,
    BulletList,
    CoverPage,
    Heading,
    Item,
    Note,
    PageBreak,
    Para,
    Pending,
    Picture,
    Report,
    Table,
    Text,
    plain,
)

from . import shapes
from .page import page_properties, picture
from .paragraphs import Paragraphs
from .shapes import HEAD_FONT, Border, Char, Edge
from .table import box, gap, table
from .xml import ROOT, element

WIDTH = 48190  # 170 mm
NAVY = Edge("0.7 mm", look.NAVY)
THIN = Edge("0.25 mm", look.NAVY)
BODY = 1400
CHAPTER, PROGRAMME = 1900, 1600
HEADINGS = {1: CHAPTER, 2: PROGRAMME, 3: 1500}
#: Where the first level of bullets begins, and how far each further one moves in.
FIRST, STEP = 600, 1300


class Section(Paragraphs):
    """Builds the one section of a document; `shapes` and `images` fill while `xml` is made."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report
        self.images: dict[str, bytes] = {}

    def xml(self) -> str:
        covered = any(isinstance(block, CoverPage) for block in self.report.blocks)
        paragraphs = [self._first(covered)]
        if not covered:
            paragraphs += self._masthead()
        for block in self.report.blocks:
            paragraphs += self._block(block)
        return element("hs:sec", ROOT, *paragraphs)

    # -- the front --------------------------------------------------------------------------------------------

    def _first(self, covered: bool) -> str:
        """The paragraph that carries the page: size, margins, header, page number."""
        tiny = Char(look.TINY, color=look.GREY, font=HEAD_FONT)
        head = self.paragraph(
            shapes.Para(right_tab=True), self.run(f"{self.report.title}\t{self.report.org}", tiny)
        )
        return self.paragraph(shapes.Para(line=100), *page_properties(head, covered), self.run("", Char(100)))

    def _masthead(self) -> Iterator[str]:
        title = Char(look.TITLE * 4 // 5, bold=True, font=HEAD_FONT)
        yield self.paragraph(shapes.Para("CENTER", after=300), self.run(self.report.title, title))
        line = " · ".join(filter(None, (self.report.printed_date, self.report.org)))
        yield self.paragraph(
            shapes.Para("CENTER", border=Border(bottom=NAVY), pad=400), self.run(line, Char(BODY))
        )
        yield self.paragraph(shapes.Para(), self.run(" ", Char(look.SMALL)))

    def _coverpage(self, cover: CoverPage) -> Iterator[str]:
        center = shapes.Para("CENTER")

        def blank(lines: int) -> Iterator[str]:
            return (self.paragraph(center, self.run(" ", Char(3000))) for _ in range(lines))

        head = Char(PROGRAMME, font=HEAD_FONT)
        yield from blank(3)
        if cover.subtitle:
            yield self.paragraph(center, self.run(cover.subtitle, head))
        title = self.paragraph(
            center, self.run(self.report.title, Char(look.TITLE, bold=True, font=HEAD_FONT))
        )
        yield box(self, title, Border(top=NAVY, bottom=NAVY), WIDTH, 2500)
        yield from blank(4)
        yield self.paragraph(center, self.run(self.report.printed_date, Char(CHAPTER, font=HEAD_FONT)))
        if cover.remark:
            yield self.paragraph(center, self.run(cover.remark, Char(BODY, color=look.GREY)))
        yield from blank(3)
        yield self.paragraph(center, self.run(self.report.org, Char(2100, bold=True, font=HEAD_FONT)))
        self.break_next = self.restart = True

    # -- blocks -----------------------------------------------------------------------------------------------

    def _block(self, block: Block) -> Iterable[str]:
        return getattr(self, f"_{type(block).__name__.lower()}")(block)

    def _para(self, para: Para) -> Iterable[str]:
        if not para.box:
            return (self.text(shapes.Para(before=200, after=200), para.text, Char(BODY)),)
        above = gap(self)  # made first: it takes a waiting page break, which must not go into the frame
        inside = self.text(shapes.Para(line=150), para.text, Char(BODY, bold=True))
        return above, box(self, inside, Border(THIN, THIN, THIN, THIN, look.FRAME), WIDTH, 500)

    def _table(self, block: Table) -> Iterator[str]:
        yield from table(self, block, WIDTH)
        yield from (self._remark("※", note) for note in block.notes)

    def _note(self, note: Note) -> Iterable[str]:
        return (self._remark(note.marker, note.text),)

    def _pending(self, pending: Pending) -> Iterable[str]:
        mark = Char(look.SMALL, color=look.GREY, font=HEAD_FONT, fill=look.BAR)
        return (self.paragraph(shapes.Para(before=300, after=300), self.run(f" {pending.text} ", mark)),)

    def _pagebreak(self, _: PageBreak) -> Iterable[str]:
        self.break_next = True
        return ()

    def _bulletlist(self, bullets: BulletList) -> Iterator[str]:
        return self._items(bullets.items)

    def _heading(self, heading: Heading) -> Iterable[str]:
        size = HEADINGS.get(heading.level, BODY)
        bold = Char(size, bold=True, font=HEAD_FONT)
        if heading.level > 2:
            marker = f"{heading.marker} " if heading.marker else ""
            shape = shapes.Para(hang=_hang(marker, size), before=1000, after=200)
            runs_before = [self.run(marker, bold)]
        else:
            chip = Char(size, bold=True, color="#FFFFFF", font=HEAD_FONT, fill=look.NAVY)
            # Only a chapter is ruled: neighbours with a border flow together in some viewers.
            border = Border(bottom=NAVY) if heading.level == 1 else Border()
            shape = shapes.Para(before=1600, after=600, line=130, border=border, pad=150)
            runs_before = (
                [self.run(f" {heading.marker} ", chip), self.run(" ", bold)] if heading.marker else []
            )
        shape = replace(shape, level=heading.level, keep_next=True)
        return (self.paragraph(shape, *runs_before, *self.inline(heading.text, bold)),)

    def _remark(self, marker: str, text: Text) -> str:
        char = Char(look.SMALL, font=HEAD_FONT)
        shape = shapes.Para(hang=_hang(f"{marker} ", look.SMALL), before=100, after=200, line=140)
        return self.text(shape, text, char, before=f"{marker} ")

    def _items(self, items: tuple[Item, ...]) -> Iterator[str]:
        for item in items:
            yield self._bullet(item.bullet)
            yield from self._items(item.items)

    def _bullet(self, bullet: Bullet) -> str:
        small = bullet.marker in look.SMALL_MARKS
        char = Char(look.SMALL if small else BODY, font=HEAD_FONT if small else shapes.BODY_FONT)
        marker = f"{bullet.marker} "
        shape = shapes.Para(
            left=FIRST + (bullet.level - 1) * STEP,
            hang=_hang(marker, char.size),
            before=300 if bullet.level == 1 else 100,
            right_tab=bool(bullet.right),
        )
        return self.text(
            shape, bullet.text, char, before=marker, after=f"\t{plain(bullet.right)}" if bullet.right else ""
        )

    def _picture(self, block: Picture) -> Iterator[str]:
        png = block.png or raster(block.svg)
        name = f"image{len(self.images) + 1}"
        self.images[name] = png
        across, down = png_size(png)
        width = WIDTH * block.width // 100
        shown = picture(self.object_id(), name, block.alt, width, width * down // across)
        shape = shapes.Para("CENTER", before=600, after=300, line=100, keep_next=bool(block.caption))
        yield self.paragraph(shape, element("hp:run", {"charPrIDRef": 0}, shown, "<hp:t/>"))
        if block.caption:
            caption = Char(look.SMALL, font=HEAD_FONT)
            yield self.paragraph(shapes.Para("CENTER", after=600), self.run(block.caption, caption))


def _hang(marker: str, size: int) -> int:
    """How far the second line is moved in to stand under the first letter after the marker."""
    return round(sum(0.5 if char == " " else max(0.5, advance(char)) for char in marker) * size)
