"""The rules for an article that goes on with another: it opens with what is new and tells the rest in one paragraph."""

import functools

from newsbot.checks.claim import Claim
from newsbot.checks.figures import agrees
from newsbot.checks.speech import core, unattributed
from newsbot.chinese import language
from newsbot.figures import Figure, figures
from newsbot.news import Block, Draft, Evidence, Finding, Former, Paragraph, Sentence, Severity, Table
from newsbot.terms import terms

TOLD = 0.75
"""Share of a sentence's words that the former article has, from which on it tells nothing new unless a figure does.
A sentence told again in other words keeps four fifths of them; one with a new act loses about half."""

LEAST = 3
"""Words that a sentence must have for their share to mean anything."""

BACKGROUND = 1
"""Paragraphs that may tell again what the former article told."""

MOST = 30_000
"""Characters of the former article and of what it rested on that are looked at."""


def tells_news(text: str, former: Former) -> bool:
    """Whether the text says what the former article and its sources do not: another figure, or mostly other words."""
    return newness(text, former) > 0


def newness(text: str, former: Former) -> int:
    """2 for a text with a figure that the former article and its sources do not have, 1 for one mostly in words that
    they do not have, 0 for what they tell."""
    counts, words = _known(former.said)
    mine = [figure for figure in figures(text) if not figure.weak]
    if any(figure.kind not in ("date", "time") and not any(agrees(figure, one) for one in counts) for figure in mine):
        return 2
    said = set(terms(unattributed(text)))
    known = words.get(language(text), frozenset())
    return int(len(said) >= LEAST and len(said & known) < TOLD * len(said))


@functools.lru_cache(8)
def _known(said: tuple[str, ...]) -> tuple[tuple[Figure, ...], dict[str, frozenset[str]]]:
    """The figures of the former article and what it rested on, and its words by language."""
    counts: dict[Figure, None] = {}
    words: dict[str, set[str]] = {}
    left = MOST
    for text in said:
        counts |= dict.fromkeys(figure for figure in figures(text[:left]) if figure.kind not in ("date", "time"))
        words.setdefault(language(text), set()).update(terms(text[:left]))
        left = max(0, left - len(text))
    return tuple(counts), {spoken: frozenset(found) for spoken, found in words.items()}


def going_on(draft: Draft, evidence: Evidence) -> list[Finding]:
    """Findings `follow-up` of an article that goes on with another; none where it stands alone.

    Errors: the title is the former one or says nothing new, the first sentence of 引言 says nothing new. A
    warning: more than one paragraph tells only what was told.
    """
    former = evidence.former
    if former is None:
        return []
    findings = []
    if core(draft.title.text) == core(former.title):
        findings.append(_finding("title", draft.title, "error", "与前一篇同题，后续报道要有自己的标题，写出新的事实。"))
    elif not tells_news(draft.title.text, former):
        findings.append(_finding("title", draft.title, "error", f"标题没有写出新的事实{_new(former)}。"))
    opening = next(((place, each) for place, each in draft.body() if place.startswith("introduction/")), None)
    if opening is not None and not tells_news(opening[1].text, former):
        findings.append(_finding(*opening, "error", f"后续报道的第一句要写新的事实{_new(former)}，前情放到后面。"))
    advice = f"前情最多写{BACKGROUND}段，这一段没有新的内容，请删去或并入前面的前情。"
    findings += [_finding(*each, "warning", advice) for each in _background(draft, former)[BACKGROUND:]]
    return findings


def _new(former: Former) -> str:
    return f"（{'、'.join(former.new[:4])}）" if former.new else ""


def _background(draft: Draft, former: Former) -> list[tuple[str, Sentence]]:
    """The first sentence, with its place, of each paragraph or list of 引言 and the sections without anything new."""
    parts = [("introduction", draft.introduction)]
    parts += [(f"sections/{n}", section.blocks) for n, section in enumerate(draft.sections)]
    found = []
    for part, blocks in parts:
        for n, block in enumerate(blocks):
            placed = _sentences(f"{part}/{n}", block)
            if placed and not any(tells_news(each.text, former) for _, each in placed):
                found.append(placed[0])
    return found


def _sentences(place: str, block: Block) -> list[tuple[str, Sentence]]:
    if isinstance(block, Table):
        return []
    if isinstance(block, Paragraph):
        return [(f"{place}/{n}", each) for n, each in enumerate(block.sentences)]
    return [(f"{place}/{i}/{n}", each) for i, item in enumerate(block.items) for n, each in enumerate(item.sentences)]


def _finding(place: str, sentence: Sentence, severity: Severity, advice: str) -> Finding:
    return Claim(place, sentence, ()).finding("follow-up", severity, sentence.text[:60], advice)
