"""The rule of the house's own terms, over all that a reader sees: headlines, text, keywords, tags and references."""

from collections.abc import Callable, Iterator

from newsbot.checks.claim import Claim
from newsbot.checks.speech import quoted
from newsbot.checks.standards import Standards
from newsbot.news import Draft, Evidence, Finding, Sentence, Severity
from newsbot.wording import Hit, Scope

RULE = "house-term"
"""Its findings are an editor's: the machine neither rewords nor cuts what only an editor may let pass."""

_SEVERITY: dict[str, Severity] = {"block": "error", "replace": "warning", "warn": "warning"}


def house_terms(standards: Standards) -> Callable[[Draft, Evidence], list[Finding]]:
    """The check of `standards.terms`. A `block` term is an error, the others are warnings.

    Places are those of sentences, `tags/N`, and `source/N` for the title, publisher, author and address of a source
    that the article cites.
    """

    def check(draft: Draft, evidence: Evidence) -> list[Finding]:
        if not standards.terms:
            return []
        return [
            _finding(place, sentence, hit)
            for place, sentence, text, scope in _seen(draft, evidence)
            for hit in standards.wording.hits(text, scope)
        ]

    return check


def replaced(place: str, sentence: Sentence, standards: Standards) -> Sentence | None:
    """The sentence with its `replace` terms replaced; None where there is none. What is quoted stays as it was said."""
    speech = [(each.start, each.end) for each in quoted(sentence.text)]
    hits = [
        hit
        for hit in standards.wording.hits(sentence.text, _scope(place))
        if hit.term.action == "replace" and not any(start < hit.start < end for start, end in speech)
    ]
    if not hits:
        return None
    text, position = "", 0
    for hit in hits:
        text += sentence.text[position : hit.start] + hit.term.replacement
        position = hit.end
    return sentence.model_copy(update={"text": text + sentence.text[position:]})


def _scope(place: str) -> Scope:
    return "title" if place in ("title", "heading") else "body"


def _seen(draft: Draft, evidence: Evidence) -> Iterator[tuple[str, Sentence, str, Scope]]:
    """Every text that a reader sees, with its place and the sentence that a finding names."""
    for place, sentence in draft.placed():
        yield place, sentence, sentence.text, _scope(place)
    for number, tag in enumerate(draft.tags):
        yield f"tags/{number}", Sentence(text=tag), tag, "body"
    cited = {passage.source for _, each in draft.placed() for passage in evidence.cited(each.passages)}
    for source in evidence.sources:
        if source.id in cited:
            for text in (source.title, source.publisher, source.author, *source.copies, source.url):
                yield f"source/{source.id}", Sentence(text=text), text, "source"


def _finding(place: str, sentence: Sentence, hit: Hit) -> Finding:
    term = hit.term
    reason = f"：{term.reason}" if term.reason else ""
    advice = {
        "block": f"“{term.words}”是本站禁用词（{term.rule}{reason}），须由编辑具名说明理由才能发布。",
        "replace": f"本站把“{term.words}”写作“{term.replacement}”（{term.rule}{reason}），请改。",
        "warn": f"“{term.words}”是本站慎用词（{term.rule}{reason}），请编辑斟酌。",
    }[term.action]
    found = sentence.text[hit.start : hit.end]
    return Claim(place, sentence, ()).finding(RULE, _SEVERITY[term.action], found, advice)
