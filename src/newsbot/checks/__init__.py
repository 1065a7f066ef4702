"""The checks a draft must pass: each a small callable over one draft and its evidence.

`sentence_findings` runs the rules for single sentences, which is what a repair is tried with;
`checks` gives everything in the order a reader of findings wants: what is untrue before what is
unbeautiful. No check decides what happens to the draft, calls anything or changes anything.
"""

from collections.abc import Callable

from newsbot.checks import citations, repetition, sides, told_again
from newsbot.checks.agreement import agreement
from newsbot.checks.anchors import GROUNDED, anchored
from newsbot.checks.argument import argument, quotes_somebody
from newsbot.checks.assertions import ASSERTIONS
from newsbot.checks.binding import binding_rule
from newsbot.checks.canary import hidden_word, redacted
from newsbot.checks.cells import cell_rule
from newsbot.checks.citations import inherited
from newsbot.checks.claim import MAX_SENTENCE, Claim, SentenceRule
from newsbot.checks.disguise import disguise_rule
from newsbot.checks.figures import figure_rule
from newsbot.checks.following import going_on, newness, tells_news
from newsbot.checks.house_terms import house_terms, replaced
from newsbot.checks.injection import flagged, note, obedience_rule
from newsbot.checks.language import article_language, language_rule, setting_rule
from newsbot.checks.length import TOO_SHORT, length, parts
from newsbot.checks.money_verbs import money_verb_rule
from newsbot.checks.names import CALLED, name_forms, name_rule, people_in, romanised
from newsbot.checks.names import lost as names_lost
from newsbot.checks.obeying import obeyed
from newsbot.checks.opinions import opinion_rule, opinions
from newsbot.checks.originality import originality
from newsbot.checks.own_tests import maker, measured_by_maker, own_test_rule
from newsbot.checks.phrasing import phrasing_rule
from newsbot.checks.quotes import quote_rule
from newsbot.checks.relation import RELATION
from newsbot.checks.rendition import (
    POINTS,
    Fault,
    kept_names,
    pieces,
    rendered,
    rendition,
    running,
    says_something,
    unfaithful,
)
from newsbot.checks.repetition import restates
from newsbot.checks.sides import limits, single_source, stating
from newsbot.checks.sourcing import SOURCING
from newsbot.checks.speakers import speaker_rule
from newsbot.checks.speech import spoken
from newsbot.checks.standards import HOUSE, Standards
from newsbot.checks.structure import structure
from newsbot.checks.support import judged, support, unfounded, weighed
from newsbot.checks.told_again import ENGLISH_RULES, english_rule
from newsbot.checks.untranslated import untranslated_rule
from newsbot.figures import Figure, englished, figures, glossed
from newsbot.glossary import glossary_for
from newsbot.news import NEWS, Draft, Evidence, Finding, Kind, Language, Passage, Sentence, Source

Check = Callable[[Draft, Evidence], list[Finding]]
"""A rule over a whole draft. It returns its findings in reading order and raises nothing."""

FACT_RULES: tuple[SentenceRule, ...] = (
    citations.citation_rule,
    figure_rule,
    binding_rule,
    cell_rule,
    money_verb_rule,
    name_rule,
    quote_rule,
    speaker_rule,
    *RELATION,
)
"""What a sentence says, held against its passages, in the order in which findings are given."""

SENTENCE_RULES: tuple[SentenceRule, ...] = (
    *FACT_RULES,
    *SOURCING,
    *ASSERTIONS,
    own_test_rule,
    obedience_rule,
    disguise_rule,
    language_rule,
    phrasing_rule,
    untranslated_rule,
)
"""All rules for single sentences: what is untrue before what is unbeautiful."""


OPINION_RULES: tuple[SentenceRule, ...] = (
    opinion_rule,
    obedience_rule,
    disguise_rule,
    language_rule,
    phrasing_rule,
    untranslated_rule,
)
"""The rules for a sentence that rests on nothing because it is an opinion: what it may be, and its Chinese."""


RENDERED_RULES: tuple[SentenceRule, ...] = (
    citations.citation_rule,
    kept_names,
    quote_rule,
    obedience_rule,
    disguise_rule,
    setting_rule,
    untranslated_rule,
)
"""The rules for a sentence that renders one of the original, beside `rendition`: whose words, whose judgement and how
well put is the original's affair."""


def sentence_findings(
    place: str,
    sentence: Sentence,
    passages: tuple[Passage, ...],
    sources: tuple[Source, ...] = (),
    standards: Standards = HOUSE,
    rules: tuple[SentenceRule, ...] = SENTENCE_RULES,
    context: tuple[Passage, ...] = (),
) -> list[Finding]:
    """What these rules for single sentences have against this one, standing at `place` and resting on `passages`.

    `sources` supply what passages lean on: the date a source gives itself, its title, publisher
    and author. Without them no year is completed and nobody but those in the passages is known.
    `context` are all passages of the evidence, for what they say of names.
    """
    if rules is ENGLISH_RULES:  # a cell is held against the signed one, which stands in the same row and column
        sentence = sentence.model_copy(update={"of": ""})
    claim = Claim(place, sentence, passages, sources, standards, context)
    if len(sentence.text) > MAX_SENTENCE:
        rules = (language_rule,)
    elif sentence.kind == "opinion" and not sentence.passages and rules is not ENGLISH_RULES:
        rules = OPINION_RULES
    return [finding for rule in rules for finding in rule(claim)]


def against(
    place: str,
    sentence: Sentence,
    evidence: Evidence,
    standards: Standards = HOUSE,
    rules: tuple[SentenceRule, ...] = (),
) -> list[Finding]:
    """`sentence_findings` on the passages that the sentence names; without `rules` those of its language."""
    cited = evidence.cited(sentence.passages)
    english = evidence.edition is not None and evidence.edition.language == "en"
    used = rules or (ENGLISH_RULES if english else SENTENCE_RULES)
    return sentence_findings(place, sentence, cited, evidence.sources, standards, used, evidence.passages)


def grounded(sentence: Sentence, evidence: Evidence) -> bool:
    """Whether the passages that the sentence names support it by their own words."""
    return support(sentence, evidence.cited(sentence.passages), evidence.sources).support in GROUNDED


def sentences(standards: Standards = HOUSE, kind: Kind = NEWS) -> Check:
    """The check that every sentence the reader sees passes all rules for single sentences of its kind.

    What they found of a sentence is remembered while the evidence is the same: a gate asks after each repair of a few.
    """
    remembered: tuple[Evidence, dict[tuple[str, Sentence], list[Finding]]] | None = None

    def check(draft: Draft, evidence: Evidence) -> list[Finding]:
        nonlocal remembered
        if remembered is None or remembered[0] is not evidence:
            remembered = (evidence, {})
        found = remembered[1]
        for place, each in draft.placed():
            if (place, each) not in found:
                rules = RENDERED_RULES if kind.faithful and rendered(place) else ()
                found[place, each] = against(place, each, evidence, standards, rules)
        return [finding for place, each in draft.placed() for finding in found[place, each]]

    return check


def forms(standards: Standards = HOUSE) -> Check:
    """The check that one bearer has one Chinese name in a draft, with the original beside it at first."""

    def check(draft: Draft, evidence: Evidence) -> list[Finding]:
        return name_forms(draft, evidence, standards.names)

    return check


def whole_draft(kind: Kind = NEWS) -> tuple[Check, ...]:
    """The checks that need the whole draft and no setting."""
    if kind.faithful:
        return (citations.keywords, opinions(kind), flagged)
    return (
        citations.transitions,
        citations.keywords,
        repetition.repetition,
        article_language,
        parts(kind),
        opinions(kind),
        argument(kind),
        flagged,
        going_on,
        sides.one_sided,
        sides.limits,
        sides.single_source,
        *((agreement,) if kind.layout == "chaptered" else ()),
    )


def unbound(standards: Standards = HOUSE, kind: Kind = NEWS, language: Language = "zh-Hans") -> tuple[Check, ...]:
    """The checks that say something of a draft even where its evidence is not at hand."""

    def wording(draft: Draft, _: Evidence) -> list[Finding]:
        claims = (Claim(place, each, (), standards=standards) for place, each in draft.placed())
        return [
            finding
            for claim in claims
            for finding in (setting_rule if kind.faithful and rendered(claim.place) else language_rule)(claim)
        ]

    def english(draft: Draft, _: Evidence) -> list[Finding]:
        alone = ((place, each.model_copy(update={"of": ""})) for place, each in draft.placed())
        return [f for place, each in alone for f in english_rule(Claim(place, each, (), standards=standards))]

    if language == "en":
        return (english, citations.keywords, house_terms(standards))
    return _applying((wording, *whole_draft(kind), house_terms(standards)), kind)


def checks(minimum: int, maximum: int, standards: Standards = HOUSE, kind: Kind = NEWS) -> tuple[Check, ...]:
    """All checks, for an article of this kind of `minimum` to `maximum` Han characters from 引言 to 结论.

    Pass a minimum of 0 for an extract: how little it may quote of each source bounds it.
    """
    every = (
        *((rendition(standards), structure) if kind.faithful else ()),
        sentences(standards, kind),
        *whole_draft(kind),
        forms(standards),
        originality(standards),
        house_terms(standards),
        length(minimum, maximum),
    )
    return _applying(every, kind)


def english_checks(standards: Standards = HOUSE) -> tuple[Check, ...]:
    """All checks for an edition in English: what its original passed besides (length, parts, style) holds of it too."""
    exchanged = told_again.exchanged(standards.names)
    return (sentences(standards), told_again.whole, exchanged, citations.keywords, flagged, house_terms(standards))


def _applying(every: tuple[Check, ...], kind: Kind) -> tuple[Check, ...]:
    """The checks without what they find under rules that do not apply to this kind."""
    if not kind.skip:
        return every

    def without(rule: Check) -> Check:
        return lambda draft, evidence: [each for each in rule(draft, evidence) if each.rule not in kind.skip]

    return tuple(map(without, every))


def rambles(draft: Draft, evidence: Evidence, minimum: int) -> bool:
    """Whether a model said too little or the same again and again, so that another way of writing is worth its price.

    Too little is below the length that is an error; again and again is a fifth of the body's
    sentences, two at least.
    """
    repeated = [finding for finding in repetition.repetition(draft, evidence) if finding.severity == "error"]
    short = any(finding.severity == "error" for finding in length(minimum, 10**9)(draft, evidence))
    return short or len(repeated) >= max(2, sum(1 for _ in draft.body()) // 5)


__all__ = [
    "CALLED",
    "FACT_RULES",
    "HOUSE",
    "POINTS",
    "RENDERED_RULES",
    "SENTENCE_RULES",
    "TOO_SHORT",
    "Check",
    "Claim",
    "Fault",
    "Figure",
    "SentenceRule",
    "Standards",
    "against",
    "anchored",
    "argument",
    "checks",
    "english_checks",
    "englished",
    "figures",
    "glossary_for",
    "glossed",
    "grounded",
    "hidden_word",
    "inherited",
    "judged",
    "length",
    "limits",
    "maker",
    "measured_by_maker",
    "name_forms",
    "names_lost",
    "newness",
    "note",
    "obeyed",
    "opinions",
    "parts",
    "people_in",
    "pieces",
    "quotes_somebody",
    "rambles",
    "redacted",
    "rendered",
    "replaced",
    "restates",
    "romanised",
    "running",
    "says_something",
    "sentence_findings",
    "sentences",
    "single_source",
    "spoken",
    "stating",
    "support",
    "tells_news",
    "unbound",
    "unfaithful",
    "unfounded",
    "weighed",
    "whole_draft",
]
