"""News searches that answer with a feed: an address template with `{query}` in it, no key needed."""

from urllib.parse import parse_qs, quote, urlsplit

from newsbot.errors import Blocked, FetchError, HttpStatus, ParseError, SettingsError, TooLarge, TooSlow, Unreachable
from newsbot.news import Reading
from newsbot.newsroom import Fetcher, Hit, Parser

PLACE = "{query}"
_WRAPPING = ("url", "u", "q")  # the query parameters that carry the publisher's address, likeliest first
_WHY: dict[type[FetchError], str] = {
    TooLarge: "the answer is too large",
    TooSlow: "it did not answer in time",
    Unreachable: "no connection",
}


class RssSearch:
    """One news search. Fulfils `newsroom.Searcher`; its label is the template's host.

    Errors name the host alone: a template may hold a key. Raises `SettingsError` when the
    template is no http(s) address or has no place for the query.
    """

    def __init__(self, template: str, fetcher: Fetcher, parser: Parser) -> None:
        host = _host(template)
        if not host:
            raise SettingsError("a news search in search.rss is no http:// or https:// address; correct it")
        if PLACE not in template:
            raise SettingsError(f"the news search at {host} in search.rss has no {PLACE} in its address; add it")
        self._template, self._host = template, host
        self._fetcher, self._parser = fetcher, parser

    @property
    def label(self) -> str:
        return self._host

    async def search(self, query: str) -> tuple[Hit, ...]:
        """The results that lead to publishers' own pages, in the engine's order, each address once.

        Empty when the engine found nothing. Raises `FetchError` when it cannot be read, and
        `ParseError` when the answer is no feed or all its links stay with the engine.
        """
        address = self._template.replace(PLACE, quote(query, safe="", errors="replace"))
        try:
            answer = await self._fetcher.feed(address)
        except FetchError as error:
            raise FetchError(self._host, f"the news search at {self._host} failed: {_why(error)}") from error
        content_type = answer.headers.get("content-type", "")
        reading = Reading(feed=address, url=address, content_type=content_type, seen=answer.fetched)
        try:
            parsed = await self._parser.feed(reading, answer.body)
        except ParseError as error:
            raise ParseError(
                f"the news search at {self._host} did not answer with a feed; check it in search.rss"
            ) from error
        hits: dict[str, Hit] = {}
        for entry in parsed.entries:
            url = publisher_address(entry.url, self._host)
            if url:
                hit = Hit(url=url, title=entry.title, snippet=entry.summary, published=entry.published)
                hits.setdefault(url, hit)
        if parsed.entries and not hits:
            raise ParseError(
                f"the links of the news search at {self._host} are opaque: none names a publisher's page; "
                "use another search in search.rss"
            )
        return tuple(hits.values())


def publisher_address(link: str, engine: str) -> str:
    """The publisher's own address behind a result's link, or empty when the link hides it.

    A link to another host than the engine's is the publisher's. One on the engine's own host
    counts only for an absolute http(s) address of another host in a parameter that wraps it.
    """
    host = _host(link)
    if not host:
        return ""
    if not _same(host, engine):
        return link
    parameters = parse_qs(urlsplit(link).query)
    wrapped = (value for name in _WRAPPING for value in parameters.get(name, ()))
    return next((url for url in wrapped if _host(url) and not _same(_host(url), engine)), "")


def _host(url: str) -> str:
    """The host in lower case with its port, if that is not the usual one; empty for no http(s) address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    return parts.hostname if port in (None, 80, 443) else f"{parts.hostname}:{port}"


def _same(host: str, engine: str) -> bool:
    """Whether both belong to one site: equal but for `www.`, or one a subdomain of the other."""
    one, other = host.removeprefix("www."), engine.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _why(error: FetchError) -> str:
    """The reason without the error's own words, which may repeat the whole address."""
    if isinstance(error, HttpStatus):
        return f"the server answered {error.status}"
    if isinstance(error, Blocked):
        return f"the address is blocked ({error.rule})"
    return _WHY.get(type(error), "the address could not be read")
