"""Pictures of published articles: each named after its content, so that none is ever written over another."""

import contextlib
import hashlib
import re
from pathlib import Path

from newsbot.edges.site import put
from newsbot.errors import Conflict, SiteBroken

OWN = re.compile(r"(?:cover|card)-([0-9a-f]{12})\.(?:png|jpg|webp|gif)")
"""A picture's file name: what it is for, the beginning of its sha256, and how it is coded."""


def put_new(file: Path, content: bytes) -> None:
    """Write the picture where nothing lies; the same bytes stay. Raises `Conflict`, `SiteBroken`."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_symlink() or (file.exists() and file.read_bytes() != content):
            raise Conflict(f"{file} is another picture or a link; move it away, then run it again")
        if not file.exists():
            put(file, content)
    except OSError as error:
        raise SiteBroken(f"{file} cannot be written ({error.strerror}): give yourself the right to write") from error


def drop(file: Path, *, emptied: bool) -> None:
    """Remove the picture if its content is what its name says; with `emptied` its folder too, if nothing else is there.

    Raises `SiteBroken`.
    """
    stated = OWN.search(file.name)
    try:
        if stated and file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest().startswith(stated[1]):
            file.unlink()
            if emptied:
                with contextlib.suppress(OSError):  # what somebody else put there stays
                    file.parent.rmdir()
    except OSError as error:
        raise SiteBroken(f"{file} cannot be removed ({error.strerror}): give yourself the right to") from error
