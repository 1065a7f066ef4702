"""The rule that a figure is said of what the passages say it of: a right number on the wrong fact is a finding.

It speaks only where a passage has two figures of one kind and the sentence's words fit the other one: the year
beside it, the company named before it, what is counted. What merely is worded otherwise is left alone.
"""

import functools
import re
from collections.abc import Iterator, Sequence

from newsbot.checks.amounts import kinds
from newsbot.checks.claim import Claim
from newsbot.checks.figures import MOST, agrees
from newsbot.figures.facts import Fact, facts
from newsbot.figures.figure import Day, Figure
from newsbot.figures.things import apart
from newsbot.glossary import mentions
from newsbot.news import Finding

NEIGHBOURS = 6
"""Figures to either side of one that are held against it: what one sentence compares stands together."""

_RESPECTIVELY = re.compile("分别|各自|依次|respectively", re.IGNORECASE)


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
    beside = [each.figure for each in facts(claim.own) if each.clause == mine.clause and each is not mine]
    rivals: list[tuple[Fact, Fact]] = []
    for passage in claim.passages:
        theirs = facts(passage.text)
        for at, fact in enumerate(theirs):
            if not agrees(mine.figure, fact.figure):
                continue
            around = theirs[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
            rival = _rival(mine, fact, around, beside)
            if rival is None and fact.figure.weak and fact.tail[:2] != mine.tail[:2]:
                rival = counts
            if rival is None and _never_told(claim, mine, fact):
                rival = fact
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
    said = "" if rival is fact else rival.figure.text
    instead = f"这里说的事在来源里是{said}，" if said else "来源没有说这里的事，"
    advice = f"“{mine.figure.text}”在来源里说的是别的事（“{fact.clause.strip()}”一处），{instead}请对照来源改正。"
    return claim.finding("binding", "error", mine.figure.text, advice, said)


def _rival(mine: Fact, fact: Fact, around: Sequence[Fact], beside: Sequence[Figure]) -> Fact | None:
    """The other figure of the passage that the sentence's words fit instead of `fact`; `beside` its clause has too."""
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
        told = any(agrees(each, other.figure) for each in beside)  # what the clause tells too, it is not taken for
        if not told and (_only_there(mine, fact, other) or _doing_of(mine, fact, other)):
            return other
    return None


def _comparable(one: Fact, two: Fact) -> bool:
    """Whether two figures may be taken for each other: of one unit, or a count beside one whose unit is left out."""
    units = {one.figure.unit, two.figure.unit}
    alike = one.figure.kind == two.figure.kind and not apart(one.figure, two.figure)
    return alike and (len(units) == 1 or units == {"", "people"})


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


def _of_another_amount(mine: Fact, fact: Fact, other: Fact) -> bool:
    return any(
        len(said) == 1 and bool(true) and not said & true and said == false
        for said, true, false in zip(*map(_kinds, (mine, fact, other)), strict=True)
    )


def _kinds(fact: Fact) -> tuple[frozenset[int], ...]:
    """The kinds of amounts and doings its clause names, and of people the words behind it."""
    behind = "".join(f" {word} " if word.isascii() else word for word in fact.tail)
    return (*kinds(fact.clause)[:2], kinds(behind)[2])


# So many are there, of whom something else is told: 公司有2400名工程师. The figure itself is blank.
_THERE = re.compile(
    r"(?<![没还所只未])有(?:近|约|逾|超过)?\s{2,}|\b(?i:has|have|had|with)(?: about| around| some| nearly)?\s{3,}"
)


_EMPLOYS = re.compile(r"雇用|雇佣|聘用|聘有|\b(?i:employ)")  # says no more than that they are there


def _only_there(mine: Fact, fact: Fact, other: Fact) -> bool:
    """Whether the sentence says that something happened to as many as there are: 裁员2400人 of 有2400人，裁员300人."""
    said, false = kinds(mine.clause)[0], kinds(other.clause)[0]
    if _EMPLOYS.search(mine.clause):
        return False
    return len(said) == 1 and said == false and not any(kinds(fact.clause)[:2]) and bool(_THERE.search(fact.clause))


def _never_told(claim: Claim, mine: Fact, fact: Fact) -> bool:
    """Whether so many merely are there, and no passage tells what the sentence says: 招聘2400人 of 有2400名工程师."""
    if (
        mine.figure.kind != "number"
        or _EMPLOYS.search(mine.clause)
        or any(kinds(fact.clause)[:2])
        or not _THERE.search(fact.clause)
    ):
        return False
    said = kinds(mine.clause)[0]
    return bool(said) and not any(said & kinds(passage.text)[0] for passage in claim.passages)


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
        if alike <= own or len(true) <= own or not _enough(said[:alike]) or _owned(mine, fact, other):
            continue
        words = "".join(said[:alike] if said is mine.tail else said[:alike][::-1])
        if words not in fact.clause or fact.clause == other.clause:  # 2400人将被裁员 tells it behind the figure
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


# What says only how long or with how many, and what any clause may have.
_LIGHT = frozenset("用耗需花费历时长期共计持续仅内里再又")
_ANY_WORDS = """
公司 企业 目前 今年 去年 同时 其中 至今 已经 报道 表示 以来 全球 全国 一共 总共 预计 计划 可能 能够
"""
_ANY = frozenset(_ANY_WORDS.split())


def _doing_of(mine: Fact, fact: Fact, other: Fact) -> bool:
    """Whether the Chinese words that lead to a count or duration are the other's, and none is the true one's.

    停机24小时 over 系统停机16小时。维护持续24小时.
    """
    if mine.figure.kind != "number" or (kinds(mine.clause)[1] and kinds(mine.clause)[1] == kinds(fact.clause)[1]):
        return False
    head = list(mine.head)
    while head and head[-1] in _LIGHT:
        head.pop()
    if len(head) < 2 or head[-1].isascii() or head[-2].isascii() or "".join(head[-2:]) in _ANY:
        return False
    said, true, false = (_telling(each) for each in (mine, fact, other))
    led = (head[-2], head[-1])
    return led in false - true and not said & (true - false) and bool(true)


def _telling(fact: Fact) -> set[tuple[str, ...]]:
    return {pair for pair in _pairs([*fact.head, "A", *fact.tail]) if not _LIGHT & {*pair}}
