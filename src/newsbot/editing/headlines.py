"""Other headlines for a draft: a model offers three, the rules look at each, an editor chooses.

checked sentences of the draft ──one call──▶ three lines ──passages, rules──▶ alternatives ──an edit──▶ the title
"""

from collections.abc import Sequence
from typing import NamedTuple

from newsbot import checks, chinese, staff, stages
from newsbot import draft as drafts
from newsbot.editing.desk import Opened
from newsbot.errors import NotAllowed
from newsbot.news import Finding, Sentence
from newsbot.newsroom import Request, World
from newsbot.writers import extract

MOST = 3
SHOWN = 12  # sentences that the model is shown
LONGEST = 60  # characters of a title
LONGEST_WISH = 400  # characters of an instruction
STANDING = ("quoted", "supported")


class Alternative(NamedTuple):
    """A headline that may take the title's place: its text, what it rests on, and what the rules have against it."""

    text: str
    passages: tuple[str, ...]
    findings: tuple[Finding, ...]


async def alternatives(
    on: Opened, wish: str, editor: str, world: World, rules: stages.Rules
) -> tuple[Alternative, ...]:
    """Three other headlines at most, those first that no rule faults. Choosing one is an edit of the title.

    Raises `NotAllowed` where no model is set or it made nothing of it; `ModelError` when it cannot be asked.
    """
    await staff.answerable(world.archive, editor, "regenerate")
    model = world.model(on.row.story.id, on.row.tries + on.number + 1)
    if model is None:
        raise NotAllowed("model", "no model is set that could word it anew; set llm.draft_model")
    if on.review.verdict.draft.language == "en":
        raise NotAllowed("edition", "an edition's headline tells the original's; edit it instead")
    body = _checked(on)
    title = on.review.verdict.draft.title.text.removeprefix(extract.MARK)
    prompt = world.prompts.prompt("news/headlines").rendered(
        headline=on.evidence.headline,
        title=title,
        sentences=[sentence.text for sentence in body[:SHOWN]],
        wish=chinese.one_line(wish).strip()[:LONGEST_WISH].rstrip("。"),
    )
    reply = await model.ask(Request.under(prompt, "headlines"))
    lines = (drafts.title_text(line.lstrip("0123456789.、)） ")) for line in reply.text.split("\n"))
    offered = [text for text in dict.fromkeys(lines) if 0 < len(text) <= LONGEST and text != title][:MOST]
    if not offered:
        raise NotAllowed("unchanged", "the model made nothing of it; put it in other words, or edit it yourself")
    made = (_resting(text, body, on, rules) for text in offered)
    return tuple(sorted(made, key=lambda each: sum(finding.severity == "error" for finding in each.findings)))


def _checked(on: Opened) -> list[Sentence]:
    """The sentences of the body that stand; all of them where none does."""
    stands = {each.place for each in on.review.verdict.sentences if each.support in STANDING}
    body = [(place, each) for place, each in on.review.verdict.draft.body() if each.kind == "fact" and each.passages]
    return [each for place, each in body if place in stands] or [each for _, each in body]


def _resting(text: str, body: Sequence[Sentence], on: Opened, rules: stages.Rules) -> Alternative:
    """The headline on the passages on which the rules have least against it: those of the sentences most like it, or
    those the title rests on."""
    ours = chinese.bigrams(text)
    like = sorted(body, key=lambda each: -len(ours & chinese.bigrams(each.text)))[:2]
    tried = [each.passages for each in like]
    tried.append(tuple(dict.fromkeys(id for each in like for id in each.passages)))
    tried.append(on.review.verdict.draft.title.passages)
    found = []
    for passages in dict.fromkeys(ids for ids in tried if ids):
        against = checks.against("title", Sentence(text=text, passages=passages), on.evidence, rules.standards)
        found.append(Alternative(text, passages, tuple(against)))
    return min(found, key=lambda each: (sum(one.severity == "error" for one in each.findings), len(each.findings)))
