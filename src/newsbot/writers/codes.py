"""Names as codes: A1 for Lindholm, which a small model copies where it would put the name into made-up Chinese."""

import re
from collections.abc import Mapping, Sequence

from newsbot import checks

_CODES = tuple(f"{letter}{number}" for number, letter in enumerate("ABCDEFGH", 1))
_CODE = re.compile(r"(?<![A-Za-z0-9])[A-H][1-8](?![A-Za-z0-9])")


def names_of(piece: str, standards: checks.Standards) -> list[tuple[str, str]]:
    """The names of a sentence as they are to stand in its rendering: the table's, and the others as they are."""
    told = standards.names.names_for(piece)
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
    return dict(zip(longest, (code for code in _CODES if code not in piece), strict=False))


def coded(text: str, codes: Mapping[str, str]) -> str:
    """The text with codes for its names."""
    for foreign, code in codes.items():
        text = re.sub(rf"(?<![A-Za-z0-9]){re.escape(foreign)}(?![A-Za-z0-9])", code, text)
    return text


def decoded(text: str, codes: Mapping[str, str], names: Sequence[tuple[str, str]]) -> str:
    """The rendering with the names, as they are to stand in it, for their codes."""
    meant = {codes[foreign]: name for foreign, name in names if foreign in codes}
    return _CODE.sub(lambda match: meant.get(match[0], match[0]), text)
