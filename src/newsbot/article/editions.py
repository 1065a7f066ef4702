"""How an edition in Traditional characters shows a draft: sentence by sentence, nothing else about it changed."""

from newsbot.chinese import from_traditional, traditional
from newsbot.news import Draft, Evidence, Language, Sentence


def shown(draft: Draft, evidence: Evidence, language: Language) -> Draft:
    """The draft as a file in this language shows it: in Traditional characters for `zh-Hant`, else as it is.

    Words that a Traditional source says stand as they stand there.
    """
    if language != "zh-Hant":
        return draft
    originals = tuple(passage.original for passage in evidence.passages if passage.original)
    words = _words(evidence)
    changes: dict[str, Sentence | None] = {
        place: each.model_copy(update={"text": traditional(each.text, originals, words)})
        for place, each in draft.placed()
    }
    tags = tuple(traditional(tag, (), words) for tag in draft.tags)
    return draft.revised(changes).model_copy(update={"tags": tags})


def told(text: str, evidence: Evidence, language: Language) -> str:
    """A line of the newsroom's own (a reason, a label) as a file in this language shows it."""
    return traditional(text, (), _words(evidence)) if language == "zh-Hant" else text


def signed(text: str, evidence: Evidence, language: Language) -> str:
    """A line of such a file in the characters of the draft."""
    return from_traditional(text, _words(evidence)) if language == "zh-Hant" else text


def _words(evidence: Evidence) -> dict[str, str]:
    return evidence.edition.words if evidence.edition is not None else {}
