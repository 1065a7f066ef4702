"""What a number counts: 2400人, 2400台 and 2,400 machines are one value of two kinds of things.

Chinese says it by the measure word, English by the noun. Both have only the kinds that no newsroom writes one for
the other; a measure word or noun that fits several has them all, and one that is not listed (个, 项, customers of an
unknown sort) may count anything. After the use of measure words in 现代汉语八百词.
"""

import re
from dataclasses import replace

from newsbot.figures.figure import Figure, compiled

PHYSICAL = frozenset(
    {"power", "energy", "length", "area", "mass", "data", "hertz", "seconds", "months", "celsius", "volume"}
)
"""Units that measure: what they say is no count of anything."""

_MEASURED = PHYSICAL - {"seconds", "months"}

_KINDS = """
人名位 | people
家 | company
所 | company building
间 | company building home
户 | home company people
台 | machine vehicle
辆 | vehicle
部 | machine vehicle work
架 | aircraft machine
艘 | ship
件 | goods machine piece work case
套 | goods machine home work
片块颗枚粒张 | piece
栋座幢 | building
只 | animal goods piece machine ship fund
支 | team fund goods
头匹 | animal
篇首本册 | work
股 | share
国 | country
次场轮届 | event
起 | event case
例 | case people
宗 | case goods
"""
_COUNTERS = {
    char: frozenset(kinds.split())
    for chars, _, kinds in (line.partition(" | ") for line in _KINDS.strip().splitlines())
    for char in chars
}
# Where no measure word tells: what is counted, right behind the number and 个.
_HAN_NOUNS = (
    (frozenset({"people"}), "员工|雇员|职工|工人|岗位|职位|工作岗位|就业岗位|工程师|研究人员|学生|乘客|患者|平民|士兵"),
    (frozenset({"company", "building"}), "公司|企业|机构|银行|医院|门店|工厂"),
    (frozenset({"country"}), "国家"),
    (frozenset({"machine", "vehicle", "aircraft"}), "机器人|服务器|电脑"),
)
_HAN = tuple((kinds, compiled(rf"个?(?:全职|新|多)?(?:{words})")) for kinds, words in _HAN_NOUNS)

# One kind or several a line; English nouns in the singular.
_NOUNS = """
people | people person man woman child employee worker staff staffer engineer researcher scientist teacher student
people | doctor nurse patient passenger resident official officer soldier driver pilot developer programmer manager
people | executive director lawmaker journalist reporter contractor job role position post death casualty victim
people | fatality survivor civilian refugee migrant tourist visitor adult retiree volunteer
people home | user subscriber household
people team | team crew
company | company firm business startup supplier airline bank lender carmaker automaker retailer insurer vendor
company | publisher organization organisation agency
company building | store shop outlet restaurant hospital school university college factory plant hotel branch clinic
building | building tower house apartment
machine vehicle home goods piece aircraft | unit
machine goods piece | device gadget console
machine | machine server computer laptop robot phone smartphone handset printer turbine
machine piece goods | gpu cpu processor accelerator
aircraft machine | drone aircraft plane jet airplane helicopter
vehicle machine | car vehicle truck bus taxi robotaxi sedan train
ship | ship vessel boat submarine
piece | chip wafer satellite missile rocket
event | time game match
country | country nation
"""
_ENGLISH: dict[str, frozenset[str]] = {
    noun: frozenset(kinds.split())
    for kinds, _, nouns in (line.partition(" | ") for line in _NOUNS.strip().splitlines())
    for noun in nouns.split()
}
_PLURALS = {"men": "man", "women": "woman", "children": "child", "aircraft": "aircraft", "series": ""}
# Behind these another thing is spoken of.
_STOP_WORDS = """
in at for by from with on after before to than per a an and or but as is was were are will would has have had who
which that when while said through over during into against under between
"""
_STOPS = frozenset(_STOP_WORDS.split())
_WORD = compiled(r"[\s\-]{1,3}([A-Za-z]{1,20})(?:['’]s?)?")
_PLURAL = re.compile("[^su]s$")
_RANK_BEFORE = re.compile(r"[前第后]\s?$")
_MOST_WORDS = 5


def counting(text: str, figure: Figure) -> Figure:
    """The figure with the kinds of what it counts or measures in the folded text; none where the words do not tell."""
    if figure.kind != "number":
        return figure
    if figure.unit in PHYSICAL:
        return replace(figure, counts=frozenset({figure.unit}))
    if figure.unit not in ("", "people"):
        return figure
    counts = _counted(text, figure)
    return replace(figure, counts=counts) if counts else figure


def _counted(text: str, figure: Figure) -> frozenset[str]:
    last = figure.text[-1:]
    if last in _COUNTERS:
        ranked = _RANK_BEFORE.search(text, max(0, figure.start - 2), figure.start)
        number = last == "位" and text[figure.end : figure.end + 1] in "数元"
        return frozenset() if ranked or number else _COUNTERS[last]
    if text[figure.end : figure.end + 1] in ("本", "册", "幢"):
        return _COUNTERS[text[figure.end]]
    at = figure.end - (last == "个")
    for kinds, pattern in _HAN:
        if pattern.match(text, at):
            return kinds
    return _english(text, figure)


def _english(text: str, figure: Figure) -> frozenset[str]:
    """By the noun behind the figure, at most five words off; of nouns that stand together it may be any."""
    if figure.unit == "people":
        return _ENGLISH["people"]
    kinds: frozenset[str] = frozenset()
    at = figure.end
    for _ in range(_MOST_WORDS):
        match = _WORD.match(text, at)
        if match is None or match[1].lower() in _STOPS:
            break
        known = _ENGLISH.get(_singular(match[1].lower()))
        if not known and (kinds or _PLURAL.search(match[1])):  # three partners share the chips
            break
        kinds |= known or frozenset()
        at = match.end()
    return kinds


def _singular(word: str) -> str:
    if word in _ENGLISH or word in _PLURALS:
        return _PLURALS.get(word, word)
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ses", "ches", "xes")) and word[:-2] in _ENGLISH else word.removesuffix("s")


def apart(one: Figure, two: Figure) -> bool:
    """Whether two figures count or measure things that are never the same: 2400台 and 2400人, 28米 and 28个.

    Not 5天 and 5个 (of 5个交易日): lengths of time are counted too.
    """
    if one.counts and two.counts:
        return not one.counts & two.counts
    return any(a.unit in _MEASURED and not b.unit and b.text.endswith("个") for a, b in ((one, two), (two, one)))
