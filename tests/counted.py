"""What an act costs on any machine: the lines of Python it runs."""

import sys
from collections.abc import Callable


def work(act: Callable[[], object]) -> int:
    """Lines of Python run by the act, those of all it calls included."""
    lines = 0

    def trace(_frame: object, event: str, _arg: object) -> object:
        nonlocal lines
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        act()
    finally:
        sys.settrace(before)
    return lines
