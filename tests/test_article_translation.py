"""The layout of a translation: what `parse` reads of it is what `render` wrote, whatever stands in it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import HOSTILE, LABELS, buildable
from golden import ROOT
from newsbot.article import parse, render
from newsbot.article.document import (
    PARTS,
    Bullets,
    Document,
    Item,
    Linked,
    Mark,
    Origin,
    Paragraph,
    Quotation,
    Reference,
    Section,
    Strong,
    Table,
    Text,
    plain,
)
from newsbot.errors import ParseError
from newsbot.news import DEEPEST, SourceDate
from test_article_plain import DOCUMENTS, NOTICES, REFERENCES

TEMPLATE = (ROOT / "templates" / "translation.md.j2").read_text(encoding="utf-8")

TRAPS = st.sampled_from(
    ["的文章[a](https://b.example)", "）。译载许可：甲。", "（2025/6/18）。", "我的一点看法", "References"]
)
TEXTS = HOSTILE | TRAPS
ADDRESSES = HOSTILE.map(lambda text: f"https://a.example/{text}")
INLINE = (
    TEXTS.map(lambda text: Text(text=text))
    | buildable(Strong, strong=HOSTILE)
    | LABELS.map(lambda label: Mark(mark=label))
    | buildable(Linked, linked=TEXTS, to=ADDRESSES)
)
INLINES = st.lists(INLINE, min_size=1, max_size=4).map(tuple)
ITEMS = buildable(Item, lead=st.none() | HOSTILE, inlines=INLINES, level=st.integers(1, DEEPEST), ordered=st.booleans())
CELLS = st.just(()) | INLINES
BLOCKS = (
    buildable(Paragraph, inlines=INLINES)
    | buildable(
        Bullets,
        intro=st.just(()) | INLINES,
        items=st.lists(ITEMS, min_size=1, max_size=4).map(tuple),
        ordered=st.booleans(),
    )
    | buildable(Quotation, paragraphs=st.lists(INLINES, min_size=1, max_size=3).map(tuple))
    | st.integers(1, 3).flatmap(
        lambda width: buildable(
            Table,
            head=st.lists(CELLS, min_size=width, max_size=width).map(tuple),
            rows=st.lists(st.lists(CELLS, min_size=width, max_size=width).map(tuple), max_size=2).map(tuple),
        )
    )
)
ORIGINS = buildable(
    Origin,
    by=st.none() | TEXTS,
    title=TEXTS,
    url=ADDRESSES,
    date=st.none() | st.builds(SourceDate, year=st.integers(1, 9999), month=st.none() | st.just(5)),
    licence=st.none() | TEXTS,
)
SECTIONS = st.builds(
    Section,
    title=INLINES.filter(lambda title: plain(title).strip() not in ("", *PARTS)),
    blocks=st.lists(BLOCKS, max_size=2).map(tuple),
    level=st.integers(1, 3),
)
OPENINGS = st.just(()) | st.lists(BLOCKS, min_size=1, max_size=2).map(
    lambda blocks: (Section(title=(), blocks=tuple(blocks)),)
)
TRANSLATIONS = st.builds(
    Document,
    front=DOCUMENTS.map(lambda document: document.front),
    heading=st.just(()),
    notices=st.lists(NOTICES, max_size=1).map(tuple),
    sections=st.builds(lambda first, rest: (*first, *rest), OPENINGS, st.lists(SECTIONS, max_size=2)),
    references=REFERENCES,
    footer=st.none(),
    label=st.none() | HOSTILE,
    origin=ORIGINS,
    views=st.lists(BLOCKS, max_size=2).map(tuple),
).flatmap(
    lambda document: (st.none() | HOSTILE).map(
        lambda byline: Document.model_validate({**document.model_dump(), "byline": byline if document.views else None})
    )
)


@settings(max_examples=120, deadline=None)
@given(TRANSLATIONS)
def test_any_translation_renders_to_a_text_that_reads_back_as_itself(document: Document) -> None:
    text = render(document, TEMPLATE)
    again = parse(text)
    assert again == document
    assert render(again, TEMPLATE) == text


ORIGIN = Origin(by="Ann Lee", title="A page", url="https://port.example/a", date=SourceDate(year=2026, month=5, day=7))


def document(**changed: object) -> Document:
    shown = Paragraph(
        inlines=(Text(text="港口"), Linked(linked="由软件", to="https://port.example/x"), Text(text="。"))
    )
    point = Item(lead="算一算", inlines=(Text(text="账还没有算清楚 "), Mark(mark="1"), Text(text="。")))
    values: dict[str, object] = {
        "front": (),
        "heading": (),
        "sections": (
            Section(title=(), blocks=(shown,)),
            Section(title=(Text(text="变化"),)),
            Section(
                title=(Text(text="步骤"),),
                level=2,
                blocks=(Bullets(items=(Item(inlines=shown.inlines),), ordered=True),),
            ),
        ),
        "references": (Reference(label="1", title="A page", url="https://port.example/a"),),
        "footer": None,
        "label": "本文由人工智能生成，尚未审核。",
        "origin": ORIGIN,
        "byline": "以下看法由人工智能撰写。",
        "views": (Bullets(items=(point,), ordered=True),),
    }
    return Document.model_validate({**values, **changed})


def test_it_is_laid_out_like_this() -> None:
    assert render(document(), TEMPLATE) == (
        "---\n---\n\n> 本文翻译自Ann Lee的文章[A page](https://port.example/a)（2026/5/7）。\n\n"
        "港口[由软件](https://port.example/x)。\n\n## 变化\n\n### 步骤\n\n1.  港口[由软件](https://port.example/x)。\n\n"
        "---\n\n## 我的一点看法\n\n*以下看法由人工智能撰写。*\n\n1.  **算一算**：账还没有算清楚 [^1]。\n\n"
        "*本文由人工智能生成，尚未审核。*\n\n## References\n\n[^1]: [A page](https://port.example/a)。\n"
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "/relative", "mailto:a@b.example"])
def test_a_link_that_is_no_page_of_the_web_is_none(address: str) -> None:
    with pytest.raises(ValueError, match="to"):
        Linked(linked="甲", to=address)
    text = render(document(), TEMPLATE).replace("https://port.example/x", address)
    assert not any(
        isinstance(inline, Linked)
        for section in parse(text).sections
        for block in section.blocks
        for inline in (block.inlines if isinstance(block, Paragraph) else block.items[0].inlines)
    )


def item(text: str, level: int = 1, *, ordered: bool = False) -> Item:
    return Item(inlines=(Text(text=text),), level=level, ordered=ordered)


def listed(*blocks: Bullets) -> Document:
    return document(sections=(Section(title=(), blocks=blocks),), views=(), byline=None)


def test_lists_in_lists_stand_below_the_text_they_belong_to() -> None:
    """Ten items before it make the mark of an item wider, and with it where a list in it begins."""
    ten = tuple(item(f"第{n}步") for n in range(1, 11))
    of = listed(
        Bullets(items=(*ten, item("甲", 2), item("乙", 3, ordered=True), item("丙", 2), item("末")), ordered=True)
    )
    text = render(of, TEMPLATE)
    assert "10.  第10步\n     *   甲\n         1.  乙\n     *   丙\n11.  末\n" in text
    assert parse(text) == of


def test_two_lists_one_after_the_other_stay_two() -> None:
    one, other = Bullets(items=(item("甲"),)), Bullets(items=(item("乙"), item("丙", 2)))
    steps = [each.model_copy(update={"ordered": True}) for each in (one, other, one)]
    of = listed(one, other, one, *steps)
    text = render(of, TEMPLATE)
    assert "*   甲\n\n+   乙\n    *   丙\n\n*   甲\n\n1.  甲\n\n1)  乙\n    *   丙\n\n1.  甲\n" in text
    assert parse(text) == of


@pytest.mark.parametrize("broken", ["  *   乙", "     *   乙", "        *   乙"])
def test_an_item_below_no_text_of_another_is_refused_with_the_line(broken: str) -> None:
    text = render(listed(Bullets(items=(item("甲"), item("乙", 2)))), TEMPLATE)
    with pytest.raises(ParseError, match="right below"):
        parse(text.replace("    *   乙", broken))


def test_no_item_stands_deeper_than_one_below_the_item_it_belongs_to() -> None:
    bullets = Bullets(items=(item("甲", 3, ordered=True), item("乙", 5), item("丙", 2, ordered=True)))
    assert [(each.level, each.ordered) for each in bullets.items] == [(1, False), (2, False), (1, False)]


def test_a_quotation_at_its_beginning_is_no_notice() -> None:
    """A notice says 更正 or 撤稿 and a day; whatever else is quoted there is the original's."""
    quoted = Quotation(paragraphs=((Strong(strong="注意"), Text(text="：船期会变。")), (Text(text="第二段。"),)))
    notice = (Strong(strong="更正（2026年3月4日）"), Text(text="：本文此前写错。"))
    of = document(notices=(notice,), sections=(Section(title=(), blocks=(quoted,)),))
    text = render(of, TEMPLATE)
    assert "> **更正（2026年3月4日）**：本文此前写错。\n\n> **注意**：船期会变。\n>\n> 第二段。\n" in text
    assert parse(text) == of


@pytest.mark.parametrize("broken", ["> 甲\n乙", "> 甲\n>\n乙", "> 甲\n> 乙"])
def test_a_quotation_of_another_form_is_refused_with_the_line(broken: str) -> None:
    quoted = Quotation(paragraphs=((Text(text="甲"),),))
    text = render(document(sections=(Section(title=(), blocks=(quoted,)),)), TEMPLATE)
    with pytest.raises(ParseError, match="quotation"):
        parse(text.replace("> 甲", broken))


def test_without_its_notice_it_reads_as_another_layout_or_not_at_all() -> None:
    text = render(document(), TEMPLATE)
    with pytest.raises(ParseError):
        parse(text.replace("> 本文翻译自Ann Lee的文章[A page](https://port.example/a)（2026/5/7）。\n\n", ""))
