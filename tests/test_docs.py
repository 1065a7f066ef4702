"""What the documents and the frame say is so: commands, settings, files, tests, pinned releases."""

import ast
import importlib
import os
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from newsbot import __version__, cli
from newsbot.settings import known_names

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = (*READMES, "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# Made by git, by tools or by running newsbot here: no part of the project.
NOT_OURS = {".git", ".venv", ".newsbot", "__pycache__", "build", "dist", "drafts", "demo-site", "node_modules"}
FOR_TESTS = {"NEWSBOT_LIVE_BASE_URL", "NEWSBOT_LIVE_MODEL"}


@cache
def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def fenced(name: str, marker: str) -> str:
    """The one line of the code block that stands under `<!-- marker -->`."""
    found = re.findall(rf"^<!-- {marker} -->\n```sh\n(.*)\n```$", text(name), re.MULTILINE)
    assert len(found) == 1, f"{name} has {len(found)} one-line blocks under {marker}"
    return str(found[0])


def table(name: str, first: str) -> list[list[str]]:
    """The rows of the table whose first heading is `first`."""
    lines = text(name).splitlines()
    (start,) = (number for number, line in enumerate(lines) if line.startswith(f"| {first} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def commands() -> list[list[str]]:
    """What the tables should say, from the command line itself: usage, short help, options."""
    rows = []
    for name, (module, summary) in sorted(cli.COMMANDS.items()):
        command = importlib.import_module(module).command
        usage, options = [f"newsbot {name}"], []
        for parameter in command.params:
            metavar = parameter.make_metavar(click.Context(command))
            if isinstance(parameter, click.Argument):
                usage.append(metavar)
            else:
                options.append(parameter.opts[0] if parameter.is_flag else f"{parameter.opts[0]} {metavar}")
        rows.append([f"`{' '.join(usage)}`", summary, " ".join(f"`{option}`" for option in options)])
    return rows


def test_the_command_table_is_the_command_line() -> None:
    """Every command with its short help and its options, and nothing else, in both languages."""
    assert table("README.md", "Command") == commands()
    chinese = table("README.zh-CN.md", "命令")
    assert [[row[0], row[2]] for row in chinese] == [[row[0], row[2]] for row in commands()]
    assert all(re.search(r"[\u4e00-\u9fff]", row[1]) for row in chinese)


def test_the_exit_codes_are_those_of_the_command_line() -> None:
    """130 is what a shell calls an interrupted program."""
    codes = [cli.OK, cli.ERROR, cli.USAGE, cli.TOO_THIN, cli.HELD, 130]
    assert [int(row[0]) for row in table("README.md", "Exit code")] == codes
    assert [int(row[0]) for row in table("README.zh-CN.md", "退出码")] == codes


def test_both_readmes_have_the_same_commands_tables_and_headings() -> None:
    """The Chinese one is the English one in Chinese: nothing is said in only one of them."""
    for pattern in (r"^```\w*\n.*?^```$", r"^#+ ", r"^\| `[^|]*` \|", r"^\|(?=-)"):
        found = [re.findall(pattern, text(name), re.MULTILINE | re.DOTALL) for name in READMES]
        if pattern.startswith(r"^\| `"):
            found = [[re.findall(r"`[^`]+`", cell) for cell in cells] for cells in found]
        assert found[0] == found[1]


def test_the_build_machine_runs_the_readmes_test_command() -> None:
    """`.ci/run` has the very line a user pastes."""
    lines = [line.strip() for line in text(".ci/run").splitlines()]
    assert lines.count(fenced("README.md", "test")) == 1


def test_the_two_commands_pin_and_need_nothing_of_the_machine() -> None:
    """Each makes the environment it uses, installs with the constraints, and does its work."""
    for marker, work in (("demo", ".venv/bin/newsbot demo"), ("test", ".venv/bin/pytest")):
        line = fenced("README.md", marker)
        assert line.startswith("python3 -m venv .venv && .venv/bin/pip install -c constraints.txt ")
        assert line.endswith(f" && {work}")


def test_check_and_the_build_script_can_be_run() -> None:
    for name in ("check", ".ci/run"):
        assert os.access(ROOT / name, os.X_OK), name
        assert text(name).startswith("#!/usr/bin/env bash\n")
        assert "set -euo pipefail" in text(name)


@pytest.mark.parametrize("name", [*DOCUMENTS, ".env.example", "templates/newsbot.toml.j2"])
def test_every_setting_that_is_named_exists(name: str) -> None:
    """A name of the environment in a document is one that is read."""
    named = set(re.findall(r"\b(?:NEWSBOT|OPENAI)_[A-Z_]*[A-Z]\b", text(name)))
    assert named <= set(known_names()) | FOR_TESTS


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_a_document_names_exists(name: str) -> None:
    """Paths in backquotes and targets of links."""
    paths = re.findall(r"`((?:src|tests|prompts|templates|docs|bench)/[\w./-]*|[\w.-]+\.(?:md|toml|txt))`", text(name))
    paths += [target for target in re.findall(r"\]\(([^)]+)\)", text(name)) if "://" not in target]
    made = {"newsbot.toml"}  # by `newsbot init`, where one works
    missing = [path for path in paths if path not in made and not (ROOT / path).exists()]
    assert missing == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_test_that_a_document_names_exists(name: str) -> None:
    missing = []
    for file, function in re.findall(r"`(?:tests/)?(test_\w+\.py)::(\w+)`", text(name)):
        path = ROOT / "tests" / file
        if not path.is_file() or function not in _functions(path):
            missing.append(f"{file}::{function}")
    assert missing == []


@cache
def _functions(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_each_invariant_names_a_test() -> None:
    rows = table("ARCHITECTURE.md", "What holds")
    assert len(rows) > 20
    assert [row for row in rows if not re.search(r"`test_\w+\.py::test_\w+`", row[1])] == []


def test_every_dependency_is_pinned_within_its_bounds() -> None:
    """constraints.txt: `name==version` lines alone, sorted, and one that fits each dependency we name."""
    lines = [line for line in text("constraints.txt").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line) for line in lines)
    pinned = {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)}
    assert len(pinned) == len(lines)
    named = [*PROJECT["project"]["dependencies"], *_extra("postgres"), *_extra("test")]
    for requirement in map(Requirement, named):
        if requirement.name != "newsbot":
            assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement.name


def _extra(name: str) -> list[str]:
    return list(PROJECT["project"]["optional-dependencies"][name])


def test_version_python_and_licence_are_told_alike_everywhere() -> None:
    assert PROJECT["project"]["version"] == __version__
    assert f"## [{__version__}]" in text("CHANGELOG.md")
    least = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert all(f"Python {least}" in text(name) for name in READMES)
    assert text("LICENSE").startswith("MIT License\n\nCopyright (c) 2026 The newsbot authors\n")


def test_the_wheel_carries_what_the_program_reads() -> None:
    """`prompts.packaged` looks for these beside its module before it looks at the top of the repository."""
    carried = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert carried == {
        "prompts": "newsbot/prompts",
        "templates": "newsbot/templates",
        ".env.example": "newsbot/env/.env.example",
    }
    assert all((ROOT / source).exists() for source in carried)


def files() -> Iterator[Path]:
    """Every file of the project that holds text."""
    for folder, folders, names in os.walk(ROOT):
        here = Path(folder)
        folders[:] = sorted(
            each
            for each in folders
            if each not in NOT_OURS and not each.endswith(("_cache", ".egg-info")) and each not in {".hypothesis"}
        )
        yield from (here / name for name in sorted(names) if not name.startswith(".coverage") and name != ".env")


# Put together here, so that this file does not hold what it looks for.
HOSTS = re.compile(
    "|".join(("py" + r"pi\.org", "python" + "hosted", "index" + "-url", "py" + "pi/simple", r"mirrors\." + r"\w+")),
    re.IGNORECASE,
)
MACHINE = re.compile(
    r"(?<![\w/])/(?:" + "|".join(("ro" + r"ot\b", "wo" + r"rk/\w", "home" + r"/\w", "Us" + r"ers/\w")) + ")"
)


def test_no_file_names_a_package_index_or_a_path_of_one_machine() -> None:
    """What works here works elsewhere: names of packages are pinned, where they come from is the user's."""
    wrong = []
    for path in files():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        wrong += [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
            for number, line in enumerate(lines, 1)
            if HOSTS.search(line) or MACHINE.search(line)
        ]
    assert wrong == []
