"""One article with a real model, on demand.

    NEWSBOT_LIVE_BASE_URL=http://127.0.0.1:8080/v1 pytest tests/test_live.py

`NEWSBOT_LIVE_MODEL` names the model (else the first the endpoint lists), `NEWSBOT_LIVE_API_KEY` the key,
`NEWSBOT_LIVE_WRITER` the way of writing (else `auto`). What was written is printed with `-s`.
"""

import json
import os
import re
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from newsbot import chinese
from newsbot.demo.sample_site import SampleSite
from newsroom_run import beside, left_in

BASE_URL = os.environ.get("NEWSBOT_LIVE_BASE_URL", "")
KEY = os.environ.get("NEWSBOT_LIVE_API_KEY", "")
ABOUT_FIGURES = frozenset({"figure", "percent", "money", "date"})
LEAST = 600

pytestmark = pytest.mark.skipif(not BASE_URL, reason="no real model: set NEWSBOT_LIVE_BASE_URL to try one")


def model() -> str:
    """The model to try: as named, else the first that the endpoint lists."""
    if named := os.environ.get("NEWSBOT_LIVE_MODEL"):
        return named
    request = urllib.request.Request(f"{BASE_URL}/models", headers={"Authorization": f"Bearer {KEY or 'none'}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(json.load(answer)["data"][0]["id"])


@pytest.mark.parametrize("letter", ["A", "C", "D"])
async def test_a_real_model_writes_a_cited_article_without_a_wrong_figure_or_refuses(
    letter: str, tmp_path: Path
) -> None:
    """Chinese sources with one in English (A, C), and English ones whose figures are easily got wrong (D)."""
    async with SampleSite() as site:
        env = {
            "NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps(site.origins),
            "OPENAI_BASE_URL": BASE_URL,
            "OPENAI_API_KEY": KEY,
            "NEWSBOT_LLM__DRAFT_MODEL": model(),
            "NEWSBOT_LLM__TIMEOUT": "300",
            "NEWSBOT_LLM__DEADLINE": "600",
            "NEWSBOT_WRITER": os.environ.get("NEWSBOT_LIVE_WRITER", "auto"),
        }
        urls = [arg for url in site.pages(letter) for arg in ("--url", url)]
        result = await beside(["write", site.headlines[letter], *urls, "--json"], tmp_path, env)
    print(result.err)
    if result.code in (1, 3):  # a clear refusal: one reason, and no file
        assert re.search(r"^(newsbot: |Nothing written: )\S", result.err, re.MULTILINE)
        assert left_in(tmp_path) == []
        return
    assert result.code in (0, 6)
    report = result.report
    markdown = (tmp_path / report["path"]).read_text(encoding="utf-8")
    print(markdown)
    assert [finding for finding in errors(report) if finding["rule"] in ABOUT_FIGURES] == []
    body = markdown.partition("### 引言")[2].partition("## References")[0]
    assert chinese.han_count(body) >= LEAST
    assert_figures_stand_in_sources(body, site_text(letter))


def errors(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [finding for finding in report["findings"] if finding["severity"] == "error"]


def site_text(letter: str) -> str:
    """All that the story's pages say."""
    stories = SampleSite().sample.stories
    return "\n".join(page.text for story in stories if story.letter == letter for page in story.pages)


def assert_figures_stand_in_sources(body: str, sources: str) -> None:
    """A second look that shares no code with the checks: digits of the body stand in the sources in some form."""
    plain = re.sub(r"\[\^\d+\]", "", body)
    known = re.sub(r"(?<=\d),(?=\d{3})", "", sources)
    for number in set(re.findall(r"\d+(?:\.\d+)?", plain)):
        scaled = {number, *(f"{float(number) * factor:g}" for factor in (0.01, 0.1, 10, 100, 10_000))}
        assert any(re.search(rf"(?<![\d.]){re.escape(form)}(?!\d)", known) for form in scaled), number
