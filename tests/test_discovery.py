"""Where a site's feeds may be: what its page names, in which order, and what is guessed from its address."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot import discovery
from newsbot.edges.sandbox import Sandbox

PAGE = "https://site.example/blog/"


def found(body: str | bytes, url: str = PAGE, content_type: str = "text/html; charset=utf-8") -> tuple[str, ...]:
    return discovery.links(url, content_type, body.encode() if isinstance(body, str) else body).urls


def link(href: str, kind: str = "application/rss+xml", rest: str = "") -> str:
    return f'<link rel="alternate" type="{kind}" href="{href}" {rest}>'


# ---------------------------------------------------------------- what a page names


@pytest.mark.parametrize(
    "kind",
    ["rss+xml", "atom+xml", "rdf+xml", "feed+json", "json", "RSS+XML", "rss+xml; charset=utf-8", "atom+xml "],
)
def test_a_link_of_any_feed_type_is_found(kind: str) -> None:
    assert found(link("/feed", f"application/{kind}")) == ("https://site.example/feed",)


@pytest.mark.parametrize(
    "element",
    [
        '<link rel="alternate" type="text/xml" href="/feed">',
        "<LINK HREF=/feed TYPE=application/rss+xml REL=ALTERNATE>",
        "<link\n  rel='home alternate'\n  type='application/rss+xml'\n  href='/feed'\n/>",
        '<link type="application/rss+xml" title="a > b" href=" /feed#top " rel="alternate" rel="stylesheet">',
        '<link rel="alternate" type="application/rss+xml" href="//site.example/feed"',
    ],
)
def test_a_link_is_found_however_it_is_written(element: str) -> None:
    assert found(f"<html><head>{element}</head>") == ("https://site.example/feed",)


@pytest.mark.parametrize(
    "element",
    [
        '<link rel="alternate" hreflang="zh" href="/zh/">',
        '<link rel="stylesheet" type="text/xml" href="/style">',
        '<link rel="alternate" type="application/json+oembed" href="/oembed">',
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">',
        '<link rel="alternate" type="application/rss+xml">',
        '<link rel="alternate" type="application/rss+xml" href="">',
        '<link rel="alternate" type="application/rss+xml" href="#feed">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
        '<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">',
        '<link rel="alternate" type="application/rss+xml" href="https://me:secret@site.example/feed">',
        '<link rel="alternate" type="application/rss+xml" href="https://[::1/feed">',
        '<link rel="alternate" type="application/rss+xml" href="https://site.example:99999/feed">',
        '<link rel="alternate" type="application/rss+xml" href="/fe\x00ed">',
        '<!-- <link rel="alternate" type="application/rss+xml" href="/feed"> -->',
        '<script>s = \'<link rel="alternate" type="application/rss+xml" href="/feed">\'</script>',
        '<STYLE><link rel="alternate" type="application/rss+xml" href="/feed"></style>',
        '<a href="/sitemap.xml">Site map</a>',
        '<a href="/feedback">Tell us</a>',
        '<a href="/about?next=/feed">About</a>',
    ],
)
def test_what_is_no_feed_of_the_page_is_not_taken_for_one(element: str) -> None:
    assert found(f"<html><head>{element}</head><body>") == ()


def test_a_comment_without_words_hides_nothing() -> None:
    """`<!-->` is a whole comment in HTML."""
    assert found("<!-->" + link("/feed") + "<!-- -->" + link("/other")) == (
        "https://site.example/feed",
        "https://site.example/other",
    )


def test_addresses_are_resolved_against_the_page_and_its_base_wherever_it_stands() -> None:
    assert found(link("feed.xml")) == ("https://site.example/blog/feed.xml",)
    assert found(link("feed.xml?a=1&amp;b=%20c d") + '<base target="_top"><base href="/news/">') == (
        "https://site.example/news/feed.xml?a=1&b=%20c%20d",
    )
    assert found('<base href="javascript:x">' + link("feed.xml")) == ("https://site.example/blog/feed.xml",)


def test_the_main_feed_stands_before_json_text_links_other_sites_and_comments() -> None:
    page = f"""
        <a href="https://other.example/rss">A friend's</a>
        <a href="/atom.xml">Atom</a>
        {link("/feed.json", "application/feed+json")}
        {link("/comments/feed/", rest='title="Site &raquo; Comments Feed"')}
        {link("/posts/7/feed/", rest='title="第七篇的评论"')}
        {link("/feed/", rest='title="Site &raquo; Feed"')}
        {link("/commentary/feed/", "application/atom+xml")}
        <a href="/feed/">again</a>
    """
    assert [url.removeprefix("https://site.example") for url in found(page)] == [
        "/feed/",
        "/commentary/feed/",
        "/feed.json",
        "/atom.xml",
        "https://other.example/rss",
        "/comments/feed/",
        "/posts/7/feed/",
    ]


@pytest.mark.parametrize(
    "path",
    ["/feed", "/feed/", "/rss", "/news/rss/", "/rss.xml", "/atom.xml", "/index.xml", "/all.rss", "/FEED"],
)
def test_a_link_in_the_text_is_a_feed_when_it_ends_like_one(path: str) -> None:
    assert found(f"<p>Subscribe: <a class='x' href='{path}?lang=zh'>RSS</a>") == (
        f"https://site.example{path}?lang=zh",
    )


def test_at_most_twenty_are_named() -> None:
    assert len(found("".join(link(f"/{n}/feed") for n in range(100)))) == discovery.MAX_LINKS


def test_pages_in_other_encodings_are_read() -> None:
    head = "<html><head><meta charset=gbk><title>中文新闻站点，每日更新人工智能消息</title>"
    page = head + link("/评论/feed") + link("/新闻/feed")
    assert found(page.encode("gbk"), content_type="text/html") == (
        "https://site.example/新闻/feed",
        "https://site.example/评论/feed",
    )


@pytest.mark.parametrize("body", [b"", b"\x89PNG\r\n\x1a\n\0\0\0", b'{"version": 1}', b"%PDF-1.7 <a href=", b"<rss/>"])
def test_what_is_no_page_names_none(body: bytes) -> None:
    assert found(body) == ()


def hostile() -> Iterator[tuple[str, str]]:
    """Pieces that make a parser go back and forth, each repeated to 2 MiB."""
    pieces = {
        "comments": "<!--",
        "scripts": "<script>",
        "tags": "<a ",
        "links": "<link rel=alternate type=text/xml href=/x",
        "double quotes": '<a href="',
        "single quotes": "<a href='",
        "attributes": "<a " + "x=1 " * 100_000,
        "names": "<a " + "x " * 100_000,
        "spaces": "<a " + " " * 100_000,
        "long": "<a " + "x" * 100_000,
        "references": f'<a href="{"&" * 4_000}">',
        "paths": f'<a href="{"../" * 1_200}feed">',
        "feeds": '<a href="/feed">',
    }
    for name, piece in pieces.items():
        yield name, piece * (2**21 // len(piece))


@pytest.mark.parametrize(("name", "page"), [pytest.param(*each, id=each[0]) for each in hostile()])
def test_hostile_pages_cost_little_and_name_few(name: str, page: str) -> None:
    """With a step that is quadratic in the page each of these would take minutes."""
    assert len(found(page)) <= discovery.MAX_LINKS


TAGS = "<a |<link |<base |href=|rel=alternate |type=text/xml |'|\"|>|<!--|-->|<script>|</script>| |/|=|&amp;"
tokens = st.sampled_from([*TAGS.split("|"), "feed", "[", "//", "http:"])


@given(st.lists(tokens | st.text(max_size=3), max_size=60).map("".join), st.sampled_from([PAGE, "http://[::1]:8080/a"]))
def test_whatever_a_page_says_only_web_addresses_come_out(page: str, url: str) -> None:
    for address in found(page.encode("utf-8", "surrogatepass"), url):
        assert urlsplit(address).scheme in ("http", "https") and urlsplit(address).hostname
        assert "@" not in urlsplit(address).netloc and address.isprintable()


async def test_a_page_is_read_in_the_sandbox_too() -> None:
    async with Sandbox(workers=1) as parser:
        named = await parser.feed_links(PAGE, "text/html", link("/feed").encode())
    assert named.urls == ("https://site.example/feed",)


# ---------------------------------------------------------------- what is guessed


def test_guesses_begin_with_the_likeliest_at_the_root_of_a_site() -> None:
    guesses = discovery.guesses("https://site.example")
    assert guesses == discovery.guesses("https://site.example/")
    assert guesses[:2] == ("https://site.example/feed", "https://site.example/rss.xml")
    assert {f"https://site.example/{name}" for name in ("rss", "feed.xml", "atom.xml", "index.xml", "feed/")} < set(
        guesses
    )
    assert len(guesses) == len(set(guesses)) == discovery.MAX_GUESSES


@pytest.mark.parametrize("path", ["/blog", "/blog/", "/blog/index.html", "/blog/rss?x=1#y"])
def test_below_a_path_guesses_begin_there_and_go_on_at_the_root(path: str) -> None:
    guesses = discovery.guesses(f"https://site.example{path}")
    assert guesses[0] == "https://site.example/blog/feed"
    assert "https://site.example/feed" in guesses
    assert len(guesses) == discovery.MAX_GUESSES


def test_the_address_itself_is_never_guessed() -> None:
    for address in discovery.guesses("https://site.example/blog"):
        assert address not in discovery.guesses(address)


@pytest.mark.parametrize(
    "url", ["", "site.example", "ftp://site.example/", "https://", "https://me:secret@a.example/", "http://[::1"]
)
def test_nothing_is_guessed_for_what_is_no_web_address(url: str) -> None:
    assert discovery.guesses(url) == ()


def test_host_and_port_stay_as_they_are() -> None:
    assert discovery.guesses("http://[::1]:8080/a/")[0] == "http://[::1]:8080/a/feed"
