"""What a page says of itself: JSON-LD, OpenGraph, meta elements, and the line under its headline."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from newsbot import chinese
from newsbot.news import SourceDate
from newsbot.readability import bylines, days
from newsbot.readability.markup import Tree

MAX_META, MAX_SCRIPTS, MAX_VALUES = 500, 20, 2_000
MAX_JSON = 1_000_000  # characters of one JSON-LD script

_DATES = (
    *("article:published_time", "og:published_time", "datepublished", "publishdate", "pubdate", "publish_date"),
    *("publication_date", "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created"),
    *("dcterms.issued", "citation_publication_date", "parsely-pub-date", "sailthru.date"),
)


class Stated:
    """What the page's own words say where trafilatura cannot be relied on: it makes up the day of a date without
    one, drops one-word author names (every Chinese one) and recases site names.

    Dates that lie after `seen` are not believed; the next one that is stated counts. `url` is where the page
    came from, empty for a file.
    """

    def __init__(self, tree: Tree, url: str, seen: datetime | None) -> None:
        self._meta = _meta(tree)
        self._articles = list(_articles(tree))
        under = bylines.under_headline(tree)
        self._byline = bylines.read(under, seen)
        self.published = self._published(tree, seen)
        names = (*(_name_in(a.get("author")) for a in self._articles), self._meta.get("author", ""))
        # A single Latin word is rather an account (`admin`) than an author; 责任编辑 has not written the article.
        whole = (name for name in names if chinese.han_count(name) > 1 or " " in name.strip())
        self.author = next((name for name in whole if "编辑" not in name), self._byline.author)
        outlets = (self._meta.get("og:site_name", ""), *(_name_in(a.get("publisher")) for a in self._articles))
        self.publisher = next((name for name in outlets if name.strip()), "")
        self.origin = self._byline.origin
        self.canonical = self._canonical(tree, url)
        self.generator = self._meta.get("generator", "")
        self.aigc = tuple(_aigc(tree, self._meta))
        self.source_types = [
            str(a.get("digitalSourceType"))[:200] for a in self._articles if a.get("digitalSourceType")
        ]
        self.paid = any(_paid(article) for article in self._articles)

    def _published(self, tree: Tree, seen: datetime | None) -> SourceDate | None:
        times = (e.get("datetime") for e in tree.xpath("//time[@itemprop='datePublished' or @pubdate][@datetime]")[:5])
        told = (*(a.get("datePublished") for a in self._articles), *(self._meta.get(name) for name in _DATES), *times)
        found = (*map(days.stated, told), self._byline.published)
        return next((date for date in found if date and not (seen and days.ahead(date, seen))), None)

    def _canonical(self, tree: Tree, url: str) -> str:
        links = [element.get("href") or "" for element in tree.xpath("//link[@rel='canonical'][@href]")[:3]]
        for link in (*links, self._meta.get("og:url", "")):
            if found := _believed(link.strip()[:2_000], url):
                return found
        return ""


def _believed(link: str, url: str) -> str:
    """The page's address as it names it itself, absolute; empty where that cannot be: another site, the front page."""
    try:
        canonical = urljoin(url, link) if link else ""
        there, here = urlsplit(canonical), urlsplit(url)
        known = there.scheme in ("http", "https") and there.hostname and not there.username
    except ValueError:
        return ""
    if not known or not (there.path.strip("/") or there.query) or any(char.isspace() for char in canonical):
        return ""
    return canonical if not url or _site(there.hostname) == _site(here.hostname) else ""


def _site(host: str | None) -> str:
    """A host without what sites put before it for phones and the like."""
    return re.sub(r"^(?:(?:www|m|wap|amp|mobile|3g)\.)+", "", (host or "").lower())


def _meta(tree: Tree) -> dict[str, str]:
    """The first content of each meta element by its name, lower-cased."""
    meta: dict[str, str] = {}
    for element in islice(tree.iter("meta"), MAX_META):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        meta.setdefault(name.strip().lower(), (element.get("content") or "")[:5_000])
    return meta


def _aigc(tree: Tree, meta: Mapping[str, str]) -> Iterator[str]:
    """Metadata of machine-made content: a meta element `AIGC`, or an object of that name in JSON."""
    if "aigc" in meta:
        yield meta["aigc"] or "Label: 1"
    for script in tree.xpath("//script[contains(@type, 'json')]")[:MAX_SCRIPTS]:
        text = (script.text or "")[:MAX_JSON]
        if found := re.search(r'"AIGC"\s*:\s*(\{[^{}]{0,2000}\})', text):
            yield found[1]


def _paid(article: Mapping[str, Any]) -> bool:
    parts = article.get("hasPart")
    told = [article, *(parts[:20] if isinstance(parts, list) else [parts])]
    return any(
        isinstance(each, dict) and str(each.get("isAccessibleForFree"))[:20].lower() in ("false", "no") for each in told
    )


# ---------------------------------------------------------------- JSON-LD


def _articles(tree: Tree) -> Iterator[Mapping[str, Any]]:
    """The JSON-LD objects that describe an article, in the page's order; at most `MAX_VALUES` values are looked at."""
    waiting: list[Any] = []
    for script in tree.xpath("//script[@type='application/ld+json']")[:MAX_SCRIPTS]:
        try:
            waiting.append(json.loads((script.text or "")[:MAX_JSON], strict=False))
        except (ValueError, RecursionError):
            continue
    for value in islice(_walked(waiting), MAX_VALUES):
        if isinstance(value, dict) and re.search(r"Article|Posting|Report|WebPage", str(value.get("@type"))[:200]):
            yield value


def _walked(values: list[Any]) -> Iterator[Any]:
    waiting = values[::-1]
    while waiting:
        value = waiting.pop()
        yield value
        if isinstance(value, list):
            waiting.extend(reversed(value[:100]))
        elif isinstance(value, dict) and isinstance(value.get("@graph"), list):
            waiting.extend(reversed(value["@graph"][:100]))


def _name_in(value: object) -> str:
    """The name in a JSON-LD person or organisation, which may be a string, an object or a list of them."""
    if isinstance(value, list):
        return "、".join(filter(None, (_name_in(one) for one in value[:5] if not isinstance(one, list))))
    named = value.get("name") if isinstance(value, dict) else value
    return chinese.one_line(named[:1_000]) if isinstance(named, str) else ""
