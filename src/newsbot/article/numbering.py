"""Numbers that the file computes for its parts: chapters, steps, items, tables, and the outline that lists them."""

import itertools
from collections.abc import Iterable, Iterator

from newsbot import news
from newsbot.article.document import Block, Section, Table
from newsbot.news import Kind

AFTER_STEP = "\u3000"
"""What stands between a step's number and its title: an ideographic space, which no title begins with."""
_DIGITS = "〇一二三四五六七八九"


def numbered(sections: Iterable[news.Section]) -> tuple[str, ...]:
    """The titles of a chaptered article's sections: 一、… for its chapters, （一）… for the sections of each."""
    titles: list[str] = []
    chapter = within = 0
    for each in sections:
        chapter, within = (chapter, within + 1) if each.level == 2 else (chapter + 1, 0)
        titles.append(f"（{counted(within)}）{each.title.text}" if within else f"{counted(chapter)}、{each.title.text}")
    return tuple(titles)


def stepped(sections: Iterable[news.Section], kind: Kind) -> tuple[str, ...]:
    """The titles of an article's sections, in a kind whose sections are steps with 01, 02, … before them."""
    titles = [each.title.text for each in sections]
    return (
        tuple(f"{n:02d}{AFTER_STEP}{title}" for n, title in enumerate(titles, 1))
        if kind.parts.numbered
        else tuple(titles)
    )


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


def outlined(titles: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """The outline of sections by level and numbered title, a line a chapter: `一、甲：（一）乙；（二）丙`."""
    lines: list[list[str]] = []
    for level, title in titles:
        if level == 1 or not lines:
            lines.append([title])
        else:
            lines[-1].append(title)
    return tuple("：".join(filter(None, (first, "；".join(rest)))) for first, *rest in lines)


def captioned(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections with their tables numbered: 表1：…"""
    numbers = itertools.count(1)

    def with_number(block: Block) -> Block:
        if not isinstance(block, Table) or not block.caption:
            return block
        return block.model_copy(update={"caption": f"表{next(numbers)}：{block.caption}"})

    return tuple(each.model_copy(update={"blocks": tuple(map(with_number, each.blocks))}) for each in sections)
