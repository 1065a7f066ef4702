"""What counts as new, what as changed, and what is wanted; at the end, over series of real feeds."""

import gzip
import hashlib
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot import feed, novelty
from newsbot.news import Dated, Entry, Known, Reading
from newsbot.novelty import Decision, decide

REPLAY = Path(__file__).parents[2] / "shared" / "data" / "feeds" / "replay"
SERIES = sorted(path.name for path in REPLAY.iterdir()) if REPLAY.is_dir() else ["(no data)"]
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def entry(
    id: str = "1", title: str = "甲公司发布模型", url: str = "https://e.test/1", summary: str = "", **more: object
) -> Entry:
    """An entry as it comes from the parser: key and id the same, mark and digest of its words."""
    words = hashlib.sha256(f"{title}\n{summary}".encode()).hexdigest()
    mark = hashlib.sha256(f"{id}\n{url}\n{words}".encode()).hexdigest()
    usual = {"feed": "f", "key": id, "id": id, "url": url, "title": title, "summary": summary, "mark": mark}
    return Entry.model_validate({**usual, "digest": words, **more})


def keys(known: tuple[Known, ...]) -> list[str]:
    return [each.entry.key for each in known]


class Reader:
    """A feed's memory as it goes from answer to answer."""

    def __init__(self) -> None:
        self.known: dict[str, Known] = {}

    def reads(self, *entries: Entry, shared: tuple[str, ...] = ()) -> Decision:
        ids = {each.id for each in entries}
        decision = decide(entries, shared, [known for known in self.known.values() if known.entry.id in ids])
        for known in (*decision.new, *decision.updated, *decision.quiet):
            self.known[known.entry.key] = known
        return decision


# ---------------------------------------------------------------- new


def test_an_entry_is_new_once_under_its_id_and_in_the_order_of_the_document() -> None:
    reader = Reader()
    first = reader.reads(entry("b"), entry("a"))
    assert keys(first.new) == ["b", "a"]
    assert first.new[0] == Known(entry=entry("b"), digests=(entry("b").digest,))
    assert reader.reads(entry("c"), entry("b"), entry("a")).new == (Known(entry=entry("c"), digests=(entry().digest,)),)
    assert reader.reads(entry("b"), entry("a")) == Decision((), (), ())


def test_an_entry_that_vanished_and_comes_back_is_nothing() -> None:
    reader = Reader()
    reader.reads(entry("1"), entry("2"))
    reader.reads(entry("2"))
    assert reader.reads(entry("1"), entry("2")) == Decision((), (), ())


def test_entries_that_share_an_id_are_told_apart_by_their_links() -> None:
    reader = Reader()
    one, two = entry("x", url="https://e.test/1"), entry("x", url="https://e.test/2")
    first = reader.reads(one, two, shared=("x",))
    assert keys(first.new) == ["x https://e.test/1", "x https://e.test/2"]
    assert reader.reads(two, one, shared=("x",)) == Decision((), (), ())
    assert reader.reads(two) == Decision((), (), ()), "also when the other has left"
    third = entry("x", url="https://e.test/3", title="丙")
    assert keys(reader.reads(third, two, shared=("x",)).new) == ["x https://e.test/3"]
    assert keys(reader.reads(entry("x", url="https://e.test/4")).new) == ["x https://e.test/4"]


def test_an_entry_known_by_its_id_alone_stays_itself_when_another_gets_that_id() -> None:
    reader = Reader()
    reader.reads(entry("x", url="https://e.test/1"))
    decision = reader.reads(entry("x", url="https://e.test/2"), entry("x", url="https://e.test/1"), shared=("x",))
    assert keys(decision.new) == ["x https://e.test/2"]
    assert decision.updated == decision.quiet == ()


@pytest.mark.parametrize("url", ["http://e.test/1", "https://e.test/1/", "http://e.test/1//"])
def test_scheme_and_slash_make_no_other_link(url: str) -> None:
    reader = Reader()
    reader.reads(entry("x", url="https://e.test/1"), entry("x", url="https://e.test/2"), shared=("x",))
    decision = reader.reads(entry("x", url=url), shared=("x",))
    assert (decision.new, decision.updated) == ((), ())
    assert [(each.entry.key, each.entry.url) for each in decision.quiet] == [("x https://e.test/1", url)]


def test_an_entry_whose_link_alone_changed_is_itself_and_nothing_to_tell() -> None:
    reader = Reader()
    reader.reads(entry(url="https://e.test/1"))
    decision = reader.reads(entry(url="https://elsewhere.test/1?from=rss"))
    assert decision == Decision((), (), decision.quiet)
    assert decision.quiet[0].entry.url == "https://elsewhere.test/1?from=rss"


def test_of_entries_that_are_one_the_first_counts() -> None:
    reader = Reader()
    twins = (entry("x", title="一"), entry("x", title="二"), entry("x", url="http://e.test/1/", title="三"))
    assert [each.entry.title for each in reader.reads(*twins, shared=("x",)).new] == ["一"]
    decision = reader.reads(entry("x", title="四"), entry("x", title="五"))
    assert ([each.entry.title for each in decision.updated], decision.new, decision.quiet) == (["四"], (), ())


def test_a_long_key_is_kept_as_its_hash() -> None:
    url = "https://e.test/" + "a" * 600
    decision = decide([entry("x", url=url), entry("x")], ("x",), ())
    assert keys(decision.new) == [hashlib.sha256(f"x {url}".encode()).hexdigest(), "x https://e.test/1"]
    assert keys(decide([entry("y" * 600)], (), ()).new) == [hashlib.sha256(b"y" * 600).hexdigest()]


def test_ten_thousand_entries_of_one_id_take_no_longer_than_of_many() -> None:
    """Each is looked up, not searched for: a quadratic comparison would take minutes."""
    entries = [entry("x", url=f"https://e.test/{n}", title="") for n in range(10_000)]
    reader = Reader()
    assert len(reader.reads(*entries, shared=("x",)).new) == 10_000
    assert reader.reads(*entries, shared=("x",)) == Decision((), (), ())


# ---------------------------------------------------------------- changed


def test_new_words_are_an_update_under_the_old_key() -> None:
    reader = Reader()
    reader.reads(entry(title="甲公司裁员10%"))
    changed = entry(title="甲公司裁员12%", url="https://e.test/1-corrected")
    (update,) = reader.reads(changed).updated
    assert update.entry == changed
    assert (update.updates, update.digests) == (1, (entry(title="甲公司裁员10%").digest, changed.digest))


def test_going_back_and_forth_between_two_versions_is_told_once() -> None:
    reader = Reader()
    reader.reads(entry(title="甲"))
    assert len(reader.reads(entry(title="乙")).updated) == 1
    for title in ("甲", "乙", "甲"):
        decision = reader.reads(entry(title=title))
        assert (decision.updated, [each.entry.title for each in decision.quiet]) == ((), [title])
    assert reader.known["1"].updates == 1


def test_an_entry_that_changes_for_ever_is_told_a_few_times_and_remembers_a_few_versions() -> None:
    reader = Reader()
    told = [bool(reader.reads(entry(title=f"第{number}版")).updated) for number in range(100)]
    assert told == [False, *[True] * novelty.UPDATES, *[False] * 96]
    assert len(reader.known["1"].digests) == novelty.DIGESTS
    assert reader.known["1"].digests[-1] == entry(title="第99版").digest
    assert reader.known["1"].entry.title == "第99版"


def test_other_markup_with_the_same_words_is_only_kept() -> None:
    reader = Reader()
    reader.reads(entry())
    decision = reader.reads(entry(mark="other"))
    assert (decision.new, decision.updated, decision.quiet[0].entry.mark) == ((), (), "other")


@pytest.mark.parametrize(
    "broken", [entry(title="", summary=""), entry(title="", summary="正文"), entry(title="题", summary="")]
)
def test_words_that_are_only_lost_stay_as_they_were(broken: Entry) -> None:
    """Seen in a real series: a feed whose items came without title and text for one answer."""
    reader = Reader()
    whole = entry(title="题", summary="正文")
    reader.reads(whole)
    decision = reader.reads(broken)
    assert (decision.new, decision.updated) == ((), ())
    assert decision.quiet == (Known(entry=whole.model_copy(update={"mark": broken.mark}), digests=(whole.digest,)),)
    assert reader.reads(whole).updated == ()


def test_an_entry_without_title_may_change_like_any_other() -> None:
    reader = Reader()
    reader.reads(entry(title="", summary="短文"))
    assert len(reader.reads(entry(title="", summary="改过的短文")).updated) == 1


def test_the_date_that_was_read_first_stays() -> None:
    first = {"published": NOW, "dated": Dated(raw="first", how="RFC 822", confidence="exact")}
    later = {"published": NOW + timedelta(days=9), "dated": Dated(raw="later", how="RFC 822", confidence="exact")}
    reader = Reader()
    reader.reads(entry("1"), entry("2", **first))
    decision = reader.reads(entry("1", mark="x", **later), entry("2", title="改", **later))
    assert decision.quiet[0].entry.published == NOW + timedelta(days=9), "it had none"
    assert (decision.updated[0].entry.published, decision.updated[0].entry.dated) == (NOW, first["dated"])


words = st.text("甲乙", max_size=4)


@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from("xyz"), st.sampled_from(["", "http://e/1", "https://e/1/", "http://e/2"]), words)
        )
    )
)
def test_no_key_is_new_twice_or_told_more_often_than_the_cap(answers: list[list[tuple[str, str, str]]]) -> None:
    reader, new, updated = Reader(), Counter[str](), Counter[str]()
    for answer in answers:
        entries = [entry(id, title, url) for id, url, title in answer]
        links: dict[str, set[str]] = {}
        for each in entries:
            links.setdefault(each.id, set()).add(each.url)
        decision = reader.reads(*entries, shared=tuple(id for id, urls in links.items() if len(urls) > 1))
        new.update(keys(decision.new))
        updated.update(keys(decision.updated))
        assert len({*keys(decision.new), *keys(decision.updated), *keys(decision.quiet)}) == sum(map(len, decision))
    assert all(count == 1 for count in new.values())
    assert all(count <= novelty.UPDATES for count in updated.values())
    assert set(reader.known) == set(new)


# ---------------------------------------------------------------- wanted


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("AI", "AI芯片"),
        ("AI", "国产AI"),
        ("ai", "The AI Act"),
        ("AI", "gen-AI, said"),
        ("AI", "日本のAIモデル"),
        ("大模型", "開源大模型發佈"),
        ("軟體", "开源软体"),
        ("芯片", "AI芯片厂"),
        ("AI芯片", "新ai芯片"),
        ("machine learning", "Machine\nlearning"),
        ("C++", "C++20"),
        (".NET", "ASP.NET"),
        ("ИИ", "новый ИИ"),
    ],
)
def test_a_topic_is_found_in_title_summary_and_text(topic: str, text: str) -> None:
    assert novelty.wanted(entry(title=text), ("天气", topic))
    assert novelty.wanted(entry(summary=text), (topic,))
    assert novelty.wanted(entry(text=text), (topic,))


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("AI", "she said"),
        ("AI", "OpenAI"),
        ("AI", "AI2"),
        ("AI芯片", "OpenAI芯片"),
        ("大模型", "大型模型"),
        ("ИИ", "РОССИИ"),
        (".", "没有"),
        ("a.c", "abc"),
    ],
)
def test_a_topic_inside_another_word_is_not_found(topic: str, text: str) -> None:
    assert not novelty.wanted(entry(title=text, summary=text, text=text), (topic,))


@pytest.mark.parametrize("topics", [(), ("",), (" ", "\n")])
def test_without_topics_everything_is_wanted(topics: tuple[str, ...]) -> None:
    assert novelty.wanted(entry(title=""), topics)


@given(st.lists(st.text(max_size=20), max_size=5), st.text(max_size=50))
def test_a_text_is_wanted_for_any_one_of_the_topics_and_for_every_topic_that_stands_in_it_alone(
    topics: list[str], text: str
) -> None:
    """Whatever signs they are made of; topics that are blank are none."""
    said = [topic for topic in topics if topic.strip()]
    each = [novelty.wanted(entry(title=text), (topic,)) for topic in said]
    assert novelty.wanted(entry(title=text), topics) == (any(each) or not said)
    for topic in said:
        assert novelty.wanted(entry(title=f"{text} {topic} {text}"), ("天气", topic))


# ---------------------------------------------------------------- real feeds over weeks


@pytest.mark.deep
@pytest.mark.skipif(not REPLAY.is_dir(), reason="the replay series are not beside this checkout")
@pytest.mark.parametrize("series", SERIES)
def test_every_id_of_a_real_series_is_new_once_in_the_first_version_that_has_it(series: str) -> None:
    """And few are told again, though one of these feeds writes ages and counts into its titles, and one is a
    machine's translation that seldom comes out the same."""
    reader, seen, updates = Reader(), set[str](), 0
    reading = Reading(feed="f", url="https://e.test/feed", seen=NOW).model_dump_json()
    for path in sorted((REPLAY / series).glob("*.gz")):
        parsed = feed.parse(reading, gzip.decompress(path.read_bytes()))
        marks = {known.entry.mark for known in reader.known.values()}
        unknown = [each for each in parsed.entries if each.mark not in marks]  # as the parser does, given the marks
        decision = reader.reads(*unknown, shared=parsed.shared)
        ids = {each.id for each in parsed.entries}
        assert Counter(each.entry.id for each in decision.new) == Counter(ids - seen)
        seen |= ids
        updates += len(decision.updated)
    assert seen
    assert updates <= len(seen) // 3
