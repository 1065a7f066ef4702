"""Every page of the desk, by the route that makes it: what tests that hold for all pages walk."""

from collections.abc import Iterable, Iterator
from typing import Any

from starlette.routing import Route

PAGES = {
    "/": ("/", "/?show=1w", "/?show=ignored"),
    "/overview": ("/overview", "/overview?days=7"),
    "/published": ("/published",),
    "/published/{story}": ("/published/{article}",),
    "/enter": ("/enter",),
    "/drafts": ("/drafts", "/drafts?verdict=hold"),
    "/drafts/{story}": ("/drafts/{story}",),
    "/drafts/{story}/history": ("/drafts/{story}/history",),
    "/drafts/{story}/difference": ("/drafts/{story}/difference",),
    "/drafts/{story}/markdown": ("/drafts/{story}/markdown",),
    "/drafts/{story}/sources/{source}": ("/drafts/{story}/sources/1?passage=1.1",),
}
"""The addresses at which each page is looked at; `{story}` is a draft on the desk, `{article}` one on the site."""
NO_PAGES = {
    "/drafts/{story}/sources/{source}/text": "/drafts/{story}/sources/1/text?passage=1.1",
    "/drafts/{story}/preview": "/drafts/{story}/preview",
    "/preview/{path:path}": "/preview/posts/index.html",
    "/static/{name}": "/static/desk.js",
}
"""What else is answered, by an address at which it is."""


def pages(story: str, article: str = "") -> list[str]:
    """The addresses of all pages, with this draft and this published article; without one, of the others."""
    found = [each for addresses in PAGES.values() for each in addresses if article or "{article}" not in each]
    return [each.replace("{story}", story).replace("{article}", article) for each in found]


def routes(app: Any, method: str) -> Iterator[str]:
    """The paths that the desk answers to this method."""
    inner: Iterable[Any] = app._app.routes
    for route in inner:
        assert isinstance(route, Route), "a page that no test of all pages sees"
        if method in (route.methods or ()):
            yield route.path
