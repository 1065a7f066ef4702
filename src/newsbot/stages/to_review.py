"""Judged to review: the article becomes a file in the drafts' folder."""

import hashlib
from collections import Counter

from newsbot import article, editions, ranking, review
from newsbot.news import Article, Draft, Evidence, Review, Story, Verdict
from newsbot.newsroom import Row, World
from newsbot.stages.artifacts import Done, artifact
from newsbot.stages.house import Rules
from newsbot.writers import extract


async def render(row: Row, world: World, rules: Rules) -> Done:
    """Write the article's file into the drafts' folder."""
    story = row.story
    verdict = await artifact(story.id, "judged", Verdict, world)
    chosen = await artifact(story.id, "gathered", Evidence, world)
    earlier = await world.archive.artifact(story.id, "review")  # written anew at an editor's word
    name = Article.model_validate_json(earlier).name if earlier else ""
    if chosen.edition is not None:
        name = editions.file_name(chosen.edition.name, story.language)
    markdown, written = await rendered(story, chosen, review.begun(verdict, 0, chosen), world, rules, name=name)
    path = await world.desk.write(written.name, markdown, story.id, replacing=await world.archive.digests(story.id))
    world.progress("render", path)
    # Of two who wrote at once the first one's file lies there.
    kept = written.model_copy(update={"path": path, "sha256": await world.desk.digest(path)})
    return "review", kept, ""


async def rendered(
    story: Story, chosen: Evidence, on: Review, world: World, rules: Rules, *, name: str = ""
) -> tuple[str, Article]:
    """The file of a draft as it stands, and what is kept of it but its path. `name` is the one it has already."""
    verdict = on.verdict.model_copy(update={"draft": article.shown(on.verdict.draft, chosen, story.language)})
    score = await _worth(story, chosen, world, rules)
    # `created` is kept with the story: the file's date and name stay what they were on every rerun.
    kind = rules.kind(story.kind)
    signed = review.byline(on, chosen)
    form = rules.house.form(story, chosen, kind, score.total, synced=world.now()).model_copy(
        update={
            "licence": article.told(on.licence, chosen, story.language),
            "byline": signed.editor if signed else "",
            "owned": _owned(story, on, verdict.draft, chosen),
        }
    )
    built = article.build(verdict, chosen, story, form)
    markdown = article.finish(built.document, world.templates.text(kind.template), kind.template)
    day = form.generated.astimezone(form.zone).date()
    title = verdict.draft.title.text
    return markdown, Article(
        story=story.id,
        name=name or article.file_name(title.removeprefix(extract.MARK), day, story.id),
        path="",
        sha256=hashlib.sha256(markdown.encode("utf-8")).hexdigest(),
        generated=form.generated,
        outcome=verdict.outcome,
        notes=built.notes,
        why=score.why,
        score=score.total,
        title=title,
        open=len(review.open_sentences(on)) + len(review.open_findings(on)),
        minutes=review.minutes(on, chosen),
        held=review.held(on),
        approved=on.approval.editor if on.approval else "",
        rules=dict(sorted(Counter(finding.rule for finding in verdict.findings).items())),
    )


async def _worth(story: Story, chosen: Evidence, world: World, rules: Rules) -> ranking.Score:
    """What the story is worth by the sources that were chosen, and by what a model said of it."""
    text = "\n".join(passage.text for passage in chosen.passages)
    outlets = {source.publisher or source.url for source in chosen.sources}
    dates = [source.published for source in chosen.sources]
    group = await world.archive.group(story.id)
    said = group.rated.model if group is not None and group.rated is not None else None
    return ranking.score(
        chosen.headline,
        text,
        len(outlets),
        dates,
        story.created,
        outlets=len(chosen.sources) + sum(len(source.copies) for source in chosen.sources),
        primary=any(source.kind == "primary" for source in chosen.sources),
        model=None if said is None else said / 100,
        interests=rules.interests,
    )


def _owned(story: Story, on: Review, shown: Draft, chosen: Evidence) -> tuple[article.Owned, ...]:
    """What editors answer for with their names, as the file shows it."""
    sentences = dict(shown.placed())
    return tuple(
        article.Owned(
            text=sentences[place].text,
            passages=each.passages,
            editor=word.editor,
            reason=article.told(word.reason, chosen, story.language),
        )
        for place, each, word in review.owned(on)
    )
