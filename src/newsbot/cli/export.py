"""`newsbot export`: one story's life as files."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.stories.told import named
from newsbot.errors import ParseError
from newsbot.news import Article, Stage

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom

FILES: dict[Stage, str] = {
    "gathered": "2-evidence.json",
    "refused": "2-refusal.json",
    "drafted": "3-draft.json",
    "judged": "4-verdict.json",
    "review": "5-review.json",
    "published": "7-published.json",
    "withdrawn": "8-withdrawn.json",
}


@click.command("export")
@click.argument("story", metavar="ID")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@json_option
def command(story: str, folder: Path, as_json: bool) -> int:
    """Write every stage of the story ID into DIR, as files that a person can read.

    1-story.json, 2-evidence.json, 3-draft.json, 4-verdict.json, 5-review.json, 6-article.md (the draft),
    7-published.json and 8-withdrawn.json, as far as it has come.
    """
    return run(as_json, lambda newsroom: _export(newsroom, story, folder))


async def _export(newsroom: "Newsroom", given: str, folder: Path) -> Said:
    from newsbot.edges.files import write_all

    archive = newsroom.world.archive
    row = await named(archive, given)
    texts = {"1-story.json": _indented(row.model_dump_json())}
    for stage, name in FILES.items():
        document = await archive.artifact(row.story.id, stage)
        if document is not None:
            texts[name] = _indented(document)
    told = []
    review = await archive.artifact(row.story.id, "review")
    if review is not None:
        path = Article.model_validate_json(review).path
        try:
            texts["6-article.md"] = (await newsroom.world.files.read(path)).decode("utf-8", "replace")
        except ParseError as error:
            told.append(f"the article's file was not exported: {error}")
    write_all(folder, texts)
    names = sorted(texts)
    return Said({"folder": str(folder), "files": names}, "\n".join(str(folder / name) for name in names), told)


def _indented(document: str) -> str:
    return json.dumps(json.loads(document), ensure_ascii=False, indent=2) + "\n"
