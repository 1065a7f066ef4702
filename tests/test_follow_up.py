"""A story that goes on: the second article opens with what is new, and says what it goes on with."""

import json
from collections.abc import AsyncIterator
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from loopback import Site
from loopback import site as loopback_site
from newsbot.checks import tells_news
from newsbot.checks.following import going_on
from newsbot.news import Draft, Evidence, Former, Paragraph, Section, Sentence
from newsroom_run import beside


class Report(NamedTuple):
    """A page of an outlet, and the entry that leads to it."""

    path: str
    outlet: str
    title: str
    day: str
    paragraphs: tuple[str, ...]


FIRST = (
    Report(
        "/n2",
        "岭南科技报",
        "澜图科技发布推理芯片N2，定价1.2万元",
        "2026-11-20",
        (
            "澜图科技11月20日在广州发布推理芯片N2，单卡定价1.2万元，面向中小型数据中心销售。",
            "澜图科技首席执行官顾遥在发布会上介绍，N2采用7纳米工艺，单卡功耗为75瓦，可以装进普通服务器。",
            "首批N2将供给三家云服务商，其中桐江云已经签下2000片的订单，其余两家仍在测试样片。",
            "顾遥说，公司计划明年把月产能从8000片提高到2万片，新产线设在佛山，预计6月投产。",
        ),
    ),
    Report(
        "/n2-too",
        "桐江晚报",
        "推理芯片N2在广州亮相，单卡定价1.2万元",
        "2026-11-20",
        (
            "国产推理芯片N2在广州亮相，由澜图科技研发，单卡售价1.2万元，公司称这一价格在同类产品中较低。",
            "桐江云负责人表示，采购的2000片N2将用于语音客服和文档检索两项业务，分两批装机。",
            "行业研究机构衡石咨询的报告写道，今年国内推理芯片的出货量预计达到46万片，比去年增加三成。",
            "N2的配套软件已在澜图科技官网开放下载，支持常见的开源模型，文档以中文和英文两种语言提供。",
        ),
    ),
)
LATER = (
    Report(
        "/n2-price",
        "岭南科技报",
        "澜图科技下调推理芯片N2售价至9800元",
        "2026-11-24",
        (
            "澜图科技将推理芯片N2的单卡售价下调至9800元，新价格11月24日生效，此前定价为1.2万元。",
            "公司在公告中说，降价源于封装成本下降，已经付款的客户可以在30天内申请退还差价。",
            "桐江云回应称，将按照新价格结算尚未交付的1400片，装机计划不变，明年一季度完成。",
            "澜图科技11月20日在广州发布推理芯片N2，采用7纳米工艺，单卡功耗为75瓦。",
        ),
    ),
    Report(
        "/n2-price-too",
        "桐江晚报",
        "N2推理芯片降价，单卡9800元",
        "2026-11-24",
        (
            "发布四天之后，推理芯片N2迎来降价，单卡售价调整为9800元，降幅超过18%。",
            "衡石咨询分析师林昭认为，低价有助于争取预算有限的地方数据中心，但毛利率会受到影响。",
            "另一家芯片企业朔方微电子表示，暂时没有跟进降价的计划，旗下同类产品仍按原价供应。",
            "首批N2将供给三家云服务商，其中桐江云已经签下2000片的订单。",
        ),
    ),
)


def page(report: Report) -> str:
    text = "".join(f"<p>{escape(each)}</p>" for each in report.paragraphs)
    return (
        f'<html lang="zh"><head><title>{report.title}</title><meta property="og:site_name" content="{report.outlet}">'
        f'<meta property="article:published_time" content="{report.day}T09:00:00+08:00"></head>'
        f"<body><article><h1>{report.title}</h1>{text}</article></body></html>"
    )


def feed(outlet: str, server: str, reports: list[Report]) -> str:
    items = "".join(
        f"<item><title>{each.title}</title><link>{server}{each.path}</link><guid>{each.path}</guid>"
        f"<description>{each.paragraphs[0]}</description><pubDate>{each.day}T09:00:00+08:00</pubDate></item>"
        for each in reversed(reports)
    )
    return f'<rss version="2.0"><channel><title>{outlet}</title><link>{server}/</link>{items}</channel></rss>'


class Newsroom(NamedTuple):
    """An installation that follows two outlets; what they print is in `printed`."""

    folder: Path
    server: Site
    printed: list[Report]
    env: dict[str, str]

    async def ran(self, *args: str) -> dict[str, Any]:
        result = await beside([*args, "--json"], self.folder, self.env)
        assert result.code in (0, 6), result
        return result.report if result.out.strip() else {}

    async def hears(self, reports: tuple[Report, ...]) -> None:
        self.printed.extend(reports)
        assert (await beside(["poll", "--force"], self.folder, self.env)).code == 0

    async def one(self, story: str = "") -> dict[str, Any]:
        """The story of them all: where their words left it open, an editor merges them into it."""
        found = list((await self.ran("stories"))["stories"])
        into = story or found[0]["id"]
        others = [each["id"] for each in found if each["id"] != into]
        if others:
            await beside(["stories", "merge", into, *others], self.folder, self.env)
        (one,) = (await self.ran("stories"))["stories"]
        return dict(one)


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    from aiohttp import web

    printed: list[Report] = []
    pages: dict[str, Any] = {each.path: page(each) for each in (*FIRST, *LATER)}
    for path, outlet in (("/feed-a", "岭南科技报"), ("/feed-b", "桐江晚报")):

        async def answer(request: web.Request, outlet: str = outlet) -> web.Response:
            mine = [each for each in printed if each.outlet == outlet]
            text = feed(outlet, f"http://{request.host}", mine)
            return web.Response(text=text, content_type="application/rss+xml")

        pages[path] = answer
    async with loopback_site(pages) as server:
        feeds = json.dumps([server.url("/feed-a"), server.url("/feed-b")])
        env = {"NEWSBOT_FEEDS": feeds, "NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps([server.origin])}
        yield Newsroom(tmp_path, server, printed, env)


async def test_the_second_article_opens_with_the_new_price_and_names_the_first(newsroom: Newsroom) -> None:
    await newsroom.hears(FIRST)
    story = await newsroom.one()
    first = await newsroom.ran("write", "--story", story["id"][:12])
    assert first["verdict"] == "review", first["reasons"]
    assert first["story"] == story["id"]
    await newsroom.hears(LATER)
    again = await newsroom.one(story["id"])
    assert again["news"] in ("update", "development")
    second = await newsroom.ran("write", "--story", story["id"])
    assert second["verdict"] == "review", second["reasons"]
    assert second["follows"] == story["id"]
    text = (newsroom.folder / second["path"]).read_text(encoding="utf-8")
    front = yaml.safe_load(text.split("---")[1])
    before = yaml.safe_load((newsroom.folder / first["path"]).read_text(encoding="utf-8").split("---")[1])
    assert front["follows"] == Path(first["path"]).name
    assert "follows" not in before
    assert front["title"] != before["title"]
    assert "9800元" in front["title"]
    lead = text.partition("### 引言\n\n")[2].splitlines()[0]
    assert "9800元" in lead.split("。")[0]
    assert FIRST[0].paragraphs[0] not in text
    third = await beside(["write", "--story", story["id"]], newsroom.folder, newsroom.env)
    assert third.code == 2
    assert "nothing new has come in" in third.err


async def test_a_story_is_not_named_together_with_a_headline(newsroom: Newsroom) -> None:
    result = await beside(["write", "标题", "--story", "abc"], newsroom.folder, newsroom.env)
    assert (result.code, "leave out what else is named" in result.err) == (2, True)


async def test_a_blocked_topic_in_the_title_of_any_entry_refuses_the_story(newsroom: Newsroom) -> None:
    await newsroom.hears(FIRST)
    story = await newsroom.one()
    (word,) = (word for word in ("发布推理芯片", "在广州亮相") if word not in story["headline"])
    before = len(newsroom.server.requests)
    env = {**newsroom.env, "NEWSBOT_TOPICS__BLOCK": json.dumps([word])}
    result = await beside(["write", "--story", story["id"], "--json"], newsroom.folder, env)
    assert result.code == 3
    (reason,) = result.report["reasons"]
    assert "topics.block" in reason and word in reason and "title" in reason
    assert len(newsroom.server.requests) == before


# ---------------------------------------------------------------- the rule

FORMER = Former(
    story="a" * 32,
    title="澜图科技发布推理芯片N2，定价1.2万元",
    name="n2.md",
    said=(
        *FIRST[0].paragraphs,
        *FIRST[1].paragraphs,
        "Lantu unveiled the N2 chip in Guangzhou, priced at 12,000 yuan.",
    ),
    new=("9800元",),
)


@pytest.mark.parametrize(
    ("text", "news"),
    [
        ("澜图科技把推理芯片N2的单卡售价降到9800元。", True),
        ("澜图科技11月20日在广州发布推理芯片N2，单卡定价12000元。", False),
        ("据岭南科技报报道，首批N2将供给三家云服务商，桐江云已签下2000片的订单。", False),
        ("朔方微电子起诉澜图科技侵犯封装专利，要求停止销售。", True),
        ("Lantu cut the price of the N2 to 9,800 yuan.", True),
        ("Lantu unveiled its N2 chip in Guangzhou at 12,000 yuan.", False),
        ("", False),
    ],
)
def test_another_figure_or_mostly_other_words_are_news(text: str, news: bool) -> None:
    assert tells_news(text, FORMER) is news


def article(title: str, lead: str, *paragraphs: str) -> Draft:
    told = tuple(Paragraph(sentences=(Sentence(text=each, passages=("1.1",)),)) for each in paragraphs)
    return Draft(
        writer="whole",
        title=Sentence(text=title, passages=("1.1",)),
        heading=Sentence(text="N2单卡售价降至9800元", passages=("1.1",)),
        tldr=(),
        introduction=(Paragraph(sentences=(Sentence(text=lead, passages=("1.1",)),)),),
        sections=(Section(title=Sentence(text="芯片降价", passages=("1.1",)), blocks=told),),
        conclusion=(),
    )


NEW_TITLE, NEW_LEAD = "澜图科技下调N2售价至9800元", "澜图科技11月24日宣布，N2单卡售价降至9800元。"


@pytest.mark.parametrize(
    ("draft", "places"),
    [
        (article(NEW_TITLE, NEW_LEAD, FIRST[0].paragraphs[1]), []),
        (article(FORMER.title, NEW_LEAD), ["title"]),
        (article("澜图科技在广州发布推理芯片N2", NEW_LEAD), ["title"]),
        (article(NEW_TITLE, FIRST[0].paragraphs[0]), ["introduction/0/0"]),
        (article(NEW_TITLE, NEW_LEAD, *FIRST[0].paragraphs[1:3]), ["sections/0/1/0"]),
    ],
)
def test_an_article_that_retells_is_named_at_its_place(draft: Draft, places: list[str]) -> None:
    evidence = Evidence(story="b" * 32, headline="N2降价", sources=(), passages=(), former=FORMER)
    assert [finding.place for finding in going_on(draft, evidence)] == places
    assert going_on(draft, evidence.model_copy(update={"former": None})) == []
