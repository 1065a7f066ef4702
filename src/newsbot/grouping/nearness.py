"""How near the vectors of two texts are, as an embedding model gives them, beside what is usual of that model."""

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul, sub

from newsbot.grouping.texts import Text

SPREADS: Mapping[tuple[str, str], tuple[float, float]] = {
    ("en", "en"): (0.0, 6.0),
    ("zh", "zh"): (0.0, 2.5),
    ("en", "zh"): (2.0, 4.0),
}
"""How many spreads above what is usual two vectors still say nothing, and from how many on they say by themselves that
it is one event. Set on multilingual-e5-small (`bench/grouping.py`); in one language the words have half of the say,
between two next to none."""

FEWEST_OF_LANGUAGE = 20
"""Texts of a language that show where its vectors lie."""


@dataclass(frozen=True)
class Usual:
    """Where the vectors of a language lie, and how near two unrelated texts of these languages are: mean and spread.

    Vectors of one model crowd together, those of one language most: unrelated texts have a cosine of 0.8 with one
    model and of 0.1 with another. Taken from the `centres` of their languages, what is left tells events apart.
    """

    centres: Mapping[str, Sequence[float]]
    spreads: Mapping[tuple[str, str], tuple[float, float]]


@dataclass(frozen=True)
class Vectors:
    """Embeddings of texts by key, as one model gives them, and what is usual of that model (`usual`)."""

    of: Mapping[str, Sequence[float]]
    usual: Usual

    def nearness(self, one: Text, other: Text) -> float | None:
        """0 (as any two) to 1 (near enough to tell of one event) and on to 1.5; None where a vector or the usual
        is not known."""
        pair = languages(one, other)
        a, b, spread = self.centred(one), self.centred(other), self.usual.spreads.get(pair)
        if a is None or b is None or spread is None or len(a) != len(b):
            return None
        nothing, sure = SPREADS[pair]
        above = (_cosine(a, b) - spread[0]) / max(spread[1], 1e-6)
        return min(1.5, max(0.0, (above - nothing) / (sure - nothing)))

    def centred(self, text: Text) -> Sequence[float] | None:
        """The text's vector from the centre of its language; None where either is not known."""
        if text.key not in self._centred:
            vector, centre = self.of.get(text.key), self.usual.centres.get(_language(text))
            known = vector is not None and centre is not None and len(vector) == len(centre)
            self._centred[text.key] = tuple(map(sub, vector, centre)) if known and vector and centre else None
        return self._centred[text.key]

    @functools.cached_property
    def _centred(self) -> dict[str, Sequence[float] | None]:
        return {}


def usual(texts: Sequence[Text], of: Mapping[str, Sequence[float]]) -> Usual:
    """What is usual of the vectors of these texts, which should be some hundreds of different days: few of their
    pairs are then of one event. Fewer than 20 texts of a language, or 30 pairs of two, say nothing. Each is compared
    with at most 20 others, which lie as far apart as there are texts: those with keys in a row are often of one day.
    """
    there = sorted((text for text in texts if text.key in of), key=lambda text: text.key)
    centres = {}
    for language in ("en", "zh"):
        vectors = [of[text.key] for text in there if _language(text) == language]
        length = len(vectors[0]) if vectors else 0
        if len(vectors) >= FEWEST_OF_LANGUAGE and all(len(vector) == length for vector in vectors):
            centres[language] = tuple(math.fsum(column) / len(vectors) for column in zip(*vectors, strict=True))
    lying = Vectors(of, Usual(centres, {}))
    cosines: dict[tuple[str, str], list[float]] = {}
    step = max(1, len(there) // 20)
    for place, one in enumerate(there):
        for other in there[place + step :: step][:20]:
            a, b = lying.centred(one), lying.centred(other)
            if a is not None and b is not None and len(a) == len(b):
                cosines.setdefault(languages(one, other), []).append(_cosine(a, b))
    spreads = {}
    for pair, values in cosines.items():
        if len(values) >= 30:
            mean = math.fsum(values) / len(values)
            spreads[pair] = (mean, math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values)))
    return Usual(centres, spreads)


def languages(one: Text, other: Text) -> tuple[str, str]:
    """The languages of the two as the thresholds know them: Chinese, and all others as English."""
    first, second = sorted((_language(one), _language(other)))
    return first, second


def _language(text: Text) -> str:
    return "zh" if text.language.startswith("zh") else "en"


def _cosine(a: Sequence[float], b: Sequence[float]) -> float:
    # Not summed exactly: an embedding has a thousand numbers, and sums of theirs are rounded before they are judged.
    product: float = sum(map(mul, a, b))
    lengths: float = sum(map(mul, a, a)) * sum(map(mul, b, b))
    return product / (math.sqrt(lengths) or 1.0)
