"""A second extractor beside trafilatura: resiliparse (2 ms a page), which goes by rules of its own."""

import re
from collections import Counter
from itertools import islice

from resiliparse.extract.html2text import extract_plain_text

from newsbot import chinese

MAX_WORDS = 50_000  # of each text that are compared
RUN = 4  # words; shorter runs are shared by texts that have nothing in common
LITTLE, MUCH, TIMES = 200, 600, 4  # of `chinese.weight`

_WORD = re.compile(rf"[{chinese.HAN}]|[^\W_]+")


def second(html: str) -> list[str]:
    """The main text as the second extractor finds it, a paragraph a line."""
    text = extract_plain_text(html, main_content=True, list_bullets=False, alt_texts=False, links=False, comments=False)
    return [line for each in text.split("\n") if (line := chinese.one_line(each))]


def agreement(one: list[str], other: list[str]) -> float:
    """How far two texts are the same, 0 to 1: the Dice coefficient of their runs of `RUN` words."""
    ours, theirs = _runs(one), _runs(other)
    total = ours.total() + theirs.total()
    return round(2 * (ours & theirs).total() / total, 3) if total else 1.0


def better(one: list[str], other: list[str]) -> bool:
    """Whether the first found next to nothing where the other found an article."""
    little, much = chinese.weight("\n".join(one)), chinese.weight("\n".join(other))
    return little < LITTLE and much >= MUCH and much >= TIMES * little


def _runs(lines: list[str]) -> Counter[tuple[str, ...]]:
    words = [found[0] for found in islice(_WORD.finditer("\n".join(lines)), MAX_WORDS)]
    return Counter(zip(*(words[start:] for start in range(RUN)), strict=False))
