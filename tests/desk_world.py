"""A newsroom with a draft on the desk: evidence of ours, and sentences that stand in every way a sentence can."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from asgi import Browser
from databases import ready
from newsbot import gate, pipeline, wiring
from newsbot.desk import Sessions, application
from newsbot.news import Draft, Evidence, Paragraph, Passage, Section, Sentence, Source, Story
from newsbot.settings import Settings
from newsbot.wiring import Newsroom

WHEN = datetime(2026, 11, 20, 4, tzinfo=UTC)
STORY = Story(id="d" * 32, kind="news", headline="澜图科技推理芯片N2", created=WHEN)
PASSAGES = (
    ("1.1", 1, "澜图科技11月20日在广州发布推理芯片N2，单卡定价1.2万元，面向中小型数据中心销售。", "zh"),
    ("1.2", 1, "首席执行官顾遥说，公司计划明年把月产能从8000片提高到2万片，新产线设在佛山。", "zh"),
    ("2.1", 2, "Lantu said the first batch of chips would go to three cloud providers in Guangdong.", "en"),
)


def _source(id: int, publisher: str, language: str) -> Source:
    return Source(
        id=id,
        url=f"https://outlet{id}.example/n2",
        title=f"N2 {publisher}",
        publisher=publisher,
        retrieved=WHEN,
        language=language,
        sha256=str(id) * 64,
    )


def _passages() -> tuple[Passage, ...]:
    at = {1: 0, 2: 0}
    made = []
    for id, source, text, language in PASSAGES:
        made.append(
            Passage(id=id, source=source, start=at[source], end=at[source] + len(text), text=text, language=language)
        )
        at[source] += len(text) + 1
    return tuple(made)


EVIDENCE = Evidence(
    story=STORY.id,
    headline=STORY.headline,
    sources=(_source(1, "岭南科技报", "zh"), _source(2, "Harbour Wire", "en")),
    passages=_passages(),
)


def on(text: str, *ids: str) -> Sentence:
    return Sentence(text=text, passages=ids or ("1.1",))


TRUE = "澜图科技11月20日在广州发布推理芯片N2，单卡定价1.2万元。"
WRONG = "新产线设在佛山，月产能将提高到3万片。"
UNSEEN = "首批芯片将供给广东的三家云服务商。"
DRAFT = Draft(
    writer="whole",
    model="scripted",
    title=on("澜图科技在广州发布推理芯片N2"),
    heading=on("推理芯片N2面向中小型数据中心销售"),
    tldr=(on("澜图科技发布推理芯片N2，面向中小型数据中心销售。"),),
    introduction=(Paragraph(sentences=(on(TRUE),)),),
    sections=(
        Section(
            title=on("新产线设在佛山", "1.2"),
            blocks=(Paragraph(sentences=(on(WRONG, "1.2"), on(UNSEEN, "2.1"))),),
        ),
    ),
    conclusion=(),
    tags=("推理芯片",),
)
WRONG_AT, UNSEEN_AT = "sections/0/0/0", "sections/0/0/1"


@asynccontextmanager
async def newsroom(folder: Path, stories: int = 1) -> AsyncIterator[Newsroom]:
    """The newsroom in `folder`, with drafts on its desk; the first is `STORY`."""
    settings = Settings.model_validate(
        {
            "database_url": ready(folder / "newsbot.db"),
            "site": {"drafts": folder / "drafts", "dir": folder / "site"},
        }
    )
    async with wiring.opened(settings, lambda *_: None, writing=False) as room:
        for number in range(stories):
            await put(room, STORY if number == 0 else STORY.model_copy(update={"id": f"{number:08x}" * 4}))
        yield room


async def entered(room: Newsroom, editor: str = "张三") -> Browser:
    """A browser in which this editor has entered the desk."""
    sessions = Sessions(editor, room.world.now)
    browser = Browser(application(room, sessions, 8321))
    await browser.post("/enter", {"token": sessions.token()})
    return browser


async def put(room: Newsroom, story: Story, draft: Draft = DRAFT, evidence: Evidence = EVIDENCE) -> None:
    """Bring a story with this draft up to the desk, as the pipeline does."""
    archive, rules = room.world.archive, room.rules
    chosen = evidence.model_copy(update={"story": story.id})
    verdict = gate.as_it_stands(draft, chosen, rules.checks_of(draft), {})
    await archive.add_story(story)
    await archive.finish(story.id, "new", "gathered", chosen.model_dump_json())
    await archive.finish(story.id, "gathered", "drafted", draft.model_dump_json())
    await archive.finish(story.id, "drafted", "judged", verdict.model_dump_json())
    row = await archive.row(story.id)
    assert row is not None
    await pipeline.advance(row, room.world, rules)
