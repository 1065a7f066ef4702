"""`newsbot init`: settings files where they are missing, never over an existing one."""

import ipaddress
import math
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from jinja2 import Environment, StrictUndefined

from newsbot import opml
from newsbot.edges.files import write_new
from newsbot.ledger import DEFAULT_DAILY_USD
from newsbot.news import Feed
from newsbot.prompts import REPOSITORY, Folder, packaged
from newsbot.settings import ENV_FILE, TOML_FILE

OPENAI = "https://api.openai.com/v1"
STARTER_LIST = "starter.opml"
UNASKED: dict[str, Any] = {"base_url": "", "model": "", "site": "site", "feeds": (), "daily_usd": None, "key": ""}


@click.command("init")
def command() -> int:
    """Write newsbot.toml and .env in this folder where they are missing.

    On a terminal it asks five things; Enter takes what stands in brackets. Existing files are
    never touched.
    """
    there = [name for name in (TOML_FILE, ENV_FILE) if Path(name).exists()]
    for name in there:
        click.echo(f"{name} is there already and stays as it is", err=True)
    if len(there) == 2:
        return 0
    answers = _asked() if sys.stdin.isatty() and TOML_FILE not in there else UNASKED
    if TOML_FILE not in there:
        write_new(TOML_FILE, _settings(answers), secret=False)
        click.echo(TOML_FILE)
    if ENV_FILE not in there:
        write_new(ENV_FILE, _environment(answers["key"]), secret=True)
        click.echo(ENV_FILE)
    click.echo('next: `newsbot doctor`, then `newsbot write "标题"`', err=True)
    return 0


def _asked() -> dict[str, Any]:
    """The five questions. Never a sixth: everything else has a comment in the file."""
    base_url = click.prompt("1 Model endpoint (any OpenAI-compatible address; - for none)", default=OPENAI).strip()
    key = ""
    if base_url != "-":
        key = click.prompt("  Its key (kept in .env; Enter for none)", default="", hide_input=True, show_default=False)
    model = click.prompt("2 Model (- for none: articles are then excerpted)", default="-").strip()
    site = click.prompt("3 Folder of your site", default="site").strip()
    feeds = starter_feeds()
    follow = click.confirm(f"4 Follow a starter list of {len(feeds)} AI feeds?", default=True)
    cap = click.prompt("5 At most how many US dollars a day?", default=DEFAULT_DAILY_USD, value_proc=_dollars)
    return {
        "base_url": "" if base_url in ("-", OPENAI) else base_url,
        "key": "".join(key.split()),
        "model": "" if model == "-" else model,
        "site": site,
        "feeds": feeds if follow else (),
        # The default cap stays unset: it then also covers a model whose price nobody has entered yet.
        "daily_usd": None if cap == DEFAULT_DAILY_USD else cap,
    }


def starter_feeds() -> tuple[Feed, ...]:
    """The feeds of the packaged list, in its order."""
    text = Folder("template", (packaged("templates"),)).text(STARTER_LIST)
    return opml.parse(STARTER_LIST, text.encode()).feeds


def _dollars(typed: Any) -> float:
    """An amount that bounds something: no less than nothing, and not without end."""
    try:
        amount = float(typed)
    except ValueError:
        amount = math.nan
    if not (math.isfinite(amount) and amount >= 0):
        raise click.UsageError("write a number of dollars, such as 5 or 0.5")
    return amount


def _settings(answers: dict[str, Any]) -> str:
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    template = environment.from_string(Folder("template", (packaged("templates"),)).text("newsbot.toml.j2"))
    free = bool(answers["model"]) and _on_this_machine(answers["base_url"])
    values = {name: value for name, value in answers.items() if name not in ("key", "feeds")}
    feeds = [feed.model_dump(exclude_defaults=True) for feed in answers["feeds"]]
    return template.render(**values, feeds=feeds, free=free) + "\n"


def _environment(key: str) -> str:
    text = Folder("file", (packaged("env"), REPOSITORY)).text(".env.example")
    return text.replace("# OPENAI_API_KEY=\n", f"OPENAI_API_KEY={key}\n", 1) if key else text


def _on_this_machine(base_url: str) -> bool:
    """Whether the endpoint is a server on this very machine, which bills nobody."""
    host = urlsplit(base_url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
