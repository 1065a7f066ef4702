"""`newsbot recheck`: whether sources of published articles still say what is cited."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from newsbot.chinese import one_line
from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.screen import counted, stamp
from newsbot.cli.stories.told import SHORT, named
from newsbot.errors import UsageError

if TYPE_CHECKING:
    from newsbot.newsroom import Recheck
    from newsbot.rechecking import Checked
    from newsbot.wiring import Newsroom

MOST = 100  # findings that are listed
SHOWN = 160  # characters of a sentence on one line


@click.command("recheck")
@click.argument("story", default="", metavar="[ID]")
@click.option("--settle", metavar="REASON", help="Take the story's findings off the list; the article may stay.")
@click.option("--editor", default="", metavar="NAME", help="Who settles them; by default the setting desk.editor.")
@json_option
def command(story: str, settle: str | None, editor: str, as_json: bool) -> int:
    """Read the sources of published articles again that are due, or now all of story ID, and show what is found and not
    settled: passages that changed or vanished, with both versions, and pages that say they were corrected."""
    if settle is not None and (not story or not settle.strip()):
        raise UsageError("somebody settles one story's findings for a reason: ID --settle REASON")
    return run(as_json, lambda newsroom: _recheck(newsroom, story, settle, editor))


async def _recheck(newsroom: "Newsroom", given: str, settle: str | None, editor: str) -> Said:
    from newsbot import rechecking, staff
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
        await staff.answerable(archive, by, "settle")
        settled = await archive.settle_findings(story, f"{by}: {one_line(settle)[:300]}")
    else:
        checked = await (rechecking.recheck(story, world) if story else rechecking.recheck_due(world))
    findings = await archive.open_findings(story, MOST)
    report = {
        "checked": [{**each.due.model_dump(mode="json"), "result": each.result, "new": each.new} for each in checked],
        "settled": settled,
        "findings": [told(each) for each in findings],
    }
    return Said(report, "\n".join(_lines(checked, findings, settled)))


def told(found: "Recheck") -> dict[str, Any]:
    """A finding for programs."""
    return {**found.model_dump(exclude={"found"}), "found": stamp(found.found)}


def _lines(checked: "Sequence[Checked]", findings: "Sequence[Recheck]", settled: int) -> list[str]:
    lines = [f"{each.due.story[:SHORT]} [{each.due.source}] {each.due.url}: {each.result}" for each in checked]
    if settled:
        lines.append(f"{counted(settled, 'finding', 'findings')} settled")
    if not findings:
        return [*lines, "no article needs a correction that anybody knows of"]
    for found in findings:
        said = f": {one_line(found.said)[:SHOWN]}" if found.said else ""
        lines.append(f"{found.story[:SHORT]} [{found.source}] {one_line(found.title)[:60]} {found.kind}{said}")
        for change in found.changes:
            lines.append(f"    {change.kind}, passage {change.passage}")
            lines.append(f"      was: {one_line(change.was)[:SHOWN]}")
            lines.append(f"      now: {one_line(change.now)[:SHOWN] or '(no longer there)'}")
    return [*lines, "`newsbot correct` corrects an article, `newsbot recheck ID --settle REASON` lets it stand"]
