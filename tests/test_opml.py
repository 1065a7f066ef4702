"""Lists of feeds as OPML: what is read, what is refused, and that nothing is lost on the way out and in again."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot import opml
from newsbot.chinese import one_line
from newsbot.edges.sandbox import Sandbox
from newsbot.errors import ParseError
from newsbot.news import Feed, FeedList

MADE = datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=8)))
ATTACKS = Path(__file__).parents[2] / "shared" / "data" / "attacks" / "xml"
STARTER = Path(__file__).parents[1] / "templates" / "starter.opml"


def listed(body: str, before: str = "") -> FeedList:
    """The list with these outlines."""
    return opml.parse("mine.opml", whole(body, before).encode())


def whole(body: str, before: str = "") -> str:
    head = f'<?xml version="1.0"?>\n{before}<opml version="2.0"><head><title>My feeds</title></head>'
    return f"{head}<body>{body}</body></opml>"


def fault(body: bytes | str) -> str:
    """The one line that is said of what is no list."""
    with pytest.raises(ParseError) as caught:
        opml.parse("mine.opml", body.encode() if isinstance(body, str) else body)
    assert str(caught.value).startswith("mine.opml")
    assert "\n" not in str(caught.value)
    return str(caught.value)


# ---------------------------------------------------------------- what is read


def test_feeds_are_read_from_folders_of_any_depth_in_their_order() -> None:
    read = listed(
        '<outline text="Folder"><outline text="Inner"><outline type="rss" text="A" xmlUrl="https://a.example/feed"/>'
        '</outline><outline title="B" text="b" xmlUrl="http://b.example/"/></outline><outline text="not a feed"/>'
        '<outline text="C" xmlUrl="https://c.example/feed" htmlUrl="https://c.example/" category="/AI,/Press"/>'
    )
    assert read.title == "My feeds"
    assert [(feed.url, feed.title, feed.topics) for feed in read.feeds] == [
        ("https://a.example/feed", "A", ()),
        ("http://b.example/", "B", ()),
        ("https://c.example/feed", "C", ()),  # a category is no topic: it would silence what does not name it
    ]
    assert read.problems == ()


@pytest.mark.parametrize("name", ["xmlUrl", "xmlurl", "XMLURL", "xmlURL"])
def test_the_attribute_of_the_address_is_found_in_any_letters(name: str) -> None:
    assert [feed.url for feed in listed(f'<OUTLINE TEXT="A" {name}="https://a.example/"/>').feeds] == [
        "https://a.example/"
    ]


def test_options_of_our_own_are_read_whether_their_prefix_is_declared_or_not() -> None:
    read = listed(
        '<outline xmlUrl="https://a.example/" language="zh" newsbot:timezone="Asia/Shanghai" newsbot:encoding="gb18030"'
        ' newsbot:topics=\'AI, "one, two", 大模型\' newsbot:weight="2.5" newsbot:kind="brief"/>'
    )
    assert read.feeds == (
        Feed(
            url="https://a.example/",
            language="zh",
            timezone="Asia/Shanghai",
            encoding="gb18030",
            topics=("AI", "one, two", "大模型"),
            weight=2.5,
            kind="brief",
        ),
    )


def test_an_option_that_does_not_fit_is_left_out_and_told_while_the_feed_stays() -> None:
    read = listed(
        '<outline text="甲" xmlUrl="https://a.example/" language="unknown" newsbot:timezone="Mars/Olympus" '
        'newsbot:encoding="base64" newsbot:weight="-1"/>'
    )
    assert read.feeds == (Feed(url="https://a.example/", title="甲"),)
    assert len(read.problems) == 4
    assert read.problems[1] == "line 2 (甲), timezone: no such time zone; write it like Asia/Shanghai (left out)"


def test_addresses_that_are_not_http_are_told_with_their_line_and_each_address_counts_once() -> None:
    read = listed(
        '<outline text="A" xmlUrl="ftp://a.example/feed"/>\n<outline text="B" xmlUrl="https://me:secret@b.example/"/>\n'
        '<outline text="C" xmlUrl="https://c.example/"/><outline text="again" xmlUrl="https://c.example/"/>'
    )
    assert read.feeds == (Feed(url="https://c.example/", title="C"),)
    assert read.problems == (
        "line 2 (A), xmlUrl: must begin with http:// or https://",
        "line 3 (B), xmlUrl: has a user name before b.example; leave it out",
    )


def test_stray_ampersands_html_names_and_forbidden_characters_cost_nothing() -> None:
    """Lists are often written by joining strings."""
    read = listed('<outline text="R&D &hellip; &#0;&#x1F;&bogus; \x0b" xmlUrl="https://a.example/?a=1&b=2&amp;c=3"/>')
    assert read.feeds == (Feed(url="https://a.example/?a=1&b=2&c=3", title="R&D … &bogus;"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_chinese_titles_are_right_in_every_encoding(encoding: str) -> None:
    text = whole('<outline text="人工智能新聞" xmlUrl="https://a.example/"/>')
    text = text.replace('version="1.0"', f'version="1.0" encoding="{encoding.removesuffix("-sig")}"', 1)
    assert opml.parse("mine.opml", text.encode(encoding)).feeds[0].title == "人工智能新聞"


@pytest.mark.parametrize(
    "before", ["<!DOCTYPE opml>", '<!DOCTYPE opml SYSTEM "http://127.0.0.1:9/opml.dtd">', "<!-- by hand -->"]
)
def test_a_plain_document_type_and_comments_do_no_harm(before: str) -> None:
    assert len(listed('<outline xmlUrl="https://a.example/"/>', before).feeds) == 1


def test_an_empty_list_is_a_list() -> None:
    assert opml.parse("mine.opml", b"<opml/>") == FeedList(title="", feeds=())


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "is empty"),
        (" \n\t", "is empty"),
        ('{"feeds": []}', "is JSON, not OPML"),
        ("[1, 2]", "is JSON, not OPML"),
        ("https://a.example/feed\n", "is no XML, not OPML"),
        ("<!DOCTYPE html>\n<html><body><p>Sign in", "is a web page, no OPML"),
        ("<HTML><br>", "is a web page, no OPML"),
        ("<!-- saved --><html></html>", "is a web page, no OPML"),
        ('<rss version="2.0"><channel/></rss>', "is a feed, no list of feeds"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"/>', "is a feed, no list of feeds"),
        ("<rdf:RDF/>", "is a feed, no list of feeds"),
        ("<subscriptions/>", "is XML, but no OPML"),
        ("<opml><body><outline text=", "line 1: broken XML"),
        ("<opml>\n<body>\n</opml>", "line 3: broken XML (mismatched tag)"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not OPML"),
    ],
)
def test_what_is_no_list_is_one_line_that_says_what_it_is(body: bytes | str, says: str) -> None:
    assert says in fault(body)


@pytest.mark.parametrize(
    "kind",
    [
        '<!DOCTYPE opml [<!ENTITY a "b">]>',
        '<!DOCTYPE opml [<!ENTITY % a SYSTEM "file:///etc/passwd">%a;]>',
        "<!DOCTYPE opml [<!ELEMENT opml ANY>]>",
        "<!DOCTYPE opml SYSTEM 'x' [ ]>",
    ],
)
def test_entities_and_document_types_of_ones_own_are_refused(kind: str) -> None:
    said = fault(whole('<outline text="&a;" xmlUrl="https://a.example/"/>', kind))
    assert "declares entities" in said or "document type of its own" in said


def hostile() -> Iterator[tuple[str, str]]:
    """Files that are meant to cost time or memory, 2 MB each or more."""
    yield "depth", "<opml>" + "<outline>" * 500_000
    yield "attributes", "<opml><outline " + " ".join(f'a{n}="x"' for n in range(200_000)) + "/></opml>"
    yield "ampersands", whole("&" * 3_000_000)
    yield "unclosed comments", "<opml>" + "<!--" * 700_000
    yield "unclosed section", "<opml><head><title><![CDATA[" + "x" * 3_000_000
    yield "title", whole(f'<outline text="{"长" * 1_000_000}" xmlUrl="https://a.example/"/>')
    yield "address", whole(f'<outline xmlUrl="https://a.example/{"x" * 3_000_000}"/>')
    options = f'newsbot:topics="{"x," * 900_000}" newsbot:timezone="{"x/" * 100_000}" newsbot:weight="{"9" * 300_000}"'
    options += f' newsbot:encoding="{"x" * 300_000}" language="{"z" * 300_000}"'
    yield "options", whole(f'<outline xmlUrl="https://a.example/" {options}/>')
    yield "bad addresses", whole('<outline xmlUrl="x"/>' * 150_000)
    quotes = '"' * 2_000_000
    yield "quotes", whole(f"<outline xmlUrl='https://a.example/' newsbot:topics='{quotes}'/>")
    yield "brackets", "<" * 3_000_000


@pytest.mark.parametrize(("name", "text"), [pytest.param(*each, id=each[0]) for each in hostile()])
@pytest.mark.deep
def test_hostile_files_cost_little_and_what_is_kept_of_them_is_small(name: str, text: str) -> None:
    try:
        read = opml.parse(name, text.encode())
    except ParseError as error:
        assert len(str(error)) < 300
    else:
        assert len(read.model_dump_json()) < 100_000


def test_only_the_first_ten_thousand_feeds_are_taken_and_few_problems_told() -> None:
    read = listed("".join(f'<outline xmlUrl="https://a.example/{n}"/>\n' for n in range(opml.MAX_FEEDS + 150)))
    assert len(read.feeds) == opml.MAX_FEEDS
    assert read.feeds[-1].url == f"https://a.example/{opml.MAX_FEEDS - 1}"
    assert len(read.problems) == opml.MAX_PROBLEMS + 1
    assert read.problems[-1] == "50 more problems like these"


def test_a_file_too_large_for_a_list_is_not_even_decoded() -> None:
    assert "larger than 10 MiB" in fault(b"<opml>" + b" " * opml.MAX_BYTES)


WATCHED = """
import sys
from newsbot import decoding, opml
from newsbot.errors import ParseError

bodies = [sys.stdin.buffer.read(int(size)) for size in sys.argv[1:]]
opml.parse("first", bodies[0])
reached = []
world = ("open", "socket", "subprocess", "os.system")
sys.addaudithook(lambda event, args: reached.append(event) if event.startswith(world) else None)
for body in bodies:
    try:
        opml.parse("list", body)
    except ParseError:
        pass
print(reached)
"""


def test_no_file_is_opened_and_no_connection_made_for_what_a_list_refers_to(tmp_path: Path) -> None:
    """The interpreter itself is asked: every file and socket it opens is reported to the audit hook."""
    secret = tmp_path / "secret.dtd"
    secret.write_text('<!ENTITY a "secret">', encoding="utf-8")
    outline = '<outline text="&a;&b;" xmlUrl="https://a.example/"/>'
    kinds = (
        "",
        f'<!DOCTYPE opml SYSTEM "{secret.as_uri()}">',
        '<!DOCTYPE opml PUBLIC "-//x" "http://127.0.0.1:9/x.dtd">',
        f'<!DOCTYPE opml [<!ENTITY a SYSTEM "{secret.as_uri()}">]>',
        f'<!DOCTYPE opml [<!ENTITY % b SYSTEM "{secret.as_uri()}">%b;]>',
        f'<?xml-stylesheet href="{secret.as_uri()}"?>',
    )
    include = f'<outline type="include" url="{secret.as_uri()}"/><xi:include href="{secret.as_uri()}"/>'
    bodies = [whole(outline + include, kind).encode() for kind in kinds]
    ended = subprocess.run(
        [sys.executable, "-c", WATCHED, *(str(len(body)) for body in bodies)],
        input=b"".join(bodies),
        capture_output=True,
        check=False,
    )
    assert (ended.stdout, ended.stderr) == (b"[]\n", b"")


@pytest.mark.skipif(not ATTACKS.is_dir(), reason="../shared/data is not here")
def test_known_attacks_are_refused() -> None:
    for path in sorted(ATTACKS.iterdir()):
        assert "secret" not in fault(path.read_bytes())


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_a_parse_error(body: bytes) -> None:
    for data in (body, b"<opml><body><outline " + body, b'<opml><body><outline xmlUrl="https://a/" ' + body):
        try:
            opml.parse("any", data)
        except ParseError as error:
            assert "\n" not in str(error)


async def test_a_list_is_read_in_the_sandbox_too() -> None:
    async with Sandbox(workers=1) as parser:
        assert len((await parser.feed_list("starter", STARTER.read_bytes())).feeds) > 10
        with pytest.raises(ParseError, match="declares entities"):
            await parser.feed_list("bomb", b'<!DOCTYPE a [<!ENTITY b "c">]><opml/>')


# ---------------------------------------------------------------- out and in again

lines = st.text(max_size=60).map(one_line)
printable = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"])
feeds = st.builds(
    Feed,
    url=st.builds("https://{}.example/{}".format, st.sampled_from("abc"), st.text(printable, max_size=40)),
    title=lines,
    language=st.sampled_from(["", "zh", "en-US", "zh-Hant-TW"]),
    timezone=st.sampled_from(["", "Asia/Shanghai", "UTC", "America/New_York"]),
    encoding=st.sampled_from(["", "gb18030", "Big5", "utf-8"]),
    topics=st.lists(lines.filter(bool), max_size=5).map(tuple),
    weight=st.floats(min_value=0.0, max_value=100.0, exclude_min=True),
)


@given(lines, st.lists(feeds, max_size=6, unique_by=lambda feed: feed.url))
def test_what_was_written_reads_back_the_same(title: str, given_feeds: list[Feed]) -> None:
    read = opml.parse("mine.opml", opml.render(title, given_feeds, MADE).encode())
    assert read == FeedList(title=title, feeds=tuple(given_feeds))


anything = st.builds(Feed, url=st.text(), title=st.text(), language=st.text(), timezone=st.text(), encoding=st.text())


@given(st.text(), st.lists(anything, max_size=4), st.lists(st.text(), max_size=4).map(tuple))
def test_whatever_a_feed_holds_the_file_is_well_formed(title: str, given_feeds: list[Feed], topics: tuple[str]) -> None:
    text = opml.render(title, [feed.model_copy(update={"topics": topics}) for feed in given_feeds], MADE)
    root = ET.fromstring(text.encode())
    assert root.tag == "opml" and len(root.findall("body/outline")) == len(given_feeds)
    opml.parse("mine.opml", text.encode())


def test_the_file_is_opml_2_and_the_same_every_time() -> None:
    topics = ("AI", 'a "b", c')
    written = opml.render(
        "Feeds <&> mine\x00",
        [
            Feed(
                url="https://a.example/?a=1&b='\"",
                title='A "quoted"\n<title>',
                language="zh",
                topics=topics,
            ),
            Feed(url="https://b.example/feed"),
        ],
        MADE,
    )
    assert written == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<opml version="2.0" xmlns:newsbot="urn:newsbot:opml">\n'
        "  <head>\n"
        "    <title>Feeds &lt;&amp;&gt; mine</title>\n"
        "    <dateCreated>Sun, 22 Nov 2026 01:30:00 GMT</dateCreated>\n"
        "  </head>\n"
        "  <body>\n"
        '    <outline type="rss" text="A &quot;quoted&quot; &lt;title&gt;" title="A &quot;quoted&quot; &lt;title&gt;" '
        'xmlUrl="https://a.example/?a=1&amp;b=&#x27;&quot;" language="zh" '
        'newsbot:topics="AI,&quot;a &quot;&quot;b&quot;&quot;, c&quot;"/>\n'
        '    <outline type="rss" text="https://b.example/feed" xmlUrl="https://b.example/feed"/>\n'
        "  </body>\n"
        "</opml>\n"
    )


# ---------------------------------------------------------------- the list that newsbot brings


def test_the_starter_list_is_sound_and_every_feed_of_it_has_a_name_and_a_language() -> None:
    read = opml.parse("starter.opml", STARTER.read_bytes())
    assert read.problems == ()
    assert 20 <= len(read.feeds) <= 30
    assert all(feed.url.startswith("https://") and feed.title for feed in read.feeds)
    assert {feed.language for feed in read.feeds} == {"zh", "en"}
    assert all(feed.timezone == "Asia/Shanghai" for feed in read.feeds if feed.language == "zh")
    outlines = [each for each in ET.fromstring(STARTER.read_bytes()).iter("outline") if "xmlUrl" in each.attrib]
    assert len(outlines) == len(read.feeds) and all(each.attrib["category"] for each in outlines)
    assert "newsbot feeds check" in STARTER.read_text(encoding="utf-8")


def test_the_starter_list_has_no_address_twice() -> None:
    urls = [feed.url for feed in opml.parse("starter.opml", STARTER.read_bytes()).feeds]
    assert len({url.removeprefix("https://").removeprefix("www.").rstrip("/") for url in urls}) == len(urls)


def test_the_date_is_written_in_utc_whatever_zone_it_came_in() -> None:
    assert opml.render("", [], MADE) == opml.render("", [], MADE.astimezone(UTC))
