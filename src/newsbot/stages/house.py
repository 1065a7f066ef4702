"""How this newsroom writes: plain values from its settings."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from newsbot import article, checks, evidence, gathering
from newsbot.kinds import Told, deserved, named
from newsbot.news import NEWS, Draft, Evidence, Feed, Kind, Story, Writer
from newsbot.settings import Digest, Interests, Kinds


@dataclass(frozen=True)
class House:
    """What every article file says of the newsroom that made it (`article.Form` without the story's own values)."""

    author: str
    categories: tuple[str, ...]
    zone: ZoneInfo
    label_explicit: bool
    label_implicit: bool
    label_text: str
    producer: str

    def form(self, story: Story, chosen: Evidence, kind: Kind, score: int, synced: datetime) -> article.Form:
        """The form of one story's file."""
        return article.Form(
            author=self.author,
            categories=self.categories,
            zone=self.zone,
            label_explicit=self.label_explicit,
            label_implicit=self.label_implicit,
            label_text=article.told(self.label_text, chosen, story.language),
            producer=self.producer,
            generated=story.created,
            synced=synced,
            score=score,
            kind=kind,
        )


@dataclass(frozen=True)
class Rules:
    """How this newsroom writes: plain values from its settings.

    `writer` is `auto` or one way; `ways` says, for `auto`, which ways to try in order with the
    model as it is known. `feeds` are those the settings declare; the due ones are read before sources are
    gathered. `judge` is whether a judge has been probed and passed; `probe` probes one that could not be asked at the
    start. `house` is what the article file says of us; Han characters from `minimum` to `maximum`; `results` pages a
    search; `policy` is what it thinks of outlets, `interests` what makes a story matter to it, `standards` what its
    checks ask beyond what holds everywhere. With `fallback` an article is excerpted when the model is away or may not
    be paid. `kinds` are those of article, by name, and `deserving` says which stories get which; `digest` what a
    digest is of. `characters` are the house's exceptions from how Traditional ones are made.
    """

    ways: tuple[Writer, ...]
    feeds: tuple[Feed, ...]
    judge: bool
    limits: evidence.Limits
    house: House
    minimum: int
    maximum: int
    results: int
    policy: gathering.Policy
    interests: Interests
    concurrency: int
    standards: checks.Standards
    blocked: tuple[str, ...] = ()
    fallback: bool = False
    probe: Callable[[], Awaitable[bool]] | None = None
    kinds: Mapping[str, Kind] = field(default_factory=lambda: {NEWS.name: NEWS})
    deserving: Kinds = field(default_factory=Kinds)
    digest: Digest = field(default_factory=Digest)
    characters: Mapping[str, str] = field(default_factory=dict)

    def deserves(self, told: Told) -> str:
        """The kind of article for a story of which this is known, where nobody named one."""
        return deserved(told, self.deserving.rules, self.kinds, self.ways, self.deserving.default)

    def kind(self, name: str) -> Kind:
        """The kind of this name. Raises `UsageError` that names the known ones."""
        return named(self.kinds, name)

    @property
    def alone(self) -> int:
        """How many sentences a small model is asked for at once, each by itself; 0 where the model is not small."""
        return self.concurrency if self.ways[0] == "stepwise" else 0

    def length(self, kind: Kind) -> tuple[int, int]:
        """How many Han characters an article of this kind has, at least and at most."""
        return kind.length or (self.minimum, self.maximum)

    def limits_of(self, kind: Kind) -> evidence.Limits:
        """How much an article of this kind may rest on."""
        reach = kind.reach.model_dump() if kind.reach else {}
        return self.limits.model_copy(update=reach)

    def checks_of(self, draft: Draft) -> tuple[checks.Check, ...]:
        """All checks for a draft of its kind, written as it is; an excerpt may not be padded."""
        if draft.language == "en":
            return checks.english_checks(self.standards)
        kind = self.kind(draft.kind)
        minimum, maximum = self.length(kind)
        least = minimum // 2 if draft.writer == "extract" else minimum
        return checks.checks(least, maximum, self.standards, kind)
