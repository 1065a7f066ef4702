"""`newsbot verify`: by story, by file and by JSON; what it prints, and how it ends."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from newsroom_run import Result, run

NOTES = {
    "wire.txt": """澄湖机器人公司周一公布新一代仓储机器人

澄湖机器人公司3月2日在苏州公布新一代仓储机器人“白鹭”，单次充电可以连续工作16小时。公司表示，首批2400台将在6月交付给华东的三家物流企业。
负责研发的副总裁周苇说，机器人使用自研的控制芯片，定位误差小于2毫米。机器人能够在没有网络的仓库里独立规划路线。
公司没有公布单台价格。合同总额为5.6亿元，由三家物流企业分两年付清。
""",
    "daily.txt": """“白鹭”机器人六月进仓

华东一家物流企业的负责人韩映3月3日说，首批“白鹭”机器人将在6月进入昆山的两座仓库。仓库里现有的旧机器人不会马上停用。
韩映表示，企业更关心的是维修：旧机器人平均每周停机3小时。澄湖机器人公司答应派20名工程师常驻昆山。
工会代表吴桐说，企业承诺两年内不因机器人裁员，承诺写进了集体合同。
""",
}
SHORT = {"NEWSBOT_ARTICLE__MINIMUM": "100"}


class Desk(NamedTuple):
    """A newsroom with one excerpted article: its folder, the article's path, and what `write --json` said."""

    folder: Path
    path: Path
    report: dict[str, Any]

    def verified(self, *args: str) -> Result:
        return run(["verify", *args], self.folder, SHORT)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    for name, text in NOTES.items():
        (folder / name).write_text(text, encoding="utf-8")
    files = [arg for name in NOTES for arg in ("--source-file", name)]
    report = run(["write", "澄湖机器人公布仓储机器人白鹭", *files, "--json"], folder, SHORT).report
    return Desk(folder, folder / report["path"], report)


def edited(desk: Desk, old: str, new: str) -> str:
    """A copy of the article with one change."""
    text = desk.path.read_text(encoding="utf-8")
    assert old in text
    (desk.folder / "edited.md").write_text(text.replace(old, new, 1), encoding="utf-8")
    return "edited.md"


def test_a_story_and_its_untouched_file_are_told_alike(desk: Desk) -> None:
    by_id = desk.verified(desk.report["story"][:10], "--json").report
    by_file = desk.verified(str(desk.path), "--json").report
    assert (by_id["story"], by_id["verdict"]) == (desk.report["story"], desk.report["verdict"])
    alike = {"place", "text", "passages", "verdict", "by", "spans", "findings", "edited"}
    told = [[{key: each[key] for key in alike} for each in report["sentences"]] for report in (by_id, by_file)]
    assert told[0] == told[1]
    assert not any(each["edited"] for each in by_file["sentences"])


def test_every_sentence_comes_in_reading_order_with_the_words_it_rests_on(desk: Desk) -> None:
    report = desk.verified(str(desk.path), "--json").report
    places = [each["place"] for each in report["sentences"]]
    assert places[:3] == ["title", "heading", "tldr/0"] and "introduction/0/0" in places
    passages = {each["id"]: each for each in report["evidence"]["passages"]}
    quoted = [each for each in report["sentences"] if each["verdict"] == "quoted"]
    assert quoted
    for each in quoted:
        for span in each["spans"]:
            passage = passages[span["passage"]]
            assert passage["start"] <= span["start"] < span["end"] <= passage["end"]
            assert span["text"] == passage["text"][span["start"] - passage["start"] : span["end"] - passage["start"]]
    assert report["counts"]["quoted"] == len(quoted)


def test_a_person_reads_each_sentence_with_its_marks_and_the_verdict_last(desk: Desk) -> None:
    result = desk.verified(str(desk.path))
    assert result.code == 0
    assert "[1]" in result.out and "quoted by quote" in result.out
    assert result.out.splitlines()[-1].startswith("review  ")


def test_an_edit_that_no_source_has_is_held_and_named(desk: Desk) -> None:
    name = edited(desk, "2400台", "24000台")
    result = desk.verified(name)
    assert result.code == 6
    assert "edited" in result.out and "hold  " in result.out.splitlines()[-1]
    report = desk.verified(name, "--json").report
    wrong = [each for each in report["sentences"] if each["findings"] and each["edited"]]
    assert wrong and all(each["verdict"] in ("contradicted", "unsupported") for each in wrong)
    finding = wrong[0]["findings"][0]
    assert {"rule", "severity", "found", "source_has", "advice"} <= set(finding)


@pytest.mark.parametrize("place", ["tags", "summary", "alt"])
def test_an_edit_of_the_front_matter_that_the_article_says_nothing_of_is_held(desk: Desk, place: str) -> None:
    text = desk.path.read_text(encoding="utf-8")
    line = next(each for each in text.splitlines() if each.strip().startswith(f"{place}:"))
    head, _, _ = line.partition(":")
    new = '["破产"]' if place == "tags" else '"澄湖机器人公司卷入丑闻"'
    result = desk.verified(edited(desk, line, f"{head}: {new}"))
    assert result.code == 6


def test_what_json_prints_can_be_verified_again(desk: Desk) -> None:
    printed = desk.verified(desk.report["story"], "--json")
    (desk.folder / "given.json").write_text(printed.out, encoding="utf-8")
    again = desk.verified("given.json", "--json").report
    assert again["sentences"] == printed.report["sentences"] and again["verdict"] == printed.report["verdict"]


def test_an_article_is_found_in_the_newsroom_it_lies_in(desk: Desk, tmp_path: Path) -> None:
    result = run(["verify", str(desk.path), "--json"], tmp_path, SHORT)
    assert result.report["evidence"] is not None and result.code == 0


def test_without_its_evidence_an_article_is_not_judged_and_never_passes(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "alone.md").write_text(desk.path.read_text(encoding="utf-8"), encoding="utf-8")
    report = run(["verify", "alone.md", "--json"], tmp_path).report
    assert (report["evidence"], report["verdict"]) == (None, "review")
    assert {each["verdict"] for each in report["sentences"]} == {"not judged"}
    assert desk.report["story"] in report["hint"] and "NEWSBOT_DATABASE_URL" in report["hint"]
    text = desk.path.read_text(encoding="utf-8")
    (tmp_path / "alone.md").write_text(text.replace(" [^1]", " [^1][^77]", 1), encoding="utf-8")
    result = run(["verify", "alone.md"], tmp_path)
    assert result.code == 6 and "footnote-dangling" in result.out


@pytest.mark.parametrize(
    ("name", "octets", "code", "said"),
    [
        ("a.md", b"# no article of ours\n", 1, "line 1"),
        ("a.md", b"\xff\xfe", 2, "UTF-8"),
        ("a.json", b"{", 2, "not valid JSON"),
        ("a.json", b"[1]", 1, "line 1"),
        ("a.json", b'{"draft": {}}', 2, "Draft writer"),
        ("a.json", b'{"draft": {"writer": "whole"}, "evidence": {}}', 2, "title"),
        ("a.json", b'{"evidence": {}}', 2, "draft"),
        ("a.json", b'{"draft": ' + b"[" * 100_000, 2, "not valid JSON"),
    ],
)
def test_what_is_no_draft_is_an_error_that_says_so(
    name: str, octets: bytes, code: int, said: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(octets)
    result = run(["verify", name], tmp_path)
    assert (result.code, result.out) == (code, "") and said in result.err
    assert len(result.err.splitlines()) == 1


def test_an_unknown_story_and_an_empty_draft_are_told(tmp_path: Path) -> None:
    result = run(["verify", "0123abcd"], tmp_path)
    assert result.code == 2 and "no file 0123abcd" in result.err
    assert json.loads(run(["verify", "0123abcd", "--json"], tmp_path).out)["error"]["message"]
    empty = {"text": ""}
    draft = {"writer": "whole", "title": empty, "heading": empty, "tldr": [], "introduction": [], "sections": []}
    evidence = {"story": "s", "headline": "h", "sources": [], "passages": []}
    given = {"draft": {**draft, "conclusion": []}, "evidence": evidence}
    (tmp_path / "empty.json").write_text(json.dumps(given), encoding="utf-8")
    result = run(["verify", "empty.json", "--json"], tmp_path)
    assert (result.code, result.report["verdict"]) == (6, "hold")
