"""`newsbot doctor`: every failure says what to do, and no secret is printed."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from newsbot.demo.scripted_model import ScriptedModel, Step
from newsbot.prompts import packaged
from newsroom_run import Result, beside, left_in, run
from scripted_writer import ScriptedWriter

pytestmark = pytest.mark.deep

CANARY = "sk-canary-9f8e7d6c5b4a3210"
MODEL = {"NEWSBOT_LLM__DRAFT_MODEL": "scripted", "OPENAI_API_KEY": CANARY}
PROMPT = '+++\nvariables = ["what"]\n+++\n=== system ===\n写标题。\n=== user ===\n{{ what }}\n'
TOO_LATE = {"Retry-After": "3600"}  # past every deadline, so that nothing waits


def bad(result: Result) -> list[str]:
    """The checks that failed, one line each."""
    return [line for line in result.out.splitlines() if line.startswith("✗")]


def line(result: Result, name: str) -> str:
    (found,) = [line for line in result.out.splitlines() if line[2:].startswith(f"{name}:")]
    return found


def test_a_bare_folder_is_in_order_and_the_next_step_to_a_model_is_named(tmp_path: Path) -> None:
    result = run(["doctor"], tmp_path)
    assert (result.code, bad(result), result.err) == (0, [], "")
    checked = [line[2:].partition(":")[0] for line in result.out.splitlines()]
    folders = ["folder drafts", "folder site"]
    assert checked == ["settings", *folders, "schedule", "prompts and templates", "names", "database", "model"]
    assert "NEWSBOT_LLM__DRAFT_MODEL" in line(result, "model") and "OPENAI_API_KEY" in line(result, "model")
    assert left_in(tmp_path) == []


def test_names_of_ones_own_that_cannot_be_read_are_named_by_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("robot,R2,阿图\n", encoding="utf-8")
    result = run(["doctor"], tmp_path)
    assert result.code == 1
    assert "names.csv, line 1: 'robot' is no kind" in line(result, "names")


def test_where_somebody_has_an_account_it_says_whose_name_acts_are_kept_under(tmp_path: Path) -> None:
    assert run(["editor", "add", "张三", "--role", "writer"], tmp_path).code == 0
    for name, said in (("张三", "张三 is one, writer"), ("李四", "李四 is nobody here")):
        result = run(["doctor"], tmp_path, {"NEWSBOT_DESK__EDITOR": name})
        assert result.code == 0 and said in line(result, "editors")


def test_publishing_unattended_what_an_editor_has_to_sign_is_a_contradiction(tmp_path: Path) -> None:
    env = {"NEWSBOT_PUBLISH__MODE": "pass", "NEWSBOT_PUBLISH__REQUIRE_EDITOR": "true"}
    result = run(["doctor"], tmp_path, env)
    assert result.code == 1 and "wants a signature" in line(result, "publishing")


@pytest.mark.parametrize(
    ("levels", "said"),
    [(("schema", "json", "text"), "JSON schema"), (("json", "text"), "JSON mode"), (("text",), "plain text")],
)
async def test_the_structured_output_level_is_found_said_and_kept(
    tmp_path: Path, levels: Collection[str], said: str
) -> None:
    def city(body: dict[str, Any]) -> Step:
        return Step.json({"city": "Paris"})

    async with ScriptedModel(city, levels=levels) as model:
        env = {**MODEL, "OPENAI_BASE_URL": model.base_url}
        first = await beside(["doctor"], tmp_path, env)
        asked = len(model.requests)
        second = await beside(["doctor"], tmp_path, env)
    for result in (first, second):
        assert result.code == 0, result.out
        assert "scripted answers" in line(result, "model") and said in line(result, "model")
        assert CANARY not in result.out + result.err
    assert len(model.requests) == asked + 1  # it begins at the level that was kept


async def test_the_way_of_writing_is_said(tmp_path: Path) -> None:
    async with ScriptedModel(ScriptedWriter()) as model:
        env = {**MODEL, "OPENAI_BASE_URL": model.base_url}
        large = await beside(["doctor"], tmp_path, env)
        small = await beside(["doctor"], tmp_path, {**env, "NEWSBOT_LLM__DRAFT_MODEL": "tiny-1.5b"})
    assert line(large, "writer").endswith("whole then stepwise")
    assert line(small, "writer").endswith(" stepwise")


async def test_a_judge_that_knows_the_known_pairs_may_judge(tmp_path: Path) -> None:
    async with ScriptedModel(ScriptedWriter()) as model:
        env = {**MODEL, "OPENAI_BASE_URL": model.base_url, "NEWSBOT_LLM__JUDGE_MODEL": "judge"}
        result = await beside(["doctor"], tmp_path, env)
    assert (result.code, line(result, "judge")) == (0, "✓ judge: told 100% of 24 known pairs apart and may judge")


async def test_a_judge_that_does_not_is_told_its_score_and_fails(tmp_path: Path) -> None:
    async with ScriptedModel(lambda body: Step.json({"city": "Paris", "sentences": []})) as mute:
        env = {**MODEL, "OPENAI_BASE_URL": mute.base_url, "NEWSBOT_LLM__JUDGE_MODEL": "judge"}
        result = await beside(["doctor"], tmp_path, env)
    assert result.code == 1
    assert "50%" in line(result, "judge") and "needed: 85%" in line(result, "judge")


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (Step.error(401), "OPENAI_API_KEY"),
        (Step.error(403), "OPENAI_API_KEY"),
        (Step.html(), "OPENAI_BASE_URL"),
        (Step.error(404), "/v1"),
        (Step.error(404, "The model `scripted` does not exist"), "NEWSBOT_LLM__DRAFT_MODEL"),
        (Step.error(503, headers=TOO_LATE), "check that it runs"),
        (Step.error(429, code="insufficient_quota", message="insufficient_quota"), "top it up"),
    ],
)
async def test_an_endpoint_that_does_not_work_says_what_to_set(tmp_path: Path, step: Step, says: str) -> None:
    async with ScriptedModel(lambda body: step) as model:
        result = await beside(["doctor"], tmp_path, {**MODEL, "OPENAI_BASE_URL": model.base_url})
    assert result.code == 1
    (failed,) = bad(result)
    assert failed.startswith("✗ model: ") and says in failed
    assert CANARY not in result.out + result.err


async def test_an_endpoint_that_never_answers_says_what_to_set(tmp_path: Path) -> None:
    async with ScriptedModel(lambda body: Step.hang()) as model:
        env = {**MODEL, "OPENAI_BASE_URL": model.base_url, "NEWSBOT_LLM__DEADLINE": "0.5"}
        result = await beside(["doctor"], tmp_path, env)
    assert result.code == 1
    assert "0.5 s" in line(result, "model") and "NEWSBOT_LLM__DEADLINE" in line(result, "model")


async def test_a_wrong_key_is_told_without_the_key_even_when_the_server_repeats_it(tmp_path: Path) -> None:
    async with ScriptedModel(ScriptedWriter(), key="another") as model:
        result = await beside(["doctor"], tmp_path, {**MODEL, "OPENAI_BASE_URL": model.base_url})
    assert result.code == 1
    assert "refuses the key" in line(result, "model")
    assert CANARY not in result.out + result.err
    for path in (tmp_path / ".newsbot").iterdir():
        assert CANARY.encode() not in path.read_bytes()


def test_an_endpoint_that_is_down_is_named(tmp_path: Path) -> None:
    result = run(["doctor"], tmp_path, {**MODEL, "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"})
    assert result.code == 1
    assert "http://127.0.0.1:9" in line(result, "model")


@pytest.mark.parametrize(
    ("env", "failed", "says"),
    [
        ({"NEWSBOT_WRITTER": "x"}, "settings", "did you mean NEWSBOT_WRITER?"),
        ({"NEWSBOT_KINDS__RULES": '[{"kind": "brief", "wrds": ["x"]}]'}, "settings", "did you mean words?"),
        ({"NEWSBOT_SOURCES__OUTLETS": '[{"host": "a.example", "weigth": 2}]'}, "settings", "did you mean weight?"),
        ({"NEWSBOT_KINDS": '{"defualt": "brief"}'}, "settings", "did you mean kinds.default?"),
        ({"NEWSBOT_LLM__TIMEOUT": "soon"}, "settings", "llm.timeout"),
        ({"NEWSBOT_SITE__DRAFTS": "a-file/drafts"}, "folder drafts", "a-file/drafts"),
        ({"NEWSBOT_SITE__DIR": "a-file"}, "folder site", "a-file"),
        ({"NEWSBOT_DATABASE_URL": "sqlite:///a-file/x.db"}, "database", "a-file"),
        ({"NEWSBOT_DATABASE_URL": "sqlite:///no-database"}, "database", "no-database"),
        ({"NEWSBOT_DATABASE_URL": f"mysql://root:{CANARY}@a.example/x"}, "settings|database", "sqlite or postgresql"),
        ({"NEWSBOT_PROMPTS_DIR": "mine"}, "prompts and templates", "news/draft"),
        ({"NEWSBOT_LLM__DRAFT_MODEL": "m", "OPENAI_BASE_URL": "http://x:x:x/"}, "settings|model", "base URL"),
        ({"NEWSBOT_LLM__DRAFT_MODEL": "m", "OPENAI_API_KEY": f"{CANARY} x"}, "settings|model", "OPENAI_API_KEY"),
    ],
)
def test_each_failure_is_named_after_what_failed_and_says_what_to_do(
    tmp_path: Path, env: dict[str, str], failed: str, says: str
) -> None:
    (tmp_path / "a-file").touch()
    (tmp_path / "no-database").write_text("this is no database, and it is long enough to be looked at")
    (tmp_path / "mine" / "news").mkdir(parents=True)
    (tmp_path / "mine" / "news" / "draft.md").write_text("no front matter")
    result = run(["doctor"], tmp_path, env)
    assert result.code == 1
    (found,) = bad(result)
    assert re.match(f"✗ (?:{failed}): ", found) and says in found
    assert CANARY not in result.out + result.err


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"mine/brief/draft.md": "no front matter"}, "prompt brief/draft: expected"),
        ({"mine/notice/kind.toml": 'title = "公告"\nwriters = ["magic"]'}, "kind 'notice'"),
        ({"mine/notice/kind.toml": 'title = "公告"\ntemplate = "gone.md.j2"'}, "gone.md.j2"),
        (
            {"mine/notice/kind.toml": 'title = "公告"', "mine/notice/title.md": PROMPT},
            "prompt notice/title: other variables than those of news/title",
        ),
        ({"laid/report.md.j2": "{% for x in %}"}, "the article template report.md.j2, line 1"),
        (
            {"mine/notice/kind.toml": 'title = "公告"\ntemplate = "own.md.j2"', "laid/own.md.j2": "{{ title | gone }}"},
            "the article template own.md.j2",
        ),
    ],
)
def test_prompts_and_templates_of_every_kind_are_tried(tmp_path: Path, files: dict[str, str], says: str) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = run(["doctor"], tmp_path, {"NEWSBOT_PROMPTS_DIR": "mine", "NEWSBOT_TEMPLATES_DIR": "laid"})
    found = line(result, "prompts and templates")
    assert (result.code, found[0]) == (1, "✗") and says in found


def test_prompts_of_ones_own_that_keep_the_variables_are_fine(tmp_path: Path) -> None:
    for name in ("news/sentence.md", "commentary/view.md", "report/outline.md", "translation/translate.md"):
        kind, _, role = name.partition("/")
        own = tmp_path / "mine" / f"my-{kind}"
        own.mkdir(parents=True)
        text = (packaged("prompts") / kind / "kind.toml").read_text(encoding="utf-8")
        (own / "kind.toml").write_text(text, encoding="utf-8")
        (own / role).write_text((packaged("prompts") / name).read_text(encoding="utf-8"), encoding="utf-8")
    result = run(["doctor"], tmp_path, {"NEWSBOT_PROMPTS_DIR": "mine"})
    assert (result.code, bad(result)) == (0, [])
    assert "11 kinds of article" in line(result, "prompts and templates")


def test_a_databases_password_is_not_shown_wherever_the_address_holds_it(tmp_path: Path, postgres_server: Any) -> None:
    """PostgreSQL takes it before the @ and among the parameters; the server here asks for none."""
    url = postgres_server.get_uri()
    in_query = f"{url}{'&' if '?' in url else '?'}password={CANARY}"
    result = run(["doctor"], tmp_path, {"NEWSBOT_DATABASE_URL": in_query})
    assert result.code == 0, result.out
    assert CANARY not in result.out + result.err


async def test_what_today_cost_stands_beside_the_caps(tmp_path: Path) -> None:
    async with ScriptedModel(lambda _: Step.json({"city": "Paris"})) as model:
        env = {"OPENAI_BASE_URL": model.base_url, "NEWSBOT_LLM__DRAFT_MODEL": "scripted"}
        prices = {"NEWSBOT_LLM__PRICES": '{"scripted": {"input": 0, "output": 0}}'}
        fine = await beside(["doctor"], tmp_path, {**env, **prices})
        over = await beside(["doctor"], tmp_path, {**env, **prices, "NEWSBOT_BUDGET__DAILY_TOKENS": "1"})
    assert "spent today: 0.00 of 5.00 US dollars" in fine.out and fine.code == 0
    assert over.code == 1 and "daily_tokens" in over.out


def test_what_is_no_cron_expression_is_found_before_the_daemon_starts(tmp_path: Path) -> None:
    bad = run(["doctor"], tmp_path, {"NEWSBOT_DAEMON__TIDY": "61 4 * * *"})
    assert bad.code == 1
    assert "✗ schedule: daemon.tidy is no cron expression" in bad.out
    good = run(["doctor"], tmp_path, {"NEWSBOT_DAEMON__TIDY": "30 4 * * 1-5", "NEWSBOT_DAEMON__DIGEST": "0 18 * * *"})
    assert "✓ schedule" in good.out
