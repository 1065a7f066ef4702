"""The rule that a sentence does not turn who did what to whom: 甲起诉乙 is not 乙起诉甲, nor 甲被乙起诉."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsbot.checks.claim import Claim, chinese
from newsbot.checks.names import names_in
from newsbot.chinese import han_count, simplified
from newsbot.glossary import Glossary
from newsbot.news import Finding

# Verbs that one does to another; what may stand for one another in a line. Chinese | English forms, active.
_RELATIONS = """
起诉 控告 状告 | sues sued suing
指控 指责 抨击 批评 | accuses accused accusing criticizes criticized criticised blames blamed
收购 并购 买下 | acquires acquired acquiring buys bought buying purchases purchased
投资 注资 入股 | invests invested investing backs backed
超过 超越 高于 多于 优于 领先 胜过 击败 | beats beaten beat surpasses surpassed outperforms outperformed tops topped
低于 少于 落后 不及 输给 不敌 负于 逊于 | trails trailed lags lagged
聘请 聘用 挖走 | hires hired hiring poaches poached
解雇 开除 罢免 | fires fired ousts ousted
批准 | approves approved
禁止 封禁 | bans banned blocks blocked
制裁 | sanctions sanctioned
处罚 罚款 | fines fined
授权 | licenses licensed
供应 供货 | supplies supplied
取代 接替 替代 | replaces replaced succeeds succeeded
击落 攻击 袭击 轰炸 | attacks attacked strikes struck
支持 | supports supported endorses endorsed
邀请 | invites invited
告诉 告知 | tells told
逮捕 拘捕 | arrests arrested
拒绝 | rejects rejected refuses refused
"""
_PASSIVE = re.compile("被|遭|由|受到|获|为")
_WAS = re.compile(r"\b(?:was|were|is|are|been|be|being|got|gets)\s+(?:\w{1,20}\s+)?$", re.IGNORECASE)
_BY = re.compile(r"^(?:\s+[\w$.,%]{1,20}){0,4}?\s+by\b", re.IGNORECASE)
_LEFT, _RIGHT = 24, 16  # characters beside a Chinese verb in which its two names stand
_WORDS = 60  # the same for an English one
_MOST = 20_000
_CLAUSE = re.compile("[，。；：！？,;:!?\n]")


@dataclass(frozen=True)
class Deed:
    """Who did what to whom: the number of the relation and the keys of both names; `told` is the clause."""

    relation: int
    doer: object
    done_to: object
    told: str


def swap_rule(claim: Claim) -> list[Finding]:
    """Finding `swap` (error): its passages tell it only the other way round, by names in either language."""
    if not claim.passages or claim.keyword:
        return []
    names = claim.standards.names
    mine = list(_deeds(simplified(claim.text), names, han=han_count(claim.text) > 0))
    if not mine:
        return []
    theirs = [deed for passage in claim.passages for deed in _read(passage.text[:_MOST], names, han=chinese(passage))]
    known = {(deed.relation, deed.doer, deed.done_to) for deed in theirs}
    turned = {(deed.relation, deed.done_to, deed.doer): deed for deed in theirs}
    found = []
    for deed in mine:
        key = (deed.relation, deed.doer, deed.done_to)
        if key in turned and key not in known:
            advice = "这里谁对谁做了什么同来源相反，请照来源改正主语和宾语。"
            found.append(claim.finding("swap", "error", deed.told, advice, turned[key].told))
    return found


@functools.cache
def _relations() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    lines = [line.split("|") for line in _RELATIONS.strip().splitlines()]
    return tuple(
        (re.compile("|".join(han.split())), re.compile(rf"\b(?:{'|'.join(latin.split())})\b", re.IGNORECASE))
        for han, latin in lines
    )


@functools.lru_cache(512)
def _read(text: str, names: Glossary, *, han: bool) -> tuple[Deed, ...]:
    return tuple(_deeds(simplified(text), names, han=han))


def _deeds(text: str, names: Glossary, *, han: bool) -> Iterator[Deed]:
    """Every deed of the text that has a known or Latin name on both sides of its verb within one clause."""
    placed: list[tuple[int, int, object]] | None = None
    for number, patterns in enumerate(_relations()):
        for match in patterns[0 if han else 1].finditer(text):
            placed = placed if placed is not None else _placed(text, names)
            sides = _sides(text, match, placed, han=han)
            if sides and sides[0] != sides[1]:
                yield Deed(number, *sides, text[max(0, match.start() - _LEFT) : match.end() + _LEFT].strip())


def _placed(text: str, names: Glossary) -> list[tuple[int, int, object]]:
    """Where names stand, in order, each with what it is known by."""
    found: list[tuple[int, int, object]] = [
        (mention.start, mention.end, mention.entries[0]) for mention in names.mentions(text) if mention.entries
    ]
    taken = {place for start, end, _ in found for place in range(start, end)}
    found += [(start, start + len(word), word.casefold()) for word, start in names_in(text) if start not in taken]
    return sorted(found, key=lambda name: name[:2])


def _sides(
    text: str, match: re.Match[str], placed: list[tuple[int, int, object]], *, han: bool
) -> tuple[object, object] | None:
    """Who does it and to whom it is done; the passive voice turned to the active."""
    left, right = (_LEFT, _RIGHT) if han else (_WORDS, _WORDS)
    before = text[max(0, match.start() - left) : match.start()]
    beyond = text[match.end() : match.end() + right]
    low = match.start() - len(_CLAUSE.split(before)[-1])
    high = match.end() + len(_CLAUSE.split(beyond)[0])
    ahead = [name for name in placed if low <= name[0] and name[1] <= match.start()]
    behind = [name for name in placed if match.end() <= name[0] and name[1] <= high]
    if han:
        return _chinese_sides(text, match, ahead, behind)
    if not ahead or not behind:
        return None
    doer, done_to = ahead[-1][2], behind[0][2]
    passive = _WAS.search(text[low : match.start()]) and _BY.match(text[match.end() : behind[0][0]] + " ")
    return (done_to, doer) if passive else (doer, done_to)


def _chinese_sides(
    text: str,
    match: re.Match[str],
    ahead: list[tuple[int, int, object]],
    behind: list[tuple[int, int, object]],
) -> tuple[object, object] | None:
    """甲起诉乙; 乙被甲起诉, 乙由甲收购; 对 and 向 and what else stands between names leaves it open."""
    if len(ahead) > 1 and _PASSIVE.fullmatch(text[ahead[-2][1] : ahead[-1][0]].strip()[-1:]):
        return ahead[-1][2], ahead[-2][2]
    if not ahead or not behind:
        return None
    between = text[ahead[-1][1] : match.start()]
    if re.search("被|遭|受到|[和与对向跟同]", between) or (len(ahead) > 1 and _joined(text, ahead)):
        return None
    return ahead[-1][2], behind[0][2]


def _joined(text: str, ahead: list[tuple[int, int, object]]) -> bool:
    """Whether the two names before the verb are a pair or one is said to the other: then the doer is open."""
    return re.search("[和与、及对向跟同]", text[ahead[-2][1] : ahead[-1][0]]) is not None
