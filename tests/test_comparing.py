"""What editors changed is shown by character, a figure or a Latin word as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_world import DRAFT, UNSEEN, UNSEEN_AT, WRONG, WRONG_AT
from newsbot.editing import comparing
from newsbot.editing.comparing import changes


def marked(before: str, after: str) -> str:
    signs = {"same": "{}", "cut": "-{}-", "new": "+{}+"}
    return "".join(signs[piece.how].format(piece.text) for piece in changes(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("月产能提高到3万片。", "月产能提高到2万片。", "月产能提高到-3-+2+万片。"),
        ("费用约2300万元", "费用约2500万元", "费用约-2300-+2500+万元"),
        ("占11.4%", "占11.9%", "占-11.4-+11.9+%"),
        ("由Lantu供货", "由Lenovo供货", "由-Lantu-+Lenovo+供货"),
        ("首批芯片供给三家云服务商。", "首批芯片将供给广东的三家云服务商。", "首批芯片+将+供给+广东的+三家云服务商。"),
        ("公司说，明年投产。", "明年投产。", "-公司说，-明年投产。"),
        ("甲乙", "甲乙", "甲乙"),
        ("", "新句。", "+新句。+"),
        ("旧句。", "", "-旧句。-"),
        ("", "", ""),
    ],
)
def test_what_changed_is_told_by_character_and_figures_whole(before: str, after: str, shown: str) -> None:
    assert marked(before, after) == shown


@given(st.text(alphabet="甲乙丙，。1a 2b", max_size=60), st.text(alphabet="甲乙丙，。1a 2b", max_size=60))
def test_the_pieces_make_both_texts(before: str, after: str) -> None:
    found = changes(before, after)
    assert "".join(piece.text for piece in found if piece.how != "new") == before
    assert "".join(piece.text for piece in found if piece.how != "cut") == after


def test_a_text_that_repeats_itself_without_end_is_exchanged_whole() -> None:
    one, other = "乙" + "甲" * 20_000 + "丙", "丁" + "甲" * 20_001 + "戊"
    assert [piece.how for piece in changes(one, other)] == ["cut", "new"]


def test_of_two_drafts_the_sentences_that_differ_are_paired_with_what_they_became() -> None:
    changed = DRAFT.revised({WRONG_AT: None, UNSEEN_AT: DRAFT.title.model_copy(update={"text": UNSEEN + "另有两家。"})})
    assert [tuple(pair) for pair in comparing.drafts(DRAFT, changed)] == [(WRONG, ""), (UNSEEN, UNSEEN + "另有两家。")]
    assert comparing.drafts(DRAFT, DRAFT) == ()
