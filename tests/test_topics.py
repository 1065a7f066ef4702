"""Keywords and tags: only what stands in the body."""

import pytest

from check_cases import draft, evidence, source
from newsbot import topics
from newsbot.news import Draft, Evidence, Sentence

BODY = [
    "北辰实验室公开了语音模型“听澜”的权重。",
    "模型由OpenVoice团队训练，用了256块GPU，OpenVoice没有透露费用。",
    "据《呼吸影像学报》报道，长湾市政务热线将试用“听澜”。",
]
UNNAMED = evidence()


def words(written: Draft, rests_on: Evidence = UNNAMED) -> list[str]:
    return [each.text for each in topics.keywords(written, rests_on)]


def test_every_keyword_stands_in_the_body_and_rests_where_it_first_stands() -> None:
    body = [sentence for _, sentence in draft(BODY).body()]
    found = topics.keywords(draft(BODY, keywords=["北辰实验室"]), evidence())
    for each in found:
        first = next(sentence for sentence in body if each.text in sentence.text)
        assert (each.passages, each.kind) == (first.passages, first.kind)
    assert {"北辰实验室", "OpenVoice", "听澜", "呼吸影像学报", "GPU"} <= {each.text for each in found}


def test_what_the_writer_offered_comes_first_and_only_if_it_stands_in_the_body() -> None:
    found = words(draft(BODY, keywords=["政务热线", "量子计算", "北辰实验室", ""]))
    assert found[:2] == ["政务热线", "北辰实验室"]
    assert "量子计算" not in found


def test_words_of_title_and_tldr_alone_are_no_keywords() -> None:
    written = draft(BODY, title="某甲公司发布新品", tldr=["某乙公司没有回应。"], keywords=["某甲公司", "某乙公司"])
    assert not {"某甲公司", "某乙公司"} & set(words(written))


def test_a_keyword_stands_once_whatever_its_case_and_there_are_ten_at_most() -> None:
    names = [f"{first}{second}Corp" for first in "ABCD" for second in "uvwx"]
    found = words(draft(["参加者有" + "、".join(names) + "。"], keywords=["AuCorp", "aucorp", "AuCorp"]))
    assert len(found) == topics.MOST_KEYWORDS
    assert found.count("AuCorp") == 1 and "aucorp" not in found


def test_a_topics_word_inside_a_name_that_is_a_keyword_is_none_of_its_own() -> None:
    found = words(draft(BODY, keywords=["北辰实验室"]))
    assert "北辰实验室" in found and "实验室" not in found
    assert "实验室" in words(draft(["两家实验室公布了结果。"]))
    assert words(draft(["北辰实验室和另一家实验室。"], keywords=["北辰实验室", "实验室"]))[:2] == [
        "北辰实验室",
        "实验室",
    ]


def test_a_long_phrase_and_words_that_say_nothing_are_no_keywords() -> None:
    body = ["AI公司CEO在US介绍了这一项目在长湾市政务热线的全部试用安排。"]
    found = words(draft(body, keywords=["这一项目在长湾市政务热线的全部试用安排"]))
    assert not {"CEO", "US", "这一项目在长湾市政务热线的全部试用安排"} & set(found)


def test_tags_are_the_topics_the_body_speaks_of_most_first() -> None:
    body = ["芯片公司发布芯片，芯片能耗降低。", "机器人使用这款芯片，机器人已经上路。"]
    assert topics.tags(draft(body))[:2] == ("芯片", "机器人")


def test_one_passing_word_makes_no_tag_where_there_is_more_to_choose_from() -> None:
    found = topics.tags(draft(["医院的医疗影像由医院保管。", "大模型读片，大模型给出诊断。", "费用由学校承担。"]))
    assert "教育" not in found and {"医疗", "大模型"} <= set(found)


def test_the_outlets_and_authors_that_are_cited_are_no_topic_of_the_article() -> None:
    body = ["据Quill Wire报道，《北桥周报》也证实，OpenVoice训练了模型。", "记者Ann Lee说，OpenVoice没有回应。"]
    cited = evidence().model_copy(
        update={"sources": (source(publisher="Quill Wire", author="Ann Lee"), source(publisher="北桥周报"))}
    )
    assert "OpenVoice" in words(draft(body), cited)
    assert not {"Quill Wire", "北桥周报", "Ann Lee"} & set(words(draft(body), cited))
    assert {"Quill Wire", "北桥周报", "Ann Lee"} <= set(words(draft(body)))


NAMES = [
    "海图公司发布语音模型“听潮”。",
    "“潮声”计划将在三年内完成。",
    "开源社区“拾贝”的负责人试用了它。",
    "“主权AI”概念由此而来。",
    "公司推出名为“远帆”的服务。",
    "据《航运学报》刊文，港口在试用。",
    "海图公司的“听潮2”支持方言。“听潮2”可以下载。港口也在用“听潮2”。",
]
SPEECH = [
    "一位来电人说的“水表倒转”被写成“水表倒赚”。",
    "团队让大模型充当“老师”。",
    "医生把它当作“拐杖”。",
    "这被看作“豪赌”。",
    "她用了“不更差”一词以外的话，没有说“更好”。".replace("一词以外的话", ""),
    "所谓“免费”只有三个月。",
    "有人称赞它“贴心”，也有人嫌它“啰嗦”。",
]


@pytest.mark.parametrize("text", NAMES)
def test_a_quoted_name_or_term_is_a_keyword(text: str) -> None:
    name = text[text.index("“") + 1 : text.index("”")] if "“" in text else "航运学报"
    assert name in words(draft([text]))


@pytest.mark.parametrize("text", SPEECH)
def test_a_quoted_word_of_speech_is_no_keyword(text: str) -> None:
    assert not [word for word in words(draft([text])) if f"“{word}”" in text]


def test_what_a_source_calls_by_a_name_is_a_name_in_the_article_too() -> None:
    called = evidence("开源社区「拾贝」的负责人11月10日试用。")
    assert "拾贝" in words(draft(["骆安在“拾贝”写下了试用的结果。"]), called)
    assert "拾贝" not in words(draft(["骆安在“拾贝”写下了试用的结果。"]))


@pytest.mark.parametrize("body", [["天气晴好。"], ["。"], ["公司公布了消息。", "公司没有回应。"]])
def test_there_are_two_tags_even_where_no_topic_is_found(body: list[str]) -> None:
    assert topics.tags(draft(body)) == ("人工智能", "科技")


def test_there_are_never_more_than_six_tags() -> None:
    everything = "".join(words.split("|")[0] for _, words in topics.TOPICS)
    assert len(topics.tags(draft([everything + "。"] * 3))) == topics.MOST_TAGS


@pytest.mark.parametrize("text", ["A" * 100_000, "A " * 50_000, "“" * 100_000, "Ab." * 30_000, "《甲" * 30_000])
def test_a_giant_sentence_costs_only_itself(text: str) -> None:
    written = draft([text, BODY[0]], sentences=[Sentence(text=text, passages=("1.1",))])
    assert all(len(each.text) <= 24 for each in topics.keywords(written, evidence()))
    assert 2 <= len(topics.tags(written)) <= 6
