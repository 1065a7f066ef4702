"""`newsbot names`: what is listed, added and removed, and that it is then used."""

import json
from pathlib import Path

import pytest

from newsbot import checks, glossary
from newsbot.settings import Settings
from newsbot.wiring import own_names
from newsroom_run import run

HEAD = "kind,english,chinese,unless,within\n"


def test_a_name_is_added_listed_used_and_removed(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    added = run(["names", "add", "--kind", "person", "Dana Cole", "Cole?", "達娜·科爾", "--unless", "科尔马"], tmp_path)
    assert (added.code, added.out) == (0, "")
    assert file.read_text(encoding="utf-8") == f"{HEAD}person,Dana Cole|Cole?,达娜·科尔,科尔马,\n"
    listed = run(["names", "list", "科尔"], tmp_path)
    assert "* person\tDana Cole, Cole\t达娜·科尔" in listed.out
    standards = checks.Standards(own_names=own_names(Settings(names_file=file)))
    assert standards.names.names_for("Dana Cole") == [("Dana Cole", "达娜·科尔")]
    assert run(["names", "remove", "Cole"], tmp_path).code == 0
    assert file.read_text(encoding="utf-8") == HEAD
    assert own_names(Settings(names_file=file)) == ()


def test_what_stands_in_the_file_by_hand_stays(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("# 我们的译名\nplace,,临港\nperson,Kay Ito,伊藤圭", encoding="utf-8")
    assert run(["names", "add", "--kind", "product", "Nimbus!"], tmp_path).code == 0
    assert run(["names", "remove", "临港"], tmp_path).code == 0
    assert file.read_text(encoding="utf-8") == "# 我们的译名\nperson,Kay Ito,伊藤圭\nproduct,Nimbus!,,,\n"


def test_a_row_about_somebody_known_puts_its_forms_first(tmp_path: Path) -> None:
    added = run(["names", "add", "--kind", "organisation", "Nvidia", "辉达公司"], tmp_path)
    assert "its forms come before those that newsbot knows" in added.err
    (found,) = json.loads(run(["names", "list", "nvidia", "--json", "--own"], tmp_path).out)["names"]
    assert found["own"] is True
    assert found["chinese"][:2] == ["辉达公司", "英伟达"]


def test_all_names_are_listed_without_a_query(tmp_path: Path) -> None:
    listed = run(["names", "list"], tmp_path)
    assert listed.code == 0
    assert len(listed.out.splitlines()) == len(glossary.packaged().entries)


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["list", "无此人名"], 3, "0 names"),
        (["list", "--own"], 3, "0 names"),
        (["add", "Dana Cole"], 2, "--kind"),
        (["add", "--kind", "robot", "R2"], 2, "robot"),
        (["add", "--kind", "person", "Cole?"], 2, "every form ends in ?"),
        (["add", "--kind", "person", "A|B"], 2, "may not hold |"),
        (["remove", "OpenAI"], 2, "comes with newsbot"),
        (["remove", "无此人名"], 2, "has no row with 无此人名"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, args: list[str], code: int, says: str) -> None:
    result = run(["names", *args], tmp_path)
    assert result.code == code
    assert says in result.err


def test_the_same_name_is_not_added_twice(tmp_path: Path) -> None:
    run(["names", "add", "--kind", "person", "Dana Cole", "达娜·科尔"], tmp_path)
    again = run(["names", "add", "--kind", "person", "Dana Cole"], tmp_path)
    assert again.code == 2
    assert "names.csv has 达娜·科尔 already" in again.err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"person,Dana Cole\n", "names.csv, line 1: it has 2 columns"),
        ("person,Dana Cole,达娜·科尔\n".encode("gb18030"), "is not written in UTF-8"),
        (b'person,"Dana\nCole",\n', "names.csv, line 1: the row runs on"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "names.csv").write_bytes(content)
    result = run(["names", "list"], tmp_path)
    assert result.code == 1
    assert says in result.err
    assert run(["names", "add", "--kind", "person", "Kay Ito"], tmp_path).code == 1
    assert (tmp_path / "names.csv").read_bytes() == content
