"""Translating with a small model: what it is asked, which try is taken, what becomes a point about the text."""

import re

import pytest

from newsbot import checks, prompts
from newsbot.news import Bullets, Evidence, Item, Passage, Sentence
from newsbot.newsroom import Model, Reply, Request
from newsbot.writers import begun, by_sentence, codes, renderings, views
from newsbot.writers.questions import Questions
from rendition_cases import evidence_of, page_of
from story_cases import PROMPTS, MemoryModel
from test_translation import KIND

PAGE = """<html lang=en><head><title>Why the Lindholm library lends out a model</title></head><body><article>
<h1>Why the Lindholm library lends out a model</h1>
<p>The model of <a href="/about">Tidewell Systems</a> has 3 billion parameters and needs no network at all.</p>
<p>The library lends the small computers to everybody who lives in the town and has a card of its own.</p>
<p>"We were never asked," said Mira Okafor of the bookshop next door.</p>
<p>Its staff explains to each borrower how the machine works and what it does not know about the world.</p>
<p>The town council wants to look at the cost of the whole programme before the summer holidays begin.</p>
<ul><li><b>Cost</b>: each computer costs the town $180.</li><li>A loan lasts 14 days.</li></ul>
</article></body></html>"""


class Scripted:
    """A model that says these things one after the other, and keeps what it was asked."""

    def __init__(self, *said: str) -> None:
        self._said = list(said)
        self.asked: list[Request] = []

    async def ask(self, request: Request) -> Reply:
        self.asked.append(request)
        return Reply(text=self._said.pop(0), model="small", prompt_tokens=1, completion_tokens=1)

    def name(self, role: str) -> str:
        return "small"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return evidence_of(page_of(PAGE))


def questions(model: Model, evidence: Evidence) -> Questions:
    return Questions(model, PROMPTS, evidence, "secret", 1, KIND)  # type: ignore[arg-type]


def passage(evidence: Evidence, words: str) -> Passage:
    return next(each for each in evidence.passages if words in each.text)


async def rendered(evidence: Evidence, words: str, *said: str, spare: int = 0) -> tuple[tuple[Sentence, ...], Scripted]:
    model = Scripted(*said)
    asked = questions(model, evidence)
    asked.spare = spare
    return await by_sentence.paragraph(passage(evidence, words), asked, evidence, checks.HOUSE, ""), model


async def test_figures_stand_in_chinese_and_names_as_they_are_before_the_model_sees_them(evidence: Evidence) -> None:
    (made,), model = await rendered(evidence, "3 billion", "Tidewell Systems的模型有30亿个参数，完全不用联网。")
    assert "has 30亿 parameters" in model.asked[0].user and "Tidewell Systems＝Tidewell Systems" in model.asked[0].user
    assert [link.text for link in made.links] == ["Tidewell Systems"]  # it lost the mark, and the name tells where
    assert len(model.asked) == 1


WRONG = ("模型有3亿个参数，不用联网。", "Tidewell的模型有30亿个参数，不用联网。", "模型有3亿个参数，完全不联网。")


async def test_a_fault_is_named_and_the_try_with_the_fewest_is_taken(evidence: Evidence) -> None:
    (made,), model = await rendered(evidence, "3 billion", *WRONG, spare=1)
    assert made.text == WRONG[1]
    assert "3亿" in model.asked[1].user
    assert [each.temperature for each in model.asked] == [0.1, 0.1, by_sentence.TRIES[2]]


async def test_a_third_try_is_one_that_another_sentence_did_not_need(evidence: Evidence) -> None:
    _, model = await rendered(evidence, "3 billion", *WRONG)
    assert len(model.asked) == 2
    asked = questions(Scripted("贷款期限为14天。"), evidence)
    await by_sentence.paragraph(passage(evidence, "14 days"), asked, evidence, checks.HOUSE, "")
    assert asked.takes_spare() and not asked.takes_spare()


@pytest.mark.parametrize(
    ("shown", "asked"),
    [
        (
            '"We were never asked," said Ann Lee, who runs a shop.',
            'Ann Lee, who runs a shop, said: "We were never asked."',
        ),
        ("“Why now?” told the mayor.", 'The mayor told: "Why now?"'),
        ("“It cost $2 million,” says Ann Lee.", 'Ann Lee says: "It cost 200万美元."'),
        ('"Never," she said.', '"Never," she said.'),
        ('Ann said: "Never."', 'Ann said: "Never."'),
        ('"Never," said Ann, who had said "always" before.', '"Never," said Ann, who had said "always" before.'),
    ],
)
def test_who_speaks_stands_before_what_is_said(shown: str, asked: str) -> None:
    assert by_sentence.asked(shown) == asked


async def test_a_lead_and_what_follows_it_are_asked_for_apart(evidence: Evidence) -> None:
    (made,), model = await rendered(evidence, "$180", "**成本**", "每台电脑花费镇上180美元。")
    assert (made.text, made.strong) == ("成本：每台电脑花费镇上180美元。", ("成本",))
    assert "原文：each computer costs the town 180美元." in model.asked[1].user


async def test_a_name_that_was_put_into_chinese_is_shown_as_a_code(evidence: Evidence) -> None:
    (made,), model = await rendered(
        evidence, "3 billion", "潮井系统的模型有30亿个参数，完全不用联网。", "A1的模型有30亿个参数，不用联网。"
    )
    assert made.text == "Tidewell Systems的模型有30亿个参数，不用联网。"
    assert [link.text for link in made.links] == ["Tidewell Systems"]
    again = model.asked[1].user
    assert "The model of A1 has" in again and "Tidewell" not in again


def test_codes_stand_for_whole_names_and_nothing_else_is_changed() -> None:
    names = [("Okafor", "Okafor"), ("Mira Okafor", "米拉·奥卡福")]
    made = codes.codes_of(names, "")
    assert codes.coded("Mira Okafor met Okafor.", made) == "A1 met B2."
    assert codes.decoded("A1见了B2，没有用A4纸。", made, names, "") == "米拉·奥卡福见了Okafor，没有用A4纸。"
    assert codes.decoded("a1见了Ｂ２。", made, names, "") == "米拉·奥卡福见了Okafor。"
    assert codes.decoded("A1 has a 1-year plan.", made, names, "") == "米拉·奥卡福 has a 1-year plan."
    assert codes.codes_of(names, "They met on the A1.") == {"Mira Okafor": "B2", "Okafor": "C3"}
    assert codes.coded("The Okafors stayed.", made) == "The Okafors stayed."


@pytest.mark.parametrize(
    "reply", ["A1s见了B2。", "A1B2见面了。", "A 1见了人。", "A1见了C3。", "BA1见了人。", "Ａ1与A-1。"]
)
def test_a_rendering_in_which_a_code_is_left_is_none(reply: str) -> None:
    names = [("Okafor", "Okafor"), ("Mira Okafor", "米拉·奥卡福")]
    assert codes.decoded(reply, codes.codes_of(names, ""), names, "") == ""


async def test_no_code_reaches_a_sentence(evidence: Evidence) -> None:
    wrong = "潮井系统的模型有30亿个参数，完全不用联网。"
    made, _ = await rendered(evidence, "3 billion", wrong, "A1s的模型有30亿个参数。", "C3的模型有30亿个参数。")
    assert [each.text for each in made] == [wrong]  # which the gate holds


def test_what_the_table_knows_under_another_name_is_no_name_to_be_kept() -> None:
    told = codes.names_of("The U.N. heard the Group of Seven and the UN.", checks.HOUSE)
    assert dict(told)["Group of Seven"] == "七国集团"
    assert dict(told)["UN"] == "联合国"


async def test_no_rendering_of_one_sentence_is_none_of_its_paragraph(evidence: Evidence) -> None:
    made, _ = await rendered(evidence, "14 days", "", "")
    assert made == ()


@pytest.mark.parametrize(
    ("piece", "names"),
    [
        ("Mira Okafor works for OpenAI in Lindholm.", {"Mira Okafor", "OpenAI", "Lindholm"}),
        ("Sam Altman spoke.", {"Sam Altman"}),
        ("Nobody knows what it costs.", set()),
    ],
)
def test_the_names_a_rendering_needs_are_told_once(piece: str, names: set[str]) -> None:
    told = codes.names_of(piece, checks.HOUSE)
    assert {name for name, _ in told} == names and len(told) == len(names)


# ---------------------------------------------------------------- the views

CHINESE = {
    "everybody": "图书馆把这些小电脑借给所有住在镇上、有借书证的人。",
    "explains": "工作人员向每位借阅者说明机器怎样工作，以及它对世界有什么不了解。",
    "council": "镇议会想在暑假开始之前看一看整个项目的费用。",
}
GOOD = {
    "不能只": "不能只借给有借书证的人，没有证的居民也要有机会。\n名目：谁能借到",
    "应当": "看法：应当写进规矩，机器不了解的事由工作人员提醒借阅者。\n名目：说明的分量",
    "关键在于": "开头：关键在于\n看法：关键在于，整个项目的费用怎样算，镇议会能不能看到。",
}


def translated(evidence: Evidence) -> renderings.Rendered:
    cases = [(passage(evidence, words), text) for words, text in CHINESE.items()]
    return {each.id: renderings.sentences(each, [text]) for each, text in cases}


async def points(evidence: Evidence, said: dict[str, str]) -> tuple[list[Item], list[Request]]:
    """The points when each beginning is ended as `said` has it, and what was asked."""
    asked: list[Request] = []

    def answer(request: Request) -> str:
        asked.append(request)
        return said.get(re.findall("开头：(.*)", request.user)[-1], "")

    model = questions(MemoryModel(answer), evidence)
    made = await views.by_point(model, evidence, translated(evidence), checks.HOUSE)
    return [item for block in made if isinstance(block, Bullets) for item in block.items], asked


async def test_a_point_is_a_checked_sentence_and_an_opinion_of_it(evidence: Evidence) -> None:
    made, asked = await points(evidence, GOOD)
    assert [[each.kind for each in point.sentences] for point in made] == [["fact", "opinion"]] * 3
    assert {point.sentences[0].text for point in made} == set(CHINESE.values())
    assert [point.lead and point.lead.text for point in made] == ["谁能借到", "说明的分量", None]
    assert len(asked) == 3


@pytest.mark.parametrize(
    "bad",
    [
        "不能只看每台电脑花费300美元，恐怕太贵。",
        "不能只听专家认为图书馆怎样，未必可行。",
        "图书馆应当把这些小电脑借给所有人。",
        "不能只说图书馆把这些小电脑借给所有住在镇上、有借书证的人。",
        "不能只问图书馆为什么把电脑借给镇上的人。",
        "不能只顾眼前，应当促进行业发展。",
        "I think this is a good idea.",
        "",
    ],
)
async def test_what_is_no_opinion_is_begun_otherwise_and_in_the_end_is_no_point(bad: str, evidence: Evidence) -> None:
    made, asked = await points(evidence, {**dict.fromkeys(begun.BEGINNINGS, ""), "不能只": bad})
    assert not made and len(asked) == len(views.TRIES) * len(CHINESE)
    made, _ = await points(evidence, {**GOOD, "不能只": bad})
    assert [point.sentences[1].text[:2] for point in made] == ["应当", "关键"]


def test_the_prompt_of_one_opinion_ends_with_its_beginning() -> None:
    assert isinstance(PROMPTS, prompts.Folder)
    shown = PROMPTS.prompt_of(KIND, "view").rendered(canary="", marker="m", sentences=["话。"], beginning="应当")
    assert shown.user.endswith("开头：应当\n看法：")
