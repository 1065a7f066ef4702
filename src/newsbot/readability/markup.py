"""HTML as a tree, and trafilatura on it.

trafilatura and lxml, which are untyped, are imported here and nowhere else; other modules of the
package use the tree that `parsed` gives.
"""

import logging
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import lxml.etree
import lxml.html
import trafilatura

from newsbot import chinese
from newsbot.news import Rows

Tree = Any
"""An element of lxml with all below it."""

MAX_MARKUP = 4 * 1024 * 1024  # characters given to the extractor; the rest of a page is not read
MAX_ELEMENTS = 20_000  # trafilatura is not asked for more: it is quadratic (40,000: 2 s, 160,000: 34 s)
MAX_TABLES, MAX_ROWS, MAX_CELLS, MAX_CELL = 50, 500, 50, 1_000  # of a page, a table, a row; characters

# Their complaints about hostile pages would otherwise reach stderr; configured handlers still get them.
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


class Main(NamedTuple):
    """What trafilatura makes of a page: paragraphs, headings, list items and table rows as lines.

    A row's cells are parted by ` | `. `date` is what htmldate thinks, `2026-08-22` or empty. `lines` is None
    for a page of more than `MAX_ELEMENTS` elements, whose text it was not asked for.
    """

    lines: tuple[str, ...] | None
    tables: tuple[Rows, ...]
    title: str
    author: str
    site: str
    date: str


def parsed(text: str) -> Tree:
    """The tree of a page without its comments. Raises whatever lxml raises."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    return lxml.html.document_fromstring(text[:MAX_MARKUP].encode("utf-8", "replace"), parser=parser)


def written(tree: Tree) -> str:
    """The tree as HTML again."""
    html: str = lxml.html.tostring(tree, encoding="unicode")
    return html


def texts(element: Tree) -> list[str]:
    """The pieces of text below the element in their order, scripts and styles left out."""
    found: list[str] = element.xpath("descendant::text()[not(parent::script or parent::style)]")
    return found


def main(url: str, tree: Tree) -> Main:
    """The page's main text; lists and tables are kept, comments of readers dropped.

    The tree is changed. Of a page of more than `MAX_ELEMENTS` elements only the metadata is read.
    """
    # htmldate's latest date is fixed, so that the result does not depend on today.
    dates = {"extensive_search": False, "original_date": True, "max_date": "2099-12-31"}
    if sum(1 for _ in islice(tree.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        return _told(trafilatura.extract_metadata(tree, url or None, dates, extensive=False))._replace(lines=None)
    read: Any = trafilatura.bare_extraction(
        tree,
        url=url or None,
        include_comments=False,
        include_tables=True,
        favor_precision=True,
        with_metadata=True,
        date_extraction_params=dates,
    )
    return _told(read) if read else Main((), (), "", "", "", "")


def _told(document: Any) -> Main:
    tables = () if document.body is None else tuple(filter(None, map(_table, islice(_tables(document), MAX_TABLES))))
    return Main(
        lines=tuple(filter(None, _lines(document.text or ""))),
        tables=tables,
        title=document.title or "",
        author=document.author or "",
        site=document.sitename or "",
        date=document.date or "",
    )


def _tables(document: Any) -> Iterator[Tree]:
    found: Iterator[Tree] = document.body.iter("table")
    return found


def _table(table: Tree) -> Rows:
    rows = (
        tuple(chinese.one_line(" ".join(cell.itertext())[:MAX_CELL]) for cell in islice(row.iter("cell"), MAX_CELLS))
        for row in islice(table.iter("row"), MAX_ROWS)
    )
    return tuple(row for row in rows if any(row))


def _lines(text: str) -> Iterator[str]:
    """Its text format without the marks it adds for list items and table rows."""
    for line in text.split("\n"):
        cleaned = chinese.one_line(line)
        yield row(cleaned) if cleaned.startswith("|") else re.sub(r"^-\s+", "", cleaned)


def row(line: str) -> str:
    """A table row's cells, parted by ` | `; empty for the ruling under the head (`|---|---|`). `\\|` is none of its."""
    cells = [cell.replace(r"\|", "|").strip() for cell in re.split(r"(?<!\\)\|", line)]
    return "" if all(re.fullmatch(r":?-*:?", cell) for cell in cells) else " | ".join(filter(None, cells))
