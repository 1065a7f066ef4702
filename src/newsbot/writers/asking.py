"""Asking a model for something that must fit: one repair with the fault named, then `Malformed`."""

from collections.abc import Callable
from typing import TypeVar

from newsbot.errors import EmptyReply, Malformed, Refused, Truncated, WrongLanguage
from newsbot.newsroom import Model, Reply, Request

T = TypeVar("T")

LONGEST_SHOWN = 24_000
"""Characters of a misfit that are shown again: more than any article, less than a model run wild."""

UNUSABLE = (Refused, Truncated, EmptyReply, Malformed, WrongLanguage)
"""Answers that arrived and are no use: they may cost what was asked for, unlike an endpoint that is down."""


async def ask(model: Model, request: Request, read: Callable[[str], T]) -> tuple[T, Reply]:
    """What `read` makes of the reply, and the reply.

    When `read` raises `Malformed` or `WrongLanguage` the model is shown its reply and the fault once,
    under the next ordinal; a second misfit is raised.
    """
    reply = await model.ask(request)
    try:
        return read(reply.text), reply
    except (Malformed, WrongLanguage) as fault:
        again = (
            ("assistant", reply.text[:LONGEST_SHOWN]),
            ("user", f"上面的回复不合要求：{fault}\n请改正，重新输出完整的结果，不要解释。"),
        )
        repaired = await model.ask(
            request.model_copy(update={"ordinal": request.ordinal + 1, "earlier": (*request.earlier, *again)})
        )
        try:
            return read(repaired.text), repaired
        except (Malformed, WrongLanguage) as error:
            raise type(error)(
                f"{model.name(request.role)} gave nothing usable ({request.purpose}), asked twice: {error}; "
                "try again, or set a larger model (NEWSBOT_LLM__DRAFT_MODEL)"
            ) from error
