"""The rule that speech is given to whom its passage gives it to, and the reading of who speaks.

In the sentence the speaker stands before the quotation (X说：“…”) or behind it (“…”，X说). In the passage
he stands in the words around the same quotation. Names are compared across the glossary; a role or a pronoun
names nobody and is not judged.
"""

import functools
import re
from typing import NamedTuple

from newsbot.checks.claim import Claim
from newsbot.checks.quotes import is_speech
from newsbot.checks.speech import SAYING, Quoted, core, folded, quoted
from newsbot.chinese import HAN
from newsbot.glossary import Glossary
from newsbot.news import Finding, Passage

_SAID = "|".join(sorted({*SAYING, "直言", "感叹", "回忆", "告诉记者", "问道", "答道"}, key=len, reverse=True))
_BEFORE = re.compile(rf"(?P<who>[^，,。；;！!？?：:“”\n]{{1,40}}?)(?:{_SAID})(?:道|称|说|到)?[，,：:]?\s*$")
_BEHIND = re.compile(
    rf"^\s*[，,—-]{{0,2}}\s*(?P<who>[^，,。；;！!？?：:“”\n]{{1,40}}?)(?:{_SAID})(?:道|称|说)?(?:[，,。：:；;]|$)"
)
_QUOTING = re.compile("(?:援引|引述|引用)(.{1,30}?)(?:的话)?$")
# What stands between a speaker's name and his verb: when, where, to whom, how.
_ASIDE = re.compile(
    r"在|对|向|于|接受|通过|近日|日前|当[天日晚]|今天|昨天|随后|同时|[赛会事]后|还|也|则|又|曾|并|再次|进一步|明确|\d|当地时间"
)
_LEADS = re.compile("^(?:据|根据|按照|援引|对此|此前|不过|但|而|其中|同时|随后|此外)+")
# A pronoun, a clause without its subject, a mere role: whose name it is stands elsewhere.
_NOBODY = re.compile(
    r"^(?:[他她它其在对向于从就被以每\d]|(?:双方|该.{0,6}|本.{0,4}|这.{0,6}|记者|报道|消息|文章|声明|公告|博文|有关方面|对方|公司|"
    ".{0,4}(?:人士|受访者|网友|媒体|专家|发言人|负责人|官员|高管|首席执行官|董事长|总裁|部长|总统|主席))$)"
)
_ORGANISATION = re.compile(
    "(?:公司|集团|部|委|局|署|厅|院|会|大学|中心|实验室|政府|社|报|网|法院|检察院|银行|基金|团队|方面|白宫)$"
)
_BRACKETS = re.compile("（[^（）]{0,40}）")
_LATIN = re.compile(r"[A-Z][\w.&'’-]{1,40}")
_SAYS = re.compile(
    rf"{_SAID}|\b(?:said|says|say|told|tells|wrote|writes|added|adds|stated|argued|explained|noted|announced|"
    r"according to|posted|replied|tweeted|called|asked|warned|testified|insisted)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"[他她其]|该公司|\b(?:he|she|they|it|the company)\b", re.IGNORECASE)
_PIECE = re.compile(r"[^，,。；;：:！!？?“”‘’「」『』\"\n.]{0,2000}[，,。；;：:！!？?“”‘’「」『』\"\n.]?")
_SHORT = re.compile(
    r"\b(?:[A-Z]|Mrs?|Ms|Dr|Jr|Sr|St|Prof|Gov|Sen|Rep|Gen|Inc|Corp|Co|Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.$"
)
_FULL_STOPS = "。！!？?\n"
_PASSAGE = 20_000
_WORD = 4  # characters: 说“不” gives a word, not a speech
_AROUND = 40
"""Pieces of a passage that are looked at on either side of the quotation."""


class Speaker(NamedTuple):
    """Whom a sentence gives words to: as it stands there, and the names that this may be."""

    shown: str
    heads: tuple[str, ...]


def speaker_rule(claim: Claim) -> list[Finding]:
    """Findings `speaker`: words given to another than the passage gives them to (error), or to somebody where the
    passage names no speaker near (warning)."""
    if not claim.passages or claim.keyword:
        return []
    findings = []
    for each in quoted(claim.text):
        speaker = named_speaker(claim.text, each) if is_speech(each) else None
        if speaker is not None and (finding := _judged(claim, each, speaker)) is not None:
            findings.append(finding)
    return findings


def named_speaker(text: str, each: Quoted) -> Speaker | None:
    """Whom the sentence gives the quotation to; None for nobody, a pronoun or a mere role."""
    behind = _BEHIND.match(text[each.end + 1 : each.end + 80])
    leading = text[max(0, each.start - 80) : max(0, each.start)]
    before = _BEFORE.search(leading)
    if before and _part_of_clause(text, each, leading.rstrip()[-1]):
        return None
    match = before or behind
    if match is None:
        return None
    who = _LEADS.sub("", match["who"].strip())
    voices = [who] if (quoting := _QUOTING.search(who)) is None else [who[: quoting.start()], quoting[1]]
    heads = tuple(head for voice in voices if (head := _head(voice)))
    return Speaker(who, heads) if heads else None


def _part_of_clause(text: str, each: Quoted, mark: str) -> bool:
    """Whether the quotation is only a word or name inside what is said: 大声说“不”; X说，“星云”计划将继续."""
    if mark not in "，,：:":
        return len(core(each.text)) <= _WORD
    after = text[each.end + 1 : each.end + 2]
    return after.isalnum() and each.text[-1:] not in "，,。！？!?"


def _head(who: str) -> str:
    """The words that end in the speaker's name, without what follows it: 张三在会上 → 张三."""
    if _NOBODY.match(who):
        return ""
    named = who.rpartition("的")[2]
    aside = _ASIDE.search(named, 2)
    named = (named[: aside.start()] if aside else named).strip(" 　《》〈〉")
    return "" if _NOBODY.match(named) or len(core(named)) < 2 else named


# ---------------------------------------------------------------- against the passages


def _judged(claim: Claim, each: Quoted, speaker: Speaker) -> Finding | None:
    """The finding against this quotation; None where any cited passage gives it to the speaker, or none has it."""
    cited = {passage.source for passage in claim.passages}
    outlets = " ".join(f"{each.publisher} {each.author} {each.origin}" for each in claim.sources if each.id in cited)
    titles = core(" ".join(source.title for source in claim.sources if source.id in cited))
    if "》" in speaker.shown and core(speaker.shown) in titles:
        return None  # a source in its own words, called by its title
    table = claim.standards.names
    if any(_same(head, outlets, table) for head in speaker.heads):
        return None  # an outlet in its own words, or who writes for himself
    originals = [each.text, *(quote.original for quote in claim.sentence.quotes if core(quote.text) == core(each.text))]
    settings = [setting for passage in claim.passages for text in originals for setting in _settings(passage, text)]
    if not settings or any(_same(head, setting.near, table) for head in speaker.heads for setting in settings):
        return None
    named = [head for head in speaker.heads if any(_same(head, setting.wide, table) for setting in settings)]
    if named and (any(setting.pronoun for setting in settings) or any(_organisation(head, table) for head in named)):
        return None  # 他说 with his name before it; a person of the organisation
    given = next((setting.near for setting in settings if setting.says and not setting.pronoun), "")
    if given and any(_comparable(head, given, table) for head in speaker.heads):
        advice = f"来源里这句话不是{speaker.shown}说的，请照来源写明是谁说的。"
        return claim.finding("speaker", "error", speaker.shown, advice, given.strip())
    advice = f"引用的段落里看不出这句话是{speaker.shown}说的，请核对说话人，或补引写明说话人的段落。"
    return claim.finding("speaker", "warning", speaker.shown, advice, given.strip())


def _organisation(head: str, table: Glossary) -> bool:
    """Whether the speaker is more than one person, so that one of them may have spoken for all."""
    return bool(_ORGANISATION.search(head)) or any(entry.kind != "person" for entry in table.entries_in(head))


def _comparable(head: str, given: str, table: Glossary) -> bool:
    """Whether the two could show the same name: in one script, or through the glossary."""
    return bool(table.entries_in(head) or _LATIN.search(head)) or bool(re.search(f"[{HAN}]", given))


def _same(head: str, text: str, table: Glossary) -> bool:
    """Whether the text names the speaker: a glossary name, a Latin word, or the last two Han characters of his."""
    if not text:
        return False
    entries = table.mentions(head)
    if entries and set(entries[-1].entries) & table.entries_in(text):
        return True
    plain = folded(text).casefold()
    if any(word.casefold() in plain for word in _LATIN.findall(head)):
        return True
    last = re.findall(f"[{HAN}]+", folded(_BRACKETS.sub("", head)).replace("·", ""))
    return bool(last) and len(last[-1]) >= 2 and last[-1][-2:] in plain.replace("·", "")


class _Setting(NamedTuple):
    """What surrounds words in a passage: the attribution nearest to them and all that stands before and in it."""

    near: str
    wide: str
    says: bool
    pronoun: bool


class _Piece(NamedTuple):
    """A stretch of a passage between two marks of punctuation, whether it is spoken, and whether a sentence ends."""

    text: str
    spoken: bool
    ends: bool
    at: int
    """Where it begins in the folded passage."""


def _settings(passage: Passage, words: str) -> list[_Setting]:
    """Who is said to speak, where the passage has these words; nothing where it has not."""
    parts = [part for piece in re.split("…+|\\.{3,}", words) if (part := core(piece))]
    whole, pieces = _pieces(passage.text[:_PASSAGE])
    at = whole.find(parts[0]) if parts else -1
    if at < 0:
        return []
    first = next((n for n in reversed(range(len(pieces))) if pieces[n].at <= at), 0)
    end = at + len(parts[0])
    last = next((n for n in range(first, len(pieces)) if n + 1 == len(pieces) or pieces[n + 1].at >= end), first)
    lead = _joined(pieces, range(first - 1, max(-1, first - 1 - _AROUND), -1))
    tail = _joined(pieces, range(last + 1, min(len(pieces), last + 1 + _AROUND)))
    earlier = [piece for piece in pieces[max(0, first - _AROUND) : first] if not piece.spoken]
    back = next((piece.text for piece in reversed(earlier) if _SAYS.search(piece.text)), "")
    near = next((text for text in (lead, tail, back) if _SAYS.search(text)), lead)
    wide = "".join(piece.text for piece in earlier) + tail
    return [_Setting(near, wide, bool(_SAYS.search(near)), bool(_PRONOUN.search(near)))]


def _joined(pieces: tuple[_Piece, ...], order: range) -> str:
    """The unspoken pieces beside the quotation, up to the end of a sentence or the next quotation."""
    taken: list[str] = []
    for n in order:
        piece = pieces[n]
        said = core(piece.text)
        if (piece.spoken and said) or (order.step < 0 and piece.ends and (taken or said)):
            break
        taken.append(piece.text)
        if order.step > 0 and piece.ends:
            break
    return "".join(taken if order.step > 0 else reversed(taken))


@functools.lru_cache(512)
def _pieces(text: str) -> tuple[str, tuple[_Piece, ...]]:
    """The folded passage, and its pieces in order."""
    spoken = [(each.start, each.end) for each in quoted(text)]
    pieces: list[_Piece] = []
    whole: list[str] = []
    length = span = 0
    for match in _PIECE.finditer(text):
        start, end = match.span()
        if start == end:
            continue
        while span < len(spoken) and spoken[span][1] < start:
            span += 1
        inside = span < len(spoken) and spoken[span][0] <= start and end <= spoken[span][1] + 1
        dot = text[end - 1] == "." and text[end : end + 1] in ("", " ", "\n") and not _SHORT.search(match.group())
        ends = text[end - 1] in _FULL_STOPS or dot
        pieces.append(_Piece(match.group(), inside, ends and not inside, length))
        whole.append(folded(match.group()))
        length += len(whole[-1])
    return "".join(whole), tuple(pieces)
