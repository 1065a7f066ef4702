"""Hostile feeds end as entries or as one line, read no file and ask no server; where limits matter, in the sandbox."""

import io
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import feedparser
import pytest

from loopback import raw, says
from newsbot import feed
from newsbot.edges.sandbox import Sandbox
from newsbot.errors import ParseError
from newsbot.news import ParsedFeed, Reading

DATA = Path(__file__).parents[2] / "shared" / "data"
READING = Reading(
    feed="http://hostile.test/feed", url="http://hostile.test/feed", seen=datetime(2026, 2, 20, tzinfo=UTC)
)
SANE = "<item><title>sane</title></item>"


def samples(*folders: str) -> dict[str, bytes]:
    """The files below these folders of the shared data by their path; skips the test where there are none."""
    found = {
        str(path): path.read_bytes()
        for folder in folders
        for path in sorted((DATA / folder).rglob("*"))
        if path.is_file()
    }
    if not found:
        pytest.skip(f"no test data at {DATA}")
    return found


def rss(inner: str, head: str = "") -> bytes:
    return f"{head}<rss version='2.0'><channel><title>t</title>{inner}</channel></rss>".encode()


def json_feed(items: str) -> bytes:
    return f'{{"version":"https://jsonfeed.org/version/1","items":[{items}]}}'.encode()


def item(inner: str) -> str:
    return f"<item><title>hostile</title>{inner}</item>"


# ---------------------------------------------------------------- collections of broken and hostile feeds


@pytest.mark.deep
def test_nothing_but_a_parse_error_leaves_the_parser() -> None:
    for name, body in samples("feeds/malformed", "attacks/xml").items():
        for content_type in ("", "text/xml; charset=utf-8"):
            asked = READING.model_copy(update={"content_type": content_type}).model_dump_json()
            try:
                parsed = feed.parse(asked, body)
            except ParseError as error:
                assert str(error).startswith("http://hostile.test/feed"), name
                assert "\n" not in str(error), name
            else:
                again = feed.parse(asked, body)
                assert again == parsed, name


@pytest.mark.deep
def test_no_feed_has_fewer_entries_than_feedparser_finds() -> None:
    """Each once: an item that stands in a feed several times, word for word, is one entry."""
    for name, body in samples("feeds/real", "feeds/ai").items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = feedparser.parse(io.BytesIO(body)).entries
        distinct = {(entry.get("id"), entry.get("link")) for entry in found}
        assert feed.parse(READING.model_dump_json(), body).total >= len(distinct), name


# ---------------------------------------------------------------- files and connections


def external(target: str) -> dict[str, bytes]:
    """Feeds that ask their reader, each in another way, for what lies at `target`."""
    entry = item("<description>&x;</description>")
    return {
        "general entity": rss(entry, f"<!DOCTYPE rss [<!ENTITY x SYSTEM '{target}'>]>"),
        "general entity on a line": rss(entry, f'<!DOCTYPE rss [\n<!ENTITY x SYSTEM "{target}">\n]>\n'),
        "public entity": rss(entry, f"<!DOCTYPE rss [\n<!ENTITY x PUBLIC 'x' '{target}'>\n]>"),
        "parameter entity": rss(item(""), f"<!DOCTYPE rss [\n<!ENTITY % x SYSTEM '{target}'>\n%x;\n]>"),
        "external subset": rss(entry, f"<!DOCTYPE rss SYSTEM '{target}'>"),
        "external subset, standalone": rss(
            entry, f"<?xml version='1.0' standalone='no'?><!DOCTYPE rss SYSTEM '{target}'>"
        ),
        "inclusion": rss(
            f"<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='{target}' parse='text'/>" + entry
        ),
        "style sheet": rss(item(""), f"<?xml-stylesheet href='{target}' type='text/xsl'?>"),
        "schema": rss(
            f"<a xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='x {target}'/>{item('')}"
        ),
        "content elsewhere": f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id>"
        f"<content type='html' src='{target}'/></entry></feed>".encode(),
        "the address alone": target.encode(),
        "broken besides": rss(
            item("<description>&x; & &nbsp;</description>"), f"<!DOCTYPE rss [<!ENTITY x SYSTEM '{target}'>]>"
        ),
    }


async def outcome(box: Sandbox, body: bytes) -> ParsedFeed | str:
    """What comes of a feed; a refusal must be one line that names it."""
    try:
        return await box.feed(READING, body)
    except ParseError as error:
        assert str(error).startswith("http://hostile.test/feed")
        assert "\n" not in str(error)
        return str(error)


async def test_no_feed_makes_its_reader_read_a_file_or_ask_a_server(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_text("<!ENTITY x 'sesame'> sesame", encoding="utf-8")
    asked = []
    answer = says(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsesame")

    async def answering(reader: object, writer: object) -> None:
        asked.append(1)
        await answer(reader, writer)  # type: ignore[arg-type]

    async with Sandbox(workers=1) as box, raw(answering) as origin:
        for target in (canary.as_uri(), str(canary), origin + "/x", origin.removeprefix("http:") + "/x"):
            for way, body in external(target).items():
                came = await outcome(box, body)
                assert "sesame" not in (came if isinstance(came, str) else came.model_dump_json()), (way, target)
        for name, body in samples("attacks/xml").items():
            came = await outcome(box, body)
            assert "root:" not in (came if isinstance(came, str) else came.model_dump_json()), name
    assert asked == []


WATCHED = """
import sys
from pathlib import Path
from newsbot import feed
from newsbot.errors import ParseError
from newsbot.news import Reading

reading, folders = sys.argv[1], sys.argv[2:]
bodies = [path.read_bytes() for folder in folders for path in sorted(Path(folder).rglob("*")) if path.is_file()]
watching = False

def watch(event, arguments):
    opened = event == "open" and not str(arguments[0]).endswith((".py", ".pyc", ".so"))  # what Python imports late
    if watching and (opened or event.startswith(("socket.", "subprocess.", "os.", "urllib.", "ctypes."))):
        print(event, arguments, flush=True)

sys.addaudithook(watch)
for watching in (False, True):  # once to have everything imported
    for body in bodies:
        try:
            feed.parse(reading, body)
        except ParseError:
            pass
print("parsed", len(bodies))
"""


def test_python_itself_sees_no_file_opened_and_no_socket_made(tmp_path: Path) -> None:
    samples("attacks/xml")
    for number, (target, way) in enumerate(
        (t, w) for t in (tmp_path.as_uri(), "http://127.0.0.1:9/") for w in external(t)
    ):
        (tmp_path / f"{number}.xml").write_bytes(external(target)[way])
    folders = [str(DATA / "attacks/xml"), str(DATA / "feeds/malformed"), str(tmp_path)]
    ended = subprocess.run(
        [sys.executable, "-c", WATCHED, READING.model_dump_json(), *folders],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=120,
        check=False,
    )
    assert ended.stderr == ""
    assert ended.stdout.splitlines()[0].startswith("parsed ")


# ---------------------------------------------------------------- floods

MANY = 100_000
ATTRIBUTES = " ".join(f"a{n}='1'" for n in range(200_000))
LOOSE = "<title>&nbsp;</title>"  # no entity of XML: feedparser falls back to its loose reader


def bomb(quote: str, line: str) -> str:
    """Entities of entities: a thousand million times `ha` in a few hundred bytes."""
    names = "abcdefghij"
    steps = (f"<!ENTITY {one} {quote}{f'&{other};' * 10}{quote}>" for other, one in pairwise(names))
    return f"<!DOCTYPE rss [{line}<!ENTITY a {quote}ha{quote}>{line}{line.join(steps)}{line}]>{line}"


LONG_ENTITY = f'<!DOCTYPE rss [\n<!ENTITY a "{"B" * 10_000}">\n]>\n'
CYCLE = '<!DOCTYPE rss [\n<!ENTITY a "&b;">\n<!ENTITY b "&a;">\n]>\n'

QUICK: dict[str, Callable[[], bytes]] = {
    "entity bomb": lambda: rss(item("<description>&j;</description>"), bomb("'", "")),
    "entity bomb, a line each": lambda: rss(item("<description>&j;</description>"), bomb('"', "\n")),
    "entity bomb in an attribute": lambda: rss(item("<enclosure url='&j;'/>"), bomb("'", "")),
    "entity bomb, loose": lambda: rss(LOOSE + item("<description>&j;</description>"), bomb('"', "\n")),
    "cyclic entities": lambda: rss(item("<description>&a;</description>"), CYCLE),
    "item with 200,000 attributes": lambda: rss(f"<item {ATTRIBUTES}><title>x</title></item>"),
    "HTML with 200,000 attributes": lambda: rss(item(f"<description><![CDATA[<p {ATTRIBUTES}>x</p>]]></description>")),
    "100,000 items": lambda: rss("".join(f"<item><guid>{n}</guid></item>" for n in range(MANY))),
    "100,000 items of JSON": lambda: json_feed(",".join(f'{{"id":{n}}}' for n in range(MANY))),
    "100,000 brackets of JSON": lambda: json_feed("[" * MANY),
    "a number of a million digits": lambda: json_feed(f'{{"id":{"9" * 1_000_000}}}'),
    "a reference of a million digits": lambda: rss(item(f"<description>&#{'9' * 1_000_000};</description>")),
    "10 MB of control characters": lambda: rss(item("<description>" + "\x01" * 10_000_000 + "</description>")),
}


@pytest.mark.parametrize("flood", QUICK)
def test_a_flood_that_is_stopped_early_costs_its_entries_at_most(flood: str) -> None:
    body = QUICK[flood]()
    try:
        parsed = feed.parse(READING.model_dump_json(), body)
    except ParseError as error:
        assert "\n" not in str(error)
    else:
        assert 1 <= parsed.total <= 5000
        assert sum(len(entry.model_dump_json()) for entry in parsed.entries) < 10_000_000


SLOW: dict[str, Callable[[], bytes]] = {
    "one entity many times": lambda: rss(item(f"<description>{'&a;' * 20_000}</description>"), LONG_ENTITY),
    "one entity many times, loose": lambda: rss(LOOSE + item("&a;" * 20_000), LONG_ENTITY),
    "loose item with 200,000 attributes": lambda: rss(f"{LOOSE}<item {ATTRIBUTES}><title>x</title></item>"),
    "100,000 name spaces": lambda: rss("".join(f"<x:a xmlns:x='http://{n}'/>" for n in range(MANY)) + SANE),
    "100,000 nested tags": lambda: rss("<a>" * MANY + "</a>" * MANY + SANE),
    "100,000 nested tags in an item": lambda: rss(item("<a>" * MANY + "</a>" * MANY)),
    "100,000 open tags": lambda: rss(item("<a>" * MANY)),
    "100,000 nested tags, loose": lambda: rss(LOOSE + item("<a>" * MANY + "</a>" * MANY)),
    "100,000 nested tags of HTML": lambda: rss(item(f"<description><![CDATA[{'<div>' * MANY}]]></description>")),
    "100,000 nested items": lambda: rss("<item>" * MANY + "</item>" * MANY),
    "100,000 items, loose": lambda: rss(LOOSE + "".join(f"<item><guid>{n}</guid></item>" for n in range(MANY))),
    "100,000 categories": lambda: rss(item("".join(f"<category>{n}</category>" for n in range(MANY)))),
    "15 MB of text": lambda: rss(item(f"<description>{'word and line ' * 1_100_000}</description>")),
    "15 MB of text, loose": lambda: rss(LOOSE + item(f"<description>{'word and line ' * 1_100_000}</description>")),
    "15 MB of Chinese": lambda: rss(item(f"<description>{'字' * 5_000_000}</description>")),
    "15 MB beside an emoji": lambda: rss(item(f"<description>\U0001f600{'x' * 15_000_000}</description>")),
    "15 MB of entities": lambda: rss(item(f"<description>{'&amp;' * 3_000_000}</description>")),
    "15 MB of entities of HTML": lambda: rss(item(f"<description>{'&nbsp;' * 2_500_000}</description>")),
    "15 MB of paragraphs": lambda: rss(item(f"<description><![CDATA[{'<p>a</p>' * 1_900_000}]]></description>")),
    "15 MB title": lambda: rss(f"<item><title>{'word and line ' * 1_100_000}</title></item>"),
    "an author of 2 MB": lambda: rss(item("<author>" + "a" * 2_000_000 + "</author>")),
    "2 million open brackets": lambda: rss(item("<description>" + "<" * 2_000_000)),
    "a million open quotes": lambda: rss(item("<description>" + "<a b='" * 1_000_000)),
    "a million open comments": lambda: rss(item("<description>" + "<!--" * 1_000_000)),
    "2 million empty lines before the feed": lambda: b"<?xml version='1.0'?>" + b"\n" * 2_000_000 + rss(SANE),
}


@pytest.mark.deep
async def test_every_flood_ends_within_the_limits_and_the_next_feed_is_read() -> None:
    async with Sandbox(workers=1) as box:
        for name, body in (QUICK | SLOW).items():
            came = await outcome(box, body())
            assert isinstance(came, str) or came.total <= 5000, name
            sane = await box.feed(READING, rss(SANE))
            assert [entry.title for entry in sane.entries] == ["sane"], name
