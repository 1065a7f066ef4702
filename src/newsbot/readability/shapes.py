"""What the lines of a page's text are to its reader: headings, list items, quotations, rows; what is bold, what links.

The text is the extractor's. Its lines are looked up among the blocks of the page's tree, by their letters: a line of
which no block is known is a paragraph.
"""

import itertools
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from newsbot import chinese
from newsbot.news import Link, Rows, Shape
from newsbot.readability.grids import MOST_COLUMNS, Grid, holds_data
from newsbot.readability.markup import MAX_ELEMENTS, Tree

MOST_MARKED = 40  # bold pieces, and links, of one block
MOST_PARTS = 100  # paragraphs of a list item
LONGEST_LINK = 2_000  # characters of an address

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(_HEADINGS) | {
    *("p", "li", "blockquote", "td", "th", "dt", "dd", "div", "section", "article", "main", "header", "footer"),
    *("aside", "figcaption", "pre", "ul", "ol", "table", "tr", "body"),
}
_BOLD = frozenset({"b", "strong"})
_CELLS = frozenset({"td", "th"})
_LISTS = frozenset({"ul", "ol"})
_TERMS = frozenset({"dt", "dd"})
_FLOWING = frozenset({"p", "div", "blockquote"})  # whose text an extractor gives as that of the list item around them
_SKIPPED = frozenset({"script", "style", "template", "noscript"})
_APART = frozenset({"br", "img", "hr"})


class _Around(NamedTuple):
    """Where an element stands: what its text is, in how many lists, and the number of the outermost list or of the
    quotation around it, 0 without one."""

    shape: Shape = Shape()
    lists: int = 0
    group: int = 0


class _Known(NamedTuple):
    """What a line of these letters is, and the list, quotation or table it belongs to, 0 without one."""

    shape: Shape
    group: int


@dataclass
class _Block:
    """A block of the tree as it is read: its pieces of text, and which of them are bold or a link.

    `cuts` are the pieces before which another block stands in it, `parts` what was written as paragraphs of its own:
    an extractor may give the text up to a cut, or such a paragraph, as a line.
    """

    around: _Around
    pieces: list[str] = field(default_factory=list)
    strong: list[tuple[int, int]] = field(default_factory=list)
    links: list[tuple[int, int, str]] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)
    parts: list[tuple[int, int]] = field(default_factory=list)

    def text(self, start: int = 0, end: int | None = None) -> str:
        return chinese.one_line("".join(self.pieces[start:end]))

    def take(self, other: "_Block") -> None:
        """Its text goes on with that of another block."""
        at = len(self.pieces)
        self.pieces += other.pieces
        self.strong += ((start + at, end + at) for start, end in other.strong)
        self.links += ((start + at, end + at, href) for start, end, href in other.links)
        self.parts.append((at, len(self.pieces)))
        self.parts += ((start + at, end + at) for start, end in other.parts[:MOST_PARTS])

    def spans(self) -> Iterator[tuple[int, int]]:
        """What may be a line: the whole, what stands between other blocks, its paragraphs. Each text once."""
        ends = [*self.cuts, len(self.pieces)]
        between = zip([0, *self.cuts], ends, strict=True)
        told = set()
        for start, end in ((0, len(self.pieces)), *between, *self.parts[:MOST_PARTS]):
            text = _letters("".join(self.pieces[start:end]))
            if text and text not in told:
                told.add(text)
                yield start, end


class Outline:
    """The blocks of a page with text of their own, under their letters."""

    def __init__(self, tree: Tree, url: str) -> None:
        """Of a page of more than `MAX_ELEMENTS` elements nothing is known."""
        self._found: dict[str, deque[_Known]] = defaultdict(deque)
        self._url = url
        self._groups = itertools.count(1)
        if sum(1 for _ in zip(range(MAX_ELEMENTS + 1), tree.iter(), strict=False)) <= MAX_ELEMENTS:
            self._walk(tree)

    def of(self, lines: Iterable[str], tables: Iterable[Rows]) -> tuple[Shape, ...]:
        """The shape of each line: of several blocks with the same text each gives one, in their order.

        The rows of `tables` of which nothing else is known stand among the lines with their cells in a row.
        """
        rows = {_letters("|".join(filter(None, row))) for table in tables for row in table if len(row) > 1}
        known = [self._known(line, Shape(form="row") if _letters(line) in rows else Shape()) for line in lines]
        shapes = [
            each.shape.model_copy(update={"begins": _begins(each, before)})
            for before, each in zip((_Known(Shape(), 0), *known), known, strict=False)
        ]
        return tuple(  # one row that is left of a table is none
            each.model_copy(update={"cells": ()}) if each.begins and not _joins(each, then) else each
            for each, then in zip(shapes, (*shapes[1:], Shape()), strict=False)
        )

    def _known(self, line: str, otherwise: Shape) -> _Known:
        known = self._found.get(_letters(line))
        if not known:
            return _Known(otherwise, 0)
        shape, group = known.popleft() if len(known) > 1 else known[0]
        strong = tuple(each for each in shape.strong if each in line)
        links = tuple(each for each in shape.links if each.text in line)
        return _Known(shape.model_copy(update={"strong": strong, "links": links}), group)

    def _walk(self, tree: Tree) -> None:
        """Down the tree without recursion: a page may be nested as deep as it likes."""
        opened = [_Block(_Around())]
        marks: list[tuple[str, int, str]] = []
        grids: list[Grid[_Block] | None] = [None]
        steps: list[tuple[str, Tree, _Around]] = [("in", tree, _Around())]
        while steps:
            step, element, around = steps.pop()
            block = opened[-1]
            name = element.tag if isinstance(element.tag, str) else ""
            if step == "tail":
                block.pieces.append(element.tail or "")
            elif step == "in":
                if name in _SKIPPED:
                    continue
                around = self._inside(element, name, around)
                if name == "table":
                    grids.append(Grid() if holds_data(element) else None)
                elif name == "tr" and (grid := grids[-1]):
                    grid.row()
                if name in _BLOCKS:
                    if not _flows(name, block):
                        block.cuts.append(len(block.pieces))
                    opened.append(block := _Block(around))
                elif name in _BOLD or name == "a":
                    marks.append((name, len(block.pieces), element.get("href") or ""))
                elif name == "br":
                    block.cuts.append(len(block.pieces))
                block.pieces.append(" " if name in _APART else element.text or "")
                steps.append(("out", element, around))
                for child in reversed(element):
                    steps.append(("tail", child, around))
                    steps.append(("in", child, around))
            elif name in _BLOCKS:
                self._close(element, name, opened, grids)
            elif name in _BOLD or name == "a":
                _, start, href = marks.pop()
                if name == "a":
                    block.links.append((start, len(block.pieces), href))
                else:
                    block.strong.append((start, len(block.pieces)))

    def _inside(self, element: Tree, name: str, around: _Around) -> _Around:
        """What stands in this element is, inside of what is around it."""
        if level := _HEADINGS.get(name):
            return around._replace(shape=Shape(form="heading", level=level), group=0)
        if name in _LISTS or name == "dl":
            group = around.group if around.lists else next(self._groups)
            return around._replace(lists=around.lists + 1, group=group)
        if name == "li":
            parent = element.getparent()
            ordered = parent is not None and parent.tag == "ol"
            return around._replace(shape=Shape(form="item", level=max(1, around.lists), ordered=ordered))
        if name in _TERMS:  # a definition stands below its term
            return around._replace(shape=Shape(form="item", level=max(1, around.lists) + (name == "dd")))
        if name == "blockquote" and around.shape.form == "paragraph":
            return around._replace(shape=Shape(form="quote"), group=next(self._groups))
        return around

    def _close(self, element: Tree, name: str, opened: list[_Block], grids: list[Grid[_Block] | None]) -> None:
        """A block has ended: its text is a line, goes on with the block around it, or stands in a table."""
        block = opened.pop()
        grid = grids[-1]
        if name in _CELLS and grid is not None:
            grid.add(block if block.text() else None, element.get("colspan"), element.get("rowspan"))
        elif opened and _flows(name, opened[-1]):
            opened[-1].take(block)
        else:
            self._keep(block)
        if name == "table" and (grid := grids.pop()):
            self._keep_rows(grid)
        opened[-1].pieces.append(" ")

    def _keep(self, block: _Block) -> None:
        for start, end in block.spans():
            self._add(block.text(start, end), self._dressed(block, start, end), block.around.group)

    def _keep_rows(self, grid: Grid[_Block]) -> None:
        """The rows of a table, each under its cells; those of one that is too wide or too narrow are lines."""
        group = next(self._groups)
        for n, row in enumerate(row for row in grid.rows() if any(row)):
            cells = tuple(each.text() if each else "" for each in row)
            if not 1 < len(cells) <= MOST_COLUMNS:
                cells = ()
            dressed = [self._dressed(each, 0, len(each.pieces)) for each in row if each]
            shape = Shape(
                form="row",
                begins=not n,
                cells=cells,
                strong=tuple(words for each in dressed for words in each.strong),
                links=tuple(link for each in dressed for link in each.links),
            )
            self._add("|".join(each.text() for each in row if each), shape, group)

    def _add(self, text: str, shape: Shape, group: int) -> None:
        if text:
            self._found[_letters(text)].append(_Known(shape, group))

    def _dressed(self, block: _Block, first: int, last: int) -> Shape:
        """The shape of a block's pieces with what of them is bold and what links somewhere."""
        strong = [block.text(start, end) for start, end in block.strong if first <= start and end <= last]
        links = [
            Link(text=words, url=url)
            for start, end, href in block.links
            if first <= start and end <= last
            if (words := block.text(start, end)) and (url := self._address(href))
        ]
        update = {"strong": tuple(filter(None, strong[:MOST_MARKED])), "links": tuple(links[:MOST_MARKED])}
        return block.around.shape.model_copy(update=update)

    def _address(self, href: str) -> str:
        """Where a link leads, whole; empty where that is no page of the web."""
        if not href or len(href) > LONGEST_LINK or href.startswith("#"):
            return ""
        try:
            url = urljoin(self._url, href.strip())
            return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname else ""
        except ValueError:
            return ""


def _begins(known: _Known, before: _Known) -> bool:
    """Whether a list, a quotation or a table begins with a line that stands behind another."""
    if known.shape.cells:
        return not _joins(before.shape, known.shape)
    return known.shape.form in ("item", "quote", "row") and known.group not in (0, before.group)


def _joins(row: Shape, other: Shape) -> bool:
    """Whether a row goes on with the table of the row before it. By the group alone rows that two tables share would be
    told wrong where an extractor left one of the tables out."""
    return len(row.cells) == len(other.cells) > 0 and not other.begins


def _flows(name: str, around: _Block) -> bool:
    """Whether the text of such a block goes on in the list item around it."""
    return name in _FLOWING and around.around.shape.form == "item"


def _letters(text: str) -> str:
    """The text without white space: extractors differ in what they put between two pieces."""
    return "".join(text.split())
