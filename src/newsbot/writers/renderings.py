"""Renderings of an original's sentences: read from what a model says, and what is wrong with them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from newsbot import checks
from newsbot import draft as drafts
from newsbot.news import Evidence, Passage, Quote, Sentence, Shape
from newsbot.writers import marking

Rendered = dict[str, tuple[Sentence, ...]]
"""The renderings of each paragraph's sentences, by its passage."""

_WORDS = re.compile(r"[A-Za-z]{2}|[^\x00-\x7f\W\d]")
_NARROW = str.maketrans("（）", "()")
_LABEL = re.compile(r"^(?:译文|翻译|中文)\s{0,4}[：:]\s{0,4}|^\d{1,2}[.、．]\s{1,4}(?=\D)")


class Faults(NamedTuple):
    """What is wrong with a rendering, in words the model is told: errors first."""

    errors: tuple[str, ...]
    others: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.errors, *self.others)))


def sentences(passage: Passage, texts: Sequence[str]) -> tuple[Sentence, ...]:
    """The renderings of a paragraph as they came, as sentences on it, one for each of the original's."""
    pieces = checks.pieces(passage)
    beyond = [""] * max(0, len(texts) - len(pieces))
    return tuple(
        rendering(passage, piece, text) for piece, text in zip((*pieces, *beyond), texts, strict=False) if text.strip()
    )


def said(text: str) -> str:
    """The first line of a reply without the label that small models put before it; its marks stay."""
    first = next((line for each in text.splitlines() if (line := each.strip().strip("`").strip())), "")
    return _LABEL.sub("", first).strip()


def rendering(passage: Passage, piece: str, text: str, shown: str = "") -> Sentence:
    """A rendering as a sentence on its paragraph; speech in it is a translation of what the paragraph says.

    That of a cell without words, a figure or a sign, is a label: there is nothing in it to be judged.
    `shown` is the piece with its marks: what is bold or a link in it and stands in the rendering word for word (a
    name) is so there too, marked or not.
    """
    read = marking.restored(marking.read(text[: drafts.LONGEST], passage.shape), shown, passage.shape)
    plain = read.text
    if piece.rstrip("\"”’')）] ").endswith((".", "!", "?", "。", "！", "？")):
        plain = drafts.ended(plain)
    elif passage.shape is not None and passage.shape.form in ("title", "heading"):
        plain = plain.rstrip("。")
    spoken = tuple(Quote(text=each, original=piece) for each in checks.spoken(plain)) if piece else ()
    wordless = passage.shape is not None and passage.shape.cells and not _WORDS.search(piece) and _same(plain, piece)
    return Sentence(
        text=plain,
        passages=(passage.id,),
        kind="label" if wordless else "fact",
        quotes=spoken if any(mark in passage.text for mark in "\"“”'‘«„") else (),
        strong=read.strong,
        links=read.links,
    )


def _same(text: str, piece: str) -> bool:
    """Whether a cell without words is rendered by its figures as the house writes them."""
    house = marking.read(checks.glossed(piece), None).text
    return text.translate(_NARROW).replace(" ", "") == house.translate(_NARROW).replace(" ", "")


def faults(
    passage: Passage, renderings: tuple[Sentence, ...], evidence: Evidence, standards: checks.Standards
) -> Faults:
    """What is wrong with the renderings of a paragraph."""
    if not renderings:
        return Faults(("这一段没有译出",))
    prose = checks.running(evidence)
    found = [fault for _, fault in checks.unfaithful(passage, renderings, evidence.sources, standards, prose=prose)]
    return _told(passage, found, renderings, evidence, standards)


def faults_of(
    passage: Passage, piece: str, sentence: Sentence, evidence: Evidence, standards: checks.Standards
) -> Faults:
    """The same of one sentence of a paragraph, or of a part of one: a cell, a lead."""
    form = passage.shape.form if passage.shape else "paragraph"
    # A row is one piece, however many stops it has; a heading has none.
    cells = (piece,) if passage.shape and passage.shape.cells else ()
    shape = Shape(form=form if form in ("title", "heading") else "row", cells=cells)
    alone = passage.model_copy(update={"text": piece, "shape": shape})
    bare = sentence.model_copy(update={"links": ()})
    prose = checks.running(evidence)
    found = [fault for _, fault in checks.unfaithful(alone, [bare], evidence.sources, standards, prose=prose)]
    return _told(passage, found, (sentence,), evidence, standards)


def _told(
    passage: Passage,
    found: Sequence[checks.Fault],
    renderings: Sequence[Sentence],
    evidence: Evidence,
    standards: checks.Standards,
) -> Faults:
    place = "introduction/0/0/0/cell" if passage.shape and passage.shape.cells else "introduction/0/0"
    errors = [each.advice for each in found if each.severity == "error"]
    for sentence in renderings:
        own = checks.against(place, sentence, evidence, standards, checks.RENDERED_RULES)
        errors += [finding.advice for finding in own if finding.severity == "error"]
    others = [each.advice for each in found if each.severity != "error"]
    return Faults(tuple(dict.fromkeys(errors)), tuple(dict.fromkeys(others)))
