"""Absence of findings is not support: a sentence on another passage of its own story fails.

The drafts are made of the sample site's stories and of invented ones: what their passages say, word for word, in part,
quoted, or under an attribution. All of it stands on its own passage, or the test would prove nothing.
"""

import functools
import random
from collections.abc import Iterator

import pytest

from check_cases import evidence, passages
from newsbot import checks, chinese
from newsbot.news import Evidence, Finding, Sentence
from story_cases import sample_evidence

DRAFTS = 200
SENTENCES = 10
LEAST = 0.9
STANDS = ("quoted", "supported")

WHO = ("澄湖机器人公司", "微光科技", "望舒实验室", "临江港务局", "云杉医院", "石榴汽车", "北坡电网", "青禾农业集团")
WHAT = (
    "{who}{month}月{day}日公布新一代{thing}，首批{count}套将交付给{place}的客户",
    "{who}表示，{thing}的能耗比上一代低{share}%，维修间隔延长到{count}小时",
    "负责研发的{person}说，{thing}在{place}试用期间没有出现停机",
    "{who}没有公布{thing}的单价，只说合同总额为{money}亿元",
    "{place}的监管部门要求{who}在{month}月底前提交{thing}的安全评估",
    "{person}认为，{thing}能否推广取决于{place}的电力供应",
    "工会代表{person}说，企业承诺两年内不因{thing}裁员",
    "{who}计划在{place}再建一座工厂，{month}月动工，投资{money}亿元",
    "竞争对手指责{thing}的宣传夸大其词，{who}拒绝置评",
    "{thing}的源代码将在{month}月{day}日公开，任何人都可以免费商用",
)
THING = ("仓储机器人", "语音模型", "调度系统", "影像诊断软件", "充电网络", "育种平台")
PLACE = ("苏州", "昆山", "兰州", "洛阳", "湛江", "泉州")
PERSON = ("周苇", "韩映", "吴桐", "沈砚", "柳青岩", "顾晚舟")


def invented(chance: random.Random) -> Evidence:
    """A story of our own making: each passage tells one thing, with its own names and figures."""
    texts = [
        pattern.format(
            who=chance.choice(WHO),
            thing=chance.choice(THING),
            place=chance.choice(PLACE),
            person=chance.choice(PERSON),
            month=chance.randint(1, 12),
            day=chance.randint(1, 28),
            count=chance.randint(12, 9000),
            share=chance.randint(11, 79),
            money=chance.randint(2, 90),
        )
        + "。"
        for pattern in chance.sample(WHAT, 8)
    ]
    return evidence(*texts)


def said(story: Evidence) -> list[Sentence]:
    """What the story's Chinese passages say, each sentence on its passage: as it is, and as a quotation."""
    made = []
    for passage in story.passages:
        if not passage.language.startswith("zh"):
            continue
        for start, end in chinese.sentences(passage.text):
            text = passage.text[start:end]
            made += [Sentence(text=text, passages=(passage.id,)), Sentence(text=f"“{text}”", passages=(passage.id,))]
    return [each for each in made if not errors(each, story) and stands(each, story) in STANDS]


def errors(sentence: Sentence, story: Evidence) -> list[Finding]:
    found = checks.against("introduction/0/0", sentence, story)
    return [finding for finding in found if finding.severity == "error"]


def stands(sentence: Sentence, story: Evidence) -> str:
    return checks.support(sentence, story.cited(sentence.passages), story.sources).support


@functools.cache
def stories() -> tuple[tuple[Evidence, tuple[Sentence, ...]], ...]:
    """The sample site's four and thirty-six invented ones, with what can be said of them."""
    chance = random.Random(20261122)
    all_ = [*(sample_evidence(letter) for letter in "ABCD"), *(invented(chance) for _ in range(36))]
    return tuple((story, tuple(said(story))) for story in all_)


def drafts() -> Iterator[tuple[Evidence, list[Sentence]]]:
    """Two hundred drafts of up to ten sentences each, five of every story."""
    chance = random.Random(1)
    for number in range(DRAFTS):
        story, sentences = stories()[number % len(stories())]
        yield story, chance.sample(sentences, min(SENTENCES, len(sentences)))


def test_on_another_passage_of_the_same_story_nine_of_ten_sentences_fail() -> None:
    """Copies of one wire and reports of one event say some things twice: those may stand on either passage."""
    chance = random.Random(2)
    failed = tried = made = 0
    for story, sentences in drafts():
        made += 1
        for sentence in sentences:
            others = [passage.id for passage in story.passages if passage.id not in sentence.passages]
            swapped = sentence.model_copy(update={"passages": (chance.choice(others),)})
            tried += 1
            failed += bool(errors(swapped, story)) or stands(swapped, story) not in STANDS
    assert made >= DRAFTS and tried >= 1500
    assert failed >= LEAST * tried, f"{failed} of {tried}"


PLAIN = (
    "该公司对市场的看法没有改变。",
    "这项计划引起了居民的不同意见。",
    "双方已经达成一致。",
    "新的办法比过去更加稳妥。",
    "消息公布之后，讨论还在继续。",
    "这座城市的供水不会受到影响。",
)
ENGLISH = (
    "Ferry crews on the northern route returned to work after a week of talks.",
    "The museum will lend three paintings to a gallery in Porto.",
    "Researchers measured the growth of moss on roof tiles over two winters.",
    "The committee postponed its vote and asked for a second opinion.",
)


@pytest.mark.parametrize("text", PLAIN)
@pytest.mark.parametrize("other", ENGLISH)
def test_a_chinese_sentence_without_figures_or_names_on_an_unrelated_english_passage_never_passes(
    text: str, other: str
) -> None:
    cited = passages([other])
    sentence = Sentence(text=text, passages=("1.1",))
    assert checks.support(sentence, cited).support not in STANDS
    assert not checks.grounded(sentence, evidence(other))
