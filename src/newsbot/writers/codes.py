"""Names as codes: A1 for Lindholm, which a small model copies where it would put the name into made-up Chinese."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from newsbot import checks

_CODES = tuple(f"{letter}{number}" for number, letter in enumerate("ABCDEFGH", 1))
_SIGN = "A-Za-z0-9Ａ-Ｚａ-ｚ０-９"
_CODE = re.compile(rf"(?<![{_SIGN}])[A-Ha-hＡ-Ｈａ-ｈ][1-8１-８](?![{_SIGN}])")


def names_of(piece: str, standards: checks.Standards) -> list[tuple[str, str]]:
    """The names of a sentence as they are to stand in its rendering: the table's, and the others as they are."""
    meant = [(each.form, each.entries) for each in standards.names.mentions(piece)]
    told = list({form: one[0].chinese[0] for form, one in meant if len(one) == 1 and one[0].chinese}.items())
    known = {word for name, _ in told for word in name.split()}
    kept: list[str] = []
    for name in checks.names_lost(piece, "", "", standards.names):
        joined = f"{kept[-1]} {name}" if kept else name
        if kept and joined in piece:
            kept[-1] = joined
        elif not known.issuperset(name.split()):
            kept.append(name)
    return [*told, *((name, name) for name in kept)]


def codes_of(names: Sequence[tuple[str, str]], piece: str) -> dict[str, str]:
    """A short code for each name of a sentence, the longest name first; none that the sentence has itself."""
    longest = sorted((foreign for foreign, _ in names), key=len, reverse=True)
    return dict(zip(longest, _unused(piece), strict=False))


def _unused(piece: str) -> list[str]:
    return [code for code in _CODES if code not in piece.upper()]


def coded(text: str, codes: Mapping[str, str]) -> str:
    """The text with codes for its names."""
    for foreign, code in codes.items():
        text = re.sub(rf"(?<![A-Za-z0-9]){re.escape(foreign)}(?![A-Za-z0-9])", code, text)
    return text


def decoded(text: str, codes: Mapping[str, str], names: Sequence[tuple[str, str]], piece: str) -> str:
    """The rendering of a sentence with the names, as they are to stand in it, for their codes.

    Empty where something of a code is left in it: one inside a word, in two parts, or of no name of the sentence.
    """
    meant = {codes[foreign]: name for foreign, name in names if foreign in codes}
    if not meant:
        return text
    left = _CODE.sub(lambda match: "" if _plain(match[0]) in meant else match[0], text)
    if any(_left(code, unicodedata.normalize("NFKC", left)) for code in _unused(piece)):
        return ""
    return _CODE.sub(lambda match: meant.get(_plain(match[0]), match[0]), text)


def _left(code: str, text: str) -> bool:
    """Whether the code stands in the text, inside a word too, or in two parts (“A 1”, but not “A 1-year plan”)."""
    apart = rf"{code[0]}[\s-]{code[1]}(?![0-9A-Za-z\s.,%-])"
    return re.search(rf"{code}(?![0-9])", text, re.IGNORECASE) is not None or re.search(apart, text) is not None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper()
