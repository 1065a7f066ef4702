"""`newsbot eval pairs`: what it prints of each pair, what it measures, and what it leaves out."""

import json
from pathlib import Path
from typing import Any

from newsroom_run import run

REPORT = (
    "澄湖机器人公司周一在苏州公布新一代仓储机器人“白鹭”，称其单次充电可以连续工作16小时，比上一代多出一倍。公司表示，"
    "首批2400台将在六月交付给华东的三家物流企业，合同总额为5.6亿元。负责研发的副总裁说，机器人使用自研的控制芯片，"
    "定位误差小于2毫米，并且能够在没有网络的仓库里独立规划路线。"
)
PLAIN = "编号{code}的基金今日净值为{value}元，较前一交易日变动{change}%，近一月排名第{rank}，规模{size}亿元。"
REST = "基金净值由托管银行复核后公布，历史业绩不代表未来表现，投资者应当阅读合同与招募说明书，了解风险后再作决定。" * 2
EVENT = "微光科技宣布开源其语言模型“流萤”，权重与训练代码一并公开，允许商业使用。"
RETOLD = "语言模型“流萤”的权重今天起可以下载：微光科技把它连同训练代码开源，并允许商业使用，社区反应热烈。"
OTHER = "欧洲多国监管机构就社交平台的年龄验证展开联合调查，要求平台在月底前提交说明。"

COPIES = {"a": REPORT, "b": f"首页 科技 {REPORT}责任编辑：某某"}
TEMPLATE = {
    "a": PLAIN.format(code="110011", value="1.234", change="0.51", rank=17, size="42.1") + REST,
    "b": PLAIN.format(code="220022", value="2.871", change="1.43", rank=203, size="6.8") + REST,
}


def file(folder: Path, *rows: Any) -> str:
    """A file of these rows; a string is a line as it stands."""
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "pairs.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return "pairs.jsonl"


def test_each_row_comes_back_with_its_relation_and_score(tmp_path: Path) -> None:
    rows = [COPIES | {"id": 7}, {"a": EVENT, "b": RETOLD}, {"a": EVENT, "b": OTHER}]
    result = run(["eval", "pairs", file(tmp_path, *rows), "--json"], tmp_path)
    told = [json.loads(line) for line in result.out.splitlines()]
    assert [row["relation"] for row in told] == ["same text", "same event", "different"]
    assert [{key: row[key] for key in row if key not in ("relation", "score")} for row in told] == rows
    assert all(0 <= row["score"] <= 1 for row in told)
    assert result.err == "3 pairs: 1 same text, 1 same event, 1 different\n"
    assert result.code == 0


def test_precision_recall_and_f1_are_told_where_rows_say_what_they_are(tmp_path: Path) -> None:
    rows = [
        COPIES | {"kind": "syndicated_positive"},
        TEMPLATE | {"kind": "template_negative"},
        {"a": EVENT, "b": RETOLD, "label": "same event"},
        {"a": EVENT, "b": OTHER, "label": 1},
        {"a": EVENT, "b": OTHER, "label": False, "kind": "positive"},
        {"a": EVENT, "b": OTHER, "kind": "of no known kind"},
    ]
    result = run(["eval", "pairs", file(tmp_path, *rows)], tmp_path)
    assert result.err.splitlines()[1:] == [
        "same text:          precision 1.000, recall 0.500, F1 0.667 (1 right of 1 said, 2 there)",
        "same event or text: precision 1.000, recall 0.667, F1 0.800 (2 right of 2 said, 3 there)",
    ]
    first = result.out.splitlines()[0].split("\t")
    assert first[:2] == ["1", "same text"]


def test_what_cannot_be_divided_is_a_dash(tmp_path: Path) -> None:
    result = run(["eval", "pairs", file(tmp_path, {"a": EVENT, "b": OTHER, "label": 0})], tmp_path)
    assert "precision -, recall -, F1 - (0 right of 0 said, 0 there)" in result.err


def test_rows_that_cannot_be_read_are_named_and_left_out(tmp_path: Path) -> None:
    bad: list[Any] = [
        "{",
        "[1]",
        {"a": EVENT},
        {"a": EVENT, "b": 3},
        {"a": " ", "b": EVENT},
        "[" * 5000,
        "",
        "9" * 9000,
    ]
    result = run(["eval", "pairs", file(tmp_path, *bad, COPIES), "--json"], tmp_path)
    assert result.code == 0
    assert len(result.out.splitlines()) == 1
    assert result.err.splitlines()[:-1] == [
        "line 1: no JSON in UTF-8; left out",
        "line 2: no JSON object; left out",
        "line 3: no text `b`; left out",
        "line 4: no text `b`; left out",
        "line 5: no text `a`; left out",
        "line 6: no JSON in UTF-8; left out",
        "line 8: no JSON in UTF-8; left out",
    ]


def test_a_line_too_long_is_left_out_and_the_next_is_read(tmp_path: Path) -> None:
    result = run(["eval", "pairs", file(tmp_path, {"a": "长" * 4_500_000, "b": "短"}, COPIES), "--json"], tmp_path)
    assert result.err.startswith("line 1: longer than 12,000,000 bytes; left out\n1 pair: 1 same text")


def test_a_file_without_any_row_is_an_error(tmp_path: Path) -> None:
    result = run(["eval", "pairs", file(tmp_path, "no json")], tmp_path)
    assert (result.code, result.out) == (1, "")
    assert run(["eval", "pairs", "missing.jsonl"], tmp_path).code == 2
