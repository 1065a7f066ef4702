"""SearXNG, a metasearch engine on one's own server.

Asked as its documentation has it (docs.searxng.org, "Search API"): `GET /search` with `q`, `categories` and
`format=json`, which the server's own settings must list under `search.formats` (else 403). It answers an object
with `results`, of which we read `url`, `title`, `content` and `publishedDate` (ISO 8601, or null), and with
`unresponsive_engines`, pairs of an engine and why it did not answer.
"""

from collections.abc import Mapping
from typing import Any

from newsbot import chinese
from newsbot.edges.search.api import Patience, SearchApi, base, place, query_of
from newsbot.errors import FetchError
from newsbot.newsroom import Hit

_REFUSALS = {403: "answers no JSON (403); add json to search.formats in the SearXNG server's own settings"}
_NAMED = 5  # engines that an error names


class SearxngSearch:
    """One SearXNG server. Fulfils `newsroom.Searcher`; its label is the server's host.

    Raises `SettingsError` when the base URL is no http(s) address.
    """

    def __init__(self, base_url: str, patience: Patience) -> None:
        self._base = base(base_url, "search.searxng")
        self._api = SearchApi(place(self._base), patience, _REFUSALS)

    @property
    def label(self) -> str:
        return self._api.label

    async def search(self, query: str) -> tuple[Hit, ...]:
        """Its news results, best first; empty when its engines found nothing.

        Raises `FetchError` and `ParseError`; also when there is nothing because engines did not answer.
        """
        params = {"q": query_of(query), "categories": "news", "format": "json"}
        answer = await self._api.ask("GET", f"{self._base}/search", {}, params=params)
        found = self._api.hits(answer, lambda row: self._api.hit(row, "content", "publishedDate"))
        silent = _unresponsive(answer)
        if not found and silent:
            raise FetchError(
                self.label, f"{self.label}: nothing found, and engines did not answer: {silent}; try again later"
            )
        return found


def _unresponsive(answer: Mapping[str, Any]) -> str:
    pairs = answer.get("unresponsive_engines")
    engines = [pair[0] for pair in pairs if isinstance(pair, list) and pair] if isinstance(pairs, list) else []
    named = [chinese.one_line(engine[:80]) for engine in engines[:_NAMED] if isinstance(engine, str)]
    return ", ".join(name for name in named if name)
