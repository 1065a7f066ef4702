"""English editions: what is changed, lost or added on the way from the signed sentence is found, and nothing else."""

import json
from typing import Any

import pytest

from article_sample import STORY, form, said, verdict
from article_sample import draft as news_draft
from golden import ROOT, expect_golden
from newsbot import article, checks, gate, proofreading
from newsbot.errors import Malformed, UsageError
from newsbot.news import Draft, Evidence, Finding, Passage, Quote, Sentence
from newsbot.writers import edition
from story_cases import PROMPTS, MemoryModel, in_turn
from test_editions import rested

PLACE = "introduction/0/0"


def findings(signed: str, english: str, *quotes: Quote, place: str = PLACE, on: str = "") -> list[str]:
    """The rules that have an error against the English of a signed sentence."""
    rests = Passage(id="1.1", source=1, start=0, end=len(on), text=on, language="en")
    sentence = Sentence(text=english, passages=("1.1",), signed=signed, quotes=quotes)
    found = checks.sentence_findings(place, sentence, (rests,), rules=checks.ENGLISH_RULES, context=(rests,))
    return [each.rule for each in found if each.severity == "error"]


SAME = [
    (
        "OpenAI于6月5日宣布，将投资5000亿美元建设数据中心。",
        "OpenAI said on June 5 it will invest $500 billion in data centers.",
    ),
    ("该公司约有3.8万名员工，同比增长12.5%。", "The company has about 38,000 employees, up 12.5% from a year earlier."),
    ("萨姆·奥尔特曼（Sam Altman）表示，公司还没有决定。", "Sam Altman said the company has not decided."),
    ("港务局称，三号泊位将于2026年3月投入使用。", "The port authority said Berth 3 will enter service in March 2026."),
    ("特朗普政府计划不批准这项交易。", "The Trump administration plans not to approve the deal."),
    ("澄影公司没有回应置评请求。", "Chengying did not respond to a request for comment."),
    ("至多有三分之一的用户受到影响。", "Up to a third of users were affected."),
    ("英伟达股价下跌3%。", "Shares of Nvidia fell 3%."),
    ("她说：“我们先看数据。”", "She said: “We look at the data first.”"),
    ("第三季度营收为12亿元人民币。", "Third-quarter revenue was 1.2 billion yuan."),
    ("四家公司共投资100万美元。", "Four companies invested $1 million in all."),
]
SAME += [
    ("前三季度营收为12亿元人民币。", "Revenue was 1.2 billion yuan in the first three quarters."),
    ("该公司2026年前三季度亏损。", "The company made a loss in the first nine months of 2026."),
    ("模型支持23种方言，徽语最少。", "The model knows 23 Chinese dialects, Huizhou Chinese the least."),
]
CHANGED = [
    ("前三季度营收为12亿元人民币。", "Revenue was 1.2 billion yuan in the first two quarters.", "date"),
    (
        "OpenAI于6月5日宣布，将投资5000亿美元建设数据中心。",
        "OpenAI said on June 6 it will invest $500 billion.",
        "date",
    ),
    (
        "OpenAI于6月5日宣布，将投资5000亿美元建设数据中心。",
        "OpenAI said on June 5 it will invest $500 million.",
        "money",
    ),
    ("该公司约有3.8万名员工，同比增长12.5%。", "The company has about 3,800 employees, up 12.5%.", "figure"),
    ("该公司约有3.8万名员工，同比增长12.5%。", "The company has about 38,000 employees, up 1.25%.", "percent"),
    ("该公司约有3.8万名员工，同比增长12.5%。", "The company has about 38,000 employees.", "percent"),
    ("萨姆·奥尔特曼（Sam Altman）表示，公司还没有决定。", "Elon Musk said the company has not decided.", "name"),
    ("特朗普政府计划不批准这项交易。", "The Biden administration plans not to approve the deal.", "name"),
    ("英伟达股价下跌3%。", "Shares of Nvidia rose 3%.", "antonym"),
    ("英伟达股价下跌3%。", "Shares of Nvidia fell 3%, and Microsoft fell 7.5%.", "percent"),
    ("公司将在年内上线。", "The company will go online in 2027.", "date"),
    ("她说先看数据。", "She said: “We always look at the data first.”", "quote"),
    ("公司上线了新系统。", "公司上线了新系统。", "language"),
    ("公司上线了新系统。", "The company launched a new system", "unfinished"),
    ("公司上线了新系统。", "The company launched a <b>new</b> system.", "markup"),
    (
        "公司上线了新系统。",
        " ".join(["The company launched a wholly new system that changes everything"] * 4) + ".",
        "padding",
    ),
]


@pytest.mark.parametrize(("signed", "english"), SAME)
def test_what_says_the_same_is_left_alone(signed: str, english: str) -> None:
    assert findings(signed, english) == []


@pytest.mark.parametrize(("signed", "english", "rule"), CHANGED)
def test_what_says_something_else_is_an_error(signed: str, english: str, rule: str) -> None:
    assert rule in findings(signed, english)


def test_english_words_of_a_source_are_quoted_as_they_were_said() -> None:
    quote = Quote(text="我们还没有决定", original="We have not made up our minds")
    signed = "奥尔特曼说：“我们还没有决定”。"
    assert findings(signed, "Altman said: “We have not made up our minds.”", quote) == []
    assert "quote" in findings(signed, "Altman said: “We have not decided yet.”", quote)


def test_a_headline_has_no_stop_and_prose_has_one() -> None:
    assert findings("英伟达股价下跌3%", "Nvidia falls 3%", place="title") == []
    assert "unfinished" in findings("英伟达股价下跌3%。", "Nvidia falls 3%")


# ---------------------------------------------------------------- written

PLAIN = news_draft(keywords=(said("临江港"),))


def simple() -> Draft:
    """A small article whose English is known."""
    told = {
        "title": "临江港上线语音调度模型",
        "heading": "临江港用上语音调度模型",
        "tldr/0": "临江港3月4日上线语音调度模型。",
        "introduction/0/0": "临江港3月4日上线语音调度模型，等泊时间缩短11分钟。",
        "keywords/0": "临江港",
    }
    sentences = {place: Sentence(text=text, passages=("1.1",)) for place, text in told.items()}
    return PLAIN.model_copy(
        update={
            "title": sentences["title"],
            "heading": sentences["heading"],
            "tldr": (sentences["tldr/0"],),
            "introduction": (PLAIN.introduction[0].model_copy(update={"sentences": (sentences["introduction/0/0"],)}),),
            "sections": (),
            "conclusion": (),
            "keywords": (sentences["keywords/0"],),
        }
    )


TOLD = [
    "Linjiang Port puts a voice dispatch model into service",
    "Linjiang Port uses a voice dispatch model.",
    "Linjiang Port put a voice dispatch model into service on March 4.",
    "Linjiang Port put a voice dispatch model into service on March 4, cutting the wait for a berth by 11 minutes.",
    "Linjiang Port",
]


def reply(*texts: str) -> str:
    return json.dumps({"sentences": [{"number": n, "text": text} for n, text in enumerate(texts, 1)]})


async def written(*replies: str) -> tuple[Evidence, Draft, MemoryModel]:
    rests = rested(simple(), "en")
    model = MemoryModel(in_turn(*replies))
    return rests, await edition.write(model, PROMPTS, rests, "5ec"), model


async def test_each_sentence_is_told_on_its_own_passages_and_a_headline_loses_its_stop() -> None:
    rests, draft, _ = await written(reply(*TOLD))
    assert (draft.language, draft.writer, len(draft.prompts)) == ("en", "edition", 1)
    before = dict(simple().placed())
    for place, each in draft.placed():
        assert (each.passages, each.signed) == (before[place].passages, before[place].text), place
    assert [each.text for _, each in draft.placed()] == [
        text.rstrip(".") if n == 1 else text for n, text in enumerate(TOLD)
    ]
    found = [each for rule in checks.english_checks() for each in rule(draft, rests)]
    assert [(each.rule, each.place) for each in found] == []


async def test_a_sentence_that_is_left_out_is_asked_for_once_more_and_then_the_answer_is_of_no_use() -> None:
    _, draft, model = await written(reply(*TOLD[:4]), reply(*TOLD))
    assert dict(draft.placed())["keywords/0"].text == TOLD[4]
    assert "没有第5条" in model.asked[1].earlier[-1][1]
    with pytest.raises(Malformed, match="没有第5条"):
        await written(reply(*TOLD[:4]), reply(*TOLD[:4]))


async def test_without_a_model_there_is_no_english_edition() -> None:
    with pytest.raises(UsageError, match="is written by a model"):
        await edition.write(None, PROMPTS, rested(simple(), "en"), "5ec")


@pytest.mark.parametrize(("told", "place"), [("12 minutes", "introduction/0/0"), ("March 5,", "introduction/0/0")])
async def test_a_changed_figure_is_told_again_and_else_holds_the_article(told: str, place: str) -> None:
    wrong = [text.replace("11 minutes", told) if "minutes" in told else text.replace("March 4,", told) for text in TOLD]
    rests, draft, _ = await written(reply(*wrong))

    async def verdict(*replies: str) -> Any:
        again = MemoryModel(in_turn(*replies))

        async def rewrite(failing: Any) -> dict[str, Sentence]:
            return await edition.rewrite(again, PROMPTS, rests, "5ec", failing, [])

        return await gate.Gate(draft, rests, checks.english_checks(), None).verdict(rewrite)

    held = await verdict(reply(wrong[3]))
    assert held.outcome == "hold"
    assert {each.place for each in held.findings if each.severity == "error"} == {place}
    mended = await verdict(reply(TOLD[3]))
    assert mended.outcome == "review"
    assert dict(mended.draft.placed())[place].text == TOLD[3]


async def test_a_sentence_that_is_cut_is_missing_from_the_edition() -> None:
    rests, draft, _ = await written(reply(*TOLD))
    shorter = draft.model_copy(update={"introduction": ()})
    found = [each for rule in checks.english_checks() for each in rule(shorter, rests)]
    assert [(each.rule, each.severity, each.found[:3]) for each in found] == [("missing", "error", "临江港")]


async def test_its_file_reads_back_and_an_edited_sentence_is_still_held_against_the_signed_one() -> None:
    rests, draft, _ = await written(reply(*TOLD))
    template = (ROOT / "templates" / "news.md.j2").read_text(encoding="utf-8")
    story = STORY.model_copy(update={"language": "en", "edition_of": "f" * 32})
    draft = draft.model_copy(update={"prompts": ()})  # whose digests change with every key of the evidence
    text = article.finish(article.build(verdict(draft), rests, story, form()).document, template)
    expect_golden("news.en.md", text)
    again = proofreading.reread(article.parse(text), text, draft, rests)
    assert (dict(again.draft.placed()), again.edited) == (dict(draft.placed()), frozenset())
    assert [each for each in again.findings if each.severity == "error"] == []
    edited = text.replace("by 11 minutes", "by 21 minutes")
    read = proofreading.reread(article.parse(edited), edited, draft, rests)
    assert read.edited == {PLACE}
    proofs = proofreading.proofs(read.draft, rests, checks.english_checks(), {}, checks.HOUSE, read)
    against = {each.place: [f.rule for f in each.findings] for each in proofs.sentences if each.findings}
    assert against[PLACE] and proofs.verdict == "hold"


async def test_the_prompt_shows_foreign_passages_names_and_what_was_wrong() -> None:
    rests, draft, model = await written(reply(*TOLD))
    assert "第4条（正文）：临江港3月4日上线语音调度模型，等泊时间缩短11分钟。" in model.asked[0].user
    assert "第5条（关键词）" in model.asked[0].user and "问题：" not in model.asked[0].user
    fault = Finding(rule="x", severity="error", place=PLACE, sentence="", advice="等泊时间写错了。")
    again = MemoryModel(in_turn(reply(TOLD[3])))
    await edition.rewrite(again, PROMPTS, rests, "5ec", [(PLACE, dict(draft.placed())[PLACE], (fault,))], [])
    assert f"上一次写成：{TOLD[3]}\n问题：等泊时间写错了" in again.asked[0].user
