"""The XML reader under feedparser: expat, which hands over each text in one piece and stops at the bound.

Python's own reader hands a text over in a piece for each line and each entity, and feedparser takes
each piece through several layers: 40 % of its time on feeds of the wild.
"""

from itertools import islice
from typing import Any
from xml.sax.expatreader import ExpatParser

MAX_ENTRIES = 5_000
"""Entries read of one feed. Feeds of a thousand exist; this many of the usual length are what a worker has time for."""

_BUFFER = 2**16  # characters; a longer text comes in pieces of this size
_ATTRIBUTES = 100  # of one element; further ones are left out, since Python's SAX looks each up among all the others


class WholeTexts(ExpatParser):
    """A SAX reader for feedparser's handler. After `MAX_ENTRIES` entries the rest is only checked for its form."""

    def reset(self) -> None:
        super().reset()
        handler: Any = self
        self._entries: list[object] = handler._cont_handler.entries
        self._expat: Any = handler._parser
        self._expat.buffer_size = _BUFFER
        self._expat.buffer_text = True

    def start_element_ns(self, name: str, attrs: Any) -> None:
        """`name` is the element's namespace, name and prefix, as far as it has them, parted by spaces."""
        if len(self._entries) >= MAX_ENTRIES and name.split()[:2][-1].lower() in ("item", "entry"):
            self._expat.StartElementHandler = self._expat.EndElementHandler = self._expat.CharacterDataHandler = None
            return
        if len(attrs) > _ATTRIBUTES:
            attrs = dict(islice(attrs.items(), _ATTRIBUTES))
        super().start_element_ns(name, attrs)


def create_parser() -> WholeTexts:
    """What `xml.sax.make_parser` asks of a module of readers."""
    return WholeTexts()
