"""The plain layout: what `parse` reads of it is what `render` wrote, whatever stands in it."""

from collections.abc import Iterable

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import BLOCKS, DATES, HOSTILE, INLINES, VALUES, buildable, fronts, references
from golden import ROOT
from newsbot.article import parse, render
from newsbot.article.document import (
    DashList,
    Document,
    FrontField,
    Inline,
    Paragraph,
    Quoted,
    Section,
    Strong,
    Text,
    plain,
)
from newsbot.article.render import front
from newsbot.errors import ParseError
from newsbot.news import SourceDate

TEMPLATE = (ROOT / "templates" / "feature.md.j2").read_text(encoding="utf-8")
DASHES = st.lists(HOSTILE, min_size=1, max_size=3).map(lambda texts: DashList(items=tuple(texts)))
TRAPS = st.sampled_from(["（2025/6/18）", "。检索日期2025/6/18", "（仅见摘要）", "。[a](b)。", '"', "。"]) | HOSTILE
REFERENCES = references(
    TRAPS,
    date=st.none() | DATES.filter(lambda date: date.month is not None or date.day is None),
    title=TRAPS.filter(lambda text: bool(plain((Text(text=text),)).strip())),
)


def starts_bold(inlines: Iterable[Inline]) -> bool:
    return isinstance(next(iter(inlines), None), Strong)


LEADS = buildable(Paragraph, inlines=INLINES).map(lambda each: each.inlines)
NOTICES = LEADS.map(lambda inlines: Paragraph(inlines=(Strong(strong="更正（2026年3月4日）"), *inlines)).inlines)
SECTIONS = st.builds(Section, title=INLINES, blocks=st.lists(BLOCKS, max_size=3).map(tuple))
OPENINGS = st.lists(BLOCKS, min_size=1, max_size=2).map(lambda blocks: (Section(title=(), blocks=tuple(blocks)),))
DOCUMENTS = st.builds(
    Document,
    front=fronts(VALUES | DASHES),
    heading=st.just(()),
    notices=st.lists(NOTICES, max_size=2).map(tuple),
    tldr=st.just(()) | LEADS.filter(lambda lead: not starts_bold(lead)),
    sections=st.tuples(st.just(()) | OPENINGS, st.lists(SECTIONS, max_size=2).map(tuple))
    .map(lambda both: (*both[0], *both[1]))
    .filter(lambda sections: not sections or bool(sections[0].title or sections[0].blocks)),
    references=REFERENCES,
    footer=st.none(),
    label=st.none() | HOSTILE,
)


@settings(max_examples=80, deadline=None)
@given(DOCUMENTS)
def test_any_plain_document_renders_to_a_text_that_renders_to_itself(document: Document) -> None:
    text = render(document, TEMPLATE)
    assert render(parse(text), TEMPLATE) == text


@settings(max_examples=80, deadline=None)
@given(DOCUMENTS)
def test_no_text_changes_the_structure_around_it(document: Document) -> None:
    again = parse(render(document, TEMPLATE))
    assert not again.framed
    assert again.front == document.front
    titled = [each for each in document.sections if each.title or each is not document.sections[0]]
    assert [plain(each.title) for each in again.sections if each.title] == [
        plain(each.title) for each in titled if each.title
    ]
    assert (again.notices, again.tldr, again.label) == (document.notices, document.tldr, document.label)
    for source, read in zip(document.references, again.references, strict=True):
        assert (read.title, read.url, read.date, read.retrieved) == (
            source.title,
            source.url,
            source.date,
            source.retrieved,
        )
        assert (read.by, read.note) == (source.by, source.note)


@settings(max_examples=150, deadline=None)
@given(st.lists(HOSTILE, min_size=1, max_size=4))
def test_every_item_of_a_list_survives_a_yaml_reader_unchanged(texts: list[str]) -> None:
    value = DashList(items=tuple(texts))
    read = yaml.safe_load(f"{front(FrontField(key='tags', value=value))}\nnext: 1\n")
    assert read == {"tags": list(value.items), "next": 1}


FILE = """---
title: "海图公司开放潮汐模型"
date: 2026-03-04T16:05:09+08:00
tags:
  - "海图公司"
  - "潮汐: 模型"
---

> **更正（2026年3月5日）**：本文此前写“二月”，应为“三月” [^1]。

> 引语一句。

开头一段 [^1]。

### 第一节

*   **其一**：要点 [^2]。

*本文由人工智能生成，尚未审核。*

## References

[^1]: 王小明（2026/3/4）。[海图公司开放潮汐模型](https://a.example/1)。某报。检索日期2026/3/4。
[^2]: （2026/3）。[Tide model](https://b.example/2)。B News（仅见摘要）。检索日期2026/3/4。
[^3]: "会议纪要"。检索日期2026/3/4。
"""


def test_a_plain_article_is_read_part_by_part_and_comes_back_byte_for_byte() -> None:
    document = parse(FILE)
    assert not document.framed
    assert [plain(each) for each in document.notices] == ["更正（2026年3月5日）：本文此前写“二月”，应为“三月” 。"]
    assert plain(document.tldr) == "引语一句。"
    assert [plain(each.title) for each in document.sections] == ["", "第一节"]
    assert document.label == "本文由人工智能生成，尚未审核。"
    first, second, third = document.references
    assert (first.by, first.title, first.site) == ("王小明", "海图公司开放潮汐模型", "某报")
    assert first.date == first.retrieved == SourceDate(year=2026, month=3, day=4)
    assert (second.by, second.date, second.note) == (None, SourceDate(year=2026, month=3), "仅见摘要")
    assert (third.url, third.title, third.date) == (None, "会议纪要", None)
    assert document.front[2].value == DashList(items=("海图公司", "潮汐: 模型"))
    assert isinstance(document.front[0].value, Quoted)
    assert render(document, TEMPLATE) == FILE


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("## References", "## Sources", 21, "## References"),
        ('  - "潮汐: 模型"', "  - 潮汐", 6, "does not fit"),
        ("。检索日期2026/3/4。\n[^2]", "\n\n末尾的一段", 25, "the end"),
        ("开头一段 [^1]。", "开头一段 [^1]。\n第二行。", 14, "blank line"),
    ],
)
def test_text_out_of_form_is_a_parse_error_that_names_the_line(old: str, new: str, line: int, said: str) -> None:
    assert old in FILE
    changed = FILE.replace(old, new, 1)
    with pytest.raises(ParseError, match=f"line {line}: ") as caught:
        parse(changed)
    assert said in str(caught.value)
