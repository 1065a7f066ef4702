"""Whole drafts over the sources of real newsroom troubles: what must be written so, and what must not pass."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pytest

from newsbot import checks
from newsbot.news import Draft, Evidence, Finding, Paragraph, Section, Sentence, SourceDate
from test_check_sourcing import evidence


class Case(NamedTuple):
    """Sources, a draft that may stand, and changes to it (place → text) with the rule that must find each."""

    resting: Evidence
    draft: Draft
    wrong: Mapping[str, tuple[str, str]]


def on(text: str, *ids: str) -> Sentence:
    return Sentence(text=text, passages=ids)


def drafted(title: Sentence, heading: Sentence, tldr: Sentence, lead: Sentence, *body: Sentence) -> Draft:
    return Draft(
        writer="whole",
        title=title,
        heading=heading,
        tldr=(tldr,),
        introduction=(Paragraph(sentences=(lead,)),),
        sections=(
            Section(title=heading.model_copy(update={"text": heading.text[:12]}), blocks=(Paragraph(sentences=body),)),
        ),
        conclusion=(),
    )


NATIONAL = Case(
    evidence(
        "OpenAI said on June 17, 2025 that it is launching OpenAI for Government, bringing its models to agencies.",
        "The US government is the biggest winner of a national OpenAI",
        about=[
            {"publisher": "OpenAI", "kind": "primary"},
            {"publisher": "Financial Times", "access": "headline", "published": SourceDate(year=2025, month=6, day=18)},
        ],
    ),
    drafted(
        on("《金融时报》：美国政府在“国家版OpenAI”中获益最大", "2.1"),
        on("OpenAI推出面向政府的计划", "1.1"),
        on("OpenAI于6月17日宣布推出面向政府机构的计划。", "1.1"),
        on("OpenAI于6月17日宣布推出OpenAI for Government，把模型提供给政府机构。", "1.1"),
        on("《金融时报》的标题说，美国政府是最大赢家。", "2.1"),
    ),
    {
        "title": ("“国家版OpenAI”：美国政府获益最大", "view"),
        "sections/0/0/0": ("美国政府是最大赢家。", "view"),
        "tldr/0": ("OpenAI推出面向政府机构的计划，这是一个里程碑。", "view"),
        "introduction/0/0": ("多家媒体报道，美国政府获益。", "independence"),
    },
)
CONTRACT = Case(
    evidence(
        "OpenAI won a contract worth $200 million from the Defense Department on June 16.",
        "The contract has a ceiling of $200 million, with about $2 million obligated at the time of award.",
        about=[{"publisher": "外媒甲"}, {"publisher": "外媒乙"}],
    ),
    drafted(
        on("OpenAI获美国国防部上限2亿美元合同", "1.1", "2.1"),
        on("OpenAI与美国国防部签约", "1.1"),
        on("OpenAI获得美国国防部合同，上限为2亿美元。", "1.1", "2.1"),
        on("据外媒甲报道，OpenAI于6月16日获得美国国防部价值2亿美元的合同。", "1.1"),
        on("据外媒乙报道，2亿美元是合同上限，目前拨付约200万美元。", "2.1"),
    ),
    {
        "title": ("OpenAI获美国国防部2亿美元合同", "limit"),
        "sections/0/0/0": ("合同总额为2.02亿美元。", "figure|money"),
        "heading": ("OpenAI获得2亿美元拨款", "limit"),
    },
)
FAMILIAR = Case(
    evidence(
        "OpenAI executives have discussed accusing Microsoft of anticompetitive behavior, people familiar with the "
        "matter said.",
        "Microsoft and OpenAI are renegotiating their partnership, both companies said on June 16.",
        about=[{"publisher": "华尔街日报"}, {"publisher": "外媒乙"}],
    ),
    drafted(
        on("《华尔街日报》：OpenAI高管讨论指控微软", "1.1"),
        on("OpenAI与微软重谈合作", "2.1"),
        on("据《华尔街日报》援引知情人士的话报道，OpenAI高管曾讨论指控微软。", "1.1"),
        on("据《华尔街日报》援引知情人士的话报道，OpenAI高管曾讨论指控微软有反竞争行为。", "1.1"),
        on("两家公司6月16日表示，正在重谈合作关系。", "2.1"),
    ),
    {
        "title": ("OpenAI高管指控微软有反竞争行为", "hearsay"),
        "tldr/0": ("OpenAI高管曾讨论指控微软。", "hearsay"),
        "introduction/0/0": ("OpenAI高管表示将指控微软有反竞争行为。", "hearsay"),
    },
)
WIRE = Case(
    evidence(
        "甲公司6月17日在柏林动工建厂，计划雇用300人，总投资5亿欧元。",
        "甲公司6月17日在柏林动工建厂，计划雇用300人，总投资5亿欧元。",
        about=[{"publisher": "某日报", "origin": "新华社"}, {"publisher": "某晚报", "origin": "新华社"}],
    ),
    drafted(
        on("新华社：甲公司在柏林动工建厂", "1.1"),
        on("甲公司柏林工厂动工", "1.1"),
        on("据新华社报道，甲公司将雇用300人。", "1.1"),
        on("据新华社报道，甲公司6月17日在柏林动工建厂。", "1.1"),
        on("据新华社报道，工厂总投资5亿欧元。", "1.1", "2.1"),
    ),
    {
        "introduction/0/0": ("据多家媒体报道，甲公司6月17日在柏林动工建厂。", "independence"),
        "sections/0/0/0": ("媒体纷纷报道，工厂总投资5亿欧元。", "independence"),
    },
)
VENDOR = Case(
    evidence(
        "Our new model beats GPT-4.1 on MMLU by 3 percentage points, and we release it on June 17.",
        "The model was released on June 17.",
        about=[{"publisher": "甲公司", "kind": "primary"}, {"publisher": "外媒乙"}],
    ),
    drafted(
        on("甲公司称新模型MMLU成绩高出GPT-4.1", "1.1"),
        on("甲公司6月17日发布新模型", "1.1", "2.1"),
        on("甲公司6月17日发布新模型。", "1.1", "2.1"),
        on("该公司称，新模型的MMLU成绩比GPT-4.1高3个百分点。", "1.1"),
        on("新模型6月17日发布。", "2.1"),
    ),
    {
        "title": ("甲公司新模型超越GPT-4.1", "vendor-claim"),
        "introduction/0/0": ("新模型的MMLU成绩比GPT-4.1高3个百分点。", "vendor-claim"),
        "tldr/0": ("甲公司6月17日发布的新模型MMLU成绩比GPT-4.1高3%。", "vendor-claim"),
    },
)
CASES = {"national": NATIONAL, "contract": CONTRACT, "familiar": FAMILIAR, "wire": WIRE, "vendor": VENDOR}
WRONG: Sequence[Any] = [
    pytest.param(case, place, text, rule, id=f"{name}-{place}")
    for name, case in CASES.items()
    for place, (text, rule) in case.wrong.items()
]


def errors(draft: Draft, resting: Evidence) -> list[Finding]:
    found = [finding for check in checks.checks(0, 10**6) for finding in check(draft, resting)]
    return [finding for finding in found if finding.severity == "error"]


@pytest.mark.parametrize("name", CASES)
def test_a_draft_that_says_whose_word_it_is_may_stand(name: str) -> None:
    case = CASES[name]
    assert [(each.rule, each.place, each.found) for each in errors(case.draft, case.resting)] == []


@pytest.mark.parametrize(("case", "place", "text", "rule"), WRONG)
def test_the_same_draft_with_one_sentence_told_as_a_fact_does_not(case: Case, place: str, text: str, rule: str) -> None:
    old = dict(case.draft.placed())[place]
    changed = case.draft.revised({place: old.model_copy(update={"text": text})})
    assert {each.rule for each in errors(changed, case.resting) if each.place == place} & set(rule.split("|"))
