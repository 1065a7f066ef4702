"""Footnotes of a document: what leads nowhere, what nobody cites, what is there twice, what is numbered wrongly."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counted import work
from newsbot import footnotes
from newsroom_run import run

REPORT = """# 城市储能调查

2024年全市新增储能12兆瓦时 [1]，其中六成在工业园区 [2]。国发[2016]36号文件提出了目标。

## 成本

- 电池价格两年里降了三成 [1][3]；
- 运维费用每年约4%（见第3章），用`rows[7]`一栏的口径 [2, 3]。

见[统计局的网页](https://stats.example/a)与[5](https://other.example/x)。

参考文献：
[1] https://energy.example/2024 - 储能年报
[2] https://park.example/list - 园区名单
[3] https://price.example/ - 电池价格
"""
OURS = """## 标题

甲公司发布新款芯片 [^1]。售价为499欧元 [^1][^2]。

## References

[^1]: 通讯社. "[芯片](https://wire.example/a)". 通讯社. 检索日期 2025年1月23日。

[^2]: 商报. "[价格](https://daily.example/b)". 商报. 检索日期 2025年1月23日。
"""
ENGLISH = """Prices fell by a third [1] and demand rose [2-3].

## References

1. Energy Office. https://energy.example/2024
2. Park list. https://park.example/list
3. Price board. https://price.example/
"""


def faults(text: str) -> list[tuple[str, str, int]]:
    return [(fault.rule, fault.label, fault.line) for fault in footnotes.read(text).faults]


def rules(text: str) -> set[str]:
    return {rule for rule, _, _ in faults(text)}


@pytest.mark.parametrize("text", [REPORT, OURS, ENGLISH], ids=["report", "ours", "numbered list"])
def test_a_document_whose_footnotes_hold_together_has_no_fault(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "references", "marks"),
    [
        (REPORT, ("1", "2", "3"), 6),
        (OURS, ("1", "2"), 3),
        (ENGLISH, ("1", "2", "3"), 3),
        ("# 没有脚注\n\n正文。", (), 0),
        ("", (), 0),
    ],
)
def test_references_and_marks_are_counted(text: str, references: tuple[str, ...], marks: int) -> None:
    notes = footnotes.read(text)
    assert (notes.references, notes.marks) == (references, marks)


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        (REPORT, "[2] https://park.example/list - 园区名单\n", "", {("dangling", "2"), ("misnumbered", "3")}),
        (REPORT, "园区 [2]", "园区 [9]", {("dangling", "9")}),
        (REPORT, "三成 [1][3]", "三成 [1][3][4]", {("dangling", "4")}),
        (REPORT, "三成 [1][3]", "三成 [1][^note]", {("dangling", "note")}),
        (REPORT, "三成 [1][3]", "三成 [1][3][3]", {("duplicate", "3")}),
        (REPORT, "[3] https://price", "[4] https://price", {("dangling", "3"), ("unused", "4"), ("misnumbered", "4")}),
        (REPORT, "[3] https://price.example/", "[3] https://energy.example/2024/", {("duplicate", "3")}),
        (REPORT, "电池价格\n", "电池价格\n[3] https://price.example/ - 电池价格\n", {("duplicate", "3")}),
        (REPORT, "电池价格\n", "电池价格\n[4] https://new.example/ - 新的一条\n", {("unused", "4")}),
        (
            REPORT,
            "12兆瓦时 [1]，其中六成在工业园区 [2]",
            "12兆瓦时 [2]，其中六成在工业园区 [1]",
            {("misnumbered", "1")},
        ),
        (OURS, "欧元 [^1][^2]", "欧元 [^1]", {("unused", "2")}),
        (OURS, "欧元 [^1][^2]", "欧元 [^1][^answer]", {("dangling", "answer"), ("unused", "2")}),
        (OURS, "芯片 [^1]", "芯片 [^2]", {("misnumbered", "1")}),
        (OURS, "芯片 [^1]", "芯片 [9]", {("dangling", "9")}),
        (ENGLISH, "third [1]", "third", {("unused", "1")}),
        (ENGLISH, "[2-3]", "[2-4]", {("dangling", "4")}),
        (ENGLISH, "2. Park list. https://park.example/list\n", "", {("dangling", "2"), ("misnumbered", "3")}),
    ],
)
def test_each_damage_is_found_at_its_place(text: str, old: str, new: str, expected: set[tuple[str, str]]) -> None:
    assert old in text
    found = footnotes.read(text.replace(old, new, 1)).faults
    assert {(fault.rule, fault.label) for fault in found} >= expected
    lines = text.replace(old, new, 1).split("\n")
    for fault in found:
        assert fault.label in lines[fault.line - 1] and fault.advice.endswith("。")


def test_lines_of_the_list_that_change_places_are_misnumbered() -> None:
    one, other = REPORT.splitlines()[-3:-1]
    assert rules(REPORT.replace(f"{one}\n{other}", f"{other}\n{one}")) == {"misnumbered"}


@pytest.mark.parametrize(
    "text",
    [
        "财税[2016]36号文件与[2024]年的报告。",
        "区间[0, 1]与数组`a[3]`。",
        "```\nlist[1] = [2]\n```\n正文。",
        "见[1](https://a.example)与\\[4\\]。",
        "[待补]与[space]不是标注。",
        "- [x] 做完的事\n- [ ] 没做的事",
    ],
)
def test_brackets_that_are_no_marks_are_left_alone(text: str) -> None:
    assert faults(text) == []


def test_a_mark_with_no_list_at_all_leads_nowhere() -> None:
    assert faults("价格降了三成 [1]。") == [("dangling", "1", 1)]


PIECES = st.sampled_from(
    [*"[]^()123-,，`\\\n# ", "[1]", "[^1]", "[^1]: ", "[1] ", "参考文献", "https://a.example/", "```", "【2】", "正文"]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_whatever_is_read_every_fault_stands_in_a_line_of_the_document(text: str) -> None:
    notes = footnotes.read(text)
    assert all(1 <= fault.line <= text.count("\n") + 1 for fault in notes.faults)
    assert [fault.line for fault in notes.faults] == sorted(fault.line for fault in notes.faults)


# ---------------------------------------------------------------- work, counted


HOSTILE = [
    "[1]",
    "[^a",
    "[1,",
    "[1-2]",
    "【1】\n",
    "[1] https://a.example/\n",
    "[^1]: x\n",
    "1. x\n",
    "参考文献\n",
    "`",
    "[[",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_work_grows_no_faster_than_the_text(piece: str) -> None:
    short, long = (work(lambda text=piece * times: footnotes.read(text)) for times in (200, 800))
    assert long <= 5 * max(200, short)


# ---------------------------------------------------------------- the command


def file(folder: Path, rows: Iterable[object]) -> str:
    lines = [json.dumps(row, ensure_ascii=False) if isinstance(row, dict) else str(row) for row in rows]
    (folder / "reports.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return "reports.jsonl"


def test_each_row_comes_back_with_its_findings(tmp_path: Path) -> None:
    rows = [{"id": 7, "article": REPORT}, {"id": 8, "article": REPORT.replace("[1][3]", "[1][3][4]")}]
    result = run(["eval", "reports", file(tmp_path, rows), "--json"], tmp_path)
    one, other = map(json.loads, result.out.splitlines())
    assert (one["id"], one["findings"], one["references"], one["marks"]) == (7, [], 3, 6)
    assert [(each["rule"], each["line"], each["label"]) for each in other["findings"]] == [("dangling", 7, "4")]
    assert (result.code, result.err) == (6, "2 documents: 1 with findings\n")


def test_one_markdown_document_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("\ufeff" + OURS, encoding="utf-8")
    result = run(["eval", "reports", "a.md"], tmp_path)
    assert (result.code, result.out) == (0, "1\tok\t2 references, 3 marks\n")
    (tmp_path / "b.md").write_text(OURS.replace("欧元 [^1][^2]", "欧元 [^1][^9]"), encoding="utf-8")
    result = run(["eval", "reports", "b.md"], tmp_path)
    assert result.code == 6
    assert [line.split("\t")[:2] for line in result.out.splitlines()] == [
        ["1", "2 findings"],
        ["1:3", "dangling"],
        ["1:9", "unused"],
    ]


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (b"", "0 documents"),
        (b"\xff\xfe\x00", "not in UTF-8"),
        (b"{not json\n", "line 1: no JSON in UTF-8; left out"),
        (b'{"text": "x"}\n', "line 1: no text `article`; left out"),
    ],
)
def test_what_cannot_be_read_is_named_and_exits_with_1(octets: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(octets)
    result = run(["eval", "reports", "x"], tmp_path)
    assert (result.code, result.out) == (1, "") and said in result.err
