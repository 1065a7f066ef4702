"""How a draft stands: what rules and judge say of each sentence, the stricter of the two, and the whole verdict."""

from collections.abc import Mapping, Sequence

from newsbot import checks
from newsbot.news import Draft, Evidence, Finding, Judged, Outcome, Sentence, Verdict

Words = dict[tuple[str, tuple[str, ...]], Judged]
"""What a judge has said, by the wording and the passages it was shown."""

_WRONG = {"unsupported": "资料里没有这一说法", "contradicted": "与资料相反", "partly": "资料只支持其中一部分"}
_BODY = ("introduction/", "sections/", "conclusion/")
_STRICTEST = ("contradicted", "unsupported", "partly")
NO_JUDGE = "没有设置核对模型（NEWSBOT_LLM__JUDGE_MODEL）"
_SILENT = "核对模型没有给出结论"


def as_it_stands(
    draft: Draft,
    evidence: Evidence,
    rules: Sequence[checks.Check],
    words: Words,
    *,
    unheard: str = "",
    flags: Sequence[Finding] = (),
) -> Verdict:
    """How the draft stands as it is, without repair: by the rules and by what a judge has said of it before.

    `unheard` says, for an editor, why no judge was heard; empty where one was asked. `flags` are those of its story.
    """
    ruled = [finding for rule in rules for finding in rule(draft, evidence)]
    return as_ruled(draft, evidence, [*ruled, *flags], words, unheard=unheard)


def as_ruled(draft: Draft, evidence: Evidence, ruled: Sequence[Finding], words: Words, *, unheard: str = "") -> Verdict:
    """The same, with what the rules found of it."""
    placed = dict(draft.placed())
    stands = tuple(_with_judgement(each, placed, words) for each in checks.judged(draft, evidence, ruled))
    findings = [*ruled, *judge_findings(draft, words)]
    outcome, reasons = _outcome(draft, findings, stands, unheard or _SILENT)
    return Verdict(outcome=outcome, draft=draft, sentences=stands, findings=tuple(findings), reasons=reasons)


def words_of(verdict: Verdict) -> Words:
    """What the judge said of the sentences of a verdict."""
    placed = dict(verdict.draft.placed())
    return {key(placed[each.place]): each for each in verdict.sentences if each.by == "judge" and each.place in placed}


def flags_of(verdict: Verdict) -> tuple[Finding, ...]:
    """What its model showed of having obeyed a source: that stays with the story, whatever becomes of the wording."""
    return tuple(finding for finding in verdict.findings if finding.rule == "obeyed")


def askable(draft: Draft, stands: Sequence[Judged]) -> list[tuple[str, Sentence]]:
    """What a judge is asked of a draft that stands so: every fact that is no whole quotation and that no rule faults.

    Sentences whose words are covered too: coverage is blind to who did what to whom.
    """
    open_ = {each.place for each in stands if each.support in ("not judged", "supported")}
    return [(place, each) for place, each in draft.placed() if place in open_ and not place.startswith("keywords")]


def judge_findings(draft: Draft, words: Words) -> list[Finding]:
    """The judge's no as an error against the sentence."""
    found = []
    for place, sentence in draft.placed():
        judged = words.get(key(sentence))
        if judged is not None and judged.support in _WRONG:
            found.append(
                Finding(
                    rule="judge",
                    severity="error",
                    place=place,
                    sentence=sentence.text,
                    found=judged.support,
                    source_has="；".join(judged.spans),
                    advice=f"核对员认为{_WRONG[judged.support]}",
                )
            )
    return found


def _with_judgement(judged: Judged, placed: Mapping[str, Sentence], words: Words) -> Judged:
    """The stricter of rule and judge: a judge lifts what the rules left open and lowers what they covered."""
    sentence = placed[judged.place]
    if judged.place.startswith("keywords/"):
        body = (each for place, each in placed.items() if place.startswith(_BODY))
        sentence = next((each for each in body if sentence.text in each.text), sentence)
    word = words.get(key(sentence))
    if word is None or (judged.support not in ("not judged", "supported") and not _stricter(word, judged)):
        return judged
    return word.model_copy(update={"place": judged.place, "score": judged.score})


def _stricter(one: Judged, other: Judged) -> bool:
    return one.support in _STRICTEST and (
        other.support not in _STRICTEST or _STRICTEST.index(one.support) < _STRICTEST.index(other.support)
    )


def holding(findings: Sequence[Finding]) -> list[Finding]:
    """Those of the findings that hold an article."""
    return [finding for finding in findings if finding.severity == "error"]


def key(sentence: Sentence) -> tuple[str, tuple[str, ...]]:
    """What a judge\'s word is about: a wording on its passages."""
    return sentence.reading, sentence.passages


def _outcome(
    draft: Draft, findings: Sequence[Finding], stands: Sequence[Judged], why: str
) -> tuple[Outcome, tuple[str, ...]]:
    """The verdict and, in Chinese, what an editor should know of it. `why` is why a sentence has no judge's word."""
    errors = holding(findings)
    stands = [each for each in stands if not each.place.startswith("keywords/")]  # words of the body, no sentences
    open_ = [each for each in stands if each.support == "not judged"]
    reasons = [f"{finding.place}：{finding.advice}" for finding in errors]
    if open_:
        reasons.append(f"{len(open_)}句的依据未经核对，{why}")
    warnings = [finding for finding in findings if finding.severity == "warning"]
    reasons += [f"{finding.place}：{finding.advice}" for finding in warnings]
    if draft.writer == "extract":
        reasons.append("摘编稿须由编辑审定")
    else:
        covered = [each for each in stands if each.by == "coverage"]
        placed = dict(draft.placed())
        loose = [each for each in stands if each.support == "not a claim" and placed[each.place].kind != "label"]
        if covered:
            reasons.append(f"{len(covered)}句只核对了用词，{why}")
        views = [each for each in loose if placed[each.place].kind == "opinion"]
        if len(loose) > len(views):
            reasons.append(f"{len(loose) - len(views)}句过渡句没有注明依据，须由编辑看过")
        if views:
            reasons.append(f"{len(views)}句是观点，须由编辑看过")
    if errors:
        return "hold", tuple(reasons)
    return ("review" if reasons else "pass"), tuple(reasons)
