"""The scripted model's part in the demo: a draft of story D with planted faults, and its answer to the rewrite.

It reads its prompts as a model would: passage ids and places come from them.
"""

import re
import tomllib
from importlib.resources import files
from typing import Any

from newsbot.demo.scripted_model import Step

_PASSAGE = re.compile(r"^\[(\d+\.\d+)\] (.*)$", re.MULTILINE)
_FAILING = re.compile(r"^place：(\S+)\n原句：(.*)$", re.MULTILINE)


def answer(body: dict[str, Any]) -> Step:
    """The scripted reply to one request: a draft, or new wordings of the sentences that failed."""
    prompt = body["messages"][-1]["content"]
    script = tomllib.loads((files("newsbot.demo") / "sample" / "scripted.toml").read_text(encoding="utf-8"))
    failing = _FAILING.findall(prompt)
    if failing:
        return Step.json({"sentences": [_reworded(place, text, script["rewrite"]) for place, text in failing]})
    return Step.json(_draft(script, dict(_PASSAGE.findall(prompt))))


def _reworded(place: str, text: str, wordings: dict[str, str]) -> dict[str, Any]:
    new = next((wording for words, wording in wordings.items() if words in text), text)
    return {"place": place, "text": new, "passages": [], "quotes": []}


def _draft(script: dict[str, Any], passages: dict[str, str]) -> dict[str, Any]:
    def sentence(row: dict[str, Any]) -> dict[str, Any]:
        named = [id for words in row["on"] for id, text in passages.items() if words in text]
        return {"text": row["text"], "passages": list(dict.fromkeys(named)), "quotes": []}

    def paragraphs(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            {"type": "paragraph", "sentences": [sentence(row) for row in rows[at : at + 3]], "items": []}
            for at in range(0, len(rows), 3)
        ]

    return {
        "title": sentence(script["title"]),
        "heading": sentence(script["heading"]),
        "tldr": [sentence(row) for row in script["tldr"]],
        "introduction": paragraphs(script["introduction"]),
        "sections": [
            {"title": sentence(section["title"]), "blocks": paragraphs(section["sentences"])}
            for section in script["sections"]
        ],
        "conclusion": [sentence(row) for row in script["conclusion"]],
        "keywords": ["拉克莫尔", "AI园区", "阿比林", "数据中心", "得克萨斯州"],
    }
