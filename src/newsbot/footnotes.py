"""The footnotes of a Markdown document: does every mark have its reference, every reference its mark and number?

Two ways of writing are read: Markdown's own, `[^3]` with `[^3]: …`, and the one of reports, `[3]` with a list whose
lines begin `[3]` (or `3.` under a heading that names them). Only structure is looked at: whether a reference says
what the sentence says is the gate's question. What is said to be wrong is what a reader stumbles over: a mark that
leads nowhere, a reference nobody cites, one reference twice, numbers that do not run as they are first met.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from newsbot.news import Noun

Rule = Literal["dangling", "unused", "duplicate", "misnumbered"]


class Fault(Noun):
    """What is wrong with a footnote. `line` counts from 1; `label` is the mark's or reference's, without brackets.

    `dangling`: a mark without a reference. `unused`: a reference without a mark. `duplicate`: a label that is listed
    twice, one address under two labels, or a mark twice in a row. `misnumbered`: the list does not run 1, 2, 3 …, or
    a mark is first met after a higher one.
    """

    rule: Rule
    line: int
    label: str
    found: str
    advice: str


class Footnotes(Noun):
    """A document's footnotes: the labels of its references, how many marks it has, and what is wrong, by line."""

    references: tuple[str, ...]
    marks: int
    faults: tuple[Fault, ...]


class _Mark(NamedTuple):
    label: str  # with its caret, so that [^1] and [1] stay two things
    line: int
    again: bool  # the mark before it, with nothing between, says the same


class _Reference(NamedTuple):
    label: str
    line: int
    text: str


LONGEST_LINE = 20_000
"""Characters of one line that are read; no paragraph comes near it."""

_FENCE = re.compile(r" {0,3}(```|~~~)")
_CODE = re.compile(r"`[^`\n]{1,200}`")
_LISTED = re.compile(r"\s{0,8}(?:[-*+]\s{1,3})?(?:\[|【|［)(\^?[\w-]{1,64})(?:\]|】|］)[:：.]?\s{0,8}(?P<text>\S.*)")
_NUMBERED = re.compile(r"\s{0,8}(\d{1,4})[.)、．]\s{0,8}(?P<text>\S.*)")
_HEADING = re.compile(
    r"[\s#*_\d.、一二三四五六七八九十（(]{0,16}"
    r"(?:参考(?:文献|资料|来源)|引用(?:文献|来源)|资料来源|文献|脚注|注释|references?|sources?|bibliography|notes|"
    r"footnotes|works cited|citations)[\s#*_:：）)]{0,12}",
    re.IGNORECASE,
)
_MARKS = re.compile(r"(?<!\\)(?:\[|【|［)(\^[\w-]{1,64}|\d{1,4}(?:\s?[,，、;；–—-]\s?\d{1,4}){0,15})(?:\]|】|］)")
_ADDRESS = re.compile(r"https?://[^\s<>\"”）)\]]{1,2000}")
_YEARS = range(1900, 2101)  # 财税[2016]36号 is a document's number, not a mark
_MOST_OF_A_RANGE = 50


def read(text: str) -> Footnotes:
    """The footnotes of the document in this text."""
    lines = [line[:LONGEST_LINE] for line in _prose(text)]
    references = list(_references(lines))
    taken = {reference.line for reference in references}
    body = [(number, line) for number, line in enumerate(lines, 1) if number not in taken]
    listed = {reference.label for reference in references}
    marks = [mark for number, line in body for mark in _marks(number, line, listed)]
    faults = [
        *_dangling(marks, listed),
        *_repeated(marks),
        *_first_met(marks, listed),
        *_list_faults(references, {mark.label for mark in marks}),
    ]
    return Footnotes(
        references=tuple(reference.label.lstrip("^") for reference in references),
        marks=len(marks),
        faults=tuple(sorted(faults, key=lambda fault: fault.line)),
    )


def _prose(text: str) -> Iterator[str]:
    """The lines of the text, those of code and what stands in backquotes emptied: brackets there are no marks."""
    fence = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        opened = _FENCE.match(line)
        if opened and fence in ("", opened[1]):
            fence = "" if fence else opened[1]
            yield ""
        else:
            yield "" if fence else _CODE.sub(lambda code: " " * len(code[0]), line[:LONGEST_LINE])


# ---------------------------------------------------------------- references


def _references(lines: list[str]) -> Iterator[_Reference]:
    """Every `[^label]:` of the document; of the other form those of the list at its end."""
    start = _list_start(lines)
    for number, line in enumerate(lines, 1):
        listed = _LISTED.match(line)
        if listed and listed[1].startswith("^"):
            if line[listed.end(1) + 1 : listed.end(1) + 2] in (":", "："):
                yield _Reference(listed[1], number, listed["text"])
        elif number > start:
            entry = listed if listed and listed[1].isdigit() else _NUMBERED.match(line)
            if entry:
                yield _Reference(entry[1], number, entry["text"])


def _list_start(lines: list[str]) -> int:
    """The number of the line after which the list of `[n]` references stands; beyond the end where there is none."""
    headings = [number for number, line in enumerate(lines, 1) if len(line) < 80 and _HEADING.fullmatch(line)]
    for start in reversed(headings):
        if any(_entry(line) or _NUMBERED.match(line) for line in lines[start : start + 4]):
            return start
    start = len(lines)
    while start and (not lines[start - 1].strip() or _entry(lines[start - 1])):
        start -= 1
    return start if any(_entry(line) for line in lines[start:]) else len(lines)


def _entry(line: str) -> bool:
    listed = _LISTED.match(line)
    return listed is not None and listed[1].isdigit()


def _list_faults(references: list[_Reference], used: set[str]) -> Iterator[Fault]:
    """What is wrong with the list itself: labels, addresses and numbers."""
    lines: dict[str, int] = {}
    addresses: dict[str, _Reference] = {}
    last = dict.fromkeys(("", "^"), 0)
    for reference in references:
        label, shown = reference.label, _shown(reference.label)
        address = _address(reference.text)
        if label in lines:
            advice = f"{shown}在第{lines[label]}行已经列过，请删去一条，或重新编号。"
            yield _fault("duplicate", reference.line, label, reference.text, advice)
            continue
        lines[label] = reference.line
        if address and address in addresses:
            first = addresses[address]
            advice = f"与{_shown(first.label)}（第{first.line}行）是同一个网址，请合并成一条。"
            yield _fault("duplicate", reference.line, label, address, advice)
        elif address:
            addresses[address] = reference
        if label not in used:
            yield _fault("unused", reference.line, label, reference.text, f"正文没有用到{shown}，请补上标注或删去。")
        family, number = label[: label.startswith("^")], label.lstrip("^")
        if number.isdigit():
            due = last[family] + 1
            if int(number) != due:
                advice = f"此处应为{_shown(family + str(due))}，请按1、2、3的顺序编号。"
                yield _fault("misnumbered", reference.line, label, reference.text, advice)
            last[family] = int(number)


def _address(text: str) -> str:
    """The reference's address as it is compared: without what a sentence puts after it."""
    found = _ADDRESS.search(text)
    return found[0].rstrip("/.,;，。；") if found else ""


# ---------------------------------------------------------------- marks


def _marks(number: int, line: str, listed: set[str]) -> Iterator[_Mark]:
    """The marks of one line, in order; a number in brackets that nothing lists is one unless it links or is a year."""
    ended, before = -1, ""
    for found in _MARKS.finditer(line):
        links = line.startswith("(", found.end())
        for label in _labels(found[1]):
            if label not in listed and not label.startswith("^") and (links or int(label) in _YEARS):
                continue
            touching = label == before and not line[ended : found.start()].strip()
            yield _Mark(label, number, touching)
            ended, before = found.end(), label


def _labels(inside: str) -> list[str]:
    """The labels between two brackets: one, several, or those of a range; none where a part is no such number."""
    if inside.startswith("^"):
        return [inside]
    labels: list[str] = []
    for part in re.split(r"\s?[,，、;；]\s?", inside):
        ends = [int(end) for end in re.split(r"\s?[–—-]\s?", part)]
        if min(ends) < 1 or len(ends) > 2 or not 0 <= ends[-1] - ends[0] < _MOST_OF_A_RANGE:
            return []
        labels += [str(each) for each in range(ends[0], ends[-1] + 1)]
    return labels


def _dangling(marks: list[_Mark], listed: set[str]) -> Iterator[Fault]:
    for mark in _first(marks):
        if mark.label not in listed:
            advice = f"{_shown(mark.label)}没有对应的参考文献，请补上来源或删去标注。"
            yield _fault("dangling", mark.line, mark.label, _shown(mark.label), advice)


def _repeated(marks: list[_Mark]) -> Iterator[Fault]:
    for mark in marks:
        if mark.again:
            advice = f"同一处重复标注了{_shown(mark.label)}，请删去一个。"
            yield _fault("duplicate", mark.line, mark.label, _shown(mark.label), advice)


def _first_met(marks: list[_Mark], listed: set[str]) -> Iterator[Fault]:
    """Marks that are first met after a higher one of their kind."""
    highest = dict.fromkeys(("", "^"), 0)
    for mark in _first(marks):
        family, number = mark.label[: mark.label.startswith("^")], mark.label.lstrip("^")
        if mark.label not in listed or not number.isdigit():
            continue
        if int(number) < highest[family]:
            advice = (
                f"{_shown(mark.label)}第一次出现在{_shown(family + str(highest[family]))}之后，请按首次出现的顺序编号。"
            )
            yield _fault("misnumbered", mark.line, mark.label, _shown(mark.label), advice)
        highest[family] = max(highest[family], int(number))


def _first(marks: list[_Mark]) -> list[_Mark]:
    """The first mark of each label."""
    first: dict[str, _Mark] = {}
    for mark in marks:
        first.setdefault(mark.label, mark)
    return list(first.values())


def _shown(label: str) -> str:
    return f"[{label}]"


def _fault(rule: Rule, line: int, label: str, found: str, advice: str) -> Fault:
    return Fault(rule=rule, line=line, label=label.lstrip("^"), found=found[:200], advice=advice)
