"""Bold and links of a source's sentence as a model is shown them, and as it gives them back: **粗体**, [文字](1)."""

import re
from typing import NamedTuple

from newsbot import chinese
from newsbot.news import Link, Passage, Shape

_MARKED = re.compile(r"\*\*([^*\n]{1,400})\*\*|\[([^\[\]\n]{1,400})\]\(\s*[A-Za-z]?(\d{1,2})\s*\)")
_STRAY = re.compile(r"\*\*|\]\(\s*[A-Za-z]?\d{1,2}\s*\)")


class Plain(NamedTuple):
    """A text without its marks, and what they said of it."""

    text: str
    strong: tuple[str, ...]
    links: tuple[Link, ...]


def shown(passage: Passage, pieces: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences of a paragraph with what is bold and what is a link marked; links by their number in it, from 1.

    A piece of the paragraph that goes beyond one sentence is not marked.
    """
    shape = passage.shape or Shape()
    told = []
    links = list(enumerate(shape.links, 1))
    strong = list(shape.strong)
    for piece in pieces:
        spans: list[tuple[int, int, str]] = []
        at = 0
        while links and (start := piece.find(links[0][1].text, at)) >= 0:
            number, link = links.pop(0)
            at = start + len(link.text)
            spans.append((start, at, f"[{link.text}]({number})"))
        at = 0
        while strong and (start := piece.find(strong[0], at)) >= 0:
            words = strong.pop(0)
            at = start + len(words)
            if not any(start < end and first < at for first, end, _ in spans):
                spans.append((start, at, f"**{words}**"))
        told.append(_put(piece, sorted(spans)))
    return tuple(told)


def _put(piece: str, spans: list[tuple[int, int, str]]) -> str:
    made, at = "", 0
    for start, end, marked in spans:
        made += piece[at:start] + marked
        at = end
    return made + piece[at:]


def read(text: str, shape: Shape | None) -> Plain:
    """A rendering as it came, with its marks read; a link to nothing of the paragraph is its words alone."""
    known = shape.links if shape else ()
    made, at = "", 0
    strong: list[str] = []
    links: list[Link] = []
    for match in _MARKED.finditer(text):
        words = match[1] or match[2]
        made += text[at : match.start()] + words
        at = match.end()
        if match[1]:
            strong.append(_tidy(words))
        elif 0 < int(match[3]) <= len(known):
            links.append(Link(text=_tidy(words), url=known[int(match[3]) - 1].url))
    plain = _tidy(_STRAY.sub("", made + text[at:]))
    return Plain(
        plain, tuple(each for each in strong if each in plain), tuple(each for each in links if each.text in plain)
    )


def restored(rendered: Plain, shown: str, shape: Shape | None) -> Plain:
    """A rendering with what `shown` marks in the original and it has word for word, such as a name, marked alike."""
    meant = read(shown, shape)
    strong = tuple(each for each in meant.strong if each in rendered.text and each not in rendered.strong)
    there = {link.url for link in rendered.links}
    links = tuple(each for each in meant.links if each.text in rendered.text and each.url not in there)
    return Plain(rendered.text, (*rendered.strong, *strong), (*rendered.links, *links))


def _tidy(text: str) -> str:
    return chinese.house_numbers(chinese.tidy(text))
