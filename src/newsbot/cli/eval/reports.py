"""`newsbot eval reports`: whether the footnotes of documents hold together."""

import io
import json
from collections.abc import Iterator
from typing import BinaryIO

import click

from newsbot.chinese import one_line
from newsbot.cli import ERROR, HELD, OK
from newsbot.cli.eval import rows
from newsbot.cli.screen import counted
from newsbot.errors import UsageError

MOST_BYTES = 256_000_000
"""Of the file: thousands of long reports."""


@click.command("reports")
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Print each document with its findings, one object a line.")
def command(file: BinaryIO, as_json: bool) -> int:
    """Check the footnotes of FILE: one Markdown document, or JSON lines with a Markdown text `article`.

    Read are marks `[^1]` with `[^1]: ...`, and marks `[1]` with a list that begins `[1]` at the end. Findings are
    dangling (a mark without a reference), unused (a reference without a mark), duplicate (a label or an address
    listed twice, a mark twice in one place) and misnumbered (the list does not run 1, 2, 3, or a mark is first met
    after a higher one), each with its line.

    Exit codes: 0 nothing found, 6 something found, 1 nothing could be read.
    """
    from newsbot import footnotes

    read = faulty = 0
    for line, given, text in _documents(file):
        notes = footnotes.read(text)
        read += 1
        faulty += bool(notes.faults)
        if as_json:
            more = {"findings": [fault.model_dump() for fault in notes.faults]}
            counts = {"references": len(notes.references), "marks": notes.marks}
            click.echo(json.dumps({**given, **counts, **more}, ensure_ascii=False))
            continue
        name = one_line(str(given.get("id", line)))[:60]
        told = counted(len(notes.faults), "finding", "findings") if notes.faults else "ok"
        click.echo(f"{name}\t{told}\t{counted(len(notes.references), 'reference', 'references')}, {notes.marks} marks")
        for fault in notes.faults:
            click.echo(f"{name}:{fault.line}\t{fault.rule}\t[{fault.label}]\t{fault.advice}")
    click.echo(f"{counted(read, 'document', 'documents')}: {faulty} with findings", err=True)
    if not read:
        return ERROR
    return HELD if faulty else OK


def _documents(file: BinaryIO) -> Iterator[tuple[int, dict[str, object], str]]:
    """Each document: the line it stands in, what its row says, its text. Those that cannot be read are named."""
    octets = file.read(MOST_BYTES + 1)
    if len(octets) > MOST_BYTES:
        raise UsageError(f"the file is larger than {MOST_BYTES:,} bytes; split it")
    if octets.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        for row in rows.read(io.BytesIO(octets), "article", "article"):
            yield row.line, row.given, row.one
        return
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        click.echo("the document is not in UTF-8; left out", err=True)
        return
    if text.strip():
        yield 1, {}, text
