"""The command line as a whole: its commands, its exit codes, and that help costs nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from newsbot import __version__
from newsbot.cli import COMMANDS
from newsroom_run import clean, left_in, run

SHOW_MODULES = """
import sys
from newsbot.__main__ import main
try:
    main()
except SystemExit as ended:
    assert ended.code == 0
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def test_help_lists_every_command_with_what_it_does(tmp_path: Path) -> None:
    for args in (["--help"], ["-h"]):
        result = run(args, tmp_path)
        assert result.code == 0
        for name, (_, help_) in COMMANDS.items():
            assert name in result.out
            assert help_.split(";")[0].rstrip(".") in " ".join(result.out.split())
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_explains_itself_without_settings(tmp_path: Path, name: str) -> None:
    (tmp_path / "newsbot.toml").write_text("broken = ", encoding="utf-8")
    result = run([name, "--help"], tmp_path)
    assert result.code == 0
    assert f"newsbot {name}" in result.out
    assert result.err == ""


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    assert run(["--version"], tmp_path) == (0, f"newsbot, version {__version__}\n", "")


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["write", "--help"]])
def test_help_imports_nothing_that_is_slow(tmp_path: Path, args: list[str]) -> None:
    """`openai` alone takes two seconds to import cold, and no help needs it."""
    ended = subprocess.run(
        [sys.executable, "-c", SHOW_MODULES, *args],
        cwd=tmp_path,
        env=clean({}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    loaded = set(ended.stderr.split())
    assert "click" in loaded
    slow = {"openai", "sqlalchemy", "alembic", "aiohttp", "trafilatura", "lxml", "feedparser", "opencc", "pypinyin"}
    if args[0] != "write":  # a command's own module may read settings
        slow |= {"asyncio", "jinja2", "pydantic", "pydantic_settings", "rich", "tenacity"}
    assert slow & loaded == set()


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["wirte", "标题"], "No such command 'wirte'"),
        (["write"], "the headline is empty"),
        (["write", "标题", "--loud"], "No such option"),
        (["write", "标题", "--url"], "requires an argument"),
        (["demo", "--out", "a-file"], "is a file"),
    ],
)
def test_usage_errors_are_exit_code_2_and_say_what_is_wrong(tmp_path: Path, args: list[str], says: str) -> None:
    (tmp_path / "a-file").touch()
    result = run(args, tmp_path)
    assert result.code == 2
    assert says in result.err
    assert result.out == ""
    assert left_in(tmp_path) == ["a-file"]


@pytest.mark.parametrize("args", [["write", "标题"], ["demo"]])
def test_a_setting_that_does_not_fit_is_exit_code_1_and_one_line(tmp_path: Path, args: list[str]) -> None:
    result = run(args, tmp_path, {"NEWSBOT_WRITTER": "whole"})
    assert result.code == 1
    assert result.err == "newsbot: NEWSBOT_WRITTER in the environment is no setting; did you mean NEWSBOT_WRITER?\n"
    assert result.out == ""
    assert left_in(tmp_path) == []


def test_an_interrupted_question_is_exit_code_130_and_leaves_nothing(tmp_path: Path) -> None:
    """Standard input ends where an answer is asked for, as on Ctrl-D."""
    result = run(["init"], tmp_path, typed="")
    assert result.code == 130
    assert result.err.splitlines()[-1].startswith("interrupted")
    assert left_in(tmp_path) == []


def test_the_command_runs_as_a_module(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "newsbot", "write", ""],
        cwd=tmp_path,
        env=clean({}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "newsbot: the headline is empty; say in a few words what the article is to be about\n"


def test_a_process_ends_without_looking_for_garbage() -> None:
    """Registered first it runs last: then everything is set aside. It took seconds of a stopped daemon's thirty."""
    last = "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 0))"
    code = f"{last}; from newsbot.__main__ import main; main()"
    ended = subprocess.run([sys.executable, "-c", code, "--version"], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "True"
