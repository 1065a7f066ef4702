"""The rule that a sentence names only whom its passages name, and spells them as they do."""

import re
from collections.abc import Iterator

from newsbot.checks.claim import Claim
from newsbot.checks.names import chambers, han, latin, spelling, swapped
from newsbot.checks.names.known import DOTS, Known, folded, known, pairs
from newsbot.checks.names.surnames import ONLY_SOUNDS
from newsbot.chinese import HAN, simplified
from newsbot.glossary import Entry, Glossary, Mention
from newsbot.glossary import han as is_han
from newsbot.news import Finding

Spans = list[tuple[int, int]]


def name_rule(claim: Claim) -> list[Finding]:
    """What is wrong with the names of a sentence.

    `name` (error): a name that neither the passages nor what is said of their sources has, in any form that the
    table or the evidence itself puts beside it. `name-spelling` (error): one that they have in another spelling.
    `name-unknown` (warning): a Chinese name in neither table nor evidence, over foreign passages: nobody can say
    whether it is one of theirs.
    """
    if not claim.passages or claim.keyword:
        return []
    evidence = known(claim)
    text = simplified(claim.text).translate(DOTS)
    findings: list[Finding] = []
    settled: Spans = []
    for mention in claim.standards.names.found(text):
        if (
            not (mention.entries or mention.maybe)
            or evidence.bears(mention)
            or (is_han(mention.form) and evidence.has(mention.form))
        ):
            settled.append((mention.start, mention.end))
        elif is_han(mention.form) and mention.entries:
            settled.append((mention.start, mention.end))
            findings.append(_foreign(claim, evidence, mention))
    findings += _mispaired(claim, text)
    findings += chambers.exchanged(claim, text)
    findings += swapped.swapped(claim, text)
    findings += _full_names(claim, evidence, text, settled)
    findings += _latin(claim, evidence, text, settled)
    findings += _chinese(claim, evidence, text, settled)
    return list({finding.found: finding for finding in findings}.values())


def says_names(text: str, table: Glossary) -> bool:
    """Whether a text has names that `name_rule` looks at."""
    text = simplified(text).translate(DOTS)
    read = han.read(text)
    return bool(table.found(text) or read.names or read.dotted or latin.names_in(text))


def _foreign(claim: Claim, evidence: Known, mention: Mention) -> Finding:
    """A name of the table that the passages have in no form."""
    entry = mention.entries[0]
    if any(each in evidence.maybe for each in mention.entries):
        short = "姓氏" if entry.kind == "person" else "简称"
        advice = f"引用的段落里只有{short}，看不出是不是“{mention.form}”，请照来源写，或改引写出全名的段落。"
        return claim.finding("name-unknown", "warning", mention.form, advice)
    advice = f"引用的段落里没有“{mention.form}”（{entry.english[0]}），请照来源改正或删去。"
    return claim.finding("name", "error", mention.form, advice)


def _mispaired(claim: Claim, text: str) -> Iterator[Finding]:
    """Names put beside an original that is another's: 萨姆·奥尔特曼（Elon Musk）."""
    table = claim.standards.names
    for one, other in pairs(text):
        before = [mention for mention in table.found(one) if mention.end == len(one)]
        inside = [mention for mention in table.found(other) if mention.form == other]
        ours = {each for mention in before for each in mention.entries}
        theirs = {each for mention in inside for each in mention.entries}
        if ours and theirs and not ours & theirs and {each.kind for each in ours | theirs} == {"person"}:
            advice = f"“{before[0].form}”不是“{other}”，请照来源和译名表改正。"
            yield claim.finding("name", "error", f"{before[0].form}（{other}）", advice)


# ---------------------------------------------------------------- Latin letters


def _full_names(claim: Claim, evidence: Known, text: str, settled: Spans) -> Iterator[Finding]:
    """People of whom the passages have the surname under another given name."""
    for name in latin.persons(text):
        given, _, last = name.rpartition(" ")
        theirs = frozenset().union(*(latin.full_names(each).get(last.casefold(), ()) for each in evidence.texts))
        if not theirs or evidence.reads(name):
            continue
        inside = claim.standards.names.found(name)
        if any(mention.form == name and evidence.bears(mention) for mention in inside) or any(map(_no_person, inside)):
            continue
        start = text.index(name)
        settled.append((start, start + len(name)))
        if any(_alike(given, other) for other in theirs):
            continue
        advice = f"引用的段落里没有“{name}”，来源写的是“{min(theirs)} {last}”，请照来源改正。"
        yield claim.finding("name", "error", name, advice, f"{min(theirs)} {last}")


def _no_person(mention: Mention) -> bool:
    """Whether a form of the table is a place's or a company's, so that a name with it in it is nobody's (London)."""
    return any(each.kind != "person" for each in (*mention.entries, *mention.maybe))


def _alike(given: str, other: str) -> bool:
    """Whether two given names may be one person's: the same first word, one short for the other, or an initial."""
    ours, theirs = given.casefold().replace(".", "").split(), other.casefold().replace(".", "").split()
    return ours[0].startswith(theirs[0]) or theirs[0].startswith(ours[0]) or bool({*ours} & {*theirs})


def _latin(claim: Claim, evidence: Known, text: str, settled: Spans) -> Iterator[Finding]:
    for word, start in latin.names_in(text):
        if any(a <= start and start + len(word) <= b for a, b in settled):
            continue
        if evidence.has(word) or latin.opens(text, word, start) or latin.titled(text, word):
            continue
        theirs = _misspelt(claim, evidence, word)
        if theirs:
            advice = f"“{word}”与来源的写法“{theirs}”只差一点，请照来源改正。"
            yield claim.finding("name-spelling", "error", word, advice, theirs)
        else:
            near = latin.near(word, evidence.latin_names)
            advice = f"引用的段落里没有“{word}”这个名字，请照来源改正或删去。"
            yield claim.finding("name", "error", word, advice, near)


def _misspelt(claim: Claim, evidence: Known, word: str) -> str:
    """The name of the passages that a Latin word misspells; a name the table knows is none."""
    if any(claim.standards.names.named(word)):
        return ""
    forms = [part for each in evidence.named for form in each.english for part in form.split()]
    return spelling.near_latin(word, (*evidence.latin_names, *forms))


# ---------------------------------------------------------------- Chinese


def _chinese(claim: Claim, evidence: Known, text: str, settled: Spans) -> Iterator[Finding]:
    if not re.search(f"[{HAN}]", text):
        return
    reading = han.read(text)
    for match in evidence.slips.finditer(text):
        if match.group() not in evidence.han and not any(claim.standards.names.named(match.group())):
            settled.append(match.span())
            yield _absent(claim, evidence, match.group())
    for one, other in pairs(text):
        if is_han(one) and evidence.has(other) and one in text:  # it stands beside its original, as it should
            settled.append((text.index(one), text.index(one) + len(one)))
            again = re.finditer(re.escape(han.tail(one)), text) if han.tail(one) else ()
            settled += [match.span() for match in again]
    for name in reading.dotted:
        if theirs := _longer(name, evidence):
            advice = f"“{name.form}”与来源的“{theirs}”只差一字，请照来源改正。"
            yield claim.finding("name-spelling", "error", name.form, advice, theirs)
            settled.append((name.start, name.end))
        if not _covered(name, settled) and (missing := _dotted(name, evidence)):
            yield _absent(claim, evidence, missing)
        settled.append((name.start, name.end))
    found: list[han.Name] = []
    for read in sorted(reading.names, key=lambda each: (-len(each.form), each.start)):
        if _inside(read, settled) or _reads(read, evidence, settled):
            continue
        name = han.sounded(read, text)
        if _inside(name, settled) or evidence.has(name.form):
            continue
        whole = _whole(name, text, evidence) if evidence.foreign else name
        if not any(other.start < whole.end and whole.start < other.end for other in found):
            found.append(whole)
    for name in sorted(found, key=lambda each: each.start):
        yield _absent(claim, evidence, name.form)


def _longer(name: han.Name, evidence: Known) -> str:
    """The foreign name of a cited pairing that this one makes longer by one character; empty where it does not.

    普丽娅·拉曼斯 of 普丽娅·拉曼, and not 普丽娅·拉曼加 of 普丽娅·拉曼加入, where a word begins.
    """
    shorter = name.form[:-1]
    if name.form[-1] not in ONLY_SOUNDS or evidence.reads(name.form) or not evidence.reads(shorter):
        return ""
    return shorter if any(shorter in folded(each) for pair in evidence.pairs for each in pair) else ""


def _whole(name: han.Name, text: str, evidence: Known) -> han.Name:
    """The name as far as it sounds foreign and stands so somewhere in the evidence: 拉克莫尔 for a mere 拉克."""
    start, end = name.start, name.end
    if not han.foreign(name.form) and han.foreign(name.form[:-1]) and name.form[:-1] in evidence.beside:
        end -= 1  # 莫尔有 of 拉克莫尔有640名员工
    while end < len(text) and han.foreign(text[start : end + 1]) and text[start : end + 1] in evidence.beside:
        end += 1
    while start > 0 and han.foreign(text[start - 1 : end]) and text[start - 1 : end] in evidence.beside:
        start -= 1
    return name._replace(form=text[start:end], start=start)


def _absent(claim: Claim, evidence: Known, form: str) -> Finding:
    bearers = {other: each for each in evidence.named for other in each.chinese}
    theirs = spelling.near_han(form, evidence.han, bearers)
    if theirs:
        there = theirs if evidence.reads(theirs) else _as_written(bearers[theirs], evidence)
        beside = "" if there == theirs else f"（{there}）"
        advice = f"“{form}”与来源的“{theirs}”{beside}只差一字，请照来源改正。"
        return claim.finding("name-spelling", "error", form, advice, there)
    if evidence.foreign:
        advice = f"“{form}”不在译名表里，来源里也没有对照，无法核对；请保留原文，或用 newsbot names add 加入译名表。"
        return claim.finding("name-unknown", "warning", form, advice)
    advice = f"引用的段落里没有“{form}”这个名字，请照来源改正或删去。"
    return claim.finding("name", "error", form, advice)


def _as_written(entry: Entry, evidence: Known) -> str:
    """The form of a bearer that the passages have."""
    return next((form for form in entry.forms if evidence.reads(form)), "")


def _inside(name: han.Name, settled: Spans) -> bool:
    """Whether a name is one already judged, or hardly more than it (中国队)."""
    return any(start <= name.start and name.end <= end for start, end in settled)


def _covered(name: han.Name, settled: Spans) -> bool:
    """Whether what stands around a name's dots was judged already; where it ends is never sure."""
    first, last = name.start + name.form.index("·"), name.start + name.form.rindex("·")
    return any(start < first and last + 1 < end for start, end in settled)


def _dotted(name: han.Name, evidence: Known) -> str:
    """The part around a dot that no passage has, as much of the name as is sure; empty when all stands there."""
    form = name.form
    if evidence.has(form):
        return ""
    for at in (at for at, char in enumerate(form) if char == "·"):
        around = form[max(0, at - 2) : at + 3].strip("·")
        left, _, right = around.rpartition("·") if around.count("·") == 1 else (around, "", "")
        pieces = [around] if around.count("·") != 1 else [f"{left[-k:]}·{right[:j]}" for k in (2, 1) for j in (2, 1)]
        if not any(piece in evidence.han for piece in pieces):
            return form
    return ""


def _reads(name: han.Name, evidence: Known, settled: Spans) -> bool:
    """Whether the passages have the name: as it stands, without what it ends in, shortened, or in its parts."""
    form = name.form
    if any(evidence.has(part) or evidence.has(han.head(part)) for part in (form, *han.unglued(form))):
        return True
    rest = _beyond(name, settled)
    told = not rest or evidence.reads(rest) or (len(rest) <= 2 and (evidence.foreign or han.says_what(rest)))
    if rest != form and told:
        return True
    if name.kind != "person" and _shortened(form, evidence):
        return True
    return any(evidence.reads(form[:at]) and evidence.reads(form[at:]) for at in range(2, len(form) - 1))


def _beyond(name: han.Name, settled: Spans) -> str:
    """What is left of a name after the names in it that were judged already: 男女队 of 中国男女队."""
    left = [
        char for at, char in enumerate(name.form, name.start) if not any(start <= at < end for start, end in settled)
    ]
    return "".join(left)


def _shortened(form: str, evidence: Known) -> bool:
    """Whether the passages have a longer name that this one shortens: 中宣部 of 中央宣传部."""
    if len(form) > 5:
        return False
    between = f"[{HAN}]{{0,4}}"
    return re.search(between.join(map(re.escape, form)), evidence.han) is not None
