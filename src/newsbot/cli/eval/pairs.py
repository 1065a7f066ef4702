"""`newsbot eval pairs`: same text, same event or different, for pairs of texts."""

import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Literal

import click

from newsbot.cli import ERROR, OK
from newsbot.cli.eval import rows
from newsbot.cli.screen import counted

Truth = Literal["same text", "same event", "same", "different"]

_LABELS: dict[str, Truth] = {
    **dict.fromkeys(("1", "true", "yes", "same", "duplicate", "positive"), "same"),
    **dict.fromkeys(("0", "false", "no", "different", "negative", "template"), "different"),
    "same text": "same text",
    "same event": "same event",
}


@click.command("pairs")
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Print each row with relation and score, one object a line.")
def command(file: BinaryIO, as_json: bool) -> int:
    """Tell same text, same event and different apart, for the pairs of FILE (JSON lines with texts `a` and `b`).

    Where rows have a `label` (true, 1, same, same text, same event; false, 0, different) or a `kind` that says
    positive, syndicated, duplicate or same, else negative, template or different, precision, recall and F1 are
    printed to stderr. What is rare is learned from the file itself. Rows that cannot be read are named and left
    out; exit code 1 when none could be read.
    """
    from newsbot import grouping

    pairs = list(rows.read(file, "a", "b"))
    texts = [
        (grouping.prepared(f"{row.line}a", "", row.one), grouping.prepared(f"{row.line}b", "", row.other))
        for row in pairs
    ]
    rare = grouping.rarity(text for pair in texts for text in pair)
    told: list[tuple[Truth | None, grouping.Relation]] = []
    for row, (one, other) in zip(pairs, texts, strict=True):
        like = grouping.likeness(one, other, rare)
        told.append((_truth(row.given), like.relation))
        if as_json:
            click.echo(json.dumps({**row.given, "relation": like.relation, "score": like.score}, ensure_ascii=False))
        else:
            click.echo(f"{row.line}\t{like.relation}\t{like.score:.3f}\t{like.why}")
    for line in _summary(told):
        click.echo(line, err=True)
    return OK if pairs else ERROR


def _truth(row: dict[str, object]) -> Truth | None:
    """What the row says of its pair (None: nothing): by its `label`, else by its `kind`."""
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
        yield f"same text:          {rows.measured(texts)}"
        yield f"same event or text: {rows.measured(events)}"
