"""The rules against saying things twice.

Within 引言 and the sections no sentence may repeat another. TL;DR and 结论, and the 摘要 of a chaptered article, may
restate what the body says in other words, but neither each other, nor the title, nor a long run of the body's words.
"""

from dataclasses import dataclass

from newsbot.checks.claim import Claim
from newsbot.checks.parallel import parallel
from newsbot.checks.speech import core, folded, unattributed
from newsbot.chinese import bigrams
from newsbot.news import Draft, Evidence, Finding, Sentence, Severity

RUN = 25
"""Characters that two sentences may share in one piece; the design's own limit."""

ALIKE = 0.7
"""Share of common bigrams (Jaccard) from which two sentences say the same."""

CONTAINED = 0.85
"""Share of the shorter sentence's bigrams from which the other contains it."""

LEAST = 8
"""Bigrams below which a sentence is too short to be called a repetition by its share."""

WINDOW = 600
"""Sentences looked back at. An article of 1,500 characters has about 50, a report of 15,000 about 400; this only bounds
hostile drafts."""


MOST_PARALLEL = 40
"""Sentences of one form that are told apart by what they are of; an article of more would be a table."""


@dataclass(frozen=True)
class _Said:
    place: str
    sentence: Sentence
    words: str
    pieces: frozenset[str]
    part: str
    """`title`, `heading`, `tldr`, `abstract` (of a chaptered article), `conclusion`, else `body`."""


def repetition(draft: Draft, evidence: Evidence) -> list[Finding]:
    """Findings `repetition`, always on the later sentence.

    Errors: a sentence of the body that repeats another, a sentence of TL;DR or 结论 that repeats
    one of its own part, and a TL;DR that is the title. Warnings: the HEADING equal to the title,
    TL;DR or 结论 that copies the body, each other or the title.
    """
    said = [_said(place, sentence, chaptered=draft.chaptered) for place, sentence in draft.placed() if _counts(place)]
    body_first = sorted(
        said, key=lambda each: {"title": 0, "heading": 1, "body": 2, "abstract": 3, "tldr": 3}.get(each.part, 4)
    )
    findings, earlier, runs = [], list[_Said](), dict[str, _Said]()
    for each in body_first:
        sharing = list(dict.fromkeys(runs[run] for run in _runs(each.words) if run in runs))
        shared = next((other for other in sharing[:MOST_PARALLEL] if not _parallel(each, other, evidence)), None)
        other, how = _repeated(each, earlier, shared, evidence)
        if other is not None:
            findings.append(_finding(each, other, how))
        earlier.append(each)
        if each.part not in ("title", "heading"):
            runs.update((run, each) for run in _runs(each.words) if run not in runs)
    return findings


def restates(text: str, title: str) -> bool:
    """Whether a sentence of the TL;DR says what the title says and no more."""
    one = _said("tldr/0", Sentence(text=text), chaptered=False)
    other = _said("title", Sentence(text=title), chaptered=False)
    return one.words == other.words or _alike(one, other)


def _counts(place: str) -> bool:
    return Claim(place, Sentence(text=""), ()).prose or place in ("title", "heading")


def _said(place: str, sentence: Sentence, *, chaptered: bool) -> _Said:
    part = place.split("/", maxsplit=1)[0]
    if part in ("introduction", "sections"):
        part = "abstract" if chaptered and part == "introduction" else "body"
    words = core(unattributed(Claim(place, sentence, ()).text))
    return _Said(place, sentence, words, frozenset(bigrams(words)), part)


def _runs(words: str) -> list[str]:
    return [words[n : n + RUN + 1] for n in range(len(words) - RUN)]


def _repeated(each: _Said, earlier: list[_Said], shared: _Said | None, evidence: Evidence) -> tuple[_Said | None, str]:
    """The earlier sentence that this one repeats, and how; those of other parts may be restated in other words."""
    left = MOST_PARALLEL
    for other in earlier[-WINDOW:]:
        if each.words and each.words == other.words and other.part != "heading":
            return other, "全句相同"
        if _comparable(each, other) and _alike(each, other):
            if not left or not _parallel(each, other, evidence):
                return other, "意思重复"
            left -= 1
    return shared, f"连续{RUN}字以上相同"


def _comparable(each: _Said, other: _Said) -> bool:
    if each.part == other.part:
        return True
    return "body" not in (each.part, other.part) and "heading" not in (each.part, other.part)


def _alike(each: _Said, other: _Said) -> bool:
    small, large = sorted((each.pieces, other.pieces), key=len)
    if len(small) < LEAST:
        return False
    if any(piece.isascii() for piece in each.pieces - other.pieces):
        return False  # another number or name makes it another fact: parallel sentences are no repetition
    common = len(small & large)
    if common >= ALIKE * (len(small) + len(large) - common):
        return True
    return "title" not in (each.part, other.part) and common >= CONTAINED * len(small)  # TL;DR says more than the title


def _parallel(each: _Said, other: _Said, evidence: Evidence) -> bool:
    mine, theirs = (
        "".join(folded(passage.text) for passage in evidence.cited(said.sentence.passages)) for said in (each, other)
    )
    return parallel(each.words, other.words, mine, theirs)


def _finding(each: _Said, other: _Said, how: str) -> Finding:
    parts = {each.part, other.part}
    severity: Severity = "error" if len(parts) == 1 or parts == {"tldr", "title"} else "warning"
    advice = f"与前文重复（{how}，{other.place}），请删去或换一个事实。"
    if severity == "warning":
        advice = f"与别处重复（{how}，{other.place}），请换个说法。"
    claim = Claim(each.place, each.sentence, ())
    return claim.finding("repetition", severity, other.sentence.text, advice)
