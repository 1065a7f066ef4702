"""Tables that hold data: which ones do, and their rows as a grid, spans written out.

Pages lay text out in tables too. What such a table holds is read as what it is: paragraphs, lists, headings.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Generic, TypeVar

from newsbot.readability.markup import MAX_ELEMENTS, Tree

MOST_COLUMNS = 100
"""Columns of the widest table that is one to its readers; the rows of a wider one are lines."""
LONGEST_CELL = 1_000  # letters and digits; a longer text is laid out in columns, not told in a cell
MOST_SPANNED = 1_000  # columns, rows; what HTML lets a cell span

_CELLS = frozenset({"td", "th"})
# Inside a cell these are text that is laid out.
_TEXT = frozenset({"table", "pre", "form", "article", "section", "blockquote"} | {f"h{n}" for n in range(1, 7)})
_PARTS = ("caption", "thead", "tbody", "tfoot", "tr")
_LINES = frozenset({"p", "div", "li", "ul", "ol", "dl", "dt", "dd", "center"})

T = TypeVar("T")


def holds_data(table: Tree) -> bool:
    """Whether a table is one of data: two rows of two cells at the least, and nothing in them that makes up a page."""
    if (table.get("role") or "").strip().lower() in ("presentation", "none"):
        return False
    rows = 0
    for element in islice(table.iterdescendants(), MAX_ELEMENTS):
        if element.tag in _TEXT:
            return False
        if element.tag == "tr":
            rows += sum(1 for cell in element if cell.tag in _CELLS) > 1
        elif element.tag in _CELLS and _longer(element, LONGEST_CELL):
            return False
    return rows > 1


def _longer(cell: Tree, most: int) -> bool:
    letters = 0
    for text in cell.itertext():
        letters += sum(map(str.isalnum, text))
        if letters > most:
            return True
    return False


def put_in_lines(tree: Tree) -> None:
    """Make each list item and each cell of data one line of text, as it is to its reader: without breaks of lines."""
    if sum(1 for _ in islice(tree.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        return
    for line_break in tree.xpath("//li//br[not(ancestor::pre)]"):
        _dropped(line_break)
    for table in tree.xpath("//table"):
        if not holds_data(table):
            _laid_out(table)
            continue
        for figure in table.iterancestors("figure"):  # which extractors take for a picture
            figure.tag = "div"
            for caption in figure.iterchildren("figcaption"):
                caption.tag = "p"
        for element in list(table.iterdescendants("br")):
            _dropped(element)
        for element in list(table.iterdescendants(*_LINES)):
            if _in_cell(element):
                listed = element.tag == "li" and element.getnext() is not None
                gap = "; " if listed and not _ended(element) else " "
                element.tag = "span"  # linear, where dropping tags is not
                element.tail = gap + (element.tail or "")


def _laid_out(table: Tree) -> None:
    """A table in which a page is laid out as the blocks it is made of: of a table extractors lose some of the text.

    So they do of text that stands in no paragraph, and of what has `pullquote` and the like for its style.
    """
    parts = [table, *table.iterchildren(*_PARTS), *(row for part in table.iterchildren(*_PARTS) for row in part)]
    cells = [cell for part in parts for cell in part.iterchildren(*_CELLS)]
    for part in parts:
        if part.tag == "table" or part.tag in _PARTS:
            part.tag = "div"
    for cell in cells:
        blocks = any(each.tag in _TEXT or each.tag in _LINES for each in cell.iterdescendants())
        cell.tag = "div" if blocks else "p"
        if blocks and (cell.text or "").strip():
            first = cell.makeelement("p")
            first.text, cell.text = cell.text, None
            cell.insert(0, first)
    if len(cells) == 1:
        cells[0].attrib.clear()


def _dropped(line_break: Tree) -> None:
    """A space instead of the break. An empty element in its place would cost the text behind it: extractors drop it."""
    before, parent = line_break.getprevious(), line_break.getparent()
    text = f" {line_break.tail or ''}"
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    line_break.tail = None
    parent.remove(line_break)


def _in_cell(element: Tree) -> bool:
    return any(each.tag in _CELLS for each in element.iterancestors())


def _ended(element: Tree) -> bool:
    return re.search(r"[.!?;:,。！？；：，]\s*$", "".join(element.itertext())) is not None


class Grid(Generic[T]):
    """A table as it is read row by row: what stands in which column. A cell that spans several stands in the first."""

    def __init__(self) -> None:
        self._rows: list[dict[int, T]] = []
        self._covered: dict[int, int] = {}
        self._column = 0

    def row(self) -> None:
        """Begin the next row."""
        if self._rows:
            self._covered = {column: left - 1 for column, left in self._covered.items() if left > 1}
        self._rows.append({})
        self._column = 0

    def add(self, cell: T | None, columns: str | None, rows: str | None) -> None:
        """The next cell of the row, None where it says nothing, with the columns and rows it says it spans."""
        if not self._rows:
            self.row()
        while self._column in self._covered:
            self._column += 1
        if cell is not None:
            self._rows[-1][self._column] = cell
        wide, high = _number(columns), _number(rows)
        if self._column + wide > MOST_SPANNED:  # such a table is none to its readers
            wide = 1
        for column in range(self._column, self._column + wide):
            self._covered[column] = max(high, self._covered.get(column, 0))
        self._column += wide

    def rows(self) -> Iterator[tuple[T | None, ...]]:
        """The rows, each as wide as the table; columns in which nothing stands are left out."""
        used = sorted({column for row in self._rows for column in row})
        yield from (tuple(map(row.get, used)) for row in self._rows)


def _number(said: str | None) -> int:
    """How many a cell spans: one, unless it says a number that may be."""
    match = re.match(r"\s*(\d{1,6})", said or "")
    return min(max(int(match[1]), 1), MOST_SPANNED) if match else 1
