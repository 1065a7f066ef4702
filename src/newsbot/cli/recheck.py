"""`newsbot recheck`: whether sources of published articles still say what is cited."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from newsbot.chinese import one_line
from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.screen import stamp
from newsbot.cli.stories.told import SHORT, named
from newsbot.errors import UsageError

if TYPE_CHECKING:
    from newsbot.newsroom import Objection, Recheck
    from newsbot.rechecking import Checked
    from newsbot.wiring import Newsroom

MOST = 100  # findings that are listed
SHOWN = 160  # characters of a sentence on one line


@click.command("recheck")
@click.argument("story", default="", metavar="[ID]")
@click.option("--settle", metavar="REASON", help="Take the story's findings off the list; the article may stay.")
@click.option("--only", default="", metavar="KEY", help="With --settle: only what is listed under this key.")
@click.option("--editor", default="", metavar="NAME", help="Who settles them; by default the setting desk.editor.")
@json_option
def command(story: str, settle: str | None, only: str, editor: str, as_json: bool) -> int:
    """Read the sources of published articles again that are due, or now all of story ID, and show what is found and not
    settled: passages that changed or vanished, with both versions, pages that say they were corrected, news of the same
    story, and readers' complaints."""
    if settle is not None and (not story or not settle.strip()):
        raise UsageError("somebody settles one story's findings for a reason: ID --settle REASON")
    return run(as_json, lambda newsroom: _recheck(newsroom, story, settle, only, editor))


async def _recheck(newsroom: "Newsroom", given: str, settle: str | None, only: str, editor: str) -> Said:
    from newsbot import publishing, rechecking
    from newsbot.cli.correct import key_of
    from newsbot.cli.whose import answering

    world, archive = newsroom.world, newsroom.world.archive
    story = ""
    checked: Sequence[Checked] = ()
    if given:
        row = await named(archive, given)
        story = row.story.id
        if row.stage != "published":
            raise UsageError(f"story {story} stands at {row.stage}; only what is published is checked again")
    settled = 0
    if settle is not None:
        by = await answering(newsroom, editor)
        settled = await publishing.dismiss(row, world, by, settle, await key_of(newsroom, story, only) if only else "")
    else:
        checked = await (rechecking.recheck(story, world) if story else rechecking.recheck_due(world))
        await publishing.hear(world)
    findings, objections = await archive.open_findings(story, MOST), await archive.open_objections(story, MOST)
    report = {
        "checked": [{**each.due.model_dump(mode="json"), "result": each.result, "new": each.new} for each in checked],
        "settled": settled,
        "findings": [told(each) for each in findings],
        "objections": [{**each.model_dump(exclude={"at"}), "at": stamp(each.at)} for each in objections],
    }
    return Said(report, "\n".join([*_lines(checked, settled), *_open(findings, objections)]))


def told(found: "Recheck") -> dict[str, Any]:
    """A finding for programs."""
    return {**found.model_dump(exclude={"found"}), "found": stamp(found.found)}


def _lines(checked: "Sequence[Checked]", settled: int) -> list[str]:
    lines = [f"{each.due.story[:SHORT]} [{each.due.source}] {each.due.url}: {each.result}" for each in checked]
    return [*lines, f"{settled} settled"] if settled else lines


def _open(findings: "Sequence[Recheck]", objections: "Sequence[Objection]") -> list[str]:
    """What is open, each under its key in brackets."""
    if not findings and not objections:
        return ["no article needs a correction that anybody knows of"]
    lines = []
    for found in findings:
        said = f": {one_line(found.said)[:SHOWN]}" if found.said else ""
        lines.append(f"{found.story[:SHORT]} [{found.source}] {one_line(found.title)[:60]} {found.kind}{said}")
        for change in found.changes:
            lines.append(f"    {change.kind}, passage {change.passage}")
            lines.append(f"      was: {one_line(change.was)[:SHOWN]}")
            lines.append(f"      now: {one_line(change.now)[:SHOWN] or '(no longer there)'}")
    for each in objections:
        who = f" ({one_line(each.who)})" if each.who else ""
        lines.append(f"{each.story[:SHORT]} [{each.id[:SHORT]}] {each.kind}{who}: {one_line(each.text)[:SHOWN]}")
        lines += [f"      new: {one_line(fact)[:SHOWN]}" for fact in each.facts]
    return [*lines, "`newsbot correct` corrects an article, `newsbot recheck ID --settle REASON` lets it stand"]
