"""Title cards: any title fits, the label stands in picture and metadata, and a font that is missing is said."""

import io
import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from newsbot.edges.cards import SIZE, Cards, wrapped
from newsbot.errors import SettingsError
from newsbot.settings import Settings
from newsbot.wiring import cards_of
from publish_world import PublishWorld, publish_world
from test_covers import PNG, order, with_static
from test_covers import picture as picture_file

CARDS = Cards("港口新闻", "newsbot")


@pytest.fixture(scope="module", autouse=True)
def _font() -> None:
    try:
        CARDS("字", "1")
    except SettingsError as error:
        pytest.skip(str(error))


def opened(card: bytes) -> Image.Image:
    made = Image.open(io.BytesIO(card))
    made.load()
    return made


def ink(made: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether anything dark stands in this part of the picture."""
    return made.convert("L").crop(box).getextrema()[0] < 128  # type: ignore[operator]


@pytest.mark.parametrize(
    "title",
    [
        "临江港上线语音调度模型，等泊时间缩短11分钟",
        "短",
        "字" * 400,
        "W" * 400,
        "OpenAI发布GPT-5.2 Turbo：" + "上下文扩展到200万tokens，" * 12,
        "Superlongword" * 20,
        "Новая модель 공개 が公開 🎉👨‍👩‍👧",
        "（《“引号”》）、、、、。。。。！！！！" * 8,
        "a\x00b\u202ec\nd\ufeff\ud800",
        "",
    ],
)
def test_a_title_of_any_length_and_script_stays_within_its_margins(title: str) -> None:
    made = opened(CARDS(title, "7f3a"))
    assert (made.format, made.size) == ("PNG", SIZE)
    assert not ink(made, (SIZE[0] - 70, 0, *SIZE))  # the right margin
    assert not ink(made, (20, 470, SIZE[0], 520))  # between title and label
    assert ink(made, (80, 520, 400, 600))  # the label
    assert ink(made, (80, 60, SIZE[0], 480)) is bool(title)


def test_its_metadata_say_that_a_machine_made_it_and_for_which_story() -> None:
    card = CARDS("临江港", "7f3a9c21d4e5")
    said = opened(card).info
    assert said["Title"] == "临江港"
    assert (
        json.loads(said["AIGC"])["AIGC"] | {"Label": "1", "ContentProducer": "newsbot"}
        == json.loads(said["AIGC"])["AIGC"]
    )
    assert json.loads(said["AIGC"])["AIGC"]["ProduceID"] == "7f3a9c21d4e5"
    assert CARDS("临江港", "7f3a9c21d4e5") == card


def test_its_label_is_in_the_language_of_the_title() -> None:
    shown = {language: CARDS("AI 2026", "1", language) for language in ("zh-Hans", "zh-Hant", "en")}  # type: ignore[arg-type]
    assert shown["zh-Hans"] == CARDS("AI 2026", "1")
    assert len(set(shown.values())) == 3


def test_a_script_that_the_font_lacks_and_a_font_that_is_none_are_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no letters for .*publish\.card_font"):
        CARDS("العربية", "1")
    (tmp_path / "font.otf").write_bytes(b"no font")
    for file in (tmp_path / "font.otf", tmp_path / "gone.otf"):
        with pytest.raises(SettingsError, match=r"publish\.card_font: .* is no font"):
            replace(CARDS, font=file)("字", "1")


def test_a_system_without_the_font_says_which_one_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Noto Sans CJK, and this system has none"):
        replace(CARDS, folders=(tmp_path,))("字", "1")


# ---------------------------------------------------------------- lines


def measured(text: str) -> float:
    return float(sum(2 if ord(c) > 0x2E80 or c in "“”‘’…—" else 1 for c in text))


@given(st.text("一二三。，“”（）《》！ ab1-…", max_size=60), st.integers(8, 30))
def test_no_letter_is_lost_and_no_line_is_wider_than_it_may_be(text: str, width: int) -> None:
    lines = wrapped(text, width, measured)
    assert re.sub(" ", "", "".join(lines)) == re.sub(" ", "", text)
    assert all(measured(line) <= width and line == line.strip() for line in lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一二三四，五", ["一二三", "四，五"]),  # no comma begins a line
        ("一二三“四五", ["一二三", "“四五"]),  # no opening mark ends one
        ("一二abcd三", ["一二", "abcd三"]),  # a word stays whole
        ("abcd efgh", ["abcd", "efgh"]),
        ("abcdefghij", ["abcdefg", "hij"]),  # but for one that is wider than a line
        ("一二三", ["一二三"]),
        ("", []),
    ],
)
def test_lines_break_where_chinese_and_words_may(text: str, lines: list[str]) -> None:
    assert wrapped(text, 7, measured) == lines


# ---------------------------------------------------------------- on the site


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[PublishWorld]:
    async with publish_world(tmp_path) as opened:
        made = with_static(opened, tmp_path)
        yield replace(made, publisher=replace(made.publisher, draw=cards_of(Settings())))


async def test_an_article_without_a_picture_gets_its_card_and_one_with_keeps_its_own(
    desk: PublishWorld, tmp_path: Path
) -> None:
    await desk.reviewed()
    ended = await desk.published()
    (card,) = (tmp_path / "site" / "static" / "covers").iterdir()
    assert card.name == f"{Path(ended.published.name).stem}.{ended.published.picture}"
    assert opened(card.read_bytes()).size == SIZE
    text = Path(ended.published.path).read_text(encoding="utf-8")
    assert f'  image: "covers/{card.name}"\n' in text
    assert 'image_credit: "标题卡（人工智能生成）"' in text


async def test_an_editors_picture_comes_before_a_card(desk: PublishWorld, tmp_path: Path) -> None:
    await desk.reviewed()
    await desk.published(order(picture_file(tmp_path)))
    (shown,) = (tmp_path / "site" / "static" / "covers").iterdir()
    assert shown.read_bytes() == PNG


async def test_a_card_that_cannot_be_drawn_keeps_no_article_back(desk: PublishWorld, tmp_path: Path) -> None:
    lacking = replace(CARDS, font=tmp_path / "gone.otf")
    await desk.reviewed()
    without = replace(desk, publisher=replace(desk.publisher, draw=lacking))
    ended = await without.published()
    assert any("without a title card" in each for each in ended.told)
    assert ended.published.picture == "" and len(desk.files()) == 1
