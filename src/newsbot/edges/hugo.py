"""A Hugo site, built on a copy before an article lands in it: what that would break is known before readers see it.

The copy is made of hard links where the file system allows it, and of real copies of whatever a build may write to.
Drafts are left out as on the real site, pages dated ahead are built, since they will be shown.
"""

import asyncio
import csv
import io
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from newsbot.edges import programs
from newsbot.errors import SiteBroken

CONFIGS = tuple(f"{name}.{kind}" for name in ("hugo", "config") for kind in ("toml", "yaml", "yml", "json"))
LINKED = frozenset({"content", "static", "themes"})  # what a build only reads
LEFT_OUT = frozenset({".git", "public", "node_modules", ".hugo_build.lock"})
MOST_NAMED = 3  # pages that an error names


_LANGUAGE = re.compile(r".+\.(zh-hant|en)\.md")
"""Files that are to be translations of others; without the language they would be articles of their own."""


class _Pages(NamedTuple):
    """The pages of a site: address by file, and the HTML files that a build made."""

    listed: dict[str, str]
    made: frozenset[str]


def binary() -> str | None:
    """The Hugo on the path, else the one that the extra `site` brings; None where there is neither."""
    if found := shutil.which("hugo"):
        return found
    wheel = find_spec("hugo")
    places = wheel.submodule_search_locations or () if wheel else ()
    if wheel and wheel.origin:
        places = (*places, str(Path(wheel.origin).parent))
    return next((str(name) for place in places if (name := Path(place) / "binaries" / "hugo").is_file()), None)


def site_of(folder: Path) -> Path | None:
    """The Hugo site that the content folder belongs to: the nearest folder above with a configuration."""
    for place in folder.absolute().parents:
        if any((place / name).is_file() for name in CONFIGS) or (place / "config" / "_default").is_dir():
            return place
    return None


class Hugo:
    """Builds of the site at `site`, each for `seconds` at most."""

    def __init__(self, program: str, site: Path, seconds: float) -> None:
        self._program = program
        self._site = site.absolute()
        self._seconds = seconds

    async def tried(self, file: Path, markdown: str) -> str:
        """Build the site as it is, then with this text in that file; the address that the article's page gets.

        Raises `SiteBroken` when either does not build, or when a page is lost, moved, hidden or added beside this one.
        """
        relative = self._relative(file)
        with tempfile.TemporaryDirectory(prefix="newsbot-site-") as made:
            place = Path(made)
            copy = place / "site"
            try:
                await asyncio.to_thread(_copied, self._site, copy)
                before = await self._pages(copy, place / "before", "does not build as it is, without this article")
                await asyncio.to_thread(_put, copy / relative, markdown)
                after = await self._pages(copy, place / "after", "would not build with this article")
            except OSError as error:
                raise SiteBroken(f"the site could not be tried on a copy ({error.strerror or error})") from error
        return _compared(before, after, relative.as_posix())

    async def previewed(self, file: Path, markdown: str, out: Path, root: str) -> str:
        """Build the site with this text in that file into the folder `out`, as it would stand at the address `root`.

        The address of the article's page. Raises `SiteBroken`.
        """
        relative = self._relative(file)
        with tempfile.TemporaryDirectory(prefix="newsbot-site-") as made:
            copy = Path(made) / "site"
            try:
                await asyncio.to_thread(_copied, self._site, copy)
                await asyncio.to_thread(_put, copy / relative, markdown)
                pages = await self._pages(copy, out, "does not build with this draft", {"HUGO_BASEURL": root})
            except OSError as error:
                raise SiteBroken(f"the site could not be built on a copy ({error.strerror or error})") from error
        address = pages.listed.get(relative.as_posix())
        if address is None or not _shown(address, pages.made):
            raise SiteBroken(f"Hugo makes no page for {relative}; check publish.folder and the site's layouts")
        return address

    def _relative(self, file: Path) -> Path:
        try:
            return Path(os.path.abspath(file)).relative_to(self._site)  # noqa: PTH100 - reads nothing
        except ValueError as error:
            raise SiteBroken(f"{file} is not in the Hugo site {self._site}; set publish.folder to one in it") from error

    async def _pages(self, copy: Path, out: Path, fault: str, more: Mapping[str, str] | None = None) -> _Pages:
        await self._run(copy, fault, "--destination", str(out), "--buildFuture", more=more)
        listed = await self._run(copy, fault, "list", "all", more=more)
        rows = csv.DictReader(io.StringIO(listed[max(0, listed.find("path,")) :]))
        pages = {row["path"]: row["permalink"] for row in rows if row.get("permalink") and row.get("draft") != "true"}
        return _Pages(pages, await asyncio.to_thread(_html, out))

    async def _run(self, copy: Path, fault: str, *args: str, more: Mapping[str, str] | None = None) -> str:
        more = {"HUGO_ENABLEGITINFO": "false", **(more or {})}
        ended = await programs.run(
            [self._program, *args, "--noBuildLock", "--logLevel", "error"], copy, self._seconds, more
        )
        if ended.code is None:
            raise SiteBroken(f"the site {fault}: Hugo was not done after {self._seconds:g} seconds; mend the site")
        if ended.code != 0:
            raise SiteBroken(f"the site {fault}: {ended.told or 'Hugo said nothing'}")
        return ended.said


def _compared(before: _Pages, after: _Pages, ours: str) -> str:
    address = after.listed.get(ours)
    if address is None:
        raise SiteBroken(f"the site has no page for {ours}: Hugo leaves it out; check publish.folder and the site")
    language = _LANGUAGE.fullmatch(ours)
    if language and unquote(address).rstrip("/").endswith(f".{language[1]}"):
        raise SiteBroken(
            f"the site knows no language {language[1]}: add [languages.{language[1]}] to its configuration "
            "(docs/editions.md), then run it again"
        )
    others = [(file, where) for file, where in after.listed.items() if file != ours]
    if hidden := [file for file, where in others if where == address]:
        raise SiteBroken(f"{ours} would have the address of {_named(hidden)}: {address}; rename that page")
    now = dict(others)
    if lost := [file for file in before.listed if file != ours and file not in now]:
        raise SiteBroken(f"with this article the site loses {_named(lost)}; nothing was published")
    if moved := [file for file, where in before.listed.items() if file != ours and now[file] != where]:
        raise SiteBroken(f"with this article the address of {_named(moved)} changes; nothing was published")
    if added := [file for file in now if file not in before.listed]:
        raise SiteBroken(f"with this article the site also gets {_named(added)}; nothing was published")
    if gone := sorted(before.made - after.made):
        raise SiteBroken(f"with this article the site loses {_named(gone)}; nothing was published")
    if not _shown(address, after.made):
        raise SiteBroken(f"Hugo makes no page at {address} for {ours}; check the site's layouts")
    return address


def _named(files: Sequence[str]) -> str:
    more = f" and {len(files) - MOST_NAMED} more" if len(files) > MOST_NAMED else ""
    return ", ".join(files[:MOST_NAMED]) + more


def _shown(address: str, made: frozenset[str]) -> bool:
    """Whether a file was made for the address; the site's own address may have a path that no file has."""
    parts = [part for part in unquote(urlsplit(address).path).split("/") if part]
    tails = ["/".join(parts[n:]) for n in range(len(parts))]
    return any(f"{tail}/index.html" in made or tail in made for tail in tails)


# ---------------------------------------------------------------- files


def _copied(site: Path, copy: Path) -> None:
    copy.mkdir()
    for entry in site.iterdir():
        if entry.name in LEFT_OUT:
            continue
        target = copy / entry.name
        if entry.is_dir():
            made = _linked if entry.name in LINKED else shutil.copy2
            shutil.copytree(entry, target, copy_function=made, ignore=shutil.ignore_patterns(".git"))
        else:
            shutil.copy2(entry, target)
    if (site / "node_modules").is_dir():
        (copy / "node_modules").symlink_to(site / "node_modules")


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without hard links
        shutil.copy2(source, target)


def _put(file: Path, markdown: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)  # it may be a link to the real one
    file.write_text(markdown, encoding="utf-8", newline="\n")


def _html(out: Path) -> frozenset[str]:
    return frozenset(path.relative_to(out).as_posix() for path in out.rglob("*.html"))
