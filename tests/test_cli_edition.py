"""`newsbot edition`: from a published article to its edition on the site, as an editor would."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from newsbot import article
from newsbot.demo.sample_site import SampleSite
from newsbot.demo.scripted_model import ScriptedModel, Step
from newsroom_run import beside, left_in
from test_article_build import front_of
from test_cli_write import excerpting, writing
from test_digest import published

pytestmark = pytest.mark.deep
EDITOR = ["--editor", "陈编辑", "--reason", "逐句看过"]


async def test_the_life_of_an_edition_in_traditional_characters(site: SampleSite, tmp_path: Path) -> None:
    env = excerpting(site)
    (story,) = await published(site, tmp_path, "A")
    other = await beside(["edition", story, "--language", "fr"], tmp_path, env)
    assert other.code == 2
    made = await beside(["edition", story[:12], "--language", "zh-hant", "--json"], tmp_path, env)
    assert (made.code, made.report["language"], made.report["verdict"]) == (0, "zh-Hant", "review"), made.err
    again = await beside(["edition", story, "--language", "zh-Hant", "--json"], tmp_path, env)
    assert again.report == made.report
    draft = tmp_path / made.report["path"]
    text = draft.read_text(encoding="utf-8")
    assert draft.name.endswith(".zh-hant.md")
    assert front_of(text)["language"] == "zh-Hant" and front_of(text)["edition_of"] == f"{draft.name[:-11]}.md"
    verified = await beside(["verify", str(draft), "--json"], tmp_path, env)
    assert (verified.code, verified.report["story"]) == (0, made.report["story"])
    assert not any(each["edited"] for each in verified.report["sentences"])
    shown = await beside(["publish", made.report["story"], *EDITOR, "--json"], tmp_path, env)
    assert shown.code == 0, shown.err
    on_site = Path(tmp_path / shown.report["path"])
    assert sorted(path.name for path in on_site.parent.glob("*.md")) == [f"{draft.name[:-11]}.md", draft.name]
    assert "*本文由人工智能生成，經編輯審核後發布。*" in on_site.read_text(encoding="utf-8")
    before = left_in(tmp_path)
    twice = await beside(["publish", made.report["story"], *EDITOR, "--json"], tmp_path, env)
    assert (twice.report["already"], left_in(tmp_path)) == (True, before)
    of_edition = await beside(["edition", made.report["story"], "--language", "en"], tmp_path, env)
    assert (of_edition.code, "is an edition itself" in of_edition.err) == (2, True)


async def test_a_correction_of_the_original_is_told_of_and_withholds_what_was_made_before(
    site: SampleSite, tmp_path: Path
) -> None:
    env = excerpting(site)
    (story,) = await published(site, tmp_path, "A")
    made = await beside(["edition", story, "--language", "zh-Hant", "--json"], tmp_path, env)
    fix = ["correct", story, "--was", "方言", "--now", "土语", "--reason", "来源更正", "--editor", "陈编辑", "--json"]
    corrected = await beside(fix, tmp_path, env)
    assert corrected.code == 0, corrected.err
    assert any("the zh-Hant edition" in line and "waits in review" in line for line in corrected.report["told"])
    withheld = await beside(["publish", made.report["story"], *EDITOR, "--json"], tmp_path, env)
    assert withheld.code == 6 and "the original has changed since" in json.dumps(withheld.report)
    anew = await beside(["edition", story, "--language", "zh-Hant", "--json"], tmp_path, env)
    assert anew.report["path"] == made.report["path"]
    text = (tmp_path / anew.report["path"]).read_text(encoding="utf-8")
    assert "土語" in text and not article.parse(text).notices
    shown = await beside(["publish", anew.report["story"], *EDITOR, "--json"], tmp_path, env)
    assert shown.code == 6 and "(quote)" in json.dumps(shown.report)  # no source has the corrected words


async def test_a_published_edition_is_on_the_list_when_its_original_is_withdrawn(
    site: SampleSite, tmp_path: Path
) -> None:
    env = excerpting(site)
    (story,) = await published(site, tmp_path, "A")
    made = await beside(["edition", story, "--language", "zh-Hant", "--json"], tmp_path, env)
    assert (await beside(["publish", made.report["story"], *EDITOR], tmp_path, env)).code == 0
    gone = await beside(["unpublish", story, "--reason", "来源撤回", "--editor", "陈编辑", "--json"], tmp_path, env)
    assert gone.code == 0, gone.err
    open_ = await beside(["recheck", "--json"], tmp_path, env)
    assert "原文已撤回：来源撤回" in json.dumps(open_.report, ensure_ascii=False)
    digest = await beside(["digest", "--json"], tmp_path, env)
    assert digest.code == 3  # an edition is no story of its own
    removed = await beside(
        ["unpublish", made.report["story"], "--reason", "原文撤回", "--editor", "陈编辑", "--json"], tmp_path, env
    )
    assert removed.code == 0, removed.err


async def test_a_draft_edition_of_an_original_that_was_withdrawn_is_put_aside_and_can_only_be_given_up(
    site: SampleSite, tmp_path: Path
) -> None:
    env = excerpting(site)
    (story,) = await published(site, tmp_path, "A")
    made = await beside(["edition", story, "--language", "zh-Hant", "--json"], tmp_path, env)
    gone = await beside(["unpublish", story, "--reason", "来源撤回", "--editor", "陈编辑", "--json"], tmp_path, env)
    (told,) = (line for line in gone.report["told"] if "the zh-Hant edition" in line)
    assert "it is parked" in told and f"drafts reject {made.report['story'][:12]}" in told
    status = await beside(["status", "--json"], tmp_path, env)
    assert "原文已撤回：来源撤回" in json.dumps(status.report, ensure_ascii=False)
    withheld = await beside(["publish", made.report["story"], *EDITOR, "--json"], tmp_path, env)
    assert withheld.code == 6 and "is not on the site any more" in json.dumps(withheld.report)
    anew = await beside(["edition", story, "--language", "zh-Hant"], tmp_path, env)
    assert (anew.code, "only a published article has editions" in anew.err) == (2, True)
    given_up = await beside(["drafts", "reject", made.report["story"], "--reason", "原文撤回"], tmp_path, env)
    assert given_up.code == 0, given_up.err


async def test_a_digests_edition_leads_to_those_editions_of_its_articles_that_are_on_the_site(
    site: SampleSite, tmp_path: Path
) -> None:
    env = excerpting(site)
    assert (await beside(["site", "init", "site", "--url", "https://news.example/"], tmp_path, {})).code == 0
    ids = await published(site, tmp_path, "AB", env)
    digest = (await beside(["digest", "--json"], tmp_path, env)).report["story"]
    assert (await beside(["publish", digest, *EDITOR], tmp_path, env)).code == 0
    first = await beside(["edition", ids[0], "--language", "zh-Hant", "--json"], tmp_path, env)
    assert (await beside(["publish", first.report["story"], *EDITOR], tmp_path, env)).code == 0
    made = await beside(["edition", digest, "--language", "zh-Hant", "--json"], tmp_path, env)
    text = (tmp_path / made.report["path"]).read_text(encoding="utf-8")
    assert len(re.findall(r"\[全文\]\(https://news.example/zh-hant/posts/", text)) == 1
    assert len(re.findall(r"\[全文\]\(https://news.example/posts/", text)) == 1
    verified = await beside(["verify", made.report["path"], "--json"], tmp_path, env)
    assert (verified.code, verified.report["findings"]) == (0, []), verified.out


def telling(request: dict[str, Any]) -> Step:
    """Says nothing of what the sentences say."""
    asked = re.findall(r"^第(\d+)条（", str(request["messages"][-1]["content"]), re.MULTILINE)
    return Step.json({"sentences": [{"number": int(n), "text": f"Line {n}."} for n in asked]})


async def test_an_english_edition_that_says_something_else_is_held(site: SampleSite, tmp_path: Path) -> None:
    (story,) = await published(site, tmp_path, "A")
    without = await beside(["edition", story, "--language", "en"], tmp_path, excerpting(site))
    assert (without.code, "is written by a model" in without.err) == (2, True)
    async with ScriptedModel(telling) as model:
        made = await beside(["edition", story, "--language", "en", "--json"], tmp_path, writing(site, model))
    assert (made.code, made.report["verdict"]) == (6, "hold"), made.err
    text = (tmp_path / made.report["path"]).read_text(encoding="utf-8")
    assert front_of(text)["language"] == "en" and "### Introduction" in text and "Retrieved November" in text
    shown = await beside(["drafts", "show", made.report["story"]], tmp_path, excerpting(site))
    assert "? Excerpts: Line 1  [title]\n      tells: 摘编｜" in shown.out
    verified = await beside(["verify", made.report["path"], "--json"], tmp_path, excerpting(site))
    assert verified.code == 6
    rules = {each["rule"] for sentence in verified.report["sentences"] for each in sentence["findings"]}
    assert rules & {"figure", "date", "name"} and verified.report["findings"] == [], (
        "each stands where it can be mended"
    )
    withheld = await beside(["publish", made.report["story"], *EDITOR], tmp_path, excerpting(site))
    assert withheld.code == 6
