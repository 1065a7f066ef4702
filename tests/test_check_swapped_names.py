"""The name of another source in the place of one's own is found, whatever the name; other words are left alone."""

import pytest

from check_cases import source
from newsbot import checks
from newsbot.news import Evidence, Passage, Sentence

YUN = (
    "云川算力中心装有加速卡474张，云川算力中心的软件由云川大学维护。",
    "云川市审计局查出11台设备闲置。大型数据中心耗电多，大型数据中心用水也多，大型数据中心要审批。",
)
LAN = (
    "澜州算力中心装有加速卡481张，澜州算力中心的软件由澜州大学维护。",
    "澜州市审计局查出18台设备闲置。这座数据中心归市里管，这座数据中心去年开工，这座数据中心有300人。",
)


def evidence() -> Evidence:
    passages = tuple(
        Passage(id=f"{n}.{m}", source=n, start=0, end=len(text), text=text, language="zh")
        for n, texts in enumerate((YUN, LAN), 1)
        for m, text in enumerate(texts, 1)
    )
    other = source(url="https://other.example/b", sha256="1", title="十二城算力").model_copy(update={"id": 2})
    first = source(title="云川的账本")
    return Evidence(story="s", headline="h", sources=(first, other), passages=passages)


def names(text: str, *ids: str) -> list[str]:
    found = checks.against("introduction/0/0", Sentence(text=text, passages=ids), evidence())
    return [each.found for each in found if each.rule == "name" and each.severity == "error"]


@pytest.mark.parametrize(
    ("text", "id", "name"),
    [
        ("澜州算力中心装有加速卡474张。", "1.1", "澜州"),
        ("加速卡474张，由澜州算力中心使用。", "1.1", "澜州"),
        ("此前澜州市审计局查出11台设备闲置。", "1.2", "澜州"),
        ("云川算力中心装有加速卡481张。", "2.1", "云川"),
    ],
)
def test_a_name_of_other_sources_where_the_cited_ones_have_their_own_is_an_error(text: str, id: str, name: str) -> None:
    assert any(name in each for each in names(text, id))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("云川算力中心装有加速卡474张。", ("1.1",)),
        ("云川算力中心与澜州算力中心都装有加速卡。", ("1.1", "2.1")),
        ("这座数据中心耗电多。", ("1.2",)),  # a pointing word is no name
        ("算力中心装有加速卡474张。", ("1.1",)),
        ("青屿算力中心装有加速卡474张。", ("1.1",)),  # in no source: other rules' and the judge's to say
    ],
)
def test_other_words_are_left_alone(text: str, ids: tuple[str, ...]) -> None:
    assert names(text, *ids) == []
