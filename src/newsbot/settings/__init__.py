"""Settings, read once at the start: environment > `.env` > `newsbot.toml` > the defaults here.

Every key is `NEWSBOT_` + its name in the environment, sections joined by two underscores
(`NEWSBOT_SITE__DIR`). `OPENAI_API_KEY` and `OPENAI_BASE_URL` are read too and yield to
`NEWSBOT_LLM__API_KEY` and `NEWSBOT_LLM__BASE_URL` of the same place. An unknown key is an
error that names the nearest known one.
"""

from newsbot.settings.articles import (
    ArticleForm,
    Digest,
    Editions,
    EvidenceLimits,
    Interests,
    KindRule,
    Kinds,
    Originality,
    Topics,
)
from newsbot.settings.asking import LOCAL, Budget, Llm, Price, Role, RoleOptions
from newsbot.settings.loading import ENV_FILE, OPENAI_NAMES, TOML_FILE, Settings, known_names, load
from newsbot.settings.publishing import Desk, Embargo, Git, Label, Publish, Site
from newsbot.settings.reading import URL_CHARACTERS, FeedSettings, Fetch, Outlet, Search, Sources
from newsbot.settings.running import Daemon, Event, Notify, Retention
from newsbot.settings.writing import Group, Word, period

__all__ = [
    "ENV_FILE",
    "LOCAL",
    "OPENAI_NAMES",
    "TOML_FILE",
    "URL_CHARACTERS",
    "ArticleForm",
    "Budget",
    "Daemon",
    "Desk",
    "Digest",
    "Editions",
    "Embargo",
    "Event",
    "EvidenceLimits",
    "FeedSettings",
    "Fetch",
    "Git",
    "Group",
    "Interests",
    "KindRule",
    "Kinds",
    "Label",
    "Llm",
    "Notify",
    "Originality",
    "Outlet",
    "Price",
    "Publish",
    "Retention",
    "Role",
    "RoleOptions",
    "Search",
    "Settings",
    "Site",
    "Sources",
    "Topics",
    "Word",
    "known_names",
    "load",
    "period",
]
