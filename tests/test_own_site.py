"""The site that `newsbot site init` makes: what it writes, and what real Hugo makes of our articles in it."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from lxml import html

from article_sample import STORY, TEMPLATE, draft, evidence, form, paragraph, said, verdict
from column_sample import column
from hugo_site import hugo
from newsbot import article
from newsbot.article.document import Document, plain
from newsbot.news import Section
from newsbot.settings import load
from newsroom_run import left_in, run
from story_cases import PROMPTS
from test_feature import KIND as FEATURE
from test_feature import TEMPLATE as FEATURE_TEMPLATE
from test_feature import feature
from test_hugo import hostile_articles, texts

AT = datetime(2026, 3, 5, 1, tzinfo=UTC)
APPROVED = "本文由人工智能生成，经编辑审核后发布。"
TABLED = """---
title: "长稿"
date: 2026-03-01T10:00:00+08:00
draft: false
kind: "notice"
---
## 一、背景

甲说到乙[^1]。

| 港口 | 泊位 |
|---|---|
| 临江港 | 11[^2] |

## 二、后果

*本文由人工智能生成，尚未审核。*

## References

[^1]: 甲. 检索日期 2026年3月1日。
[^2]: 乙. 检索日期 2026年3月1日。
"""


def published(made: Document, editor: str = "陈编辑") -> Document:
    return article.published(made, AT, editor, APPROVED if editor else None, None)


def documents() -> dict[str, Document]:
    """One article of each kind, one corrected, one taken back, one that follows another, and hostile ones."""
    news = article.build(verdict(draft()), evidence(), STORY, form()).document
    section = Section(title=said("港务局先试一个泊位"), blocks=(paragraph(said("先试一个泊位。", "1.2")),))
    short = draft(kind="brief", introduction=(), conclusion=(), sections=(section,))
    brief = article.build(verdict(short), evidence(), STORY, form(kind=_kind("brief"))).document
    deep = article.build(verdict(feature()), evidence(), STORY, form(kind=FEATURE)).document
    opined = article.build(verdict(column()), evidence(), STORY, form(kind=_kind("commentary"))).document
    wrong = {"was": "2300万元", "instead": "2400万元", "reason": "港务局更正了数字", "mark": "1"}
    correction = article.Correction(day=date(2026, 3, 6), **wrong)
    tersely = article.Correction(day=date(2026, 3, 6), **{**wrong, "reason": ""})
    quiet = article.build(verdict(draft()), evidence(), STORY, form(label_explicit=False)).document
    return {
        "news": published(news),
        "brief": published(brief),
        "feature": published(deep, editor=""),
        "corrected": article.corrected(published(news), correction, AT),
        "tersely": article.corrected(published(news), tersely, AT),
        "withdrawn": article.withdrawn(published(news), "来源撤回了报道", date(2026, 3, 7), AT),
        "commentary": published(opined),
        "unlabelled": published(quiet),
        **{f"hostile{n}": published(each, editor="") for n, each in enumerate(hostile_articles())},
    }


def _kind(name: str) -> Any:
    from newsbot import kinds

    return kinds.named(kinds.known(PROMPTS.declared(kinds.FILE)), name)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, Document]]]:
    """The site as it comes with these articles in it, built once."""
    folder = tmp_path_factory.mktemp("newsroom")
    made = run(["site", "init", "web", "--title", "港口新闻", "--url", "https://news.example/port"], folder)
    assert made.code == 0, made.err
    articles = documents()
    for name, document in articles.items():
        template = FEATURE_TEMPLATE if name in ("feature", "commentary") else TEMPLATE
        file = folder / "web" / "content" / "posts" / f"{name}.md"
        file.write_text(article.finish(document, template), encoding="utf-8")
    (folder / "web" / "content" / "posts" / "tabled.md").write_text(TABLED, encoding="utf-8")
    follows = (folder / "web" / "content" / "posts" / "brief.md").read_text(encoding="utf-8")
    (folder / "web" / "content" / "posts" / "brief.md").write_text(
        follows.replace("\nprovenance:", '\nfollows: "news.md"\nprovenance:', 1), encoding="utf-8"
    )
    done = subprocess.run(
        [hugo(), "--source", str(folder / "web"), "--buildFuture", "--noBuildLock", "--panicOnWarning"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "HUGO_CACHEDIR": str(folder / "cache")},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARN" not in done.stdout + done.stderr
    yield folder / "web" / "public", articles


def page(built: tuple[Path, dict[str, Document]], name: str) -> Any:
    return html.document_fromstring((built[0] / "posts" / name / "index.html").read_bytes())


def test_every_heading_stands_on_its_page_and_the_frames_own_are_left_out(built: Any) -> None:
    for name, document in built[1].items():
        sections = [plain(section.title) for section in document.sections if section.title]
        heading = [plain(document.heading)] if document.heading else []
        references = ["References"] if document.references else []
        shown = texts(page(built, name).xpath("//article/*[self::h2 or self::h3]"))
        assert shown == [*heading, *sections, *references], name
        assert texts(page(built, name).xpath("//h1")) == [_front(document, "title")], name


def _front(document: Document, key: str) -> str:
    value = next(field.value for field in document.front if field.key == key)
    return re.sub(r"\s+", " ", value.quoted).strip()


def test_the_notes_stand_right_under_references_and_none_is_lost(built: Any) -> None:
    for name, document in built[1].items():
        made = page(built, name)
        notes = made.xpath("//article/h2[.='References']/following-sibling::*[1][contains(@class, 'footnotes')]//li")
        assert len(notes) == len(document.references), name
        told = "".join(texts(notes))
        assert all((reference.by or "") in told for reference in document.references), name
        assert not made.xpath("//a[starts-with(@href, '#')][not(id(substring(@href, 2)))]"), name


def test_the_label_stands_once_under_the_title(built: Any) -> None:
    for name, document in built[1].items():
        made = page(built, name)
        label = document.label or APPROVED  # without one in the text, what the metadata says
        assert texts(made.xpath("//article/header/p[@class='label']")) == [label], name
        if not name.startswith("hostile"):
            assert made.text_content().count(label) == 1, name
        assert "ContentProducer" in made.xpath("//meta[@name='AIGC']/@content")[0], name


def test_tldr_corrections_and_a_withdrawal_are_set_apart(built: Any) -> None:
    corrected = page(built, "corrected")
    assert texts(corrected.xpath("//div[@class='tldr']"))[0].startswith("TL;DR：临江港上线")
    assert texts(corrected.xpath("//div[@class='notice']"))[0].startswith("更正（2026年3月6日）：本文此前写“2300万元”")
    assert "“2300万元”改为“2400万元”（港务局更正了数字）" in texts(corrected.xpath("//section"))[0]
    tersely = texts(page(built, "tersely").xpath("//section[@class='corrections']//li"))
    assert tersely == ["2026-03-06：“2300万元”改为“2400万元”"]
    withdrawn = page(built, "withdrawn")
    assert texts(withdrawn.xpath("//div[@class='notice']")) == [
        "撤稿（2026年3月7日）：本文已由编辑部撤回。原因：来源撤回了报道。"
    ]
    assert not withdrawn.xpath("//div[@class='tldr'] | //h2[.='References'] | //p[@class='keywords']")
    assert not page(built, "news").xpath("//div[@class='notice'] | //section[@class='corrections']")


def test_each_kind_is_shown_by_its_name(built: Any) -> None:
    shown = {"news": "消息", "brief": "快讯", "feature": "特稿", "commentary": "评论"}
    for name, title in shown.items():
        assert texts(page(built, name).xpath("//span[@class='kind']")) == [title]
    assert texts(page(built, "commentary").xpath("//span[@class='author']")) == ["AI News Assistant（人工智能撰写）"]


def test_the_minutes_to_read_are_those_of_the_front_matter_and_else_counted_alike(built: Any) -> None:
    for name in ("news", "brief", "corrected", "withdrawn", "tabled"):
        file = built[0].parent / "content" / "posts" / f"{name}.md"
        stated = re.search(r"^reading_time: (\d+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
        assert (stated is None) is (name == "tabled")
        minutes = stated[1] if stated else 1
        assert texts(page(built, name).xpath("//span[@class='reading']")) == [f"约 {minutes} 分钟读完"], name


def test_how_it_was_made_is_told_from_its_provenance(built: Any) -> None:
    made = page(built, "news").xpath("//details[@class='made']")[0].text_content()
    for part in ("some-model", "交编辑审核", "陈编辑", "news/draft", "语言模型一次写成全文", STORY.id):
        assert part in made
    assert "This article was automatically generated by AI News Assistant" in made
    follows = page(built, "brief").xpath("//p[@class='follows']/a/@href")
    assert follows == ["/port/posts/news/"]


def test_a_table_and_notes_in_its_cells_stand_on_the_page(built: Any) -> None:
    made = page(built, "tabled")
    assert texts(made.xpath("//table//th")) == ["港口", "泊位"]
    assert texts(made.xpath("//table//td")) == ["临江港", "112"]
    assert len(made.xpath("//div[@class='footnotes']//li")) == 2
    assert texts(made.xpath("//p[@class='label']")) == ["本文由人工智能生成，尚未审核。"]
    assert texts(made.xpath("//span[@class='kind']")) == ["notice"]  # a kind that the site has no name for


def test_nothing_is_fetched_from_elsewhere_and_links_lead_only_to_sources(built: Any) -> None:
    sources = {each.url for document in built[1].values() for each in document.references if each.url}
    for file in built[0].rglob("*.html"):
        made = html.document_fromstring(file.read_bytes())
        assert not made.xpath("//script | //iframe | //style | //*[@style] | //img | //*[@onclick or @onerror]")
        loaded = made.xpath("//link[@rel='stylesheet' or @rel='icon']/@href")
        assert all(urlsplit(each).netloc == "" for each in loaded)
        links = set(made.xpath("//body//a/@href"))
        assert {each for each in links if urlsplit(each).netloc} <= sources, file
    css = (built[0] / "site.css").read_text(encoding="utf-8")
    assert "url(" not in css and "@import" not in css and "http" not in css


def test_links_within_the_site_lead_to_pages(built: Any) -> None:
    for file in (built[0] / "index.html", built[0] / "posts" / "news" / "index.html", built[0] / "tags" / "index.html"):
        for link in html.document_fromstring(file.read_bytes()).xpath("//a/@href | //link/@href"):
            path = urlsplit(urljoin("https://news.example/port/", link)).path.removeprefix("/port/")
            if urlsplit(link).netloc in ("", "news.example") and not link.startswith("#") and "%" not in path:
                target = built[0] / path
                assert target.is_file() or (target / "index.html").is_file(), link


def test_the_archive_lists_every_article_by_month_and_the_home_page_the_newest(built: Any) -> None:
    archive = html.document_fromstring((built[0] / "posts" / "index.html").read_bytes())
    assert len(archive.xpath("//section[@class='month']//li")) == len(built[1]) + 1
    assert texts(archive.xpath("//section/h2")) == ["2026年3月"]
    assert archive.xpath("//html/@lang") == ["zh-CN"]
    home = html.document_fromstring((built[0] / "index.html").read_bytes())
    assert len(home.xpath("//li[@class='entry']")) == len(built[1]) + 1
    assert "有更正" in home.text_content()


def test_no_tag_takes_the_place_of_the_list_of_all_tags(built: Any) -> None:
    assert texts(html.document_fromstring((built[0] / "tags" / "index.html").read_bytes()).xpath("//h1")) == ["标签"]


def test_the_feed_is_rss_with_every_article_and_its_label(built: Any) -> None:
    feed = ElementTree.parse(built[0] / "index.xml").getroot().find("channel")
    assert feed is not None
    assert feed.findtext("title") == "港口新闻"
    assert feed.findtext("language") == "zh-CN"
    items = {each.findtext("link"): each for each in feed.findall("item")}
    assert len(items) == len(built[1]) + 1
    news = items["https://news.example/port/posts/news/"]
    assert news.findtext("title") == "临江港上线语音调度模型，等泊时间缩短11分钟"
    assert news.findtext("description") == f"临江港上线语音调度模型。港务局称，等泊时间平均缩短11分钟。（{APPROVED}）"
    tabled = items[
        "https://news.example/port/posts/tabled/"
    ]  # without a summary: its first paragraph, without its note
    assert tabled.findtext("description") == "甲说到乙。（本文由人工智能生成，尚未审核。）"
    (about,) = page(built, "tabled").xpath("//meta[@property='og:description']/@content")
    assert about == "甲说到乙。"
    assert news.findtext("pubDate") == "Wed, 04 Mar 2026 16:05:09 +0000"


# ---------------------------------------------------------------- what init writes


def test_what_is_there_is_never_written_over_and_what_is_missing_comes_back(tmp_path: Path) -> None:
    assert run(["site", "init", "web"], tmp_path).code == 0
    before = left_in(tmp_path)
    (tmp_path / "web" / "static" / "site.css").write_text("mine", encoding="utf-8")
    (tmp_path / "web" / "layouts" / "404.html").unlink()
    again = run(["site", "init", "web"], tmp_path)
    assert again.code == 0
    assert again.out.split() == ["web/layouts/404.html"]
    assert "site.css is there already and stays as it is" in again.err
    assert (tmp_path / "web" / "static" / "site.css").read_text(encoding="utf-8") == "mine"
    assert left_in(tmp_path) == before


@pytest.mark.parametrize("config", ["hugo.toml", "hugo.yaml", "config.toml"])
def test_a_site_that_is_somebody_elses_is_refused_and_left_alone(tmp_path: Path, config: str) -> None:
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / config).write_text('title = "mine"', encoding="utf-8")
    refused = run(["site", "init", "web"], tmp_path)
    assert refused.code == 1
    assert f"is a Hugo site already ({config})" in refused.err
    assert left_in(tmp_path) == [f"web/{config}"]


def test_site_dir_is_set_where_newsbot_toml_is_as_it_came_and_else_only_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(["init"], tmp_path)
    before = (tmp_path / "newsbot.toml").read_text(encoding="utf-8")
    assert run(["site", "init", "my web"], tmp_path).code == 0
    after = (tmp_path / "newsbot.toml").read_text(encoding="utf-8")
    assert after == before.replace('\ndir = "site"\n', '\ndir = "my web"\n')
    other = run(["site", "init", "other"], tmp_path)
    assert 'set in newsbot.toml, under [site]: dir = "other"' in other.err
    assert (tmp_path / "newsbot.toml").read_text(encoding="utf-8") == after
    monkeypatch.chdir(tmp_path)
    assert str(load().site.dir) == "my web"


def test_titles_of_any_kind_make_a_configuration_that_can_be_read(tmp_path: Path) -> None:
    title = '引"号\\与\n换行\x00\x7f{{ x }}'
    assert run(["site", "init", "web", "--title", title], tmp_path).code == 0
    config = tomllib.loads((tmp_path / "web" / "hugo.toml").read_text(encoding="utf-8"))
    assert config["title"] == '引"号\\与 换行{{ x }}'
    assert config["hasCJKLanguage"] is True
    assert config["markup"]["goldmark"]["renderer"]["unsafe"] is False
    assert run(["site", "init", "two", "--url", 'javascript:alert("x")'], tmp_path).code == 2
    assert not (tmp_path / "two").exists()


def test_a_folder_that_hugo_does_not_read_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "newsbot.toml").write_text('[publish]\nfolder = "source/_posts"\n', encoding="utf-8")
    refused = run(["site", "init", "web"], tmp_path)
    assert refused.code == 1
    assert "publish.folder is source/_posts" in refused.err
    assert left_in(tmp_path) == ["newsbot.toml"]


def test_the_archive_is_where_articles_are_published(tmp_path: Path) -> None:
    (tmp_path / "newsbot.toml").write_text('[publish]\nfolder = "content/zh/news"\n', encoding="utf-8")
    assert run(["site", "init", "web"], tmp_path).code == 0
    assert (tmp_path / "web" / "content" / "zh" / "news" / "_index.md").is_file()
    config = tomllib.loads((tmp_path / "web" / "hugo.toml").read_text(encoding="utf-8"))
    assert config["menus"]["main"][1]["pageRef"] == "/zh/news"
