"""What may be asked of publishing, by whom and under which rules; and how it ended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from newsbot import checks
from newsbot.article import Cover, Profile
from newsbot.news import NEWS, Draft, Embargo, Kind, Language, Noun, Published
from newsbot.newsroom import Site, World
from newsbot.settings import Git


@dataclass(frozen=True)
class Policy:
    """How this newsroom publishes: plain values from its settings.

    `checks_of` are the checks of a draft, `kinds` those of article by name. `unattended` is whether the daemon may
    publish what passed, `delay` how long it then waits, `daily` how many in a calendar day of `zone`, outside `quiet`
    hours; `undo` is how long a publish can be undone. `address` is where an article stands, {name} being its file's
    name, for sites that Hugo does not build.
    """

    zone: ZoneInfo
    checks_of: Callable[[Draft], tuple[checks.Check, ...]]
    standards: checks.Standards
    require_editor: bool = False
    label_explicit: bool = True
    label_implicit: bool = True
    label_approved: str = ""
    embargoes: tuple[Embargo, ...] = ()
    unattended: bool = False
    delay: timedelta = timedelta(minutes=30)
    daily: int = 5
    quiet: tuple[str, ...] = ()
    undo: timedelta = timedelta(minutes=30)
    git: Git = ""
    message: str = "{act}：{title}"
    profile: Profile = "hugo"
    address: str = ""
    kinds: Mapping[str, Kind] = field(default_factory=lambda: {NEWS.name: NEWS})

    def address_of(self, name: str) -> str:
        """Where the article of this file stands by the setting, empty where that says nothing."""
        return self.address.replace("{name}", quote(name.removesuffix(".md")))


class Order(Noun):
    """What somebody asks for. `by` is who asks, and `editor` who answers for it (empty: whoever signed it, if anybody);
    `shown` is from when it is to be seen; `despite` why an embargo is passed over; `dry` changes nothing. `unattended`
    is nobody's word, and loses against whoever parked the story. `cover` is a local picture, its `image` a path.
    """

    by: str = ""
    editor: str = ""
    reason: str = ""
    shown: datetime | None = None
    despite: str = ""
    dry: bool = False
    unattended: bool = False
    cover: Cover | None = None


Draw = Callable[[str, str, Language], bytes]
"""What makes a title card."""


@dataclass(frozen=True)
class Publisher:
    """The world, the site and the rules by which articles get there.

    `draw` makes a title card of a title, a story's id and a language; None where none are made.
    """

    world: World
    site: Site
    policy: Policy
    draw: Draw | None = None


class Ending(Noun):
    """How a publish ended. `already`: it stood there before. `told` are lines for people, `text` is the file's."""

    published: Published
    already: bool = False
    told: tuple[str, ...] = ()
    text: str = ""
