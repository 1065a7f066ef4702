"""Chinese names in Latin letters: Hanyu Pinyin without tones, as English news writes them. pypinyin is imported here.

How a name is spelt: GB/T 28039-2011, surname first, the given name in one word (Zhou Yanqiu, Ouyang Xiu).
"""

import functools
import re
from collections.abc import Sequence
from itertools import islice, product

LONGEST = 8
"""Characters of one name that are looked at."""
MOST = 64
"""Readings of one name that are told apart: a character may have several (单 Shan, Dan)."""

# The syllables of Putonghua, by what each begins with (GB/T 16159-2012): not every initial goes with every final.
_FINALS = {
    "b|p": "a|o|ai|ei|ao|ou|an|en|ang|eng|i|ie|iao|ian|in|ing|u",
    "m": "a|o|e|ai|ei|ao|ou|an|en|ang|eng|i|ie|iao|iu|ian|in|ing|u",
    "f": "a|o|ei|ou|an|en|ang|eng|u",
    "d|t": "a|e|ai|ei|ao|ou|an|en|ang|eng|ong|i|ia|ie|iao|iu|ian|ing|u|uo|ui|uan|un",
    "n|l": "a|e|ai|ei|ao|ou|an|en|ang|eng|ong|i|ia|ie|iao|iu|ian|in|iang|ing|u|uo|uan|un|v|ve|ue",
    "g|k|h|zh|ch|sh": "a|e|i|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang",
    "j|q|x": "i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ue|uan|un",
    "r|z|c|s": "a|e|i|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|ui|uan|un",
    "y": "a|o|e|ao|ou|an|ang|i|in|ing|ong|u|ue|uan|un",
    "w": "a|o|ai|ei|an|en|ang|eng|u",
}
_SYLLABLE = "|".join(f"(?:{initials})(?:{finals})" for initials, finals in _FINALS.items())
_SPELLED = re.compile(f"(?:{_SYLLABLE}|a|ai|an|ang|ao|e|en|er|ou)(?:{_SYLLABLE}){{1,4}}")


def spoken(text: str) -> tuple[str, ...]:
    """What each Han character and each other word of a text is said as, in lower case."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(text, errors="default"))


def spelled(syllables: Sequence[str], surname: int = 0) -> str:
    """A name with a capital: Changwan; with a surname of so many syllables, Zhou Yanqiu."""
    parts = (syllables[:surname], syllables[surname:]) if surname else (syllables,)
    return " ".join("".join(part).capitalize() for part in parts if part)


def is_spelled(word: str) -> bool:
    """Whether lower-case letters can be two to five syllables in a row, none but the first without an initial."""
    return _SPELLED.fullmatch(word) is not None


def readings(name: str) -> tuple[Sequence[str], ...]:
    """All that a name of Han characters may be said as, each as its syllables; `MOST` of them at most."""
    from pypinyin import Style, pinyin

    every = pinyin(name[:LONGEST], style=Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(islice(product(*every), MOST)))


def may_be(word: str, text: str) -> bool:
    """Whether some characters of a text that stand in a row may be said as these lower-case letters."""
    ends = {word}
    for char in text:
        ends = {end.removeprefix(said) for end in ends for said in _said(char) if end.startswith(said)} | {word}
        if "" in ends:
            return True
    return False


@functools.lru_cache(20_000)
def _said(char: str) -> tuple[str, ...]:
    """What a character may be said as; nothing for what is no Han character."""
    from pypinyin import Style, pinyin

    found = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(found[0]) if found else ()
