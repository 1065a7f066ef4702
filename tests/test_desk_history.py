"""The history of a draft: every act reads as what it did, with its place, its model and what that cost."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from asgi import Browser
from desk_world import STORY, UNSEEN, UNSEEN_AT, WRONG, WRONG_AT, newsroom
from newsbot import editing
from newsbot.desk import Sessions, application, logbook
from newsbot.desk.words import Words
from newsbot.news import Act, Done, PromptUse

ZH = Words("zh")


def line(act: Act) -> logbook.Line:
    at = datetime(2026, 11, 20, 4, tzinfo=UTC)
    (told,) = logbook.book([Done(story="s", number=1, editor="张三", at=at, act=act, previous="", hash="h")], ZH)
    return told


def shown(act: Act) -> list[list[tuple[str, str]]]:
    return [[(piece.how, piece.text) for piece in change] for change in line(act).changed]


@pytest.mark.parametrize(
    ("place", "called"),
    [
        ("title", "标题"),
        ("heading", "正文标题"),
        ("tldr", "TL;DR"),
        ("tldr/1", "TL;DR第2句"),
        ("introduction", "引言"),
        ("introduction/0/1", "引言第1段第2句"),
        ("sections/0", "第1节"),
        ("sections/0/title", "第1节的小标题"),
        ("sections/2/1/0", "第3节第2段第1句"),
        ("sections/2/1/3/lead", "第3节第2段第4项的开头"),
        ("sections/2/1/3/0", "第3节第2段第4项第1句"),
        ("sections/1/0/caption", "第2节第1段的表题"),
        ("sections/1/0/2/1/cell", "第2节第1段第3行第2列"),
        ("conclusion/0/0", "结论第1段第1句"),
        ("keywords/3", "第4个关键词"),
        ("kind", ""),
        ("", ""),
        ("5f1c0a", ""),
    ],
)
def test_a_place_is_called_what_an_editor_calls_it(place: str, called: str) -> None:
    assert logbook.where(place, ZH) == called


@pytest.mark.parametrize("kind", ["keep", "confirm"])
def test_a_sentence_that_goes_on_standing_is_not_shown_as_taken_out(kind: str) -> None:
    told = line(Act(kind=kind, place=WRONG_AT, before=WRONG, after="新产线设在佛山"))  # type: ignore[arg-type]
    assert (told.changed, told.said, told.span) == ((), WRONG, "新产线设在佛山")


def test_what_was_reworded_is_shown_by_character_and_what_stayed_of_a_whole_is_left_out() -> None:
    assert shown(Act(kind="edit", place=WRONG_AT, before="月产能3万片。", after="月产能2万片。")) == [
        [("same", "月产能"), ("cut", "3"), ("new", "2"), ("same", "万片。")]
    ]
    assert shown(Act(kind="rewrite", before=f"甲。\n{WRONG}\n乙。", after="甲。\n乙。")) == [[("cut", WRONG)]]


def test_what_was_cut_or_cited_anew_is_shown_whole() -> None:
    assert shown(Act(kind="cut", place=UNSEEN_AT, before=UNSEEN)) == [[("cut", UNSEEN)]]
    assert shown(Act(kind="re-cite", place=UNSEEN_AT, before="2.1", after="1.1, 1.2")) == [
        [("cut", "2.1"), ("new", "1.1, 1.2")]
    ]


def test_an_act_that_took_another_back_names_it() -> None:
    assert (line(Act(kind="undo", place=WRONG_AT, before="3", after="2")).where, line(Act(kind="approve")).where) == (
        "第3步",
        "",
    )


def test_a_reason_that_no_editor_wrote_is_in_the_desks_language() -> None:
    assert line(Act(kind="publish", after="a.md", reason="approved on the desk")).reason == "已在审稿台签发"
    assert line(Act(kind="publish", after="a.md", reason="逐句看过")).reason == "逐句看过"


def test_what_a_model_did_is_told_with_its_name_prompts_and_cost() -> None:
    use = PromptUse(name="news/rewrite", sha256="a" * 64)
    told = line(
        Act(kind="regenerate", place="tldr", before="甲。", after="乙。", model="m-1", prompts=(use,), micros=1234)
    )
    assert (told.model, told.prompts, told.dollars, told.where) == ("m-1", (use,), "0.0012", "TL;DR")
    assert line(Act(kind="cut", place=UNSEEN_AT, before=UNSEEN)).dollars == ""


async def test_the_page_shows_a_kept_sentence_as_kept(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        sessions = Sessions("张三", room.world.now)
        browser = Browser(application(room, sessions, 8321))
        await browser.post("/enter", {"token": sessions.token()})
        on = await editing.opened(STORY.id, room.world)
        kept = on.editing(room.rules).keep(on.review, WRONG_AT, "张三", room.world.now(), "已向公司核实")
        await editing.keep(on, kept, "张三", room.world, room.rules)
        page = (await browser.get(f"/drafts/{STORY.id}/history")).text
    assert "第1节第1段第1句" in page and WRONG in page and "已向公司核实" in page
    assert "<del>" not in page
