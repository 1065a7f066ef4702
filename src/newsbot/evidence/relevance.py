"""Whether a page concerns a headline, and how much each of its passages says about it (BM25 over words)."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from newsbot import chinese, glossary
from newsbot.evidence.candidates import Candidate
from newsbot.figures import figures
from newsbot.terms import bm25, terms

# The share of the headline, by weight, that must stand in one place of a page. Set on the sample site and on
# documents handed in: pages of one story hold 0.5 and more of its headline, pages near its subject up to 0.4.
SEARCHED_SHARE = 0.5
GIVEN_SHARE = 0.45
# Nor is a page about the headline that holds less than half of what the best page holds.
OF_THE_BEST = 0.5
# A page that has what the headline puts in quotation marks this often is about it if an editor named it, and else
# needs to hold less of the rest.
NAMED = 2
NAMED_SHARE = 0.3
# Where the headline has names in Latin letters a page holds one of them; one in another language, which can hold
# nothing else, so many, unless an editor named it.
LEAST_NAMES = 2
# Where a page can hold no name of the headline, so many figures of one page about it, and a third of its own, show
# that it is about it too.
SHARED_FIGURES = 3
# A page's title is about the headline when it holds this much of what the page's best place does.
TITLED = 0.35
# Query expansion by what the best passages share (Lavrenko and Croft's relevance model, in its simplest form): words
# that stand in AGREED of the TELLING best, MOST_MORE of them.
TELLING, AGREED, MOST_MORE, MORE_WEIGHT = 12, 3, 10, 0.5
# Characters that count as one place of a page, and how far into a page places are looked at.
PLACE = 600
READ = 60_000
# Pages that are thought to stand beside the candidates when it is counted how rare a word is: candidates were looked
# for with these words, so that each has many of them.
BESIDE = 100
# Words that stand on every other page of the trade, and so say little about one story.
TRADE = frozenset(
    "ai 人工智能 人工 智能 模型 大模型 技术 公司 企业 全球 美国 中国 数据 发布 宣布 公布 推出 计划 最新 成为 "  # noqa: SIM905
    "announce announced launch launches company model new artificial intelligence us u.s plan say".split()
)
TRADE_WEIGHT = 0.5

_NAME = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9.\-]*[A-Z0-9])[A-Za-z0-9]+(?:[.\-&+][A-Za-z0-9]+)*")
_QUOTED = re.compile(r"[“《「『]([^“”《》「」『』]{2,30})[”》」』]")
_OPEN, _CLOSE = "（(", "）)"
_GLOSSED_AS = rf"[”》」』\"]?\s?[{_OPEN}][“《\"]?([^{_OPEN}{_CLOSE}，,；;。]{{2,40}}?)[”》\"]?[{_CLOSE}]"
_GLOSS_OF = rf"([A-Za-z][A-Za-z0-9.\-]*(?:[ ][A-Za-z0-9.\-]+){{0,5}})\s?[{_OPEN}][“《]?"
# Other forms of a name that are believed: a page that glosses it in many ways glosses something else.
MOST_FORMS = 4


class Wording(NamedTuple):
    """One wording of the headline: its words with their weights, and the names in it with their other forms.

    `across` are the words that a text in another language may hold too, `entries` the glossary's names.
    """

    language: str
    weights: dict[str, float]
    across: frozenset[str]
    names: tuple[frozenset[str], ...]
    named: float
    entries: frozenset[glossary.Entry]

    def share(self, text: str, language: str) -> float:
        """How much of the wording the text holds, 0 to 1; -1 when it could hold nothing of it."""
        foreign = language != self.language
        possible = {term: self.weights[term] for term in self.across} if foreign else self.weights
        there = set(terms(text))
        sayable = sum(not foreign or any(chinese.language(form) == language for form in forms) for forms in self.names)
        total = sum(possible.values()) + self.named * sayable
        held = sum(weight for term, weight in possible.items() if term in there) + self.named * self.names_in(text)
        if foreign and self.entries:
            known = glossary.entries_in(text)
            total += len(self.entries) * self._usual
            held += len(self.entries & known) * self._usual
        return held / total if total else -1.0

    @property
    def _usual(self) -> float:
        return max(self.weights.values(), default=1.0)

    def names_in(self, text: str) -> int:
        """How many of the names in quotation marks the text has, in any form."""
        folded = text.casefold()
        return sum(any(form in folded for form in forms) for forms in self.names)

    def often(self, text: str) -> bool:
        """Whether the text has one of the names again and again."""
        folded = text.casefold()
        return any(sum(folded.count(form) for form in forms) >= NAMED for forms in self.names)

    def names_missing(self, text: str, least: int) -> bool:
        """Whether the wording has names in Latin letters and the text fewer than `least` names of it."""
        if not self.across:
            return False
        shared = len(self.across & set(terms(text))) + len(self.entries & glossary.entries_in(text))
        return shared + 2 * self.names_in(text) < least


class Subject:
    """What a story is about, as far as its headline says so, and as the candidates for it use the words."""

    def __init__(self, headlines: Sequence[str], candidates: Sequence[Candidate]) -> None:
        self._texts = {_key(each): _simplified(each) for each in candidates}
        held = Counter(term for title, text in self._texts.values() for term in set(terms(f"{title}\n{text}")))
        self.wordings = [
            self._wording(wording, held) for headline in headlines if (wording := chinese.simplified(headline).strip())
        ]
        self._shares = {_key(each): self._share(each) for each in candidates}
        self._best = max(self._shares.values(), default=0.0)

    def share(self, candidate: Candidate) -> float:
        """How much of the headline stands in one place of the page: a long page has every common word somewhere."""
        return self._shares[_key(candidate)]

    def concerns(self, candidate: Candidate) -> bool:
        """Whether the page is about the headline."""
        title, text = self._texts[_key(candidate)]
        share = self.share(candidate)
        if share < 0:
            return self._agrees_in_figures(candidate)
        whole = f"{title}\n{text}"
        if any(wording.often(whole) for wording in self.wordings):
            return candidate.given or share >= NAMED_SHARE
        least = 1 if candidate.given or self._shares_language(text) else LEAST_NAMES
        if share < self._best * OF_THE_BEST or all(wording.names_missing(whole, least) for wording in self.wordings):
            return False
        return share >= (GIVEN_SHARE if candidate.given else SEARCHED_SHARE)

    def _agrees_in_figures(self, candidate: Candidate) -> bool:
        """For a page whose language can hold no word of the headline: whether its figures are those of one that does.

        Where those give none, an editor's word is enough and a search engine's is not. Of one and not of all together:
        a dozen pages have most of the small numbers there are.
        """
        if not any(self._known_figures):
            return candidate.given
        mine = _figures(self._texts[_key(candidate)][1])
        shared = max(len(mine & theirs) for theirs in self._known_figures)
        return shared >= max(SHARED_FIGURES, len(mine) / 3)

    @cached_property
    def _known_figures(self) -> tuple[frozenset[Fraction], ...]:
        """The figures of each page that holds the headline's words."""
        texts = (text for key, (_, text) in self._texts.items() if self._shares[key] >= SEARCHED_SHARE)
        return tuple(map(_figures, texts))

    def entitled(self, candidate: Candidate) -> bool:
        """Whether the page's title is about the headline, and so all of the page; also when it has no title.

        A page with another title (a digest, a commentary) is about it only in places.
        """
        title, _ = self._texts[_key(candidate)]
        return not title or self._of(title, chinese.language(title)) >= TITLED * self.share(candidate)

    def scores(self, texts: Sequence[str]) -> list[float]:
        """What each text says about the headline: 1 for one that says all of it once, 0 for nothing.

        Words that come again and again in the texts that say most of it count too, for half: what the story is about
        beside the words of its headline.
        """
        query = list(dict.fromkeys(term for wording in self.wordings for term in self._asked(wording)))
        documents = [terms(text) for text in texts]
        said = _relevance(query, documents)
        best = sorted(range(len(documents)), key=lambda number: -said[number])[:TELLING]
        common = Counter(term for number in best if said[number] > 0 for term in set(documents[number]))
        more = [
            term
            for term, count in sorted(common.items(), key=lambda pair: (-pair[1], pair[0]))
            if count >= AGREED and term not in query and term not in TRADE and len(term) > 1 and not term.isdigit()
        ]
        beside = _relevance(more[:MOST_MORE], documents)
        return [one + MORE_WEIGHT * other for one, other in zip(said, beside, strict=True)]

    def _asked(self, wording: Wording) -> Iterator[str]:
        yield from wording.weights
        for forms in wording.names:
            for form in sorted(forms):
                yield from terms(form)

    def _wording(self, text: str, held: Counter[str]) -> Wording:
        total = len(self._texts) + BESIDE
        weights = {
            term: math.log(1 + (total - held[term] + 0.5) / (held[term] + 0.5))
            * (TRADE_WEIGHT if term in TRADE else 1.0)
            for term in dict.fromkeys(terms(text))
        }
        quoted = dict.fromkeys(_QUOTED.findall(text))
        names = {term for name in _NAME.findall(text) if re.search("[A-Za-z]", name) for term in terms(name)}
        named = {term for name in quoted for term in terms(name)}
        return Wording(
            language=chinese.language(text),
            weights=weights,
            across=frozenset(names & set(weights)) - TRADE,
            names=tuple(self._forms(name) for name in quoted),
            named=sum(weights.get(term, 0.0) for term in named) / max(1, len(quoted)),
            entries=frozenset(glossary.entries_in(text)),
        )

    def _forms(self, name: str) -> frozenset[str]:
        """The name and what pages that have it put beside it in brackets: “国家版OpenAI”（OpenAI for Countries）."""
        patterns = (re.compile(re.escape(name) + _GLOSSED_AS), re.compile(_GLOSS_OF + re.escape(name)))
        found = (
            match[1].strip()
            for _, text in self._texts.values()
            if name in text
            for pattern in patterns
            for match in pattern.finditer(text)
        )
        others = dict.fromkeys(form for form in found if _is_form(form, name))
        return frozenset(form.casefold() for form in (name, *islice(others, MOST_FORMS)))

    def _share(self, candidate: Candidate) -> float:
        title, text = self._texts[_key(candidate)]
        language = chinese.language(text)
        places = range(0, max(1, min(len(text), READ) - PLACE // 2), PLACE // 2)
        return max((self._of(f"{title}\n{text[at : at + PLACE]}", language) for at in places), default=-1.0)

    def _of(self, text: str, language: str) -> float:
        return max((wording.share(text, language) for wording in self.wordings), default=-1.0)

    def _shares_language(self, text: str) -> bool:
        language = chinese.language(text)
        return any(wording.language == language for wording in self.wordings)


def _relevance(query: Sequence[str], documents: Sequence[Sequence[str]]) -> list[float]:
    """BM25 of each document, as a share of what one would get that holds each word once."""
    held = Counter(term for document in documents for term in set(document))
    total = len(documents) + BESIDE
    average = sum(map(len, documents)) / len(documents) if documents else 1.0
    whole = sum(bm25([term], [[term]], held, total, 1.0)[0] for term in query)
    return [score / whole if whole else 0.0 for score in bm25(query, documents, held, total, average)]


def _figures(text: str) -> frozenset[Fraction]:
    """The numbers of a text that tell one story from another: as written, without dates and small counts."""
    return frozenset(
        figure.bare
        for figure in figures(text)
        if not figure.weak and figure.kind in ("number", "percent", "money") and (figure.bare > 9 or "." in figure.text)
    )


def _key(candidate: Candidate) -> tuple[str, str]:
    return candidate.page.final_url or candidate.page.url, candidate.page.sha256


def _simplified(candidate: Candidate) -> tuple[str, str]:
    return chinese.simplified(candidate.page.title[:500]), chinese.simplified(candidate.page.text[:READ])


def _is_form(form: str, name: str) -> bool:
    """Whether what stands in brackets may be the name in the other script, not a remark about it."""
    latin = chinese.language(name) != "en"
    if latin:
        return chinese.han_count(form) == 0 and re.search("[A-Z]", form) is not None
    return 2 <= chinese.han_count(form) <= 12
