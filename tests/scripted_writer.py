"""What the scripted model answers as a writer and a judge: it knows story A of the sample site, and copies.

Body sentences are the passages' own words, so that an article passes on what it cites; title, heading
and TL;DR are set here. It reads its prompts as a model would: ids and places come from them.
"""

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from newsbot import chinese
from newsbot.demo.scripted_model import Step
from newsbot.prompts import packaged

QUERY = "北辰实验室公开方言语音模型“听澜”"
_PASSAGE = re.compile(r"^\[(\d+\.\d+)\] (.*)$", re.MULTILINE)
_CLAIM = re.compile(r"^第(\d+)条：(.*)\n依据：\n((?:.+\n)+)", re.MULTILINE)
_FAILING = re.compile(r"^place：(\S+)\n原句：(.*)$", re.MULTILINE)
_PIECE = re.compile(r"^资料（\w+）：\s*(.+)$", re.MULTILINE)
_PROBE = {
    pair["claim"]: pair["supported"]
    for pair in tomllib.loads((packaged("prompts") / "judge-probe.toml").read_text(encoding="utf-8"))["pair"]
}


@dataclass(frozen=True)
class ScriptedWriter:
    """The script. A `title` that no passage supports stays wrong when its rewriting is asked for."""

    title: str = "北辰实验室公开方言语音模型“听澜”的权重"
    heading: str = "北辰实验室11月10日发布方言语音模型“听澜”"
    tldr: tuple[str, ...] = ("“听澜”支持23种汉语方言的识别与合成。", "政务热线将从12月1日起在40个坐席试用“听澜”。")
    sections: tuple[str, ...] = ("企业可以免费商用“听澜”", "政务热线将试用“听澜”")

    def __call__(self, body: dict[str, Any]) -> Step:
        """The answer to one chat request."""
        asked = body["messages"][-1]["content"]
        form = body.get("response_format", {}).get("json_schema", {}).get("name", "")
        match form:
            case "article":
                return Step.json(self._article(_PASSAGE.findall(asked)))
            case "judgements":
                return Step.json({"sentences": [_judged(*claim) for claim in _CLAIM.findall(asked)]})
            case "rewrites":
                return Step.json({"sentences": [_sentence(text, [], place=at) for at, text in _FAILING.findall(asked)]})
            case "probe":
                return Step.json({"city": "Paris"})
        return Step.text(self._line(asked))

    def _article(self, passages: list[tuple[str, str]]) -> dict[str, Any]:
        """Every Chinese sentence of the passages once, three to a paragraph."""
        body = [
            _sentence(text[start:end], [id])
            for id, text in passages
            if chinese.language(text) == "zh"
            for start, end in chinese.sentences(text)
        ][:24]
        paragraphs = [{"type": "paragraph", "sentences": body[at : at + 3], "items": []} for at in range(2, 22, 3)]

        def on(text: str) -> dict[str, Any]:
            words = chinese.bigrams(text)
            return _sentence(text, [max(passages, key=lambda passage: len(words & chinese.bigrams(passage[1])))[0]])

        half = len(paragraphs) // 2
        return {
            "title": on(self.title),
            "heading": on(self.heading),
            "tldr": [on(text) for text in self.tldr],
            "introduction": [{"type": "paragraph", "sentences": body[:2], "items": []}],
            "sections": [
                {"title": on(self.sections[0]), "blocks": paragraphs[:half]},
                {"title": on(self.sections[1]), "blocks": paragraphs[half:]},
            ],
            "conclusion": body[-1:],
            "keywords": ["听澜", "方言", "北辰实验室", "录音", "模型"],
        }

    def _line(self, asked: str) -> str:
        """A reply of plain text: a query, or a small model's part in writing sentence by sentence."""
        if piece := _PIECE.search(asked):
            return piece[1]
        if asked.startswith("选题："):
            return f"{self.title}\n{self.heading}"
        if asked.startswith("第1组："):
            return "\n".join(f"{number}. {text}" for number, text in enumerate(self.sections, 1))
        return "".join(self.tldr) if "\n" in asked.strip() else QUERY


def _sentence(text: str, passages: list[str], **more: str) -> dict[str, Any]:
    return {"text": text, "passages": passages, "quotes": [], **more}


def _judged(number: str, text: str, passages: str) -> dict[str, Any]:
    """Supported, with words of a passage to show for it, unless it is a known pair that is not."""
    good = _PROBE.get(text, True)
    verdict = "supported" if good else "unsupported"
    return {
        "number": int(number),
        "verdict": verdict,
        "span": passages.split("\n", maxsplit=1)[0][:40] if good else "",
        "reason": "",
    }
