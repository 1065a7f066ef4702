"""Headlines made by code: clauses of sentences that can stand alone."""

import re
from collections.abc import Iterator

from newsbot import chinese

# Lengths in 字: titles by the house style, section titles short enough to be read at a glance.
TITLE = (11, 29)
SECTION = (6, 24)

_LEANS_BACK = re.compile(
    r"^(?:该|其|此|这|那|他|她|它|同时|此外|但|不过|然而|因此|所以|对此|据此|另外|与此|随后|后者|前者|也|并|目前|而)"
)
# A clause that begins or ends so is half a sentence and no headline: of what it says it does not name the subject.
_HALF = re.compile(
    r"^(?:在|从|自|由|经|当|为|据|按|与|对|由于|如果|虽然|尽管|(?:本报|本社|本网|本台)?记者)"
    r"|^(?:尚|仍|还|将|可|能|曾|均|都|只|就|未|不|没有|欢迎|用于|包括|相当于|占|分别)"
    r"|(?:后|时|里|中|前|的|说|称|道|介绍|指出|表示|认为|提醒|显示|内|宣布|看到|见到|听到|了解到|获悉|得知|透露|强调|坦言|补充|解释)$"
)
# A question, a shout, a page's title with the site's name behind it, or somebody's words about themselves.
_NO_STATEMENT = re.compile(r"[?？!！_|｜]|(?<![自忘])我(?!国)|咱")
_REPORTED = re.compile("^据(?![^，。]{0,24}(?:未|传|知情|匿名|人士))[^，。]{2,24}?(?:消息|报道)，(?=.{11})")
_FOREIGN_WORD = re.compile(r"(?<![A-Za-z0-9.\-/])[a-z]{3,}(?![A-Za-z0-9.\-/])")


def leans_back(text: str) -> bool:
    """Whether the text begins with a word that points to what stood before it."""
    return _LEANS_BACK.match(text) is not None


def stands_alone(text: str, length: tuple[int, int]) -> bool:
    """Whether the text has the length of such a headline and is neither half a sentence nor a pointer back."""
    fits = length[0] <= chinese.title_length(text) <= length[1]
    quotes_close = all(text.count(opening) == text.count(closing) for opening, closing in ("“”", "（）", "《》", "‘’"))
    unfit = leans_back(text) or _HALF.search(text) or _FOREIGN_WORD.search(text) or _NO_STATEMENT.search(text)
    return fits and quotes_close and not unfit


def short(title: str) -> str:
    """A source's title as it can be named in a sentence: without the site's name behind it, at most 30 characters."""
    title = re.split(r"[_|｜]| - ", title)[0].strip().translate(str.maketrans("《》", "〈〉"))
    return title if len(title) <= 30 else title[:29] + "…"


def clauses(text: str, length: tuple[int, int]) -> Iterator[str]:
    """Runs of a sentence's clauses from its start, the longest first; for a section title each later clause too.

    By whom it was reported stands before no headline.
    """
    whole = _REPORTED.sub("", text.rstrip("。！？"))
    ends = [found.start() for found in re.finditer(r"[，；：]", whole)]
    for end in (len(whole), *reversed(ends)):
        yield whole[:end]  # with its own punctuation: what stands before a colon says whose word the rest is
    if length == SECTION:  # a title needs the subject that the first clause names
        yield from re.split(r"[，；：]", whole)[1:]
