"""Whether what is said to rise rises: 从49%上升到22% contradicts itself, whatever its passages say."""

import re
from collections.abc import Iterator

from newsbot.checks.claim import Claim
from newsbot.figures.figure import Figure, folded
from newsbot.figures.reading import figures
from newsbot.news import Finding

_LIMITS = r"(?:了|约|近|逾|超过|至多|至少|\s){0,3}"
_RISES = re.compile(
    rf"(?:上升|上涨|攀升|回升|升高|提高|提升|增加|增长|增多|扩大|延长|上调|[升涨增])(?:到|至|为|成){_LIMITS}$"
    r"|\b(?:rose|risen|rising|increased|grew|grown|climbed|went up)\b[^.;]{0,60}\bto (?:about |nearly )?$"
)
_FALLS = re.compile(
    rf"(?:下降|降低|下跌|下滑|回落|减少|缩短|缩小|压缩|下调|跌落|减小|[降跌减缩])(?:到|至|为|成){_LIMITS}$"
    r"|\b(?:fell|fallen|falling|decreased|declined|dropped|shrank|went down)\b[^.;]{0,60}\bto (?:about |nearly )?$"
)
# What says that both figures are of one thing: from the one, or "this number" before the other.
_FROM = re.compile(r"(?:[从由]|\bfrom )[^，。；,;]{0,14}$")
_SAME = re.compile(r"(?:这个|这一|该|上述|同一|此)(?:数字|数|比例|比率|占比|数据|指标|人数|比重|份额)")
_COMMA = re.compile("[，；、,;]")
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
        verb, rises = (_RISES.search(before), True) if _RISES.search(before) else (_FALLS.search(before), False)
        if verb is None or _BELOW_ZERO.search(before):
            continue
        alike = [each for each in found if each.unit == two.unit and each.kind == two.kind and each.end <= two.start]
        if not alike or two.start - alike[-1].end > _NEAR:
            continue
        one = alike[-1]
        between, lead = plain[one.end : two.start], plain[max(0, one.start - 20) : one.start]
        same_thing = _SAME.search(between) or (_FROM.search(lead) and not _COMMA.search(between))
        if _BELOW_ZERO.search(lead) or not same_thing:
            continue
        if one.value != two.value and (one.value > two.value) == rises:
            yield one, f"{verb.group().strip()[-12:]}{two.text}"
