"""Stories: which entries are one story, under which id, and what may be a headline."""

import hashlib
import json
import re
from collections.abc import Sequence
from urllib.parse import urlsplit, urlunsplit

from newsbot import chinese
from newsbot.errors import UsageError
from newsbot.news import Entry

MAX_HEADLINE = 300  # characters; the longest real headlines have about 100

# Query parameters that say where a reader came from and change nothing about the page.
_TRACKING = re.compile(
    r"utm_\w*|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|spm|scm|from|share_(?:token|source|from)",
    re.IGNORECASE,
)
_PORTS = {"http": ":80", "https": ":443"}


def canonical(url: str) -> str:
    """The address by which two links are told to be the same page; for comparing, not for fetching.

    Scheme and host in lower case, the default port, the fragment, tracking parameters and the
    path's trailing slash removed (the root keeps its own), parameters sorted as they are
    written. What is no http(s) address comes back trimmed and otherwise unchanged.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    if parts.scheme not in _PORTS or not parts.netloc:
        return url.strip()
    host = parts.netloc.lower().removesuffix(_PORTS[parts.scheme])
    # Pieces are compared as written: decoding would mix up percent-encoded GBK.
    pieces = [piece for piece in parts.query.split("&") if piece and not _tracks(piece)]
    return urlunsplit((parts.scheme, host, parts.path.rstrip("/") or "/", "&".join(sorted(pieces)), ""))


def _tracks(piece: str) -> bool:
    return _TRACKING.fullmatch(piece.partition("=")[0]) is not None


def story_id(kind: str, headline: str, urls: Sequence[str], files_digests: Sequence[str], attempt: int) -> str:
    """The story's id: 32 hex digits of the sha256 of what was asked for.

    The same request has the same id, in whatever order its addresses (compared as `canonical`)
    and its files (by the digests of their bytes) are named; a deliberate new attempt, counted
    in `attempt`, has another.
    """
    asked = {
        "attempt": attempt,
        "files": sorted(set(files_digests)),
        "headline": headline,
        "kind": kind,
        "urls": sorted({canonical(url) for url in urls}),
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True, separators=(",", ":")).encode()).hexdigest()[:32]


def group(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], ...]:
    """Entries of one event together: those with the same canonical address; one without is alone.

    Groups stand in the order of their first entry, entries inside a group in the order given.
    """
    groups: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries:
        same = (canonical(entry.url),) if entry.url else (entry.feed, entry.key)
        groups.setdefault(same, []).append(entry)
    return tuple(tuple(found) for found in groups.values())


def is_address(text: str) -> bool:
    """Whether what a person typed is the address of a page and no headline."""
    return re.fullmatch(r"https?://\S{1,2000}", text.strip(), re.IGNORECASE) is not None


def address(url: str) -> str:
    """What a person gave as a page's address, trimmed. Raises `UsageError` when empty or when it holds a password."""
    url = url.strip()
    if not url:
        raise UsageError("an address is empty; give --url a page's address or leave it out")
    if "@" in url.partition("://")[2].partition("/")[0]:
        raise UsageError("an address holds a user name or password; give the page's address without it")
    return url


def headline(text: str) -> str:
    """What a person typed as a headline, as one clean line. Raises `UsageError` when empty or too long."""
    line = chinese.one_line(text)
    if not any(char.isalnum() for char in line):
        raise UsageError("the headline is empty; say in a few words what the article is to be about")
    if len(line) > MAX_HEADLINE:
        raise UsageError(f"the headline has {len(line)} characters, at most {MAX_HEADLINE} are allowed; shorten it")
    return line
