"""`newsbot write ADDRESS --kind translation`, whole: read, rendered, checked, verified, licensed, published."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from loopback import Site
from loopback import site as web_site
from newsbot import article
from newsbot.demo.scripted_model import ScriptedModel
from newsroom_run import Result, beside
from rendition_cases import ScriptedTranslator, made

pytestmark = pytest.mark.deep  # whole runs of the command line

CASE = made(2, 1)
CHINESE = (
    "<html><title>港口</title><body><article><p>"
    + "港口今天发布了新的调度系统，覆盖全部泊位。" * 20
    + "</p></article></body></html>"
)
Paragraphs = list[dict[str, Any]]


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with web_site({"/trust/": CASE.html, "/zh/": CHINESE}) as running:
        yield running


async def write(
    site: Site, folder: Path, script: ScriptedTranslator, *args: str, way: str = "whole", then: tuple[str, ...] = ()
) -> tuple[Result, ScriptedModel]:
    """The run over the page, or with other arguments; `then` another one after it, of its story."""
    async with ScriptedModel(script, models=("scripted",)) as model:
        env = {
            "NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps([site.origin]),
            "OPENAI_BASE_URL": model.base_url,
            "NEWSBOT_LLM__DRAFT_MODEL": "scripted",
            "NEWSBOT_LLM__JUDGE_MODEL": "scripted",
            "NEWSBOT_WRITER": way,
        }
        asked = args or (site.url("/trust/"),)
        return await beside(["write", *asked, "--kind", "translation", "--json", *then], folder, env), model


async def after(folder: Path, *args: str) -> Result:
    return await beside(list(args), folder, {"NEWSBOT_LLM__DRAFT_MODEL": ""})


@pytest.mark.parametrize("way", ["whole", "stepwise"])
async def test_a_page_is_translated_by_its_address_verified_licensed_and_published(
    site: Site, tmp_path: Path, way: str
) -> None:
    result, model = await write(site, tmp_path, ScriptedTranslator(CASE.known), way=way)
    report = result.report
    assert (result.code, report["verdict"], report["findings"]) == (0, "review", []), report["reasons"]
    assert report["writer"] == way
    path = tmp_path / report["path"]
    document = article.parse(path.read_text(encoding="utf-8"))
    assert document.origin and document.origin.url == site.url("/trust/")
    assert not any("注意：" in str(each.body) or "上次译得不对" in str(each.body) for each in model.requests)
    asked = [str(each.body["messages"][-1]["content"]) for each in model.requests]
    assert way == "whole" or sum("原文：no data yet\n" in each for each in asked) == 1  # it stands in two tables
    verified = await after(tmp_path, "verify", report["path"], "--json")
    assert (verified.code, verified.report["kind"], verified.report["verdict"]) == (0, "translation", "review")
    assert [each for each in verified.report["sentences"] if each["edited"]] == []
    story = report["story"]
    refused = await after(tmp_path, "publish", story, "--editor", "陈编辑", "--reason", "读过")
    assert refused.code == 6 and "drafts licence" in refused.err
    licensed = await after(tmp_path, "drafts", "licence", story, "CC BY 4.0")
    assert licensed.code == 0, licensed.err
    done = await after(tmp_path, "publish", story, "--editor", "陈编辑", "--reason", "读过", "--json")
    assert done.code == 0, done.err
    text = next((tmp_path / "site").rglob("*.md")).read_text(encoding="utf-8")
    assert 'licence: "CC BY 4.0"\n' in text and "译载许可：CC BY 4.0。" in text and "draft: false\n" in text
    for args in (("edition", story, "--language", "en"), ("digest",)):
        told = await after(tmp_path, *args)
        assert told.code != 0 and not [each for each in (tmp_path / "drafts").iterdir() if each.name != path.name], args
    english = await after(tmp_path, "edition", story, "--language", "en")
    assert f"its original, {site.url('/trust/')}, is English itself; link to it" in english.err
    log = await after(tmp_path, "drafts", "log", story)
    assert "licence" in log.out


async def test_a_translation_has_an_edition_in_traditional_characters_under_the_same_licence(
    site: Site, tmp_path: Path
) -> None:
    result, _ = await write(site, tmp_path, ScriptedTranslator(CASE.known))
    story, answered = result.report["story"], ("--editor", "陈编辑", "--reason", "读过", "--json")
    assert (await after(tmp_path, "drafts", "licence", story, "经作者授权")).code == 0
    assert (await after(tmp_path, "publish", story, *answered)).code == 0
    made = await after(tmp_path, "edition", story, "--language", "zh-Hant", "--json")
    assert (made.code, made.report["verdict"]) == (0, "review"), made.err
    text = (tmp_path / made.report["path"]).read_text(encoding="utf-8")
    for line in (
        "> 本文翻譯自Nora Field的文章[How",
        "。譯載許可：經作者授權。",
        "## 我的一點看法",
        "*以下看法由人工智能撰寫，",
    ):
        assert line in text, line
    assert (
        "AI News Assistant譯評（人工智能撰寫）" in text and "的[港務辦公室](" in text and "**Norrland Compute**" in text
    )
    verified = await after(tmp_path, "verify", made.report["path"], "--json")
    assert (verified.code, [each for each in verified.report["sentences"] if each["edited"]]) == (0, [])
    done = await after(tmp_path, "publish", made.report["story"], *answered)
    assert done.code == 0, done.err


def dropped(paragraphs: Paragraphs) -> Paragraphs:
    return [each for each in paragraphs if each["id"] != "1.4"]


def merged(paragraphs: Paragraphs) -> Paragraphs:
    both = [each for each in paragraphs if each["id"] in ("1.3", "1.4")]
    if len(both) < 2:
        return paragraphs
    both[0]["sentences"] = [*both[0]["sentences"], *both[1]["sentences"]]
    return [each for each in paragraphs if each["id"] != "1.4"]


def added(paragraphs: Paragraphs) -> Paragraphs:
    for each in paragraphs:
        if each["id"] == "1.4":
            each["sentences"] = [*each["sentences"], "当地政府也为此拨了款。"]
    return paragraphs


def changed(paragraphs: Paragraphs) -> Paragraphs:
    for each in paragraphs:
        each["sentences"] = [text.replace("2600万", "2700万") for text in each["sentences"]]
    return paragraphs


SPOILED: list[tuple[Callable[[Paragraphs], Paragraphs], str]] = [
    (merged, "added"),
    (added, "added"),
    (changed, "money"),
]


@pytest.mark.parametrize(("spoiled", "rule"), SPOILED)
async def test_what_a_model_spoils_again_and_again_is_held(
    site: Site, tmp_path: Path, spoiled: Callable[[Paragraphs], Paragraphs], rule: str
) -> None:
    result, _ = await write(site, tmp_path, ScriptedTranslator(CASE.known, spoiled))
    assert result.code == 6
    assert rule in {each["rule"] for each in result.report["findings"] if each["severity"] == "error"}


@pytest.mark.parametrize("spoiled", [dropped, merged, added, changed])
async def test_what_a_model_spoils_once_is_asked_for_once_more_and_stands(
    site: Site, tmp_path: Path, spoiled: Callable[[Paragraphs], Paragraphs]
) -> None:
    result, model = await write(site, tmp_path, ScriptedTranslator(CASE.known, spoiled, times=1))
    assert (result.code, result.report["findings"]) == (0, []), result.report["reasons"]
    again = [str(each.body["messages"][-1]["content"]) for each in model.requests if "上次译得不对" in str(each.body)]
    assert len(again) == 1


def barred(paragraphs: Paragraphs) -> Paragraphs:
    for each in paragraphs:
        if each["sentences"][0] == "港口":
            each["sentences"] = ["| 港口 | 一周接待的船只 | 差错降幅 |"]
    return paragraphs


def uncelled(paragraphs: Paragraphs) -> Paragraphs:
    for each in paragraphs:
        if "尚无数据" in each["sentences"]:
            each["sentences"] = ["Garrick Sound尚无数据"]
    return paragraphs


async def test_a_row_in_one_line_is_read_by_its_bars(site: Site, tmp_path: Path) -> None:
    result, model = await write(site, tmp_path, ScriptedTranslator(CASE.known, barred))
    assert (result.code, result.report["findings"]) == (0, []), result.report["reasons"]
    assert not any("上次译得不对" in str(each.body) for each in model.requests)


async def test_a_row_of_which_no_cell_can_be_told_is_rendered_cell_by_cell(site: Site, tmp_path: Path) -> None:
    result, _ = await write(site, tmp_path, ScriptedTranslator(CASE.known, uncelled))
    assert (result.code, result.report["findings"]) == (0, []), result.report["reasons"]
    text = (tmp_path / result.report["path"]).read_text(encoding="utf-8")
    assert text.count("| Garrick Sound |  | 尚无数据 |") == 2


async def test_what_a_model_never_renders_in_a_part_it_renders_sentence_by_sentence(site: Site, tmp_path: Path) -> None:
    result, _ = await write(site, tmp_path, ScriptedTranslator(CASE.known, dropped))
    assert (result.code, result.report["findings"]) == (0, [])


async def test_a_chinese_page_several_pages_and_no_model_are_refused_with_what_to_do(
    site: Site, tmp_path: Path
) -> None:
    script = ScriptedTranslator(CASE.known)
    chinese, _ = await write(site, tmp_path, script, site.url("/zh/"))
    assert chinese.code == 3 and "is Chinese already" in chinese.err
    several, _ = await write(
        site, tmp_path, script, "harbours", "--url", site.url("/zh/"), "--url", site.url("/trust/")
    )
    assert several.code == 2 and "is of one page" in several.err
    alone = await after(tmp_path, "write", site.url("/trust/"), "--kind", "translation")
    assert alone.code == 2 and "is written by a model" in alone.err


async def test_without_views_it_is_held_for_an_editor_to_write_them(site: Site, tmp_path: Path) -> None:
    result, _ = await write(site, tmp_path, ScriptedTranslator(CASE.known, points=[]))
    assert result.code == 6
    assert {each["rule"] for each in result.report["findings"] if each["severity"] == "error"} == {"views"}
    text = (tmp_path / result.report["path"]).read_text(encoding="utf-8")
    assert "我的一点看法" not in text and article.parse(text).views == ()
