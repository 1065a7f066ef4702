"""What kind of source a sentence rests on decides how it must be written."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from check_cases import rules
from newsbot import checks
from newsbot.checks import sides
from newsbot.chinese import language
from newsbot.news import (
    Contradiction,
    Draft,
    Evidence,
    Finding,
    Paragraph,
    Passage,
    Section,
    Sentence,
    Source,
    SourceDate,
)

JUNE = SourceDate(year=2025, month=6, day=17)


def source(id: int, **about: Any) -> Source:
    """A source of its own outlet, published on 17 June 2025 unless it says otherwise."""
    named = {
        "url": f"https://outlet{id}.example/a",
        "title": "",
        "publisher": f"外媒{id}",
        "sha256": str(id),
        "published": JUNE,
        "retrieved": datetime(2025, 6, 18, tzinfo=UTC),
    }
    return Source(id=id, **(named | about))


def evidence(*texts: str, about: Sequence[dict[str, Any]] = (), **more: Any) -> Evidence:
    """One passage a source: `N.1` of source N; `about` says what the sources are."""
    sources = tuple(source(n, **(about[n - 1] if n <= len(about) else {})) for n in range(1, len(texts) + 1))
    passages = tuple(
        Passage(id=f"{n}.1", source=n, start=0, end=len(text), text=text, language=language(text))
        for n, text in enumerate(texts, 1)
    )
    return Evidence(story="s", headline="h", sources=sources, passages=passages, **more)


def against(
    text: str,
    *texts: str,
    cites: Sequence[int] = (),
    place: str = "sections/0/0/0",
    about: Sequence[dict[str, Any]] = (),
) -> list[Finding]:
    """What the sentence rules have against a text on passages of these sources (all, or those cited)."""
    ids = tuple(f"{n}.1" for n in cites or range(1, len(texts) + 1))
    return checks.against(place, Sentence(text=text, passages=ids), evidence(*texts, about=about))


def severity(findings: Sequence[Finding], rule: str) -> str:
    """How heavy the rule's first finding is; empty for none."""
    return next((each.severity for each in findings if each.rule == rule), "")


# ---------------------------------------------------------------- hearsay

FAMILIAR = "OpenAI executives have discussed accusing Microsoft of anticompetitive conduct, people familiar said."
FAMILIAR = FAMILIAR.replace("familiar said", "familiar with the matter said")


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("OpenAI高管曾讨论指控微软有反竞争行为。", "introduction/0/0", "error"),
        ("OpenAI高管表示将指控微软有反竞争行为。", "introduction/0/0", "error"),
        ("据外媒1援引知情人士的话报道，OpenAI高管曾讨论指控微软。", "introduction/0/0", ""),
        ("知情人士说，OpenAI高管曾讨论指控微软。", "sections/0/0/0", ""),
        ("外媒1称OpenAI高管曾讨论指控微软。", "sections/0/0/0", ""),
        ("据报道，OpenAI高管曾讨论指控微软。", "sections/0/0/0", ""),
        ("一名不愿透露姓名的员工称，OpenAI高管曾讨论指控微软。", "sections/0/0/0", ""),
        ("OpenAI高管指控微软有反竞争行为", "title", "error"),
        ("OpenAI高管讨论指控微软", "title", "warning"),
        ("外媒1：OpenAI高管讨论指控微软", "title", ""),
        ("据外媒1报道OpenAI高管讨论指控微软", "title", ""),
    ],
)
def test_what_somebody_without_a_name_says_is_given_to_who_reports_it(text: str, place: str, expected: str) -> None:
    assert severity(against(text, FAMILIAR, place=place), "hearsay") == expected


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("知情人士透露，甲公司计划裁员300人。", "error"),
        ("网传甲公司计划裁员300人。", "error"),
        ("Company A reportedly plans to cut 300 jobs.", "error"),
        ("甲公司宣布，计划裁员300人。", ""),
        ("甲公司计划裁员300人。另据知情人士透露，乙公司在洽谈收购。", ""),
        ("Sources of renewable energy will power it. Company A plans to cut 300 jobs.", ""),
    ],
)
def test_only_what_the_sentence_tells_again_counts_as_hearsay(passage: str, expected: str) -> None:
    assert severity(against("甲公司计划裁员300人。", passage), "hearsay") == expected


def test_a_rumour_needs_its_teller_and_a_second_source_that_knows_needs_none() -> None:
    rumour = [{"kind": "rumour"}]
    assert severity(against("甲公司计划裁员300人。", "甲公司计划裁员300人。", about=rumour), "hearsay") == "error"
    known = against("甲公司计划裁员300人。", "甲公司计划裁员300人。", "甲公司计划裁员300人。", about=rumour)
    assert severity(known, "hearsay") == ""


# ---------------------------------------------------------------- old news

OLD = [{"published": SourceDate(year=2025, month=3, day=1)}, {}]


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("甲公司把价格降到每月10美元。", "introduction/0/0", "error"),
        ("甲公司把价格降到每月10美元。", "sections/0/0/0", "warning"),
        ("甲公司此前把价格降到每月10美元。", "introduction/0/0", ""),
        ("甲公司曾把价格降到每月10美元。", "introduction/0/0", ""),
        ("甲公司3月1日把价格降到每月10美元。", "introduction/0/0", ""),
    ],
)
def test_what_only_an_old_source_says_carries_its_date(text: str, place: str, expected: str) -> None:
    texts = ("甲公司3月1日把价格降到每月10美元。", "甲公司发布新模型。")
    assert severity(against(text, *texts, cites=[1], place=place, about=OLD), "stale") == expected
    assert severity(against(text, *texts, place=place, about=OLD), "stale") == ""


def test_the_limit_is_the_newsrooms_and_a_source_without_a_date_is_not_old() -> None:
    old = evidence("甲公司把价格降到每月10美元。", "甲公司发布新模型。", about=OLD)
    sentence = Sentence(text="甲公司把价格降到每月10美元。", passages=("1.1",))
    patient = checks.Standards(stale_days=365)
    assert severity(checks.against("introduction/0/0", sentence, old, patient), "stale") == ""
    undated = evidence("甲公司把价格降到每月10美元。", "甲公司发布新模型。", about=[{"published": None}])
    assert severity(checks.against("introduction/0/0", sentence, undated), "stale") == ""


# ---------------------------------------------------------------- witnesses


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ([{}, {}], ""),
        ([{"origin": "新华社"}, {"origin": "新华社"}], "error"),
        ([{"sha256": "same"}, {"sha256": "same"}], "error"),
        ([{"copies": ("外媒2",)}, {}], "error"),
        ([{"publisher": "新华社"}, {"origin": "新华社"}], "error"),
    ],
)
def test_copies_of_one_text_are_not_several_media(about: list[dict[str, Any]], expected: str) -> None:
    found = against("据多家媒体报道，甲公司裁员。", "甲公司裁员。", "甲公司裁员了。", about=about)
    assert severity(found, "independence") == expected


def test_several_media_may_be_said_where_the_passage_says_so() -> None:
    assert severity(against("据多家媒体报道，甲公司裁员。", "甲公司裁员，多家媒体予以报道。"), "independence") == ""
    assert severity(against("据外媒1报道，甲公司裁员。", "甲公司裁员。"), "independence") == ""


# ---------------------------------------------------------------- use and access


def test_a_source_for_links_is_no_evidence_and_one_for_facts_is_not_quoted_at_length() -> None:
    words = "我们会在春天发布这款芯片，价格和上一代一样，首批供应欧洲。"
    said = f"张三说：“{words}”"
    assert severity(against("甲公司裁员。", "甲公司裁员。", about=[{"use": "link"}]), "use") == "error"
    assert severity(against(said, said, about=[{"use": "facts"}]), "use") == "error"
    assert severity(against("这款芯片名为“春天”。", "这款芯片名为“春天”。", about=[{"use": "facts"}]), "use") == ""
    assert severity(against(said, said), "use") == ""
    assert severity(against(said, said, said, about=[{"use": "facts"}, {}]), "use") == ""


@pytest.mark.parametrize("access", ["headline", "excerpt", "paywalled"])
def test_an_excerpt_supports_its_own_words_only(access: str) -> None:
    about = [{"access": access}]
    title = "甲公司与乙公司达成五年供货协议"
    assert severity(against("甲公司与乙公司达成五年供货协议。", title, about=about), "access") == ""
    assert severity(against("甲公司将向乙公司独家供应芯片。", title, about=about), "access") == "error"
    assert severity(against("据外媒1报道，甲公司将向乙公司供应芯片。", title, about=about), "access") == ""
    assert severity(against("甲公司将向乙公司独家供应芯片。", title), "access") == ""


# ---------------------------------------------------------------- judgements


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("“国家版OpenAI”：美国政府获益最大", "title", "error"),
        ("《金融时报》：美国政府获益最大", "title", ""),
        ("美国政府是最大赢家。", "sections/0/0/0", "error"),
        ("《金融时报》认为，美国政府是最大赢家。", "sections/0/0/0", ""),
        ("观察人士认为，美国政府是最大赢家。", "sections/0/0/0", "error"),
        ("业内普遍认为，美国政府是最大赢家。", "sections/0/0/0", "error"),
        ("各界一致认为，美国政府是最大赢家。", "sections/0/0/0", "error"),
        ("人们普遍认为，美国政府是最大赢家。", "sections/0/0/0", "error"),
        ("业内律师张三认为，美国政府是最大赢家。", "sections/0/0/0", ""),
        ("这是行业发展的里程碑。", "sections/0/0/0", "error"),
        ("这意味着价格将下降。", "sections/0/0/0", "warning"),
        ("新规意味着价格下降", "title", "error"),
        ("张三说，这意味着价格将下降。", "sections/0/0/0", ""),
        ("报告称此举“标志着新时代”。", "sections/0/0/0", ""),
        ("美国政府将持有股份。", "sections/0/0/0", ""),
    ],
)
def test_a_judgement_is_given_to_somebody_by_name(text: str, place: str, expected: str) -> None:
    assert severity(against(text, "The US government gains most.", place=place), "view") == expected


@pytest.mark.parametrize(
    ("text", "passage", "place", "expected"),
    [
        ("甲公司发布首款端侧模型。", "甲公司发布首款端侧模型。", "sections/0/0/0", "warning"),
        ("甲公司发布首款端侧模型", "甲公司发布首款端侧模型。", "title", "warning"),
        ("甲公司发布首款端侧模型", "甲公司表示，这是首款端侧模型。", "title", "error"),
        ("甲公司称发布首款端侧模型", "甲公司表示，这是首款端侧模型。", "title", ""),
        ("甲公司表示，这是最大的数据中心。", "甲公司表示，这是最大的数据中心。", "sections/0/0/0", ""),
        ("公司将最大限度降低能耗。", "公司将最大限度降低能耗。", "sections/0/0/0", ""),
        ("第一季度营收增长。", "第一季度营收增长。", "title", ""),
    ],
)
def test_a_superlative_is_given_to_who_says_it(text: str, passage: str, place: str, expected: str) -> None:
    assert severity(against(text, passage, place=place), "superlative") == expected


VENDOR = "Our new model beats GPT-4.1 on MMLU by 3 percentage points."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新模型在MMLU上超越GPT-4.1。", "error"),
        ("新模型在MMLU上比GPT-4.1高3个百分点。", "error"),
        ("该公司称，新模型在MMLU上比GPT-4.1高3个百分点。", ""),
        ("甲公司的评测显示，新模型在MMLU上比GPT-4.1高3个百分点。", ""),
        ("新模型的评测用了MMLU。", ""),
        ("新模型在MMLU上答对超过300题。", ""),
    ],
)
def test_a_companys_own_figures_of_performance_are_its_claim(text: str, expected: str) -> None:
    assert severity(against(text, VENDOR), "vendor-claim") == expected
    plain = VENDOR.replace("Our", "The")
    assert severity(against(text, plain, about=[{"kind": "primary"}]), "vendor-claim") == expected
    assert severity(against(text, plain), "vendor-claim") == ""


def test_a_report_that_quotes_a_company_is_not_the_companys_own_word() -> None:
    report = "The model beats GPT-4.1 by 3 percentage points. “We are glad,” the company said."
    assert severity(against("新模型比GPT-4.1高3个百分点。", report), "vendor-claim") == ""


OWN_TEST = "据海图公司自行测试，新模型在12种方言上的字错率为6.2%，上一代为11.4%。"
IN_HOUSE = "In the company's own tests on 12 dialects, the model got 6.2 percent of characters wrong."


@pytest.mark.parametrize(
    ("text", "passage", "place"),
    [
        ("海图公司的新模型在12种方言上的字错率为6.2%。", OWN_TEST, "sections/0/0/0"),
        ("新模型的字错率为6.2%，而上一代为11.4%。", OWN_TEST, "introduction/0/0"),
        ("据外媒1报道，新模型在12种方言上的字错率为6.2%。", OWN_TEST, "introduction/0/0"),
        ("外媒1称，新模型在12种方言上的字错率为6.2%。", OWN_TEST, "introduction/0/0"),
        ("据外媒1 6月17日报道，新模型的字错率为6.2%。".replace(" ", ""), OWN_TEST, "introduction/0/0"),
        ("新模型的字错率为6.2%。", OWN_TEST, "tldr/0"),
        ("新模型方言字错率为6.2%", OWN_TEST, "title"),
        ("新模型方言字错率为6.2%", OWN_TEST, "heading"),
        ("新模型方言字错率为6.2%", OWN_TEST, "sections/0/title"),
        ("新模型在12种方言上的错误率为6.2%。", IN_HOUSE, "sections/0/0/0"),
        ("新电池的续航达到820公里。", "厂商标称的数据是，新电池续航820公里。", "sections/0/0/0"),
        ("新芯片的速度是上一代的3倍。", "公司自测结果显示，新芯片的速度是上一代的3倍。", "sections/0/0/0"),
    ],
)
def test_a_makers_own_measurement_is_not_told_as_a_fact(text: str, passage: str, place: str) -> None:
    """The name of the outlet says who tells it, not who measured."""
    assert severity(against(text, passage, place=place), "vendor-claim") == "error"


@pytest.mark.parametrize(
    ("text", "passage", "place"),
    [
        ("据海图公司自行测试，新模型在12种方言上的字错率为6.2%。", OWN_TEST, "sections/0/0/0"),
        ("海图公司称，新模型在12种方言上的字错率为6.2%。", OWN_TEST, "sections/0/0/0"),
        ("海图公司给出的字错率是6.2%。", OWN_TEST, "sections/0/0/0"),
        ("海图公司的测试显示，新模型的字错率为6.2%。", OWN_TEST, "sections/0/0/0"),
        ("海图公司自测新模型，字错率为6.2%", OWN_TEST, "title"),
        ("海图公司：新模型字错率为6.2%", OWN_TEST, "title"),
        ("外媒1援引海图公司的话说，新模型字错率为6.2%。", OWN_TEST, "sections/0/0/0"),
        ("据外媒1报道，“海图公司自行测试，字错率为6.2%。”", OWN_TEST, "sections/0/0/0"),
        ("新模型支持12种方言。", OWN_TEST, "sections/0/0/0"),
        ("新模型的字错率为15.8%。", f"张三团队测试，新模型的字错率为15.8%。{OWN_TEST}", "sections/0/0/0"),
        ("张三团队测得的字错率为6.2%。", "大学的张三团队测试，新模型的字错率为6.2%。", "sections/0/0/0"),
        (
            "6月的内部测试中，处理时间从14分钟降到8分钟。",
            "6月的内部测试中，处理时间从14分钟降到8分钟。",
            "sections/0/0/0",
        ),
        ("失业率为6.2%。", "统计局说，失业率为6.2%。", "sections/0/0/0"),
    ],
)
def test_a_measurement_that_says_whose_it_is_and_one_of_others_are_left_alone(
    text: str, passage: str, place: str
) -> None:
    assert severity(against(text, passage, place=place), "vendor-claim") == ""


# ---------------------------------------------------------------- what sources say together


def on(text: str, *ids: str) -> Sentence:
    return Sentence(text=text, passages=ids or ("1.1",))


def article(*body: Sentence, **parts: Any) -> Draft:
    base: dict[str, Any] = {
        "writer": "whole",
        "title": on("甲公司在柏林建厂"),
        "heading": on("甲公司的柏林工厂"),
        "tldr": (on("甲公司在柏林建厂。"),),
        "introduction": (Paragraph(sentences=body[:1]),),
        "sections": (Section(title=on("工厂规模"), blocks=(Paragraph(sentences=body[1:]),)),),
        "conclusion": (),
    }
    return Draft(**base | parts)


JOBS = evidence(
    "甲公司的柏林工厂将雇用300人。",
    "甲公司的柏林工厂将雇用500人。",
    contradictions=(Contradiction(subject="甲公司柏林工厂的人数", one="1.1", other="2.1", values=("300人", "500人")),),
)
ONE, OTHER = on("工厂将雇用300人。", "1.1"), on("工厂将雇用500人。", "2.1")


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ((ONE, OTHER), ""),
        ((on("外媒1称将雇用300人，而外媒2称是500人。", "1.1", "2.1"),), ""),
        ((on("甲公司在柏林建厂。"),), ""),
        ((ONE, on("甲公司在柏林建厂。")), "[2.1] 500人"),
        ((OTHER,), "[1.1] 300人"),
    ],
)
def test_of_two_contradicting_sources_both_are_told(body: tuple[Sentence, ...], missing: str) -> None:
    found = sides.one_sided(article(*body), JOBS)
    assert [each.source_has for each in found] == ([missing] if missing else [])
    assert all("1.1" in each.advice and "2.1" in each.advice for each in found)


@pytest.mark.parametrize(
    ("title", "tldr", "places"),
    [
        ("甲公司柏林工厂将雇用300人", "甲公司在柏林建厂。", ["title"]),
        ("外媒1：甲公司柏林工厂将雇用300人", "甲公司在柏林建厂。", []),
        ("甲公司在柏林建厂", "工厂将雇用500人。", ["tldr/0"]),
        ("甲公司在柏林建厂", "外媒1说是300人，而外媒2说是500人。", []),
    ],
)
def test_a_title_does_not_pick_a_side(title: str, tldr: str, places: list[str]) -> None:
    both = ("1.1", "2.1")
    draft = article(ONE, OTHER, title=on(title), tldr=(on(tldr, *both),))
    assert [each.place for each in sides.one_sided(draft, JOBS)] == places


CONTRACT = evidence(
    "OpenAI won a contract worth $200 million from the Defense Department.",
    "The contract has a ceiling of $200 million, with about $2 million obligated at the time of award.",
)


@pytest.mark.parametrize(
    ("title", "body", "places"),
    [
        ("OpenAI获美国国防部合同", (on("合同价值2亿美元。"), on("合同上限为2亿美元。", "2.1")), []),
        (
            "OpenAI获美国国防部合同",
            (on("合同价值2亿美元。"), on("目前已拨付约200万美元。", "2.1")),
            ["introduction/0/0"],
        ),
        ("OpenAI获2亿美元拨款", (on("合同上限为2亿美元。", "1.1", "2.1"),), ["title"]),
        ("OpenAI获上限2亿美元合同", (on("合同上限为2亿美元。", "1.1", "2.1"),), []),
    ],
)
def test_a_sum_that_another_source_calls_a_ceiling_is_told_as_one(
    title: str, body: tuple[Sentence, ...], places: list[str]
) -> None:
    assert [each.place for each in sides.limits(article(*body, title=on(title)), CONTRACT)] == places


def test_what_one_witness_says_twice_is_no_two_sides() -> None:
    """A wire and the paper that prints it give one sum in two ways; which is meant the sentence's own rules ask."""
    said = ("OpenAI won a contract worth $200 million.", "The contract has a ceiling of $200 million.")
    copied = evidence(*said, about=[{"origin": "AP"}, {"origin": "AP"}])
    draft = article(on("合同价值2亿美元。"))
    assert [each.place for each in sides.limits(draft, evidence(*said))] == ["introduction/0/0"]
    assert sides.limits(draft, copied) == []


WIRE = "甲公司在柏林建厂，将雇用300人。"


@pytest.mark.parametrize(
    ("about", "body", "parts", "expected"),
    [
        ([{}], (ONE,), {}, {("title", "error"), ("introduction/0/0", "error")}),
        ([{"kind": "wire"}], (ONE,), {}, {("title", "warning"), ("introduction/0/0", "error")}),
        ([{}], (on("据外媒1报道，工厂将雇用300人。"),), {"title": on("外媒1：甲公司在柏林建厂")}, set()),
        (
            [{}],
            (on("据外媒1报道，工厂将雇用300人。"), on("工厂在柏林。")),
            {"title": on("外媒1：甲公司在柏林建厂")},
            {("sections/0/0/0", "warning")},
        ),
        ([{}, {}], (ONE,), {}, set()),
        ([{"origin": "新华社"}, {"origin": "新华社"}], (ONE,), {}, {("title", "error"), ("introduction/0/0", "error")}),
    ],
)
def test_an_article_of_one_witness_says_whose_word_it_is(
    about: list[dict[str, Any]], body: tuple[Sentence, ...], parts: dict[str, Any], expected: set[tuple[str, str]]
) -> None:
    resting = evidence(*[f"{WIRE}{n}" for n in range(len(about))], about=about)
    found = sides.single_source(article(*body, **parts), resting)
    assert {(each.place, each.severity) for each in found} == expected


def test_hostile_text_only_costs_its_sentence() -> None:
    for hostile in ("据" * 30_000, "people familiar " * 3_000, "多家" * 20_000, "2亿美元上限" * 4_000):
        assert rules(against("据多家媒体报道，甲公司裁员2亿美元。", hostile), "error") & {"independence", "money"}
        assert "length" in rules(against(hostile, "甲公司裁员。"), "error")
