"""Reading a model's reply: what is set right on the way in, what is refused, and what a hostile reply costs."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from newsbot import draft as drafts
from newsbot.draft import ReplyDraft, ReplyJudgements, ReplyRewrites, ReplySentence
from newsbot.errors import Malformed, ModelError, WrongLanguage
from newsbot.news import Bullets, Draft, Paragraph, PromptUse

REPLIES: list[type[BaseModel]] = [ReplyDraft, ReplyRewrites, ReplyJudgements]
USES = (PromptUse(name="news/draft", sha256="0" * 64),)


def said(text: str, *passages: str) -> dict[str, Any]:
    return {"text": text, "passages": list(passages or ("1.1",)), "quotes": []}


def paragraph(*texts: str) -> dict[str, Any]:
    return {"type": "paragraph", "sentences": [said(text) for text in texts], "items": []}


def reply(**change: Any) -> dict[str, Any]:
    whole = {
        "title": said("北辰实验室公开语音模型权重"),
        "heading": said("方言语音模型开放下载"),
        "tldr": [said("北辰实验室公开了模型权重。"), said("模型支持23种方言。")],
        "introduction": [paragraph("北辰实验室11月10日公开模型权重。")],
        "sections": [{"title": said("模型支持23种方言"), "blocks": [paragraph("模型支持23种方言的识别。")]}],
        "conclusion": [said("下一版本定于2027年3月发布。")],
        "keywords": ["北辰实验室", "语音模型"],
    }
    return whole | change


def drafted(value: Any) -> Draft:
    return made(json.dumps(value, ensure_ascii=False))


def made(text: str) -> Draft:
    return drafts.draft(drafts.read(text, ReplyDraft), writer="whole", model="m", prompts=USES)


def texts(value: Any) -> list[str]:
    return [sentence.text for _, sentence in drafted(value).placed()]


# ---------------------------------------------------------------- the schema


def objects(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for each in node for found in objects(each)]
    if not isinstance(node, dict):
        return []
    own = [node] if node.get("type") == "object" else []
    return own + [found for each in node.values() for found in objects(each)]


@pytest.mark.parametrize("of", REPLIES)
def test_in_the_schema_every_property_is_required_and_none_may_be_added(of: type[BaseModel]) -> None:
    found = objects(drafts.schema(of))
    assert found
    for each in found:
        assert each["required"] == list(each["properties"])
        assert each["additionalProperties"] is False


@pytest.mark.parametrize("of", REPLIES)
def test_the_schema_holds_nothing_that_strict_servers_refuse(of: type[BaseModel]) -> None:
    def keys(node: Any, *, names: bool = False) -> set[str]:
        if isinstance(node, list):
            return {key for each in node for key in keys(each)}
        if not isinstance(node, dict):
            return set()
        inner = {key for name, each in node.items() for key in keys(each, names=name in ("properties", "$defs"))}
        return inner if names else inner | set(node)

    refused = {"default", "maxLength", "minLength", "minItems", "maxItems", "pattern", "format", "title"}
    assert not keys(drafts.schema(of)) & refused


def test_the_schema_of_an_article_has_its_title_and_every_other_part() -> None:
    assert set(drafts.schema(ReplyDraft)["properties"]) == set(reply())


# ---------------------------------------------------------------- what is set right


def test_a_reply_becomes_a_draft_with_its_parts_in_their_places() -> None:
    made_of = drafted(reply())
    assert dict(made_of.placed())["sections/0/0/0"].text == "模型支持23种方言的识别。"
    assert (made_of.writer, made_of.model, made_of.prompts) == ("whole", "m", USES)
    assert made_of.title.passages == ("1.1",)
    assert [each.text for each in made_of.keywords] == ["北辰实验室", "语音模型"]


def test_a_list_becomes_bullets_with_lead_and_sentences() -> None:
    block = {
        "type": "list",
        "sentences": [],
        "items": [
            {"lead": said("模型。", "1.2"), "sentences": [said("模型有70亿个参数。")]},
            {"lead": said(" "), "sentences": [said("权重可以下载。")]},
            {"lead": said("空项"), "sentences": []},
        ],
    }
    (section,) = drafted(reply(sections=[{"title": said("两个要点"), "blocks": [block]}])).sections
    (bullets,) = section.blocks
    assert isinstance(bullets, Bullets)
    assert [(each.lead and each.lead.text, len(each.sentences)) for each in bullets.items] == [("模型", 1), (None, 1)]


@pytest.mark.parametrize(
    ("text", "plain", "ids"),
    [
        ("公司公布了成绩[2.7]。", "公司公布了成绩。", ("1.1", "2.7")),
        ("公司公布了成绩 [2.7, 3.1]。", "公司公布了成绩。", ("1.1", "2.7", "3.1")),
        ("公司公布了成绩【2.7】【3.1】。", "公司公布了成绩。", ("1.1", "2.7", "3.1")),
        ("公司公布了成绩（P2.7、3.1）。", "公司公布了成绩。", ("1.1", "2.7", "3.1")),
        ("公司公布了成绩[1.1]。", "公司公布了成绩。", ("1.1",)),
        ("版本升到了2.7。", "版本升到了2.7。", ("1.1",)),
    ],
)
def test_ids_written_into_the_text_are_moved_where_they_belong(text: str, plain: str, ids: tuple[str, ...]) -> None:
    (sentence,) = drafts.sentences(ReplySentence(text=text, passages=["1.1"]))
    assert (sentence.text, sentence.passages) == (plain, ids)


def test_ids_in_the_field_are_taken_out_of_what_stands_around_them_each_once() -> None:
    (sentence,) = drafts.sentences(
        ReplySentence(text="一句话。", passages=["[2.7]", "P2.7", "段落3.1", "", "x", "来源2"])
    )
    assert sentence.passages == ("2.7", "3.1")


def test_two_sentences_in_one_string_become_two_with_the_same_ids() -> None:
    one, two = drafts.sentences(ReplySentence(text="公司公布了成绩。价格没有公布", passages=["2.7"]))
    assert (one.text, two.text) == ("公司公布了成绩。", "价格没有公布。")
    assert one.passages == two.passages == ("2.7",)


def test_each_of_two_sentences_keeps_the_translated_speech_that_stands_in_it() -> None:
    quotes = [{"text": "“我们准备好了”", "original": '"We are ready"'}]
    value = ReplySentence.model_validate(
        {"text": "他说“我们准备好了”。价格没有公布。", "passages": ["1.1"], "quotes": quotes}
    )
    one, two = drafts.sentences(value)
    assert [(each.text, each.original) for each in one.quotes] == [("我们准备好了", "We are ready")]
    assert two.quotes == ()


def test_a_sentence_without_ids_is_a_transition_for_the_checks_to_judge() -> None:
    (sentence,) = drafts.sentences(ReplySentence(text="详情如下。"))
    assert (sentence.kind, sentence.passages) == ("transition", ())


@pytest.mark.parametrize(
    ("text", "set_"),
    [
        ("公司 公布了 AI 模型,价格未定", "公司 公布了AI模型，价格未定。"),
        ("项目带来38,000个岗位", "项目带来3.8万个岗位。"),
        ("- 公司公布了成绩，", "公司公布了成绩。"),
        ("公司公布了\u200b成绩\x00。", "公司公布了成绩。"),
    ],
)
def test_type_and_stops_are_set_by_the_house(text: str, set_: str) -> None:
    assert [each.text for each in drafts.sentences(ReplySentence(text=text, passages=["1.1"]))] == [set_]


@pytest.mark.parametrize("text", ["## 公司公布成绩。", "**公司公布成绩**", "公司公布成绩：", "公司公布成绩[1.2]"])
def test_a_title_has_no_markdown_no_id_and_no_stop(text: str) -> None:
    assert drafted(reply(title=said(text))).title.text == "公司公布成绩"


@pytest.mark.parametrize(
    "around",
    ["{}", "好的，以下是稿件：\n{}\n希望有帮助！", "\ufeff{}", "```json\n{}\n```"],
    ids=["bare", "talk", "byte order mark", "fence"],
)
def test_talk_around_the_json_is_forgiven(around: str) -> None:
    text = around.replace("{}", json.dumps(reply(), ensure_ascii=False))
    assert made(text).title.text == "北辰实验室公开语音模型权重"


def test_unknown_fields_are_ignored_and_missing_lists_are_empty() -> None:
    value = reply(mood="轻快", conclusion=[])
    del value["keywords"]
    value["tldr"] = [{"text": "北辰实验室公开了模型权重。", "score": 3}]
    assert (drafted(value).conclusion, drafted(value).keywords) == ((), ())


def test_empty_blocks_and_sections_are_left_out() -> None:
    sections = [{"title": said("空节"), "blocks": [paragraph("  ")]}, *reply()["sections"]]
    value = drafted(reply(sections=sections, introduction=[paragraph(""), paragraph("北辰实验室公开了权重。")]))
    assert [section.title.text for section in value.sections] == ["模型支持23种方言"]
    assert len(value.introduction) == 1 and isinstance(value.introduction[0], Paragraph)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("part", "empty"),
    [
        ("title", said("")),
        ("title", said("。")),
        ("heading", said(" \u200b ")),
        ("tldr", []),
        ("tldr", [said(" ")]),
        ("introduction", []),
        ("introduction", [paragraph(" ")]),
        ("sections", []),
        ("sections", [{"title": said("节"), "blocks": [paragraph()]}]),
        ("sections", [{"title": said("节"), "blocks": []}]),
    ],
)
def test_an_empty_part_is_malformed_and_named(part: str, empty: Any) -> None:
    with pytest.raises(Malformed, match=part):
        drafted(reply(**{part: empty}))


def test_an_english_article_is_the_wrong_language() -> None:
    english = said("Northlight Labs released the weights of its model on Monday")
    with pytest.raises(WrongLanguage):
        drafted(
            reply(
                title=english,
                heading=english,
                tldr=[english],
                introduction=[{"type": "paragraph", "sentences": [english] * 3, "items": []}],
                sections=[{"title": english, "blocks": [{"type": "paragraph", "sentences": [english], "items": []}]}],
                conclusion=[english],
                keywords=["weights"],
            )
        )


def test_chinese_full_of_foreign_names_is_chinese() -> None:
    assert texts(reply(introduction=[paragraph("处理器由Tarn Semiconductor供应，融资由Penhallow Capital安排。")]))


WRONG: dict[str, str] = {
    "no JSON": "对不起，我不能写这篇稿件。",
    "empty": "",
    "only an opening": "{",
    "cut": json.dumps(reply(), ensure_ascii=False)[:-40],
    "an array": '["标题", "正文"]',
    "a number": "7",
    "nested objects": '{"title":' * 100_000 + "1" + "}" * 100_000,
    "nested arrays": '{"title":' + "[" * 100_000 + "]" * 100_000 + "}",
    "nested in its place": json.dumps(reply()).replace(
        '"passages": ["1.1"]', '"passages": ' + "[" * 5000 + "]" * 5000, 1
    ),
    "a title of 1 MB": json.dumps(reply(title=said("长" * 1_000_000))),
    "a sentence of 1 MB": json.dumps(reply(tldr=[said("长。" * 500_000)])),
    "a title that is a list": json.dumps(reply(title=["标题"])),
    "a text that is a number": json.dumps(reply(title={"text": 7, "passages": []})),
    "a text that is null": json.dumps(reply(title={"text": None, "passages": []})),
    "passages that are numbers": json.dumps(reply(title={"text": "标题", "passages": [1.1]})),
    "an unknown block": json.dumps(reply(introduction=[{"type": "table", "rows": []}])),
    "a quote that is a string": json.dumps(reply(title={"text": "标题", "quotes": ["话"]})),
    "a million braces": "{" * 1_000_000,
    "infinity": json.dumps(reply(title=1e999)),
    "null": json.dumps(dict.fromkeys(reply())),
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
def test_a_hostile_reply_is_malformed_in_one_short_line(text: str) -> None:
    with pytest.raises(Malformed) as refused:
        made(text)
    assert len(str(refused.value)) < 1000 and "\n" not in str(refused.value)


def test_a_number_of_more_digits_than_python_reads_is_malformed() -> None:
    with pytest.raises(Malformed):
        made(json.dumps(reply()).replace('"1.1"', "1" * 5000, 1))


@pytest.mark.parametrize("open_", ['"', "("])
def test_a_giant_keyword_or_quote_after_an_unclosed_mark_is_malformed_or_read_like_any_other(open_: str) -> None:
    giant = open_ + "长" * 500_000
    value = reply(keywords=[giant], title={**said("标题"), "quotes": [{"text": giant, "original": giant}]})
    try:
        finished = drafted(value)
    except Malformed:
        return
    assert all(len(sentence.text) <= drafts.LONGEST for _, sentence in finished.placed())


def test_the_fault_names_the_field_so_that_a_model_can_mend_it() -> None:
    value = reply()
    del value["sections"][0]["title"]["text"]
    with pytest.raises(Malformed, match=r"sections\.0\.title\.text"):
        drafted(value)


@pytest.mark.parametrize("of", REPLIES)
@settings(deadline=None)
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from([*reply(), "text", "passages", "number", "verdict", "x"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_read_or_malformed_and_nothing_else(of: type[BaseModel], value: Any) -> None:
    try:
        read = drafts.read(json.dumps(value), of)
    except Malformed:
        return
    assert isinstance(read, of)


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), min_size=4, max_size=4))
def test_any_text_in_a_fitting_reply_makes_a_draft_or_a_model_error(parts: list[str]) -> None:
    title, tldr, body, word = parts
    value = reply(title=said(title), tldr=[said(tldr)], introduction=[paragraph(body)], keywords=[word])
    try:
        finished = drafted(value)
    except ModelError:
        return
    assert all(sentence.text.strip() and "\n" not in sentence.text for _, sentence in finished.placed())


def test_a_rewrite_or_judgement_with_wrong_types_is_malformed() -> None:
    for text, of in (
        ('{"sentences": [{"place": 3, "text": "句"}]}', ReplyRewrites),
        ('{"sentences": {"place": "title"}}', ReplyRewrites),
        ('{"sentences": [{"number": 1, "verdict": "sure"}]}', ReplyJudgements),
        ('{"sentences": [{"number": "one", "verdict": "supported"}]}', ReplyJudgements),
    ):
        with pytest.raises(Malformed):
            drafts.read(text, of)


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("海图公司发布模型，", "海图公司发布模型。"),
        ("海图公司发布模型“潮汐”", "海图公司发布模型“潮汐”。"),
        ("市政府公布《声音条例》", "市政府公布《声音条例》。"),
        ("顾南枝说：“我们不着急。”", "顾南枝说：“我们不着急。”"),
        ("海图公司发布模型！", "海图公司发布模型！"),
        ("", ""),
    ],
)
def test_a_quoted_name_at_its_end_ends_no_sentence_and_a_quoted_sentence_does(text: str, ended: str) -> None:
    assert drafts.ended(text) == ended
