"""What a text may mean beside what it shows: encodings of mail and scripts, letters set apart, reversed or exchanged.

The encodings are those that a model reads without being told how: base64, base32, base85, hex, escapes of scripts and
pages, binary octets, rot13, text backwards, digits for letters (1gn0re), letters of other scripts. Linear in the text.
"""

import base64
import binascii
import codecs
import functools
import html
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from newsbot.chinese import HAN

_BLOB = re.compile(r"(?<![A-Za-z0-9+/=_.\-])[A-Za-z0-9+/]{24,4000}={0,6}(?![A-Za-z0-9+/_.\-])")
_DENSE = re.compile(r"(?<![!-~])[!-~]{40,4000}(?![!-~])")
_ESCAPES = re.compile(r"(?:\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|%[0-9A-Fa-f]{2}|&#x?[0-9A-Fa-f]{1,6};){6,2000}")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})")
_OCTETS = re.compile(r"(?<![01])[01]{8}(?:\s?[01]{8}){5,2000}(?![01])")
_PAIRS = re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{2}(?:[ :,][0-9A-Fa-f]{2}){7,2000}(?![0-9A-Fa-f])")
_APART = re.compile(
    rf"(?<![A-Za-z])[A-Za-z](?:[ ._*\-][A-Za-z]){{4,200}}(?![A-Za-z])|[{HAN}](?:[ ._*\-·|/][{HAN}]){{3,200}}"
)
_GAPS = re.compile(r"[ ._*\-·|/]")
# What rot13 makes of ignore, disregard, forget, instruction, system prompt.
_ROTATED = re.compile("vtaber|qvfertneq|sbetrg|vafgehpgvba|flfgrz cebzcg", re.IGNORECASE)
_WORD = re.compile("[A-Za-z013457@$!]{3,24}")
# Digits and signs that stand for letters; 1 for an i or an l.
_DIGITS = (str.maketrans("013457@$!", "oieastasi"), str.maketrans("013457@$!", "oleastasi"))
# Letters of Cyrillic and Greek that look like Latin ones.
_ALIKE = str.maketrans(
    "аеорсухіјѕԁһԛԝοαενικρτυАВЕКМНОРСТХІЅΑΒΕΗΙΚΜΝΟΡΤΧ", "aeopcyxijsdhqwoaevikptuABEKMHOPCTXISABEHIKMNOPTX"
)
_OTHER_SCRIPT = re.compile("[A-Za-z][\u0370-\u04ff\u0500-\u052f]|[\u0370-\u04ff\u0500-\u052f][A-Za-z]")


def hidden(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of a part of the text and what it may mean; nothing of it need be language."""
    for match in _BLOB.finditer(text):
        yield from ((match.group(), meant) for meant in _decoded(match.group()))
    for match in _DENSE.finditer(text):
        if "://" not in match.group():
            yield from ((match.group(), meant) for meant in _dense(match.group()))
    for match in _ESCAPES.finditer(text):
        yield match.group(), html.unescape(unquote(_ESCAPE.sub(_character, match.group())))
    for match in _OCTETS.finditer(text):
        bits = re.sub(r"\s", "", match.group())
        yield match.group(), int(bits, 2).to_bytes(len(bits) // 8).decode("utf-8", "replace")
    for match in _PAIRS.finditer(text):
        yield match.group(), bytes.fromhex(re.sub("[ :,]", "", match.group())).decode("utf-8", "replace")
    yield from _respelt(text)


def _respelt(text: str) -> Iterator[tuple[str, str]]:
    """The whole text with its letters put back."""
    yield text, text[::-1]
    if _ROTATED.search(text):
        yield text, codecs.decode(text, "rot13")
    if match := _APART.search(text):
        yield match.group(), _APART.sub(lambda each: _GAPS.sub("", each.group()), text)
    if _OTHER_SCRIPT.search(text):
        yield text, text.translate(_ALIKE)
    mixed = next((each.group() for each in _WORD.finditer(text) if _misspelt(each.group())), "")
    for table in _DIGITS if mixed else ():
        yield mixed, _WORD.sub(functools.partial(_spelt, table), text)


def _misspelt(word: str) -> bool:
    return not word.isalpha() and sum(char.isalpha() for char in word) > 1


def _spelt(table: Mapping[int, int], match: re.Match[str]) -> str:
    return match.group().translate(table) if _misspelt(match.group()) else match.group()


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return "" if 0xD800 <= code <= 0xDFFF else chr(code)


def _decoded(blob: str) -> Iterator[str]:
    """What a run of letters and digits may stand for."""
    unpadded = blob.rstrip("=")
    for decode, written in (
        (base64.b64decode, unpadded + "=" * (-len(unpadded) % 4)),
        (base64.b32decode, unpadded + "=" * (-len(unpadded) % 8)),
        (bytes.fromhex, blob),
    ):
        try:
            yield decode(written).decode("utf-8")
        except (ValueError, binascii.Error):
            continue


def _dense(blob: str) -> Iterator[str]:
    """What a run of all kinds of ASCII may stand for."""
    for decode in (base64.b85decode, base64.a85decode):
        try:
            yield decode(blob).decode("utf-8")
        except ValueError:
            continue
