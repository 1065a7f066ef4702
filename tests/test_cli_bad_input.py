"""What a user may get wrong: each gets one line that says what to do, the documented exit code, and no file."""

import asyncio
import contextlib
import json
import os
import re
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import web

from loopback import Handler, raw
from loopback import site as web_site
from newsbot.demo.sample_site import SampleSite, read_sample
from newsbot.demo.scripted_model import ScriptedModel, Step
from newsroom_run import Env, Result, beside, left_in, run
from scripted_writer import ScriptedWriter

pytestmark = pytest.mark.deep

HEADLINE = "北辰实验室开源方言语音模型“听澜”"
CANARY = "sk-canary-51d0c3b7a9e24f68"
NEVER = "http://127.0.0.1:9"  # the discard port: nothing listens there
STORY = next(story for story in read_sample().stories if story.letter == "A")


def text_of(outlet: str) -> str:
    """One report of story A as plain text: its headline, then its sentences, a paragraph a line."""
    page = next(page for page in STORY.pages if page.outlet == outlet)
    return "\n".join([page.headline, *page.paragraphs("zh-CN")])


@pytest.fixture
def sources(tmp_path: Path) -> list[str]:
    """Three good documents in a folder of their own, and the arguments that name them."""
    folder = tmp_path.parent / f"{tmp_path.name}-sources"
    folder.mkdir()
    args = []
    for outlet in ("beiqiao", "yantai", "changwan"):
        path = folder / f"{outlet}.txt"
        path.write_text(text_of(outlet), encoding="utf-8")
        args += ["--source-file", str(path)]
    return args


# Every error says what to do next: a verb of doing, or the name of the setting or option to change.
ADVICE = re.compile(
    r"again|NEWSBOT_|--|did you mean|known kinds|"
    r"\b(?:check|choose|copy|cut|give|leave|lower|make|mend|move|must|name|raise|restore|say|set|shorten|use|write)\b"
)


def assert_one_line(result: Result, code: int, *says: str) -> None:
    """It failed with this code and one line on stderr that says all this and what to do, and gave no path."""
    assert result.code == code, result.err
    assert result.out == ""
    assert "Traceback" not in result.err
    (line,) = [line for line in result.err.splitlines() if line.startswith(("newsbot: ", "Error: "))]
    for words in says:
        assert words in line
    assert ADVICE.search(line), line


# ---------------------------------------------------------------- the headline and the kind


@pytest.mark.parametrize("headline", ["", "   ", "\t\n", "\u3000", "\u200b\u200e", "\x00\x07", "---", "？！"])
def test_a_headline_that_says_nothing_is_a_usage_error(tmp_path: Path, headline: str) -> None:
    assert_one_line(run(["write", "--", headline], tmp_path), 2, "the headline is empty", "say in a few words")
    assert left_in(tmp_path) == []
    assert not (tmp_path / ".newsbot").exists()


def test_a_headline_of_10000_characters_is_a_usage_error(tmp_path: Path) -> None:
    result = run(["write", "听" * 10_000], tmp_path)
    assert_one_line(result, 2, "10000 characters", "at most 300", "shorten it")
    assert len(result.err) < 300
    assert not (tmp_path / ".newsbot").exists()


@pytest.mark.parametrize(
    "headline",
    [
        "北辰实验室\x00开源\x1b[31m方言\u202e模型\x07“听澜”\ud800",
        '北辰实验室开源“听澜” {{< x >}} {{% y %}} <script>alert(1)</script> "quoted" \\ `code`',
        '---\ntitle: "x"\ndraft: false\n---\n北辰实验室开源方言语音模型“听澜”',
        "北辰实验室开源方言语音模型“听澜”: 'a' \"b\" # c [^1] [[d]](javascript:e)",
        "{{ headline }} {% raw %} 北辰实验室开源方言语音模型“听澜”",
    ],
)
def test_a_hostile_headline_is_a_query_and_reaches_neither_the_file_nor_its_front_matter(
    tmp_path: Path, sources: list[str], headline: str
) -> None:
    result = run(["write", *sources, "--", headline], tmp_path)
    assert result.code in (0, 6), result.err
    (path,) = left_in(tmp_path)
    assert result.out == f"{path}\n"
    markdown = (tmp_path / path).read_text(encoding="utf-8")
    for piece in ("{{", "{%", "<script", "javascript:", "draft: false", "\x00", "\x1b", "\u202e", "[^1] [["):
        assert piece not in markdown
    front = markdown.split("\n---\n")[0].splitlines()
    assert [line.split(":")[0] for line in front[1:4]] == ["title", "date", "draft"]
    assert re.fullmatch(r"drafts/\d{4}-\d\d-\d\d-[a-z0-9-]+-[0-9a-f]{8}\.md", path)
    assert "\x1b" not in result.err and "\u202e" not in result.err


def test_an_unknown_kind_is_a_usage_error_that_names_the_near_one(tmp_path: Path) -> None:
    assert_one_line(run(["write", HEADLINE, "--kind", "nwes"], tmp_path), 2, "unknown kind 'nwes'", "mean news?")
    assert_one_line(run(["write", HEADLINE, "--kind", "poem"], tmp_path), 2, "unknown kind", "known kinds: news")
    assert not (tmp_path / ".newsbot").exists()


# ---------------------------------------------------------------- addresses


async def hangs(request: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError("nobody sets it")


async def too_large(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):  # the client hangs up at its cap
        for _ in range(12):
            await response.write(b" " * 2**20)
    return response


def bytes_of(kind: str, body: bytes) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(body=body, content_type=kind)

    return answer


BINARY = bytes(range(256)) * 40
PAGES: dict[str, Handler | str | bytes] = {
    "/large": too_large,
    "/slow": hangs,
    "/image": bytes_of("image/png", b"\x89PNG\r\n\x1a\n" + BINARY),
    "/binary-as-html": bytes_of("text/html", BINARY),
    "/empty": "",
}


@pytest.fixture
async def pages() -> AsyncIterator[str]:
    async with web_site(PAGES) as running:
        yield running.origin


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/large", "10 MiB"),
        ("/slow", "0.3 s"),
        ("/image", "is an image"),
        ("/binary-as-html", "/binary-as-html"),
        ("/empty", "empty"),
        ("/missing", "404"),
    ],
)
async def test_a_page_that_gives_nothing_is_named_and_the_story_refused(
    pages: str, tmp_path: Path, path: str, says: str
) -> None:
    env = {"NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps([pages]), "NEWSBOT_FETCH__DEADLINE": "0.3"}
    if path != "/slow":
        del env["NEWSBOT_FETCH__DEADLINE"]
    result = await beside(["write", HEADLINE, "--url", pages + path], tmp_path, env)
    assert_refused(result, pages + path, says, tmp_path)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://169.254.169.254/latest/meta-data/", "private"),
        ("http://[::1]/", "private"),
        ("http://0x7f.1/", "private"),
        ("http://localhost/", "private"),
        ("ftp://a.example/file", "http"),
        ("file:///etc/passwd", "http"),
        ("javascript:alert(1)", "http"),
        ("not an address", "http"),
    ],
)
def test_an_address_our_rules_forbid_is_named_and_the_story_refused(tmp_path: Path, url: str, says: str) -> None:
    result = run(["write", HEADLINE, "--url", url], tmp_path)
    assert_refused(result, "", says, tmp_path)


@pytest.mark.parametrize("url", ["http://user:secret@a.example/", "", "  "])
def test_an_address_with_a_password_or_none_at_all_is_not_understood(tmp_path: Path, url: str) -> None:
    result = run(["write", HEADLINE, "--url", url], tmp_path)
    assert (result.code, result.out) == (2, "")
    assert "secret" not in result.err and "address" in result.err


async def test_a_private_address_is_refused_unless_its_exact_origin_is_allowed(pages: str, tmp_path: Path) -> None:
    result = await beside(["write", HEADLINE, "--url", f"{pages}/empty"], tmp_path)
    assert_refused(result, f"{pages}/empty", "fetch.allow_origins", tmp_path)


async def test_one_bad_address_among_good_ones_costs_only_itself(tmp_path: Path) -> None:
    async with SampleSite() as site:
        env = {"NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps(site.origins)}
        bad = f"{site.origins[0]}/gone"
        urls = [arg for url in (bad, *site.pages("A")) for arg in ("--url", url)]
        result = await beside(["write", HEADLINE, *urls], tmp_path, env)
    assert result.code == 0
    assert [line for line in result.err.splitlines() if bad in line and "404" in line]
    assert bad not in (tmp_path / result.out.strip()).read_text(encoding="utf-8").partition("## References")[2]


def assert_refused(result: Result, url: str, says: str, folder: Path) -> None:
    """Exit code 3; one line names the address and what was wrong; nothing is written."""
    assert result.code == 3, result.err
    assert result.out == ""
    assert "Traceback" not in result.err
    problems = [line for line in result.err.splitlines() if line.startswith("· ") and "no model is set" not in line]
    assert len(problems) == 1, problems
    assert url in problems[0] and says in problems[0]
    assert "Nothing written" in result.err
    assert left_in(folder) == []


# ---------------------------------------------------------------- source files


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.txt", None, "missing.txt does not exist"),
        ("empty.txt", b"", "empty.txt is empty"),
        ("blank.txt", b" \n\t\n", "blank.txt"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + BINARY, "picture.png"),
        ("report.pdf", b"%PDF-1.7\n" + BINARY, "report.pdf"),
        ("large.txt", b"a" * (10 * 2**20 + 1), "large.txt is larger than 10 MiB"),
        (".", None, "is a folder"),
        ("\x1b[31mred.txt", None, "does not exist"),
    ],
)
def test_a_source_file_that_cannot_be_used_stops_at_once_with_one_line(
    tmp_path: Path, sources: list[str], name: str, content: bytes | None, says: str
) -> None:
    """Good files beside it change nothing: who named it can mend it."""
    folder = Path(sources[1]).parent
    if content is not None:
        (folder / name).write_bytes(content)
    result = run(["write", HEADLINE, *sources, "--source-file", str(folder / name)], tmp_path)
    assert_one_line(result, 1, says)
    assert "\x1b" not in result.err
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8-sig", "utf-16"])
def test_a_source_file_in_a_chinese_encoding_is_read(tmp_path: Path, sources: list[str], encoding: str) -> None:
    path = Path(sources[1])
    path.write_bytes(text_of("beiqiao").encode(encoding))
    result = run(["write", HEADLINE, *sources], tmp_path)
    assert result.code == 0, result.err
    assert "周砚秋" in (tmp_path / result.out.strip()).read_text(encoding="utf-8")


def test_a_source_file_in_big5_is_read_and_quoted_in_simplified_chinese(tmp_path: Path, sources: list[str]) -> None:
    Path(sources[1]).write_bytes(text_of("qingyu").replace("裏", "裡").encode("big5"))
    result = run(["write", HEADLINE, *sources], tmp_path)
    assert result.code == 0, result.err
    markdown = (tmp_path / result.out.strip()).read_text(encoding="utf-8")
    assert "志愿者" in markdown and "志願者" not in markdown


# ---------------------------------------------------------------- the model endpoint

QUICK = {"NEWSBOT_LLM__DRAFT_MODEL": "scripted", "NEWSBOT_WRITER": "whole"}
SILENT = {**QUICK, "NEWSBOT_LLM__DEADLINE": "0.4"}  # only for endpoints that never answer: no test is about time
TOO_LATE = {"Retry-After": "3600"}  # past every deadline, so that nothing waits


@contextlib.asynccontextmanager
async def answering(*steps: Step, key: str | None = None) -> AsyncIterator[str]:
    async with ScriptedModel(lambda body: steps[0] if steps else ScriptedWriter()(body), key=key) as model:
        yield model.base_url


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (Step.html(), "web page"),
        (Step.html(404), "web page"),
        (Step.error(500, headers=TOO_LATE), "cannot be used now"),
        (Step.error(429, headers=TOO_LATE), "3600 s"),
        (Step.error(404, "The model `scripted` does not exist"), "NEWSBOT_LLM__DRAFT_MODEL"),
        (Step.raw("{"), "no JSON"),
        (Step.raw("[]"), "no chat completion"),
        (Step.raw(b"\xff\xfe\x00"), "no JSON"),
        (Step.refusal("I cannot help with that."), "I cannot help with that."),
        (Step.truncated('{"title": '), "NEWSBOT_LLM__DRAFT__MAX_TOKENS"),
        (Step.text(""), "holds nothing"),
        (Step.text("这不是JSON。"), "not valid JSON"),
        (Step.json({"title": "x"}), "does not fit the schema"),
        (Step.json({"title": {"text": ["a" * 9], "passages": {}}}), "does not fit the schema"),
    ],
)
async def test_an_endpoint_that_gives_nothing_usable_is_one_line_and_no_file(
    tmp_path: Path, sources: list[str], step: Step, says: str
) -> None:
    async with answering(step) as base_url:
        result = await beside(["write", HEADLINE, *sources], tmp_path, {**QUICK, "OPENAI_BASE_URL": base_url})
    assert_one_line(result, 1, says)
    assert left_in(tmp_path) == []


def test_an_endpoint_that_is_down_is_named_with_its_setting(tmp_path: Path, sources: list[str]) -> None:
    result = run(["write", HEADLINE, *sources], tmp_path, {**QUICK, "OPENAI_BASE_URL": f"{NEVER}/v1"})
    assert_one_line(result, 1, NEVER, "OPENAI_BASE_URL", "run again")
    assert left_in(tmp_path) == []


async def test_an_endpoint_that_never_ends_its_answer_is_left_at_the_deadline(
    tmp_path: Path, sources: list[str]
) -> None:
    async with answering(Step.hang()) as base_url:
        result = await beside(["write", HEADLINE, *sources], tmp_path, {**SILENT, "OPENAI_BASE_URL": base_url})
    assert_one_line(result, 1, "0.4 s")
    assert left_in(tmp_path) == []


async def test_an_endpoint_that_takes_the_connection_and_says_nothing_ends_at_the_deadline(
    tmp_path: Path, sources: list[str]
) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async with raw(silent) as origin:
        env = {**SILENT, "OPENAI_BASE_URL": f"{origin}/v1", "NEWSBOT_WRITER": "auto", "NEWSBOT_LLM__TIMEOUT": "0.3"}
        result = await beside(["write", HEADLINE, *sources], tmp_path, env)
    assert_one_line(result, 1, origin)
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("place", ["environment", "dotenv"])
async def test_a_refused_key_is_named_by_its_setting_and_stands_nowhere(
    tmp_path: Path, sources: list[str], place: str
) -> None:
    """Not on the screen, not in the database, not in any file we write; the server repeats it in its error."""
    async with answering(key="another") as base_url:
        env = {**QUICK, "OPENAI_BASE_URL": base_url}
        if place == "environment":
            env["OPENAI_API_KEY"] = CANARY
        else:
            (tmp_path / ".env").write_text(f"OPENAI_API_KEY={CANARY}\n", encoding="utf-8")
        for args in (["write", HEADLINE, *sources], ["write", HEADLINE, *sources, "--json"], ["doctor"]):
            result = await beside(args, tmp_path, env)
            assert result.code == 1
            assert CANARY not in result.out + result.err
            assert "OPENAI_API_KEY" in result.out + result.err
    holding = [path for path in tmp_path.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
    assert holding == ([tmp_path / ".env"] if place == "dotenv" else [])
    assert left_in(tmp_path) == ([".env"] if place == "dotenv" else [])


async def test_an_accepted_key_stands_nowhere_either(tmp_path: Path, sources: list[str]) -> None:
    async with answering(key=CANARY) as base_url:
        env = {**QUICK, "OPENAI_BASE_URL": base_url, "OPENAI_API_KEY": CANARY}
        result = await beside(["write", HEADLINE, *sources, "--json"], tmp_path, env)
    assert result.code in (0, 6), result.err
    assert CANARY not in result.out + result.err
    assert [path for path in tmp_path.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()] == []


@pytest.mark.parametrize("key", ["two words", "schlüssel-mit-umlaut", "line\u2028break"])
def test_a_key_that_no_header_can_carry_is_one_line_without_it(tmp_path: Path, sources: list[str], key: str) -> None:
    env = {**QUICK, "OPENAI_BASE_URL": f"{NEVER}/v1", "OPENAI_API_KEY": key}
    result = run(["write", HEADLINE, *sources], tmp_path, env)
    assert_one_line(result, 1, "OPENAI_API_KEY", "copy it again")
    assert key not in result.err
    assert left_in(tmp_path) == []


async def test_an_unpriced_model_under_a_money_cap_makes_no_call(tmp_path: Path, sources: list[str]) -> None:
    async with ScriptedModel(ScriptedWriter()) as model:
        env = {**QUICK, "OPENAI_BASE_URL": model.base_url, "NEWSBOT_BUDGET__DAILY_USD": "1"}
        result = await beside(["write", HEADLINE, *sources], tmp_path, env)
        assert model.requests == []
    assert_one_line(result, 1, "has no price", "[llm.prices]")
    assert left_in(tmp_path) == []


async def test_a_spent_budget_stops_the_call_before_it_is_made(tmp_path: Path, sources: list[str]) -> None:
    async with ScriptedModel(ScriptedWriter()) as model:
        env = {**QUICK, "OPENAI_BASE_URL": model.base_url, "NEWSBOT_BUDGET__DAILY_TOKENS": "100"}
        result = await beside(["write", HEADLINE, *sources], tmp_path, env)
        assert model.requests == []
    assert_one_line(result, 1, "daily_tokens")
    assert left_in(tmp_path) == []


# ---------------------------------------------------------------- the output folder and the database


def test_a_folder_that_cannot_be_made_is_named_and_the_next_run_goes_on(tmp_path: Path, sources: list[str]) -> None:
    (tmp_path / "a-file").write_text("mine", encoding="utf-8")
    result = run(["write", HEADLINE, *sources, "--out", "a-file/drafts"], tmp_path)
    assert_one_line(result, 1, "a-file/drafts", "--out")
    assert left_in(tmp_path) == ["a-file"]
    assert (tmp_path / "a-file").read_text(encoding="utf-8") == "mine"
    assert run(["write", HEADLINE, *sources], tmp_path).code == 0


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path, sources: list[str]) -> None:
    (tmp_path / "drafts").write_text("mine", encoding="utf-8")
    assert_one_line(run(["write", HEADLINE, *sources], tmp_path), 1, "drafts", "--out")
    assert left_in(tmp_path) == ["drafts"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_read_only_folder_is_named(tmp_path: Path, sources: list[str]) -> None:
    (tmp_path / "drafts").mkdir(mode=0o555)
    assert_one_line(run(["write", HEADLINE, *sources], tmp_path), 1, "drafts", "right to write", "--out")
    assert left_in(tmp_path) == []


@contextlib.contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A file system in memory on the folder; the test is skipped where mounting is not permitted."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        made = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount on this machine")
    if made.returncode:
        pytest.skip(f"mounting is not permitted: {made.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_folder_is_named_and_nothing_half_written_stays(tmp_path: Path, sources: list[str]) -> None:
    with mounted(tmp_path / "full", "size=16k"):
        with contextlib.suppress(OSError), (tmp_path / "full" / "filler").open("wb", buffering=0) as filler:
            while filler.write(b"x" * 512):
                pass
        result = run(["write", HEADLINE, *sources, "--out", "full"], tmp_path)
        assert_one_line(result, 1, "full/", "space")
        assert left_in(tmp_path / "full") == ["filler"]


def test_a_read_only_file_system_is_named(tmp_path: Path, sources: list[str]) -> None:
    with mounted(tmp_path / "fixed", "ro"):
        result = run(["write", HEADLINE, *sources, "--out", "fixed"], tmp_path)
        assert_one_line(result, 1, "fixed/", "--out")
        assert left_in(tmp_path / "fixed") == []


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite:///a-file/newsbot.db", "database_url"),
        ("sqlite:///not-a-database", "is damaged or no database"),
        ("mysql://root:secret@a.example/news", "use sqlite or postgresql"),
        ("secret", "is no database URL"),
        ("sqlite://", "must name a file"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_line_without_its_password(tmp_path: Path, url: str, says: str) -> None:
    for name in ("a-file", "not-a-database"):
        (tmp_path / name).write_text("this is no database, and it is long enough to be looked at", encoding="utf-8")
    result = run(["write", HEADLINE], tmp_path, {"NEWSBOT_DATABASE_URL": url})
    assert_one_line(result, 1, says)
    assert "secret" not in result.err
    assert left_in(tmp_path) == ["a-file", "not-a-database"]


def test_prompts_of_ones_own_that_do_not_fit_cost_no_call(tmp_path: Path, sources: list[str]) -> None:
    """A missing variable is an error before any money is spent."""
    folder = tmp_path / "prompts" / "news"
    folder.mkdir(parents=True)
    (folder / "draft.md").write_text(
        '+++\nvariables = ["headline"]\nmax_tokens = 9\n+++\n=== system ===\nx\n=== user ===\n{{ hedline }}\n',
        encoding="utf-8",
    )
    env: Env = {**QUICK, "OPENAI_BASE_URL": f"{NEVER}/v1", "NEWSBOT_PROMPTS_DIR": "prompts"}
    result = run(["write", HEADLINE, *sources], tmp_path, env)
    assert_one_line(result, 1, "news/draft", "hedline")
    assert left_in(tmp_path) == ["prompts/news/draft.md"]
