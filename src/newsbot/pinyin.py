"""Chinese names in Latin letters: Hanyu Pinyin without tones, as English news writes them. pypinyin is imported here.

How a name is spelt: GB/T 28039-2011, surname first, the given name in one word (Zhou Yanqiu, Ouyang Xiu).
"""

from collections.abc import Sequence
from itertools import islice, product

LONGEST = 8
"""Characters of one name that are looked at."""
MOST = 64
"""Readings of one name that are told apart: a character may have several (单 Shan, Dan)."""


def spoken(text: str) -> tuple[str, ...]:
    """What each Han character and each other word of a text is said as, in lower case."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(text, errors="default"))


def spelled(syllables: Sequence[str], surname: int = 0) -> str:
    """A name with a capital: Changwan; with a surname of so many syllables, Zhou Yanqiu."""
    parts = (syllables[:surname], syllables[surname:]) if surname else (syllables,)
    return " ".join("".join(part).capitalize() for part in parts if part)


def readings(name: str) -> tuple[Sequence[str], ...]:
    """All that a name of Han characters may be said as, each as its syllables; `MOST` of them at most."""
    from pypinyin import Style, pinyin

    every = pinyin(name[:LONGEST], style=Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(islice(product(*every), MOST)))
