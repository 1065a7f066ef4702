"""The site's content folder: where published articles lie. Fulfils `newsroom.Site`.

Who writes holds a lock on the folder itself, so of several processes that publish one article the first writes its file
and the others find it. Nothing is written outside the folder, over what somebody else wrote, or beside a page that
would get the same address.
"""

import asyncio
import contextlib
import errno
import fcntl
import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsbot.edges import git, pictures
from newsbot.edges.hugo import Hugo
from newsbot.edges.site import put, same_but_for_the_moment
from newsbot.errors import Conflict, SiteBroken
from newsbot.settings import Git

SHADOWS = frozenset({"index", "_index"})
"""Names that make a file the page of its whole folder."""

_EDITION = re.compile(r"(.+)\.(zh-hant|en)")

PICTURES = "covers"
"""The folder of pictures below the site's static files."""


class ContentFolder:
    """The folder, made on the first write. With `bundle` an article is a folder of its own with an `index.md`.

    `hugo` is None where the site is not Hugo's, or nothing can build it. `static` is the folder of the site whose files
    are shown as they are: pictures of articles that are no folders of their own go into it.
    """

    def __init__(
        self, folder: Path, *, bundle: bool = False, hugo: Hugo | None = None, static: Path = Path("static")
    ) -> None:
        self._folder = folder
        self._bundle = bundle
        self._hugo = hugo
        self._static = static

    @property
    def tries(self) -> bool:
        """Whether the site can be built before an article lands in it."""
        return self._hugo is not None

    async def tried(self, name: str, markdown: str) -> str:
        """Build the site on a copy with this article; the address of its page, empty where nothing builds it.

        Raises `SiteBroken`.
        """
        return "" if self._hugo is None else await self._hugo.tried(self._file(name), markdown)

    async def previewed(self, name: str, markdown: str, out: Path, root: str) -> str:
        """Build the site with this article in it into the folder `out`, to be served at the address `root`.

        The address of its page. Raises `SiteBroken`.
        """
        if self._hugo is None:
            raise SiteBroken("nothing here builds the site")
        return await self._hugo.previewed(self._file(name), markdown, out, root)

    async def put(self, name: str, markdown: str, *, replacing: str = "") -> str:
        """Write the article whole or not at all; its path. The same text but for `sync_time` stays as it lies there.

        A file is replaced only when its sha256 is `replacing`. Raises `Conflict`, which holds both versions, for one
        that somebody changed, for a link, and for a name that differs from another's only in case; `SiteBroken`.
        """
        return await asyncio.to_thread(self._put, self._file(name), markdown.encode("utf-8"), replacing)

    async def text(self, name: str) -> str:
        """The article as it lies there. Raises `SiteBroken` when it cannot be read."""
        file = self._file(name)
        try:
            return (await asyncio.to_thread(file.read_bytes)).decode("utf-8", "replace")
        except OSError as error:
            raise SiteBroken(f"{file} cannot be read ({error.strerror}); look whether somebody moved it") from error

    async def remove(self, name: str, *, lying: str) -> str:
        """Take the article's file away when its sha256 is `lying`; its path. One that is gone is no error.

        Raises `Conflict`, `SiteBroken`.
        """
        return await asyncio.to_thread(self._remove, self._file(name), lying)

    def image(self, name: str, picture: str) -> str:
        """How the front matter names the picture: beside the article in its own folder, else below `static`."""
        return picture if self._bundle else f"{PICTURES}/{Path(name).stem}.{picture}"

    async def put_picture(self, name: str, picture: str, content: bytes) -> None:
        """Put a picture whole or not at all, never over another file. Raises `Conflict`, `SiteBroken`."""
        await asyncio.to_thread(pictures.put_new, self._picture(name, picture), content)

    async def drop_picture(self, name: str, picture: str) -> None:
        """Take a picture away that is as `put_picture` put it. Raises `SiteBroken`."""
        await asyncio.to_thread(pictures.drop, self._picture(name, picture), emptied=self._bundle)

    async def recorded(self, name: str, message: str, how: Git, picture: str = "") -> str:
        """Commit the article's file and picture in git as `how` says; what was made of it. Raises `PublishError`."""
        file = self._file(name)
        beside = (self._picture(name, picture),) if picture else ()
        if how == "branch":
            return await git.branch(file, message, f"newsbot/{Path(name).stem}", beside)
        made = await git.commit(file, message, beside)
        if how == "push":
            await git.push(file)
        return made

    # ------------------------------------------------------------ on the disk

    def _file(self, name: str) -> Path:
        stem = name.removesuffix(".md")
        if Path(name).name != name or not name.endswith(".md") or stem in ("", ".", "..") or "\x00" in name:
            raise ValueError(f"{name!r} is no plain file name")
        if stem.casefold() in SHADOWS:
            raise Conflict(f"an article named {name} would take the place of the folder's own page; rename it")
        if not self._bundle:
            return self._folder / name
        edition = _EDITION.fullmatch(stem)  # it lies beside its original, in one folder
        return self._folder / edition[1] / f"index.{edition[2]}.md" if edition else self._folder / stem / "index.md"

    def _picture(self, name: str, picture: str) -> Path:
        if not pictures.OWN.fullmatch(picture):
            raise ValueError(f"{picture!r} is no name of a picture of newsbot's")
        file = self._file(name)
        return file.parent / picture if self._bundle else self._static / self.image(name, picture)

    def _put(self, file: Path, content: bytes, replacing: str) -> str:
        try:
            with self._locked():
                self._refuse_twins(file)
                if file.is_symlink() or (self._bundle and file.parent.is_symlink()):
                    raise Conflict(f"{file} is a link to elsewhere; move it away, then run it again")
                if file.exists():
                    lies = file.read_bytes()
                    if same_but_for_the_moment(lies, content):
                        return str(file)
                    _refuse(file, lies, content, replacing)
                if self._bundle and not file.parent.is_dir():
                    file.parent.mkdir()
                    _synced(self._folder)
                put(file, content)
                return str(file)
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            advice = "free some space and run it again" if full else "give yourself the right to write there"
            raise SiteBroken(f"{file} cannot be written ({error.strerror}): {advice}") from error

    def _remove(self, file: Path, lying: str) -> str:
        try:
            with self._locked():
                if not file.exists():
                    return str(file)
                _refuse(file, file.read_bytes(), b"", lying)
                file.unlink()
                _synced(file.parent)
                if self._bundle:
                    with contextlib.suppress(OSError):  # pictures that an editor put there stay
                        file.parent.rmdir()
                return str(file)
        except OSError as error:
            raise SiteBroken(f"{file} cannot be removed ({error.strerror}): give yourself the right to") from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the folder, so that comparing and writing are one act; the system frees it when the process ends."""
        self._folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _refuse_twins(self, file: Path) -> None:
        """Hugo gives `A.md`, `a.md` and `a/index.md` one address, and so do file systems that ignore case."""
        ours = file.parent if self._bundle else file
        for other in self._folder.iterdir():
            if other.name != ours.name and not other.name.startswith(".") and _stem(other) == _stem(ours):
                raise Conflict(f"{other} would have the same address as {file}; rename one of the two")


def _stem(path: Path) -> str:
    name = path.name if path.is_dir() else path.stem
    return unicodedata.normalize("NFKC", name).casefold()


def _refuse(file: Path, lies: bytes, ours: bytes, replacing: str) -> None:
    if hashlib.sha256(lies).hexdigest() != replacing:
        raise Conflict(
            f"{file} is not as newsbot wrote it: what was changed by hand stays. Take the change over into the "
            "draft, or move the file away, then run it again",
            lies.decode("utf-8", "replace"),
            ours.decode("utf-8"),
        )


def _synced(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
