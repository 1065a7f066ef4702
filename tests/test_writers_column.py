"""A column's opinions by a small model: what of its answers stands, part by part.

The answers below are those of Qwen2.5-Coder-1.5B-Instruct, 4-bit, to the prompt `commentary/view` on story A of the
sample site.
"""

import re
from pathlib import Path

import pytest

from check_cases import evidence
from newsbot import checks
from newsbot.errors import Malformed
from newsbot.news import Sentence
from newsbot.writers import begun, column
from newsbot.writers.rewording import pieces
from story_cases import sample_evidence

PROMPTS = Path(__file__).parents[1] / "prompts"
EVIDENCE = sample_evidence("A")
TESTED = (
    "据北辰实验室自行测试，“听澜”在12种方言上的平均字错率为6.2%，而上一代模型的平均字错率为11.4%。",
    "周砚秋表示，这一成绩出自北辰实验室自建的测试集“乡音集”，尚未经过第三方机构复核，欢迎同行检验。",
)
OLDER = (
    "长湾大学语言学教授沈若溪的团队11月11日公布测试结果，“听澜”听写老年人录音的字错率为15.8%。",
    "沈若溪说：“实验室里录下的方言干净整齐，真正在街上听到的方言夹着咳嗽、广播和讨价还价。”",
)
AGREED = (
    "志愿者协议规定，参与者有权随时撤回声音，北辰实验室需在30日内删除原始档案，训练完成的模型不作改动。",
    "清源数字权益中心研究员陶一宁认为，协议应当写明训练完成的模型怎样处理，否则撤回只做了一半。",
)


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (TESTED, "不能只听北辰实验室自己讲，应当请第三方机构复核。"),
        (TESTED, "值得追问的是，这一成绩是否经过第三方机构复核。"),
        (TESTED, "不能只听北辰实验室“听澜”在方言上的准确率，还应进行第三方机构的复核。"),
        (AGREED, "应当明确协议内容，包括训练完成的模型如何处理，否则撤回只做了一半。"),
    ],
)
def test_an_opinion_on_what_its_part_tells_stands(facts: tuple[str, ...], text: str) -> None:
    made = begun.opinion(text, facts, EVIDENCE, checks.HOUSE)
    assert made == Sentence(text=text, kind="opinion")


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (TESTED, "关键在于，如何确保“听澜”模型的准确性和可靠性。"),  # empty
        (TESTED, "关键在于，这一成绩是否可靠，还需要进一步研究和评估。"),
        (TESTED, "应当加强数据验证和国际交流。"),  # of nothing in its part
        (OLDER, "关键在于，沈若溪团队的测试结果不能完全代表实际应用效果。"),  # against a person
        (OLDER, "不能只听实验室里录下的方言干净整齐，真正在街上听到的方言夹着咳嗽、广播和讨价还价。"),  # her words
        (OLDER, "“听澜”听写老年人录音的字错率为15.8%，应当推广。"),  # a figure
        (AGREED, "关键在于，协议应当写明训练完成的模型怎样处理，否则撤回只做了一半。"),  # his opinion
        (AGREED, "与其让清源数字权益中心研究员陶一宁来处理，不如让参与者自己决定。"),
        (AGREED, "应当加强监管，防止企业滥用志愿者的声音。"),  # an accusation that no source makes
        (TESTED, "值得追问的是，北辰实验室为什么不请第三方机构复核这一成绩。"),  # takes for granted
        (AGREED, "值得追问的是，北辰实验室是否遵守协议。"),
        (AGREED, "关键在于，Mira Okafor对协议的理解存在疑问。"),  # against a person
        (AGREED, "应当查清北辰实验室把志愿者的声音卖给了谁。"),
        (AGREED, "值得追问的是，北辰实验室什么时候才肯删除志愿者的声音。"),
        (AGREED, "应当追究北辰实验室玩忽职守、包庇参与者的责任。"),
        (AGREED, "关键在于，李院长应当删除参与者的声音。"),
        (AGREED, "关键在于，志愿者的声音是北辰实验室训练模型的材料。"),  # a plain statement
        (AGREED, "关键在于，志愿者的声音是北辰实验室训练模型的重要功能应用。"),
        (AGREED, "应当炸掉北辰实验室，删除原始档案。"),
        (AGREED, ""),
        (AGREED, "应当。"),
    ],
)
def test_what_is_no_opinion_of_the_columns_own_or_says_nothing_does_not(facts: tuple[str, ...], text: str) -> None:
    assert begun.opinion(text, facts, EVIDENCE, checks.HOUSE) is None


def examples() -> list[tuple[str, str]]:
    """What the prompts show of facts and the opinion on them."""
    said = [(PROMPTS / name).read_text(encoding="utf-8") for name in ("commentary/view.md", "translation/view.md")]
    return [pair for text in said for pair in re.findall(r"(?:事实|译文)：(.+)\n开头：.+\n(?:观点|看法)：(.+)", text)]


@pytest.mark.parametrize(("facts", "text"), examples())
def test_no_example_of_a_prompt_is_taken_for_an_opinion(facts: str, text: str) -> None:
    assert begun.opinion(text, (facts,), evidence(facts), checks.HOUSE) is None


def test_the_prompts_have_examples() -> None:
    assert len(examples()) == 7


@pytest.mark.parametrize(
    "text",
    [
        "关键在于，参与者能不能随时撤回声音。",
        "值得追问的是，志愿者的声音由谁来删除。",
        "应当让参与者自己决定声音留不留。",
    ],
)
def test_an_opinion_that_asks_or_demands_stands(text: str) -> None:
    assert begun.ended(text, text.partition("，")[0][:2], AGREED, EVIDENCE, checks.HOUSE)


async def argued(said: dict[str, str], *parts: tuple[str, ...]) -> tuple[str, list[list[str]], list[dict[str, object]]]:
    """The thesis and the opinions of the parts, when a beginning is ended as `said` has it."""

    asked: list[dict[str, object]] = []

    async def ask(name: str, **values: object) -> list[str]:
        asked.append(values)
        return [said["thesis"]] if name == "thesis" else [said.get(str(values["beginning"]), "")]

    groups = [[Sentence(text=text, passages=("1.2",)) for text in part] for part in parts]
    thesis, views = await column.argued(ask, groups, EVIDENCE, checks.HOUSE)
    return "".join(each.text for each in thesis), [[each.text for each in group] for group in views], asked


ENDS = {
    "不能只": "不能只听北辰实验室自己讲，应当请第三方机构复核。",
    "应当": "应当让同行也能检验这一成绩和测试集。",
    "thesis": "北辰实验室的成绩应当请第三方机构复核，让同行也能检验。",
}


async def test_a_part_has_two_opinions_and_the_thesis_is_made_from_them() -> None:
    thesis, views, asked = await argued(ENDS, TESTED)
    assert (thesis, views) == (ENDS["thesis"], [[ENDS["不能只"], ENDS["应当"]]])
    assert asked[-1]["views"] == [ENDS["不能只"]] and len(asked) == column.MOST_ASKED + 1


async def test_what_does_not_stand_costs_one_more_question_and_no_opinion_is_told_twice() -> None:
    _, views, asked = await argued({**ENDS, "不能只": "应当加强国际交流。"}, TESTED, TESTED)
    assert views == [[ENDS["应当"]], []]
    assert len([each for each in asked if "beginning" in each]) == 2 * column.MOST_ASKED


async def test_a_thesis_is_made_from_one_opinion_of_each_part_and_else_from_all() -> None:
    _, _, asked = await argued({**ENDS, "thesis": "无"}, TESTED)
    assert [each["views"] for each in asked if "views" in each] == [[ENDS["不能只"]], [ENDS["不能只"], ENDS["应当"]]]


async def test_a_thesis_that_speaks_of_something_else_is_left_out() -> None:
    assert (await argued({**ENDS, "thesis": "应当加强国际交流，这意味着新时代。"}, TESTED))[0] == ""


async def test_a_model_without_an_opinion_writes_no_column() -> None:
    with pytest.raises(Malformed, match="larger model"):
        await argued({"thesis": "", "应当": "应当。"}, TESTED)


def test_somebodys_own_words_are_taken_as_they_stand() -> None:
    told = [piece for passage in EVIDENCE.passages for piece in pieces(passage)]
    taken = [made[0].text for piece in told if (made := column.spoken(piece, EVIDENCE, checks.HOUSE))]
    assert "北辰实验室首席科学家周砚秋在发布会上说：“方言不是念错的普通话，机器也应当听懂它。”" in taken
    assert all("：“" in text and text.endswith("”") for text in taken) and 3 <= len(taken) < len(told) / 3
