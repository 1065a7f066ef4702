"""How an edition in Traditional characters shows a draft: sentence by sentence, nothing else about it changed."""

from collections.abc import Iterable, Iterator

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
        place: _shown(each, traditional(each.text, originals, words), words) for place, each in draft.placed()
    }
    tags = tuple(traditional(tag, (), words) for tag in draft.tags)
    return draft.revised(changes).model_copy(update={"tags": tags})


def _shown(sentence: Sentence, text: str, words: dict[str, str]) -> Sentence:
    """The sentence with this text; what in it is bold or leads somewhere are the same stretches of it."""

    def pieces(of: Iterable[str]) -> Iterator[str]:
        at = 0
        for piece in of:
            start = sentence.text.find(piece, at)
            alike = start >= 0 and len(text) == len(sentence.text)
            at = start + len(piece) if alike else at
            yield text[start:at] if alike else traditional(piece, (), words)

    links = zip(sentence.links, pieces(link.text for link in sentence.links), strict=True)
    changed = {
        "text": text,
        "strong": tuple(pieces(sentence.strong)),
        "links": tuple(link.model_copy(update={"text": piece}) for link, piece in links),
    }
    return sentence.model_copy(update=changed)


def told(text: str, evidence: Evidence, language: Language) -> str:
    """A line of the newsroom's own (a reason, a label) as a file in this language shows it."""
    return traditional(text, (), _words(evidence)) if language == "zh-Hant" else text


def signed(text: str, evidence: Evidence, language: Language) -> str:
    """A line of such a file in the characters of the draft."""
    return from_traditional(text, _words(evidence)) if language == "zh-Hant" else text


def _words(evidence: Evidence) -> dict[str, str]:
    return evidence.edition.words if evidence.edition is not None else {}
