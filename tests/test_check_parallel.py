"""One thing said of several bearers in one form is no repetition; one thing said twice in other words is."""

import pytest

from check_cases import evidence
from newsbot.checks.repetition import repetition
from newsbot.news import Draft, Evidence, Finding, Paragraph, Section, Sentence

PARALLEL = [
    ("云川算力中心装有国产加速卡，由云川大学负责维护。", "澜州算力中心装有国产加速卡，由澜州大学负责维护。"),
    (
        "青澜市的接驳车夜间充电，票款只够支付电费和保险费。",
        "鹿川市的接驳车夜间充电，票款只够支付电费和保险费。",
    ),
    (
        "云川算力中心的余热全部送往附近的小区供暖，用的是污水处理厂的再生水。",
        "南汀算力中心的余热全部送往附近的小区供暖，用的是污水处理厂的再生水。",
    ),
    ("北京的试点车辆夜间由专人看护，没有发生事故。", "上海的试点车辆夜间由专人看护，没有发生事故。"),
    ("云川医院的模型一共训练了三千多小时，仍在测试。", "澜州医院的模型一共训练了五千多小时，仍在测试。"),
    (
        "云川算力中心2025年没有发生停电事故，也没有因为用电紧张限制过用户，绿色电力占24%。",
        "云川算力中心2026年没有发生停电事故，也没有因为用电紧张限制过用户，绿色电力占31%。",
    ),
    (
        "据云川日报报道，云川算力中心的机房选址避开了居民区，噪声由市发展改革委每月检测一次。",
        "据澜州日报报道，澜州算力中心的机房选址避开了居民区，噪声由市发展改革委每月检测一次。",
    ),
]
TWICE = [
    ("公司计划明年在城南建设一座新的工厂，招收当地工人。", "企业计划明年在城南建设一座新的工厂，招收当地工人。"),
    ("居民担心噪声，请求市议会推迟对园区规划的表决。", "居民担心噪声，要求市议会推迟对园区规划的表决。"),
    ("陶一宁说，许可文本没有写清由谁追查滥用的责任。", "陶一宁表示，许可文本没有写清由谁追查滥用的责任。"),
    ("云川算力中心装有国产加速卡，由云川大学负责维护。", "云川算力中心装有国产加速卡，由云川大学负责维护工作。"),
    (
        "云川算力中心的余热全部送往附近的小区供暖，用的是污水处理厂的再生水。",
        "该中心的余热全部送往附近的小区供暖，用的是污水处理厂的再生水。",
    ),
]


def said_twice(sentences: tuple[Sentence, ...], known: Evidence) -> list[Finding]:
    title = Sentence(text="各地公布运行情况")
    section = Section(title=title, blocks=(Paragraph(sentences=sentences),))
    draft = Draft(
        writer="whole", title=title, heading=None, tldr=(), introduction=(), sections=(section,), conclusion=()
    )
    return repetition(draft, known)


def found(first: str, second: str, known: Evidence) -> list[tuple[str, str]]:
    sentences = (Sentence(text=first, passages=("1.1",)), Sentence(text=second, passages=("1.2",)))
    return [(each.place, each.severity) for each in said_twice(sentences, known)]


@pytest.mark.parametrize(("first", "second"), PARALLEL)
def test_one_form_with_other_bearers_or_dates_is_left_alone(first: str, second: str) -> None:
    assert found(first, second, evidence(first, second)) == []
    assert found(second, first, evidence(second, first)) == []


@pytest.mark.parametrize(("first", "second"), TWICE)
def test_one_thing_in_other_words_is_a_repetition(first: str, second: str) -> None:
    assert found(first, second, evidence(first, second)) == [("sections/0/0/1", "error")]


def test_a_bearer_that_the_passage_does_not_name_makes_no_other_fact() -> None:
    first, second = PARALLEL[1]
    assert found(first, second, evidence(first, first)) == [("sections/0/0/1", "error")]


def test_many_sentences_of_one_form_are_read_in_no_time() -> None:
    """After some forty of one form the next is a repetition, so that time does not grow with their square."""
    form = "{}市的接驳车夜间充电，票款只够支付电费和保险费。"
    texts = [form.format(chr(0x4E00 + n) + chr(0x5E00 + n)) for n in range(60)]
    sentences = tuple(Sentence(text=text, passages=(f"1.{n}",)) for n, text in enumerate(texts, 1))
    assert 0 < len(said_twice(sentences, evidence(*texts))) < 30


def test_where_no_evidence_is_at_hand_the_form_alone_is_asked() -> None:
    nothing = evidence().model_copy(update={"passages": ()})
    assert found(*PARALLEL[0], nothing) == []
    assert found(*TWICE[0], nothing) == [("sections/0/0/1", "error")]
