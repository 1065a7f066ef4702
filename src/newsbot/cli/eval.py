"""`newsbot eval`: what the rules decide about rows of a file, and how often they are right."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal

import click

from newsbot.cli import ERROR, OK
from newsbot.cli.screen import counted

MOST_BYTES = 4_000_000
"""Of one line: two texts of a million characters."""

Truth = Literal["same text", "same event", "same", "different"]

_LABELS: dict[str, Truth] = {
    **dict.fromkeys(("1", "true", "yes", "same", "duplicate", "positive"), "same"),
    **dict.fromkeys(("0", "false", "no", "different", "negative", "template"), "different"),
    "same text": "same text",
    "same event": "same event",
}


@click.group("eval")
def command() -> None:
    """Measure what newsbot's rules decide, on rows of your own."""


@command.command("pairs")
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Print each row with relation and score, one object a line.")
def pairs(file: BinaryIO, as_json: bool) -> int:
    """Tell same text, same event and different apart, for the pairs of FILE (JSON lines with texts `a` and `b`).

    Where rows have a `label` (true, 1, same, same text, same event; false, 0, different) or a `kind` that says
    positive, syndicated, duplicate or same, else negative, template or different, precision, recall and F1 are
    printed to stderr. What is rare is learned from the file itself. Rows that cannot be read are named and left
    out; exit code 1 when none could be read.
    """
    from newsbot import grouping

    rows = list(_rows(file))
    texts = [
        (grouping.prepared(f"{row.line}a", "", row.a), grouping.prepared(f"{row.line}b", "", row.b)) for row in rows
    ]
    rare = grouping.rarity(text for pair in texts for text in pair)
    told: list[tuple[Truth | None, grouping.Relation]] = []
    for row, (one, other) in zip(rows, texts, strict=True):
        like = grouping.likeness(one, other, rare)
        told.append((row.truth, like.relation))
        if as_json:
            click.echo(json.dumps({**row.given, "relation": like.relation, "score": like.score}, ensure_ascii=False))
        else:
            click.echo(f"{row.line}\t{like.relation}\t{like.score:.3f}\t{like.why}")
    for line in _summary(told):
        click.echo(line, err=True)
    return OK if rows else ERROR


@dataclass(frozen=True)
class _Row:
    """A row as it was given, with its line number, its two texts, and what it says they are (None: nothing)."""

    line: int
    given: dict[str, object]
    a: str
    b: str
    truth: Truth | None


def _rows(file: BinaryIO) -> Iterator[_Row]:
    """The rows that can be read; the others are named on stderr."""
    number = 0
    while raw := file.readline(MOST_BYTES + 1):
        number += 1
        if len(raw) > MOST_BYTES:
            while raw and not raw.endswith(b"\n"):
                raw = file.readline(MOST_BYTES)
            click.echo(f"line {number}: longer than {MOST_BYTES:,} bytes; left out", err=True)
        elif raw.strip(b"\xef\xbb\xbf \t\r\n"):
            row = _row(number, raw)
            if isinstance(row, str):
                click.echo(f"line {number}: {row}; left out", err=True)
            else:
                yield row


def _row(number: int, raw: bytes) -> "_Row | str":
    """The row, or what is wrong with it."""
    try:
        given = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return "no JSON in UTF-8"
    if not isinstance(given, dict):
        return "no JSON object"
    a, b = given.get("a"), given.get("b")
    if not isinstance(a, str) or not a.strip():
        return "no text `a`"
    if not isinstance(b, str) or not b.strip():
        return "no text `b`"
    return _Row(number, given, a, b, _truth(given))


def _truth(row: dict[str, object]) -> Truth | None:
    """What the row says of its pair: by its `label`, else by its `kind`."""
    label = _LABELS.get(str(row.get("label")).strip().lower().replace("_", " "))
    kind = str(row.get("kind")).lower()
    if label is not None or "kind" not in row:
        return label
    if any(word in kind for word in ("negativ", "template", "different")):
        return "different"
    return "same" if any(word in kind for word in ("positiv", "syndicat", "duplicat", "same", "copy")) else None


def _summary(told: Iterable[tuple[Truth | None, str]]) -> Iterator[str]:
    told = list(told)
    relations = [relation for _, relation in told]
    counts = ", ".join(f"{relations.count(each)} {each}" for each in ("same text", "same event", "different"))
    yield f"{counted(len(told), 'pair', 'pairs')}: {counts}"
    known = [(truth, relation) for truth, relation in told if truth is not None]
    if known:
        texts = [(truth in ("same", "same text"), relation == "same text") for truth, relation in known]
        events = [(truth != "different", relation != "different") for truth, relation in known]
        yield f"same text:          {_measured(texts)}"
        yield f"same event or text: {_measured(events)}"


def _measured(told: Iterable[tuple[bool, bool]]) -> str:
    """Precision, recall and F1 of (is so, was said so); `-` where there is nothing to divide by."""
    told = list(told)
    right = sum(so and said for so, said in told)
    said_so, is_so = sum(said for _, said in told), sum(so for so, _ in told)

    def share(part: int, whole: int) -> str:
        return f"{part / whole:.3f}" if whole else "-"

    return (
        f"precision {share(right, said_so)}, recall {share(right, is_so)}, F1 {share(2 * right, said_so + is_so)} "
        f"({right} right of {said_so} said, {is_so} there)"
    )
