"""Whether an article is written or copied: long runs of a source's words and their share of the body."""

import pytest

from check_cases import draft, evidence
from newsbot.checks.originality import originality
from newsbot.checks.standards import Standards
from newsbot.news import Draft, Finding

SAID = (
    "拉克莫尔公司将在南部平原兴建一座数据中心，首期工程今年动工，"
    "建成后供本地研究机构和初创企业共同使用，电力由附近的风电场供应。"
)
OTHER = "公司没有说明园区会雇用多少人，只说施工期间优先考虑本地承包商，细节要等市议会表决以后才能公布。"


def against(body: list[str], *texts: str, run: int = 50, share: float = 0.5) -> list[Finding]:
    return originality(Standards(copied_run=run, copied_share=share))(draft(body), evidence(*texts))


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        (SAID, SAID),
        (
            SAID,
            "拉克莫尔公司將在南部平原興建一座數據中心，首期工程今年動工，建成後供本地研究機構和初創企業共同使用，電力由附近的風電場供應。",
        ),
        (SAID.replace("，", "；"), SAID),
        ("据当地一家报纸报道，" + SAID, "昨天。" + SAID + "其他消息。"),
    ],
    ids=["verbatim", "from Traditional characters", "other punctuation", "attributed but not marked"],
)
def test_a_long_run_of_a_sources_words_is_an_error_that_shows_it(text: str, passage: str) -> None:
    (finding,) = against([text], passage)
    assert (finding.rule, finding.severity, finding.place) == ("verbatim-run", "error", "introduction/0/0")
    assert finding.found.startswith("拉克莫尔公司将在南部平原兴建")


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        (OTHER, SAID),
        (SAID[:30] + OTHER, SAID),
        (f"该公司说：“{SAID}”", SAID),
        ("公司引用了《" + "关于促进人工智能数据中心与电力系统协同规划建设运行管理若干问题的暂行规定和补充说明" + "》。",
         "《关于促进人工智能数据中心与电力系统协同规划建设运行管理若干问题的暂行规定和补充说明》已经公布。"),
        ("公司发布GPT-4.1、Claude 3.7 Sonnet、Gemini 2.5 Pro、Llama 4 Scout和其他产品。",
         "GPT-4.1, Claude 3.7 Sonnet, Gemini 2.5 Pro, Llama 4 Scout and others were released."),
        (SAID, "The company will build a data centre on the southern plain."),
        ("", SAID),
        (SAID, ""),
    ],
    ids=["other words", "a short run", "a quotation", "a law's title", "names", "translated", "empty", "no source"],
)  # fmt: skip
def test_what_is_no_copying_is_left_alone(text: str, passage: str) -> None:
    assert against([text], passage) == []


def test_a_quotation_in_the_middle_parts_a_run() -> None:
    text = SAID[:25] + "“" + SAID[25:40] + "”" + SAID[40:]
    assert against([text], SAID) == []


def test_many_short_runs_of_one_source_are_an_overlap() -> None:
    body = [SAID[n * 15 : n * 15 + 15] for n in range(4)] * 4
    source = "甲说过。".join(body)
    assert {finding.rule for finding in against(body, source)} == {"overlap"}
    assert against(body, source, share=1.0) == []


def test_the_limits_are_the_newsrooms() -> None:
    assert against([SAID], SAID, run=200) == []
    assert {each.rule for each in against([SAID[:30]], SAID, run=20)} == {"verbatim-run"}


def test_an_extract_quotes_by_its_nature() -> None:
    made: Draft = draft([SAID]).model_copy(update={"writer": "extract"})
    assert originality(Standards())(made, evidence(SAID)) == []


def test_hostile_texts_are_compared_without_a_crash() -> None:
    """Han characters are copied as any, and nothing else is text that can be."""
    copied = [
        each for each in ("字", "“", "《", "İ", "\x00", "a", "1.", "𠀀") if against([each * 10_000], each * 10_000)
    ]
    assert copied == ["字", "𠀀"]
