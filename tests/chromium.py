"""The system's Chromium, driven as an editor's browser, and everything it does that a page of ours must not make it do.

Playwright brings the driver alone: no browser is ever downloaded.
"""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Dialog, Request, async_playwright

PATIENCE = 120_000  # milliseconds: a page of hundreds of sentences, on a machine that is busy
NAMES = ("chromium", "chromium-browser", "google-chrome")
# Nothing is looked up: whatever a page asks of elsewhere is seen as a request and goes no further.
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")


def chromium() -> str:
    """The path of the browser; without one the test is skipped, on the build machine failed."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        assert not os.environ.get("CI"), "Chromium is missing: .ci/run installs it"
        pytest.skip("Chromium is not installed: apt-get install chromium")
    return path


@asynccontextmanager
async def browser(*more: str) -> AsyncIterator[Browser]:
    """A browser without a window; `more` are arguments of which a later one stands for an earlier."""
    path = chromium()
    async with async_playwright() as driver:
        opened = await driver.chromium.launch(executable_path=path, args=[*ARGUMENTS, *more])
        try:
            yield opened
        finally:
            await opened.close()


@dataclass
class Seen:
    """What a browser did while pages of `origin` were open, that no such page may make it do.

    `dialogs` are their words, `outbound` the addresses asked for beyond the origin, `errors` what the console shows as
    one: blocked scripts, violations of the policy, failures. An answer of 4xx to a page is none.
    """

    origin: str
    dialogs: list[str] = field(default_factory=list)
    outbound: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        return not (self.dialogs or self.outbound or self.errors)

    def forget(self) -> None:
        for told in (self.dialogs, self.outbound, self.errors):
            told.clear()

    def watch(self, context: BrowserContext) -> None:
        """Look at all pages of this context, and let no dialog stop them."""
        context.on("dialog", self._dialog)
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    async def _dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        await dialog.dismiss()

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self.origin + "/") and not request.url.startswith("data:,"):
            self.outbound.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        answered = message.text.startswith("Failed to load resource: the server responded with a status of 4")
        forbidden = "Content Security Policy" in message.text  # of a policy that only reports it is no error to them
        if forbidden or (message.type == "error" and not answered):
            self.errors.append(message.text)


async def guilty(payloads: Sequence[str], harmless: Callable[[Sequence[str]], Awaitable[bool]]) -> list[str]:
    """The payloads by which a page is not harmless: all of them at once, and on a failure by halves, down to each.

    A failure that needs two payloads together is told as both.
    """
    if not payloads or await harmless(payloads):
        return []
    if len(payloads) == 1:
        return list(payloads)
    half = len(payloads) // 2
    found = await guilty(payloads[:half], harmless) + await guilty(payloads[half:], harmless)
    return found or list(payloads)
