"""The article file as a value: ordered front matter, blocks, inlines with marks, references.

Purely syntactic, so that it can hold any article that was ever written, faults included: a
mark without a reference, a reference without a date, a wrong word count. What the types do
refuse is what could not be written as one line of the file: on construction every text is
cleaned (`cleaned`, `line`), neighbouring texts are joined and addresses percent-encoded. A
Document is built by `build` from a draft and its evidence, or by `parse` from a file.
"""

import html
import html.entities
import re
import unicodedata
from datetime import datetime
from itertools import groupby
from typing import Annotated, Literal
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator

from newsbot.article.escaping import inert
from newsbot.article.labels import LABELS, Labels
from newsbot.news import DEEPEST, Language, Noun, SourceDate, nested

# ---------------------------------------------------------------- texts

# Cc (U+007F-009F too), Cs, Co, the 66 noncharacters, line and paragraph separators, BOM and
# bidi controls: what PyYAML, Hugo or a browser would refuse, change or use to reorder text.
_STRIPPED = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\u2028\u2029\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\U000f0000-\U0010ffff"
    + "".join(chr(plane * 0x10000 + low) for plane in range(15) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_SPACES = re.compile("[ \t\n\x0b\x0c\r\x85\u2028\u2029]+")
LABEL = r"[\w-]{1,64}"
"""What may stand in `[^…]`; no bracket, space or stop."""


def cleaned(text: str) -> str:
    """The text without the code points that no front matter may hold, in NFC."""
    return unicodedata.normalize("NFC", _STRIPPED.sub("", text))


def folded(text: str) -> str:
    """`cleaned`, with every run of ASCII white space and line ends as one space."""
    return re.sub("  +", " ", cleaned(_SPACES.sub(" ", text)))  # what was stripped may have parted two spaces


def line(text: str) -> str:
    """`folded`, without a space at either end: what can stand alone on a line."""
    return folded(text).strip(" ")


def _line_or_none(text: str | None) -> str | None:
    return line(text or "") or None


def _without_dot(text: str | None) -> str | None:
    # `Acme Inc.` is followed by the field's own dot: one of the two is enough.
    return (text or "").rstrip(". ") or None


def _some(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word and not word.isspace())


Scalar = Annotated[str, AfterValidator(cleaned)]
Line = Annotated[str, AfterValidator(line)]
Part = Annotated[str | None, AfterValidator(_line_or_none)]
Words = Annotated[tuple[Line, ...], AfterValidator(_some)]

# ---------------------------------------------------------------- addresses

_RFC3986 = "-._~:/?#@!$&'*+,;=%"  # unreserved and reserved, without ( ) and [ ]: those would end a Markdown link


def web_address(url: str | None) -> str | None:
    """The address as it may stand in the file, or None when it is not http or https with a host.

    What RFC 3986 does not allow is percent-encoded, so are ( and ), which would end a Markdown
    link, and the semicolon of what would read as an HTML entity.
    """
    stripped = (url or "").strip()
    try:
        parts = urlsplit(stripped)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
    except ValueError:  # such as an unclosed [ in the host
        return None
    head, brackets, tail = stripped.partition("]") if "[" in parts.netloc else ("", "", stripped)
    encoded = quote(head, safe=_RFC3986 + "[", errors="replace") + brackets
    encoded += quote(tail, safe=_RFC3986, errors="replace")
    encoded = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", encoded)
    return re.sub(r"(&#?\w{1,40});", r"\1%3B", encoded)


def entity(name: str) -> str | None:
    """What the HTML entity `name` (`amp`, `#60`) stands for, or None when there is no such entity."""
    if name.startswith("#"):
        return html.unescape(f"&{name};")
    return html.entities.html5.get(f"{name};")


# ---------------------------------------------------------------- inlines


class Text(Noun):
    """Literal text: whatever stands in it is shown, never obeyed as markup."""

    text: Annotated[str, AfterValidator(folded)]


class Strong(Noun):
    """Bold text."""

    strong: Line


class Mark(Noun):
    """A footnote mark `[^label]`. Any label may stand here, with a reference or without."""

    mark: Annotated[str, StringConstraints(pattern=f"^{LABEL}$")]


class Linked(Noun):
    """Words that lead somewhere: only a translation has them, to where its original leads."""

    linked: Line
    to: Annotated[str, AfterValidator(lambda url: web_address(url) or ""), Field(min_length=1)]


Inline = Text | Strong | Mark | Linked


def joined(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The inlines as one line: empty ones gone, neighbours of one kind joined, no space at either end."""
    found: list[Inline] = []
    for kind, run in groupby((each for each in inlines if _holds(each)), type):
        if kind is Text:
            found.append(Text(text="".join(each.text for each in run if isinstance(each, Text))))
        elif kind is Strong:
            found.append(Strong(strong="".join(each.strong for each in run if isinstance(each, Strong))))
        else:
            found.extend(run)
    if found and isinstance(found[0], Text):
        found[0] = Text(text=found[0].text.lstrip(" "))
    if found and isinstance(found[-1], Text):
        found[-1] = Text(text=found[-1].text.rstrip(" "))
    kept = tuple(each for each in found if _holds(each))
    return kept if kept == inlines else joined(kept)


def _holds(inline: Inline) -> bool:
    return bool(inline.mark if isinstance(inline, Mark) else shown(inline))


def plain(inlines: tuple[Inline, ...]) -> str:
    """What the reader reads, without marks and bold."""
    return "".join(map(shown, inlines))


def shown(inline: Inline) -> str:
    """What the reader reads of it; of a mark nothing."""
    match inline:
        case Text():
            return inline.text
        case Strong():
            return inline.strong
        case Linked():
            return inline.linked
        case _:
            return ""


Inlines = Annotated[tuple[Inline, ...], AfterValidator(joined)]
SomeInlines = Annotated[Inlines, Field(min_length=1)]

# ---------------------------------------------------------------- front matter


class Bare(Noun):
    """A scalar written without quotes: a number, a boolean, an instant."""

    bare: Annotated[str, StringConstraints(pattern=r"^-?[A-Za-z0-9](?:[A-Za-z0-9.+:-]*[A-Za-z0-9])?$", max_length=64)]


class Quoted(Noun):
    """A scalar in double quotes, JSON string syntax."""

    quoted: Scalar


class FlowList(Noun):
    """`["a", "b"]`"""

    items: tuple[Scalar, ...]


class BlockMap(Noun):
    """A map, one key a line, indented by two spaces."""

    fields: Annotated[tuple["FrontField", ...], Field(min_length=1)]


class BlockList(Noun):
    """A list, one `- ` an item; its items are maps."""

    items: Annotated[tuple[BlockMap, ...], Field(min_length=1)]


class DashList(Noun):
    """A list of quoted strings, one `- ` an item."""

    items: Annotated[tuple[Scalar, ...], Field(min_length=1)]


Value = Bare | Quoted | FlowList | DashList | BlockMap | BlockList


class FrontField(Noun):
    """A key and its value. A `summary` is inert, since Hugo reads that key as Markdown, raw HTML and links included."""

    key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")]
    value: Value

    @field_validator("value")
    @classmethod
    def _no_markup(cls, value: Value, known: ValidationInfo) -> Value:
        if known.data.get("key") != "summary" or not isinstance(value, Quoted):
            return value
        return Quoted(quoted=inert(line(value.quoted)))


# ---------------------------------------------------------------- body


class Paragraph(Noun):
    """A paragraph, one line of the file."""

    inlines: SomeInlines


class Item(Noun):
    """A list item: a bold lead, closed by a full-width colon, and its sentences.

    `level` is how many lists it stands in: only those of a translation are above 1, and then `ordered` says whether
    their own list has numbers.
    """

    lead: Part = None
    inlines: SomeInlines
    level: Annotated[int, Field(ge=1, le=DEEPEST)] = 1
    ordered: bool = False


class Bullets(Noun):
    """A list. `intro` is the lead-in line right above it, without a blank line between; `ordered`: with numbers, as far
    as its items of level 1 go."""

    intro: Inlines = ()
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    ordered: bool = False

    @field_validator("items")
    @classmethod
    def _nested(cls, items: tuple[Item, ...]) -> tuple[Item, ...]:
        levels = nested(each.level for each in items)
        return tuple(
            each.model_copy(update={"level": level, "ordered": each.ordered and level > 1})
            for each, level in zip(items, levels, strict=True)
        )


PARTS = (*dict.fromkeys(labels.thoughts for labels in LABELS.values()), "References")
"""The titles, at level 2, of a translation's own parts."""


class Table(Noun):
    """A table: the line above it (`表1：…`), its head and its rows, all as long as the head. A cell may be empty."""

    caption: Part = None
    head: Annotated[tuple[Inlines, ...], Field(min_length=1)]
    rows: tuple[tuple[Inlines, ...], ...]

    @field_validator("rows")
    @classmethod
    def _even(cls, rows: tuple[tuple[Inlines, ...], ...], known: ValidationInfo) -> tuple[tuple[Inlines, ...], ...]:
        if any(len(row) != len(known.data.get("head", ())) for row in rows):
            raise ValueError("a row has as many cells as the head")
        return rows


class Quotation(Noun):
    """What a translation's original sets apart as quoted: its paragraphs."""

    paragraphs: Annotated[tuple[SomeInlines, ...], Field(min_length=1)]


Block = Paragraph | Bullets | Quotation | Table


class Section(Noun):
    """A title and what stands under it; 引言 and 结论 are sections too. The first of a `plain` or `chaptered` article,
    which stands before all titles, has none. `link` leads to the whole article, where this is a digest's. One of
    `level` 2 belongs to the chapter before it; those of a translation have the levels of its original."""

    title: Inlines
    blocks: tuple[Block, ...] = ()
    link: Annotated[str | None, AfterValidator(web_address)] = None
    level: Literal[1, 2, 3] = 1


_NOTES = "|".join(note for labels in LABELS.values() for note in labels.notes.values())
_NOTE_AT_END = re.compile(rf"(?:(?:（(?:{_NOTES})）| \((?:{_NOTES})\))[.\s]*)+$")


def _without_note(text: str | None) -> str | None:
    """A site's name without what would read back as the note behind it."""
    bare = _without_dot(text)
    return _without_dot(_NOTE_AT_END.sub("", bare).rstrip() or None) if bare else bare


class Reference(Noun):
    """A source at the end of the article; what is not known is None and left out.

    `note` says that less than the whole source was read. `retrieved` has year, month and day.
    """

    label: Annotated[str, StringConstraints(pattern=f"^{LABEL}$")]
    by: Annotated[Part, AfterValidator(_without_dot)] = None
    date: SourceDate | None = None
    title: Part = None
    url: Annotated[str | None, AfterValidator(web_address)] = None
    site: Annotated[Part, AfterValidator(_without_note)] = None
    note: Literal["仅见标题", "仅见摘要"] | None = None
    retrieved: SourceDate | None = None


class Footer(Noun):
    """Who generated the article and when, as a wall clock shows it in the newsroom's zone (seconds, naive)."""

    author: Line
    local: datetime


class Origin(Noun):
    """What a translation is of: who wrote the original, how it is called, where and when; and by whose leave."""

    by: Annotated[Part, AfterValidator(_without_dot)] = None
    title: Annotated[Line, Field(min_length=1)]
    url: Annotated[str, AfterValidator(lambda url: web_address(url) or ""), Field(min_length=1)]
    date: SourceDate | None = None
    licence: Annotated[Part, AfterValidator(lambda text: (text or "").rstrip("。 ") or None)] = None


class Document(Noun):
    """An article file, in the order of its text.

    `outline` are the lines of a `chaptered` article that name its chapters and their sections. `origin` has a
    translation only, as `views` (what is thought of it) and their `byline`.
    """

    front: tuple[FrontField, ...]
    heading: Inlines
    notices: tuple[SomeInlines, ...] = ()
    tldr: Inlines = ()
    outline: Words = ()
    sections: tuple[Section, ...] = ()
    references: tuple[Reference, ...] = ()
    keywords: Words = ()
    hashtags: Annotated[Words, AfterValidator(lambda words: tuple("".join(word.split()) for word in words))] = ()
    footer: Footer | None
    label: Part = None
    origin: Origin | None = None
    byline: Part = None
    views: tuple[Block, ...] = ()

    @property
    def language(self) -> Language:
        """What the file says it is in; Simplified Chinese where it says nothing known."""
        said = next((field.value for field in self.front if field.key == "language"), None)
        named = said.quoted if isinstance(said, Quoted) else ""
        return next((each for each in LABELS if each == named), "zh-Hans")

    @property
    def labels(self) -> Labels:
        """The words of the file's own in its language."""
        return LABELS[self.language]

    @property
    def framed(self) -> bool:
        """Whether it is laid out as `news`. Else `tldr` is its lead, and its first section has no title."""
        return self.footer is not None

    @property
    def chaptered(self) -> bool:
        """Whether it has numbered chapters and an outline of them."""
        return bool(self.outline)

    def with_front(self, **changes: Value) -> "Document":
        """The document with the values of these keys replaced; a key it does not have is a `KeyError`."""
        missing = changes.keys() - {field.key for field in self.front}
        if missing:
            raise KeyError(*missing)
        front = tuple(FrontField(key=field.key, value=changes.get(field.key, field.value)) for field in self.front)
        return self.model_copy(update={"front": front})
