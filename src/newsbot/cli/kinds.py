"""`newsbot kinds`: which kinds of article can be written."""

import json
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table

from newsbot.cli import OK
from newsbot.cli.screen import tabled
from newsbot.settings import Settings, load

if TYPE_CHECKING:
    from newsbot.news import Kind


@click.command("kinds")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(as_json: bool) -> int:
    """List the kinds of article: those that come with newsbot, and yours from the folder of prompts_dir.

    `newsbot write --kind NAME` writes one. docs/kinds.md says how one is added.
    """
    from newsbot import wiring

    settings = load()
    rows = [_row(kind, settings) for kind in wiring.kinds_of(wiring.folders(settings)[0]).values()]
    if as_json:
        click.echo(json.dumps({"kinds": rows}, ensure_ascii=False))
        return OK
    table = Table(box=None, pad_edge=False)
    for name in ("kind", "名称", "汉字", "sources", "writers", "说明"):
        table.add_column(name, overflow="fold")  # Chinese has no spaces to wrap at
    for row in rows:
        least, most = row["length"]
        writers = ", ".join(row["writers"])
        table.add_row(row["name"], row["title"], f"{least}–{most}", str(row["sources"]), writers, row["about"])
    tabled(table)
    return OK


def _row(kind: "Kind", settings: Settings) -> dict[str, Any]:
    """What `--json` prints of a kind; `length` is in Han characters, the settings' where the kind states none."""
    length = kind.length or (settings.article.minimum, settings.article.maximum)
    return {**kind.model_dump(mode="json"), "length": list(length)}
