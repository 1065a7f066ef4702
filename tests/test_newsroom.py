"""Newsroom cases: what an editor would want of a story, and what a careless model writes beside it.

`tests/newsroom/` has a file a case: sources, an article as it should be, sentences and titles that must not appear
(`by` says whether the rules see it or it takes a judge), and words that the finished file must have and must not have.
The scripted model writes all of it; the real prompts, gate and renderer do the rest. The case of a follow-up, where
only the price is new, stands in `test_follow_up.py`.
"""

import json
import re
import tomllib
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import article_sample
from newsbot import article, checks, contradictions, evidence, judging, passages, proofreading, sources, wording
from newsbot.evidence import Candidate, Limits
from newsbot.gate import Gate, Judge
from newsbot.news import Evidence, SourceDate, Verdict
from newsbot.newsroom import Request
from newsbot.writers import whole
from newsroom_run import left_in, run
from story_cases import PROMPTS, MemoryModel, page

FOLDER = Path(__file__).parent / "newsroom"
CASES = sorted(path.stem for path in FOLDER.glob("*.toml"))
_PASSAGE = re.compile(r"^\[(\d+\.\d+)\] (.*)$", re.MULTILINE)
_FAILING = re.compile(r"^place：(\S+)\n原句：(.*)$", re.MULTILINE)
_CLAIM = re.compile(r"^第(\d+)条：(.*)\n依据：\n((?:.+\n)+)", re.MULTILINE)


def case(name: str) -> dict[str, Any]:
    told: dict[str, Any] = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return told


def gathered(told: dict[str, Any]) -> Evidence:
    """The case's sources as the steps choose and weigh them."""
    candidates = []
    for each in told["source"]:
        read = page(
            each["text"].strip(),
            each["url"],
            each["title"],
            publisher=each["outlet"],
            published=SourceDate(
                **dict(zip(("year", "month", "day"), map(int, each["published"].split("-")), strict=True))
            ),
            access=each.get("access", "full"),
            origin=each.get("origin", ""),
        )
        standing = sources.standing(read)
        candidates.append(Candidate(page=read, spans=passages.cut(read.text), given=True, standing=standing))
    chosen = evidence.choose("case", [told["headline"]], candidates, Limits(tokens=6000, minimum=20), ("示例站",))
    against = contradictions.find(chosen.passages, chosen.sources)
    return chosen.model_copy(update={"contradictions": against})


def wrongs(told: dict[str, Any], *kinds: str) -> list[dict[str, Any]]:
    return [each for each in told.get("wrong", []) if each["by"] in kinds]


def scripted(told: dict[str, Any], also: list[dict[str, Any]], title: dict[str, Any] | None = None) -> MemoryModel:
    """A model that writes the case's article with these sentences more, and judges as the case says."""
    script = told["article"]
    denied = {each["text"] for each in (*told.get("wrong", []), *told.get("wrong_title", []))}

    def answer(request: Request) -> str:
        if request.role == "judge":
            return json.dumps({"sentences": [_judged(*claim, denied) for claim in _CLAIM.findall(request.user)]})
        if request.purpose != "draft":
            better = {each["text"]: each["rewritten"] for each in told.get("wrong", []) if "rewritten" in each}
            failing = [(place, better[text]) for place, text in _FAILING.findall(request.user) if text in better]
            return json.dumps({"sentences": [{"place": place, "text": text} for place, text in failing]})
        shown = dict(_PASSAGE.findall(request.user))

        def sentence(row: dict[str, Any]) -> dict[str, Any]:
            named = [id for words in row["on"] for id, text in shown.items() if words in text]
            assert len(named) >= len(row["on"]), f"no passage has {row['on']}"
            return {"text": row["text"], "passages": named, "quotes": []}

        def paragraph(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
            return [{"type": "paragraph", "sentences": [sentence(row) for row in rows], "items": []}]

        sections = [
            {"title": sentence(each["title"]), "blocks": paragraph(each["sentences"])} for each in script["sections"]
        ]
        for number, each in enumerate(also):
            sections[0]["blocks"] += paragraph([each]) if number % 2 == 0 else []
            sections[0]["blocks"][-1]["sentences"] += [sentence(each)] if number % 2 else []
        return json.dumps(
            {
                "title": sentence(title or script["title"]),
                "heading": sentence(script["heading"]),
                "tldr": [sentence(row) for row in script["tldr"]],
                "introduction": paragraph(script["introduction"]),
                "sections": sections,
                "conclusion": [sentence(row) for row in script["conclusion"]],
                "keywords": script["keywords"],
            }
        )

    return MemoryModel(answer)


def _judged(number: str, text: str, told: str, denied: set[str]) -> dict[str, Any]:
    good = text not in denied
    return {
        "number": int(number),
        "verdict": "supported" if good else "unsupported",
        "span": told[:12] if good else "",
        "reason": "",
    }


async def decided(
    told: dict[str, Any],
    *kinds: str,
    judge: bool,
    title: dict[str, Any] | None = None,
    standards: checks.Standards = checks.HOUSE,
) -> tuple[Verdict, Evidence, MemoryModel]:
    chosen = gathered(told)
    model = scripted(told, wrongs(told, *kinds), title)
    drafted = await whole.write(model, PROMPTS, chosen, "secret", 100, 2000)
    drafted = drafted.model_copy(update={"tags": ("AI", "News")})
    asked: Judge | None = partial(judging.judge, model, PROMPTS, chosen, "secret") if judge else None
    rewrite = partial(whole.rewrite, model, PROMPTS, chosen, "secret")
    verdict = await Gate(drafted, chosen, checks.checks(0, 10**6, standards), asked, standards).verdict(rewrite)
    return verdict, chosen, model


def written(verdict: Verdict, chosen: Evidence) -> str:
    built = article.build(verdict, chosen, article_sample.STORY, article_sample.form())
    return article.finish(built.document, article_sample.TEMPLATE)


def told_of(verdict: Verdict) -> list[str]:
    """What the gate has against it, for a test that fails."""
    return [f"{each.rule} {each.place} {each.sentence} {each.advice}" for each in verdict.findings]


@pytest.mark.parametrize("judge", [False, True], ids=["rules alone", "with a judge"])
@pytest.mark.parametrize("name", CASES)
async def test_an_article_as_it_should_be_is_left_as_it_is(name: str, judge: bool) -> None:
    told = case(name)
    verdict, chosen, _ = await decided(told, judge=judge)
    assert verdict.outcome != "hold", told_of(verdict)
    assert verdict.repairs == ()
    markdown = written(verdict, chosen)
    assert [words for words in told["must"] if words not in markdown] == []
    assert [words for words in told["must_in_title"] if words not in verdict.draft.title.text] == []
    assert [words for words in told["must_not"] if words in markdown] == []


@pytest.mark.parametrize("judge", [False, True], ids=["rules alone", "with a judge"])
@pytest.mark.parametrize("name", CASES)
async def test_what_must_not_be_said_does_not_reach_the_file(name: str, judge: bool) -> None:
    """By the rules alone what rules can see; with a judge the rest. What should be said is not lost on the way."""
    told = case(name)
    kinds = ("rules", "judge") if judge else ("rules",)
    verdict, chosen, model = await decided(told, *kinds, judge=judge)
    said = [sentence.text for _, sentence in verdict.draft.placed()]
    assert [each["text"] for each in wrongs(told, *kinds) if each["text"] in said] == []
    markdown = written(verdict, chosen)
    assert [words for words in told["must_not"] if words in markdown] == []
    assert [words for words in told["must"] if words not in markdown] == []
    assert len(model.asked) <= 4  # draft, judge, rewrite, judge of the rewritten


@pytest.mark.parametrize(
    ("name", "number"), [(name, n) for name in CASES for n in range(len(case(name).get("wrong_title", [])))]
)
async def test_a_title_stronger_than_the_sources_holds_the_article(name: str, number: int) -> None:
    told = case(name)
    title = told["wrong_title"][number]
    verdict, _, _ = await decided(told, judge=title["by"] == "judge", title=title)
    assert verdict.outcome == "hold", title["text"]


BLOCKED = "term,action,replacement,scope,reason\n{word},block,,,本站另有约定\n"


async def test_a_blocked_term_only_in_a_references_title_holds_the_article() -> None:
    """Rule and place are named, and nothing is cut or reworded for it: an editor must give a reason."""
    told = case("one_wire")
    assert "计划招聘" in told["source"][0]["title"]
    standards = checks.Standards(terms=wording.rows(BLOCKED.format(word="计划招聘"), "terms.csv"))
    verdict, _, _ = await decided(told, judge=True, standards=standards)
    (finding,) = verdict.findings
    assert (verdict.outcome, verdict.repairs, finding.place) == ("hold", (), "source/1")
    assert "terms.csv" in finding.advice and "本站另有约定" in finding.advice


async def test_a_blocked_term_only_in_a_keyword_of_the_file_holds_it_when_it_is_verified() -> None:
    told = case("one_wire")
    verdict, chosen, _ = await decided(told, judge=False)
    markdown = written(verdict, chosen).replace("工程师, 兰州", "工程师, 政务热线")
    standards = checks.Standards(terms=wording.rows(BLOCKED.format(word="政务热线"), "terms.csv"))
    reread = proofreading.reread(article.parse(markdown), markdown, verdict.draft, chosen)
    rules = checks.checks(0, 10**6, standards)
    proofs = proofreading.proofs(reread.draft, chosen, rules, {}, standards, reread)
    assert proofs.verdict == "hold"
    keyword = next(each for each in proofs.sentences if each.text == "政务热线")
    assert keyword.place == "keywords/2" and keyword.edited
    assert [each.rule for each in keyword.findings if "本站另有约定" in each.advice] == ["house-term"]


def test_one_short_item_and_nothing_else_is_refused_with_what_was_searched(tmp_path: Path) -> None:
    item = (
        "望舒实验室首席执行官顾晚舟周五说，公司明年将招聘约200名工程师，其中一半派往兰州，其余留在总部，"
        "她没有透露新岗位的薪酬，也没有说明招聘从哪个月开始，公司发言人拒绝进一步置评。"
    )
    assert 80 <= len(item) <= 100
    (tmp_path / "item.txt").write_text(item, encoding="utf-8")
    result = run(["write", "望舒实验室招聘工程师", "--source-file", "item.txt"], tmp_path)
    assert result.code == 3
    assert "Searched: " in result.err and "item.txt" in result.err and "--url" in result.err
    assert left_in(tmp_path) == ["item.txt"]


async def test_two_calls_when_nothing_is_wrong_and_four_at_worst() -> None:
    """Draft and judge; where something fails one rewrite of all of it, and one look at what was rewritten."""
    told = case("vendor")
    _, _, clean = await decided(told, judge=True)
    assert [(each.role, each.purpose.partition(":")[0]) for each in clean.asked] == [
        ("draft", "draft"),
        ("judge", "judge"),
    ]
    told["wrong"][0]["rewritten"] = "该公司称，新模型在CodeTrail上的得分比GPT-4.1高3个百分点，测试由公司自己完成。"
    verdict, _, worst = await decided(told, "rules", "judge", judge=True)
    assert [each.purpose.partition(":")[0] for each in worst.asked] == ["draft", "judge", "rewrite", "judge"]
    assert told["wrong"][0]["rewritten"] in worst.asked[3].user  # and nothing else that was judged before
    assert told["article"]["title"]["text"] not in worst.asked[3].user
    assert told["wrong"][0]["rewritten"] in [sentence.text for _, sentence in verdict.draft.placed()]
