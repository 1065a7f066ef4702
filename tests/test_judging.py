"""The judge: whose word counts, for what, and the test a model must pass before it is asked."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from check_cases import evidence
from newsbot import judging, prompts
from newsbot.errors import (
    EmptyReply,
    Malformed,
    ModelError,
    OutOfBudget,
    RateLimited,
    Refused,
    SettingsError,
    Truncated,
    Unavailable,
)
from newsbot.judging import Probe
from newsbot.news import Judged, Sentence
from newsbot.newsroom import Request
from story_cases import PROMPTS, MemoryModel, in_turn

EVIDENCE = evidence(
    "The company said the campus would cost up to $500 billion.",
    "议会周二以61票赞成、34票反对通过了这项人工智能法案。",
)
ASKED = [
    ("title", Sentence(text="该园区至多投资5000亿美元", passages=("1.1",))),
    ("introduction/0/0", Sentence(text="议会否决了这项法案。", passages=("1.2",))),
]
NUMBERED = re.compile(r"第(\d+)条：(.*)")


def answers(*rows: tuple[int, str, str]) -> str:
    rows_ = [{"number": n, "verdict": verdict, "span": span, "reason": ""} for n, verdict, span in rows]
    return json.dumps({"sentences": rows_}, ensure_ascii=False)


async def judged(*rows: tuple[int, str, str]) -> dict[str, Judged]:
    return await judging.judge(MemoryModel(lambda _: answers(*rows)), PROMPTS, EVIDENCE, "secret", ASKED)


# ---------------------------------------------------------------- whose word counts


async def test_supported_with_words_of_the_passage_counts_and_shows_them() -> None:
    words = await judged((1, "supported", "up to $500 billion"), (2, "contradicted", "通过了这项人工智能法案"))
    assert words == {
        "title": Judged(place="title", support="supported", by="judge", spans=("up to $500 billion",)),
        "introduction/0/0": Judged(
            place="introduction/0/0", support="contradicted", by="judge", spans=("通过了这项人工智能法案",)
        ),
    }


@pytest.mark.parametrize("span", ["UP TO\n$500  billion", " up to $500 billion "])
async def test_white_space_and_case_of_the_span_do_not_matter(span: str) -> None:
    assert (await judged((1, "supported", span)))["title"].support == "supported"


@pytest.mark.parametrize(
    "span",
    ["", "   ", "至多5000亿美元", "up to $600 billion", "通过了这项人工智能法案", "up to … $500 billion"],
    ids=["none", "white space", "translated", "changed", "of another passage", "with a gap"],
)
async def test_supported_without_words_of_the_named_passage_counts_for_nothing(span: str) -> None:
    assert "title" not in await judged((1, "supported", span))


@pytest.mark.parametrize("span", ["u", "0", "."])
async def test_a_letter_or_a_stop_of_the_passage_decides_nothing(span: str) -> None:
    assert "title" not in await judged((1, "supported", span))


@pytest.mark.parametrize("verdict", ["contradicted", "unsupported", "partly"])
async def test_a_no_counts_without_a_span_and_shows_none_that_is_not_in_the_passage(verdict: str) -> None:
    words = await judged((1, verdict, ""), (2, verdict, "三读通过"))
    assert [(each.support, each.spans) for each in words.values()] == [(verdict, ()), (verdict, ())]


async def test_a_sentence_the_judge_leaves_out_is_not_in_the_answer_and_an_invented_one_neither() -> None:
    words = await judged(
        (2, "contradicted", ""), (7, "supported", "up to"), (0, "supported", "up to"), (-1, "partly", "")
    )
    assert list(words) == ["introduction/0/0"]


async def test_a_sentence_on_no_passage_cannot_be_supported() -> None:
    model = MemoryModel(lambda _: answers((1, "supported", "up to $500 billion")))
    loose = [("title", Sentence(text="一句话", passages=()))]
    assert await judging.judge(model, PROMPTS, EVIDENCE, "secret", loose) == {}


async def test_all_sentences_go_in_one_call_with_just_their_passages_and_equal_calls_are_equal() -> None:
    model = MemoryModel(lambda _: answers())
    for _ in range(2):
        await judging.judge(model, PROMPTS, EVIDENCE, "secret", ASKED)
    first, second = model.asked
    assert first == second
    assert (first.role, first.reply_schema is not None) == ("judge", True)
    assert NUMBERED.findall(first.user) == [("1", ASKED[0][1].text), ("2", ASKED[1][1].text)]
    await judging.judge(model, PROMPTS, EVIDENCE, "secret", ASKED[:1])
    assert EVIDENCE.passages[1].text not in model.asked[2].user
    assert model.asked[2].purpose != first.purpose


@pytest.mark.parametrize(
    "error",
    [
        Truncated("cut"),
        Refused("no"),
        EmptyReply("nothing"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_an_answer_that_is_no_use_leaves_everything_open(error: ModelError) -> None:
    assert await judging.judge(MemoryModel(in_turn(error)), PROMPTS, EVIDENCE, "secret", ASKED) == {}


@pytest.mark.parametrize("error", [Unavailable("down"), OutOfBudget("no money"), RateLimited("later", 60.0)])
async def test_an_endpoint_that_cannot_be_asked_is_no_word_of_the_judge(error: ModelError) -> None:
    """The gate is told, and leaves the draft for review: it does not slip through unjudged."""
    with pytest.raises(type(error)):
        await judging.judge(MemoryModel(in_turn(error)), PROMPTS, EVIDENCE, "secret", ASKED)


async def test_a_reply_that_does_not_fit_is_mended_once_and_then_leaves_everything_open() -> None:
    mended = MemoryModel(in_turn("supported!", answers((1, "supported", "$500 billion"))))
    assert list(await judging.judge(mended, PROMPTS, EVIDENCE, "secret", ASKED)) == ["title"]
    assert [request.ordinal for request in mended.asked] == [0, 1]
    broken = MemoryModel(in_turn("supported!", '{"sentences": [{"number": 1, "verdict": "yes"}]}'))
    assert await judging.judge(broken, PROMPTS, EVIDENCE, "secret", ASKED) == {}


async def test_of_two_answers_about_one_sentence_the_stricter_counts() -> None:
    for rows in ((1, "supported", "up to $500 billion"), (1, "contradicted", "")), ((1, "partly", ""),) * 2:
        for order in (rows, rows[::-1]):
            assert (await judged(*order))["title"].support == rows[-1][1]


@pytest.mark.parametrize(
    ("sentences", "length", "calls"), [(45, 300, 1), (60, 300, 1), (61, 300, 2), (45, 3000, 8), (2, 100_000, 2)]
)
async def test_an_article_is_one_call_and_only_what_is_more_than_one_holds_is_split(
    sentences: int, length: int, calls: int
) -> None:
    """45 sentences over passages of 300 characters are a long article; every sentence is asked about once."""
    long = evidence(*(f"{n}号" + "储能" * (length // 2) for n in range(sentences)))
    asked = [(f"tldr/{n}", Sentence(text=f"储能站{n}号。", passages=(f"1.{n + 1}",))) for n in range(sentences)]

    def answer(request: Request) -> str:
        return answers(*((int(number), "supported", "储能储能") for number, _ in NUMBERED.findall(request.user)))

    model = MemoryModel(answer)
    words = await judging.judge(model, PROMPTS, long, "secret", asked)
    assert list(words) == [place for place, _ in asked]
    assert len(model.asked) == calls


async def test_a_batch_that_fails_leaves_the_others_judged() -> None:
    many = [(f"tldr/{n}", Sentence(text=f"第{n}句。", passages=("1.2",))) for n in range(70)]
    second = answers(*((n, "unsupported", "") for n in range(1, 71)))
    model = MemoryModel(in_turn(Truncated("cut"), second))
    words = await judging.judge(model, PROMPTS, EVIDENCE, "secret", many)
    assert list(words) == [f"tldr/{n}" for n in range(60, 70)]


NONSENSE = [
    "[]",
    "null",
    "{}",
    '{"sentences": null}',
    '{"sentences": [1, 2]}',
    '{"sentences": {"number": 1}}',
    '{"sentences": [{"number": "one", "verdict": "supported"}]}',
    '{"sentences": [{"number": 1, "verdict": "SUPPORTED", "span": "up to $500 billion"}]}',
    '{"sentences": [{"number": 1, "verdict": "supported", "span": 5}]}',
    '{"sentences": [{"number": 1e400, "verdict": "supported"}]}',
    "全部支持。",
    "[" * 20_000,
    '{"sentences": [{"number": ' + "9" * 6000 + ', "verdict": "supported"}]}',
]


@pytest.mark.parametrize("text", NONSENSE, ids=range(len(NONSENSE)))
async def test_nonsense_of_a_judge_is_no_word_on_anything(text: str) -> None:
    assert await judging.judge(MemoryModel(lambda _: text), PROMPTS, EVIDENCE, "secret", ASKED) == {}


# ---------------------------------------------------------------- the probe


def knowing(*, wrong_yes: int = 0, wrong_no: int = 0) -> Callable[[Request], str]:
    """A judge that knows the pairs and errs on so many of each sort."""
    truth = {claim: supported for claim, _, supported in judging.pairs(PROMPTS)}
    sources = {claim: source for claim, source, _ in judging.pairs(PROMPTS)}

    def answer(request: Request) -> str:
        rows: list[tuple[int, str, str]] = []
        errors = {True: wrong_no, False: wrong_yes}
        for number, claim in NUMBERED.findall(request.user):
            says = truth[claim]
            if errors[says]:
                errors[says] -= 1
                says = not says
            rows.append((int(number), "supported" if says else "unsupported", sources[claim] if says else ""))
        return answers(*rows)

    return answer


async def probed(answer: Callable[[Request], str]) -> Probe:
    return await judging.probe(MemoryModel(answer), PROMPTS)


def test_the_packaged_pairs_are_as_many_true_as_false_and_no_claim_stands_twice() -> None:
    known = judging.pairs(PROMPTS)
    assert len(known) >= 20
    assert sum(supported for *_, supported in known) * 2 == len(known)
    assert len({(claim, source) for claim, source, _ in known}) == len(known)


async def test_a_judge_that_tells_all_pairs_apart_may_judge() -> None:
    assert await probed(knowing()) == Probe(accuracy=1.0, pairs=24, test=judging.test(PROMPTS))


@pytest.mark.parametrize(
    ("errors", "accuracy", "passed"),
    [
        ({"wrong_yes": 1}, 0.958, True),
        ({"wrong_yes": 3}, 0.875, True),
        ({"wrong_yes": 4}, 0.833, False),
        ({"wrong_yes": 2, "wrong_no": 1}, 0.875, True),
        ({"wrong_yes": 2, "wrong_no": 2}, 0.833, False),
    ],
)
async def test_a_judge_needs_a_balanced_accuracy_of_85_percent(
    errors: dict[str, int], accuracy: float, passed: bool
) -> None:
    probe = await probed(knowing(**errors))
    assert (probe.accuracy, probe.passed) == (accuracy, passed)


@pytest.mark.parametrize("word", ["supported", "unsupported", "contradicted", "partly"])
async def test_one_answer_to_everything_is_worth_a_coin(word: str) -> None:
    probe = await probed(lambda _: answers(*((n, word, "") for n in range(1, 25))))
    assert (probe.accuracy, probe.passed) == (0.5, False)


async def test_a_judge_that_never_shows_the_words_that_decide_is_worth_a_coin() -> None:
    """In the gate its yes would count for nothing."""
    truth = {claim: supported for claim, _, supported in judging.pairs(PROMPTS)}

    def answer(request: Request) -> str:
        asked = NUMBERED.findall(request.user)
        return answers(*((int(n), "supported" if truth[claim] else "partly", "") for n, claim in asked))

    assert (await probed(answer)).accuracy == 0.5


async def test_pairs_without_an_answer_count_as_not_supported() -> None:
    assert (await probed(lambda _: answers())).accuracy == 0.5


async def test_the_probe_raises_what_the_call_raises() -> None:
    with pytest.raises(Unavailable):
        await probed(in_turn(Unavailable("down")))
    with pytest.raises(Malformed):
        await probed(in_turn("?", "?"))


@pytest.mark.parametrize("text", ["[[pair]]\nclaim = 1", "pair = 3", "not toml", "[other]\nx = 1"])
async def test_broken_pairs_of_a_users_folder_are_a_settings_error_before_any_call(text: str, tmp_path: Path) -> None:
    (tmp_path / "judge-probe.toml").write_text(text, encoding="utf-8")
    model = MemoryModel(in_turn())
    with pytest.raises(SettingsError, match="judge-probe"):
        await judging.probe(model, prompts.Folder("prompt", (tmp_path, prompts.packaged("prompts"))))
    assert model.asked == []


ONE_SORT = """
[[pair]]
claim = "甲"
source = "乙"
supported = true
"""


@pytest.mark.parametrize(
    "text", ["pair = []", ONE_SORT, ONE_SORT.replace('"甲"', "7")], ids=["no pairs", "one sort", "a number for a claim"]
)
async def test_pairs_that_cannot_tell_a_judge_are_a_settings_error(text: str, tmp_path: Path) -> None:
    (tmp_path / "judge-probe.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="judge-probe"):
        await judging.probe(
            MemoryModel(lambda _: answers()), prompts.Folder("prompt", (tmp_path, prompts.packaged("prompts")))
        )


def test_the_probes_result_comes_back_from_its_json() -> None:
    probe: Any = Probe(accuracy=0.85, pairs=20)
    assert Probe.model_validate_json(probe.model_dump_json()) == probe
