"""`newsbot drafts list`, `show`, `diff` and `log`: what waits, how a draft stands, and what was done to it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import click
from rich.markup import escape
from rich.table import Table

from newsbot.chinese import one_line
from newsbot.cli.drafts.told import one_draft, report, taken_up
from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.screen import short, stamp
from newsbot.cli.stories.told import SHORT
from newsbot.cli.whose import editor

if TYPE_CHECKING:
    from newsbot.editing import Opened, Sieve
    from newsbot.news import Act, Passage
    from newsbot.wiring import Newsroom

MARKS = {"quoted": "”", "supported": "✓", "partly": "◐", "contradicted": "✗", "unsupported": "△", "not judged": "?"}
VERDICTS = click.Choice(["pass", "review", "hold"])


@click.command("list", short_help="List the drafts that wait, as an editor should look at them.")
@click.option("--verdict", type=VERDICTS, help="Only these.")
@click.option("--kind", default="", metavar="KIND", help="Only of this kind.")
@click.option("--mine", "whose", flag_value="mine", help="Only those that you did something to.")
@click.option("--free", "whose", flag_value="free", help="Only those that nobody did anything to.")
@click.option("--words", default="", metavar="TEXT", help="Only with these words in title or reason.")
@json_option
def listed(verdict: str | None, kind: str, whose: Literal["mine", "free"] | None, words: str, as_json: bool) -> int:
    """List the drafts that wait: held news first, then what passed, then the rest, each by score and age."""

    async def work(newsroom: "Newsroom") -> Said:
        from newsbot.editing import Sieve

        return await _list(newsroom, verdict, Sieve(editor(newsroom.settings), kind, whose or "", words))

    return run(as_json, work)


async def _list(newsroom: "Newsroom", verdict: str | None, sieve: "Sieve") -> Said:
    from newsbot import editing

    waiting = editing.in_order(await newsroom.world.archive.on_desk())
    found = [each for each in waiting if verdict in (None, each.article.outcome) and sieve.holds(each)]
    now, zone = newsroom.world.now(), newsroom.settings.zone
    table = Table("id", "score", "kind", "verdict", "open", "min", "since", "title", "why it is held", box=None)
    rows = []
    for each in found:
        article = each.article
        title = one_line(article.title or article.name)
        table.add_row(
            each.story[:SHORT],
            str(article.score),
            each.kind,
            article.outcome,
            str(article.open or ""),
            str(article.minutes),
            short(each.since, zone, now),
            escape(title),
            escape(one_line(f"parked: {each.parked}" if each.parked else article.held)[:80]),
        )
        rows.append(
            {
                "story": each.story,
                "kind": each.kind,
                "since": stamp(each.since),
                "parked": each.parked,
                **article.model_dump(mode="json"),
            }
        )
    return Said({"drafts": rows}, table if rows else "", [] if rows else ["no draft waits; `newsbot write` makes one"])


@click.command("show", short_help="Show a draft, sentence by sentence.")
@one_draft
@json_option
def show(story: str, as_json: bool) -> int:
    """Show the draft of the story ID: every sentence with its mark and place, what it rests on and what is against it.

    A sentence with * still needs a decision.
    """
    return run(as_json, lambda newsroom: _show(newsroom, story))


async def _show(newsroom: "Newsroom", given: str) -> Said:
    on = await taken_up(newsroom, given)
    return Said(report(on), "\n".join(_lines(on)))


def _lines(on: "Opened") -> list[str]:
    from newsbot import review

    open_ = {each.place for each in review.open_sentences(on.review)}
    placed = dict(on.review.verdict.draft.placed())
    lines = []
    for stands in on.review.verdict.sentences:
        sentence = placed[stands.place]
        word = review.decision(on.review, sentence)
        mark = {"confirm": "☑", "keep": "✎"}[word.choice] if word else MARKS.get(stands.support, "·")
        lines.append(f"{'*' if stands.place in open_ else ' '} {mark} {sentence.text}  [{stands.place}]")
        lines += [f"      tells: {sentence.signed}"] if sentence.signed else []
        lines += [_passage(on, each) for each in on.evidence.cited(sentence.passages)]
        if word is not None:
            lines.append(f"      {word.editor}: {word.reason or word.span}")
        lines += [
            f"      {finding.severity} {finding.rule}: {finding.advice}"
            for finding in on.review.verdict.findings
            if finding.place == stands.place
        ]
    for number, finding in enumerate(on.review.verdict.findings):
        if finding.place not in placed:
            word = review.waived(on.review, finding)
            taken = f"  ({word.editor}: {word.reason})" if word else ""
            lines.append(f"#{number} {finding.severity} {finding.rule}: {finding.advice}{taken}")
    lines.append(f"{on.review.verdict.outcome}, {on.article.open} open, {on.article.path}")
    return lines


def _passage(on: "Opened", passage: "Passage") -> str:
    """A passage under a sentence: its id, who says it and when, and its text."""
    source = on.evidence.source(passage.source)
    said = " ".join(filter(None, (source.publisher or source.url, str(source.published or ""))))
    return f"      {passage.id} [{one_line(said)[:60]}] {one_line(passage.text)}"


@click.command("diff", short_help="What editors changed in a draft.")
@one_draft
@json_option
def diff(story: str, as_json: bool) -> int:
    """Show by character what editors changed in the draft of the story ID: [-the machine's words-]{+the editors'+}.

    Figures and Latin words count as one character.
    """
    return run(as_json, lambda newsroom: _diff(newsroom, story))


async def _diff(newsroom: "Newsroom", given: str) -> Said:
    from newsbot.editing import comparing

    on = await taken_up(newsroom, given)
    changed = comparing.drafts(await on.machines(newsroom.world), on.review.verdict.draft)
    signs = {"same": "{}", "cut": "[-{}-]", "new": "{{+{}+}}"}
    lines = ["".join(signs[piece.how].format(one_line(piece.text)) for piece in pair.pieces) for pair in changed]
    report = [
        {"before": pair.before, "after": pair.after, "pieces": [list(piece) for piece in pair.pieces]}
        for pair in changed
    ]
    return Said({"story": on.row.story.id, "changed": report}, "\n".join(lines))


@click.command("log", short_help="Who did what to a draft, and why.")
@one_draft
@json_option
def log(story: str, as_json: bool) -> int:
    """List every act on the draft of the story ID, and say whether the history is whole."""
    return run(as_json, lambda newsroom: _log(newsroom, story))


async def _log(newsroom: "Newsroom", given: str) -> Said:
    from newsbot.cli.stories.told import named

    archive = newsroom.world.archive
    story = (await named(archive, given)).story.id
    acts, broken = await archive.acts(story), await archive.tampered(story)
    now, zone = newsroom.world.now(), newsroom.settings.zone
    lines = [
        f"{each.number} {short(each.at, zone, now)} {each.editor}: {' '.join(filter(None, _did(each.act)))}"
        for each in acts
    ]
    told = [f"the history was changed from act {broken} on"] if broken else []
    whole = {"story": story, "whole": broken is None, "acts": [each.model_dump(mode="json") for each in acts]}
    return Said(whole, "\n".join(lines), told)


def _did(act: "Act") -> Iterator[str]:
    """What an act was, in the words of a line: its place, what it changed, why, and what a model did for it."""
    yield act.kind
    yield act.place
    if act.kind == "undo":
        yield f"of {act.before}"
    elif act.kind == "keep":
        yield one_line(act.before)
    elif act.before or act.after:
        yield " → ".join(one_line(text) for text in (act.before, act.after) if text)
    yield f"({act.reason})" if act.reason else ""
    if act.model:
        prompts = " ".join(f"{use.name}@{use.sha256[:12]}" for use in act.prompts)
        yield f"[{act.model} {prompts} ${act.micros / 1_000_000:.4f}]"
