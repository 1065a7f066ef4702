"""The kind `report` written: in rounds of calls, from eight sources and more, each sentence and each cell checked."""

import asyncio
import json
import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from hugo_site import built
from newsbot import article, checks, chinese, judging
from newsbot.article.document import Mark, Table
from newsbot.demo.scripted_model import ScriptedModel
from newsbot.errors import Malformed
from newsbot.footnotes import read as footnotes_of
from newsbot.gate import Gate
from newsbot.news import NOTHING, Draft, Paragraph, Sentence, Verdict
from newsbot.newsroom import Reply, Request
from newsbot.writers import chapters
from newsroom_run import Result, beside
from report_world import CITIES, HEADLINE, KIND, ReportWriter, evidence, outlets
from story_cases import PROMPTS, MemoryModel

pytestmark = pytest.mark.deep  # hundreds of sentences, whole runs of the command line, Hugo

TOKENS = 6000
assert KIND.length is not None
MINIMUM, MAXIMUM = KIND.length
RULES = checks.checks(MINIMUM, MAXIMUM, checks.HOUSE, KIND)


async def drafted(model: Any) -> Draft:
    return await chapters.write(model, PROMPTS, evidence(), "s", MINIMUM, MAXIMUM, TOKENS, KIND)


@cache
def report() -> Draft:
    """The report as the scripted model writes it."""
    return asyncio.run(drafted(MemoryModel(ReportWriter().answer)))


def judged(draft: Draft) -> Verdict:
    """The draft after the gate, with a judge."""
    judge = partial(judging.judge, MemoryModel(ReportWriter().answer), PROMPTS, evidence(), "s")
    return asyncio.run(Gate(draft, evidence(), RULES, judge).verdict(None))


def cells() -> list[tuple[str, Sentence]]:
    return [(place, each) for place, each in report().placed() if place.endswith("/cell") and each.of]


# ---------------------------------------------------------------- in rounds


class Rounds:
    """A model of which all calls that are under way are answered at the same time: counts how often that happens."""

    def __init__(self, answer: Callable[[Request], str]) -> None:
        self._answer = answer
        self._waiting: list[tuple[Request, asyncio.Future[Reply]]] = []
        self.rounds: list[list[str]] = []

    def name(self, role: str) -> str:
        return role

    async def ask(self, request: Request) -> Reply:
        future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, future))
        return await future

    async def serve(self, work: "asyncio.Task[Any]") -> None:
        """Answer round by round until the work is done."""
        while not work.done():
            seen = -1
            while seen != len(self._waiting) or not self._waiting:  # until nobody asks for anything more
                seen = len(self._waiting)
                for _ in range(2000):
                    await asyncio.sleep(0)
                if work.done():
                    return
            waiting, self._waiting = self._waiting, []
            self.rounds.append(sorted({request.purpose.partition(":")[0] for request, _ in waiting}))
            for request, future in waiting:
                text = self._answer(request)
                future.set_result(Reply(text=text, model="m", prompt_tokens=1, completion_tokens=1))


async def in_rounds(writer: ReportWriter) -> tuple[list[list[str]], Verdict]:
    model = Rounds(writer.answer)

    async def work() -> Verdict:
        judge = partial(judging.judge, model, PROMPTS, evidence(), "s")
        return await Gate(await drafted(model), evidence(), RULES, judge).verdict(None)

    task = asyncio.create_task(work())
    await model.serve(task)
    return model.rounds, await task


def test_a_report_takes_four_rounds_of_calls() -> None:
    rounds, verdict = asyncio.run(in_rounds(ReportWriter()))
    assert rounds == [["outline"], ["chapter"], ["frame"], ["judge"]]
    assert verdict.outcome == "pass"


def test_what_rules_fault_is_worded_anew_beside_the_frame_and_takes_no_round_of_its_own() -> None:
    said = next(each.text for place, each in report().body() if place.count("/") == 3 and "台设备闲置" in each.text)
    rounds, verdict = asyncio.run(in_rounds(ReportWriter(wrong={said: said.replace("设备", "99999台设备", 1)})))
    assert len(rounds) <= 5 and rounds[2] == ["frame", "rewrite"]
    assert "99999" not in verdict.draft.model_dump_json()


# ---------------------------------------------------------------- what it is


def test_it_passes_its_checks_at_its_length_with_chapters_sections_and_tables() -> None:
    verdict = judged(report())
    assert (verdict.outcome, verdict.reasons) == ("pass", ())
    assert MINIMUM <= sum(chinese.han_count(each.text) for _, each in verdict.draft.body()) <= MAXIMUM
    assert sum(section.level == 1 for section in verdict.draft.sections) == 7
    assert len(cells()) == 6 * 3 * len(CITIES)
    stands = {each.place: each.support for each in verdict.sentences}
    placed = dict(verdict.draft.placed())
    assert {stands[place] for place, each in placed.items() if each.of} == {"supported"}
    assert {stands[place] for place, each in placed.items() if each.kind == "label"} == {"not a claim"}


def test_every_passage_belongs_to_one_chapter_and_none_that_is_near_to_one_is_left_out() -> None:
    model = MemoryModel(ReportWriter().answer)
    asyncio.run(drafted(model))
    shown = [re.findall(r"^\[(\d+\.\d+)\]", each.user, re.M) for each in model.asked if each.schema_name == "chapter"]
    every = [id for ids in shown for id in ids]
    assert len(every) == len(set(every))
    assert set(every) == {passage.id for passage in evidence().passages}
    assert all(sum(len(evidence().passage(id).text.encode()) for id in ids) <= 2 * TOKENS for ids in shown)  # type: ignore[union-attr]
    outline = model.asked[0].user
    assert len(outline.encode()) < 5 * TOKENS  # the beginnings of passages only


def test_an_outline_of_too_few_chapters_is_asked_for_once_more_and_then_refused() -> None:
    def short(request: Request) -> str:
        told = json.loads(ReportWriter().answer(request))
        return json.dumps({"chapters": told["chapters"][:2]})

    with pytest.raises(Malformed, match="2 chapters with passages, at least 4"):
        asyncio.run(drafted(MemoryModel(short)))


# ---------------------------------------------------------------- wrong cells


def test_a_wrong_figure_in_any_cell_is_found() -> None:
    """Each cell of each table in turn has its first figure changed; a rule has an error against that very cell."""
    missed = []
    for place, cell in cells():
        number = re.search(r"\d+(?=[^年\d])", cell.text.removeprefix("2026年1月"))
        assert number is not None, cell.text
        at = cell.text.rindex(number[0])
        wrong = cell.model_copy(
            update={"text": f"{cell.text[:at]}{int(number[0]) + 1}{cell.text[at + len(number[0]) :]}"}
        )
        found = checks.against(place, wrong, evidence())
        if not any(each.severity == "error" for each in found):
            missed.append((wrong.reading, [evidence().passage(id).text for id in cell.passages]))  # type: ignore[union-attr]
    assert missed == []


def test_a_cell_with_the_figure_of_another_city_is_found() -> None:
    """The passages of a cell are its own city's: what stands in the row above is wrong there."""
    missed = []
    by_column: dict[tuple[str, str], str] = {}
    for place, cell in cells():
        table, row, column, _ = place.rsplit("/", 3)
        above = by_column.get((table, column))
        by_column[table, column] = cell.text
        if row == "1" or above is None or above == cell.text:
            continue
        found = checks.against(place, cell.model_copy(update={"text": above}), evidence())
        if not any(each.severity == "error" for each in found):
            missed.append((cell.reading, above))
    assert missed == []


def test_wrong_cells_that_nobody_can_mend_leave_a_dash_and_the_table_stands() -> None:
    wrong = {"368个": "999个", "363个": "777个"}
    assert set(wrong) <= {cell.text for _, cell in cells()}
    draft = asyncio.run(drafted(MemoryModel(ReportWriter(wrong=wrong).answer)))
    verdict = judged(draft)
    text = verdict.draft.model_dump_json()
    assert "999个" not in text and "777个" not in text
    cut = [repair for repair in verdict.repairs if repair.action == "cut" and repair.place.endswith("/cell")]
    assert len(cut) == 2
    table = next(block for s in verdict.draft.sections for block in s.blocks if getattr(block, "head", ()))
    assert sum(cell.text == NOTHING for row in table.rows for cell in row) == 2  # type: ignore[union-attr]
    assert len(table.rows) == len(CITIES)  # type: ignore[union-attr]


def test_a_cell_without_passages_is_no_cell() -> None:
    place, cell = cells()[0]
    found = checks.against(place, cell.model_copy(update={"passages": ()}), evidence())
    assert "citation" in {each.rule for each in found if each.severity == "error"}


# ---------------------------------------------------------------- across chapters


def moved(draft: Draft, text: str, *passages: str) -> Draft:
    """The draft with one sentence more, in its last section."""
    last = draft.sections[-1]
    more = Paragraph(sentences=(Sentence(text=text, passages=passages),))
    return draft.model_copy(
        update={"sections": (*draft.sections[:-1], last.model_copy(update={"blocks": (*last.blocks, more)}))}
    )


def last_place(draft: Draft) -> str:
    return [place for place, _ in draft.body() if place.startswith("sections/")][-1]


def test_a_sentence_that_another_chapter_has_said_is_found_and_goes() -> None:
    place, said = next((p, each) for p, each in report().body() if p.count("/") == 3 and p.startswith("sections/2/"))
    again = moved(report(), said.text, *said.passages)
    found = [each for rule in checks.whole_draft(KIND) for each in rule(again, evidence()) if each.rule == "repetition"]
    assert [(each.place, each.severity, place in each.advice) for each in found if each.found == said.text] == [
        (last_place(again), "error", True)
    ]
    verdict = judged(again)
    assert [said.text for _, each in verdict.draft.body() if each.text == said.text] == [said.text]


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("云川算力中心的机柜为342个", "云川算力中心的机柜为352个。"),  # a cell
        ("国产加速卡占56%，", "国产加速卡占66%，其余的来自三家外国厂商，云川算力中心装有的加速卡共474张。"),
        ("水费按每吨", "水费按每吨99元结算，{}"),
    ],
)
def test_two_chapters_that_disagree_hold_the_report(said: str, instead: str) -> None:
    one = next(each for _, each in report().body() if each.reading.startswith(said) or said in each.reading)
    other = instead.format(one.text.partition("，")[2])
    wrong = moved(report(), other, *one.passages)
    found = [each for rule in checks.whole_draft(KIND) for each in rule(wrong, evidence()) if each.rule == "agreement"]
    assert [(each.place, each.severity) for each in found] == [(last_place(wrong), "error")]
    assert one.reading[:20] in found[0].advice


def test_the_report_itself_disagrees_nowhere_and_its_abstract_repeats_nothing() -> None:
    for rule in checks.whole_draft(KIND):
        assert rule(judged(report()).draft, evidence()) == []


# ---------------------------------------------------------------- by the command line


def newsroom(urls: list[str], model: ScriptedModel) -> dict[str, str]:
    return {
        "NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps([url.removesuffix("/a.html") for url in urls]),
        "OPENAI_BASE_URL": model.base_url,
        "NEWSBOT_LLM__DRAFT_MODEL": "scripted",
        "NEWSBOT_LLM__JUDGE_MODEL": "scripted",
        "NEWSBOT_LLM__PRICES": '{"scripted": {"input": 0, "output": 0}}',
    }


async def write(urls: list[str], model: ScriptedModel, folder: Path) -> Result:
    command = ["write", HEADLINE, *(arg for url in urls for arg in ("--url", url)), "--kind", "report", "--json"]
    return await beside(command, folder, newsroom(urls, model))


async def test_a_report_is_written_verified_published_and_shown_by_hugo(tmp_path: Path) -> None:
    async with outlets() as urls, ScriptedModel(ReportWriter(), models=("scripted",)) as model:
        written = await write(urls, model, tmp_path)
        report = written.report
        assert (written.code, report["verdict"], report["writer"]) == (0, "pass", "chapters"), written.err
        env = newsroom(urls, model)
        verified = (await beside(["verify", report["path"], "--json"], tmp_path, env)).report
        assert (verified["kind"], verified["verdict"]) == ("report", "pass")
        assert [each for each in verified["sentences"] if each["edited"]] == []
        changed = (tmp_path / report["path"]).read_text(encoding="utf-8")
        (tmp_path / "changed.md").write_text(changed.replace("| 368个 [", "| 369个 ["), encoding="utf-8")
        wrong = await beside(["verify", "changed.md", "--json"], tmp_path, env)
        assert wrong.code == 6
        assert [each["text"] for each in wrong.report["sentences"] if each["edited"]] == ["369个"]
        done = await beside(["publish", report["story"], "--editor", "陈编辑", "--json"], tmp_path, env)
        assert done.code == 0, done.err
    published = next((tmp_path / "site").rglob("*.md"))
    text = published.read_text(encoding="utf-8")
    document = article.parse(text)
    assert document.chaptered and len(document.outline) == 7 and not footnotes_of(text).faults
    site = tmp_path / "shown"
    site.mkdir()
    config = "[markup.goldmark.renderer]\nunsafe = false\n"
    layout = "{{ .Content }}"
    public = built(
        site,
        {"hugo.toml": config, "layouts/_default/single.html": layout, f"content/{published.name}": text},
    )
    page = next(path for path in public.rglob("index.html") if "2026" in str(path)).read_text(encoding="utf-8")
    shown = re.sub(r"<[^>]+>", "", page)
    headings = re.findall(r"^##+ (.*)$", text.split("---\n", 2)[2], re.M)
    assert len(re.findall("<h[23]", page)) == len(headings) == len([s for s in document.sections if s.title]) + 2
    tables = [block for s in document.sections for block in s.blocks if isinstance(block, Table)]
    assert page.count("<table>") == len(tables) == 6
    assert page.count("<td>") == sum(len(row) for table in tables for row in table.rows)
    assert all((table.caption or "") in shown for table in tables)
    assert "[^" not in shown and page.count('class="footnote-ref"') == _marks(document)
    assert len(re.findall(r'<li id="fn:', page)) == len(document.references) == len(urls)


def _marks(document: article.Document) -> int:
    count = 0
    for section in document.sections:
        for block in section.blocks:
            lines = [cell for row in block.rows for cell in row] if isinstance(block, Table) else [block.inlines]  # type: ignore[union-attr]
            count += sum(isinstance(each, Mark) for line in lines for each in line)
    return count


async def test_with_seven_sources_nothing_is_written_and_it_is_said_what_is_missing(tmp_path: Path) -> None:
    async with outlets(7) as urls, ScriptedModel(ReportWriter(), models=("scripted",)) as model:
        refused = await write(urls, model, tmp_path)
        asked = [each.body.get("response_format", {}).get("json_schema", {}).get("name") for each in model.requests]
    assert refused.code == 3
    said = refused.report["reasons"][0]
    assert "at least 8 independent sources, and 7 can be used (算力统计周刊, 云川日报" in said
    assert "1 more is missing, name pages with --url" in said
    assert asked == ["judgements"]  # the judge's probe; nothing was paid for the story


async def test_sources_that_print_one_text_are_one_and_named_as_no_witness_of_their_own() -> None:
    from newsbot.stages.to_gathered import _too_few

    sources = evidence().sources[:8]
    copied = (*sources[:7], sources[7].model_copy(update={"origin": sources[0].publisher}))
    said = _too_few(evidence().model_copy(update={"sources": copied}), KIND)
    assert f"no witness of its own: {sources[7].publisher}" in said


def test_from_sources_that_say_too_little_no_report_is_padded() -> None:
    from newsbot.stages.to_gathered import _too_few

    few = evidence().model_copy(update={"passages": evidence().passages[:40]})
    assert re.search(r"at least 8000 characters, and what these 13 sources say carries about \d+", _too_few(few, KIND))
    assert _too_few(evidence(), KIND) == ""
