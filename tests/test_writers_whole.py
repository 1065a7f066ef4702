"""Writing in one structured call, and rewording what failed in one more."""

import json
from typing import Any

import pytest

from check_cases import evidence
from newsbot import draft as drafts
from newsbot import prompts
from newsbot.errors import (
    EmptyReply,
    Malformed,
    ModelError,
    OutOfBudget,
    Refused,
    Truncated,
    Unavailable,
    WrongLanguage,
)
from newsbot.news import Contradiction, Draft, Finding, Quote, Sentence
from newsbot.writers import whole
from story_cases import PROMPTS, MemoryModel, in_turn, sample_evidence

SECRET = "5ec12e7" * 9
EVIDENCE = sample_evidence("D")


def said(text: str, *ids: str) -> dict[str, Any]:
    return {"text": text, "passages": list(ids or ("1.1",)), "quotes": []}


def paragraph(*texts: str) -> dict[str, Any]:
    return {"type": "paragraph", "sentences": [said(text) for text in texts], "items": []}


ARTICLE = {
    "title": said("拉克莫尔拟在得克萨斯州建AI园区"),
    "heading": said("拉克莫尔公布阿比林AI园区计划"),
    "tldr": [said("拉克莫尔打算建AI园区。"), said("投资至多5000亿美元。", "1.1", "2.1")],
    "introduction": [paragraph("拉克莫尔11月19日宣布建园区。")],
    "sections": [{"title": said("园区分六期建设"), "blocks": [paragraph("园区占地1100英亩，分六期建设。")]}],
    "conclusion": [said("首期计划2028年启用。")],
    "keywords": ["拉克莫尔"],
}
REPLY = json.dumps(ARTICLE, ensure_ascii=False)
ENGLISH = json.dumps(
    ARTICLE
    | {
        part: value
        for part in ("title", "heading")
        for value in [said("Larkmoor plans an AI campus in Texas and says it will cost a lot")]
    }
    | {
        "tldr": [said("Larkmoor plans an AI campus in Texas and says it will cost up to five hundred billion.")] * 3,
        "introduction": [paragraph(*["The company said on Thursday that it will build a campus."] * 6)],
    }
)


async def written(model: MemoryModel) -> Draft:
    return await whole.write(model, PROMPTS, EVIDENCE, SECRET, 600, 1500)


# ---------------------------------------------------------------- the article


async def test_one_call_writes_the_article_from_all_the_evidence() -> None:
    model = MemoryModel(in_turn(REPLY))
    draft = await written(model)
    (asked,) = model.asked
    assert (asked.role, asked.purpose, asked.ordinal, asked.earlier) == ("draft", "draft", 0, ())
    assert asked.reply_schema == drafts.schema(drafts.ReplyDraft)
    assert all(f"[{each.id}] {each.text}" in asked.user for each in EVIDENCE.passages)
    assert EVIDENCE.headline in asked.user
    assert "600" in asked.system and "1500" in asked.system
    assert (draft.writer, draft.model, [use.name for use in draft.prompts]) == ("whole", "memory-draft", ["news/draft"])
    assert draft.tldr[1].passages == ("1.1", "2.1")


async def test_the_sources_stand_between_the_marker_of_this_story_and_installation() -> None:
    model = MemoryModel(in_turn(REPLY))
    await written(model)
    assert model.asked[0].user.count(prompts.marker(SECRET, EVIDENCE.story, EVIDENCE, "draft")) == 2


async def test_the_hash_kept_with_the_draft_is_that_of_what_was_sent() -> None:
    model = MemoryModel(in_turn(REPLY))
    draft = await written(model)
    asked = model.asked[0]
    assert draft.prompts[0].sha256 == prompts.digest(f"{asked.system}\0{asked.user}")


async def test_a_rerun_asks_the_very_same() -> None:
    models = [MemoryModel(in_turn(REPLY)) for _ in range(2)]
    assert await written(models[0]) == await written(models[1])
    assert models[0].asked == models[1].asked


@pytest.mark.parametrize("bad", ["我写不了。", "{}", REPLY[:200], ENGLISH], ids=["talk", "empty", "cut", "English"])
async def test_a_misfit_is_shown_to_the_model_with_the_fault_and_mended_once(bad: str) -> None:
    model = MemoryModel(in_turn(bad, REPLY))
    draft = await written(model)
    first, second = model.asked
    assert (second.ordinal, second.purpose, second.user) == (1, first.purpose, first.user)
    (_, shown), (_, told) = second.earlier
    assert [role for role, _ in second.earlier] == ["assistant", "user"]
    assert bad.startswith(shown[:100]) and "reply" in told
    assert draft.title.text == "拉克莫尔拟在得克萨斯州建AI园区"


@pytest.mark.parametrize(("bad", "error"), [("我写不了。", Malformed), (ENGLISH, WrongLanguage)])
async def test_a_second_misfit_is_raised_and_there_is_no_third_call(bad: str, error: type[ModelError]) -> None:
    model = MemoryModel(in_turn(bad, bad))
    with pytest.raises(error):
        await written(model)
    assert len(model.asked) == 2


@pytest.mark.parametrize(
    "error", [Truncated("cut"), Refused("no"), EmptyReply(""), Unavailable("down"), OutOfBudget("cap")]
)
async def test_a_failed_call_is_raised_as_it_is(error: ModelError) -> None:
    model = MemoryModel(in_turn(error))
    with pytest.raises(type(error)):
        await written(model)
    assert len(model.asked) == 1


async def test_a_giant_misfit_costs_no_giant_repair() -> None:
    model = MemoryModel(in_turn("{" * 1_000_000, REPLY))
    await written(model)
    assert len(model.asked[1].earlier[0][1]) < 50_000


# ---------------------------------------------------------------- rewording

SMALL = evidence("园区至多投资5000亿美元。", "The campus covers 1,100 acres.", "“我们准备好了，”李明说。")


def fault(place: str, sentence: Sentence, advice: str) -> tuple[str, Sentence, tuple[Finding, ...]]:
    found = Finding(rule="figure", severity="error", place=place, sentence=sentence.text, advice=advice)
    return place, sentence, (found,)


TITLE = Sentence(text="园区投资500亿美元", passages=("1.1",))
BODY = Sentence(text="园区占地1200英亩。", passages=("1.2",))
FAILING = [fault("title", TITLE, "资料里是5000亿美元。"), fault("introduction/0/0", BODY, "资料里是1100英亩。")]


def rewrites(*rows: dict[str, Any]) -> str:
    return json.dumps({"sentences": [{"quotes": [], "passages": []} | row for row in rows]}, ensure_ascii=False)


async def reworded(*answers: str | Exception) -> tuple[dict[str, Sentence], MemoryModel]:
    model = MemoryModel(in_turn(*answers))
    return await whole.rewrite(model, PROMPTS, SMALL, SECRET, FAILING), model


async def test_all_that_failed_goes_in_one_call_with_its_faults_and_just_its_passages() -> None:
    _, model = await reworded(rewrites())
    (asked,) = model.asked
    assert (asked.purpose, asked.ordinal) == ("rewrite", 0)
    for place, sentence, findings in FAILING:
        assert all(text in asked.user for text in (place, sentence.text, findings[0].advice))
    assert SMALL.passages[0].text in asked.user and SMALL.passages[2].text not in asked.user
    assert asked.user.count(prompts.marker(SECRET, SMALL.story, SMALL, "rewrite")) == 2


async def test_new_wordings_come_back_under_their_places_set_as_title_and_as_sentence() -> None:
    answers, _ = await reworded(
        rewrites(
            {"place": "title", "text": "园区至多投资 5000 亿美元。", "passages": ["1.1"]},
            {"place": "introduction/0/0", "text": "园区占地1,100英亩", "passages": ["1.2"]},
        )
    )
    assert {place: sentence.text for place, sentence in answers.items()} == {
        "title": "园区至多投资5000亿美元",
        "introduction/0/0": "园区占地1100英亩。",
    }


@pytest.mark.parametrize("ids", [[], ["1.1"], ["9.9"], ["1.1", "1.3"], ["rubbish"]])
async def test_a_rewording_rests_on_what_the_old_sentence_was_shown(ids: list[str]) -> None:
    answers, _ = await reworded(rewrites({"place": "introduction/0/0", "text": "园区占地1100英亩。", "passages": ids}))
    assert answers["introduction/0/0"].passages == ("1.2",)
    assert answers["introduction/0/0"].kind == "fact"


async def test_a_sentence_that_tells_one_side_is_shown_the_other_and_may_rest_on_both() -> None:
    against = Contradiction(subject="园区面积", one="1.2", other="1.3", values=("1100英亩", "900英亩"))
    disputed = SMALL.model_copy(update={"contradictions": (against,)})
    row = {"place": "introduction/0/0", "text": "甲说园区占地1100英亩，而乙说900英亩。", "passages": ["1.2", "1.3"]}
    model = MemoryModel(in_turn(rewrites(row)))
    answers = await whole.rewrite(model, PROMPTS, disputed, SECRET, FAILING)
    assert SMALL.passages[2].text in model.asked[0].user
    assert answers["introduction/0/0"].passages == ("1.2", "1.3")


async def test_the_prompt_names_both_sides_of_a_contradiction() -> None:
    found = EVIDENCE
    one, other = found.passages[0].id, found.passages[-1].id
    against = Contradiction(subject="园区的投资", one=one, other=other, values=("5000亿美元", "4000亿美元"))
    model = MemoryModel(in_turn(REPLY))
    await whole.write(model, PROMPTS, found.model_copy(update={"contradictions": (against,)}), SECRET, 600, 1500)
    assert f"园区的投资：[{one}]为5000亿美元，[{other}]为4000亿美元" in model.asked[0].user


async def test_two_sentences_for_one_stay_one_string_in_its_place_with_its_translated_speech() -> None:
    quote = {"text": "准备好了", "original": "ready"}
    answers, _ = await reworded(
        rewrites({"place": "introduction/0/0", "text": "他说“准备好了”。园区占地1100英亩。", "quotes": [quote]})
    )
    sentence = answers["introduction/0/0"]
    assert sentence.text == "他说“准备好了”。园区占地1100英亩。"
    assert sentence.quotes == (Quote(text="准备好了", original="ready"),)


async def test_translated_speech_in_the_second_of_two_sentences_is_kept() -> None:
    quote = {"text": "准备好了", "original": "ready"}
    answers, _ = await reworded(
        rewrites({"place": "introduction/0/0", "text": "园区占地1100英亩。他说“准备好了”。", "quotes": [quote]})
    )
    assert answers["introduction/0/0"].quotes == (Quote(text="准备好了", original="ready"),)


async def test_places_nobody_asked_for_and_empty_wordings_are_left_out() -> None:
    answers, _ = await reworded(
        rewrites(
            {"place": "heading", "text": "园区计划公布。"}, {"place": "title", "text": "  "}, {"place": "", "text": "x"}
        )
    )
    assert answers == {}


@pytest.mark.parametrize(
    "answers",
    [("?", "?"), (Truncated("cut"),), (Refused("no"),), (EmptyReply(""),)],
    ids=["misfit twice", "truncated", "refused", "empty"],
)
async def test_an_unusable_answer_rewords_nothing(answers: tuple[str | Exception, ...]) -> None:
    assert (await reworded(*answers))[0] == {}


@pytest.mark.parametrize("error", [Unavailable("down"), OutOfBudget("cap")])
async def test_an_endpoint_that_cannot_be_asked_is_raised(error: ModelError) -> None:
    with pytest.raises(type(error)):
        await reworded(error)


async def test_a_misfit_is_mended_once() -> None:
    answers, model = await reworded("好的", rewrites({"place": "title", "text": "园区至多投资5000亿美元"}))
    assert list(answers) == ["title"] and [each.ordinal for each in model.asked] == [0, 1]
