"""Each command can be the first that is imported: none rests on another having been imported before."""

import subprocess
import sys

import pytest

from newsbot.cli import COMMANDS

pytestmark = pytest.mark.deep


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_imported_first_of_all(name: str) -> None:
    started = [sys.executable, "-c", f"import {COMMANDS[name][0]}"]
    done = subprocess.run(started, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
