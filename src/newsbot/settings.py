"""Settings, read once at the start: environment > `.env` > `newsbot.toml` > the defaults here.

Every key is `NEWSBOT_` + its name in the environment, sections joined by two underscores
(`NEWSBOT_SITE__DIR`). `OPENAI_API_KEY` and `OPENAI_BASE_URL` are read too and yield to
`NEWSBOT_LLM__API_KEY` and `NEWSBOT_LLM__BASE_URL` of the same place. An unknown key is an
error that names the nearest known one.
"""

import codecs
import difflib
import io
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError as PydanticSettingsError
from pydantic_settings.sources import DotEnvSettingsSource, TomlConfigSettingsSource

from newsbot.errors import SettingsError

TOML_FILE = "newsbot.toml"
ENV_FILE = ".env"
PREFIX = "NEWSBOT_"
OPENAI_NAMES = {"OPENAI_API_KEY": "api_key", "OPENAI_BASE_URL": "base_url"}
URL_CHARACTERS = 8_000  # as the fetcher takes them
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")
_HOST = re.compile(r"(?=.{1,253}(?::|$))[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+(?::[0-9]{1,5})?", re.ASCII)
_ESCAPES = frozenset({"punycode", "unicode-escape", "raw-unicode-escape"})  # codecs for source text and host names


class Group(BaseModel):
    """A frozen section of the settings; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Price(Group):
    """What a model costs, in US dollars for a million tokens. `0` declares it free."""

    input: float = Field(ge=0)
    output: float = Field(ge=0)


class RoleOptions(Group):
    """Optional knobs of one role; what is left out is not sent."""

    temperature: float | None = Field(default=None, ge=0, le=2)
    max_tokens: int | None = Field(default=None, gt=0)


Role = Literal["draft", "judge", "rank"]


LOCAL = "local"
"""In place of a base URL or an embedding model: one that runs on this machine."""


class Llm(Group):
    """The language model: any OpenAI-compatible endpoint."""

    api_key: SecretStr = SecretStr("")
    base_url: str = Field(
        default="",
        description="Any OpenAI-compatible endpoint. `local`: draft_model runs on this machine (extra local).",
    )
    models: Path = Field(
        default=Path("~/.cache/newsbot/models"), description="Where the models of this machine lie (`newsbot model`)."
    )
    draft_model: str = ""
    judge_model: str = ""
    rank_model: str = ""
    embed_model: str = Field(
        default="",
        description="Embeds entries, so that reports in two languages become one story. `local`: the extra `embed`.",
    )
    embed_base_url: str = Field(default="", description="Where it is, when not at base_url.")
    embed_api_key: SecretStr = Field(default=SecretStr(""), description="Its key, when not api_key.")
    draft: RoleOptions = RoleOptions()
    judge: RoleOptions = RoleOptions()
    rank: RoleOptions = RoleOptions()
    timeout: float = Field(default=120.0, gt=0, description="Seconds one attempt may take.")
    deadline: float = Field(default=300.0, gt=0, description="Seconds one call may take with all its retries.")
    concurrency: int = Field(default=4, ge=1, le=64, description="Calls under way at once.")
    prices: dict[str, Price] = {}

    @field_validator("base_url", "embed_base_url")
    @classmethod
    def _http(cls, value: str, info: ValidationInfo) -> str:
        if value == LOCAL and info.field_name == "base_url":
            return value
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        try:
            _ = urlsplit(value).port
        except ValueError as error:
            raise ValueError("is no base URL; write it like http://127.0.0.1:8080/v1") from error
        return value.rstrip("/")


class Budget(Group):
    """Caps, checked before a call is made. Days are calendar days in `timezone`."""

    daily_usd: float | None = Field(
        default=None,
        ge=0,
        description="Money a day. Set: a model without a price makes no call. Not set: 5 US dollars, "
        "and a model without a price counts at the dearest price known.",
    )
    daily_tokens: int = Field(default=5_000_000, ge=0, description="Tokens a day, prompts and replies together.")
    monthly_usd: float | None = Field(default=None, ge=0, description="Money a calendar month.")
    monthly_tokens: int | None = Field(default=None, ge=0)
    story_usd: float | None = Field(default=None, ge=0, description="Money for one story, over all its days.")
    story_tokens: int | None = Field(default=None, ge=0)
    run_usd: float | None = Field(default=None, ge=0, description="Money for one run of a command or of the daemon.")
    run_tokens: int | None = Field(default=None, ge=0)
    minute_tokens: int | None = Field(default=None, ge=1, description="Tokens asked for in a minute; more waits.")


_PERIOD = re.compile(r"([1-9][0-9]{0,4})([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?", re.IGNORECASE)
_QUIET = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]")


def period(text: str) -> timedelta | None:
    """The length of time that `90s`, `5m`, `6h` or `1d` means; None for anything else, such as a cron expression."""
    match = _PERIOD.fullmatch(text.strip())
    return timedelta(seconds=int(match[1]) * _SECONDS[match[2]]) if match else None


class Daemon(Group):
    """`newsbot run`: how often it does what (90s, 5m, 6h, 1d, or a cron expression of five fields in `timezone`)."""

    poll: str = Field(default="1m", description="Look for feeds that are due; each is asked as often as it posts.")
    group: str = "2m"
    write: str = Field(default="5m", description="Choose stories to be written.")
    carry: str = Field(default="5s", description="Begin with chosen stories that can go on.")
    publish: str = Field(default="1m", description="Publish what passed and waited long enough (publish.mode).")
    recheck: str = Field(default="10m", description="Read sources of published articles again, those that are due.")
    tell: str = Field(default="20s", description="Tell people what is due to be told ([notify]).")
    tidy: str = "30 4 * * *"
    digest: str = Field(default="", description="When a digest is made, like 0 18 * * *; empty: never.")
    write_mode: Literal["auto", "chosen"] = Field(default="auto", description="chosen: only what a person picked.")
    score: int = Field(default=60, ge=0, le=100, description="Stories with less are not written by themselves.")
    daily: int = Field(default=10, ge=0, le=1_000, description="Stories that may be chosen in a calendar day.")
    stories: int = Field(default=2, ge=1, le=32, description="Stories under way at once.")
    health_port: int = Field(default=0, ge=0, le=65_535, description="/healthz, /readyz, /metrics on loopback; 0: no.")
    quiet: tuple[str, ...] = Field(default=(), description="Hours in which nothing is chosen, like 23:00-06:30.")

    @field_validator("poll", "group", "write", "carry", "publish", "recheck", "tell", "tidy")
    @classmethod
    def _when(cls, value: str) -> str:
        if period(value) is None and len(value.split()) != 5:
            raise ValueError("is neither a length of time like 90s, 5m, 6h, 1d nor a cron expression of five fields")
        return value.strip()

    @field_validator("quiet")
    @classmethod
    def _hours(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        if not all(_QUIET.fullmatch(value) for value in values):
            raise ValueError("write each like 23:00-06:30")
        return values


Event = Literal["draft", "held", "published", "correction", "corrected", "budget", "feed", "parked"]
"""What people may be told of (`news.Occasion`; mypy holds the two together where `wiring` joins them)."""


class Notify(Group):
    """Who is told what happens, by which channels."""

    urls: tuple[SecretStr, ...] = Field(
        default=(), max_length=50, description="Addresses as apprise writes them; each holds a key, so they are secret."
    )
    events: tuple[Event, ...] = Field(
        default=("draft", "held", "published", "correction", "corrected", "budget", "feed", "parked"),
        description="What is told: a draft for review, one held, published, to be corrected; a cap reached, a feed "
        "dead, a story parked for a person.",
    )
    timeout: float = Field(default=20.0, gt=0, le=300, description="Seconds one notice to one channel may take.")


class Retention(Group):
    """What is kept how long. Pages, passages, articles and what was paid are kept for ever."""

    answers: int = Field(default=90, ge=1, description="Days after which a finished story's model answers are pruned.")
    versions: int = Field(default=365, ge=1, description="Days after which a stage's older versions are pruned.")


class FeedSettings(Group):
    """A feed to be followed; in the list of feeds a plain string is its `url`. Fields as those of `news.Feed`."""

    url: str
    title: str = ""
    language: str = Field(default="", description="zh, en, …; what its dates and text leave open.")
    timezone: str = Field(default="", description="IANA name of the zone of its dates that state none.")
    encoding: str = Field(default="", description="Read its bytes like this, whatever it says of itself.")
    topics: tuple[str, ...] = Field(default=(), description="Only entries that hold one of these words are announced.")
    weight: float = Field(default=1.0, gt=0, le=100, description="Polled as one that posts this many times as much.")

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
        return _known_zone(value) if value else value

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


Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class Interests(Group):
    """What the newsroom's readers want to read about. A word of capitals alone is found only in capitals."""

    keywords: tuple[Word, ...] = Field(
        default=(
            *("AI", "人工智能", "大模型", "语言模型", "神经网络", "机器学习", "深度学习", "智能体", "生成式", "算力"),
            *("机器人", "自动驾驶", "芯片", "数据中心", "OpenAI", "Anthropic", "DeepMind", "DeepSeek", "ChatGPT"),
            *("GPT", "Claude", "Gemini", "通义千问", "文心一言", "LLM", "GPU", "A.I.", "artificial intelligence"),
            *("machine learning", "language model", "neural", "chatbot", "data center", "data centre"),
        ),
        max_length=500,
        description="A story that holds none of these words is not about AI.",
    )
    topics: tuple[Word, ...] = Field(
        default=(
            *("发布", "开源", "融资", "监管", "安全", "芯片", "算力", "智能体", "政府", "版权"),
            *("launch", "release", "open source", "funding", "regulation", "safety", "chip", "agent", "copyright"),
        ),
        max_length=500,
        description="What of AI is wanted most; two of these words in a story are enough.",
    )
    ask_model: bool | Literal["auto"] = Field(
        default="auto",
        description="The rank model is asked how newsworthy stories are, and which reports are of one event. "
        "auto: where llm.rank_model is set.",
    )
    half_life: float = Field(default=48.0, ge=0.1, le=87_600, description="Hours in which news loses half its novelty.")


class EvidenceLimits(Group):
    """How much of what was read the model is shown."""

    tokens: int = Field(default=6000, ge=500, description="Bound on the passages' tokens (UTF-8 bytes ÷ 2).")
    minimum: int = Field(
        default=200, ge=50, description="Fewer characters of evidence than this (a Latin word counts two) are refused."
    )


class ArticleForm(Group):
    """The parts of the article file that a newsroom may choose."""

    author: str = "AI News Assistant"
    categories: tuple[str, ...] = ("AI News",)
    minimum: int = Field(default=600, ge=0, description="Han characters from 引言 to 结论, at least.")
    maximum: int = Field(default=1500, ge=100, description="Han characters from 引言 to 结论, at most.")
    spacing: Literal["none", "either"] = Field(default="none", description="Spaces between Han and Latin or digits.")
    inherit_citations: bool = Field(
        default=False, description="A sentence without a citation has that of the next one in its paragraph."
    )

    @model_validator(mode="after")
    def _in_order(self) -> "ArticleForm":
        if self.minimum > self.maximum:
            raise ValueError("article.minimum is larger than article.maximum; set both")
        return self


class KindRule(Group):
    """Which stories are written as a kind: those to which all fits that is named here."""

    kind: str = Field(min_length=1, max_length=32)
    words: tuple[Word, ...] = Field(
        default=(), max_length=500, description="One stands in the headline or the title of an entry."
    )
    feeds: tuple[str, ...] = Field(default=(), max_length=500, description="One of its entries came by one of these.")
    outlets: int = Field(default=0, ge=0, le=100, description="At least so many tell of it in texts of their own.")
    score: int = Field(default=0, ge=0, le=100, description="It is worth at least so much.")
    below: int = Field(default=101, ge=1, le=101, description="It is worth less than this.")


class Kinds(Group):
    """Which kind of article a story deserves where nobody says."""

    default: str = Field(default="news", min_length=1, max_length=32, description="Where no rule fits.")
    rules: tuple[KindRule, ...] = Field(default=(), max_length=500, description="The first that fits decides.")


class Digest(Group):
    """The digest of what was published: `daemon.digest` says when one is made."""

    days: int = Field(default=1, ge=1, le=31, description="Of how many days; from 7 on it is called weekly.")
    stories: int = Field(default=8, ge=2, le=20, description="Articles in one, those of the highest score.")
    least: int = Field(default=2, ge=2, le=20, description="With fewer that are in no digest yet none is made.")


class Topics(Group):
    """What is not written about."""

    block: tuple[Word, ...] = Field(
        default=(),
        max_length=500,
        description="A story with one of these words in its headline or an entry's title is refused unread.",
    )


class Originality(Group):
    """How far an article may go along with a source, outside quotation marks."""

    run: int = Field(default=40, ge=8, description="Han characters in a row that may be a source's.")
    share: float = Field(default=0.5, gt=0, le=1, description="Share of the body that may be one source's words.")


class Site(Group):
    """Where files go."""

    dir: Path = Path("site")
    drafts: Path = Path("drafts")


Git = Literal["", "commit", "push", "branch"]
"""What is done with a published file where the site is kept in git."""


class Embargo(Group):
    """What may not be published before an instant: an article that holds these words, or has them in a source."""

    words: Word
    until: datetime

    @field_validator("until")
    @classmethod
    def _zoned(cls, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise ValueError("needs its zone; write it like 2026-11-21T09:00:00+08:00")
        return value


class Publish(Group):
    """How articles get to readers: into `folder` of the site, by an editor or, where `mode` is pass, unattended."""

    folder: str = Field(default="content/posts", description="The content folder, below site.dir.")
    bundle: bool = Field(default=False, description="An article is a folder with an index.md instead of one file.")
    build: Literal["auto", "off"] = Field(default="auto", description="Build the site on a copy before, with Hugo.")
    build_timeout: float = Field(default=120.0, gt=0, description="Seconds one such build may take.")
    require_editor: bool = Field(default=False, description="Nothing is published without an editor's name.")
    mode: Literal["review", "pass"] = Field(
        default="review", description="pass: the daemon publishes what passed the judge; review: only editors publish."
    )
    delay: str = Field(default="30m", description="How long a draft waits, and can be stopped, before it is published.")
    daily: int = Field(default=5, ge=0, le=1_000, description="Articles that the daemon may publish in a calendar day.")
    quiet: tuple[str, ...] = Field(default=(), description="Hours in which it publishes nothing, like 23:00-06:30.")
    undo: str = Field(default="30m", description="How long after publishing it can be undone without a trace.")
    embargoes: tuple[Embargo, ...] = Field(default=(), max_length=500)
    profile: Literal["hugo", "hexo", "astro"] = Field(
        default="hugo", description="Whose front matter: hexo and astro get keys of theirs after ours."
    )
    card: bool = Field(default=False, description="An article without a picture gets a title card (extra cards).")
    card_font: Path | None = Field(default=None, description="A font file with Chinese; else Noto Sans CJK is found.")
    git: Git = Field(default="", description="commit, push or branch: where the site is kept in git.")
    message: str = Field(default="发布：{title}", description="Of the commit; {title}, {name}, {editor} are filled in.")

    @field_validator("folder")
    @classmethod
    def _below(cls, value: str) -> str:
        path = Path(value)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise ValueError("must be a folder below site.dir, like content/posts")
        return value

    @field_validator("delay", "undo")
    @classmethod
    def _length(cls, value: str) -> str:
        if period(value) is None:
            raise ValueError("is no length of time; write it like 90s, 5m, 6h or 1d")
        return value.strip()

    @field_validator("quiet")
    @classmethod
    def _hours(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        if not all(_QUIET.fullmatch(value) for value in values):
            raise ValueError("write each like 23:00-06:30")
        return values

    @field_validator("message")
    @classmethod
    def _fillable(cls, value: str) -> str:
        try:
            filled = value.format(title="", name="", editor="")
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            raise ValueError("may hold {title}, {name} and {editor} and no other braces") from error
        if not filled.strip() and not value.strip():
            raise ValueError("is empty; write what a commit is to say")
        return value


class Desk(Group):
    """`newsbot desk`: the page on which editors judge drafts."""

    editor: str = Field(default="", max_length=60, description="The name acts are kept under; empty: your login name.")
    language: Literal["zh", "en"] = Field(default="zh", description="Of the page; articles stay Chinese.")
    host: str = Field(
        default="127.0.0.1", min_length=1, max_length=253, description="Where it listens; elsewhere by password only."
    )
    url: str = Field(
        default="", description="By which browsers ask for it, such as https://desk.example.org; empty: by host."
    )

    @field_validator("url")
    @classmethod
    def _origin(cls, value: str) -> str:
        if value and not _ORIGIN.fullmatch(value.rstrip("/")):
            raise ValueError("is an address without path, like https://desk.example.org")
        return value.rstrip("/").lower()


class Label(Group):
    """The label of machine-made content (《人工智能生成合成内容标识办法》, GB 45438-2025)."""

    explicit: bool = True
    implicit: bool = True
    text: str = "本文由人工智能生成，尚未审核。"
    approved: str = Field(
        default="本文由人工智能生成，经编辑审核后发布。", description="Instead of text, when an editor published it."
    )
    producer: str = "newsbot"


class Settings(BaseSettings):
    """Everything that can be set. Frozen; steps are given values from it, never the object."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_ignore_empty=True,  # a line of .env.example without a value sets nothing
        env_file_encoding="utf-8",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    writer: Literal["auto", "whole", "stepwise", "extract"] = "auto"
    fallback: Literal["park", "extract"] = "park"
    telemetry: bool = Field(default=False, description="OpenTelemetry spans, to where its own variables say.")
    timezone: str = "Asia/Shanghai"
    database_url: str = "sqlite:///.newsbot/newsbot.db"
    feeds: tuple[FeedSettings, ...] = ()
    prompts_dir: Path | None = None
    templates_dir: Path | None = None
    names_file: Path = Field(
        default=Path("names.csv"), description="The newsroom's own names, before those that come with newsbot."
    )
    terms_file: Path = Field(default=Path("terms.csv"), description="The house's own terms, where the file is there.")
    llm: Llm = Llm()
    budget: Budget = Budget()
    daemon: Daemon = Daemon()
    notify: Notify = Notify()
    retention: Retention = Retention()
    fetch: Fetch = Fetch()
    search: Search = Search()
    sources: Sources = Sources()
    ranking: Interests = Interests()
    evidence: EvidenceLimits = EvidenceLimits()
    article: ArticleForm = ArticleForm()
    kinds: Kinds = Kinds()
    digest: Digest = Digest()
    topics: Topics = Topics()
    originality: Originality = Originality()
    site: Site = Site()
    publish: Publish = Publish()

    desk: Desk = Desk()
    label: Label = Label()

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        return _known_zone(value)

    @field_validator("feeds")
    @classmethod
    def _each_once(cls, values: tuple[FeedSettings, ...]) -> tuple[FeedSettings, ...]:
        places: dict[str, int] = {}
        for number, feed in enumerate(values, 1):
            if (first := places.setdefault(feed.url, number)) != number:
                shown = feed.url.partition("?")[0]  # its query may hold a key
                raise ValueError(f"numbers {first} and {number} are one address, {shown}; leave one of them out")
        return values

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which calendar dates are counted."""
        return ZoneInfo(self.timezone)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Strongest first. Relative file names are looked up in the working folder."""
        return (
            init_settings,
            env_settings,
            _OpenAINames(settings_cls, os.environ),
            _NewsbotDotEnv(settings_cls, env_file=ENV_FILE, env_file_encoding="utf-8"),
            _OpenAINames(settings_cls, _dotenv()),
            TomlConfigSettingsSource(settings_cls, Path(TOML_FILE)),
        )


def _known_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: the name of a folder, such as Asia
        raise ValueError("no such time zone; write it like Asia/Shanghai") from error
    return value


class _OpenAINames(PydanticBaseSettingsSource):
    """`OPENAI_API_KEY` and `OPENAI_BASE_URL`, as every OpenAI-compatible tool names them."""

    def __init__(self, settings_cls: type[BaseSettings], names: Mapping[str, str | None]) -> None:
        super().__init__(settings_cls)
        self._names = names

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        return None, field_name, False  # required by the base class; __call__ does the work

    def __call__(self) -> dict[str, Any]:
        llm = {key: self._names[name] for name, key in OPENAI_NAMES.items() if self._names.get(name)}
        return {"llm": llm} if llm else {}


class _NewsbotDotEnv(DotEnvSettingsSource):
    """`.env` may hold other programs' names: only those with our prefix are ours, and all of those are checked."""

    def __call__(self) -> dict[str, Any]:
        ours = super().__call__()
        return {key: value for key, value in ours.items() if key in FIELDS}


FIELDS = frozenset(Settings.model_fields)


def _dotenv() -> dict[str, str | None]:
    """What `.env` says. Raises `SettingsError` for a line that cannot be read, which the library would pass over."""
    from dotenv import dotenv_values
    from dotenv.parser import parse_stream

    if not Path(ENV_FILE).is_file():
        return {}
    text = Path(ENV_FILE).read_text(encoding="utf-8-sig")
    for line in parse_stream(io.StringIO(text)):
        if line.error:
            raise SettingsError(f"{ENV_FILE}, line {line.original.line}, cannot be read; close its quotation marks")
    return dict(dotenv_values(stream=io.StringIO(text)))


def load() -> Settings:
    """The settings of the working folder.

    Raises `SettingsError` naming the key, where it stands and what to write instead; values
    are never repeated, since one of them may be a key put in the wrong place.
    """
    try:
        for name in (TOML_FILE, ENV_FILE):
            if Path(name).exists() and not Path(name).is_file():
                raise SettingsError(f"{name} is no file; move it away, then run `newsbot init`")
        _refuse_unknown_environment(os.environ, "the environment")
        _refuse_unknown_environment(_dotenv(), ENV_FILE)
        return Settings()
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{TOML_FILE} is not valid TOML: {error}. Mend that line and try again.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{TOML_FILE} or {ENV_FILE} is not UTF-8; save it as UTF-8 and try again.") from error
    except OSError as error:
        raise SettingsError(f"{error.filename or TOML_FILE} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        raise SettingsError("; ".join(_explained(error))) from None  # pydantic's text repeats values
    except PydanticSettingsError as error:
        raise SettingsError(f"a setting in the environment cannot be read: {error}") from None


def _refuse_unknown_environment(names: Mapping[str, Any], where: str) -> None:
    for name in names:
        top = name.upper().removeprefix(PREFIX).split("__")[0].lower()
        if name.upper().startswith(f"{PREFIX}LIVE_"):
            continue  # the opt-in tests' own names
        if name.upper().startswith(PREFIX) and top not in FIELDS:
            raise SettingsError(f"{name} in {where} is no setting{_nearest(name.upper(), known_names())}")


def known_names() -> tuple[str, ...]:
    """Every environment name that a setting answers to, in the order of the classes."""
    return (*OPENAI_NAMES, *(PREFIX + "__".join(path).upper() for path in _paths(Settings)))


def _paths(model: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Group):
            yield from ((name, *rest) for rest in _paths(field.annotation))
        else:
            yield (name,)


def _explained(error: ValidationError) -> Iterator[str]:
    for each in error.errors(include_input=False, include_url=False):
        loc, kind = each["loc"], each["type"]
        message = each["msg"].removeprefix("Value error, ")
        if kind == "extra_forbidden":
            yield f"{_place(loc)} is no setting{_nearest_beside(loc)}"
            continue
        if kind in ("tuple_type", "list_type"):
            message = 'Must be a list, like ["one", "two"]'
        elif kind == "model_type" and loc[0] == "feeds":
            message = 'Must be an address or a table, like {url = "https://…", language = "zh"}'
        elif kind == "model_type" and loc[:2] == ("sources", "outlets"):
            message = 'Must be a host or a table, like {host = "example.org", kind = "wire"}'
        yield f"setting {_place(loc)}: {message[0].lower() + message[1:]}"


def _place(loc: tuple[int | str, ...]) -> str:
    """Where a setting stands: `llm.timeout`, or in a list, counted from one, `feeds, number 2, url`."""
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f", number {part + 1}, "
        else:
            text += part if not text or text.endswith(" ") else f".{part}"
    return text.removesuffix(", ")


def _nearest_beside(loc: tuple[int | str, ...]) -> str:
    """The known name nearest to an unknown one: inside a feed or an outlet one of its options, else any setting."""
    if loc[0] == "feeds":
        return _nearest(str(loc[-1]), tuple(FeedSettings.model_fields))
    if loc[:2] == ("sources", "outlets") and len(loc) > 2:
        return _nearest(str(loc[-1]), tuple(Outlet.model_fields))
    return _nearest(_place(loc), tuple(".".join(path) for path in _paths(Settings)))


def _nearest(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else "; `newsbot init` writes a file with all of them"
