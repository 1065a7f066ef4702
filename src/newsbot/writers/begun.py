"""An opinion that code begins and a small model ends, from a few checked facts.

A small model argues badly and completes well. So code begins the sentence (应当……, 不能只……) and the model ends it;
what comes is held to what an opinion may be, and to the facts it was made from: what speaks of something else, tells
them again or says nothing is none.
"""

import re
from collections.abc import Sequence

from newsbot import checks, chinese
from newsbot import draft as drafts
from newsbot.news import Evidence, Sentence

BEGINNINGS = ("不能只", "应当", "关键在于", "值得追问的是")
"""What an opinion may be begun with. Where one is not ended well, the next is tried."""
# An opinion speaks of its part, and does not tell its facts again: the share of its word pairs that those have.
LEAST_SHARED, MOST_SHARED = 0.15, 0.7
ALIKE = 0.6  # share of word pairs from which two opinions are one
LENGTH = (10, 60)  # reading units
_LABEL = re.compile(r"^\W{0,3}(看法|观点|开头|评论)\W{0,3}[：:]\s*")
_COPIED = 14  # characters in a row from one fact: then it is no opinion of ours
# Of somebody, or of a firm: not to be doubted by a machine.
_FULL_NAME = re.compile(r"[A-Z][A-Za-z.'’-]{0,20} [A-Z][a-z]")
# Said of everything, and so of nothing; a plain statement behind the beginning of an opinion; a question that takes for
# granted what it asks about.
_EMPTY = re.compile(
    "是专门的?|是一[个种家名]|确保其|确保.{0,6}的(?:准确|可靠)性|进一步(?:优化|完善|改进|提升|加强|修正|研究|评估|测试|验证|观察|探讨)|加强.{0,8}(?:研究|交流|合作|培训|建设|监管)|准确性和可靠性|可靠性和准确性|"
    "具有重要意义|促进.{0,8}发展|推动.{0,8}(?:发展|进步)|提高.{0,6}(?:效率|质量|水平)。|值得(?:推广|肯定|表扬)[，。]|为什么|为何|为啥"
)
# What a machine says of nobody, whatever a source says: a wrong done, a threat; a question that takes one for granted.
_BLAMED = re.compile(
    "骗|谎|[隐欺]?瞒|坑害|害死|监视|偷(?!懒)|窃|出卖|卖给|黑幕|内幕|丑闻|勾结|包庇|失职|渎职|玩忽|利益输送|回扣|误诊|间谍|"
    "杀(?!毒)|炸|推翻|打倒|(?:何时|什么时候|到什么时候|哪天)才|到何时|凭什么|何以|怎么会|怎么能"
)
# Words of the prompts: of what they ask, and of their examples, which a small model gives back.
_PROMPTS = re.compile(
    "复述事实|还缺什么|具体的地方|险些碰上|馆员可问|录像由谁看、看完|听错了方言，护士|排错了?班次|自己测的省电|就把馆员撤走|不能没有馆员"
)
# Somebody by title: 李院长.
_TITLED = re.compile(
    "(?:^|[，。、；：由让请向对听给被把跟怪靠替])[^，。、；：医学法两]{1,2}"
    "(?:院长|校长|主任|教授|局长|市长|部长|先生|女士|老师|医生)"
)
_ASKING = ("关键在于", "值得追问的是")
_ASKS = re.compile(
    r"谁|什么|怎|如何|是否|[能可]否|哪|多少|几(?!乎)|[吗呢]|(.)[不没]\1|有没有|可以|得(?=[先由让有])|须|需(?!求)|"
    r"(?<![重主首概])要(?![求素点])|(?<![不功智性才职效])能(?![力源量耗])|(?<![反适响供相对])应(?![用对])"
)


def opinion(
    text: str, told: Sequence[str], evidence: Evidence, standards: checks.Standards, most: float = MOST_SHARED
) -> Sentence | None:
    """The reply's first sentence as an opinion on what was told; None where it is none, or speaks of something else.

    With `most` below 1 it may have only that share of its word pairs from there, and no long run of words.
    """
    made = drafts.sentences(drafts.ReplySentence(text=text[: drafts.LONGEST]))[:1]
    if not made or not LENGTH[0] <= chinese.weight(made[0].text) <= LENGTH[1]:
        return None
    view = Sentence(text=made[0].text, kind="opinion")
    pieces = chinese.bigrams(view.text)
    shared = pieces & set().union(*map(chinese.bigrams, told))
    if not _ours(view.text) or not LEAST_SHARED * len(pieces) <= len(shared) <= most * len(pieces):
        return None
    runs = [view.text[at : at + _COPIED] for at in range(len(view.text) - _COPIED)] if most < 1 else []
    if any(run in each for run in runs for each in told):
        return None
    found = checks.against("sections/0/0/0", view, evidence, standards)
    return None if found or checks.people_in(view.text) or _FULL_NAME.search(view.text) else view


def _ours(text: str) -> bool:
    """Whether the sentence weighs or asks something, blames nobody, and is none of our prompts'."""
    if any(pattern.search(text) for pattern in (_EMPTY, _BLAMED, _PROMPTS, _TITLED)):
        return False
    beginning = next((each for each in _ASKING if text.startswith(each)), "")
    return not beginning or _ASKS.search(text[len(beginning) :]) is not None


def ended(
    reply: str, beginning: str, told: Sequence[str], evidence: Evidence, standards: checks.Standards
) -> Sentence | None:
    """The same of a reply that was to go on from this beginning: of its lines the one that says so, else the first."""
    lines = [(_LABEL.match(line), _LABEL.sub("", line.strip())) for line in reply.splitlines()]
    begun = [(label, line) for label, line in lines if line.startswith(beginning)]
    named = [line for label, line in begun if label and label[1] != "开头"]
    offered = [*named, *(line for _, line in begun)]
    return opinion(offered[0], told, evidence, standards) if offered else None


def alike(text: str, others: Sequence[str]) -> bool:
    """Whether most of the text's word pairs, or of another's, stand in both."""
    pieces = chinese.bigrams(text)
    both = [(len(pieces & theirs), min(len(pieces), len(theirs))) for theirs in map(chinese.bigrams, others)]
    return any(shared >= ALIKE * max(1, fewer) for shared, fewer in both)
