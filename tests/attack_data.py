"""Payloads that nobody here wrote, read where they lie beside the project; without them a test is skipped."""

import json
from typing import Any

import pytest

from golden import ROOT

ATTACKS = ROOT.parent / "shared" / "data" / "attacks"


def records(name: str) -> list[Any]:
    """What a file of attacks holds, a record a line, or the list that it is."""
    path = ATTACKS / name
    if not path.is_file():
        pytest.skip(f"no {path}: the shared test data is not there")
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return list(json.loads(text))
    return [json.loads(line) for line in text.split("\n") if line]


def xss() -> list[str]:
    """Texts that run a script or ask for something elsewhere, where a page takes them for markup."""
    return [each["payload"] for each in records("xss.jsonl")]


def naughty() -> list[str]:
    """Texts that trip programs."""
    return [each for each in records("naughty_strings.json") if isinstance(each, str)]


def traversal() -> list[str]:
    """Names of files outside the folder."""
    return [each["name"] for each in records("path_traversal.jsonl")]
