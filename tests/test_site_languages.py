"""Editions and digests as real Hugo shows them: each language its own pages, nothing lost, links that lead there."""

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import html

from article_sample import draft as news_draft
from hugo_site import hugo
from newsbot import article
from newsbot.article.document import Document, plain
from newsbot.edges.content import ContentFolder
from newsbot.edges.hugo import Hugo
from newsbot.errors import SiteBroken
from newsbot.news import Draft, Language
from newsroom_run import beside, run
from test_cli_write import excerpting
from test_digest import published
from test_editions import KINDS, TEMPLATES, file
from test_feature import feature
from test_hugo import texts

pytestmark = pytest.mark.deep
AT = datetime(2026, 3, 5, 1, tzinfo=UTC)
FOLDERS: dict[Language, str] = {"zh-Hans": "", "zh-Hant": "zh-hant", "en": "en"}
WORDS = {
    "zh-Hans": ("责任编辑：陈编辑", "更正（2026年3月6日）：", "这篇文章是怎样写成的", "检索日期", "2026年3月5日 00:05"),
    "zh-Hant": ("責任編輯：陈编辑", "更正（2026年3月6日）：", "這篇文章是怎樣寫成的", "檢索日期", "2026年3月5日 00:05"),
    "en": (
        "Editor: 陈编辑",
        "Correction (March 6, 2026): ",
        "How this article was made",
        "Retrieved",
        "March 5, 2026, 00:05",
    ),
}


def shown(draft: Draft, language: Language) -> tuple[Document, str]:
    """A corrected article of this draft in the language, as it lies on the site."""
    _, text = file(draft, language)
    document = article.published(article.parse(text), AT, "陈编辑", None, None)
    document = article.corrected(document, article.Correction(day=date(2026, 3, 6), text="A", mark="1"), AT)
    template = KINDS[draft.kind].template
    return document, article.finish(document, TEMPLATES[template], template)


def build(web: Path, *args: str) -> None:
    done = subprocess.run(
        [hugo(), "--source", str(web), "--buildFuture", "--noBuildLock", "--panicOnWarning", *args],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(web), "HUGO_CACHEDIR": str(web / "cache")},
    )
    assert done.returncode == 0 and "WARN" not in done.stdout + done.stderr, done.stdout + done.stderr


@pytest.mark.parametrize("bundle", [False, True])
async def test_three_languages_stand_on_three_pages_with_every_heading_and_note(tmp_path: Path, bundle: bool) -> None:
    assert run(["site", "init", "web", "--url", "https://news.example/"], tmp_path).code == 0
    folder = ContentFolder(tmp_path / "web" / "content" / "posts", bundle=bundle)
    documents: dict[tuple[str, Language], Document] = {}
    for name, draft in (("news", news_draft()), ("feature", feature())):
        for language, path in FOLDERS.items():
            documents[name, language], text = shown(draft, language)
            await folder.put(f"{name}.{path}.md" if path else f"{name}.md", text)
    build(tmp_path / "web")
    public = tmp_path / "web" / "public"
    for (name, language), document in documents.items():
        page = html.document_fromstring((public / FOLDERS[language] / "posts" / name / "index.html").read_bytes())
        titles = [plain(each.title) for each in document.sections if each.title]
        heading = [plain(document.heading)] if document.heading else []
        assert texts(page.xpath("//article/*[self::h2 or self::h3]")) == [*heading, *titles, "References"], name
        notes = page.xpath("//article/h2[.='References']/following-sibling::*[1][contains(@class, 'footnotes')]//li")
        assert len(notes) == len(document.references), (name, language)
        text = page.text_content()
        assert [each for each in WORDS[language] if each not in text] == [], (name, language)
        assert len(page.xpath("//div[@class='notice']")) == 1
        assert page.xpath("//html/@lang")[0].casefold() == (language.casefold() if language != "zh-Hans" else "zh-cn")
        others = page.xpath("//nav[@class='languages']//a/@href")
        assert len(others) == 2 and all((public / each.strip("/") / "index.html").is_file() for each in others)
    home = html.document_fromstring((public / "index.html").read_bytes())
    assert len(home.xpath("//li[@class='entry']")) == 2, "an edition is no second article of the list"


async def test_a_site_without_the_language_refuses_the_edition_and_loses_nothing(tmp_path: Path) -> None:
    assert run(["site", "init", "web"], tmp_path).code == 0
    config = tmp_path / "web" / "hugo.toml"
    text = config.read_text(encoding="utf-8")
    start, end = text.index("[languages.zh-cn]"), text.index("# The layout has these names")
    config.write_text(text[:start] + text[end:], encoding="utf-8")
    folder = ContentFolder(tmp_path / "web" / "content" / "posts", hugo=Hugo(hugo(), tmp_path / "web", 60))
    _, simplified = shown(news_draft(), "zh-Hans")
    _, english = shown(news_draft(), "en")
    await folder.put("news.md", simplified)
    with pytest.raises(SiteBroken, match=r"knows no language en: add \[languages.en\]"):
        await folder.tried("news.en.md", english)
    config.write_text(text, encoding="utf-8")
    assert await folder.tried("news.en.md", english) == "http://localhost:1313/en/posts/news/"


@pytest.mark.parametrize("bundle", [False, True])
async def test_a_digests_links_lead_to_its_articles_and_no_note_is_lost(
    site: Any,
    tmp_path: Path,
    bundle: bool,
) -> None:
    """Twice on one day is one file too; what was in a digest is in no other until it is told anew."""
    assert run(["site", "init", "site", "--url", "https://news.example/"], tmp_path).code == 0
    env = excerpting(site, NEWSBOT_PUBLISH__BUNDLE=str(bundle).lower())
    ids = await published(site, tmp_path, "AB", env)
    made = await beside(["digest", "--json"], tmp_path, env)
    assert (made.code, sorted(made.report["of"])) == (0, sorted(ids)), made.err
    done = await beside(
        ["publish", made.report["story"], "--editor", "陈编辑", "--reason", "看过", "--json"], tmp_path, env
    )
    assert done.code == 0, done.err
    again = await beside(["digest", "--json"], tmp_path, env)
    assert again.report == made.report
    build(tmp_path / "site")
    public = tmp_path / "site" / "public"
    page = html.document_fromstring((public / urlsplit(done.report["url"]).path.strip("/") / "index.html").read_bytes())
    links = page.xpath("//article//a[.='全文']/@href")
    assert len(links) == 2
    for link in links:
        target = public / urlsplit(link).path.strip("/") / "index.html"
        assert target.is_file(), link
    document = article.parse((tmp_path / done.report["path"]).read_text(encoding="utf-8"))
    assert len(
        page.xpath("//section[contains(@class,'footnotes')]//li | //div[contains(@class,'footnotes')]//li")
    ) == len(document.references)
    heads = [plain(each.title) for each in document.sections if each.title]
    assert texts(page.xpath("//article/*[self::h2 or self::h3]")) == [*heads, "References"]
