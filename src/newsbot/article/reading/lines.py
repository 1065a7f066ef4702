"""Where reading a file stands, line by line, and how a file is told from others by its lines."""

import re

from newsbot.article.labels import LABELS, SIMPLIFIED
from newsbot.errors import ParseError

FRAME = frozenset({"## Content", "<article>", "</article>"})
"""Lines of which a framed article has at least one, however it was edited; no text of a plain one can be one."""
ABSTRACTS = frozenset(f"## {labels.abstract}" for labels in LABELS.values())
"""Lines of which a chaptered article has one and no other any: chapters of its own are numbered, and nobody else has
any. The line above its outline is bold as a whole, like captions of tables only."""
ORIGIN = re.compile(
    r"> 本文翻[译譯]自(?:(?P<by>(?:\\.|[^\\\[])*)的文章)?\[(?P<title>(?:\\.|[^\\\]])*)\]\((?P<url>https?:[^()\s]*)\)"
    r"(?:（(?P<date>[0-9]{1,4}(?:/[0-9]{1,2}){0,2})）)?。(?:[译譯][载載][许許]可：(?P<licence>.*)。)?$"
)


class Lines:
    """A cursor over the file's lines."""

    def __init__(self, text: str) -> None:
        self._lines = text.replace("\r\n", "\n").split("\n")
        self._at = 0
        self.labels = SIMPLIFIED
        self.framed = not FRAME.isdisjoint(self._lines)
        self.chaptered = not self.framed and not ABSTRACTS.isdisjoint(self._lines)
        self.translated = not self.framed and not self.chaptered and any(map(ORIGIN.match, self._lines))

    @property
    def next(self) -> str | None:
        """The line that comes next, or None at the end."""
        return self._lines[self._at] if self._at < len(self._lines) else None

    def stands_before(self, whole: str | None) -> bool:
        """Whether nothing but blank lines stands between the next line and this one, or the end."""
        following = (line for line in self._lines[self._at + 1 :] if line)
        return next(following, None) == whole

    def starts(self, start: str) -> bool:
        return self.next is not None and self.next.startswith(start)

    def take(self) -> str:
        found = self.next
        if found is None:
            raise self.wrong("more text")
        self._at += 1
        return found

    def expect(self, whole: str) -> None:
        self.skip_blank()
        if self.next != whole:
            raise self.wrong(f"`{whole}`")
        self._at += 1

    def expect_start(self, start: str) -> str:
        """The rest of the next line, which begins with `start`."""
        self.skip_blank()
        if not self.starts(start):
            raise self.wrong(f"`{start}…`")
        return self.take()[len(start) :]

    def replace(self, text: str) -> None:
        """Put `text` in the place of the line that was taken last, to be read again."""
        self._at -= 1
        self._lines[self._at] = text

    def expect_end(self) -> None:
        self.skip_blank()
        if self.next is not None:
            raise self.wrong("the end of the text")

    def skip_blank(self) -> None:
        while self.next == "":
            self._at += 1

    def wrong(self, expected: str, back: int = 0) -> ParseError:
        at = max(0, min(self._at - back, len(self._lines) - 1))
        found = self._lines[at][:60] if self.next is not None or back else "the end of the text"
        return ParseError(f"article, line {at + 1}: expected {expected}, found `{found}`; restore the article's form")
