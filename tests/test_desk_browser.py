"""The desk under hostile data in a real browser: no script runs, nothing is asked of elsewhere, nothing becomes markup.

All payloads of the shared data, hundreds to a page, in every text that a page shows. The policy of the pages only
reports: the escaping stands alone, and whatever the policy would have forbidden is a fault too.
"""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

import chromium
import desk_hostile
from attack_data import xss
from desk_pages import pages
from desk_served import Served, served
from newsbot.prompts import packaged

pytestmark = pytest.mark.deep

A_BATCH = 252
ADDRESSES = [
    *dict.fromkeys([*pages(desk_hostile.DRAFT, desk_hostile.PUBLISHED), *pages(desk_hostile.HISTORY)]),
    "/drafts/nothing",
]
ACT = f"/drafts/{desk_hostile.HISTORY}/act"
# What a page is made of. A payload that became markup shows as anything else.
MARKUP = r"""() => {
  const told = [];
  for (const each of document.querySelectorAll("*")) {
    const tag = each.tagName.toLowerCase();
    if (/^(iframe|object|embed|base|img|image|audio|video|style|applet|frameset|math|xss|portal|template)$/.test(tag))
      told.push(tag);
    if (tag === "script" && !/^\/static\/\w+\.js$/.test(each.getAttribute("src"))) told.push("script");
    if (tag === "link" && each.getAttribute("href") !== "/static/desk.css") told.push("link");
    for (const { name, value } of each.attributes) {
      if (name.startsWith("on") || name === "srcdoc" || name === "style") told.push(`${tag} ${name}`);
      const ours = tag === "a" && name === "href" ? /^([/#?]|https?:)/ : /^[/#?]/;
      if (/^(href|src|action|formaction|xlink:href)$/.test(name) && !ours.test(value)) told.push(`${tag} ${value}`);
    }
  }
  return told;
}"""
SUBMIT = """([path, fields]) => {
  const form = document.createElement("form");
  form.method = "post"; form.action = path;
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("textarea");
    field.name = name; field.value = value; form.append(field);
  }
  document.body.append(form); form.submit();
}"""


@asynccontextmanager
async def watched(browser: Browser, desk: Served, editor: str) -> AsyncIterator[tuple[Page, chromium.Seen]]:
    """A page of an editor who is in, and what it does that it must not."""
    seen = chromium.Seen(desk.origin)
    context = await browser.new_context()
    await context.add_cookies([desk.cookie(editor)])  # type: ignore[list-item]
    context.set_default_timeout(chromium.PATIENCE)
    seen.watch(context)
    yield await context.new_page(), seen
    await context.close()


async def faults(page: Page, seen: chromium.Seen, where: str) -> list[str]:
    """What the page that is open does or holds that it must not."""
    found = [f"{where}: {each}" for each in await page.evaluate(MARKUP)]
    found += [f"{where}: {each}" for each in (*seen.dialogs, *seen.outbound, *seen.errors)]
    seen.forget()
    return found


async def shown(browser: Browser, folder: Path, payloads: Sequence[str]) -> list[str]:
    """What is wrong with the desk's pages when every text of theirs is one of these payloads."""
    found = []
    async with (
        desk_hostile.newsroom(folder, payloads) as room,
        served(room, report_only=True) as desk,
        watched(browser, desk, "\n".join(payloads)) as (page, seen),
    ):
        for address in ADDRESSES:
            answer = await page.goto(desk.origin + address)
            assert answer is not None and answer.ok == (address != "/drafts/nothing"), address
            found += await faults(page, seen, address)
        for fields in refused(payloads):
            await page.goto(f"{desk.origin}/enter")
            async with page.expect_navigation():
                await page.evaluate(SUBMIT, [ACT, fields])
            found += await faults(page, seen, f"an act of {fields.get('kind')}")
    return found


def refused(payloads: Sequence[str]) -> list[dict[str, str]]:
    """Acts that are refused with a page that shows what was sent, or says why."""
    text, number = "\n".join(payloads), str(len(payloads))
    return [
        {"number": "0", "kind": "edit", "place": "introduction/0/0", "text": text},
        {"number": "0", "kind": "keep", "place": text, "reason": text},
        {"number": "0", "kind": "re-cite", "place": "title", "passages": text},
        {"number": number, "kind": "re-cite", "place": "introduction/0/0", "passages": text},
        {"number": number, "kind": "edit", "place": text, "text": "字"},
        {"number": number, "kind": "rewrite", "text": f"---\ntitle: {text}\n---\n{text}"},
        {"number": number, "kind": "waive", "finding": text, "reason": text},
    ]


async def test_no_payload_does_anything_on_any_page(tmp_path: Path) -> None:
    payloads, told = xss(), dict[str, list[str]]()
    async with chromium.browser() as browser:

        async def harmless(few: Sequence[str]) -> bool:
            folder = tmp_path / str(len(list(tmp_path.iterdir())))
            folder.mkdir()
            found = await shown(browser, folder, few)
            if len(few) == 1:
                told[few[0]] = found
            return not found

        guilty = []
        for start in range(0, len(payloads), A_BATCH):
            guilty += await chromium.guilty(payloads[start : start + A_BATCH], harmless)
    assert guilty == [], json.dumps(told, ensure_ascii=False, indent=1)


async def test_a_payload_that_does_something_is_found_among_many(tmp_path: Path) -> None:
    """A page that forgets to escape one text is told, with the payload and what it did."""
    template = packaged("templates").joinpath("desk", "stories.html.j2").read_text(encoding="utf-8")
    broken = tmp_path / "templates" / "desk"
    broken.mkdir(parents=True)
    careless = template.replace("story.headline }}", "story.headline | safe }}")
    assert careless != template
    broken.joinpath("stories.html.j2").write_text(careless, encoding="utf-8")
    alarm, call = "<img src=x onerror=alert('a')>", "<b>粗</b><img src=http://evil.example/i.png>"
    told: dict[str, list[str]] = {}
    async with chromium.browser() as browser:

        async def harmless(few: Sequence[str]) -> bool:
            folder = tmp_path / str(len(list(tmp_path.iterdir())))
            folder.mkdir()
            async with (
                desk_hostile.newsroom(folder, few, broken.parent) as room,
                served(room, report_only=True) as desk,
                watched(browser, desk, "张三") as (page, seen),
            ):
                await page.goto(desk.origin)
                await page.wait_for_load_state("networkidle")
                told["".join(few)] = await faults(page, seen, "/")
            return not told["".join(few)]

        assert await chromium.guilty(["一", "<b>二</b>", alarm, call], harmless) == [alarm, call]
    assert "/: a" in told[alarm]
    assert "/: http://evil.example/i.png" in told[call]
    for payload in (alarm, call):  # and its policy would have forbidden it
        assert any("Content Security Policy" in each for each in told[payload]), told[payload]


async def test_what_needs_two_payloads_together_is_told_as_both() -> None:
    async def harmless(payloads: Sequence[str]) -> bool:
        return not {"a", "b"} <= set(payloads)

    assert await chromium.guilty(["x", "y", "a", "b"], harmless) == ["a", "b"]
    assert await chromium.guilty(["b", "x", "y", "a"], harmless) == ["b", "x", "y", "a"]
    assert await chromium.guilty([], harmless) == []
