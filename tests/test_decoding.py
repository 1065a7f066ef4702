"""Bytes to text: what a feed or page says of its encoding, what its bytes say, and who is right."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot import decoding

SIMPLIFIED = """<?xml version="1.0" encoding="{label}"?>
<rss version="2.0"><channel><title>云栖观察</title>
<item><title>智谱发布新一代语言模型，价格下降一半</title>
<description>实验室负责人周一说，新模型可以在手机上运行，不需要联网。</description></item>
<item><title>北京：OpenAI 与三家企业签署合作协议</title><description>各方没有公布金额。</description></item>
</channel></rss>"""
TRADITIONAL = """<?xml version="1.0" encoding="{label}"?>
<rss version="2.0"><channel><title>雲棲觀察</title>
<item><title>實驗室發布新一代語言模型，價格下降一半</title>
<description>負責人週一說，新模型可以在手機上運行，不需要連網。</description></item>
<item><title>台北：OpenAI 與三家企業簽署合作協議</title><description>各方沒有公布金額。</description></item>
</channel></rss>"""


def feed(encoding: str, label: str | None = None, text: str = SIMPLIFIED) -> bytes:
    """The feed in an encoding, under its label or another; an empty label leaves the declaration out."""
    document = text.format(label=encoding if label is None else label)
    return (document if label != "" else document.partition("\n")[2]).encode(encoding)


def titles(text: str) -> list[str]:
    return re.findall("<title>(.*?)</title>", text)


def stray(body: bytes, byte: bytes, behind: str, encoding: str) -> bytes:
    """The body with one byte too many behind some words."""
    words = behind.encode(encoding)
    assert body.count(words) == 1
    return body.replace(words, words + byte)


RIGHT = titles(SIMPLIFIED)
RIGHT_TRADITIONAL = titles(TRADITIONAL)
GBK, BIG5 = feed("gbk"), feed("big5", text=TRADITIONAL)
HTTP = "text/xml; charset="

VARIANTS = {
    "UTF-8": (feed("utf-8"), "", "UTF-8"),
    "UTF-8 with a mark": (feed("utf-8-sig", "utf-8"), "", "UTF-8"),
    "UTF-8 without any label": (feed("utf-8", ""), "", "UTF-8"),
    "UTF-8 labelled GBK": (feed("utf-8", "gbk"), "", "UTF-8"),
    "UTF-8 sent as the server's default": (feed("utf-8"), HTTP + "ISO-8859-1", "UTF-8"),
    "UTF-8 with a byte too many in a text": (stray(feed("utf-8"), b"\xff", "负责人", "utf-8"), "", "UTF-8"),
    "UTF-8 labelled GBK, with half a character": (
        stray(feed("utf-8", "gbk"), b"\xe4\xba", "负责人", "utf-8"),
        "",
        "UTF-8",
    ),
    "UTF-8 with a mark and a byte too many": (stray(feed("utf-8-sig"), b"\x80", "负责人", "utf-8"), "", "UTF-8"),
    "GBK": (GBK, "", "GB18030"),
    "GBK, the label in the header": (feed("gbk", ""), HTTP + "gbk", "GB18030"),
    "GBK without any label": (feed("gbk", ""), "", "GB18030"),
    "GBK labelled UTF-8": (feed("gbk", "utf-8"), HTTP + "UTF-8", "GB18030"),
    "GBK labelled Big5": (feed("gbk", "big5"), "", "GB18030"),
    "GBK sent as the server's default": (feed("gbk", ""), HTTP + "ISO-8859-1", "GB18030"),
    "GBK behind a mark of UTF-8": (b"\xef\xbb\xbf" + GBK, "", "GB18030"),
    "GBK with a byte too many in a text": (stray(GBK, b"\xff", "负责人", "gbk"), "", "GB18030"),
    "GBK with half a character in a text": (stray(GBK, b"\xc4", "负责人", "gbk"), "", "GB18030"),
    "GBK labelled UTF-8, a byte too many": (stray(feed("gbk", "utf-8"), b"\x81", "负责人", "gbk"), "", "GB18030"),
    "GB18030 labelled GB2312": (feed("gb18030", "gb2312"), "", "GB18030"),
    "GB18030 with its mark": (b"\x84\x31\x95\x33" + feed("gb18030", ""), "", "GB18030"),
    "Big5": (BIG5, "", "Big5"),
    "Big5 without any label": (feed("big5", "", TRADITIONAL), "", "Big5"),
    "Big5 labelled GB2312": (feed("big5", "gb2312", TRADITIONAL), "", "Big5"),
    "Big5 labelled UTF-8": (feed("big5", "utf-8", TRADITIONAL), "", "Big5"),
    "Big5 with a byte too many in a text": (stray(BIG5, b"\xff", "負責人", "big5"), "", "Big5"),
    "Traditional in GBK": (feed("gbk", text=TRADITIONAL), "", "GB18030"),
    "UTF-16 LE with a mark": (b"\xff\xfe" + feed("utf-16-le"), "", "UTF-16LE"),
    "UTF-16 BE with a mark": (b"\xfe\xff" + feed("utf-16-be"), "", "UTF-16BE"),
    "UTF-16 LE without one": (feed("utf-16-le", "utf-8"), HTTP + "utf-8", "UTF-16LE"),
    "UTF-16 BE without one": (feed("utf-16-be", ""), "", "UTF-16BE"),
    "UTF-16 with a byte too many in a text": (stray(feed("utf-16-le"), b"\xff", "负责人", "utf-16-le"), "", "UTF-16LE"),
    "UTF-32 LE with a mark": (b"\xff\xfe\0\0" + feed("utf-32-le"), "", "UTF-32LE"),
    "UTF-32 BE without one": (feed("utf-32-be"), "", "UTF-32BE"),
    "UTF-32 with a byte too many in a text": (stray(feed("utf-32-be"), b"\1", "负责人", "utf-32-be"), "", "UTF-32BE"),
    "UTF-8 that calls itself UTF-16": (feed("utf-8", "utf-16"), HTTP + "utf-16", "UTF-8"),
    "UTF-8 behind a mark of UTF-16": (b"\xff\xfe" + feed("utf-8"), "", "UTF-8"),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_titles_of_a_chinese_feed_are_right_however_it_is_sent(name: str) -> None:
    body, content_type, encoding = VARIANTS[name]
    found = decoding.decode(body, content_type)
    traditional = encoding == "Big5" or name.startswith("Traditional")
    assert titles(found.text) == (RIGHT_TRADITIONAL if traditional else RIGHT)
    assert found.encoding == encoding
    assert not found.text.startswith("\ufeff")


# ---------------------------------------------------------------- broken bytes


@pytest.mark.parametrize("byte", [b"\xff", b"\x80", b"\x81", b"\xb5", b"\xe4"])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "big5"])
def test_a_byte_too_many_inside_a_title_leaves_the_words_around_it(encoding: str, byte: bytes) -> None:
    text = TRADITIONAL if encoding == "big5" else SIMPLIFIED
    found = titles(decoding.decode(stray(feed(encoding, text=text), byte, "新一代", encoding)).text)
    right = titles(text)
    assert (found[0], found[2]) == (right[0], right[2])
    assert found[1].startswith(right[1][:4])
    assert found[1].endswith("下降一半")


@pytest.mark.parametrize("size", [1, 3, 10])
def test_a_text_that_is_cut_off_inside_a_character_loses_that_one(size: int) -> None:
    for encoding in ("utf-8", "gb18030", "big5"):
        text = ("價格下降一半" if encoding == "big5" else "价格下降一半") * size
        cut = decoding.decode(f"<p>{text}".encode(encoding)[:-1])
        assert cut.text.rstrip("\ufffd") == f"<p>{text}"[:-1]


def test_how_many_bytes_are_broken_is_told() -> None:
    one, two = "价格下降一半".encode() + b"\xff", b"\xff" + "价格下降一半".encode() + b"\xe4\xba"
    assert decoding.decode(one) == ("价格下降一半\ufffd", "UTF-8", "looks like UTF-8, 1 broken byte")
    assert decoding.decode(two)[1:] == ("UTF-8", "looks like UTF-8, 3 broken bytes")
    assert decoding.decode("价格下降一半\ufffd".encode()).why == "valid UTF-8"  # the publisher's own sign is no fault


def test_a_latin_feed_in_utf_8_with_stray_bytes_of_another_set_stays_utf_8() -> None:
    body = "<rss><title>Été à la bibliothèque de Besançon, dès mercredi</title>".encode() + b"<p>caf\xe9</p></rss>"
    found = decoding.decode(body)
    assert "Été à la bibliothèque de Besançon, dès mercredi" in found.text
    assert found.encoding == "UTF-8"


# ---------------------------------------------------------------- other languages

LATIN = {
    "French": "L’Assemblée a déjà créé un nouvel impôt — « c’est naïf », dit-on à l’Élysée…",
    "German": "Größere Städte müssen für Gebäude künftig höhere Gebühren zahlen, heißt es in München.",
    "Spanish": "El año pasado subió la inversión: ¿qué pasará mañana, señor Núñez?",
    "Portuguese": "A inteligência artificial não é a solução, dizem organizações de São Paulo.",
    "Finnish": "Hyvää päivää, tämä on sää: yöllä räntää. ÄÄNESTÄJÄT PÄÄTTÄVÄT.",
    "one mark": "He doesn’t agree.",
    "signs": "30 °C, £20, §12, © 2025, “so it goes”…",
}


@pytest.mark.parametrize("label", ["", "iso-8859-1", "windows-1252", "utf-8", "us-ascii"])
@pytest.mark.parametrize("language", LATIN)
def test_european_text_in_single_bytes_is_right_whatever_it_is_called(language: str, label: str) -> None:
    text = f"<rss><title>{LATIN[language]}</title></rss>"
    body = text.encode("cp1252")
    declared = f"<?xml version='1.0' encoding='{label}'?>"
    assert decoding.decode(declared.encode() * bool(label) + body) == (
        declared * bool(label) + text,
        "windows-1252",
        {
            "": "looks like windows-1252",
            "utf-8": "looks like windows-1252, not UTF-8 as the XML declaration says",
        }.get(label, "XML declaration"),
    )
    assert decoding.decode(body, HTTP + label).text == text


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("Правительство внесло законопроект, сообщил министр.", "windows-1251", "windows-1251"),
        ("Правительство внесло законопроект, сообщил министр.", "koi8-r", "KOI8-R"),
        ("Η κυβέρνηση παρουσίασε νέο νομοσχέδιο.", "iso-8859-7", "ISO-8859-7"),
        ("Rząd przedstawił nową ustawę: żółć i gęś.", "iso-8859-2", "ISO-8859-2"),
        ("Hükümet yapay zekâ yasasını sundu; ığş.", "iso-8859-9", "windows-1254"),
        ("הממשלה הציגה הצעת חוק חדשה.", "windows-1255", "windows-1255"),
        ("รัฐบาลเสนอร่างกฎหมายใหม่", "tis-620", "windows-874"),
        ("人工知能の新しいモデルが発表されました。", "shift_jis", "Shift_JIS"),
        ("人工知能の新しいモデルが発表されました。", "euc-jp", "EUC-JP"),
        ("인공지능 새로운 모델이 발표되었습니다.", "euc-kr", "EUC-KR"),
    ],
)
def test_a_true_label_holds_also_against_the_servers_default(text: str, encoding: str, name: str) -> None:
    document = f"<?xml version='1.0' encoding='{encoding}'?><title>{text}</title>"
    for content_type in ("", HTTP + "iso-8859-1", HTTP + "utf-8"):
        found = decoding.decode(document.encode(encoding), content_type)
        assert (found.text, found.encoding, found.why) == (document, name, "XML declaration")


@pytest.mark.parametrize("label", ["", "utf-8", "iso-8859-1", "gb2312"])
@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("人工知能の新しいモデルが発表されました。", "shift_jis", "Shift_JIS"),
        ("人工知能の新しいモデルが発表されました。", "euc-jp", "EUC-JP"),
        ("① 髙島屋がＡＩを導入するという", "cp932", "Shift_JIS"),
        ("① 東京でＡＩの展示会がひらかれる", "euc_jis_2004", "EUC-JP"),
        ("인공지능 새로운 모델이 발표되었습니다.", "euc-kr", "EUC-KR"),
    ],
)
def test_japanese_and_korean_are_told_by_their_bytes(text: str, encoding: str, name: str, label: str) -> None:
    found = decoding.decode(f"<title>{text}</title>".encode(encoding), HTTP + label)
    assert (found.text, found.encoding) == (f"<title>{text}</title>", name)


def test_japanese_in_seven_bits_is_read() -> None:
    found = decoding.decode("<title>人工知能の今</title>".encode("iso-2022-jp"), HTTP + "utf-8")
    assert (found.text, found.encoding) == ("<title>人工知能の今</title>", "ISO-2022-JP")


def test_a_label_of_two_byte_characters_decides_where_the_bytes_could_be_utf_8_by_chance() -> None:
    body = "联通".encode("gbk").replace(b"\xc1\xaa", "学".encode("gbk"))  # 学通: two pairs that UTF-8 has too
    assert body.decode("utf-8") != "学通"
    assert decoding.decode(b"<p>" + body, HTTP + "gbk").text == "<p>学通"
    assert decoding.decode("<p>café".encode(), HTTP + "gbk").text == "<p>café"
    assert decoding.decode("<p>Новости науки и техники".encode(), HTTP + "gbk").text == "<p>Новости науки и техники"


# ---------------------------------------------------------------- labels and settings


@pytest.mark.parametrize(
    ("body", "content_type", "encoding", "why"),
    [
        (b"plain", "", "UTF-8", "pure ASCII"),
        (b"", "", "UTF-8", "pure ASCII"),
        (b"plain", HTTP + "gb2312", "GB18030", "HTTP charset"),
        (b"<meta charset=big5>plain", "", "Big5", "HTML meta"),
        ("<title>价格下降</title>".encode(), "", "UTF-8", "valid UTF-8"),
        ("<title>价格下降</title>".encode(), HTTP + "utf-8", "UTF-8", "HTTP charset"),
        (feed("utf-8"), HTTP + "gbk", "UTF-8", "XML declaration"),
        (feed("utf-8", "gbk"), "", "UTF-8", "valid UTF-8, not GB18030 as the XML declaration says"),
        (feed("gbk", ""), HTTP + "gbk", "GB18030", "HTTP charset"),
        (feed("gbk", ""), "", "GB18030", "looks like GB18030"),
        (feed("gbk", "big5"), "", "GB18030", "looks like GB18030, not Big5 as the XML declaration says"),
        (b"\xff\xfe" + feed("utf-16-le"), "", "UTF-16LE", "byte order mark"),
        (feed("utf-16-le"), "", "UTF-16LE", "NUL bytes of its markup"),
        (feed("utf-8-sig", "utf-8"), "", "UTF-8", "byte order mark"),
    ],
)
def test_the_reason_is_told(body: bytes, content_type: str, encoding: str, why: str) -> None:
    assert decoding.decode(body, content_type)[1:] == (encoding, why)


@pytest.mark.parametrize(
    "content_type",
    ["text/xml;charset=GBK", "text/xml; charset = 'gb2312'", 'text/xml;CHARSET="x-gbk"', "charset=gb_2312-80"],
)
def test_a_charset_is_found_however_the_header_is_written(content_type: str) -> None:
    assert decoding.decode("<p>标题".encode("gbk"), content_type)[1:] == ("GB18030", "HTTP charset")


def test_a_label_that_no_text_is_in_is_passed_over() -> None:
    for label in ("unicode_escape", "utf-7", "rot13", "idna", "zlib", "bogus", "base64", "x" * 5000):
        found = decoding.decode(b"<p>\\u4e00+AGE-", HTTP + label, override=label)
        assert found == ("<p>\\u4e00+AGE-", "UTF-8", "pure ASCII")


def test_the_owners_setting_beats_every_other_evidence() -> None:
    text = "<p>Новости"
    found = decoding.decode(text.encode("koi8-r"), HTTP + "utf-8", override="KOI8-R")
    assert found == (text, "KOI8-R", "the owner's setting")
    assert decoding.decode(b"\xff\xfe" + text.encode("utf-16-le"), override="utf-16").text == text
    assert decoding.decode("价格".encode(), override="gbk").text != "价格"


def test_signs_of_big5_are_those_that_publishers_type() -> None:
    assert decoding.decode(b"<p>" + bytes.fromhex("a1e3a145a1f2"), override="big5").text == "<p>～‧⊕"


# ---------------------------------------------------------------- any bytes


@given(st.binary(max_size=300), st.sampled_from(["", "gbk", "big5", "utf-8", "shift_jis", "utf-16", "iso-8859-8"]))
def test_any_bytes_decode_to_something(body: bytes, label: str) -> None:
    found = decoding.decode(body, HTTP + label)
    assert isinstance(found.text, str)
    assert found.encoding
    assert found.why
    assert found == decoding.decode(body, HTTP + label)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=200))
def test_valid_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    assert decoding.decode(b"<p>" + text.encode()).text == "<p>" + text


USUAL = st.text(st.sampled_from("智谱发布新一代语言模型价格下降一半的是了在有不，。"), min_size=8)


@given(USUAL, st.integers(0, 255), st.data())
def test_one_byte_anywhere_in_a_gbk_text_costs_only_that_text(text: str, byte: int, data: st.DataObject) -> None:
    body = f"<a>{text}</a>".encode("gbk")
    at = data.draw(st.integers(3, len(body) - 4))
    found = decoding.decode(feed("gbk") + body[:at] + bytes([byte]) + body[at:])
    assert titles(found.text) == RIGHT
    assert found.encoding == "GB18030"


@pytest.mark.parametrize(
    "piece",
    [
        b"\xff",
        b"\x81",
        b"\xff ",
        b"\x81\xff@",
        "价格".encode("gbk") + b"\xff",
        "价格A".encode("gbk"),
        b"<meta ",
        b"<?xml ",
    ],
)
@pytest.mark.deep
def test_a_large_hostile_body_is_read_in_linear_time(piece: bytes) -> None:
    """Anything quadratic in it would make this test hang."""
    body = piece * (3_000_000 // len(piece)) + b"\xff"
    assert decoding.decode(body).text


def test_what_stands_behind_the_sample_is_decoded_too() -> None:
    text = "价格下降一半，" * 40_000
    found = decoding.decode(text.encode("gbk") + b"\xff" + "末尾".encode("gbk"))
    assert found.text.startswith(text)
    assert found.text.endswith("末尾")


@pytest.mark.parametrize(
    ("body", "codec"),
    [
        (b"\xff\xfe\x07N", "utf-16-le"),
        (b"\0a\0b", "utf-16-be"),
        (b"<\0\0\0?\0\0\0", "utf-32-le"),
        (b"\xff\xfe<rss>", ""),
        (b"\0<rss>", ""),
        (b"a\0b", ""),
        (b"\0\0\0\0", ""),
    ],
)
def test_a_byte_order_is_shown_by_marks_and_nuls_only(body: bytes, codec: str) -> None:
    assert decoding.byte_order(body) == codec


def test_the_owner_may_name_any_set_that_python_knows() -> None:
    assert decoding.decode("Новости".encode("cp866"), override="cp866") == ("Новости", "cp866", "the owner's setting")
    assert decoding.decode("新闻".encode(), override="no-such-set").text == "新闻"
    assert decoding.decode("新闻".encode(), override="base64").text == "新闻"
