"""Where article files lie: whole or not at all, and never over what someone else wrote."""

import asyncio
import contextlib
import errno
import fcntl
import glob
import hashlib
import os
import re
import secrets
from collections.abc import Collection
from pathlib import Path

from newsbot.errors import Conflict, SiteBroken

_OWNER = re.compile(r'^  ProduceID: "([^"\n]*)"$', re.MULTILINE)
_SYNCED = re.compile(rb'^sync_time: "[^"\n]*"$', re.MULTILINE)
_ADVICE = {
    errno.ENOSPC: "free some space and run it again",
    errno.EDQUOT: "free some space and run it again",
    errno.EROFS: "choose a folder that can be written (--out, or the setting site.drafts)",
    errno.EACCES: "give yourself the right to write there or choose another folder (--out)",
    errno.EPERM: "give yourself the right to write there or choose another folder (--out)",
}
_OTHERWISE = "choose another folder (--out, or the setting site.drafts)"


class DraftFolder:
    """A folder of drafts (fulfils `newsroom.Desk`); made on the first write."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def write(
        self, name: str, markdown: str, story: str, *, replacing: Collection[str] = (), lying: str = ""
    ) -> str:
        """Write the file atomically and return its path; writing the same text again changes nothing.

        It is written at `lying`, where it lay before, wherever drafts lie by now; in this folder where that is empty.
        A file of that name is replaced only when its sha256 is among `replacing`, those this story
        has written or was about to write; where it differs by nothing but `sync_time` it stays as it is: a run that
        was cut off after the write and is made again. Raises `Conflict` when it belongs to another story or was
        edited by hand, `SiteBroken` when the folder cannot be made or written; nothing half-written stays.
        """
        if Path(name).name != name or name in ("", ".."):
            raise ValueError(f"{name!r} is no plain file name")
        path = Path(lying) if lying else self._folder / name
        return await asyncio.to_thread(self._write, path, markdown.encode("utf-8"), story, replacing)

    async def digest(self, path: str) -> str:
        """The sha256 of the file as it lies there. Raises `SiteBroken`."""
        try:
            return hashlib.sha256(await asyncio.to_thread(Path(path).read_bytes)).hexdigest()
        except OSError as error:
            raise SiteBroken(f"{path} cannot be read again ({error.strerror}): run the same command again.") from error

    @staticmethod
    def _write(path: Path, content: bytes, story: str, replacing: Collection[str]) -> str:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() or path.is_symlink():
                old = path.read_bytes()
                known = hashlib.sha256(old).hexdigest() in replacing
                if not known and same_but_for_the_moment(old, content):
                    return str(path)
                _refuse_foreign(path, old, story, known=known)
            put(path, content)
        except OSError as error:
            advice = _ADVICE.get(error.errno or 0, _OTHERWISE)
            raise SiteBroken(f"{path} cannot be written ({error.strerror}): {advice}.") from error
        return str(path)


def same_but_for_the_moment(old: bytes, new: bytes) -> bool:
    """Equal apart from the first `sync_time` line, which says when the file was written (front matter stands first)."""
    return _SYNCED.sub(b"", old, count=1) == _SYNCED.sub(b"", new, count=1)


def _refuse_foreign(path: Path, old: bytes, story: str, *, known: bool) -> None:
    front = old.decode("utf-8", "replace").partition("\n---\n")[0]
    owner = _OWNER.search(front)
    if owner and owner[1] != story:
        raise Conflict(f"{path} belongs to another story ({owner[1]}): move it away or choose another folder (--out).")
    if not known:
        raise Conflict(f"{path} is not as newsbot wrote it: keep what was edited by hand elsewhere, then run it again.")


def put(path: Path, content: bytes) -> None:
    """Temp file in the same folder, fsync, rename, fsync of the folder: after a crash the old file or the new one."""
    _sweep(path)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _sweep(path: Path) -> None:
    """Remove what a process left that was killed while it wrote this file: nobody holds its lock any more."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.tmp"):
        with contextlib.suppress(OSError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()
