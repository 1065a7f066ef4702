"""Where a site's feeds may be: named by its page, or guessed from its address. Nothing is fetched here."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit, urlunsplit

from newsbot import decoding
from newsbot.news import FeedLinks

MAX_BYTES = 2**20  # of the page: its head, and on any but the longest pages its foot
MAX_TAGS = 20_000
MAX_LINKS = 20
MAX_GUESSES = 12
URL_CHARACTERS = 2_000
_TAG_CHARACTERS = 4_000  # of one tag's attributes

_XML_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "text/xml"})
_JSON_TYPES = frozenset({"application/feed+json", "application/json"})
_PATHS = ("feed", "rss.xml", "feed.xml", "atom.xml", "rss", "index.xml")  # likeliest first
_ROOT_PATHS = (*_PATHS, "feed/", "rss/", "feed.json", "blog/feed", "feeds/all.atom.xml", "feeds/posts/default")

_HIDDEN = re.compile(r"<!--|<(script|style|template|textarea)\b", re.IGNORECASE)
# Possessive and bounded, so that no page takes time quadratic in it; html.parser does, over tags never closed.
_TAG = re.compile(r"""<(link|a|base)\s((?:[^"'<>]++|"[^"]{0,4000}+"|'[^']{0,4000}+')*+)""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?<![^\s"'/])([^\s"'<>/=]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>]++))""")
_FEED_PATH = re.compile(r"/(?:feed|rss|atom)/?$|\.(?:rss|atom|xml)$|/feed\.json$", re.IGNORECASE)
_NO_FEED_PATH = re.compile(r"sitemap|opensearch|/wp-json(?:/|$)", re.IGNORECASE)
_COMMENTS = re.compile(r"(?<![a-z])comments?(?![a-z])|评论|評論|留言", re.IGNORECASE)


class _Link(NamedTuple):
    """A feed's address with what it is ranked by: smaller is likelier."""

    comments: bool
    kind: int
    url: str


def links(url: str, content_type: str, body: bytes) -> FeedLinks:
    """The feeds that the page at `url` names, likeliest first, each once.

    Links of the head (`rel=alternate` with a feed's type) come before links of the text that end as feeds
    do, XML before JSON, this site before others; feeds of comments come last. Only the first MiB is read.
    """
    tags = list(_tags(decoding.decode(body[:MAX_BYTES], content_type).text))
    base = next((href for name, given in tags if name == "base" and (href := _resolved(url, given["href"]))), url)
    found: dict[str, _Link] = {}
    for name, given in tags:
        link = _link(name, given, _resolved(base, given["href"]), url)
        if link is not None and link.url != urldefrag(url).url:
            found[link.url] = min(link, found.get(link.url, link))
    ranked = sorted(found.values(), key=lambda link: link[:2])  # stable: the page's own order within a rank
    return FeedLinks(urls=tuple(link.url for link in ranked[:MAX_LINKS]))


def _link(name: str, given: dict[str, str], address: str, page: str) -> _Link | None:
    """The element as a link to a feed with its rank; None when it is none."""
    if not address or _NO_FEED_PATH.search(urlsplit(address).path):
        return None
    kind = _kind_of_link(given) if name == "link" else _kind_of_anchor(address, page) if name == "a" else None
    if kind is None:
        return None
    told = f"{given.get('title', '')} {unquote(address.partition('://')[2].partition('/')[2])}"
    return _Link(bool(_COMMENTS.search(told)), kind, address)


def _kind_of_link(given: dict[str, str]) -> int | None:
    """0 for a `<link>` to an XML feed, 1 to a JSON feed, None to anything else."""
    if "alternate" not in given.get("rel", "").lower().split():
        return None
    kind = given.get("type", "").partition(";")[0].strip().lower()
    return 0 if kind in _XML_TYPES else 1 if kind in _JSON_TYPES else None


def _kind_of_anchor(address: str, page: str) -> int | None:
    """2 for an `<a>` to a feed of this site, 3 to one of another, None to anything else."""
    if not _FEED_PATH.search(urlsplit(address).path):
        return None
    return 2 if urlsplit(address).hostname == urlsplit(page).hostname else 3


def _resolved(base: str, href: str) -> str:
    """The absolute http(s) address without its fragment; empty when it is none."""
    try:
        url = urldefrag(urljoin(base, href.strip().replace(" ", "%20"))).url
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
        _ = parts.port
    except ValueError:
        return ""
    return url if usable and url.isprintable() and len(url) <= URL_CHARACTERS else ""


# ---------------------------------------------------------------- the page's tags


def _tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The `link`, `a` and `base` elements that have an address, in their order, with their attributes."""
    for tag in islice(_TAG.finditer(_shown(text)), MAX_TAGS):
        given: dict[str, str] = {}
        for name, *values in _ATTRIBUTE.findall(f" {tag[2][:_TAG_CHARACTERS]}"):
            given.setdefault(name.lower(), unescape("".join(values)))
        if "href" in given:
            yield tag[1].lower(), given


def _shown(text: str) -> str:
    """The page without comments, scripts and the like: their tags are not the page's. What is not closed has no end."""
    kept: list[str] = []
    position = 0
    while opener := _HIDDEN.search(text, position):
        kept.append(text[position : opener.start()])
        # From its own hyphens on: `<!-->` is a whole comment.
        closer = re.compile(f"</{opener[1]}" if opener[1] else "-->", re.IGNORECASE)
        end = closer.search(text, opener.end() if opener[1] else opener.start() + 2)
        if end is None:
            return "".join(kept)
        position = end.end()
    return "".join((*kept, text[position:]))


# ---------------------------------------------------------------- guesses


def guesses(url: str) -> tuple[str, ...]:
    """Addresses where sites keep their feeds, likeliest first: below the given path, then at the root.

    Never the address itself; none when it is no http(s) address.
    """
    given = _resolved(url, "")
    if not given:
        return ()
    parts = urlsplit(given)
    path = parts.path.rstrip("/")
    folder, _, last = path.rpartition("/")
    below = folder if "." in last or last in _PATHS else path  # /news/index.html lies in /news
    places = [f"{below}/{name}" for name in _PATHS] if below else []
    places += [f"/{name}" for name in _ROOT_PATHS]
    found = dict.fromkeys(urlunsplit((parts.scheme, parts.netloc, place, "", "")) for place in places)
    return tuple(guess for guess in found if guess != given)[:MAX_GUESSES]
