"""What a small model's rewording of one sentence must be, and what to tell it when it is not."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from newsbot import checks, chinese
from newsbot import draft as drafts
from newsbot.news import Evidence, Finding, Passage, Sentence
from newsbot.writers import headlines
from newsbot.writers.attributing import ASKS_WHOSE

# A rewording this much longer than its passage, in reading units, has had something added.
GROWTH = 1.8
MOST_SENTENCES = 2
LEAST_WEIGHT = 14  # reading units: less than that is half a sentence

_CHATTER = re.compile(
    r"^(?:改写|重写|译文|输出|句子|新闻|标题|小标题|答案|概括)[^：:]{0,8}[：:]|^\d{1,2}[.、．]\s*|^[-*•]\s*"
)
_NOTE = re.compile(r"[（(](?:注|说明|备注)[：:].*$", re.DOTALL)
# Words of our own prompt: a model that repeats them has written no news.
_ECHO = re.compile(r"上一次|请重写|改写|译名|英文原文|音译|保留英文|资料")
_SIGNS = re.compile(r"[\W_]+")
_SPOKEN = re.compile(r"“[^”]*”")
_FIRST_PERSON = re.compile(r"我们|我(?!国)")
_FOREIGN_WORD = re.compile(r"(?<![A-Za-z0-9.\-/@])[a-z]{3,}(?![A-Za-z0-9.\-/])")
# A name of two words and more; or one word inside a sentence or before a verb of people and companies.
_NAME = re.compile(
    r"(?<![A-Za-z])[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)+|(?<=[a-z,] )[A-Z][a-z]{3,}|"
    r"(?<![A-Za-z])[A-Z][a-z]{3,}(?= (?:said|says|told|will|has|had|also|expects|plans|declined|did)\b)"
)
_NO_NAME = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September|October|"
    r"November|December|This|That|They|There|These|Those"
)
_FIRST_TRY_ONLY = frozenset({"qualifier", "name-unknown"})


class Piece(NamedTuple):
    """One sentence of a passage, counted from 1: what the model is given at a time."""

    passage: Passage
    number: int
    text: str

    @property
    def foreign(self) -> bool:
        return self.passage.language != "zh"


def pieces(passage: Passage) -> Iterator[Piece]:
    """The passage's sentences; one too short to stand alone goes with the one before it."""
    starts: list[tuple[int, int]] = []
    for start, end in chinese.sentences(passage.text):
        if starts and chinese.weight(passage.text[start:end]) < LEAST_WEIGHT:
            starts[-1] = (starts[-1][0], end)
        else:
            starts.append((start, end))
    for number, (start, end) in enumerate(starts, 1):
        yield Piece(passage, number, passage.text[start:end])


def hangs(piece: Piece, text: str, told: Collection[Piece]) -> bool:
    """Whether the wording begins with 他, 该 or 其 and the sentence before it, of whom it speaks, is not told."""
    before = (piece.passage.id, piece.number - 1)
    return piece.number > 1 and headlines.leans_back(text) and before not in {(p.passage.id, p.number) for p in told}


def read(text: str, piece: Piece) -> tuple[Sentence, ...]:
    """The one or two sentences in a reply, on their passage. Raises `WrongLanguage` when it is not Chinese."""
    plain = plain_words(text)
    drafts.require_chinese(plain)
    made = drafts.sentences(drafts.ReplySentence(text=plain[: drafts.LONGEST]))[:MOST_SENTENCES]
    # Whatever ids the reply names, it was made from this passage and no other.
    own = {"passages": (piece.passage.id,), "kind": "fact"}
    return tuple(each.model_copy(update=own) for each in made if chinese.weight(each.text) >= LEAST_WEIGHT)


def plain_words(text: str) -> str:
    """The first paragraph's words, without the numbering, labels and notes that small models put around them."""
    first = _NOTE.sub("", text).strip().split("\n\n")[0]
    lines = (_CHATTER.sub("", _unwrapped(line.strip().strip("*#`").strip())) for line in first.splitlines())
    return "".join(line for line in lines if line)


def _unwrapped(line: str) -> str:
    """The line without quotation marks around all of it; a name at its start or end keeps its own."""
    inner = line[1:-1]
    wrapped = line[:1] + line[-1:] in ('""', "“”") and not set(inner) & set('"“”')
    return inner if wrapped else line


def fault(
    sentences: tuple[Sentence, ...], piece: Piece, evidence: Evidence, standards: checks.Standards, *, first: bool
) -> str:
    """What is wrong with a rewording, in words the model is told; empty when it will do.

    On the `first` try a dropped 至多 or 约 is worth asking again; on the second it is left to the gate's warning.
    """
    text = "".join(sentence.text for sentence in sentences)
    if chinese.weight(text) > GROWTH * chinese.weight(piece.text) + 20:
        return "比资料长得多，写进了资料里没有的内容"
    said = [*_own_faults(text, piece, standards)]
    said += [
        finding.advice
        for sentence in sentences
        for finding in checks.against("introduction/0/0", sentence, evidence, standards)
        if _counts(finding, first=first)
    ]
    return "；".join(said[:3])


def _counts(finding: Finding, *, first: bool) -> bool:
    if finding.rule in ASKS_WHOSE:  # code writes that before the sentence
        return False
    return finding.severity == "error" or (first and finding.rule in _FIRST_TRY_ONLY)


def _own_faults(text: str, piece: Piece, standards: checks.Standards) -> list[str]:
    """Faults of rewording itself: first person, foreign words left standing, a name put into invented Chinese."""
    faults = []
    if _ECHO.search(text):
        return ["不要重复要求，只写新闻句子"]
    if not piece.foreign and _copies(text, piece.text, standards.copied_run):
        faults.append("照抄了资料，要换一种说法，调整语序")
    unquoted = _SPOKEN.sub("", text)
    if _FIRST_PERSON.search(unquoted):
        faults.append("不要用“我们”，要写明是谁说的")
    if foreign := _FOREIGN_WORD.findall(unquoted):
        faults.append(f"{'、'.join(foreign[:3])}要译成中文")
    if piece.foreign and (lost := _lost_name(text, piece.text, standards)):
        faults.append(f"{lost}要保留英文原文，不要自己音译或省去")
    return faults


def _copies(text: str, source: str, most: int) -> bool:
    """Whether more than so many characters in a row are the source's own: the gate cuts such a sentence."""
    words, theirs = _SIGNS.sub("", text), _SIGNS.sub("", source)
    return any(words[at : at + most + 1] in theirs for at in range(len(words) - most))


def _lost_name(text: str, passage: str, standards: checks.Standards) -> str:
    """The passage's first name, when the text has none of its names in any form."""
    told = standards.names.names_for(passage)
    known = [foreign for foreign, _ in told]
    names = [
        name
        for name in _NAME.findall(passage)
        if not _NO_NAME.fullmatch(name) and not any(name in each or each in name for each in known)
    ]
    if not names or any(word in text for name in names for word in name.split() if len(word) > 3):
        return ""
    return "" if any(chinese_name in text for _, chinese_name in told) else names[0]
