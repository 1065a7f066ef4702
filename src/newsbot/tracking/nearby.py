"""Entries near a new one by their vectors: looked for among those of the last days, without an index.

Each vector, taken from the centre of its language, is put down as the signs of its numbers. Two that point one way have
most signs in common, and counting those of 10,000 entries takes a few milliseconds; the nearest are then compared
exactly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from newsbot.errors import ModelError
from newsbot.grouping import Text, Usual, Vectors, usual
from newsbot.newsroom import Embedded, Embedder, Member, World

MOST_NEAR = 20_000  # entries that are looked among, the newest
SAMPLED = 400  # of them that show what is usual of the model
NEAREST = 6  # entries of each language that are compared with a new one

Place = tuple[str, str]


@dataclass
class Nearby:
    """The vectors of a run's window. Where no embedder is set, or it fails, it finds nothing and says why once."""

    world: World
    window: timedelta
    problem: str = ""
    vectors: Vectors = field(default_factory=lambda: Vectors({}, Usual({}, {})))
    _embedder: Embedder | None = None
    _of: dict[str, Sequence[float]] = field(default_factory=dict)
    _signs: dict[str, tuple[int, str, Place]] = field(default_factory=dict)

    async def begin(self) -> None:
        """Read what is there of the window."""
        self._embedder = self.world.embedder
        if self._embedder is None:
            return
        world = self.world
        since = world.now() - self.window
        there = await self.world.archive.vectors(self._embedder.model, since, MOST_NEAR)
        sample = [_bare(each) for each in there[:: max(1, len(there) // SAMPLED)]]
        self._of |= {key((each.feed, each.key)): each.vector for each in there}
        self.vectors = Vectors(self._of, usual(sample, self._of))
        for each in there:
            self._sign(_bare(each), (each.feed, each.key))

    async def add(self, told: Iterable[tuple[Member, Text]]) -> None:
        """Embed these new entries and keep what came of it. A failing embedder costs only its vectors."""
        new = [(member, text) for member, text in told if text.key not in self._of]
        if self._embedder is None or not new:
            return
        try:
            vectors = await self._embedder.embed([text.lead for _, text in new])
        except ModelError as error:
            self.problem = f"stories are told by their words alone, the embedder failed: {error}"
            self._embedder = None
            return
        embedded = [
            Embedded(member.entry.feed, member.entry.key, member.dated, _language(text.language), vector)
            for (member, text), vector in zip(new, vectors, strict=True)
        ]
        await self.world.archive.keep_vectors(self._embedder.model, embedded)
        self._of |= {text.key: vector for (_, text), vector in zip(new, vectors, strict=True)}
        for member, text in new:
            self._sign(text, (member.entry.feed, member.entry.key))

    def like(self, text: Text) -> list[Place]:
        """The entries of each language whose vectors are nearest to the text's, nearest first."""
        mine = self._signs.get(text.key)
        if mine is None:
            return []
        found: list[Place] = []
        for language in ("zh", "en"):
            others = (each for key, each in self._signs.items() if each[1] == language and key != text.key)
            nearest = sorted(((signs ^ mine[0]).bit_count(), place) for signs, _, place in others)
            found += [place for _, place in nearest[:NEAREST]]
        return found

    def _sign(self, text: Text, place: Place) -> None:
        centred = self.vectors.centred(text)
        if centred is not None:
            signs = int("".join("1" if number > 0 else "0" for number in centred), 2)
            self._signs[text.key] = (signs, _language(text.language), place)


def key(place: Place) -> str:
    """What an entry is called among texts."""
    return f"{place[0]}\n{place[1]}"


def _language(language: str) -> str:
    return "zh" if language.startswith("zh") else "en"


def _bare(each: Embedded) -> Text:
    """The entry as its vector is known: its words do not matter."""
    return Text(key((each.feed, each.key)), "", "", each.language, each.dated, "", "", {})
