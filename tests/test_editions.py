"""An edition in another language: what its file says, that it reads back, and what it has from its original."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article_sample import STORY, evidence, form, passage, said, verdict
from article_sample import draft as news_draft
from column_sample import column
from golden import ROOT, expect_golden
from newsbot import article, chinese, editions, kinds, proofreading, review
from newsbot.article.document import Document, FrontField, Quoted, Reference, plain
from newsbot.chinese import from_traditional, traditional
from newsbot.news import Byline, Draft, Edition, Evidence, Language, Sentence, SourceDate
from newsbot.writers import extract
from rendition_cases import ScriptedTranslator, draft_of, evidence_of, made, page_of, rendered_by
from story_cases import PROMPTS, sample_evidence
from test_feature import feature
from test_report import report

KINDS = kinds.known(PROMPTS.declared(kinds.FILE))
TEMPLATES = {each.template: (ROOT / "templates" / each.template).read_text(encoding="utf-8") for each in KINDS.values()}


def rested(draft: Draft, language: Language, on: Evidence | None = None, **known: object) -> Evidence:
    """The evidence of an edition of this draft."""
    made = Edition(story="f" * 32, name="2026-03-05-gang.md", sha256="0" * 64, language=language, signed=draft)
    return (on or evidence()).model_copy(update={"edition": made.model_copy(update=known)})


def file(draft: Draft, language: Language, on: Evidence | None = None, **known: object) -> tuple[Evidence, str]:
    """The file of an edition of this draft, as the pipeline writes it."""
    story = STORY.model_copy(update={"language": language, "edition_of": "f" * 32, "kind": draft.kind})
    rests = rested(draft, language, on, **known)
    kind = KINDS[draft.kind]
    built = article.build(verdict(article.shown(draft, rests, language)), rests, story, form(kind=kind))
    return rests, article.finish(built.document, TEMPLATES[kind.template], kind.template)


# ---------------------------------------------------------------- Traditional characters

CASES = [
    ("头发的发展很复杂，干部在干燥的房间里。", "頭髮的發展很複雜，幹部在乾燥的房間裡。"),
    ("台积电在台湾宣布，公司发布新产品。", "台積電在台灣宣布，公司發布新產品。"),
    ("他说：“我们只说了‘可能’。”", "他說：「我們只說了『可能』。」"),
    ("软件和网络都是原来的词", "軟件和網絡都是原來的詞"),
    ("OpenAI发布GPT-4.1，见https://example.org/a?b=1", "OpenAI發布GPT-4.1，見https://example.org/a?b=1"),
    ("沈阳的后来，皇后和里程", "瀋陽的後來，皇后和里程"),
    ("这部专著的原著，土著看着就懂。", "這部專著的原著，土著看著就懂。"),
    ("他著有《港口》，新著着眼海运，大着胆子。", "他著有《港口》，新著著眼海運，大著膽子。"),
    ("居民在信上签了名，书签和标签都在。", "居民在信上簽了名，書籤和標籤都在。"),
    ("Plain English stays “as it is”.", "Plain English stays “as it is”."),
    ("", ""),
]


@pytest.mark.parametrize(("plain", "shown"), CASES)
def test_characters_change_and_no_word_does(plain: str, shown: str) -> None:
    assert traditional(plain) == shown
    assert from_traditional(shown) == plain


def test_the_houses_exceptions_go_before_and_come_back() -> None:
    words = {"昇腾": "昇騰", "软件": "軟體"}
    shown = traditional("昇腾的软件升级了", (), words)
    assert shown == "昇騰的軟體升級了"
    assert from_traditional(shown, words) == "昇腾的软件升级了"


def test_words_that_a_traditional_source_says_stand_as_they_stand_there() -> None:
    original = "執行長說：「我們在臺北看著這項計畫，不能後悔。」"
    said = "首席执行官说：“我们在台北看着这项计划，不能后悔。”"
    assert "「我們在臺北看著這項計畫，不能後悔。」" in traditional(said, (original,))
    assert "台北看著這項計劃" in traditional(said)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("发布干后里面复制台湾著着乾余松准“”‘’，。AI12 "), max_size=40))
def test_no_text_breaks_it_and_its_length_stays(text: str) -> None:
    assert len(traditional(text)) == len(text)


def sentences() -> list[str]:
    found = [each.text for letter in "ABCD" for each in sample_evidence(letter).passages if each.language == "zh"]
    return [*found, *(each.text for _, each in news_draft().placed()), *(each.text for _, each in feature().placed())]


def test_of_all_sample_sentences_each_comes_back() -> None:
    """What OpenCC's two tables do not undo would stand here by name."""
    assert [text for text in map(chinese.tidy, sentences()) if from_traditional(traditional(text)) != text] == []


@pytest.mark.parametrize(("plain", "back"), [("昇腾", "升腾"), ("藉口", "借口")])
def test_what_does_not_come_back_by_itself_is_known_from_the_draft(plain: str, back: str) -> None:
    """The exceptions: characters of both. A sentence that nobody touched is the draft's own all the same."""
    assert from_traditional(traditional(plain)) == back
    draft = news_draft(conclusion=()).revised(
        {"introduction/0/0": Sentence(text=f"公司说起{plain}。", passages=("1.1",))}
    )
    rests, text = file(draft, "zh-Hant")
    again = proofreading.reread(article.parse(text), text, draft, rests)
    assert dict(again.draft.placed())["introduction/0/0"].text == f"公司说起{plain}。"
    assert again.edited == frozenset()


@pytest.mark.parametrize("draft", [news_draft(), feature()], ids=["news", "feature"])
def test_the_file_in_traditional_characters_is_the_golden_one(draft: Draft) -> None:
    expect_golden(f"{draft.kind}.zh-hant.md", file(draft, "zh-Hant")[1])


TRANSLATED = evidence_of(page_of(made(2, 1).html))
RENDERED = draft_of(TRANSLATED, rendered_by(ScriptedTranslator(made(2, 1).known), TRANSLATED))


def test_a_translation_in_traditional_characters_keeps_what_is_bold_and_where_words_lead() -> None:
    rests, text = file(RENDERED, "zh-Hant", TRANSLATED)
    assert "> 本文翻譯自Nora Field的文章[" in text and "## 我的一點看法" in text and "人工智能撰寫" in text
    assert re.findall("[译载许点写内]", text.split("---\n", 2)[2]) == []
    again = proofreading.reread(article.parse(text), text, RENDERED, rests)
    assert dict(again.draft.placed()) == dict(RENDERED.placed())
    assert (again.edited, [each for each in again.findings if each.severity == "error"]) == (frozenset(), [])
    shown = dict(article.shown(RENDERED, rests, "zh-Hant").placed())
    before = dict(RENDERED.placed())
    linked = [place for place, each in before.items() if each.links]
    assert {shown[place].links[0].text for place in linked} == {"港務辦公室", "Port Ellery"}
    other = text.replace("花了2600萬美元", "花了2700萬美元")
    edited = proofreading.reread(article.parse(other), other, RENDERED, rests)
    (place,) = edited.edited
    assert dict(edited.draft.placed())[place].links[0].text == "港务办公室"


def test_who_signed_the_opinions_has_signed_them_in_other_characters_and_in_no_other_language() -> None:
    draft, opinions = column(), review.opinions(column())
    assert len(opinions) > 3
    signed = rested(draft, "zh-Hant", signer="陈编辑")
    assert review.signed_before(draft, signed) == Byline(editor="陈编辑", opinions=opinions)
    place = next(place for place, each in draft.placed() if each.kind == "opinion")
    other = draft.revised({place: Sentence(text="这恐怕另当别论。", kind="opinion")})
    assert review.signed_before(other, signed) is None
    assert review.signed_before(draft, rested(draft, "zh-Hant")) is None
    assert review.signed_before(draft, rested(draft, "en", signer="陈编辑")) is None
    assert review.signed_before(draft, evidence()) is None


def test_steps_of_an_english_column_are_counted_and_read_back() -> None:
    _, text = file(column(), "en")
    assert "### 01\u2002" in text and "\u3000" not in text
    again = proofreading.reread(article.parse(text), text, column(), rested(column(), "en"))
    assert [each.title.text for each in again.draft.sections] == [each.title.text for each in column().sections]


@pytest.mark.parametrize(
    "draft", [news_draft(keywords=(said("临江港"),)), feature(), column(), report()], ids=lambda draft: draft.kind
)
def test_an_edition_in_traditional_characters_reads_back_as_the_very_draft(draft: Draft) -> None:
    rests, text = file(draft, "zh-Hant")
    document = article.parse(text)
    assert article.render(document, TEMPLATES[KINDS[draft.kind].template]) == text
    again = proofreading.reread(document, text, draft, rests)
    assert dict(again.draft.placed()) == dict(draft.placed())
    assert (again.edited, [each for each in again.findings if each.severity == "error"]) == (frozenset(), [])
    assert chinese.simplified(plain(document.tldr)) != plain(document.tldr)


def test_a_character_put_right_by_hand_is_no_edit_and_another_word_is_one() -> None:
    draft = news_draft(conclusion=())
    draft = draft.revised({"introduction/0/0": Sentence(text="她的头发很长。", passages=("1.1",))})
    rests, text = file(draft, "zh-Hant")
    wrong = text.replace("頭髮", "頭發")
    assert wrong != text
    assert proofreading.reread(article.parse(wrong), wrong, draft, rests).edited == frozenset()
    other = text.replace("頭髮", "鬍子")
    again = proofreading.reread(article.parse(other), other, draft, rests)
    assert again.edited == {"introduction/0/0"}
    assert dict(again.draft.placed())["introduction/0/0"].text == "她的胡子很长。"


def test_addresses_names_of_works_and_keys_are_the_originals() -> None:
    simplified = article.finish(
        article.build(verdict(news_draft()), evidence(), STORY, form()).document, TEMPLATES["news.md.j2"]
    )
    _, shown = file(news_draft(), "zh-Hant")
    before, after = article.parse(simplified), article.parse(shown)
    assert [each.model_dump() for each in after.references] == [each.model_dump() for each in before.references]
    keys = [field.key for field in after.front if field.key not in ("language", "edition_of")]
    assert keys == [field.key for field in before.front]
    assert "檢索日期 " in shown and "### 結論" in shown and "检索日期" not in shown


# ---------------------------------------------------------------- the file in each language

REFERENCES = [
    Reference(
        label="1", by="Acme Inc.", date=SourceDate(year=2025, month=5), title="A", url="https://a.example/", site="B"
    ),
    Reference(label="2", by="甲", date=SourceDate(year=2025), title="乙", site="丙", note="仅见标题"),
    Reference(label="3", by="A. (May 1, 2024)", title="x", url="https://a.example/(1)", note="仅见摘要"),
    Reference(label="4", title="x", retrieved=SourceDate(year=2025, month=12, day=31)),
    Reference(label="5", title="x", date=SourceDate(year=2025, month=1, day=2), site="Retrieved May 1, 2024"),
]


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("draft", [news_draft(), feature(), report()], ids=["framed", "plain", "chaptered"])
def test_a_file_reads_back_in_every_language(draft: Draft, language: Language) -> None:
    _, text = file(draft, language)
    document = article.parse(text)
    retrieved = SourceDate(year=2026, month=3, day=4)
    references = tuple(each.model_copy(update={"retrieved": each.retrieved or retrieved}) for each in REFERENCES)
    changed = document.model_copy(update={"references": references})
    again = article.parse(article.render(changed, TEMPLATES[KINDS[draft.kind].template]))
    assert again == changed
    assert again.language == language


def test_english_files_speak_english() -> None:
    _, text = file(news_draft(), "en")
    for words in ("**TL;DR**: ", "### Introduction", "### Conclusion", "Retrieved ", "This article was"):
        assert words in text, words
    assert "检索日期" not in text and "本文由" not in text


@pytest.mark.parametrize(
    ("language", "notice", "withdrawn"),
    [
        (
            "zh-Hans",
            "**更正（2026年11月22日）**：本文此前写“甲”，应为“乙” [^1]。",
            "**撤稿（2026年11月22日）**：本文已由",
        ),
        (
            "zh-Hant",
            "**更正（2026年11月22日）**：本文此前寫「甲」，應為「乙」 [^1]。",
            "**撤稿（2026年11月22日）**：本文已由",
        ),
        (
            "en",
            "**Correction (November 22, 2026)**: This article said “甲”; it should say “乙”.[^1]",
            "**Withdrawn (N",
        ),
    ],
)
def test_corrections_and_withdrawals_are_in_the_language_of_the_edition(
    language: Language, notice: str, withdrawn: str
) -> None:
    _, text = file(news_draft(), language)
    document = article.parse(text.replace("### ", "### 甲", 1))
    day, at = date(2026, 11, 22), datetime(2026, 11, 22, tzinfo=UTC)
    corrected = article.corrected(document, article.Correction(day=day, was="甲", instead="乙", mark="1"), at)
    written = article.render(corrected, TEMPLATES["news.md.j2"])
    assert f"> {notice}\n" in written
    assert article.parse(written) == corrected
    gone = article.render(article.withdrawn(document, "A.", day, at), TEMPLATES["news.md.j2"])
    assert f"> {withdrawn}" in gone


def test_an_unknown_language_in_the_front_matter_is_simplified_chinese() -> None:
    front = (FrontField(key="language", value=Quoted(quoted="tlh")),)
    assert Document(front=front, heading=(), footer=None).language == "zh-Hans"


def test_an_edition_lies_beside_its_original_under_the_name_that_hugo_knows() -> None:
    assert editions.file_name("2026-03-05-gang-7f3a9c21.md", "zh-Hant") == "2026-03-05-gang-7f3a9c21.zh-hant.md"
    assert editions.file_name("2026-03-05-gang-7f3a9c21.md", "en") == "2026-03-05-gang-7f3a9c21.en.md"
    assert editions.edition_id("a", "en") != editions.edition_id("a", "zh-Hant") != editions.edition_id("b", "zh-Hant")


def test_an_excerpt_of_each_sample_story_reads_back() -> None:
    for letter in "ABC":
        on = sample_evidence(letter)
        draft = extract.write(on)
        rests, text = file(draft, "zh-Hant", on)
        again = proofreading.reread(article.parse(text), text, draft, rests)
        assert (dict(again.draft.placed()), again.edited) == (dict(draft.placed()), frozenset()), letter


def test_what_is_kept_of_other_stories_is_as_it_was() -> None:
    """Markers of prompts are made of the evidence: no key of editions stands in that of another story."""
    assert "edition" not in evidence().model_dump_json()
    assert "language" not in news_draft().model_dump_json() and '"signed"' not in news_draft().model_dump_json()
    assert passage("1.1").text
