"""A draft in the real theme: the user's site, built on a copy with the draft in it.

    draft's file ──draft: false──▶ a copy of the site ──Hugo──▶ pages, on a port of their own │ below the desk's address

On this machine they have a port of their own: another origin than the desk's, so that what a theme's scripts do there,
they cannot do at the desk. Editors elsewhere reach no other port. For them the pages stand below the desk's address,
behind its door, and no script of them runs. Pages may load styles and fonts from elsewhere, as themes do, and nothing
else; the draft lands in no site.
"""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import NamedTuple

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from newsbot import article, editing
from newsbot.desk.guard import HEADERS, Guard
from newsbot.edges import hugo
from newsbot.edges.listening import HOST, at, listening
from newsbot.edges.previews import Previews
from newsbot.errors import ParseError, PublishError, SettingsError
from newsbot.publishing.files import file
from newsbot.wiring import Newsroom, site_to_preview

THEMED = {
    **HEADERS,
    "content-security-policy": (
        "default-src 'self' 'unsafe-inline' data: blob:; style-src 'self' 'unsafe-inline' https:; "
        "font-src 'self' data: https:; connect-src 'self'; object-src 'none'; form-action 'none'; "
        "base-uri 'self'; frame-ancestors 'none'"
    ),
}
SCRIPTLESS = {
    "content-security-policy": (
        "sandbox allow-same-origin; default-src 'none'; style-src 'self' 'unsafe-inline' https:; "
        "font-src 'self' data: https:; img-src 'self' data:; media-src 'self'; form-action 'none'; "
        "base-uri 'self'; frame-ancestors 'none'"
    ),
}
"""Of pages below the desk's own address: `sandbox` without `allow-scripts` lets nothing of theirs run."""

BELOW = "/preview/"
"""Where they stand there."""

Show = Callable[[str, str], Awaitable[str]]
"""Builds the site with the draft of this story for an editor who is at this address of the desk, such as
`https://desk.example.org`, and tells the address of its page."""


class Window(NamedTuple):
    """What shows drafts as they will look; `pages` are the files of the builds where they stand below the desk."""

    show: Show
    pages: StaticFiles | None = None


ENDS = (signal.SIGINT, signal.SIGTERM)
HEADERS_WITHIN = 10  # seconds an idle connection is kept


def pages(previews: Previews, port: int) -> ASGIApp:
    """The builds that stay as one site: what the newest does not have, an earlier one may."""
    files = StaticFiles(html=True)

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        files.all_directories = list(previews.folders)
        await files(scope, receive, send)

    site = Starlette(routes=[Mount("/", served)])
    return Guard(site, [at(name, port) for name in (HOST, "localhost", "::1")], headers=THEMED)


async def built(story: str, newsroom: Newsroom, previews: Previews, root: str) -> str:
    """Build the site with the draft of this story as its file lies there, to stand at `root`; its page's address.

    Raises `UsageError`, `NotAllowed` where there is no such draft, `PublishError` where it cannot be built.
    """
    world = newsroom.world
    on = await editing.opened(story, world)
    try:
        document = article.parse((await world.files.read(on.article.path)).decode("utf-8", "replace"))
    except ParseError as error:
        raise PublishError(f"{on.article.path}: {error}") from error
    shown = article.published(document, world.now(), "", None, None)
    return await previews.build(on.article.name, file(shown, on.row.story, newsroom.publisher), root)


class Ending(uvicorn.Server):
    """A server that ends when it is told to, and lets its process clean up after it.

    uvicorn's own raises the signal again once it is done, and the process dies with its folders left behind.
    """

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Ctrl-C and the signal to end are this server's while it serves in the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        loop = asyncio.get_running_loop()
        for each in ENDS:
            loop.add_signal_handler(each, self.handle_exit, each, None)
        try:
            yield
        finally:
            for each in ENDS:
                loop.remove_signal_handler(each)


class Beside(uvicorn.Server):
    """A second server of one process: signals end the first, and that ends this."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """None."""
        yield


def config(app: ASGIApp) -> uvicorn.Config:
    """How a preview is served."""
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_keep_alive=HEADERS_WITHIN,
    )


@asynccontextmanager
async def beside(newsroom: Newsroom) -> AsyncIterator[Window]:
    """What builds a draft's preview and tells its address; the pages are served beside the desk until it closes."""
    try:
        site = site_to_preview(newsroom.settings, hugo.binary())
    except SettingsError as error:
        yield Window(partial(_cannot, error))
        return
    bound = listening(0)
    with bound.socket, Previews(site) as previews:
        server = Beside(config(pages(previews, bound.port)))
        serving = asyncio.create_task(server.serve(sockets=[bound.socket]))

        async def show(story: str, _desk: str) -> str:
            return await built(story, newsroom, previews, f"{at(HOST, bound.port)}/")

        try:
            yield Window(show)
        finally:
            server.should_exit = True
            await serving


@asynccontextmanager
async def below(newsroom: Newsroom) -> AsyncIterator[Window]:
    """The same for editors elsewhere: the desk itself serves the pages, below its own address."""
    try:
        site = site_to_preview(newsroom.settings, hugo.binary())
    except SettingsError as error:
        yield Window(partial(_cannot, error))
        return
    files = StaticFiles(html=True)
    with Previews(site) as previews:

        async def show(story: str, desk: str) -> str:
            address = await built(story, newsroom, previews, desk + BELOW)
            files.all_directories = list(previews.folders)
            return address

        yield Window(show, files)


async def _cannot(why: SettingsError, _story: str, _desk: str) -> str:
    raise why


async def serve(newsroom: Newsroom, story: str, port: int, told: Callable[[str], None]) -> None:
    """Build the site with the story's draft and serve it on loopback at `port` (0: any free one) until told to stop.

    `told` is given the address of the article's page. Raises `SettingsError` where there is no Hugo or no site.
    """
    site = site_to_preview(newsroom.settings, hugo.binary())
    bound = listening(port)
    with bound.socket, Previews(site) as previews:
        address = await built(story, newsroom, previews, f"{at(HOST, bound.port)}/")
        bound.socket.listen()  # whoever opens the address at once waits for an answer
        told(address)
        await Ending(config(pages(previews, bound.port))).serve(sockets=[bound.socket])
