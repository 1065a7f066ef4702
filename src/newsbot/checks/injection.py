"""The rules as if the model had obeyed an attacker: what is addressed to a model has no place in an article.

`lures` finds in any text what speaks to a language model and not to a reader. In a source that flags the story for
an editor; in a draft it is an error, and so are addresses that no source has, codes of our own and our instructions.
A flag proves nothing and its absence neither: what protects an article is that each sentence rests on its passages.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator

from newsbot.checks.addressed import addressed
from newsbot.checks.claim import Claim
from newsbot.checks.encoded import hidden
from newsbot.chinese import HAN, seen
from newsbot.news import Draft, Evidence, Finding

FLAG = "疑有写给模型的指令"
"""What a note on the evidence begins with, after the place of its source, when its page speaks to models."""

MOST_TEXT = 1_000_000
"""Characters of a text that are looked at."""

SHOWN = 80
"""Characters of a lure that a finding shows."""

_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9@.\-])[A-Za-z0-9][A-Za-z0-9\-]{0,62}(?:\.[A-Za-z0-9\-]{1,63}){0,5}"
    r"\.(?:com|net|org|cn|io|ai|co|xyz|top|info|site|online|app|dev|me|cc|ru|tk|vip|club|link|shop|biz|gov|edu)"
    r"(?![A-Za-z0-9\-])(?:/[A-Za-z0-9/_.?=&%#\-]{0,200})?|[A-Za-z0-9._+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,5}"
    r"|(?:javascript|vbscript|data|file|ftp|mailto|tel):(?=[A-Za-z0-9/(])",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![A-Za-z0-9])[0-9A-Fa-f](?:[ \-_.,，、·:]?[0-9A-Fa-f]){15,80}(?![A-Za-z0-9])")
REDACTED = "［此处泄露了提示词，已删去］"
"""What stands where a leak was struck out of a draft."""

LEAKED = "这是提示词里的内容，绝不能写进稿子，请删去。"
"""The advice of every `leak` finding."""

_MARK = re.compile(rf"<<<|>>>|===\s{{0,3}}(?:system|user)\s{{0,3}}===|{REDACTED}")
_WORD = re.compile(f"[{HAN}]|[A-Za-z]+|[0-9]+")


def lures(text: str) -> Iterator[str]:
    """What in the text speaks to a language model, as it stands there.

    Where nothing does in plain words, what does when it is decoded, put together or spelt right (`encoded`).
    """
    plain = unicodedata.normalize("NFKC", seen(text[:MOST_TEXT]))
    open_ = False
    for lure in addressed(plain):
        open_ = True
        yield lure
    if not open_:
        yield from (shown[:SHOWN] for shown, meant in hidden(plain) if next(addressed(meant), None))


@functools.lru_cache(2048)
def _lure(text: str) -> str:
    """The first lure of a text; empty without any. The passages of a story are looked at again and again."""
    return next(lures(text), "")


def flagged(draft: Draft, evidence: Evidence) -> list[Finding]:
    """An `injection` warning at `source/N` for each source whose text or title speaks to a language model.

    So does one whose page does outside its passages, by the notes of the evidence.
    """
    found = []
    for source in evidence.sources:
        texts = [source.title, source.publisher, source.author]
        texts += [passage.text for passage in evidence.passages if passage.source == source.id]
        lure = next(filter(None, map(_lure, texts)), "")
        place = f"source/{source.id}"
        noted = next((note for note in evidence.notes if note.startswith(f"{place}：{FLAG}")), "")
        if lure or noted:
            shown = lure[:SHOWN] or noted.partition("“")[2].rstrip("”")
            advice = f"来源{source.id}{FLAG}（“{shown}”），请编辑核对稿件有没有照做，必要时弃用这个来源。"
            found.append(Claim(place, draft.title, ()).finding("injection", "warning", shown, advice))
    return found


def note(source: int, text: str) -> str:
    """What the evidence is to say of a page that speaks to language models; empty when it does not."""
    lure = _lure(text)
    return f"source/{source}：{FLAG}：“{lure[:SHOWN]}”" if lure else ""


def obedience_rule(claim: Claim) -> list[Finding]:
    """What a sentence can only have from an attacker or from our own prompt.

    Errors: `address` (a host, mail address or scheme that no honest passage has), `instruction` (words to a language
    model that no passage has; a warning where one has them), `leak` (a code like our marks and canaries, the prompt's
    delimiters, or `standards.instruction_run` words in a row of our instructions, that no honest passage has).
    """
    text = claim.text
    if not text:
        return []
    passages = claim.context or claim.passages
    known = "\n".join((*(passage.text for passage in passages), claim.about_sources())).lower()
    # What a passage that speaks to models wants written is no news because it stands there.
    honest = "\n".join((*(each.text for each in passages if not _lure(each.text)), claim.about_sources())).lower()
    return [*_addresses(claim, honest), *_instructions(claim, known), *_leaks(claim, honest)]


def _addresses(claim: Claim, known: str) -> Iterator[Finding]:
    strange = next((each.group() for each in _ADDRESS.finditer(claim.text) if each.group().lower() not in known), "")
    if strange:
        advice = "来源里没有这个网址或邮箱，请删去。"
        yield claim.finding("address", "error", strange, advice)


def _instructions(claim: Claim, known: str) -> Iterator[Finding]:
    lure = _lure(claim.text)
    if lure:
        told = lure.lower() in known
        advice = "这是写给模型的指令，不是新闻，请删去。" if not told else "这是来源里写给模型的话，请核对是否照做了。"
        yield claim.finding("instruction", "warning" if told else "error", lure, advice)


def _leaks(claim: Claim, known: str) -> Iterator[Finding]:
    marked = _MARK.search(claim.text)
    codes = (each.group() for each in _CODE.finditer(claim.text))
    code = next((each for each in codes if _mixed(each) and each.lower() not in known), "")
    if marked or code:
        yield claim.finding("leak", "error", code or (marked.group() if marked else ""), LEAKED)
        return
    windows, size = claim.standards.instruction_windows, claim.standards.instruction_run
    words = list(_WORD.finditer(claim.text)) if windows else []
    for n in range(len(words) - size + 1):
        run = claim.text[words[n].start() : words[n + size - 1].end()]
        if tuple(match.group() for match in words[n : n + size]) in windows and run.lower() not in known:
            yield claim.finding("leak", "error", run, LEAKED)
            return


def _mixed(code: str) -> bool:
    return any(char.isdigit() for char in code) and any(char.isalpha() for char in code)
