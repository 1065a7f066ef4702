"""Stories: canonical addresses, ids, groups and headlines."""

import re

import pytest

from newsbot import story
from newsbot.errors import UsageError
from newsbot.news import Entry


def entry(url: str, key: str = "k", feed: str = "https://f.example/") -> Entry:
    return Entry(feed=feed, key=key, url=url, title="t")


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("HTTPS://News.Example/a", "https://news.example/a"),
        ("https://news.example:443/a", "https://news.example/a"),
        ("http://news.example:80/a", "http://news.example/a"),
        ("http://news.example:8080/a", "http://news.example:8080/a"),
        ("https://news.example/a/", "https://news.example/a"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example/a#part", "https://news.example/a"),
        (
            "https://news.example/a?utm_source=x&utm_medium=y&fbclid=1&gclid=2&spm=3.4&from=timeline",
            "https://news.example/a",
        ),
        ("https://news.example/a?b=2&UTM_Source=x&a=1", "https://news.example/a?a=1&b=2"),
        ("https://news.example/a?from_id=3", "https://news.example/a?from_id=3"),
        ("https://news.example/a?q=%C4%E3", "https://news.example/a?q=%C4%E3"),  # GBK stays as written
        ("https://news.example/A/B", "https://news.example/A/B"),
        (" https://news.example/a ", "https://news.example/a"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("http://[broken", "http://[broken"),
        ("", ""),
    ],
)
def test_canonical(url: str, same: str) -> None:
    """Two spellings of one page have one canonical address, which is its own canonical address."""
    assert story.canonical(url) == same
    assert story.canonical(same) == same


def test_a_story_id_is_32_hex_digits_and_the_same_for_the_same_request() -> None:
    one = story.story_id("news", "标题", ["https://a.example/x", "https://b.example/"], ["d1", "d2"], 0)
    other = story.story_id("news", "标题", ["https://B.example", "https://a.example/x#top"], ["d2", "d1"], 0)
    assert one == other
    assert re.fullmatch(r"[0-9a-f]{32}", one)


def test_whatever_is_asked_differently_has_another_story_id() -> None:
    asked = [
        ("news", "a", [], [], 0),
        ("brief", "a", [], [], 0),
        ("news", "b", [], [], 0),
        ("news", "a", ["https://a.example/"], [], 0),
        ("news", "a", [], ["https://a.example/"], 0),
        ("news", "a", [], [], 1),
    ]
    assert len({story.story_id(*request) for request in asked}) == len(asked)


def test_entries_with_one_canonical_address_are_one_group_in_order_of_first_appearance() -> None:
    a, b, again = entry("https://a.example/x"), entry("https://b.example/"), entry("https://a.example/x/?utm_id=1")
    assert story.group([a, b, again]) == ((a, again), (b,))


def test_entries_without_address_stay_apart() -> None:
    assert len(story.group([entry("", "1"), entry("", "2"), entry("", "1", "https://g.example/")])) == 3


def test_a_headline_is_one_clean_line() -> None:
    assert story.headline("  国家版\u200bOpenAI：\n谁\t获益 {{< x >}} \x07") == "国家版OpenAI： 谁 获益 {{< x >}}"


@pytest.mark.parametrize("text", ["", "  \n\t ", "\u200b\x00", "……！"])
def test_a_headline_without_a_word_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError, match="empty"):
        story.headline(text)


def test_a_headline_of_more_than_300_characters_is_a_usage_error_that_names_the_limit() -> None:
    assert story.headline("字" * 300) == "字" * 300
    with pytest.raises(UsageError, match="10000 characters, at most 300"):
        story.headline("字" * 10_000)
