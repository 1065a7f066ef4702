"""What a translator asks a model about one story: under which prompts, and how many questions at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from pydantic import BaseModel

from newsbot import draft as drafts
from newsbot import prompts
from newsbot.errors import ModelError
from newsbot.news import Evidence, Kind, PromptUse
from newsbot.newsroom import Model, Request
from newsbot.writers.asking import UNUSABLE, ask

T = TypeVar("T", bound=BaseModel)


class Questions:
    """One story's questions. `uses` are the prompts they were put with, `failed` what came back and was no use."""

    def __init__(
        self, model: Model, folder: prompts.Folder, evidence: Evidence, secret: str, concurrency: int, kind: Kind
    ) -> None:
        self._model = model
        self._folder = folder
        self._kind = kind
        self._room = asyncio.Semaphore(max(1, concurrency))
        self._canary = prompts.canary(secret, evidence.story, evidence)
        self._marker = prompts.marker(secret, evidence.story, evidence, "translate")
        self._uses: dict[str, PromptUse] = {}
        self.failed: list[ModelError] = []
        self.spare = 0
        """Second calls that were not needed."""
        self._once: dict[str, asyncio.Lock] = {}
        self._said: dict[str, str] = {}

    def takes_spare(self) -> bool:
        """Take one of the spare calls, if there is one."""
        self.spare -= (taken := self.spare > 0)
        return taken

    async def once(self, what: str, asked: Callable[[], Awaitable[str]]) -> str:
        """What was said to the same before, however many ask at a time; else what is said now."""
        async with self._once.setdefault(what, asyncio.Lock()):
            if what not in self._said:
                self._said[what] = await asked()
            return self._said[what]

    @property
    def model(self) -> str:
        return self._model.name("draft")

    @property
    def uses(self) -> tuple[PromptUse, ...]:
        return tuple(self._uses.values())

    async def text(
        self, name: str, purpose: str, ordinal: int = 0, temperature: float | None = None, **values: object
    ) -> str:
        """What the model says to the prompt of this name; empty where that is no use. Raises `ModelError`.

        `temperature` stands in for the prompt's own.
        """
        request = self._request(name, purpose, ordinal, **values)
        if temperature is not None:
            request = request.model_copy(update={"temperature": temperature})
        try:
            async with self._room:
                return (await self._model.ask(request)).text
        except UNUSABLE as error:
            self.failed.append(error)
            return ""

    async def reply(
        self, name: str, purpose: str, form: type[T], schema: str, ordinal: int = 0, **values: object
    ) -> T | None:
        """The model's answer as its form, mended once; None where it cannot be read. Raises `ModelError`."""
        request = self._request(name, purpose, ordinal, **values)
        request = request.model_copy(update={"schema_name": schema, "reply_schema": drafts.schema(form)})
        try:
            async with self._room:
                return (await ask(self._model, request, lambda text: drafts.read(text, form)))[0]
        except UNUSABLE as error:
            self.failed.append(error)
            return None

    def _request(self, name: str, purpose: str, ordinal: int, **values: object) -> Request:
        template = self._folder.prompt_of(self._kind, name)
        prompt = template.rendered(canary=self._canary, marker=self._marker, **values)
        self._uses.setdefault(name, prompt.use)
        return Request.under(prompt, purpose, ordinal)
