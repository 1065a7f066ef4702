"""Which process holds a reservation, and whether it still lives: seen at once on its own machine, unknown elsewhere."""

import functools
import hashlib
import os
import socket
from pathlib import Path


def this_process() -> str:
    """`PID:START:PLACE`. The start (clock ticks since boot, Linux only) tells a process from a later one of its number.

    The place is where process numbers mean what they mean here: this boot of this machine, and the container.
    """
    return f"{os.getpid()}:{_started(os.getpid())}:{_place()}"


def alive(owner: str) -> bool | None:
    """Whether the process that called itself so still runs; None where that cannot be seen from here."""
    number, _, rest = owner.partition(":")
    started, _, place = rest.partition(":")
    if place != _place():
        return None
    pid = int(number)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it runs, under another user
    return _started(pid) == started


@functools.cache
def _place() -> str:
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
        numbers = str(Path("/proc/self/ns/pid").readlink())  # the host's name may be the same in several containers
    except OSError:
        boot, numbers = socket.gethostname(), ""
    return hashlib.sha256(f"{boot}{numbers}".encode()).hexdigest()[:12]


def _started(pid: int) -> str:
    """Field 22 of `/proc/PID/stat`; `dead` for a zombie, empty where there is no such file."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()  # the name before it may hold anything
    return "dead" if fields[0] == "Z" else fields[19]
