"""How articles get to readers: the site, publishing, the editors' page, and the label."""

import re
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from newsbot.settings.writing import Group, Word, hours, period

_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?", re.IGNORECASE)
_PLACE = r"[\w.~%?=&#+,;:@!$*/-]{0,500}"  # no brackets: it stands in those of a link
_ADDRESS = re.compile(rf"(?i:{_ORIGIN.pattern})/{_PLACE}\{{name\}}{_PLACE}")
Git = Literal["", "commit", "push", "branch"]
"""What is done with a published file where the site is kept in git."""


class Site(Group):
    """Where files go."""

    dir: Path = Path("site")
    drafts: Path = Path("drafts")


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
    address: str = Field(
        default="",
        description="Where an article stands, like https://news.example/posts/{name}/; what Hugo says goes before it.",
    )
    card: bool = Field(default=False, description="An article without a picture gets a title card (extra cards).")
    card_font: Path | None = Field(default=None, description="A font file with Chinese; else Noto Sans CJK is found.")
    git: Git = Field(default="", description="commit, push or branch: where the site is kept in git.")
    message: str = Field(
        default="{act}：{title}", description="Of the commit; {act}, {title}, {name}, {editor} are filled in."
    )

    @field_validator("folder")
    @classmethod
    def _below(cls, value: str) -> str:
        path = Path(value)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise ValueError("must be a folder below site.dir, like content/posts")
        return value

    @model_validator(mode="after")
    def _bundles_of_hexo(self) -> "Publish":
        if self.bundle and self.profile == "hexo":
            raise ValueError("bundle: Hexo has no bundles, and would call the page NAME/index; leave it out")
        return self

    @field_validator("delay", "undo")
    @classmethod
    def _length(cls, value: str) -> str:
        if period(value) is None:
            raise ValueError("is no length of time; write it like 90s, 5m, 6h or 1d")
        return value.strip()

    @field_validator("quiet")
    @classmethod
    def _hours(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        return hours(values)

    @field_validator("address")
    @classmethod
    def _of_an_article(cls, value: str) -> str:
        if value and not _ADDRESS.fullmatch(value):
            raise ValueError("must be an address with {name} in it, like https://news.example/posts/{name}/")
        return value

    @field_validator("message")
    @classmethod
    def _fillable(cls, value: str) -> str:
        try:
            filled = value.format(act="", title="", name="", editor="")
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            raise ValueError("may hold {act}, {title}, {name} and {editor} and no other braces") from error
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
