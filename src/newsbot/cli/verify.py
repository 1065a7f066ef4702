"""`newsbot verify`: every sentence with its verdict, the words it rests on, and what is to be said against it."""

import asyncio
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from rich.console import Console
from rich.markup import escape

from newsbot.cli import HELD, OK
from newsbot.cli.screen import Screen, counted, failing
from newsbot.errors import UsageError
from newsbot.settings import Settings, load

if TYPE_CHECKING:
    from newsbot.news import Draft, Evidence, Verdict
    from newsbot.proofreading import Proof, Proofs, Reread
    from newsbot.wiring import Newsroom

MOST_BYTES = 64_000_000
"""Of a file: a draft over sources of a million characters each."""
DATABASES = ("newsbot.db", "demo.db")
SIGNS = {
    "quoted": "[green]”[/green]",
    "supported": "[green]✓[/green]",
    "partly": "[red]±[/red]",
    "contradicted": "[red]✗[/red]",
    "unsupported": "[red]✗[/red]",
    "not judged": "[yellow]?[/yellow]",
    "not a claim": "[dim]·[/dim]",
}


class Read(NamedTuple):
    """What was verified: the story's id, the kind of article, draft and evidence, as far as they are known, and the
    proofs."""

    story: str
    kind: str
    draft: "Draft | None"
    evidence: "Evidence | None"
    proofs: "Proofs"


@click.command("verify")
@click.argument("target", metavar="DRAFT")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(target: str, as_json: bool) -> int:
    """Say of every sentence how it stands, and on which words of its sources. No model is asked, nothing is changed.

    DRAFT is a story's id, or the beginning of it; or a file. A file may be an article that newsbot wrote: its story
    is found by its provenance, and a sentence that was edited since is checked anew on the sources its marks lead
    to. Where the evidence is not kept, structure and language are checked, no sentence is judged, and it
    says where to look. It may also be JSON with `draft` and `evidence`, as --json prints them.

    Exit codes: 0 nothing wrong found (pass or review), 1 error, 2 usage, 6 held: an error stands against it.
    """
    with failing(as_json):
        with Screen() as screen:
            read = asyncio.run(_read(load(), target, screen))
        click.echo(json.dumps(_report(target, read), ensure_ascii=False)) if as_json else _print(read)
    return HELD if read.proofs.verdict == "hold" else OK


async def _read(settings: Settings, target: str, screen: Screen) -> Read:
    from newsbot import wiring

    async with wiring.opened(settings, screen, writing=False) as newsroom:
        if not Path(target).is_file():
            return await _story(newsroom, target)
        octets = await newsroom.world.files.read(target)
        if len(octets) > MOST_BYTES:
            raise UsageError(f"{target} is larger than {MOST_BYTES:,} bytes; no draft is")
        try:
            text = octets.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise UsageError(f"{target} is not in UTF-8; give an article that newsbot wrote") from None
        if text.lstrip().startswith("{"):
            return _given(newsroom, target, text)
        read = await _file(newsroom, text)
    for other in _beside(target) if read.evidence is None else ():
        there = settings.model_copy(update={"database_url": f"sqlite:///{other.absolute()}"})
        async with wiring.opened(there, screen, writing=False) as newsroom:
            read = await _file(newsroom, text)
        if read.evidence is not None:
            break
    return read


def _beside(target: str) -> list[Path]:
    """Databases that lie in the file's folder or above: an article may belong to another newsroom than this one."""
    folders = Path(target).absolute().parents
    return [path for folder in folders for name in DATABASES if (path := folder / ".newsbot" / name).is_file()]


async def _story(newsroom: "Newsroom", given: str) -> Read:
    """A kept draft by its story's id, as the gate left it; as it was drafted where the gate has not seen it yet."""
    from newsbot.cli.stories.told import named

    try:
        row = await named(newsroom.world.archive, given)
    except UsageError as error:
        raise UsageError(f"there is no file {given}, and as a story's id: {error}") from None
    draft, evidence, verdict = await _kept(newsroom, row.story.id)
    if draft is None or evidence is None:
        raise UsageError(f"story {row.story.id} has no draft yet; newsbot write --story {row.story.id} writes it")
    return Read(row.story.id, draft.kind, draft, evidence, _proofs(newsroom, draft, evidence, verdict))


async def _file(newsroom: "Newsroom", text: str) -> Read:
    """An article file, over the evidence of its story where that is kept here."""
    from newsbot import article, proofreading, review
    from newsbot.news import NEWS

    document = article.parse(text)
    story = proofreading.story_of(document)
    draft, evidence, verdict = await _kept(newsroom, story) if story else (None, None, None)
    if draft is None or evidence is None:
        reread = proofreading.reread(document, text, categories=newsroom.rules.house.categories)
        said = reread.draft.kind
        kind = newsroom.rules.kinds.get(said, NEWS)
        return Read(story, said, None, None, proofreading.unproved(reread, newsroom.rules.standards, kind))
    rules = newsroom.rules
    _, decided = await newsroom.world.archive.review(story)
    on = decided or (review.begun(verdict, 0, evidence) if verdict else None)
    byline = review.byline(on, evidence) if on else None
    reread = proofreading.reread(document, text, draft, evidence, rules.house.categories, byline)
    return Read(story, draft.kind, reread.draft, evidence, _proofs(newsroom, reread.draft, evidence, verdict, reread))


def _given(newsroom: "Newsroom", target: str, text: str) -> Read:
    """A draft and evidence in JSON."""
    from pydantic import ValidationError

    from newsbot.news import Draft, Evidence

    try:
        given = json.loads(text)
        draft, evidence = Draft.model_validate(given["draft"]), Evidence.model_validate(given["evidence"])
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UsageError(
            f"{target}: {error.title} {where}: {first['msg']}; newsbot verify --json prints the form"
        ) from None
    except KeyError as error:
        raise UsageError(f"{target} has no {error}; it needs `draft` and `evidence`") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{target} is not valid JSON") from None
    return Read(evidence.story, draft.kind, draft, evidence, _proofs(newsroom, draft, evidence, None))


def _proofs(
    newsroom: "Newsroom",
    draft: "Draft",
    evidence: "Evidence",
    verdict: "Verdict | None",
    reread: "Reread | None" = None,
) -> "Proofs":
    from newsbot import gate, proofreading

    rules = newsroom.rules
    words, flags = (gate.words_of(verdict), gate.flags_of(verdict)) if verdict else ({}, ())
    return proofreading.proofs(draft, evidence, rules.checks_of(draft), words, rules.standards, reread, flags)


async def _kept(newsroom: "Newsroom", story: str) -> "tuple[Draft | None, Evidence | None, Verdict | None]":
    """What is kept of a story: its draft as the gate left it, its evidence, its verdict."""
    from newsbot.news import Draft, Evidence, Verdict

    archive = newsroom.world.archive
    gathered, drafted = await archive.artifact(story, "gathered"), await archive.artifact(story, "drafted")
    judged = await archive.artifact(story, "judged")
    verdict = Verdict.model_validate_json(judged) if judged else None
    draft = verdict.draft if verdict else Draft.model_validate_json(drafted) if drafted else None
    return draft, Evidence.model_validate_json(gathered) if gathered else None, verdict


# ---------------------------------------------------------------- what is told


def _report(target: str, read: Read) -> dict[str, Any]:
    """What `--json` prints."""
    proofs = read.proofs
    return {
        "target": target,
        "story": read.story or None,
        "kind": read.kind,
        "verdict": proofs.verdict,
        "hint": _hint(read) or None,
        "reasons": list(proofs.reasons),
        "counts": dict(Counter(each.verdict for each in proofs.sentences)),
        "sentences": [
            each.model_dump(exclude={"findings": {"__all__": {"sentence", "place"}}}) for each in proofs.sentences
        ],
        "findings": [finding.model_dump() for finding in proofs.findings],
        "draft": read.draft.model_dump(mode="json") if read.draft else None,
        "evidence": read.evidence.model_dump(mode="json") if read.evidence else None,
    }


def _print(read: Read) -> None:
    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    proofs = read.proofs
    for proof in proofs.sentences:
        for line in _lines(proof):
            console.print(line)
    for finding in proofs.findings:
        console.print(
            f"{_severity(finding.severity)} {escape(finding.place)}  {finding.rule}: {escape(finding.advice)}"
        )
    counts = Counter(each.verdict for each in proofs.sentences)
    told = ", ".join(f"{number} {verdict}" for verdict, number in counts.most_common())
    console.print(f"\n[bold]{proofs.verdict}[/bold]  {counted(len(proofs.sentences), 'sentence', 'sentences')}: {told}")
    if hint := _hint(read):
        console.print(escape(hint))


def _hint(read: Read) -> str:
    """What to do next where the evidence of an article is not at hand; empty where it is."""
    if read.evidence is not None:
        return ""
    if not read.story:
        return (
            "No sentence could be judged: the file names no story (front matter provenance.story), so its evidence "
            "cannot be found. Give JSON with draft and evidence instead, or write it again with newsbot write."
        )
    return (
        f"No sentence could be judged: the evidence of story {read.story} is not in this newsroom's database "
        "nor in one beside the file. Run newsbot verify in the folder of the newsroom that wrote it, "
        "or set NEWSBOT_DATABASE_URL to its database; "
        f"or, there, newsbot verify {read.story} --json > draft.json, and verify draft.json here."
    )


def _lines(proof: "Proof") -> list[str]:
    """A sentence as a person reads it: sign, text and marks; where it stands and on what; what is against it."""
    marks = escape("".join(f"[{mark}]" for mark in proof.marks))
    verdict = proof.verdict + (", edited" if proof.edited else "")
    lines = [f"{SIGNS[proof.verdict]} {escape(proof.text)}{f' [cyan]{marks}[/cyan]' if marks else ''}"]
    by = f" by {proof.by}" if proof.by else ""
    rests = "" if proof.spans or not proof.passages else f", on {', '.join(proof.passages[:6])}"
    lines.append(f"    [dim]{escape(proof.place)}: {verdict}{by}{rests}[/dim]")
    lines += [f"    [dim]{span.passage} at {span.start}–{span.end}:[/dim] {escape(span.text)}" for span in proof.spans]
    for finding in proof.findings:
        has = f"; the source has {escape(finding.source_has)}" if finding.source_has else ""
        found = f" {escape(finding.found)}{has}." if finding.found or has else ""
        lines.append(f"    {_severity(finding.severity)} {finding.rule}:{found} {escape(finding.advice)}")
    return lines


def _severity(severity: str) -> str:
    return "[red]✗[/red]" if severity == "error" else "[yellow]![/yellow]"
