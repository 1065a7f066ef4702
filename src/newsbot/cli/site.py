"""`newsbot site`: a site to put articles on."""

import json
import re
from pathlib import Path
from typing import Any

import click

from newsbot.cli import OK
from newsbot.cli.screen import failing
from newsbot.settings import TOML_FILE, Settings, load

TITLE = "人工智能新闻"
CONFIG, POSTS = "hugo.toml", "content/posts"


@click.group("site")
def command() -> None:
    """A site to put articles on. docs/site.md has recipes for other themes and generators."""


@command.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--title", default=TITLE, show_default=True, help="The site's name.")
@click.option("--url", default="http://localhost:1313/", show_default=True, help="Where readers will find it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def init(folder: Path, title: str, url: str, as_json: bool) -> int:
    """Make a Hugo site of newsbot's own layout in DIR: no theme, no script, nothing fetched from elsewhere.

    Files that are there stay as they are. Where newsbot.toml still names the site it came with, it is set to DIR;
    otherwise what to set is printed.

    Exit codes: 0 done, 1 error (DIR holds another Hugo site, or cannot be written), 2 usage.
    """
    with failing(as_json):
        settings = load()
        made = _made(folder, settings, title, url)
        told = _set(folder, settings)
    if as_json:
        click.echo(json.dumps({"site": str(folder), **made, "settings": told}, ensure_ascii=False))
        return OK
    for name in made["kept"]:
        click.echo(f"{folder / name} is there already and stays as it is", err=True)
    for name in made["written"]:
        click.echo(str(folder / name))
    click.echo(told, err=True)
    click.echo(f"next: `hugo server --source {folder}` shows it, `newsbot publish ID` puts an article on it", err=True)
    return OK


def _made(folder: Path, settings: Settings, title: str, url: str) -> dict[str, Any]:
    from newsbot import wiring
    from newsbot.article.document import line
    from newsbot.chinese import traditional
    from newsbot.edges.new_site import laid, texts
    from newsbot.errors import SettingsError, UsageError
    from newsbot.prompts import filled, packaged

    if not re.fullmatch(r"https?://[^\s\"'<>]{1,300}", url):
        raise UsageError("--url: write the site's address like https://news.example.org/")
    posts = settings.publish.folder.strip("/")
    if not posts.startswith("content/"):
        raise SettingsError(f"publish.folder is {posts}; Hugo reads articles below content/, like content/posts")
    known = wiring.kinds_of(wiring.folders(settings)[0])
    titles = {"extract": "摘录"} | {kind.name: kind.title for kind in known.values()}
    values = {
        "title": quoted(line(title)[:200] or "newsbot"),
        "url": quoted(url if url.endswith("/") else f"{url}/"),
        "zone": quoted(settings.timezone),
        "posts": quoted(f"/{posts.removeprefix('content/')}"),
        "kinds": {name: quoted(line(each)) for name, each in titles.items()},
        "traditional": {
            "title": quoted(traditional(line(title)[:200] or "newsbot")),
            "kinds": {name: quoted(traditional(line(each))) for name, each in titles.items()},
        },
        "english": {
            "title": quoted("AI News" if title == TITLE else line(title)[:200] or "newsbot"),
            "kinds": {name: quoted(name.replace("-", " ").capitalize()) for name in titles},
        },
    }
    files = {name.replace(POSTS, posts, 1): text for name, text in texts(packaged("templates") / "site").items()}
    files[CONFIG] = filled(f"site/{CONFIG}.j2", files.pop(f"{CONFIG}.j2"), **values) + "\n"
    done = laid(folder, files)
    return {"written": list(done.written), "kept": list(done.kept)}


# ---------------------------------------------------------------- newsbot.toml

_AS_IT_CAME = re.compile(r'^(\[site\]\n)dir = "site"$', re.MULTILINE)
"""The line that `newsbot init` writes; any other is somebody's choice."""


def _set(folder: Path, settings: Settings) -> str:
    """Set `site.dir` where newsbot.toml has it as it came; what was done, or what is to be set, as a line."""
    from newsbot.edges.files import kept_text, replace_text

    if settings.site.dir.absolute() == folder.absolute():
        return f"site.dir is {settings.site.dir}; articles go to {folder / settings.publish.folder}"
    line = f"dir = {quoted(str(folder))}"
    file = Path(TOML_FILE)
    text = kept_text(file)
    if file.is_symlink() or len(_AS_IT_CAME.findall(text)) != 1:
        return f"set in {TOML_FILE}, under [site]: {line} (publish.folder stays {settings.publish.folder})"
    replace_text(file, _AS_IT_CAME.sub(lambda match: match[1] + line, text))
    return f"{TOML_FILE}: [site] {line}; articles go to {folder / settings.publish.folder}"


def quoted(text: str) -> str:
    """A string of JSON, which is one of TOML too where no control character stands in it."""
    return json.dumps(text, ensure_ascii=False)
