"""Choosing what an article may rest on, and giving it the ids that everyone will use.

Takes pages with their passages; returns `Evidence`, cut to the token bound first and numbered
afterwards, so that model, checks and desk see the same thing. Pure; decides, calls nobody.
"""

import math
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from newsbot import chinese
from newsbot.errors import NothingFound, TooThin
from newsbot.news import Evidence, Noun, Page, Passage, Source, Span

# A page that was searched for must hold this share of the headline's pieces, by weight; one that an
# editor named must only not be about something else entirely. Set on the sample site: pages of the
# same story hold 0.45 and more of their headline, unrelated ones under 0.2.
SEARCHED_SHARE = 0.35
GIVEN_SHARE = 0.25
# Characters that count as one place of a page, and how far into a page places are looked at.
PLACE = 600
READ = 60_000
# A page that has what the headline puts in quotation marks this often is about it, whatever else it says.
NAMED = 2
_NAME = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9.\-]*[A-Z0-9])[A-Za-z0-9]+(?:[.\-&+][A-Za-z0-9]+)*")
# Names that stand on every page of the trade and so say nothing about one story.
_OF_THE_TRADE = frozenset({"ai", "it", "gpu", "ceo", "cto", "cfo", "llm", "api", "us", "uk", "eu", "app"})
_QUOTED = re.compile(r"[“《]([^“”《》]{2,30})[”》]")
MOST_SOURCES = 8
MOST_FROM_ONE_SOURCE = 14
# Below this a line is a heading, a byline or a caption, not something to rest a sentence on.
LEAST_PASSAGE_WEIGHT = 12
# Two passages that share this much of the shorter one say the same in the same words: a copied wire.
COPIED = 0.9


class Candidate(Noun):
    """A page that may serve, its passages, and whether an editor named it."""

    page: Page
    spans: tuple[Span, ...]
    given: bool


class Limits(Noun):
    """How much the model is shown (`tokens`: UTF-8 bytes ÷ 2) and how little is refused (`minimum`: reading units)."""

    tokens: int
    minimum: int


class _Scored(NamedTuple):
    score: float
    page: int
    at: int
    span: Span


def choose(
    story: str, queries: Sequence[str], candidates: Sequence[Candidate], limits: Limits, searched: Sequence[str]
) -> Evidence:
    """The evidence for a story, sources in the order of their use to it.

    `queries` are the headline and its translation. Raises `NothingFound` when no page is about the
    headline, `TooThin` when what is left holds less than `limits.minimum`.
    """
    asked = _queries(queries, candidates)
    about = [each for each in candidates if _is_about(each, asked)]
    notes = tuple(
        f"与选题无关，未采用：{each.page.title or each.page.url}"
        for each in candidates
        if each.given and each not in about
    )
    if not about:
        read = "; ".join(each.page.title or each.page.url for each in candidates[:5])
        others = f" (read and left out: {read})" if read else ""
        raise NothingFound(f"no page is about “{queries[0]}”{others}", tuple(searched))
    about.sort(key=lambda each: (not each.given, -_share(each.page, asked)))
    chosen = _within(_ranked(about[:MOST_SOURCES], asked), limits.tokens)
    total = sum(chinese.weight(each.span.text) for each in chosen)
    if total < limits.minimum:
        raise TooThin(
            f"the sources hold {total} characters of text about “{queries[0]}”, fewer than {limits.minimum}",
            tuple(searched),
        )
    return _numbered(story, queries[0], about, chosen, tuple(searched), notes)


class _Query(NamedTuple):
    """One wording of the headline: its weighted pieces, those that are names, and what stands in quotation marks."""

    language: str
    weights: dict[str, float]
    across: frozenset[str]
    names: tuple[str, ...]

    def share(self, text: str, language: str) -> float:
        """How much of the headline the text holds, 0 to 1; -1 when it could hold nothing of it.

        A text in another language can hold only its names: Latin words with a capital or a digit.
        """
        possible = self.weights if language == self.language else {piece: self.weights[piece] for piece in self.across}
        held = chinese.bigrams(text)
        total = sum(possible.values())
        return sum(weight for piece, weight in possible.items() if piece in held) / total if total else -1.0


def carries(evidence: Evidence) -> int:
    """How many Han characters of article the evidence can carry without padding: seven tenths of its reading units."""
    return sum(chinese.weight(passage.text) for passage in evidence.passages) * 7 // 10


def _queries(wordings: Sequence[str], candidates: Sequence[Candidate]) -> list[_Query]:
    """The headline's wordings; pieces that are rare among the candidates weigh more."""
    texts = [chinese.bigrams(_whole(each.page)) for each in candidates]
    queries = []
    for wording in map(chinese.simplified, wordings):
        weights = {
            piece: math.log(1 + (len(texts) + 1) / (1 + sum(piece in text for text in texts)))
            for piece in sorted(chinese.bigrams(wording))
        }
        names = {name.lower() for name in _NAME.findall(wording) if re.search("[A-Za-z]", name)}
        names = (names & set(weights)) - _OF_THE_TRADE
        quoted = tuple(_QUOTED.findall(wording))
        queries.append(_Query(chinese.language(wording), weights, frozenset(names), quoted))
    return queries


def _whole(page: Page) -> str:
    return chinese.simplified(f"{page.title}\n{page.text}")


def _share(page: Page, queries: Sequence[_Query]) -> float:
    """How much of the headline stands in one place of the page: a long page has every common word somewhere."""
    text, title = chinese.simplified(page.text), chinese.simplified(page.title)
    language = chinese.language(text)
    places = range(0, max(1, min(len(text), READ) - PLACE // 2), PLACE // 2)
    return max(query.share(f"{title}\n{text[at : at + PLACE]}", language) for at in places for query in queries)


def _is_about(candidate: Candidate, queries: Sequence[_Query]) -> bool:
    text = _whole(candidate.page)
    if any(text.count(name) >= NAMED for query in queries for name in query.names):
        return True
    share = _share(candidate.page, queries)
    if share < 0:  # nothing to judge by: an editor's word is enough, a search engine's is not
        return candidate.given
    return share >= (GIVEN_SHARE if candidate.given else SEARCHED_SHARE)


def _ranked(about: Sequence[Candidate], queries: Sequence[_Query]) -> list[_Scored]:
    """Every usable passage, best first: what it holds of the headline and the page's title, and how early it stands."""
    pieces = {piece: weight for query in queries for piece, weight in query.weights.items()}
    ranked = []
    for number, candidate in enumerate(about):
        title = chinese.bigrams(chinese.simplified(candidate.page.title))
        usable = [
            (at, span)
            for at, span in enumerate(candidate.spans)
            if chinese.weight(span.text) >= LEAST_PASSAGE_WEIGHT and span.text != candidate.page.title
        ]
        for at, span in usable:
            held = chinese.bigrams(chinese.simplified(span.text))
            score = sum(pieces.get(piece, 0.0) for piece in held) + 0.5 * len(held & title)
            early = 1.0 - at / (len(candidate.spans) + 1)
            ranked.append(_Scored(score * 0.5 + early * 6, number, at, span))
    return sorted(ranked, key=lambda each: (-each.score, each.page, each.at))


def _within(ranked: Iterable[_Scored], tokens: int) -> list[_Scored]:
    """The best passages that fit the bound, no source taking all of it and nothing twice."""
    chosen: list[_Scored] = []
    kept: list[set[str]] = []
    left = tokens
    taken: dict[int, int] = {}
    for each in ranked:
        cost = (len(each.span.text.encode()) + 1) // 2
        held = chinese.bigrams(chinese.simplified(each.span.text))
        if cost > left or taken.get(each.page, 0) >= MOST_FROM_ONE_SOURCE:
            continue
        if any(len(held & other) >= COPIED * max(1, min(len(held), len(other))) for other in kept):
            continue
        chosen.append(each)
        kept.append(held)
        left -= cost
        taken[each.page] = taken.get(each.page, 0) + 1
    return chosen


def _numbered(
    story: str,
    headline: str,
    about: Sequence[Candidate],
    chosen: Sequence[_Scored],
    searched: tuple[str, ...],
    notes: tuple[str, ...],
) -> Evidence:
    sources: list[Source] = []
    passages: list[Passage] = []
    for number, candidate in enumerate(about):
        spans = sorted(((each.at, each.span) for each in chosen if each.page == number), key=lambda pair: pair[0])
        if not spans:
            continue
        source = _source(len(sources) + 1, candidate.page)
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


def _source(id: int, page: Page) -> Source:
    return Source(
        id=id,
        url=page.final_url or page.url,
        title=chinese.simplified(page.title),
        author=chinese.simplified(page.author),
        publisher=chinese.simplified(page.publisher),
        published=page.published,
        retrieved=page.fetched,
        access=page.access,
        language=page.language,
        sha256=page.sha256,
    )
