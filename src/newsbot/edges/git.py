"""Git, where the site is kept in it: a commit of the files that were written, and of nothing else."""

import tempfile
from pathlib import Path

from newsbot.edges import programs
from newsbot.errors import PublishError, SiteBroken

SECONDS = 60.0
QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}


async def commit(file: Path, message: str) -> str:
    """Commit this one file as it lies there, or that it is gone; the commit's short name.

    What else is changed or staged stays as it is. A file that git already has so needs no commit: the last one is
    named. Raises `SiteBroken` when git does not do it.
    """
    if (await _git(file, "ls-files", "--others", "--", file.name)).strip():
        await _git(file, "add", "--intent-to-add", "--", file.name)
    changed = await _git(file, "status", "--porcelain", "--", file.name)
    if changed.strip():
        await _git(file, "commit", "--quiet", "--only", "--message", message, "--", file.name)
    return (await _git(file, "rev-parse", "--short", "HEAD")).strip()


async def branch(file: Path, message: str, name: str) -> str:
    """A branch of this name, made of the current commit and this file; what is checked out stays so.

    Raises `SiteBroken` when git does not do it.
    """
    path = (await _git(file, "rev-parse", "--show-prefix")).strip() + file.name
    with tempfile.TemporaryDirectory(prefix="newsbot-index-") as folder:
        index = {"GIT_INDEX_FILE": f"{folder}/index"}
        await _git(file, "read-tree", "HEAD", more=index)
        blob = (await _git(file, "hash-object", "-w", "--", file.name)).strip()
        await _git(file, "update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", more=index)
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
        ended = await programs.run(["git", *args], file.parent, SECONDS, {**QUIET, **(more or {})})
    except OSError as error:
        raise SiteBroken(f"git cannot be run ({error.strerror}); install it, or set publish.git to nothing") from error
    if ended.code is None:
        raise SiteBroken(f"git {args[0]} was not done after {SECONDS:g} seconds")
    if ended.code != 0:
        raise SiteBroken(f"git {args[0]} failed: {ended.told or 'it said nothing'}")
    return ended.said
