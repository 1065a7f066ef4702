"""Whether what is said to rise rises: 从49%上升到22% contradicts itself, whatever its passages say."""

import re
from collections.abc import Iterator

from newsbot.checks.claim import Claim
from newsbot.figures.figure import Figure, folded
from newsbot.figures.reading import figures
from newsbot.news import Finding

_LIMITS = r"(?:了|约|近|逾|超过|至多|至少|\s|(?:[0-9]{4}|[今去前明])年的?){0,3}"
_TO = r"[^.;]{0,60}\bto (?:about |nearly )?$"
_RISES = re.compile(
    rf"(?:上升|上涨|攀升|回升|升高|提高|提升|增加|增长|增多|扩大|延长|上调|[升涨增])(?:到|至|为|成){_LIMITS}$"
    r"|\b(?:rose|risen|rising|increased|grew|grown|climbed|jumped|surged|soared|went up)\b" + _TO
)
_FALLS = re.compile(
    rf"(?:下降|降低|下跌|下滑|回落|减少|缩短|缩小|压缩|下调|跌落|减小|[降跌减缩])(?:到|至|为|成){_LIMITS}$"
    r"|\b(?:fell|fallen|falling|decreased|declined|dropped|plunged|slumped|tumbled|shrank|went down)\b" + _TO
)
# What says that both figures are of one thing: from the one, or "this number" before the other.
_FROM = re.compile(r"(?:[从由]|\bfrom )[^，。；,;]{0,14}$")
_SAME = re.compile(r"(?:这个|这一|该|上述|同一|此)(?:数字|数|比例|比率|占比|数据|指标|人数|比重|份额)")
_AMONG = re.compile("^[^从由，。]{0,4}(?:中|里|当中|之中)")
_COMMA = re.compile("[，；、,;]")
# What is better or worth more the smaller its figure is: a rate of exchange, a record, a grade (提升至三级响应).
_RATE = re.compile(
    r"汇率|兑|(?:币|元|镑|郎|布|比)(?:汇率|汇价)?对|(?:日|美|欧|韩|加|澳)元[从由]|人民币[从由]|\b(?:yen|per dollar)\b"
)
_IMPROVED = re.compile("^提[高升]")
_GRADE = re.compile(r"^[级档等]|^\s?[版/]|^一次")
_NO_COUNT = 1_000
"""A bare number below it may be a rating, a rank, a version or a rate."""
_BELOW_ZERO = re.compile(r"(?:零下|负|-)\s?$")
_NEAR = 40
"""Characters between the two figures at most."""


def trend_rule(claim: Claim) -> list[Finding]:
    """Error `direction`: the sentence says that something rises to less, or falls to more, and no passage says so."""
    if claim.keyword or not claim.passages:
        return []
    known = {word for passage in claim.passages for _, word in _contradictions(passage.text)}
    return [
        claim.finding("direction", "error", word, f"“{one.text}”和“{word}”的大小与升降相反，请照来源改正。")
        for one, word in _contradictions(claim.text)
        if word not in known
    ]


def _contradictions(text: str) -> Iterator[tuple[Figure, str]]:
    """Pairs of figures that go the other way than their verb: the first, and the verb with the second."""
    plain = folded(text)
    found = [figure for figure in figures(text) if figure.kind not in ("date", "time") and figure.unit != "ordinal"]
    for two in found:
        before = plain[max(0, two.start - _NEAR * 2) : two.start]
        rise, fall = _RISES.search(before), _FALLS.search(before)
        verb = rise or fall
        alike = [each for each in found if each.unit == two.unit and each.kind == two.kind and each.end <= two.start]
        if verb is None or not alike or not _of_one_thing(plain, alike[-1], two):
            continue
        one = alike[-1]
        if one.value != two.value and (one.value > two.value) == bool(rise) and not _inverse(plain, verb, two):
            yield one, f"{verb.group().strip()[-12:]}{two.text}"


def _of_one_thing(plain: str, one: Figure, two: Figure) -> bool:
    """Whether the text says that both figures are of the same thing, neither of them below zero."""
    between, lead = plain[one.end : two.start], plain[max(0, one.start - 20) : one.start]
    if len(between) > _NEAR or _BELOW_ZERO.search(lead) or _BELOW_ZERO.search(between):
        return False
    from_one = _FROM.search(lead) and not _COMMA.search(between) and not _AMONG.match(between)
    return bool(_SAME.search(between) or from_one)


def _inverse(plain: str, verb: re.Match[str], two: Figure) -> bool:
    """Whether a smaller figure may be the higher one here."""
    if not two.unit and (two.value < _NO_COUNT or _GRADE.search(plain[two.end :])):
        return True
    if two.unit in ("length", "seconds") and (_IMPROVED.search(verb.group()) or _GRADE.search(plain[two.end :])):
        return True
    return two.kind == "money" and _RATE.search(plain) is not None
