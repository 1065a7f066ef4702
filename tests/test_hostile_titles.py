"""Every title becomes a page of its own: none is lost or shadowed, and nothing is written outside the folder."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from article_sample import STORY, TEMPLATE, draft, evidence, form, said, verdict
from attack_data import naughty, traversal
from hugo_site import built
from newsbot.article import build, file_name, finish
from newsbot.article.document import Quoted
from newsbot.edges.content import ContentFolder
from newsbot.edges.site import DraftFolder

pytestmark = pytest.mark.deep

OURS = (
    *("index", "_index", "Index", "INDEX", "INDEX.md", "index.zh-cn", "_content.gotmpl", "README", "posts", "page/1"),
    *("😀", "İ", "ß", "ﬁ", "ＡＢＣ", "．．／", "‥", "。", "　", "a", "A", "á", "Á", "á", "a.", "a .", "a ", "a..", "."),
    *("CON", "con.md", "nul.txt", "COM1", "LPT9:", "aux", "PRN .md", "$Recycle.Bin", "~", "-", "--", "-rf", "#", "?"),
    *("a/b", "a\\b", "C:\\x", "\\\\host\\share", "//host/x", "..", "../..", "%2e%2e%2f", "a\0b", "\x7f", "\ud800", ""),
    *("true", "null", "2026-03-05", "---", "+++", "{}", "title: x", "x" * 300, "长" * 300, "http://evil.example/"),
)
NAME = re.compile(r"2026-03-04-[a-z0-9-]{1,60}-[0-9a-f]{8}\.md")
BY_THE_EDGE = 500
DAY = form().generated.date()
LAYOUTS = {
    "layouts/_default/single.html": "<h6>{{ .Title }}</h6>{{ .File.Path }}",
    "layouts/_default/list.html": "{{ range .Pages }}{{ .Title }}\n{{ end }}{{ .Content }}",
    "hugo.json": json.dumps(
        {"baseURL": "http://site.example/", "disableKinds": ["taxonomy", "term", "rss", "sitemap"]}
    ),
    "content/_index.md": "---\ntitle: 首页\n---\n首页的话",
    "content/about.md": "---\ntitle: 关于\n---\n",
    "content/posts/_index.md": "---\ntitle: 报道\n---\n报道的话",
    "content/posts/index-article.md": "---\ntitle: 早先的报道\n---\n",
    "content/posts/2026-03-05/index.md": "---\ntitle: 早先的一天\n---\n",
}


def every_title() -> list[str]:
    """A sentence needs a text: an empty title is none that a draft could have."""
    return [title for title in (*OURS, *naughty(), *traversal()) if title]


def articles(titles: list[str]) -> Iterator[tuple[str, str, str]]:
    """The file of each title: its name, its text, and the title as the file has it."""
    for number, title in enumerate(titles):
        story = STORY.model_copy(update={"id": f"{number:08x}{0:024x}"})
        written = draft(title=said(title, "1.1"), sections=(), conclusion=(), keywords=())
        document = build(verdict(written), evidence(), story, form()).document
        (shown,) = (each.value for each in document.front if each.key == "title")
        assert isinstance(shown, Quoted)
        yield file_name(title, DAY, story.id), finish(document, TEMPLATE), shown.quoted


def everything(folder: Path) -> set[str]:
    return {each.relative_to(folder).as_posix() for each in folder.rglob("*")}


@pytest.mark.parametrize("bundle", [False, True], ids=["file", "bundle"])
async def test_every_title_is_a_page_of_its_own_and_no_other_page_is_lost(tmp_path: Path, bundle: bool) -> None:
    site = tmp_path / "site"
    for name, text in LAYOUTS.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    before = everything(tmp_path)
    content, drafts = ContentFolder(site / "content" / "posts", bundle=bundle), DraftFolder(tmp_path / "drafts")
    titles = every_title()
    titles = titles[:: 5 if bundle else 1]  # the name is the same; what differs is the folder around it
    shown, made = {}, set()
    for number, (name, text, title) in enumerate(articles(titles)):
        assert NAME.fullmatch(name)
        if number < BY_THE_EDGE or bundle:
            await content.put(name, text)
        else:  # a plain name like the others: it would be put the same way, at three waits for the disk each
            (site / "content" / "posts" / name).write_text(text, encoding="utf-8")
        if number < len(OURS):
            await drafts.write(name, text, "story")
            made |= {"drafts", f"drafts/{name}"}
        stem = name.removesuffix(".md")
        shown[stem] = title
        lies = (stem, f"{stem}/index.md") if bundle else (name,)
        made |= {f"site/content/posts/{each}" for each in lies}
    assert len(shown) == len(titles)
    assert len({stem.casefold() for stem in shown}) == len(shown)
    assert everything(tmp_path) - before == made  # nothing outside the folders, and nothing left beside the articles

    public = built(site, {})
    for stem, title in shown.items():
        page = html.document_fromstring((public / "posts" / stem / "index.html").read_bytes().decode())
        assert " ".join((page.findtext(".//h6") or "").split()) == " ".join(title.split())
    assert "首页的话" in (public / "index.html").read_text("utf-8")
    assert "报道的话" in (public / "posts" / "index.html").read_text("utf-8")
    for address, title in (
        ("about", "关于"),
        ("posts/index-article", "早先的报道"),
        ("posts/2026-03-05", "早先的一天"),
    ):
        assert f"<h6>{title}</h6>" in (public / address / "index.html").read_text("utf-8")
    assert len(list((public / "posts").iterdir())) == len(shown) + 3  # the two others and the list itself
