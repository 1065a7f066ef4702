"""Every page of the desk, by the route that makes it: what tests that hold for all pages walk."""

from collections.abc import Iterable, Iterator
from typing import Any

from starlette.routing import Route

PAGES = {
    "/": ("/", "/?show=1w", "/?show=ignored"),
    "/overview": ("/overview", "/overview?days=7"),
    "/published": ("/published",),
    "/enter": ("/enter",),
    "/drafts": ("/drafts", "/drafts?verdict=hold"),
    "/drafts/{story}": ("/drafts/{story}",),
    "/drafts/{story}/history": ("/drafts/{story}/history",),
    "/drafts/{story}/difference": ("/drafts/{story}/difference",),
    "/drafts/{story}/markdown": ("/drafts/{story}/markdown",),
    "/drafts/{story}/sources/{source}": ("/drafts/{story}/sources/1?passage=1.1",),
}
"""The addresses at which each page is looked at; `{story}` is a draft on the desk."""
NO_PAGES = {
    "/drafts/{story}/sources/{source}/text": "/drafts/{story}/sources/1/text?passage=1.1",
    "/drafts/{story}/preview": "/drafts/{story}/preview",
    "/published/{story}": "/published/{story}",  # a draft is not there yet: see `test_desk_published.py`
    "/static/{name}": "/static/desk.js",
}
"""What else is answered, by an address at which it is."""


def pages(story: str) -> list[str]:
    """The addresses of all pages, with this draft."""
    return [address.replace("{story}", story) for addresses in PAGES.values() for address in addresses]


def routes(app: Any, method: str) -> Iterator[str]:
    """The paths that the desk answers to this method."""
    inner: Iterable[Any] = app._app.routes
    for route in inner:
        assert isinstance(route, Route), "a page that no test of all pages sees"
        if method in (route.methods or ()):
            yield route.path
