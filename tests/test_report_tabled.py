"""A report's table by code: what sources tell of several cities in the same words."""

import pytest

from newsbot import checks
from newsbot.evidence import choose
from newsbot.news import Paragraph, Section, Sentence, Table
from newsbot.writers.chapters import placed, tabled
from story_cases import AMPLE, candidate

CITIES = {
    "青澜": "青澜市有接驳车76辆，线路14条，是最多的。市交通局说，这些车一年行驶252万千米，运送乘客436万人次。",
    "鹿川": "鹿川市有接驳车41辆，线路8条，其中5条经过老城区。市交通局说，这些车一年行驶118万千米，运送乘客203万人次。",
    "白岭": "白岭市有接驳车约33辆，线路7条。市交通局说，这些车一年行驶104万千米，运送乘客172万人次。",
    "石渡": "石渡市有接驳车20辆，线路4条，两个多月行驶61万千米，运送乘客104万人次。",
}


LIMITS = AMPLE.model_copy(update={"minimum": 20})


def made(**texts: str) -> Table | None:
    told = {city: text for city, text in (CITIES | texts).items() if text}
    candidates = [
        candidate(text, f"https://{n}.example/a.html", given=True, title=f"{city}的接驳车", language="zh")
        for n, (city, text) in enumerate(told.items())
    ]
    return tabled(choose("trial", ["接驳车"], candidates, LIMITS, ()), checks.HOUSE)


def shown(table: Table | None) -> list[list[str]]:
    assert table is not None
    return [[cell.text for cell in row] for row in (table.head, *table.rows)]


def test_what_is_told_in_the_same_words_stands_in_one_column() -> None:
    table = made()
    assert shown(table) == [
        ["城市", "接驳车", "线路", "一年行驶", "一年运送乘客"],
        ["青澜市", "76辆", "14条", "252万千米", "436万人次"],
        ["鹿川市", "41辆", "8条", "118万千米", "203万人次"],
        ["白岭市", "约33辆", "7条", "104万千米", "172万人次"],
        ["石渡市", "20辆", "4条", "—", "—"],  # of two months, not of a year
    ]
    assert table is not None
    assert all(cell.passages for row in (table.head, *table.rows) for cell in row if cell.text != "—")
    assert table.rows[0][1].of == "青澜市的接驳车"


FIRMS = {city: text.replace("市有", "公司有") for city, text in CITIES.items() if city in ("青澜", "鹿川")}
OWN_WORDS = {city: text.replace("接驳车", f"{city}车").replace("线路", f"{city}线") for city, text in CITIES.items()}


@pytest.mark.parametrize(
    "texts",
    [
        {"白岭": "", "石渡": ""},  # two cities
        {city: f"{city}市有接驳车{n}辆，都在运行，票价由各市自己决定。" for n, city in enumerate(CITIES, 2)},
        FIRMS,  # cities and firms
        OWN_WORDS | {"青澜": ""},
    ],
)
def test_too_little_that_is_alike_makes_no_table(texts: dict[str, str]) -> None:
    assert made(**texts) is None


def test_a_part_of_a_figure_is_not_the_figure() -> None:
    assert "5条" not in {cell for row in shown(made()) for cell in row}


@pytest.mark.parametrize(
    "text",
    [
        "石渡市有接驳车20辆，鹿川市有接驳车41辆，线路9条。",
        "石渡市有接驳车20辆。远泽市计划买车，线路9条。",
        "石渡市有接驳车20辆，相邻的鹿川市也有，线路9条。",
        "石渡市有接驳车20辆。市里打算明年再买，线路9条。",
        "石渡市有接驳车20辆。远泽市的情况不同。那里线路少，线路9条。",
        "石渡市有接驳车20辆，线路4条。石渡市有接驳车20辆，线路9条。",
    ],
)
def test_what_is_of_another_of_another_time_or_told_in_two_ways_is_in_no_cell(text: str) -> None:
    table = made(石渡=text)
    assert "9条" not in {cell for row in shown(table) for cell in row}
    assert shown(table)[0] == ["城市", "接驳车", "线路", "一年行驶", "一年运送乘客"]


def test_it_stands_where_most_of_it_is_told() -> None:
    table = made()
    assert table is not None

    def section(title: str, *ids: str) -> Section:
        sentences = tuple(Sentence(text="句。", passages=(id,)) for id in ids)
        return Section(title=Sentence(text=title), blocks=(Paragraph(sentences=sentences),) if ids else ())

    ids = [row[1].passages[0] for row in table.rows]
    sections = placed([section("一"), section("二", ids[0]), section("三", *ids[1:])], table)
    assert [sum(isinstance(block, Table) for block in each.blocks) for each in sections] == [0, 0, 1]
