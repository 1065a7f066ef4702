"""What an editor does to a draft on the desk: each act gives the review as it then is, and what to write down of it.

    Review ──edit │ cut │ re-cite │ rewrite──▶ draft ──rules, the judge's kept words──▶ Review
    Review ──confirm │ keep──▶ Review with a decision

Every change of the wording is held against the rules at once; what the judge said of untouched sentences still holds,
and of a changed one it has said nothing yet. No model is asked here. Acts that cannot be done raise `NotAllowed`, whose
`rule` a face can put into its own language.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from newsbot import article, checks, chinese, gate, proofreading, review
from newsbot.errors import NotAllowed
from newsbot.news import Act, ActKind, Decision, Draft, Evidence, Finding, Review, Sentence

LONGEST = 2_000  # characters of one sentence; no sentence of an article comes near it
LONGEST_REASON = 500
Edited = tuple[Review, Act]


class Editing:
    """The desk of one story: its evidence, and the rules that a draft of it is held against."""

    def __init__(self, evidence: Evidence, rules: Sequence[checks.Check], standards: checks.Standards) -> None:
        self._evidence = evidence
        self._rules = rules
        self._standards = standards

    # ------------------------------------------------------------ the wording

    def edit(self, on: Review, place: str, text: str, passages: Iterable[str] = ()) -> Edited:
        """The sentence at `place` in other words, on these passages, or on those it had where none is named."""
        old = self._at(on, place)
        ids = self._known(passages) or old.passages
        new = chinese.one_line(text).strip()
        if not new:
            raise NotAllowed("empty", "an edited sentence needs words; cut it to take it out")
        if len(new) > LONGEST:
            raise NotAllowed("long", f"a sentence has at most {LONGEST} characters")
        quotes = tuple(quote for quote in old.quotes if quote.text in new or old.signed)  # English has the original
        # A figure in a table of a translation that was edited is what somebody says the original has.
        said = old.kind == "label" and any(passage.shape for passage in self._evidence.passages)
        kind = "fact" if said else old.kind
        sentence = old.model_copy(update={"text": new, "quotes": quotes, "passages": ids, "kind": kind})
        return self._changed(on, place, sentence, "edit", old.text, new)

    def cut(self, on: Review, place: str) -> Edited:
        """The draft without the sentence at `place`; title and heading can only be edited."""
        old = self._at(on, place)
        if place in ("title", "heading"):
            raise NotAllowed("needed", "an article needs its title and heading; edit it instead")
        shorter = on.verdict.draft.revised({place: None})
        if _lost(on.verdict.draft, shorter):
            raise NotAllowed("needed", "TL;DR and 引言 keep at least one sentence; edit it instead")
        return self.standing(on, shorter), Act(kind="cut", place=place, before=old.text)

    def recite(self, on: Review, place: str, passages: Iterable[str]) -> Edited:
        """The sentence at `place` on these passages of the evidence, and no others."""
        old = self._at(on, place)
        ids = self._known(passages)
        if not ids:
            raise NotAllowed("passage", "no passage was named")
        sentence = old.model_copy(update={"passages": ids, "kind": "fact"})
        return self._changed(on, place, sentence, "re-cite", ", ".join(old.passages), ", ".join(ids))

    def _known(self, passages: Iterable[str]) -> tuple[str, ...]:
        ids = tuple(dict.fromkeys(passages))
        if unknown := [id for id in ids if self._evidence.passage(id) is None]:
            raise NotAllowed("passage", f"the evidence has no passage {', '.join(unknown)}")
        return ids

    def rewrite(self, on: Review, document: article.Document, markdown: str) -> Edited:
        """The draft as this file of it now reads: sentences that nobody touched keep passages and judgement."""
        before = on.verdict.draft
        reread = proofreading.reread(document, markdown, before, self._evidence)
        signed = review.byline(
            on, self._evidence
        )  # the name goes with the change, and is no fault of the file that is changed
        faults = (each for each in reread.findings if each.severity == "error")
        wrong = next(
            (each for each in faults if each.rule != "byline" or not signed or each.found != signed.editor), None
        )
        if wrong is not None:
            raise NotAllowed("form", f"{wrong.place or wrong.rule}: {wrong.advice}")
        draft = reread.draft.model_copy(update={"prompts": before.prompts, "tags": before.tags})
        act = Act(kind="rewrite", before=_plain(before), after=_plain(draft))
        return self.standing(on, draft), act

    def licence(self, on: Review, text: str) -> Edited:
        """By whose leave the translation is published: a licence, or a permission and who gave it. Empty: none.

        The wording stays as it is, and so does a name under it.
        """
        if not any(passage.shape for passage in self._evidence.passages):
            raise NotAllowed("licence", "only a translation needs a licence")
        said = chinese.one_line(text).strip()
        if len(said) > LONGEST_REASON:
            raise NotAllowed("long", f"a licence has at most {LONGEST_REASON} characters")
        return on.model_copy(update={"licence": said}), Act(kind="licence", before=on.licence, after=said)

    def _changed(self, on: Review, place: str, sentence: Sentence, kind: ActKind, before: str, after: str) -> Edited:
        draft = on.verdict.draft.revised({place: sentence})
        return self.standing(on, draft), Act(kind=kind, place=place, before=before, after=after)

    def standing(self, on: Review, draft: Draft, words: gate.Words | None = None) -> Review:
        """The review with the draft held against the rules anew; `words` are the judge's, by default those it said."""
        said = gate.words_of(on.verdict) if words is None else words
        flags = gate.flags_of(on.verdict)
        verdict = gate.as_it_stands(draft, self._evidence, self._rules, said, unheard=UNHEARD, flags=flags)
        return review.reworded(on, verdict.model_copy(update={"repairs": on.verdict.repairs}))

    # ------------------------------------------------------------ decisions

    def confirm(
        self, on: Review, place: str, passage: str, span: str, editor: str, at: datetime, reason: str = ""
    ) -> Edited:
        """The editor has found what the sentence says in these words of a passage that it names.

        Where a rule has an error against the sentence, a reason is needed as well.
        """
        sentence = self._at(on, place)
        cited = next((each for each in self._evidence.cited(sentence.passages) if each.id == passage), None)
        words = span.strip()
        if cited is None:
            raise NotAllowed("passage", f"the sentence does not name passage {passage}; re-cite it first")
        if not words or proofreading.located(words, (cited,)) is None:
            raise NotAllowed("span", f"passage {passage} has no such words; mark the words that say it")
        why = _reason(reason)
        if not why and any(finding.place == place for finding in review.errors(on.verdict)):
            raise NotAllowed("reason", "a rule is against this sentence: say why it is right all the same")
        word = Decision(
            choice="confirm",
            text=sentence.text,
            passages=sentence.passages,
            passage=passage,
            span=words,
            reason=why,
            editor=editor,
            at=at,
        )
        return review.decided(on, (word,)), Act(
            kind="confirm", place=place, before=sentence.text, after=words, reason=why
        )

    def keep(self, on: Review, place: str, editor: str, at: datetime, reason: str) -> Edited:
        """The sentence stays on the editor's own word, for a reason."""
        sentence = self._at(on, place)
        why = needed(reason)
        word = Decision(choice="keep", text=sentence.text, passages=sentence.passages, reason=why, editor=editor, at=at)
        return review.decided(on, (word,)), Act(kind="keep", place=place, before=sentence.text, reason=why)

    def waive(self, on: Review, finding: Finding, editor: str, at: datetime, reason: str) -> Edited:
        """A finding on the whole draft is taken by the editor, for a reason."""
        why = needed(reason)
        word = Decision(choice="keep", text=review.on(finding), rule=finding.rule, reason=why, editor=editor, at=at)
        return review.decided(on, (word,)), Act(kind="keep", place=finding.place, before=review.on(finding), reason=why)

    @staticmethod
    def _at(on: Review, place: str) -> Sentence:
        sentence = dict(on.verdict.draft.placed()).get(place)
        if sentence is None:
            raise NotAllowed("place", f"the draft has no sentence at {place}")
        return sentence


UNHEARD = "改动后的句子没有经过核对模型"


def needed(reason: str) -> str:
    """The reason in one line. Raises `NotAllowed` when there is none."""
    why = _reason(reason)
    if not why:
        raise NotAllowed("reason", "say why: the reason is kept under your name")
    return why


def _reason(reason: str) -> str:
    return chinese.one_line(reason).strip()[:LONGEST_REASON]


def _lost(before: Draft, after: Draft) -> bool:
    """Whether a part went with its last sentence that an article must keep: TL;DR, 引言, or all there was of a body."""
    tldr, introduction = bool(before.tldr) > bool(after.tldr), bool(before.introduction) > bool(after.introduction)
    return tldr or introduction or not any(after.body())


def _plain(draft: Draft) -> str:
    """A draft's text a sentence a line, for the history."""
    return "\n".join(sentence.text for _, sentence in draft.placed())
