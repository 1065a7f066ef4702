"""`newsbot write`, whole: real HTTP to the sample site and to a scripted model, a real database and real files."""

import itertools
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from loopback import site as web_site
from newsbot import chinese
from newsbot.demo.sample_site import SampleSite
from newsbot.demo.scripted_model import ScriptedModel, Step
from newsroom_run import Result, beside, left_in, run
from scripted_writer import QUERY, ScriptedWriter

pytestmark = pytest.mark.deep  # whole runs of the command line

HEADLINE = "北辰实验室开源方言语音模型“听澜”"
UNSUPPORTED = "北辰实验室获500亿元融资并开源语音模型"
PRICES = '{"scripted": {"input": 1.0, "output": 2.0}}'


def excerpting(site: SampleSite, **more: str) -> dict[str, str]:
    """Settings of a newsroom without a model that may read the sample site."""
    return {"NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps(site.origins), **more}


def writing(site: SampleSite, model: ScriptedModel, **more: str) -> dict[str, str]:
    """Settings of a newsroom whose model is the scripted one, writing in one call."""
    ours = {"OPENAI_BASE_URL": model.base_url, "NEWSBOT_LLM__DRAFT_MODEL": "scripted", "NEWSBOT_WRITER": "whole"}
    return {**excerpting(site), **ours, "NEWSBOT_LLM__PRICES": PRICES, **more}


def about(site: SampleSite, headline: str = HEADLINE, letter: str = "A") -> list[str]:
    return ["write", headline, *(arg for url in site.pages(letter) for arg in ("--url", url))]


def asked(model: ScriptedModel) -> list[str]:
    """What each request to the model was for, by the name of the form it asked to be filled."""
    forms = (received.body.get("response_format", {}) for received in model.requests)
    return [form.get("json_schema", {}).get("name", "text") for form in forms]


def body(markdown: str) -> str:
    return markdown.partition("### 引言")[2].partition("## References")[0]


# ---------------------------------------------------------------- in one call, judged


async def test_an_article_in_one_call_judged_and_reported_as_one_json_object(
    site: SampleSite, model: ScriptedModel, tmp_path: Path
) -> None:
    env = writing(site, model, NEWSBOT_LLM__JUDGE_MODEL="scripted")
    result = await beside([*about(site), "--json"], tmp_path, env)
    report = result.report
    assert result.code == 0
    # No terminal, so no progress: only how it ended and what to do.
    assert result.err == "Written; every sentence is supported. Read it once more before it is published.\n"
    assert (report["verdict"], report["writer"], report["model"]) == ("pass", "whole", "scripted")
    assert report["findings"] == report["repairs"] == report["reasons"] == []
    assert asked(model)[:2] == ["judgements", "article"]  # the judge is probed once, before it is trusted
    assert 1 <= report["calls"] <= 2
    assert report["calls"] == len(model.bill) - 1  # the probe belongs to the endpoint, not to the story
    billed = model.bill[1:]
    prompt, completion = sum(each.prompt_tokens for each in billed), sum(each.completion_tokens for each in billed)
    assert report["tokens"] == {"prompt": prompt, "completion": completion}
    assert report["cost"] == pytest.approx((prompt + 2 * completion) / 1_000_000, abs=2e-6)
    assert set(report["seconds"]) == {"open", "gather", "write", "judge", "render"}
    assert all(seconds >= 0 for seconds in report["seconds"].values())
    assert left_in(tmp_path) == [report["path"]]
    markdown = (tmp_path / report["path"]).read_text(encoding="utf-8")
    assert chinese.han_count(body(markdown)) >= 600
    assert '\n  verdict: "pass"\n' in markdown


async def test_without_a_judge_the_article_is_for_review_and_says_so(
    site: SampleSite, model: ScriptedModel, tmp_path: Path
) -> None:
    result = await beside(about(site), tmp_path, writing(site, model))
    assert result.code == 0
    assert asked(model) == ["article"]  # one call: a Chinese headline needs no translation to be searched
    assert left_in(tmp_path) == [result.out.strip()]  # stdout is the path and nothing else
    assert "NEWSBOT_LLM__JUDGE_MODEL" in result.err
    assert "for an editor to review" in result.err


async def test_an_article_whose_judge_cannot_be_asked_is_written_for_review(site: SampleSite, tmp_path: Path) -> None:
    """Its sentences are not judged, the reason stands with the verdict, and the story is not lost."""
    writer = ScriptedWriter()
    judged = 0

    def script(body: dict[str, Any]) -> Step:
        nonlocal judged
        asked = body.get("response_format", {}).get("json_schema", {}).get("name") == "judgements"
        judged += asked
        return Step.error(400, "the judge is out") if asked and judged > 1 else writer(body)  # after its test

    async with ScriptedModel(script, models=("scripted",)) as model:
        result = await beside(
            [*about(site), "--json"], tmp_path, writing(site, model, NEWSBOT_LLM__JUDGE_MODEL="scripted")
        )
    assert (result.code, result.report["verdict"]) == (0, "review")
    assert any("核对模型没有回答" in reason for reason in result.report["reasons"])
    assert (tmp_path / result.report["path"]).is_file()


async def test_the_judge_is_probed_once_for_all_articles(
    site: SampleSite, model: ScriptedModel, tmp_path: Path
) -> None:
    env = writing(site, model, NEWSBOT_LLM__JUDGE_MODEL="scripted")
    for _ in range(2):
        assert (await beside(about(site), tmp_path, env)).code == 0
    assert asked(model).count("article") == 2
    assert sum("20" in str(received.body) and "海图" in str(received.body) for received in model.requests) == 1


async def test_a_judge_that_cannot_tell_true_from_false_is_not_asked(
    site: SampleSite, model: ScriptedModel, tmp_path: Path
) -> None:
    """It calls everything supported: so does a small model, and then nothing passes on its word."""

    def agreeable(request: dict[str, Any]) -> Step:
        numbers = re.findall(r"^第(\d+)条：.*\n依据：\n(.{4})", request["messages"][-1]["content"], re.MULTILINE)
        rows = [{"number": int(n), "verdict": "supported", "span": span, "reason": ""} for n, span in numbers]
        return Step.json({"sentences": rows})

    async with ScriptedModel(
        lambda body: agreeable(body) if "核对员" in str(body) else ScriptedWriter()(body)
    ) as judge:
        env = writing(site, judge, NEWSBOT_LLM__JUDGE_MODEL="scripted")
        result = await beside([*about(site), "--json"], tmp_path, env)
    assert (result.code, result.report["verdict"]) == (0, "review")
    assert "50%" in result.err and "may not judge" in result.err
    assert asked(judge).count("judgements") == 1


async def test_an_unsupported_title_is_held_with_exit_code_6_and_the_file_for_the_editor(
    site: SampleSite, tmp_path: Path
) -> None:
    async with ScriptedModel(ScriptedWriter(title=UNSUPPORTED)) as stubborn:
        result = await beside([*about(site), "--json"], tmp_path, writing(site, stubborn))
    report = result.report
    assert (result.code, report["verdict"]) == (6, "hold")
    assert asked(stubborn) == ["article", "rewrites"]
    (finding,) = [each for each in report["findings"] if each["severity"] == "error"]
    assert (finding["place"], finding["sentence"]) == ("title", UNSUPPORTED)
    assert "500亿元" in finding["advice"] and "500亿元" in result.err
    assert "Held by the gate" in result.err
    markdown = (tmp_path / report["path"]).read_text(encoding="utf-8")
    assert "draft: true\n" in markdown and '\n  verdict: "hold"\n' in markdown


class Stumbling:
    """A writer whose title is wrong at first; once it `stumbles`, it fills in every form wrongly at first."""

    def __init__(self) -> None:
        self._wrong, self._right = ScriptedWriter(title=UNSUPPORTED), ScriptedWriter()
        self.stumbles = False

    def __call__(self, body: dict[str, Any]) -> Step:
        form = body.get("response_format", {}).get("json_schema", {}).get("name", "")
        if self.stumbles and len(body["messages"]) == 2 and form in ("article", "judgements", "rewrites"):
            return Step.json({"nothing": "of what was asked"})
        if form == "rewrites":
            sentences = [{"place": "title", "text": self._right.title, "passages": [], "quotes": []}]
            return Step.json({"sentences": sentences})
        return self._wrong(body)


async def test_four_calls_at_worst_and_one_repair_of_a_form_each_on_top_which_is_reported_apart(
    site: SampleSite, tmp_path: Path
) -> None:
    script = Stumbling()
    async with ScriptedModel(script, models=("scripted",)) as stumbling:
        env = writing(site, stumbling, NEWSBOT_LLM__JUDGE_MODEL="scripted")
        assert (await beside(["doctor"], tmp_path, env)).code == 0  # the judge is probed
        script.stumbles = True
        before = len(stumbling.requests)
        report = (await beside([*about(site), "--json"], tmp_path, env)).report
        forms = asked(stumbling)[before:]
    assert [form for form, _ in itertools.groupby(forms)] == ["article", "judgements", "rewrites", "judgements"]
    assert len(forms) == report["calls"] == 8
    assert report["asked_again"] == 4


# ---------------------------------------------------------------- the other ways to write


async def test_sentence_by_sentence_for_a_small_model(site: SampleSite, model: ScriptedModel, tmp_path: Path) -> None:
    result = await beside([*about(site), "--json"], tmp_path, writing(site, model, NEWSBOT_WRITER="stepwise"))
    report = result.report
    assert result.code == 0, result.err
    assert report["writer"] == "stepwise"
    assert set(asked(model)) == {"text"}
    assert report["calls"] == len(model.bill)
    markdown = (tmp_path / report["path"]).read_text(encoding="utf-8")
    assert chinese.han_count(body(markdown)) >= 600
    sentences = markdown.count(" [^")
    assert report["calls"] <= 2 * (sentences + 8) + 3


async def test_quotation_marks_of_a_small_models_sentences_stand_in_pairs(
    site: SampleSite, model: ScriptedModel, tmp_path: Path
) -> None:
    result = await beside(about(site), tmp_path, writing(site, model, NEWSBOT_WRITER="stepwise"))
    markdown = (tmp_path / result.out.strip()).read_text(encoding="utf-8")
    for line in markdown.splitlines():
        assert line.count("“") == line.count("”"), line


async def test_a_small_model_is_known_by_its_name_and_writes_sentence_by_sentence(
    site: SampleSite, tmp_path: Path
) -> None:
    async with ScriptedModel(ScriptedWriter()) as model:
        env = writing(site, model, NEWSBOT_WRITER="auto", NEWSBOT_LLM__DRAFT_MODEL="qwen2.5-1.5b-instruct")
        result = await beside([*about(site), "--json"], tmp_path, env)
    assert (result.code, result.report["writer"]) == (0, "stepwise")
    assert "article" not in asked(model)


async def test_a_draft_that_does_not_fit_is_repaired_once_and_then_written_sentence_by_sentence(
    site: SampleSite, tmp_path: Path
) -> None:
    script = ScriptedWriter()

    def clumsy(request: dict[str, Any]) -> Step:
        return Step.text("抱歉，我写好了。") if "article" in str(request.get("response_format")) else script(request)

    async with ScriptedModel(clumsy) as model:
        result = await beside([*about(site), "--json"], tmp_path, writing(site, model, NEWSBOT_WRITER="auto"))
    assert (result.code, result.report["writer"]) == (0, "stepwise")
    assert asked(model)[:3] == ["article", "article", "text"]
    assert "whole:" in result.err


async def test_without_a_model_the_article_is_excerpted_and_for_review(site: SampleSite, tmp_path: Path) -> None:
    result = await beside([*about(site), "--json"], tmp_path, excerpting(site))
    report = result.report
    assert (result.code, report["verdict"], report["writer"]) == (0, "review", "extract")
    assert (report["model"], report["calls"], report["cost"]) == (None, 0, 0)
    assert "no model is set" in result.err
    markdown = (tmp_path / report["path"]).read_text(encoding="utf-8")
    assert re.search(r'^title: "摘编｜', markdown, re.MULTILINE)
    assert '\nkind: "extract"\n' in markdown
    assert len(re.findall(r"^\[\^\d+\]: ", markdown, re.MULTILINE)) >= 4


async def test_a_key_that_is_set_is_not_used_where_the_writer_is_extract(
    site: SampleSite, model: ScriptedModel, tmp_path: Path
) -> None:
    result = await beside(about(site), tmp_path, writing(site, model, NEWSBOT_WRITER="extract"))
    assert result.code == 0
    assert model.requests == []
    assert "no model is set" not in result.err


# ---------------------------------------------------------------- where the file goes


async def test_out_overrides_the_drafts_folder_and_is_made_with_its_parents(site: SampleSite, tmp_path: Path) -> None:
    result = await beside([*about(site), "--out", "new/deep/folder"], tmp_path, excerpting(site))
    assert result.code == 0
    assert left_in(tmp_path) == [result.out.strip()]
    assert result.out.startswith("new/deep/folder/")


async def test_the_site_setting_names_the_drafts_folder(site: SampleSite, tmp_path: Path) -> None:
    result = await beside(about(site), tmp_path, excerpting(site, NEWSBOT_SITE__DRAFTS="entwürfe"))
    assert result.out.startswith("entwürfe/")


# ---------------------------------------------------------------- again


async def test_a_rerun_after_success_is_a_new_attempt_and_a_new_file(
    site: SampleSite, model: ScriptedModel, tmp_path: Path
) -> None:
    env = writing(site, model)
    paths = [(await beside(about(site), tmp_path, env)).out.strip() for _ in range(2)]
    assert len(set(paths)) == 2
    assert left_in(tmp_path) == sorted(paths)
    assert asked(model) == ["article", "article"]


async def test_a_rerun_goes_on_where_the_endpoint_failed_and_pays_nothing_twice(
    site: SampleSite, model: ScriptedModel, tmp_path: Path
) -> None:
    """The sources are not gathered again either: the evidence stands in the database."""
    env = writing(site, model)
    model.enqueue(Step.error(401))
    first = await beside(about(site), tmp_path, env)
    assert first.code == 1 and left_in(tmp_path) == []
    assert rows(tmp_path) == [("gathered", 1)]
    args = about(site)
    async with SampleSite():
        second = await beside([*args, "--json"], tmp_path, {**env, "NEWSBOT_FETCH__ALLOW_ORIGINS": "[]"})
    assert second.code == 0, second.err
    assert len(model.bill) == second.report["calls"] == 1
    assert "gather" not in second.report["seconds"]
    assert rows(tmp_path) == [("review", 0)]


async def test_a_rerun_goes_on_where_the_folder_failed_and_pays_nothing_twice(
    site: SampleSite, model: ScriptedModel, tmp_path: Path
) -> None:
    env = writing(site, model)
    (tmp_path / "a-file").touch()
    first = await beside([*about(site), "--out", "a-file/drafts"], tmp_path, env)
    second = await beside([*about(site), "--json"], tmp_path, env)
    assert (first.code, second.code) == (1, 0)
    assert len(model.bill) == 1
    assert set(second.report["seconds"]) == {"open", "render"}


@pytest.mark.parametrize(
    "unusable",
    [[Step.truncated('{"title": ')], [Step.refusal("no")], [Step.text("")], [Step.text("无"), Step.text("还是无")]],
    ids=["truncated", "refused", "empty", "malformed"],
)
async def test_a_rerun_after_an_answer_that_cannot_be_used_asks_anew(
    site: SampleSite, model: ScriptedModel, tmp_path: Path, unusable: list[Step]
) -> None:
    """It is a deliberate second try, not a rerun after a crash: the bad answer in the books is not its answer."""
    args = ["write", HEADLINE, *about(site)[2:6]]
    model.enqueue(*unusable)
    assert (await beside(args, tmp_path, writing(site, model))).code == 1
    again = await beside(args, tmp_path, writing(site, model))
    assert again.code in (0, 6), again.err
    assert len(model.bill) == len(unusable) + 1


async def test_another_source_is_another_story(site: SampleSite, model: ScriptedModel, tmp_path: Path) -> None:
    model.enqueue(Step.error(401))
    env = writing(site, model)
    assert (await beside(about(site), tmp_path, env)).code == 1
    assert (await beside(about(site)[:-2], tmp_path, env)).code == 0
    assert sorted(stage for stage, _ in rows(tmp_path)) == ["gathered", "review"]


def rows(folder: Path) -> list[tuple[str, int]]:
    """Each story's stage, and whether it is parked."""
    connection = sqlite3.connect(folder / ".newsbot" / "newsbot.db")
    try:
        return connection.execute("SELECT stage, parked FROM stories").fetchall()
    finally:
        connection.close()


# ---------------------------------------------------------------- finding sources


async def test_too_little_is_refused_with_exit_code_3_what_was_searched_and_what_would_help(
    site: SampleSite, tmp_path: Path
) -> None:
    result = await beside(["write", "某地举办园艺展"], tmp_path, excerpting(site))
    assert_refused(result, tmp_path)
    assert "资料库" in result.err and "订阅条目" in result.err
    assert "--url" in result.err and "search.rss" in result.err


async def test_thin_sources_are_refused_and_said_to_be_thin(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("北辰实验室11月10日发布了方言语音模型“听澜”，支持23种方言。", encoding="utf-8")
    result = await beside(["write", HEADLINE, "--source-file", "note.txt"], tmp_path)
    assert_refused(result, tmp_path, "note.txt")
    assert "fewer than 200" in result.err and "note.txt" in result.err


async def test_a_refusal_as_json_has_no_path_and_says_what_was_searched(site: SampleSite, tmp_path: Path) -> None:
    url = site.pages("A")[0]
    result = await beside(["write", "某地举办园艺展", "--url", url, "--json"], tmp_path, excerpting(site))
    report = result.report
    assert result.code == 3
    assert (report["path"], report["verdict"], report["writer"]) == (None, "refused", None)
    assert url in report["searched"]
    assert "园艺展" in report["reasons"][0]


async def test_a_refusal_reports_what_its_search_cost(site: SampleSite, model: ScriptedModel, tmp_path: Path) -> None:
    """The call that put the headline into Chinese was paid for, though nothing came of it."""
    result = await beside(["write", "Garden show opens in town", "--json"], tmp_path, writing(site, model))
    assert result.code == 3
    assert result.report["calls"] == 1
    assert result.report["cost"] == pytest.approx(
        (model.bill[0].prompt_tokens + 2 * model.bill[0].completion_tokens) / 1e6
    )


async def test_feeds_are_read_for_sources_and_their_pages_fetched(site: SampleSite, tmp_path: Path) -> None:
    env = excerpting(site, NEWSBOT_FEEDS=json.dumps(site.feeds))
    result = await beside(["write", HEADLINE], tmp_path, env)
    assert result.code == 0, result.err
    markdown = (tmp_path / result.out.strip()).read_text(encoding="utf-8")
    found = set(re.findall(r"\]\((http://127\.0\.0\.1[^)]+)\)", markdown))
    assert found <= set(site.pages("A")) and len(found) >= 4


async def test_what_an_earlier_article_read_is_found_in_the_archive(site: SampleSite, tmp_path: Path) -> None:
    assert (await beside(about(site), tmp_path, excerpting(site))).code == 0
    result = await beside(["write", "方言语音模型“听澜”开源"], tmp_path, excerpting(site))
    assert result.code == 0, result.err
    assert len(left_in(tmp_path)) == 2


async def test_a_foreign_headline_is_searched_as_it_is_and_in_chinese(
    site: SampleSite, model: ScriptedModel, tmp_path: Path
) -> None:
    queries: list[str] = []

    async def search(request: web.Request) -> web.Response:
        queries.append(request.query["q"])
        items = "".join(f"<item><title>听澜</title><link>{url}</link></item>" for url in site.pages("A"))
        return web.Response(
            text=f"<rss version='2.0'><channel><title>s</title>{items}</channel></rss>",
            content_type="application/rss+xml",
        )

    headline = "Northlight Labs opens Tinglan speech model"
    async with web_site({"/search": search}) as engine:
        rss = json.dumps([engine.url("/search?q={query}")])
        origins = json.dumps([*site.origins, engine.origin])
        env = writing(site, model, NEWSBOT_SEARCH__RSS=rss, NEWSBOT_FETCH__ALLOW_ORIGINS=origins)
        result = await beside(["write", headline, "--json"], tmp_path, env)
    assert result.code == 0, result.err
    assert queries == [headline, QUERY]
    assert asked(model) == ["text", "article"]
    assert result.report["calls"] == 2


async def test_the_headline_is_a_query_and_the_title_comes_from_the_evidence(site: SampleSite, tmp_path: Path) -> None:
    headline = "听澜！！！震惊世界的方言语音模型，人人都在用"
    result = await beside(about(site, headline), tmp_path, excerpting(site))
    assert result.code == 0, result.err
    assert "震惊" not in (tmp_path / result.out.strip()).read_text(encoding="utf-8")


def assert_refused(result: Result, folder: Path, *expected: str) -> None:
    assert result.code == 3, result.err
    assert result.out == ""
    assert "Nothing written" in result.err and "Searched: " in result.err
    assert left_in(folder) == list(expected)


async def test_a_blocked_topic_is_refused_before_anything_is_read_or_asked(
    site: SampleSite, model: ScriptedModel, tmp_path: Path
) -> None:
    env = writing(site, model, NEWSBOT_TOPICS__BLOCK=json.dumps([HEADLINE[:4]]))
    result = await beside([*about(site), "--json"], tmp_path, env)
    assert result.code == 3
    assert result.report["path"] is None
    assert "topics.block" in result.report["reasons"][0] and HEADLINE[:4] in result.report["reasons"][0]
    assert asked(model) == []


@pytest.mark.parametrize("kind", [[], ["--kind", "brief"]])
def test_an_address_is_no_headline_and_what_to_do_with_it_is_said(kind: list[str], tmp_path: Path) -> None:
    refused = run(["write", "https://example.org/report", *kind], tmp_path)
    assert refused.code == 2 and "--url" in refused.err and "--kind translation" in refused.err
