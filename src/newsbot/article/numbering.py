"""Numbers that the file computes for its parts: chapters, steps, items, tables, and the outline that lists them."""

import itertools
import re
from collections.abc import Iterable, Iterator

from newsbot import news
from newsbot.article.document import Block, Section, Table
from newsbot.article.labels import SIMPLIFIED, Labels
from newsbot.news import Kind

_AFTER_STEP, _AFTER_ENGLISH_STEP = "\u3000", "\u2002"
"""What stands between a step's number and its title, an ideographic space or an en space: no title begins so."""
_DIGITS = "〇一二三四五六七八九"
_NUMBER = re.compile("^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)")
_ENGLISH_NUMBER = re.compile(r"^(?:[0-9]{1,2}\. |[0-9]{1,2}\.[0-9]{1,2} )")
_STEP = re.compile(f"[0-9]{{2}}[{_AFTER_STEP}{_AFTER_ENGLISH_STEP}]")
_TABLE_NUMBER = re.compile("^(?:表[0-9]{1,3}：|Table [0-9]{1,3}: )")


def numbered(sections: Iterable[news.Section], labels: Labels = SIMPLIFIED) -> tuple[str, ...]:
    """The titles of a chaptered article's sections: 一、… for its chapters, （一）… for the sections of each.

    In English 1. … and 1.1 ….
    """
    titles: list[str] = []
    chapter = within = 0
    for each in sections:
        chapter, within = (chapter, within + 1) if each.level == 2 else (chapter + 1, 0)
        titles.append(f"{_number(chapter, within, labels)}{each.title.text}")
    return tuple(titles)


def _number(chapter: int, within: int, labels: Labels) -> str:
    if labels.english:
        return f"{chapter}.{within} " if within else f"{chapter}. "
    return f"（{counted(within)}）" if within else f"{counted(chapter)}、"


def unnumbered(title: str, labels: Labels) -> str:
    """The title of a chapter or section without its number."""
    return (_ENGLISH_NUMBER if labels.english else _NUMBER).sub("", title)


def uncounted(caption: str) -> str:
    """A table's caption without its number."""
    return _TABLE_NUMBER.sub("", caption)


def stepped(sections: Iterable[news.Section], kind: Kind, labels: Labels = SIMPLIFIED) -> tuple[str, ...]:
    """The titles of an article's sections, in a kind whose sections are steps with 01, 02, … before them."""
    titles = [each.title.text for each in sections]
    after = _AFTER_ENGLISH_STEP if labels.english else _AFTER_STEP
    return (
        tuple(f"{n:02d}{after}{title}" for n, title in enumerate(titles, 1)) if kind.parts.numbered else tuple(titles)
    )


def step(title: str) -> str:
    """The number with which the title of a step begins, with what stands behind it; empty where it has none."""
    match = _STEP.match(title)
    return match[0] if match else ""


def counted(number: int) -> str:
    """1 to 99 in Chinese, as chapters are counted: 一, 十, 十二, 二十一."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return ten + (_DIGITS[ones] if ones else "")


def itemised(items: Iterable[tuple[int, bool]]) -> Iterator[int]:
    """The numbers of list items by their level and whether their list has any, 0 for one without; each list in a list
    begins with 1."""
    counts: list[tuple[bool, int]] = []  # of each level the list that is being counted
    for level, ordered in items:
        same, number = counts[level - 1] if len(counts) >= level else (ordered, 0)
        counts[level - 1 :] = [(ordered, number + 1 if same == ordered else 1)]
        yield counts[-1][1] if ordered else 0


def outlined(titles: Iterable[tuple[int, str]], labels: Labels = SIMPLIFIED) -> tuple[str, ...]:
    """The outline of sections by level and numbered title, a line a chapter: `一、甲：（一）乙；（二）丙`.

    In English `1. A: 1.1 B; 1.2 C`.
    """
    colon, between = (": ", "; ") if labels.english else ("：", "；")
    lines: list[list[str]] = []
    for level, title in titles:
        if level == 1 or not lines:
            lines.append([title])
        else:
            lines[-1].append(title)
    return tuple(colon.join(filter(None, (first, between.join(rest)))) for first, *rest in lines)


def captioned(sections: tuple[Section, ...], labels: Labels = SIMPLIFIED) -> tuple[Section, ...]:
    """The sections with their tables numbered: 表1：…; in English Table 1: …"""
    numbers = itertools.count(1)

    def with_number(block: Block) -> Block:
        if not isinstance(block, Table) or not block.caption:
            return block
        return block.model_copy(update={"caption": labels.table.format(number=next(numbers)) + block.caption})

    return tuple(each.model_copy(update={"blocks": tuple(map(with_number, each.blocks))}) for each in sections)
