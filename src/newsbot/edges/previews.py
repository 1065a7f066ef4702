"""Sites built with a draft in them, each in a folder of its own that goes with the last."""

import itertools
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from newsbot.edges.content import ContentFolder

KEPT = 4
"""Builds that stay: an editor may still have the page of an earlier one open."""


class Previews:
    """Builds of one site; `folders` are those that stay, the newest first."""

    def __init__(self, site: ContentFolder) -> None:
        self._site = site
        self._numbers = itertools.count(1)
        self._made: list[tempfile.TemporaryDirectory[str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        while self._made:
            self._made.pop().cleanup()

    @property
    def folders(self) -> list[str]:
        """The folders of the builds that stay."""
        return [made.name for made in self._made]

    async def build(self, name: str, markdown: str, root: str) -> str:
        """Build the site with this article, to be served at `root`; the address of its page. Raises `SiteBroken`."""
        made = tempfile.TemporaryDirectory(prefix=f"newsbot-preview-{next(self._numbers)}-")
        try:
            address = await self._site.previewed(name, markdown, Path(made.name), root)
        except BaseException:
            made.cleanup()
            raise
        self._made.insert(0, made)
        while len(self._made) > KEPT:
            self._made.pop().cleanup()
        return address
