"""Pages of the site that `newsbot site init` makes, in a real browser: nothing is lost on a phone or on paper."""

import subprocess
from pathlib import Path

import pytest
from aiohttp import web

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
SCREENS = ((320, "light"), (390, "dark"), (1100, "light"))


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
    found = {f"/{each.relative_to(public).as_posix()}": each.read_text("utf-8") for each in public.rglob("*.html")}
    return found


async def test_nothing_is_wider_than_a_phone_and_paper_has_every_column(tmp_path: Path) -> None:
    made = pages(tmp_path)
    assert "/posts/stress/index.html" in made and "/posts/translation/index.html" in made
    style = (tmp_path / "web" / "public" / "site.css").read_text("utf-8")

    async def styled(_: web.Request) -> web.StreamResponse:
        return web.Response(text=style, content_type="text/css")

    async with chromium.browser() as browser, site({**made, "/site.css": styled}) as served:
        for width, scheme in SCREENS:
            context = await browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
            page = await context.new_page()
            for address in made:
                await page.goto(served.url(address))
                assert await page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
            await context.close()
        page = await browser.new_page(viewport={"width": 680, "height": 900})
        await page.emulate_media(media="print")
        await page.goto(served.url("/posts/stress/index.html"))
        cut = "[...document.querySelectorAll('.table')].filter((each) => each.scrollWidth > each.clientWidth).length"
        assert await page.evaluate(cut) == 0
        assert await page.locator(".made dl").is_visible()  # how it was made stands on paper too
