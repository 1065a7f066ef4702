"""The sample site: every feed in its form and encoding, every page as announced, copy fit to be read first."""

import json
import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import aiohttp
import feedparser
import pytest

from newsbot import chinese, readability
from newsbot.demo.sample_site import Sample, SamplePage, SampleSite, read_sample

RSS1 = "{http://purl.org/rss/1.0/}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture(scope="module")
def sample() -> Sample:
    return read_sample()


def language_of(sample: Sample, page: SamplePage) -> str:
    return next(outlet.language for outlet in sample.outlets if outlet.id == page.outlet)


def sentences_of(sample: Sample, page: SamplePage) -> list[str]:
    text = "\n".join(page.paragraphs(language_of(sample, page)))
    return [text[start:end] for start, end in chinese.sentences(text)]


def chinese_pages(sample: Sample, letter: str) -> list[SamplePage]:
    story = next(story for story in sample.stories if story.letter == letter)
    return [page for page in story.pages if language_of(sample, page) != "en" and not page.missing]


# ---------------------------------------------------------------- as it is served


async def fetched(client: aiohttp.ClientSession, url: str) -> tuple[int, str, bytes]:
    async with client.get(url) as response:
        return response.status, response.headers["Content-Type"], await response.read()


async def test_each_feed_is_served_in_its_form_and_declared_encoding(
    site: SampleSite, client: aiohttp.ClientSession
) -> None:
    for outlet, url in zip(site.sample.outlets, site.feeds, strict=True):
        status, kind, body = await fetched(client, url)
        assert status == 200
        text = body.decode(outlet.encoding)
        assert outlet.name in text
        if outlet.form == "json":
            assert kind == "application/feed+json"
            assert json.loads(text)["version"] == "https://jsonfeed.org/version/1.1"
            continue
        assert kind.endswith(f"charset={outlet.encoding}")
        assert text.startswith(f'<?xml version="1.0" encoding="{outlet.encoding.upper()}"?>')
        root = ElementTree.fromstring(text.split("?>", 1)[1])
        items = {"rss": "channel/item", "atom": f"{ATOM}entry", "rdf": f"{RSS1}item"}[outlet.form]
        assert len(root.findall(items)) == len(site.sample.by(outlet))


async def test_feedparser_reads_titles_links_and_dates_from_every_xml_feed(
    site: SampleSite, client: aiohttp.ClientSession
) -> None:
    versions = Counter()
    for outlet, url, origin in zip(site.sample.outlets, site.feeds, site.origins, strict=True):
        if outlet.form == "json":
            continue
        _, kind, body = await fetched(client, url)
        parsed = feedparser.parse(body, response_headers={"content-type": kind})
        assert not parsed.bozo
        versions[parsed.version] += 1
        for entry, page in zip(parsed.entries, site.sample.by(outlet), strict=True):
            assert (entry.title, entry.link, entry.author) == (page.headline, origin + page.path, page.author)
            when = entry.get("published_parsed") or entry.updated_parsed
            assert datetime(*when[:6], tzinfo=UTC) == page.published
            assert entry.summary == page.paragraphs(outlet.language)[0]
    assert set(versions) == {"rss20", "atom10", "rss10"}


def test_the_feeds_cover_four_forms_gb18030_traditional_chinese_and_english(sample: Sample) -> None:
    assert len(sample.outlets) >= 6
    assert {outlet.form for outlet in sample.outlets} == {"rss", "atom", "rdf", "json"}
    assert any((outlet.form, outlet.encoding) == ("rss", "gb18030") for outlet in sample.outlets)
    assert {outlet.language for outlet in sample.outlets} == {"zh-CN", "zh-Hant", "en"}


async def test_every_link_in_the_feeds_answers_but_the_one_planted_404(
    site: SampleSite, client: aiohttp.ClientSession
) -> None:
    statuses = Counter()
    for outlet, origin in zip(site.sample.outlets, site.origins, strict=True):
        for page in site.sample.by(outlet):
            status, kind, body = await fetched(client, origin + page.path)
            statuses[status] += 1
            assert status == (404 if page.missing else 200)
            if status == 200:
                assert kind == f"text/html; charset={outlet.encoding}"
                assert page.paragraphs(outlet.language)[0] in body.decode(outlet.encoding).replace("&#34;", '"')
        assert (await fetched(client, origin + "/"))[0] == 200
    assert statuses[404] == 1
    assert statuses[200] >= 18


async def test_what_has_not_changed_is_answered_with_304(site: SampleSite, client: aiohttp.ClientSession) -> None:
    for url in (*site.feeds, *site.pages("B")):
        async with client.get(url) as first:
            tag, modified = first.headers["ETag"], first.headers["Last-Modified"]
        for asked in ({"If-None-Match": tag}, {"If-Modified-Since": modified}):
            async with client.get(url, headers=asked) as again:
                assert again.status == 304
                assert again.headers["ETag"] == tag
                assert await again.read() == b""
        stale = {"If-None-Match": '"another"', "If-Modified-Since": modified}
        async with client.get(url, headers=stale) as changed:
            assert changed.status == 200
        assert parsedate_to_datetime(modified) <= datetime(2026, 12, 1, tzinfo=UTC)


async def test_urls_are_on_loopback_and_gone_after_the_context(client: aiohttp.ClientSession) -> None:
    async with SampleSite() as site:
        origins, feed = site.origins, site.feeds[0]
        assert len(set(origins)) == len(site.sample.outlets)
        assert all(re.fullmatch(r"http://127\.0\.0\.1:\d+", origin) for origin in origins)
    assert site.origins == site.feeds == ()
    with pytest.raises(aiohttp.ClientConnectorError):
        await client.get(feed)


async def test_the_extractor_finds_title_author_outlet_date_and_the_whole_text_and_no_more(
    site: SampleSite, client: aiohttp.ClientSession
) -> None:
    for outlet, origin in zip(site.sample.outlets, site.origins, strict=True):
        for page in site.sample.by(outlet):
            if page.missing:
                continue
            _, kind, body = await fetched(client, origin + page.path)
            found = readability.extract(origin + page.path, kind, "2026-12-24T00:00:00+00:00", body)
            assert (found.title, found.publisher, found.author) == (page.headline, outlet.name, page.author)
            assert str(found.published) == f"{page.published:%Y-%m-%d}"
            if not page.subscribers:
                assert found.text == "\n".join(page.paragraphs(outlet.language))


# ---------------------------------------------------------------- the copy


def test_there_are_four_stories_and_unrelated_news(sample: Sample) -> None:
    stories = {story.letter: story for story in sample.stories}
    assert set(stories) == {"A", "B", "C", "D", ""}
    assert len(stories[""].pages) >= 3
    assert sum(page.subscribers for page in stories[""].pages) == 1
    assert sum(page.missing for story in sample.stories for page in story.pages) == 1
    assert set(SampleSite().headlines) == {"A", "B", "C", "D"}


@pytest.mark.parametrize("letter", ["A", "B", "C"])
def test_each_main_story_has_five_full_chinese_pages_by_different_outlets(sample: Sample, letter: str) -> None:
    pages = chinese_pages(sample, letter)
    assert len({page.outlet for page in pages}) == len(pages) >= 5
    for page in pages:
        sentences = sentences_of(sample, page)
        assert 8 <= len(sentences) <= 14
        assert 400 <= sum(map(len, sentences)) <= 700
        assert all(20 <= len(sentence) <= 60 for sentence in sentences), page.slug
        assert all(sentence.count("“") == sentence.count("”") for sentence in sentences)
        assert all(sentence.count("「") == sentence.count("」") for sentence in sentences)


@pytest.mark.parametrize("letter", ["A", "B", "C"])
def test_three_quotable_sentences_from_each_of_five_outlets_make_a_whole_article(sample: Sample, letter: str) -> None:
    """At most 200 characters of one source, 550 to 900 Han characters before any attribution is added."""
    total = 0
    for page in chinese_pages(sample, letter)[:5]:
        three = sentences_of(sample, page)[:3]
        assert sum(map(len, three)) <= 200
        total += sum(chinese.han_count(sentence) for sentence in three)
    assert 550 <= total <= 900


def test_traditional_gb18030_and_english_pages_stand_among_the_main_stories(sample: Sample) -> None:
    outlets = {outlet.id: outlet for outlet in sample.outlets}
    main = [
        outlets[page.outlet]
        for story in sample.stories
        if story.letter in "ABC" and story.letter
        for page in story.pages
    ]
    assert {outlet.language for outlet in main} == {"zh-CN", "zh-Hant", "en"}
    assert any(outlet.encoding == "gb18030" for outlet in main)


def test_traditional_pages_are_traditional_and_the_others_simplified(sample: Sample) -> None:
    for story in sample.stories:
        for page in story.pages:
            changed = [chinese.simplified(line) != line for line in (page.headline, *sentences_of(sample, page))]
            if language_of(sample, page) == "zh-Hant":
                assert all(changed), page.slug
            else:
                assert not any(changed), page.slug


def test_no_sentence_stands_on_two_pages_and_no_headline_twice(sample: Sample) -> None:
    pages = [page for story in sample.stories for page in story.pages]
    said = Counter(
        chinese.simplified(sentence) for page in pages for sentence in sentences_of(sample, page) if len(sentence) >= 15
    )
    assert [sentence for sentence, times in said.items() if times > 1] == []
    headlines = [page.headline for page in pages]
    assert len(set(headlines)) == len(headlines)


def test_chinese_headlines_have_11_to_29_characters_and_promise_nothing(sample: Sample) -> None:
    for story in sample.stories:
        for page in story.pages:
            if language_of(sample, page) != "en":
                assert 11 <= chinese.title_length(page.headline) <= 29
                assert not re.search("[？！?!]|重磅|震惊|炸裂", page.headline)


def test_chinese_copy_keeps_the_house_punctuation(sample: Sample) -> None:
    """Full-width marks, no space beside a Han character, no thousands separator."""
    for story in sample.stories:
        for page in story.pages:
            if language_of(sample, page) == "en":
                continue
            text = page.headline + page.text.replace("\n", "")
            assert not re.search(rf"[{chinese.HAN}] | [{chinese.HAN}]|[,;:!?()\"']|\d,\d", text), page.slug


def test_dates_agree(sample: Sample) -> None:
    """All of it is dated November 2026, nothing before it happened, and each report names the day."""
    for story in sample.stories:
        for page in story.pages:
            assert (page.published.year, page.published.month) == (2026, 11)
            assert page.published.utcoffset() is not None
            if story.happened is None:
                continue
            assert page.published.date() >= story.happened
            if not page.missing:
                day = story.happened.day
                assert f"11月{day}日" in page.text or re.search(rf"\bNovember {day}\b", page.text), page.slug


def test_a_past_tense_day_of_november_is_never_later_than_its_report(sample: Sample) -> None:
    """Only deadlines may lie ahead: `前` stands behind them, or the English names a coming event."""
    for story in sample.stories:
        for page in story.pages:
            for match in re.finditer(r"11月(\d+)日(之?前)?", page.text):
                assert match[2] or int(match[1]) <= page.published.day, (page.slug, match[0])


def test_the_pages_of_a_story_share_its_words_and_unrelated_pages_do_not(sample: Sample) -> None:
    words = {"A": "听澜|Tinglan", "B": "槎影2", "C": "AI读片", "D": "Larkmoor"}
    for story in sample.stories:
        for page in story.pages:
            entry = chinese.simplified(page.headline + page.paragraphs(language_of(sample, page))[0])
            found = {letter for letter, pattern in words.items() if re.search(pattern, entry)}
            assert found == ({story.letter} if story.letter else set()), page.slug


def test_the_show_story_leaves_room_for_planted_faults(sample: Sample) -> None:
    """A ceiling in billions, a day without a year, a place, a capacity, jobs and a translation of them."""
    story = next(story for story in sample.stories if story.letter == "D")
    english = [page for page in story.pages if language_of(sample, page) == "en"]
    assert len(english) >= 2
    for page in english:
        for fact in ("up to $500 billion", "four years", "Abilene, Texas", "1.2 gigawatts", "November 19"):
            assert fact in page.text.replace("the next four", "four"), (page.slug, fact)
        assert "2026" not in page.text
    assert any("38,000 construction jobs" in page.text for page in english)
    (chinese_page,) = chinese_pages(sample, "D")
    assert "至多为5000亿美元" in chinese_page.text
