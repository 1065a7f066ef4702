"""Finding words in text, as the plain scans of pages and entries do."""

from collections.abc import Sequence

MOST_WORDS = 40  # of a query; later ones are left out


def wanted(words: Sequence[str]) -> tuple[str, ...]:
    """The distinct words, case folded, without blank ones."""
    folded = (word.strip().casefold() for word in words)
    return tuple(word for word in dict.fromkeys(folded) if word)[:MOST_WORDS]


def contained(wanted: tuple[str, ...], text: str) -> int:
    """How many of the wanted words the text contains, in any case."""
    folded = text.casefold()
    return sum(word in folded for word in wanted)
