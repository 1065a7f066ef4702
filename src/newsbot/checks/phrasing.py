"""The rules of the house's style that a pattern can see: dates instead of 近日, plain numbers, short sentences.

All are warnings, after 中文稿件规范. What stands in quotation marks is somebody else's wording and is left alone. Left
to the judge and the editor: whether the most important stands first, whether a section title says what the section
does, passives, and whether a judgement is an outlet's (`sourcing` sees the usual words of it).
"""

import re

from newsbot.checks.claim import Claim
from newsbot.checks.speech import quoted
from newsbot.chinese import title_length
from newsbot.news import Finding

LONGEST = 60
"""字 of a sentence, quotations aside, after the house style (15 to 60). A short one is no fault by itself."""

_DAYS = "日月年节假夕"
_VAGUE = re.compile("于?(?:近日|近期|不久前|前不久)(?!目标|规划|内)|日前")
_BEFORE_DAY = re.compile(rf"[{_DAYS}0-9一二三四五六七八九十几数]$")
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3}){1,5}(?![\d,])")
_EMPTY_TITLES = frozenset(
    "背景 影响 总结 结语 小结 前景 意义 展望 分析 概述 简介 项目背景 行业影响 市场影响 未来展望".split()  # noqa: SIM905
)
_DE = re.compile("(?:[^，。；：、的“”]{1,12}的){4}")
_WORDY = re.compile(
    "对于[^，。；]{1,20}(?:来说|而言)|进行(?:了|着)?(?:讨论|研究|调查|合作|投资|开发|测试|评估|沟通|交流|探讨|分析|部署|训练)"
)
_WORK = re.compile("《([^《》]{2,30})》")
_PRESS = re.compile("[报刊志]$|新闻|周刊|时报|Times|Post|Journal|News|Review|Wire|Daily|Magazine", re.IGNORECASE)


def phrasing_rule(claim: Claim) -> list[Finding]:
    """Warnings `vague-date`, `thousands`, `section-title`, `sentence-length`, `de-chain`, `wordy` and `bookmark`."""
    if claim.keyword:
        return []
    text = _own_words(claim.text)
    findings = [*_titled(claim), *_long(claim, text)]
    for rule, found, advice in (
        ("vague-date", _vague(text), "请写具体日期；来源没有日期，就写它发布的日期。"),
        ("thousands", _first(_THOUSANDS, text), "数字不用千分位逗号，大数用万、亿。"),
        ("de-chain", _first(_DE, text), "一连几个“的”，请拆成短句。"),
        ("wordy", _first(_WORDY, text), "请直接用动词，去掉“进行”“对于……来说”。"),
        ("bookmark", _bookmarked(claim), "公司、产品、模型的名称不用书名号。"),
    ):
        if found:
            findings.append(claim.finding(rule, "warning", found, advice))
    return findings


def _own_words(text: str) -> str:
    """The text without what stands in quotation marks."""
    left, position = [], 0
    for each in quoted(text):
        left.append(text[position : max(each.start, position)])
        position = each.end + 1
    return "“”".join([*left, text[position:]])


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group() if match else ""


def _vague(text: str) -> str:
    """近日, 日前 and the like; 节日前 and 6月5日前 say when."""
    for match in _VAGUE.finditer(text):
        if not (match.group().startswith("日前") and _BEFORE_DAY.search(text[: match.start()])):
            return match.group()
    return ""


def _titled(claim: Claim) -> list[Finding]:
    if not claim.place.startswith("sections/") or not claim.place.endswith("/title"):
        return []
    if claim.text.strip() not in _EMPTY_TITLES:
        return []
    advice = "小标题要说出这一节的内容，不写“背景”“影响”“总结”。"
    return [claim.finding("section-title", "warning", claim.text, advice)]


def _long(claim: Claim, text: str) -> list[Finding]:
    if not claim.prose or claim.place.startswith("tldr/") or title_length(text) <= LONGEST:
        return []
    advice = f"句子以15～{LONGEST}字为宜，现有{title_length(text)}字，请拆成两句。"
    return [claim.finding("sentence-length", "warning", f"{title_length(text)}字", advice)]


def _bookmarked(claim: Claim) -> str:
    """A company, product or model of the table in 《》; papers and journals are works."""
    for match in _WORK.finditer(claim.text):
        entries = [each for some in claim.standards.names.named(match[1]) for each in some]
        if entries and all(each.kind in ("organisation", "product") for each in entries):
            forms = [form for each in entries for form in (*each.english, *each.chinese)]
            if not any(_PRESS.search(form) for form in (match[1], *forms)):
                return match.group()
    return ""
