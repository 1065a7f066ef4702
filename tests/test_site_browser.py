"""The published article under hostile data in a real browser: what Hugo makes of it runs nothing and asks for nothing.

All payloads of the shared data, each in every text of an article of its own, hundreds of articles to a page; on a site
that takes the raw HTML of its articles (goldmark's `unsafe`) and on one that does not.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.async_api import Browser

import chromium
from article_sample import STORY, TEMPLATE, draft, evidence, form, paragraph, said, source, verdict
from attack_data import xss
from hugo_site import built
from loopback import site
from newsbot.article import build, finish
from newsbot.news import Bullets, Item, Section

pytestmark = pytest.mark.deep

TO_A_PAGE = 190
# A list page as themes have them: title and summary, and here the whole article with its contents as well.
LIST = """<!doctype html><html><head><title>{{ .Title }}</title></head><body>
{{ range .RegularPages }}<section><h6 title="{{ .Title }}">{{ .Title }}</h6>
<p>{{ .Params.author }} {{ .Params.summary }} {{ delimit .Params.tags " " }}</p><div class="told">{{ .Summary }}</div>
<nav>{{ .TableOfContents }}</nav><main>{{ .Content }}</main></section>{{ end }}
</body></html>"""
LAYOUTS = {"layouts/_default/list.html": LIST, "layouts/_default/single.html": "{{ .Title }}"}
CONFIG = {
    "baseURL": "http://site.example/",
    "disableKinds": ["home", "taxonomy", "term", "rss", "sitemap", "404", "robotstxt"],
    "hasCJKLanguage": True,
}
# What an article is made of; the rest is a payload that became markup.
MARKUP = """() => {
  const known = new Set(["h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "hr", "div", "sup", "a", "article"]);
  const told = [];
  for (const each of document.querySelectorAll("main *, .told *")) {
    const tag = each.tagName.toLowerCase();
    if (!known.has(tag)) told.push(tag);
    for (const { name, value } of each.attributes) {
      if (!/^(id|class|href|role)$/.test(name)) told.push(`${tag} ${name}`);
      if (name === "href" && !/^(#|https?:)/.test(value)) told.push(`${tag} ${value}`);
    }
  }
  if (document.querySelectorAll("script, img, iframe, style, link, object, embed, svg").length) told.push("an element");
  return told;
}"""


def article(text: str) -> str:
    """The file of an article in which every text is this one."""
    written = draft(
        title=said(text, "1.1"),
        heading=said(text, "1.1"),
        tldr=(said(text, "1.1"),),
        introduction=(paragraph(said(text, "1.1"), said(text, "2.1")),),
        sections=(
            Section(
                title=said(text, "1.1"),
                blocks=(
                    paragraph(said(f"{text}：", "1.1")),
                    Bullets(items=(Item(lead=said(text, "1.1"), sentences=(said(text, "2.1"),)),)),
                ),
            ),
        ),
        conclusion=(paragraph(said(f"完。{text}", "2.1")),),
        keywords=(said(text), said(text)),
        tags=(text, text),
    )
    sources = (
        source(1, author=text, title=text, publisher=text, url=text),
        source(2, author=text, title=text, publisher=text, url=f"https://a.example/{text}"),
    )
    document = build(verdict(written), evidence(*sources), STORY, form(author=text, label_text=text)).document
    return finish(document, TEMPLATE)


async def shown(browser: Browser, folder: Path, payloads: Sequence[str], *, unsafe: bool) -> list[str]:
    """What is wrong with the pages of a site of these articles."""
    config = {**CONFIG, "markup": {"goldmark": {"renderer": {"unsafe": unsafe}}}}
    files = {**LAYOUTS, "hugo.json": json.dumps(config)}
    for n, payload in enumerate(payloads):
        files[f"content/b{n // TO_A_PAGE}/a{n}.md"] = article(payload)
    public = built(folder, files)
    found = []
    pages = {f"/{n}": (public / f"b{n}" / "index.html").read_text("utf-8") for n in range(len(list(public.glob("b*"))))}
    assert sum(page.count("<section>") for page in pages.values()) == len(payloads)
    async with site(pages) as served:
        seen = chromium.Seen(served.origin)
        context = await browser.new_context()
        context.set_default_timeout(chromium.PATIENCE)
        seen.watch(context)
        page = await context.new_page()
        for address in pages:
            await page.goto(served.url(address))
            found += [*await page.evaluate(MARKUP), *seen.dialogs, *seen.outbound, *seen.errors]
            seen.forget()
        await context.close()
    return found


@pytest.mark.parametrize("unsafe", [False, True], ids=["unsafe off", "unsafe on"])
async def test_no_payload_does_anything_in_a_published_article(tmp_path: Path, unsafe: bool) -> None:
    told: dict[str, list[str]] = {}
    async with chromium.browser() as browser:

        async def harmless(payloads: Sequence[str]) -> bool:
            folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
            found = await shown(browser, folder, payloads, unsafe=unsafe)
            if found and len(payloads) == 1:
                told[payloads[0]] = found
            return not found

        assert await chromium.guilty(xss(), harmless) == [], json.dumps(told, ensure_ascii=False, indent=1)


async def test_raw_html_would_be_told(tmp_path: Path) -> None:
    """On a site that takes raw HTML a payload that was not escaped does what it says, and the test above sees it."""
    async with chromium.browser() as browser:
        folder = tmp_path / "site"
        raw = "<img src=//evil.example/i.png onerror=alert(1)>"
        config = {**CONFIG, "markup": {"goldmark": {"renderer": {"unsafe": True}}}}
        public = built(
            folder,
            {
                **LAYOUTS,
                "hugo.json": json.dumps(config),
                "content/b0/a.md": f"---\ntitle: x\nauthor: x\ntags: []\n---\n\n{raw}\n",
            },
        )
        async with site({"/": (public / "b0" / "index.html").read_text("utf-8")}) as served:
            seen = chromium.Seen(served.origin)
            context = await browser.new_context()
            seen.watch(context)
            page = await context.new_page()
            await page.goto(served.url("/"))
            await page.wait_for_load_state("networkidle")
            assert "img" in await page.evaluate(MARKUP)
            assert set(seen.dialogs) == {"1"}
            assert set(seen.outbound) == {"http://evil.example/i.png"}
