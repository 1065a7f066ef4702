"""The rule that a figure is said of what the passages say it of: a right number on the wrong fact is a finding.

It speaks only where a passage has two figures of one kind and the sentence's words fit the other one: the year
beside it, the company named before it, what is counted. What merely is worded otherwise is left alone.
"""

import functools
import re
from collections.abc import Iterator, Sequence

from newsbot.checks.claim import Claim
from newsbot.checks.figures import MOST, agrees
from newsbot.figures.facts import Fact, facts
from newsbot.figures.figure import Day
from newsbot.glossary import mentions
from newsbot.news import Finding

NEIGHBOURS = 6
"""Figures to either side of one that are held against it: what one sentence compares stands together."""

_RESPECTIVELY = re.compile("分别|各自|依次|respectively", re.IGNORECASE)

# One kind of amount a line, in both languages; English words by their beginnings. What newsrooms confuse.
_AMOUNTS = """
营收 收入 营业额 销售额 | revenue sales turnover
盈利 净利 利润 获利 净赚 | profit earnings income earned
亏损 净亏 亏了 | loss losses lost losing
投资 注资 斥资 投入 | invest
融资 募资 募集 筹集 | raise raising funding
估值 | valuation valued
市值 | capitalization capitalisation
裁员 裁减 裁掉 解雇 | layoff laid laying fire fired dismiss
雇用 雇佣 招聘 聘用 新增岗位 | hire hiring hired employ recruit
罚款 罚金 处罚 | fine fined penalty
死亡 遇难 丧生 身亡 致死 | dead died deaths killed
受伤 负伤 伤者 | injured wounded injuries
"""


@functools.cache
def _amounts() -> tuple[tuple[re.Pattern[str], ...], ...]:
    lines = [line.partition("|")[::2] for line in _AMOUNTS.strip().splitlines()]
    return tuple(
        (re.compile("|".join(han.split())), re.compile(rf"\b(?:{'|'.join(latin.split())})[a-z]{{0,4}}\b", re.I))
        for han, latin in lines
    )


def binding_rule(claim: Claim) -> list[Finding]:
    """Findings `binding`: the value stands in the passages, but is said there of another year, name or amount."""
    if not claim.passages or claim.keyword:
        return []
    mine = [fact for fact in facts(claim.own) if not (fact.figure.weak or fact.listed)]
    if not mine or len(mine) > MOST or _RESPECTIVELY.search(claim.text):
        return []
    found = (_misbound(claim, fact) for fact in mine)
    return [finding for finding in found if finding is not None]


def _misbound(claim: Claim, mine: Fact) -> Finding | None:
    """A finding where every equal figure of the passages is another fact's."""
    counts = _same_things(claim, mine)
    rivals: list[tuple[Fact, Fact]] = []
    for passage in claim.passages:
        theirs = facts(passage.text)
        for at, fact in enumerate(theirs):
            if not agrees(mine.figure, fact.figure):
                continue
            rival = _rival(mine, fact, theirs[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1])
            if rival is None and fact.figure.weak and fact.tail[:2] != mine.tail[:2]:
                rival = counts
            if rival is None:
                return None
            rivals.append((fact, rival))
    return _finding(claim, mine, *rivals[0]) if rivals else None


def _same_things(claim: Claim, mine: Fact) -> Fact | None:
    """Where the passages count the same things otherwise, as 七名警员 does for 1名警员: what 一名 alone cannot be."""
    thing = mine.tail[:2]
    if len(thing) < 2 or thing[0].isascii():
        return None
    every = (fact for passage in claim.passages for fact in facts(passage.text) if fact.tail[:2] == thing)
    counts = (fact for fact in every if not fact.figure.weak and _comparable(mine, fact))
    return next((fact for fact in counts if not agrees(mine.figure, fact.figure)), None)


def _finding(claim: Claim, mine: Fact, fact: Fact, rival: Fact) -> Finding:
    said = rival.figure.text
    advice = (
        f"“{mine.figure.text}”在来源里说的是别的事（“{fact.clause.strip()}”一处），"
        f"这里说的事在来源里是{said}，请对照来源改正。"
    )
    return claim.finding("binding", "error", mine.figure.text, advice, said)


def _rival(mine: Fact, fact: Fact, around: Sequence[Fact]) -> Fact | None:
    """The other figure of the passage that the sentence's words fit instead of `fact`."""
    if fact.listed or _RESPECTIVELY.search(fact.clause):
        return None
    for other in around:
        if other is fact or other.listed or not _comparable(fact, other) or agrees(mine.figure, other.figure):
            continue
        if _of_another_year(mine, fact, other):
            return other
        if other.sentence == fact.sentence and _of_another_name(mine, fact, other):
            return other
        if _of_another_amount(mine, fact, other):
            return other
        if other.sentence == fact.sentence and _worded_like(mine, fact, other):
            return other
    return None


def _comparable(one: Fact, two: Fact) -> bool:
    """Whether two figures may be taken for each other: of one unit, or a count beside one whose unit is left out."""
    units = {one.figure.unit, two.figure.unit}
    return one.figure.kind == two.figure.kind and (len(units) == 1 or units == {"", "people"})


# ---------------------------------------------------------------- by year, by name, by amount


def _of_another_year(mine: Fact, fact: Fact, other: Fact) -> bool:
    if mine.day is None or fact.day is None or other.day is None:
        return False
    return _apart(mine.day, fact.day) and mine.day == other.day and not _unlike(mine, other)


def _apart(one: Day, two: Day) -> bool:
    """Whether two dates differ in a part that both state."""
    pairs = ((one.year, two.year), (one.month, two.month), (one.day, two.day), (one.part or None, two.part or None))
    return any(left is not None and right is not None and left != right for left, right in pairs)


def _unlike(one: Fact, two: Fact) -> bool:
    """Whether both say what they count in one language, and not the same."""
    return (
        bool(one.head and two.head)
        and one.head[-1] != two.head[-1]
        and one.head[-1].isascii() == two.head[-1].isascii()
    )


@functools.lru_cache(4096)
def _named(clause: str) -> frozenset[str]:
    """Whom the clause names: the packaged table's own forms, so that Google and 谷歌 are one."""
    return frozenset(entry.english[0] for mention in mentions(clause) for entry in mention.entries)


def _of_another_name(mine: Fact, fact: Fact, other: Fact) -> bool:
    said, true, false = _named(mine.clause), _named(fact.clause), _named(other.clause)
    return bool(said and true and false) and not said & true and said <= false


@functools.lru_cache(4096)
def _kinds(clause: str) -> frozenset[int]:
    return frozenset(
        number for number, (han, latin) in enumerate(_amounts()) if han.search(clause) or latin.search(clause)
    )


def _of_another_amount(mine: Fact, fact: Fact, other: Fact) -> bool:
    said, true, false = _kinds(mine.clause), _kinds(fact.clause), _kinds(other.clause)
    return len(said) == 1 and bool(true) and not said & true and said == false


# ---------------------------------------------------------------- by the words around it


def _shared(one: Sequence[str], two: Sequence[str]) -> int:
    """How many words two texts have alike from where they begin."""
    count = 0
    for left, right in zip(one, two, strict=False):
        if left != right:
            break
        count += 1
    return count


def _enough(words: Sequence[str]) -> bool:
    return len(words) >= 2 or any(word.isascii() and len(word) > 2 for word in words)


def _worded_like(mine: Fact, fact: Fact, other: Fact) -> bool:
    """Whether the words beside the figure are the other's, where the true one has different words in their place."""
    sides = (
        (mine.head[::-1], fact.head[::-1], other.head[::-1]),
        (mine.tail, fact.tail, other.tail),
    )
    for said, true, false in sides:
        alike, own = _shared(said, false), _shared(said, true)
        if alike > own and len(true) > own and _enough(said[:alike]) and not _owned(mine, fact, other):
            return True
    return False


def _owned(mine: Fact, fact: Fact, other: Fact) -> bool:
    """Whether the sentence has words that stand at the true figure and not at the other one."""
    beside = {*_pairs(other.head), *_pairs(other.tail)}
    close = {*_pairs(fact.head[-3:]), *_pairs(fact.tail)} - beside
    far = {pair for pair in _pairs(fact.head) if not set(pair) <= other.leading} - beside
    said = {*_pairs(mine.head), *_pairs(mine.tail)}
    return bool((close | far) & said)


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Latin words, and neighbouring Han characters two by two."""
    for word, after in zip(words, [*words[1:], "A"], strict=False):
        if word.isascii():
            yield (word,)
        elif not after.isascii():
            yield (word, after)
