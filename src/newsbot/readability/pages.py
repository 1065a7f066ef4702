"""HTML pages: cleaned of what is hidden, read by two extractors, with what the page says of itself."""

from datetime import datetime
from itertools import islice

from newsbot import chinese
from newsbot.errors import ParseError
from newsbot.news import Readable, SourceDate
from newsbot.readability import bylines, crosscheck, days, grids, hidden, labels, layout, markup, shapes, walls
from newsbot.readability.documents import MAX_TITLE
from newsbot.readability.markup import Tree
from newsbot.readability.stated import Stated

MAX_PIECES = 20_000  # pieces of a page's text that are looked at for walls and labels

MAX_BYLINES = 3  # lines at the head of a text


def readable(url: str, name: str, text: str, seen: datetime | None = None) -> Readable:
    """A page's main text. `name` is how errors call it. Raises `ParseError` when there is none to be had."""
    if not text.strip():
        raise ParseError(f"{name} has no readable text: it is empty; choose another source")
    try:
        found = _Page(url, text, seen)
    except MemoryError:
        raise
    except Exception as error:  # lxml and trafilatura raise almost anything on hostile markup
        raise ParseError(f"{name} has no readable text: its markup is too broken; choose another source") from error
    if found.fault:
        raise ParseError(f"{name} {found.fault}")
    if not found.lines:
        raise ParseError(f"{name} has no readable text; it may need a browser or a login: choose another source")
    text = "\n".join(found.lines)
    stated, byline = found.stated, found.byline
    return Readable(
        title=(found.title or found.lines[0])[:MAX_TITLE],
        text=text,
        author=chinese.one_line(_writer(found.main.author) or stated.author or byline.author)[:200],
        publisher=chinese.one_line(stated.publisher or found.site or found.main.site).lstrip("@")[:200],
        published=stated.published or found.confirmed or byline.published,
        language=chinese.language(text),
        canonical=stated.canonical,
        origin=(stated.origin or byline.origin)[:100],
        access="paywalled" if stated.paid or walls.pays(found.pieces, found.lines) else "full",
        tables=found.main.tables,
        dropped=found.dropped,
        agreement=found.agreement,
        machine=found.made.machine,
        ours=found.made.ours,
        shapes=found.outline.of(found.lines, found.main.tables),
    )


class _Page:
    """One page as it is read: everything that a tree must be at hand for."""

    def __init__(self, url: str, text: str, seen: datetime | None) -> None:
        tree = markup.parsed(text)
        self.stated = Stated(tree, url, seen)
        self.dropped = hidden.removed(tree)
        for section in list(tree.iter("section")):  # trafilatura loses paragraphs in them (WeChat's articles)
            section.tag = "div"
        grids.put_in_lines(tree)
        self.pieces = [piece for each in markup.texts(tree)[:MAX_PIECES] if (piece := chinese.one_line(each[:2_000]))]
        heads = [chinese.one_line(" ".join(markup.texts(head))[:MAX_TITLE]) for head in tree.xpath("//h1|//h2")[:10]]
        named = chinese.one_line("".join(islice(tree.xpath("//title/text()"), 3))[:5_000])
        self.outline = shapes.Outline(tree, url)  # before the extractor changes the tree
        other = crosscheck.second(markup.written(tree))
        spoken = _spoken(url, tree)
        self.main = markup.main(url, tree)
        self.title, self.site = layout.title_and_site(chinese.one_line(self.main.title[:5_000]))
        first = list(other if self.main.lines is None else self.main.lines)
        self.agreement = None if self.main.lines is None else crosscheck.agreement(first, other)
        lines = other if crosscheck.better(first, other) else first
        lines = [part for line in _without_title(lines, self.title) for part in layout.paragraphs(line)]
        self.lines = lines
        self.byline = bylines.in_text(lines, seen)
        while len(self.lines) > 1 and len(lines) - len(self.lines) < MAX_BYLINES and bylines.is_byline(self.lines[0]):
            self.lines = self.lines[1:]
        self.fault = walls.reason(tree, named, heads, self.pieces, self.lines)
        self.confirmed = _confirmed(days.stated(self.main.date), spoken, seen)
        self.made = labels.made(
            [*self.lines[: labels.NEAR], *self.lines[-labels.NEAR :], *self.pieces[-4 * labels.NEAR :]],
            self.stated.aigc,
            self.stated.generator,
            self.stated.source_types,
        )


def _writer(author: str) -> str:
    """trafilatura's author, if it is none who only edited (责任编辑)."""
    return "" if "编辑" in author or "編輯" in author else author


def _without_title(lines: list[str], title: str) -> list[str]:
    return lines[1:] if len(lines) > 1 and lines[0] == title else lines


def _spoken(url: str, tree: Tree) -> list[str]:
    """The texts of a page in which a date may be stated."""
    attributes = tree.xpath("//@datetime | //@content | //@title")[:2_000]
    return [url, *(str(text)[:10_000] for text in (*islice(tree.itertext(), 20_000), *attributes))]


def _confirmed(date: SourceDate | None, spoken: list[str], seen: datetime | None) -> SourceDate | None:
    """htmldate's date, if the page or its address really states that day (it fills in what is missing)."""
    if date is None or not date.month or not date.day or (seen and days.ahead(date, seen)):
        return None
    spelled = days.spelled(date)
    return date if any(spelled.search(text) for text in spoken) else None
