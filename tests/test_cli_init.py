"""`newsbot init`: two files where they are missing, few questions, and never money without a bound."""

import os
import pty
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from newsbot.cli.init import starter_feeds
from newsbot.demo.sample_site import read_sample
from newsbot.demo.scripted_model import ScriptedModel
from newsbot.settings import Settings, load
from newsroom_run import beside, clean, left_in, run
from scripted_writer import ScriptedWriter

ROOT = Path(__file__).parent.parent
CANARY = "sk-canary-0a1b2c3d4e5f"
QUESTIONS = 5


def settings_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """What newsbot reads in this folder."""
    monkeypatch.chdir(folder)
    for name in os.environ:
        if name.upper().startswith(("NEWSBOT_", "OPENAI_")):
            monkeypatch.delenv(name)
    return load()


# ---------------------------------------------------------------- without a terminal


def test_without_a_terminal_nothing_is_asked_and_both_files_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run(["init"], tmp_path)
    assert result.code == 0, result.err
    assert result.out.split() == ["newsbot.toml", ".env"]
    assert left_in(tmp_path) == [".env", "newsbot.toml"]
    assert "newsbot doctor" in result.err
    settings = settings_of(tmp_path, monkeypatch)
    assert settings.search.rss and "{query}" in settings.search.rss[0]
    assert settings.llm.draft_model == settings.llm.base_url == ""
    assert settings.feeds == ()


def test_dotenv_is_the_example_as_it_comes_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    run(["init"], tmp_path)
    assert (tmp_path / ".env").read_bytes() == (ROOT / ".env.example").read_bytes()
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600


def test_doctor_is_content_with_what_init_wrote(tmp_path: Path) -> None:
    run(["init"], tmp_path)
    result = run(["doctor"], tmp_path)
    assert result.code == 0, result.out
    assert "newsbot.toml, .env" in result.out


@pytest.mark.parametrize("there", [("newsbot.toml",), (".env",), ("newsbot.toml", ".env")])
def test_a_file_that_is_there_is_never_touched(tmp_path: Path, there: Sequence[str]) -> None:
    for name in there:
        (tmp_path / name).write_bytes(b"# mine \xff\r\n")
    result = run(["init"], tmp_path)
    assert result.code == 0, result.err
    for name in there:
        assert (tmp_path / name).read_bytes() == b"# mine \xff\r\n"
        assert f"{name} is there already and stays as it is" in result.err
        assert name not in result.out
    assert left_in(tmp_path) == [".env", "newsbot.toml"]


def test_a_link_to_nowhere_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "newsbot.toml").symlink_to(tmp_path / "elsewhere.toml")
    result = run(["init"], tmp_path)
    assert result.code == 1
    assert "newsbot.toml cannot be written" in result.err
    assert not (tmp_path / "elsewhere.toml").exists()


def test_init_twice_changes_nothing(tmp_path: Path) -> None:
    run(["init"], tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in left_in(tmp_path)}
    assert run(["init"], tmp_path).code == 0
    assert {name: (tmp_path / name).read_bytes() for name in left_in(tmp_path)} == before


async def test_the_settings_init_writes_stop_a_call_that_could_pass_five_dollars(tmp_path: Path) -> None:
    """No cap stands in the file, and there is one all the same."""
    await beside(["init"], tmp_path)
    page = next(page for story in read_sample().stories for page in story.pages if story.letter == "A")
    (tmp_path / "report.txt").write_text(page.text, encoding="utf-8")
    async with ScriptedModel(ScriptedWriter()) as model:
        env = {"OPENAI_BASE_URL": model.base_url, "NEWSBOT_LLM__DRAFT_MODEL": "dear", "NEWSBOT_WRITER": "whole"}
        env |= {"NEWSBOT_SEARCH__RSS": "[]", "NEWSBOT_LLM__PRICES": '{"dear": {"input": 900, "output": 900}}'}
        result = await beside(["write", "方言语音模型“听澜”", "--source-file", "report.txt"], tmp_path, env)
        assert model.requests == []
    assert result.code == 1
    assert "budget.daily_usd" in result.err or "BUDGET__DAILY_USD" in result.err


# ---------------------------------------------------------------- on a terminal


def on_terminal(folder: Path, answers: Sequence[tuple[str, str]]) -> tuple[int, str]:
    """`newsbot init` on a terminal of its own: each answer is typed when its question stands there.

    The exit code, and everything that was on the screen.
    """
    ours, theirs = pty.openpty()
    begin = "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); from newsbot.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", begin, "init"],
        cwd=folder,
        env=clean({"TERM": "dumb"}),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        screen = ""
        for question, answer in answers:
            seen = len(screen)
            while question not in screen[seen:]:
                screen += _read(ours)
            os.write(ours, f"{answer}\n".encode())
        while piece := _read(ours, ended=True):
            screen += piece
        code = process.wait()
    os.close(ours)
    return code, screen


def _read(terminal: int, *, ended: bool = False) -> str:
    try:
        piece = os.read(terminal, 4096).decode("utf-8", "replace")
    except OSError:  # Linux: the other side has closed
        piece = ""
    assert piece or ended, "the program ended before its question"
    return piece


def test_at_most_five_things_are_asked_and_the_answers_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, screen = on_terminal(
        tmp_path,
        [
            ("1 ", "http://127.0.0.1:11434/v1"),
            ("key", CANARY),
            ("2 ", "qwen2.5:1.5b"),
            ("3 ", "my site"),
            ("4 ", "y"),
            ("5 ", "2.5"),
        ],
    )
    assert code == 0, screen
    assert CANARY not in screen  # a key is typed unseen
    assert f"{QUESTIONS + 1} " not in screen.replace("2.5", "")
    settings = settings_of(tmp_path, monkeypatch)
    assert settings.llm.base_url == "http://127.0.0.1:11434/v1"
    assert settings.llm.api_key.get_secret_value() == CANARY
    assert settings.llm.draft_model == "qwen2.5:1.5b"
    assert str(settings.site.dir) == "my site"
    assert [feed.model_dump() for feed in settings.feeds] == [feed.model_dump() for feed in starter_feeds()]
    lines = (tmp_path / "newsbot.toml").read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith("  { url = ") for line in lines) == len(settings.feeds)  # one a line
    assert settings.budget.daily_usd == 2.5
    assert settings.llm.prices["qwen2.5:1.5b"].output == 0  # on this very machine, so it bills nobody
    assert CANARY not in (tmp_path / "newsbot.toml").read_text(encoding="utf-8")


def test_enter_takes_what_stands_in_brackets_and_a_cap_without_end_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [("1 ", "-"), ("2 ", ""), ("3 ", ""), ("4 ", "n"), ("5 ", "inf"), ("5 ", "-1"), ("5 ", "nan"), ("5 ", "")]
    code, screen = on_terminal(tmp_path, answers)
    assert code == 0, screen
    settings = settings_of(tmp_path, monkeypatch)
    assert settings.budget.daily_usd in (None, 5.0)
    assert settings.llm.draft_model == settings.llm.base_url == ""
    assert settings.feeds == ()
    assert settings.search.rss


def test_a_key_goes_into_a_dotenv_that_is_missing_but_never_into_one_that_is_there(tmp_path: Path) -> None:
    """With newsbot.toml there already, nothing is asked even on a terminal."""
    (tmp_path / "newsbot.toml").write_text("", encoding="utf-8")
    code, screen = on_terminal(tmp_path, [])
    assert code == 0
    assert "1 " not in screen
    assert (tmp_path / ".env").is_file()
