"""The lists by keyboard alone: each key does what the help says, at the row it is at, and none in a text field."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

import chromium
from desk_served import Served, served
from desk_world import STORY, newsroom
from newsbot import tracking
from story_entries import entry, keep

pytestmark = pytest.mark.deep

TITLES = ("曜石半导体发布K9训练芯片 算力提升40%", "远帆智能完成12亿元C轮融资 投后估值90亿元", "城市马拉松周日开跑")


@asynccontextmanager
async def at_list(folder: Path, address: str) -> AsyncIterator[tuple[Page, Served]]:
    """The list at this address, with three stories, in the browser of an editor who has no mouse."""
    async with chromium.browser() as browser, newsroom(folder) as room, served(room) as desk:
        await keep(room.store, *(entry(str(n), title) for n, title in enumerate(TITLES)))
        await tracking.track(room.world)
        context = await browser.new_context()
        context.set_default_timeout(chromium.PATIENCE)
        await context.add_cookies([desk.cookie("张三")])  # type: ignore[list-item]
        page = await context.new_page()
        await page.goto(desk.origin + address)
        yield page, desk


async def led_on(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait for it."""
    async with page.expect_navigation():
        await page.keyboard.press(key)


async def row(page: Page) -> Any:
    """The headline of the row that has the focus."""
    return await page.evaluate("() => document.activeElement.querySelector('h2')?.textContent ?? ''")


async def wishes(desk: Served) -> set[str]:
    groups = await desk.room.store.groups(datetime(2020, 1, 1, tzinfo=UTC))
    return {group.wish.kind for group in groups if group.wish}


async def test_each_key_of_the_stories_does_what_the_help_says(tmp_path: Path) -> None:
    async with at_list(tmp_path, "/") as (page, desk):
        await page.keyboard.press("j")
        first = await row(page)
        await page.keyboard.press("j")
        second = await row(page)
        assert first != second
        await page.keyboard.press("k")
        assert await row(page) == first
        await page.keyboard.press("o")
        assert await page.locator("details[open] .entries").count() == 1
        await led_on(page, "f")
        assert (await row(page), await wishes(desk)) == (first, {"follow"})
        await led_on(page, "f")
        assert await wishes(desk) == set()
        await led_on(page, "i")
        assert await row(page) == second  # the one after it
        assert await page.get_by_role("heading", name=first).count() == 0
        await led_on(page, "u")
        assert await page.get_by_role("heading", name=first).count() == 1
        await led_on(page, "m")
        assert await page.locator(".stays").count() == 1
        await led_on(page, "Escape")
        assert await page.locator(".stays").count() == 0
        await led_on(page, "m")
        await page.keyboard.press("j")
        into = await row(page)
        await led_on(page, "m")
        assert await row(page) == into
        assert await page.get_by_role("heading", name=first).count() == 0
        await led_on(page, "w")
        assert len(await desk.room.store.waiting(desk.room.world.now(), 5)) == 1
        await page.keyboard.press("?")
        assert await page.locator("#help[open]").count() == 1


async def test_the_drafts_are_opened_and_searched_and_no_key_acts_in_a_field(tmp_path: Path) -> None:
    async with at_list(tmp_path, "/drafts") as (page, desk):
        await page.keyboard.press("/")
        await page.keyboard.type("jk?wifm/")
        assert await page.evaluate("() => document.activeElement.value") == "jk?wifm/"
        assert await page.locator("#help[open]").count() == 0
        await page.keyboard.press("Escape")
        await page.keyboard.press("j")
        await led_on(page, "Enter")
        assert page.url == f"{desk.origin}/drafts/{STORY.id}"
        await page.goto(desk.origin + "/drafts")
        await page.keyboard.press("/")
        await page.keyboard.type("马拉松")
        await led_on(page, "Enter")
        assert await page.locator("[data-row]").count() == 0


async def test_without_scripts_every_act_is_a_button_or_a_link(tmp_path: Path) -> None:
    async with at_list(tmp_path, "/") as (page, desk):
        browser = page.context.browser
        assert browser is not None
        context = await browser.new_context(java_script_enabled=False)
        await context.add_cookies([desk.cookie("张三")])  # type: ignore[list-item]
        plain = await context.new_page()
        await plain.goto(desk.origin)
        await plain.get_by_role("button", name="关注").first.click()
        assert await wishes(desk) == {"follow"}
        await plain.get_by_role("link", name="并入另一个").first.click()
        await plain.get_by_role("button", name="并到这里").first.click()
        await plain.wait_for_url("**done=merge**")
        await plain.wait_for_load_state()
        assert await plain.locator("[data-row]").count() == 2
