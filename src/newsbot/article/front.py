"""Front matter of a file as it is built."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

from newsbot import news
from newsbot.article.body import joined
from newsbot.article.bylines import translated_by
from newsbot.article.document import (
    Bare,
    BlockList,
    BlockMap,
    DashList,
    FlowList,
    FrontField,
    Quoted,
    Value,
    line,
    web_address,
)
from newsbot.article.form import Form
from newsbot.article.labels import LABELS, Labels
from newsbot.article.sourcing import cut, original_author
from newsbot.article.tagging import keywords_of
from newsbot.chinese import sentences
from newsbot.news import NEWS, Evidence, Story, Verdict

LONGEST_SUMMARY = 150  # twice that in English, which needs as many letters
MOST_MAIN_TOPICS = 3
MACHINE_MADE = "1"  # GB 45438-2025, Label: 1 generated, 2 possibly, 3 suspected


def front_of(
    verdict: Verdict, evidence: Evidence, story: Story, form: Form, tags: tuple[str, ...]
) -> tuple[FrontField, ...]:
    """The fields that the kind declares, then those that every file has: what it is and how it came about."""
    known = _known(verdict.draft, evidence, story, form, tags)
    values = {key: known[key] for key in form.kind.front}
    excerpted = verdict.draft.writer == "extract" and form.kind.name == NEWS.name
    values["kind"] = Quoted(quoted="extract" if excerpted else form.kind.name)
    if evidence.edition is not None:
        values["language"] = Quoted(quoted=story.language)
        values["edition_of"] = Quoted(quoted=evidence.edition.name)
    values["provenance"] = _provenance(verdict, evidence, story)
    if evidence.former is not None:
        values["follows"] = Quoted(quoted=evidence.former.name)
    if form.owned:
        values["kept"] = BlockList(
            items=tuple(_map(sentence=each.text, editor=each.editor, reason=each.reason) for each in form.owned)
        )
    if form.label_implicit:
        values["AIGC"] = _map(
            Label=MACHINE_MADE,
            ContentProducer=form.producer,
            ProduceID=story.id,
            ReservedCode1="",
            ContentPropagator="",
            PropagateID="",
            ReservedCode2="",
        )
    return tuple(FrontField(key=key, value=value) for key, value in values.items())


def _known(draft: news.Draft, evidence: Evidence, story: Story, form: Form, tags: tuple[str, ...]) -> dict[str, Value]:
    """Every field that a kind may declare."""
    framed, labels = form.kind.layout == "framed", LABELS[story.language]
    title = line(draft.title.text)
    local = form.generated.astimezone(form.zone).isoformat(timespec="seconds")
    return {
        "title": Quoted(quoted=title),
        "date": Bare(bare=_instant(form.generated) if framed else local),
        "draft": Bare(bare=str(form.draft).lower()),
        "tags": FlowList(items=tags) if framed else _listed(keywords_of(draft)),
        "categories": FlowList(items=form.categories),
        "author": Quoted(quoted=_byline(evidence, form, labels)),
        "summary": Quoted(quoted=_summary(draft, title, labels)),
        "cover": _map(image="", alt=title),
        "source_url": Quoted(quoted=_began(story, evidence)),
        "word_count": Bare(bare="0"),
        "reading_time": Bare(bare="0"),
        "ai_score": Bare(bare=str(form.score)),
        "sync_time": Quoted(quoted=_instant(form.synced)),
        "featured_image": Quoted(quoted=""),
        "main_topics": _listed(tags[:MOST_MAIN_TOPICS]),
        "licence": Quoted(quoted=line(form.licence)),
    }


def _byline(evidence: Evidence, form: Form, labels: Labels) -> str:
    """Who wrote it: of a kind with opinions the editor whose they are, else a machine that says it is one.

    A translation has two: the author of the original, whose opinion the views are not, and whose these are.
    """
    if form.kind.faithful:
        original = cut(original_author(evidence.sources[0]))
        return f"{original}（原作者）；{translated_by(line(form.author), line(form.byline), labels)}"
    if not form.kind.opinion:
        return line(form.author)
    return line(form.byline) or line(form.author) + labels.machine


def _listed(items: tuple[str, ...]) -> DashList | FlowList:
    """A list, one item a line; an empty one has no lines to stand on."""
    return DashList(items=items) if items else FlowList(items=())


def _began(story: Story, evidence: Evidence) -> str:
    """The address of the entry that started the story; of one that a person started, the first source that has one."""
    started = web_address(story.url)
    return started or next((url for source in evidence.sources if (url := web_address(source.url))), "")


def _provenance(verdict: Verdict, evidence: Evidence, story: Story) -> BlockMap:
    """How the article came about, and how its sentences stood when it was written."""
    draft = verdict.draft
    named = {id for _, sentence in draft.placed() for id in sentence.passages}
    values: dict[str, Value] = {
        "story": Quoted(quoted=story.id),
        "writer": Quoted(quoted=draft.writer),
        "model": Quoted(quoted=draft.model),
    }
    if draft.prompts:
        values["prompts"] = BlockList(items=tuple(_map(name=use.name, sha256=use.sha256) for use in draft.prompts))
    else:
        values["prompts"] = FlowList(items=())
    values["verdict"] = Quoted(quoted=verdict.outcome)
    values["reasons"] = Bare(bare=str(len(verdict.reasons)))
    stood = Counter(each.support.replace(" ", "_") for each in verdict.sentences)
    if stood:
        values["sentences"] = _counts(stood)
    values["findings"] = _counts(
        {severity: sum(each.severity == severity for each in verdict.findings) for severity in ("error", "warning")}
    )
    values["evidence"] = FlowList(items=tuple(passage.id for passage in evidence.passages if passage.id in named))
    return BlockMap(fields=tuple(FrontField(key=key, value=value) for key, value in values.items()))


def _counts(counts: Mapping[str, int]) -> BlockMap:
    return BlockMap(fields=tuple(FrontField(key=key, value=Bare(bare=str(n))) for key, n in counts.items()))


def _map(**scalars: str) -> BlockMap:
    return BlockMap(fields=tuple(FrontField(key=key, value=Quoted(quoted=text)) for key, text in scalars.items()))


def _instant(moment: datetime) -> str:
    """ISO-8601 in UTC with milliseconds and Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _summary(draft: news.Draft, title: str, labels: Labels) -> str:
    """The TL;DR cut to whole sentences; where it only repeats the title, what the body says first."""
    body = (sentence.text for _, sentence in draft.body())
    heading = line(draft.heading.text) if draft.heading else ""
    for text in (joined(draft.tldr, labels), heading, *body):
        summary = _within(line(text), LONGEST_SUMMARY * (2 if labels.english else 1))
        if summary and summary != title:
            return summary
    return ""


def _within(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    ends = [end for _, end in sentences(text[: longest + 1]) if end <= longest]
    # The piece that was cut off ends a "sentence" too: only an end with a stop counts.
    whole = [end for end in ends if re.search(r"[。？！?!.…][”’」』）)]*$", text[:end])]
    return text[: whole[-1]] if whole else text[: longest - 1] + "…"
