"""The rule for a cell of a table: its source speaks of its row, and its figure is not another column's.

A cell says little by itself, so that a right figure in the wrong place looks supported. The rule speaks only where the
sources are plain: they never name the row, or they put another figure straight beside the column's words.
"""

import re
from collections.abc import Iterable, Iterator

from newsbot.checks.claim import Claim, chinese
from newsbot.checks.figures import MOST, agrees
from newsbot.chinese import HAN, bigrams
from newsbot.figures.figure import Figure, folded
from newsbot.figures.reading import figures
from newsbot.news import Finding, Passage

# The beginning of a row's name by which any source that speaks of it would have to call it.
_CORE = re.compile(rf"[{HAN}]{{2}}|[A-Za-z][A-Za-z0-9.\-]+")
_NO_NAME = re.compile(r"[\d第前后上下全总合其平最每本该各单]")
_PLAIN = "(?:的|为|达|达到|有|是|约|近|逾|共|：|:)?"
_CLAUSE = re.compile("[，。；：！？\n]")
# A clause that goes on with the one before it tells of the same thing without its word: 机柜342个，年底增至349个.
_GOES_ON = re.compile("[增升降减涨跌扩缩调改][^，]{0,2}[至到为]|今年|去年|年[初底]|目前|后来|最终|[至到]$")


def cell_rule(claim: Claim) -> list[Finding]:
    """Errors `binding` of a cell: what it cites never speaks of its row, or its figure is said of another column."""
    row, _, column = folded(claim.sentence.of).rpartition("的")
    if not (row and column and claim.passages) or not all(map(chinese, claim.passages)):
        return []
    return [*_row(claim, row), *_column(claim, column)]


def _row(claim: Claim, row: str) -> Iterator[Finding]:
    core = None if _NO_NAME.match(row) else _CORE.match(row)
    cited = {passage.source for passage in claim.passages}
    theirs = [passage for passage in claim.context if passage.source in cited]
    others = [passage for passage in claim.context if passage.source not in cited]
    if core is None or not all(map(chinese, theirs)):
        return
    about = [claim.about_sources(), *(passage.text for passage in theirs)]
    if not _names(core[0], about) and _names(row, [passage.text for passage in others]):
        advice = f"这一格注明的来源没有提到“{row}”，说的是别的事；请改成“{row}”的数字，注明写着它的段落。"
        yield claim.finding("binding", "error", claim.sentence.text, advice)


def _column(claim: Claim, column: str) -> Iterator[Finding]:
    found = [each for passage in claim.passages for each in _placed(passage)]
    beside = [figure for figure, before, behind in found if _is_of(column, before, behind)]
    for mine in figures(claim.sentence.text)[:MOST]:
        theirs = [each for each in found if not mine.weak and _same(mine, each[0])]
        rival = next((each for each in beside if each.kind == mine.kind and not _same(mine, each)), None)
        if not theirs or rival is None or any(_same(mine, each) for each in beside):
            continue
        if all(_elsewhere(column, before, behind) for _, before, behind in theirs):
            advice = f"“{mine.text}”在来源里说的不是“{column}”，“{column}”在来源里是{rival.text}，请对照来源改正。"
            yield claim.finding("binding", "error", mine.text, advice, rival.text)


def _placed(passage: Passage) -> Iterator[tuple[Figure, str, str]]:
    """The figures of the passage, each with what stands before and behind it in its clause."""
    text = folded(passage.text)
    for figure in figures(passage.text):
        before = _CLAUSE.split(text[max(0, figure.start - 40) : figure.start])[-1]
        yield figure, before, _CLAUSE.split(text[figure.end : figure.end + 40], maxsplit=1)[0]


def _is_of(column: str, before: str, behind: str) -> bool:
    """Whether the column's words stand straight beside the figure: 机柜342个, 342个机柜."""
    word = re.escape(column)
    return bool(re.search(f"{word}{_PLAIN}$", before) or re.match(f"的?{word}", behind))


def _elsewhere(column: str, before: str, behind: str) -> bool:
    """Whether the figure's clause is of something else: no word of the column, and not going on with one that has."""
    clause = f"{before} {behind}"
    return not _GOES_ON.search(before) and not bigrams(column) & bigrams(clause)


def _same(one: Figure, other: Figure) -> bool:
    return one.day == other.day if one.kind == "date" == other.kind else agrees(one, other)


def _names(word: str, texts: Iterable[str]) -> bool:
    return any(word.casefold() in folded(text).casefold() for text in texts)
