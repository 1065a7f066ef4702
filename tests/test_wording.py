"""The house's own terms: how their file is read, where they are found, and what they do to a draft."""

import pytest

from check_cases import draft, evidence, source
from newsbot import checks
from newsbot.checks.house_terms import house_terms
from newsbot.checks.standards import Standards
from newsbot.errors import SettingsError
from newsbot.gate import Gate
from newsbot.news import Evidence, Finding, Sentence
from newsbot.prompts import packaged
from newsbot.wording import Scope, Wording, rows

FILE = """term,action,replacement,scope,reason
秘密配方,block,,,不得提及
人工智慧,replace,人工智能,title|body,大陆写法
Evil Corp,block,,source,不引用
史上最强,warn,,title,
"""
HOUSE = Standards(terms=rows(FILE, "terms.csv"))
WORDING = Wording(HOUSE.terms)


@pytest.mark.parametrize(
    ("text", "scope", "found"),
    [
        ("公司公布秘密配方。", "body", ["秘密配方"]),
        ("公司公布祕密配方。", "body", ["祕密配方"]),
        ("公司公布秘 密　配\u200b方。", "body", ["秘 密　配\u200b方"]),
        ("ＥＶＩＬ　ｃｏｒｐ的页面", "source", ["ＥＶＩＬ　ｃｏｒｐ"]),
        ("EvilCorp", "source", ["EvilCorp"]),
        ("秘密配方秘密配方", "title", ["秘密配方", "秘密配方"]),
        ("史上最强模型", "title", ["史上最强"]),
        ("史上最强模型", "body", []),
        ("Medevil corporation", "source", []),
        ("Evil Corp", "body", []),
        ("秘密的配方", "body", []),
        ("", "body", []),
    ],
)
def test_a_term_is_found_in_its_scope_however_it_is_spelt(text: str, scope: Scope, found: list[str]) -> None:
    assert [text[hit.start : hit.end] for hit in WORDING.hits(text, scope)] == found


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("甲", "columns"),
        ("甲,stop", "no action"),
        (",block", "no term"),
        ("。,block", "no term"),
        ("甲,replace", "needs a replacement"),
        ("甲,block,乙", "only replace"),
        ("甲,replace,甲乙", "again and again"),
        ("甲,block,,anywhere", "no scope"),
        ("甲,block,,,因为,多", "columns"),
        ("甲" * 81 + ",block", "80 characters"),
        ("秘密配方,warn", "line 2 too"),
        ('"甲,block', "quotation marks"),
    ],
)
def test_a_wrong_row_is_an_error_that_names_file_and_line(row: str, why: str) -> None:
    with pytest.raises(SettingsError, match=why) as refused:
        rows(FILE + row + "\n", "terms.csv")
    assert "terms.csv, line 6" in str(refused.value) or row.startswith('"')


def test_the_packaged_example_reads_and_has_every_action() -> None:
    text = (packaged("templates") / "terms.csv").read_text(encoding="utf-8")
    assert {term.action for term in rows(text, "terms.csv")} == {"block", "replace", "warn"}


def against(standards: Standards = HOUSE, on: Evidence | None = None, **parts: object) -> list[Finding]:
    made = draft(["公司发布芯片。"], **parts)  # type: ignore[arg-type]
    return house_terms(standards)(made, on or evidence("公司发布芯片。"))


def test_a_blocked_term_is_an_error_wherever_the_reader_sees_it() -> None:
    assert against() == []
    assert [each.place for each in against(keywords=["芯片", "秘密配方"])] == ["keywords/1"]
    assert [each.place for each in against(title="公司公布秘密配方的细节")] == ["title"]
    on = evidence("公司发布芯片。").model_copy(update={"sources": (source(title="Evil Corp说明书"),)})
    (finding,) = against(on=on)
    assert (finding.place, finding.severity, finding.found) == ("source/1", "error", "Evil Corp")
    assert "terms.csv, line 4" in finding.advice
    tagged = draft(["公司发布芯片。"]).model_copy(update={"tags": ("芯片", "秘密配方")})
    assert [each.place for each in house_terms(HOUSE)(tagged, evidence("公司发布芯片。"))] == ["tags/1"]


def test_a_source_that_the_article_does_not_cite_is_no_matter() -> None:
    on = evidence("公司发布芯片。")
    other = source(title="Evil Corp说明书").model_copy(update={"id": 2})
    assert against(on=on.model_copy(update={"sources": (*on.sources, other)})) == []


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("公司研究人工智慧。", "公司研究人工智能。"),
        ("公司研究人工 智慧和人工智慧。", "公司研究人工智能和人工智能。"),
        ("他说：“人工智慧很有用。”", None),
        ("公司研究人工智能。", None),
        ("公司公布秘密配方。", None),
    ],
)
def test_code_replaces_what_is_to_be_replaced_but_not_what_somebody_said(text: str, becomes: str | None) -> None:
    made = checks.replaced("tldr/0", Sentence(text=text, passages=("1.1",)), HOUSE)
    assert (made and made.text) == becomes


async def test_the_gate_replaces_first_and_no_repair_clears_a_blocked_term() -> None:
    on = evidence("公司研究人工智慧和秘密配方，芯片五月发布。")
    made = draft(["公司研究人工智慧。", "公司公布秘密配方。"])
    rules = (house_terms(HOUSE),)

    async def rewrite(failing: object) -> dict[str, Sentence]:
        raise AssertionError(f"nothing is to be reworded: {failing}")

    verdict = await Gate(made, on, rules, None, standards=HOUSE).verdict(rewrite)
    assert verdict.outcome == "hold"
    assert any("sections/0/0/0" in reason and "terms.csv, line 2" in reason for reason in verdict.reasons)
    assert [(each.action, each.after.text if each.after else "") for each in verdict.repairs] == [
        ("replaced", "公司研究人工智能。")
    ]
