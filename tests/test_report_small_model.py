"""A report by a small model: one sentence of a source at a time, sections and chapters by code."""

import asyncio
import re
from functools import cache

import pytest

from golden import ROOT
from newsbot import checks, chinese
from newsbot.evidence import Limits, carries, choose
from newsbot.gate import Gate
from newsbot.news import Draft, Evidence, Paragraph, Sentence, SourceDate, Table
from newsbot.newsroom import Request
from newsbot.writers import attributing, chapters, rewording, stepwise
from report_world import KIND
from story_cases import AMPLE, PROMPTS, MemoryModel, candidate

HEADLINE = "澜江省自动驾驶接驳车试点满一年"
_PASSAGE = re.compile("^资料：(.*)$", re.MULTILINE)


@cache
def evidence() -> Evidence:
    """What thirteen invented outlets say of one trial, each in its own words (`report_pages.txt`)."""
    candidates = []
    pages = (ROOT / "tests/report_pages.txt").read_text(encoding="utf-8").removeprefix("# ").split("\n# ")
    for n, page in enumerate(pages):
        first, *paragraphs = page.strip().splitlines()
        outlet, title = first.split("｜")
        day = SourceDate(year=2026, month=11, day=20)
        url = f"https://outlet{n}.example/a.html"
        candidates.append(
            candidate(
                "\n".join(paragraphs), url, given=True, title=title, publisher=outlet, published=day, language="zh"
            )
        )
    assert KIND.reach is not None
    limits = Limits(**{**AMPLE.model_dump(), **KIND.reach.model_dump()})
    return choose("trial", [HEADLINE], candidates, limits, ("示例",))


def reworded(request: Request) -> str:
    """A model that puts the second half of a sentence first, and makes neither headings nor a summary."""
    passage = _PASSAGE.search(request.user)
    if passage is None or not request.purpose.startswith("sentence"):
        return "无"
    first, sign, rest = passage[1].rstrip("。").partition("，")
    return f"{rest}，{first}。" if sign and not re.match("[他她其]|其余", rest) else passage[1]


async def drafted(model: MemoryModel) -> Draft:
    return await stepwise.write(model, PROMPTS, evidence(), "s", carries(evidence()), 4, checks.HOUSE, KIND)


# ---------------------------------------------------------------- the outline by code


def said(*texts: str, source: int = 1) -> list[Sentence]:
    return [Sentence(text=text, passages=(f"{source}.{n}",)) for n, text in enumerate(texts, 1)]


LIKE = (
    "{}的机房面积为{}平方米，装有机柜。",
    "{}的机柜装在机房的二层，机房面积还会扩大。",
    "{}每天用水{}吨，用的是再生水。",
    "{}的再生水由污水处理厂供应，用水按月结算。",
    "{}有职工{}人，夜班有人值守。",
    "{}的职工大多是本地人，夜班另有补贴。",
    "{}把价格下调了{}%，企业租用更便宜。",
    "{}的企业用户增加，租用价格还会下调。",
)


def test_what_sources_say_of_the_same_thing_stands_in_one_section_in_the_order_of_the_sources() -> None:
    body = [
        each
        for n, city in enumerate(("云川", "澜州", "青屿", "北麓", "南汀", "沙陵"), 1)
        for each in said(*(text.format(f"{city}算力中心", 10 + n) for text in LIKE), source=n)
    ]
    told = chapters.grouped(body, KIND.parts)
    assert KIND.parts.sections[0] <= len(told) <= KIND.parts.sections[1]
    sections = [section for chapter in told for section in chapter]
    assert sorted(each.text for section in sections for each in section) == sorted(each.text for each in body)
    for n in range(1, len(LIKE) + 1):
        heard = [sum(each.passages[0].endswith(f".{n}") for each in section) for section in sections]
        assert max(heard) >= sum(heard) - 1, LIKE[n - 1]
    for section in sections:
        assert [int(each.passages[0].split(".")[0]) for each in section] == sorted(
            int(each.passages[0].split(".")[0]) for each in section
        )


def test_sentences_of_one_paragraph_and_one_that_leans_back_stay_together() -> None:
    leaning = [
        Sentence(text="马建国开了19年公交车，去年改做安全员。", passages=("1.1",)),
        Sentence(text="马建国说现在腰和膝盖都不疼了。", passages=("1.1",)),
        Sentence(text="他也说坐着看路比开车更容易犯困。", passages=("1.2",)),
    ]
    others = said(*(text.format("云川算力中心", 7) for text in LIKE), source=2)
    sections = [section for chapter in chapters.grouped([*leaning, *others], KIND.parts) for section in chapter]
    home = next(section for section in sections if leaning[0] in section)
    at = home.index(leaning[0])
    assert home[at : at + 3] == leaning


@pytest.mark.parametrize("count", [1, 2, 5])
def test_fewer_sentences_than_chapters_make_as_many_as_there_are(count: int) -> None:
    body = said(*(text.format("云川算力中心", 7) for text in LIKE[:count]))
    told = chapters.grouped(body, KIND.parts)
    assert sum(len(section) for chapter in told for section in chapter) == count


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        (
            ("云川算力中心每天用水1017吨。", "澜州算力中心每天用水1038吨。", "青屿算力中心每天用水9吨。"),
            "算力中心每天用水",
        ),
        (("有28个实验室使用中心的机器。", "有35个实验室使用中心的机器。"), "实验室使用中心的机器"),
        (("机房面积为276平方米。", "夜班每班有3人值守。", "水费按每吨8元结算。"), ""),  # they have nothing in common
    ],
)
def test_a_section_is_called_by_what_its_sentences_have_in_common(texts: tuple[str, ...], title: str) -> None:
    assert next(chapters.phrases(texts), "") == title


def test_else_by_the_beginning_of_a_sentence_that_has_most_in_common_with_the_others() -> None:
    section = said(
        "考核不合格的有9人，他们转到了调度岗位。",
        "额定乘坐十四人，其中座位八个。",
        "接驳车的安全员来自公交公司，培训在封闭场地进行。",
        "安全员的培训在封闭场地进行120小时。",
    )
    assert next(chapters.subjects(section)) == "接驳车的安全员来自公交公司，培训在封闭场地进行"
    assert chapters.central(section)[-1] in section[:2]


@pytest.mark.parametrize(
    ("clause", "sentence", "halved"),
    [
        ("何静川说，装了设备的路口", "何静川说，装了设备的路口，急刹车的次数减少了七成。", True),
        ("何静川说，急刹车的次数减少了七成", "何静川说，急刹车的次数减少了七成。", False),
        ("青澜公交集团答应不辞退安全员", "青澜公交集团答应不辞退安全员，愿意的可以转岗。", False),
    ],
)
def test_half_of_what_somebody_said_is_no_title(clause: str, sentence: str, halved: bool) -> None:
    assert chapters.halved(clause, sentence) == halved


def test_who_speaks_of_his_own_town_says_whose_report_it_is_where_another_source_stood_before() -> None:
    sources = {each.publisher: each.id for each in evidence().sources}
    section = [
        Sentence(text="市交通局说，这些车一年行驶252万千米。", passages=(f"{sources['青澜日报']}.1",)),
        Sentence(text="市交通局说，线路还会增加。", passages=(f"{sources['青澜日报']}.2",)),
        Sentence(text="鹿川市有接驳车41辆。", passages=(f"{sources['鹿川晚报']}.1",)),
        Sentence(text="公司有安全员96人。", passages=(f"{sources['南汀观察']}.1",)),
    ]
    assert [each.text for each in attributing.oriented(section, evidence())] == [
        "据青澜日报报道，市交通局说，这些车一年行驶252万千米。",
        "市交通局说，线路还会增加。",
        "鹿川市有接驳车41辆。",
        "据南汀观察报道，公司有安全员96人。",
    ]


# ---------------------------------------------------------------- a sentence at a time


def test_a_sentence_about_him_is_not_told_without_the_one_that_names_him() -> None:
    text = "骆安平说，从东站到软件园要靠共享单车。他介绍，早高峰的发车间隔已经缩短到4分钟。"
    first, second = rewording.pieces(evidence().passages[0].model_copy(update={"text": text}))
    assert rewording.hangs(second, "他介绍，发车间隔缩短到4分钟。", [second])
    assert not rewording.hangs(second, "他介绍，发车间隔缩短到4分钟。", [first, second])
    assert not rewording.hangs(second, "早高峰的发车间隔缩短到4分钟。", [second])
    assert not rewording.hangs(first, "他说，要靠共享单车。", [first])  # of whom, the source does not say here either


LONG = "青澜和石渡使用启程汽车厂的车辆，鹿川和远泽使用南河客车厂的车辆，南汀和白岭使用岭南机械厂为坡道改装的车辆。"


@pytest.mark.parametrize(
    ("source", "answer", "copied"),
    [
        (LONG, LONG, True),
        (LONG, "启程汽车厂的车辆用在青澜和石渡，鹿川和远泽用的是南河客车厂的，岭南机械厂改装的用在南汀和白岭。", False),
        ("青澜和石渡使用启程汽车厂的车辆。", "青澜和石渡使用启程汽车厂的车辆。", False),  # too short to be a copy
    ],
)
def test_a_long_sentence_that_comes_back_as_it_was_is_asked_for_again(source: str, answer: str, copied: bool) -> None:
    passage = evidence().passages[0].model_copy(update={"text": source})
    own = evidence().model_copy(update={"passages": (passage, *evidence().passages[1:])})
    piece = next(rewording.pieces(passage))
    fault = rewording.fault(rewording.read(answer, piece), piece, own, checks.HOUSE, first=True)
    assert ("照抄" in fault) == copied, fault


# ---------------------------------------------------------------- the whole


@pytest.mark.deep
def test_a_report_is_written_sentence_by_sentence_and_passes_its_checks() -> None:
    model = MemoryModel(reworded)
    draft = asyncio.run(drafted(model))
    assert (draft.writer, draft.kind) == ("stepwise", "report")
    sentences = {each.purpose for each in model.asked if each.purpose.startswith("sentence")}
    assert sum(each.purpose == "headings" for each in model.asked) > 1
    assert len(model.asked) <= 2 * len(sentences) + 3
    verdict = asyncio.run(Gate(draft, evidence(), checks.checks(*KIND.length, checks.HOUSE, KIND), None).verdict(None))  # type: ignore[misc]
    assert not [each for each in verdict.findings if each.severity == "error"], verdict.reasons
    assert verdict.outcome == "review"  # no judge, and shorter than 8,000 characters: the sources carry no more
    told = verdict.draft
    blocks = [block for section in told.sections for block in section.blocks]
    (table,) = (block for block in blocks if isinstance(block, Table))
    assert [row[0].text for row in table.rows] == ["石渡市", "远泽市", "鹿川市", "青澜市", "白岭市"]
    body = {each.text for block in blocks if isinstance(block, Paragraph) for each in block.sentences}
    assert not body & {each.text for paragraph in told.introduction for each in paragraph.sentences}
    assert sum(section.level == 1 for section in told.sections) >= KIND.parts.sections[0]
    assert told.tldr and told.introduction and told.conclusion
    assert sum(chinese.han_count(each.text) for _, each in told.body()) >= checks.TOO_SHORT * KIND.length[0]  # type: ignore[index]


@pytest.mark.deep
def test_titles_are_asked_for_at_once_where_every_sentence_took_both_its_calls() -> None:
    model = MemoryModel(lambda request: "上一次请重写。" if request.purpose.startswith("sentence") else "无")
    draft = asyncio.run(drafted(model))
    sentences = {each.purpose for each in model.asked if each.purpose.startswith("sentence")}
    assert draft.sections and len(model.asked) == 2 * len(sentences) + 3
