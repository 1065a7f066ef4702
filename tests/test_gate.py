"""The gate: what fails is cited anew, reworded, cut or held; nothing passes for want of findings."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest

from check_cases import evidence
from newsbot import checks, judging
from newsbot.errors import ModelError, OutOfBudget, RateLimited, Unavailable
from newsbot.gate import Failing, Gate, as_it_stands, key
from newsbot.news import Draft, Finding, Judged, Paragraph, Repair, Section, Sentence, Support, Verdict
from story_cases import PROMPTS, MemoryModel

RULES = checks.checks(0, 10**6)
EVIDENCE = evidence(
    "甲公司3月5日在柏林发布新款芯片，售价为499欧元，首批货供应欧洲市场。",
    "首席执行官李明说，新款芯片的能耗比上一代低30%，公司明年将在法国建厂。",
    "库存压力仍然很大，分析师王芳认为，新款芯片难以撼动行业格局。",
    "The company said the plant would employ about 2,500 people.",
)


def on(text: str, *ids: str) -> Sentence:
    return Sentence(text=text, passages=ids or ("1.1",))


LEAD = on("首批货供应欧洲市场，售价为499欧元。")
PRICE = on("新款芯片售价为499欧元，首批货供应欧洲市场。")
POWER = on("李明说，新款芯片的能耗比上一代低30%。", "1.2")
JOBS = on("该公司称，工厂将雇用约2500人。", "1.4")  # true, but in another language: only a judge can tell
DOUBT = on("王芳对芯片的前景表示乐观。", "1.3")  # no rule sees that it is false
FALSE = on("新款芯片售价为599欧元。")  # a rule sees it, and no passage has it


def article(*body: Sentence, **parts: Any) -> Draft:
    """A draft whose every sentence is supported by the words of its passage, and these in its section."""
    base: dict[str, Any] = {
        "writer": "whole",
        "title": on("甲公司3月5日在柏林发布新款芯片"),
        "heading": on("甲公司新款芯片首批货供应欧洲市场"),
        "tldr": (LEAD, on("李明说，公司明年将在法国建厂。", "1.2")),
        "introduction": (Paragraph(sentences=(on("甲公司3月5日在柏林发布新款芯片，首批货供应欧洲市场。"),)),),
        "sections": (Section(title=on("首批货供应欧洲市场"), blocks=(Paragraph(sentences=(PRICE, POWER, *body)),)),),
        "conclusion": (),
    }
    return Draft(**base | parts)


class Desk:
    """A judge and a rewriter that say what they are told to, and keep what they were asked."""

    def __init__(
        self,
        judged: dict[str, Support] | None = None,
        reworded: dict[str, Sentence] | None = None,
        rest: Support | None = None,
    ) -> None:
        """`rest` is the judge's word on every sentence that `judged` does not name; None for no word."""
        self._judged = judged or {}
        self._rest = rest
        self._reworded = reworded or {}
        self.judged: list[list[str]] = []
        self.reworded: list[list[tuple[str, str]]] = []

    async def judge(self, asked: Sequence[tuple[str, Sentence]]) -> dict[str, Judged]:
        self.judged.append([sentence.text for _, sentence in asked])
        words = {place: self._judged.get(sentence.text, self._rest) for place, sentence in asked}
        return {
            place: Judged(place=place, support=word, by="judge", spans=("span",))
            for place, word in words.items()
            if word
        }

    async def rewrite(self, failing: Failing) -> dict[str, Sentence]:
        self.reworded.append([(place, sentence.text) for place, sentence, _ in failing])
        return {
            place: self._reworded[sentence.text] for place, sentence, _ in failing if sentence.text in self._reworded
        }


async def decided(draft: Draft, desk: Desk | None = None, *, judge: bool = False, rewrite: bool = False) -> Verdict:
    desk = desk or Desk()
    return await Gate(draft, EVIDENCE, RULES, desk.judge if judge else None).verdict(desk.rewrite if rewrite else None)


def texts(verdict: Verdict) -> list[str]:
    return [sentence.text for _, sentence in verdict.draft.placed()]


def repaired(verdict: Verdict) -> list[tuple[str, str]]:
    return [(each.action, each.before.text) for each in verdict.repairs]


def support(verdict: Verdict, text: str) -> Support:
    places = {sentence.text: place for place, sentence in verdict.draft.placed()}
    return next(each.support for each in verdict.sentences if each.place == places[text])


# ---------------------------------------------------------------- pass, review, hold


async def test_a_draft_that_its_passages_support_word_for_word_passes_unchanged() -> None:
    desk = Desk(rest="supported")
    verdict = await decided(article(), desk, judge=True, rewrite=True)
    assert (verdict.outcome, verdict.reasons, verdict.findings, verdict.repairs) == ("pass", (), (), ())
    assert verdict.draft == article()
    assert (len(desk.judged), desk.reworded) == (1, [])


async def test_covered_words_alone_do_not_pass_and_the_judge_may_say_no_to_them() -> None:
    """Coverage by words is blind to who did what: plaintiff and defendant share every word."""
    silent = await decided(article(), Desk(), judge=True)
    assert {each.by for each in silent.sentences} == {"coverage"} and silent.outcome == "review"
    denied = await decided(article(), Desk({POWER.text: "contradicted"}, rest="supported"), judge=True)
    assert repaired(denied) == [("cut", POWER.text)]


async def test_every_sentence_of_the_verdicts_draft_has_its_support() -> None:
    verdict = await decided(article(JOBS, FALSE))
    assert [each.place for each in verdict.sentences] == [place for place, _ in verdict.draft.placed()]


async def test_without_a_judge_what_no_rule_can_support_is_not_judged_and_goes_to_review() -> None:
    verdict = await decided(article(JOBS))
    assert (verdict.outcome, support(verdict, JOBS.text)) == ("review", "not judged")
    assert any("NEWSBOT_LLM__JUDGE_MODEL" in reason for reason in verdict.reasons)
    assert verdict.findings == ()


async def test_a_judge_that_supports_it_lets_it_pass() -> None:
    verdict = await decided(article(JOBS), Desk(rest="supported"), judge=True)
    assert (verdict.outcome, support(verdict, JOBS.text), verdict.reasons) == ("pass", "supported", ())
    assert {(each.by, each.spans) for each in verdict.sentences} == {("judge", ("span",))}


async def test_a_judge_that_gives_no_answer_leaves_it_not_judged() -> None:
    verdict = await decided(article(JOBS), Desk(), judge=True)
    assert (verdict.outcome, support(verdict, JOBS.text)) == ("review", "not judged")


@pytest.mark.parametrize("error", [Unavailable("down"), OutOfBudget("no money left today"), RateLimited("later", 60.0)])
async def test_a_judge_that_cannot_be_asked_leaves_the_draft_for_review_with_the_reason(error: ModelError) -> None:
    """Also a clean draft, and once is enough: what was reworded is not put to it again."""
    asked = []

    async def judge(sentences: Sequence[tuple[str, Sentence]]) -> dict[str, Judged]:
        asked.append(sentences)
        raise error

    for draft in (article(), article(JOBS, FALSE)):
        asked.clear()
        desk = Desk(reworded={FALSE.text: on("李明说，公司将在法国建厂。", "1.2")})
        verdict = await Gate(draft, EVIDENCE, RULES, judge).verdict(desk.rewrite)
        assert (verdict.outcome, len(asked)) == ("review", 1)
        assert any("核对模型没有回答" in reason and str(error) in reason for reason in verdict.reasons)
    assert support(verdict, JOBS.text) == "not judged"
    assert repaired(verdict) == [("rewritten", FALSE.text)]


async def test_a_draft_of_quotations_alone_asks_no_judge() -> None:
    quoted = on("“首席执行官李明说，新款芯片的能耗比上一代低30%，公司明年将在法国建厂。”", "1.2")
    desk = Desk(rest="supported")
    await Gate(article(quoted), EVIDENCE, RULES, desk.judge).verdict(None)
    assert quoted.text not in desk.judged[0]


@pytest.mark.parametrize("word", ["contradicted", "partly", "unsupported"])
async def test_what_the_judge_called_it_is_told_where_it_is_the_stricter(word: Support) -> None:
    title = on("王芳看好甲公司新款芯片的前景", "1.3")
    verdict = await decided(article(title=title), Desk({title.text: word}), judge=True)
    assert (verdict.outcome, support(verdict, title.text)) == ("hold", word)


def test_of_rule_and_judge_the_stricter_is_told_though_the_judge_saw_the_sentence_before_the_rule_was_there() -> None:
    """Rules come and terms are entered while a draft lies on the desk."""
    unheld = on("库存压力仍然很大。", "7.7")  # there is no such passage
    words: dict[Support, Support] = {"contradicted": "contradicted", "supported": "unsupported"}
    for word, told in words.items():
        said = Judged(place="sections/0/0/2", support=word, by="judge", spans=("span",))
        verdict = as_it_stands(article(unheld), EVIDENCE, RULES, {key(unheld): said})
        assert (verdict.outcome, support(verdict, unheld.text)) == ("hold", told)


async def test_a_keyword_is_not_put_to_the_judge() -> None:
    """It stands as the sentence stands that has it."""
    desk = Desk(rest="supported")
    verdict = await decided(article(keywords=(on("李明", "1.2"),)), desk, judge=True)
    assert "李明" not in desk.judged[0] and support(verdict, "李明") == "supported"


@pytest.mark.parametrize(
    ("span", "support_"),
    [
        ("about 2,500 people", "supported"),
        ("约2500人", "not judged"),
        ("about 3,500 people", "not judged"),
        ("", "not judged"),
    ],
    ids=["verbatim", "translated", "changed", "none"],
)
async def test_the_real_judge_counts_only_with_words_that_stand_in_the_passage(span: str, support_: Support) -> None:
    number = [sentence for _, sentence in article(JOBS).placed()].index(JOBS) + 1
    answer = {"sentences": [{"number": number, "verdict": "supported", "span": span, "reason": ""}]}
    model = MemoryModel(lambda _: json.dumps(answer))
    judge = partial(judging.judge, model, PROMPTS, EVIDENCE, "secret")
    verdict = await Gate(article(JOBS), EVIDENCE, RULES, judge).verdict(None)
    assert (verdict.outcome, support(verdict, JOBS.text)) == ("review", support_)
    assert len(model.asked) == 1


@pytest.mark.parametrize("word", ["contradicted", "unsupported", "partly"])
async def test_a_judges_no_is_an_error_against_the_sentence_and_it_is_cut(word: Support) -> None:
    verdict = await decided(article(DOUBT), Desk({DOUBT.text: word}, rest="supported"), judge=True)
    assert repaired(verdict) == [("cut", DOUBT.text)]
    (finding,) = verdict.repairs[0].because
    assert (finding.rule, finding.severity, finding.found, finding.source_has) == ("judge", "error", word, "span")
    assert (verdict.outcome, DOUBT.text in texts(verdict)) == ("pass", False)


async def test_what_a_rule_faults_is_not_put_to_the_judge_and_each_wording_once() -> None:
    desk = Desk(rest="supported")
    await decided(article(JOBS, FALSE), desk, judge=True, rewrite=True)
    assert len(desk.judged) == 1
    assert JOBS.text in desk.judged[0] and FALSE.text not in desk.judged[0]


async def test_a_judges_yes_does_not_lift_what_a_rule_has_against_a_sentence() -> None:
    verdict = await decided(article(FALSE), Desk({FALSE.text: "supported"}), judge=True)
    assert repaired(verdict) == [("cut", FALSE.text)]


@pytest.mark.parametrize("judge", [False, True])
async def test_a_draft_of_unsupported_sentences_alone_never_passes(judge: bool) -> None:
    """Nothing is wrong with them by any rule; that is no support."""
    loose = ["该公司对市场的看法没有改变", "行业里的气氛依旧平静", "各方都在等待进一步的说明"]
    draft = Draft(
        writer="whole",
        title=on(loose[0]),
        heading=on(loose[1]),
        tldr=(on(loose[2] + "。"), on("不少同行保持沉默。")),
        introduction=(Paragraph(sentences=(on("这一消息出现后，讨论还在继续。"),)),),
        sections=(),
        conclusion=(),
    )
    verdict = await decided(draft, judge=judge)
    assert verdict.outcome != "pass" and verdict.reasons
    assert {each.support for each in verdict.sentences} <= {"not judged", "unsupported"}


async def test_an_excerpt_is_never_passed_by_the_machine() -> None:
    verdict = await decided(article(writer="extract"), judge=True)
    assert verdict.outcome == "review" and verdict.reasons


async def test_a_warning_alone_asks_for_review() -> None:
    verdict = await decided(article(tldr=(LEAD,)))
    assert (verdict.outcome, [each.severity for each in verdict.findings]) == ("review", ["warning"])


# ---------------------------------------------------------------- repairs


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (on(POWER.text, "1.1"), POWER),
        (on("李明说，新款芯片的能耗比上一代低30%。", "7.7"), POWER),
    ],
    ids=["another passage has it", "the named passage does not exist"],
)
async def test_a_sentence_on_the_wrong_passage_is_cited_anew_without_any_call(wrong: Sentence, right: Sentence) -> None:
    desk = Desk(rest="supported")
    draft = article(sections=(Section(title=on("首批货供应欧洲市场"), blocks=(Paragraph(sentences=(PRICE, wrong)),)),))
    verdict = await decided(draft, desk, judge=True, rewrite=True)
    assert repaired(verdict) == [("re-cited", wrong.text)]
    assert verdict.repairs[0].after == right and right in [sentence for _, sentence in verdict.draft.body()]
    assert (verdict.outcome, desk.reworded, len(desk.judged)) == ("pass", [], 1)


async def test_a_passage_in_chinese_that_has_only_its_number_is_not_cited_for_a_sentence() -> None:
    """Else whatever costs as much as the chip would rest on the passage about the chip."""
    wrong = on("旧款耳机的维修费同样要499欧元，用户抱怨不已。", "1.2")
    verdict = await decided(article(wrong), Desk(rest="supported"), judge=True)
    assert repaired(verdict) == [("cut", wrong.text)]


async def test_a_passage_in_another_language_is_cited_for_its_number_and_the_judge_looks_at_the_rest() -> None:
    """Rules cannot read its words; a judge who says no takes the sentence out again."""
    wrong, right = on("该公司称，工厂将雇用约2500人。", "1.1"), JOBS
    kept = await decided(article(wrong), Desk(rest="supported"), judge=True)
    assert [(each.action, each.after) for each in kept.repairs] == [("re-cited", right)]
    desk = Desk({right.text: "unsupported"}, rest="supported")
    denied = await decided(article(wrong), desk, judge=True)
    assert [each.action for each in denied.repairs] == ["re-cited", "cut"]
    assert right.text in desk.judged[0] and right.text not in texts(denied)


async def test_what_the_judge_finds_nowhere_in_its_passage_is_cited_where_its_words_stand() -> None:
    """No rule sees that the first passage says nothing of it: no figure, no name. No rewriting is needed."""
    wrong, right = on("库存压力仍然很大。", "1.4"), on("库存压力仍然很大。", "1.3")

    class Reader(Desk):
        async def judge(self, asked: Sequence[tuple[str, Sentence]]) -> dict[str, Judged]:
            self.judged.append([sentence.text for _, sentence in asked])
            words: dict[bool, Support] = {True: "unsupported", False: "supported"}
            return {
                place: Judged(place=place, support=words[sentence == wrong], by="judge", spans=("span",))
                for place, sentence in asked
            }

    desk = Reader()
    verdict = await decided(article(wrong), desk, judge=True, rewrite=True)
    assert [(each.action, each.after) for each in verdict.repairs] == [("re-cited", right)]
    assert (verdict.outcome, desk.reworded, desk.judged[1:]) == ("pass", [], [[right.text]])


async def test_what_says_again_what_the_judge_found_nowhere_is_cut_and_not_cited_anew() -> None:
    """The judge's word is on the wording, hence on both; what a rule has against the second no citation mends."""
    twice = on("库存压力仍然很大。", "1.4")
    verdict = await decided(article(twice, twice), Desk({twice.text: "unsupported"}, rest="supported"), judge=True)
    assert [each for each in repaired(verdict) if each[0] == "re-cited"] == [("re-cited", twice.text)]


async def test_what_the_judge_calls_contradicted_is_not_cited_elsewhere() -> None:
    """Two sources that say the opposite are not mended by choosing one."""
    wrong = on("库存压力仍然很大。", "1.4")
    verdict = await decided(article(wrong), Desk({wrong.text: "contradicted"}, rest="supported"), judge=True)
    assert repaired(verdict) == [("cut", wrong.text)]


async def test_what_fails_is_reworded_in_one_call_for_all_of_it() -> None:
    other = on("首席执行官李明说，公司明年将在意大利建厂，能耗低45%。", "1.2")
    better = {
        FALSE.text: on("首批货供应欧洲市场，芯片售价为499欧元。"),
        other.text: on("李明说，公司明年将在法国建厂。", "1.2"),
    }
    desk = Desk(reworded=better)
    draft = article(
        sections=(Section(title=on("首批货供应欧洲市场"), blocks=(Paragraph(sentences=(FALSE, POWER, other)),)),),
        tldr=(on("甲公司在柏林发布新款芯片。"), on("首批货供应欧洲市场。")),
    )
    verdict = await decided(draft, desk, rewrite=True)
    assert len(desk.reworded) == 1
    assert sorted(text for _, text in desk.reworded[0]) == sorted([FALSE.text, other.text])
    assert repaired(verdict) == [("rewritten", FALSE.text), ("rewritten", other.text)]
    assert verdict.outcome == "review"
    assert {each.text for each in better.values()} <= set(texts(verdict))


async def test_a_rewording_that_still_fails_is_not_taken_and_the_sentence_is_cut() -> None:
    desk = Desk(reworded={FALSE.text: on("新款芯片售价为699欧元。")})
    verdict = await decided(article(FALSE), desk, rewrite=True)
    assert len(desk.reworded) == 1
    assert repaired(verdict) == [("cut", FALSE.text)]
    assert verdict.outcome == "review" and not any("99欧元。" in text for text in texts(verdict) if "4" not in text)


async def test_a_rewording_is_judged_like_any_sentence() -> None:
    reworded = on("该公司称，工厂将雇用约2500名员工。", "1.4")
    desk = Desk({DOUBT.text: "contradicted", reworded.text: "unsupported"}, {DOUBT.text: reworded})
    verdict = await decided(article(DOUBT), desk, judge=True, rewrite=True)
    assert DOUBT.text in desk.judged[0] and desk.judged[1:] == [[reworded.text]]
    assert repaired(verdict) == [("rewritten", DOUBT.text), ("cut", reworded.text)]


async def test_without_a_rewriter_what_fails_is_cut() -> None:
    verdict = await decided(article(FALSE))
    assert repaired(verdict) == [("cut", FALSE.text)]
    assert verdict.repairs[0].after is None and verdict.repairs[0].because


async def test_a_rewriter_may_answer_nothing_or_for_places_nobody_asked_about() -> None:
    async def rewrite(failing: Failing) -> dict[str, Sentence]:
        return {"nowhere": on("新句。"), "title": on("李明说公司明年将在法国建厂", "1.2")}

    verdict = await Gate(article(FALSE), EVIDENCE, RULES, None).verdict(rewrite)
    assert repaired(verdict) == [("cut", FALSE.text)]
    assert verdict.draft.title == article().title


@pytest.mark.parametrize("part", ["title", "heading"])
async def test_a_title_that_fails_holds_the_article_and_is_never_cut(part: str) -> None:
    bad = on("甲公司在柏林发布新款芯片，售价为599欧元")
    desk = Desk(reworded={bad.text: on("甲公司在柏林发布新款芯片，售价为699欧元")})
    verdict = await decided(article(**{part: bad}), desk, rewrite=True)
    assert (verdict.outcome, repaired(verdict)) == ("hold", [])
    assert dict(verdict.draft.placed())[part] == bad
    assert [finding.place for finding in verdict.findings] == [part]
    assert any(reason.startswith(part) for reason in verdict.reasons)


async def test_a_title_that_fails_may_be_reworded() -> None:
    bad = on("甲公司在柏林发布新款芯片，售价为599欧元")
    good = on("甲公司在柏林发布新款芯片，首批货供应欧洲")
    verdict = await decided(article(title=bad), Desk(reworded={bad.text: good}), rewrite=True)
    assert (verdict.outcome, verdict.draft.title) == ("review", good)


async def test_a_title_the_judge_calls_contradicted_holds_the_article() -> None:
    title = on("王芳看好甲公司新款芯片的前景", "1.3")
    verdict = await decided(article(title=title), Desk({title.text: "contradicted"}), judge=True)
    assert (verdict.outcome, verdict.draft.title) == ("hold", title)


@pytest.mark.parametrize("part", ["tldr", "introduction"])
async def test_a_part_that_would_be_empty_is_held_instead_of_cut(part: str) -> None:
    bad: Any = (FALSE,) if part == "tldr" else (Paragraph(sentences=(FALSE,)),)
    verdict = await decided(article(**{part: bad}))
    assert verdict.outcome == "hold" and FALSE.text in texts(verdict)


async def test_one_of_two_sentences_of_the_tldr_may_go() -> None:
    verdict = await decided(article(tldr=(LEAD, FALSE)))
    assert repaired(verdict) == [("cut", FALSE.text)]
    assert [each.text for each in verdict.draft.tldr] == [LEAD.text]


async def test_a_keyword_that_fell_out_of_the_body_with_its_sentence_is_cut() -> None:
    loss = on("王芳说，意大利分公司将裁员599人。", "1.3")
    verdict = await decided(article(loss, keywords=(on("甲公司"), on("意大利分公司", "1.3"))))
    assert ("cut", "意大利分公司") in repaired(verdict)
    assert [each.text for each in verdict.draft.keywords] == ["甲公司"]
    assert verdict.outcome == "review"


async def test_a_repeated_sentence_is_cut_and_not_cited_anew() -> None:
    verdict = await decided(article(PRICE))
    assert repaired(verdict) == [("cut", PRICE.text)]
    assert [sentence.text for _, sentence in verdict.draft.body()].count(PRICE.text) == 1


async def test_a_finding_against_the_whole_article_holds_it_and_cuts_nothing() -> None:
    verdict = await Gate(article(), EVIDENCE, checks.checks(5000, 6000), None).verdict(Desk().rewrite)
    assert (verdict.outcome, verdict.repairs, verdict.draft) == ("hold", (), article())
    assert [finding.rule for finding in verdict.findings] == ["length"]


async def test_rules_are_what_the_gate_was_given() -> None:
    def no_berlin(draft: Draft, _: object) -> list[Finding]:
        return [
            Finding(rule="house", severity="error", place=place, sentence=sentence.text, advice="不写柏林。")
            for place, sentence in draft.body()
            if "法国" in sentence.text
        ]

    france = on("李明说，公司明年将在法国建厂。", "1.2")
    verdict = await Gate(article(france), EVIDENCE, (no_berlin,), None).verdict(None)
    assert repaired(verdict) == [("cut", france.text)]


async def test_repairs_tell_the_place_before_them_and_replaying_them_gives_the_draft() -> None:
    """Each kind of repair is made in one go, at places of the draft it was made on."""
    draft = article(on(JOBS.text, "1.1"), FALSE, keywords=(on("甲公司"),))
    verdict = await decided(draft)
    replayed = draft
    for action in ("re-cited", "rewritten", "cut"):
        done: list[Repair] = [each for each in verdict.repairs if each.action == action]
        assert all(dict(replayed.placed())[each.place] == each.before for each in done)
        replayed = replayed.revised({each.place: each.after for each in done})
    assert replayed == verdict.draft


PARAGRAPH = Paragraph(
    sentences=(
        Sentence(text="首席执行官李明说，新款芯片的能耗比上一代低30%。", kind="transition"),
        on("公司明年将在法国建厂。", "1.2"),
        Sentence(text="供应情况已经明朗。"),
    )
)


@pytest.mark.parametrize("inherit", [False, True])
async def test_only_where_the_setting_says_so_a_sentence_has_the_citation_of_the_next_in_its_paragraph(
    inherit: bool,
) -> None:
    """The last of a paragraph has nothing to inherit, and what is inherited must support it like its own."""
    draft = article(sections=(Section(title=on("首批货供应欧洲市场"), blocks=(PARAGRAPH,)),))
    standards = checks.Standards(inherit=inherit)
    verdict = await Gate(draft, EVIDENCE, RULES, None, standards).verdict(None)
    cut = [each.before.text for each in verdict.repairs if each.action == "cut"]
    expected = [PARAGRAPH.sentences[2].text] if inherit else [PARAGRAPH.sentences[0].text, PARAGRAPH.sentences[2].text]
    assert cut == expected
    stands = {sentence.text: sentence.passages for _, sentence in verdict.draft.body()}
    assert stands.get(PARAGRAPH.sentences[0].text) == (("1.2",) if inherit else None)


async def test_an_inherited_citation_that_does_not_support_is_an_error_like_any_other() -> None:
    wrong = Paragraph(sentences=(Sentence(text="新款芯片的能耗比上一代低50%。"), on("公司明年将在法国建厂。", "1.2")))
    draft = article(sections=(Section(title=on("首批货供应欧洲市场"), blocks=(wrong,)),))
    verdict = await Gate(draft, EVIDENCE, RULES, None, checks.Standards(inherit=True)).verdict(None)
    assert repaired(verdict) == [("cut", wrong.sentences[0].text)]


async def test_the_same_draft_gets_the_same_verdict() -> None:
    first, second = [await decided(article(JOBS, FALSE, DOUBT)) for _ in range(2)]
    assert first.model_dump_json() == second.model_dump_json()


async def test_rules_look_at_each_state_of_a_draft_once() -> None:
    seen: list[Draft] = []

    def looking(draft: Draft, _: object) -> list[Finding]:
        seen.append(draft)
        return []

    desk = Desk(rest="supported", reworded={FALSE.text: PRICE})
    verdict = await Gate(article(JOBS, FALSE), EVIDENCE, (*RULES, looking), desk.judge).verdict(desk.rewrite)
    assert [each.model_dump_json() for each in seen] == list(dict.fromkeys(each.model_dump_json() for each in seen))
    assert seen[-1] == verdict.draft


def test_what_the_rules_found_of_a_sentence_is_not_remembered_on_other_evidence() -> None:
    check, draft = checks.sentences(), article(FALSE)
    other = evidence(*(passage.text.replace("499", "599") for passage in EVIDENCE.passages))
    for each in (EVIDENCE, other, EVIDENCE):
        assert check(draft, each) == checks.sentences()(draft, each)
    assert check(draft, EVIDENCE) != check(draft, other)


async def test_without_a_judge_nothing_passes_even_where_every_word_is_covered() -> None:
    """Only a probed judge can make a `pass`: coverage by words is blind to who did what."""
    verdict = await Gate(article(), EVIDENCE, RULES, None).verdict(None)
    assert {each.support for each in verdict.sentences} <= {"supported", "quoted"}
    assert verdict.outcome == "review"
    assert "NEWSBOT_LLM__JUDGE_MODEL" in verdict.reasons[0]
