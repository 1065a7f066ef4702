"""A figure is not told as a bound that its sources do not call one: 300人 is neither 至少300人 nor 不到300人."""

import re

from newsbot.checks.claim import Claim
from newsbot.figures import Figure, figures
from newsbot.figures.figure import folded
from newsbot.news import Finding

# Words that mean nothing but this. Left out: 近 (近三年), 突破 and 高达 (reached), 高于 (than another), 以上, 以内.
_VERB = "(?:有|达|为|需要|需|用了|用|占|投资|投入|裁减|裁员|增长|上涨|下降){0,1}"
_BOUND = re.compile(
    r"(?P<word>至少|最少|起码|至多|最多)[\u4e00-\u9fff]{0,4}\s?$"
    rf"|(?P<other>不少于|不低于|不超过|不多于|超过|超出|逾|不到|不足|少于){_VERB}\s?$"
    r"|\b(?i:(?P<latin>at least|no fewer than|no less than|at most|no more than|not more than|up to|"
    r"more than|fewer than|less than))(?: the| an?)?\s?$"
)
_ABOUT = re.compile(
    rf"(?P<word>大约|约|大概)[合为]{{0,1}}{_VERB}\s?$|\b(?i:(?P<latin>approximately|roughly|nearly|almost))\s?$"
)

# In whatever words a source says that a figure is no exact one: in so many characters before it, and behind it.
_BEFORE, _BEHIND = 24, 24
_LATIN = (
    r"\b(?i:least|most|fewer|less|more|over|above|exceed\w{0,3}|excess|upwards?|surpass\w{0,3}|beat|beats|top|topped|"
    r"topping|tops|minimum|maximum|up to|cap|capped|ceiling|limit|nearly|almost|close|shy|under|below|within|about|"
    r"around|some|approximately|roughly|estimated?|or so|past)\b|[+<>≥≤]"
)
_LOOSE_BEFORE = re.compile(
    "至少|最少|最低|不少|不低|起码|至多|最多|多达|不超|不多|上限|封顶|最高|高达|可达|超|逾|突破|高于|大于|低于|不到|不足|"
    rf"少于|接近|将近|[近约]|大概|估计|{_LATIN}"
)
_LOOSE_BEHIND = re.compile(
    rf"[^，。；,;]{{0,4}}(?:[多余内起]|以[内下上]|左右|上下|上限|封顶|为限)|[^.;]{{0,24}}?(?:{_LATIN})"
)


def added_qualifier(claim: Claim, mine: Figure) -> Finding | None:
    """A finding `qualifier` where every passage of the evidence that has this very value has it plain.

    An error for a bound (至少, 不超过, 逾, 不到), a warning for 约. What a passage hedges in any words is left alone.
    """
    before = folded(claim.own)[max(0, mine.start - 16) : mine.start]
    bound = _BOUND.search(before)
    word = bound or _ABOUT.search(before)
    if word is None:
        return None
    stated = ""
    for passage in (*claim.passages, *claim.context):
        for figure in figures(passage.text):
            if (figure.kind, figure.unit, figure.value) != (mine.kind, mine.unit, mine.value):
                continue
            if figure.hedge or figure.bound or _loose(folded(passage.text), figure):
                return None
            stated = stated or figure.text
    if not stated:
        return None
    said = next(each for each in word.groups() if each)
    advice = f"来源给的是确数“{stated}”，没有“{said}”，请删去“{said}”。"
    return claim.finding("qualifier", "error" if bound else "warning", said + mine.text, advice, stated)


def _loose(text: str, figure: Figure) -> bool:
    before, behind = text[max(0, figure.start - _BEFORE) : figure.start], text[figure.end : figure.end + _BEHIND]
    return bool(_LOOSE_BEFORE.search(before) or _LOOSE_BEHIND.match(behind))
