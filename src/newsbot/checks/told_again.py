"""The rules for an edition in English: each sentence held against the signed one that it tells, and its passages.

The signed sentence was checked on its passages and an editor answered for it. So it is read as the claim, and the
English one as what it rests on: whatever of it, figure, date, name, direction, the English does not say is found by the
very rules that find it in a Chinese sentence on an English page. What the English says besides is held against both.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from newsbot.checks.binding import binding_rule
from newsbot.checks.citations import citation_rule
from newsbot.checks.claim import MAX_SENTENCE, Claim, SentenceRule
from newsbot.checks.disguise import disguise_rule
from newsbot.checks.figures import figure_rule
from newsbot.checks.injection import obedience_rule
from newsbot.checks.language import unseemly
from newsbot.checks.names import misspelt, name_rule, people, romanised, said_as, titled, unknown
from newsbot.checks.relation import RELATION
from newsbot.chinese import HAN, han_count, language, weight
from newsbot.glossary import Glossary
from newsbot.news import Draft, Evidence, Finding, Passage, Sentence

SAID: tuple[SentenceRule, ...] = (figure_rule, binding_rule, name_rule, *RELATION)
"""The rules by which what the signed sentence says is looked for in the English one."""

LONGEST_TITLE = 120  # characters of an English headline; from there on search engines and cards cut it
GROWTH, ROOM = 3.0, 20
"""How much heavier (`chinese.weight`: a Latin word counts two) an English sentence may be than the signed one. Set by
hand: 30 Han characters are 20 words or so, 1.3 times as heavy."""

_ENDS = re.compile(r"[.!?…:;][\"”’)\]]*$")
_SPOKEN = re.compile('“([^“”]{2,400})”|"([^"]{2,400})"')
_SMALL = re.compile(r"[0-9]{1,2}")
_CHINESE = re.compile("[汉华中粤吴湘徽闽赣晋]语|中文|汉字|普通话|方言|客家话|国产|国内")
_MANDARIN = re.compile("普通话|国语|官话|汉语|华语|中文|Mandarin")
_GLUED = re.compile(f"[A-Za-z][{HAN}]|[{HAN}][A-Za-z]")
_ASIDE = re.compile('“[^“”]{0,400}”|"[^"]{0,400}"|[（(][^（）()]{0,80}[）)]')
_LETTERS = re.compile(r"[^\w]+")


def told_rule(claim: Claim) -> list[Finding]:
    """Errors of `SAID`, under their own rules, for what the signed sentence says and the English one does not."""
    signed = claim.sentence.signed
    if not signed or claim.keyword:
        return []
    mine = Passage(id="0.1", source=0, start=0, end=len(claim.text), text=claim.text, language="en")
    other = Claim(
        claim.place,
        Sentence(text=signed, passages=("0.1",)),
        (mine,),
        claim.sources,
        claim.standards,
        (mine, *claim.context),
    )
    found = [finding for rule in SAID for finding in rule(other) if finding.severity == "error"]
    return [
        claim.finding(each.rule, "error", each.source_has or each.found, _advice(each), each.found) for each in found
    ]


def _advice(finding: Finding) -> str:
    if finding.source_has:
        return f"原句是“{finding.found}”，英文写成了“{finding.source_has}”，请照原句改正。"
    return f"原句的“{finding.found}”英文里没有，或写得不同，请照原句补上。"


def added_rule(claim: Claim) -> list[Finding]:
    """Errors for figures and known names that neither the signed sentence nor its passages have."""
    if claim.keyword:
        return []
    signed = claim.sentence.signed
    beside = Passage(id="0.1", source=0, start=0, end=len(signed), text=signed, language="zh")
    on = (beside, *claim.passages) if signed else claim.passages
    other = Claim(claim.place, claim.sentence, on, claim.sources, claim.standards, claim.context)
    found = [each for each in figure_rule(other) if each.severity == "error" and not _SMALL.fullmatch(each.found)]
    known = {entry for each in on for entry in claim.standards.names.entries_in(each.text)}
    known |= claim.standards.names.entries_in(claim.about_sources())
    mentions = claim.standards.names.mentions(claim.text)
    strange = dict.fromkeys(each.form for each in mentions if each.entries and not known & set(each.entries))
    if _CHINESE.search(signed):
        strange.pop("Chinese", None)
    if "Mandarin" in claim.text and not _MANDARIN.search("\n".join(each.text for each in on)):
        strange["Mandarin"] = None
    advice = "原句和它的资料都没有“{}”，请删去或改正。"
    return [
        *(claim.finding(each.rule, "error", each.found, advice.format(each.found), each.source_has) for each in found),
        *(claim.finding("name", "error", name, advice.format(name)) for name in strange),
    ]


def spelt_rule(claim: Claim) -> list[Finding]:
    """Chinese people are written in pinyin, and no name comes from nowhere.

    Errors `name` for a person of the signed sentence, known by title or speech, whom the English one names otherwise,
    where no foreign passage may have its own spelling; warnings `name-unknown` for pinyin that is nobody's.
    """
    signed = claim.sentence.signed
    if not signed or claim.keyword:
        return []
    found = []
    beside = (*(passage.text for passage in claim.context), *(passage.text for passage in claim.passages))
    if all(passage.language.startswith("zh") for passage in claim.passages):
        forms = {form: english for english, form in romanised((signed,), beside, claim.standards.names)}
        sure = titled((signed, *beside))
        for person in people(signed, claim.standards.names):
            if person in sure and person in forms and forms[person] not in claim.text and misspelt(person, claim.text):
                advice = f"原句的人名“{person}”英文要写成{forms[person]}，请改正。"
                found.append(claim.finding("name", "error", person, advice))
    if claim.prose:
        advice = "英文里的“{}”像是拼音，原句和资料里都没有这个名字，请核对。"
        strange = dict.fromkeys(unknown(claim.text, signed, (*beside, claim.about_sources()), claim.standards.names))
        found += [claim.finding("name-unknown", "warning", name, advice.format(name)) for name in strange]
    return found


def copied_rule(claim: Claim) -> list[Finding]:
    """Errors `verbatim-run` for more words in a row of a foreign passage, outside quotation marks, than may be copied.

    Words are counted at two for three Han characters of the setting, as `GROWTH` is.
    """
    limit = claim.standards.copied_run * 2 // 3
    words = _letters(_SPOKEN.sub(" | ", claim.text)).split()
    for passage in claim.passages:
        theirs = f" {_letters(passage.text)} "
        run = next(
            (at for at in range(len(words) - limit) if f" {' '.join(words[at : at + limit + 1])} " in theirs), None
        )
        if run is not None and not passage.language.startswith("zh"):
            advice = "照抄了资料里的整句话，请换一种说法，意思照原句。"
            return [claim.finding("verbatim-run", "error", " ".join(words[run : run + 8]) + " …", advice)]
    return []


def spoken_rule(claim: Claim) -> list[Finding]:
    """Errors `quote`: an English original stands word for word, and nobody is quoted whom the signed one does not."""
    found = []
    text = _letters(claim.text)
    for quote in claim.sentence.quotes:
        if language(quote.original) == "en" and _letters(quote.original) not in text:
            advice = "引语的英文原话要逐字照抄。"
            found.append(claim.finding("quote", "error", quote.original[:60], advice, quote.original[:200]))
    on = _letters("\n".join(passage.text for passage in claim.passages))
    if claim.sentence.signed and "“" not in claim.sentence.signed:
        for match in _SPOKEN.finditer(claim.text):
            said = match[1] or match[2]
            if _letters(said) not in on:
                advice = "原句没有引语，英文也不用引号。"
                found.append(claim.finding("quote", "error", said[:60], advice))
    return found


def _letters(text: str) -> str:
    return _LETTERS.sub(" ", text).strip().casefold()


def english_rule(claim: Claim) -> list[Finding]:
    """What is wrong with a sentence as English text: `markup`, `language`, `unfinished`, `length`; a long `title`."""
    text = claim.text
    if len(claim.sentence.text) > MAX_SENTENCE:
        return [claim.finding("length", "error", text[:40] + "…", "句子太长，无法核对，请拆开重写。")]
    return [*unseemly(claim), *_english(claim, text)]


def _english(claim: Claim, text: str) -> Iterator[Finding]:
    if not any(char.isalnum() for char in text) and text != claim.sentence.signed:  # √ stands in a cell as it is
        yield claim.finding("unfinished", "error", text, "空句，请补写或删去。")
    elif language(text) not in ("en", "") and not claim.keyword:
        yield claim.finding("language", "error", text[:40], "这一句不是英文，请改写为英文。")
    elif (han_count(_ASIDE.sub(" ", text)) or _GLUED.search(text)) and not claim.keyword:
        yield claim.finding("language", "error", text[:40], "英文里留着没有译出的汉字，请译成英文。")
    elif han_count(text) and not claim.keyword:
        yield claim.finding("language", "warning", text[:40], "英文里夹着汉字，请看是否需要。")
    if claim.prose and text and not _ENDS.search(text):
        yield claim.finding("unfinished", "error", text[-20:], "句子没有写完或缺句末标点，请补完。")
    if claim.place == "title" and len(text) > LONGEST_TITLE:
        yield claim.finding("title", "warning", f"{len(text)}", f"英文标题不超过{LONGEST_TITLE}个字符。")
    if claim.sentence.signed and weight(text) > GROWTH * weight(claim.sentence.signed) + ROOM:
        yield claim.finding("padding", "error", text[:40], "比原句长得多，请只写原句说的事。")


def cited_rule(claim: Claim) -> list[Finding]:
    """`citation_rule`, but for what names no passage because the signed sentence names none."""
    return [] if claim.sentence.signed and claim.sentence.kind != "fact" else citation_rule(claim)


ENGLISH_RULES: tuple[SentenceRule, ...] = (
    cited_rule,
    told_rule,
    added_rule,
    spelt_rule,
    spoken_rule,
    copied_rule,
    obedience_rule,
    disguise_rule,
    english_rule,
)
"""All rules for a single sentence of an English edition."""


def whole(draft: Draft, evidence: Evidence) -> list[Finding]:
    """A `missing` error for each sentence of the original that the edition does not tell. Keywords may go."""
    if evidence.edition is None:
        return []
    told = Counter(each.signed for place, each in draft.placed() if not place.startswith("keywords/"))
    lost = []
    for place, each in evidence.edition.signed.placed():
        if not place.startswith("keywords/"):
            told[each.text] -= 1
            lost += [each] if told[each.text] < 0 else []
    advice = "原文的这一句英文版里没有，请补上，或把英文版退回重写。"
    return [
        Claim("edition", Sentence(text=each.text), ()).finding("missing", "error", each.text[:40], advice)
        for each in lost
    ]


def exchanged(names: Glossary) -> Callable[[Draft, Evidence], list[Finding]]:
    """The check that no row or column bears the name of another, under which all its cells would be somebody else's.

    It finds pinyin that no characters of the signed label are said as, and those of another label are. What is said
    nowhere may be an English word (Time, Date), and is let be.
    """

    def check(draft: Draft, _: Evidence) -> list[Finding]:
        labels = [(place, each) for place, each in draft.placed() if each.kind == "label" and each.signed]
        found = []
        for place, each in labels:
            others = "，".join({other.signed for _, other in labels} - {each.signed})
            strange = [name for name in unknown(each.text, each.signed, (), names) if said_as(name, others)]
            advice = f"原表这一格是“{each.signed}”，英文写成了别的行或栏的名字，请改正。"
            found += [Claim(place, each, ()).finding("name", "error", name, advice) for name in strange]
        return found

    return check
