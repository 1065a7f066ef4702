"""Choosing what an article may rest on, and giving it the ids that everyone will use.

Takes pages with their passages; returns `Evidence`, cut to the token bound first and numbered
afterwards, so that model, checks and desk see the same thing. Pure; decides, calls nobody.
"""

from collections.abc import Sequence

from newsbot import chinese
from newsbot.errors import NothingFound, TooThin
from newsbot.evidence.candidates import KINDS, Candidate, LeftOut, forbidden, originals
from newsbot.evidence.choice import MOST_FROM_ONE_SOURCE, Scored, ranked, within
from newsbot.evidence.entire import Wanted, entire
from newsbot.evidence.relevance import Subject
from newsbot.news import Evidence, Noun, Passage, Source

MOST_SOURCES = 8
# Pages that an error names; the rest are counted.
_MOST_NAMED = 5


class Limits(Noun):
    """How much the model is shown (`tokens`: UTF-8 bytes ÷ 2) and how little is refused (`minimum`: reading units).

    `sources` is the most there may be, `passages` the most of one of them.
    """

    tokens: int
    minimum: int
    sources: int = MOST_SOURCES
    passages: int = MOST_FROM_ONE_SOURCE


def choose(
    story: str, queries: Sequence[str], candidates: Sequence[Candidate], limits: Limits, searched: Sequence[str]
) -> Evidence:
    """The evidence for a story, sources in the order of their use to it: those an editor named, then the nearest to
    the event, then those that say most of the headline.

    `queries` are the headline and its translation. A page that several outlets print is one source. Raises
    `NothingFound` when no page about the headline may be used, `TooThin` when what is left holds less than
    `limits.minimum`; both name pages that were read and left out, and why.
    """
    subject = Subject(queries, candidates)
    about, out = _usable(candidates, subject)
    if not about:
        raise NothingFound(f"no page is about “{queries[0]}”{_named(out)}", tuple(searched))
    about.sort(key=lambda each: (not each.given, -KINDS[each.standing.kind], -subject.share(each) * each.weight))
    used = about[: limits.sources]
    chosen = within(ranked(used, subject), limits.tokens, limits.passages)
    total = sum(chinese.weight(each.span.text) for each in chosen)
    if total < limits.minimum:
        raise TooThin(
            f"the sources hold {total} characters of text about “{queries[0]}”, fewer than {limits.minimum}"
            f"{_named(out)}",
            tuple(searched),
        )
    out += _crowded_out(about, {each.page for each in chosen})
    return _numbered(story, queries[0], used, chosen, tuple(searched), _notes(out, subject))


def carries(evidence: Evidence) -> int:
    """How many Han characters of article the evidence can carry without padding: seven tenths of its reading units."""
    return sum(chinese.weight(passage.text) for passage in evidence.passages) * 7 // 10


# ---------------------------------------------------------------- which pages


def _usable(candidates: Sequence[Candidate], subject: Subject) -> tuple[list[Candidate], list[LeftOut]]:
    """The pages that concern the headline and may be used, each text once; and the others."""
    allowed, out = [], []
    for each in candidates:
        if not subject.concerns(each):
            out.append(LeftOut(each, "与选题无关，未采用", "not about it"))
        elif left := forbidden(each):
            out.append(left)
        else:
            allowed.append(each)
    about, folded = originals(allowed)
    out += [
        LeftOut(copy, f"与《{original.name}》同文，并为一个来源", f"a copy of “{original.name}”")
        for copy, original in folded
    ]
    return about, out


def _crowded_out(about: Sequence[Candidate], used: set[int]) -> list[LeftOut]:
    return [
        LeftOut(each, "篇幅所限，未采用", "no room for it") for number, each in enumerate(about) if number not in used
    ]


def _notes(out: Sequence[LeftOut], subject: Subject) -> tuple[str, ...]:
    """What an editor is told: every page that was named by hand, and every one about the headline that must not serve.

    Of what a search brought, only that is worth a line.
    """
    return tuple(
        f"{each.note}：{each.candidate.name}"
        for each in out
        if each.candidate.given or (forbidden(each.candidate) and subject.concerns(each.candidate))
    )


def _named(out: Sequence[LeftOut]) -> str:
    """The pages that were left out, for an error: those an editor named first."""
    if not out:
        return ""
    first = sorted(out, key=lambda each: not each.candidate.given)
    shown = "; ".join(f"{each.candidate.name}: {each.reason}" for each in first[:_MOST_NAMED])
    more = f"; and {len(out) - _MOST_NAMED} more" if len(out) > _MOST_NAMED else ""
    return f" (read and left out: {shown}{more})"


# ---------------------------------------------------------------- ids


def _numbered(
    story: str,
    headline: str,
    used: Sequence[Candidate],
    chosen: Sequence[Scored],
    searched: tuple[str, ...],
    notes: tuple[str, ...],
) -> Evidence:
    sources: list[Source] = []
    passages: list[Passage] = []
    for number, candidate in enumerate(used):
        spans = sorted(((each.at, each.span) for each in chosen if each.page == number), key=lambda pair: pair[0])
        if not spans:
            continue
        source = candidate.source(len(sources) + 1)
        sources.append(source)
        for ordinal, (_, span) in enumerate(spans, 1):
            text = chinese.simplified(span.text)
            passages.append(
                Passage(
                    id=f"{source.id}.{ordinal}",
                    source=source.id,
                    start=span.start,
                    end=span.end,
                    text=text,
                    original=span.text if text != span.text else "",
                    language=span.language,
                )
            )
    return Evidence(
        story=story, headline=headline, sources=tuple(sources), passages=tuple(passages), searched=searched, notes=notes
    )


__all__ = [
    "MOST_FROM_ONE_SOURCE",
    "MOST_SOURCES",
    "Candidate",
    "Limits",
    "Wanted",
    "carries",
    "choose",
    "entire",
]
