"""Pages and documents: text, what a page says of itself, encodings, and what is refused."""

import json

import pytest

from newsbot import readability
from newsbot.errors import ParseError
from newsbot.readability import markup

URL = "https://news.example/2024/a.html?key=sesame"
SEEN = "2026-08-22T12:00:00+00:00"

BODY = """<nav><a href="/">首页</a> <a href="/ai">人工智能</a></nav>
<article><h1>云栖实验室发布小型模型</h1>
<p>云栖实验室周一发布了一款语言模型，参数为七十亿，可以在一部手机上运行，不需要联网。</p>
<h2>性能与价格</h2>
<ul><li>推理速度是上一代的两倍</li><li>价格下降一半，即日起生效</li></ul>
<table><tr><th>模型</th><th>得分</th></tr><tr><td>小型</td><td>85.3</td></tr></table>
<p>实验室负责人说：“这是<b>重要</b>的一步，<a href="https://x.example/">我们</a>会继续公开权重。”</p></article>
<section id="comments"><h3>评论</h3><p>路人甲：太好了，终于等到了这一天。</p></section>
<footer>版权所有 2025 云栖时报</footer>"""


def page(head: str = "", body: str = BODY, charset: str = "utf-8") -> bytes:
    title = "<title>云栖实验室发布小型模型 - 云栖时报</title>"
    return f"<!doctype html><html lang='zh'><head>{title}{head}</head><body>{body}</body></html>".encode(charset)


def json_ld(value: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(value, ensure_ascii=False)}</script>"


def test_the_text_has_one_paragraph_a_line_with_lists_and_tables_and_without_comments() -> None:
    found = readability.extract(URL, "text/html", SEEN, page())
    assert found.text.split("\n") == [
        "云栖实验室周一发布了一款语言模型，参数为七十亿，可以在一部手机上运行，不需要联网。",
        "性能与价格",
        "推理速度是上一代的两倍",
        "价格下降一半，即日起生效",
        "模型 | 得分",
        "小型 | 85.3",
        "实验室负责人说：“这是重要的一步，我们会继续公开权重。”",
    ]
    assert (found.title, found.language) == ("云栖实验室发布小型模型", "zh")


def test_what_the_page_says_of_itself_is_kept_as_it_says_it() -> None:
    head = (
        "<meta property='og:site_name' content='云栖ai时报'><meta name='author' content='李明'>"
        "<meta property='article:published_time' content='2025-06-08T23:30:00Z'>"
    )
    found = readability.extract(URL, "text/html", SEEN, page(head))
    assert (found.author, found.publisher, str(found.published)) == ("李明", "云栖ai时报", "2025-06-08")


def test_json_ld_names_author_publisher_and_date() -> None:
    article = {
        "@type": "NewsArticle",
        "datePublished": "2025-06-09",
        "author": [{"@type": "Person", "name": "王芳"}],
        "publisher": {"@type": "Organization", "name": "云栖时报社"},
    }
    found = readability.extract(URL, "text/html", SEEN, page(json_ld({"@graph": [{"@type": "WebSite"}, article]})))
    assert (found.author, found.publisher, str(found.published)) == ("王芳", "云栖时报社", "2025-06-09")


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        ("2025-05", "2025-05"),
        ("2025", "2025"),
        ("2025年5月7日 12:00", "2025-05-07"),
        ("2025/5/7", "2025-05-07"),
        ("20250507", "2025-05-07"),
        ("Wed, 07 May 2025 10:00:00 GMT", "2025-05-07"),
        ("May 7, 2025", "2025-05-07"),
        ("7 May 2025", "2025-05-07"),
        ("2025-13-40", "None"),
        ("2025-02-30", "None"),
        ("recently", "None"),
        ("", "None"),
    ],
)
def test_a_date_is_taken_exactly_as_far_as_it_is_stated(stated: str, date: str) -> None:
    head = f"<meta property='article:published_time' content='{stated}'>"
    url = "https://news.example/a.html"
    assert str(readability.extract(url, "text/html", SEEN, page(head)).published) == date


def test_a_page_without_a_date_has_none() -> None:
    assert readability.extract("https://news.example/a.html", "text/html", SEEN, page()).published is None


def test_a_date_in_the_byline_is_found() -> None:
    body = "<p class='date'>2026年1月1日</p>" + BODY.replace(
        "</h1>", "</h1><p class='date'>时间：2025年6月9日 08:30</p>"
    )
    found = readability.extract("https://news.example/a.html", "text/html", SEEN, page(body=body))
    assert str(found.published) == "2025-06-09"


def test_an_english_page_is_read() -> None:
    sentence = "The laboratory said on Monday that its new model runs on a phone and needs no network. "
    body = f"<article><h1>A small model</h1><p>{sentence * 3}</p><p>Its price falls by half.</p></article>"
    markup = f"<html><head><title>A small model</title></head><body>{body}</body></html>".encode()
    found = readability.extract(URL, "text/html", SEEN, markup)
    assert (found.title, found.language) == ("A small model", "en")
    assert found.text.endswith("Its price falls by half.")


def test_a_very_short_page_is_still_read() -> None:
    assert readability.extract(URL, "text/html", SEEN, b"<p>\xe7\x9f\xad\xe8\xae\xaf\xe3\x80\x82</p>").text == "短讯。"


def test_a_page_of_plain_text_is_read_as_a_document() -> None:
    found = readability.extract(URL, "text/plain; charset=gbk", SEEN, "通告\n\n今日停机。".encode("gb18030"))
    assert (found.title, found.text) == ("通告", "通告\n今日停机。")


def test_hostile_metadata_costs_only_itself() -> None:
    head = (
        "<script type='application/ld+json'>" + "[" * 50_000 + "</script>"
        "<script type='application/ld+json'>{</script>"
        + json_ld([{"@type": ["NewsArticle"], "datePublished": 5, "author": [[["x"]], {"name": {}}], "publisher": 1}])
        + "<meta name='author'><meta property='og:site_name' content='时报&#8238;&#10;x'>"
    )
    found = readability.extract("https://news.example/a.html", "text/html", SEEN, page(head))
    assert (found.author, found.publisher, found.published) == ("", "时报 x", None)


@pytest.mark.deep
def test_a_page_of_many_elements_goes_to_the_fast_extractor_and_is_cut_at_four_mebi_characters() -> None:
    paragraphs = "<p>这一段写得很长，是为了让页面超过提取器的上限，内容并不重要。</p>" * 130_000
    found = readability.extract(URL, "text/html", SEEN, page(body=f"<article>{paragraphs}</article><p>末尾</p>"))
    assert found.text.startswith("这一段写得很长")
    assert "末尾" not in found.text
    assert len(found.text) < markup.MAX_MARKUP


@pytest.mark.parametrize(
    ("content_type", "body", "says"),
    [
        ("image/png", b"whatever", "image/png"),
        ("application/pdf", b"whatever", "application/pdf"),
        ("text/html", b"%PDF-1.7 x", "a broken PDF"),
        ("text/html", b"PK\x03\x04x", "a zip archive"),
        ("", b"\x89PNG\r\n", "an image"),
        ("application/octet-stream", b"ab\0cd", "binary data"),
        ("text/html", bytes(range(1, 9)) * 20, "binary data"),
        ("application/json", b'{"a": 1}', "application/json"),
        ("text/html", b"", "no readable text"),
        ("text/html", b"  \n", "no readable text"),
        ("text/html", b"<html><body><script>render()</script></body></html>", "no readable text"),
        ("text/html", b"<html><body>" + b"<div>" * 50_000, "no readable text"),
    ],
)
def test_a_page_without_text_is_a_parse_error_that_says_why(content_type: str, body: bytes, says: str) -> None:
    with pytest.raises(ParseError, match=says) as caught:
        readability.extract(URL, content_type, SEEN, body)
    assert "news.example/2024/a.html" in str(caught.value)
    assert "sesame" not in str(caught.value)


# ---------------------------------------------------------------- encodings

SIMPLIFIED = "人工智能实验室今天发布了新的语言模型，价格比上一代下降一半，速度提高两倍。"
TRADITIONAL = "人工智慧實驗室今天發布了新的語言模型，價格比上一代下降一半，速度提高兩倍。"


def test_a_gb18030_page_with_meta_is_extracted() -> None:
    found = readability.extract(URL, "text/html", SEEN, page("<meta charset='gb2312'>", charset="gb18030"))
    assert found.title == "云栖实验室发布小型模型"


# ---------------------------------------------------------------- documents handed in as files

MARKDOWN = """---
title: "“小型模型”：谁\\"获益\\""
date: 2025-06-08T16:13:35.748Z
author: '编辑部'
source_url: "https://www.news.example/a"
tags:
  - AI
---

## Content

<article>
## **云栖**发布模型 ##

**TL;DR**：模型可以在手机上运行 [^1][^2]。

*   **价格**：下降[一半](https://x.example/a_(b))，见 `price` 表 [^1]。
*   snake_case 与 _强调_ 不同
1. 第一

> 引用的话。

| 模型 | 得分 |
|---|---|
| 小型 | 85.3 |

![图](a.png)
This line was wrapped by an editor at about seventy columns, as is usual
in plain text.

---

[^1]: 来源一. https://x.example/
[ref]: https://x.example/
</article>
"""


def test_markdown_is_reduced_to_its_text() -> None:
    assert readability.plain("稿.md", MARKDOWN.encode()).text.split("\n") == [
        "云栖发布模型",
        "TL;DR：模型可以在手机上运行。",
        "价格：下降一半，见 price 表。",
        "snake_case 与 强调 不同",
        "第一",
        "引用的话。",
        "模型 | 得分",
        "小型 | 85.3",
        "This line was wrapped by an editor at about seventy columns, as is usual in plain text.",
    ]


def test_front_matter_gives_title_date_author_and_the_host_of_the_source() -> None:
    found = readability.plain("稿.md", MARKDOWN.encode())
    assert (found.title, found.author, found.publisher) == ('“小型模型”：谁"获益"', "编辑部", "news.example")
    assert (str(found.published), found.language) == ("2025-06-08", "zh")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("前言\n\n# 标题\n\n正文", "标题"),
        ("第一行\n第二行", "第一行"),
        ("# C#\n正文", "C#"),
        ("---\ntitle:\n---\n正文", "正文"),
    ],
)
def test_without_front_matter_the_first_heading_else_the_first_line_is_the_title(text: str, title: str) -> None:
    assert readability.plain("a.txt", text.encode()).title == title


def test_lines_of_a_chinese_text_file_stay_paragraphs() -> None:
    assert (
        readability.plain("a.txt", "标题\n作者：甲\n\n第一段。\n第二段。\n".encode()).text
        == "标题\n作者：甲\n第一段。\n第二段。"
    )


@pytest.mark.parametrize(("encoding", "text"), [("gb18030", SIMPLIFIED), ("big5", TRADITIONAL), ("utf-16", SIMPLIFIED)])
def test_a_file_in_another_encoding_is_read(encoding: str, text: str) -> None:
    assert readability.plain("a.txt", text.encode(encoding)).text == text


@pytest.mark.parametrize("name", ["页面.HTML", "a.htm", "a.txt"])
def test_an_html_file_goes_through_the_extractor(name: str) -> None:
    found = readability.plain(name, page())
    assert found.title == "云栖实验室发布小型模型"
    assert "评论" not in found.text


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"%PDF-1.4", "a broken PDF"),
        (b"PK\x03\x04", "a zip archive"),
        (b"a\0b", "binary data"),
        (b"\n \n", "no readable text"),
        (b"---\ntitle: x\n---\n", "no readable text"),
        (b"[^1]: note\n\n---\n", "no readable text"),
    ],
)
def test_a_file_without_text_is_a_parse_error_that_names_it(body: bytes, says: str) -> None:
    with pytest.raises(ParseError, match=says) as caught:
        readability.plain("稿件/a.md", body)
    assert str(caught.value).startswith("稿件/a.md ")


@pytest.mark.parametrize(
    "piece", ["[", "*a", "_a ", "`", "<a", "![](", "[^", "# ", "> ", "[a](", "a ", "\\", "&#", "|", "---\n"]
)
def test_repeated_marks_cost_only_their_own_text(piece: str) -> None:
    """Patterns that backtrack would make this test hang."""
    assert readability.plain("a.md", f"好\n{piece * 100_000}".encode()).text.startswith("好")
