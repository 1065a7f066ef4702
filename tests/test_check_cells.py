"""A cell of a table: a right figure of another row or column is found, and a right one is left alone."""

import pytest

from check_cases import source
from newsbot import checks
from newsbot.checks.cells import cell_rule
from newsbot.checks.claim import Claim
from newsbot.news import Evidence, Passage, Sentence

YUN = "云川算力中心在2026年1月3日投入运行，机房面积276平方米，首期装有机柜342个。"
LAN = "澜州算力中心在2026年1月10日投入运行，机房面积283平方米，首期装有机柜349个，年底增至360个。"
ROOM = "中心有职工131人，其中运维人员38人；投资为40亿元，另有贷款10亿元。使用率为61%，夜间的使用率为21%。"


def evidence() -> Evidence:
    texts = {"1.1": YUN, "2.1": LAN, "2.2": ROOM}
    passages = tuple(
        Passage(id=id, source=int(id[0]), start=0, end=len(text), text=text, language="zh")
        for id, text in texts.items()
    )
    other = source(url="https://other.example/b", sha256="1", publisher="统计协会").model_copy(update={"id": 2})
    return Evidence(story="s", headline="h", sources=(source(), other), passages=passages)


def errors(of: str, text: str, *ids: str) -> dict[str, list[str]]:
    """What the rules for figures have against a cell, and what of it is the rule for cells' own."""
    rests = evidence()
    cell = Sentence(text=text, passages=ids, of=of)
    claim = Claim("sections/0/0/1/1/cell", cell, rests.cited(ids), rests.sources, context=rests.passages)
    every, own = checks.against(claim.place, cell, rests), cell_rule(claim)
    assert set(own) <= set(every) and {(each.rule, each.severity) for each in own} <= {("binding", "error")}
    found = [each.found for each in every if each.severity == "error" and each.rule in ("binding", "figure")]
    return {"every": found, "own": [each.found for each in own]}


@pytest.mark.parametrize(
    ("of", "text", "id"),
    [
        ("云川算力中心的机房面积", "283平方米", "2.1"),
        ("云川算力中心的投入运行", "2026年1月10日", "2.1"),
        ("云川算力中心的机房面积", "342平方米", "1.1"),
        ("云川算力中心的机柜", "276个", "1.1"),
        ("云川算力中心的机柜", "276平方米", "1.1"),
        ("澜州算力中心的机房面积", "349个", "2.1"),
        ("澜州算力中心的贷款", "40亿元", "2.2"),
        ("澜州算力中心的职工", "38人", "2.2"),
    ],
)
def test_a_figure_of_another_row_or_column_is_an_error(of: str, text: str, id: str) -> None:
    assert text in errors(of, text, id)["every"]


@pytest.mark.parametrize(
    ("of", "text", "id"),
    [
        ("云川算力中心的机房面积", "276平方米", "1.1"),
        ("云川算力中心的面积", "276平方米", "1.1"),
        ("云川算力中心的机柜", "342个", "1.1"),
        ("云川算力中心的投入运行", "2026年1月3日", "1.1"),
        ("云川算力中心的开业日期", "2026年1月3日", "1.1"),  # a column that the source calls otherwise
        ("澜州算力中心的机柜", "360个", "2.1"),  # goes on with the clause before it
        ("澜州的机柜", "349个", "2.1"),
        ("澜州算力中心的贷款", "10亿元", "2.2"),
        ("澜州算力中心的使用率", "21%", "2.2"),
        ("澜州算力中心的职工", "131人", "2.2"),
        ("2026年的机柜", "349个", "2.1"),
        ("合计的机柜", "349个", "2.1"),
        ("青屿算力中心的机柜", "349个", "2.1"),  # a row that no source names: the judge's to say
        ("统计协会的机柜", "349个", "2.1"),  # the publisher itself
        ("", "349个", "2.1"),
    ],
)
def test_what_its_source_says_of_its_row_and_column_is_left_alone(of: str, text: str, id: str) -> None:
    assert errors(of, text, id)["own"] == []
