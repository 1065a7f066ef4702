"""Bytes to text: the encoding of a feed or page, from what it says of itself and from what its bytes are.

A label is a claim, the bytes are the evidence: a claim holds unless the bytes plainly are something
else. How plainly is counted in frequent characters: Chinese read in the right encoding is mostly
made of the few hundred characters of `_FREQUENT`, read in a wrong one of rare characters.
"""

import codecs
import re
from operator import itemgetter
from typing import NamedTuple


class Decoded(NamedTuple):
    """A text, the usual name of its encoding (`UTF-8`, `GB18030`, …), and why it was taken, for people."""

    text: str
    encoding: str
    why: str


# ---------------------------------------------------------------- what is asked of this module


def decode(body: bytes, content_type: str = "", override: str = "") -> Decoded:
    """The text of the bytes, without a byte order mark; never fails.

    `content_type` is the HTTP header. `override` is the encoding that the owner of the feed set: it
    alone counts, unless nobody knows it. Else the ladder is: byte order mark; UTF-16 and UTF-32
    by their NULs; UTF-8, if the bytes are valid UTF-8 but for a few; then the most plausible of what
    the HTTP header, the XML declaration and the page's `<meta>` name and of GB18030, Big5,
    Shift_JIS, EUC-JP and EUC-KR, where a label counts for as much as `_TRUST`; what reads as none of
    them is windows-1252. Older sets are read as the supersets that publishers mean (WHATWG Encoding):
    gb2312 as GB18030, iso-8859-1 as windows-1252. A byte that belongs to no character becomes U+FFFD
    and costs only itself. Time is linear in the size; the choice is made on the first `_SAMPLE` bytes
    that are not ASCII.
    """
    if owners := _CODECS.get(_spelled(override)):
        return _decoded(body, owners, "the owner's setting")
    if rare := _by_python(body, override):
        return rare
    if wide := byte_order(body):
        return _decoded(body, wide, "byte order mark" if body.startswith(_MARKS) else "NUL bytes of its markup")
    labels = _labels(body, content_type)
    body = body.removeprefix(_UTF_8_MARK)
    if body.isascii():
        codec, why = _of_ascii(body, labels)
        return _decoded(body, codec, why)
    text = body.decode("utf-8", "replace")
    broken = _broken(body, text)
    if _is_utf_8(body, text, broken, labels):
        said = next((why for codec, why in labels if codec == "utf-8"), "")
        why = said or ("looks like UTF-8" if broken else "valid UTF-8")
        return Decoded(text, "UTF-8", _told(why + _against(labels, "utf-8"), broken))
    codec, why = _most_plausible(_sample(body), labels)
    return _decoded(body, codec, why + _against(labels, codec))


# What Python also calls an encoding: ways to write other characters in ASCII.
_NO_SETS = frozenset({"unicode-escape", "raw-unicode-escape", "utf-7", "idna", "punycode"})


def _by_python(body: bytes, override: str) -> Decoded | None:
    """The text in a set that only Python knows (cp866, hz); None when it knows no set of characters of that name."""
    try:
        if not override or codecs.lookup(override).name in _NO_SETS:
            return None
        return Decoded(body.decode(override, "replace"), override, "the owner's setting")
    except (LookupError, ValueError):
        return None


def byte_order(body: bytes) -> str:
    """The codec of UTF-16, UTF-32 or GB18030 that a byte order mark shows, or the NULs beside two ASCII
    characters at the start; empty for all other bytes."""
    for mark, codec in _WIDE_MARKS:
        # FF FE before plain ASCII is a stray mark: as UTF-16 it would be four Chinese characters nobody uses.
        if body.startswith(mark) and not re.match(rb"[\t\n\r -~]{4}", body[len(mark) : len(mark) + 4]):
            return codec
    return next((codec for pattern, codec in _WIDE_ASCII if pattern.match(body)), "")


# ---------------------------------------------------------------- what is known of encodings

_ENCODINGS = (  # Python's codec, the usual name, the labels that mean it
    ("utf-8", "UTF-8", "utf-8 utf8 unicode-1-1-utf-8"),
    ("gb18030", "GB18030", "gb18030 gb2312 gb-2312 gb-2312-80 csgb2312 gbk x-gbk cp936 ms936 windows-936 euc-cn"),
    ("big5hkscs", "Big5", "big5 big-5 big5-hkscs big5hkscs cn-big5 x-x-big5 csbig5 cp950 ms950 windows-950"),
    ("cp932", "Shift_JIS", "shift-jis shiftjis sjis x-sjis ms-kanji ms932 cp932 windows-31j csshiftjis"),
    ("euc_jis_2004", "EUC-JP", "euc-jp eucjp x-euc-jp cseucpkdfmtjapanese"),
    ("cp949", "EUC-KR", "euc-kr euckr ks-c-5601-1987 ksc5601 ksc-5601 korean uhc cp949 ms949 windows-949"),
    ("iso2022_jp", "ISO-2022-JP", "iso-2022-jp csiso2022jp"),
    ("cp1252", "windows-1252", "windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 latin1 latin-1 l1 us-ascii ascii"),
    ("cp1254", "windows-1254", "windows-1254 cp1254 iso-8859-9 iso8859-9 latin5"),
    ("cp874", "windows-874", "windows-874 cp874 tis-620 tis620 iso-8859-11"),
    *((f"iso8859-{n}", f"ISO-8859-{n}", f"iso-8859-{n} iso8859-{n}") for n in (*range(2, 9), 10, *range(13, 17))),
    *((f"cp125{n}", f"windows-125{n}", f"windows-125{n} cp125{n} x-cp125{n}") for n in (0, 1, 3, 5, 6, 7, 8)),
    ("koi8-r", "KOI8-R", "koi8-r koi8 cskoi8r"),
    ("koi8-u", "KOI8-U", "koi8-u koi8-ru"),
    ("mac_roman", "macintosh", "macintosh mac x-mac-roman"),
    *((f"utf-{n}-{o}e", f"UTF-{n}{o.upper()}E", f"utf-{n}{o}e utf-{n}-{o}e") for n in (16, 32) for o in "lb"),
    ("utf-16", "UTF-16", "utf-16 utf16 ucs-2 unicode iso-10646-ucs-2"),
    ("utf-32", "UTF-32", "utf-32 utf32 ucs-4"),
)
_CODECS = {label: codec for codec, _, labels in _ENCODINGS for label in labels.split()}
_NAMES = {codec: name for codec, name, _ in _ENCODINGS}

_UTF_8_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    *((b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be")),
    *((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\x84\x31\x95\x33", "gb18030")),
)
_MARKS = tuple(mark for mark, _ in _WIDE_MARKS)
_WIDE_ASCII = tuple(
    (re.compile(pattern.replace(b"A", rb"[\t\n\r -~]").replace(b"0", rb"\0")), codec)
    for pattern, codec in (
        *((b"A000A000", "utf-32-le"), (b"000A000A", "utf-32-be")),
        *((b"A0A0", "utf-16-le"), (b"0A0A", "utf-16-be")),
    )
)

# Python's big5hkscs has half-width or rare signs where publishers of Big5 type these (WHATWG's index has them too).
_BIG5_SIGNS = str.maketrans("•､‾∼♁☉", "‧﹑¯～⊕⊙")

Claim = tuple[str, str]  # a codec, and what speaks for it
# ISO-8859-1 or US-ASCII, which servers send unasked: the last and least of all claims.
_SERVERS_DEFAULT: Claim = ("cp1252", "HTTP charset")


def _spelled(label: str) -> str:
    return label[:40].strip().lower().replace("_", "-")


def _labels(body: bytes, content_type: str) -> list[Claim]:
    """The codecs that are claimed, with who claims them, the most trustworthy first.

    UTF-16 and UTF-32 are known by their bytes alone: a declaration that can be read as ASCII is not in them.
    """
    head = body[:4096].decode("latin-1")
    claims = (
        ("byte order mark", "utf-8" if body.startswith(_UTF_8_MARK) else ""),
        ("HTTP charset", _first(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type[:1000])),
        ("XML declaration", _first(r"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]{1,40})", head)),
        ("HTML meta", _first(r"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", head)),
    )
    found = [(_CODECS.get(_spelled(label), ""), why) for why, label in claims]
    found = [(codec, why) for codec, why in found if codec and not codec.startswith(("utf-16", "utf-32", "iso2022"))]
    return sorted(found, key=lambda label: label == _SERVERS_DEFAULT)


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.IGNORECASE)
    return found.group(1) if found else ""


# ---------------------------------------------------------------- what the bytes are


def _of_ascii(body: bytes, labels: list[Claim]) -> Claim:
    if b"\x1b$" in body:
        return "iso2022_jp", "looks like ISO-2022-JP"
    return labels[0] if labels else ("utf-8", "pure ASCII")


def _is_utf_8(body: bytes, text: str, broken: int, labels: list[Claim]) -> bool:
    """Whether the bytes are UTF-8, given their text as such and how many of them are broken in it.

    Text in another encoding hardly ever makes a valid sequence: Chinese in GB18030 has four broken
    bytes for one sound one. Where all is valid, but in sequences of two bytes only, which a few words
    in another encoding can be by chance, its label is asked.
    """
    high = len(body) - len(body.translate(None, bytes(range(0x80, 0x100))))
    said = any(codec == "utf-8" for codec, _ in labels)
    if broken or said:
        return high - broken >= broken * (1 if said else 3)
    claimed = [codec for codec, _ in labels if codec in _WRITTEN]
    if not claimed or re.search(r"[\u0800-\U0010ffff]", text):
        return True
    return _plausible(_sample(body), claimed[0]) < _LATIN


def _broken(body: bytes, text: str) -> int:
    """How many bytes of the body became U+FFFD in its text as UTF-8."""
    marks = text.count("\ufffd")
    if not marks:
        return 0
    return len(body) - (len(text.encode()) - 3 * marks) - 3 * body.count(b"\xef\xbf\xbd")


# A run of characters that are not ASCII, with what may belong to them: none of these encodings uses a
# control character, a space, or any of !-/ and :-? as part of a character.
_RUN = re.compile(rb"[\x80-\xff][^\x00-\x2f:-?]*")
_SAMPLE = 60_000  # bytes


def _sample(body: bytes) -> bytes:
    runs, size = [], 0
    for found in _RUN.finditer(body):
        runs.append(found.group()[: _SAMPLE - size])
        size += len(runs[-1])
        if size >= _SAMPLE:
            break
    return b" ".join(runs)


_TRUST = 0.25  # what a label counts for; a share of frequent characters
_LATIN = 0.2  # how plausible any bytes are as text of a set of single bytes
_SILENT = 4  # so many characters more that say nothing keep one or two from being taken for a language


def _most_plausible(sample: bytes, labels: list[Claim]) -> Claim:
    rivals = [(_plausible(sample, codec), (codec, f"looks like {_NAMES[codec]}")) for codec in ("cp1252", *_WRITTEN)]
    for claim in reversed(labels):
        if claim[0] != "utf-8":
            trust = 0.0 if claim == _SERVERS_DEFAULT else _TRUST
            rivals.insert(0, (_plausible(sample, claim[0]) + trust, claim))
    return max(rivals, key=lambda rival: rival[0])[1]  # of equals the first


def _against(labels: list[Claim], codec: str) -> str:
    """What to add to the reason where every label says something else."""
    if not labels or codec in dict(labels):
        return ""
    return f", not {_NAMES[labels[0][0]]} as the {labels[0][1]} says"


def _plausible(sample: bytes, codec: str) -> float:
    """The share of characters in it that text of this encoding is made of, less twice that of faults."""
    text = re.sub(r"[\x00-\x7f]+", "", _read(sample, codec))
    if not text:
        return 0.0
    faults = len(re.findall(r"[\ufffd\x80-\x9f]", text))
    if codec not in _WRITTEN:
        return _LATIN - 2 * faults / len(text)
    right = len(_WRITTEN[codec][0].findall(text))
    if codec in ("cp932", "euc_jis_2004"):
        right = min(right, 3 * len(_KANA.findall(text)))  # no Japanese without kana
    return (right - 2 * faults) / (len(text) + _SILENT)


# ---------------------------------------------------------------- reading


def _decoded(body: bytes, codec: str, why: str) -> Decoded:
    text = _read(body, codec)
    if codec == "big5hkscs":
        text = text.translate(_BIG5_SIGNS)
    return Decoded(text.removeprefix("\ufeff"), _NAMES[codec], _told(why, text.count("\ufffd")))


def _read(body: bytes, codec: str) -> str:
    try:
        return body.decode(codec)
    except UnicodeDecodeError:
        if codec in _WRITTEN:
            return _mended(body, codec)
        pieces = re.split(_WIDE_TAGS[codec], body) if codec in _WIDE_TAGS else [body]
        return "".join(piece.decode(codec, "replace") for piece in pieces)


def _told(why: str, broken: int) -> str:
    return f"{why}, {broken} broken byte{'s' * (broken > 1)}" if broken else why


_WIDE_TAGS = {  # where a tag begins: behind a stray byte, what follows is in step again from there
    **{"utf-16-le": rb"(?=<\0[!-~]\0)", "utf-16-be": rb"(?=\0<\0[!-~])"},
    **{"utf-32-le": rb"(?=<\0\0\0)", "utf-32-be": rb"(?=\0\0\0<)"},
}
_MENDED = 50  # faults after which the rest is read as it comes
_LONGEST = 4096  # bytes before and behind a fault that are read anew
_TO_BREAK = re.compile(rb".*[\x00-\x2f:-?]", re.DOTALL)
_BREAK = re.compile(rb"[\x00-\x2f:-?]|\Z")


def _mended(body: bytes, codec: str) -> str:
    """The text of bytes in a set of two-byte characters, some of which are broken.

    A stray byte shifts the pairs behind it, up to the next byte that is surely no part of a character
    (as in `_RUN`). So what stands between two such bytes around a fault is read anew, as a whole.
    """
    pieces: list[str] = []
    start, view = 0, memoryview(body)
    for _ in range(_MENDED):
        try:
            return "".join((*pieces, str(view[start:], codec)))
        except UnicodeDecodeError as error:
            fault = start + error.start
        before = _TO_BREAK.match(body, max(start, fault - _LONGEST), fault)
        begin = before.end() if before else start if fault - start < _LONGEST else fault
        behind = _BREAK.search(body, fault, fault + _LONGEST)
        end = behind.start() if behind else fault + _LONGEST
        pieces += (str(view[start:begin], codec), _likeliest(body[begin:end], codec))
        start = end
    return "".join((*pieces, str(view[start:], codec, "replace")))


def _likeliest(run: bytes, codec: str) -> str:
    """The reading of the bytes that loses few of them, rather late ones, and has few characters that are rare."""
    frequent, first, last = _WRITTEN[codec]
    best = [(0, 0, "")]  # for each length, its best reading: the price, where its last piece begins, that piece
    for end in range(1, len(run) + 1):
        ways = [(best[end - 1][0] + 4, end - 1, "\ufffd")]
        for begin in range(end - 1, max(0, end - 4) - 1, -1):
            try:
                char = run[begin:end].decode(codec)
            except UnicodeDecodeError:
                continue
            if len(char) == 1:
                rare = 0 if char.isascii() or frequent.match(char) else 1 if first <= run[begin] <= last else 2
                ways.append((best[begin][0] + rare, begin, char))
        best.append(min(ways, key=itemgetter(0)))  # of equals the first
    pieces, end = [], len(run)
    while end:
        pieces.append(best[end][2])
        end = best[end][1]
    return "".join(reversed(pieces))


# ---------------------------------------------------------------- frequent characters

# The few hundred characters that make up most of any Chinese news text, with the Traditional forms of
# those that differ, and the punctuation that goes with them.
_SIMPLIFIED = """
的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事
成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已
工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内
信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活更别打女变四神总何电数安少报
才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马司五基眼书非则听白却界达光放强即
像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运研究网智技模
型算亿元价企股票融投布称首席推软硬芯片字户营收增降超购销售团创始板块值季财警消费媒视频台游戏苹联训练测试谷歌微华腾讯
阿巴节跳百京深沪港英俄韩欧洲球示署签约协议监审批准查罚款诉判令停止启划略转升级供链车驾驶航火箭星射医药病疗卫校课评估
标版源码免支持服器云存储防漏洞攻击隐私密黑客盗周六早晚午昨千近逾半倍率份额预待续快速慢步仅未曾刚否怎谁哪吗呢吧啊
"""
_TRADITIONAL = """
這個們來為國說時會對於過發後裡裏種經麼學現當沒動還進樣開從實軍無與長機關點業將兩間問應戰頭體見產話內給門兒東聲員論處
義幾認條氣題別變總電數報結務場計資許統區隊決馬書則聽卻達強難權設記類據邊張該規萬覺術領確傳師觀讓識帶導爭運網億價稱軟
戶營購銷團創塊財費視頻臺遊戲蘋聯訓練測試華騰訊節滬韓歐簽約協議監審罰訴啟劃轉級鏈車駕駛醫藥療衛課評標準碼雲儲擊隱盜週
額預續僅剛誰嗎
"""
_FREQUENT = re.compile(f"[{_SIMPLIFIED}{_TRADITIONAL}，。、：；！？“”‘’（）《》「」　—…·]")
_KANA = re.compile(r"[\u3041-\u309f\u30a1-\u30ff]")
_JAPANESE = re.compile(f"{_FREQUENT.pattern}|{_KANA.pattern}")
_HANGUL = re.compile(  # the syllables that end, join and make the most Korean words
    "[이다는에의가고을하지도로사한은를기나자리어서시인들그아대수있보부정일전해만년원장면선성주라과상여제공국등개"
    "업것으와할했된되연구경조동유신발계위력관방행무소오모용화치세비트스드니까요며던내결현재미간통식회단양적음중안]"
)
_WRITTEN = {  # what text in a codec is mostly made of; first bytes, from and to, of the set's other usual characters
    "gb18030": (_FREQUENT, 0xB0, 0xD7),  # level 1 of GB 2312
    "big5hkscs": (_FREQUENT, 0xA4, 0xC6),  # level 1 of Big5
    "cp932": (_JAPANESE, 0x88, 0x97),  # level 1 of JIS X 0208
    "euc_jis_2004": (_JAPANESE, 0xB0, 0xCF),
    "cp949": (_HANGUL, 0xB0, 0xC8),  # the syllables of KS X 1001
}
