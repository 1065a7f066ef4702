"""A pattern for figures is tried only where the text has a word that the pattern needs: nothing is lost by that."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot.figures import dates, figures, reading

NEEDED = [
    *((needs, pattern) for needs, pattern, _ in dates.READERS),
    *dates.TIMES,
    *dates.HOURS,
    *((needs, pattern) for needs, pattern, _ in reading._OTHERS),
]


@pytest.mark.parametrize(("needs", "pattern"), [each for each in NEEDED if each[0]])
def test_what_a_pattern_finds_has_one_of_the_words_it_needs(needs: tuple[str, ...], pattern: re.Pattern[str]) -> None:
    @settings(max_examples=25, deadline=None)
    @given(st.from_regex(pattern))
    def finds(text: str) -> None:
        assert any(word in text.lower() for word in needs)

    finds()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("FIRST QUARTER", ["FIRST QUARTER"]),
        ("Half of them", ["Half"]),
        ("Twenty-Third place", ["Twenty-Third"]),
        ("Two Hundred people", ["Two Hundred people"]),
        ("MIDNIGHT", ["MIDNIGHT"]),
        ("nobody said anything", []),
        ("没有人说话", []),
        ("", []),
    ],
)
def test_words_of_figures_are_read_in_any_case(text: str, found: list[str]) -> None:
    assert [each.text for each in figures(text)] == found
