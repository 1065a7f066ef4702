"""Pictures of the desk for the documents: a newsroom of invented stories, looked at in Chromium.

    python docs/screenshots.py

Writes `docs/images/*.png`. Needs the test extra and Chromium; all names and events are made up. Run it after a change
of what the desk looks like, and look at the pictures before keeping them.
"""

import asyncio
import random
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import chromium
from desk_served import served
from desk_world import EVIDENCE, STORY, WRONG_AT, newsroom, put
from feed_world import Clock
from newsbot.edges.store import Store
from newsbot.news import Article, Draft, Feed, Known, Outcome, Page, Published, Sentence, Story, Verdict
from newsbot.newsroom import Call, Caps, Member, Placing, Reply
from newsbot.wiring import Newsroom
from story_entries import entry

IMAGES = Path(__file__).parent / "images"
OUTLETS = ("岭南科技报", "海湾财经", "新声日报", "Harbour Wire", "中部晚报")
TOLD: tuple[tuple[str, int], ...] = (
    ("远汀云公布推理服务价格，长文本输入降价40%", 4),
    ("青禾实验室开源语音模型“回声”，支持18种方言", 3),
    ("三家芯片厂商成立联盟，统一数据中心互联接口", 3),
    ("沿海两省算力中心并网，调度系统12月上线", 2),
    ("知情人士称，北屿科技考虑出售机器人业务", 1),
    ("医疗影像模型在五家医院完成对照试验", 1),
    ("澜图科技推理芯片N2开始供货，首批交付三家客户", 2),
)
WAITING: tuple[tuple[str, Outcome, int, int, int, str], ...] = (
    ("远汀云推理服务降价，长文本输入便宜四成", "pass", 82, 0, 3, ""),
    ("青禾实验室开源方言语音模型“回声”", "review", 74, 2, 4, ""),
    ("三家芯片厂商成立互联接口联盟", "review", 69, 1, 3, ""),
    ("沿海两省算力中心并网运行", "hold", 61, 3, 5, "引用的段落写的是12月，句子写成11月"),
    ("医疗影像模型完成五家医院的对照试验", "pass", 58, 0, 4, ""),
)
RULES = ("figure", "name-unknown", "qualifier", "date", "quote", "sourcing", "length")


async def waiting(room: Newsroom) -> None:
    """Drafts on the desk besides the one that is shown."""
    for number, (title, outcome, score, left, minutes, held) in enumerate(WAITING, 1):
        story = Story(id=f"{number:08x}" * 4, kind="news", headline=title, created=room.world.now())
        await put(room, story)
        article = Article.model_validate_json(await room.store.artifact(story.id, "review") or "")
        about = {"title": title, "outcome": outcome, "score": score, "open": left, "minutes": minutes, "held": held}
        await room.store.finish(story.id, "review", "review", article.model_copy(update=about).model_dump_json())


async def heard_of(room: Newsroom) -> None:
    """Stories of the last day, each told by some outlets."""
    now = room.world.now()
    feeds = [Feed(url=f"https://outlet{n}.example/feed", title=name) for n, name in enumerate(OUTLETS)]
    await room.store.follow(feeds)
    followed = {each.feed.url: each for each in await room.store.followed()}
    placings: list[Placing] = []
    for n, feed in enumerate(feeds):
        mine = [
            entry(f"{s}", title, feed.url, publisher=feed.title, published=now - timedelta(hours=3 * s + n, minutes=17))
            for s, (title, count) in enumerate(TOLD)
            if (n + s) % len(feeds) < count
        ]
        await room.store.keep_feed(
            followed[feed.url].model_copy(update={"answered": now, "failures": 4 if n == 4 else 0, "result": "503"}),
            [Known(entry=each, digests=(each.digest,)) for each in mine],
        )
        placings += [Placing(member=Member(entry=each, story=f"{int(each.key):032x}", seen=now)) for each in mine]
    begun: set[str] = set()
    for each in placings:
        if each.member.story not in begun:
            begun.add(each.member.story)
            story = Story(id=each.member.story, kind="news", headline=each.member.entry.title, created=now)
            await room.store.place([each.model_copy(update={"begins": story})])
        else:
            await room.store.place([each])


async def source_pages(room: Newsroom) -> None:
    """What the sources of the draft said as a whole."""
    more = {
        1: "公司没有公布客户名单。分析人士认为，中小型数据中心对单卡价格更敏感。",
        2: "The company did not name them.",
    }
    for source in EVIDENCE.sources:
        text = "\n".join(each.text for each in EVIDENCE.passages if each.source == source.id) + "\n" + more[source.id]
        page = Page(
            url=source.url,
            final_url=source.url,
            fetched=source.retrieved,
            title=source.title,
            text=text,
            sha256=source.sha256,
            publisher=source.publisher,
            language=source.language,
        )
        await room.store.keep_page(page, [])


async def a_month(url: str, until: datetime, chance: random.Random) -> None:
    """What was written, found, published and paid in the thirty days before."""
    for ago in range(30, -1, -1):
        at = until - timedelta(days=ago, hours=2)
        async with await Store.open(url, Clock(at)) as store:
            for number in range(chance.randint(2, 7)):
                await written(store, f"a{ago:03x}{number:04x}" * 4, at, chance)


async def written(store: Store, id: str, at: datetime, chance: random.Random) -> None:
    outcome: Outcome = chance.choices(("pass", "review", "hold"), (6, 3, 1))[0]
    said = Sentence(text="甲")
    draft = Draft(writer="whole", title=said, heading=said, tldr=(said,), introduction=(), sections=(), conclusion=())
    verdict = Verdict(outcome=outcome, draft=draft, sentences=(), findings=())
    rules = dict.fromkeys(chance.choices(RULES, range(len(RULES), 0, -1), k=chance.randint(0, 3)), 1)
    named = {"story": id, "name": "x.md", "path": "x.md", "sha256": "0"}
    article = Article.model_validate({**named, "generated": at, "outcome": outcome, "notes": {}, "rules": rules})
    published = Published.model_validate({**named, "draft": "0", "at": at, "outcome": outcome})
    await store.add_story(Story(id=id, kind="news", headline="甲", created=at))
    await store.finish(id, "new", "gathered", "{}")
    await store.finish(id, "gathered", "drafted", "{}")
    await store.finish(id, "drafted", "judged", verdict.model_dump_json())
    await store.finish(id, "judged", "review", article.model_dump_json())
    if outcome == "hold":
        await store.finish(id, "review", "refused", "{}")
    else:
        await store.finish(id, "review", "published", published.model_dump_json())
    for model, micros in (("writer-large", chance.randint(9_000, 22_000)), ("judge-small", chance.randint(900, 3_000))):
        call = Call(
            key=f"{id}{model}",
            story=id,
            role="draft",
            purpose="draft",
            ordinal=0,
            model=model,
            most_tokens=9,
            most_micros=10**6,
        )
        await store.reserve(call, Caps(caps=(), concurrency=9))
        await store.settle(call.key, Reply(text="x", model=model, prompt_tokens=1, completion_tokens=1), micros)


async def taken(room: Newsroom, shots: Sequence[tuple[str, str, str, int, int]]) -> None:
    """A picture each: its name, the address, the colours, and the window's width and height."""
    async with served(room, "张三") as desk, chromium.browser() as browser:
        for name, address, scheme, width, height in shots:
            context = await browser.new_context(
                color_scheme="dark" if scheme == "dark" else "light", viewport={"width": width, "height": height}
            )
            await context.add_cookies([desk.cookie("张三")])  # type: ignore[list-item]
            page = await context.new_page()
            await page.goto(desk.origin + address)
            await page.wait_for_load_state("networkidle")
            await page.screenshot(path=IMAGES / f"{name}.png", scale="css")
            await context.close()
            size = (IMAGES / f"{name}.png").stat().st_size
            print(f"{name}.png {size // 1000} kB")


async def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    draft = f"/drafts/{STORY.id}#s-{WRONG_AT.replace('/', '-')}"
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'newsbot.db'}"
        async with newsroom(Path(folder), 0) as room:
            now = room.world.now()
        await a_month(url, now, random.Random(7))
        async with newsroom(Path(folder)) as room:
            await source_pages(room)
            await waiting(room)
            await heard_of(room)
            await room.store.beat("daemon")
            await taken(
                room,
                (
                    ("stories", "/", "light", 1200, 800),
                    ("drafts", "/drafts", "light", 1200, 720),
                    ("draft", draft, "light", 1280, 860),
                    ("draft-phone", draft, "light", 390, 844),
                    ("overview", "/overview", "light", 1200, 900),
                    ("overview-dark", "/overview", "dark", 1200, 900),
                ),
            )


if __name__ == "__main__":
    asyncio.run(main())
