"""Two independent sources that give one thing different values, and all that only looks so."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradiction_cases import ALIKE, REAL
from newsbot import contradictions
from newsbot.chinese import language
from newsbot.news import Contradiction, Passage, Source, SourceDate
from story_cases import sample_evidence

DAY = SourceDate(year=2026, month=5, day=20)
LEAST_PRECISION = 0.9
LEAST_RECALL = 0.8


def source(id: int, **more: object) -> Source:
    values: dict[str, object] = {
        "url": f"https://outlet-{id}.example/a",
        "title": "",
        "publisher": f"报社{id}",
        "published": DAY,
        "retrieved": datetime(2026, 5, 21, tzinfo=UTC),
        "sha256": str(id),
    }
    return Source.model_validate({"id": id} | values | more)


def passage(source: int, text: str, at: int = 1) -> Passage:
    return Passage(id=f"{source}.{at}", source=source, start=0, end=len(text), text=text, language=language(text))


def found(one: str, other: str, first: Source | None = None, second: Source | None = None) -> tuple[Contradiction, ...]:
    passages = [passage(1, one), passage(2, other)]
    return contradictions.find(passages, [first or source(1), second or source(2)])


# ---------------------------------------------------------------- found and left alone


def test_precision_and_recall_on_built_pairs_and_look_alikes() -> None:
    """30 pairs that contradict each other and 30 that only look so: another period, currency, scope, unit, subject."""
    assert len(REAL) >= 30 and len(ALIKE) >= 30
    right = sum(bool(found(*pair)) for pair in REAL)
    wrong = sum(bool(found(*pair)) for pair in ALIKE)
    assert right / (right + wrong) >= LEAST_PRECISION
    assert right / len(REAL) >= LEAST_RECALL


@pytest.mark.parametrize("pair", ALIKE, ids=[other[:40] for _, other in ALIKE])
def test_a_look_alike_is_no_contradiction_in_either_order(pair: tuple[str, str]) -> None:
    assert found(*pair) == found(pair[1], pair[0]) == ()


def test_it_names_subject_passages_and_what_each_says() -> None:
    (one,) = found("OpenAI raised $40 billion.", "OpenAI融资300亿美元。")
    assert (one.subject, one.one, one.other, one.values) == ("OpenAI的融资", "1.1", "2.1", ("$40 billion", "300亿美元"))


def test_a_sum_that_is_a_ceiling_elsewhere_and_what_was_really_obligated_are_named() -> None:
    (one,) = found(
        "OpenAI won a contract worth $200 million from the Defense Department.",
        "OpenAI Public Sector LLC was awarded an agreement, ceiling $200 million, $2 million obligated.",
    )
    assert (one.subject, one.one, one.other) == ("OpenAI的金额", "1.1", "2.1")
    assert one.values == ("$200 million", "上限$200 million，其中实际拨付$2 million")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OpenAI won a contract worth $200 million.", "OpenAI's agreement has a ceiling of $200 million."),
        ("OpenAI won a contract worth $200 million.", "Palantir's ceiling is $200 million, with $2 million obligated."),
        ("OpenAI won a contract of up to $200 million.", "OpenAI: a ceiling of $200 million, $2 million obligated."),
        ("OpenAI won a contract worth $200 million.", "OpenAI was paid $200 million, of a ceiling of $500 million."),
    ],
)
def test_a_ceiling_alone_of_another_or_told_by_both_is_no_contradiction(one: str, other: str) -> None:
    assert found(one, other) == ()


@pytest.mark.parametrize("letter", ["A", "B", "C", "D"])
def test_the_stories_of_the_sample_site_hold_none(letter: str) -> None:
    chosen = sample_evidence(letter)
    assert contradictions.find(chosen.passages, chosen.sources) == ()


# ---------------------------------------------------------------- independence

PAIR = ("微软宣布裁员6000人。", "微软宣布裁员9000人。")


@pytest.mark.parametrize(
    "second",
    [
        source(2, publisher="报社1"),
        source(2, url="https://outlet-1.example/b", publisher=""),
        source(2, copies=("报社1",)),
        source(2, origin="报社1"),
        source(2, sha256="1"),
    ],
    ids=["one outlet", "one host", "a copy of it", "it names the other as its source", "one text"],
)
def test_sources_that_are_not_independent_do_not_contradict_each_other(second: Source) -> None:
    assert found(*PAIR)
    assert found(*PAIR, second=second) == ()


def test_two_outlets_that_name_one_wire_are_one_witness() -> None:
    assert found(*PAIR, first=source(1, origin="通讯社"), second=source(2, origin="通讯社")) == ()


def test_one_source_does_not_contradict_itself() -> None:
    assert contradictions.find([passage(1, PAIR[0]), passage(1, PAIR[1], 2)], [source(1)]) == ()


def test_who_gives_both_values_contradicts_nobody() -> None:
    passages = [passage(1, PAIR[0]), passage(2, PAIR[1]), passage(2, "其中6000人在美国。", 2)]
    assert contradictions.find(passages, [source(1), source(2)]) == ()


# ---------------------------------------------------------------- time


def test_what_changes_from_week_to_week_is_compared_only_within_a_week() -> None:
    pair = ("OpenAI估值为3000亿美元。", "OpenAI估值为5000亿美元。")
    assert found(*pair, second=source(2, published=SourceDate(year=2026, month=5, day=26)))
    assert found(*pair, second=source(2, published=SourceDate(year=2026, month=6, day=20))) == ()
    assert found(*pair, second=source(2, published=None)) == ()


def test_last_year_is_counted_from_the_sources_own_date() -> None:
    pair = ("OpenAI去年营收131亿美元。", "OpenAI 2025年营收98亿美元。")
    assert found(*pair)
    assert found(*pair, first=source(1, published=SourceDate(year=2025, month=5, day=20))) == ()


# ---------------------------------------------------------------- hostile text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["OpenAI", "“听澜”", "估值", "，", "。", "5000亿美元", "至", "从", "（", "）", " up to ", "$3-5 bn"]
        ),
        max_size=60,
    ),
    st.text(max_size=80),
)
def test_no_text_breaks_the_search_and_equal_texts_never_contradict(pieces: list[str], other: str) -> None:
    text = "".join(pieces) + other
    assert found(text, text) == ()
    found(text, "OpenAI估值为3000亿美元。")


def test_what_is_handed_on_is_bounded_however_much_is_there() -> None:
    passages = [passage(n, f"OpenAI融资{n}00亿美元。" * 30) for n in range(1, 60)]
    assert len(contradictions.find(passages, [source(n) for n in range(1, 60)])) <= contradictions.MOST
