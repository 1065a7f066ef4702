"""Paragraphs and headings of texts that lost them: a page scraped into one line, a title with its site's name."""

import re

from newsbot import chinese

LONG = 600  # characters; no paragraph of an article is so long, a chapter in one line is
HEADING = 40  # characters

_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十百]{1,4}[章节節部篇]|[（(][一二三四五六七八九十]{1,3}[）)]|第\d{1,2}[章节節部篇]"
    r"|\d{1,2}[.．、](?=[^\d\s])|[（(]\d{1,2}[）)])"
)
_NAMED = re.compile(
    r"(?:摘要|提要|前言|引言|导言|导语|目录|结语|结论|后记|附录|参考文献|编者按|作者|表|图)(?:\s?\d{1,2})?(?:[:：与和]|$)"
)
_ENDED = tuple("。！？!?；;：:”…")
_FURNITURE = re.compile(
    r"(?:首页|主页|返回首页|网站首页|当前位置|技术支持|返回顶部|上一篇|下一篇|打印|关闭)\W*"
    r"|.{0,40}(?:ICP备\s?\d|ICP證|公网安备|版权所有|All Rights Reserved).{0,80}"
    r"|(?:咨询电话|联系电话|客服热线|技术支持|举报电话)\W?.{0,60}|.{4,60}[（(]集群注册[）)]",
    re.IGNORECASE,
)
_AT_EITHER_END = 8  # lines of a page's furniture
_SITE = re.compile(r"([^_]{6,})_\s?([^_|｜丨\s]{2,12})")


def paragraphs(line: str) -> list[str]:
    """A line as its paragraphs and headings. Only a line of `LONG` Chinese characters or more is cut, at white space
    where a sentence ended, before a numbered or named heading, and after it. White space inside a sentence stays."""
    if len(line) < LONG or chinese.han_count(line) * 2 < len(line):
        return [line]
    made: list[list[str]] = []
    opens = True
    for piece in line.split(" "):
        begins = bool(_NUMBERED.match(piece) or _NAMED.match(piece))
        if opens or begins or not made:
            made.append([piece])
        else:
            made[-1].append(piece)
        heads = len(piece) <= HEADING and bool(_NUMBERED.match(piece))
        opens = piece.endswith(_ENDED) or heads or bool(_NAMED.fullmatch(piece))
    return [" ".join(pieces) for pieces in made]


def without_furniture(lines: list[str]) -> list[str]:
    """The lines without what a site puts around every page, at the beginning and the end."""
    first, last = 0, len(lines)
    while first < min(_AT_EITHER_END, last) and _FURNITURE.fullmatch(lines[first]):
        first += 1
    while last > max(first, len(lines) - _AT_EITHER_END) and _FURNITURE.fullmatch(lines[last - 1]):
        last -= 1
    return lines[first:last] or lines


def title_and_site(title: str) -> tuple[str, str]:
    """A title that ends in its site's name (`标题_新浪网`), parted; the site is empty when it has none."""
    found = _SITE.fullmatch(title[:500]) if chinese.han_count(title[:500]) else None
    return (found[1], found[2]) if found else (title, "")
