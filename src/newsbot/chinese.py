"""Facts of Chinese and mixed text that every step needs: what a Han character is, where a sentence ends.

Pure functions over strings. OpenCC (Traditional ↔ Simplified) is imported here and nowhere else.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN = re.compile(f"[{HAN}]")
_LATIN_RUN = re.compile(r"[A-Za-z0-9]+(?:[.'’\-&+][A-Za-z0-9]+)*")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")

# What no reader can see and what can reorder or hide text: Cc except newline, Cs, Co,
# noncharacters, line and paragraph separators, BOM, zero-width and bidi controls.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\u2028\u2029\ufeff"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u061c\u00ad\U000e0000-\U000e0fff"
    "\U000f0000-\U0010ffff"
    + "".join(chr(plane * 0x10000 + low) for plane in range(1, 15) for low in (0xFFFE, 0xFFFF))
    + "]"
)

_STOP = "。！？!?…"
_CLOSING = "”’」』）》)\"'】]"
_ABBREVIATION = re.compile(
    r"(?:(?<![A-Za-z])(?:Mr|Mrs|Ms|Dr|Prof|St|Inc|Corp|Ltd|Co|No|vs|etc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Gov|Sen|Rep|Gen|"
    r"Fig|approx|est)|(?<![A-Za-z])[A-Z]|(?<![A-Za-z])(?:[A-Za-z]\.)+[A-Za-z])$"
)


def han_count(text: str) -> int:
    """How many Han characters the text has."""
    return len(_HAN.findall(text))


def weight(text: str) -> int:
    """The text's length in reading units: a Han character counts one, a Latin word or number two."""
    return han_count(text) + 2 * len(_LATIN_RUN.findall(text))


def title_length(text: str) -> int:
    """A headline's length in 字: Latin letters and digits count half, quotation marks and spaces nothing.

    The rule is the house style's (标题11～29字).
    """
    latin = sum(len(run) for run in re.findall(r"[A-Za-z0-9]+", text))
    other = sum(1 for char in text if not re.match(r"[A-Za-z0-9\s“”‘’「」『』\"']", char))
    return other + (latin + 1) // 2


def language(text: str) -> str:
    """`zh`, `en` (any Latin script), `ja`, `ko`, or empty when there are no letters."""
    han, latin = han_count(text), len(_LATIN_RUN.findall(text))
    if len(_KANA.findall(text)) > max(3, han // 10):
        return "ja"
    if len(_HANGUL.findall(text)) > max(3, han):
        return "ko"
    if han == latin == 0:
        return ""
    return "zh" if han >= latin else "en"


def seen(text: str) -> str:
    """The text as a reader sees it: unseen and reordering characters removed, NFC, newlines kept."""
    return unicodedata.normalize(
        "NFC", _UNSEEN.sub("", text.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n"))
    )


def one_line(text: str) -> str:
    """`seen` text with every run of white space, newlines included, folded to one space."""
    return " ".join(seen(re.sub(r"[\x00-\x1f\x85\u2028\u2029]", " ", text)).split())


@functools.cache
def _converter(name: str) -> "object":
    from opencc import OpenCC

    return OpenCC(name)


def _converted(text: str, name: str) -> str:
    converted: str = _converter(name).convert(text)  # type: ignore[attr-defined]
    return converted


# 著 is 着 on the mainland where it says that something lasts (看着, 意味着, 着手), and stays 著 where it is of writing
# and fame (著作, 原著, 显著, 土著). OpenCC's t2s leaves every 著, its tw2s turns 原著 and 土著 too. Our own table.
_LASTING = re.compile(
    "(?<=意味)著|(?<=[看听说讲写随接带有沿朝向等拿跟对活站坐想忙在临藏含持示指穿戴抱走跑笑领引响变挥演动绕循续盼望盯守护关"
    "开住握用靠顶冒受承载备充满闪飘流透代表征附挂摆放躺睡伴陪凭沉紧睁闭连传留压推拖拉追逼催争唱叫喊吃喝玩过依顺跟])著"
    "(?![名作述者书称录《])|(?<![显卓昭名原专论编译合所遗拙土撰共])著(?=[手力眼重急陆火想落装迷凉实色])"
)
_OF_WRITING = re.compile("(?<=[原专论编译卓遗土拙较撰共])着|(?<=[所新])着(?![手力眼重陆])|着(?=有?《)")


def simplified(text: str) -> str:
    """Traditional characters turned to Simplified, one for one; Simplified and foreign text unchanged."""
    if not _HAN.search(text):
        return text
    return _LASTING.sub("着", _converted(text, "t2s"))


# What OpenCC writes in the Ministry of Education's way and newspapers do not: 台積電 is how the firm writes itself.
_HABITS = {"臺": "台", "發佈": "發布", "宣佈": "宣布", "公佈": "公布", "頒佈": "頒布", "散佈": "散布"}
# And 上签 as the best lot to be drawn, where somebody put their name on something.
_HABITS |= {f"上籤{after}": f"上簽{after}" for after in "了名字下署過"}
_HABIT = re.compile("|".join(_HABITS))
_OUTER = str.maketrans("“”‘’", "「」『』")
_INNER = str.maketrans("「」『』", "“”‘’")
_SPOKEN = re.compile("“([^“”]{2,400})”|《([^《》]{2,120})》")
MOST_SPOKEN = 200_000  # characters of originals that quoted words are looked for in


def curled(text: str) -> str:
    """The text with “” and ‘’ where it has 「」 and 『』."""
    return text.translate(_INNER)


def traditional(text: str, originals: Iterable[str] = (), words: Mapping[str, str] | None = None) -> str:
    """The text in Traditional characters with 「」, in the forms that are usual in Taiwan (OpenCC's s2tw).

    Only characters change, no word is replaced: 软件 becomes 軟件, since what was signed and what somebody said stays
    what it was. `words` are the house's exceptions, Simplified to Traditional. Quoted words and titles of works that
    stand in one of the `originals` (Traditional text of sources) come from there, character for character.
    """
    if not _HAN.search(text):
        return text.translate(_OUTER) if language(text) == "" else text
    kept = dict(words or {})
    for match in _SPOKEN.finditer(text):
        said = match[1] or match[2]
        if original := _original(said, originals):
            kept[said] = original
    if not kept:
        return _as_usual(text)
    known = re.compile("|".join(map(re.escape, sorted(kept, key=len, reverse=True))))
    made, at = "", 0
    for match in known.finditer(text):
        made += _as_usual(text[at : match.start()]) + kept[match[0]]
        at = match.end()
    return made + _as_usual(text[at:])


def _as_usual(text: str) -> str:
    return _HABIT.sub(lambda match: _HABITS[match[0]], _converted(text, "s2tw")).translate(_OUTER)


def _original(said: str, originals: Iterable[str]) -> str:
    """These words as the first original has them; empty where none does."""
    room = MOST_SPOKEN
    for original in originals:
        plain = simplified(original[:room]).replace("著", "着")  # which t2s leaves as it is
        at = plain.find(said.replace("著", "着")) if len(plain) == len(original[:room]) else -1
        if at >= 0:
            return original[at : at + len(said)]
        room = max(0, room - len(original))
    return ""


def from_traditional(text: str, words: Mapping[str, str] | None = None) -> str:
    """What `traditional` made in Simplified characters with “” again; `words` as they were given there."""
    back = {after: before for before, after in (words or {}).items()}
    known = re.compile("|".join(map(re.escape, sorted(back, key=len, reverse=True)))) if back else None
    made, at = "", 0
    for match in known.finditer(text) if known else ():
        made += _back(text[at : match.start()]) + back[match[0]]
        at = match.end()
    return (made + _back(text[at:])).translate(_INNER)


def _back(text: str) -> str:
    return _OF_WRITING.sub("著", _converted(text, "tw2s"))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of the text stands, as (start, end), white space at both ends left out.

    A sentence ends at 。！？… or ! ? with the closing quotation marks and brackets that follow, at a
    newline, or at a dot that is followed by white space and no abbreviation, initial or number:
    `GPT-4.1`, `$1.5 billion`, `U.S. officials` and `Mr. Lee` are not cut.
    """
    start = position = 0
    length = len(text)
    while position < length:
        char = text[position]
        ends = char == "\n" or char in _STOP or (char == "." and _dot_ends(text, position))
        position += 1
        if not ends:
            continue
        if char != "\n":
            while position < length and (text[position] in _STOP or text[position] in _CLOSING):
                position += 1
        yield from _trimmed(text, start, position)
        start = position
    yield from _trimmed(text, start, length)


def _dot_ends(text: str, position: int) -> bool:
    after = text[position + 1 : position + 3]
    if after and not (after[0].isspace() or (after[0] in _CLOSING and (len(after) == 1 or after[1].isspace()))):
        return False
    return not _ABBREVIATION.search(text[max(0, position - 12) : position])


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def bigrams(text: str) -> set[str]:
    """What the text is about, as comparable pieces: pairs of neighbouring Han characters, Latin words lower-cased."""
    pieces = {word.lower() for word in _LATIN_RUN.findall(text)}
    for run in re.findall(f"[{HAN}]+", text):
        pieces.update(run[n : n + 2] for n in range(len(run) - 1))
        if len(run) == 1:
            pieces.add(run)
    return pieces


_BETWEEN = re.compile(
    rf"(?<=[{HAN}，。：；！？、”“（）《》])[ \u3000]+(?=[A-Za-z0-9$€£¥])|(?<=[A-Za-z0-9%])[ \u3000]+(?=[{HAN}])"
)
_AFTER_STOP = re.compile(r"(?<=[，。：；！？、”“（）《》])[ \u3000]+|[ \u3000]+(?=[，。：；！？、”“（）《》])")
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_HALF = re.compile(rf"(?<=[{HAN}”）》])\s*([,;:?!])\s*(?=[{HAN}A-Za-z0-9“（《]|$)")
_HALF_STOP = re.compile(rf"(?<=[{HAN}”）》])\s*[.．]\s*(?=[{HAN}“（《]|$)")
# Bounded, and the Han character looked for afterwards: an unclosed mark must not be searched from again and again.
_STRAIGHT_QUOTES = re.compile(r'"([^"\n]{1,400})"')
_HALF_BRACKETS = re.compile(r"\(([^()\n]{1,400})\)")


def tidy(text: str) -> str:
    """One line of Chinese set the way the house sets it: full-width punctuation, no space beside Han characters.

    Only what is certain is changed: punctuation between Han characters, straight quotation marks and
    round brackets around Han text, white space between Han and Latin or digits. Foreign text inside stays.
    """
    text = one_line(text)
    text = (
        _STRAIGHT_QUOTES.sub(lambda match: f"“{match[1]}”" if _HAN.search(match[1]) else match[0], text)
        .replace("「", "“")
        .replace("」", "”")
        .replace("『", "‘")
        .replace("』", "’")
    )
    text = _HALF_BRACKETS.sub(lambda match: f"（{match[1]}）" if _HAN.search(match[1]) else match[0], text)
    text = _HALF.sub(lambda match: _FULL_WIDTH[match[1]], text)
    text = _HALF_STOP.sub("。", text)
    return _AFTER_STOP.sub("", _BETWEEN.sub("", text)).strip()


_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_THOUSANDS_OF = re.compile(rf"{_THOUSANDS.pattern}(?=[{HAN}])(?!万)")
_ROUND = re.compile(rf"(?<![\d.,A-Za-z\-])([1-9]\d{{1,11}}000)(?=[{HAN}])(?![年万])")


def house_numbers(text: str) -> str:
    """Numbers the way the house writes them: no thousands separators, round large ones in 万 and 亿.

    `38,000个` becomes `3.8万个`, `1,100英亩` `1100英亩`. Without separators only
    numbers that end in 000 are round: a stock code or a telephone number stays what it is.
    """
    text = _THOUSANDS_OF.sub(lambda match: _short(match[0].replace(",", "")), text)
    text = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text)
    return _ROUND.sub(lambda match: _short(match[1]), text)


def _short(digits: str) -> str:
    zeros, word = (8, "亿") if len(digits) > 8 else (4, "万")
    if len(digits) <= zeros or not digits.endswith("0" * (zeros - 2)):
        return digits
    whole, part = digits[:-zeros], digits[-zeros:].rstrip("0")
    return f"{whole}.{part}{word}" if part else f"{whole}{word}"
