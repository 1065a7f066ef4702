"""The model's endpoint, on a server or on this machine."""

from contextlib import AsyncExitStack

from pydantic import SecretStr

from newsbot.edges.llm import OpenAIEndpoint
from newsbot.edges.local_model import file_name, serving
from newsbot.settings import LOCAL, Price, Role, RoleOptions, Settings
from newsbot.wiring.learned import Facts

LOCAL_TIMEOUT = 900.0
"""Seconds: a prompt of 2,000 tokens took 30 on two idle cores, and thirty times as long beside other work."""


def on_this_machine(settings: Settings) -> Settings:
    """The settings where the model runs on this machine: it costs nothing, and answers one question after the other.

    It is waited for longer than a server, unless the settings say how long: other programs may have the processor.
    """
    llm = settings.llm
    if llm.base_url != LOCAL:
        return settings
    names = filter(None, (llm.draft_model, llm.judge_model, llm.rank_model))
    free = dict.fromkeys(names, Price(input=0, output=0))
    patient = {"timeout": LOCAL_TIMEOUT, "deadline": 2 * LOCAL_TIMEOUT}
    waits = {name: seconds for name, seconds in patient.items() if name not in llm.model_fields_set}
    values = {"prices": free | llm.prices, "concurrency": 1, **waits}
    return settings.model_copy(update={"llm": llm.model_copy(update=values)})


def endpoint_of(settings: Settings, known: Facts, address: str = "") -> OpenAIEndpoint | None:
    """The model endpoint; None when no draft model is set or wanted. Raises `SettingsError` for an unusable address.

    `address` is where a model of this machine answers.
    """
    llm = settings.llm
    if not llm.draft_model or settings.writer == "extract":
        return None
    return OpenAIEndpoint(
        SecretStr("") if address else llm.api_key,
        address or llm.base_url,
        {"draft": llm.draft_model, "judge": llm.judge_model, "rank": llm.rank_model or llm.draft_model},
        options(settings),
        timeout=llm.timeout,
        deadline=llm.deadline,
        level=known.level or None,
    )


def options(settings: Settings) -> dict[Role, RoleOptions]:
    """What each role's calls are asked with."""
    return {"draft": settings.llm.draft, "judge": settings.llm.judge, "rank": settings.llm.rank}


async def served(settings: Settings, stack: AsyncExitStack) -> str:
    """The address of the model of this machine, which answers until the newsroom closes; empty for one elsewhere."""
    llm = settings.llm
    if llm.base_url != LOCAL or not llm.draft_model or settings.writer == "extract":
        return ""
    path = llm.models.expanduser() / file_name(llm.draft_model)
    return (await stack.enter_async_context(serving(path))).base_url
