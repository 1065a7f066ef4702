"""Chinese names of a sentence that no table knows: people, places and organisations, found without a model.

The segmenter's tags find most; foreign names are found by their dot, organisations by what their names end in,
people by their surname beside a title or a verb of saying.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from newsbot.checks.names.surnames import DOUBLE, NO_NAMES, SOUNDS, SURNAMES, THINGS
from newsbot.chinese import HAN
from newsbot.terms import tagged

_TAGS = frozenset({"nr", "nrt", "nrfg", "ns", "nt"})
_PEOPLE = frozenset({"nr", "nrt", "nrfg"})
_ODD = frozenset({"nz", "nr", "nrt", "ns", "x"})

_SUFFIXES = (
    "有限责任公司|股份有限公司|有限公司|控股集团|公司|集团|大学|学院|研究院|研究所|研究中心|实验室|委员会|基金会|联合会|协会|"
    "学会|银行|医院|中学|法院|检察院|管理局|工商局|电视台|出版社|俱乐部|科技|半导体|机器人|资本|证券|汽车|能源|生物|医药|"
    "省|市|县|州"
)
_ENDS = re.compile(rf"(?:{_SUFFIXES})$")
_WHOLE_SUFFIX = re.compile(rf"(?:{_SUFFIXES})")
_HAN_WORD = re.compile(f"[{HAN}]+$")
_PLACE_TAIL = re.compile(
    "(?:特别行政区|自治区|自治州|自治县|地区|新区|群岛|半岛|省|市|县|区|州|镇|乡|村|国|队|籍|人|岛|湾|港|方|侧)$"
)
# 本·福克斯, 帕特里克·斯旺顿: as far on both sides as it sounds foreign, so that 警官 and 说 stay outside.
_DOTTED = re.compile(f"[{''.join(SOUNDS)}]{{1,8}}(?:·[{''.join(SOUNDS)}A-Z]{{1,10}}){{1,4}}")
_GENERIC_WORDS = """
该 本 这 那 其 一 两 三 多 各 某 此 家 名 位 个 所 大 小 新 老 原 全 母 子 分 总 上市 科技 互联网 人工智能
初创 创业 国有 民营 外资 私营 中国 美国 外国 国内 国外 海外 本地 当地 地方 国家 省级 市级 全国 世界 国际
跨国 大型 小型 中小 软件 芯片 汽车 能源 投资 保险 证券 航空 电力 石油 制药 医药 生物 传媒 影视 游戏 电商
物流 租赁 建筑 地产 房地产 食品 机器人 著名 知名 重点 综合 附属 综合性 商业 中央 地方性 高级 最高 人民 行政
管理 咨询 数据 网络 通信 电信 半导体 云计算 和 与 及 或 的 在 由 对 向 从 被 把 为 是 有 等 了 到 将 并 也
都 于 以 给 让 比 据 称 说 同 跟
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
_TITLES = (
    "总统|总理|首相|主席|部长|议员|州长|市长|局长|院长|校长|教授|博士|研究员|分析师|律师|法官|发言人|负责人|创始人|董事长|总裁|"
    "总经理|首席执行官|首席科学家|首席技术官|工程师|经理|主任|会长|秘书长|记者|导演|教练|专家|先生|女士"
)
_SAYS = "说|表示|称|指出|认为|透露|强调|介绍|宣布|回应|坦言|写道|告诉"
_BESIDE = re.compile(
    rf"(?:{_TITLES})(?P<after>[{HAN}]{{2,3}})(?=(?:{_SAYS})|[，、（])|(?:^|[，。；：、“])(?P<before>[{HAN}]{{2,3}})(?=(?:{_SAYS}))"
)


class Name(NamedTuple):
    """A name where it stands in a sentence, and what it may be called: `person`, `place`, `organisation`."""

    form: str
    start: int
    kind: str

    @property
    def end(self) -> int:
        return self.start + len(self.form)


class Reading(NamedTuple):
    """A sentence with what was found in it: single names, and foreign ones with dots."""

    names: tuple[Name, ...]
    dotted: tuple[Name, ...]


def read(text: str) -> Reading:
    """The Chinese names of a Simplified text whose dots are `·`, in reading order."""
    words = _words(text)
    dotted = tuple(Name(match.group(), match.start(), "person") for match in _DOTTED.finditer(text))
    found = [*_tagged(words), *_organisations(words), *beside(text)]
    free = [name for name in found if not any(one.start <= name.start < one.end for one in dotted)]
    return Reading(tuple(sorted(set(free), key=lambda name: name.start)), dotted)


def people_in(text: str) -> tuple[str, ...]:
    """The names of people in a Simplified text, as far as they have the look of one."""
    found = read(re.sub("[•・‧∙．⋅‑]", "·", text))
    return tuple(name.form for name in (*found.names, *found.dotted) if name.kind == "person")


class _Word(NamedTuple):
    form: str
    tag: str
    start: int


def _words(text: str) -> list[_Word]:
    words, position = [], 0
    for form, tag in tagged(text):
        words.append(_Word(form, tag, position))
        position += len(form)
    return words


def _tagged(words: list[_Word]) -> Iterator[Name]:
    """What the segmenter takes for a name, and has the look of one."""
    for at, (form, tag, start) in enumerate(words):
        if tag not in _TAGS or len(form) < 2 or form in NO_NAMES or not _HAN_WORD.match(form):
            continue
        if tag not in _PEOPLE:
            yield Name(form, start, "organisation" if tag == "nt" else "place")
        elif personal(form):
            yield Name(_without_verb(form, words[at + 1 :]), start, "person")


# What follows a name of two characters and is guessed to be its third: 骆安用, 陈维说.
_NEXT = frozenset("用说称在对向将把从被与和")
_GIVEN_TOO = frozenset("和向从与")


def _without_verb(form: str, after: list[_Word]) -> str:
    """A name of three characters without the verb or preposition that its third one is.

    Some of these end names as well (陈永和), and do so where a verb of saying comes next.
    """
    if len(form) != 3 or form[2] not in _NEXT or form[:2] in DOUBLE:
        return form
    says = bool(after) and re.match(_SAYS, after[0].form) is not None
    return form if says and form[2] in _GIVEN_TOO else form[:2]


def personal(form: str) -> bool:
    """Whether a word has the look of a person's name: a surname first, a nickname's 小 or 老, or foreign sounds."""
    if len(form) == 2 and form[1] in THINGS:
        return False
    if form[0] in SURNAMES or form[:2] in DOUBLE or form[0] in "小老阿":
        return True
    return sum(char in SOUNDS for char in form) >= max(2, len(form) - 1)


def _organisations(words: list[_Word]) -> Iterator[Name]:
    """Names that end like one (…公司, …研究院) and begin with something that is no word: 青禾智能公司."""
    for at, (form, _, start) in enumerate(words):
        if not _WHOLE_SUFFIX.fullmatch(form) and not (_ENDS.search(form) and len(form) > 3):
            continue
        first = at
        while first and at - first < 4 and _goes_on(words[first - 1]):
            first -= 1
        head = "".join(word.form for word in words[first:at])
        odd = sum(len(word.form) == 1 for word in words[first:at]) >= 2 or any(
            word.tag in _ODD for word in words[first:at]
        )
        if len(head) >= 2 and odd:
            yield Name(head + form, words[first].start, "organisation")
        elif _ENDS.search(form) and len(form) > 4 and not _WHOLE_SUFFIX.fullmatch(form):
            yield Name(form, start, "organisation")


def _goes_on(word: _Word) -> bool:
    """Whether a word may be part of the name that ends after it."""
    return (
        bool(_HAN_WORD.match(word.form))
        and word.form not in _GENERIC
        and word.tag not in {"v", "p", "d", "m", "c", "r"}
        and (word.tag not in _PEOPLE or word.form[-1] not in _NEXT)  # 骆安将|公司|卖给
    )


def beside(text: str) -> Iterator[Name]:
    """People whom a title or a verb of saying stands beside: 董事长林向南表示."""
    for match in _BESIDE.finditer(text):
        for group in ("after", "before"):
            form = match[group]
            if form and (form[0] in SURNAMES or form[:2] in DOUBLE) and form not in NO_NAMES:
                yield Name(form, match.start(group), "person")


# Verbs and particles that the guess puts into one word with a name: 访英, 张凤柳为, 日在岚江市.
_GLUED = frozenset(
    "为促战访赴在和与对向被让将同负胜克获遭抵驻至到自从由于任称说的了也都及或是据因拟建有日月年来要给以主"
)


def unglued(form: str) -> list[str]:
    """A name without particles that may have been taken for parts of it, at its start, its end, and both."""
    start = next((at for at, char in enumerate(form) if char not in _GLUED), 0)
    end = next((at for at in range(len(form), 0, -1) if form[at - 1] not in _GLUED), len(form))
    return [part for part in (form[start:], form[:end], form[start:end]) if len(part) > 1]


# Characters of sounds that are words of their own as often: they begin no name, and some go on with none.
_NOT_FIRST = frozenset("比让本因约高多热新加据")
_NOT_NEXT = frozenset("比让因约本")


_AROUND = 10  # characters on each side of a stretch by which its words are told


def sounded(name: Name, text: str) -> Name:
    """A foreign name as far as single characters around it sound so too: 德尔加多 of 德尔加, 莫拉克 of 拉克.

    The segmenter cuts transliterations that it does not know anywhere; a word of two characters is another word.
    """
    core = head(name.form)
    if not foreign(core) or not name.form.startswith(core):
        return name
    first = max(0, name.start - _AROUND)
    words = _words(text[first : name.end + _AROUND])
    alone = {first + word.start: word.form for word in words if len(word.form) == 1 and foreign(word.form)}
    start, end = name.start, name.end
    while core == name.form and end in alone and alone[end] not in _NOT_NEXT:
        end += 1
    while start - 1 in alone and alone[start - 1] not in _NOT_FIRST:
        start -= 1
    return name._replace(form=text[start:end], start=start)


def tail(form: str) -> str:
    """The foreign name at the end of a text: 德尔加多 of 创始人德尔加多. Empty when there is none."""
    at = len(form)
    while at and foreign(form[at - 1]):
        at -= 1
    return form[at:] if len(form) - at > 1 else ""


def whole_words(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text begins and ends where words do, and its last character is no particle."""
    if text[end - 1] in _GLUED:
        return False
    first = max(0, start - _AROUND)
    ends, position = {0}, first
    for word in _words(text[first : end + _AROUND]):
        position = first + word.start + len(word.form)
        ends.add(position)
    return end in ends and (start == first or start in ends)


def foreign(form: str) -> bool:
    """Whether a name is written by its sounds: 奥尔特曼, 英伟达."""
    return all(char in SOUNDS or char == "·" for char in form)


def at_end(text: str) -> list[str]:
    """What may be the name at the end of a text, longest first: 德国企业北辰公司, 企业北辰公司, 北辰公司."""
    words = _words(text)
    ends = (text[word.start :] for word in words)
    return [end for end in ends if len(end) > 1 and not _WHOLE_SUFFIX.fullmatch(end)]


def says_what(rest: str) -> bool:
    """Whether what is left of a name beside another one only says what it is: 队 of 中国队, 方 of 美方."""
    return _PLACE_TAIL.fullmatch(rest) is not None or _WHOLE_SUFFIX.fullmatch(rest) is not None


def head(form: str) -> str:
    """A name without what says what it is: 海南 of 海南省, 青禾智能 of 青禾智能公司. Itself where nothing is left."""
    short = _PLACE_TAIL.sub("", _ENDS.sub("", form))
    return short if len(short) > 1 else form
