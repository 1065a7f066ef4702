"""From a judged draft to the file: footnotes, references, dates, front matter and counts are computed."""

import re
from datetime import UTC, date, datetime
from math import ceil
from zoneinfo import ZoneInfo

import pytest
import yaml

from article_sample import STORY, TEMPLATE, draft, evidence, form, paragraph, said, source, verdict
from golden import expect_golden
from newsbot.article import build, file_name, finish, parse
from newsbot.article.body import marked
from newsbot.article.document import Mark
from newsbot.article.render import inlines
from newsbot.news import Sentence

THIRTEEN = [
    *("title", "date", "draft", "tags", "categories", "author", "summary", "cover", "source_url"),
    *("word_count", "reading_time", "ai_score", "sync_time"),
]


def written(draft_=None, evidence_=None, story=STORY, **settings):
    built = build(verdict(draft_ or draft()), evidence_ or evidence(), story, form(**settings))
    return finish(built.document, TEMPLATE)


def front_of(text):
    return yaml.safe_load(text.split("---\n")[1])


def test_the_sample_story_becomes_exactly_this_file():
    expect_golden("news.md", written())


def test_an_article_without_labels_prompts_tags_or_keywords_is_exactly_this_file():
    bare = draft(prompts=(), tags=(), keywords=(), writer="extract", model="")
    expect_golden("bare.md", written(bare, label_explicit=False, label_implicit=False))


def test_the_file_is_read_back_as_the_document_it_was_built_from():
    built = build(verdict(draft()), evidence(), STORY, form())
    read = parse(finish(built.document, TEMPLATE))
    counts = {field.key: field.value for field in read.front if field.key in ("word_count", "reading_time")}
    assert read == built.document.with_front(**counts)


def test_a_tag_or_keyword_of_signs_alone_is_left_out() -> None:
    """Its page on the site would be that of all tags."""
    built = build(
        verdict(draft(tags=("}}", "C++", "——", "AI"), keywords=(said("***"), said("临江港")))),
        evidence(),
        STORY,
        form(),
    )
    assert front_of(finish(built.document, TEMPLATE))["tags"] == ["C++", "AI"]
    assert built.document.hashtags == ("C++", "AI")
    assert built.document.keywords == ("临江港",)


# ---------------------------------------------------------------- footnotes


def test_footnotes_are_numbered_by_first_use_and_only_used_sources_are_listed():
    built = build(verdict(draft()), evidence(), STORY, form())
    assert built.notes == {3: 1, 1: 2, 4: 3}
    assert [reference.label for reference in built.document.references] == ["1", "2", "3"]
    text = finish(built.document, TEMPLATE)
    body, _, references = text.partition("## References")
    assert set(re.findall(r"\[\^(\w+)\]", body)) == set(re.findall(r"^\[\^(\w+)\]:", references, re.MULTILINE))


def test_title_heading_summary_section_titles_and_leads_show_no_marks():
    document = build(verdict(draft()), evidence(), STORY, form()).document
    shown = [document.heading, document.tldr, *(section.title for section in document.sections)]
    assert not [inline for line in shown for inline in line if isinstance(inline, Mark)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("模型上线。", "模型上线 [^1][^2]。"),
        ("谁来付钱？", "谁来付钱 [^1][^2]？"),
        ("上线了！", "上线了 [^1][^2]！"),
        ("他说：“我们会做。”", "他说：“我们会做。” [^1][^2]"),
        ("他说：“‘做吧！’”", "他说：“‘做吧！’” [^1][^2]"),
        ("他称之为“分工”。", "他称之为“分工” [^1][^2]。"),
        ("没有句号", "没有句号 [^1][^2]"),
        ("分工如下：", "分工如下 [^1][^2]："),
        ("该公司是Acme Inc.", "该公司是Acme Inc [^1][^2]."),
        ("  前后有空格。 ", "前后有空格 [^1][^2]。"),
    ],
)
def test_marks_stand_before_the_final_stop_and_after_a_closing_quotation_mark(sentence, expected):
    assert inlines(marked(sentence, (Mark(mark="1"), Mark(mark="2")))) == expected


def test_several_passages_of_one_source_make_one_mark_and_neighbours_each_carry_theirs():
    text = written(draft(introduction=(paragraph(said("甲。", "1.1", "1.2"), said("乙。", "1.2", "1.3")),)))
    assert "\n甲 [^1]。乙 [^1]。\n" in text


def test_a_transition_and_a_passage_that_does_not_exist_make_no_mark():
    odd = Sentence(text="乙。", passages=("1.1",), kind="transition")
    text = written(draft(introduction=(paragraph(said("甲。", "9.9"), odd),)))
    assert "\n甲。乙。\n" in text


def test_a_list_joins_the_line_that_leads_in_and_no_other():
    section = draft().sections[0]
    told, _, bullets = section.blocks
    text = written(draft(sections=(section.model_copy(update={"blocks": (told, bullets)}),)))
    assert "分工如下。\n\n*   **训练与评测**：临江港负责训练" in text
    assert "分别承担 [^2]：\n*   **训练与评测**：临江港负责训练" in written()


# ---------------------------------------------------------------- references


def references(*sources):
    names = [f"{each.id}.1" for each in sources]
    text = written(
        draft(introduction=(paragraph(said("甲。", *names)),), sections=(), conclusion=()), evidence(*sources)
    )
    return re.findall(r"^\[\^\d+\]: (.*)$", text, re.MULTILINE)


def test_a_reference_names_author_date_title_address_outlet_and_the_day_it_was_read():
    assert references(source(1, author="王小明")) == [
        '王小明. (2026年3月1日). "[来源1的标题](https://www.paper1.example/story)". 报纸1. 检索日期 2026年3月4日。'
    ]


def test_the_outlet_stands_for_an_unknown_author_and_the_host_for_an_unknown_outlet():
    by_outlet, by_host = references(source(1), source(2, publisher="", published=None))
    assert by_outlet.startswith("报纸1. (2026年3月1日). ")
    assert (
        by_host
        == 'paper2.example. "[来源2的标题](https://www.paper2.example/story)". paper2.example. 检索日期 2026年3月4日。'
    )


def test_a_source_without_a_web_address_has_no_link():
    named, scripted = references(source(1, url="", publisher=""), source(2, url="javascript:alert(1)", publisher=""))
    assert named == '(2026年3月1日). "来源1的标题". 检索日期 2026年3月4日。'
    assert "javascript" not in scripted


def test_a_source_without_a_title_is_linked_by_its_address():
    (line,) = references(source(1, title=" "))
    assert line.startswith(
        r'报纸1. (2026年3月1日). "[https\://www\.paper1.example/story](https://www.paper1.example/story)".'
    )


def test_a_source_that_was_not_read_whole_says_so():
    headline, excerpt = references(source(1, access="headline"), source(2, access="excerpt"))
    assert headline.endswith(". 报纸1（仅见标题）. 检索日期 2026年3月4日。")
    assert excerpt.endswith(". 报纸2（仅见摘要）. 检索日期 2026年3月4日。")
    (paywalled,) = references(source(1, access="paywalled"))
    assert "（仅见摘要）" in paywalled


def test_the_reference_of_a_wires_copy_names_the_wire_and_the_outlet_that_carries_it() -> None:
    (reference,) = references(source(1, author="王小明", origin="新华社"))
    assert reference.startswith("新华社. ") and ". 报纸1. " in reference


def test_the_day_a_source_was_read_is_counted_in_the_zone():
    late = source(1, retrieved=datetime(2026, 3, 4, 16, 0, tzinfo=UTC))
    assert references(late)[0].endswith("检索日期 2026年3月5日。")


def test_a_page_may_claim_a_giant_author_and_title_without_filling_the_file():
    (line,) = references(source(1, author="甲" * 1_000_000, title="乙" * 1_000_000))
    assert len(line) < 1000


# ---------------------------------------------------------------- front matter


def test_thirteen_keys_stand_first_in_their_order_and_are_computed():
    front = front_of(written())
    assert list(front)[:13] == THIRTEEN
    assert list(front)[13:] == ["kind", "provenance", "AIGC"]
    assert front["summary"] == "临江港上线语音调度模型。港务局称，等泊时间平均缩短11分钟。"
    assert front["cover"] == {"image": "", "alt": front["title"]}
    assert front["source_url"] == STORY.url
    assert (front["draft"], front["ai_score"]) == (True, 64)
    assert front["sync_time"] == "2026-03-04T16:05:10.000Z"


def test_a_story_that_a_person_started_names_its_first_source_with_an_address():
    story = STORY.model_copy(update={"url": ""})
    assert front_of(written(story=story))["source_url"] == next(each.url for each in evidence().sources if each.url)


def test_the_counts_are_those_of_the_file_as_written():
    text = written()
    counted = text[text.index("<article>") : text.index("\n", text.index("**Keywords**"))]
    front = front_of(text)
    assert front["word_count"] == len(counted)
    assert front["reading_time"] == ceil(len(counted) / 200)


def test_no_title_changes_what_is_counted_or_the_front_matter():
    hostile = '<article>\n---\n**Keywords**: "{{< x >}}": \\ # \u2028 \x07'
    text = written(draft(title=said(hostile), heading=said(hostile)))
    front = front_of(text)
    assert front["title"] == '<article> --- **Keywords**: "{{< x >}}": \\ #'
    start = text.index("\n<article>\n") + 1
    assert front["word_count"] == len(text[start : text.index("\n", text.rindex("\n**Keywords**") + 1)])


@pytest.mark.parametrize(
    ("tldr", "expected"),
    [
        (["甲" * 100 + "。", "乙" * 60 + "。"], "甲" * 100 + "。"),
        (["甲" * 149 + "。", "乙。"], "甲" * 149 + "。"),
        (["他说：“" + "甲" * 140 + "。”", "乙" * 9 + "。"], "他说：“" + "甲" * 140 + "。”"),
        (["甲" * 200 + "。"], "甲" * 149 + "…"),
        (["短。"], "短。"),
    ],
)
def test_the_summary_is_the_tldr_cut_to_150_characters_at_a_sentence_end(tldr, expected):
    assert front_of(written(draft(tldr=tuple(map(said, tldr)))))["summary"] == expected


def test_the_summary_is_never_the_title():
    same = draft().title
    assert front_of(written(draft(tldr=(same,))))["summary"] == draft().heading.text
    assert front_of(written(draft(tldr=(same,), heading=same)))["summary"] == "临江港务局3月2日宣布，语音调度模型上线。"


def test_provenance_says_how_the_article_came_about():
    assert front_of(written())["provenance"] == {
        "story": STORY.id,
        "writer": "whole",
        "model": "some-model",
        "prompts": [{"name": "news/draft", "sha256": "ab" * 32}],
        "verdict": "review",
        "reasons": 1,
        "findings": {"error": 0, "warning": 0},
        "evidence": ["1.1", "1.2", "1.3", "3.1", "3.2", "4.1"],
    }


def test_the_extractive_writer_names_itself_as_the_kind():
    assert front_of(written())["kind"] == "news"
    assert front_of(written(draft(writer="extract")))["kind"] == "extract"


# ---------------------------------------------------------------- label and footer


def test_the_label_of_machine_made_content_is_seen_and_in_the_metadata():
    text = written()
    assert text.endswith("AM*\n\n*本文由人工智能生成，尚未审核。*\n")
    assert front_of(text)["AIGC"] == {
        "Label": "1",
        "ContentProducer": "newsbot",
        "ProduceID": STORY.id,
        "ReservedCode1": "",
        "ContentPropagator": "",
        "PropagateID": "",
        "ReservedCode2": "",
    }


def test_each_half_of_the_label_can_be_switched_off():
    text = written(label_explicit=False, label_implicit=False)
    assert text.endswith("AM*\n")
    assert "AIGC" not in front_of(text)


@pytest.mark.parametrize(
    ("zone", "footer"),
    [
        ("Asia/Shanghai", "3/5/2026, 12:05:09 AM"),
        ("UTC", "3/4/2026, 4:05:09 PM"),
        ("America/New_York", "3/4/2026, 11:05:09 AM"),
    ],
)
def test_the_footer_is_the_date_on_the_zones_wall_clock(zone, footer):
    text = written(zone=ZoneInfo(zone))
    assert f"*This article was automatically generated by AI News Assistant on {footer}*" in text
    assert "date: 2026-03-04T16:05:09.007Z\n" in text


# ---------------------------------------------------------------- file names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("临江港上线OpenAI语音模型", "2026-03-05-lin-jiang-gang-shang-xian-openai-yu-yin-mo-xing-7f3a9c21.md"),
        ("Café ＡＩ: “GPT-4.1”", "2026-03-05-cafe-ai-gpt-4-1-7f3a9c21.md"),
        ("", "2026-03-05-article-7f3a9c21.md"),
        ("！？…… 🚀", "2026-03-05-article-7f3a9c21.md"),
        ("_index", "2026-03-05-index-article-7f3a9c21.md"),
        ("../../etc/passwd\x00\ud800", "2026-03-05-etc-passwd-7f3a9c21.md"),
        ("x" * 10_000, f"2026-03-05-{'x' * 60}-7f3a9c21.md"),
    ],
)
def test_a_file_is_named_after_day_title_and_story(title, name):
    assert file_name(title, date(2026, 3, 5), STORY.id) == name


def test_a_name_has_only_safe_characters_and_a_bounded_length():
    name = file_name("逐字读来" * 5000, date(2026, 3, 5), "a story whose id is no hex")
    assert re.fullmatch(r"2026-03-05-[a-z0-9][a-z0-9-]{0,58}[a-z0-9]-[0-9a-f]{8}\.md", name)


def test_two_stories_of_one_title_have_two_names():
    names = {file_name("同题", date(2026, 3, 5), story) for story in ("0123456789ab", "first", "second")}
    assert len(names) == 3
