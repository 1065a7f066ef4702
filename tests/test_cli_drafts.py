"""`newsbot drafts`: the desk in the terminal, on a database of its own."""

import asyncio
from pathlib import Path

import pytest

from desk_world import STORY, UNSEEN_AT, WRONG, WRONG_AT, newsroom
from newsroom_run import Result, run

ID = STORY.id[:6]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    async def made() -> None:
        async with newsroom(tmp_path):
            pass

    asyncio.run(made())
    return tmp_path


def drafts(folder: Path, *args: str) -> Result:
    env = {
        "NEWSBOT_DATABASE_URL": f"sqlite:///{folder / 'newsbot.db'}",
        "NEWSBOT_SITE__DRAFTS": str(folder / "drafts"),
        "NEWSBOT_DESK__EDITOR": "张三",
    }
    return run(["drafts", *args], folder, env)


def test_the_list_names_what_waits_and_why_it_is_held(folder: Path) -> None:
    (row,) = drafts(folder, "list", "--json").report["drafts"]
    assert (row["story"], row["outcome"], row["open"]) == (STORY.id, "hold", 3)
    assert row["held"].startswith("引用的段落写的是2万片")
    assert drafts(folder, "list", "--verdict", "pass", "--json").report["drafts"] == []
    assert STORY.id[:12] in drafts(folder, "list").out


@pytest.mark.parametrize(
    ("args", "there"),
    [
        (("--kind", "news"), True),
        (("--kind", "feature"), False),
        (("--words", "芯片 广州"), True),
        (("--words", "n2"), True),
        (("--words", "2万片"), True),  # in the reason
        (("--words", "芯片 马拉松"), False),
        (("--free",), True),
        (("--mine",), False),
    ],
)
def test_the_list_is_sifted_as_on_the_page(folder: Path, args: tuple[str, ...], there: bool) -> None:
    assert bool(drafts(folder, "list", "--json", *args).report["drafts"]) is there


def test_what_i_did_something_to_is_mine_and_nobody_elses(folder: Path) -> None:
    drafts(folder, "cut", ID, WRONG_AT)
    assert len(drafts(folder, "list", "--json", "--mine").report["drafts"]) == 1
    assert drafts(folder, "list", "--json", "--free").report["drafts"] == []


def test_a_draft_is_shown_with_places_passages_and_what_is_open(folder: Path) -> None:
    shown = drafts(folder, "show", ID).out
    assert f"* ✗ {WRONG}  [{WRONG_AT}]" in shown
    assert "2.1 [Harbour Wire] Lantu said the first batch" in shown
    assert "正文应有" in shown


def test_for_programs_a_draft_comes_with_the_words_it_rests_on_and_who_says_them(folder: Path) -> None:
    shown = drafts(folder, "show", ID, "--json").report
    assert (shown["kind"], shown["parked"], shown["minutes"]) == ("news", "", 1)
    assert {each["id"] for each in shown["passages"]} == {"1.1", "1.2", "2.1"}
    assert [each["publisher"] for each in shown["sources"]] == ["岭南科技报", "Harbour Wire"]
    supported = next(each for each in shown["sentences"] if each["place"] == "introduction/0/0")
    assert supported["by"] == "coverage" and isinstance(supported["spans"], list)


def test_everything_open_is_decided_and_the_draft_signed(folder: Path) -> None:
    assert drafts(folder, "approve", ID).code == 1
    assert drafts(folder, "edit", ID, WRONG_AT, WRONG.replace("3万", "2万")).code == 0
    words = "the first batch of chips would go to three cloud providers"
    assert drafts(folder, "confirm", ID, UNSEEN_AT, "2.1", words).code == 0
    findings = drafts(folder, "show", ID, "--json").report["findings"]
    (number,) = [n for n, each in enumerate(findings) if each["rule"] == "length"]
    assert drafts(folder, "waive", ID, str(number), "--reason", "快讯").code == 0
    signed = drafts(folder, "approve", ID, "--json")
    assert (signed.report["approved"], signed.report["open"]) == ("张三", 0)
    log = drafts(folder, "log", ID, "--json").report
    assert [each["act"]["kind"] for each in log["acts"]] == ["edit", "confirm", "keep", "approve"]
    assert log["whole"] and {each["editor"] for each in log["acts"]} == {"张三"}
    (changed,) = drafts(folder, "diff", ID, "--json").report["changed"]
    assert (changed["before"], changed["after"]) == (WRONG, WRONG.replace("3万", "2万"))
    assert drafts(folder, "diff", ID).out.strip() == WRONG.replace("3", "[-3-]{+2+}")


def test_a_draft_is_put_aside_and_another_kind_is_asked_for(folder: Path) -> None:
    assert drafts(folder, "park", ID, "--reason", "等回复").code == 0
    (row,) = drafts(folder, "list", "--json").report["drafts"]
    assert row["parked"] == "张三：等回复"
    assert drafts(folder, "unpark", ID).code == 0
    refused = drafts(folder, "regenerate", ID, "--kind", "feature")
    assert refused.code == 1 and "needs a model" in refused.err
    assert drafts(folder, "regenerate", ID, "title", "--kind", "feature").code == 2
    assert drafts(folder, "regenerate", ID, "title").code == 2


def test_a_file_edited_elsewhere_is_taken_over(folder: Path) -> None:
    path = Path(drafts(folder, "show", ID, "--json").report["path"])
    copy = folder / "copy.md"
    copy.write_text(path.read_text(encoding="utf-8").replace("3万片", "2万片"), encoding="utf-8")
    assert drafts(folder, "rewrite", ID, str(copy)).code == 0
    assert "2万片" in path.read_text(encoding="utf-8")
    assert drafts(folder, "undo", ID).code == 0
    assert "3万片" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("edit", ID, "sections/9/0/0", "x"), "no sentence at sections/9/0/0"),
        (("cut", ID, "title"), "needs its title"),
        (("recite", ID, UNSEEN_AT, "9.9"), "no passage 9.9"),
        (("keep", ID, WRONG_AT, "--reason", " "), "say why"),
        (("waive", ID, "99", "--reason", "x"), "no finding #99"),
        (("undo", ID), "nothing is left to take back"),
        (("show", "ffff"), "no story ffff"),
        (("regenerate", ID, "title", "--instruction", "短一些"), "no model is set"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(folder: Path, args: tuple[str, ...], said: str) -> None:
    ended = drafts(folder, *args)
    assert ended.code in (1, 2)
    assert said in ended.err and "Traceback" not in ended.err


def test_a_rejected_draft_leaves_the_desk_for_a_reason_and_retry_brings_its_story_back(folder: Path) -> None:
    assert drafts(folder, "reject", ID, "--reason", "与昨天的稿件重复").code == 0
    assert drafts(folder, "list", "--json").report["drafts"] == []
    gone = drafts(folder, "show", ID)
    assert gone.code == 1 and "stands at refused" in gone.err
    assert drafts(folder, "log", ID, "--json").report["acts"][-1]["act"]["reason"] == "与昨天的稿件重复"


def test_a_draft_that_is_sent_back_waits_to_be_written_anew_from_its_evidence(folder: Path) -> None:
    assert drafts(folder, "send-back", ID, "--reason", "导语先写产能").code == 0
    assert "stands at gathered" in drafts(folder, "show", ID).err
