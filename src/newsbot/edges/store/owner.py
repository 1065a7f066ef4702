"""Which process holds a reservation, and whether it still lives. Meant for processes of one machine."""

import os
from pathlib import Path


def this_process() -> str:
    """`PID:START`. The start (clock ticks since boot, Linux only) tells a process from a later one of its number."""
    return f"{os.getpid()}:{_started(os.getpid())}"


def alive(owner: str) -> bool:
    """Whether the process that called itself so still runs."""
    number, _, started = owner.partition(":")
    pid = int(number)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it runs, under another user
    return _started(pid) == started


def _started(pid: int) -> str:
    """Field 22 of `/proc/PID/stat`; `dead` for a zombie, empty where there is no such file."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()  # the name before it may hold anything
    return "dead" if fields[0] == "Z" else fields[19]
