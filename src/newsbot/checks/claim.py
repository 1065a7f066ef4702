"""A sentence with what it rests on: the one thing every rule for single sentences looks at."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from newsbot.checks.standards import HOUSE, Standards
from newsbot.chinese import language, simplified
from newsbot.news import BESIDE_PROSE, Finding, Passage, Sentence, Severity, Source, SourceDate

MAX_SENTENCE = 2_000
"""Characters of a sentence that rules read. A longer one is an error by itself (`language.length`)."""

_TITLE = re.compile("《([^《》]{1,120})》")

_TITLE_MARK = re.compile("^(?:摘编|日报|周报)｜")  # an excerpt, a digest
"""What the title of an article written without a model begins with; it is no part of what the title says."""


@dataclass(frozen=True)
class Claim:
    """A sentence at its place, the passages it names that exist, all sources, and what the newsroom asks of it.

    `context` are all passages of the evidence: they support nothing, but what they say of names holds (X（Y）).
    """

    place: str
    sentence: Sentence
    passages: tuple[Passage, ...]
    sources: tuple[Source, ...] = ()
    standards: Standards = HOUSE
    context: tuple[Passage, ...] = ()

    @property
    def text(self) -> str:
        """What the sentence says, as far as rules read."""
        return _TITLE_MARK.sub("", self.sentence.reading[:MAX_SENTENCE])

    @property
    def keyword(self) -> bool:
        """Keywords are held against the article's body, not against passages."""
        return self.place.startswith("keywords/")

    @property
    def prose(self) -> bool:
        """Whether it is a full sentence, not a headline, section title, list lead, keyword or in a table."""
        return not (self.keyword or self.place in ("title", "heading") or self.place.endswith(BESIDE_PROSE))

    def published(self, passage: Passage) -> SourceDate | None:
        """The date that the passage's source gives itself, None when it has none."""
        return next((source.published for source in self.sources if source.id == passage.source), None)

    def about_sources(self) -> str:
        """Titles, publishers, authors, wires and hosts of the cited sources, one a line: a sentence may name those."""
        cited = {passage.source for passage in self.passages}
        hosts = {s.id: s.url.partition("://")[2].partition("/")[0] for s in self.sources}
        names = ((s.title, s.publisher, s.author, s.origin, hosts[s.id]) for s in self.sources if s.id in cited)
        return "\n".join(part for parts in names for part in parts if part)

    @property
    def own(self) -> str:
        """What the sentence says, without the titles of its cited sources in 《》: those are the sources' words."""
        titles = simplified(self.about_sources()).replace("《", "〈").replace("》", "〉")
        return _TITLE.sub(lambda match: "《》" if match[1].rstrip("…") in titles else match[0], self.text)

    def finding(self, rule: str, severity: Severity, found: str, advice: str, source_has: str = "") -> Finding:
        """A finding against this sentence."""
        return Finding(
            rule=rule,
            severity=severity,
            place=self.place,
            sentence=self.sentence.text,
            found=found[:200],
            source_has=source_has[:200],
            advice=advice,
        )


SentenceRule = Callable[[Claim], list[Finding]]


def chinese(passage: Passage) -> bool:
    """Whether the passage is Chinese, by its own declaration or else by its characters."""
    return (passage.language or language(passage.text)).lower().startswith("zh")
