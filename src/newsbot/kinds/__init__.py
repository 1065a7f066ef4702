"""The kinds of article: small declarations over the steps."""

import difflib

from newsbot.errors import UsageError
from newsbot.news import Noun


class Kind(Noun):
    """What sets one kind apart. `title` is its name for readers, `template` the file that lays it out."""

    name: str
    title: str
    template: str


KINDS: dict[str, Kind] = {kind.name: kind for kind in (Kind(name="news", title="消息", template="news.md.j2"),)}


def kind(name: str) -> Kind:
    """The kind of this name. Raises `UsageError` that names the known ones."""
    known = KINDS.get(name)
    if known is None:
        near = difflib.get_close_matches(name, KINDS, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known kinds: {', '.join(KINDS)}"
        raise UsageError(f"unknown kind {name[:40]!r}; {hint}")
    return known
