"""The kind `commentary`: facts are cited as everywhere; the check decides what an opinion is."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from check_cases import draft as drafted
from check_cases import evidence
from newsbot import checks, kinds
from newsbot.demo.sample_site import SampleSite
from newsbot.demo.scripted_model import ScriptedModel, Step
from newsbot.news import NEWS, Draft, Paragraph, Sentence
from newsbot.writers import begun
from newsroom_run import beside
from scripted_writer import ScriptedWriter
from story_cases import PROMPTS
from test_article_build import front_of
from test_cli_write import about, excerpting, writing

KIND = kinds.named(kinds.known(PROMPTS.declared(kinds.FILE)), "commentary")
FACTS = evidence(
    "海图公司11月19日发布潮汐模型，参数有70亿个。", "海图公司首席执行官顾南枝说，公司计划收购一家航运公司。"
)


MACHINES = "AI News Assistant（人工智能撰写）"


def opinion(text: str, *passages: str) -> Sentence:
    return Sentence(text=text, passages=passages, kind="opinion")


def against(text: str, place: str = "introduction/0/0") -> set[str]:
    return {each.rule for each in checks.against(place, opinion(text), FACTS) if each.severity == "error"}


@pytest.mark.parametrize(
    "text",
    [
        "潮汐模型值得港口认真看一看。",
        "海图公司应当把测试的办法公开出来。",
        "把权重放出来，未必就等于把责任放下。",
        "问题在于，谁来为听错的那一句话负责？",
        "这样的收购恐怕不该只由董事会说了算。",
        "发布是好事，但不能只做一半。",
        "与其比谁的模型大，不如比谁的模型用得上。",
        "没有第三方的检验，再漂亮的成绩也难免让人不放心。",
        "关键在于，省下来的时间归谁。",
        "关键在于，每一步都有人看着。",
        "机器写的句子，应当有人负责。",
        "前提是出了错有人承担。",
        "老人说的方言，模型未必听得懂。",
        "与其说是技术问题，不如说是态度问题，值得想一想。",
        "谁来监督，协议里应当说清楚。",
        "这一点很难说是进步。",
        "应当防止有人拿老人的声音牟利。",
        "只要听不懂老人的话，试用就不能算成功。",
        "难道方言只配当测试题。",
    ],
)
def test_an_opinion_that_states_no_fact_is_one(text: str) -> None:
    assert against(text) == set()


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("参数有90亿个的模型值得警惕。", "90亿"),
        ("这样的事恐怕会在12月5日再次发生。", "12月5日"),
        ("“模型不会出错”的说法恐怕站不住。", "模型不会出错"),
        ("顾南枝说过，公司应当更谨慎。", "转述"),
        ("专家认为这样做未必合适。", "专家"),
        ("有消息称公司或许会反悔。", "消息"),
        ("公司恐怕已经破产。", "已经"),
        ("外界普遍担忧，这应当引起重视。", "外界"),
        ("据知情人士透露，交易未必能成。", "知情人士"),
        ("微软应当为此负责。", "微软"),
        ("公司被起诉，值得警惕。", "起诉"),
        ("成本必须下降三成以上才合理。", "三成"),
        ("数据显示，开源未必更安全。", "数据显示"),
        ("有人说这未必可靠。", "有人"),
        ("老人说模型未必听得懂方言。", "转述"),
        ("也有人会质疑这样做是否值得。", "有人"),
        ("每次都有人反对，恐怕不是没有道理。", "有人"),
        ("有人因此丢了工作，值得警惕。", "有人"),
        ("没有人回应，恐怕不合理。", "有人"),
        ("应当查一查公司有没有收受回扣。", "回扣"),
        ("公司玩忽职守，理应道歉。", "玩忽职守"),
    ],
)
def test_an_opinion_that_states_a_fact_is_none_whatever_it_is_called(text: str, because: str) -> None:
    found = checks.against("introduction/0/0", opinion(text), FACTS)
    mine = [each for each in found if each.rule == "opinion"]
    assert [each.severity for each in mine] == ["error"], text
    assert because in mine[0].found


@pytest.mark.parametrize("text", ["港口在南方。", "潮汐模型听得懂方言。", "公司的总部很大。"])
def test_a_statement_without_a_source_is_no_opinion_because_it_is_typed_as_one(text: str) -> None:
    assert "opinion" in against(text)


@pytest.mark.parametrize(
    ("text", "rule"), [("港口应当<b>谨慎</b>。", "markup"), ("Ports should be careful.", "language")]
)
def test_an_opinion_is_held_to_the_houses_chinese(text: str, rule: str) -> None:
    assert rule in against(text)


# ---------------------------------------------------------------- how many, and where

FACT = Sentence(text="海图公司11月19日发布潮汐模型。", passages=("1.1",))
VIEW = opinion("海图公司应当把测试的办法公开出来。")


def columned(*body: Sentence) -> Draft:
    return drafted(["甲。"]).model_copy(update={"introduction": (Paragraph(sentences=body),), "kind": "commentary"})


@pytest.mark.parametrize(
    ("body", "severity"),
    [((FACT, VIEW), ""), ((FACT, FACT, VIEW), ""), ((FACT, VIEW, VIEW), "error"), ((FACT, FACT), "warning")],
)
def test_opinions_are_half_of_the_body_at_most_and_one_at_least(body: tuple[Sentence, ...], severity: str) -> None:
    found = checks.opinions(KIND)(columned(*body), FACTS)
    assert [each.severity for each in found] == ([severity] if severity else [])


def test_no_kind_but_column_and_translation_holds_an_opinion() -> None:
    found = checks.opinions(NEWS)(columned(FACT, VIEW), FACTS)
    assert [(each.rule, each.severity, each.place) for each in found] == [("opinion", "error", "introduction/0/1")]
    assert [kind.name for kind in kinds.known(PROMPTS.declared(kinds.FILE)).values() if kind.opinion] == [
        "commentary",
        "translation",
    ]


# ---------------------------------------------------------------- written

WRITER = ScriptedWriter(sections=("企业可以免费商用“听澜”", "政务热线将试用“听澜”", "公司公开训练用的录音"))
THESIS = "开源方言语音模型值得欢迎，但出了错由谁负责，必须先写清楚。"
VIEWS = ("开源是好事，但不能只开一半。", "关键在于，省下来的时间归谁。", "与其比谁的模型大，不如比谁的模型用得上。")


def columnist(*views: str) -> Any:
    """The scripted writer, with a thesis for a lead and an opinion at the end of each section."""

    def script(body: dict[str, Any]) -> Step:
        step = WRITER(body)
        if body.get("response_format", {}).get("json_schema", {}).get("name") != "article":
            return step
        whole = json.loads(step.message["content"])
        whole["tldr"] = [{"text": THESIS, "passages": [], "quotes": []}]
        for section, view in zip(whole["sections"], views, strict=False):
            section["blocks"][-1]["sentences"].append({"text": view, "passages": [], "quotes": []})
        return replace(step, message={**step.message, "content": json.dumps(whole, ensure_ascii=False)})

    return script


@pytest.fixture
async def site() -> AsyncIterator[SampleSite]:
    async with SampleSite() as running:
        yield running


async def test_a_commentary_marks_its_opinions_says_a_machine_wrote_it_and_goes_to_an_editor(
    site: SampleSite, tmp_path: Path
) -> None:
    async with ScriptedModel(columnist(*VIEWS), models=("scripted",)) as model:
        env = writing(site, model, NEWSBOT_LLM__JUDGE_MODEL="scripted")
        written = await beside([*about(site), "--kind", "commentary", "--json"], tmp_path, env)
        report = written.report
        assert (written.code, report["verdict"]) == (0, "review")
        assert report["reasons"] == ["4句是观点，须由编辑看过"]
        text = (tmp_path / report["path"]).read_text(encoding="utf-8")
        assert front_of(text)["author"] == MACHINES
        assert all(view in text and f"{view[:-1]} [^" not in text for view in VIEWS)
        path = report["path"]
        verified = await beside(["verify", path, "--json"], tmp_path, env)
        assert (verified.code, verified.report["kind"]) == (0, "commentary")
        views = [each for each in verified.report["sentences"] if each["text"] in VIEWS]
        assert [each["verdict"] for each in views] == ["not a claim"] * 3
        assert not any(each["edited"] for each in verified.report["sentences"])
        # an opinion that an editor turns into a fact is found, and so is a person's name over it
        changed = text.replace("归谁。", "归微软。").replace(MACHINES, "林编辑")
        (tmp_path / path).write_text(changed, encoding="utf-8")
        verified = await beside(["verify", path, "--json"], tmp_path, env)
    assert verified.code == 6
    assert "byline" in {each["rule"] for each in verified.report["findings"]}
    wrong = [each for each in verified.report["sentences"] if each["edited"]]
    assert [{finding["rule"] for finding in each["findings"]} for each in wrong] == [{"opinion"}]


async def test_a_fact_called_an_opinion_is_cut_and_never_reaches_the_file(site: SampleSite, tmp_path: Path) -> None:
    false = ("北辰实验室恐怕已经裁员4000人。", "专家认为“听澜”值得警惕。", VIEWS[2])
    async with ScriptedModel(columnist(*false), models=("scripted",)) as model:
        env = writing(site, model, NEWSBOT_LLM__JUDGE_MODEL="scripted")
        written = await beside([*about(site), "--kind", "commentary", "--json"], tmp_path, env)
    text = (tmp_path / written.report["path"]).read_text(encoding="utf-8")
    assert "4000人" not in text and "专家认为" not in text and VIEWS[2] in text
    assert [each["action"] for each in written.report["repairs"]] == ["cut", "cut"]


ENDED = (
    "不能只听北辰实验室自己给模型打分，应当请同行来检验。",
    "应当先拿老年人在菜市场的录音来考模型，再谈字错率。",
    "关键在于，政务热线听不懂老人方言的那一句由谁来接。",
    "值得追问的是，志愿者撤回声音以后模型该怎么办。",
)
SMALL = ScriptedWriter(
    sections=WRITER.sections,
    views=ENDED,
    thesis="方言模型值得欢迎，但应当先请同行来检验，再写清楚热线听不懂老人方言由谁来接。",
)


async def test_a_small_model_writes_a_column_from_facts_and_opinions_of_its_own(
    site: SampleSite, tmp_path: Path
) -> None:
    async with ScriptedModel(SMALL, models=("scripted",)) as model:
        env = writing(site, model, NEWSBOT_WRITER="stepwise")
        written = await beside([*about(site), "--kind", "commentary", "--json"], tmp_path, env)
        report = written.report
        assert (written.code, report["verdict"], report["writer"]) == (0, "review", "stepwise")
        text = (tmp_path / report["path"]).read_text(encoding="utf-8")
        verified = (await beside(["verify", report["path"], "--json"], tmp_path, env)).report
    assert f"> {SMALL.thesis}" in text and front_of(text)["author"] == MACHINES
    steps = text.split("### ")[1:]
    assert [step[:2] for step in steps] == ["01", "02", "03", "04"][: len(steps)] and len(steps) >= 3
    body = text.partition("## References")[0]
    assert all(any(view in step for view in ENDED) for step in steps)
    assert sum(body.count(view) for view in ENDED) == len({view for view in ENDED if view in body})
    assert "周砚秋在发布会上说：“方言不是念错的普通话，机器也应当听懂它。” [^1]" in body
    assert not verified["findings"] and not any(each["edited"] for each in verified["sentences"])
    assert not [reason for reason in report["reasons"] if "argument" in reason]


async def test_a_small_model_whose_opinions_are_none_writes_no_column(site: SampleSite, tmp_path: Path) -> None:
    told = tuple(f"{beginning}，据专家透露已经有90亿人。" for beginning in begun.BEGINNINGS)
    script = ScriptedWriter(sections=WRITER.sections, views=told, thesis="众所周知，这是里程碑。")
    async with ScriptedModel(script, models=("scripted",)) as model:
        env = writing(site, model, NEWSBOT_WRITER="stepwise")
        refused = await beside([*about(site), "--kind", "commentary"], tmp_path, env)
    assert refused.code == 1
    assert "use a larger model" in refused.err


# ---------------------------------------------------------------- whose opinions


async def test_an_editor_takes_the_byline_by_signing_and_nobody_else_has_it(site: SampleSite, tmp_path: Path) -> None:
    """The name stands over the article by an act with history; it is on the site, and gone with the next change."""
    async with ScriptedModel(columnist(*VIEWS), models=("scripted",)) as model:
        env = {**writing(site, model, NEWSBOT_LLM__JUDGE_MODEL="scripted"), "NEWSBOT_DESK__EDITOR": "陈编辑"}
        written = (await beside([*about(site), "--kind", "commentary", "--json"], tmp_path, env)).report
        story, file = written["story"], tmp_path / written["path"]

        async def does(*args: str, code: int = 0) -> str:
            result = await beside(args, tmp_path, env)
            assert result.code == code, (args, result.out, result.err)
            return result.out + result.err

        await does("editor", "add", "陈编辑")
        await does("editor", "add", "王记者", "--role", "writer")
        env["NEWSBOT_DESK__EDITOR"] = "王记者"
        assert "for an editor" in await does("drafts", "approve", story, "--byline", code=1)
        env["NEWSBOT_DESK__EDITOR"] = "陈编辑"
        await does("drafts", "approve", story)
        assert front_of(file.read_text(encoding="utf-8"))["author"] == MACHINES
        await does("drafts", "approve", story, "--byline")
        signed = file.read_text(encoding="utf-8")
        assert front_of(signed)["author"] == "陈编辑"
        assert "本文由人工智能生成" in signed  # the label says how it was made, whoever stands by it
        assert json.loads(await does("verify", written["path"], "--json"))["verdict"] == "review"
        assert "author" in await does("drafts", "log", story)
        # another name, and another opinion under this one, are an error both for verify and for publish
        for was, instead in (('author: "陈编辑"', 'author: "李编辑"'), ("归谁。", "归读者。")):
            assert was in signed
            file.write_text(signed.replace(was, instead), encoding="utf-8")
            assert "byline" in await does("verify", written["path"], code=6)
            answered = ("--editor", "陈编辑", "--reason", "看过")
            assert "author (byline)" in await does("publish", story, *answered, code=6)
        file.write_text(signed, encoding="utf-8")
        await does("drafts", "undo", story)
        assert front_of(file.read_text(encoding="utf-8"))["author"] == MACHINES
        await does("drafts", "approve", story, "--byline")
        await does("publish", story)
        shown = next((tmp_path / "site").rglob("*.md"))
        assert front_of(shown.read_text(encoding="utf-8"))["author"] == "陈编辑"
        assert json.loads(await does("verify", str(shown), "--json"))["verdict"] == "review"


async def test_an_edition_in_other_characters_of_what_a_person_signed_is_theirs_and_an_english_one_the_machines(
    site: SampleSite, tmp_path: Path
) -> None:
    """An opinion stays the opinion of whoever signed it, word for word; a model's words for it do not become theirs."""
    column = columnist(*VIEWS)

    def script(request: dict[str, Any]) -> Step:
        if request.get("response_format", {}).get("json_schema", {}).get("name") != "edition":
            return column(request)
        asked = re.findall(r"^第(\d+)条（", request["messages"][-1]["content"], re.MULTILINE)
        return Step.json({"sentences": [{"number": int(n), "text": f"Line {n}."} for n in asked]})

    async with ScriptedModel(script, models=("scripted",)) as model:
        env = {**writing(site, model, NEWSBOT_LLM__JUDGE_MODEL="scripted"), "NEWSBOT_DESK__EDITOR": "陈编辑"}
        story = (await beside([*about(site), "--kind", "commentary", "--json"], tmp_path, env)).report["story"]
        for args in (("drafts", "approve", story, "--byline"), ("publish", story)):
            assert (await beside(args, tmp_path, env)).code == 0

        async def author(language: str) -> tuple[str, Path]:
            made = (await beside(["edition", story, "--language", language, "--json"], tmp_path, env)).report
            path = tmp_path / made["path"]
            return made["story"], path

        hant, file = await author("zh-Hant")
        text = file.read_text(encoding="utf-8")
        assert front_of(text)["author"] == "陈编辑"
        verified = await beside(["verify", str(file), "--json"], tmp_path, env)
        assert "byline" not in json.dumps(verified.report)
        other = await beside(
            ["drafts", "approve", hant, "--byline"], tmp_path, {**env, "NEWSBOT_DESK__EDITOR": "李编辑"}
        )
        assert (other.code, "are those of 陈编辑, who signed the original" in other.err) == (1, True)
        # another opinion under the name is nobody's, and the machine's byline stands over it when it is kept
        file.write_text(text.replace("歸誰。", "歸讀者。"), encoding="utf-8")
        assert "byline" in (await beside(["verify", str(file)], tmp_path, env)).out
        answered = ["--editor", "王编辑", "--reason", "看过"]
        assert (await beside(["publish", hant, *answered], tmp_path, env)).code == 6
        file.write_text(
            text.replace("錄製", "錄制"), encoding="utf-8"
        )  # a character put right by hand is no other opinion
        assert (await beside(["publish", hant, *answered], tmp_path, env)).code == 0
        _, english = await author("en")
        assert front_of(english.read_text(encoding="utf-8"))["author"] == "AI News Assistant (written by AI)"


async def test_there_is_no_byline_to_take_where_nothing_is_an_opinion(site: SampleSite, tmp_path: Path) -> None:
    env = {**excerpting(site), "NEWSBOT_DESK__EDITOR": "陈编辑"}
    story = (await beside([*about(site), "--json"], tmp_path, env)).report["story"]
    refused = await beside(["drafts", "approve", story, "--byline"], tmp_path, env)
    assert refused.code == 1
    assert "holds no opinion" in refused.err


@pytest.mark.parametrize("name", ["AI News Assistant", "ai news assistant", "newsbot"])
async def test_a_machines_name_is_no_byline_of_a_person(name: str, site: SampleSite, tmp_path: Path) -> None:
    async with ScriptedModel(columnist(*VIEWS), models=("scripted",)) as model:
        env = {**writing(site, model, NEWSBOT_LLM__JUDGE_MODEL="scripted"), "NEWSBOT_DESK__EDITOR": name}
        story = (await beside([*about(site), "--kind", "commentary", "--json"], tmp_path, env)).report["story"]
        refused = await beside(["drafts", "approve", story, "--byline"], tmp_path, env)
    assert refused.code == 2
    assert "person's" in refused.err
