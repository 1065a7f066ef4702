"""`newsbot demo`: the real path over a sample site on this machine, then the gate at work on planted faults."""

import itertools
import shlex
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from newsbot import chinese, pipeline, ranking, stages, wiring
from newsbot import story as stories
from newsbot.demo.sample_site import SampleSite
from newsbot.demo.scripted_model import ScriptedModel
from newsbot.demo.scripted_story import answer
from newsbot.errors import NewsbotError
from newsbot.news import Article, Entry, Evidence, Repair, Story, Verdict
from newsbot.newsroom import Progress, Row
from newsbot.settings import FeedSettings, Price, Settings

STORIES = 3
EPOCH = datetime.fromtimestamp(0, UTC)
# Headlines of one event share a name or two and little else; the sample's unrelated ones share nothing.
RESEMBLE = 0.15
DONE = {"re-cited": "改注出处", "rewritten": "改写", "cut": "删去"}


async def run(settings: Settings, out: Path, console: Console, progress: Progress) -> int:
    """Run the demo into `out`; 0 when at least three articles stand there and the gate did its three repairs."""
    began = time.monotonic()
    async with SampleSite() as site:
        console.print(
            f"\n[bold]1  The path[/bold]: {len(site.feeds)} feeds of a sample site on this machine, "
            "polled, grouped, gathered, written, checked, rendered\n"
        )
        entries, fresh, rows = await _path(settings, out, site, console, progress)
        console.print("\n[bold]2  The gate[/bold]: a [bold]scripted[/bold] model (no real one: it plays a part) drafts")
        console.print("   one more story with three planted faults\n")
        verdict, shown = await _gate(settings, out, site, progress)
    for repair in verdict.repairs:
        _show(repair, shown, console)
    _close(console, out, len(entries), fresh, rows, verdict, time.monotonic() - began)
    kinds = {repair.action for repair in verdict.repairs}
    written = [row for row in rows if row.stage == "review"]
    return 0 if len(written) >= STORIES and kinds == set(DONE) else 1


async def _path(
    settings: Settings, out: Path, site: SampleSite, console: Console, progress: Progress
) -> tuple[Sequence[Entry], int, list[Row]]:
    """Poll the sample feeds, choose three stories and carry them to their articles."""
    feeds = tuple(FeedSettings(url=url) for url in site.feeds)
    ours = _settings(settings, out).model_copy(update={"feeds": feeds})
    async with wiring.opened(ours, progress, drafts=_posts(out), origins=site.origins) as newsroom:
        polled = await stages.poll(newsroom.world, newsroom.rules, force=True)
        entries = [each for each in await newsroom.store.entries_since(EPOCH) if each.feed in site.feeds]
        rows = []
        for entry in _chosen(entries):
            story = await _begun(entry, newsroom)
            progress("write", entry.title)
            try:
                row = await pipeline.carry(story, newsroom.world, newsroom.rules)
            except NewsbotError as error:
                console.print(f"   [red]✗[/red] {escape(entry.title)}: {escape(str(error))}")
                continue
            rows.append(row)
            console.print(f"   [green]✓[/green] {escape(await _written(row, newsroom))}")
    return entries, len(polled.announced), rows


def _chosen(entries: Sequence[Entry]) -> list[Entry]:
    """The Chinese entries that most others resemble, one of each event: without a model nothing is translated."""
    groups = [group[0] for group in stories.group(entries) if chinese.language(group[0].title) == "zh"]
    counted = sorted(groups, key=lambda each: -sum(ranking.alike(each.title, other.title) for other in groups))
    chosen: list[Entry] = []
    for entry in counted:
        new = all(ranking.alike(entry.title, other.title) < RESEMBLE for other in chosen)
        if new and len(chosen) < STORIES:
            chosen.append(entry)
    return chosen


async def _begun(entry: Entry, newsroom: wiring.Newsroom) -> Story:
    """The demo's story of this entry: the one a former demo in this folder began, unless its file is gone."""
    for attempt in itertools.count(1):
        id = stories.story_id("news", entry.title, (), (), attempt)
        row = await newsroom.store.row(id)
        if row is None:
            now = newsroom.world.now()
            return Story(id=id, kind="news", headline=entry.title, url=entry.url, created=now)
        if row.stage != "review" or Path((await _article(row, newsroom)).path).is_file():
            return row.story
    raise AssertionError("attempts are endless")


async def _article(row: Row, newsroom: wiring.Newsroom) -> Article:
    document = await newsroom.store.artifact(row.story.id, "review")
    assert document is not None, "a story in review has its article"
    return Article.model_validate_json(document)


async def _written(row: Row, newsroom: wiring.Newsroom) -> str:
    """One line about a story: its article, or why there is none."""
    if row.stage != "review":
        return f"{row.story.headline}: {row.reason}"
    article = await _article(row, newsroom)
    return f"{row.story.headline} → {article.name} ({article.outcome}, {len(article.notes)} sources)"


async def _gate(settings: Settings, out: Path, site: SampleSite, progress: Progress) -> tuple[Verdict, Evidence]:
    """Draft story D with the scripted model and take it through the gate."""
    async with ScriptedModel(answer) as model:
        llm = settings.llm.model_copy(
            update={
                "api_key": SecretStr(""),
                "base_url": model.base_url,
                "draft_model": "scripted",
                "judge_model": "",
                "prices": {"scripted": Price(input=0, output=0)},
            }
        )
        scripted = _settings(settings, out).model_copy(update={"llm": llm, "writer": "whole"})
        async with wiring.opened(scripted, progress, drafts=out / "drafts", origins=site.origins) as newsroom:
            headline, urls = site.headlines["D"], site.pages("D")
            now = newsroom.world.now()
            # A new id each time: the gate's work is to be seen on every run, not replayed from the books.
            id = stories.story_id("news", headline, urls, (now.isoformat(),), 1)
            story = Story(id=id, kind="news", headline=headline, urls=urls, created=now)
            await pipeline.carry(story, newsroom.world, newsroom.rules)
            verdict = await newsroom.store.artifact(id, "judged")
            evidence = await newsroom.store.artifact(id, "gathered")
    assert verdict is not None, "the scripted story was judged"
    assert evidence is not None, "the scripted story was gathered"
    return Verdict.model_validate_json(verdict), Evidence.model_validate_json(evidence)


def _settings(settings: Settings, out: Path) -> Settings:
    """The user's settings, kept to this folder and this machine."""
    return settings.model_copy(
        update={
            "database_url": f"sqlite:///{(out / '.newsbot' / 'demo.db').absolute()}",
            "feeds": (),
            "search": settings.search.model_copy(update={"rss": ()}),
            "site": settings.site.model_copy(update={"dir": out}),
        }
    )


def _posts(out: Path) -> Path:
    return out / "content" / "posts"


# ---------------------------------------------------------------- what is shown


def _show(repair: Repair, evidence: Evidence, console: Console) -> None:
    """One repair: the sentence, what was found, what the passage says, what was done."""
    console.print(f"   [bold]原句[/bold]  {escape(repair.before.text)}")
    for finding in repair.because:
        console.print(f"   [red]发现[/red]  {escape(finding.rule)}：{escape(finding.advice)}")
    for passage in evidence.cited(repair.before.passages):
        console.print(f"   [dim]所注资料[/dim]  \\[{passage.id}] {escape(passage.text)}")
    done = DONE[repair.action]
    if repair.after is None:
        console.print(f"   [green]{done}[/green]  改写后仍与资料不符，不进正文")
    elif repair.action == "re-cited":
        for passage in evidence.cited(repair.after.passages):
            console.print(f"   [green]{done}[/green]  \\[{passage.id}] {escape(passage.text)}")
    else:
        console.print(f"   [green]{done}[/green]  {escape(repair.after.text)}")
    console.print()


def _close(
    console: Console, out: Path, entries: int, fresh: int, rows: Sequence[Row], verdict: Verdict, seconds: float
) -> None:
    """The closing table: what was done, and what to do next."""
    actions: list[str] = [repair.action for repair in verdict.repairs]
    table = Table(show_header=False, title="What was done", title_justify="left", title_style="bold")
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    table.add_row("entries in the feeds", f"{entries}, of which {fresh} new to the archive")
    table.add_row("articles", f"{sum(row.stage == 'review' for row in rows)} in {_posts(out)}")
    table.add_row("repairs", "，".join(f"{DONE[action]}（{action}） {actions.count(action)}" for action in DONE))
    table.add_row("verdict on the scripted draft", f"{verdict.outcome}; it lies in {out / 'drafts'}")
    table.add_row("time", f"{seconds:.1f} s")
    console.print(table)
    console.print("\n[bold]Next[/bold]")
    console.print(f"   read an article:      {_posts(out)}")
    console.print("   make your settings:   newsbot init, then newsbot doctor")
    console.print('   write about anything: newsbot write "标题" --url https://…')
    console.print(f"   judge these drafts:   {escape(_desk(out))}\n")


def _desk(out: Path) -> str:
    """The command that opens the demo's drafts at the desk; what is published there goes to a folder of the demo's."""
    database = shlex.quote(f"sqlite:///{out / '.newsbot' / 'demo.db'}")
    return f"NEWSBOT_DATABASE_URL={database} NEWSBOT_SITE__DIR={shlex.quote(str(out / 'published'))} newsbot desk"
