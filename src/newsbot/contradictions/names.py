"""Who or what a sentence speaks of: names of companies, products and models, one form for both languages."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsbot import glossary
from newsbot.chinese import HAN
from newsbot.contradictions.vocabulary import MEASURES, SCOPES

_LATIN = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z][A-Za-z0-9]{0,30}|[a-z]{1,2}[A-Z][A-Za-z0-9]{1,30})(?:[\-.&][A-Za-z0-9]{1,20}){0,4}"
    r"(?: (?:[A-Z][A-Za-z0-9\-.]{0,30}|\d{1,2}(?:\.\d{1,2})?(?![\d,%]| ?(?:million|billion|trillion|percent|[a-z]))))"
    r"{0,4}"
)
_NO_NAMES = frozenset(
    "the a an in on at by for of to from with and but or it its he she they this that these those as if when while "  # noqa: SIM905
    "after before since until according about over under up more most some all both each every no not new now one two "
    "i we you his her their our my last next first second third january february march april may june july august "
    "september october november december monday tuesday wednesday thursday friday saturday sunday q1 q2 q3 q4 h1 h2 fy "
    "ai ceo cfo cto coo ipo gpu gpus cpu api r&d us u.s usd rmb gdp arr llm capex revenue sales profit net total "
    "analysts investors users employees shares training inference global annual separately meanwhile however early "
    "late series round".split()
)
_CORPORATE = frozenset(
    "inc corp corporation ltd llc co company group holdings technologies technology semiconductor semiconductors labs "  # noqa: SIM905
    "lab compute systems research capital electronics robotics therapeutics".split()
)
_ORGANISATION = (
    "公司|集团|半导体|科技|实验室|研究院|研究所|智能|大学|学院|医院|银行|资本|基金|医疗|数据|电子|汽车|咨询|软件|网络|"
    "证券|能源|机器人|电信|通信|股份|控股|环保|微电子|光电|生物|药业|航空|传媒|财经"
)
_HAN_NAME = re.compile(
    rf"(?:(?<=^)|(?<=[，。；：、“”（）\s向与和由对给为被从在将据,;:]))(?![该本这那其各两多某此])(?P<name>[{HAN}]{{2,8}}?(?:{_ORGANISATION}))"
    rf"(?![{HAN}]{{0,2}}(?:中心|市场|行业|产业|领域|模型|技术))"
)
_QUOTED = re.compile(r"[“《「]([^“”《》「」，。,;；：:！？!?]{2,16})[”》」]")
# What stands between a name and a full stop for saying that somebody says it.
ATTRIBUTION = re.compile(
    r"^(?:据|根据|按|援引).{1,40}(?:报道|消息|称|介绍|透露|披露|数据|估计|测算|显示|统计|说法|公告)$|(?:说|称|表示|介绍|透露|指出|认为|写道|强调|回应|"
    r"报道|显示)(?:说|称)?[:：]?$|^(?i:according to)|\b(?i:said|says|told|reported|reports)\b[^,]{0,40}$"
)
PRONOUN = re.compile(
    r"^(?:该|这家|这款|此)?(?:公司|集团|企业|厂商|模型|芯片|产品)|^[其它]|^(?i:it|its|the (?:company|"
    r"firm|startup|model|chip|chipmaker|lab|group|product)(?:'s)?)\b"
)


# Characters of an explained name (拉克莫尔 of 美国企业拉克莫尔) that are it, and explanations that are kept.
LEAST_PART = 3
MOST_GLOSSES = 60


class Name(NamedTuple):
    start: int
    end: int
    key: str
    text: str


class Names:
    """The names of all passages together, so that one is known by its form in the other language."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._glosses: list[tuple[str, str]] = []
        pattern = re.compile(rf"([{HAN}·]{{2,14}})[（(]([A-Z][A-Za-z0-9 .&\-]{{1,40}})[）)]")
        for text in texts:
            self._glosses += [(match[1], _key(match[2])) for match in pattern.finditer(text)]
        self._glosses = list(dict.fromkeys(self._glosses))[:MOST_GLOSSES]

    def of(self, text: str) -> tuple[list[Name], list[Name]]:
        """The names of a clause, in their order, and the places it speaks of."""
        found: list[Name] = []
        places: list[Name] = []
        for mention in glossary.mentions(text):
            keys = [entry.english[0] for entry in mention.entries]
            where = [_says_where(entry) for entry in mention.entries]
            place = Name(mention.start, mention.end, keys[0] if keys else mention.form, mention.form)
            (places if any(where) else found).append(place._replace(key=place.key if where[0] else _key(place.key)))
        found += self._latin(text)
        found += [Name(*match.span(1), self._same(match[1]), match[1]) for match in _QUOTED.finditer(text)]
        sure = list(_apart(found, places))
        guessed = [match for match in _HAN_NAME.finditer(text) if not _says_what(match["name"])]
        found = [Name(*match.span("name"), self._same(match["name"]), match["name"]) for match in guessed]
        found += self._glossed(text)
        free = [name for name in found if not any(name.start < each.end and each.start < name.end for each in sure)]
        return sorted([*sure, *_apart(free, places)]), places

    def _latin(self, text: str) -> Iterator[Name]:
        for match in _LATIN.finditer(text):
            words = match.group().split(" ")
            start = match.start()
            while words and words[0].lower().rstrip(".") in _NO_NAMES:
                start += len(words[0]) + 1
                words = words[1:]
            while words and words[-1].lower().rstrip(".") in _NO_NAMES:
                words = words[:-1]
            name = " ".join(words)
            if len(name) > 1:
                yield Name(start, start + len(name), _key(name), name)

    def _glossed(self, text: str) -> Iterator[Name]:
        """Names that a passage explained in Latin letters, by as much of them as stands here."""
        for form, key in self._glosses:
            parts = (form[at:] for at in range(len(form) - LEAST_PART + 1))
            part = next((part for part in parts if part in text), "")
            if part:
                at = text.index(part)
                yield Name(at, at + len(part), key, part)

    def _same(self, name: str) -> str:
        return next((key for form, key in self._glosses if form.endswith(name)), name)


def _says_where(entry: glossary.Entry) -> bool:
    """Whether a name of the glossary says where, not who: the European Union is written of like a country."""
    return entry.kind == "place" or entry.english[0] == "European Union"


def _says_what(word: str) -> bool:
    """Whether a word that may be a name says what is measured, or within what, and so names nobody."""
    return any(measure.words.search(word) for measure in MEASURES) or any(scope.search(word) for _, scope in SCOPES)


def _key(name: str) -> str:
    """One form for one bearer: lower case, without what a company's name may end in."""
    words = re.sub(r"['’]s$", "", name).rstrip(".").casefold().split()
    while len(words) > 1 and words[-1].rstrip(".") in _CORPORATE:
        words = words[:-1]
    return " ".join(words)


def _apart(found: list[Name], places: list[Name]) -> Iterator[Name]:
    """Names that do not lie in one another, the longest first counted, in their order."""
    taken: list[Name] = []
    for name in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if not any(name.start < other.end and other.start < name.end for other in taken):
            taken.append(name)
    inside = [place for place in places if any(name.start <= place.start < name.end for name in taken)]
    for place in inside:
        places.remove(place)
    yield from sorted(taken)
