"""Drafts, sources and answers that are no use: findings or "not judged", never a crash and never a pass by accident."""

import importlib
import itertools
import pkgutil
import re
import re._constants as sre
import re._parser as sre_parser
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsbot
from check_cases import evidence
from counted import work
from newsbot import checks, judging
from newsbot.gate import Gate
from newsbot.news import Draft, Evidence, Judged, Paragraph, Section, Sentence, Verdict
from story_cases import PROMPTS, MemoryModel

RULES = checks.checks(0, 10**6)
CHIP = "甲公司3月5日在柏林发布新款芯片，售价为499欧元，首批货供应欧洲市场。"


def on(text: str, *ids: str) -> Sentence:
    return Sentence(text=text, passages=ids or ("1.1",))


def draft(*body: Sentence, **parts: Any) -> Draft:
    base: dict[str, Any] = {
        "writer": "whole",
        "title": on("甲公司3月5日在柏林发布新款芯片"),
        "heading": on("甲公司新款芯片首批货供应欧洲市场"),
        "tldr": (on("首批货供应欧洲市场，售价为499欧元。"),),
        "introduction": (Paragraph(sentences=body),) if body else (),
        "sections": (),
        "conclusion": (),
    }
    return Draft(**base | parts)


async def decided(draft_: Draft, evidence_: Evidence, judge: Any = None) -> Verdict:
    return await Gate(draft_, evidence_, RULES, judge).verdict(None)


async def agreeing(asked: Sequence[tuple[str, Sentence]]) -> dict[str, Judged]:
    """A judge that says yes to everything, with words that no passage has."""
    return {place: Judged(place=place, support="supported", by="judge", spans=("有",)) for place, _ in asked}


# ---------------------------------------------------------------- drafts


EMPTY = Sentence(text="")
NOTHING = Draft(
    writer="whole", title=EMPTY, heading=EMPTY, tldr=(), introduction=(), sections=(), conclusion=(), keywords=(EMPTY,)
)
BROKEN = {
    "nothing": NOTHING,
    "a title alone": draft(tldr=()),
    "no body": draft(),
    "empty paragraphs": draft(introduction=(Paragraph(sentences=()),) * 3),
    "an empty section": draft(sections=(Section(title=EMPTY, blocks=()),)),
    "white space": draft(on("  \n\t　"), on("。")),
    "another language": draft(on("The chip costs 499 euros and goes on sale in Europe first.")),
    "a third language": draft(on("チップは499ユーロで、まず欧州で発売される。")),
    "a fourth": draft(on("Чип стоит 499 евро и поступит в продажу в Европе.")),
    "10,000 characters": draft(on("甲公司发布新款芯片，" * 1000)),
    "10,000 digits": draft(on("9" * 10_000)),
    "marks alone": draft(on("“" * 5000 + "”" * 5000)),
    "passages that do not exist": draft(on("甲公司发布新款芯片。", "7.7", "0.0", "x", "", "1.1.1")),
    "a thousand passages": draft(on("甲公司发布新款芯片。", *(f"9.{n}" for n in range(1000)))),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("judge", [None, agreeing], ids=["no judge", "a judge that agrees"])
async def test_a_broken_draft_never_passes(name: str, judge: Any) -> None:
    verdict = await decided(BROKEN[name], evidence(CHIP), judge)
    assert verdict.outcome != "pass", name
    assert [each.place for each in verdict.sentences] == [place for place, _ in verdict.draft.placed()]


async def test_a_draft_without_any_evidence_never_passes() -> None:
    none = Evidence(story="s", headline="h", sources=(), passages=())
    verdict = await decided(draft(on(CHIP)), none, agreeing)
    assert verdict.outcome == "hold"


# ---------------------------------------------------------------- sources

MIXED = (
    "The chip 芯片 costs 499 euros。新款チップ는 499유로다. Новый чип 甲公司3月5日发布 для рынка ЕС.\u202e\u0000\ufffe"
)
SOURCES = {
    "1 MB of Chinese": "储能电站的容量为12兆瓦时。" * 27_000,
    "1 MB of English": "The plant stores 12 megawatt hours of power. " * 23_000,
    "1 MB in one word": "A" * 1_000_000,
    "1 MB of digits": "9" * 1_000_000,
    "1 MB of opened quotations": "“" * 350_000,
    "mixed languages": MIXED * 50,
    "nothing": "",
    "white space": " \n" * 1000,
}


LARGE = [pytest.param(name, marks=pytest.mark.deep) if name.startswith("1 MB") else name for name in SOURCES]


@pytest.mark.parametrize("name", LARGE)
async def test_a_hostile_source_supports_nothing(name: str) -> None:
    verdict = await decided(draft(on("甲公司的新款芯片受到市场欢迎。")), evidence(SOURCES[name]))
    assert verdict.outcome != "pass"
    assert {each.support for each in verdict.sentences} <= {"not judged", "unsupported", "contradicted", "partly"}


# ---------------------------------------------------------------- judges

ANSWERS = [
    '{"sentences": [{"number": 1, "verdict": "supported", "span": "没有这几个字"}]}',
    '{"sentences": [{"number": 99, "verdict": "supported", "span": "首批货供应欧洲市场"}]}',
    '{"sentences": [{"number": -1, "verdict": "supported", "span": "首批货供应欧洲市场"}]}',
    '{"sentences": [{"number": 1, "verdict": "supported", "span": ""}]}',
    '{"sentences": []}',
    '{"verdict": "supported"}',
    "supported",
    "",
    "\u202e}{",
]


@pytest.mark.parametrize("answer", ANSWERS, ids=range(len(ANSWERS)))
async def test_a_judge_that_talks_nonsense_passes_nothing(answer: str) -> None:
    told = evidence(CHIP, "The company said the plant would employ about 2,500 people.")
    jobs = on("该公司称，工厂将雇用约2500人。", "1.2")
    judge = partial(judging.judge, MemoryModel(lambda _: answer), PROMPTS, told, "secret")
    verdict = await decided(draft(jobs), told, judge)
    assert verdict.outcome == "review"
    stands = {sentence.text: place for place, sentence in verdict.draft.placed()}[jobs.text]
    assert next(each.support for each in verdict.sentences if each.place == stands) == "not judged"


# ---------------------------------------------------------------- work, counted

PIECES = (
    *(
        "1",
        "1,",
        "一",
        "百",
        "万",
        "亿元",
        "$5 ",
        "3月5日",
        "“",
        "”",
        "（",
        "X（Y）",
        "A",
        "Aa ",
        "Sam Altman ",
        "萨姆·",
    ),
    *(
        "不",
        "据",
        "说：",
        "表示，",
        "的",
        "。",
        "\n",
        " ",
        "《",
        "%",
        "up to ",
        "Q3 ",
        "GPT-4.1 ",
        "U.S. ",
        "—",
        "，",
        "去年",
    ),
)


def judged(text: str, passage: str) -> Callable[[], object]:
    told = evidence(passage)

    def act() -> None:
        checks.against("introduction/0/0", on(text), told)
        checks.support(on(text), told.passages, told.sources)

    return act


FRESH = itertools.count()


def fresh(piece: str, length: int) -> str:
    """A text of this piece alone that nobody has read before: what was read is remembered, and would cost nothing."""
    return f"第{next(FRESH)}号" + piece * (length // max(1, len(piece)))


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join))
@settings(max_examples=10)
def test_the_work_on_hostile_text_grows_no_faster_than_the_text(piece: str) -> None:
    """Four times the text: if each character were compared with every other, sixteen times the work."""
    short, long = (work(judged(fresh(piece, length), fresh("", 0) + CHIP)) for length in (400, 1600))
    assert long <= 8 * short
    short, long = (work(judged(fresh("", 0) + CHIP, fresh(piece, length))) for length in (400, 1600))
    assert long <= 8 * short


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern that stands at the top of a module that reads what others wrote."""
    for package in ("checks", "figures", "glossary", "contradictions", "proofreading", "article", "grouping"):
        home = importlib.import_module(f"newsbot.{package}")
        for found in pkgutil.walk_packages(home.__path__, f"newsbot.{package}."):
            module = importlib.import_module(found.name)
            yield from ((f"{found.name}.{name}", each) for name, each in vars(module).items() if _is_pattern(each))
    for name in ("chinese", "dates", "draft", "terms", "footnotes", "claims"):
        module = importlib.import_module(f"newsbot.{name}")
        yield from ((f"newsbot.{name}.{key}", each) for key, each in vars(module).items() if _is_pattern(each))


def _is_pattern(value: object) -> bool:
    return isinstance(value, re.Pattern) and isinstance(value.pattern, str)


def nested(parsed: Any, *, within: bool = False) -> bool:
    """Whether an unbounded repetition stands, without a fixed beginning, in another unbounded one."""
    for operation, argument in parsed:
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            _, most, inside = argument
            endless = most == sre.MAXREPEAT
            if (within and endless and len(parsed) == 1) or nested(inside, within=within or endless):
                return True
        branches = argument[1] if operation is sre.BRANCH else [argument[3]] if operation is sre.SUBPATTERN else []
        if any(nested(branch, within=within) for branch in branches):
            return True
    return False


def test_no_pattern_repeats_a_repetition_without_end() -> None:
    """What the count of lines cannot see: a search that tries the same text in ever more ways."""
    found = dict(patterns())
    assert len(found) > 60
    assert [name for name, pattern in found.items() if nested(sre_parser.parse(pattern.pattern, pattern.flags))] == []
    assert nested(sre_parser.parse("(a+)+b")) and nested(sre_parser.parse("(?:x|[ab]*)*y"))
    assert not nested(sre_parser.parse("(?:,[0-9]+)*")) and not nested(sre_parser.parse("a+b+"))
    assert newsbot.__name__  # the package that is looked at is the one that is tested
