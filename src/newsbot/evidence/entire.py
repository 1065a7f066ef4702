"""The evidence of a translation: one foreign page whole, a passage for its title and one for each paragraph."""

from collections.abc import Sequence

from newsbot import chinese
from newsbot.errors import EvidenceError, NothingFound, TooThin
from newsbot.evidence.candidates import Candidate, forbidden
from newsbot.evidence.relevance import Subject
from newsbot.news import Evidence, Noun, Passage, Shape

MOST_PASSAGES = 900
"""Paragraphs of a page that is translated: ids have three digits, and an editor reads every one of them."""
LEAST = 40
"""Reading units below which a page is no text to translate, but a notice or a headline."""
_MOST_NAMED = 5


class Wanted(Noun):
    """What is to be translated: the page at `url`, where the story began with one, else the one that was given."""

    story: str
    headline: str
    url: str = ""


def entire(wanted: Wanted, candidates: Sequence[Candidate], searched: Sequence[str]) -> tuple[Candidate, Evidence]:
    """The page to translate, and the evidence that is all of it. Passage 1.1 is its title.

    Raises `EvidenceError` for several pages of which none was said to be it, for one that is Chinese, of which only
    a part could be read, that has no address to name, or that must not be used; `NothingFound`, `TooThin`.
    """
    where = tuple(searched)
    candidate = _chosen(wanted, candidates, where)
    page, name = candidate.page, candidate.name
    if left := forbidden(candidate):
        raise EvidenceError(f"“{name}” cannot be translated: {left.reason}", where)
    if not page.final_url:
        raise EvidenceError(f"“{name}” has no address; a translation names and links its original: give --url", where)
    if page.access != "full":
        raise EvidenceError(
            f"only a part of “{name}” could be read ({page.access}); a translation is of the whole", where
        )
    passages = _passages(candidate)
    if (page.language or chinese.language(page.text)) == "zh":
        raise EvidenceError(f"“{name}” is Chinese already; a translation is of a page in another language", where)
    if sum(chinese.weight(each.text) for each in passages) < LEAST:
        raise TooThin(f"“{name}” holds too little text to translate", where)
    if len(passages) > MOST_PASSAGES:
        raise EvidenceError(f"“{name}” has {len(passages)} paragraphs; at most {MOST_PASSAGES} are translated", where)
    source = candidate.source(1)
    headline = chinese.one_line(page.title) or wanted.headline
    return candidate, Evidence(
        story=wanted.story, headline=headline, sources=(source,), passages=passages, searched=where
    )


def _chosen(wanted: Wanted, candidates: Sequence[Candidate], searched: tuple[str, ...]) -> Candidate:
    """The page that is meant: the story's own, the one that was given, or the only foreign one about the headline."""
    if own := [each for each in candidates if wanted.url and wanted.url in (each.page.url, each.page.final_url)]:
        return own[0]
    given = [each for each in candidates if each.given]
    if not given:
        subject = Subject([wanted.headline], candidates)
        given = [each for each in candidates if each.page.language != "zh" and subject.concerns(each)]
    if not given:
        raise NothingFound(
            f"no foreign page to translate could be read (“{wanted.headline}”); name one with --url", searched
        )
    if len(given) > 1:
        named = "; ".join(f"“{each.name}” {each.page.final_url}" for each in given[:_MOST_NAMED])
        more = f"; and {len(given) - _MOST_NAMED} more" if len(given) > _MOST_NAMED else ""
        raise EvidenceError(
            f"a translation is of one page, and there are {len(given)}: {named}{more}; name the one with --url",
            searched,
        )
    return given[0]


def _passages(candidate: Candidate) -> tuple[Passage, ...]:
    """The title, then every line of the page's text that says something."""
    page = candidate.page
    lines = page.text.split("\n")
    shapes = page.shapes if len(page.shapes) == len(lines) else (Shape(),) * len(lines)
    made: list[tuple[int, str, Shape]] = []
    start = 0
    for line, shape in zip(lines, shapes, strict=True):
        if any(char.isalnum() for char in line):
            made.append((start, line, shape))
        start += len(line) + 1
    if made and made[0][2].form == "heading" and made[0][2].level == 1:  # the page's own title, without its site's name
        first, title, _ = made.pop(0)
    else:
        first, title = 0, page.title
    whole = [(first, title, Shape(form="title")), *made]
    return tuple(
        Passage(
            id=f"1.{number}",
            source=1,
            start=at,
            end=at + (len(text) if page.text.startswith(text, at) else 0),
            text=chinese.simplified(text),
            original=text if chinese.simplified(text) != text else "",
            language=chinese.language(text) or page.language,
            shape=_simplified(shape),
        )
        for number, (at, text, shape) in enumerate(whole, 1)
    )


def _simplified(shape: Shape) -> Shape:
    """The shape with the cells of a row as the passage has them."""
    return shape.model_copy(update={"cells": tuple(map(chinese.simplified, shape.cells))}) if shape.cells else shape
