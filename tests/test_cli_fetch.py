"""`newsbot fetch`, whole: a real site on loopback, real files, the sandbox."""

import json
from pathlib import Path

import pytest
from aiohttp import web

from loopback import site
from newsroom_run import beside, run
from page_samples import PARAGRAPHS, TEXT, TITLE, article, page

KEYS = [
    *("url", "title", "publisher", "author", "published", "language", "text", "tables", "dropped", "agreement"),
    *("canonical", "origin", "access", "machine", "ours", "final_url", "status"),
]
TABLE = "<table><tr><th>模型</th><th>得分</th></tr><tr><td>小型</td><td>85.3</td></tr></table>"
HEAD = "<meta property='og:site_name' content='云栖时报'><link rel=canonical href='/story.html'>"
BODY = page(
    article(TABLE, "<p style='display:none'>看不见的话</p>", byline="<p>2026年8月21日 来源：新华社 作者：张三</p>"),
    HEAD,
).decode()


def allowed(origin: str) -> dict[str, str]:
    return {"NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps([origin])}


async def test_json_is_one_object_with_all_that_the_extractor_sees(tmp_path: Path) -> None:
    async def moved(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/story")

    async with site({"/story": BODY, "/old": moved}) as running:
        ended = await beside(["fetch", running.url("/old"), "--json"], tmp_path, allowed(running.origin))
    assert (ended.code, ended.err) == (0, "")
    seen = ended.report
    assert list(seen) == KEYS
    assert (seen["url"], seen["final_url"], seen["status"]) == (running.url("/old"), running.url("/story"), 200)
    assert (seen["title"], seen["publisher"], seen["author"], seen["origin"]) == (TITLE, "云栖时报", "张三", "新华社")
    assert (seen["published"], seen["language"], seen["access"]) == ("2026-08-21", "zh", "full")
    assert seen["canonical"] == running.url("/story.html")
    assert seen["tables"] == [[["模型", "得分"], ["小型", "85.3"]]]
    assert seen["dropped"] == ["隐藏文字 display:none，5字符"]
    assert (seen["machine"], seen["ours"]) == (False, False)
    assert seen["text"].startswith(PARAGRAPHS[0])


async def test_without_json_what_is_known_stands_above_the_text(tmp_path: Path) -> None:
    async with site({"/story": BODY}) as running:
        ended = await beside(["fetch", running.url("/story")], tmp_path, allowed(running.origin))
    head, _, text = ended.out.partition("\n\n")
    assert head.split("\n")[:4] == [f"title: {TITLE}", "publisher: 云栖时报", "author: 张三", "published: 2026-08-21"]
    assert "dropped: 隐藏文字 display:none，5字符" in head
    assert "1 table" in head
    assert text.startswith(PARAGRAPHS[0])


async def test_robots_txt_and_private_addresses_are_respected(tmp_path: Path) -> None:
    async with site({"/story": BODY, "/robots.txt": "User-agent: *\nDisallow: /"}) as running:
        forbidden = await beside(["fetch", running.url("/story"), "--json"], tmp_path, allowed(running.origin))
        private = await beside(["fetch", running.url("/story")], tmp_path)
    assert (forbidden.code, private.code) == (1, 1)
    assert "robots" in forbidden.report["error"]["message"]
    assert private.err.count("\n") == 1
    assert private.err.startswith("newsbot: blocked (")


def test_a_file_is_read_as_the_page_it_came_from(tmp_path: Path) -> None:
    (tmp_path / "saved.html").write_text(BODY, encoding="utf-8")
    url = "https://www.news.example/story"
    known = run(["fetch", "saved.html", "--url", url, "--json"], tmp_path).report
    assert (known["url"], known["canonical"], known["status"]) == (url, "https://www.news.example/story.html", None)
    unknown = run(["fetch", "saved.html", "--json"], tmp_path).report
    assert (unknown["url"], unknown["title"], unknown["text"]) == ("", TITLE, known["text"])


def test_a_text_file_is_read_as_a_document(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"# {TITLE}\n\n{TEXT}", encoding="utf-8")
    for more in ([], ["--url", "https://www.news.example/a"]):
        assert run(["fetch", "a.md", "--json", *more], tmp_path).report["text"] == f"{TITLE}\n{TEXT}"


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("missing.html", None, "missing.html does not exist"),
        ("empty.html", b"", "empty.html is empty"),
        (
            "wall.html",
            page("<h1>请先登录</h1><input type=password>", title="登录"),
            "wall.html shows only a login wall",
        ),
        ("scan.pdf", b"%PDF-1.4\n", "scan.pdf is a broken PDF"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_exit_code_1(
    name: str, body: bytes | None, says: str, tmp_path: Path
) -> None:
    if body is not None:
        (tmp_path / name).write_bytes(body)
    ended = run(["fetch", name], tmp_path)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(f"newsbot: {says}")
    assert ended.err.count("\n") == 1
    assert run(["fetch", name, "--json"], tmp_path).report["error"]["message"].startswith(says)
