"""Numbers that belong to names: GPT-4.1, H100, 5G, Llama 3. They count nothing."""

import re
from collections.abc import Iterable
from fractions import Fraction

from newsbot.figures.figure import Figure, compiled

# Letters first: H100, GPT-4.1, Qwen2.5-7B, COVID-19, A321. A currency or FY before digits is no name.
_GLUED = compiled(
    r"(?<![A-Za-z0-9.])(?!(?:USD|RMB|CNY|EUR|GBP|JPY|HKD|FY)\d)"
    r"(?:[A-Za-z]{1,20}\d|(?=[a-z]{0,4}[A-Z])[A-Za-z]{1,20}-\d)[A-Za-z0-9]{0,30}(?:[.\-][A-Za-z0-9]{1,20}){0,4}"
)
# Digits first, the few that news of technology is full of.
DIGITS_FIRST = compiled(
    r"(?<![\d.A-Za-z$€£¥])(?:[2-6]G|[2-4]D|[248]K|4S|36氪|58同城|360(?=安全|集团|公司|搜索))(?![A-Za-z0-9])"
)
_COUNTED = "%万亿千百十年月日个家名人位款倍时点天周岁小分秒吨米公平种项次场元美欧英港多余至到~"
SPACED = compiled(
    r"(?<![A-Za-z0-9.])(?P<name>[A-Za-z]{0,20}[A-Z][A-Za-z]{0,20}(?:-[A-Za-z]{1,20})?) ?"
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})"
    rf"(?![\d:/,{_COUNTED}-]|\.\d| ?[a-z{_COUNTED}]| (?i:million|billion|trillion|percent))"
)
"""A capitalised Latin word and a small number that nothing is counted by: Llama 3, Gemini 2.5 Pro."""

_NO_NAME_WORDS = """
In On At By The A An And Of For From To With About Over Nearly Some Around Up Only Just Since After Before
January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul
Aug Sept Sep Oct Nov Dec USD RMB CNY EUR GBP JPY HKD US No FY Roughly Almost Than Least
"""
_NO_NAME = frozenset(_NO_NAME_WORDS.split())


def glued(text: str) -> list[tuple[int, int]]:
    """Where names with digits inside stand in a folded text."""
    return [match.span() for pattern in (_GLUED, DIGITS_FIRST) for match in pattern.finditer(text)]


def numbered(text: str) -> list[re.Match[str]]:
    """Names that a number follows (Llama 3), with the groups `name` and `number`."""
    return [match for match in SPACED.finditer(text) if match["name"] not in _NO_NAME]


_SIZE = compiled(r"(?<=[\-_])(?P<number>\d{1,4}(?:\.\d{1,2})?)[bB](?![A-Za-z0-9.])")


def sizes(text: str, spans: Iterable[tuple[int, int]]) -> list[Figure]:
    """How many parameters the models named at these spans have (Qwen2.5-7B): they support a count of them."""
    found = []
    for start, end in spans:
        for match in _SIZE.finditer(text, start, end):
            value = Fraction(match["number"]) * 10**9
            found.append(Figure(match.group(), *match.span(), "number", value, value, "parameters", weak=True))
    return found
