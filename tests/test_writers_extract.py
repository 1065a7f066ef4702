"""Writing without a model: quoted, attributed, little from each source, and nothing of our own but the frame."""

import re
from itertools import pairwise

import pytest

from check_cases import evidence as one_source
from newsbot import checks, chinese, evidence
from newsbot.errors import TooThin
from newsbot.evidence import Limits
from newsbot.gate import Gate
from newsbot.news import Draft, Evidence, Sentence
from newsbot.writers import extract, headlines
from story_cases import AMPLE, candidate, sample_candidates, sample_evidence

STORIES = ["A", "B", "C"]
QUOTED = re.compile(r"“([^“”]*)”")


def folded(text: str) -> str:
    """The words alone: quotation marks, punctuation and spaces are set our way."""
    return re.sub(r"[\W_]", "", text)


def speech(sentence: Sentence) -> str:
    """What the sentence quotes; it quotes exactly once."""
    (quoted,) = QUOTED.findall(sentence.text)
    return str(quoted)


def prose(draft: Draft) -> list[tuple[str, Sentence]]:
    return [(place, each) for place, each in draft.placed() if not place.endswith("title") and place != "heading"]


@pytest.mark.parametrize("letter", STORIES)
def test_every_sentence_is_an_attributed_quotation_verbatim_from_the_passage_it_names(letter: str) -> None:
    chosen = sample_evidence(letter)
    for place, sentence in prose(extract.write(chosen)):
        (id,) = sentence.passages
        passage = chosen.passage(id)
        assert passage is not None and passage.language == "zh", place
        assert folded(speech(sentence)) in folded(passage.text), place
        outlet = chosen.source(passage.source).publisher
        assert outlet in QUOTED.sub("", sentence.text), place


@pytest.mark.parametrize("letter", STORIES)
def test_no_source_gives_more_than_three_sentences_and_200_characters(letter: str) -> None:
    chosen = sample_evidence(letter)
    quoted = [(sentence.passages[0].split(".")[0], speech(sentence)) for _, sentence in prose(extract.write(chosen))]
    for source in {source for source, _ in quoted}:
        own = [text for of, text in quoted if of == source]
        assert len(own) <= extract.MOST_SENTENCES
        assert sum(len(text) for text in own) <= extract.MOST_CHARACTERS
    assert len({text for _, text in quoted}) == len(quoted)


@pytest.mark.parametrize("letter", STORIES)
def test_the_title_begins_with_the_mark_and_differs_from_the_heading(letter: str) -> None:
    draft = extract.write(sample_evidence(letter))
    assert draft.title.text.startswith("摘编｜")
    assert draft.title.text.removeprefix("摘编｜") != draft.heading.text
    assert 11 <= chinese.title_length(draft.heading.text) <= 29
    assert chinese.title_length(draft.title.text) <= 29
    titles = [each.text for place, each in draft.placed() if place.endswith("title") or place == "heading"]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("letter", STORIES)
def test_headings_are_words_of_the_sources_on_passages_of_that_source(letter: str) -> None:
    chosen = sample_evidence(letter)
    draft = extract.write(chosen)
    for place, sentence in draft.placed():
        if place.endswith("title") or place == "heading":
            words = folded(sentence.text.removeprefix("摘编｜"))
            sources = {passage.source for passage in chosen.cited(sentence.passages)}
            assert len(sources) == 1, place
            texts = [passage.text for passage in chosen.cited(sentence.passages)] + [chosen.source(*sources).title]
            assert any(words in folded(text) for text in texts), place


@pytest.mark.parametrize("letter", STORIES)
def test_foreign_sources_are_neither_quoted_nor_translated(letter: str) -> None:
    chosen = sample_evidence(letter)
    cited = {id for _, sentence in extract.write(chosen).placed() for id in sentence.passages}
    assert all(passage.language == "zh" for passage in chosen.cited(tuple(cited)))


@pytest.mark.parametrize("letter", STORIES)
async def test_it_goes_through_the_gate_without_judge_or_repair_and_is_left_to_an_editor(letter: str) -> None:
    chosen = sample_evidence(letter)
    draft = extract.write(chosen)
    verdict = await Gate(draft, chosen, checks.checks(300, 1500), None).verdict(None)
    assert (verdict.outcome, verdict.repairs, verdict.draft) == ("review", (), draft)
    assert {each.support for each in verdict.sentences} == {"quoted", "supported"}


@pytest.mark.parametrize("letter", STORIES)
def test_the_draft_has_every_part_and_is_the_same_every_time(letter: str) -> None:
    draft = extract.write(sample_evidence(letter))
    assert draft == extract.write(sample_evidence(letter))
    assert draft.writer == "extract" and draft.model == "" and draft.prompts == ()
    assert len(draft.tldr) == 2 and draft.introduction and draft.conclusion
    assert 1 <= len(draft.sections) <= 4


def test_the_sources_take_turns() -> None:
    chosen = sample_evidence("A")
    counts = [
        sum(sentence.passages[0].startswith(f"{source.id}.") for _, sentence in prose(extract.write(chosen)))
        for source in chosen.sources
        if source.language != "en"
    ]
    assert min(counts) >= 2


def test_the_wording_of_attributions_changes_from_sentence_to_sentence() -> None:
    frames = [QUOTED.sub("“”", sentence.text) for _, sentence in prose(extract.write(sample_evidence("A")))]
    assert all(one != two for one, two in pairwise(frames))


def test_traditional_sources_are_quoted_in_simplified() -> None:
    chosen = sample_evidence("A")
    (hant,) = [source for source in chosen.sources if source.publisher == "晴屿时报"]
    quoted = [speech(s) for _, s in prose(extract.write(chosen)) if s.passages[0].startswith(f"{hant.id}.")]
    assert quoted and all(chinese.simplified(text) == text for text in quoted)
    assert any(passage.original for passage in chosen.passages if passage.source == hant.id)


# ---------------------------------------------------------------- too thin


def test_mostly_foreign_sources_are_too_thin_and_the_refusal_names_the_way_out() -> None:
    with pytest.raises(TooThin) as refused:
        extract.write(sample_evidence("D"))
    assert "NEWSBOT_LLM__DRAFT_MODEL" in str(refused.value) and "\n" not in str(refused.value)
    assert refused.value.searched == sample_evidence("D").searched == ("示例站",)


def test_one_source_alone_is_too_thin_whatever_its_length() -> None:
    """Three sentences may come from it, and five are needed."""
    long = evidence.choose("s", ["北辰实验室开源方言语音模型“听澜”"], sample_candidates("A")[:1], AMPLE, ())
    with pytest.raises(TooThin):
        extract.write(long)


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["短。"],
        ["没有句号的一段话，" * 10],
        ["引号没有关上的“一句话，说到一半就停了下来不再说。"] * 8,
        ["点击订阅我们的邮件，您将每天收到最新的科技新闻摘要和评论。"] * 8,
        ["长" * 5000 + "。"] * 8,
        ["同一句话在每一段里一字不差地重复，别的什么也没有再说。"] * 30,
    ],
    ids=["nothing", "short", "no stop", "open quotation mark", "words to the reader", "giant", "one sentence again"],
)
def test_text_that_cannot_be_quoted_is_too_thin(texts: list[str]) -> None:
    with pytest.raises(TooThin):
        extract.write(one_source(*texts))


def test_a_source_without_a_name_is_named_by_its_author_its_host_or_its_title() -> None:
    def outlet(**about: str) -> str:
        base = sample_evidence("A").sources[0]
        return extract.outlet(
            base.model_copy(update={"publisher": "", "author": "", "url": "", "title": "题目"} | about)
        )

    assert outlet(publisher="北桥社", author="秦晚舟", url="https://a.example/") == "北桥社"
    assert outlet(author="秦晚舟", url="https://a.example/") == "秦晚舟"
    assert outlet(url="https://a.example:8080/x") == "a.example"
    assert outlet() == "《题目》"


def nameless() -> Evidence:
    """Two documents an editor handed in: no address, no publisher."""
    pages = [
        each.model_copy(update={"page": each.page.model_copy(update={"url": "", "final_url": "", "publisher": ""})})
        for each in sample_candidates("A")
    ]
    return evidence.choose("s", ["北辰实验室开源方言语音模型“听澜”"], pages, AMPLE, ())


async def test_an_excerpt_of_handed_in_files_also_goes_through_the_gate() -> None:
    verdict = await Gate(extract.write(nameless()), nameless(), checks.checks(300, 1500), None).verdict(None)
    assert verdict.outcome == "review"


def test_hostile_outlet_names_and_titles_stay_in_one_line() -> None:
    pages = [
        candidate(
            each.page.text,
            each.page.url,
            publisher="恶“意\n社\u202e",
            title=each.page.title + "\n### 伪造",
        )
        for each in sample_candidates("A")
    ]
    draft = extract.write(
        evidence.choose("s", ["北辰实验室开源方言语音模型“听澜”"], pages, Limits(tokens=6000, minimum=0), ())
    )
    assert not any("\n" in sentence.text or "\u202e" in sentence.text for _, sentence in draft.placed())


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("本报记者11月21日在临江港三号码头看到", False),
        ("港务局副局长周敏在现场了解到", False),
        ("临江港务局11月21日透露", False),
        ("临江港三号码头11月21日恢复作业", True),
        ("老人讲了半天我们一句也听不懂", False),
        ("尚未经过第三方机构的独立复核", False),
        ("我国首座海上风电场在临江并网", True),
        ("调度模型靠自我训练少占三成内存", True),
        ("临江港记者协会换届选出新会长", True),
    ],
)
def test_half_a_sentence_is_no_headline(text: str, stands: bool) -> None:
    assert headlines.stands_alone(text, headlines.TITLE) is stands


def test_a_headline_does_not_begin_with_who_reported_it() -> None:
    text = "据临江晚报消息，临江港三号码头11月21日恢复作业，港务局说货轮已全部离港。"
    assert next(headlines.clauses(text, headlines.TITLE)).startswith("临江港三号码头")


def test_a_rumour_keeps_who_reported_it_in_its_headline() -> None:
    text = "据未经证实的消息，临江港三号码头11月21日恢复作业，货轮已全部离港。"
    assert next(headlines.clauses(text, (8, 60))).startswith("据未经证实的消息，")
