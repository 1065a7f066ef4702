"""What a number can be counted in: classes of units, each with its factor to the class's base unit.

Two figures of the same class are compared in base units (1.2 GW = 120万千瓦). A unit that is
not listed here leaves its figure without a class, which may equal any class by its bare value.
Currencies are classes of their own and are never converted.
"""

import re
from fractions import Fraction

MONEY = frozenset(
    {"USD", "CNY", "EUR", "GBP", "JPY", "HKD", "TWD", "KRW", "INR", "CHF", "SGD", "AUD", "CAD", "RUB", "BRL", "¥"}
)
YEN_OR_YUAN = "¥"
"""The sign that both China and Japan use: equal to either, since only the reader knows."""

PREFIXES: dict[str, str] = {
    "US$": "USD",
    "HK$": "HKD",
    "NT$": "TWD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "S$": "SGD",
    "R$": "BRL",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₩": "KRW",
    "¥": YEN_OR_YUAN,
    "￥": YEN_OR_YUAN,
    "USD": "USD",
    "RMB": "CNY",
    "CNY": "CNY",
    "EUR": "EUR",
    "GBP": "GBP",
    "JPY": "JPY",
    "人民币": "CNY",
    "新台币": "TWD",
    "港币": "HKD",
}

# Written exactly so. Factors in the class's base: watt, watt-hour, metre, square metre, gram, byte,
# second, month, percentage point, hertz.
SIGNS: dict[str, tuple[str, Fraction]] = {
    sign: (unit, Fraction(factor))
    for unit, signs in {
        "percent": {"%": "1", "‰": "1/10", "pct": "1"},
        "points": {
            "个百分点": "1",
            "百分点": "1",
            "ppt": "1",
            "pp": "1",
            "个基点": "1/100",
            "基点": "1/100",
            "bps": "1/100",
        },
        "power": {"太瓦": "1e12", "吉瓦": "1e9", "兆瓦": "1e6", "千瓦": "1e3", "瓦": "1", "TW": "1e12", "GW": "1e9"}
        | {"MW": "1e6", "kW": "1e3", "KW": "1e3"},
        "energy": {"太瓦时": "1e12", "吉瓦时": "1e9", "兆瓦时": "1e6", "千瓦时": "1e3", "瓦时": "1", "度电": "1e3"}
        | {"TWh": "1e12", "GWh": "1e9", "MWh": "1e6", "kWh": "1e3"},
        "length": {
            "公里": "1e3",
            "千米": "1e3",
            "厘米": "1e-2",
            "毫米": "1e-3",
            "微米": "1e-6",
            "纳米": "1e-9",
            "米": "1",
        }
        | {"英里": "1609.344", "英尺": "0.3048", "英寸": "0.0254", "海里": "1852"}
        | {"km": "1e3", "cm": "1e-2", "mm": "1e-3", "nm": "1e-9", "m": "1", "ft": "0.3048"},
        "area": {
            "平方公里": "1e6",
            "平方千米": "1e6",
            "平方米": "1",
            "公顷": "1e4",
            "英亩": "4046.8564224",
            "亩": "2000/3",
        }
        | {"平方英尺": "0.09290304"},
        "mass": {"吨": "1e6", "公斤": "1e3", "千克": "1e3", "克": "1", "毫克": "1e-3", "磅": "453.59237", "kg": "1e3"}
        | {"mg": "1e-3"},
        "data": {"KB": "1e3", "MB": "1e6", "GB": "1e9", "TB": "1e12", "PB": "1e15", "EB": "1e18"},
        "hertz": {"Hz": "1", "kHz": "1e3", "MHz": "1e6", "GHz": "1e9", "赫兹": "1"},
        "seconds": {
            "个星期": "604800",
            "星期": "604800",
            "周": "604800",
            "天": "86400",
            "个小时": "3600",
            "小时": "3600",
        }
        | {"分钟": "60", "秒钟": "1", "秒": "1", "毫秒": "1/1000", "ms": "1/1000"},
        "months": {"个月": "1", "年": "12", "周年": "12", "岁": "12", "个季度": "3"},
        "times": {"倍": "1"},
        "fold": {"x": "1", "X": "1", "×": "1"},
        "people": {"人": "1", "名": "1", "位": "1"},
        "parameters": {"参数": "1", "个参数": "1"},
        "tokens": {"词元": "1", "个词元": "1", "个token": "1", "token": "1"},
        "celsius": {"摄氏度": "1", "℃": "1", "°C": "1"},
        "USD": {"美元": "1", "美金": "1", "美分": "1/100", "USD": "1"},
        "CNY": {"元人民币": "1", "人民币": "1", "元": "1", "块钱": "1", "RMB": "1", "CNY": "1"},
        "EUR": {"欧元": "1", "EUR": "1", "€": "1"},
        "GBP": {"英镑": "1", "GBP": "1", "便士": "1/100"},
        "JPY": {"日元": "1", "日圆": "1", "円": "1", "JPY": "1"},
        "HKD": {"港元": "1", "港币": "1", "元港币": "1"},
        "TWD": {"元新台币": "1", "新台币": "1", "台币": "1"},
        "KRW": {"韩元": "1", "韩圆": "1"},
        "INR": {"印度卢比": "1", "卢比": "1"},
        "CHF": {"瑞士法郎": "1", "瑞郎": "1"},
        "SGD": {"新加坡元": "1", "新元": "1"},
        "AUD": {"澳元": "1", "澳大利亚元": "1"},
        "CAD": {"加元": "1", "加拿大元": "1"},
        "RUB": {"卢布": "1"},
        "BRL": {"雷亚尔": "1"},
    }.items()
    for sign, factor in signs.items()
}

# English words in the singular; a plural s, capitals and a hyphen before them make no difference.
WORDS: dict[str, tuple[str, Fraction]] = {
    word: (unit, Fraction(factor))
    for unit, words in {
        "percent": {"percent": "1", "per cent": "1"},
        "points": {"percentage point": "1", "basis point": "1/100"},
        "point": {"point": "1"},
        "power": {"terawatt": "1e12", "gigawatt": "1e9", "megawatt": "1e6", "kilowatt": "1e3", "watt": "1"},
        "energy": {"terawatt-hour": "1e12", "gigawatt-hour": "1e9", "megawatt-hour": "1e6", "kilowatt-hour": "1e3"},
        "length": {"kilometer": "1e3", "kilometre": "1e3", "meter": "1", "metre": "1", "nanometer": "1e-9"}
        | {"nanometre": "1e-9", "centimeter": "1e-2", "centimetre": "1e-2", "millimeter": "1e-3", "millimetre": "1e-3"}
        | {"micron": "1e-6", "micrometer": "1e-6", "micrometre": "1e-6"}
        | {"mile": "1609.344", "foot": "0.3048", "feet": "0.3048", "inch": "0.0254", "inche": "0.0254"},
        "area": {"square kilometer": "1e6", "square kilometre": "1e6", "square meter": "1", "square metre": "1"}
        | {"hectare": "1e4", "acre": "4046.8564224", "square foot": "0.09290304", "square feet": "0.09290304"},
        "mass": {"ton": "1e6", "tonne": "1e6", "metric ton": "1e6", "kilogram": "1e3", "kilo": "1e3", "gram": "1"},
        "data": {"kilobyte": "1e3", "megabyte": "1e6", "gigabyte": "1e9", "terabyte": "1e12", "petabyte": "1e15"},
        "hertz": {"gigahertz": "1e9", "megahertz": "1e6"},
        "seconds": {"week": "604800", "day": "86400", "hour": "3600", "minute": "60", "second": "1"}
        | {"millisecond": "1/1000"},
        "months": {"month": "1", "year": "12", "decade": "120"},
        "fold": {"fold": "1"},
        "people": {"people": "1", "person": "1"},
        "parameters": {"parameter": "1"},
        "tokens": {"token": "1"},
        "celsius": {"degrees celsius": "1"},
        "USD": {"dollar": "1", "us dollar": "1", "u.s. dollar": "1", "american dollar": "1", "cent": "1/100"},
        "CNY": {"yuan": "1", "renminbi": "1"},
        "EUR": {"euro": "1"},
        "GBP": {"pound": "1", "british pound": "1"},
        "JPY": {"yen": "1"},
        "HKD": {"hong kong dollar": "1"},
        "TWD": {"taiwan dollar": "1", "new taiwan dollar": "1"},
        "KRW": {"won": "1"},
        "INR": {"rupee": "1"},
        "CHF": {"swiss franc": "1"},
        "SGD": {"singapore dollar": "1"},
        "AUD": {"australian dollar": "1"},
        "CAD": {"canadian dollar": "1"},
        "RUB": {"ruble": "1", "rouble": "1"},
        "BRL": {"real": "1", "reais": "1"},
    }.items()
    for word, factor in words.items()
}

MEASURES = (
    "个种项款件次场届篇部台辆架艘座栋枚张只条支份批轮期层级颗块套组例起处所间户笔门片粒棵头匹幅首句段页"
    "家国省市县区校班代步类档道堂对双副群排颗尊艇股员城"
)
"""Measure words that say how things are counted but not what: a figure before them has no class."""

NAMED: dict[str, str] = {
    "USD": "美元",
    "CNY": "元",
    "EUR": "欧元",
    "GBP": "英镑",
    "JPY": "日元",
    "HKD": "港元",
    "TWD": "新台币",
    "KRW": "韩元",
    "INR": "卢比",
    "CHF": "瑞郎",
    "SGD": "新元",
    "AUD": "澳元",
    "CAD": "加元",
    "RUB": "卢布",
    "BRL": "雷亚尔",
    "percent": "%",
    "points": "个百分点",
    "power": "瓦",
    "energy": "瓦时",
    "people": "人",
    "times": "倍",
}
"""How a class's base unit is called when a figure is said again in Chinese."""


def _longest_first(words: dict[str, object] | dict[str, str] | dict[str, tuple[str, Fraction]]) -> list[str]:
    return sorted(words, key=len, reverse=True)


_HAN_SIGNS = [sign for sign in _longest_first(SIGNS) if not sign[-1].isascii() or not sign[-1].isalpha()]
_LATIN_SIGNS = [sign for sign in _longest_first(SIGNS) if sign not in _HAN_SIGNS]

PREFIX = "|".join(re.escape(prefix) for prefix in _longest_first(PREFIXES))
UNIT = (
    f"(?:{'|'.join(map(re.escape, _HAN_SIGNS))})"
    f"|(?:{'|'.join(map(re.escape, _LATIN_SIGNS))})(?![A-Za-z0-9])"
    f"|(?i:{'|'.join(map(re.escape, _longest_first(WORDS)))})s?(?![A-Za-z])"
)


def unit_of(text: str) -> tuple[str, Fraction]:
    """The class and factor of a unit as `UNIT` matched it; no class and factor 1 for the empty text."""
    if not text:
        return "", Fraction(1)
    if text in SIGNS:
        return SIGNS[text]
    word = text.lower()
    return WORDS.get(word) or WORDS[word.removesuffix("s")]
