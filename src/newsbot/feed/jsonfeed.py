"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), which feedparser does not read, as a `Document`.

A value of the wrong type costs only itself.
"""

import json
import re
from typing import Any

from newsbot.feed.document import Document, Item, Written
from newsbot.news import Hints

_MOST_NAMES = 20  # authors of one item
_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/(1(?:\.\d)?)")


def read(text: str, most: int) -> Document | None:
    """The document with its first `most` items; None when it is JSON but no feed. Raises ValueError, RecursionError."""
    document = json.loads(text)
    version = _VERSION.match(_string(document, "version")) if isinstance(document, dict) else None
    items = document.get("items") if version else None
    if version is None or not isinstance(items, list):
        return None
    return Document(
        title=Written(_string(document, "title")),
        language=_string(document, "language"),
        site=_string(document, "home_page_url"),
        format=f"JSON Feed {version[1]}" + (".0" if version[1] == "1" else ""),
        hints=Hints(),
        items=[_item(item) for item in items[:most] if isinstance(item, dict)],
    )


def _item(item: dict[str, Any]) -> Item:
    summary, plain, markup = (_string(item, name) for name in ("summary", "content_text", "content_html"))
    contents = tuple(each for each in (Written(plain), Written(markup, markup=True)) if each.value)
    return Item(
        id=_scalar(item, "id"),
        link=_string(item, "url") or _string(item, "external_url"),
        title=Written(_string(item, "title")),
        summary=Written(summary) if summary else next(iter(contents), Written()),
        contents=contents,
        author=_authors(item),
        dates=tuple(date for name in ("date_published", "date_modified") if (date := _scalar(item, name))),
    )


def _authors(item: dict[str, Any]) -> str:
    authors = item.get("authors")  # 1.1; in 1.0 it is one, under `author`
    people = authors[:_MOST_NAMES] if isinstance(authors, list) else [item.get("author")]
    names = (_string(person, "name") for person in people if isinstance(person, dict))
    return ", ".join(name for name in names if name)


def _string(place: dict[str, Any], name: str) -> str:
    value = place.get(name)
    if not isinstance(value, str):
        return ""
    return value if value.isascii() else value.encode("utf-8", "ignore").decode()  # JSON can spell half a character


def _scalar(place: dict[str, Any], name: str) -> str:
    """A string, or a number as one: ids and instants come as numbers too, against the specification."""
    value = place.get(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else _string(place, name)
