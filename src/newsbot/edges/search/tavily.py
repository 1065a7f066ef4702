"""Tavily, a web search for programs; a key is needed.

Asked as its documentation has it (docs.tavily.com, "Tavily Search"): `POST /search` with the key as bearer and a
JSON body of `query` (at most 400 characters), `topic`, `time_range`, `search_depth` and `max_results`. It answers
an object with `results`, of which we read `url`, `title`, `content` and `published_date` (RFC 822, news only).
Errors: 401 key, 429 rate, 432 and 433 the plan's and the account's limit.
"""

from pydantic import SecretStr

from newsbot.edges.search.api import Patience, SearchApi, base, query_of, usable_key
from newsbot.newsroom import Hit

URL = "https://api.tavily.com"
_MOST = 10  # results asked for; it gives at most 20
_REFUSALS = {
    401: "refuses the key (401); check NEWSBOT_SEARCH__TAVILY_KEY",
    432: "the plan's limit is used up (432); raise it in the account or take the key out",
    433: "the account's spending limit is reached (433); raise it in the account or take the key out",
}


class TavilySearch:
    """Tavily's news search. Fulfils `newsroom.Searcher`. Raises `SettingsError` for an unusable key."""

    def __init__(self, key: SecretStr, patience: Patience, base_url: str = URL) -> None:
        self._key = usable_key(key, "NEWSBOT_SEARCH__TAVILY_KEY")
        self._base = base(base_url, "Tavily's base URL")
        self._api = SearchApi("Tavily", patience, _REFUSALS)

    @property
    def label(self) -> str:
        return self._api.label

    async def search(self, query: str) -> tuple[Hit, ...]:
        """News of the last month, best first; empty when it found nothing. Raises `FetchError` and `ParseError`."""
        body = {
            "query": query_of(query),
            "topic": "news",
            "time_range": "month",  # without one it looks back a few days only
            "search_depth": "basic",
            "max_results": _MOST,
        }
        headers = {"Authorization": f"Bearer {self._key.get_secret_value()}"}
        answer = await self._api.ask("POST", f"{self._base}/search", headers, body=body)
        return self._api.hits(answer, lambda row: self._api.hit(row, "content", "published_date"))
