"""How articles get to the site, and what their title cards are drawn with."""

from datetime import timedelta

from newsbot import publishing
from newsbot.edges import hugo
from newsbot.edges.cards import Cards
from newsbot.edges.content import ContentFolder
from newsbot.errors import SettingsError
from newsbot.news import Embargo
from newsbot.newsroom import World
from newsbot.settings import Settings, period
from newsbot.stages import Rules

STATIC = {"hugo": "static", "hexo": "source", "astro": "public"}
"""The folder whose files each generator shows as they are."""


def publisher_of(settings: Settings, world: World, rules: Rules) -> publishing.Publisher:
    """By which articles get to the site of these settings."""
    publish, label = settings.publish, settings.label
    folder = settings.site.dir / publish.folder
    program, site = hugo.binary() if publish.build == "auto" else None, hugo.site_of(folder)
    builder = hugo.Hugo(program, site, publish.build_timeout) if program and site else None
    policy = publishing.Policy(
        zone=settings.zone,
        checks_of=rules.checks_of,
        standards=rules.standards,
        require_editor=publish.require_editor,
        label_explicit=label.explicit,
        label_implicit=label.implicit,
        label_approved=label.approved,
        embargoes=tuple(Embargo(words=each.words, until=each.until) for each in publish.embargoes),
        unattended=publish.mode == "pass",
        delay=_length(publish.delay),
        daily=publish.daily,
        quiet=publish.quiet,
        undo=_length(publish.undo),
        git=publish.git,
        message=publish.message,
        profile=publish.profile,
        address=publish.address,
        kinds=rules.kinds,
    )
    static = settings.site.dir / STATIC[publish.profile]
    content = ContentFolder(folder, bundle=publish.bundle, hugo=builder, static=static)
    return publishing.Publisher(world, content, policy, cards_of(settings) if publish.card else None)


def _length(text: str) -> timedelta:
    length = period(text)
    assert length is not None, "the settings let only lengths of time through"
    return length


def cards_of(settings: Settings) -> Cards:
    """What draws title cards."""
    return Cards(settings.article.author, settings.label.producer, settings.publish.card_font)


def site_to_preview(settings: Settings, program: str | None) -> ContentFolder:
    """The site with what builds it, also where publishing does not try it; `program` is Hugo's, None without one.

    Raises `SettingsError` for what lacks.
    """
    folder = settings.site.dir / settings.publish.folder
    site = hugo.site_of(folder)
    if program is None:
        raise SettingsError("a preview is built with Hugo, and there is none: install Hugo, or newsbot[site]")
    if site is None:
        raise SettingsError(f"there is no Hugo site above {folder}; set site.dir to yours (publish.folder lies in it)")
    builder = hugo.Hugo(program, site, settings.publish.build_timeout)
    return ContentFolder(folder, bundle=settings.publish.bundle, hugo=builder)
