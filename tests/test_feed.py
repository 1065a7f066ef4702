"""Feeds: six formats, what is kept of their entries, who an entry is, and what of it counts as a change."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser.api
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot import feed
from newsbot.errors import ParseError
from newsbot.news import Entry, Hints, ParsedFeed, Reading

URL = "https://news.example/feeds/ai.xml?token=sesame"
SEEN = datetime(2025, 6, 9, 5, 0, tzinfo=UTC)

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0"><channel><title>智谱观察</title><link>https://news.example/</link><language>zh-cn</language>
<item><guid isPermaLink="false">n-1</guid><title>新模型&amp;lt;b&amp;gt;发布&amp;lt;/b&amp;gt;：AT&amp;amp;T
参与</title><link>/2025/06/a.html</link><pubDate>Mon, 09 Jun 2025 12:13:35 +0800</pubDate>
<description><![CDATA[<p>第一段，价格&nbsp;3&lt;5。</p><script>alert(1)</script><p>第二段。</p>]]></description></item>
<item><guid isPermaLink="false">n-2</guid><title>晶片與軟體</title><link>javascript:alert(1)</link>
<pubDate>2025年6月9日 12:13</pubDate></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://lab.example/blog/" xml:lang="en">
<title>Lab blog</title><id>urn:lab</id><updated>2025-06-01T00:00:00Z</updated><link href="./"/>
<entry xml:base="2025/"><id>urn:lab:1</id><title type="html">A &lt;i&gt;small&lt;/i&gt; model</title>
<link href="small.html"/><link rel="enclosure" href="a.mp3"/><updated>2025-06-09T12:13:35.5+08:00</updated>
<author><name>Ada Li</name></author><author><name>Bo Wu</name></author>
<summary>It fits on a phone.</summary></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://old.example/"><title>Old wire</title></channel>
<item rdf:about="https://old.example/1"><title>First</title><link>https://old.example/1</link>
<dc:date>2025-06-09T04:13:35Z</dc:date></item></rdf:RDF>"""

CDF = """<CHANNEL HREF="https://cdf.example/"><TITLE>Old channel</TITLE>
<ITEM HREF="https://cdf.example/1"><TITLE>One</TITLE><ABSTRACT>In short.</ABSTRACT></ITEM></CHANNEL>"""


def parse(body: bytes | str, content_type: str = "", **asked: object) -> ParsedFeed:
    reading = Reading(**{"feed": URL, "url": URL, "content_type": content_type, "seen": SEEN} | asked)
    return feed.parse(reading.model_dump_json(), body.encode() if isinstance(body, str) else body)


def rss(encoding: str = "utf-8") -> str:
    return RSS.format(encoding=encoding)


def items(*inner: str, channel: str = "") -> str:
    namespaces = "xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/'"
    return (
        f"<rss version='2.0' {namespaces} xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>"
        f"<channel>{channel}{''.join(f'<item>{text}</item>' for text in inner)}</channel></rss>"
    )


def only(inner: str, **asked: object) -> Entry:
    (entry,) = parse(items(inner), **asked).entries
    return entry


def json_feed(*entries: object, version: str = "https://jsonfeed.org/version/1.1", **head: object) -> str:
    return json.dumps({"version": version, "title": "Cahier", "items": entries} | head)


# ---------------------------------------------------------------- formats


def test_rss_gives_entries_in_document_order_with_resolved_links_and_utc_dates() -> None:
    parsed = parse(rss(), "application/rss+xml")
    first, second = parsed.entries
    assert (parsed.title, parsed.language, parsed.site) == ("智谱观察", "zh-cn", "https://news.example/")
    assert (first.feed, first.key, first.id, first.url) == (URL, "n-1", "n-1", "https://news.example/2025/06/a.html")
    assert first.published == datetime(2025, 6, 9, 4, 13, 35, tzinfo=UTC)
    assert second.key == "n-2"
    assert {first.publisher, second.publisher} == {"智谱观察"}  # the feed's own title


def test_atom_links_are_resolved_against_nested_xml_base() -> None:
    parsed = parse(ATOM, "application/atom+xml")
    (entry,) = parsed.entries
    assert (parsed.title, parsed.language, parsed.site) == ("Lab blog", "en", "https://lab.example/blog/")
    assert (entry.url, entry.title) == ("https://lab.example/blog/2025/small.html", "A small model")
    assert (entry.author, entry.summary) == ("Ada Li, Bo Wu", "It fits on a phone.")
    assert entry.published == datetime(2025, 6, 9, 4, 13, 35, 500_000, tzinfo=UTC)


def test_rss_1_0_is_read() -> None:
    parsed = parse(RDF, "text/xml")
    (entry,) = parsed.entries
    assert (parsed.title, entry.key, entry.title) == ("Old wire", "https://old.example/1", "First")
    assert entry.published == datetime(2025, 6, 9, 4, 13, 35, tzinfo=UTC)


def test_cdf_is_read() -> None:
    parsed = parse(CDF)
    (entry,) = parsed.entries
    assert (parsed.title, entry.url, entry.title) == ("Old channel", "https://cdf.example/1", "One")
    assert entry.summary == "In short."


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"])
def test_json_feed_is_read_in_both_versions(version: str) -> None:
    seven = {
        "id": 7,
        "url": "/7",
        "title": "Seven",
        "content_html": "<p>One &amp; two</p><p>three</p>",
        "authors": [{"name": "Bo"}, {"name": "Cy"}],
        "date_published": "2025-06-09T12:13:35+08:00",
    }
    eight = {
        "id": "8",
        "external_url": "https://else.example/8",
        "content_text": "a < b\n\nand\nso on",
        "author": {"name": "Di"},
    }
    parsed = parse(json_feed(seven, eight, version=version, language="en", home_page_url="/"), "application/feed+json")
    first, second = parsed.entries
    assert (parsed.title, parsed.language, parsed.site) == ("Cahier", "en", "https://news.example/")
    assert (first.key, first.url, first.summary) == ("7", "https://news.example/7", "One & two\nthree")
    assert (first.author, first.published) == ("Bo, Cy", datetime(2025, 6, 9, 4, 13, 35, tzinfo=UTC))
    assert (second.url, second.summary, second.author) == ("https://else.example/8", "a < b\nand so on", "Di")


def test_wrong_types_in_a_json_feed_cost_only_themselves() -> None:
    broken = {"id": {}, "url": 5, "title": None, "content_html": [], "authors": {"name": 1}, "date_published": True}
    parsed = parse(json_feed("no item", broken, {"id": "ok", "title": "\ud800好"}, title=["?"]))
    assert parsed.title == ""
    assert [(entry.key, entry.title) for entry in parsed.entries][1:] == [("ok", "好")]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (rss(), "RSS 2.0"),
        ("<rss version='0.91'><channel/></rss>", "RSS 0.91 (Userland)"),
        ("<rss><channel/></rss>", "RSS"),
        (ATOM, "Atom 1.0"),
        (RDF, "RSS 1.0"),
        (CDF, "CDF"),
        ("<CHANNEL><TITLE>Old channel</TITLE></CHANNEL>", "CDF"),
        (json_feed(), "JSON Feed 1.1"),
        (json_feed(version="https://jsonfeed.org/version/1"), "JSON Feed 1.0"),
    ],
)
def test_the_format_is_named_for_people(body: str, name: str) -> None:
    assert parse(body).format == name


def test_a_feed_without_entries_is_a_feed() -> None:
    parsed = parse("<rss version='2.0'><channel><title>t</title></channel></rss>")
    assert (parsed.entries, parsed.total) == ((), 0)


@pytest.mark.parametrize(
    ("channel", "titles", "language"),
    [
        ("<language>zh-TW</language>", ["English titles"], "zh-TW"),
        ("", ["新模型发布", "芯片涨价"], "zh"),
        ("", ["A small model", "Chips cost more"], "en"),
        ("", [], ""),
    ],
)
def test_the_language_is_the_feeds_own_word_else_that_of_its_titles(
    channel: str, titles: list[str], language: str
) -> None:
    assert parse(items(*(f"<title>{title}</title>" for title in titles), channel=channel)).language == language


def test_at_most_five_thousand_entries_are_read() -> None:
    assert parse(items(*(f"<link>/{n}</link>" for n in range(5010)))).total == 5000
    assert parse(items("<title>&nbsp;</title>", *(f"<link>/{n}</link>" for n in range(5010)))).total == 5000
    assert parse(json_feed(*({"id": n} for n in range(5010)))).total == 5000


def test_a_broken_feed_gives_what_can_be_read() -> None:
    parsed = parse("<rss version='2.0'><channel><title>a & b</title><item><title>one\x01</title><link>/1</link></item>")
    assert parsed.title == "a & b"
    assert parsed.entries[0].title == "one"


def test_half_a_character_and_no_character_as_references_cost_no_entry() -> None:
    """Exporters write an emoji as its two UTF-16 halves; feedparser raises UnicodeEncodeError on them."""
    parsed = parse(items("<title>&#55357;&#56832; a&#xD83D;b&#x110000;c&#99999999999;</title>", "<title>two</title>"))
    assert [entry.title for entry in parsed.entries] == ["\U0001f600 a\ufffdbc", "two"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "empty"),
        ("  \n ", "empty"),
        ("<!doctype html><html><body>404</body></html>", "an HTML page"),
        ("<?xml version='1.0'?><!-- x --><html xmlns='http://www.w3.org/1999/xhtml'><head/></html>", "an HTML page"),
        ("<svg xmlns='http://www.w3.org/2000/svg'><path/></svg>", "<svg>"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "neither XML nor JSON"),
        ("hello", "neither XML nor JSON"),
        ('{"error": "no such feed"}', "no JSON Feed"),
        ("[1, 2]", "no JSON Feed"),
        ('{"version": "https://jsonfeed.org/version/1"', "cannot be read"),
        ('{"a":' * 100_000, "cannot be read"),
    ],
)
def test_what_is_no_feed_is_a_parse_error_that_says_what_it_looks_like(body: bytes | str, says: str) -> None:
    with pytest.raises(ParseError, match=says) as caught:
        parse(body, "text/html")
    assert "news.example/feeds/ai.xml" in str(caught.value)
    assert "sesame" not in str(caught.value)  # a feed's query may hold a key
    assert "\n" not in str(caught.value)


def test_a_password_in_the_feeds_address_is_not_told() -> None:
    with pytest.raises(ParseError, match=r"https://news\.example/feed is no feed") as caught:
        parse("hello", url="https://ada:sesame@news.example/feed")
    assert "sesame" not in str(caught.value)


# ---------------------------------------------------------------- text


def test_titles_are_one_line_and_summaries_plain_paragraphs() -> None:
    first = parse(rss()).entries[0]
    assert first.title == "新模型<b>发布</b>：AT&T 参与"  # escaped twice: the feed means the characters, not markup
    assert first.summary == "第一段，价格 3<5。\n第二段。"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("&lt;b&gt;Bold&lt;/b&gt; &lt;script&gt;x()&lt;/script&gt;claim &amp;mdash; again", "Bold claim — again"),
        ("Vec&lt;T&gt; in Rust, if a &lt; b", "Vec<T> in Rust, if a < b"),
        ("Vec&lt;T&gt; &amp;amp; Box", "Vec<T> & Box"),
        ("one&lt;br&gt;two", "one two"),
        ("tab\there\u2028and\u2029there", "tab here and there"),
        ("zero\u200bwidth \u202eand\u202c reordered \ufeff", "zerowidth and reordered"),
        ("cafe\u0301", "caf\u00e9"),
        ("&amp;bogus; &amp;#0; &amp;#xD800; &amp;#" + "9" * 3000 + ";", "&bogus; \ufffd \ufffd \ufffd"),
        ("x" * 5000, "x" * 500),
    ],
)
def test_titles_come_out_as_plain_text(written: str, title: str) -> None:
    assert only(f"<title>{written}</title>").title == title


def test_control_characters_beyond_ascii_are_taken_out_of_titles() -> None:
    (entry,) = parse(json_feed({"id": 1, "title": "a\u0000b\u0007\u2028c\u009fd"})).entries
    assert entry.title == "a b cd"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>two &amp; <b>three</b></p>", "One\ntwo & three"),
        ("<div><p>One<br/>two<br>three</p></div>four", "One\ntwo\nthree\nfour"),
        ("<ul><li>one</li>\n<li>two</ul><h2>Head</h2>tail", "one\ntwo\nHead\ntail"),
        ("<table><tr><th>City<th>ms</tr><tr><td>Oslo</td><td>12</td></tr></table>", "City ms\nOslo 12"),
        (
            "a <script>x</script><style>y</style><iframe>z</iframe><noscript>n</noscript><svg><text>s</text></svg>b",
            "a b",
        ),
        ("a<!-- hidden -->b<![CDATA[c]]><?php d ?>e", "abe"),
        ("<p title='a>b' lang=zh>in<span>side</span></p>", "inside"),
        ("wrapped\nin the  source\tonly", "wrapped in the source only"),
        ("no tags\n\nbut a blank line", "no tags\nbut a blank line"),
        ("&lt;p&gt; is a tag &copy; &#8212; 5&nbsp;%", "<p> is a tag © — 5 %"),
        ("<p>never closed <a href='x", "never closed"),
        ("<a href='/x?utm_source=rss'>link</a>ed", "linked"),
        ("1 < 2 <unknown>and</unknown> more", "1 < 2 and more"),
        ("", ""),
    ],
)
def test_markup_becomes_paragraphs_of_plain_text(markup: str, text: str) -> None:
    (entry,) = parse(json_feed({"id": 1, "content_html": markup})).entries
    assert entry.summary == text


def test_the_text_is_kept_where_it_says_more_than_the_summary() -> None:
    short, long = "In short.", "<p>" + "All of it. " * 20 + "</p>"

    def kept(summary: str, content: str) -> tuple[str, str]:
        entry = only(f"<description>{summary}</description><content:encoded><![CDATA[{content}]]></content:encoded>")
        return entry.summary, entry.text

    assert kept(short, long) == (short, ("All of it. " * 20).strip())
    assert kept("In short, but longer.", short) == ("In short, but longer.", "")
    assert kept(short, f"<p>{short}</p>") == (short, "")


def test_a_long_text_is_kept_in_full_beside_its_summary_also_where_the_feed_has_it_once() -> None:
    said = "第一句话。" * 2000
    for tag in ("description", "content:encoded"):
        entry = only(f"<{tag}>{said}</{tag}>")
        assert (len(entry.summary), entry.text) == (5000, said)


def test_summary_and_text_are_cut_at_their_bounds() -> None:
    entry = only(f"<description>{'字' * 30_000}</description><content:encoded>{'言' * 40_000}</content:encoded>")
    assert (entry.summary, entry.text) == ("字" * 5000, "言" * 20_000)


def test_a_text_longer_than_the_readers_buffer_comes_whole() -> None:
    said = "&lt;p&gt;a &amp;amp; b&lt;/p&gt;\n" * 900
    entry = only(f"<description>{'x' * 65_530}</description><content:encoded>{said}</content:encoded>")
    assert entry.summary == "x" * 5000
    assert only(f"<description>{said}</description>").text == "\n".join(["a & b"] * 900)


def test_a_link_that_is_not_http_is_dropped() -> None:
    assert parse(rss()).entries[1].url == ""
    for link in ("file:///etc/passwd", "data:text/html,x", "http://[broken", "x" * 5000, "http:///nowhere", "a\u202eb"):
        assert parse(json_feed({"id": 1, "url": link})).entries[0].url == ""


@pytest.mark.parametrize("link", ["", " ", "//", "#", "#top", "ai.xml?token=sesame"])
def test_a_link_to_the_feed_itself_is_no_link(link: str) -> None:
    """Its address may hold a key, and says nothing of the entry."""
    assert parse(json_feed({"id": 1, "url": link})).entries[0].url == ""


# ---------------------------------------------------------------- dates


def test_a_date_keeps_what_the_feed_wrote_and_how_it_was_read() -> None:
    dated = only("<title>x</title><pubDate>Mon, 09 Jun 2025 12:13:35 +0800</pubDate>").dated
    assert dated is not None
    assert (dated.raw, dated.confidence) == ("Mon, 09 Jun 2025 12:13:35 +0800", "exact")
    assert dated.how != ""


@pytest.mark.parametrize("stated", ["sometime soon", "2025-06-09T99:99:99Z", "31 Feb 2025", "2025-02-31", "Juni 25"])
def test_a_date_that_cannot_be_read_is_kept_as_it_stands_and_never_guessed(stated: str) -> None:
    entry = only(f"<title>x</title><pubDate>{stated}</pubDate>")
    assert entry.published is None
    assert entry.dated is not None
    assert (entry.dated.raw, entry.dated.confidence) == (stated, "unreadable")


def test_an_entry_without_a_date_has_none() -> None:
    entry = only("<title>x</title>")
    assert (entry.published, entry.dated) == (None, None)


def test_the_first_date_that_can_be_read_counts() -> None:
    """Published before updated before dc:date; feedparser's order, but for those that mean nothing."""
    entry = only("<title>x</title><pubDate>soon</pubDate><dc:date>2025-06-09T04:13:35Z</dc:date>")
    assert entry.published == datetime(2025, 6, 9, 4, 13, 35, tzinfo=UTC)
    entry = only("<title>x</title><pubDate>Mon, 09 Jun 2025 04:13:35 GMT</pubDate><dc:date>2024-01-01</dc:date>")
    assert entry.published == datetime(2025, 6, 9, 4, 13, 35, tzinfo=UTC)


def test_chinese_dates_are_read_in_chinese_feeds_in_the_feeds_zone() -> None:
    second = parse(rss(), timezone="Asia/Shanghai").entries[1]
    assert second.published == datetime(2025, 6, 9, 4, 13, tzinfo=UTC)
    assert second.dated is not None
    assert (second.dated.raw, second.dated.confidence) == ("2025年6月9日 12:13", "zone assumed")


@pytest.mark.parametrize(
    ("channel", "title", "asked", "hours"),
    [
        ("<language>zh-cn</language>", "Model", {}, 8),
        ("", "新模型发布", {}, 8),
        ("<language>en</language>", "Model", {"language": "zh"}, 8),
        ("<language>en-us</language>", "Model", {}, -6),
        ("<language>zh</language>", "新模型发布", {"language": "en"}, -6),
    ],
)
def test_cst_is_china_in_a_chinese_feed_and_central_time_elsewhere(
    channel: str, title: str, asked: dict[str, str], hours: int
) -> None:
    """The owner's word counts before the feed's, and that before its titles."""
    body = items(f"<title>{title}</title><pubDate>Mon, 09 Jun 2025 12:00:00 CST</pubDate>", channel=channel)
    assert parse(body, **asked).entries[0].published == datetime(2025, 6, 9, 12, tzinfo=UTC) - timedelta(hours=hours)


def test_relative_dates_count_from_when_the_bytes_came() -> None:
    entry = only("<title>新模型发布</title><pubDate>45分钟前</pubDate>")
    assert entry.published == SEEN - timedelta(minutes=45)


@pytest.mark.parametrize("stated", [1749442415, 1749442415.0, "1749442415", "2025-06-09T04:13:35Z"])
def test_json_dates_may_be_unix_seconds(stated: object) -> None:
    (entry,) = parse(json_feed({"id": 1, "date_published": stated})).entries
    assert entry.published == datetime(2025, 6, 9, 4, 13, 35, tzinfo=UTC)


# ---------------------------------------------------------------- hints


def hints(channel: str) -> Hints:
    return parse(items(channel=channel)).hints


@pytest.mark.parametrize(
    ("channel", "asked"),
    [
        ("", Hints()),
        ("<ttl>60</ttl>", Hints(ttl=3600)),
        ("<ttl> 15 </ttl>", Hints(ttl=900)),
        ("<ttl>soon</ttl>", Hints()),
        ("<ttl>0</ttl>", Hints()),
        (f"<ttl>{'9' * 5000}</ttl>", Hints()),
        (
            "<sy:updatePeriod>\n hourly </sy:updatePeriod><sy:updateFrequency> 2 </sy:updateFrequency>",
            Hints(period=1800),
        ),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", Hints(period=86400)),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>99999</sy:updateFrequency>", Hints(period=1)),
        ("<sy:updatePeriod>whenever</sy:updatePeriod>", Hints()),
        ("<skipHours><hour>0</hour><hour> 23 </hour>\n<hour>24</hour></skipHours>", Hints(skip_hours=(0, 23))),
        ("<skipHours><hour>25</hour><hour>x</hour><hour>-1</hour></skipHours>", Hints()),
        ("<skipDays><day>Sunday</day><day>monday</day><day>Tag</day></skipDays>", Hints(skip_days=(0, 6))),
        ("<skipDays><day>Sunday</day></skipDays><a><day>Monday</day></a>", Hints(skip_days=(6,))),
    ],
)
def test_what_a_feed_asks_of_those_who_poll_it(channel: str, asked: Hints) -> None:
    assert hints(channel) == asked


def test_an_item_cannot_speak_for_its_channel() -> None:
    assert parse(items("<ttl>5</ttl><skipDays><day>Sunday</day></skipDays>")).hints == Hints()


# ---------------------------------------------------------------- identity


def test_an_entry_is_named_by_its_id_else_its_link_else_its_content() -> None:
    body = items("<guid>tag:1</guid><link>/x</link>", "<title>a</title><link>/a</link>", "<title>b</title>")
    stated, linked, told = parse(body).entries
    assert (stated.id, linked.id) == ("tag:1", "https://news.example/a")
    assert told.id.startswith("sha256:")
    assert told.id == only("<title> b\n</title><pubDate>Mon, 09 Jun 2025 04:13:35 GMT</pubDate>").id
    assert told.id != only("<title>c</title>").id
    assert all(entry.key == entry.id for entry in (stated, linked, told))


def test_relative_ids_stay_as_the_feed_writes_them() -> None:
    """They must not change when the feed moves to another host."""
    elsewhere = Reading(feed=URL, url="https://new.example/feed", seen=SEEN).model_dump_json()
    inner = "<guid>/p/123</guid><title>a</title>"
    (there,) = feed.parse(elsewhere, items(inner).encode()).entries
    assert (only(inner).id, there.id) == ("/p/123", "/p/123")
    assert (only(inner).url, there.url) == ("https://news.example/p/123", "https://new.example/p/123")


def test_an_id_that_is_no_address_is_no_link() -> None:
    """By RSS 2.0 a guid is an address unless it says otherwise; many are not and do not."""
    assert only("<guid>123</guid>").url == ""
    assert only("<guid>tag:a.example,2025:1</guid>").url == ""
    assert only("<guid>https://a.example/1</guid>").url == "https://a.example/1"
    assert only("<guid>123</guid><link>https://a.example/1</link>").url == "https://a.example/1"


def test_entries_that_share_an_id_are_all_kept_when_their_links_differ() -> None:
    pair = [f"<guid isPermaLink='false'>same</guid><title>t</title><link>/{name}</link>" for name in "ab"]
    parsed = parse(items(*pair, "<guid>alone</guid>"))
    assert [entry.url[-2:] for entry in parsed.entries[:2]] == ["/a", "/b"]
    assert (parsed.total, parsed.shared) == (3, ("same",))
    assert {entry.id for entry in parsed.entries} == {"same", "alone"}


def test_of_entries_with_one_id_and_one_link_the_first_is_kept() -> None:
    same = "<guid isPermaLink='false'>same</guid><link>/a</link>"
    parsed = parse(items(f"{same}<title>first</title>", f"{same}<title>second</title>"))
    assert [entry.title for entry in parsed.entries] == ["first"]
    assert (parsed.total, parsed.shared) == (2, ())


def test_a_giant_id_is_kept_as_its_hash() -> None:
    giant = only(f"<guid isPermaLink='false'>{'x' * 5000}</guid><title>t</title>")
    assert giant.id == giant.key
    assert len(giant.id) == 64


def test_an_entry_that_is_known_is_counted_and_not_read_again() -> None:
    body = items(*(f"<guid isPermaLink='false'>{n}</guid><title>Number {n}</title><link>/{n}</link>" for n in range(5)))
    first = parse(body)
    again = parse(body, known=tuple(entry.mark for entry in first.entries[:3]))
    assert (again.total, again.entries) == (5, first.entries[3:])


def test_known_entries_still_count_for_shared_ids_and_repetitions() -> None:
    same = "<guid isPermaLink='false'>same</guid><title>t</title>"
    body = items(f"{same}<link>/a</link>", f"{same}<link>/b</link>", f"{same}<link>/a</link><author>x</author>")
    first = parse(body)
    again = parse(body, known=(first.entries[0].mark,))
    assert [entry.url for entry in again.entries] == ["https://news.example/b"]
    assert (again.total, again.shared) == (3, ("same",))


PIECES = {
    "guid": "<guid isPermaLink='false'>1</guid>",
    "link": "<link>/1</link>",
    "title": "<title>t</title>",
    "summary": "<description>s</description>",
    "content": "<content:encoded>c</content:encoded>",
    "author": "<dc:creator>a</dc:creator>",
}


@pytest.mark.parametrize("piece", PIECES)
def test_the_mark_changes_with_anything_the_feed_says_but_dates(piece: str) -> None:
    whole = only("".join(PIECES.values()))
    changed = PIECES | {piece: PIECES[piece].replace("</", " more</")}
    assert only("".join(changed.values())).mark != whole.mark
    dated = only("".join(PIECES.values()) + "<pubDate>Mon, 09 Jun 2025 04:13:35 GMT</pubDate>")
    assert (dated.mark, dated.digest) == (whole.mark, whole.digest)
    assert 16 <= len(whole.mark) <= 32


def digest(title: str = "", summary: str = "", rest: str = "") -> str:
    return only(f"<title>{title}</title><description><![CDATA[{summary}]]></description>{rest}").digest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>价格为3.5元，约合0.5美元。</p>", "<div>价格为 3.5元,\n约合０.5美元.</div>"),
        ("他说：“可以”（不急）！", '他说: "可以"(不急)!'),
        ("他说：「可以」、『好』", "他说：“可以”、“好”"),
        ("A &amp; B &mdash; it&#8217;s 5&nbsp;%", "A & B - it's 5 %"),
        ("<p>one</p><p>two</p>", "one<br>two"),
        ("<a href='https://a.example/?utm_source=x'>one</a>", "<a href='https://a.example/?utm_source=y'>one</a>"),
        ("<img src='https://a.example/pixel.gif?t=1'>one", "<img src='https://a.example/pixel.gif?t=2'>one"),
        ("zero\u200bwidth", "zerowidth"),
        ("cafe\u0301", "café"),
        ("他说可以。 文化头条 12分钟前", "他说可以。 文化头条 3小时前 4评论"),
        ("他说可以。<br>06-21 25评论", "他说可以。 2026-06-22"),
        ("He agreed. 5 minutes ago 1 comment", "He agreed. 2 hours ago"),
    ],
)
def test_another_setting_of_the_same_words_is_no_change(one: str, other: str) -> None:
    assert digest(summary=one) == digest(summary=other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("价格为3.5元", "价格为35元"),
        ("价格为3.5元", "价格为3.6元"),
        ("1月5日", "1月6日"),
        ("涨5%", "跌5%"),
        ("A may", "A may not"),
        ("它在12分钟前停止", "它在13分钟前停止"),
        ("已停产12年前", "已停产13年前"),
        ("We waited 5 minutes", "We waited 6 minutes"),
    ],
)
def test_other_words_or_figures_are_a_change(one: str, other: str) -> None:
    assert digest(summary=one) != digest(summary=other)
    assert digest(title=one) != digest(title=other)
    assert digest(rest=f"<content:encoded>{one * 9}</content:encoded>") != digest(
        rest=f"<content:encoded>{other * 9}</content:encoded>"
    )


def test_link_author_and_id_are_no_part_of_the_digest() -> None:
    assert digest("t", "s") == digest("t", "s", "<link>/2</link><dc:creator>b</dc:creator><guid>2</guid>")


# ---------------------------------------------------------------- bytes


def test_how_the_bytes_were_decoded_is_told() -> None:
    parsed = parse(rss("gbk").encode("gbk", "replace"))
    assert parsed.encoding == "GB18030"
    assert parsed.decoded_by != ""


NEWS = "智谱观察发布新模型，参数规模为一千亿"
WIRE = "時報觀察發布新模型，參數規模為一千億"
CHARACTER = "㐂"  # not in GBK


def variant(title: str, codec: str, *, label: str = "", mark: bytes = b"", stray: bytes = b"") -> bytes:
    declaration = f'<?xml version="1.0" encoding="{label}"?>' if label else ""
    sentence = "本报讯：这是今天的新闻。" if title != WIRE else "本報訊：這是今天的新聞。"
    body = f"{declaration}<rss version='2.0'><channel><title>{title}</title><item><title>{title}</title>"
    rest = f"{sentence}</description></item><item><title>{title}</title></item></channel></rss>"
    return mark + body.encode(codec) + b"<description>" + stray + rest.encode(codec)


@pytest.mark.parametrize(
    ("body", "content_type", "title"),
    [
        pytest.param(variant(NEWS, "utf-8", label="utf-8"), "", NEWS, id="UTF-8"),
        pytest.param(variant(NEWS, "utf-8", mark=b"\xef\xbb\xbf"), "", NEWS, id="UTF-8 with mark"),
        pytest.param(variant(NEWS, "utf-8"), "", NEWS, id="UTF-8 without label"),
        pytest.param(variant(NEWS, "utf-8", label="gbk"), "", NEWS, id="UTF-8 declared as GBK"),
        pytest.param(variant(NEWS, "utf-8"), "text/xml; charset=ISO-8859-1", NEWS, id="UTF-8 served as Latin-1"),
        pytest.param(variant(NEWS, "utf-8", label="utf-8", stray=b"\xff"), "", NEWS, id="UTF-8 with a stray byte"),
        pytest.param(variant(NEWS, "gbk", label="gbk"), "", NEWS, id="GBK"),
        pytest.param(variant(NEWS, "gbk"), "", NEWS, id="GBK without label"),
        pytest.param(variant(NEWS, "gbk", label="utf-8"), "", NEWS, id="GBK declared as UTF-8"),
        pytest.param(variant(NEWS, "gbk", label="utf-8"), "text/xml; charset=gbk", NEWS, id="GBK named by the server"),
        pytest.param(variant(NEWS, "gbk", label="gbk", stray=b"\xff"), "", NEWS, id="GBK with a stray byte"),
        pytest.param(
            variant(NEWS + CHARACTER, "gb18030", label="gb2312"), "", NEWS + CHARACTER, id="GB18030 as GB2312"
        ),
        pytest.param(variant(NEWS + CHARACTER, "gb18030"), "", NEWS + CHARACTER, id="GB18030 without label"),
        pytest.param(variant(WIRE, "big5", label="big5"), "", WIRE, id="Big5"),
        pytest.param(variant(WIRE, "big5"), "", WIRE, id="Big5 without label"),
        pytest.param(variant(WIRE, "big5", label="utf-8"), "", WIRE, id="Big5 declared as UTF-8"),
        pytest.param(variant(WIRE, "big5", label="big5", stray=b"\xff"), "", WIRE, id="Big5 with a stray byte"),
    ],
)
def test_the_titles_of_a_chinese_feed_are_right_in_every_variant_of_its_bytes(
    body: bytes, content_type: str, title: str
) -> None:
    parsed = parse(body, content_type)
    assert [parsed.title, *(entry.title for entry in parsed.entries)] == [title] * 3
    assert "新" in parsed.entries[0].summary


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8", "utf-16"])
@pytest.mark.parametrize("content_type", ["", "text/xml", "application/rss+xml"])
def test_a_declared_encoding_comes_out_right(encoding: str, content_type: str) -> None:
    parsed = parse(rss(encoding).encode(encoding), content_type)
    assert parsed.title == "智谱观察"
    assert "第二段。" in parsed.entries[0].summary


def test_the_owners_encoding_wins() -> None:
    assert parse(rss("utf-8").encode("gb18030"), "text/xml; charset=big5", encoding="gbk").title == "智谱观察"


# ---------------------------------------------------------------- feedparser


def test_who_else_uses_feedparser_finds_it_as_it_was() -> None:
    before = list(feedparser.api.PREFERRED_XML_PARSERS)
    parse(rss())
    with pytest.raises(ParseError):
        parse("<svg/>")
    assert before == feedparser.api.PREFERRED_XML_PARSERS


def test_bytes_that_spell_a_path_are_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(rss(), encoding="utf-8")
    with pytest.raises(ParseError):
        parse(str(path))


BITS = ["<p>", "</p>", "<b", ">", "<", "&", ";", "&lt;", "&#", "9", "x", "字", "\n", "\ud800", "\u2028", "\0", "://"]
MARKUP = st.lists(st.sampled_from(BITS), max_size=20).map("".join)


@given(title=MARKUP, html=MARKUP, text=MARKUP, id=st.one_of(MARKUP, st.integers(), st.floats(), st.none()))
def test_any_text_of_an_item_is_read(title: str, html: str, text: str, id: object) -> None:
    item = {"id": id, "title": title, "content_html": html, "content_text": text, "url": title, "date_published": text}
    parsed = parse(json_feed(item, {"id": "last"}))
    assert parsed.entries[-1].id == "last"
    assert "\n" not in parsed.entries[0].title


TAGS = ["<item>", "</item>", "<title>", "</title>", "<link>", "<description>", "<![CDATA[", "]]>", "<a b='", "'", "<?"]
REST = ["&", "&nbsp;", "&#x0;", "&#55357;", "<!--", "-->", "<!DOCTYPE", "x", "字", "\x00", "<p xml:base='/'>", "<hour>"]


@given(st.lists(st.sampled_from(TAGS + REST), max_size=40))
def test_any_broken_feed_gives_entries_or_a_parse_error(pieces: list[str]) -> None:
    try:
        parsed = parse(f"<rss version='2.0'><channel>{''.join(pieces)}</channel></rss>")
    except ParseError as error:
        assert "\n" not in str(error)
    else:
        assert parsed.total >= len(parsed.entries)
