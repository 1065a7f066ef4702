"""`newsbot demo`, run once: what it leaves in its folder, what it shows, and that a second run adds no duplicate."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
import yaml

from newsbot import chinese
from newsbot.demo.sample_site import read_sample
from newsroom_run import Result, left_in, run

KEYS = "title date draft tags categories author summary cover source_url word_count reading_time ai_score sync_time"
AIGC = "Label ContentProducer ProduceID ReservedCode1 ContentPropagator PropagateID ReservedCode2"
MARK = r"\[\^(\d+)\]"
WIDE = {"COLUMNS": "200"}


class Demo(NamedTuple):
    """One run: how it ended, its folder, and the days (Asia/Shanghai) on which it began and ended."""

    result: Result
    folder: Path
    days: tuple[str, str]

    @property
    def articles(self) -> list[str]:
        posts = self.folder / "site" / "content" / "posts"
        return [path.read_text(encoding="utf-8") for path in sorted(posts.iterdir())]


def today() -> str:
    day = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai"))
    return f"{day.year}年{day.month}月{day.day}日"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    began = today()
    return Demo(run(["demo", "--out", "site"], folder, WIDE), folder, (began, today()))


def front(markdown: str) -> dict[str, Any]:
    values: dict[str, Any] = yaml.safe_load(markdown.split("---\n")[1])
    return values


def body(markdown: str) -> str:
    """From 引言 to 结论."""
    return markdown.partition("### 引言\n")[2].partition("## References")[0]


def references(markdown: str) -> list[str]:
    return re.findall(r"^\[\^\d+\]: .*$", markdown, re.MULTILINE)


def paragraphs(markdown: str) -> Iterator[str]:
    yield from (line for line in body(markdown).splitlines() if line and not line.startswith("#"))


# ---------------------------------------------------------------- the articles


def test_it_succeeds_and_writes_at_least_three_articles_without_key_or_network(demo: Demo) -> None:
    assert demo.result.code == 0, demo.result.out + demo.result.err
    assert len(demo.articles) >= 3
    names = [path for path in left_in(demo.folder) if path.startswith("site/content/posts/")]
    for name in names:
        assert re.fullmatch(r"site/content/posts/\d{4}-\d\d-\d\d-[a-z0-9-]+-[0-9a-f]{8}\.md", name)
    stray = [path for path in left_in(demo.folder) if not path.endswith(".md") and ".newsbot" not in path]
    assert stray == []


def test_the_thirteen_keys_stand_first_and_in_order(demo: Demo) -> None:
    for markdown in demo.articles:
        values = front(markdown)
        assert list(values)[:13] == KEYS.split()
        assert 2 <= len(values["tags"]) <= 6
        assert list(values["cover"]) == ["image", "alt"]
        assert 0 <= values["ai_score"] <= 100
        assert 0 < len(values["summary"]) <= 150 and values["summary"] != values["title"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", values["sync_time"])
        assert re.search(r"^date: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", markdown, re.MULTILINE)


def test_word_count_and_reading_time_are_those_of_the_file(demo: Demo) -> None:
    for markdown in demo.articles:
        start = markdown.index("<article>")
        end = markdown.index("\n", markdown.index("**Keywords**"))
        values = front(markdown)
        assert values["word_count"] == end - start
        assert values["reading_time"] == -(-(end - start) // 200)


def test_footnotes_are_numbered_by_first_use_none_dangling_none_unused(demo: Demo) -> None:
    for markdown in demo.articles:
        text, _, notes = markdown.partition("## References")
        used = list(dict.fromkeys(re.findall(MARK, text)))
        assert used == [str(number) for number in range(1, len(used) + 1)]
        assert re.findall(rf"^{MARK}: ", notes, re.MULTILINE) == used
        assert len(used) >= 3


def test_every_reference_has_a_fetched_address_and_the_day_it_was_really_retrieved(demo: Demo) -> None:
    """Addresses are pages of the sample site; the day is that of the run in Asia/Shanghai, not of the report."""
    paths = {page.path for story in read_sample().stories for page in story.pages}
    for markdown in demo.articles:
        for reference in references(markdown):
            found = re.fullmatch(
                r'\[\^\d+\]: .+"\[.+\]\(http://127\.0\.0\.1:\d+(/.+)\)"\. .+ 检索日期 (.+)。', reference
            )
            assert found, reference
            assert found[1] in paths
            assert found[2] in demo.days
            read = "（仅见摘要）" not in reference  # of a page that could not be read only the feed's words are known
            assert not read or re.search(r"\(2026年11月\d+日\)\.", reference), reference  # the source's own date


def test_every_sentence_of_the_body_ends_with_its_marks(demo: Demo) -> None:
    """Quotations aside, what stands between two marks holds no second full stop."""
    for markdown in demo.articles:
        assert len(list(paragraphs(markdown))) >= 3
        for paragraph in paragraphs(markdown):
            assert re.fullmatch(rf"(?:[^\[\]]+ (?:{MARK})+[。！？]?)+", paragraph), paragraph
            for sentence in re.split(rf" (?:{MARK})+[。！？]?", paragraph):
                unquoted = re.sub(r"“[^”]*”", "", sentence or "")
                assert not re.search("[。！？]", unquoted), sentence


def test_the_body_is_long_enough_and_all_of_it_is_quoted_and_attributed(demo: Demo) -> None:
    """Without a model nothing is worded by us: each sentence is a quotation with its outlet's name before it."""
    outlets = [outlet.name for outlet in read_sample().outlets] + ["晴屿时报"]
    for markdown in demo.articles:
        assert chinese.han_count(body(markdown)) >= 300
        for paragraph in paragraphs(markdown):
            for sentence in re.findall(rf"([^\[\]]+?) (?:{MARK})+[。！？]?", paragraph):
                assert re.search("“[^”]{8,}”", sentence[0]), sentence[0]
                assert any(chinese.simplified(name) in sentence[0] for name in outlets), sentence[0]


def test_at_most_three_sentences_and_200_characters_come_from_one_source(demo: Demo) -> None:
    for markdown in demo.articles:
        quoted: dict[str, list[str]] = {}
        for paragraph in paragraphs(markdown):
            for sentence, number in re.findall(rf"([^\[\]]+?) {MARK}", paragraph):
                quoted.setdefault(number, []).extend(re.findall("“([^”]*)”", sentence))
        for pieces in quoted.values():
            assert len(pieces) <= 3
            assert sum(map(len, pieces)) <= 200


def test_everything_a_reader_sees_is_simplified_chinese(demo: Demo) -> None:
    for markdown in demo.articles:
        assert chinese.simplified(markdown) == markdown
        assert chinese.language(body(markdown)) == "zh"


def test_they_are_drafts_marked_as_excerpts_and_as_machine_made(demo: Demo) -> None:
    for markdown in demo.articles:
        values = front(markdown)
        assert values["title"].startswith("摘编｜")
        assert (values["draft"], values["kind"]) == (True, "extract")
        assert values["provenance"]["verdict"] in ("pass", "review")
        assert list(values["AIGC"]) == AIGC.split()
        assert values["AIGC"]["ProduceID"]
        assert markdown.rstrip().endswith("*本文由人工智能生成，尚未审核。*")
        assert "*This article was automatically generated by AI News Assistant on " in markdown


def test_quotation_marks_stand_in_pairs_and_no_line_holds_markup_of_a_source(demo: Demo) -> None:
    for markdown in demo.articles:
        for line in markdown.splitlines():
            assert line.count("“") == line.count("”"), line
        assert re.findall(r"<[^>]*>", markdown) == ["<article>", "</article>"]


def test_keywords_stand_in_the_body_and_the_hashtags_are_the_tags(demo: Demo) -> None:
    for markdown in demo.articles:
        keywords = re.search(r"^\*\*Keywords\*\*: (.+)$", markdown, re.MULTILINE)
        assert keywords
        words = keywords[1].split(", ")
        assert 5 <= len(words) <= 10
        assert [word for word in words if word not in body(markdown)] == []
        assert f"\n{' '.join('#' + tag.replace(' ', '') for tag in front(markdown)['tags'])}\n" in markdown


# ---------------------------------------------------------------- what is shown


def test_the_screen_says_that_the_scripted_model_is_scripted(demo: Demo) -> None:
    assert "scripted model" in demo.result.out
    assert "no real one" in demo.result.out


def test_sentence_finding_passage_and_repair_are_shown_for_each_planted_fault(demo: Demo) -> None:
    """$500 billion → 500亿, a wrong passage, an invented year: rewritten, re-cited, cut, once each."""
    shown = demo.result.out.partition("2  The gate")[2].partition("What was done")[0]
    blocks = [block for block in re.split(r"\n\s*(?=原句)", shown) if "原句" in block]
    repairs = {}
    for block in blocks:
        assert "发现" in block and "所注资料" in block
        (done,) = re.findall(r"^\s*(改注出处|改写|删去)  ", block, re.MULTILINE)
        repairs[done] = block
    assert len(blocks) == 3 and set(repairs) == {"改注出处", "改写", "删去"}
    assert "500亿美元" in repairs["改写"] and "$500 billion" in repairs["改写"] and "5000亿美元" in repairs["改写"]
    assert "3.8万" in repairs["改注出处"]
    assert re.search("20[0-9]{2}年1月11日", repairs["删去"]) and "January 11" in repairs["删去"]


def test_the_closing_table_counts_what_was_done_and_says_what_to_do_next(demo: Demo) -> None:
    closing = demo.result.out.partition("What was done")[2]
    assert "改注出处（re-cited） 1，改写（rewritten） 1，删去（cut） 1" in closing
    assert f"{len(demo.articles)} in site/content/posts" in closing
    entries = sum(len(story.pages) for story in read_sample().stories)
    assert f"{entries}, of which {entries} new" in closing
    for step in ("newsbot init", "newsbot doctor", "newsbot write"):
        assert step in closing


def test_the_scripted_draft_is_repaired_in_the_file_too(demo: Demo) -> None:
    (path,) = (demo.folder / "site" / "drafts").iterdir()
    markdown = path.read_text(encoding="utf-8")
    assert "投资5000亿美元" in markdown and "投资500亿美元" not in markdown
    assert "1月11日" not in body(markdown)
    assert front(markdown)["draft"] is True
    assert front(markdown)["provenance"]["model"] == "scripted"


# ---------------------------------------------------------------- again


def test_a_second_run_in_the_same_folder_writes_no_duplicate(demo: Demo) -> None:
    before = demo.articles
    posts = sorted(path for path in left_in(demo.folder) if "/posts/" in path)
    again = run(["demo", "--out", "site"], demo.folder, WIDE)
    assert again.code == 0, again.out + again.err
    assert sorted(path for path in left_in(demo.folder) if "/posts/" in path) == posts
    assert demo.articles == before


def test_its_last_line_opens_its_drafts_at_the_desk_and_publishes_into_its_own_folder(demo: Demo) -> None:
    """The command, with `drafts list` in the place of `desk`."""
    command = demo.result.out.rstrip().splitlines()[-1].partition("judge these drafts:")[2].split()
    assert command[-2:] == ["newsbot", "desk"]
    env = dict(each.split("=", 1) for each in command[:-2])
    assert env["NEWSBOT_SITE__DIR"] == "site/published"
    listed = run(["drafts", "list", "--json"], demo.folder, env)
    assert listed.code == 0, listed.err
    assert len(listed.report["drafts"]) >= 4
