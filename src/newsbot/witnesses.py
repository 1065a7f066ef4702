"""Who bears witness: which sources are independent of each other, and how many there are of them."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from newsbot.news import Source

MOST = 200
"""Sources that are counted; an article has eight."""


def independent(one: Source, other: Source) -> bool:
    """Whether two sources are two witnesses: other outlets, neither a copy of the other, no wire behind both."""
    if one.id == other.id or one.sha256 == other.sha256:
        return False
    names = [_outlets(source) for source in (one, other)]
    if names[0] & names[1] or (one.origin and one.origin == other.origin):
        return False
    return not any(
        origin and (origin in outlets or any(outlet in origin for outlet in outlets))
        for origin, outlets in ((one.origin, names[1]), (other.origin, names[0]))
    )


def witnesses(sources: Iterable[Source]) -> tuple[Source, ...]:
    """The first of each group of sources that lean on one another, in their order."""
    found: list[Source] = []
    for source in list(sources)[:MOST]:
        if all(independent(source, other) for other in found):
            found.append(source)
    return tuple(found)


def _outlets(source: Source) -> set[str]:
    return {source.publisher, urlsplit(source.url).netloc, *source.copies} - {""}
