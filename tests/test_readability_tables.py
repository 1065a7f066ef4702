"""Tables of a page: those of data as grids, those that lay a page out as what they hold; nothing of either is lost."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot import readability
from newsbot.news import Shape
from newsbot.readability import grids, markup
from newsbot.readability.shapes import Outline

SEEN = "2026-11-28T10:00:00+00:00"
BEFORE = "The harbour of Port Ellery tried a program that plans berths, and its crews kept notes for a whole year."
AFTER = "The last paragraph of this page thanks all of its readers for the notes that they have sent to the harbour."


def read(table: str) -> list[tuple[str, Shape]]:
    """The lines of a page around the table, with their shapes."""
    body = f"<h1>Harbour notes</h1><p>{BEFORE}</p>{table}<p>{AFTER}</p><p>{AFTER} {BEFORE}</p>"
    html = (
        f"<!doctype html><html><head><title>Harbour notes</title></head><body><article>{body}</article></body></html>"
    )
    found = readability.extract("https://port.example/a", "text/html", SEEN, html.encode())
    lines = [pair for pair in zip(found.text.split("\n"), found.shapes, strict=True) if BEFORE not in pair[0]]
    return [pair for pair in lines if AFTER not in pair[0]]


def rows(table: str) -> list[tuple[str, ...]]:
    """The cells of the rows that are told as rows of one table."""
    shapes = [shape for _, shape in read(table) if shape.cells]
    assert [each.begins for each in shapes] == [n == 0 for n in range(len(shapes))]
    return [each.cells for each in shapes]


def row(*cells: str) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def test_spans_empty_cells_and_what_stands_in_lines_of_a_cell_make_an_even_grid() -> None:
    table = (
        "<table><caption>Table 1. What was counted</caption>"
        "<thead><tr><th rowspan=2>Port</th><th colspan=2>First month</th></tr><tr><th>Ships</th><th>Errors</th></tr>"
        "</thead><tbody><tr><td>Port<br>Ellery</td><td><p>1,204</p><p>in all</p></td><td>"
        "<ul><li>fast</li><li>cheap.</li><li>dull</li></ul></td></tr>"
        "<tr><td>Skarholm</td><td></td><td>ok | fine</td></tr></tbody></table>"
    )
    assert rows(table) == [
        ("Port", "First month", ""),
        ("", "Ships", "Errors"),
        ("Port Ellery", "1,204 in all", "fast; cheap. dull"),
        ("Skarholm", "", "ok | fine"),
    ]
    assert read(table)[0] == ("Table 1. What was counted", Shape())


def test_bold_and_links_in_cells_are_known_and_columns_of_nothing_are_left_out() -> None:
    shapes = [
        shape
        for _, shape in read(
            "<figure><table><tr><td>Port</td><td></td><td><b>Ships</b> that came in</td></tr>"
            '<tr><td><a href="/x">there</a></td><td></td>'
            "<td>212 in the first month of the year, most of them at night</td></tr></table>"
            "<figcaption>Counted in May by the crews.</figcaption></figure>"
        )
    ]
    told = "212 in the first month of the year, most of them at night"
    assert [each.cells for each in shapes] == [("Port", "Ships that came in"), ("there", told), ()]
    assert shapes[0].strong == ("Ships",)
    assert [link.url for link in shapes[1].links] == ["https://port.example/x"]


def test_rows_that_two_tables_share_are_of_the_one_that_is_told() -> None:
    """What an extractor leaves out, here as nothing but links, has rows that another table has too."""
    head = row("<td>Port and its crews</td>", "<td>Ships</td>")
    links = row(*['<td><a href="/x">there and there and there</a></td>'] * 2)
    left_out = f"<table>{head}{links * 9}</table>"
    told = f"<table>{head}{row('<td>Skarholm, at the pier</td>', '<td>12</td>')}</table>"
    assert [cells[0] for cells in rows(left_out + told) if "there" not in cells[0]] == [
        "Port and its crews",
        "Skarholm, at the pier",
    ]


def test_two_tables_one_after_the_other_are_two() -> None:
    one = f"<table>{row('<td>a1</td>', '<td>b1</td>')}{row('<td>a2</td>', '<td>b2</td>')}</table>"
    assert [shape.begins for _, shape in read(one + one.replace("1", "3"))] == [True, False, True, False]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (  # one column
            "<table><tr><td>A box with a few words.</td></tr><tr><td>And a second one.</td></tr></table>",
            ["A box with a few words.", "And a second one."],
        ),
        (  # said to be no table of data
            "<table role=presentation><tr><td><p>On the left.</p></td><td>On the right.</td></tr>"
            "<tr><td>Below it.</td><td>And here.</td></tr></table>",
            ["On the left.", "On the right.", "Below it.", "And here."],
        ),
        (  # a page laid out in two columns, its text beside its paragraphs
            "<table><tr><td>First words.<p>A paragraph of it.</p></td><td><ul><li>An item.</li></ul></td></tr></table>",
            ["First words.", "A paragraph of it.", "An item."],
        ),
        (  # a box in the text, by its name left out by extractors
            '<table class=pullquote><tr><td class="pullquote">We will not hurry, she said.</td></tr></table>',
            ["We will not hurry, she said."],
        ),
        (  # headings in cells
            "<table><tr><td><h2>One</h2><p>Told here.</p></td><td>a</td></tr>"
            "<tr><td>b b b</td><td>c c</td></tr></table>",
            ["One", "Told here.", "b b b", "c c"],
        ),
    ],
)
def test_a_table_that_lays_a_page_out_is_what_it_holds(table: str, told: list[str]) -> None:
    lines = read(table)
    assert [line for line, _ in lines if len(line) > 1] == told
    assert not any(shape.form == "row" for _, shape in lines)


def test_a_table_of_data_in_one_that_lays_out_is_one() -> None:
    inner = f"<table>{row('<th>Port</th>', '<th>Ships</th>')}{row('<td>Skarholm</td>', '<td>12</td>')}</table>"
    table = f"<table><tr><td>{inner}</td><td>Words beside the table.</td></tr></table>"
    assert rows(table) == [("Port", "Ships"), ("Skarholm", "12")]
    assert "Words beside the table." in [line for line, _ in read(table)]


@pytest.mark.parametrize(("columns", "is_one"), [(60, True), (grids.MOST_COLUMNS + 1, False)])
def test_a_wide_table_is_one_up_to_a_hundred_columns_and_else_lines(columns: int, is_one: bool) -> None:
    table = f"<table>{''.join(row(*(f'<td>c{r}x{c}</td>' for c in range(columns))) for r in range(3))}</table>"
    lines = read(table)
    assert [line for line, _ in lines] == [" | ".join(f"c{r}x{c}" for c in range(columns)) for r in range(3)]
    assert [len(shape.cells) for _, shape in lines] == [columns if is_one else 0] * 3
    assert all(shape.form == "row" for _, shape in lines)


@pytest.mark.parametrize("span", ["999999999", "-3", "0", "x", "２", "1e9", " 2", ""])
def test_whatever_a_cell_says_it_spans_its_row_is_read(span: str) -> None:
    first = f'<td colspan="{span}" rowspan="{span}">a</td>'
    table = f"<table>{row(first, '<td>b</td>')}{row('<td>c</td>', '<td>d</td>')}</table>"
    assert [line for line, _ in read(table)] == ["a | b", "c | d"]


def test_many_cells_that_span_much_are_read_in_a_second() -> None:
    table = "".join(row(*["<td colspan=1000 rowspan=1000>a</td>"] * 5) for _ in range(1_500))
    tree = markup.parsed(f"<body><table>{table}</table></body>")
    start = time.process_time()
    grids.put_in_lines(tree)
    Outline(tree, "")
    assert time.process_time() - start < 5


PIECES = [
    *(
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<th colspan=2>",
        "<td rowspan=3>",
        "<caption>",
        "<tbody>",
    ),
    *("<p>", "</p>", "<br>", "<ul>", "<li>", "</ul>", "<h2>", "</h2>", "<b>", "</b>", "<div>", "</div>", "<figure>"),
    *("one ", "two ", "three "),
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_putting_a_page_in_lines_loses_and_moves_no_word(pieces: list[str]) -> None:
    tree = markup.parsed(f"<body><p>Beginning.</p>{''.join(pieces)}</body>")
    before = re.findall(r"\w+", " ".join(tree.itertext()))
    grids.put_in_lines(tree)
    assert re.findall(r"\w+", " ".join(tree.itertext())) == before
    Outline(tree, "https://port.example/")
