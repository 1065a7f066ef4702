"""What the lines of a page are: headings, list items, quotations, rows; what is bold in them and what links where."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot import readability
from newsbot.news import Link, Page, Readable, Shape
from newsbot.readability import markup
from newsbot.readability.shapes import Outline

SEEN = "2026-11-28T10:00:00+00:00"
PAGE = """<!doctype html><html><head><title>Harbour software</title></head><body><article><h1>Harbour software</h1>
<p>The harbour of <b>Port  Ellery</b> will be <a href="/x?a=1">run by <i>software</i></a> from May, its owner says.</p>
<h2>What changes</h2><p>Three things change for the crews that work at the docks every day and every night.</p>
<ul><li><strong>Cranes</strong>: 14 cranes will be moved by a program.</li><li>Pilots keep their posts until 2031.</li>
</ul><h3>Steps</h3><ol><li><p>The first step is to test at berth 1 for 90 days.</p></li><li>Then all berths.</li></ol>
<blockquote><p>"We will not hurry," Ann Lee said. "Safety first, and speed later."</p></blockquote>
<table><tr><th>Year</th><th>Ships</th></tr><tr><td>2024</td><td>1,200</td></tr></table>
<p>Write to <a href="mailto:a@b.example">the harbour</a> or see <a href="javascript:x()">this</a>, its owner says.</p>
</article></body></html>"""


def shapes(html: str = PAGE) -> dict[str, Shape]:
    read = readability.extract("https://port.example/a/b", "text/html", SEEN, html.encode())
    lines = read.text.split("\n")
    assert len(lines) == len(read.shapes)
    return dict(zip(lines, read.shapes, strict=True))


@pytest.mark.parametrize(
    ("begins", "shape"),
    [
        ("What changes", Shape(form="heading", level=2)),
        ("Steps", Shape(form="heading", level=3)),
        ("Three things", Shape()),
        ("Cranes", Shape(form="item", level=1, begins=True, strong=("Cranes",))),
        ("Pilots", Shape(form="item", level=1)),
        ("The first step", Shape(form="item", level=1, ordered=True, begins=True)),
        ("Then all", Shape(form="item", level=1, ordered=True)),
        ('"We will', Shape(form="quote", begins=True)),
        ("Year", Shape(form="row", begins=True, cells=("Year", "Ships"))),
        ("2024", Shape(form="row", cells=("2024", "1,200"))),
        ("Write to", Shape()),  # neither leads to a page of the web
        (
            "The harbour of",
            Shape(strong=("Port Ellery",), links=(Link(text="run by software", url="https://port.example/x?a=1"),)),
        ),
    ],
)
def test_each_line_has_the_shape_of_its_block(begins: str, shape: Shape) -> None:
    assert [each for line, each in shapes().items() if line.startswith(begins)] == [shape]


NESTED_LISTS = """<ul><li>First<ul><li>Inner<ol><li>Deep</li></ol></li></ul></li><li><p>One.</p><p>Two.</p></li></ul>
<ol><li>Step <a href="/x">one</a><ul><li>sub</li></ul>after it</li></ol>
<blockquote><p>Said.</p><p>And said.</p></blockquote>
<blockquote>Alone.</blockquote>"""


def test_lists_have_levels_and_what_belongs_together_begins_once() -> None:
    """A page's text may leave out where one list ends and the next begins; its tree does not."""
    lines = ["First", "Inner", "Deep", "One. Two.", "Step one", "sub", "after it", "Said.", "And said.", "Alone."]
    found = Outline(markup.parsed(f"<body>{NESTED_LISTS}</body>"), "https://a.example/").of(lines, ())
    assert [(each.form, each.level, each.ordered, each.begins) for each in found] == [
        ("item", 1, False, True),
        ("item", 2, False, False),
        ("item", 3, True, False),
        ("item", 1, False, False),
        ("item", 1, True, True),
        ("item", 2, False, False),
        ("item", 1, True, False),
        ("quote", 0, False, True),
        ("quote", 0, False, False),
        ("quote", 0, False, True),
    ]
    assert [link.url for link in found[4].links] == ["https://a.example/x"]


def test_a_definition_stands_below_its_term() -> None:
    tree = markup.parsed(
        "<body><dl><dt>Berth</dt><dd>Where a ship lies.</dd><dt>Crane</dt><dd>It lifts.</dd></dl></body>"
    )
    found = Outline(tree, "").of(["Berth", "Where a ship lies.", "Crane", "It lifts."], ())
    assert [(each.form, each.level) for each in found] == [("item", 1), ("item", 2), ("item", 1), ("item", 2)]


def test_an_item_is_one_line_whatever_breaks_it() -> None:
    html = PAGE.replace("<li>Then all berths.</li>", "<li>Then all<br>berths,<br/> <b>and</b> more.</li>")
    assert shapes(html)["Then all berths, and more."] == Shape(form="item", level=1, ordered=True, strong=("and",))


def test_the_same_words_twice_are_each_what_they_are() -> None:
    """A heading that a paragraph repeats stays a heading, in the order of the page."""
    tree = markup.parsed("<body><h2>One step</h2><p>One step</p></body>")
    assert [each.form for each in Outline(tree, "").of(["One step", "One step", "Else"], ())] == [
        "heading",
        "paragraph",
        "paragraph",
    ]


def test_a_page_that_was_stored_before_there_were_shapes_still_loads() -> None:
    old = '{"title":"t","text":"a"}'
    assert Readable.model_validate_json(old).shapes == ()
    page = (
        '{"url":"https://a.example/","final_url":"https://a.example/","fetched":"2026-11-28T10:00:00Z","title":"t",'
        '"text":"a","sha256":"0"}'
    )
    assert Page.model_validate_json(page).shapes == ()


NESTED = [
    *("<p>", "</p>", "<b>", "</b>", "<a href='/x'>", "</a>", "<li>", "<ol>", "</ol>", "<h2>", "</h2>"),
    "x",
    "y.",
    "<td>",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(NESTED)))
def test_however_a_page_is_nested_reading_it_ends_and_pieces_stand_in_their_line(pieces: list[str]) -> None:
    html = f"<body><p>Beginning of it.</p>{''.join(pieces)}</body>"
    outline = Outline(markup.parsed(html), "https://a.example/")
    lines = ["Beginning of it.", "x", "y.", "xy."]
    for line, shape in zip(lines, outline.of(lines, ()), strict=True):
        assert all(each in line for each in shape.strong)
        assert all(each.text in line for each in shape.links)


def test_a_page_nested_ten_thousand_deep_is_read() -> None:
    tree = markup.parsed("<div>" * 10_000 + "text of the page" + "</div>" * 10_000)
    assert len(Outline(tree, "").of(["text of the page"], ())) == 1
