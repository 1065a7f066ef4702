"""A page of 3,000 words in translation: spoiled in every paragraph, figure and name, and each time caught."""

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsbot import checks
from newsbot.news import Evidence, Link, Sentence
from newsbot.writers import renderings
from rendition_cases import HEADINGS, ScriptedTranslator, draft_of, evidence_of, made, page_of, rendered_by
from test_hugo import built_by_hugo, texts
from test_translation import built, errors

pytestmark = pytest.mark.deep  # thousands of drafts

LONG = made()


@pytest.fixture(scope="module")
def long() -> tuple[Evidence, renderings.Rendered, Callable[[renderings.Rendered], set[str]]]:
    """A page of 3,000 words, its renderings, and what the check finds of other ones."""
    whole = evidence_of(page_of(LONG.html))
    check = checks.rendition(checks.HOUSE)
    return (
        whole,
        rendered_by(ScriptedTranslator(LONG.known), whole),
        lambda renderings: errors(check(draft_of(whole, renderings), whole)),
    )


Long = tuple[Evidence, renderings.Rendered, Callable[[renderings.Rendered], set[str]]]


def test_a_page_of_3000_words_has_every_paragraph_and_the_same_numbers_and_names(long: Long) -> None:
    evidence, rendered, found = long
    assert LONG.words >= 3000
    assert len(evidence.passages) == LONG.paragraphs == len(rendered)
    assert [each.text for each in evidence.passages if each.shape and each.shape.form == "heading"] == [
        heading for heading, _ in HEADINGS
    ]
    assert found(rendered) == set()


def spoiled(rendered: renderings.Rendered, **changes: tuple[Sentence, ...] | None) -> renderings.Rendered:
    kept = {id: changes.get(id, sentences) for id, sentences in rendered.items()}
    return {id: sentences for id, sentences in kept.items() if sentences is not None}


def test_every_paragraph_that_is_dropped_is_caught(long: Long) -> None:
    _, rendered, found = long
    assert [id for id in rendered if "omitted" not in found(spoiled(rendered, **{id: None}))] == []


def test_every_sentence_item_and_cell_that_is_dropped_is_caught(long: Long) -> None:
    _, rendered, found = long
    tried, missed = 0, []
    for id, sentences in rendered.items():
        for n in range(len(sentences) if len(sentences) > 1 else 0):
            tried += 1
            if "omitted" not in found(spoiled(rendered, **{id: (*sentences[:n], *sentences[n + 1 :])})):
                missed.append((id, n))
    assert tried > 300
    assert missed == []


def test_every_two_cells_of_a_row_that_are_exchanged_are_caught(long: Long) -> None:
    """Head rows hold words alone: which of them is which is for the judge to say."""
    evidence, rendered, found = long
    missed = []
    for passage in evidence.passages:
        if passage.shape and passage.shape.cells and not passage.shape.begins:
            first, second, *rest = rendered[passage.id]
            if not found(spoiled(rendered, **{passage.id: (second, first, *rest)})):
                missed.append(passage.id)
    assert missed == []


def test_every_two_paragraphs_that_are_merged_are_caught(long: Long) -> None:
    _, rendered, found = long
    ids = list(rendered)
    missed = []
    for one, other in itertools.pairwise(ids):
        both = tuple(each.model_copy(update={"passages": (one,)}) for each in (*rendered[one], *rendered[other]))
        if "omitted" not in found(spoiled(rendered, **{one: both, other: None})):
            missed.append(one)
    assert missed == []


@pytest.mark.parametrize("fact", ["当地政府也为此拨了款。", "Velmora Bank也为此拨了款。"])
def test_every_fact_that_is_added_as_a_sentence_is_caught(long: Long, fact: str) -> None:
    """As one of its own, and at the end of another."""
    _, rendered, found = long
    missed = []
    for id, sentences in rendered.items():
        last = sentences[-1]
        own = (*sentences, last.model_copy(update={"text": fact}))
        joined = (*sentences[:-1], last.model_copy(update={"text": last.text.rstrip("。") + "。" + fact}))
        missed += [id for each in (own, joined) if not found(spoiled(rendered, **{id: each}))]
    assert missed == []


def changed_figures(text: str) -> Iterator[str]:
    """The text with one of its figures another, for each of them."""
    for match in re.finditer(r"\d+", text):
        yield f"{text[: match.start()]}{int(match[0]) + 1}{text[match.end() :]}"


def test_every_figure_that_is_changed_is_caught(long: Long) -> None:
    _, rendered, found = long
    tried, missed = 0, []
    for id, sentences in rendered.items():
        for n, sentence in enumerate(sentences):
            for text in changed_figures(sentence.text):
                other = (*sentences[:n], sentence.model_copy(update={"text": text}), *sentences[n + 1 :])
                tried += 1
                if not found(spoiled(rendered, **{id: other})) & {
                    "figure",
                    "money",
                    "percent",
                    "date",
                    "time",
                    "number",
                }:
                    missed.append(text)
    assert tried > 300
    assert missed == []


def test_every_name_that_is_changed_or_left_out_is_caught(long: Long) -> None:
    _, rendered, found = long
    tried, missed = 0, []
    for id, sentences in rendered.items():
        for n, sentence in enumerate(sentences):
            for match in re.finditer(r"[A-Z][a-z]+ [A-Z][a-z]+", sentence.text):
                for instead in ("当地公司", "Borealis Quay"):
                    text = sentence.text[: match.start()] + instead + sentence.text[match.end() :]
                    other = (*sentences[:n], sentence.model_copy(update={"text": text}), *sentences[n + 1 :])
                    tried += 1
                    if "name" not in found(spoiled(rendered, **{id: other})):
                        missed.append(text)
    assert tried > 300
    assert missed == []


def test_two_paragraphs_that_change_places_are_caught(long: Long) -> None:
    evidence, rendered, _ = long
    check = checks.rendition(checks.HOUSE)
    draft = draft_of(evidence, rendered)
    section = draft.sections[0]
    swapped = section.model_copy(update={"blocks": (section.blocks[1], section.blocks[0], *section.blocks[2:])})
    moved = draft.model_copy(update={"sections": (swapped, *draft.sections[1:])})
    assert errors(check(moved, evidence)) == {"order"}


def test_a_link_that_is_lost_is_told_and_one_of_its_own_is_an_error(long: Long) -> None:
    evidence, rendered, found = long
    id = next(each.id for each in evidence.passages if each.shape and each.shape.links)
    without = tuple(each.model_copy(update={"links": ()}) for each in rendered[id])
    assert found(spoiled(rendered, **{id: without})) == set()
    check = checks.rendition(checks.HOUSE)
    told = check(draft_of(evidence, spoiled(rendered, **{id: without})), evidence)
    assert [(each.rule, each.severity) for each in told] == [("link", "warning")]
    own = tuple(
        each.model_copy(update={"links": (Link(text=each.text[:2], url="https://evil.example/"),)})
        for each in rendered[id]
    )
    assert found(spoiled(rendered, **{id: own})) == {"link"}


# ---------------------------------------------------------------- on a site


def test_hugo_shows_every_heading_paragraph_list_link_and_note_of_a_translation(long: Long, tmp_path: Path) -> None:
    evidence, rendered, _ = long
    draft = draft_of(evidence, rendered)
    (points,) = draft.conclusion
    fact = Sentence(text="原文说，试验进行了12天。", passages=("1.3",))
    item = points.items[0].model_copy(update={"sentences": (fact, *points.items[0].sentences)})
    cited = points.model_copy(update={"items": (item, *points.items[1:])})
    document, text = built(evidence, draft.model_copy(update={"conclusion": (cited,)}))
    (page,) = built_by_hugo(tmp_path, [text])
    headings = [rendered for _, rendered in HEADINGS]
    assert texts(page.xpath("//main//h2")) == [*headings, "我的一点看法", "References"]
    shown = page.xpath("string(//main)")
    assert [each.text for _, each in draft.body() if each.text not in shown] == []
    items = [p for p in evidence.passages if p.shape and p.shape.form == "item"]
    assert len(page.xpath("//main//li[not(starts-with(@id, 'fn:'))]")) == len(items) + len(points.items)
    assert len(page.xpath("//main//li//li")) == sum(1 for p in items if p.shape and p.shape.level == 2)
    assert page.xpath("//main//li//li/..")[0].tag != page.xpath("//main//li//li/../../..")[0].tag
    ordered = [p for p in items if p.shape and p.shape.ordered]
    assert len(page.xpath("//main//ol/li[not(starts-with(@id, 'fn:'))]")) == len(ordered) + len(points.items)
    links = page.xpath("//main//p/a/@href | //main//td/a/@href | //main//li[not(starts-with(@id, 'fn:'))]/a/@href")
    theirs = [link.url for p in evidence.passages if p.shape for link in p.shape.links]
    assert [each for each in links if "about" in each] == theirs
    quoted = page.xpath("//main//blockquote")[1:]  # the first is the notice
    assert [each.text_content().strip() for each in quoted] == [
        "".join(sentence.text for sentence in rendered[p.id])
        for p in evidence.passages
        if p.shape and p.shape.form == "quote"
    ]
    bold = [piece for _, each in draft.placed() for piece in each.strong]
    assert [each for each in texts(page.xpath("//main//strong")) if each in bold] == bold
    assert page.xpath("//main//sup/a/@href") == ["#fn:1"]
    rows = [p for p in evidence.passages if p.shape and p.shape.form == "row"]
    assert [texts(row) for row in page.xpath("//main//tr")] == [
        [next(told).text if checks.says_something(cell) else "" for cell in p.shape.cells]
        for p in rows
        if p.shape
        for told in (iter(rendered[p.id]),)
    ]
    assert len(page.xpath("//main//table/thead/tr/th")) == 3 * len(page.xpath("//main//table"))
    assert document.label and document.label in texts(page.xpath("//main//em"))
