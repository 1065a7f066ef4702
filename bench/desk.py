"""How long the desk's lists take, with many drafts and stories in a throw-away database.

    python bench/desk.py [--drafts 1000] [--stories 500] [--loads 20]

An invented article of 40 sentences over 8 sources is drafted, judged and rendered once; every draft has artifacts of
its size, with another title, score, verdict and age, and every fifth was acted on. Every story has three entries.
Printed are for each address the median and the longest of so many loads, from the request to the last byte of the page
(in this process, no socket between), the processor time of one, and the page's size.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from gate import article as invented

from asgi import Browser
from desk_world import newsroom
from newsbot import gate, review, stages, tracking
from newsbot.desk import Sessions, application
from newsbot.news import Act, Article, Entry, Feed, Known, Outcome, Stage, Story
from newsbot.newsroom import Member, Placing
from newsbot.wiring import Newsroom

ADDRESSES = (
    "/drafts",
    "/drafts?page=20",
    "/drafts?verdict=hold&whose=free&q=%E6%8E%A8%E7%90%86",
    "/",
    "/?show=1w",
    "/overview",
)
OUTCOMES: tuple[Outcome, ...] = ("hold", "pass", "review")


async def drafted(room: Newsroom, count: int) -> None:
    """Put so many drafts on the desk."""
    archive, now = room.world.archive, room.world.now()
    draft, evidence = invented(40, 2)
    verdict = gate.as_it_stands(draft, evidence, room.rules.checks_of(draft), {})
    begun = review.begun(verdict, 1, evidence)
    first = Story(id="f" * 32, kind="news", headline="推理芯片", created=now)
    _, made = await stages.rendered(first, evidence, begun, room.world, room.rules)
    left: dict[Stage, str] = {"gathered": evidence.model_dump_json(), "drafted": draft.model_dump_json()}
    left["judged"] = verdict.model_dump_json()
    for number in range(count):
        story = first.model_copy(update={"id": f"{number:032x}", "created": now - timedelta(days=9)})
        await archive.add_story(story)
        stood: Stage = "new"
        for stage, document in left.items():
            await archive.finish(story.id, stood, stage, document)
            stood = stage
        outcome = OUTCOMES[number % 3]
        about = {"story": story.id, "title": f"第{number}篇：推理芯片的产能提高到每月两万片", "outcome": outcome}
        about |= {"score": number % 100, "open": number % 9, "held": made.held if outcome == "hold" else ""}
        mine: Article = made.model_copy(update=about)
        await archive.finish(story.id, "judged", "review", mine.model_dump_json())
        if number % 5 == 0:
            await archive.act(story.id, 1, "李四", Act(kind="cut", place="sections/0/0/0"), begun, mine)


async def heard_of(room: Newsroom, count: int) -> None:
    """Have so many stories, each of three entries, over the last two days."""
    store, now = room.store, room.world.now()
    feeds = [Feed(url=f"https://outlet{n}.example/feed", title=f"第{n}日报") for n in range(3)]
    await store.follow(feeds)
    followed = {feed.feed.url: feed for feed in await store.followed()}
    entries = [
        Entry(
            feed=feed.url,
            key=f"{number}",
            id=f"{number}",
            url=f"{feed.url}/{number}",
            title=f"第{number}号推理芯片发布，算力提高{number % 70}%",
            summary="公司负责人表示，首批将于明年交付给三家客户。" * 5,
            publisher=feed.title,
            digest=f"{number}",
            mark=f"{number}",
        )
        for feed in feeds
        for number in range(count)
    ]
    for feed in feeds:
        mine = [Known(entry=each, digests=(each.digest,)) for each in entries if each.feed == feed.url]
        await store.keep_feed(followed[feed.url], mine)
    ids = [f"e{number:031x}" for number in range(count)]
    for number in range(count):
        story = Story(id=ids[number], kind="news", headline=entries[number].title, created=now)
        seen = now - timedelta(minutes=5 * number % 2_800)
        await store.place(
            [
                Placing(member=Member(entry=each, story=story.id, seen=seen), begins=story if n == 0 else None)
                for n, each in enumerate(entries[number::count])
            ]
        )
    await tracking.rate(room.world, ids, room.rules.interests, ())


async def loads(browser: Browser, address: str, count: int) -> tuple[list[float], float, int]:
    """Milliseconds of each load after a first one, of the processor for one, and the bytes of the page."""
    took: list[float] = []
    spent = 0.0
    for number in range(count + 1):
        if number == 1:
            spent = time.process_time()
        began = time.perf_counter()
        answer = await browser.get(address)
        took.append(1000 * (time.perf_counter() - began))
        assert answer.status == 200, answer
    return took[1:], 1000 * (time.process_time() - spent) / count, len(answer.body)


async def run(drafts: int, stories: int, count: int) -> None:
    """Build the desk and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        async with newsroom(Path(folder), 0) as room:
            await drafted(room, drafts)
            await heard_of(room, stories)
            sessions = Sessions("张三", room.world.now)
            browser = Browser(application(room, sessions, 8321))
            await browser.post("/enter", {"token": sessions.token()})
            print(f"{drafts} drafts, {stories} stories; {count} loads each")
            print(f"{'':56}{'median, ms':>12}{'longest, ms':>13}{'processor, ms':>15}{'kB':>7}")
            for address in ADDRESSES:
                took, spent, size = await loads(browser, address, count)
                print(
                    f"{address:56}{statistics.median(took):>12.0f}{max(took):>13.0f}{spent:>15.0f}{size / 1000:>7.0f}"
                )


def main() -> None:
    """Read the arguments and run."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--drafts", type=int, default=1_000)
    arguments.add_argument("--stories", type=int, default=500)
    arguments.add_argument("--loads", type=int, default=20)
    given = arguments.parse_args()
    asyncio.run(run(given.drafts, given.stories, given.loads))


if __name__ == "__main__":
    main()
