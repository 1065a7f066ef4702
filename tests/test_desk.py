"""The desk: who may come in, what a page elsewhere cannot do, and that an act does what its form says."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest

import desk_pages
from asgi import HOST, Answer, Browser
from desk_world import STORY, TRUE, UNSEEN, UNSEEN_AT, WRONG, WRONG_AT, newsroom
from newsbot import editing, review
from newsbot.desk import Sessions, application, showing
from newsbot.desk.words import WORDS
from newsbot.errors import NotAllowed, UsageError
from newsbot.newsroom import Reply, Request
from newsbot.wiring import Newsroom

DRAFT = f"/drafts/{STORY.id}"
ACT = f"{DRAFT}/act"
PAGES = tuple(address for address in desk_pages.pages(STORY.id) if address != "/enter")


class Open(NamedTuple):
    """An open desk: its newsroom, and a browser that is in."""

    room: Newsroom
    browser: Browser
    stranger: Browser
    sessions: Sessions

    async def act(self, **form: object) -> Answer:
        on = await editing.opened(STORY.id, self.room.world)
        return await self.browser.post(ACT, {"number": on.number, **form})


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Open]:
    async with newsroom(tmp_path) as room:
        sessions = Sessions("张三", room.world.now)
        app = application(room, sessions, 8321)
        browser = Browser(app)
        entered = await browser.post("/enter", {"token": sessions.token()})
        assert (entered.status, entered.headers["location"]) == (303, "/")
        yield Open(room, browser, Browser(app), sessions)


# ---------------------------------------------------------------- who may come in


@pytest.mark.parametrize("path", PAGES)
async def test_nobody_sees_a_page_without_having_come_in(desk: Open, path: str) -> None:
    answer = await desk.stranger.get(path)
    assert (answer.status, answer.headers["location"]) == (303, "/enter")


async def test_nobody_acts_without_having_come_in(desk: Open) -> None:
    answer = await desk.stranger.post(ACT, {"number": 0, "kind": "cut", "place": UNSEEN_AT})
    assert answer.headers["location"] == "/enter"
    assert (await editing.opened(STORY.id, desk.room.world)).number == 0


async def test_a_token_lets_in_once_and_a_wrong_one_never(desk: Open) -> None:
    token = desk.sessions.token()
    assert (await desk.stranger.post("/enter", {"token": "x" + token})).status == 403
    assert (await desk.stranger.post("/enter", {"token": token})).status == 303
    assert (await Browser(desk.stranger._app).post("/enter", {"token": token})).status == 403


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(desk: Open) -> None:
    answer = await desk.stranger.post("/enter", {"token": desk.sessions.token()})
    assert {"HttpOnly", "SameSite=strict"} <= set(answer.headers["set-cookie"].split("; "))


async def test_whoever_leaves_is_out(desk: Open) -> None:
    assert (await desk.browser.post("/leave", {})).status == 303
    assert (await desk.browser.get("/drafts")).headers["location"] == "/enter"


# ---------------------------------------------------------------- a page elsewhere


@pytest.mark.parametrize(
    "host", ["evil.example:8321", "127.0.0.1", "127.0.0.1:8322", "localhost.evil.example:8321", ""]
)
async def test_another_name_is_not_answered_whatever_is_asked(desk: Open, host: str) -> None:
    for path in (*PAGES, "/enter", "/static/desk.js", "/nothing"):
        answer = await desk.browser.get(path, {"host": host})
        assert answer.status == 421
        assert STORY.id not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", "origin": f"http://{HOST}"},
        {"sec-fetch-site": "", "origin": "http://evil.example"},
        {"sec-fetch-site": "", "origin": "null"},
        {"sec-fetch-site": "", "origin": f"https://{HOST}"},
        {"sec-fetch-site": ""},
    ],
)
async def test_a_page_elsewhere_changes_nothing(desk: Open, headers: dict[str, str]) -> None:
    answer = await desk.browser.post(ACT, {"number": 0, "kind": "cut", "place": UNSEEN_AT}, headers)
    assert answer.status == 403
    assert (await editing.opened(STORY.id, desk.room.world)).number == 0


async def test_a_browser_that_sends_its_origin_alone_is_believed(desk: Open) -> None:
    own = {"sec-fetch-site": "", "origin": f"http://{HOST}"}
    answer = await desk.browser.post(ACT, {"number": 0, "kind": "cut", "place": UNSEEN_AT}, own)
    assert answer.status == 303


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
async def test_there_are_no_other_methods(desk: Open, method: str) -> None:
    assert (await desk.browser.get("/drafts", method=method)).status == 405


async def test_nothing_changes_on_get(desk: Open) -> None:
    for path in (ACT, "/leave"):
        assert (await desk.browser.get(f"{path}?number=0&kind=cut&place={UNSEEN_AT}")).status == 405
    assert (await editing.opened(STORY.id, desk.room.world)).number == 0


def test_every_page_of_the_desk_is_seen_by_the_tests_of_all_pages() -> None:
    """A new page stands in `desk_pages.PAGES`, and so is opened in a browser with hostile data, and by axe."""
    app = application(SimpleNamespace(world=SimpleNamespace(now=None)), None, 8321)  # type: ignore[arg-type]
    assert set(desk_pages.routes(app, "GET")) - set(desk_pages.NO_PAGES) == set(desk_pages.PAGES)


async def test_no_page_changes_anything(desk: Open, tmp_path: Path) -> None:
    """But for when an editor looked at the stories, from which the list of what is new since then is made."""

    def everything() -> tuple[list[str], dict[str, bytes]]:
        with closing(sqlite3.connect(tmp_path / "newsbot.db")) as database:
            tables = database.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TABLE%'").fetchall()
            kept = [name for (name,) in tables if name != "visits"]
            rows = [f"{name} {row}" for name in kept for row in database.execute(f"SELECT * FROM {name}")]
        files = {str(each): each.read_bytes() for each in tmp_path.rglob("*.md")}
        return rows, files

    before = everything()
    others = [address.replace("{story}", STORY.id) for address in desk_pages.NO_PAGES.values()]
    for path in (*PAGES, *others, "/enter", "/nothing", ACT, "/leave"):
        for query in ("", f"{'&' if '?' in path else '?'}number=0&kind=cut&place=title&reason=x"):
            for method in ("GET", "HEAD"):
                await desk.browser.get(path + query, method=method)
    assert everything() == before


@pytest.mark.parametrize("path", [*PAGES, "/enter", "/static/desk.css", "/nothing"])
async def test_every_answer_forbids_frames_and_whatever_is_not_ours(desk: Open, path: str) -> None:
    headers = (await desk.browser.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_holds_a_script_a_style_or_a_handler_of_its_own(desk: Open, path: str) -> None:
    text = (await desk.browser.get(path)).text
    (script,) = re.findall(r"<script[^>]*>", text)
    assert script in ('<script src="/static/desk.js">', '<script src="/static/lists.js">')
    assert "<style" not in text and not re.search(r"<[^>]*\s(?:on\w+|style)=", text)


# ---------------------------------------------------------------- forms


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json", "text/plain", ""])
async def test_no_other_body_is_read(desk: Open, kind: str) -> None:
    answer = await desk.browser.post(ACT, {"number": 0}, {"content-type": kind})
    assert answer.status == 415


async def test_a_form_that_is_too_large_is_refused(desk: Open) -> None:
    assert (await desk.act(kind="edit", place=WRONG_AT, text="长" * 1_000_000)).status == 413


@pytest.mark.parametrize("form", [{"kind": "drop"}, {}, {"kind": ""}, {f"f{n}": n for n in range(30)}])
async def test_what_no_form_of_the_desk_asks_is_refused(desk: Open, form: dict[str, object]) -> None:
    assert (await desk.act(**form)).status == 400


@pytest.mark.parametrize(
    "path", ["/drafts/nothing", f"{DRAFT}x", "/drafts/../../etc/passwd", "/static/../base.html.j2"]
)
async def test_a_draft_that_is_not_there_is_a_page_that_says_so(desk: Open, path: str) -> None:
    assert (await desk.browser.get(path)).status == 404


# ---------------------------------------------------------------- what is shown


async def test_the_list_says_of_a_draft_how_it_stands_and_why_it_is_held(desk: Open) -> None:
    text = (await desk.browser.get("/drafts")).text
    assert "扣发" in text and "引用的段落写的是2万片" in text and "3处待定" in text
    assert WORDS["no-such-drafts"][0] in (await desk.browser.get("/drafts?verdict=pass")).text


async def test_each_sentence_has_a_mark_with_a_shape_and_its_passage_with_the_words_it_rests_on(desk: Open) -> None:
    text = unescape((await desk.browser.get(DRAFT)).text)
    assert f'<span class="shape" aria-hidden="true">✗</span>{WRONG}' in text
    assert f'<span class="shape" aria-hidden="true">?</span>{UNSEEN}' in text
    assert f'<span class="shape" aria-hidden="true">✓</span>{TRUE}' in text
    assert "<mark>澜图科技11月20日在广州发布推理芯片N2，单卡定价1.2万元，面向中小型数据中心销售</mark>。" in text
    assert "Lantu said the first batch of chips" in text


async def test_hostile_text_is_text_on_every_page(desk: Open) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
    await desk.act(kind="edit", place=WRONG_AT, text=hostile)
    await desk.act(kind="keep", place=UNSEEN_AT, reason=hostile)
    for path in PAGES:
        text = (await desk.browser.get(path)).text
        assert "<script>alert" not in text and "<img" not in text and ">49" not in text


def test_every_word_of_the_desk_is_there_in_both_languages() -> None:
    for key, (chinese, english) in WORDS.items():
        assert chinese and english, key
        assert chinese.count("{}") == english.count("{}"), key


# ---------------------------------------------------------------- what is done


async def test_figures_dates_and_names_are_told_apart_also_where_nothing_is_against_them(desk: Open) -> None:
    on = await editing.opened(STORY.id, desk.room.world)
    names = desk.room.rules.standards.names
    lines = {line.place: dict(line.apart) for line in showing.placed(showing.parts(on, names))}
    assert lines["introduction/0/0"] == {"figures": "ok", "dates": "ok", "names": "ok"}
    assert lines[WRONG_AT]["figures"] == "error"
    assert "dates" not in lines[UNSEEN_AT]


async def test_what_the_footnotes_lead_to_is_listed_below_the_article_in_their_order(desk: Open) -> None:
    page = (await desk.browser.get(DRAFT)).text
    listed = re.search(r"<h2>参考文献</h2>\n<ol>(.*?)</ol>", page, re.DOTALL)
    assert listed is not None
    assert re.findall(r'<li value="(\d+)">', listed[1]) == sorted(set(re.findall(r"data-note=\"[^\"]*\">(\d+)<", page)))
    assert "N2" in listed[1]


async def test_an_edit_is_kept_shown_and_in_the_history_under_the_editors_name(desk: Open) -> None:
    answer = await desk.act(kind="edit", place=WRONG_AT, text=WRONG.replace("3万", "2万"))
    assert answer.headers["location"] == f"{DRAFT}#s-sections-0-0-0"
    assert "2万片。" in (await desk.browser.get(DRAFT)).text
    history = (await desk.browser.get(f"{DRAFT}/history")).text
    assert "张三" in history and "记录完整" in history
    assert WRONG.replace("3", "<del>3</del><ins>2</ins>") in history


async def test_what_was_changed_is_shown_by_character(desk: Open) -> None:
    assert WORDS["no-difference"][0] in (await desk.browser.get(f"{DRAFT}/difference")).text
    await desk.act(kind="edit", place=WRONG_AT, text=WRONG.replace("3万", "2万"))
    assert WRONG.replace("3", "<del>3</del><ins>2</ins>") in (await desk.browser.get(f"{DRAFT}/difference")).text


async def test_a_draft_is_signed_once_every_open_sentence_has_been_decided(desk: Open) -> None:
    assert (await desk.act(kind="approve")).status == 422
    await desk.act(kind="cut", place=WRONG_AT)
    words = "the first batch of chips would go to three cloud providers"
    await desk.act(kind="confirm", place="sections/0/0/0", passage="2.1", span=words)
    on = await editing.opened(STORY.id, desk.room.world)
    (left,) = review.open_findings(on.review)
    index = on.review.verdict.findings.index(left)
    assert (await desk.act(kind="waive", finding=index, reason="快讯，篇幅从简")).status == 303
    assert (await desk.act(kind="approve")).status == 303
    assert "已由张三签发" in (await desk.browser.get("/drafts")).text


async def decide(desk: Open) -> None:
    """Everything open is decided on."""
    on = await editing.opened(STORY.id, desk.room.world)
    for each in review.open_sentences(on.review):
        assert (await desk.act(kind="keep", place=each.place, reason="已向公司核实")).status == 303
    for finding in review.open_findings(on.review):
        index = on.review.verdict.findings.index(finding)
        assert (await desk.act(kind="waive", finding=index, reason="快讯")).status == 303


async def test_a_signed_draft_is_published_and_an_unsigned_one_is_not(desk: Open) -> None:
    await decide(desk)
    refused = await desk.act(kind="publish")
    assert refused.status == 422 and WORDS["refused-unsigned"][0] in refused.text
    await desk.act(kind="approve")
    assert (await desk.act(kind="publish")).headers["location"] == "/drafts"
    row = await desk.room.world.archive.row(STORY.id)
    assert row is not None and row.stage == "published"
    said = (await desk.browser.get("/drafts")).text
    assert WORDS["done-publish"][0].format("澜图科技在广州发布推理芯片N2") in said
    assert "已发布《" not in (await desk.browser.get("/drafts")).text  # said once
    gone = await desk.browser.get(DRAFT)
    assert (gone.status, gone.headers["location"]) == (303, f"/published/{STORY.id}")


async def test_a_draft_is_sent_back_or_rejected_for_a_reason_alone(desk: Open) -> None:
    assert (await desk.act(kind="send back", reason="")).status == 422
    assert (await desk.act(kind="reject", reason=" ")).status == 422
    assert (await desk.act(kind="send back", reason="导语先写产能")).status == 303
    row = await desk.room.world.archive.row(STORY.id)
    assert row is not None and row.stage == "gathered"


async def test_other_headlines_are_offered_as_text_and_one_is_taken(desk: Open) -> None:
    class Model:
        def name(self, role: str) -> str:
            return role

        async def ask(self, _request: Request) -> Reply:
            text = "澜图科技推理芯片N2单卡定价1.2万元\n<img src=x onerror=alert(1)>"
            return Reply(text=text, model="scripted", prompt_tokens=1, completion_tokens=1)

    room = replace(desk.room, world=replace(desk.room.world, model=lambda _story, _tries: Model()))
    browser = Browser(application(room, desk.sessions, 8321))
    browser.cookies = desk.browser.cookies
    page = await browser.post(ACT, {"number": 0, "kind": "headlines", "place": "title", "reason": ""})
    assert page.status == 200 and "<img" not in page.text and "onerror" in page.text
    assert 'name="text" value="澜图科技推理芯片N2单卡定价1.2万元"' in page.text
    taken = {"kind": "edit", "place": "title", "text": "澜图科技推理芯片N2单卡定价1.2万元", "passages": "1.1"}
    assert (await desk.act(**taken)).status == 303
    assert (await desk.act(kind="edit", place="title", text="澜图", passages="9.9")).status == 422


async def test_a_draft_is_put_aside_and_taken_up_again(desk: Open) -> None:
    assert (await desk.act(kind="park", reason=" ")).status == 422
    assert (await desk.act(kind="unpark")).status == 422
    assert (await desk.act(kind="park", reason="等公司回复")).status == 303
    assert "已搁置，张三：等公司回复" in (await desk.browser.get("/drafts")).text
    assert "已搁置，张三：等公司回复" in (await desk.browser.get(DRAFT)).text
    assert (await desk.act(kind="undo")).status == 422  # nothing of the draft was changed
    assert (await desk.act(kind="unpark")).status == 303
    row = await desk.room.world.archive.row(STORY.id)
    assert row is not None and not row.parked
    assert [each.act.kind for each in await desk.room.world.archive.acts(STORY.id)] == ["park", "unpark"]


async def test_a_story_is_written_anew_as_another_kind_from_the_same_evidence(desk: Open) -> None:
    archive = desk.room.world.archive
    refused = await desk.act(kind="another kind", wanted="feature")
    assert refused.status == 422 and WORDS["refused-model"][0] in refused.text
    page = (await desk.browser.get(DRAFT)).text
    assert '<option value="brief">' in page and '<option value="news">' not in page
    on = await editing.opened(STORY.id, desk.room.world)
    rules = replace(desk.room.rules, ways=("whole",))
    for kind, rule in (("news", "kind"), ("feature", "sources")):
        wants = {**rules.kinds, "feature": rules.kinds["feature"].model_copy(update={"sources": 9})}
        with pytest.raises(NotAllowed) as not_done:
            await editing.another_kind(on, kind, "", "张三", desk.room.world, replace(rules, kinds=wants))
        assert not_done.value.rule == rule
    with pytest.raises(UsageError):
        await editing.another_kind(on, "sonnet", "", "张三", desk.room.world, rules)
    evidence = await archive.artifact(STORY.id, "gathered")
    await editing.another_kind(on, "brief", "", "张三", desk.room.world, rules)
    row = await archive.row(STORY.id)
    assert row is not None and (row.stage, row.story.kind, row.story.headline) == ("gathered", "brief", STORY.headline)
    assert await archive.artifact(STORY.id, "gathered") == evidence
    (act,) = await archive.acts(STORY.id)
    assert (act.act.kind, act.act.place, act.act.before, act.act.after) == ("regenerate", "kind", "news", "brief")


async def test_the_whole_is_edited_as_markdown(desk: Open) -> None:
    page = unescape((await desk.browser.get(f"{DRAFT}/markdown")).text)
    file = page.partition('spellcheck="false">\n')[2].partition("</textarea>")[0]
    assert (await desk.act(kind="rewrite", text=file.replace("3万片", "2万片").replace("\n", "\r\n"))).status == 303
    on = await editing.opened(STORY.id, desk.room.world)
    assert WRONG_AT not in [each.place for each in review.open_sentences(on.review)]
    broken = await desk.act(kind="rewrite", text="---\ntitle: x\n")
    assert broken.status == 422


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"kind": "edit", "place": WRONG_AT, "text": " "}, WORDS["refused-empty"][0]),
        ({"kind": "keep", "place": WRONG_AT, "reason": ""}, WORDS["refused-reason"][0]),
        ({"kind": "confirm", "place": UNSEEN_AT, "passage": "2.1", "span": "没有"}, WORDS["refused-span"][0]),
        ({"kind": "re-cite", "place": UNSEEN_AT, "passages": "9.9"}, WORDS["refused-passage"][0]),
        ({"kind": "cut", "place": "title"}, WORDS["refused-needed"][0]),
        ({"kind": "cut", "place": "sections/7/0/0"}, WORDS["refused-place"][0]),
        ({"kind": "waive", "finding": "99", "reason": "x"}, WORDS["refused-place"][0]),
        ({"kind": "undo"}, WORDS["refused-nothing"][0]),
        ({"kind": "regenerate", "place": "title", "reason": "短些"}, WORDS["refused-model"][0]),
        ({"kind": "headlines", "place": "title", "reason": ""}, WORDS["refused-model"][0]),
        ({"kind": "regenerate", "place": "sections/9", "reason": "短些"}, WORDS["refused-place"][0]),
    ],
)
async def test_an_act_that_cannot_be_done_says_why_and_changes_nothing(
    desk: Open, form: dict[str, str], said: str
) -> None:
    answer = await desk.act(**form)
    assert answer.status == 422
    assert said in unescape(answer.text)
    assert (await editing.opened(STORY.id, desk.room.world)).number == 0


async def test_of_two_tabs_the_second_gets_both_versions(desk: Open) -> None:
    await desk.browser.post(
        ACT, {"number": 0, "kind": "edit", "place": UNSEEN_AT, "text": "首批芯片供给三家云服务商。"}
    )
    late = {"number": 0, "kind": "edit", "place": UNSEEN_AT, "text": "首批芯片将在广东交付。"}
    answer = await desk.browser.post(ACT, late)
    assert answer.status == 409
    assert "首批芯片将在广东交付。" in answer.text and "首批芯片供给三家云服务商。" in answer.text
    assert (await editing.opened(STORY.id, desk.room.world)).number == 1


async def test_whoever_is_late_for_a_draft_that_left_the_desk_keeps_what_they_wrote(desk: Open) -> None:
    late = {"number": 0, "kind": "edit", "place": UNSEEN_AT, "text": "首批芯片将在广东交付。"}
    await desk.act(kind="reject", reason="已有同题稿件")
    answer = await desk.browser.post(ACT, late)
    assert answer.status == 409
    assert "首批芯片将在广东交付。" in answer.text and "已决定不用" in answer.text and "已有同题稿件" in answer.text
    page = await desk.browser.get(DRAFT)
    assert page.status == 404 and "已有同题稿件" in page.text


@pytest.mark.parametrize(
    ("form", "there"),
    [
        ({"kind": "edit", "place": WRONG_AT, "text": "长" * 2001}, "长" * 2001),
        ({"kind": "re-cite", "place": UNSEEN_AT, "passages": "9.9 8.8"}, 'value="9.9 8.8"'),
        ({"kind": "confirm", "place": UNSEEN_AT, "passage": "2.1", "span": "没有的话", "reason": "看过"}, ">没有的话<"),
        (
            {"kind": "confirm", "place": UNSEEN_AT, "passage": "2.1", "span": "没有的话", "reason": "看过"},
            'value="看过"',
        ),
        ({"kind": "rewrite", "text": "---\n没有这种稿"}, "没有这种稿"),
    ],
)
async def test_what_was_written_in_a_form_that_is_refused_still_stands_in_it(
    desk: Open, form: dict[str, str], there: str
) -> None:
    answer = await desk.act(**form)
    assert answer.status == 422 and there in answer.text
    if form["kind"] != "rewrite":
        assert f'data-at="s-{form["place"].replace("/", "-")}"' in answer.text


async def test_after_an_undo_the_editor_is_at_the_sentence(desk: Open) -> None:
    await desk.act(kind="cut", place=UNSEEN_AT)
    assert (await desk.act(kind="undo")).headers["location"].endswith("#s-sections-0-0-1")


async def test_all_who_have_a_draft_open_are_shown(desk: Open) -> None:
    for name in ("李四", "王五"):
        desk.stranger.cookies["newsbot_8321"] = desk.sessions.admit(name)
        await desk.stranger.get(DRAFT)
    page = (await desk.browser.get("/drafts")).text
    assert "李四正在看" in page and "王五正在看" in page
    assert {"李四", "王五"} == set(re.findall(r"([李王].)(?:、|正在看)", (await desk.browser.get(DRAFT)).text))


async def test_who_else_has_a_draft_open_is_shown(desk: Open) -> None:
    desk.stranger.cookies["newsbot_8321"] = desk.sessions.admit("李四")
    await desk.stranger.get(DRAFT)
    assert "李四正在看" in (await desk.browser.get("/drafts")).text
    assert "李四正在看" in (await desk.browser.get(DRAFT)).text
