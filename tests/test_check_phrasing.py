"""The house's style that a pattern can see, and the faults of the sample articles, each of which must be found."""

import pytest

from check_cases import found, rules
from newsbot.checks.claim import Claim
from newsbot.checks.language import language_rule
from newsbot.checks.phrasing import phrasing_rule
from newsbot.checks.standards import Standards
from newsbot.news import Passage, Sentence

PASSAGE = "甲公司6月5日宣布，模型以开放权重的方式发布。"


def told(text: str, place: str = "introduction/0/0") -> set[str]:
    return {finding.rule for finding in phrasing_rule(Claim(place, Sentence(text=text, passages=("1.1",)), ()))}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("甲公司近日宣布开放模型权重。", "vague-date"),
        ("这一消息于近期公布。", "vague-date"),
        ("甲公司日前发布了新模型。", "vague-date"),
        ("不久前，甲公司裁员。", "vague-date"),
        ("园区占地1,100英亩。", "thousands"),
        ("投资额为12,345,678元。", "thousands"),
        ("甲公司的模型的权重的文件的大小超出预期。", "de-chain"),
        ("双方就供货进行了讨论。", "wordy"),
        ("对于中小企业来说，价格偏高。", "wordy"),
        ("《英伟达》发布了新芯片。", "bookmark"),
        (f"甲公司宣布，{'模型将在多个城市提供试用服务，' * 6}具体时间另行公布。", "sentence-length"),
    ],
)
def test_a_fault_of_style_is_a_warning(text: str, rule: str) -> None:
    assert told(text) == {rule}


@pytest.mark.parametrize(
    "text",
    [
        "甲公司6月5日宣布开放模型权重。",
        "春节日前后的订单增加，6月5日前交付。",  # 节日 and 日 before 前 say when
        "负责人说：“近日会有消息。”",
        "园区占地1100英亩，共有3,5,7号三处入口。",
        "甲公司的模型的权重已经公开。",
        "双方讨论了供货。",
        "《金融时报》和《纽约时报》报道了此事。",
        "近期目标是年底前交付。",
        f"负责人说：“{'模型将在多个城市提供试用服务，' * 6}具体时间另行公布。”",
    ],
)
def test_what_is_in_order_is_left_alone(text: str) -> None:
    assert told(text) == set()


@pytest.mark.parametrize(
    ("title", "rule"), [("背景", "section-title"), ("行业影响", "section-title"), ("模型权重公开", "")]
)
def test_a_section_title_says_what_the_section_holds(title: str, rule: str) -> None:
    assert told(title, "sections/0/title") == ({rule} if rule else set())


def test_spaces_between_han_and_latin_are_a_fault_unless_the_newsroom_allows_them() -> None:
    sentence, passage = Sentence(text="甲公司发布 GPT 模型。", passages=("1.1",)), _passage("甲公司发布GPT模型。")
    for spaced in (False, True):
        claim = Claim("introduction/0/0", sentence, (passage,), standards=Standards(spaced=spaced))
        assert ("spacing" in {each.rule for each in language_rule(claim)}) is not spaced


def _passage(text: str) -> Passage:
    return Passage(id="1.1", source=1, start=0, end=len(text), text=text, language="zh")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("RSS标题和内容片段写明，美国将是最大受益者。", "self-reference"),
        ("这正是该片段中提到的杠杆。", "self-reference"),
        ("让我搜索更多资料。", "self-reference"),
        ("根据提供的资料，甲公司发布了模型。", "self-reference"),
        ("观察人士指出，甲公司将获益。", "unattributed"),
        ("甲公司近日发布模型。", "vague-date"),
        ("这是人工智能发展的重要里程碑。", "empty-phrase"),
        ("其作用无疑将是未来观察的焦点。", "empty-phrase"),
        ("甲公司推进_AI军事化_的进程。", "markup"),
        ("**“国家版”**是甲公司的计划。", "markup"),
        ("甲公司*首次*公开权重。", "markup"),
    ],
)
def test_each_fault_of_the_sample_articles_is_found(text: str, rule: str) -> None:
    assert rule in rules(found(text, PASSAGE))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("业内普遍认为，定价过高。", True),
        ("业界一致看好这家公司。", True),
        ("外界质疑这一做法。", True),
        ("市场预计公司将降价。", True),
        ("人们普遍认为定价过高。", True),
        ("业内称号由协会授予。", False),
        ("市场分析师张三说，公司将降价。", False),
        ("市场说法不一。", False),
        ("甲公司认为定价合理。", False),
        ("张三普遍受到欢迎。", False),
    ],
)
def test_what_everybody_thinks_is_nobodys_word(text: str, expected: bool) -> None:
    assert ("unattributed" in rules(found(text, PASSAGE))) is expected
