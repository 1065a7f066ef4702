"""What came back, turned into a `Reply`.

Pure functions over hostile bytes: every field may be missing or of another type. The text is
given without thoughts and code fences; what it means is judged elsewhere.
"""

import re
from typing import Any, Literal

from newsbot import chinese
from newsbot.edges.llm.asking import prompt_bound
from newsbot.edges.llm.refusals import MOST_REPEATED, Answer, is_page, not_an_api, parsed
from newsbot.errors import Malformed
from newsbot.newsroom import Reply, Request

Fault = Literal["", "refused", "truncated", "empty"]

_TAG = re.compile(r"<(/?)(?:think|thinking|thought|reasoning)>", re.I)
_FORMED = re.compile(r"\s*(?:[{\[]|```)")
_FENCE = re.compile(r"```[A-Za-z0-9_+-]*[ \t]*\n?")
_MOST_TOKENS = 2**31 - 1  # a count beyond this is nonsense, and would not fit the ledger's columns


def reply(request: Request, model: str, answer: Answer, place: str) -> Reply:
    """The reply in a successful answer, with its fault if it has one: it is paid for all the same.

    A reply that ended at its limit is `truncated` whatever else it is. Raises `Malformed` and `Rejected`.
    """
    value = _completion(answer, place)
    text, fault = _text(value, request, model)
    prompt, completion, known = _usage(value.get("usage"), request)
    named = value.get("model")
    return Reply(
        text=text,
        model=chinese.one_line(named[:1000])[:200] if isinstance(named, str) and named.strip() else model,
        prompt_tokens=prompt,
        completion_tokens=completion,
        usage_known=known,
        fault=fault,
    )


def billions(answer: Answer, model: str) -> float | None:
    """How many billion parameters the model has, from a list of models that says so (llama.cpp's does)."""
    try:
        value = parsed(answer.body) if answer.status == 200 else None
    except ValueError:
        return None
    listed = value.get("data") if isinstance(value, dict) else None
    entries = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    named = [each for each in entries if each.get("id") == model]
    # A server with a single model answers to any name.
    for each in named or (entries if len(entries) == 1 else []):
        match each.get("meta"):
            case {"n_params": int() as count} if 0 < count < 10**15:
                return count / 1e9
    return None


def _completion(answer: Answer, place: str) -> dict[str, Any]:
    if is_page(answer):
        raise not_an_api(place, "a page of HTML")
    try:
        value = parsed(answer.body)
    except ValueError as error:
        raise Malformed(
            f"the model endpoint {place} sent a body that is no JSON; try again, or another endpoint"
        ) from error
    if not isinstance(value, dict):
        raise Malformed(
            f"the model endpoint {place} sent JSON that is no chat completion; "
            "check the base URL, or use another endpoint"
        )
    return value


def _usage(value: Any, request: Request) -> tuple[int, int, bool]:
    fields = ("prompt_tokens", "completion_tokens")
    counts = [value.get(field) for field in fields] if isinstance(value, dict) else []
    match counts:
        case [int() as prompt, int() as completion] if 0 <= prompt <= _MOST_TOKENS and 0 <= completion <= _MOST_TOKENS:
            return int(prompt), int(completion), True
    return prompt_bound(request), request.max_tokens, False


def _text(value: dict[str, Any], request: Request, model: str) -> tuple[str, Fault]:
    """The text and no fault, or the reason and its fault."""
    match value.get("choices"):
        case [{"message": {} as message, **choice}, *_]:
            finish = choice.get("finish_reason")
        case _:
            match value.get("error"):
                case {"message": str() as said}:
                    said = f": {_quoted(said)}"
                case _:
                    said = ""
            raise Malformed(f"the reply of {model} has no choices with a message ({request.purpose}){said}")
    content, refusal = message.get("content"), message.get("refusal")
    if finish == "length":
        return (
            f"the reply of {model} ended at its token limit ({request.purpose}); ask for a shorter article, "
            f"or raise NEWSBOT_LLM__{request.role.upper()}__MAX_TOKENS where it is set"
        ), "truncated"
    if isinstance(refusal, str) and refusal.strip():
        return f"{model} declined ({request.purpose}): {_quoted(refusal)}; try again, or set another model", "refused"
    if finish == "content_filter":
        return f"the content filter of {model} kept the reply back ({request.purpose})", "refused"
    if content is not None and not isinstance(content, str):
        raise Malformed(f"the reply of {model} is {type(content).__name__}, not text ({request.purpose})")
    text = bare(content or "", wants_json=request.reply_schema is not None)
    if not text:
        thoughts = " but thoughts" if (content or "").strip() or message.get("reasoning_content") else ""
        return f"the reply of {model} holds nothing{thoughts} ({request.purpose}); try again", "empty"
    return text, ""


def _quoted(words: str) -> str:
    return chinese.one_line(words[: 4 * MOST_REPEATED])[:MOST_REPEATED]


def bare(content: str, *, wants_json: bool) -> str:
    """The text without thoughts and the code fence around it; unpaired surrogates and NUL are dropped."""
    text = content.encode("utf-8", "ignore").decode().replace("\x00", "")
    return _unfenced(_without_thoughts(text).strip(), wants_json=wants_json)


def _without_thoughts(text: str) -> str:
    """Thoughts go, closed or not; so do those whose opening tag the chat template swallowed.

    What looks like JSON or a fence is left alone from there on: tags in it are the words of a
    string. An unclosed tag after other text is text too.
    """
    kept: list[str] = []
    position, opened = 0, -1
    for tag in _TAG.finditer(text):
        if opened < 0 and _FORMED.match(text, position) and not "".join(kept).strip():
            return text[position:]
        if not tag[1]:
            opened = tag.start() if opened < 0 else opened
            continue
        if opened < 0:
            kept.clear()  # a closing tag without an opening one: all before it were thoughts
        else:
            kept.append(text[position:opened])
        position, opened = tag.end(), -1
    if opened >= 0 and not "".join([*kept, text[position:opened]]).strip():
        return ""
    return "".join([*kept, text[position:]])


def _unfenced(text: str, *, wants_json: bool) -> str:
    # Weak models put a sentence before the fence of the JSON they were asked for.
    start = text.find("```") if wants_json and not text.startswith(("{", "[")) else 0
    opening = _FENCE.match(text, start) if start >= 0 else None
    if opening is None:
        return text
    inner = text[opening.end() :].rstrip()
    if wants_json:
        inner = inner.partition("\n```")[0]
    inner = inner.removesuffix("```")
    return text if "```" in inner and not wants_json else inner.strip()
