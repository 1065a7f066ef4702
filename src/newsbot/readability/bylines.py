"""Bylines as people read them: who wrote it, whom it was taken from, and when, in the line under a headline
or at the head of a text (`2026年8月22日 20:40 来源：新华社 作者：张三`, `新华社北京8月22日电（记者张三）`)."""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from newsbot import chinese
from newsbot.news import SourceDate
from newsbot.readability import days
from newsbot.readability.markup import Tree

LINE = 120  # characters; a longer piece of text is no byline but the article
REGION = 600  # characters under the headline that are looked at


class Byline(NamedTuple):
    """What a byline says; empty where it does not. `origin` is whom the text was taken from."""

    author: str = ""
    origin: str = ""
    published: SourceDate | None = None


def under_headline(tree: Tree) -> str:
    """What stands between the headline and the first paragraph, pieces parted by spaces.

    Only what stands after the headline counts: sites print today's date above it.
    """
    pieces: list[str] = []
    heads = tree.xpath("(//h1)[1]")
    after = heads[0].xpath("following::text()[not(parent::script or parent::style)]") if heads else []
    for text in islice(after, 200):
        piece = chinese.one_line(text[: LINE * 3])
        if len(piece) > LINE or sum(map(len, pieces)) > REGION:
            break
        if piece:
            pieces.append(piece)
    return " ".join(pieces)[:REGION]


def read(text: str, seen: datetime | None = None) -> Byline:
    """What the text says as a byline. A date that lies after `seen` is not believed; `3小时前` needs `seen`."""
    return Byline(author=_author(text), origin=_origin(text), published=_published(text, seen))


def in_text(lines: Sequence[str], seen: datetime | None = None) -> Byline:
    """The same from the first and last lines of an article: what a news agency puts at the head of its text."""
    head = " ".join(line[:LINE] for line in lines[:4])
    wire = _WIRE.search(head)
    brackets = _BRACKETS.search(head) or _BRACKETS.search(" ".join(line[-LINE:] for line in lines[-2:]))
    short = [line for line in lines[:6] if len(line) <= LINE]
    named = "、".join(dict.fromkeys(name for line in short if (name := _author(line))))
    origin = next((name for line in short if (name := _origin(line))), "")
    alone = (line for line in (*short, *lines[-3:]) if len(line) <= 40)
    dates = (_published(line, seen) for line in alone if line in short or _DAY.fullmatch(line))
    return Byline(
        author=named or (_names(brackets[1]) if brackets else ""),
        origin=origin or (next(filter(None, wire.groups())) if wire else ""),
        published=next(filter(None, dates), None),
    )


def is_byline(line: str) -> bool:
    """Whether the line is a byline and no sentence: short, with a date, author or origin, and no stop at its end."""
    if len(line) > LINE // 2 or line.endswith(("。", "！", "？", ".", "!", "?", "”", '"')):
        return False
    return any(pattern.search(line) for pattern in (_DAY, _AUTHOR, _ORIGIN))


# ---------------------------------------------------------------- who

_AGENCIES = (
    "新华社|中新社|中新网|央视|人民日报|财联社|財聯社|中央社"
    "|法新社|路透社?|美联社|彭博社?|共同社|塔斯社|韩联社|埃菲社|德新社"
)
_WIRE = re.compile(
    rf"({_AGENCIES})[^，。（(]{{0,12}}?\d{{1,2}}月\d{{1,2}}日(?:电|電|讯|訊|消息)"
    r"|\((Reuters|AP|AFP|Bloomberg|Xinhua|UPI|Kyodo|ANI|PTI)\)\s*[-—–]",
)
_BRACKETS = re.compile(r"[（(](?:本报|本刊|新华社|特约|首席|实习)?(?:记者|記者)[:：\s]*([^（）()。；]{2,40})[）)]")
_AUTHOR = re.compile(
    r"(?<!本报)(?<!责任)(?:作者|撰文|撰稿|记者|記者|本文作者)\s?[:：丨|｜]?\s?"
    r"|(?:^|\s)(?:文|撰)\s?[/／|丨｜:：]\s?|(?:^|\s)[Bb]y\s(?=[A-Z])"
)
_ORIGIN = re.compile(
    r"(?:文章来源|新闻来源|稿件来源|信息来源|来源|來源|转自|轉自|转载自|來自)\s?[:：丨|｜]\s?([^\s|｜丨,，。；;:：]{2,24})"
)
_NO_NAME = re.compile(
    r"责任|責任|编辑|編輯|来源|來源|发布|發布|时间|時間|阅读|閱讀|浏览|评论|收藏|分享|字号|原创|本文|编译|審核|审核|校对|图片|摄影|点击"
)
_HAN_NAME = re.compile(rf"[{chinese.HAN}]{{2,4}}(?:[·・][{chinese.HAN}]{{1,8}}){{0,3}}")
_MONTH_AFTER = re.compile(r" (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?$")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z.'’-]{0,20}(?: [A-Z][A-Za-z.'’-]{0,20}){1,3}")


def _author(text: str) -> str:
    for found in islice(_AUTHOR.finditer(text), 10):
        if names := _names(text[found.end() : found.end() + 60]):
            return names
    return ""


def _names(text: str) -> str:
    """The names that the text begins with, at most five, parted by 、; empty when it begins with none."""
    text = text.strip()
    if latin := _LATIN_NAME.match(text):
        return _MONTH_AFTER.sub("", latin[0])
    names: list[str] = []
    for piece in re.split(r"[\s、,，/／&]+|(?=[（()）\d|｜丨])|和(?=[^\s]{2,3}$)", text):
        if not piece or not _HAN_NAME.fullmatch(piece) or _NO_NAME.search(piece) or len(names) == 5:
            break
        names.append(piece)
    return "、".join(names)


def _origin(text: str) -> str:
    found = _ORIGIN.search(text)
    return found[1].strip("《》【】[]“”\"'") if found and not _NO_NAME.match(found[1]) else ""


# ---------------------------------------------------------------- when

_DAY = re.compile(r"(?<!\d)(\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|\d{4}([-/.])\d{1,2}\2\d{1,2})(?!\d)(?!\s*星期)")
_WESTERN = re.compile(r"\b(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4})\b")
_RELATIVE = re.compile(
    r"(?<![\w])(?:\d{1,3}\s?(?:分钟|分鐘|小时|小時|天)前|[昨前今]天(?:\s?\d{1,2}:\d{2})?|刚刚|剛剛)(?![\w])"
)


def _published(text: str, seen: datetime | None) -> SourceDate | None:
    for pattern in (_DAY, _WESTERN):
        for found in islice(pattern.finditer(text), 5):
            date = days.stated(re.sub(r"\s", "", found[0]) if pattern is _DAY else found[0])
            if date and not (seen and days.ahead(date, seen)):
                return date
    relative = _RELATIVE.search(text) if seen else None
    return days.relative(relative[0], seen) if relative and seen else None
