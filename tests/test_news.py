"""A draft's places, and what becomes of it when sentences are replaced or cut."""

import pytest
from pydantic import ValidationError

from newsbot.news import Bullets, Draft, Evidence, Item, Paragraph, Passage, Section, Sentence, SourceDate


def said(text: str) -> Sentence:
    return Sentence(text=text, passages=("1.1",))


def paragraph(*texts: str) -> Paragraph:
    return Paragraph(sentences=tuple(map(said, texts)))


DRAFT = Draft(
    writer="whole",
    title=said("标题"),
    heading=said("正题"),
    tldr=(said("要点一。"), said("要点二。")),
    introduction=(paragraph("引言一。", "引言二。"), paragraph("引言三。")),
    sections=(
        Section(title=said("第一节"), blocks=(paragraph("节一句一。"), paragraph("节一句二。", "节一句三。"))),
        Section(
            title=said("第二节"),
            blocks=(
                Bullets(
                    items=(
                        Item(lead=said("引导语"), sentences=(said("项一句一。"), said("项一句二。"))),
                        Item(lead=None, sentences=(said("项二句一。"),)),
                    )
                ),
            ),
        ),
    ),
    conclusion=(paragraph("结论一。"),),
    keywords=(said("甲"), said("乙")),
)

PLACES = {
    "title": "标题",
    "heading": "正题",
    "tldr/0": "要点一。",
    "tldr/1": "要点二。",
    "introduction/0/0": "引言一。",
    "introduction/0/1": "引言二。",
    "introduction/1/0": "引言三。",
    "sections/0/title": "第一节",
    "sections/0/0/0": "节一句一。",
    "sections/0/1/0": "节一句二。",
    "sections/0/1/1": "节一句三。",
    "sections/1/title": "第二节",
    "sections/1/0/0/lead": "引导语",
    "sections/1/0/0/0": "项一句一。",
    "sections/1/0/0/1": "项一句二。",
    "sections/1/0/1/0": "项二句一。",
    "conclusion/0/0": "结论一。",
    "keywords/0": "甲",
    "keywords/1": "乙",
}


def texts(draft: Draft) -> list[str]:
    return [sentence.text for _, sentence in draft.placed()]


def test_every_sentence_has_its_place_in_reading_order() -> None:
    assert [(place, sentence.text) for place, sentence in DRAFT.placed()] == list(PLACES.items())


def test_the_body_runs_from_introduction_to_conclusion() -> None:
    outside = ("title", "heading", "tldr", "keywords")
    assert [place for place, _ in DRAFT.body()] == [place for place in PLACES if not place.startswith(outside)]


@pytest.mark.parametrize("place", PLACES)
def test_replacing_one_sentence_changes_that_place_and_no_other(place: str) -> None:
    revised = DRAFT.revised({place: said("新句。")})
    assert {at: s.text for at, s in revised.placed()} == PLACES | {place: "新句。"}


@pytest.mark.parametrize("place", [place for place in PLACES if place not in ("title", "heading")])
def test_cutting_one_sentence_loses_nothing_but_that_sentence(place: str) -> None:
    assert texts(DRAFT.revised({place: None})) == [text for at, text in PLACES.items() if at != place]


@pytest.mark.parametrize("place", ["title", "heading"])
def test_title_and_heading_cannot_be_cut(place: str) -> None:
    with pytest.raises(ValueError, match="not cut"):
        DRAFT.revised({place: None})


def test_a_paragraph_goes_with_its_last_sentence_and_what_follows_is_numbered_anew() -> None:
    revised = DRAFT.revised({"introduction/0/0": None, "introduction/0/1": None})
    assert dict(revised.placed())["introduction/0/0"].text == "引言三。"
    assert len(revised.introduction) == 1


def test_an_item_goes_with_its_last_sentence_and_takes_its_lead_along() -> None:
    revised = DRAFT.revised({"sections/1/0/0/0": None, "sections/1/0/0/1": None})
    assert [text for text in texts(revised) if text.startswith(("引导", "项"))] == ["项二句一。"]


def test_a_section_goes_with_its_last_sentence_and_takes_its_title_along() -> None:
    gone = [place for place in PLACES if place.startswith("sections/0/") and not place.endswith("title")]
    revised = DRAFT.revised(dict.fromkeys(gone))
    assert [section.title.text for section in revised.sections] == ["第二节"]
    assert "第一节" not in texts(revised)


def test_a_section_that_lost_its_title_joins_the_section_before_it() -> None:
    revised = DRAFT.revised({"sections/1/title": None})
    assert [section.title.text for section in revised.sections] == ["第一节"]
    assert revised.sections[0].blocks == (*DRAFT.sections[0].blocks, *DRAFT.sections[1].blocks)


def test_the_first_section_without_its_title_joins_the_introduction() -> None:
    revised = DRAFT.revised({"sections/0/title": None})
    assert revised.introduction == (*DRAFT.introduction, *DRAFT.sections[0].blocks)
    assert [section.title.text for section in revised.sections] == ["第二节"]


def test_a_draft_may_lose_every_part_but_title_and_heading() -> None:
    rest = [place for place in PLACES if place not in ("title", "heading")]
    assert texts(DRAFT.revised(dict.fromkeys(rest))) == ["标题", "正题"]


def test_an_unknown_place_changes_nothing_and_the_old_draft_stays_as_it_was() -> None:
    before = DRAFT.model_dump_json()
    assert DRAFT.revised({"sections/9/title": None, "nowhere": said("新")}) == DRAFT
    DRAFT.revised({"tldr/0": None})
    assert DRAFT.model_dump_json() == before


def test_a_draft_comes_back_from_its_own_json_unchanged() -> None:
    assert Draft.model_validate_json(DRAFT.model_dump_json()) == DRAFT


def test_nouns_are_frozen_and_know_no_other_fields() -> None:
    with pytest.raises(ValidationError):
        said("句").text = "改"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Sentence.model_validate({"text": "句", "url": "https://a.example/"})


@pytest.mark.parametrize(
    ("date", "written"),
    [
        (SourceDate(year=2025), "2025"),
        (SourceDate(year=2025, month=5), "2025-05"),
        (SourceDate(year=2025, month=5, day=7), "2025-05-07"),
    ],
)
def test_a_source_date_says_as_much_as_it_knows(date: SourceDate, written: str) -> None:
    assert str(date) == written


def test_evidence_gives_cited_passages_in_the_order_asked_and_leaves_out_those_that_do_not_exist() -> None:
    one, two = (Passage(id=f"1.{n}", source=1, start=0, end=1, text="句", language="zh") for n in (1, 2))
    evidence = Evidence(story="s", headline="h", sources=(), passages=(one, two))
    assert evidence.cited(("1.2", "9.9", "1.1")) == (two, one)
    assert evidence.passage("9.9") is None
    with pytest.raises(KeyError):
        evidence.source(1)
