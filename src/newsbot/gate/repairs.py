"""The repairs, in the order of what they cost."""

from collections.abc import Awaitable, Callable, Iterator, Sequence

from newsbot import checks, chinese
from newsbot.errors import ModelError
from newsbot.gate.verdict import NO_JUDGE, Words, as_ruled, askable, holding, judge_findings, key
from newsbot.news import Draft, Evidence, Finding, Judged, Passage, Repair, Sentence, Verdict

Failing = Sequence[tuple[str, Sentence, tuple[Finding, ...]]]
Rewrite = Callable[[Failing], Awaitable[dict[str, Sentence]]]
"""One model call that rewords the failing sentences; answers by place, leaving out what it could not do."""

Judge = Callable[[Sequence[tuple[str, Sentence]]], Awaitable[dict[str, Judged]]]
"""One batched call of a probed judge over sentences and their passages; answers by place. It may raise `ModelError`:
what it was asked is then not judged."""

# Repairs of these need other words, another headline or an editor: another citation cannot help.
_NOT_BY_CITATION = frozenset(
    {"repetition", "self-reference", "markup", "unfinished", "transition", "follow-up", "verbatim-run", "untranslated"}
    | {"address", "instruction", "leak", "house-term"}
    | {"one-sided", "limit", "single-source", "view", "superlative"}
)
# What only an editor may let pass is neither reworded nor cut: it holds the draft.
_EDITORS_ALONE = frozenset({"house-term", "agreement"})
# TL;DR and 引言 keep at least one sentence; without any the article is held instead.
LEAST_LEFT = 1


def _chinese(passage: Passage) -> bool:
    return (passage.language or chinese.language(passage.text)).lower().startswith("zh")


class Gate:
    """One draft's way through the gate: its wording as it stands now, and what was done to it."""

    def __init__(
        self,
        draft: Draft,
        evidence: Evidence,
        rules: Sequence[checks.Check],
        judge: Judge | None,
        standards: checks.Standards = checks.HOUSE,
        mends: Callable[[str], bool] = lambda _: True,
        keeps: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """`mends` says at which places the gate may repair anything: a translation is not cut or cited otherwise;
        `keeps` at which it may only have it worded anew, since each sentence has its place and passages already."""
        self._mends = mends
        self._keeps = keeps
        self._draft = checks.inherited(draft) if standards.inherit else draft
        self._evidence = evidence
        self._rules = rules
        self._judge = judge
        self._standards = standards
        self._ruled: tuple[Draft, list[Finding]] | None = None
        self._judged: Words = {}
        self._put_to_judge: set[tuple[str, tuple[str, ...]]] = set()
        self._unheard = "" if judge else NO_JUDGE
        self._repairs: list[Repair] = []

    async def verdict(self, rewrite: Rewrite | None) -> Verdict:
        """Repair what can be repaired, in the order of what it costs, then say how the draft stands."""
        self._replace()
        self._recite()
        await self._ask_judge()
        moved = self._recite_denied()
        if rewrite is not None and (failing := self._failing()):
            before = {place: (sentence, findings) for place, sentence, findings in failing}
            self._put(await rewrite(failing), before)
            moved = True
        if moved:
            await self._ask_judge()
        self._cut()
        return self._closed()

    # ------------------------------------------------------------ what is wrong

    def _findings(self) -> list[Finding]:
        return [*self._by_rules(), *judge_findings(self._draft, self._judged)]

    def _by_rules(self) -> list[Finding]:
        """What the rules find of the draft as it stands, worked out once for each state of it."""
        if self._ruled is None or self._ruled[0] is not self._draft:
            found = [finding for rule in self._rules for finding in rule(self._draft, self._evidence)]
            self._ruled = (self._draft, found)
        return self._ruled[1]

    def _failing(self) -> Failing:
        """Sentences with an error, with those errors, in reading order."""
        errors: dict[str, list[Finding]] = {}
        for finding in holding(self._findings()):
            if finding.rule in _EDITORS_ALONE or not self._mends(finding.place):
                continue
            errors.setdefault(finding.place, []).append(finding)
        return [(place, sentence, tuple(errors[place])) for place, sentence in self._draft.placed() if place in errors]

    def _free(self) -> Failing:
        """Those of them that may be cut or cited otherwise."""
        return [each for each in self._failing() if not self._keeps(each[0])]

    async def _ask_judge(self) -> None:
        """Put to the judge what it is asked of such a draft, once for each wording."""
        if self._judge is None:
            return
        stands = checks.judged(self._draft, self._evidence, self._findings())
        asked = [each for each in askable(self._draft, stands) if key(each[1]) not in self._put_to_judge]
        if asked:
            self._put_to_judge |= {key(sentence) for _, sentence in asked}
            try:
                answers = await self._judge(asked)
            except ModelError as error:  # nobody has looked: an editor must
                self._judge, self._unheard = None, f"核对模型没有回答：{error}"
                return
            self._judged |= {key(sentence): answers[place] for place, sentence in asked if place in answers}

    # ------------------------------------------------------------ repairs

    def _replace(self) -> None:
        """Write the house's own terms where they are to replace others: no model call, before anything is judged."""
        new: dict[str, Sentence] = {}
        before: dict[str, tuple[Sentence, tuple[Finding, ...]]] = {}
        for place, sentence in self._draft.placed():
            wording = checks.replaced(place, sentence, self._standards)
            if wording is not None:
                new[place], before[place] = wording, (sentence, ())
        self._apply(new, before, "replaced")

    def _recite(self) -> None:
        """Where another passage of the evidence supports a failing sentence, cite that: no model call."""
        better = {}
        failing = self._free()
        for place, sentence, findings in failing:
            if not any(finding.rule in _NOT_BY_CITATION for finding in findings):
                cited = self._better_cited(place, sentence)
                if cited is not None:
                    better[place] = cited
        self._apply(better, {place: (sentence, findings) for place, sentence, findings in failing}, "re-cited")

    def _recite_denied(self) -> bool:
        """Where the judge found nothing of a sentence in its passages, and another one has its words: cite that.

        Whether anything was changed. The judge sees it again, with that passage.
        """
        better: dict[str, Sentence] = {}
        before: dict[str, tuple[Sentence, tuple[Finding, ...]]] = {}
        for place, sentence, findings in self._free():
            if all(finding.rule == "judge" and finding.found == "unsupported" for finding in findings):
                cited = next(self._grounded_on(place, sentence), None)
                if cited is not None:
                    better[place], before[place] = cited, (sentence, findings)
        self._apply(better, before, "re-cited")
        return bool(better)

    def _grounded_on(self, place: str, sentence: Sentence) -> Iterator[Sentence]:
        """The sentence on other passages that support it by their own words, and to which no rule objects."""
        for passage in self._others(sentence):
            cited = sentence.model_copy(update={"passages": (passage.id,)})
            if checks.grounded(cited, self._evidence) and not holding(
                checks.against(place, cited, self._evidence, self._standards)
            ):
                yield cited

    def _others(self, sentence: Sentence) -> list[Passage]:
        """The passages that the sentence does not name, those that share most with it first."""
        pieces = chinese.bigrams(sentence.text)
        others = [passage for passage in self._evidence.passages if passage.id not in sentence.passages]
        return sorted(others, key=lambda passage: -len(pieces & chinese.bigrams(passage.text)))

    def _better_cited(self, place: str, sentence: Sentence) -> Sentence | None:
        """The sentence on the first other passages on which no rule has anything against it."""
        for passage in self._others(sentence):
            if not checks.anchored(sentence, passage, self._evidence.sources):
                continue
            for ids in ((passage.id,), (*sentence.passages, passage.id)):
                cited = sentence.model_copy(update={"passages": ids})
                if self._carries(cited, passage) and not holding(
                    checks.against(place, cited, self._evidence, self._standards)
                ):
                    return cited
        return None

    def _carries(self, cited: Sentence, passage: Passage) -> bool:
        """Whether the passage may be cited: one in Chinese has the sentence's words, a mere number of it is no support.

        Of one in another language a number is all that rules can see; the judge looks at the rest.
        """
        return not _chinese(passage) or checks.grounded(cited, self._evidence)

    def _put(self, wordings: dict[str, Sentence], before: dict[str, tuple[Sentence, tuple[Finding, ...]]]) -> None:
        """Take a new wording where the rules have nothing against it; elsewhere the old one stays, to be cut."""
        taken = {}
        for place, wording in wordings.items():
            if place in before and not holding(checks.against(place, wording, self._evidence, self._standards)):
                taken[place] = wording
        self._apply(taken, before, "rewritten")

    def _cut(self) -> None:
        """Cut the sentences that still fail and are not needed; the title and heading are never cut."""
        for _ in range(2):  # cutting can leave a transition or a keyword with nothing to stand on
            failing = [each for each in self._free() if each[0] not in ("title", "heading")]
            going = {
                place: (sentence, findings) for place, sentence, findings in failing if self._may_go(place, failing)
            }
            if not going:
                return
            self._apply(dict.fromkeys(going), going, "cut")

    def _may_go(self, place: str, failing: Failing) -> bool:
        """Whether the article still has its parts without the failing sentences of this place's part."""
        part = place.split("/", maxsplit=1)[0]
        if part in ("keywords", "sections", "conclusion"):
            return True
        lost = sum(1 for other, _, _ in failing if other.split("/")[0] == part)
        whole = len(self._draft.tldr) if part == "tldr" else sum(1 for p, _ in self._draft.body() if p.startswith(part))
        return whole - lost >= LEAST_LEFT

    def _apply(
        self,
        changes: dict[str, Sentence] | dict[str, Sentence | None],
        before: dict[str, tuple[Sentence, tuple[Finding, ...]]],
        action: str,
    ) -> None:
        for place, after in changes.items():
            old, because = before[place]
            self._repairs.append(
                Repair.model_validate(
                    {"place": place, "action": action, "before": old, "after": after, "because": because}
                )
            )
        if changes:
            self._draft = self._draft.revised(dict(changes))

    # ------------------------------------------------------------ the verdict

    def _closed(self) -> Verdict:
        ruled = [*self._by_rules(), *checks.obeyed(self._written(), self._evidence)]
        verdict = as_ruled(self._draft, self._evidence, ruled, self._judged, unheard=self._unheard)
        return verdict.model_copy(update={"repairs": tuple(self._repairs)})

    def _written(self) -> Iterator[tuple[Sentence, Finding]]:
        """Each sentence that the model wrote with what the rules found of it, before the repairs and after them."""
        for each in self._draft.aside:
            found = checks.against("introduction/0/0", each, self._evidence, self._standards)
            yield from ((each, finding) for finding in found)
        yield from ((repair.before, finding) for repair in self._repairs for finding in repair.because)
        placed = dict(self._draft.placed())
        yield from ((placed[each.place], each) for each in self._by_rules() if each.place in placed)
