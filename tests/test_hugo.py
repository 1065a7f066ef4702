"""What real Hugo makes of our files: headings, contents, notes and back links as meant; hostile text stays text."""

import json
import re

import pytest
from lxml import html

from article_sample import STORY, TEMPLATE, draft, evidence, form, paragraph, said, source, verdict
from golden import ROOT
from hugo_site import built
from newsbot.article import build, finish
from newsbot.article.document import Bullets, Mark, plain
from newsbot.news import Bullets as DraftBullets
from newsbot.news import Item, Section
from test_feature import KIND as FEATURE

HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "<!-- more --><!--more-->",
    '{{< figure src="x" >}} {{% include "y" %}} {{</* z */>}}',
    "[链接](http://evil.example) ![图](http://evil.example/i.png) <http://evil.example>",
    "[^1]: 假脚注 [^2] [^answer]",
    "[名]: http://evil.example",
    "见 http://evil.example/x 与 www.evil.example 和 me@evil.example (https://evil.example)",
    "`代码` ```块``` ~~~ ~~删~~ ~删~ **粗** __粗__ *斜* _斜_",
    "# 井号 ##",
    "> 引用",
    "- 横线",
    "+ 加号",
    "* 星号",
    "1. 数字",
    "2) 数字",
    "--- 横线",
    "=== 等号",
    "| 表 | 格 |",
    ": 定义",
    "::: 块",
    "~~~",
    "- [ ] 任务",
    "    缩进",
    "&amp; &lt;b&gt; &#60;i&#62; &copy;",
    "标题 {#evil .evil onclick=alert(1)}",
    "</article><h1>",
    "---",
    "***",
    "反斜杠\\",
    "5_000 a*b C++ a_b_c _x",
    "## References",
    "**Keywords**: 假",
    "“引”**是",
    "\x00\u202e控制\ufffe",
]
LAYOUT = """<!doctype html><html><body>
<h6>{{ .Title }}</h6><nav>{{ .TableOfContents }}</nav><main>{{ .Content }}</main>
<pre>{{ dict "title" .Title "summary" .Params.summary "author" .Params.author | jsonify }}</pre>
</body></html>"""
# Hugo sets straight quotation marks as curly ones unless told not to: a matter of the site, off here to compare texts.
CONFIG = {
    "baseURL": "http://site.example/",
    "disableKinds": ["home", "section", "taxonomy", "term", "rss", "sitemap", "404", "robotstxt"],
    "hasCJKLanguage": True,
    "markup": {"goldmark": {"extensions": {"typographer": {"disable": True}}}},
}


def hostile_articles():
    """Articles in which every place of a text is hostile once, a few texts each."""
    for n in range(0, len(HOSTILE), 6):
        few = HOSTILE[n : n + 6]
        bullets = DraftBullets(items=tuple(Item(lead=said(text), sentences=(said(text, "1.1"),)) for text in few))
        plain_bullets = DraftBullets(items=tuple(Item(lead=None, sentences=(said(text, "2.1"),)) for text in few))
        hostile = draft(
            title=said("".join(few)),
            heading=said(few[0]),
            tldr=tuple(map(said, few)),
            introduction=tuple(paragraph(said(text, "1.1"), said(text, "2.1")) for text in few),
            sections=tuple(
                Section(
                    title=said(text),
                    blocks=(paragraph(said(f"{text}：")), bullets, paragraph(said("完。")), plain_bullets),
                )
                for text in few[1:3]
            ),
            conclusion=(paragraph(said("完。", "3.1")),),
            keywords=tuple(map(said, few)),
            tags=tuple(few),
        )
        sources = (
            source(1, author=few[0], title=few[1], publisher=few[2], url="https://a.example/(x)_y_?q=*z*&amp;b=<i>"),
            source(2, author=few[3], title="".join(few), publisher=few[0], url="javascript:alert(1)"),
            source(3, author="", title=few[-1], publisher=few[-1], published=None, url=""),
        )
        yield build(verdict(hostile), evidence(*sources), STORY, form(author=few[0], label_text=few[1])).document


@pytest.fixture(scope="module")
def documents():
    return [build(verdict(draft()), evidence(), STORY, form()).document, *hostile_articles()]


@pytest.fixture(scope="module", params=[False, True], ids=["unsafe off", "unsafe on"])
def pages(request, documents, tmp_path_factory):
    """The pages of one Hugo build, in the order of the documents."""
    CONFIG["markup"]["goldmark"]["renderer"] = {"unsafe": request.param}
    return built_by_hugo(tmp_path_factory.mktemp("site"), [finish(document, TEMPLATE) for document in documents])


def built_by_hugo(folder, articles):
    """The page of each of these files."""
    files = {"layouts/_default/single.html": LAYOUT, "hugo.json": json.dumps(CONFIG)}
    built(folder, files | {f"content/a{n}.md": article for n, article in enumerate(articles)})
    return [
        html.document_fromstring((folder / "public" / f"a{n}" / "index.html").read_bytes().decode())
        for n in range(len(articles))
    ]


def texts(elements):
    return [each.text_content().strip() for each in elements]


def test_every_heading_stands_on_the_page_and_in_the_contents(pages, documents):
    for page, document in zip(pages, documents, strict=True):
        sections = [plain(section.title) for section in document.sections]
        expected = ["Content", plain(document.heading), *sections, "References", "Tags"]
        assert texts(page.xpath("//main//*[self::h2 or self::h3]")) == expected
        assert texts(page.xpath("//nav//a")) == expected
        targets = [link.get("href")[1:] for link in page.xpath("//nav//a")]
        assert targets == page.xpath("//main//*[self::h2 or self::h3]/@id")


def lines_of(document):
    """The body's lines in order."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Bullets):
                yield from ([block.intro] if block.intro else [])
                yield from (item.inlines for item in block.items)
            else:
                yield block.inlines


def test_number_target_and_text_of_every_note_and_back_link_are_right(pages, documents):
    for page, document in zip(pages, documents, strict=True):
        used = [each.mark for line in lines_of(document) for each in line if isinstance(each, Mark)]
        marks = page.xpath("//main//sup")
        assert [(mark.text_content(), mark.xpath("a/@href")[0]) for mark in marks] == [
            (label, f"#fn:{label}") for label in used
        ]
        notes = page.xpath("//*[@class='footnotes']//li[starts-with(@id, 'fn:')]")
        assert [note.get("id") for note in notes] == [f"fn:{each.label}" for each in document.references]
        for note, reference in zip(notes, document.references, strict=True):
            back = [link.get("href")[1:] for link in note.xpath(".//a[@class='footnote-backref']")]
            assert back == [mark.get("id") for mark, label in zip(marks, used, strict=True) if label == reference.label]
            links = note.xpath(".//a[not(@class='footnote-backref')]")
            assert texts(links) == ([reference.title] if reference.url else [])
            assert [link.get("href") for link in links] == ([reference.url] if reference.url else [])
            shown = note.text_content()
            for part in (reference.by, reference.title, reference.site):
                assert part is None or part in shown
            assert re.search(r"检索日期 2026年3月4日。", shown)


def test_every_text_of_the_body_shows_as_it_was_meant(pages, documents):
    for page, document in zip(pages, documents, strict=True):
        for sup in page.xpath("//main//sup"):
            sup.drop_tree()
        shown = [re.sub(r"\s+", " ", text) for text in texts(page.xpath("//main//p | //main//li"))]
        for line in (document.tldr, *lines_of(document)):
            assert any(re.sub(r" +", " ", plain(line)).strip() in text for text in shown), plain(line)
        leads = [
            i.lead for s in document.sections for b in s.blocks if isinstance(b, Bullets) for i in b.items if i.lead
        ]
        assert texts(page.xpath("//main//strong")) == ["TL;DR", *leads, "Keywords"]
        assert f"Keywords: {', '.join(document.keywords)}" in shown
        assert " ".join(f"#{tag}" for tag in document.hashtags) in shown
        assert texts(page.xpath("//main//em"))[-1] == document.label


def test_nothing_hostile_becomes_markup(pages, documents):
    for page, document in zip(pages, documents, strict=True):
        known = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "hr", "div", "sup", "a", "main", "article"}
        assert {each.tag for each in page.xpath("//main//*") if isinstance(each.tag, str)} <= known
        assert len(page.xpath("//main//em")) == 2  # the footer and the label
        links = {link for link in page.xpath("//main//a/@href") if not link.startswith("#fn")}
        assert links == {reference.url for reference in document.references if reference.url}
        attributes = {name for each in page.xpath("//main//*") for name in each.attrib}
        assert attributes <= {"id", "class", "href", "role"}


def test_front_matter_reaches_the_site_unchanged(pages, documents):
    for page, document in zip(pages, documents, strict=True):
        front = {field.key: field.value for field in document.front}
        told = json.loads(page.xpath("//pre")[0].text_content())
        assert told == {key: front[key].quoted for key in told}


def test_the_article_element_holds_its_headings_where_the_site_allows_html(pages, request, documents):
    for page, document in zip(pages, documents, strict=True):
        inside = texts(page.xpath("//main//article//*[self::h2 or self::h3]"))
        if "unsafe on" in request.node.name:
            assert inside == [plain(document.heading), *(plain(s.title) for s in document.sections), "References"]
        else:
            assert inside == []


# ---------------------------------------------------------------- the plain layout


def test_a_plain_article_loses_no_heading_note_or_list_and_ends_with_its_notes(tmp_path):
    """A feature has its notes right under the heading References, whatever the theme: nothing follows it."""
    kind = FEATURE.model_copy(update={"length": None})
    plain_articles = []
    for n in range(0, len(HOSTILE), 6):
        few = HOSTILE[n : n + 6]
        items = DraftBullets(items=tuple(Item(lead=said(text), sentences=(said(text, "1.1"),)) for text in few))
        sections = tuple(
            Section(title=said(text), blocks=(paragraph(said(text, "1.1"), said(text, "2.1")), items)) for text in few
        )
        parts = {"kind": "feature", "heading": None, "conclusion": (), "sections": sections}
        keywords = tuple(map(said, few))
        hostile = draft(title=said("".join(few)), tldr=tuple(map(said, few)), keywords=keywords, **parts)
        sources = (
            source(1, author=few[0], title=few[1], publisher=few[2], url="https://a.example/(x)_y_?q=*z*&amp;b=<i>"),
            source(2, author=few[3], title="".join(few), publisher=few[0], url=""),
            source(3, author="（2025/6/18）", title=few[-1], publisher="。检索日期2025/6/18", published=None),
        )
        settings = form(kind=kind, label_text=few[1])
        plain_articles.append(build(verdict(hostile), evidence(*sources), STORY, settings).document)
    template = (ROOT / "templates" / kind.template).read_text(encoding="utf-8")
    pages = built_by_hugo(tmp_path, [finish(each, template) for each in plain_articles])
    for page, document in zip(pages, plain_articles, strict=True):
        headings = [plain(section.title) for section in document.sections if section.title]
        assert texts(page.xpath("//main//*[self::h2 or self::h3]")) == [*headings, "References"]
        used = [each.mark for line in lines_of(document) for each in line if isinstance(each, Mark)]
        assert page.xpath("//main//sup/a/@href") == [f"#fn:{label}" for label in used]
        notes = page.xpath("//*[@class='footnotes']//li[starts-with(@id, 'fn:')]")
        for note, reference in zip(notes, document.references, strict=True):
            shown = note.text_content()
            assert all(part is None or part in shown for part in (reference.by, reference.title, reference.site))
            assert "检索日期2026/3/4。" in shown
            links = note.xpath(".//a[not(@class='footnote-backref')]/@href")
            assert links == ([reference.url] if reference.url else [])
        after = page.xpath("//main//h2[.='References']/following-sibling::*/@class")
        assert after == ["footnotes"]
        assert texts(page.xpath("//main//blockquote")) == [plain(document.tldr)]
        assert texts(page.xpath("//main//em")) == [document.label]
        leads = [i.lead for s in document.sections for b in s.blocks if isinstance(b, Bullets) for i in b.items]
        assert texts(page.xpath("//main//strong")) == leads
        known = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "hr", "div", "sup", "a", "main", "blockquote"}
        assert {each.tag for each in page.xpath("//main//*") if isinstance(each.tag, str)} <= known
