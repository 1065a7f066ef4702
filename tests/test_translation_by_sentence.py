"""Translating with a small model: what it is asked, which try is taken, what becomes a point about the text."""

import pytest

from newsbot import checks, prompts
from newsbot.news import Bullets, Evidence, Passage, Sentence
from newsbot.newsroom import Reply, Request
from newsbot.writers import by_sentence, renderings, views
from newsbot.writers.questions import Questions
from rendition_cases import evidence_of, page_of
from story_cases import PROMPTS
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


def questions(model: Scripted, evidence: Evidence) -> Questions:
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
    told = by_sentence.names_of(piece, checks.HOUSE)
    assert {name for name, _ in told} == names and len(told) == len(names)


# ---------------------------------------------------------------- the views

CHINESE = {
    "everybody": "图书馆把这些小电脑借给所有住在镇上、有借书证的人。",
    "explains": "工作人员向每位借阅者说明机器怎样工作，以及它对世界有什么不了解。",
    "council": "镇议会想在暑假开始之前看一看整个项目的费用。",
}
GOOD = (
    "名目：谁能借到\n看法：只借给有证的人，是否公平，值得再想一想。",
    "名目：说明的分量\n看法：机器不懂的事由谁提醒，应当写进借阅的规矩。",
    "名目：账本公开\n看法：花费多少先摆出来，居民恐怕才能安心。",
)


def translated(evidence: Evidence) -> renderings.Rendered:
    cases = [(passage(evidence, words), text) for words, text in CHINESE.items()]
    return {each.id: renderings.sentences(each, [text]) for each, text in cases}


async def points(evidence: Evidence, *said: str) -> tuple[list[tuple[Sentence, ...]], Scripted]:
    model = Scripted(*said)
    made = await views.by_point(questions(model, evidence), evidence, translated(evidence), checks.HOUSE)
    items = [item for block in made if isinstance(block, Bullets) for item in block.items]
    return [each.sentences for each in items], model


async def test_a_point_is_a_checked_sentence_and_an_opinion_of_it(evidence: Evidence) -> None:
    made, model = await points(evidence, *GOOD)
    assert [[each.kind for each in point] for point in made] == [["fact", "opinion"]] * 3
    assert {point[0].text for point in made} == set(CHINESE.values())
    assert len(model.asked) == 3


@pytest.mark.parametrize(
    "bad",
    [
        "名目：费用\n看法：每台要花300美元，恐怕太贵。",
        "名目：费用\n看法：专家认为这样未必可行。",
        "名目：费用\n看法：这个项目今年春天开始了。",
        "名目：费用\n看法：图书馆应当把这些小电脑借给所有住在镇上、有借书证的人。",
        "I think this is a good idea.",
        "",
    ],
)
async def test_what_is_no_opinion_is_asked_for_again_and_then_is_no_point(bad: str, evidence: Evidence) -> None:
    made, model = await points(evidence, bad, GOOD[0], bad, bad, GOOD[1])
    assert len(made) == 2 and len(model.asked) == 5
    assert all("名目" not in each.text for point in made for each in point)


def test_the_prompt_of_one_opinion_asks_for_two_lines() -> None:
    assert isinstance(PROMPTS, prompts.Folder)
    assert "名目" in PROMPTS.prompt_of(KIND, "view").rendered(canary="", marker="m", sentence="话。", fault="").system
