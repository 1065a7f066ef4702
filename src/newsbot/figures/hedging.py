"""How a text marks that a figure is not exact: 约, 逾, at least, up to."""

import re
from dataclasses import replace

from newsbot.figures.figure import Figure, Hedge, compiled

_HEDGES: tuple[tuple[Hedge, str, str], ...] = (
    ("at most", "至多|最多|多达|不超过|不多于|上限(?:为|是)?|可达|最高|高达", "以内|以下|[为是]上限"),
    ("at least", "至少|最少|不少于|不低于|起码", "以上|起"),
    ("over", "超过|超出|超|逾|突破|多于|高于|大于", "多|余"),
    ("under", "将近|接近|近|不到|不足|少于|低于", ""),
    ("about", "大约|约合|约为|约|大概|左右|估计", "左右|上下|许"),
)
_ENGLISH_HEDGES: tuple[tuple[Hedge, str, str], ...] = (
    (
        "at most",
        r"up to|as much as|as many as|at most|(?:no|not) more than|a maximum of|capped at|ceiling(?: of)?|"
        "not to exceed",
        "or less|ceiling",
    ),
    ("at least", "at least|no fewer than|no less than|a minimum of", "or more"),
    ("over", "more than|over|above|exceed(?:s|ed|ing)?|upwards? of|in excess of|surpass(?:es|ed|ing)?", ""),
    ("under", "nearly|almost|close to|less than|fewer than|under|just shy of", ""),
    ("about", "about|around|approximately|roughly|some|an estimated|estimated", "or so"),
)
_SHORT_VERBS = (
    "投资|投入|出资|斥资|花费|支出|支付|拨付|获得|募集|融资|达到|带来|创造|新增|减少|"
    "增加|提供|容纳|增长|上涨|上升|提高|下降"
)
_SHARE = r"[占为][^，。；：、\d]{1,10}的"
_BEFORE = tuple(
    # A short verb may stand between: 至多投资5000亿美元, 约占三成; and what a share is of: 约占员工总数的8%.
    (hedge, compiled(rf"(?:{zh})(?:[达至为了占有投花拨筹]|{_SHORT_VERBS}|{_SHARE})?\s?$|\b(?i:{en})(?: the| an?)?\s?$"))
    for (hedge, zh, _), (_, en, _) in zip(_HEDGES, _ENGLISH_HEDGES, strict=True)
)
_AFTER = tuple(
    (hedge, compiled("|".join(filter(None, (zh, rf"\s(?i:{en})\b" if en else "")))))
    for (hedge, _, zh), (_, _, en) in zip(_HEDGES, _ENGLISH_HEDGES, strict=True)
    if zh or en
)
_LOOK_BACK = 16


LASTING = frozenset({"months", "seconds"})
"""Units of lengths of time: "over four years" says how long something takes, not that it takes longer;
so does "under a two-year contract"."""
_OVER = re.compile(r"(?<!just )(?<!well )(?<!little )\b(?:over|under (?:the|an?))\s?$", re.IGNORECASE)


def hedged(text: str, figure: Figure) -> Figure:
    """The figure with the hedge that the words of the folded text beside it give it."""
    before = text[max(0, figure.start - _LOOK_BACK) : figure.start]
    after = text[figure.end : figure.end + 10]
    if figure.unit in LASTING and _OVER.search(before):
        return figure
    for hedge, pattern in _BEFORE:
        if pattern.search(before):
            return replace(figure, hedge=hedge)
    for hedge, pattern in _AFTER:
        if pattern.match(after):
            return replace(figure, hedge=hedge)
    return figure
