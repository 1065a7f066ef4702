"""The door of the desk: who comes in beyond this machine, how often one may be wrong, and who is out again."""

import asyncio
import socket
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from asgi import Answer, Browser
from desk_world import STORY, UNSEEN_AT, WRONG_AT, newsroom
from feed_world import Clock
from newsbot import editing, review
from newsbot.desk import Sessions, application
from newsbot.desk.attempts import FOR_A_NAME, FOR_AN_ADDRESS, WITHIN, Attempts
from newsbot.desk.server import Place, addresses_of
from newsbot.desk.words import WORDS
from newsbot.edges import passwords
from newsbot.edges.listening import Bound
from newsbot.news import Editor, Post
from newsbot.wiring import Newsroom

pytestmark = pytest.mark.deep  # each password costs what it shall cost a guesser

HOST = "10.1.2.3:8321"
SECURE = "desk.example.org"
DRAFT = f"/drafts/{STORY.id}"
SECRET = "correct horse battery staple"
HASH = passwords.hashed(SECRET)
TOKEN, KEPT = passwords.new_token()


class Desk(NamedTuple):
    """A desk beyond this machine: its newsroom and the application."""

    room: Newsroom
    app: Any

    def browser(self, host: str = HOST, address: str = "10.1.2.4") -> Browser:
        return Browser(self.app, host, address)

    async def came_in(self, name: str, secret: str = SECRET) -> Browser:
        browser = self.browser()
        assert (await browser.post("/enter", {"name": name, "secret": secret})).status == 303
        return browser

    async def change(self, name: str, **changed: Any) -> None:
        archive = self.room.world.archive
        (found,) = [each for each in await archive.editors() if each.name == name]
        assert await archive.change_editor(found.model_copy(update=changed))


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with newsroom(tmp_path) as room:
        accounts: tuple[tuple[str, Post, str, str], ...] = (
            ("张三", "editor", HASH, ""),
            ("李四", "editor", HASH, KEPT),
            ("记者", "writer", HASH, ""),
            ("无门", "editor", "", ""),
        )
        for name, post, password, token in accounts:
            made = Editor(name=name, post=post, added=Clock()(), password=password, token=token, mark=name)
            assert await room.world.archive.add_editor(made)
        addresses = [f"http://{HOST}", f"https://{SECURE}"]
        yield Desk(room, application(room, Sessions("张三", room.world.now), 8321, addresses=addresses))


async def act(browser: Browser, room: Newsroom, **form: object) -> Answer:
    on = await editing.opened(STORY.id, room.world)
    return await browser.post(f"{DRAFT}/act", {"number": on.number, **form})


# ---------------------------------------------------------------- in and out


async def test_beyond_this_machine_one_comes_in_by_name_and_password_alone(desk: Desk) -> None:
    page = (await desk.browser().get("/enter")).text
    assert 'name="name"' in page and 'name="token"' not in page
    assert (await desk.browser().post("/enter", {"token": ""})).status == 403
    browser = await desk.came_in("张三")
    page = (await browser.get("/drafts")).text
    assert "<span>张三</span>" in page
    assert (await (await desk.came_in("李四", TOKEN)).get("/drafts")).status == 200


async def test_the_cookie_is_for_this_desk_alone_and_under_https_for_https_alone(desk: Desk) -> None:
    for host, secure in ((HOST, False), (SECURE, True)):
        answer = await desk.browser(host).post("/enter", {"name": "张三", "secret": SECRET})
        flags = set(answer.headers["set-cookie"].split("; "))
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= flags and ("Secure" in flags) is secure


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8321", "localhost:8321", "10.1.2.3", "evil.example:8321", "desk.example.org:80"]
)
async def test_it_answers_to_the_names_it_was_given_and_no_other(desk: Desk, host: str) -> None:
    assert (await desk.browser(host).get("/enter")).status == 421
    assert (await desk.browser(host).post("/enter", {"name": "张三", "secret": SECRET})).status == 421


async def test_a_page_elsewhere_cannot_send_a_password(desk: Desk) -> None:
    form = {"name": "张三", "secret": SECRET}
    for origin in (f"http://{SECURE}", f"https://{HOST}", "null"):
        answer = await desk.browser().post("/enter", form, {"sec-fetch-site": "", "origin": origin})
        assert answer.status == 403 and "set-cookie" not in answer.headers
    own = {"sec-fetch-site": "", "origin": f"https://{SECURE}"}
    assert (await desk.browser(SECURE).post("/enter", form, own)).status == 303


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("张三", "wrong"),
        ("张三", ""),
        pytest.param("张三", HASH, id="the kept hash"),
        pytest.param("张三", TOKEN, id="another's token"),
        pytest.param("李四", KEPT, id="the kept token"),
        pytest.param("李四", passwords.new_token()[0], id="a token of nobody's"),
        ("无门", ""),
        ("无门", SECRET),
        ("王五", SECRET),
        ("", ""),
        ("张" * 5_000, SECRET),
        ("张三\x00", SECRET),
        ("张三' OR '1'='1", "x" * 100_000),
    ],
)
async def test_the_answer_to_a_wrong_one_is_the_same_whatever_is_wrong(desk: Desk, name: str, secret: str) -> None:
    usual = await desk.browser(address="10.9.9.9").post("/enter", {"name": "谁", "secret": "wrong"})
    answer = await desk.browser().post("/enter", {"name": name, "secret": secret})
    assert (answer.status, answer.body, answer.headers) == (403, usual.body, usual.headers)
    assert WORDS["wrong-name"][0] in answer.text


async def test_whoever_leaves_is_out_and_the_others_stay(desk: Desk) -> None:
    one, other = await desk.came_in("张三"), await desk.came_in("张三")
    await one.post("/leave", {})
    assert (await one.get("/drafts")).headers["location"] == "/enter"
    assert (await other.get("/drafts")).status == 200


@pytest.mark.parametrize(
    "change",
    [{"password": passwords.hashed(SECRET + "!"), "mark": "2"}, {"token": KEPT, "mark": "2"}],
    ids=["password", "token"],
)
async def test_another_password_or_token_ends_the_sessions_of_that_name_and_no_other(
    desk: Desk, change: dict[str, str]
) -> None:
    mine, other = await desk.came_in("张三"), await desk.came_in("李四")
    await desk.change("张三", **change)
    assert (await mine.get("/drafts")).headers["location"] == "/enter"
    refused = await act(mine, desk.room, kind="cut", place=WRONG_AT)
    assert refused.headers["location"] == "/enter"
    assert (await editing.opened(STORY.id, desk.room.world)).number == 0
    assert (await other.get("/drafts")).status == 200


async def test_a_removed_account_is_out_and_does_not_come_in_again(desk: Desk) -> None:
    browser = await desk.came_in("李四")
    await desk.room.world.archive.remove_editor("李四")
    assert (await act(browser, desk.room, kind="cut", place=WRONG_AT)).headers["location"] == "/enter"
    assert (await desk.browser().post("/enter", {"name": "李四", "secret": SECRET})).status == 403
    assert (await editing.opened(STORY.id, desk.room.world)).number == 0


async def test_at_this_machine_the_printed_token_is_the_configured_editors(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        sessions = Sessions("张三", room.world.now)
        token = sessions.token()
        app = application(room, sessions, 8321)
        assert 'name="name"' not in (await Browser(app).get("/enter")).text  # nobody has a password
        added = Editor(name="张三", post="editor", added=Clock()(), password=HASH, mark="1")
        await room.world.archive.add_editor(added)
        page = (await Browser(app).get("/enter")).text
        assert 'name="name"' in page and 'name="token"' in page
        browser = Browser(app)
        assert (await browser.post("/enter", {"token": token})).status == 303
        assert "<span>张三</span>" in (await browser.get("/drafts")).text
        await room.world.archive.remove_editor("张三")
        assert (await browser.get("/drafts")).headers["location"] == "/enter"


async def test_whoever_is_in_when_the_first_account_is_theirs_stays_and_another_password_ends_it(
    tmp_path: Path,
) -> None:
    async with newsroom(tmp_path) as room:
        sessions = Sessions("张三", room.world.now)
        browser = Browser(application(room, sessions, 8321))
        await browser.post("/enter", {"token": sessions.token()})
        added = Editor(name="张三", post="editor", added=Clock()(), password=HASH, mark="1")
        await room.world.archive.add_editor(added)
        assert (await browser.get("/drafts")).status == 200
        await room.world.archive.change_editor(added.model_copy(update={"mark": "2"}))
        assert (await browser.get("/drafts")).headers["location"] == "/enter"


@pytest.mark.parametrize(
    ("address", "place", "addresses"),
    [
        ("127.0.0.1", Place(8321), ["http://127.0.0.1:8321", "http://localhost:8321", "http://[::1]:8321"]),
        ("::1", Place(80, "::1"), ["http://[::1]", "http://127.0.0.1", "http://localhost"]),
        ("10.1.2.3", Place(8321, "10.1.2.3"), ["http://10.1.2.3:8321"]),
        ("10.1.2.3", Place(80, "desk.lan"), ["http://desk.lan", "http://10.1.2.3"]),
        ("2001:db8::1", Place(8321, "2001:db8::1"), ["http://[2001:db8::1]:8321"]),
        (
            "0.0.0.0",
            Place(8321, "0.0.0.0", "https://desk.example.org"),
            ["https://desk.example.org", "http://127.0.0.1:8321", "http://localhost:8321", "http://[::1]:8321"],
        ),
    ],
)
def test_the_desk_is_asked_for_at_what_it_was_bound_to_and_the_address_that_was_set(
    address: str, place: Place, addresses: list[str]
) -> None:
    with socket.socket() as unbound:
        assert addresses_of(Bound(unbound, address, place.port), place) == addresses


# ---------------------------------------------------------------- how often one may be wrong


@pytest.mark.parametrize("name", ["张三", "王五"])
async def test_after_so_many_wrong_passwords_even_the_right_one_waits_and_other_names_do_not(
    desk: Desk, name: str
) -> None:
    for n in range(FOR_A_NAME):
        answer = await desk.browser(address=f"10.1.3.{n}").post("/enter", {"name": name, "secret": "wrong"})
        assert answer.status == 403
    answer = await desk.browser(address="10.1.4.1").post("/enter", {"name": name, "secret": SECRET})
    assert answer.status == 429 and 0 < int(answer.headers["retry-after"]) <= WITHIN.total_seconds() + 60
    assert "试的次数太多" in answer.text and "set-cookie" not in answer.headers
    await desk.came_in("李四")


async def test_a_personal_token_comes_in_while_guesses_lock_its_name(desk: Desk) -> None:
    for n in range(FOR_A_NAME + 1):
        await desk.browser(address=f"10.1.3.{n}").post("/enter", {"name": "李四", "secret": "wrong"})
    await desk.came_in("李四", TOKEN)


async def test_many_at_once_are_no_more_than_many_one_after_another(desk: Desk) -> None:
    browsers = [desk.browser(address=f"10.1.3.{n}") for n in range(3 * FOR_A_NAME)]
    tried = await asyncio.gather(*(each.post("/enter", {"name": "张三", "secret": "wrong"}) for each in browsers))
    assert sorted(each.status for each in tried) == [403] * FOR_A_NAME + [429] * 2 * FOR_A_NAME


def test_an_address_may_be_wrong_so_often_whatever_names_it_tries() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    for n in range(FOR_AN_ADDRESS):
        assert attempts.begin(f"name {n}", "2001:db8::1") is None
    assert attempts.begin("another", "2001:db8::ffff:2") == WITHIN  # the same network
    assert attempts.begin("another", "2001:db8:1::1") is None
    assert attempts.begin(None, "2001:db8::1") == WITHIN  # a token as well
    clock.turn(minutes=15)
    assert attempts.begin("another", "2001:db8::1") is None


def test_a_right_one_begins_anew_and_is_not_held_against_the_address() -> None:
    attempts = Attempts(Clock())
    for _ in range(3 * FOR_AN_ADDRESS):
        assert attempts.begin("张三", "10.0.0.1") is None
        attempts.right("张三", "10.0.0.1")
    for _ in range(FOR_A_NAME):
        assert attempts.begin("张三", "10.0.0.1") is None
    assert attempts.begin("张三", "10.0.0.2") == WITHIN


# ---------------------------------------------------------------- what each may do


FORMS: dict[str, dict[str, str]] = {
    "confirm": {"place": UNSEEN_AT, "passage": "2.1", "span": "three cloud providers"},
    "keep": {"place": WRONG_AT, "reason": "已核实"},
    "waive": {"finding": "0", "reason": "快讯"},
    "reject": {"reason": "不用"},
    "approve": {},
}


async def test_a_writers_page_offers_what_a_writer_may_do_and_an_editors_everything(desk: Desk) -> None:
    writer, editor = await desk.came_in("记者"), await desk.came_in("张三")
    theirs, all_ = (await writer.get(DRAFT)).text, (await editor.get(DRAFT)).text
    for kind in ("confirm", "keep", "waive", "reject", "approve"):
        assert f'name="kind" value="{kind}"' not in theirs and f'name="kind" value="{kind}"' in all_, kind
    for kind in ("edit", "cut", "re-cite", "regenerate", "send back", "undo"):
        assert f'name="kind" value="{kind}"' in theirs, kind


@pytest.mark.parametrize("kind", FORMS)
async def test_a_form_that_no_page_offered_is_refused_all_the_same(desk: Desk, kind: str) -> None:
    answer = await act(await desk.came_in("记者"), desk.room, kind=kind, **FORMS[kind])
    assert answer.status == 422 and WORDS["refused-post"][0] in answer.text
    assert await desk.room.world.archive.acts(STORY.id) == ()


async def test_a_post_that_is_taken_away_holds_at_once(desk: Desk) -> None:
    browser = await desk.came_in("张三")
    await desk.change("张三", post="writer")
    answer = await act(browser, desk.room, kind="keep", **FORMS["keep"])
    assert answer.status == 422 and WORDS["refused-post"][0] in answer.text
    assert (await act(browser, desk.room, kind="cut", place=WRONG_AT)).status == 303


# ---------------------------------------------------------------- two at one draft


async def test_of_two_editors_at_one_draft_the_second_gets_both_versions_and_the_list_says_who_reads(
    desk: Desk,
) -> None:
    one, other = await desk.came_in("张三"), await desk.came_in("记者")
    await other.get(DRAFT)
    assert "记者正在看" in (await one.get("/drafts")).text
    await one.get(DRAFT)
    assert "张三正在看" in (await other.get("/drafts")).text
    forms = [
        {"number": 0, "kind": "edit", "place": UNSEEN_AT, "text": "首批芯片供给三家云服务商。"},
        {"number": 0, "kind": "edit", "place": UNSEEN_AT, "text": "首批芯片将在广东交付。"},
    ]
    assert (await one.post(f"{DRAFT}/act", forms[0])).status == 303
    stale = await other.post(f"{DRAFT}/act", forms[1])
    assert stale.status == 409 and all(form["text"] in stale.text for form in forms)
    (done,) = await desk.room.world.archive.acts(STORY.id)
    assert (done.editor, done.act.after) == ("张三", forms[0]["text"])


def git(folder: Path, *args: str) -> str:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    return subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True, text=True).stdout


async def test_two_who_publish_one_draft_at_once_make_one_file_and_one_commit(desk: Desk, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir(exist_ok=True)
    git(site, "init", "-q")
    for key, value in (("user.name", "desk"), ("user.email", "desk@example.org")):
        git(site, "config", key, value)
    git(site, "commit", "-q", "--allow-empty", "-m", "begin")
    publisher = desk.room.publisher
    room = replace(desk.room, publisher=replace(publisher, policy=replace(publisher.policy, git="commit")))
    app = application(room, Sessions("张三", room.world.now), 8321, addresses=[f"http://{HOST}"])
    browsers = [Browser(app, HOST, "10.1.2.4"), Browser(app, HOST, "10.1.2.5")]
    for browser, name in zip(browsers, ("张三", "李四"), strict=True):
        await browser.post("/enter", {"name": name, "secret": SECRET})
    on = await editing.opened(STORY.id, room.world)
    for each in review.open_sentences(on.review):
        assert (await act(browsers[0], room, kind="keep", place=each.place, reason="已核实")).status == 303
    for finding in review.open_findings(on.review):
        index = on.review.verdict.findings.index(finding)
        assert (await act(browsers[0], room, kind="waive", finding=index, reason="快讯")).status == 303
    assert (await act(browsers[1], room, kind="approve")).status == 303
    on = await editing.opened(STORY.id, room.world)
    form = {"number": on.number, "kind": "publish"}
    answers = await asyncio.gather(*(each.post(f"{DRAFT}/act", form) for each in browsers))
    assert 303 in [each.status for each in answers]
    (file,) = (path for path in site.rglob("*.md"))
    (published,) = [each for each in await room.world.archive.acts(STORY.id) if each.act.kind == "publish"]
    assert published.editor in ("张三", "李四")
    assert 'editor: "李四"' in file.read_text(encoding="utf-8")  # who signed it, whoever pressed the button
    assert len(git(site, "log", "--oneline").splitlines()) == 2
    assert git(site, "status", "--short") == ""
