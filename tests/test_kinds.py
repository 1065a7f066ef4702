"""Kinds of article: folders of declarations, those that come with newsbot and those that a user adds."""

import json
from pathlib import Path
from typing import Any

import pytest

from check_cases import draft as drafted
from check_cases import evidence
from newsbot import checks, draft, kinds
from newsbot.demo.sample_site import SampleSite
from newsbot.demo.scripted_model import ScriptedModel
from newsbot.errors import SettingsError, UsageError
from newsbot.news import NEWS
from newsbot.prompts import Folder, packaged
from newsbot.settings import KindRule
from newsroom_run import beside, run
from story_cases import PROMPTS
from test_cli_write import HEADLINE, about, asked, writing

FOUND = kinds.known(PROMPTS.declared(kinds.FILE))


def test_the_declaration_of_news_says_what_is_so_by_default() -> None:
    assert FOUND["news"] == NEWS
    assert next(iter(FOUND)) == "news"


def test_each_packaged_kind_has_its_template_and_a_prompt_to_be_written_by() -> None:
    templates = Folder("template", (packaged("templates"),))
    for kind in FOUND.values():
        assert templates.has(kind.template)
        composed = kind.writers == ("compose",)  # of articles that are there, without a model
        written = "translate" if kind.faithful else "draft"
        assert composed or PROMPTS.prompt_of(kind, written).name == f"{kind.name}/{written}"
        assert PROMPTS.prompt_of(kind, "sentence").name == "news/sentence"


def test_the_schema_of_news_asks_for_every_part() -> None:
    assert draft.article_schema(NEWS) == draft.schema(draft.ReplyDraft)
    assert list(draft.article_schema(NEWS)["properties"]) == [
        *("title", "heading", "tldr", "introduction", "sections", "conclusion", "keywords")
    ]


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ('about = "x"', "title"),
        ('title = "x"\nlenght = [1, 2]', "lenght"),
        ('title = "x"\nlength = [900, 100]', "the fewest first"),
        ('title = "x"\n[parts]\ntldr = [4, 2]', "the fewest first"),
        ('title = "x"\n[parts]\nsections = [0, 0]\nintroduction = false', "introduction or sections"),
        ('title = "x"\nlayout = "plain"', "no heading and no conclusion"),
        ('title = "x"\nlayout = "chaptered"\n[parts]\nheading = false', "written by chapters"),
        ('title = "x"\nwriters = ["chapters"]', "written by chapters"),
        ('title = "x"\nlayout = "chaptered"\nwriters = ["chapters"]', "has no heading"),
        ('title = "x"\n[reach]\ntokens = 5', "reach.sources"),
        ('title = "x"\nfront = ["title", "draft"]', "needs title, date and draft"),
        ('title = "x"\nfront = ["title", "date", "draft", "url"]', "no value for url"),
        ('title = "x"\nskip = ["figure"]', "figure cannot be left out"),
        ('title = "x"\nskip = ["citation", "hype"]', "citation cannot be left out"),
        ('title = "x"\nsources = 0', "sources at least 1"),
        ('title = "x"\nwriters = ["magic"]', "writers"),
        ("title = ", kinds.FILE),
    ],
)
def test_a_declaration_that_is_no_use_names_its_kind_and_what_is_wrong(declared: str, said: str) -> None:
    with pytest.raises(SettingsError, match="kind 'mine'") as caught:
        kinds.read("mine", declared)
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["extract", "My", "a b", "-x", "快讯", "x" * 40])
def test_a_folder_name_that_could_not_stand_on_a_command_line_is_no_kind(name: str) -> None:
    with pytest.raises(SettingsError, match="name its folder"):
        kinds.read(name, 'title = "x"')


def test_a_kind_like_one_that_is_not_there_is_an_error() -> None:
    with pytest.raises(SettingsError, match="no kind 'gone'"):
        kinds.known({"mine": 'title = "x"\nlike = "gone"'})


def test_an_unknown_kind_is_told_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="did you mean news"):
        kinds.named(FOUND, "nwes")
    with pytest.raises(UsageError, match="known kinds: news"):
        kinds.named(FOUND, "zzzz")


def test_a_rule_of_style_that_a_kind_skips_finds_nothing_and_the_others_do() -> None:
    found = drafted(["公司发布重磅芯片，性能提升80%。"])
    lenient = NEWS.model_copy(update={"skip": ("hype",)})

    def rules(kind: kinds.Kind) -> set[str]:
        every = checks.checks(0, 10_000, kind=kind)
        return {each.rule for rule in every for each in rule(found, evidence("公司发布芯片。"))}

    assert rules(NEWS) - rules(lenient) == {"hype"}
    assert rules(lenient)


# ---------------------------------------------------------------- at the command line

MINE = """
title = "公告"
about = "一段话的公告"
length = [300, 900]
like = "news"
front = ["title", "date", "draft", "summary", "tags"]

[parts]
tldr = [1, 2]
sections = [1, 3]
conclusion = false
"""
PROMPT = (packaged("prompts") / "news" / "draft.md").read_text(encoding="utf-8")


def added(folder: Path) -> dict[str, str]:
    """A kind of the user's own in folders of the user's own, and the settings that name those."""
    own = folder / "my-prompts" / "notice"
    own.mkdir(parents=True)
    (own / "kind.toml").write_text(MINE, encoding="utf-8")
    (own / "draft.md").write_text(PROMPT.replace("写一篇消息稿", "写一篇公告"), encoding="utf-8")
    return {"NEWSBOT_PROMPTS_DIR": "my-prompts"}


def test_kinds_lists_those_that_come_with_it_and_the_users_own(tmp_path: Path) -> None:
    before = run(["kinds", "--json"], tmp_path).report["kinds"]
    assert [each["name"] for each in before] == list(FOUND)
    assert before[0]["length"] == [600, 1500]
    after = run(["kinds", "--json"], tmp_path, added(tmp_path)).report["kinds"]
    mine = next(each for each in after if each["name"] == "notice")
    assert (mine["title"], mine["length"], mine["like"]) == ("公告", [300, 900], "news")
    told = run(["kinds"], tmp_path, added_already(tmp_path))
    assert told.code == 0 and "公告" in told.out and "300–900" in told.out
    assert all(each["about"] in told.out for each in before), "a pipe has no width: nothing is left out"


def added_already(folder: Path) -> dict[str, str]:
    assert (folder / "my-prompts").is_dir()
    return {"NEWSBOT_PROMPTS_DIR": "my-prompts"}


async def test_a_kind_is_added_by_a_folder_written_read_back_and_verified(
    site: SampleSite, model: ScriptedModel, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Its prompt is sent, its parts and its front matter are in the file, and the file is known as its kind."""
    env = {**writing(site, model, NEWSBOT_LLM__JUDGE_MODEL="scripted"), **added(tmp_path)}
    written = await beside([*about(site), "--kind", "notice", "--json"], tmp_path, env)
    assert written.code == 0, written.err
    sent = next(each.body for each in model.requests if "写一篇公告" in str(each.body))
    assert "conclusion" not in sent["response_format"]["json_schema"]["schema"]["properties"]
    path = written.report["path"]
    text = (tmp_path / path).read_text(encoding="utf-8")
    front = text.split("---\n")[1]
    keys = [line.partition(":")[0] for line in front.splitlines() if not line.startswith(" ")]
    assert keys == ["title", "date", "draft", "summary", "tags", "kind", "provenance", "AIGC"]
    assert 'kind: "notice"' in front
    assert "### 结论" not in text and "### 引言" in text
    verified = await beside(["verify", path, "--json"], tmp_path, env)
    assert (verified.code, verified.report["kind"]) == (0, "notice")
    assert verified.report["verdict"] == written.report["verdict"]
    assert [each["place"] for each in verified.report["sentences"] if each["edited"]] == []
    elsewhere = tmp_path_factory.mktemp("elsewhere")  # without its evidence, and without the kind
    (elsewhere / "a.md").write_text(text, encoding="utf-8")
    alone = await beside(["verify", "a.md", "--json"], elsewhere)
    assert alone.report["kind"] == "notice"
    assert {each["verdict"] for each in alone.report["sentences"]} == {"not judged"}


async def test_a_kind_that_needs_more_sources_than_there_are_is_not_written(
    site: SampleSite, model: ScriptedModel, tmp_path: Path
) -> None:
    env = {**writing(site, model), **added(tmp_path)}
    own = tmp_path / "my-prompts" / "notice" / "kind.toml"
    own.write_text(f"sources = 9\n{MINE}", encoding="utf-8")
    result = await beside([*about(site), "--kind", "notice", "--json"], tmp_path, env)
    assert result.code == 3
    assert "needs at least 9 independent sources" in result.report["reasons"][0]
    assert "article" not in asked(model)


def test_an_unknown_kind_and_one_without_its_model_are_usage_errors(tmp_path: Path) -> None:
    result = run(["write", HEADLINE, "--kind", "nwes"], tmp_path)
    assert (result.code, "did you mean news" in result.err) == (2, True)
    env = added(tmp_path)
    own = tmp_path / "my-prompts" / "notice" / "kind.toml"
    own.write_text(f'writers = ["whole"]\n{MINE}', encoding="utf-8")
    result = run(["write", HEADLINE, "--kind", "notice"], tmp_path, env)
    assert (result.code, "is written by a model" in result.err) == (2, True)


def test_what_kinds_prints_is_one_object(tmp_path: Path) -> None:
    assert set(json.loads(run(["kinds", "--json"], tmp_path).out)) == {"kinds"}


# ---------------------------------------------------------------- which story gets which

BRIEF = NEWS.model_copy(update={"name": "brief"})
DEEP = NEWS.model_copy(update={"name": "deep", "writers": ("whole",), "sources": 3})
KINDS = {"news": NEWS, "brief": BRIEF, "deep": DEEP}
STORY = kinds.Told(titles=("海图公司完成融资", "Chart raises money"), feeds=("f1", "f2"), outlets=4, score=72)


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        ({"words": ["融资"]}, True),
        ({"words": ["融 资"]}, True),
        ({"words": ["raises"]}, True),
        ({"words": ["raise"]}, False),
        ({"words": ["收购", "上市"]}, False),
        ({"feeds": ["f2"]}, True),
        ({"feeds": ["f3"]}, False),
        ({"outlets": 4}, True),
        ({"outlets": 5}, False),
        ({"score": 72}, True),
        ({"score": 73}, False),
        ({"below": 73}, True),
        ({"below": 72}, False),
        ({"score": 60, "below": 80, "outlets": 2, "words": ["融资"], "feeds": ["f1"]}, True),
        ({"score": 60, "below": 70, "outlets": 2, "words": ["融资"], "feeds": ["f1"]}, False),
        ({}, True),
    ],
)
def test_a_rule_fits_where_all_that_it_names_holds(rule: dict[str, Any], fits: bool) -> None:
    rules = (KindRule.model_validate({"kind": "brief", **rule}),)
    assert kinds.deserved(STORY, rules, KINDS, ("whole",)) == ("brief" if fits else "news")


def test_the_first_rule_that_fits_decides_and_the_default_where_none_does() -> None:
    rules = (KindRule(kind="brief", words=("收购",)), KindRule(kind="brief", score=70), KindRule(kind="news"))
    assert kinds.deserved(STORY, rules, KINDS, ("whole",)) == "brief"
    assert kinds.deserved(STORY, rules[:1], KINDS, ("whole",), "deep") == "deep"


def test_of_a_headline_alone_only_words_are_known() -> None:
    typed = kinds.Told(titles=("海图公司完成融资",))
    for rule in ({"outlets": 1}, {"score": 1}, {"below": 100}, {"feeds": ["f1"]}):
        given = (KindRule.model_validate({"kind": "brief", **rule}),)
        assert kinds.deserved(typed, given, KINDS, ("whole",)) == "news"
    assert kinds.deserved(typed, (KindRule(kind="brief", words=("融资",)),), KINDS, ("whole",)) == "brief"


@pytest.mark.parametrize(("ways", "outlets", "kind"), [(("extract",), 4, "news"), (("whole",), 2, "news")])
def test_a_kind_that_could_not_be_written_is_passed_over(ways: tuple[Any, ...], outlets: int, kind: str) -> None:
    told = STORY.model_copy(update={"outlets": outlets})
    assert kinds.deserved(told, (KindRule(kind="deep"),), KINDS, ways) == kind
    assert kinds.deserved(told, (), KINDS, ways, "deep") == kind
    assert kinds.deserved(STORY, (KindRule(kind="deep"),), KINDS, ("whole",)) == "deep"


@pytest.mark.parametrize("kind", ["breif", "digest"])
def test_a_rule_that_names_no_kind_of_a_story_stops_at_the_start(kind: str, tmp_path: Path) -> None:
    env = {"NEWSBOT_KINDS__RULES": f'[{{"kind": "{kind}", "words": ["融资"]}}]'}
    result = run(["stories"], tmp_path, env)
    assert result.code != 0 and f"kinds.rules, number 1, names '{kind}'" in result.err


async def test_a_headline_is_written_as_the_rules_say_and_as_asked_where_it_is_asked(
    site: SampleSite, model: ScriptedModel, tmp_path: Path
) -> None:
    env = {**writing(site, model), **added(tmp_path)}
    env["NEWSBOT_KINDS__RULES"] = '[{"kind": "notice", "words": ["听澜"]}]'
    for asked_for, kind in (([], "notice"), (["--kind", "news"], "news")):
        result = await beside([*about(site), *asked_for, "--json"], tmp_path, env)
        assert f'kind: "{kind}"' in (tmp_path / result.report["path"]).read_text(encoding="utf-8")


def test_where_no_rule_fits_a_feeds_own_kind_decides_if_it_can_be_written() -> None:
    told = STORY.model_copy(update={"wished": ("gone", "deep", "brief")})
    assert kinds.deserved(told, (), KINDS, ("whole",)) == "deep"
    assert kinds.deserved(told, (KindRule(kind="news", words=("融资",)),), KINDS, ("whole",)) == "news"
    assert kinds.deserved(told, (), KINDS, ("extract",), "brief") == "brief"
    assert kinds.deserved(told.model_copy(update={"wished": ("gone",)}), (), KINDS, ("whole",)) == "news"
