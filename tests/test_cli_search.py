"""`newsbot search`, whole: what a person and a script read of the archive."""

import asyncio
import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from newsbot.edges.store import Store
from newsbot.news import Page, SourceDate, Span
from newsroom_run import run

AT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


def archive(folder: Path) -> dict[str, str]:
    """An archive with two pages, one of which would like to write to the terminal; the settings that name it."""
    url = f"sqlite:///{folder / 'archive.db'}"

    async def fill() -> None:
        async with await Store.open(url, lambda: AT) as store:
            for number, title, text in (
                (1, "得州工厂", "芯片工厂在得州竣工。"),
                (2, "Chips\x1b[31m", "The chip maker’s plant in Texas opens."),
            ):
                page = Page(
                    url=f"https://a.test/{number}",
                    final_url="",
                    fetched=AT,
                    title=title,
                    text=text,
                    sha256=str(number),
                    publisher="甲报",
                    published=SourceDate(year=2026, month=11) if number == 1 else None,
                    access="full" if number == 1 else "paywalled",
                )
                await store.keep_page(page, [Span(start=0, end=len(text), text=text, language="zh")])

    asyncio.run(fill())
    return {"NEWSBOT_DATABASE_URL": url}


def test_results_are_shown_with_date_outlet_passage_and_address(tmp_path: Path) -> None:
    env = archive(tmp_path)
    chinese = run(["search", "芯片 工廠"], tmp_path, env)
    assert (chinese.code, chinese.err) == (0, "")
    assert chinese.out.splitlines() == [
        " 1. 得州工厂",
        "    2026-11 · 甲报",
        "    芯片工厂在得州竣工。",
        "    https://a.test/1",
    ]
    english = run(["search", "chips"], tmp_path, env)
    assert english.out.splitlines() == [
        " 1. Chips [31m",
        "    seen 2026-11-22 · 甲报 · paywalled",
        "    The chip maker’s plant in Texas opens.",
        "    https://a.test/2",
    ]


def test_json_is_one_object_with_every_field(tmp_path: Path) -> None:
    result = run(["search", "得州 texas", "--json", "--limit", "1"], tmp_path, archive(tmp_path))
    (found,) = result.report["results"]
    assert found.pop("score") > 0
    assert found == {
        "url": "https://a.test/1",
        "title": "得州工厂",
        "publisher": "甲报",
        "published": "2026-11",
        "seen": "2026-11-22T08:30:00Z",
        "snippet": "芯片工厂在得州竣工。",
        "language": "zh",
        "access": "full",
    }


def test_nothing_found_is_one_line_and_code_3(tmp_path: Path) -> None:
    env = archive(tmp_path)
    result = run(["search", '天气* OR "\x07'], tmp_path, env)
    assert (result.code, result.out) == (3, "")
    assert result.err == 'nothing in the archive about 天气* OR "; try fewer or other words\n'
    scripted = run(["search", "天气", "--json"], tmp_path, env)
    assert (scripted.code, scripted.report) == (3, {"results": []})


def test_an_empty_query_is_refused_with_the_way_to_ask(tmp_path: Path) -> None:
    for query in ("", " \n", "\u200b"):
        result = run(["search", query], tmp_path)
        assert result.code == 2
        assert result.err.startswith("newsbot: the query is empty; say what to look for")
    assert "empty" in json.loads(run(["search", "", "--json"], tmp_path).out)["error"]["message"]


def test_a_damaged_or_locked_archive_is_one_line(tmp_path: Path) -> None:
    env = archive(tmp_path)
    path = tmp_path / "archive.db"
    with sqlite3.connect(path) as beside:
        beside.execute("UPDATE page_terms_data SET block = x'ffff' WHERE id > 10")
    harmed = run(["search", "芯片"], tmp_path, env)
    assert (harmed.code, harmed.out) == (1, "")
    assert "archive.db is damaged or no database; restore a backup" in harmed.err
    assert harmed.err.count("\n") == 1
