"""Why something was refused, and how feeds answered, stands on the desk in its language: Chinese by default."""

import ast
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import aiohttp
import pytest

from asgi import Browser
from desk_world import STORY, newsroom
from newsbot import polling
from newsbot.desk import Sessions, application
from newsbot.desk.refusals import LONGEST, SAID, said
from newsbot.desk.words import WORDS, Language
from newsbot.edges.fetch.faults import status_line, translated
from newsbot.edges.fetch.names import PrivateAddress
from newsbot.news import Feed
from test_desk_published import approved

SOURCE = Path(__file__).parents[1] / "src/newsbot"
ERRORS = ("UsageError", "PublishError", "Conflict", "SiteBroken", "Withheld", "Stale", "SettingsError", "ParseError")
MODULES = (
    *sorted((SOURCE / "publishing").glob("*.py")),
    *sorted((SOURCE / "editing").glob("*.py")),
    *(SOURCE / "edges" / name for name in ("content.py", "git.py", "hugo.py", "previews.py", "site.py")),
    *(SOURCE / "desk" / name for name in ("acts.py", "preview.py", "published.py")),
    SOURCE / "article" / "published.py",
)
HAN = re.compile("[一-鿿]")


def template(node: ast.expr | None) -> str:
    """The words of a string in the source, with `{}` for each value; empty for what is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in node.values)
    return ""


def errors(path: Path) -> Iterator[str]:
    """The words of the errors that a module raises."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        call = node.exc if isinstance(node, ast.Raise) else None
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ERRORS and call.args:
            yield template(call.args[0])


def not_allowed() -> Iterator[str]:
    """The rules by which an act is refused."""
    for path in (*MODULES, SOURCE / "staff.py"):
        yield from re.findall(r'NotAllowed\(\s*"([a-z ]+)"', path.read_text("utf-8"))


def yielded(path: Path) -> Iterator[str]:
    """The words of the reasons that a module gives."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Yield) and (words := template(node.value)):
            yield words


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_publishing_and_the_site_refuse_is_said_in_chinese(path: Path) -> None:
    assert [words for words in errors(path) if words not in SAID and words not in ("{}: {}", "{} ({}): {}", "")] == []


def test_what_withholds_an_article_is_said_in_chinese() -> None:
    reasons = [words for name in ("against.py", "pictures.py") for words in yielded(SOURCE / "publishing" / name)]
    values = "{} ({}): {}"
    unsaid = [words for words in reasons if words not in SAID and not HAN.search(words) and words != values]
    assert len(reasons) >= 10 and unsaid == []


def test_every_rule_by_which_an_act_is_refused_has_words() -> None:
    rules = set(not_allowed())
    assert len(rules) >= 15 and [rule for rule in sorted(rules) if f"refused-{rule}" not in WORDS] == []


def test_both_versions_have_the_same_values() -> None:
    wrong = [english for english, chinese in SAID.items() if english.count("{}") != chinese.count("{}")]
    assert wrong == []
    assert [chinese for chinese in SAID.values() if not HAN.search(chinese) and re.search("[A-Za-z]", chinese)] == []


@pytest.mark.parametrize("status", [301, 401, 403, 404, 410, 429, 451, 500, 503, 999])
def test_how_a_server_answered_is_said_in_chinese(status: int) -> None:
    told = said(f"https://a.example/feed: {status_line(status)}", "zh")
    assert told.startswith("https://a.example/feed：") and str(status) in told
    assert not re.search("[a-z]", told.removeprefix("https://a.example/feed"))


@pytest.mark.parametrize(
    "error",
    [
        PrivateAddress("10.0.0.1 is not a public address"),
        aiohttp.InvalidURL("x"),
        aiohttp.ClientPayloadError("cut"),
        OSError("refused"),
    ],
)
def test_what_became_of_a_connection_is_said_in_chinese(error: Exception) -> None:
    told = said(str(translated("https://a.example/feed", error)), "zh")
    assert HAN.search(told) and "try again" not in told and "can exempt" not in told and "check" not in told


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("12 entries, 3 new", "12条，新3条"),
        ("gone for good (410)", "永久没有了（410）"),
        (
            "the site would not build with this article: Error: x (y): z",
            "站点加上这篇稿件就生成不了：Error: x (y): z",
        ),
        ("title (figure): 数字不对。", "title (figure): 数字不对。"),
        ("编辑：不急", "编辑：不急"),
        ("something nobody has thought of", "something nobody has thought of"),
        ("", ""),
        ("{}", "{}"),
    ],
)
def test_known_words_are_said_and_others_stand_as_they_are(text: str, chinese: str) -> None:
    assert said(text, "zh") == chinese
    assert said(text, "en") == text


@pytest.mark.parametrize("piece", ["{", "{}", ": ", " ({}): {}", "a (b): ", "; ", "\n", "story  stands at "])
def test_a_hostile_text_is_only_itself(piece: str) -> None:
    assert len(said(piece * 5_000, "zh")) <= LONGEST + 20


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_pages_speak_the_desks_language(tmp_path: Path, language: Language) -> None:
    """A publish that is withheld, a story put aside for what a server said, a feed in trouble."""
    async with newsroom(tmp_path, stories=2) as room:
        sessions = Sessions("张三", room.world.now)
        browser = Browser(application(room, sessions, 8321, language=language))
        await browser.post("/enter", {"token": sessions.token()})

        async def shows(path: str, words: str) -> bool:
            not_said = said(words, "en" if language == "zh" else "zh")
            text = unescape((await browser.get(path)).text)
            return said(words, language) in text and not_said not in text

        gone = f"https://a.example/feed: {status_line(404)}"
        store = room.store
        await store.follow([Feed(url="https://a.example/feed", title="港口报")])
        (feed,) = await store.followed()
        await store.touch_feeds([polling.failed(feed, room.world.now(), gone)])
        other = f"{1:08x}" * 4
        await store.park(other, "review", gone)
        assert await shows("/overview", gone)
        assert await shows(f"/drafts/{other}", gone)
        await store.pause("选举静默")
        on = await approved(room)
        refused = await browser.post(f"/drafts/{STORY.id}/act", {"number": on.number, "kind": "publish"})
        why = said("publishing is paused (选举静默); `newsbot publish --resume` lets it go on", language)
        assert refused.status == 422 and why in unescape(refused.text)
