"""Plain text from what a feed writes: tags stripped, entities resolved, one paragraph a line."""

import re
import unicodedata

import nh3

from newsbot import chinese
from newsbot.feed.document import Written

MARKUP_PER_CHARACTER = 8  # markup is read up to this many times the plain text wanted from it

_CELLS = frozenset({"td", "th"})
_BLOCKS = frozenset(
    "address article aside blockquote br caption center dd details div dl dt fieldset figcaption figure footer form "  # noqa: SIM905
    "h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section summary table tr ul".split()
)
# Whose content no reader sees, or sees only where the element itself does not work.
_UNREAD = frozenset({"iframe", "noembed", "noframes", "noscript", "object", "script", "style", "svg", "template"})
# Under "*" stand the attributes of every element: without it nh3 keeps `lang` and `title`, in which a > may stand.
_CLEANER = nh3.Cleaner(tags=_BLOCKS | _CELLS, clean_content_tags=_UNREAD, attributes={"*": set()}, link_rel=None)

_BLANK_LINE = re.compile(r"\n\s*\n")
_CELL = re.compile(r"</?t[dh]>")
_BREAK = re.compile(r" ?<[^>]*>(?: ?<[^>]*>)* ?")
# Text that calls itself plain is HTML all the same when something in it is closed or needs no closing:
# titles come as `<b>New</b> model`, and as `Vec<T> in Rust`.
_MARKUP = re.compile(r"</[a-z]|<(?:br|img|p|hr|wbr)[\s/>]|<!--", re.IGNORECASE)


def paragraphs(written: Written, most: int) -> str:
    """Its text, one paragraph a line, at most `most` characters. Of endless markup only the beginning is read."""
    text = written.value[: most * MARKUP_PER_CHARACTER]
    if "<" not in text or not (written.markup or _MARKUP.search(text)):
        text = _BLANK_LINE.sub("<p>", text.replace("<", "&lt;"))
    if "<" not in text and "&" not in text:
        return one_line(text)[:most].rstrip()
    text = _CLEANER.clean(text).replace("&nbsp;", " ")
    text = " ".join(_CELL.sub(" ", text).split())  # line breaks in markup are mere white space
    text = _BREAK.sub("\n", text).strip()
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")  # nh3 leaves no other entity
    if _printable(text.replace("\n", "")):
        return unicodedata.normalize("NFC", text)[:most].rstrip()
    lines = (chinese.one_line(line) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)[:most].rstrip()


def line(written: Written, most: int) -> str:
    """Its text as one line of at most `most` characters: titles and names."""
    return paragraphs(written, most).replace("\n", " ")


def one_line(text: str) -> str:
    """As `chinese.one_line`, and many times faster where there is nothing unseen to take out."""
    folded = " ".join(text.split())
    return unicodedata.normalize("NFC", folded) if _printable(folded) else chinese.one_line(text)


def _printable(text: str) -> bool:
    """Whether nothing in it is a control, format, private or unassigned character, or white space but the space."""
    return text.isprintable()
