"""What is sent: the request's body for an endpoint of which some refusals are known.

Pure functions. Nothing but the request, the settings of its role and the known refusals enters
a body: no clock, chance, user id or seed, so that equal requests send equal bytes.
"""

import json
import re
from typing import Any, Literal

from newsbot.newsroom import Request
from newsbot.settings import RoleOptions

Level = Literal["schema", "json", "text"]
"""How an endpoint can be held to a form: by JSON schema, by JSON mode, or only by asking for it."""

Feature = Literal["strict", "schema", "json", "temperature", "max_tokens", "max_completion_tokens"]
"""A part of a request that an endpoint may refuse."""

ADAPTATIONS = 6
"""As many features as there are, so as often as one request can be changed."""

INSTRUCTION = "只输出一个 JSON 值，不要解释，不要代码围栏。它必须符合这个 JSON Schema：\n"

TEMPLATE_TOKENS = 16
"""What a chat template may add around one message; the dearest one known here (Llama 3) adds about ten."""


def level(refused: frozenset[Feature]) -> Level:
    """The best level that is not refused."""
    if "schema" not in refused:
        return "schema"
    return "json" if "json" not in refused else "text"


def refusals(known: Level | None) -> frozenset[Feature]:
    """The refusals behind a level that was learned earlier."""
    below: dict[Level | None, frozenset[Feature]] = {
        "json": frozenset({"schema"}),
        "text": frozenset({"schema", "json"}),
    }
    return below.get(known, frozenset())


def prompt_bound(request: Request) -> int:
    """The most tokens the prompt can come to, without a tokenizer: its UTF-8 bytes ÷ 2, rounded up.

    Counted are all messages, and the schema with its instruction as it stands at the lowest
    level; a fixed allowance a message stands for the endpoint's chat template.
    """
    texts = [request.system, request.user, *(content for _, content in request.earlier)]
    if request.reply_schema is not None:
        texts.append(INSTRUCTION + _schema_text(request.reply_schema))
    octets = sum(len(_sendable(text).encode()) for text in texts)
    return (octets + 1) // 2 + TEMPLATE_TOKENS * (2 + len(request.earlier))


def body(
    request: Request, model: str, options: RoleOptions, limit_names: tuple[Feature, ...], refused: frozenset[Feature]
) -> dict[str, Any]:
    """The JSON body. `limit_names` are the token limit's names, the likelier one first."""
    schema = request.reply_schema
    described = schema is not None and level(refused) != "schema"
    system = f"{request.system}\n\n{INSTRUCTION}{_schema_text(schema or {})}" if described else request.system
    turns = (("system", system), ("user", request.user), *request.earlier)
    sent: dict[str, Any] = {
        "model": model,
        "messages": [{"role": role, "content": _sendable(content)} for role, content in turns],
    }
    if schema is not None and level(refused) == "schema":
        sent["response_format"] = {"type": "json_schema", "json_schema": _named(request.schema_name, schema, refused)}
    elif schema is not None and level(refused) == "json":
        sent["response_format"] = {"type": "json_object"}
    temperature = request.temperature if options.temperature is None else options.temperature
    if temperature is not None and "temperature" not in refused:
        sent["temperature"] = temperature
    for name in limit_names:
        if name not in refused:
            sent[name] = min(request.max_tokens, options.max_tokens or request.max_tokens)
            break
    return sent


def _named(name: str, schema: dict[str, Any], refused: frozenset[Feature]) -> dict[str, Any]:
    form: dict[str, Any] = {"name": re.sub(r"[^A-Za-z0-9_-]", "_", name)[:64] or "reply", "schema": schema}
    return form if "strict" in refused else {**form, "strict": True}


def _schema_text(schema: dict[str, Any]) -> str:
    # The order of keys is kept: models write a reply's fields in the order they are shown.
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"))


def _sendable(text: str) -> str:
    """Half a surrogate pair, which a page's text may hold, has no UTF-8 form: it becomes `?`."""
    return text.encode("utf-8", "replace").decode()
