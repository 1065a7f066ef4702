"""Whether a text says of itself that a machine wrote it, and whether that machine was newsbot.

The labels are those of China's rules for machine-made content (《人工智能生成合成内容标识办法》, GB 45438-2025:
metadata `AIGC` with `Label` 1 made, 2 perhaps made, 3 suspected; and a visible sentence), of IPTC's
digital source types, and what AI newsrooms write under their texts.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

OURS = "newsbot"
NEAR = 5  # lines at either end of a text in which a label is looked for

_SAID = re.compile(
    r"(?:本文|全文|本文章|本稿|本内容|此内容|文章|内容|以上内容)[^，。；\n]{0,12}?由[^，。；\n]{0,24}?"
    r"(?:AI|人工智能|人工智慧|大模型|机器人|機器人|ChatGPT|文心一言|豆包|DeepSeek|通义千问)[^，。；\n]{0,12}?"
    r"(?:自动)?(?:生成|撰写|创作|写作|编写|產生|撰寫)"
    r"|(?:AI|人工智能)(?:自动)?生成(?:的)?(?:内容|文章|稿件|新闻)|内容由\s?AI\s?生成"
    r"|(?:article|story|post|content|text|page|report|news|summary)\s(?:was|is|has been)\s(?:\w+\s){0,2}"
    r"(?:generated|written|created|produced)\s(?:automatically\s)?(?:by|with|using)\s(?:an?\s)?"
    r"(?:AI\b|artificial intelligence|ChatGPT|GPT|Claude|Gemini|LLM|large language model|generative|newsbot)"
    r"|\bAI[- ](?:generated|written)\s(?:article|content|story|text|news|summary|post)",
    re.IGNORECASE,
)
_METADATA = re.compile(r"""["']?Label["']?\s*[:：=]\s*["']?[123]\b|ContentProducer""")
_PRODUCER = re.compile(r"""ContentProducer["']?\s*[:：=]\s*["']?[^"',}\n]{0,40}newsbot""", re.IGNORECASE)
_SYNTHETIC = re.compile(r"trainedAlgorithmicMedia|compositeWithTrainedAlgorithmicMedia|algorithmicMedia")


class Made(NamedTuple):
    machine: bool
    ours: bool


def made(lines: Sequence[str], aigc: Iterable[str] = (), generator: str = "", source_types: Iterable[str] = ()) -> Made:
    """What the labels say. `lines` are the text as people see it, `aigc` the values of AIGC metadata,
    `generator` the program that the page names, `source_types` its IPTC digital source types."""
    values = [value[:2_000] for value in aigc]
    ends = [line[:500] for line in (*lines[:NEAR], *lines[-NEAR:])]
    said = [line for line in ends if _SAID.search(line)]
    ours = OURS in generator[:200].lower() or any(_PRODUCER.search(value) for value in values)
    ours = ours or any(OURS in line.lower() for line in said)
    stated = any(_METADATA.search(value) for value in values)
    stated = stated or any(_SYNTHETIC.search(value[:200]) for value in source_types)
    return Made(machine=bool(ours or said or stated), ours=ours)
