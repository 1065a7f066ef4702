"""What an endpoint's complaint means: leave a part of the request out, try again later, or give up.

Pure functions over an `Answer`. Complaints are foreign text: only a bounded piece is looked
at, and what is repeated to people is one line without the key.
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsbot import chinese
from newsbot.edges.llm.asking import Feature
from newsbot.edges.retry_after import seconds
from newsbot.errors import ModelError, RateLimited, Rejected, Unauthorised
from newsbot.settings import Role

MOST_REPEATED = 300
_LOOKED_AT = 8000
_TOO_LONG = re.compile(
    r"context.?(length|window|size)|too (long|large)|maximum.{0,40}token|exceed|supports at most|reduce the length"
    r"|valid range|must be (less|at most|between|<)|less than or equal",
    re.I,
)
_FORM = re.compile(
    r"response_?format|schema|json_?object|json mode|structured.?output|grammar|guided"
    r"|unsupported|not supported|does not support|unavailable now",
    re.I,
)
_SCHEMA = re.compile(r"schema|response_?format|json_?object|json mode", re.I)
_STRICT = re.compile(r"\bstrict\b|invalid schema|invalid_json_schema", re.I)
_NO_MODEL = re.compile(
    r"model[^.\n]{0,120}(not exist|not found|no such|unknown|invalid|not available|not supported)"
    r"|(unknown|invalid|no such) model|model_not_found",
    re.I,
)
_PASSING = frozenset({408, 409, 429})


@dataclass(frozen=True)
class Answer:
    """What came over the wire. Header names in lower case; `cause` is the SDK's exception for an error status."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cause: Exception | None = None


class Again(Exception):
    """One attempt failed in a way that may pass. `wait` is how long the endpoint asks to wait, in seconds.

    `lost` is whether it was sent and its answer never came, so that it may have been billed.
    """

    def __init__(self, message: str, *, limited: bool = False, wait: float | None = None, lost: bool = False) -> None:
        super().__init__(message)
        self.limited = limited
        self.wait = wait
        self.lost = lost


def parsed(raw: bytes) -> Any:
    """The JSON value of the bytes. Raises `ValueError` for anything that is none, endless nesting included."""
    try:
        return json.loads(raw)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def is_page(answer: Answer) -> bool:
    """Whether a web page came where JSON should be."""
    start = answer.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype", b"<html", b"<head", b"<?xml"))


def complaint(answer: Answer) -> str:
    """The endpoint's own words about an error, one line, bounded."""
    try:
        value = parsed(answer.body)
        for key in ("error", "message", "detail", "msg"):
            if isinstance(value, dict) and value.get(key):
                value = value[key]
        words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    except (ValueError, RecursionError):
        words = answer.body[:_LOOKED_AT].decode("utf-8", "replace")
    return chinese.one_line(words[:_LOOKED_AT])[:MOST_REPEATED]


def to_leave_out(answer: Answer, sent: Mapping[str, Any]) -> Feature | None:
    """The part of the sent body that the endpoint refuses; None when the complaint is about something else."""
    if answer.status not in (400, 404, 422) or is_page(answer):
        return None
    words = answer.body[:_LOOKED_AT].decode("utf-8", "replace")
    form = sent.get("response_format")
    limits: tuple[Feature, ...] = ("max_completion_tokens", "max_tokens")
    limit = next((name for name in limits if name in sent), None)
    if "temperature" in sent and "temperature" in words.lower():
        return "temperature"
    if _TOO_LONG.search(words) and not (form and _SCHEMA.search(words)):
        return None
    if limit is not None and any(name in words for name in limits):
        return limit
    if form is None or (_NO_MODEL.search(words) and not _SCHEMA.search(words)):
        return None
    if form["type"] == "json_schema" and "strict" in form["json_schema"] and _STRICT.search(words):
        return "strict"
    if not _FORM.search(words):
        return None
    return "schema" if form["type"] == "json_schema" else "json"


def retry_after(headers: Mapping[str, str], now: Callable[[], datetime]) -> float | None:
    """Seconds the endpoint asks to wait: `retry-after-ms`, or `Retry-After` in seconds or as an HTTP date."""
    try:
        wait = float(headers.get("retry-after-ms", "")) / 1000
    except ValueError:
        wait = math.nan
    return wait if 0 <= wait < math.inf else seconds(headers.get("retry-after", ""), now())


def judged(answer: Answer, role: Role, model: str, place: str, wait: float | None) -> ModelError | Again:
    """What an error status means. `place` names the endpoint to people, `wait` is what it asked for."""
    words = complaint(answer)
    page = is_page(answer)
    said = f"HTTP {answer.status}" + (f": {words}" if words and not page else "")
    setting = f"NEWSBOT_LLM__{role.upper()}_MODEL"
    if answer.status in (401, 403):
        return Unauthorised(
            f"the model endpoint {place} refuses the key ({said}); check OPENAI_API_KEY or NEWSBOT_LLM__API_KEY, "
            "and that the key belongs to this address"
        )
    if answer.status == 429 and "insufficient_quota" in answer.body[:_LOOKED_AT].decode("utf-8", "replace"):
        return RateLimited(
            f"the account at {place} has no credit left ({said}); top it up or set another endpoint", None
        )
    if answer.status in _PASSING or answer.status >= 500:
        # 504: who stands before the model gave up waiting for it, and it may have answered all the same.
        return Again(said, limited=answer.status == 429, wait=wait, lost=answer.status == 504)
    if page or answer.status in (301, 302, 303, 307, 308):
        return not_an_api(place, f"HTTP {answer.status}")
    if answer.status == 413 or _TOO_LONG.search(words):
        return Rejected(
            f"the request is too long for model {model} at {place} ({said}); lower NEWSBOT_EVIDENCE__TOKENS "
            f"or NEWSBOT_LLM__{role.upper()}__MAX_TOKENS, or name a model with a longer context in {setting}"
        )
    if _NO_MODEL.search(words) or (answer.status == 404 and "model" in words.lower()):
        return Rejected(f"the endpoint {place} does not know the model {model} ({said}); set {setting}")
    if answer.status in (404, 405):
        return Rejected(
            f"nothing answers chat requests at {place} ({said}); is the base URL right? It usually ends in /v1. "
            f"If it is, check the model {model} in {setting}"
        )
    return Rejected(f"the endpoint {place} does not accept the request for model {model} ({said}); see {setting}")


def not_an_api(place: str, said: str) -> Rejected:
    """The address answers, but as a web site."""
    return Rejected(
        f"{place} answers with a web page, not as a model endpoint ({said}); is the base URL right "
        "(OPENAI_BASE_URL or NEWSBOT_LLM__BASE_URL)? It usually ends in /v1"
    )
