"""Brave Search, an index of its own; a key is needed.

Asked as its documentation has it (api-dashboard.search.brave.com, "News search"): `GET /res/v1/news/search` with
the key in `X-Subscription-Token` and `q` (at most 400 characters and 50 words), `count`, `country`, `search_lang`
and `spellcheck`. It answers an object with `results`, of which we read `url`, `title`, `description`, `page_age`
(ISO 8601), `source.name` and `meta_url.hostname`. A refused key is 401 or 422. Its limits stand in
`X-RateLimit-Remaining` and `X-RateLimit-Reset`: for each window what is left and the seconds until it is full again.
"""

import html
import re
from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from newsbot import chinese
from newsbot.edges.search.api import Patience, SearchApi, base, query_of, usable_key
from newsbot.newsroom import Hit

URL = "https://api.search.brave.com"
_MOST = 20
_WORDS = 50
_KEY = "check NEWSBOT_SEARCH__BRAVE_KEY"
_REFUSALS = {
    401: f"refuses the key (401); {_KEY}",
    403: f"refuses the key (403); {_KEY}",
    422: f"refuses the request (422), as it does for an unknown key; {_KEY}",
}
_MARKS = re.compile(r"</?(?:strong|b|em)>")  # it marks the words that were searched for
_WINDOWS = re.compile(r"[0-9]{1,9}", re.ASCII)


class BraveSearch:
    """Brave's news search. Fulfils `newsroom.Searcher`. Raises `SettingsError` for an unusable key."""

    def __init__(self, key: SecretStr, patience: Patience, base_url: str = URL) -> None:
        self._key = usable_key(key, "NEWSBOT_SEARCH__BRAVE_KEY")
        self._base = base(base_url, "Brave's base URL")
        self._api = SearchApi("Brave", patience, _REFUSALS, until_reset)

    @property
    def label(self) -> str:
        return self._api.label

    async def search(self, query: str) -> tuple[Hit, ...]:
        """News of all countries in the query's language, best first; empty when it found nothing.

        Raises `FetchError` and `ParseError`.
        """
        asked = " ".join(query_of(query).split()[:_WORDS])
        params = {
            "q": asked,
            "count": str(_MOST),
            "country": "ALL",
            "search_lang": "zh-hans" if chinese.language(asked) == "zh" else "en",
            "spellcheck": "false",  # the names of models are no slips
        }
        headers = {"X-Subscription-Token": self._key.get_secret_value()}
        answer = await self._api.ask("GET", f"{self._base}/res/v1/news/search", headers, params=params)
        return self._api.hits(answer, self._hit)

    def _hit(self, row: Mapping[str, Any]) -> Hit:
        plain = {name: _plain(row.get(name)) for name in ("title", "description")}
        publisher = _inner(row, "source", "name") or _inner(row, "meta_url", "hostname")
        return self._api.hit({**row, **plain}, "description", "page_age", publisher)


def until_reset(headers: Mapping[str, str]) -> float | None:
    """Seconds until every window that is used up is open again; None when none is or the headers do not say."""
    left, reset = (_WINDOWS.findall(headers.get(f"x-ratelimit-{name}", "")[:200]) for name in ("remaining", "reset"))
    if len(left) != len(reset):
        return None
    return max((float(wait) for rest, wait in zip(left, reset, strict=True) if int(rest) == 0), default=None)


def _plain(value: object) -> str:
    return html.unescape(_MARKS.sub("", value[:5_000])) if isinstance(value, str) else ""


def _inner(row: Mapping[str, Any], outer: str, name: str) -> str:
    inside = row.get(outer)
    value = inside.get(name) if isinstance(inside, dict) else None
    return value if isinstance(value, str) else ""
