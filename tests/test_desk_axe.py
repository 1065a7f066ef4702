"""Whoever sees, hears or types otherwise can use every page of the desk: axe-core finds nothing serious.

On every page, light and dark, at a desk's width and at a phone's; with all that can be unfolded unfolded, the help
open, and after an act that could not be done. Nor is any page wider than its window.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

import chromium
from desk_pages import pages
from desk_served import Served, served
from desk_world import STORY, UNSEEN_AT, WRONG_AT, newsroom
from newsbot import editing, publishing
from newsbot.edges.store import Store
from newsbot.news import Story
from newsbot.newsroom import Member, Placing
from story_entries import entry, keep
from test_desk_published import changed, publish

pytestmark = pytest.mark.deep

ARTICLE = f"{1:08x}" * 4

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .filter((each) => each.impact === "serious" || each.impact === "critical")
  .map((each) => `${each.impact} ${each.id}: ` + each.nodes.map((node) => node.html.slice(0, 200)).join(" | "))"""
UNFOLD = """() => {
  document.documentElement.classList.remove("js");
  for (const each of document.querySelectorAll("details")) each.open = true;
}"""
WIDER = "() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"


@asynccontextmanager
async def desk(folder: Path) -> AsyncIterator[Served]:
    """A desk with stories, drafts, a history, and an article at which something is open."""
    async with newsroom(folder, stories=3) as room, served(room) as running:
        store = room.world.archive
        assert isinstance(store, Store)
        told = [entry(str(n), f"第{n}家公司发布推理芯片") for n in range(3)]
        await keep(store, *told)
        begun = [
            Story(id=f"{n + 10:032x}", kind="news", headline=e.title, created=room.world.now())
            for n, e in enumerate(told)
        ]
        await store.place(
            [
                Placing(member=Member(entry=each, story=story.id, seen=room.world.now()), begins=story)
                for each, story in zip(told, begun, strict=True)
            ]
        )
        on = await editing.opened(STORY.id, room.world)
        made = on.editing(room.rules).edit(on.review, WRONG_AT, "新产线设在佛山，月产能将提高到2万片。")
        on = await editing.keep(on, made, "张三", room.world, room.rules)
        made = on.editing(room.rules).keep(on.review, UNSEEN_AT, "张三", room.world.now(), "已向公司核实")
        await editing.keep(on, made, "张三", room.world, room.rules)
        await publish(room, ARTICLE)
        await changed(room, ARTICLE)
        row = await store.row(ARTICLE)
        assert row is not None
        await publishing.complain(row, room.world, "张三", "导语写错了公司名", "读者甲")
        yield running


async def serious(page: Page, axe: str) -> list[str]:
    await page.evaluate(axe)
    found: list[Any] = await page.evaluate(RUN)
    return [f"{page.url}: {each}" for each in found]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_serious_on_any_page(scheme: Any, size: Any, tmp_path: Path) -> None:
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    found: list[str] = []
    async with chromium.browser() as browser, desk(tmp_path) as at:
        context = await browser.new_context(bypass_csp=True, color_scheme=scheme, viewport=size)
        context.set_default_timeout(chromium.PATIENCE)
        await context.add_cookies([at.cookie("张三")])  # type: ignore[list-item]
        page = await context.new_page()
        for address in [*pages(STORY.id, ARTICLE), "/drafts/nothing"]:
            await page.goto(at.origin + address)
            found += await serious(page, axe)
            if wider := await page.evaluate(WIDER):
                found.append(f"{address}: {wider} pixels wider than the window")
        await page.goto(f"{at.origin}/drafts/{STORY.id}")
        await page.keyboard.press("?")
        found += await serious(page, axe)
        await page.keyboard.press("Escape")
        await page.evaluate(UNFOLD)
        found += await serious(page, axe)
        for number in ("0", "2"):  # a draft that has changed since, and a reason that is missing
            await page.goto(f"{at.origin}/drafts/{STORY.id}")
            await page.evaluate(
                """(number) => {
                  const form = document.querySelector("form.act[data-act=keep]");
                  form.elements.number.value = number; form.elements.reason.value = ""; form.submit();
                }""",
                number,
            )
            await page.wait_for_load_state("networkidle")
            assert await page.locator("[role=alert]").count() == 1
            found += await serious(page, axe)
        await page.goto(f"{at.origin}/drafts")
        await page.evaluate("document.querySelector('h1').style.color = 'var(--line)'")
        assert [each.split()[2] for each in await serious(page, axe)] == ["color-contrast:"]  # what is wrong is told
    assert found == [], json.dumps(found, ensure_ascii=False, indent=1)
