"""The kinds of article: each a folder of declarations over the same steps.

    prompts/KIND/kind.toml   what sets it apart: its parts, length, front matter, prompts, ways of writing
    prompts/KIND/*.md        the prompts it has of its own; the others are those of the kind it is `like`, then of news
    templates/NAME.md.j2     how its file is laid out

A user's own folder comes before the packaged one, so that a kind is added, or changed, without touching the package.
"""

import difflib
import re
import tomllib
from collections.abc import Mapping

from pydantic import ValidationError

from newsbot.errors import SettingsError, UsageError
from newsbot.kinds.choosing import Told, deserved
from newsbot.news import FRONT, NEWS, Kind

__all__ = ["FILE", "Told", "deserved", "known", "named", "read"]

FILE = "kind.toml"
MORE_FRONT = ("featured_image", "main_topics", "licence")
"""What a front matter may hold besides the keys of `news`."""

TRANSLATED = ("plain", (0, 0), (0, 0), True)
"""What a kind that renders one source says of its layout, sections, TL;DR and introduction: its original has them."""

SKIPPED = frozenset({"title", "hype", "empty-phrase", "repetition", "phrasing", "spacing", "follow-up"})
"""Rules of style, which a kind may do without. What an article says is held against its sources in every kind."""

_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
_RESERVED = "extract"  # what the front matter of an article says that was written without a model


def read(name: str, text: str) -> Kind:
    """The kind that this `kind.toml` in the folder `name` declares. Raises `SettingsError` with what is wrong."""
    where = f"kind {name[:40]!r} ({FILE})"
    if not _NAME.fullmatch(name) or name == _RESERVED:
        raise SettingsError(f"{where}: name its folder with small letters, digits and hyphens, and not {_RESERVED}")
    try:
        kind = Kind.model_validate({"name": name, **_listed(tomllib.loads(text))})
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{where}: {error}") from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise SettingsError(f"{where}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    if wrong := _wrong(kind):
        raise SettingsError(f"{where}: {wrong}")
    return kind


def _listed(declared: dict[str, object]) -> dict[str, object]:
    """The declaration with its lists as tuples, as a strict model wants them."""
    return {
        key: tuple(value) if isinstance(value, list) else _listed(value) if isinstance(value, dict) else value
        for key, value in declared.items()
    }


def _wrong(kind: Kind) -> str:
    """What in a declaration does not fit together; empty when nothing."""
    parts = kind.parts
    for key, (least, most) in (("tldr", parts.tldr), ("sections", parts.sections), ("length", kind.length or (0, 1))):
        if not 0 <= least <= most:
            return f"{key} = [{least}, {most}]: write the fewest first, then the most"
    if parts.sections[1] == 0 and not parts.introduction:
        return "an article needs an introduction or sections"
    if kind.faithful and (kind.layout, parts.sections, parts.tldr, parts.introduction) != TRANSLATED:
        return "a faithful kind has layout plain, an introduction, no tldr, and the sections of its original: [0, 0]"
    if kind.layout == "plain" and (parts.heading or (parts.conclusion and not kind.faithful)):
        return (
            "a plain layout has no heading and no conclusion of its own; set parts.heading and parts.conclusion false"
        )
    if (kind.layout == "chaptered") != ("chapters" in kind.writers) or (kind.layout == "chaptered" and parts.heading):
        return "a chaptered layout is written by chapters, and has no heading: set parts.heading false"
    if "title" not in kind.front or "draft" not in kind.front or "date" not in kind.front:
        return "front needs title, date and draft"
    if strange := [key for key in kind.front if key not in (*FRONT, *MORE_FRONT)]:
        return f"front has no value for {', '.join(strange)}; known are {', '.join((*FRONT, *MORE_FRONT))}"
    if strange := sorted(set(kind.skip) - SKIPPED):
        return f"skip: {', '.join(strange)} cannot be left out; only {', '.join(sorted(SKIPPED))} can"
    if kind.rounds not in (0, 1) or kind.sources < 1 or not kind.writers:
        return "rounds is 0 or 1, sources at least 1, and writers names at least one way"
    return ""


def known(declarations: Mapping[str, str]) -> dict[str, Kind]:
    """The kinds by name, `news` first; `declarations` are the texts of their files. Raises `SettingsError`."""
    found = {name: read(name, text) for name, text in sorted(declarations.items())}
    for kind in found.values():
        if kind.like and kind.like not in found:
            raise SettingsError(f"kind {kind.name!r} ({FILE}): there is no kind {kind.like[:40]!r} to be like")
    return {NEWS.name: NEWS} | found


def named(kinds: Mapping[str, Kind], name: str) -> Kind:
    """The kind of this name. Raises `UsageError` that names the known ones."""
    kind = kinds.get(name)
    if kind is None:
        near = difflib.get_close_matches(name, kinds, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known kinds: {', '.join(kinds)}"
        raise UsageError(f"unknown kind {name[:40]!r}; {hint}")
    return kind
