"""Numbers as they are written: 1,200, 三千五百, 三点五, twenty-three, half a million. All exact."""

import re
from fractions import Fraction

DIGITS = tuple("0123456789")
ARABIC = r"\d{1,3}(?:,\d{3}){1,6}(?![\d])(?:\.\d{1,12})?|\d{1,24}(?:\.\d{1,12})?"
HAN_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
HAN_NUMBER = "[零〇一二两三四五六七八九十百千万亿]{1,20}(?:点[零〇一二三四五六七八九]{1,8})?"
_PLACES = {"十": 10, "百": 100, "千": 1000}
MAGNITUDES = _PLACES | {"万": 10**4, "亿": 10**8, "兆": 10**12}

_ONE_WORDS = """
zero one two three four five six seven eight nine ten eleven
twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
"""
_ONES = _ONE_WORDS.split()
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ENGLISH = {word: value for value, word in enumerate(_ONES)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
SCALES = {"hundred": 100, "dozen": 12, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
LETTERS = {"bn": 10**9, "tn": 10**12, "mn": 10**6, "mln": 10**6, "k": 10**3, "K": 10**3, "M": 10**6, "B": 10**9}
LETTERS |= {"T": 10**12, "m": 10**6, "b": 10**9, "trn": 10**12}
_ORDINAL_WORDS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh
twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
"""
ORDINALS = {word: value for value, word in enumerate(_ORDINAL_WORDS.split(), 1)}
ORDINALS |= {
    f"{tens}-{word}": 10 * n + value for n, tens in enumerate(_TENS, 2) for word, value in [*ORDINALS.items()][:9]
} | {f"{tens[:-1]}ieth": 10 * n for n, tens in enumerate(_TENS, 2)}

_WORD = "|".join(sorted([*ENGLISH, *SCALES], key=len, reverse=True))
ENGLISH_NUMBER = (
    rf"(?:half a |an? (?=(?:{'|'.join(SCALES)})\b))?(?:{_WORD})(?:(?:(?<=hundred) and |[ \-])(?:{_WORD})){{0,8}}"
)


def arabic(text: str) -> Fraction:
    """The value of what `ARABIC` matched."""
    return Fraction(text.replace(",", ""))


def han(text: str) -> Fraction | None:
    """The value of a numeral with place values (三千五百, 一万亿, 三点五); None for mere digits in a row."""
    whole, _, decimals = text.partition("点")
    high = low = section = 0
    digit: int | None = None
    zero = False
    for position, char in enumerate(whole):
        if char in HAN_DIGITS:
            if digit is not None and not zero:
                return None
            digit, zero = HAN_DIGITS[char], HAN_DIGITS[char] == 0
        elif char in _PLACES:
            if digit is None and position and char != "十":
                return None
            section += (1 if digit is None else digit) * _PLACES[char]
            digit = None
        else:
            amount = section + (digit or 0)
            if amount == 0 and low == 0:
                if position:
                    return None
                amount = 1
            high, low = ((high + low + amount) * 10**8, 0) if char == "亿" else (high, low + amount * 10**4)
            section, digit = 0, None
    value = Fraction(high + low + section + (digit or 0))
    if decimals:
        value += Fraction("0." + "".join(str(HAN_DIGITS[char]) for char in decimals))
    return value


def digits(text: str) -> int | None:
    """The value of digits in a row (二〇二五, 2025), as years are written; None for anything else."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    if all(char in HAN_DIGITS for char in text):
        return int("".join(str(HAN_DIGITS[char]) for char in text))
    return None


def small(text: str) -> int | None:
    """A month, day, hour or quarter in either script; None when it is no number."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    value = han(text)
    return None if value is None else int(value)


def english(text: str) -> Fraction | None:
    """The value of what `ENGLISH_NUMBER` matched (two hundred and fifty, a dozen); None for a list of words."""
    text = text.lower()
    factor = Fraction(1, 2) if text.startswith("half") else Fraction(1)
    words = [word for word in re.split(r"[ \-]", text) if word not in ("half", "a", "an", "and")]
    total = current = 0
    for position, word in enumerate(words):
        if word in ENGLISH:
            before = words[position - 1] if position else ""
            if before in ENGLISH and not (before in _TENS and 0 < ENGLISH[word] < 10):
                return None
            current += ENGLISH[word]
        elif word in ("hundred", "dozen"):
            current = (current or 1) * SCALES[word]
        else:
            total += (current or 1) * SCALES[word]
            current = 0
    return factor * (total + current)


def said(value: Fraction) -> str:
    """A value in Chinese news style: 5000亿, 1.2万亿, 120万, 3.5; at most four decimals."""
    for word, size in (("万亿", 10**12), ("亿", 10**8), ("万", 10**4)):
        if abs(value) >= size:
            return _plain(value / size) + word
    return _plain(value)


def _plain(value: Fraction) -> str:
    return str(int(value)) if value.denominator == 1 else f"{float(value):.4f}".rstrip("0").rstrip(".")


def numeral(text: str) -> Fraction | None:
    """What a numeral of either script says, 12 or 十二; None for what is none."""
    return Fraction(int(text)) if text.isascii() and text.isdigit() else han(text)
