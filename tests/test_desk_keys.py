"""The desk by keyboard alone: each key does what the help says, none acts in a text field, Tab reaches everything."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

import chromium
from desk_served import Served, served
from desk_world import STORY, UNSEEN, UNSEEN_AT, WRONG, WRONG_AT, newsroom
from newsbot import editing

pytestmark = pytest.mark.deep

DRAFT = f"/drafts/{STORY.id}"
FOCUSED = "() => document.activeElement.id"
VISIBLE = """() => {
  const shown = getComputedStyle(document.activeElement);
  return shown.outlineStyle !== "none" && parseFloat(shown.outlineWidth) >= 2;
}"""


@asynccontextmanager
async def at_desk(folder: Path, address: str = DRAFT) -> AsyncIterator[tuple[Page, Served]]:
    """The page at this address, in the browser of an editor who has no mouse."""
    async with chromium.browser() as browser, newsroom(folder) as room, served(room) as desk:
        context = await browser.new_context()
        context.set_default_timeout(chromium.PATIENCE)
        await context.add_cookies([desk.cookie("张三")])  # type: ignore[list-item]
        page = await context.new_page()
        await page.goto(desk.origin + address)
        yield page, desk


async def focused(page: Page) -> Any:
    return await page.evaluate(FOCUSED)


async def led_on(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait for it."""
    async with page.expect_navigation():
        await page.keyboard.press(key)


async def tab_to(page: Page, selector: str) -> None:
    """Go on by Tab to an element of this kind; every stop on the way shows that it has the focus."""
    for _ in range(200):
        await page.keyboard.press("Tab")
        assert await page.evaluate(VISIBLE)
        if await page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


async def acts(desk: Served) -> int:
    return (await editing.opened(STORY.id, desk.room.world)).number


async def test_each_key_does_what_the_help_says(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as (page, desk):
        wrong, unseen = (f"s-{place.replace('/', '-')}" for place in (WRONG_AT, UNSEEN_AT))
        await page.keyboard.press("n")
        first = await focused(page)
        await page.keyboard.press("n")
        assert [first, await focused(page)] in ([wrong, unseen], [unseen, wrong])
        await page.keyboard.press("k")
        before = await focused(page)
        await page.keyboard.press("j")
        assert await focused(page) != before
        await page.locator(f"#{unseen}").focus()
        for key, field in (("e", "text"), ("r", "passages"), ("s", "span")):
            await page.keyboard.press(key)
            assert await page.evaluate("() => document.activeElement.name") == field
            await page.keyboard.press("Escape")
        await page.keyboard.press("?")
        assert await page.locator("dialog[open]").count() == 1
        await page.keyboard.press("Escape")
        await page.keyboard.press("p")  # not signed: there is nothing to publish
        assert await acts(desk) == 0
        await page.locator(f"#{unseen}").focus()
        await led_on(page, "x")
        assert await page.locator("article").get_by_text(UNSEEN).count() == 0
        assert await acts(desk) == 1
        await led_on(page, "u")
        assert await page.locator("article").get_by_text(UNSEEN).count() == 1
        await led_on(page, "a")
        assert await page.locator("[role=alert]").count() == 1  # something is still open
        await led_on(page, "d")
        assert page.url.endswith("/history")
        assert await acts(desk) == 2


async def test_keys_are_letters_in_a_text_field(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as (page, desk):
        for key, name in (("e", "text"), ("r", "passages"), ("s", "span")):
            await page.locator(f"#s-{UNSEEN_AT.replace('/', '-')}").focus()
            await page.keyboard.press(key)
            await page.keyboard.press("Control+A")
            await page.keyboard.type("jknpaxersdu?")
            assert await page.evaluate("() => document.activeElement.value") == "jknpaxersdu?"
            assert await page.evaluate("() => document.activeElement.name") == name
            await page.keyboard.press("Escape")
        await page.locator("header button").first.focus()
        await page.keyboard.press("Control+a")
        await page.keyboard.press("Alt+x")
        assert page.url == f"{desk.origin}{DRAFT}"
        assert await page.locator("dialog[open]").count() == 0
        assert await acts(desk) == 0


async def test_tab_reaches_every_act_and_shows_where_it_is(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as (page, _):
        stops = (
            ".skip",
            "header a",
            "header button",
            "[data-key=d]",
            "[data-key=a]",
            "[data-key=u]",
            "[data-sentence]",
        )
        for selector in stops:
            await tab_to(page, selector)
        await page.locator(f"#s-{UNSEEN_AT.replace('/', '-')}").focus()
        await page.keyboard.press("Enter")  # from a sentence to what can be done with it
        card = f"#s-{UNSEEN_AT.replace('/', '-')}-card"
        reached = set()
        for _ in range(40):
            inside = await page.evaluate(
                "(card) => document.activeElement.closest(card) && document.activeElement.textContent.trim()", card
            )
            if inside is None:
                break
            reached.add(inside)
            assert await page.evaluate(VISIBLE)
            await page.keyboard.press("Tab")
        assert {"改写", "改引", "核实 2.1", "保留", "删去"} <= reached


async def test_a_draft_is_judged_from_the_list_to_the_site_by_keys_alone(tmp_path: Path) -> None:
    async with at_desk(tmp_path, "/drafts") as (page, desk):
        await page.keyboard.press("j")
        await led_on(page, "Enter")
        assert page.url.startswith(f"{desk.origin}{DRAFT}")
        await page.keyboard.press("e")  # the first open sentence is selected
        await page.keyboard.press("Control+A")
        await page.keyboard.type(WRONG.replace("3万", "2万"))
        await page.keyboard.press("Tab")
        await led_on(page, "Enter")
        await page.keyboard.press("n")
        await page.keyboard.press("s")
        await page.keyboard.type("the first batch of chips would go to three cloud providers")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        await led_on(page, "Enter")
        while await page.locator(".loose form.act").count():
            await tab_to(page, ".loose form.act input[name=reason]")
            await page.keyboard.type("快讯，篇幅从简")
            await led_on(page, "Enter")
        await led_on(page, "a")
        await led_on(page, "p")
        row = await desk.room.world.archive.row(STORY.id)
        assert row is not None and row.stage == "published"


async def test_on_a_phone_the_sentence_that_is_looked_at_stands_clear_of_its_evidence(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as (page, _):
        await page.set_viewport_size({"width": 390, "height": 844})
        count = await page.locator("[data-sentence]").count()
        for _ in range(count):
            await page.keyboard.press("j")
            sentence = await page.evaluate("document.activeElement.getBoundingClientRect().bottom")
            panel = await page.evaluate("document.querySelector('aside').getBoundingClientRect().top")
            assert sentence <= panel


async def test_while_the_help_is_open_its_keys_do_nothing_behind_it(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as (page, desk):
        await page.keyboard.press("n")
        before = await page.evaluate("document.querySelector('[aria-pressed=true]').id")
        await page.keyboard.press("?")
        for key in ("j", "x", "n"):
            await page.keyboard.press(key)
        assert await page.evaluate("document.querySelector('[aria-pressed=true]').id") == before
        assert await acts(desk) == 0


async def test_what_a_refused_form_held_is_under_the_cursor_again(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as (page, _):
        await page.locator(f"#s-{UNSEEN_AT.replace('/', '-')}").focus()
        await page.keyboard.press("r")
        await page.keyboard.press("Control+A")
        await page.keyboard.type("9.9")
        await led_on(page, "Enter")
        assert await page.evaluate("[document.activeElement.name, document.activeElement.value]") == ["passages", "9.9"]
        assert (
            await page.evaluate("document.querySelector('[aria-pressed=true]').id")
            == f"s-{UNSEEN_AT.replace('/', '-')}"
        )
