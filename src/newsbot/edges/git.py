"""Git, where the site is kept in it: a commit of the files that were written, and of nothing else."""

import asyncio
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from newsbot.edges import programs
from newsbot.errors import PublishError, SiteBroken

SECONDS = 60.0
QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}


async def commit(file: Path, message: str, beside: Sequence[Path] = ()) -> str:
    """Commit this one file, and those that belong to it, as they lie there, or that they are gone; the commit's name.

    What else is changed or staged stays as it is. A file that git already has so needs no commit: the last one is
    named. Raises `SiteBroken` when git does not do it.
    """
    changed: list[str] = []
    for name in (_seen_from(file, each) for each in (file, *beside)):
        if (await _git(file, "ls-files", "--others", "--", name)).strip():
            await _git(file, "add", "--intent-to-add", "--", name)
        if (await _git(file, "status", "--porcelain", "--", name)).strip():
            changed.append(name)
    if changed:
        await _git(file, "commit", "--quiet", "--only", "--message", message, "--", *changed)
    return (await _git(file, "rev-parse", "--short", "HEAD")).strip()


def _seen_from(file: Path, other: Path) -> str:
    return os.path.relpath(other, _standing(file))  # git reads names from the folder it runs in


def _standing(file: Path) -> Path:
    """The nearest folder above that is there: an article's own goes with it."""
    return next((folder for folder in file.parents if folder.is_dir()), file.parent)


async def branch(file: Path, message: str, name: str, beside: Sequence[Path] = ()) -> str:
    """A branch of this name, made of the current commit, this file and those beside it as they lie there, or without
    those that are gone; what is checked out stays so.

    Raises `SiteBroken` when git does not do it.
    """
    with tempfile.TemporaryDirectory(prefix="newsbot-index-") as folder:
        index = {"GIT_INDEX_FILE": f"{folder}/index"}
        await _git(file, "read-tree", "HEAD", more=index)
        for each in (file, *beside):
            path = (await _git(each, "rev-parse", "--show-prefix")).strip() + _seen_from(each, each)
            if not await asyncio.to_thread(each.is_file):
                await _git(each, "update-index", "--force-remove", "--", _seen_from(each, each), more=index)
                continue
            blob = (await _git(each, "hash-object", "-w", "--", each.name)).strip()
            await _git(each, "update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", more=index)
        tree = (await _git(file, "write-tree", more=index)).strip()
    made = (await _git(file, "commit-tree", tree, "-p", "HEAD", "-m", message)).strip()
    await _git(file, "branch", "--force", name, made)
    return name


async def push(file: Path) -> None:
    """Push the current branch to where it goes. Raises `PublishError` that says what was committed stays committed."""
    try:
        await _git(file, "push", "--quiet")
    except SiteBroken as error:
        raise PublishError(f"committed, but not pushed: {error}; push it by hand (git push)") from error


async def _git(file: Path, *args: str, more: dict[str, str] | None = None) -> str:
    try:
        ended = await programs.run(["git", *args], _standing(file), SECONDS, {**QUIET, **(more or {})})
    except OSError as error:
        raise SiteBroken(f"git cannot be run ({error.strerror}); install it, or set publish.git to nothing") from error
    if ended.code is None:
        raise SiteBroken(f"git {args[0]} was not done after {SECONDS:g} seconds")
    if ended.code != 0:
        raise SiteBroken(f"git {args[0]} failed: {ended.told or 'it said nothing'}")
    return ended.said
