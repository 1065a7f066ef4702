"""`newsbot drafts regenerate`: a part of a draft worded anew by the model."""

import asyncio
import json

import click

from newsbot.cli import OK
from newsbot.cli.drafts.told import one_draft, report, taken_up
from newsbot.cli.feeds.ended import json_option
from newsbot.cli.screen import Screen, failing
from newsbot.cli.whose import editor
from newsbot.errors import UsageError
from newsbot.settings import load


@click.command("headlines", short_help="Have other headlines offered.")
@one_draft
@click.option("--instruction", default="", metavar="TEXT", help="What the headline is to be like.")
@json_option
def headlines(story: str, instruction: str, as_json: bool) -> int:
    """Have the model offer three other headlines, each with what the rules have against it.

    `newsbot drafts edit ID title TEXT --on PASSAGE` takes one; it is then checked and judged as the title is.
    """

    async def work() -> None:
        from newsbot import editing, wiring

        async with wiring.opened(load(), screen) as newsroom:
            on = await taken_up(newsroom, story)
            by = editor(newsroom.settings)
            offered = await editing.alternatives(on, instruction, by, newsroom.world, newsroom.rules)
        if as_json:
            report = [
                {
                    "text": each.text,
                    "passages": list(each.passages),
                    "findings": [one.model_dump() for one in each.findings],
                }
                for each in offered
            ]
            click.echo(json.dumps({"story": on.row.story.id, "headlines": report}, ensure_ascii=False))
            return
        for each in offered:
            click.echo(f"{each.text}  [{' '.join(each.passages)}]")
            for one in each.findings:
                click.echo(f"      {one.severity} {one.rule}: {one.advice}")

    with failing(as_json), Screen() as screen:
        asyncio.run(work())
    return OK


@click.command("regenerate", short_help="Have a part worded anew by the model.")
@one_draft
@click.argument("part", default="", metavar="[PART]")
@click.option("--instruction", default="", metavar="TEXT", help="What is to be different; it is kept in the history.")
@click.option("--kind", default="", metavar="KIND", help="Write the whole anew as this kind, from the same evidence.")
@json_option
def regenerate(story: str, part: str, instruction: str, kind: str, as_json: bool) -> int:
    """Have a PART of the draft (title, heading, tldr, introduction, sections/0, …) worded anew as you ask.

    It rests on the passages it had; every other part keeps its bytes. The model is paid as always. With --kind the
    story is written anew as another kind of article (`newsbot kinds` lists them): by the daemon at its next turn, or by
    `newsbot write --story ID` now.
    """
    if bool(part) == bool(kind) or (part and not instruction):
        raise UsageError("name a part and say what is to be different with --instruction, or another kind with --kind")

    async def work() -> None:
        from newsbot import editing, wiring

        async with wiring.opened(load(), screen) as newsroom:
            on = await taken_up(newsroom, story)
            by = editor(newsroom.settings)
            if kind:
                await editing.another_kind(on, kind, instruction, by, newsroom.world, newsroom.rules)
                click.echo(json.dumps({"story": on.row.story.id, "kind": kind}) if as_json else on.row.story.id)
                return
            after = await editing.regenerate(on, part, instruction, by, newsroom.world, newsroom.rules)
        if as_json:
            click.echo(json.dumps(report(after), ensure_ascii=False))
        else:
            click.echo(f"{after.article.path}: {after.article.open or 'nothing'} open", err=True)

    with failing(as_json), Screen() as screen:
        asyncio.run(work())
    return OK
