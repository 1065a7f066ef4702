"""`newsbot stories`, whole: feeds are polled, stories listed with reasons, merged and split by hand."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from feed_samples import answers, rss
from loopback import site
from newsroom_run import Result, beside, run

pytestmark = pytest.mark.deep

CHIP = "曜石半导体发布K9训练芯片 算力提升40%"
AGAIN = "曜石半导体推出K9训练芯片 算力比上一代提升40%"
FUND = "远帆智能完成12亿元C轮融资 投后估值90亿元"


@pytest.fixture
async def folder(tmp_path: Path) -> AsyncIterator[Path]:
    """An installation that has polled two feeds, with three entries about two events."""
    async with site({"/a": answers(rss(CHIP, FUND)), "/b": answers(rss(AGAIN, title="乙报"))}) as server:
        feeds = json.dumps([server.url("/a"), server.url("/b")])
        env = {"NEWSBOT_FEEDS": feeds, "NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps([server.origin])}
        assert (await beside(["poll"], tmp_path, env)).code == 0
    yield tmp_path


async def listed(folder: Path, *args: str) -> list[dict[str, Any]]:
    result = await beside(["stories", "--json", *args], folder)
    assert result.code == 0, result.err
    stories: list[dict[str, Any]] = result.report["stories"]
    return stories


async def ids(folder: Path) -> dict[str, str]:
    """The ids of the stories by their headlines."""
    return {story["headline"]: story["id"] for story in await listed(folder)}


def refused(result: Result) -> str:
    """The one line of a usage error."""
    assert (result.code, len(result.err.splitlines())) == (2, 1), result
    return result.err


# ---------------------------------------------------------------- the list


async def test_stories_are_reported_by_score_with_sources_entries_and_reasons(folder: Path) -> None:
    first, second = await listed(folder)
    assert (first["headline"], second["headline"]) == (CHIP, FUND)
    assert first["score"] >= second["score"]
    assert sum(factor["share"] for factor in first["factors"]) == 100
    assert first["why"]
    assert (first["sources"], first["outlets"], first["languages"]) == (2, ["甲报", "乙报"], ["zh"])
    assert (first["state"], first["reason"], first["news"], first["follows"]) == ("new", "", "", "")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", first["first_seen"])
    assert [entry["title"] for entry in first["entries"]] == [CHIP, AGAIN]
    assert {"feed", "id", "url", "title", "published", "news"} <= set(first["entries"][0])
    assert first["entries"][1]["why"].startswith("same event: ")
    assert await listed(folder) == [first, second]


async def test_the_list_for_people_names_what_the_object_has(folder: Path) -> None:
    result = await beside(["stories"], folder)
    assert (result.code, result.err) == (0, "")
    for id in (await ids(folder)).values():
        assert id[:12] in result.out
    assert CHIP in result.out and "2" in result.out and "new" in result.out
    few = await beside(["stories", "--limit", "1"], folder)
    assert FUND not in few.out
    assert few.err == "1 more story; --limit 0 shows all\n"


def test_without_stories_it_says_where_they_come_from(tmp_path: Path) -> None:
    result = run(["stories"], tmp_path)
    assert (result.code, result.out) == (0, "")
    assert "newsbot poll" in result.err
    assert run(["stories", "--json"], tmp_path).report == {"stories": []}


@pytest.mark.parametrize("since", ["90m", "6h", "2d", "1w", "2020-01-01", "2020-01-01T08:00:00+08:00"])
async def test_since_takes_a_length_of_time_or_a_date(folder: Path, since: str) -> None:
    assert len(await listed(folder, "--since", since)) == 2


@pytest.mark.parametrize("since", ["", "2", "soon", "-2d", "2026-13-01", "999999w", "0x2d"])
def test_any_other_since_is_a_usage_error(tmp_path: Path, since: str) -> None:
    result = run(["stories", "--since", since, "--json"], tmp_path)
    assert "write 90m, 6h, 2d or 1w, or a date like" in refused(result)
    assert "--since" in result.report["error"]["message"]


async def test_what_was_heard_of_before_is_left_out(folder: Path) -> None:
    assert await listed(folder, "--since", "2999-01-01") == []


# ---------------------------------------------------------------- one story


async def test_a_story_is_shown_by_any_beginning_of_its_id(folder: Path) -> None:
    id = (await ids(folder))[CHIP]
    result = await beside(["stories", "show", id[:8].upper()], folder)
    assert (result.code, result.err) == (0, "")
    for said in (id, CHIP, AGAIN, "甲报", "乙报", "http://e.test/", "same event: "):
        assert said in result.out
    report = (await beside(["stories", "show", id, "--json"], folder)).report
    assert (report["id"], report["rulings"], report["artifacts"]) == (id, [], [])
    assert len(report["entries"]) == 2


async def test_an_id_that_no_story_has_names_near_ones(folder: Path) -> None:
    id = (await ids(folder))[CHIP]
    said = refused(await beside(["stories", "show", f"{id[:5]}zzz"], folder))
    assert f"there is no story {id[:5]}zzz; did you mean {id[:12]} ({CHIP[:40]})" in said
    assert "id is empty" in refused(await beside(["stories", "show", " "], folder))
    for other in ("%", "nosuch", "zz"):
        assert "`newsbot stories` lists them" in refused(await beside(["stories", "show", other], folder))


def test_an_id_in_an_empty_archive_says_what_to_do(tmp_path: Path) -> None:
    assert "newsbot poll" in refused(run(["stories", "show", "abc"], tmp_path))


# ---------------------------------------------------------------- rulings


async def test_stories_are_merged_into_the_first_and_it_is_remembered(folder: Path) -> None:
    of = await ids(folder)
    result = await beside(["stories", "merge", of[FUND], of[CHIP][:10], "--json"], folder)
    assert result.report == {"story": of[FUND], "merged": [of[CHIP]], "entries": 3}
    (story,) = await listed(folder)
    by_hand = {entry["title"]: entry["by_hand"] for entry in story["entries"]}
    assert (story["id"], by_hand) == (of[FUND], {FUND: False, CHIP: True, AGAIN: True})
    shown = await beside(["stories", "show", of[FUND]], folder)
    assert f"took in {of[CHIP][:12]}" in shown.out and "put here by hand" in shown.out
    assert f"merged into {of[FUND][:12]}" in (await beside(["stories", "show", of[CHIP]], folder)).out
    again = await beside(["stories", "merge", of[FUND], of[CHIP]], folder)
    assert f"was merged into {of[FUND]}" in refused(again)


@pytest.mark.parametrize("by", ["url", "id"])
async def test_entries_are_split_out_of_a_story_by_address_or_id(folder: Path, by: str) -> None:
    (story,) = [story for story in await listed(folder) if story["headline"] == CHIP]
    result = await beside(["stories", "split", story["id"], story["entries"][1][by], "--json"], folder)
    assert (result.code, result.report["story"], result.report["entries"]) == (0, story["id"], 1)
    assert (await ids(folder))[AGAIN] == result.report["new"]
    assert len(await listed(folder)) == 3  # and nothing puts them together again
    shown = await beside(["stories", "show", story["id"], "--json"], folder)
    assert [(each["kind"], each["other"]) for each in shown.report["rulings"]] == [("apart", result.report["new"])]


async def test_what_cannot_be_merged_or_split_is_one_line_with_what_to_do(folder: Path) -> None:
    of = await ids(folder)
    merge, split = ["stories", "merge"], ["stories", "split"]
    assert "name the one to keep" in refused(await beside([*merge, of[CHIP]], folder))
    assert "into itself" in refused(await beside([*merge, of[CHIP], of[CHIP]], folder))
    assert "there is no story" in refused(await beside([*merge, of[CHIP], "zzz"], folder))
    assert "has no entry https://e.test/other" in refused(
        await beside([*split, of[CHIP], "https://e.test/other"], folder)
    )
    assert "leave at least one" in refused(await beside([*split, of[CHIP], CHIP, AGAIN], folder))
    assert len(await listed(folder)) == 2


# ---------------------------------------------------------------- wishes


async def test_what_is_ignored_leaves_the_list_until_it_is_taken_back(folder: Path) -> None:
    of = await ids(folder)
    result = await beside(["stories", "ignore", of[CHIP][:10], "--json"], folder)
    assert (result.code, result.report) == (0, {"ignored": True, "stories": [of[CHIP]]})
    assert list(await ids(folder)) == [FUND]
    (aside,) = await listed(folder, "--ignored")
    assert (aside["headline"], aside["wish"]) == (CHIP, "ignore")
    again = await beside(["stories", "ignore", of[CHIP]], folder)
    assert (again.out, again.err) == ("", "0 stories are ignored\n")
    undone = await beside(["stories", "ignore", "--undo", of[CHIP]], folder)
    assert undone.out == f"{of[CHIP]}\n"
    assert set(await ids(folder)) == {CHIP, FUND}
    assert await listed(folder, "--ignored") == []


async def test_the_list_can_begin_where_one_looked_before(folder: Path) -> None:
    assert len(await listed(folder, "--since", "visit")) == 2
    assert len(await listed(folder, "--since", "visit")) == 2  # the same visit


async def test_what_is_followed_stands_first_and_is_flagged(folder: Path) -> None:
    of = await ids(folder)
    await beside(["stories", "follow", of[FUND]], folder)
    first, second = await listed(folder)
    assert (first["headline"], first["wish"], first["single_source"], first["rumour"]) == (FUND, "follow", True, False)
    assert (second["wish"], second["single_source"]) == ("", False)
    assert "关注 单一来源" in (await beside(["stories", "show", of[FUND]], folder)).out


async def test_a_story_is_chosen_as_a_kind_that_there_is(folder: Path) -> None:
    of = await ids(folder)
    assert "unknown kind 'nothing'" in refused(
        await beside(["stories", "choose", of[CHIP], "--kind", "nothing"], folder)
    )
    assert (await beside(["stories", "choose", of[CHIP], "--kind", "news", "--json"], folder)).report == {
        "chosen": [of[CHIP]]
    }
    again = await beside(["stories", "choose", of[CHIP]], folder)
    assert "is chosen already, or begun" in again.err
