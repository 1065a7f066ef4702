"""The kind `translation`: one source whole, each sentence rendered by one; what the check of that catches."""

import re
from collections.abc import Callable, Iterator

import pytest
import yaml

from article_sample import form
from golden import ROOT, expect_golden
from newsbot import article, checks, kinds, proofreading
from newsbot.article.document import Document, Inline, Linked, Paragraph, Quotation, Table, plain
from newsbot.errors import EvidenceError, NothingFound, TooThin
from newsbot.news import Block, Bullets, Draft, Evidence, Finding, Link, Passage, Sentence, Shape, Story, Verdict
from newsbot.news import Quotation as QuotationBlock
from newsbot.writers import layout, marking, renderings
from rendition_cases import READ, URL, ScriptedTranslator, draft_of, evidence_of, made, page_of, rendered_by
from story_cases import PROMPTS

KIND = kinds.named(kinds.known(PROMPTS.declared(kinds.FILE)), "translation")
TEMPLATE = (ROOT / "templates" / KIND.template).read_text(encoding="utf-8")
SEED = ROOT.parent / "shared" / "seeds" / "001_2ba2efb0e3d9da4c.txt"
SHORT = made(2, 1)
STORY = Story(id="f" * 32, kind="translation", headline="harbour software", url=URL, created=READ)


def errors(found: list[Finding]) -> set[str]:
    return {each.rule for each in found if each.severity == "error"}


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return evidence_of(page_of(SHORT.html))


@pytest.fixture(scope="module")
def rendered(evidence: Evidence) -> renderings.Rendered:
    return rendered_by(ScriptedTranslator(SHORT.known), evidence)


def built(evidence: Evidence, draft: Draft, **changed: object) -> tuple[Document, str]:
    verdict = Verdict(outcome="review", draft=draft, sentences=(), findings=(), reasons=())
    document = article.build(verdict, evidence, STORY, form(kind=KIND, **changed)).document
    return document, article.finish(document, TEMPLATE, KIND.template)


def lines_of(document: Document) -> Iterator[tuple[Inline, ...]]:
    """The text of its sections, line by line."""
    for block in (block for section in document.sections for block in section.blocks):
        match block:
            case Paragraph():
                yield block.inlines
            case Quotation():
                yield from block.paragraphs
            case Table():
                yield from (cell for row in (block.head, *block.rows) for cell in row)
            case _:
                yield from (item.inlines for item in block.items)


def views(document: Document) -> str:
    return article.finish(document, TEMPLATE).partition("## 我的一点看法")[2]


# ---------------------------------------------------------------- the evidence: one page, whole


def test_every_line_of_the_page_is_a_passage_with_its_shape(evidence: Evidence) -> None:
    assert [each.id for each in evidence.passages] == [f"1.{n}" for n in range(1, SHORT.paragraphs + 1)]
    forms = [each.shape.form for each in evidence.passages if each.shape]
    assert forms == ["title", *(["heading", "paragraph", "paragraph", *["item"] * 4, "quote", *["row"] * 3] * 2)]
    page = page_of(SHORT.html)
    assert all(page.text[each.start : each.end] == each.text for each in evidence.passages[1:])
    assert {link.url for each in evidence.passages if each.shape for link in each.shape.links} == {
        "https://harbours.example/about?x=1"
    }


def test_evidence_that_was_stored_before_has_no_shapes_and_the_hash_it_had() -> None:
    passage = Passage(id="1.1", source=1, start=0, end=1, text="a", language="en")
    assert "shape" not in passage.model_dump_json()
    assert Passage.model_validate_json(passage.model_dump_json()) == passage


OTHER = {"url": "https://other.example/", "final_url": "https://other.example/", "sha256": "6" * 64}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"language": "zh"}, "Chinese already"),
        ({"access": "paywalled"}, "only a part of"),
        ({"access": "excerpt"}, "only a part of"),
        ({"final_url": ""}, "no address"),
        ({"ours": True}, "cannot be translated"),
        ({"machine": True}, "cannot be translated"),
    ],
)
def test_a_page_that_cannot_be_translated_is_refused_with_the_reason(changed: dict[str, object], says: str) -> None:
    with pytest.raises(EvidenceError, match=says):
        evidence_of(page_of(SHORT.html, **changed))


def test_of_several_pages_the_one_that_is_meant_must_be_named() -> None:
    one, other = page_of(SHORT.html), page_of(SHORT.html, **OTHER)
    with pytest.raises(EvidenceError, match=r"of one page, and there are 2.*--url"):
        evidence_of(one, other)
    assert evidence_of(one, other, url=URL).sources[0].url == URL
    with pytest.raises(NothingFound, match="--url"):
        evidence_of()


def test_a_page_of_next_to_nothing_is_too_thin() -> None:
    with pytest.raises(TooThin):
        evidence_of(page_of(SHORT.html, text="A short line.", shapes=()))


# ---------------------------------------------------------------- marks


def test_bold_and_links_go_to_the_model_and_come_back() -> None:
    links = (Link(text="the office", url="https://a.example/"), Link(text="here", url="https://b.example/"))
    passage = Passage(
        id="1.2",
        source=1,
        start=0,
        end=9,
        text="Ask the office. It is here, says Mara Voss.",
        language="en",
        shape=Shape(strong=("Mara Voss",), links=links),
    )
    shown = marking.shown(passage, checks.pieces(passage))
    assert shown == ("Ask [the office](1).", "It is [here](2), says **Mara Voss**.")
    read = marking.read("**Mara Voss**说在[这里](2)，不在[那里](7)。", passage.shape)
    assert read.text == "Mara Voss说在这里，不在那里。"
    assert (read.strong, read.links) == (("Mara Voss",), (Link(text="这里", url="https://b.example/"),))


# ---------------------------------------------------------------- faithful or not

PAIRS = [
    ("The port spent $26 million in 2024.", "该港2024年花了2600万美元。"),
    ("About a third of the 90 crews agreed, Mara Voss said.", "Mara Voss说，90个班组中约三分之一同意。"),
    ("Sam Altman said OpenAI would not pay.", "萨姆·奥尔特曼说，OpenAI不会付钱。"),
    ("“We will not hurry,” she said.", "“我们不会着急。”她说。"),
    ("It opens at 9:30 a.m. on May 7.", "5月7日上午9:30开放。"),
    ("Finch Robotics (a maker of cranes) agreed.", "制造起重机的Finch Robotics同意了。"),
    ("The first test took two days.", "第一次测试用了两天。"),
    ("What Three Ports Did Next", "三座港口接着做了什么"),
    ("One of the two labs hired a dozen engineers.", "两家实验室中的一家招聘了十几名工程师。"),
    ("It is the first time in a decade that the U.S. has led.", "这是美国十年来首次领先。"),
    ("In the 1990s, fewer than 1 in 10 homes had one.", "20世纪90年代，不到十分之一的家庭有。"),
    ("They change course every four years.", "它们每四年改变一次方向。"),
    ('The firm\'s chief, Lena Brook, said: "This is only the beginning."', "公司负责人Lena Brook说：“这只是开始。”"),
    ("1) Compute capacity and 2) AI adoption.", "1）算力容量，2）AI的采用。"),
    ("Researchers published the paper last year.", "研究人员去年发表了这篇论文。"),
    ("The European Commission fined Google 2.4 billion euros in June 2017.", "欧盟委员会2017年6月对谷歌罚款24亿欧元。"),
    ("She says 240 people have taken one home.", "她说，240人把它带回了家。"),
    ("About 30 came back for a second loan.", "约30人回来再次借用。"),
    ("On Monday, the White House said it would review the rules.", "白宫周一表示，将审查这些规则。"),
]
"""Sentences and faithful renderings of them."""

UNFAITHFUL = [
    ("The port spent $26 million in 2024.", "该港2024年花了2500万美元。", "money"),
    ("The port spent $26 million in 2024.", "该港花了2600万美元。", "figure"),
    ("The port spent $26 million.", "该港2024年花了2600万美元。", "date"),
    ("They change course every four years.", "它们每五年改变一次方向。", "figure"),
    ("It is the first time in a decade.", "这是二十年来首次。", "figure"),
    ("About 30 came back for a second loan.", "约30人回来借用。", "figure"),
    ("Mara Voss said the test failed.", "她说测试失败了。", "name"),
    ("Sam Altman said the test failed.", "首席执行官说测试失败了。", "name"),
    ("The test failed.", "测试失败了。当地居民对此十分不满。", "added"),
    (
        "The test failed.",
        "测试失败了，这说明整个行业对自动化的期待过高，也让许多人重新思考技术与劳动之间的关系。",
        "added",
    ),
    (
        "The committee, which met in the old harbour house for most of the week, decided that nothing should change.",
        "不变。",
        "omitted",
    ),
]


def rules_of(piece: str, text: str) -> set[str]:
    passage = Passage(id="1.2", source=1, start=0, end=len(piece), text=piece, language="en", shape=Shape())
    found = checks.unfaithful(passage, [Sentence(text=text, passages=("1.2",))])
    return {fault.rule for _, fault in found if fault.severity == "error"}


@pytest.mark.parametrize(("piece", "text"), PAIRS)
def test_a_faithful_rendering_is_left_alone(piece: str, text: str) -> None:
    assert rules_of(piece, text) == set()


@pytest.mark.parametrize(("piece", "text", "rule"), UNFAITHFUL)
def test_what_was_changed_left_out_or_added_is_an_error(piece: str, text: str, rule: str) -> None:
    assert rule in rules_of(piece, text)


def test_a_name_may_be_translated_where_the_draft_puts_it_beside_its_original() -> None:
    piece = "The Harbour Guild objected."
    passage = Passage(id="1.2", source=1, start=0, end=9, text=piece, language="en")
    text = [Sentence(text="港口行会反对。", passages=("1.2",))]
    assert [fault.rule for _, fault in checks.unfaithful(passage, text)] == ["name"]
    assert checks.unfaithful(passage, text, beside="港口行会（Harbour Guild）成立多年。") == []


# ---------------------------------------------------------------- the layout


def laid(*shapes: Shape) -> tuple[Block, ...]:
    """The blocks of lines of these shapes, named A, B, C… in their order."""
    title = Passage(id="1.1", source=1, start=0, end=1, text="T", language="en", shape=Shape(form="title"))
    lines = [
        title.model_copy(update={"id": f"1.{n}", "text": chr(63 + n), "shape": each})
        for n, each in enumerate(shapes, 2)
    ]
    passages = [title, *lines]
    rendered = {each.id: (Sentence(text=each.text, passages=(each.id,)),) for each in passages}
    return layout.laid_out(passages, rendered)[1]


def told(blocks: tuple[Block, ...]) -> list[object]:
    """What the blocks are and hold: of lists whether they have numbers, then each item's level and text."""
    made: list[object] = []
    for block in blocks:
        if isinstance(block, Bullets):
            made.append((block.ordered, [(item.level, item.sentences[0].text) for item in block.items]))
        elif isinstance(block, QuotationBlock):
            made.append([item.sentences[0].text for item in block.items])
    return made


def test_lists_and_quotations_are_laid_out_as_they_stand_together() -> None:
    item, quote = Shape(form="item", level=1), Shape(form="quote")
    first = item.model_copy(update={"begins": True})
    second = Shape(form="item", level=2, ordered=True)
    begun = quote.model_copy(update={"begins": True})
    assert told(laid(first, item, second, item, first, begun, quote, begun)) == [
        (False, [(1, "A"), (1, "B"), (2, "C"), (1, "D")]),
        (False, [(1, "E")]),
        ["F", "G"],
        ["H"],
    ]


def test_a_list_whose_outer_items_say_nothing_begins_at_the_first_level() -> None:
    shapes = [Shape(form="item", level=n, ordered=True) for n in (3, 3, 4, 2, 9)]
    assert told(laid(*shapes)) == [(True, [(1, "A"), (1, "B"), (2, "C"), (1, "D"), (2, "E")])]


def test_lines_of_evidence_that_was_stored_before_are_grouped_as_they_were() -> None:
    item, ordered = Shape(form="item"), Shape(form="item", ordered=True)
    assert told(laid(item, item, ordered)) == [(False, [(1, "A"), (1, "B")]), (True, [(1, "C")])]


# ---------------------------------------------------------------- the file


def test_the_sample_page_as_a_translation_is_exactly_this_file(
    evidence: Evidence, rendered: renderings.Rendered
) -> None:
    expect_golden("translation.md", built(evidence, draft_of(evidence, rendered))[1])


def test_it_reads_back_as_what_it_was_written_from(evidence: Evidence, rendered: renderings.Rendered) -> None:
    draft = draft_of(evidence, rendered)
    document, text = built(evidence, draft)
    assert article.parse(text) == document
    again = proofreading.reread(document, text, draft, evidence)
    assert again.draft == draft
    assert (again.edited, again.findings) == (frozenset(), ())


def test_an_edited_sentence_is_still_the_rendering_of_its_paragraph(
    evidence: Evidence, rendered: renderings.Rendered
) -> None:
    draft = draft_of(evidence, rendered)
    _, text = built(evidence, draft)
    edited = text.replace("试验进行了12天", "试验做了15天")
    assert edited != text
    again = proofreading.reread(article.parse(edited), edited, draft, evidence)
    assert len(again.edited) == 1
    (place,) = again.edited
    assert dict(again.draft.placed())[place].passages == dict(draft.placed())[place].passages
    found = checks.checks(*KIND.length or (0, 0), kind=KIND)
    assert "figure" in errors([each for check in found for each in check(again.draft, evidence)])


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("](https://harbours.example/about?x=1)", "](https://evil.example/)", "link"),
        ("](https://harbours.example/trust/)", "](https://evil.example/)", "origin"),
        ("*以下看法由人工智能撰写，不是原文的内容。*\n\n", "", "byline"),
        ("以下看法由人工智能撰写", "以下看法由Nora Field撰写", "byline"),
        ("；AI News Assistant译评（人工智能撰写）", "", "byline"),
    ],
)
def test_what_was_changed_around_its_sentences_is_found(
    evidence: Evidence, rendered: renderings.Rendered, old: str, new: str, rule: str
) -> None:
    draft = draft_of(evidence, rendered)
    _, text = built(evidence, draft)
    assert old in text
    edited = text.replace(old, new, 1)
    again = proofreading.reread(article.parse(edited), edited, draft, evidence)
    assert errors(list(again.findings)) == {rule}


def test_publishing_correcting_and_withdrawing_keep_its_form(evidence: Evidence, rendered: renderings.Rendered) -> None:
    document, _ = built(evidence, draft_of(evidence, rendered), licence="CC BY 4.0")
    at = form().synced
    published = article.published(document, at, "林编辑", "本文由人工智能生成，经编辑审核后发布。", None)
    assert published.origin and published.origin.licence == "CC BY 4.0"
    correction = article.Correction(day=at.date(), was="试验进行了12天", instead="试验进行了13天")
    corrected = article.corrected(published, correction, at)
    gone = article.withdrawn(corrected, "原作者撤回了许可", at.date(), at)
    for each in (published, corrected, gone):
        text = article.finish(each, TEMPLATE)
        assert article.parse(text) == each
        assert {field.key for field in each.front} <= article.OWN_KEYS
    assert gone.views == () and not gone.sections and gone.origin == published.origin


def test_a_heading_of_the_original_that_is_one_of_ours_stands_a_level_lower(
    evidence: Evidence, rendered: renderings.Rendered
) -> None:
    draft = draft_of(evidence, rendered)
    heading = draft.sections[0].title.model_copy(update={"text": "我的一点看法"})
    document, text = built(evidence, draft.revised({"sections/0/title": heading}))
    assert [each.level for each in document.sections] == [2, 1]
    assert article.parse(text) == document


def test_a_heading_that_stands_alone_is_kept_however_the_draft_is_edited(
    evidence: Evidence, rendered: renderings.Rendered
) -> None:
    draft = draft_of(evidence, rendered)
    alone = draft.model_copy(
        update={"sections": (*draft.sections, draft.sections[0].model_copy(update={"blocks": ()}))}
    )
    edited = alone.revised({"sections/2/title": Sentence(text="别的题目", passages=("1.2",))})
    assert [each.title.text for each in edited.sections][-1] == "别的题目"
    assert article.parse(built(evidence, edited)[1]) == built(evidence, edited)[0]


# ---------------------------------------------------------------- against the user's sample

KEYS = ["title", "date", "author", "tags"]


def test_its_front_matter_begins_as_the_users_sample_and_is_followed_by_our_keys(
    evidence: Evidence, rendered: renderings.Rendered
) -> None:
    front = yaml.safe_load(built(evidence, draft_of(evidence, rendered))[1].split("---\n")[1])
    assert list(front) == [*KEYS, "draft", "source_url", "licence", "kind", "provenance", "AIGC"]
    assert front["source_url"] == URL and front["licence"] == "" and front["kind"] == "translation"
    assert front["author"] == "Nora Field（原作者）；AI News Assistant译评（人工智能撰写）"


def structure(text: str) -> list[str]:
    """What stands in a file, block by block, without what it says."""
    shapes: list[str] = []
    for line in filter(None, text.split("---\n", 2)[2].split("\n")):
        mark = re.match(r"#{1,4} (?:我的一点看法)?|---|> |\d+\.  \*\*|\*[^*]", line)
        shape = mark[0][:4] if mark else "text"
        if shapes[-1:] != [shape]:
            shapes.append(shape)
    return shapes


def test_its_structure_is_that_of_the_users_sample(evidence: Evidence, rendered: renderings.Rendered) -> None:
    """The notice that names and links the original, sections of two levels, numbered points in bold at the end."""
    if not SEED.exists():
        pytest.skip("the user's sample is not on this machine")
    seed = SEED.read_text(encoding="utf-8")
    ours = built(evidence, draft_of(evidence, rendered))[1]
    assert list(yaml.safe_load(seed.split("---\n")[1])) == KEYS
    for text in (seed, ours):
        shapes = structure(text)
        assert shapes.index("> ") < shapes.index("## ") < len(shapes) - 1 - shapes[::-1].index("## 我")
        assert shapes[shapes.index("## 我") - 1] == "---"
        assert "1.  " in shapes[shapes.index("## 我") :]
        assert 3 <= len(re.findall(r"^\d\.  \*\*", text.partition("## 我的一点看法")[2], re.MULTILINE)) <= 5
        notice = next(line for line in text.splitlines() if line.startswith("> "))
        assert re.match(r"> 本文翻译自.+文章 ?\[.+\]\(https://.+\)", notice)


FAULTS: dict[str, Callable[[str], bool]] = {
    "its title stands twice, as the site shows it already": lambda text: "\n# " in text,
    "nothing says that a machine wrote it": lambda text: "人工智能生成" not in text.split("---\n", 2)[2],
    "the author of the original is the author of what is thought of it": lambda text: (
        "人工智能" not in re.findall("^author: .*$", text, re.MULTILINE)[0]
    ),
    "nothing says who thinks what is thought of it": lambda text: "看法由" not in text,
    "nothing says by whose leave it was translated": lambda text: "licence:" not in text,
    "facts of which nobody knows the source stand among the opinions": lambda text: "移动支付" in text,
    "white space beside Chinese": lambda text: (
        re.search(r"[\u4e00-\u9fff] [A-Za-z]", text.split("---\n", 2)[2]) is not None
    ),
    "text right below a heading": lambda text: re.search(r"^### .*\n[^\n]", text, re.MULTILINE) is not None,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_faults_of_the_users_sample_are_not_copied(
    evidence: Evidence, rendered: renderings.Rendered, fault: str
) -> None:
    assert not FAULTS[fault](built(evidence, draft_of(evidence, rendered))[1])
    if SEED.exists():
        assert FAULTS[fault](SEED.read_text(encoding="utf-8")), "the sample has no such fault"


# ---------------------------------------------------------------- its checks


def test_a_faithful_draft_has_no_error(evidence: Evidence, rendered: renderings.Rendered) -> None:
    draft = draft_of(evidence, rendered)
    found = [each for check in checks.checks(20, 60_000, kind=KIND) for each in check(draft, evidence)]
    assert [each for each in found if each.severity == "error"] == []


def test_three_to_five_points_are_made(evidence: Evidence, rendered: renderings.Rendered) -> None:
    draft = draft_of(evidence, rendered)
    (points,) = draft.conclusion
    check = checks.rendition(checks.HOUSE)
    for count, found in ((0, {"views"}), (2, {"views"}), (3, set()), (5, set()), (6, {"views"})):
        items = (points.items * 2)[:count]
        kept = (points.model_copy(update={"items": items}),) if items else ()
        assert errors(check(draft.model_copy(update={"conclusion": kept}), evidence)) == found


def test_an_opinion_in_the_text_and_a_fact_among_the_views_are_found(
    evidence: Evidence, rendered: renderings.Rendered
) -> None:
    draft = draft_of(evidence, rendered)
    view = Sentence(text="这样的做法值得警惕。", kind="opinion")
    every = checks.checks(20, 60_000, kind=KIND)
    for place, sentence, rule in (
        ("sections/0/0/1", view, "added"),
        ("conclusion/0/0/0", Sentence(text="居民已经有4000人签名。", kind="opinion"), "opinion"),
    ):
        spoiled = draft.revised({place: sentence})
        assert rule in errors([each for check in every for each in check(spoiled, evidence)])


def test_links_of_the_file_are_those_of_the_page(evidence: Evidence, rendered: renderings.Rendered) -> None:
    document, _ = built(evidence, draft_of(evidence, rendered))
    linked = [inline for line in lines_of(document) for inline in line if isinstance(inline, Linked)]
    assert {each.to for each in linked} == {"https://harbours.example/about?x=1"}
    assert {plain((each,)) for each in linked} == {"港务办公室", "Port Ellery"}
