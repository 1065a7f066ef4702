"""A site of our own layout, laid down in a folder: new files only, never over what is there."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from newsbot.edges.hugo import CONFIGS
from newsbot.errors import Conflict, SiteBroken

MADE_BY = "made by `newsbot site init`"
"""What the configuration of such a site says of itself: without it the site is somebody else's."""


class Laid(NamedTuple):
    """The files that were written and those that were there already, as paths below the site, in order."""

    written: tuple[str, ...]
    kept: tuple[str, ...]


def texts(folder: Path) -> dict[str, str]:
    """Every file below the folder by its path in it, in order. Raises `SiteBroken`."""
    try:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}
    except (OSError, UnicodeDecodeError) as error:
        raise SiteBroken(f"the site's templates in {folder} cannot be read: {error}; reinstall newsbot") from error


def laid(site: Path, files: Mapping[str, str]) -> Laid:
    """Write those of the files that the site does not have; a second time changes nothing.

    Raises `Conflict` where the folder holds a Hugo site that was not made so: its layouts are its own. `SiteBroken`
    when it cannot be written.
    """
    try:
        for name in CONFIGS:
            if (site / name).is_file() and MADE_BY not in (site / name).read_text(encoding="utf-8", errors="replace"):
                raise Conflict(
                    f"{site} is a Hugo site already ({name}); set site.dir to it and see docs/site.md for its theme, "
                    "or name another folder"
                )
        written: list[str] = []
        kept: list[str] = []
        for name, text in files.items():
            path = site / name
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with path.open("x", encoding="utf-8", newline="\n") as stream:
                    stream.write(text)
            except FileExistsError:
                kept.append(name)
            else:
                written.append(name)
    except OSError as error:
        raise SiteBroken(f"{site} cannot be written ({error.strerror}); name another folder") from error
    return Laid(tuple(written), tuple(kept))
