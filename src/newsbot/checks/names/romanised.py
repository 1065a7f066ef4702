"""Chinese names that an English text writes: by a pairing of the evidence, else in pinyin."""

import re
from collections.abc import Iterator, Sequence

from newsbot.checks.names import han, latin
from newsbot.checks.names.known import DOTS, pairs
from newsbot.checks.names.surnames import DOUBLE
from newsbot.chinese import HAN, simplified
from newsbot.glossary import Glossary
from newsbot.glossary import han as is_han
from newsbot.pinyin import is_spelled, may_be, readings, spelled, spoken
from newsbot.terms import one_word

_PLACE = re.compile("[市县省镇]$")
_QUOTED = re.compile(f"“([{HAN}]{{2,3}})”")
_ENDINGS = """
股份有限公司 Co. | 有限公司 Co. | 公司 Co. | 集团 Group
大学 University | 学院 College | 研究院 Institute | 研究所 Institute
研究中心 Research Center | 实验室 Laboratory | 委员会 Commission
基金会 Foundation | 协会 Association | 银行 Bank | 医院 Hospital
电视台 Television | 出版社 Press | 科技 Technology | 半导体 Semiconductor
机器人 Robotics | 资本 Capital | 证券 Securities | 汽车 Motor
能源 Energy | 医药 Pharma | 日报 Daily | 晚报 Evening News | 时报 Times
周刊 Weekly | 财经 Finance | 观察 Observer | 新闻 News
通讯社 News Agency | 社 News Agency | 报 News
"""
_CALLED = {
    form: english
    for form, _, english in (each.strip().partition(" ") for each in re.split("[|\\n]", _ENDINGS) if each.strip())
}
"""What names of organisations and outlets end in, and what English calls it."""
CALLED = frozenset(word for english in _CALLED.values() for word in english.split())
"""The words of these: none of them is a name by itself."""
_ENDS = re.compile(f"(?:{'|'.join(_CALLED)})$")
_LETTERS = re.compile("[^a-z]")
_WORD = re.compile("[A-Za-z]{1,40}")


def romanised(
    texts: Sequence[str], beside: Sequence[str], names: Glossary, outlets: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """The (English, Chinese) names for those in these Chinese texts that the table has not, each once.

    First those that the texts or what stands `beside` them pair with a Latin form (X（Y）), then in pinyin Chinese
    people, `outlets` and organisations by what their names end in, places, and what is named in quotation marks.
    """
    found: dict[str, str] = {}
    whole = "\n".join(texts)
    for one, other in (pair for text in (*texts, *beside) for pair in pairs(text)):
        if is_han(one) and not is_han(other) and latin.names_in(other):
            for form in (each for each in han.at_end(one) if each in whole and len(each) > 2):
                found.setdefault(form, other)
                break
    texts = [_without(text, tuple(found)) for text in texts]
    written = frozenset().union(*map(latin.tokens, beside))
    for person in (each for text in texts for each in people(text, names)):
        found.setdefault(person, _spelled(person, written, _surname(person)))
    for body in (*(each for each in outlets if is_han(each) and each in whole), *_bodies(texts)):
        if not names.entries_in(body):
            found.setdefault(body, _body(body, written))
    for thing in (*_places(texts, names), *_things(texts, names)):
        if thing not in found:
            found[thing] = _spelled(thing, written)
    return [(english, form) for form, english in found.items()]


def _without(text: str, forms: Sequence[str]) -> str:
    """The text with a gap for each of these names, so that nothing is taken for a name that ends or begins in one."""
    for form in forms:
        text = text.replace(form, "，")
    return text


def _bodies(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        for each in han.read(_plain(text)).names:
            if each.kind == "organisation" and _ENDS.search(each.form) and 3 < len(each.form) <= 10:
                yield min(han.unglued(each.form), key=len, default=each.form)


def _body(form: str, written: frozenset[str]) -> str:
    end = _ENDS.search(form)
    stem = form[: end.start()] if end else form
    return f"{_spelled(stem, written)} {_CALLED[end[0]]}" if end and stem else _spelled(form, written)


def _places(texts: Sequence[str], names: Glossary) -> Iterator[str]:
    for text in texts:
        for each in han.read(_plain(text)).names:
            for form in han.unglued(each.form) if each.kind == "place" and _PLACE.search(each.form) else ():
                if 3 <= len(form) <= 4 and not han.foreign(form) and not names.entries_in(form):
                    yield form[:-1]


def _things(texts: Sequence[str], names: Glossary) -> Iterator[str]:
    """What stands in quotation marks and is no word of the language: “听澜”, and not “老师”."""
    for text in texts:
        for match in _QUOTED.finditer(_plain(text)):
            if not one_word(match[1]) and not names.entries_in(match[1]):
                yield match[1]


def _spelled(name: str, written: frozenset[str], surname: int = 0) -> str:
    """A name in pinyin, in the reading that stands in the evidence, else in the usual one."""
    fitting = [each for each in readings(name) if "".join(each) in written]
    return spelled(fitting[0] if len(fitting) == 1 else spoken(name), surname)


def people(text: str, names: Glossary) -> tuple[str, ...]:
    """Chinese people in a text whom the table has not, as far as that is sure: three characters, or beside a title.

    What the segmenter guesses around somebody who stands beside a title or a verb of saying is no other person.
    """
    plain = _plain(text)
    sure = list(han.beside(plain))
    guessed = [each for each in han.read(plain).names if each.kind == "person" and len(each.form) == 3]
    sure += [each for each in guessed if not any(each.start < one.end and one.start < each.end for one in sure)]
    forms = dict.fromkeys(each.form for each in sorted(sure, key=lambda each: each.start))
    return tuple(each for each in forms if not han.foreign(each) and not names.entries_in(each))


def titled(texts: Sequence[str]) -> frozenset[str]:
    """Who stands beside a title or a verb of saying in any of these texts."""
    return frozenset(each.form for text in texts for each in han.beside(_plain(text)))


def _plain(text: str) -> str:
    return simplified(text).translate(DOTS)


def _surname(name: str) -> int:
    return 2 if name[:2] in DOUBLE and len(name) > 2 else 1


def misspelt(person: str, english: str) -> bool:
    """Whether an English text names a Chinese person neither whole, in either order, nor by the surname alone."""
    run, words = _LETTERS.sub("", english.lower()), [match[0] for match in _WORD.finditer(english)]
    at = _surname(person)
    for syllables in readings(person):
        surname, given = "".join(syllables[:at]), "".join(syllables[at:])
        if surname + given in run or given + surname in run:
            return False
        if any(_alone(words, number, surname) for number, _ in enumerate(words)):
            return False
    return True


def _alone(words: list[str], number: int, surname: str) -> bool:
    """Whether a word is the surname, with no other name beside it: Zhou said, and not Zhou Yanqing."""
    after = words[number + 1 : number + 2]
    return words[number].lower() == surname and words[number][0].isupper() and not any(w[0].isupper() for w in after)


# English words that are built like Hanyu Pinyin.
_NO_PINYIN = frozenset("data china japan canada panama media lane june mandarin chinese".split())  # noqa: SIM905


def unknown(english: str, told: str, on: Sequence[str], names: Glossary) -> Iterator[str]:
    """What looks like pinyin in an English text and is said nowhere in the Chinese one it tells.

    Other names are the table's, or words: what a translation writes in capitals (Government Service Center) is not
    told from a name without a dictionary. `on` are passages in which a name may stand as it is.
    """
    allowed = frozenset().union(*(latin.tokens(each) for each in (told, *on)))
    bearers = names.entries_in(told).union(*(names.entries_in(each) for each in on))
    allowed |= frozenset().union(*(latin.tokens(form) for entry in bearers for form in entry.english))
    told = simplified(told)
    said = "".join(spoken(told))
    for name, _ in latin.names_in(english):
        word = _LETTERS.sub("", name.lower())
        like = is_spelled(word) and len(word) > 3 and not {word, name.lower().partition("-")[0]} & _NO_PINYIN
        if like and word not in said and not may_be(word, told) and not latin.stands(name, allowed):
            yield name


def said_as(name: str, text: str) -> bool:
    """Whether characters of a Chinese text that stand in a row may be said as this name in pinyin."""
    return may_be(_LETTERS.sub("", name.lower()), simplified(text))
