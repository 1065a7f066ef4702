"""What all pages of the desk share: the newsroom, who is in, the words, the templates, and who reads what."""

import copy
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Self

from jinja2 import Environment, FunctionLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from newsbot import staff
from newsbot.desk.attempts import Attempts
from newsbot.desk.preview import Window
from newsbot.desk.refusals import said
from newsbot.desk.rules import rule_name
from newsbot.desk.sessions import Sessions
from newsbot.desk.words import LANGUAGES, Language, Words
from newsbot.edges.passwords import Lock
from newsbot.news import Post
from newsbot.wiring import Newsroom

READING = timedelta(minutes=5)
"""How long an editor counts as reading a draft after they last asked for it."""


class Room:
    """One desk, asked for at `addresses`. `window` shows previews, None where there are none.

    It knows who asked for which draft, and when.
    """

    def __init__(
        self,
        newsroom: Newsroom,
        sessions: Sessions,
        port: int,
        language: Language,
        addresses: Iterable[str],
        window: Window | None = None,
    ) -> None:
        self.newsroom = newsroom
        self.window = window
        self.addresses = frozenset(each.lower() for each in addresses)
        self.attempts = Attempts(newsroom.world.now)
        self.lock = Lock()
        self._posts: dict[str, Post | None] = {}
        self.sessions = sessions
        self.words = Words(language)
        self.here = "/"
        self.cookie = f"newsbot_{port}"  # cookies are shared by all ports of a host
        self.spoken = f"newsbot_language_{port}"
        self._reading: dict[str, dict[str, datetime]] = {}
        self._told: dict[str, tuple[str, ...]] = {}
        self._templates = Environment(
            loader=FunctionLoader(self.text),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["moment"] = self._moment

    def asked(self, request: Request) -> Self:
        """The same desk in the language that this browser asked for, at the address it is at."""
        language = request.cookies.get(self.spoken, "")
        room = copy.copy(self)
        room.here = f"{request.url.path}?{request.url.query}".rstrip("?") if request.method == "GET" else "/"
        room.words = next((Words(each) for each in LANGUAGES if each == language), self.words)
        return room

    def origin(self, request: Request) -> str:
        """The address of the desk that this browser asked for, which is one of `addresses`."""
        host = request.headers.get("host", "").lower()
        return f"https://{host}" if f"https://{host}" in self.addresses else f"http://{host}"

    def text(self, name: str) -> str:
        """A template, style sheet or script of the desk, a user's own first."""
        return self.newsroom.world.templates.text(f"desk/{name}")

    def page(self, name: str, here: str, *, status: int = 200, **values: object) -> HTMLResponse:
        """A page from its template; `here` is the part of the desk that it belongs to."""
        template = self._templates.get_template(f"{name}.html.j2")
        editor = str(values.get("editor", ""))
        always = {
            "w": self.words,
            "rule": partial(rule_name, language=self.words.language),
            "ago": self.ago,
            "address": self.here,
            "may": partial(self.may, editor),
            "told": self._told.pop(editor, ()),
            "previewed": self.window is not None,
            "said": self.said,
        }
        return HTMLResponse(template.render(always, here=here, **values), status)

    def said(self, text: object) -> str:
        """What an error says, in this desk's language."""
        return said(str(text), self.words.language)

    def known(self, editor: str, post: Post | None) -> None:
        """Note what an editor who asks for a page may do, so that the page offers no more; what is done asks again."""
        self._posts[editor] = post

    def may(self, editor: str, duty: str) -> bool:
        """Whether a page offers this to an editor."""
        return staff.may(self._posts.get(editor), duty)

    def reads(self, story: str, editor: str) -> str:
        """Note that an editor reads a draft; who else does so at the same time, empty when nobody."""
        self._reading.setdefault(story, {})[editor] = self.newsroom.world.now()
        return self.words("between-names").join(each for each in self.readers(story) if each != editor)

    def readers(self, story: str) -> tuple[str, ...]:
        """Who reads this draft now, the last to ask for it first."""
        now, seen = self.newsroom.world.now(), self._reading.get(story, {})
        there = [name for name, at in seen.items() if now - at < READING]
        return tuple(sorted(there, key=lambda name: seen[name], reverse=True))

    def left(self, story: str) -> None:
        """Nobody reads the draft any more: it is on the desk no longer."""
        self._reading.pop(story, None)

    def tell(self, editor: str, *lines: str) -> None:
        """Say this at the head of the next page that the editor asks for, once."""
        self._told[editor] = lines

    def ago(self, at: datetime) -> str:
        """How long ago that was, in one unit."""
        minutes = max(0, int((self.newsroom.world.now() - at) / timedelta(minutes=1)))
        for unit, size in (("days", 2 * 24 * 60), ("hours", 60), ("minutes", 1)):
            if minutes >= size:
                return self.words(f"{unit}-ago", minutes // (24 * 60 if unit == "days" else size))
        return self.words("just-now")

    def _moment(self, at: datetime) -> str:
        return f"{at.astimezone(self.newsroom.rules.house.zone):%Y-%m-%d %H:%M}"
