"""`newsbot model`: a small language model on this machine, so that articles are written without a key."""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table

from newsbot.cli import OK
from newsbot.cli.screen import failing, tabled
from newsbot.errors import LocalModelError
from newsbot.settings import load

if TYPE_CHECKING:
    from newsbot.edges.local_model import Pin, Pulled

DEFAULT = "qwen2.5-coder-1.5b"  # the pin's name, said here too so that `--help` imports no edge
TOLD_EVERY = 0.5  # seconds

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
name_argument = click.argument("name", metavar="[NAME]", default=DEFAULT)


@click.group("model")
def command() -> None:
    """A small language model on this machine: fetch it, serve it, see which are here.

    With OPENAI_BASE_URL=local and NEWSBOT_LLM__DRAFT_MODEL set to its name newsbot runs it by itself when it writes.
    It needs the extra: pip install 'newsbot[local]'. docs/small-models.md says what such a model can do.
    """


@command.command("list")
@json_option
def list_(as_json: bool) -> int:
    """List the models that can be fetched by name, and those that are here."""
    from newsbot.edges.local_model import PINS, pulled

    folder = load().llm.models.expanduser()
    here = {each.name: each for each in pulled(folder)}
    pins = {pin.name: pin for pin in PINS}
    rows = [_row(name, pins.get(name), here.get(name)) for name in sorted(pins.keys() | here.keys())]
    if as_json:
        click.echo(json.dumps({"folder": str(folder), "models": rows}, ensure_ascii=False))
        return OK
    table = Table(box=None, pad_edge=False)
    for column in ("model", "here", "size", "memory", "licence"):
        table.add_column(column)
    for row in rows:
        here_said = "yes" if row["here"] else f"no: newsbot model pull {row['name']}"
        table.add_row(row["name"], here_said, _size(row["bytes"]), row["memory"], row["licence"])
    tabled(table)
    return OK


def _row(name: str, pin: "Pin | None", here: "Pulled | None") -> dict[str, Any]:
    """One model as `--json` prints it; `bytes` is the file's size, where it is not here the pinned one."""
    return {
        "name": name,
        "here": here is not None,
        "path": str(here.path) if here else "",
        "bytes": here.size if here else pin.size if pin else 0,
        "memory": pin.memory if pin else "",
        "licence": pin.licence if pin else "",
        "sha256": pin.sha256 if pin else "",
    }


@command.command("pull")
@name_argument
@click.option("--from", "source", default="", metavar="PATH|URL", help="A file, or another address to fetch it from.")
@click.option("--sha256", default="", metavar="HEX", help="The digest of a model that is not in the list.")
@json_option
def pull(name: str, source: str, sha256: str, as_json: bool) -> int:
    """Fetch a model's file into llm.models, from the addresses it is known at or from --from.

    Interrupted, it goes on where it ended. A file with another SHA-256 than the pinned one is refused.
    """
    from newsbot.edges.local_model import pin_of
    from newsbot.edges.local_model import pull as fetched

    with failing(as_json):
        pin = pin_of(name, sha256.lower())
        path = fetched(pin, load().llm.models.expanduser(), source, _Told())
    if as_json:
        click.echo(json.dumps({"name": pin.name, "path": str(path), "sha256": pin.sha256}, ensure_ascii=False))
        return OK
    click.echo(path)
    click.echo(f"next: `newsbot doctor` with OPENAI_BASE_URL=local and NEWSBOT_LLM__DRAFT_MODEL={pin.name}", err=True)
    return OK


@command.command("serve")
@name_argument
@click.option(
    "--port", default=8091, show_default=True, type=click.IntRange(0, 65535), metavar="N", help="0 takes any free one."
)
def serve(name: str, port: int) -> int:
    """Serve a model on loopback behind an OpenAI-compatible address, for newsbot or anything else, until Ctrl-C."""
    from newsbot.edges.local_model import file_name

    asyncio.run(_serve(load().llm.models.expanduser() / file_name(name), port))
    return OK


async def _serve(path: Path, port: int) -> None:
    from newsbot.edges.local_model import serving

    async with serving(path, port=port) as server:
        click.echo(server.base_url)
        code = await server.ended
    raise LocalModelError(f"the model's process ended (code {code}); start it again, with more memory free")


class _Told:
    """Says on stderr how far it is: in place on a terminal, else a line for each tenth."""

    def __init__(self) -> None:
        self._last, self._tenth = 0.0, -1
        self._terminal = sys.stderr.isatty()

    def __call__(self, done: int, whole: int) -> None:
        tenth, now = (10 * done // whole if whole else done >> 28), time.monotonic()
        last = bool(whole) and done >= whole
        if not (now - self._last > TOLD_EVERY or last if self._terminal else tenth > self._tenth):
            return
        self._last, self._tenth = now, tenth
        said = f"{_size(done)} of {_size(whole)} ({100 * done // whole} %)" if whole else _size(done)
        click.echo(f"\r{said}\033[K" if self._terminal else said, err=True, nl=not self._terminal or last)


def _size(count: int) -> str:
    return f"{count / 1e9:.2f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB" if count else "?"
