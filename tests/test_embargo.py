"""Embargoes that a text states on itself: which lines are one, until when, and which only tell of one."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.embargo import find

SEEN = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int = 0, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("EMBARGOED UNTIL 9:00 AM ET, November 24, 2026", at(24, 14)),
        ("Embargoed until 00:01 GMT on 24 November 2026", at(24, 0, 1)),
        ("** STRICTLY EMBARGOED UNTIL: 24 Nov 2026, 10am CET **", at(24, 9)),
        ("Under embargo until Nov. 24, 2026 at 6 p.m. PT", at(25, 2)),
        ("EMBARGO: 2026-11-24 14:00 UTC", at(24, 14)),
        ("NOT FOR RELEASE BEFORE 24th November 2026", at(23, 16)),
        ("Not for publication until 8:30 AM Eastern on Tuesday, November 24", at(24, 13, 30)),
        ("Hold for release until Jan 5 at 12:00 UTC", at(5, 12, month=1, year=2027)),
        ("本新闻稿禁止在2026年11月24日上午9时前发布", at(24, 1)),
        ("【注意】本稿请勿于2026年11月24日10:30之前对外发布", at(24, 2, 30)),
        ("（11月24日下午3点前禁止刊发）", at(24, 7)),
        ("本文2026年11月24日前,严禁公开", at(23, 16)),
        ("解禁时间：2026年11月24日20:00（北京时间）", at(24, 12)),
        ("本新聞稿禁止在2026年11月24日前發布", at(23, 16)),
        ("EMBARGOED UNTIL FURTHER NOTICE", None),
        ("Embargoed until Tuesday morning", None),
        ("EMBARGOED UNTIL 31 February 2026", None),
    ],
)
def test_a_line_that_speaks_of_its_own_text_is_an_embargo(line: str, until: datetime | None) -> None:
    for text in (line, f"北辰实验室公告\n\n{line}\n\n正文。", "正文。" * 2000 + f"\n{line}"):
        found = find(text, SEEN, SHANGHAI)
        assert found is not None, text[:80]
        assert found.until == until
        assert found.words


@pytest.mark.parametrize(
    "line",
    [
        "The trade embargo until 2027 hurt exporters.",
        "Washington kept the embargo: chips may not be sold.",
        "Officials said the report was embargoed until Tuesday.",
        "公司表示，禁止在2027年前发布该模型。",
        "新规禁止企业在完成备案前发布大模型。",
        "禁止在备案前发布的规定下月生效。",
        "法院此前禁止该公司在11月24日前公开源代码。",
        "该模型将于11月24日前发布。",
        "请勿在11月24日前购票。",
        "报名截止时间：2026年11月24日",
        "“不得在11月24日前发布”，合同写道。又一句。",
        "",
    ],
)
def test_a_line_that_only_tells_of_one_is_none(line: str) -> None:
    assert find(f"标题\n{line}\n正文。", SEEN, SHANGHAI) is None


def test_in_the_middle_of_a_long_text_it_is_no_notice() -> None:
    middle = "正文。\n" * 2000 + "EMBARGOED UNTIL 24 November 2026\n" + "正文。\n" * 2000
    assert find(middle, SEEN, SHANGHAI) is None


def test_of_several_the_latest_counts_and_one_that_cannot_be_read_before_all() -> None:
    two = "EMBARGOED UNTIL 24 November 2026 UTC\nEMBARGOED UNTIL 25 November 2026 UTC"
    found = find(two, SEEN, SHANGHAI)
    assert found is not None and found.until == at(25)
    found = find(f"{two}\nEMBARGOED UNTIL further notice", SEEN, SHANGHAI)
    assert found is not None and found.until is None


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    for line in (text, f"EMBARGOED UNTIL {text}", f"禁止在{text}前发布", f"解禁时间：{text}"):
        found = find(line, SEEN, SHANGHAI)
        assert found is None or found.until is None or found.until.tzinfo is not None
