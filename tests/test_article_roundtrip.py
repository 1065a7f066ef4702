"""`parse` and `render` are each other's inverse, and every field of a document is one place of its text."""

import re
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from documents import ADDRESSES, BLOCKS, HOSTILE, INLINES, VALUES, buildable, fronts, references
from golden import FOLDER, ROOT
from newsbot.article import parse, render
from newsbot.article.document import (
    Bullets,
    Document,
    Footer,
    Item,
    Mark,
    Paragraph,
    Quoted,
    Reference,
    Section,
    plain,
)
from newsbot.article.render import american, inlines, quoted
from newsbot.errors import ParseError
from newsbot.news import Noun, SourceDate

TEMPLATE = (ROOT / "templates" / "news.md.j2").read_text(encoding="utf-8")
SEED = ROOT.parent / "shared" / "seeds" / "000_1a2d7069ebccf5f6.txt"
OURS = FOLDER / "seed_like.md"


def sample(path: Path) -> str:
    if not path.exists():
        pytest.skip(f"the user's sample {path.name} is not on this machine")
    return path.read_text(encoding="utf-8")


BOTH = pytest.mark.parametrize("path", [SEED, OURS], ids=["the user's sample", "our sample"])

# ---------------------------------------------------------------- the samples


@BOTH
def test_a_sample_comes_back_byte_for_byte(path):
    text = sample(path)
    assert render(parse(text), TEMPLATE, profile="seed") == text


@BOTH
def test_our_layout_differs_from_the_sample_by_one_blank_line(path):
    text = sample(path)
    assert render(parse(text), TEMPLATE) == text.replace("<article>\n", "<article>\n\n", 1)


@BOTH
def test_the_faults_of_a_sample_are_kept_as_values(path):
    document = parse(sample(path))
    marks = {
        inline.mark
        for section in document.sections
        for block in section.blocks
        for row in (block.items if isinstance(block, Bullets) else (block,))
        for inline in row.inlines
        if isinstance(inline, Mark)
    }
    assert "answer" in marks
    assert {reference.label for reference in document.references} - marks == {"4", "5"}
    bullets = next(block for section in document.sections for block in section.blocks if isinstance(block, Bullets))
    assert bullets.intro and len(bullets.items) == 4 and all(item.lead for item in bullets.items)


# ---------------------------------------------------------------- every field is one place

WHAT_IS_MISSING = {
    (SourceDate, "month"): 12,
    (SourceDate, "day"): 31,
    (Reference, "date"): {"year": 1987},
    (Reference, "note"): "仅见标题",
    (Reference, "url"): "https://new.example/",
    (Reference, "site"): "甲",
    (Document, "label"): "甲",
    (Item, "lead"): "甲",
}


OF_OTHER_LAYOUTS = {
    (Section, "link"),
    (Section, "level"),
    (Bullets, "ordered"),
    (Item, "level"),
    (Item, "ordered"),
    *((Document, name) for name in ("origin", "byline", "views")),
}


def leaves(value, path=()):
    """Every leaf of a document with its path, and what to put in its place; in the order of the fields."""
    if isinstance(value, Noun):
        for name in type(value).model_fields:
            part = getattr(value, name)
            here = (*path, name)
            if (type(value), name) in OF_OTHER_LAYOUTS:
                continue
            if part is None:
                yield here, None, WHAT_IS_MISSING[type(value), name]
            elif name in ("bare", "mark", "label"):
                yield here, part, "77"
            elif name == "key":
                yield here, part, "zz9"
            elif name == "url":
                yield here, part, "http://new.example/#"
            elif name == "local":
                yield here, part, datetime(1987, 12, 31, 13, 46, 58)
            elif isinstance(part, str):
                yield here, part, "〓"
            elif isinstance(part, int):
                yield here, part, 7777 if name == "year" else 8
            else:
                yield from leaves(part, here)
    else:
        for n, part in enumerate(value):
            if isinstance(part, str):
                yield (*path, n), part, "〓"
            else:
                yield from leaves(part, (*path, n))


def changed(document, path, new):
    dump = document.model_dump()
    at = dump
    for step in path[:-1]:
        if isinstance(at[step], tuple):
            at[step] = list(at[step])
        at = at[step]
    at[path[-1]] = new
    return Document.model_validate(dump)


def same(one, other):
    """How many characters both begin with."""
    unequal = (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(unequal, min(len(one), len(other)))


def difference(old, new):
    """(start, what stood there, what stands there now), between the longest equal ends."""
    start = same(old, new)
    end = same(old[start:][::-1], new[start:][::-1])
    return start, old[start : len(old) - end], new[start : len(new) - end]


@BOTH
def test_changing_any_field_changes_exactly_its_place(path):
    """Echoing the source would fail here; so would a field that is written twice, elsewhere or not at all."""
    text = sample(path)
    document = parse(text)
    end = 0
    seen = 0
    for where, old, new in leaves(document):
        start, was, now = difference(text, render(changed(document, where, new), TEMPLATE, profile="seed"))
        if old is None:
            assert was == "" and now, where
        elif where[-1] == "url":
            assert was in old and now in new, where
        elif where[-1] == "local":
            assert (was, now) == (american(old)[: len(was)], american(new)[: len(now)]), where
        else:
            assert (was, now) == (str(old), str(new)), where
        assert start >= end, f"{where} does not stand after the field before it"
        end = start + len(was)
        seen += 1
    assert seen > 120


def test_changing_a_field_is_seen_by_parse_too():
    document = parse(OURS.read_text(encoding="utf-8"))
    for where, _, new in leaves(document):
        other = changed(document, where, new)
        assert other != document
        assert parse(render(other, TEMPLATE)) == other, where


# ---------------------------------------------------------------- hostile texts

DOCUMENTS = st.builds(
    Document,
    front=fronts(VALUES),
    heading=INLINES,
    notices=st.lists(buildable(Paragraph, inlines=INLINES).map(lambda each: each.inlines), max_size=2).map(tuple),
    tldr=INLINES,
    sections=st.lists(
        st.builds(Section, title=INLINES, blocks=st.lists(BLOCKS, max_size=3).map(tuple)), max_size=2
    ).map(tuple),
    references=references(HOSTILE, url=st.none() | ADDRESSES | HOSTILE),
    keywords=st.lists(HOSTILE, max_size=3).map(tuple),
    hashtags=st.lists(HOSTILE, max_size=3).map(tuple),
    footer=st.builds(
        Footer,
        author=HOSTILE,
        local=st.datetimes(min_value=datetime(1000, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),
    ),
    label=st.none() | HOSTILE,
)


@settings(max_examples=80, deadline=None)
@given(DOCUMENTS)
def test_any_document_renders_to_a_text_that_renders_to_itself(document):
    text = render(document, TEMPLATE)
    assert render(parse(text), TEMPLATE) == text


@settings(max_examples=80, deadline=None)
@given(DOCUMENTS)
def test_no_text_changes_the_structure_around_it(document):
    again = parse(render(document, TEMPLATE))
    assert again.front == document.front
    assert [len(section.blocks) for section in again.sections] == [len(each.blocks) for each in document.sections]
    for old, new in zip(document.sections, again.sections, strict=True):
        assert plain(new.title) == plain(old.title)
        for before, after in zip(old.blocks, new.blocks, strict=True):
            if isinstance(before, Paragraph):
                assert after == before
    assert (again.heading, again.notices, again.tldr) == (document.heading, document.notices, document.tldr)
    assert [each.label for each in again.references] == [each.label for each in document.references]
    for source, read in zip(document.references, again.references, strict=True):
        if source.title:
            assert (read.title, read.url, read.retrieved) == (source.title, source.url, source.retrieved)
    assert (again.footer, again.label) == (document.footer, document.label)


@settings(max_examples=200, deadline=None)
@given(HOSTILE)
def test_every_quoted_scalar_survives_a_yaml_reader_unchanged(text):
    value = Quoted(quoted=text).quoted
    assert yaml.safe_load(f"key: {quoted(value)}\nnext: 1\n") == {"key": value, "next": 1}


@settings(max_examples=200, deadline=None)
@given(INLINES)
def test_inlines_are_one_line_and_come_back(value):
    try:
        paragraph = Paragraph(inlines=value)
    except ValidationError:
        return
    written = inlines(paragraph.inlines)
    assert "\n" not in written
    assert Paragraph(inlines=paragraph.inlines) == paragraph


# ---------------------------------------------------------------- what does not fit


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("## Content", "## Inhalt", 19, "## Content"),
        ('title: "', 'title: "\\x', 2, "double quotes"),
        ("draft: false", "draft: ", 4, "does not fit"),
        ('  image: ""\n', '  image: ""\n      deep: 1\n', 11, "---"),
        ("## References", "## Sources", 48, "## References"),
        ("[^3]: Inland", '[^3]: Inland "', 52, "a reference"),
        ("3/4/2026, 11:59:59 PM", "4 March 2026", 65, "M/D/YYYY"),
        ("模型不直接控制岸桥", "\n模型不直接控制岸桥", 33, "blank line"),
    ],
)
def test_text_out_of_form_is_a_parse_error_that_names_the_line(old, new, line, said):
    text = OURS.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(ParseError, match=rf"line {line}: expected .*{re.escape(said)}"):
        parse(text.replace(old, new, 1))


@pytest.mark.parametrize(
    "text", ["", "---", "\x00", "---\n" * 50, "---\na:\n" + "".join(f"{' ' * n}a:\n" for n in range(2, 900, 2))]
)
def test_anything_else_is_a_parse_error(text):
    with pytest.raises(ParseError):
        parse(text)


def test_windows_line_ends_and_extra_blank_lines_are_read():
    text = OURS.read_text(encoding="utf-8")
    assert parse(text.replace("\n\n", "\n\n\n").replace("\n", "\r\n")) == parse(text)


def test_a_site_that_calls_itself_by_a_note_reads_back_without_it():
    assert Reference(label="1", site="甲报（仅见标题）").site == "甲报"
    assert Reference(label="1", site="（仅见摘要）（仅见标题）.").site is None
    assert Reference(label="1", site="甲报", note="仅见标题").note == "仅见标题"
