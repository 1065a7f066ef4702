"""What a person sees on stderr while the newsroom works: one line that moves on a terminal, little when not."""

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.status import Status

STAGES = {"gather": "资料 gathering", "write": "撰写 writing", "judge": "核对 checking", "render": "成稿 rendering"}


class Screen:
    """Fulfils `newsroom.Progress`. Problems are printed to stderr and stay; stages move on one line on a terminal."""

    def __init__(self) -> None:
        self.console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._status: Status | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._status = self.console.status("newsbot")
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None

    def __call__(self, stage: str, what: str) -> None:
        if stage == "problem":
            self.console.print(f"[yellow]·[/yellow] {escape(_one_line(what))}")
        elif self._status is not None:
            self._status.update(f"{STAGES.get(stage, stage)}  [dim]{escape(_one_line(what))}[/dim]")

    def say(self, text: str) -> None:
        """A line that stays, on stderr."""
        self.console.print(text)


class Stopwatch:
    """Seconds spent by stage, for `--json`."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.monotonic()

    def lap(self, stage: str) -> None:
        """Book the time since the last lap to a stage."""
        now = time.monotonic()
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + now - self._since, 3)
        self._since = now


def _one_line(text: str) -> str:
    from newsbot import chinese

    return chinese.one_line(text)[:300]
