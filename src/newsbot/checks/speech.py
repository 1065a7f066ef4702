"""How Chinese news says who says so: verbs of saying, attributions, and the words between quotation marks."""

import re
import unicodedata
from dataclasses import dataclass

from newsbot.chinese import simplified

_VERBS = """
说 表示 称 指出 认为 宣布 报道 透露 强调 写道 介绍 坦言 回应 告诉 援引 披露 声明 警告 承认
否认 呼吁 提出 补充 发布 通报 公布 证实 预计 预测
"""
SAYING = tuple(_VERBS.split())
"""Verbs that give a statement to someone. A sentence that has one states a fact: that it was said."""

_SAYING = "|".join(sorted(SAYING, key=len, reverse=True))
_NO_SAYING = re.compile("名称|称为|称号|号称|职称|统称|简称|堪称|对称|小说|学说|说明|说法|传说|介绍信")
_LEADING = (
    re.compile(r"^(?:据|根据|按照|援引)[^，,。；“”]{1,60}[，,]"),
    re.compile(rf"^[^，,。；：:“”]{{1,40}}(?:{_SAYING})(?:称|道|说)?[，,：:]"),
)


def says(text: str) -> bool:
    """Whether the text gives something to a speaker."""
    return re.search(_SAYING, _NO_SAYING.sub("", text)) is not None


def unattributed(text: str) -> str:
    """The text without its leading attribution: 据X报道， / X表示，"""
    for pattern in _LEADING:
        text = pattern.sub("", text, count=1)
    return text


@dataclass(frozen=True)
class Quoted:
    """Words in quotation marks: `start` and `end` are the marks' places, `before` what leads up to them."""

    text: str
    start: int
    end: int
    before: str
    after: str


_MARKS = str.maketrans({"「": "“", "」": "”", "『": "‘", "』": "’", "„": "“", "‟": "“", "＂": '"'})


def quoted(text: str) -> list[Quoted]:
    """The parts of the text in “” (also 「」 and straight quotes), outermost first to last.

    A quotation that was opened in an earlier sentence or closes in a later one counts up to the
    text's edge; one that is still open at a paragraph's end counts up to there, as the next paragraph opens it anew.
    """
    marked = text.translate(_MARKS)
    spans: list[tuple[int, int]] = []
    depth = start = 0
    straight = False
    for position, char in enumerate(marked):
        opens, closes = char == "“", char == "”"
        if char == '"':
            opens, closes, straight = not straight, straight, not straight
        if opens:
            start = position if depth == 0 else start
            depth += 1
        elif closes and depth:
            depth -= 1
            if depth == 0:
                spans.append((start, position))
        elif char == "\n" and depth:
            spans.append((start, position))
            depth, straight = 0, False
        elif closes and not spans:
            spans.append((-1, position))
    if depth:
        spans.append((start, len(marked)))
    return [Quoted(text[a + 1 : b], a, b, text[max(0, a - 12) : max(a, 0)], text[b + 1 : b + 40]) for a, b in spans]


_PUNCTUATION = str.maketrans("，。；：？！（）、—–－．", ",.;:?!(),---.", "“”‘’「」『』\"'《》〈〉")


def folded(text: str) -> str:
    """Text as quotations are compared: Simplified, one form of punctuation, no quotation marks, no white space."""
    return "".join(unicodedata.normalize("NFKC", simplified(text)).translate(_PUNCTUATION).split())


def core(text: str) -> str:
    """`folded` text without the punctuation at its ends."""
    return folded(text).strip(",.;:?!-()…")


def spoken(text: str) -> tuple[str, ...]:
    """The words in quotation marks."""
    return tuple(each.text for each in quoted(text) if each.text.strip())
