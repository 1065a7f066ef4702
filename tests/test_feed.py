"""Feeds: five formats, declared encodings, hostile and broken bytes."""

import json
from datetime import UTC, datetime

import pytest

from newsbot import feed
from newsbot.errors import ParseError

URL = "https://news.example/feeds/ai.xml?token=sesame"

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0"><channel><title>智谱观察</title><link>https://news.example/</link><language>zh-cn</language>
<item><guid isPermaLink="false">n-1</guid><title>新模型&amp;lt;b&amp;gt;发布&amp;lt;/b&amp;gt;：AT&amp;amp;T
参与</title><link>/2025/06/a.html</link><pubDate>Mon, 09 Jun 2025 12:13:35 +0800</pubDate>
<description><![CDATA[<p>第一段，价格&nbsp;3&lt;5。</p><script>alert(1)</script><p>第二段。</p>]]></description></item>
<item><guid isPermaLink="false">n-2</guid><title>晶片與軟體</title><link>javascript:alert(1)</link>
<pubDate>2025年6月9日 12:13</pubDate></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://lab.example/blog/" xml:lang="en">
<title>Lab blog</title><id>urn:lab</id><updated>2025-06-01T00:00:00Z</updated>
<entry xml:base="2025/"><id>urn:lab:1</id><title type="html">A &lt;i&gt;small&lt;/i&gt; model</title>
<link href="small.html"/><link rel="enclosure" href="a.mp3"/><updated>2025-06-09T12:13:35.5+08:00</updated>
<author><name>Ada Li</name></author><summary>It fits on a phone.</summary></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://old.example/"><title>Old wire</title></channel>
<item rdf:about="https://old.example/1"><title>First</title><link>https://old.example/1</link>
<dc:date>2025-06-09T04:13:35Z</dc:date></item></rdf:RDF>"""


def rss(encoding: str = "utf-8") -> str:
    return RSS.format(encoding=encoding)


def items(*inner: str) -> bytes:
    return f"<rss version='2.0'><channel>{''.join(f'<item>{text}</item>' for text in inner)}</channel></rss>".encode()


def test_rss_gives_entries_in_document_order_with_resolved_links_and_utc_dates() -> None:
    parsed = feed.parse(URL, "application/rss+xml", rss().encode())
    first, second = parsed.entries
    assert (parsed.title, parsed.language) == ("智谱观察", "zh-cn")
    assert (first.feed, first.key, first.url) == (URL, "n-1", "https://news.example/2025/06/a.html")
    assert first.published == datetime(2025, 6, 9, 4, 13, 35, tzinfo=UTC)
    assert second.key == "n-2"
    assert {first.publisher, second.publisher} == {"智谱观察"}  # the feed's own title


def test_titles_are_one_line_and_summaries_plain_paragraphs() -> None:
    first = feed.parse(URL, "", rss().encode()).entries[0]
    assert first.title == "新模型<b>发布</b>：AT&T 参与"  # escaped twice: the feed means the characters, not markup
    assert first.summary == "第一段，价格 3<5。\n第二段。"


def test_tags_in_a_title_are_stripped() -> None:
    body = items("<title>&lt;b&gt;Bold&lt;/b&gt; &lt;script&gt;x()&lt;/script&gt;claim &amp;mdash; again</title>")
    assert feed.parse(URL, "", body).entries[0].title == "Bold claim — again"


def test_a_link_that_is_not_http_is_dropped() -> None:
    assert feed.parse(URL, "", rss().encode()).entries[1].url == ""


@pytest.mark.parametrize(
    "stated",
    [
        "2025年6月9日 12:13",
        "2025/06/09 12:13:35",
        "周一, 09 六月 2025",
        "yesterday",
        "2025-06-09T99:99:99Z",
        "31 Feb 2025",
        "2025-02-31",
        "",
    ],
)
def test_a_date_in_no_standard_form_is_none_rather_than_guessed(stated: str) -> None:
    body = items(f"<title>x</title><pubDate>{stated}</pubDate>")
    assert feed.parse(URL, "", body).entries[0].published is None


@pytest.mark.parametrize(
    "stated",
    ["2025-06-09 12:13:35  +0800", "2025-06-09T04:13:35Z", "9 Jun 2025 04:13:35 GMT", "Mon, 9 Jun 25 04:13:35 +0000"],
)
def test_iso_and_rfc_822_dates_become_utc_instants(stated: str) -> None:
    body = items(f"<title>x</title><pubDate>{stated}</pubDate>")
    assert feed.parse(URL, "", body).entries[0].published == datetime(2025, 6, 9, 4, 13, 35, tzinfo=UTC)


def test_atom_links_are_resolved_against_nested_xml_base() -> None:
    parsed = feed.parse(URL, "application/atom+xml", ATOM.encode())
    (entry,) = parsed.entries
    assert (parsed.title, parsed.language) == ("Lab blog", "en")
    assert (entry.url, entry.title) == ("https://lab.example/blog/2025/small.html", "A small model")
    assert (entry.author, entry.summary) == ("Ada Li", "It fits on a phone.")
    assert entry.published == datetime(2025, 6, 9, 4, 13, 35, tzinfo=UTC)


def test_rss_1_0_is_read() -> None:
    parsed = feed.parse(URL, "text/xml", RDF.encode())
    (entry,) = parsed.entries
    assert (parsed.title, entry.key, entry.title) == ("Old wire", "https://old.example/1", "First")
    assert entry.published == datetime(2025, 6, 9, 4, 13, 35, tzinfo=UTC)


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"])
def test_json_feed_is_read_in_both_versions(version: str) -> None:
    document = {
        "version": version,
        "title": "Cahier",
        "language": "en",
        "items": [
            {
                "id": 7,
                "url": "/7",
                "title": "Seven",
                "content_html": "<p>One &amp; two</p><p>three</p>",
                "authors": [{"name": "Bo"}, {"name": "Cy"}],
                "date_published": "2025-06-09T12:13:35+08:00",
            },
            {"id": "8", "external_url": "https://else.example/8", "content_text": "a < b", "author": {"name": "Di"}},
        ],
    }
    parsed = feed.parse(URL, "application/feed+json", json.dumps(document).encode())
    first, second = parsed.entries
    assert (parsed.title, parsed.language) == ("Cahier", "en")
    assert (first.key, first.url, first.summary) == ("7", "https://news.example/7", "One & two\nthree")
    assert (first.author, first.published) == ("Bo, Cy", datetime(2025, 6, 9, 4, 13, 35, tzinfo=UTC))
    assert (second.url, second.summary, second.author) == ("https://else.example/8", "a < b", "Di")


def test_wrong_types_in_a_json_feed_cost_only_themselves() -> None:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": ["?"],
        "items": [
            "no item",
            {"id": {}, "url": 5, "title": None, "date_published": 5},
            {"id": "ok", "title": "\ud800好"},
        ],
    }
    parsed = feed.parse(URL, "", json.dumps(document).encode())
    assert parsed.title == ""
    assert [(entry.key, entry.title) for entry in parsed.entries][1:] == [("ok", "好")]


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "gb2312", "big5", "utf-8", "utf-16"])
@pytest.mark.parametrize("content_type", ["", "text/xml", "application/rss+xml"])
def test_a_declared_encoding_comes_out_right(encoding: str, content_type: str) -> None:
    text = rss(encoding).replace("智谱观察", "時報").replace("新模型", "模型") if encoding == "big5" else rss(encoding)
    if encoding == "gb2312":
        text = text.replace("晶片與軟體", "芯片")
    if encoding == "big5":
        text = text.replace("发布", "公開").replace("参与", "加入").replace("价", "價").replace("观", "觀")
    parsed = feed.parse(URL, content_type, text.encode(encoding))
    assert parsed.title == ("時報" if encoding == "big5" else "智谱观察")
    assert "第二段。" in parsed.entries[0].summary


def test_the_http_charset_wins_over_the_declaration() -> None:
    assert feed.parse(URL, "text/xml; charset=GBK", rss("utf-8").encode("gb18030")).title == "智谱观察"


def test_a_servers_default_charset_does_not_spoil_utf_8() -> None:
    assert feed.parse(URL, "text/xml; charset=ISO-8859-1", rss().encode()).title == "智谱观察"


def test_a_feed_declared_as_gbk_may_use_characters_beyond_it() -> None:
    body = rss("gbk").replace("智谱", "㐂谱").encode("gb18030")
    assert feed.parse(URL, "", body).title == "㐂谱观察"


def test_one_broken_byte_costs_one_character() -> None:
    body = rss("gb18030").encode("gb18030").replace("观察".encode("gb18030"), "观".encode("gb18030") + b"\xff")
    parsed = feed.parse(URL, "", body)
    assert parsed.title.startswith("智谱观")
    assert "第二段。" in parsed.entries[0].summary


def test_an_entry_without_id_is_known_by_its_link_and_without_both_by_its_text() -> None:
    body = items("<title>a</title><link>/a</link>", "<title>b</title>", "<title>c</title>")
    linked, one, other = feed.parse(URL, "", body).entries
    assert linked.key == "https://news.example/a"
    assert len(one.key) == len(other.key) == 64
    assert one.key != other.key


def test_entries_that_share_an_id_are_told_apart_by_link_whatever_their_order() -> None:
    pair = [f"<guid isPermaLink='false'>same</guid><title>t</title><link>/{name}</link>" for name in "ab"]
    forward = [entry.key for entry in feed.parse(URL, "", items(*pair)).entries]
    backward = [entry.key for entry in feed.parse(URL, "", items(*pair[::-1])).entries]
    assert len(set(forward)) == 2
    assert forward == backward[::-1]


def test_the_same_entry_twice_is_one_entry() -> None:
    entry = "<guid isPermaLink='false'>same</guid><title>t</title><link>/a</link>"
    assert len(feed.parse(URL, "", items(entry, entry)).entries) == 1


def test_a_giant_id_is_kept_as_its_hash() -> None:
    assert len(feed.parse(URL, "", items(f"<guid>{'x' * 5000}</guid><title>t</title>")).entries[0].key) == 64


def test_at_most_five_thousand_entries_are_read() -> None:
    body = items(*(f"<link>/{n}</link>" for n in range(5010)))
    assert len(feed.parse(URL, "", body).entries) == 5000


def test_a_feed_without_entries_is_a_feed() -> None:
    assert feed.parse(URL, "", b"<rss version='2.0'><channel><title>t</title></channel></rss>").entries == ()


def test_a_broken_feed_gives_what_can_be_read() -> None:
    body = b"<rss version='2.0'><channel><title>a & b</title><item><title>one\x01</title><link>/1</link></item><item>"
    parsed = feed.parse(URL, "", body)
    assert parsed.title == "a & b"
    assert parsed.entries[0].title == "one"


def test_external_entities_are_not_read(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("sesame", encoding="utf-8")
    body = f"<!DOCTYPE r [<!ENTITY e SYSTEM '{secret.as_uri()}'>]>".encode() + items("<title>x&e;y</title>")
    assert "sesame" not in feed.parse(URL, "", body).model_dump_json().replace("token=sesame", "")


def test_bytes_that_spell_a_path_are_not_opened(tmp_path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(rss(), encoding="utf-8")
    with pytest.raises(ParseError):
        feed.parse(URL, "", str(path).encode())


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"<!doctype html><html><body>404</body></html>", "an HTML page"),
        (b"<?xml version='1.0'?><!-- x --><html xmlns='http://www.w3.org/1999/xhtml'><head/></html>", "an HTML page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><path/></svg>", "<svg>"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "neither XML nor JSON"),
        (b"hello", "neither XML nor JSON"),
        (b'{"error": "no such feed"}', "no JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1"', "cannot be read"),
        (b'{"a":' * 100_000, "cannot be read"),
    ],
)
def test_what_is_no_feed_is_a_parse_error_that_says_what_it_looks_like(body: bytes, says: str) -> None:
    with pytest.raises(ParseError, match=says) as caught:
        feed.parse(URL, "text/html", body)
    assert "news.example/feeds/ai.xml" in str(caught.value)
    assert "sesame" not in str(caught.value)  # a feed's query may hold a key
    assert "\n" not in str(caught.value)
