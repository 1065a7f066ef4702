"""What is read: feeds, the fetcher, searches, and which outlets are listened to."""

import codecs
import re
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from newsbot.settings.writing import Group, known_zone

URL_CHARACTERS = 8_000  # as the fetcher takes them
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")
_HOST = re.compile(r"(?=.{1,253}(?::|$))[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+(?::[0-9]{1,5})?", re.ASCII)
_ESCAPES = frozenset({"punycode", "unicode-escape", "raw-unicode-escape"})  # codecs for source text and host names


class FeedSettings(Group):
    """A feed to be followed; in the list of feeds a plain string is its `url`. Fields as those of `news.Feed`."""

    url: str
    title: str = ""
    language: str = Field(default="", description="zh, en, …; what its dates and text leave open.")
    timezone: str = Field(default="", description="IANA name of the zone of its dates that state none.")
    encoding: str = Field(default="", description="Read its bytes like this, whatever it says of itself.")
    topics: tuple[str, ...] = Field(default=(), description="Only entries that hold one of these words are announced.")
    weight: float = Field(default=1.0, gt=0, le=100, description="Polled as one that posts this many times as much.")
    kind: str = Field(default="", max_length=32, description="Written as this kind of article where no rule says.")

    @model_validator(mode="before")
    @classmethod
    def _address_alone(cls, given: Any) -> Any:
        return {"url": given} if isinstance(given, str) else given

    @field_validator("url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not value.lower().startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        try:
            parts = urlsplit(value)
            host, _ = parts.hostname, parts.port
        except ValueError:
            host = None
        if not host or not value.isprintable() or " " in value or len(value) > URL_CHARACTERS:
            raise ValueError("is no address; check how it is written")
        if "@" in parts.netloc:
            raise ValueError(f"has a user name before {host}; leave it out")
        return value

    @field_validator("language")
    @classmethod
    def _tag(cls, value: str) -> str:
        if value and not _LANGUAGE.fullmatch(value):
            raise ValueError("is no language tag; write it like zh or en-US")
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        return known_zone(value) if value else value

    @field_validator("encoding")
    @classmethod
    def _text_codec(cls, value: str) -> str:
        if value and not _decodes_text(value):
            raise ValueError("no such encoding; write it like gb18030")
        return value

    @field_validator("topics")
    @classmethod
    def _words(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        if not all(value.strip() for value in values):
            raise ValueError("one of them is empty; leave it out")
        return values


def _decodes_text(encoding: str) -> bool:
    """Whether Python knows it as an encoding of text, and not of host names or source code."""
    try:
        b"x".decode(encoding, "replace")
        return codecs.lookup(encoding).name not in _ESCAPES
    except (LookupError, ValueError):
        return False


class Fetch(Group):
    """The guarded fetcher."""

    allow_origins: tuple[str, ...] = ()
    contact: str = Field(default="", description="A URL or address that stands in the user agent.")
    deadline: float = Field(default=20.0, gt=0, description="Seconds for one address, redirects included.")

    @field_validator("allow_origins")
    @classmethod
    def _exact(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        for number, value in enumerate(values, 1):
            if fault := _origin_fault(value.lower()):
                raise ValueError(f"number {number} is no exact origin: {fault}; write it like http://127.0.0.1:8080")
        return tuple(value.lower() for value in values)


def _origin_fault(value: str) -> str:
    """Why this is not a scheme, a host and perhaps a port; empty when it is. The value itself is not repeated."""
    if not value.startswith(("http://", "https://")):
        return "it must begin with http:// or https://"
    if value.endswith("/"):
        return "it ends in a slash"
    if "@" in value or "*" in value:
        return "user names and wildcards have no place in it"
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "the host or port cannot be read (an IPv6 address stands in brackets, http://[::1]:8080)"
    if not host or value != f"{parts.scheme}://{parts.netloc}" or not value.isprintable() or " " in value:
        return "it is a scheme, a host and perhaps a port, and nothing after them"
    return ""


class Search(Group):
    """Where sources are looked for beside the given URLs and the archive."""

    rss: tuple[str, ...] = Field(
        default=(),
        description="RSS news searches as URL templates with {query}; results must lead to the publisher's own page.",
    )
    results: int = Field(default=6, ge=1, le=30, description="Pages read for one story.")
    searxng: str = Field(default="", description="Base URL of a SearXNG server that allows JSON; it may be private.")
    tavily_key: SecretStr = SecretStr("")
    brave_key: SecretStr = SecretStr("")
    timeout: float = Field(default=10.0, gt=0, description="Seconds one attempt of a search may take.")
    deadline: float = Field(default=20.0, gt=0, description="Seconds one search may take with all its retries.")
    budget: int = Field(default=6, ge=0, le=100, description="Searches that may be asked for one story, all together.")

    @field_validator("searxng")
    @classmethod
    def _server(cls, value: str) -> str:
        value = value.rstrip("/")
        if value and (fault := _server_fault(value)):
            raise ValueError(f"is no base URL: {fault}; write it like http://127.0.0.1:8888")
        return value


def _server_fault(value: str) -> str:
    """Why this is no http(s) address without user name, query and fragment; empty when it is one."""
    if not value.startswith(("http://", "https://")):
        return "it must begin with http:// or https://"
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or not value.isprintable() or " " in value:
        return "the host or port cannot be read"
    if "@" in parts.netloc:
        return "it holds a user name"
    return "it ends in a query" if parts.query or parts.fragment else ""


class Outlet(Group):
    """What the newsroom thinks of one outlet; in the list a plain string is its `host`.

    `host` stands for all hosts below it; with a port, for that port alone. An outlet without one is known by
    `name`, the publisher that a page names, which any page may claim. What is left out is as newsbot knows it.
    """

    host: str = ""
    name: str = Field(default="", description="What it is called; without a host, the publisher that pages name.")
    kind: Literal["", "primary", "wire", "media", "aggregator", "rumour", "machine"] = ""
    use: Literal["", "quote", "facts", "link", "never"] = ""
    weight: float | None = Field(default=None, gt=0, le=10, description="Its word against that of an outlet of 1.")

    @model_validator(mode="before")
    @classmethod
    def _host_alone(cls, given: Any) -> Any:
        return {"host": given} if isinstance(given, str) else given

    @field_validator("host")
    @classmethod
    def _bare(cls, value: str) -> str:
        if not value:
            return value
        try:
            host = value.strip().lower().removeprefix("www.").encode("idna").decode()  # as addresses have it
        except UnicodeError:
            host = ""
        if not _HOST.fullmatch(host):
            raise ValueError("is no host; write it like example.org, without scheme and path")
        return host

    @model_validator(mode="after")
    def _known_by_something(self) -> "Outlet":
        if not self.host and not self.name.strip():
            raise ValueError("has neither host nor name; give it one of them")
        return self


class Sources(Group):
    """Which outlets are listened to, and how far."""

    outlets: tuple[Outlet, ...] = Field(default=(), max_length=10_000)
    only_listed: bool = Field(default=False, description="Sources that are not in outlets are never used.")
    stale_days: int = Field(
        default=30, ge=0, description="What only a source says that is this much older than the newest needs its date."
    )
    facts_quote: int = Field(default=20, ge=0, description="Characters quoted from a source for facts only, at most.")
