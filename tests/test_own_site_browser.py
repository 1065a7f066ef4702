"""Pages of the site that `newsbot site init` makes, in a real browser: nothing is lost on a phone or on paper."""

import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import pytest
from aiohttp import web
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ViewportSize

import chromium
from golden import FOLDER
from hugo_site import hugo
from loopback import site
from newsroom_run import run

pytestmark = pytest.mark.deep

WIDE = """| 港口 | 等泊时间（分钟） | 费用（万元） | 泊位数 | 录音时长（小时） | 调度员人数 | 试用开始 | 备注 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 临江港 | 缩短11分钟 [^2] | 2300万元 [^1][^2] | 14 | 400小时 | 56 | 2026年3月2日 | 先在一号泊位试用 |
| Port Ellery | — | — | 3 | 359 | 12 | 2025-11-28 | https://www.example.org/{long}/index.html |
""".format(long="long" * 30)
LONG = "临江港与白沙港上线Donaudampfschifffahrtsgesellschaftskapitaensprachmodell，等泊时间缩短11分钟，费用由四港分担"


def pages(folder: Path) -> dict[str, str]:
    """The pages of a site with every golden article, and one with a long title, a long address and a wide table."""
    assert run(["site", "init", "web", "--url", "http://site.example/"], folder).code == 0
    posts = folder / "web" / "content" / "posts"
    for file in sorted(FOLDER.glob("*.md")):
        text = file.read_text(encoding="utf-8").replace("\ndraft: true\n", "\ndraft: false\n")
        (posts / file.name).write_text(text, encoding="utf-8")
    report = (posts / "report.md").read_text(encoding="utf-8")
    table = report.index("| 港口 |")
    stress = report[:table] + WIDE + report[report.index("\n\n", table) + 1 :]
    stress = stress.replace("临江港上线语音调度模型，等泊时间缩短11分钟", LONG, 1).replace(
        "paper1.example/", "paper1.example/" + "x" * 200
    )
    (posts / "stress.md").write_text(stress, encoding="utf-8")
    done = subprocess.run(
        [hugo(), "--source", str(folder / "web"), "--buildFuture", "--noBuildLock", "--panicOnWarning"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "HUGO_CACHEDIR": str(folder / "cache")},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    public = folder / "web" / "public"
    return {f"/{each.relative_to(public).as_posix()}": each.read_text("utf-8") for each in public.rglob("*.html")}


@asynccontextmanager
async def shown(folder: Path) -> AsyncIterator[tuple[Browser, list[str]]]:
    """A browser, and the addresses of the pages, served with their style sheet."""
    made = pages(folder)
    style = (folder / "web" / "public" / "site.css").read_text("utf-8")

    async def styled(_: web.Request) -> web.StreamResponse:
        return web.Response(text=style, content_type="text/css")

    async with chromium.browser() as browser, site({**made, "/site.css": styled}) as served:
        yield browser, [served.url(address) for address in made]


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (1100, "light")])
async def test_nothing_is_wider_than_the_screen_and_axe_finds_nothing_serious(
    width: int, scheme: Literal["light", "dark"], tmp_path: Path
) -> None:
    async with shown(tmp_path) as (browser, addresses):
        assert len(addresses) > 20
        screen = ViewportSize(width=width, height=844)
        page = await browser.new_page(viewport=screen, color_scheme=scheme, bypass_csp=True)
        for address in addresses:
            await page.goto(address)
            assert await page.evaluate("document.documentElement.scrollWidth") <= width, address
            await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
            told = (await Axe().run(page)).response["violations"]
            grave = [each for each in told if each["impact"] in ("serious", "critical")]
            assert [(each["id"], each["nodes"][0]["html"]) for each in grave] == [], address


async def test_paper_has_every_column_of_a_table_and_how_the_article_was_made(tmp_path: Path) -> None:
    async with shown(tmp_path) as (browser, addresses):
        page = await browser.new_page(viewport=ViewportSize(width=680, height=900))
        await page.emulate_media(media="print")
        await page.goto(next(each for each in addresses if "/stress/" in each))
        cut = "[...document.querySelectorAll('.table')].filter((each) => each.scrollWidth > each.clientWidth).length"
        assert await page.evaluate(cut) == 0
        assert await page.locator(".made dl").is_visible()
