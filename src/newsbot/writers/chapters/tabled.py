"""A table by code: what sources tell of several cities or firms in the same words, beside each other.

青澜市有接驳车76辆，线路14条 and 鹿川市有接驳车41辆，线路8条 are two rows of two columns. Only clauses that are the same
but for their figure make a column: 一年行驶 and 两个多月行驶 are two things. Pure.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newsbot import checks
from newsbot.chinese import HAN, simplified
from newsbot.news import EMPTY_CELL, Evidence, Paragraph, Section, Sentence, Table

LEAST = 3
"""Rows of a table, and cells of a column, at least."""
COLUMNS = (2, 5)
MOST_ROWS = 12

_CLASSES = {"市": "城市", "公司": "公司", "集团": "公司", "大学": "大学", "医院": "医院", "县": "地区", "省": "地区"}
_BEARER = re.compile(
    rf"^(?!在|按照|据|从|由|向|对|[一二两三四五六七八九十百各]+[个座家所])([{HAN}]{{2,8}}?(?:市|县|省|公司|集团|大学|医院))(?=[有的共为设])"
)
_LIMITS = "约|近|逾|超过|至多|至少|不到|多达"
_CELL = re.compile(
    rf"^(?P<label>[{HAN}]{{2,12}}?)(?:为|达到?|有|是|共)?"
    rf"(?P<cell>(?:{_LIMITS})?\d[\d,.]{{0,12}}[万亿千百]{{0,2}}多?(?:%|[{HAN}]{{1,3}}))$"
)
_FILLER = re.compile(rf"^(?:[^，：]{{1,12}}[说称]，|(?:共有|共|有|的|设有|这些[{HAN}]|其))+")
_PERIOD = re.compile(
    r"(?:[一二两三四五六七八九十\d]{1,3}个?多?(?:年|月|季度|天|周)|[今去前]年|[上下]半年|第[一二三四]季度)(?!里)"
)
# Of somebody else, of all, or of another time than now: what follows is nobody's whom we know.
_ELSEWHERE = re.compile(
    rf"[{HAN}]{{2}}(?:市|县|省|公司|集团|大学|医院)|另一|别的|其他|相邻|邻近|全国|全省|各地|各市|合计|总共|平均|"
    r"\d{4}年|明年|后年|未来|计划|打算|拟|预计|将|目标|原来|原有|曾|此前|过去|没有|不再"
)
_STOPS = re.compile("[。！？；]")


class _Told(NamedTuple):
    """That a passage gives this figure of somebody or something by this name."""

    bearer: str
    label: str
    cell: str
    passage: str


def tabled(evidence: Evidence, standards: checks.Standards) -> Table | None:
    """The table of the sources, None where they tell too little alike. Each cell passes its checks."""
    told = _agreed(list(_told(evidence)))
    heard = Counter(label for _, label in told)
    order = list(dict.fromkeys(each.label for each in _told(evidence)))
    labels = sorted((each for each in order if heard[each] >= LEAST), key=lambda each: -heard[each])[: COLUMNS[1]]
    labels.sort(key=order.index)
    bearers = list(dict.fromkeys(each.bearer for each in _told(evidence)))
    rows = [[told.get((bearer, label)) for label in labels] for bearer in bearers]
    rows = [row for row in rows if sum(cell is not None for cell in row) >= COLUMNS[0]][:MOST_ROWS]
    if len(labels) < COLUMNS[0] or len(rows) < LEAST:
        return None
    kinds = {_CLASSES[_suffix(next(filter(None, row)).bearer)] for row in rows}
    if len(kinds) > 1:
        return None
    head = tuple(Sentence(text=text, kind="label") for text in (kinds.pop(), *labels))
    return _checked(Table(caption=None, head=head, rows=tuple(map(_row, rows))), evidence, standards)


def placed(sections: Sequence[Section], table: Table) -> tuple[Section, ...]:
    """The sections, the table at the end of the one that tells most of what it rests on."""
    ids = {id for row in table.rows for cell in row[1:] for id in cell.passages}
    shares = [
        sum(
            bool(ids & set(each.passages))
            for block in section.blocks
            if isinstance(block, Paragraph)
            for each in block.sentences
        )
        for section in sections
    ]
    at = shares.index(max(shares))
    section = sections[at].model_copy(update={"blocks": (*sections[at].blocks, table)})
    return (*sections[:at], section, *sections[at + 1 :])


def _agreed(found: Sequence[_Told]) -> dict[tuple[str, str], _Told]:
    """What is told of each by each label, the first time; nothing of what is told in two ways."""
    cells: dict[tuple[str, str], set[str]] = {}
    for each in found:
        cells.setdefault((each.bearer, each.label), set()).add(each.cell)
    return {(each.bearer, each.label): each for each in reversed(found) if len(cells[each.bearer, each.label]) == 1}


def _told(evidence: Evidence) -> Iterator[_Told]:
    for passage in evidence.passages:
        if passage.language != "zh":
            continue
        bearer = ""
        for sentence in _STOPS.split(simplified(passage.text)):
            named = _BEARER.match(sentence)
            bearer = named[1] if named else bearer
            own = sentence.replace(bearer, "") if bearer else sentence
            elsewhere = _ELSEWHERE.search(own)
            known = own[: elsewhere.start()].rpartition("，")[0] if elsewhere else own
            if bearer and known:
                yield from _of(bearer, known, passage.id)
            bearer = "" if elsewhere else bearer


def _of(bearer: str, sentence: str, passage: str) -> Iterator[_Told]:
    """What the clauses of a sentence give it; how long a time one speaks of holds for those after it."""
    period = ""
    for clause in _FILLER.sub("", sentence).split("，"):
        plain = _FILLER.sub("", clause)
        found = _CELL.match(plain)
        if own := _PERIOD.search(plain):
            period = own.group()
        if found and not clause.startswith("其中"):
            label = found["label"] if period in found["label"] else period + found["label"]
            yield _Told(bearer, label, found["cell"], passage)


def _suffix(bearer: str) -> str:
    return next(suffix for suffix in _CLASSES if bearer.endswith(suffix))


def _row(row: Sequence[_Told | None]) -> tuple[Sentence, ...]:
    name = next(filter(None, row)).bearer
    cells = (Sentence(text=each.cell, passages=(each.passage,)) if each else EMPTY_CELL for each in row)
    return (Sentence(text=name, kind="label"), *cells)


def _checked(table: Table, evidence: Evidence, standards: checks.Standards) -> Table | None:
    """The table without the cells that a rule faults; None where it has too few left."""
    rows = tuple(
        tuple(cell if not cell.passages or _stands(cell, evidence, standards) else EMPTY_CELL for cell in row)
        for row in table.rows
    )
    full = [row for row in rows if sum(bool(cell.passages) for cell in row[1:]) >= COLUMNS[0]]
    return table.model_copy(update={"rows": tuple(full)}).labelled() if len(full) >= LEAST else None


def _stands(cell: Sentence, evidence: Evidence, standards: checks.Standards) -> bool:
    found = checks.against("sections/0/0/1/1/cell", cell, evidence, standards)
    return not any(each.severity == "error" for each in found)
