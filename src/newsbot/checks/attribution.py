"""Whose word a sentence says it is, and what in a passage it tells again.

What stands in quotation marks is somebody's already and is not looked at. A name is needed: 据悉, 外界认为 and
业内人士指出 attribute to nobody.
"""

import functools
import re

from newsbot.checks.claim import Claim, chinese
from newsbot.checks.speech import folded, quoted
from newsbot.chinese import bigrams, sentences, simplified
from newsbot.figures import figures
from newsbot.news import Passage

_NAMELESS = re.compile(
    "据悉|据了解|据报道|据称|据说|据此|据介绍|普遍认为|(?:外界|舆论|各方|分析|有观点|观察人士|分析人士|业内人士|业界|业内|坊间|各界)"
    "(?:普遍|一致|广泛|人士)?(?:认为|指出|表示|称|说|看来)"
)
_NO_SAYING = re.compile("名称|称为|称作|称号|号称|堪称|统称|简称|职称|对称|小说|学说|说明|说法|传说|介绍信|公报道|被称")
SAYING = re.compile(
    "说|表示|称|指出|认为|宣布|报道|透露|强调|写道|介绍|坦言|回应|披露|证实|援引|主张|评价|看来|声明|评论|自述|"
    "(?:测试|评测|数据|报告|论文|研究|公告|文件|博客|调查|统计)[^，。；]{0,8}(?:显示|表明)"
)
"""Verbs that give a statement to somebody; 发布 and 预计 do not."""

_ACCORDING = re.compile("(?:根?据|援引|引述|按照?)(?!点)[^，。；：“”]{2,40}")
_HEADED = re.compile("^[^，。；：]{2,20}[：:]")

HEARSAY = re.compile(
    "知情人士|知情者|消息人士|匿名|不愿(?:意)?(?:具名|透露姓名|公开姓名)|未具名|据传|传闻|网传|爆料|据称|有消息称|"
    r"\b(?:people|persons?|sources?|officials?|executives?) (?:who (?:are|is|were|was) )?"
    r"(?:familiar with|with (?:direct )?knowledge of|briefed on|close to)|"
    r"\b(?:sources|insiders) (?:said|say|told|claim)|"
    r"\baccording to (?:(?:unnamed|anonymous|several|two|three) )?(?:sources|people|insiders)\b|"
    r"\banonym(?:ous|ity)|\bnot authori[sz]ed to\b|\breportedly\b|\brumou?r(?:s|ed)?\b|\bunconfirmed\b",
    re.IGNORECASE,
)
"""How passages say that they rest on somebody without a name, or on hearsay."""

_HEARSAY_TOLD = re.compile("知情|消息人士|消息称|匿名|未具名|传闻|据传|爆料|报道|据.{2,30}(?:消息|援引)|援引|引述")
_MOST = 12_000  # characters of a passage
_SENTENCES = 60


def unquoted(claim: Claim) -> str:
    """What the sentence says in its own words: without what stands in quotation marks."""
    return own_words(claim.text)


def own_words(text: str) -> str:
    """The text without what stands in quotation marks, in Simplified characters."""
    left, position = [], 0
    for each in quoted(text):
        left.append(text[position : max(each.start, 0)])
        position = each.end + 1
    return simplified("".join([*left, text[position:]]))


def attributed(claim: Claim) -> bool:
    """Whether the sentence says by name whose word it is: 据X报道，X表示，X：… or the name of the source itself."""
    return says_who(unquoted(claim))


def says_who(own: str) -> bool:
    """Whether these words, outside quotation marks, give what they say to somebody by name."""
    own = _NAMELESS.sub("", _NO_SAYING.sub("", own))
    return bool(SAYING.search(own) or _ACCORDING.search(own) or _HEADED.match(own))


def hearsay_told(claim: Claim) -> bool:
    """Whether the sentence shows that it is hearsay, or which outlet tells it."""
    text = simplified(claim.text)
    return bool(HEARSAY.search(text) or _HEARSAY_TOLD.search(text) or _HEADED.match(text) or names_outlet(claim))


def names_outlet(claim: Claim) -> bool:
    """Whether the sentence names the outlet of one of its sources, in either language."""
    cited = {passage.source for passage in claim.passages}
    text = folded(claim.text).casefold()
    table = claim.standards.names
    mine = table.entries_in(claim.text)
    for source in claim.sources:
        if source.id not in cited:
            continue
        for name in (source.publisher, source.origin):
            if name and (folded(name).casefold() in text or table.entries_in(name) & mine):
                return True
    return False


def told(claim: Claim, passage: Passage) -> tuple[str, ...]:
    """The sentences of the passage that the claim tells again, as far as words, names and figures show it.

    All of them where nothing shows which; then nobody can say that it was another.
    """
    spans = _sentences(passage.text[:_MOST])
    mine = _marks(claim.text, words=chinese(passage))
    shared = [len(mine & _marks(span, words=chinese(passage))) for span in spans]
    most = max(shared, default=0)
    return tuple(span for span, share in zip(spans, shared, strict=True) if share == most)


@functools.lru_cache(512)
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in sentences(text))[:_SENTENCES]


@functools.lru_cache(2048)
def _marks(text: str, *, words: bool) -> frozenset[object]:
    """What a text can be known by: its word pairs, or across languages its figures and Latin words."""
    if words:
        return frozenset(bigrams(simplified(text)))
    counted = {(each.kind, each.value, each.unit, each.day) for each in figures(text) if not each.weak}
    return frozenset(counted | {piece for piece in bigrams(text) if piece.isascii()})
