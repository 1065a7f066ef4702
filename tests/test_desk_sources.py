"""The source itself beside a draft: its stored text around the passage, exact, as text, a stretch at a time."""

import json
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from asgi import Browser
from desk_world import PASSAGES, STORY, TRUE, WHEN, newsroom
from newsbot.desk import Sessions, application
from newsbot.desk.stored import AFTER, BEFORE, around
from newsbot.news import Page, Passage

SOURCE = f"/drafts/{STORY.id}/sources/1"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
CITED = "\n".join(text for _, source, text, _ in PASSAGES if source == 1)
WHOLE = f"{CITED}\n{HOSTILE}\n" + "此后各段与本文无关。" * 60_000
LONG = 591_000
PLACE = "introduction/0/0"


class Open(NamedTuple):
    browser: Browser
    stranger: Browser

    async def text(self, query: str = "") -> dict[str, Any]:
        answer = await self.browser.get(f"{SOURCE}/text{query}")
        assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
        found: dict[str, Any] = json.loads(answer.text)
        return found


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Open]:
    async with newsroom(tmp_path) as room:
        kept = Page(
            url="https://outlet1.example/n2",
            final_url="https://outlet1.example/n2",
            fetched=WHEN,
            title="N2",
            text=WHOLE[:LONG],
            sha256="1" * 64,
        )
        await room.world.archive.keep_page(kept, ())
        sessions = Sessions("张三", room.world.now)
        app = application(room, sessions, 8321)
        browser = Browser(app)
        await browser.post("/enter", {"token": sessions.token()})
        yield Open(browser, Browser(app))


def marked(bits: list[dict[str, Any]], which: str = "text") -> str:
    return "".join(bit[which] for bit in bits if bit["marked"])


async def test_the_words_a_sentence_rests_on_are_marked_in_the_whole_text_of_its_source(desk: Open) -> None:
    found = await desk.text(f"?passage=1.1&place={PLACE}")
    assert "".join(bit["original"] for bit in found["bits"]) == WHOLE[found["start"] : found["end"]]
    assert marked(found["bits"]) == PASSAGES[0][2].rstrip("。")
    assert {bit["passage"] for bit in found["bits"]} == {"", "1.1", "1.2"}
    assert (found["outlet"], found["length"]) == ("岭南科技报", LONG)


async def test_of_a_long_source_a_few_thousand_characters_are_sent_and_the_rest_on_demand(desk: Open) -> None:
    first = await desk.text("?passage=1.1")
    assert first["end"] - first["start"] < BEFORE + AFTER and first["start"] == 0
    later = await desk.text(f"?at={LONG // 2}")
    assert later["start"] < LONG // 2 < later["end"] < later["start"] + BEFORE + AFTER + 1
    last = await desk.text(f"?at={10 * LONG}")
    assert last["end"] == LONG
    page = await desk.browser.get(f"/drafts/{STORY.id}")
    assert len(page.body) < 100_000 and "此后各段与本文无关" not in page.text


async def test_text_of_a_source_is_text_and_never_its_html(desk: Open) -> None:
    found = await desk.text("?passage=1.1")
    assert HOSTILE in "".join(bit["text"] for bit in found["bits"])
    page = (await desk.browser.get(f"{SOURCE}?passage=1.1&place={PLACE}")).text
    assert "<script>alert" not in page and "<img" not in page and HOSTILE in unescape(page)
    assert f"<mark>{PASSAGES[0][2].rstrip('。')}</mark>" in page


async def test_a_source_that_was_not_kept_is_its_passages(desk: Open) -> None:
    other = await desk.browser.get(f"/drafts/{STORY.id}/sources/2/text?passage=2.1")
    found = json.loads(other.text)
    assert ([bit["text"] for bit in found["bits"]], found["length"]) == ([PASSAGES[2][2]], 0)
    assert "只存了下面这些段落" in (await desk.browser.get(f"/drafts/{STORY.id}/sources/2")).text


@pytest.mark.parametrize("query", ["?at=-1", "?at=x", f"?at={'9' * 400}", "?passage=9.9", "?passage=2.1", "?place=x/y"])
async def test_what_asks_for_nothing_there_gets_the_beginning(desk: Open, query: str) -> None:
    assert (await desk.text(query))["start"] == 0


@pytest.mark.parametrize("path", ["/sources/9", "/sources/x/text", "/sources/../text", "/sources/１"])
async def test_a_source_that_is_not_there_is_not_there(desk: Open, path: str) -> None:
    assert (await desk.browser.get(f"/drafts/{STORY.id}{path}")).status == 404


async def test_nobody_reads_a_source_without_having_come_in(desk: Open) -> None:
    for path in (SOURCE, f"{SOURCE}/text"):
        assert (await desk.stranger.get(path)).headers["location"] == "/enter"


async def test_a_footnote_tells_source_and_passage(desk: Open) -> None:
    page = unescape((await desk.browser.get(f"/drafts/{STORY.id}")).text)
    assert f'data-note="岭南科技报\n“{PASSAGES[0][2]}”"' in page
    assert f'href="{SOURCE}?passage=1.1&place={PLACE}"' in page
    assert f"{TRUE}</span><sup>" in page


# ---------------------------------------------------------------- as it is stored, and as it is cited

TRADITIONAL = "導語一段。臨江港務局宣布，語音調度模型正式上線。後面還有一段。"
AT = TRADITIONAL.index("臨江")
SPAN = TRADITIONAL[AT : TRADITIONAL.index("後面")]


def cited(text: str) -> Passage:
    return Passage(id="1.1", source=1, start=AT, end=AT + len(SPAN), text=text, original=SPAN, language="zh")


def test_of_traditional_chinese_both_are_shown_and_marked_at_one_place() -> None:
    found = around(TRADITIONAL, [cited("临江港务局宣布，语音调度模型正式上线。")], AT, ["语音调度模型正式上线"], "zh")
    assert "".join(bit.original for bit in found.bits) == TRADITIONAL
    assert "".join(bit.text for bit in found.bits) == "导语一段。临江港务局宣布，语音调度模型正式上线。后面还有一段。"
    assert [(bit.text, bit.original) for bit in found.bits if bit.marked] == [
        ("语音调度模型正式上线", "語音調度模型正式上線")
    ]
    assert found.converted


def test_the_passages_that_the_sentence_names_are_told_apart_and_nothing_is_marked_in_others() -> None:
    text = "产线设在佛山。月产能两万片。产线设在佛山。"
    one = Passage(id="1.1", source=1, start=0, end=7, text=text[:7], language="zh")
    other = Passage(id="1.2", source=1, start=14, end=21, text=text[14:], language="zh")
    shown = around(text, [one, other], 0, ["佛山"], "zh", ["1.2"])
    assert [(bit.passage, bit.text) for bit in shown.bits if bit.cited] == [
        ("1.2", "产线设在"),
        ("1.2", "佛山"),
        ("1.2", "。"),
    ]
    assert [bit.passage for bit in shown.bits if bit.marked] == ["1.2"]


def test_where_conversion_changed_the_length_the_passage_is_marked_as_one() -> None:
    found = around(TRADITIONAL, [cited("临江港务局宣布语音调度模型正式上线。")], AT, ["语音调度模型"], "zh")
    assert [(bit.original, bit.marked) for bit in found.bits if bit.passage] == [(SPAN, True)]


def test_a_passage_is_never_cut_and_one_that_stands_elsewhere_is_not_pretended() -> None:
    text = "零" * 5_000 + "一" * 1_000 + "二" * 5_000
    passage = Passage(id="1.1", source=1, start=5_000, end=6_000, text="一" * 1_000, language="zh")
    for at in (5_000 - AFTER + 1, 6_000 + BEFORE - 1):
        shown = around(text, [passage], at, [], "zh")
        assert [bit.text for bit in shown.bits if bit.passage] == [passage.text]
    moved = passage.model_copy(update={"start": 4_000, "end": 5_000})
    assert {bit.passage for bit in around(text, [moved], 4_000, [], "zh").bits} == {""}
