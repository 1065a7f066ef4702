"""The rows of a file that is measured on: JSON objects, one a line, of which some may be no use."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import click

MOST_BYTES = 12_000_000
"""Of one line: two texts of a million characters each, all of them escaped (`\\u4e2d`)."""


@dataclass(frozen=True)
class Row:
    """A row as it was given, with its line number and the two texts it must have."""

    line: int
    given: dict[str, object]
    one: str
    other: str


def read(file: BinaryIO, one: str, other: str) -> Iterator[Row]:
    """The rows with a text under each of the two names; those that cannot be read are named on stderr."""
    number = 0
    while raw := file.readline(MOST_BYTES + 1):
        number += 1
        if len(raw) > MOST_BYTES:
            while raw and not raw.endswith(b"\n"):
                raw = file.readline(MOST_BYTES)
            click.echo(f"line {number}: longer than {MOST_BYTES:,} bytes; left out", err=True)
        elif raw.strip(b"\xef\xbb\xbf \t\r\n"):
            row = _row(number, raw, one, other)
            if isinstance(row, str):
                click.echo(f"line {number}: {row}; left out", err=True)
            else:
                yield row


def _row(number: int, raw: bytes, *names: str) -> Row | str:
    """The row, or what is wrong with it."""
    try:
        given = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return "no JSON in UTF-8"
    if not isinstance(given, dict):
        return "no JSON object"
    texts = []
    for name in names:
        text = given.get(name)
        if not isinstance(text, str) or not text.strip():
            return f"no text `{name}`"
        texts.append(text)
    return Row(number, given, *texts)


def share(part: float, whole: float) -> str:
    """A share with three places; `-` where there is nothing to divide by."""
    return f"{part / whole:.3f}" if whole else "-"


def measured(told: Iterable[tuple[bool, bool]]) -> str:
    """Precision, recall and F1 of (is so, was said so)."""
    told = list(told)
    right = sum(so and said for so, said in told)
    said_so, is_so = sum(said for _, said in told), sum(so for so, _ in told)
    return (
        f"precision {share(right, said_so)}, recall {share(right, is_so)}, F1 {share(2 * right, said_so + is_so)} "
        f"({right} right of {said_so} said, {is_so} there)"
    )
