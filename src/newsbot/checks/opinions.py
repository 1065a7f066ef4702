"""What an opinion may be: a sentence typed as one that states nothing a source would have to support.

Only a kind of article that has opinions may hold any. The check decides what an opinion is, not the writer: a figure, a
date, a quotation, what somebody said, a name or an event that no source has is a fact, whatever it is called.
"""

import functools
import re
from collections.abc import Callable, Iterator

from newsbot.checks.attribution import HEARSAY
from newsbot.checks.claim import Claim
from newsbot.checks.names import names_in, people_in
from newsbot.checks.names.han import unglued
from newsbot.checks.quotes import is_speech
from newsbot.checks.speech import quoted
from newsbot.checks.synonyms import EVENTS
from newsbot.chinese import bigrams, sentences, simplified
from newsbot.figures import figures
from newsbot.news import NEWS, Draft, Evidence, Finding, Kind

SHARE = 0.5
"""Share of the body's sentences that may be opinions: a column argues from facts, and those are cited."""

# What makes a sentence an opinion: it weighs, demands, doubts or asks. Our own list.
_VIEW = re.compile(
    "应当|应该|(?<![反适响对供相])应(?:由|先|把|让|请|尽)|理应|不应|不该|必须|需要|有必要|不必|不妨|最好|宁可|与其|值得|可取|警惕|合理|公平|危险|可惜|遗憾|"
    "或许|也许|恐怕|未必|难免|难说|很难|不见得|为时过早|太早|问题在于|关键在于|关键是|要害|底线|前提是|归根结底|"
    "在我们看来|在笔者看来|我们认为|笔者认为|不等于|不意味着|意味着|说到底|不能只|不能仅|不能算|算不上|称不上|难道|取决于|[？?]$"
)
# What tells of something that happened, or of somebody who is not named.
_HAPPENED = re.compile("已经|已于|曾经|日前|近日|昨日|昨天|今天|此前|刚刚|正在|达到|超过|下降了|增长了")
# Somebody without a name; 必须有人负责 and 每一步都有人看着 say that there be somebody, not what somebody does.
NAMELESS = re.compile(
    "有人(?=[^，。；！？]{0,6}(?:说|认为|觉得|以为|指出|表示|主张|提出|声称|宣称|反对|支持|质疑|批评|担心|担忧|相信|看来|辩|猜))|"
    "(?<![都须要需该当得让止免])有人(?!负责|看着|看管|把关|监督|兜底|过问|承担|核对|复核|签字)|"
    "有消息|外界|业内|业界|专家|分析人士|观察人士|坊间|舆论|众所周知|普遍认为|研究表明|数据显示"
)
# What accuses somebody: a matter of fact, and of those who say so. Allowed where a source has the word.
_ACCUSED = re.compile(
    "非法|合法|违法|违规|犯罪|滥用|造假|作假|侵犯|(?:是否|有没有|有无)遵守|欺诈|欺骗|诈骗|贿赂|腐败|挪用|隐瞒|掩盖|侵权|抄袭|剽窃|泄密|撒谎|说谎|谎报|瞒报|"
    "偷税|逃税|洗钱|贪污|受贿|行贿|回扣|内幕交易|利益输送|失职|渎职|玩忽职守|包庇|勾结|串通|窃取|盗用"
)
TOLD_AGAIN = 0.7
"""An opinion that has this share of its word pairs from one sentence of a source is that source's, not the column's."""
_LEAST_PIECES = 6
_MOST, _SENTENCES = 12_000, 60  # characters and sentences of a passage
# Turns of speech in which a number counts nothing and nobody says anything.
_IDIOM = re.compile(
    "第三方|说话|说的?(?:方言|普通话|汉语|英语|中文|母语)|说的话|听[^，。]{1,8}[说讲](?=[，。])|一半|一步|一边|一面|一方面|一句话|一回事|说了算|说到底|说得过去|很?难说|不好说|与其说|不如说|可以说|说清|说服|说不[定上]|称[得不]上|说明|说法|小说|名称|称为|号称|堪称|对称|"
    "(?:我们|笔者)认为"
)
_SAID = re.compile("说|表示|称|指出|认为|宣布|透露|强调|坦言|写道|证实|报道|预计|预测|披露|声明")
_EVENT = re.compile("|".join(sorted(map(re.escape, EVENTS), key=len, reverse=True)))


def opinion_rule(claim: Claim) -> list[Finding]:
    """Errors `opinion`: a sentence typed as an opinion that states a fact, or that weighs nothing."""
    if claim.sentence.kind != "opinion":
        return []
    stated = "、".join(dict.fromkeys(_facts(claim)))
    if stated:
        advice = "观点句里不能有数字、日期、引语、别人的说法和来源里没有的人和事；请改成注明依据的事实句，或删去。"
        return [claim.finding("opinion", "error", stated, advice)]
    if claim.prose and not _VIEW.search(simplified(claim.text)):
        advice = "这一句没有注明依据，也看不出是观点；请注明依据，或写明是判断、主张、疑问。"
        return [claim.finding("opinion", "error", claim.text[:40], advice)]
    return []


def _facts(claim: Claim) -> Iterator[str]:
    """What in the sentence a source would have to support."""
    text = _IDIOM.sub("", simplified(claim.text))
    yield from (figure.text for figure in figures(text) if not figure.weak)
    yield from (each.text[:20] for each in quoted(text) if is_speech(each) or not _named(each.text, claim))
    yield from (
        found.group() for found in (HEARSAY.search(text), NAMELESS.search(text), _HAPPENED.search(text)) if found
    )
    if _SAID.search(text):
        yield "转述"
    if told := _somebodys(claim, text):
        yield told
    there = simplified("\n".join(passage.text for passage in claim.context)).casefold()
    named = [mention.form for mention in claim.standards.names.mentions(text)]
    named += [name for name, _ in names_in(text)]
    named += [match.group() for match in _EVENT.finditer(text)]
    named += [match.group() for match in _ACCUSED.finditer(text)]
    named += [name for name in people_in(text) if not any(part.casefold() in there for part in unglued(name))]
    yield from (name for name in named if name.casefold() not in there)


def _named(words: str, claim: Claim) -> bool:
    """Whether a source has these words between quotation marks too: the name of a thing, such as “听澜”."""
    marked = (f"“{words}”", f"「{words}」", f"‘{words}’", f"『{words}』")
    return any(mark in simplified(passage.text) for passage in claim.context for mark in marked)


def _somebodys(claim: Claim, text: str) -> str:
    """The words of a source that an opinion tells again as its own; empty for none."""
    pieces = bigrams(text)
    if len(pieces) < _LEAST_PIECES:
        return ""
    for passage in claim.context:
        for span, theirs in _spans(passage.text[:_MOST]):
            if len(pieces & theirs) >= TOLD_AGAIN * len(pieces):
                return span[:40]
    return ""


@functools.lru_cache(512)
def _spans(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    plain = simplified(text)
    return tuple((plain[start:end], frozenset(bigrams(plain[start:end]))) for start, end in sentences(plain))[
        :_SENTENCES
    ]


def opinions(kind: Kind = NEWS) -> Callable[[Draft, Evidence], list[Finding]]:
    """The check on where opinions stand and how many: none in a kind without them, else half of the body at most.

    Errors `opinion`; a warning where a kind that has opinions holds none.
    """

    def check(draft: Draft, _: Evidence) -> list[Finding]:
        held = [(place, each) for place, each in draft.placed() if each.kind == "opinion"]
        if not kind.opinion:
            advice = f"{kind.title}只写事实，不写观点；请注明依据，或删去。"
            return [Claim(place, each, ()).finding("opinion", "error", each.text[:40], advice) for place, each in held]
        body = [each for place, each in draft.body() if Claim(place, each, ()).prose]
        count = sum(each.kind == "opinion" for each in body)
        whole = Claim("article", draft.title, ())
        if count > SHARE * len(body):
            advice = "观点多于事实；请补上注明依据的事实，或删去一些观点。"
            return [whole.finding("opinion", "error", f"{count}/{len(body)}句", advice)]
        return [] if count else [whole.finding("opinion", "warning", "0句", f"{kind.title}里没有一句观点，请核对。")]

    return check
