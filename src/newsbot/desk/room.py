"""What all pages of the desk share: the newsroom, who is in, the words, the templates, and who reads what."""

from datetime import datetime, timedelta

from jinja2 import Environment, FunctionLoader, StrictUndefined
from starlette.responses import HTMLResponse

from newsbot.desk.sessions import Sessions
from newsbot.desk.words import Language, Words
from newsbot.wiring import Newsroom

READING = timedelta(minutes=5)
"""How long an editor counts as reading a draft after they last asked for it."""


class Room:
    """One desk. `reading` says who asked last for a draft, and when."""

    def __init__(self, newsroom: Newsroom, sessions: Sessions, port: int, language: Language) -> None:
        self.newsroom = newsroom
        self.sessions = sessions
        self.words = Words(language)
        self.cookie = f"newsbot_{port}"  # cookies are shared by all ports of a host
        self._reading: dict[str, tuple[str, datetime]] = {}
        self._templates = Environment(
            loader=FunctionLoader(self.text),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["moment"] = self._moment

    def text(self, name: str) -> str:
        """A template, style sheet or script of the desk, a user's own first."""
        return self.newsroom.world.templates.text(f"desk/{name}")

    def page(self, name: str, here: str, *, status: int = 200, **values: object) -> HTMLResponse:
        """A page from its template; `here` is the part of the desk that it belongs to."""
        template = self._templates.get_template(f"{name}.html.j2")
        return HTMLResponse(template.render(w=self.words, here=here, **values), status)

    def reads(self, story: str, editor: str) -> str:
        """Note that an editor reads a draft; who else does so at the same time, empty when nobody."""
        other = self.reader(story)
        self._reading[story] = (editor, self.newsroom.world.now())
        return other if other != editor else ""

    def reader(self, story: str) -> str:
        """Who reads this draft now, empty when nobody."""
        name, at = self._reading.get(story, ("", datetime.min))
        return name if name and self.newsroom.world.now() - at < READING else ""

    def _moment(self, at: datetime) -> str:
        return f"{at.astimezone(self.newsroom.rules.house.zone):%Y-%m-%d %H:%M}"
