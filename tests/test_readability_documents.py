"""PDF documents, and the editor's own sample documents, as clean text."""

import io
from collections.abc import Sequence
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot import readability
from newsbot.errors import ParseError
from newsbot.news import Readable
from page_samples import SEEN

URL = "https://www.company.example/announcements/7.pdf?key=sesame"
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"

needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the sample documents are not there: ../shared/seeds")


def pdf(pages: Sequence[Sequence[str]], info: str = "") -> bytes:
    """A PDF with these lines on its pages, in a font without shapes whose codes are those of Unicode."""
    chars = sorted({char for page in pages for line in page for char in line})
    maps = "\n".join(f"<{ord(char):04x}> <{ord(char):04x}>" for char in chars)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def "
        f"1 begincodespacerange <0000> <ffff> endcodespacerange {len(chars)} beginbfchar\n{maps}\nendbfchar "
        "endcmap end end"
    )
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        3: "<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [4 0 R] "
        "/ToUnicode 5 0 R >>",
        4: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /CIDSystemInfo << /Registry (Adobe) "
        "/Ordering (Identity) /Supplement 0 >> /DW 1000 /FontDescriptor 6 0 R >>",
        5: f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
        6: "<< /Type /FontDescriptor /FontName /F /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 900 "
        "/Descent -100 /CapHeight 700 /StemV 80 >>",
        7: f"<< {info} >>",
    }
    kids = []
    for number, page in enumerate(pages):
        shown = "\n".join(f"<{''.join(f'{ord(char):04x}' for char in line)}> Tj 0 -20 Td" for line in page)
        content = f"BT /F1 12 Tf 50 800 Td {shown} ET"
        at = 10 + 2 * number
        objects[at] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {at + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects[at + 1] = f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"
        kids.append(f"{at} 0 R")
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, places = b"%PDF-1.7\n", {}
    for number, text in sorted(objects.items()):
        places[number] = len(body)
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{number} 1\n{place:010d} 00000 n \n" for number, place in sorted(places.items()))
    trailer = f"trailer\n<< /Size {max(objects) + 1} /Root 1 0 R /Info 7 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + f"xref\n0 1\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def read(body: bytes, kind: str = "application/pdf") -> Readable:
    return readability.extract(URL, kind, SEEN, body)


ANNOUNCED = [
    "云栖科技股份有限公司公告",
    "一、交易概述",
    "云栖科技股份有限公司（以下称公司）于本月与北辰实验室签订合同，向其出售一",
    "台用于训练语言模型的计算机，合同价为三亿元，分四期支付。本次交易不构成重",
    "大资产重组。",
    "二、影响",
    "合同对公司本年的利润没有重大影响，公司的业务不会因此对对方产生依赖，具体",
    "的数目以年度审计的结果为准。",
    "- 1 -",
]


def test_lines_of_a_pdf_become_paragraphs_and_headings_again() -> None:
    for kind in ("application/pdf", "application/octet-stream", "text/html"):
        found = read(pdf([ANNOUNCED]), kind)
        assert found.text.split("\n") == [
            ANNOUNCED[0],
            ANNOUNCED[1],
            "".join(ANNOUNCED[2:5]),
            ANNOUNCED[5],
            "".join(ANNOUNCED[6:8]),
        ]
        assert (found.title, found.language, found.agreement) == (ANNOUNCED[0], "zh", None)


def test_a_word_parted_at_the_end_of_a_line_is_put_together() -> None:
    lines = [
        "The laboratory announced on Monday that its new langu-",
        "age model runs on a phone, needs no network, and costs",
        "half of what its predecessor did.",
    ]
    assert read(pdf([lines])).text == (
        "The laboratory announced on Monday that its new language model runs on a phone, needs no network, and costs "
        "half of what its predecessor did."
    )


def test_what_frames_every_page_and_page_numbers_are_left_out() -> None:
    text = "这是第{}页的正文，说明本页的内容，句子写得够长，好让人看出它是正文而不是页眉。"
    found = read(pdf([["云栖科技公告", text.format(name), f"第 {n} 页"] for n, name in enumerate("一二三四")]))
    assert found.text.split("\n") == [text.format(name) for name in "一二三四"]


@pytest.mark.parametrize(
    ("info", "title", "author", "published"),
    [
        (
            "/Title (Annual report) /Author (Jane Doe) /CreationDate (D:20260820103000+08'00')",
            "Annual report",
            "Jane Doe",
            "2026-08-20",
        ),
        ("/Title (Microsoft Word - 7.docx) /CreationDate (D:20310101000000Z)", ANNOUNCED[0], "", "None"),
        ("/Title () /CreationDate (yesterday)", ANNOUNCED[0], "", "None"),
    ],
)
def test_a_pdf_says_its_title_author_and_date_unless_a_program_made_them_up(
    info: str, title: str, author: str, published: str
) -> None:
    found = read(pdf([ANNOUNCED], info))
    assert (found.title, found.author, str(found.published)) == (title, author, published)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (pdf([[]]), "a PDF without text"),
        (pdf([ANNOUNCED])[:400], "a broken PDF"),
        (b"%PDF-1.7\n" + b"x" * 1_000, "a broken PDF"),
        (pdf([ANNOUNCED]).replace(b"/Root", b"/Encrypt << /Filter /Odd /V 9 >> /Root"), "a broken PDF"),
    ],
)
def test_a_pdf_without_text_is_a_parse_error_that_says_why(body: bytes, says: str) -> None:
    with pytest.raises(ParseError, match=says) as caught:
        read(body)
    assert str(caught.value).startswith("https://www.company.example/announcements/7.pdf is ")


def test_an_encrypted_pdf_is_named_so() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([ANNOUNCED])))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(ParseError, match="an encrypted PDF"):
        read(out.getvalue())


def test_only_200_pages_are_read() -> None:
    found = read(pdf([[f"这是第{n}页，页上只有这一句话，它写得够长。"] for n in range(1, 206)]))
    assert len(found.text.split("\n")) == 200


def test_an_editors_pdf_file_is_read() -> None:
    assert readability.plain("公告.pdf", pdf([ANNOUNCED])).title == ANNOUNCED[0]


@given(st.integers(0, 3_000), st.binary(max_size=20))
def test_a_damaged_pdf_costs_only_itself(place: int, noise: bytes) -> None:
    body = pdf([ANNOUNCED])
    try:
        read(body[:place] + noise + body[place + len(noise) :])
    except ParseError as error:
        assert "PDF" in str(error) or "no text" in str(error) or "no readable text" in str(error)


# ---------------------------------------------------------------- the sample documents


def seed(start: str) -> Readable:
    (path,) = SEEDS.glob(f"{start}_*.txt")
    return readability.plain(path.name, path.read_bytes())


@needs_seeds
@pytest.mark.parametrize("start", ["000", "001", "002", "003", "004"])
def test_every_sample_document_is_clean_text(start: str) -> None:
    found = seed(start)
    assert found.language == "zh"
    assert len(found.text) > 1_000
    assert max(map(len, found.text.split("\n"))) < 600
    for mark in ("[^", "![", "](", "**", "||", "\n\n", "<article>", "ICP备", "#AI"):
        assert mark not in found.text


@needs_seeds
def test_the_traditional_sample_keeps_its_five_numbered_parts_its_script_and_its_author() -> None:
    found = seed("003")
    assert [line for line in found.text.split("\n") if line.isdigit()] == ["01", "02", "03", "04", "05"]
    assert "星球大戰" in found.title
    assert (found.publisher, found.author) == ("風聞", "佘宗明")


@needs_seeds
def test_the_scraped_sample_has_its_title_authors_date_and_headings() -> None:
    found = seed("002")
    lines = found.text.split("\n")
    assert (found.title, found.author, str(found.published)) == (
        "美国AI霸权战略报告",
        "李桂松、李国熙、李国琥",
        "2025-10-08",
    )
    chapters = [line[0] for line in lines if line[1:2] == "、" and len(line) < 30]
    assert chapters == [*"一二三四五六七"]
    assert sum(line.startswith("(") and len(line) < 30 for line in lines) == 21
    assert "首页" not in lines
    assert sum(line.startswith("表:") for line in lines) == 4


@needs_seeds
def test_a_sample_that_says_a_machine_made_it_is_marked_and_the_translation_is_not() -> None:
    assert seed("000").machine
    assert not seed("001").machine
    assert not any(seed(start).ours for start in ("000", "001", "002", "003", "004"))
