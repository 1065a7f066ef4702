"""All sections as one object, and where their values come from."""

import io
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError as PydanticSettingsError
from pydantic_settings.sources import DotEnvSettingsSource, TomlConfigSettingsSource

from newsbot.errors import SettingsError
from newsbot.settings.articles import (
    ArticleForm,
    Digest,
    Editions,
    EvidenceLimits,
    Interests,
    Kinds,
    Originality,
    Topics,
)
from newsbot.settings.asking import Budget, Llm
from newsbot.settings.faults import explained, nearest, paths
from newsbot.settings.publishing import Desk, Label, Publish, Site
from newsbot.settings.reading import FeedSettings, Fetch, Search, Sources
from newsbot.settings.running import Daemon, Notify, Retention
from newsbot.settings.writing import known_zone

TOML_FILE = "newsbot.toml"
ENV_FILE = ".env"
PREFIX = "NEWSBOT_"
OPENAI_NAMES = {"OPENAI_API_KEY": "api_key", "OPENAI_BASE_URL": "base_url"}


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
    editions: Editions = Editions()
    topics: Topics = Topics()
    originality: Originality = Originality()
    site: Site = Site()
    publish: Publish = Publish()

    desk: Desk = Desk()
    label: Label = Label()

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        return known_zone(value)

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
        raise SettingsError("; ".join(explained(error, Settings))) from None  # pydantic's text repeats values
    except PydanticSettingsError as error:
        raise SettingsError(f"a setting in the environment cannot be read: {error}") from None


def _refuse_unknown_environment(names: Mapping[str, Any], where: str) -> None:
    for name in names:
        top = name.upper().removeprefix(PREFIX).split("__")[0].lower()
        if name.upper().startswith(f"{PREFIX}LIVE_"):
            continue  # the opt-in tests' own names
        if name.upper().startswith(PREFIX) and top not in FIELDS:
            raise SettingsError(f"{name} in {where} is no setting{nearest(name.upper(), known_names())}")


def known_names() -> tuple[str, ...]:
    """Every environment name that a setting answers to, in the order of the classes."""
    return (*OPENAI_NAMES, *(PREFIX + "__".join(path).upper() for path in paths(Settings)))
