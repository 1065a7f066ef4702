"""What the lines of a page's text are to its reader: headings, list items, quotations; what is bold, what links where.

The text is the extractor's. Its lines are looked up among the blocks of the page's tree, by their letters: a line of
which no block is known is a paragraph.
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from newsbot import chinese
from newsbot.news import Link, Rows, Shape
from newsbot.readability.markup import MAX_ELEMENTS, Tree

MOST_MARKED = 40  # bold pieces, and links, of one block
LONGEST_LINK = 2_000  # characters of an address

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(_HEADINGS) | {
    *("p", "li", "blockquote", "td", "th", "dt", "dd", "div", "section", "article", "main", "header", "footer"),
    *("aside", "figcaption", "pre", "ul", "ol", "table", "tr", "body"),
}
_BOLD = frozenset({"b", "strong"})
_SKIPPED = frozenset({"script", "style", "template", "noscript"})
_APART = frozenset({"br", "img", "hr"})


@dataclass
class _Block:
    """A block of the tree as it is read: its pieces of text, and which of them are bold or a link."""

    shape: Shape
    pieces: list[str] = field(default_factory=list)
    strong: list[tuple[int, int]] = field(default_factory=list)
    links: list[tuple[int, int, str]] = field(default_factory=list)

    def text(self, start: int = 0, end: int | None = None) -> str:
        return chinese.one_line("".join(self.pieces[start:end]))


class Outline:
    """The blocks of a page with text of their own, under their letters."""

    def __init__(self, tree: Tree, url: str) -> None:
        """Of a page of more than `MAX_ELEMENTS` elements nothing is known."""
        self._found: dict[str, deque[Shape]] = defaultdict(deque)
        self._url = url
        if sum(1 for _ in zip(range(MAX_ELEMENTS + 1), tree.iter(), strict=False)) <= MAX_ELEMENTS:
            self._walk(tree)

    def of(self, lines: Iterable[str], tables: Iterable[Rows]) -> tuple[Shape, ...]:
        """The shape of each line: of several blocks with the same text each gives one, in their order.

        The rows of `tables` stand among the lines with their cells in a row.
        """
        rows = {_letters("|".join(filter(None, row))) for table in tables for row in table if len(row) > 1}
        return tuple(Shape(form="row") if _letters(line) in rows else self._shape(line) for line in lines)

    def _shape(self, line: str) -> Shape:
        known = self._found.get(_letters(line))
        if not known:
            return Shape()
        shape = known.popleft() if len(known) > 1 else known[0]
        return shape.model_copy(
            update={
                "strong": tuple(each for each in shape.strong if each in line),
                "links": tuple(each for each in shape.links if each.text in line),
            }
        )

    def _walk(self, tree: Tree) -> None:
        """Down the tree without recursion: a page may be nested as deep as it likes."""
        opened = [_Block(Shape())]
        marks: list[tuple[str, int, str]] = []
        steps: list[tuple[str, Tree, Shape]] = [("in", tree, Shape())]
        while steps:
            step, element, shape = steps.pop()
            block = opened[-1]
            name = element.tag if isinstance(element.tag, str) else ""
            if step == "tail":
                block.pieces.append(element.tail or "")
            elif step == "in":
                if name in _SKIPPED:
                    continue
                shape = _inside(element, name, shape)
                if name in _BLOCKS:
                    opened.append(block := _Block(shape))
                elif name in _BOLD or name == "a":
                    marks.append((name, len(block.pieces), element.get("href") or ""))
                block.pieces.append(" " if name in _APART else element.text or "")
                steps.append(("out", element, shape))
                for child in reversed(element):
                    steps.append(("tail", child, shape))
                    steps.append(("in", child, shape))
            elif name in _BLOCKS:
                self._keep(opened.pop())
                opened[-1].pieces.append(" ")
            elif name in _BOLD or name == "a":
                _, start, href = marks.pop()
                if name == "a":
                    block.links.append((start, len(block.pieces), href))
                else:
                    block.strong.append((start, len(block.pieces)))

    def _keep(self, block: _Block) -> None:
        text = block.text()
        if not text:
            return
        strong = [block.text(*span) for span in block.strong[:MOST_MARKED]]
        links = [
            Link(text=words, url=url)
            for start, end, href in block.links[:MOST_MARKED]
            if (words := block.text(start, end)) and (url := self._address(href))
        ]
        update = {"strong": tuple(filter(None, strong)), "links": tuple(links)}
        self._found[_letters(text)].append(block.shape.model_copy(update=update))

    def _address(self, href: str) -> str:
        """Where a link leads, whole; empty where that is no page of the web."""
        if not href or len(href) > LONGEST_LINK or href.startswith("#"):
            return ""
        try:
            url = urljoin(self._url, href.strip())
            return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname else ""
        except ValueError:
            return ""


def _inside(element: Tree, name: str, around: Shape) -> Shape:
    """What stands in this element is, inside of what is around it."""
    if level := _HEADINGS.get(name):
        return Shape(form="heading", level=level)
    if name == "li":
        parent = element.getparent()
        return Shape(form="item", ordered=parent is not None and parent.tag == "ol")
    if name in ("table", "tr"):
        return Shape(form="row")
    if name == "blockquote" and around.form == "paragraph":
        return Shape(form="quote")
    return around


def _letters(text: str) -> str:
    """The text without white space: extractors differ in what they put between two pieces."""
    return "".join(text.split())
