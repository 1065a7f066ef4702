"""A feed as it was written: what its bytes say of it and of its items, before anything is made of that."""

from typing import NamedTuple

from newsbot.news import Hints


class Written(NamedTuple):
    """A piece of text as the feed has it. `markup`: the feed says that it is HTML; else it says that it is plain."""

    value: str = ""
    markup: bool = False


class Item(NamedTuple):
    """One item, raw. `dates` are what it says of its time, the one that counts first; `id` and `link` may be empty."""

    id: str
    link: str
    title: Written
    summary: Written
    contents: tuple[Written, ...]
    author: str
    dates: tuple[str, ...]


class Document(NamedTuple):
    """The feed itself, raw, and its items in their order. `format` is for people: `RSS 2.0`, `Atom 1.0`, …"""

    title: Written
    language: str
    site: str
    format: str
    hints: Hints
    items: list[Item]
