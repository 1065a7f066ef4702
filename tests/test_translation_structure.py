"""Tables of a translation, and the check that it is built as its original: laid out, read back, edited, spoiled."""

import pytest

from newsbot import article, checks, editing, gate, proofreading, review
from newsbot.news import EMPTY_CELL, Bullets, Draft, Evidence, Finding, Paragraph, Passage, Sentence, Shape, Table
from newsbot.writers import layout, renderings
from rendition_cases import ScriptedTranslator, draft_of, evidence_of, page_of, rendered_by
from test_translation import KIND, SHORT, built

CELLS = (("Port", "", "Ships"), ("Port Ellery", "—", "1,204"), ("Skarholm", "gpt-4o", "0.05 (0.01)"))
SAID = (("港口", "船只"), ("Port Ellery", "1204"), ("Skarholm", "gpt-4o", "0.05（0.01）"))


def passages() -> list[Passage]:
    title = Passage(id="1.1", source=1, start=0, end=1, text="T", language="en", shape=Shape(form="title"))
    rows = [
        title.model_copy(
            update={
                "id": f"1.{n}",
                "text": " | ".join(filter(None, cells)),
                "shape": Shape(form="row", cells=cells, begins=n == 2),
            }
        )
        for n, cells in enumerate(CELLS, 2)
    ]
    return [title, *rows]


def rendered(said: tuple[tuple[str, ...], ...] = SAID) -> renderings.Rendered:
    title, *rows = passages()
    return {title.id: (Sentence(text="题", passages=("1.1",)),)} | {
        row.id: tuple(
            renderings.rendering(row, piece, text) for piece, text in zip(checks.pieces(row), texts, strict=False)
        )
        for row, texts in zip(rows, said, strict=True)
    }


def table_of(blocks: tuple[object, ...]) -> Table:
    (table,) = (block for block in blocks if isinstance(block, Table))
    return table


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in (table.head, *table.rows)]


def test_each_cell_stands_where_its_original_does_and_says_nothing_where_that_does() -> None:
    table = table_of(layout.laid_out(passages(), rendered())[1])
    assert texts(table) == [["港口", "", "船只"], ["Port Ellery", "—", "1204"], ["Skarholm", "gpt-4o", "0.05（0.01）"]]
    assert [cell.of for row in table.rows for cell in row] == [""] * 6
    assert [cell.passages for cell in table.rows[1]] == [("1.4",)] * 3


def test_a_cell_without_words_is_a_label_that_nobody_need_judge() -> None:
    assert [[each.kind for each in rendered()[f"1.{n}"]] for n in (2, 3, 4)] == [
        ["fact", "fact"],
        ["fact", "label"],
        ["fact", "fact", "label"],
    ]
    spoiled = renderings.rendering(passages()[2], "1,204", "1304")
    assert spoiled.kind == "fact"


def test_what_a_row_has_too_much_of_stands_below_the_table_for_the_check_to_see() -> None:
    known = rendered()
    known["1.3"] = (*known["1.3"], Sentence(text="多出的话。", passages=("1.3",)))
    table, below = layout.laid_out(passages(), known)[1]
    assert isinstance(below, Paragraph) and [each.text for each in below.sentences] == ["多出的话。"]
    assert texts(table_of((table,)))[1] == ["Port Ellery", "—", "1204"]


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        (SAID, set()),
        ((("港口", "船只"), ("Port Ellery", "1304"), SAID[2]), {"figure"}),
        ((("港口", "船只"), ("Borealis Quay", "1204"), SAID[2]), {"name"}),
        ((("港口", "船只"), ("Port Ellery",), SAID[2]), {"omitted", "figure"}),
        ((("港口", "船只"), SAID[1], ("Skarholm", "gpt-4o。它很好。", "0.05（0.01）")), {"added"}),
        ((("港口", "船只"), SAID[1], ("gpt-4o", "Skarholm", "0.05（0.01）")), {"name", "figure"}),
        ((("港口", "ships"), SAID[1], SAID[2]), set()),  # nothing says that it is no name: that is the judge's
    ],
)
def test_every_cell_is_held_against_its_own(said: tuple[tuple[str, ...], ...], rules: set[str]) -> None:
    known = rendered(said)
    found = [fault for row in passages()[1:] for _, fault in checks.unfaithful(row, known[row.id])]
    assert {each.rule for each in found if each.severity == "error"} == rules


def test_a_name_alone_in_a_cell_is_one_where_the_text_has_it_in_the_midst_of_a_sentence() -> None:
    row = passages()[2]
    said = [
        renderings.rendering(row, piece, text)
        for piece, text in zip(("Port Ellery", "1,204"), ("港口", "1204"), strict=True)
    ]
    assert checks.unfaithful(row, said) == []
    found = checks.unfaithful(row, said, prose="The crews of Port Ellery counted.")
    assert [fault.source_has for _, fault in found] == ["Ellery"]


# ---------------------------------------------------------------- the sample page


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return evidence_of(page_of(SHORT.html))


@pytest.fixture(scope="module")
def draft(evidence: Evidence) -> Draft:
    return draft_of(evidence, rendered_by(ScriptedTranslator(SHORT.known), evidence))


def reread(draft: Draft, evidence: Evidence, *changes: tuple[str, str]) -> Draft:
    """The draft as its file is read back after these changes of its text."""
    _, text = built(evidence, draft)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return proofreading.reread(article.parse(text), text, draft, evidence).draft


def found(draft: Draft, evidence: Evidence) -> list[Finding]:
    return [each for check in checks.checks(*KIND.length or (0, 0), kind=KIND) for each in check(draft, evidence)]


def test_an_edited_cell_is_still_of_its_row_and_its_figure_is_checked(draft: Draft, evidence: Evidence) -> None:
    again = reread(draft, evidence, ("| 1544 |", "| 1545 |"))
    table = table_of(again.sections[0].blocks)
    assert table.rendered and texts(table)[1] == ["Port Ellery", "1545", "15.4%"]
    assert len({cell.passages for cell in table.rows[0]}) == 1
    assert [(each.rule, each.severity) for each in found(again, evidence)] == [("figure", "error")]


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        ("| Garrick Sound |  | 尚无数据 |\n", "", {"omitted"}),
        ("| Garrick Sound |  |", "| Garrick Sound | 12 |", {"added", "name", "figure"}),
        ("| 港口 | 一周", "|  | 一周", {"omitted", "name"}),
        ("| 1544 | **15.4%** |", "| 15.4% | **1544** |", {"percent", "figure"}),
    ],
)
def test_a_row_or_a_cell_that_is_gone_new_or_exchanged_is_an_error(
    draft: Draft, evidence: Evidence, old: str, new: str, rules: set[str]
) -> None:
    errors = {each.rule for each in found(reread(draft, evidence, (old, new)), evidence) if each.severity == "error"}
    assert errors and errors <= rules


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([], []),
        ([("> 第二阶段", "第二阶段")], ["引文"]),
        ([("> 第二阶段", "*   第二阶段")], ["引文"]),
        ([("Ostrava Logic计划在2022年", "> Ostrava Logic计划在2022年")], ["段落"]),
        ([("    *   Norrland", "2.  Norrland")], ["缩进", "缩进"]),
        ([("    *   Norrland", "    1.  Norrland"), ("    *   Tamsin", "    2.  Tamsin")], ["没有编号", "没有编号"]),
    ],
)
def test_what_is_no_quotation_list_or_table_any_more_is_told(
    draft: Draft, evidence: Evidence, changes: list[tuple[str, str]], told: list[str]
) -> None:
    advice = [each.advice for each in found(reread(draft, evidence, *changes), evidence) if each.rule == "structure"]
    assert len(advice) >= len(told) and all(any(word in each for each in advice) for word in told)
    assert bool(advice) == bool(told)


def test_of_evidence_that_was_read_before_lists_were_told_apart_nothing_is_said(
    draft: Draft, evidence: Evidence
) -> None:
    old = tuple(
        each.model_copy(update={"shape": each.shape.model_copy(update={"begins": False, "cells": (), "level": 0})})
        for each in evidence.passages
        if each.shape
    )
    flat = reread(draft, evidence, ("> 第二阶段", "第二阶段"))
    before = evidence.model_copy(update={"passages": old})
    assert not [each for each in found(flat, before) if each.rule == "structure"]


def test_a_figure_that_is_edited_on_the_desk_is_a_sentence_somebody_has_to_look_at(
    draft: Draft, evidence: Evidence
) -> None:
    rules = checks.checks(*KIND.length or (0, 0), kind=KIND)
    desk = editing.Editing(evidence, rules, checks.HOUSE)
    place, cell = next((place, each) for place, each in draft.placed() if each.text == "1544")
    assert cell.kind == "label"
    standing = review.begun(gate.as_it_stands(draft, evidence, rules, {}), 1, evidence)
    assert place not in {each.place for each in review.open_sentences(standing)}
    changed, _ = desk.edit(standing, place, "1545")
    assert dict(changed.verdict.draft.placed())[place].kind == "fact"
    assert place in {each.place for each in review.open_sentences(changed)}


def test_a_cell_that_is_cut_leaves_the_table_in_its_form(draft: Draft) -> None:
    place = next(place for place, each in draft.placed() if each.text == "差错降幅")
    table = table_of(draft.revised({place: None}).sections[0].blocks)
    assert texts(table)[0] == ["港口", "一周接待的船只", "—"] and table.head[2] == EMPTY_CELL
    gone = {where: None for where, _ in draft.placed() if where.startswith(place.removesuffix("0/2/cell"))}
    assert not [block for block in draft.revised(gone).sections[0].blocks if isinstance(block, Table)]


def test_lists_of_a_draft_keep_what_they_are_when_one_item_is_cut(draft: Draft) -> None:
    place = next(place for place, each in draft.placed() if each.text.startswith("Point Asher约544名"))
    bullets = next(block for block in draft.revised({place: None}).sections[0].blocks if isinstance(block, Bullets))
    assert [(item.level, item.ordered) for item in bullets.items] == [(1, False), (1, False), (1, False)]
