"""What the gate says of sentences that a real small model wrote, beside what a person says of them.

`tests/small_model/sentences.jsonl`: the first answers of Qwen2.5-Coder-1.5B-Instruct, 4-bit, to the prompt
`news/sentence` over the sample site's stories, nothing left out, each labelled by hand: is all of it so, by the
passage it was made from? `pytest -s tests/test_small_model_sentences.py` prints what was measured.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from newsbot import checks
from newsbot.news import Sentence, Support
from story_cases import sample_evidence

FILE = Path(__file__).parent / "small_model" / "sentences.jsonl"
STANDS = ("quoted", "supported")


@dataclass(frozen=True)
class Row:
    """A sentence, whether it is true to its passage, what the gate's rules say and whether they fault it."""

    text: str
    true: bool
    support: Support
    faulted: bool

    @property
    def stands(self) -> bool:
        return not self.faulted and self.support in STANDS


def rows() -> list[Row]:
    return [_row(**json.loads(line)) for line in FILE.read_text(encoding="utf-8").splitlines()]


def _row(story: str, of: str, sentence: str, true: bool, why: str = "") -> Row:
    evidence = sample_evidence(story)
    passage = next(each for each in evidence.passages if of in each.text)
    said = Sentence(text=sentence, passages=(passage.id,))
    found = checks.against("sections/0/0/0", said, evidence)
    stands = checks.support(said, (passage,), evidence.sources)
    faulted = any(finding.severity == "error" for finding in found)
    return Row(sentence, true, checks.weighed(stands, found).support, faulted)


def share(part: int, whole: int) -> float:
    return part / max(1, whole)


def test_sixty_sentences_and_more_are_labelled_of_both_kinds() -> None:
    told = rows()
    assert len(told) >= 60 and sum(not each.true for each in told) >= 20


def test_what_rules_fault_is_mostly_false_and_what_stands_is_mostly_true() -> None:
    """Rules alone. What they neither fault nor find support for is *not judged*: for a judge or an editor."""
    told = rows()
    false = [each for each in told if not each.true]
    true = [each for each in told if each.true]
    faulted = [each for each in told if each.faulted]
    standing = [each for each in told if each.stands]
    faults = (sum(not each.true for each in faulted), len(faulted))
    caught = (sum(each.faulted for each in false), len(false))
    kept_out = (sum(not each.stands for each in false), len(false))
    sound = (sum(each.true for each in standing), len(standing))
    found = (sum(each.stands for each in true), len(true))
    print(f"\n{len(told)} sentences, {len(false)} of them false")
    for name, (part, whole) in {
        "an error is right (precision of errors)": faults,
        "false sentences with an error (recall of errors)": caught,
        "false sentences that do not stand (recall of the gate)": kept_out,
        "sentences that stand and are true": sound,
        "true sentences that stand without a judge": found,
    }.items():
        print(f"{name}: {part} of {whole} ({share(part, whole):.0%})")
    assert share(*kept_out) >= 0.8
    assert share(*sound) >= 0.85
