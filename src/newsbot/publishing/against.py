"""What stands against publishing a draft: the rules, each with its place."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from newsbot import article
from newsbot.article.document import BlockMap, Document, FlowList, FrontField, Quoted
from newsbot.chinese import one_line
from newsbot.errors import Withheld
from newsbot.news import Embargo
from newsbot.publishing.asked import Order, Policy
from newsbot.publishing.pictures import faults
from newsbot.publishing.reading import Lying
from newsbot.wording import Wording, term


def refuse(draft: Lying, policy: Policy, order: Order, now: datetime, original: str = "") -> None:
    """Raise `Withheld` with all that stands against publishing this draft as it was ordered.

    `original` is what has become of the article that this one is an edition of, empty where it is as it was.
    """
    reasons = [
        *([f"original ({draft.document.language}): {original}"] if original else []),
        *_rules_broken(draft, policy, order),
        *_front_broken(draft.document),
        *_label_missing(draft.document, policy),
        *_no_licence(draft),
        *_nobody_answers(draft, policy, order),
    ]
    until: datetime | None = None
    stated = None if order.despite else _embargo(draft, policy)
    if stated is not None:
        seen = max(now, order.shown or now)
        if stated.until is None or stated.until > seen:
            until = stated.until
            reasons.append(_embargoed(stated, policy.zone))
    if reasons:
        raise Withheld(
            f"{draft.article.path} is not published: {'; '.join(reasons)}",
            tuple(reasons),
            until if len(reasons) == 1 else None,
        )


def _rules_broken(draft: Lying, policy: Policy, order: Order) -> Iterator[str]:
    """Every error, and every blocked word of the house anywhere in the file, with its rule and place."""
    errors = dict.fromkeys(f"{f.place} ({f.rule}): {f.advice}" for f in draft.findings if f.severity == "error")
    yield from errors
    if draft.outcome == "hold" and not errors:
        yield "the gate holds it; `newsbot verify` shows why"
    told = (("cover/alt", order.cover.alt), ("image_credit", order.cover.credit)) if order.cover else ()
    for place, text in (*_beside(draft.document), *told):
        for hit in policy.standards.wording.hits(text, "body"):
            if hit.term.action == "block":
                yield f"{place} (house-term): “{hit.term.words}”是本站禁用词（{hit.term.rule}）"


def _beside(document: Document) -> Iterator[tuple[str, str]]:
    """Texts that readers see and that stand in no sentence of the draft."""
    for field in document.front:
        if field.key in ("summary", "author", "image_credit", "licence") and isinstance(field.value, Quoted):
            yield field.key, field.value.quoted
        if field.key in ("categories",) and isinstance(field.value, FlowList):
            yield from ((field.key, item) for item in field.value.items)
        if field.key == "cover" and isinstance(field.value, BlockMap):
            yield from ((f"cover/{f.key}", f.value.quoted) for f in field.value.fields if isinstance(f.value, Quoted))
    yield from (("hashtags", tag) for tag in document.hashtags)
    for reference in document.references:
        for text in (reference.by, reference.title, reference.site, reference.url):
            if text:
                yield f"references/{reference.label}", text


def _front_broken(document: Document) -> Iterator[str]:
    """Keys that are none of the form, or stand twice, and a picture from elsewhere or without its credit."""
    for field in document.front:
        if field.key not in article.OWN_KEYS:
            yield f"front matter (key): {field.key} is no key of the form and may move or hide a page; leave it out"
    keys = [field.key for field in document.front]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"front matter (key): {key} stands twice; leave one of them out"
    yield from faults(document)


def _label_missing(document: Document, policy: Policy) -> Iterator[str]:
    if policy.label_explicit and not document.label:
        yield "label (explicit): the label of machine-made content was removed; restore it below the last line"
    if policy.label_implicit and not _has_metadata(document.front):
        yield "label (implicit): the key AIGC was removed from the front matter; restore it"


def _no_licence(draft: Lying) -> Iterator[str]:
    """A translation is its author's text as well: it is published by somebody's leave, and says by whose."""
    if draft.document.origin is not None and not article.licence_of(draft.document):
        yield (
            "licence: nothing says that the original may be translated; set its licence, or who permitted it, with "
            f"`newsbot drafts licence {draft.article.story[:12]} TEXT` or on its page in `newsbot desk`"
        )


def _has_metadata(front: Sequence[FrontField]) -> bool:
    value = next((field.value for field in front if field.key == "AIGC"), None)
    fields = value.fields if isinstance(value, BlockMap) else ()
    return any(f.key == "Label" and isinstance(f.value, Quoted) and bool(f.value.quoted) for f in fields)


def _nobody_answers(draft: Lying, policy: Policy, order: Order) -> Iterator[str]:
    """What a person has to do first: decide on each open sentence, and put a name under the whole."""
    if draft.outcome != "pass" and draft.open:
        yield (
            f"verdict ({draft.outcome}): {draft.open} sentences rest on nothing that anybody has seen; decide on each "
            f"in `newsbot desk`, or with `newsbot drafts` (`drafts show {draft.article.story[:12]}` lists them)"
        )
    elif draft.outcome == "review" and not draft.approved and not (order.editor and order.reason):
        yield (
            "verdict (review): nobody has signed it; sign it with `newsbot drafts approve`, or read it and name "
            "yourself with --editor NAME --reason TEXT"
        )
    elif policy.require_editor and not draft.approved:
        yield "require_editor: nothing is published here unsigned; an editor signs it with `newsbot drafts approve`"


# ---------------------------------------------------------------- embargoes


def _embargo(draft: Lying, policy: Policy) -> Embargo | None:
    """The latest embargo on the article: one that a source states on itself, or one of the settings."""
    texts = [sentence.text for _, sentence in draft.reread.placed()]
    texts += [f"{source.title}\n{source.publisher}\n{source.url}" for source in draft.evidence.sources]
    texts += [passage.text for passage in draft.evidence.passages]
    whole = "\n".join((draft.evidence.headline, *texts))
    held = [each for each in policy.embargoes if any(Wording((term(each.words),)).hits(whole, "body"))]
    if draft.evidence.embargo is not None:
        held.append(draft.evidence.embargo)
    if unread := [each for each in held if each.until is None]:
        return unread[0]
    return max(held, key=lambda each: each.until, default=None)  # type: ignore[arg-type, return-value]


def _embargoed(stated: Embargo, zone: ZoneInfo) -> str:
    words = one_line(stated.words)[:120]
    if stated.until is None:
        return f"embargo: “{words}” names no date that can be read; --despite-embargo REASON takes it on you"
    local = stated.until.astimezone(zone)
    return (
        f"embargo: “{words}” until {local:%Y-%m-%d %H:%M}; publish it with --at '{local:%Y-%m-%d %H:%M}', "
        "or --despite-embargo REASON takes it on you"
    )
