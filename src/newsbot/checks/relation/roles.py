"""Who stands on which side of a deed in a text: who does it, and to whom it is done.

No table of names is needed: a side is whatever stands there. 甲起诉乙; 乙被甲起诉, 乙由甲收购; 甲对乙罚款;
甲向乙出售丙; X sued Y; Y was sued by X; Y, acquired by X.
"""

import functools
import re
from dataclasses import dataclass

from newsbot.chinese import bigrams, simplified
from newsbot.glossary import Glossary

# What one does to another, a line each; behind ~ the same told from the other side. Chinese | English forms, active.
_DEEDS = """
起诉 控告 状告 提起诉讼 提起[^，。；]{0,8}诉讼 告上法庭 | sues sued suing
指控 指责 抨击 批评 谴责 | accuses accused accusing criticizes criticized criticised blames blamed
收购 并购 买下 | acquires acquired acquiring buys bought buying purchases purchased acquire buy
投资 注资 入股 | invests invested investing backs backed invest
出售 卖给 售予 转让 | sells sold selling sell
超过 超越 高于 多于 优于 领先 胜过 击败 战胜 反超 ~ 低于 少于 落后于? 不及 输给 不敌 负于 逊于 | beats beaten beat defeats defeated surpasses surpassed outperforms outperformed tops topped overtakes overtook ~ trails trailed lags lagged lost-to loses-to losing-to
聘请 聘用 挖走 任命 | hires hired hiring poaches poached appoints appointed
解雇 开除 罢免 | fires fired ousts ousted dismisses dismissed
批准 核准 | approves approved
禁止 封禁 | bans banned blocks blocked
制裁 | sanctions sanctioned
处罚 罚款 开出罚单 | fines fined
授权 许可 | licenses licensed
供应 供货 提供 交付 | supplies supplied supply delivers delivered
取代 接替 替代 | replaces replaced succeeds succeeded
击落 攻击 袭击 轰炸 | attacks attacked strikes struck
支持 声援 | supports supported endorses endorsed
邀请 | invites invited
告诉 告知 警告 | tells told warns warned
逮捕 拘捕 | arrests arrested
拒绝 | rejects rejected refuses refused
援助 捐赠 捐款 赠送 | donates donated
借款 贷款 | lends lent
"""  # noqa: E501

_PASSIVE = re.compile("被|遭到?|受到?|获得?|接受|引入|(?<![自理])由|为(?=[^，]{1,20}所$)")
_TO = re.compile("(?<![面针反相绝核应])对(?![于手比照应方外策])|(?<![方转倾导面走一])向(?![来上下前后])|把|给(?!予)")
_WITH = re.compile("(?<![总共调缓温])[和与跟同](?![意时样期比类年月日])")
# Money that is paid back to who asks for it, and a verb that is only part of a name of something.
_PAID = re.compile("支付|缴|付|面临|不服|撤销|上诉|免于|避免")
_NOUN = re.compile("^(?:消息|案|要约|计划|方案|协议|交易|价|传闻|事宜|谈判|方[^面]|者|人|书|合同|条款|文件|金额|后|时)")
_CLAUSE = re.compile("[，。；：！？,;:!?\n]")
_SENTENCE = re.compile("[。；！？!?\n]")

_WAS = re.compile(r"\b(?:was|were|is|are|been|be|being|got|gets)\s+(?:\w{1,20}\s+)?$", re.IGNORECASE)
_BY = re.compile(r"^(?:\s+[\w$€£.,%’'-]{1,20}){0,8}?\s+by\b", re.IGNORECASE)
_BY_AT_ONCE = re.compile(r"^\s+by\b", re.IGNORECASE)
_ENGLISH_CLAUSE = re.compile(r"[,;:!?\n](?!\d)|\.(?=\s|$)")
_ENGLISH_SENTENCE = re.compile(r"[;!?\n]|\.(?=\s|$)")

_LETTERED = "甲乙丙丁戊ABCDEFGXYZabcdefgxyz"  # what alone may be a name: 甲公司, company X
_CAPITAL = re.compile(r"\b[A-Z][\w&-]{0,40}")

_LEFT, _RIGHT = 60, 30  # characters beside a Chinese verb in which its sides stand
_WORDS_LEFT, _WORDS_RIGHT = 120, 80  # the same for an English one
_MOST = 80
"""Deeds of a text that are read."""

# Times, amounts and what else stands beside a name without being one.
_BESIDE = re.compile(
    "[0-9][0-9.,]{0,15}(?:万亿|[万亿千百])?(?:美元|欧元|日元|英镑|人民币|[元%年月日名人次家个项])?|[本上下]?周[一二三四五六日天]|[今昨明去][天年日晚]|"
    "近日|日前|此前|随后|已经|已|正式|宣布|完成|计划|同意|决定|表示|将|拟|再次|首次|通过|旗下|全部|全资|股权|股份|正在|成功|"
    "[并以于在的了其该就因而也都]"
)
_GENERIC = frozenset(
    "公司 集团 企业 机构 有限 市值 股价 营收 收入 业务 部门 政府 法院 法庭 一起 一项 一笔 交易 消息 报道 "  # noqa: SIM905
    "the a an of to in on at for by and or as is are was were be been has have had it its their his her they he she "
    "that this these those which who with from will would could may might not said says after before over into about "
    "million billion trillion percent inc corp ltd co company companies group firm us "
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december".split()
)


@dataclass(frozen=True)
class Deed:
    """The number of the deed in the table and what stands on both sides of it; `told` is the clause.

    A side is a set of pieces: pairs of Han characters, Latin words, bearers of known names; none is on both sides.
    """

    number: int
    doer: frozenset[object]
    done_to: frozenset[object]
    told: str

    def like(self, other: "Deed") -> bool:
        """Whether both tell the same of the same."""
        return self.number == other.number and bool(self.doer & other.doer and self.done_to & other.done_to)

    def half_turns(self, other: "Deed") -> bool:
        """Whether who does it here has it done to him there, and is nobody who does it."""
        away = not self.doer & other.doer and not self.done_to & other.done_to
        return self.number == other.number and away and bool(self.doer & other.done_to)

    def turns(self, other: "Deed") -> bool:
        """Whether who does it here has it done to him there, and the other way round."""
        return self.number == other.number and bool(self.doer & other.done_to and self.done_to & other.doer)


def deeds(text: str, names: Glossary, *, han: bool) -> list[Deed]:
    """The deeds of the text of which both sides are told, in reading order of each verb."""
    found: list[Deed] = []
    for number, inverse, pattern in _patterns(han=han):
        for match in pattern.finditer(text):
            sides = _chinese_sides(text, match) if han else _english_sides(text, match)
            if sides is None:
                continue
            one, two = (_pieces(side, names) for side in (sides[::-1] if inverse else sides))
            if one - two and two - one:
                low, high = max(0, match.start() - _RIGHT), match.end() + _RIGHT
                found.append(Deed(number, one - two, two - one, text[low:high].strip()))
            if len(found) >= _MOST:
                return found
    return found


@functools.cache
def _patterns(*, han: bool) -> tuple[tuple[int, bool, re.Pattern[str]], ...]:
    found = []
    for number, line in enumerate(_DEEDS.strip().splitlines()):
        for inverse, words in enumerate(line.split("|")[0 if han else 1].split("~")):
            forms = "|".join(words.split())
            pattern = forms if han else rf"\b(?:{forms.replace('-', ' ')})\b"
            found.append((number, bool(inverse), re.compile(pattern, re.IGNORECASE)))
    return tuple(found)


def _pieces(side: str, names: Glossary) -> frozenset[object]:
    """What a side is known by; of English its names alone, where it has any."""
    plain = _BESIDE.sub("，", simplified(side))
    words = {piece for piece in bigrams(plain) if not piece.isdigit() and (len(piece) > 1 or piece in _LETTERED)}
    words -= _GENERIC
    if plain.isascii():
        words = ({word.lower() for word in _CAPITAL.findall(plain)} & words) or words
    return frozenset({*words, *names.entries_in(side)})


def _chinese_sides(text: str, match: re.Match[str]) -> tuple[str, str] | None:
    """Who does it and to whom, None where one is not told or the sentence leaves it open (甲和乙起诉丙)."""
    before = text[max(0, match.start() - _LEFT) : match.start()]
    beyond = _CLAUSE.split(text[match.end() : match.end() + _RIGHT], maxsplit=1)[0]
    sentence = _SENTENCE.split(before)[-1]
    near = _CLAUSE.split(sentence)[-1]
    if _NOUN.match(beyond) or _PAID.search(near):
        return None
    passive = _last(_PASSIVE, near)
    if passive is not None:
        doer = near[passive.end() :]
        return (doer, sentence[: len(sentence) - len(near) + passive.start()]) if doer.strip() else None
    to = _last(_TO, near)
    if to is not None:
        ahead = near[: to.start()]
        return (ahead if _says(ahead) else sentence[: len(sentence) - len(near) + to.start()]), (
            f"{near[to.end() :]}，{beyond}"
        )
    if _WITH.search(near):
        return None
    return (near if _says(near) else sentence), beyond


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed(list(pattern.finditer(text))), None)


def _says(side: str) -> bool:
    """Whether anybody is named there at all."""
    return bool(bigrams(_BESIDE.sub("，", side)) - _GENERIC)


def _english_sides(text: str, match: re.Match[str]) -> tuple[str, str] | None:
    """Who does it and to whom; the passive voice turned to the active, None where its doer is not told."""
    before = text[max(0, match.start() - _WORDS_LEFT) : match.start()]
    beyond = _ENGLISH_CLAUSE.split(text[match.end() : match.end() + _WORDS_RIGHT], maxsplit=1)[0]
    sentence = _ENGLISH_SENTENCE.split(before)[-1]
    near = _ENGLISH_CLAUSE.split(sentence)[-1]
    ahead = near if _says(near) else sentence
    was = _WAS.search(near) is not None
    by = _BY.match(beyond) if was else _BY_AT_ONCE.match(beyond)
    if by is not None:
        return beyond[by.end() :], ahead
    return None if was else (ahead, beyond)
