"""The rule that no character stands for another: letters and digits that look like what they are not hide from checks.

A Cyrillic а in a Latin name, ９ or ٩ or ② for a digit, an invisible mark inside a number: a reader sees one thing and a
rule another. What the passages have themselves may be told.
"""

import functools
import re
import unicodedata

from newsbot.checks.claim import Claim
from newsbot.chinese import HAN
from newsbot.news import Finding

_WORD = re.compile(rf"[^\W\d_{HAN}]{{2,60}}")
_HAN = re.compile(f"[{HAN}]")
# A line that opens front matter where the text is set on a line of its own.
_FENCE = re.compile(r"(?:^|\s)(?:-{3,}|\+{3,})(?:\s|$)")
_LIKE_LATIN = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "MATHEMATICAL")


def disguise_rule(claim: Claim) -> list[Finding]:
    """Finding `disguise` (error): two scripts in one word, digits of another script, a fence of front matter.

    Whole words of Greek or Cyrillic are left alone, and so is every character that a cited passage has.
    """
    known = frozenset(char for passage in claim.passages for char in passage.text)
    mixed = next((match[0] for match in _WORD.finditer(claim.text) if _mixed(match[0])), "")
    digits = "".join(char for char in claim.text if _strange_digit(char) and char not in known)
    fence = _FENCE.search(claim.text)
    found = mixed if any(char not in known for char in mixed) else digits or (fence.group().strip() if fence else "")
    if not found:
        return []
    advice = f"“{found[:20]}”用了形近或异体的字符，请改用通常的字母和数字，再对照来源核对。"
    return [claim.finding("disguise", "error", found, advice)]


def _mixed(word: str) -> bool:
    """Whether Latin letters of the word stand beside those of a script that looks like them."""
    if word.isascii():
        return False
    scripts = {_script(char) for char in word}
    return "LATIN" in scripts and bool(scripts & set(_LIKE_LATIN))


@functools.lru_cache(4096)
def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


@functools.lru_cache(4096)
def _strange_digit(char: str) -> bool:
    """Whether the character counts something and is neither a plain digit nor Han; ½ and ² are plain enough."""
    if char.isascii() or _HAN.match(char) or char in "〇½¼¾²³¹％":
        return False
    return unicodedata.category(char) in ("Nd", "Nl", "No")
