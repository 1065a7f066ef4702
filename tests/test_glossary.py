"""The table of names: what is read from it, what counts as a name, and what does not."""

import pytest

from newsbot import glossary
from newsbot.errors import SettingsError
from newsbot.glossary import Entry, Glossary, packaged


def names(text: str) -> list[str]:
    """Whose names a text has, by their first English form."""
    return sorted(entry.english[0] for entry in glossary.entries_in(text))


def test_the_packaged_table_has_what_ai_news_names() -> None:
    """Several hundred bearers of every kind, each with a name our articles write."""
    entries = packaged().entries
    assert len(entries) >= 600
    assert {entry.kind for entry in entries} == set(glossary.KINDS)
    assert all(entry.preferred and entry.english for entry in entries)


def test_no_two_rows_of_the_packaged_table_are_written_alike() -> None:
    """What our articles write names one bearer."""
    first = [entry.preferred for entry in packaged().entries]
    assert sorted(name for name in set(first) if first.count(name) > 1) == []


def test_what_a_name_of_the_packaged_table_lies_in_stands_there_too() -> None:
    """By its first English form, and round in no circle."""
    table = packaged()
    inside = [entry for entry in table.entries if entry.within]
    assert len(inside) > 150
    assert [entry.within for entry in inside if len(table.named(entry.within)[0]) != 1] == []
    (abilene,) = table.named("Abilene")[0]
    assert {entry.english[0] for entry in table.around([abilene])} == {"Texas", "United States"}


@pytest.mark.parametrize(
    "text",
    [
        "Sam Altman",
        "Altman's",
        "萨姆·奥尔特曼",
        "山姆·奥特曼",
        "奥特曼",
        "山姆·奧特曼",
        "薩姆·奧爾特曼",
        "阿尔特曼",
    ],
)
def test_every_usual_form_names_the_same_bearer(text: str) -> None:
    assert names(f"{text} said") == ["Sam Altman"]


@pytest.mark.parametrize(
    ("text", "bearer"),
    [
        ("輝達", "Nvidia"),
        ("川普", "Donald Trump"),
        ("台積電", "TSMC"),
        ("矽谷", "Silicon Valley"),
        ("祖克柏", "Mark Zuckerberg"),
        ("史丹佛大學", "Stanford"),
        ("艾司摩爾", "ASML"),
    ],
)
def test_what_taiwan_writes_is_known(text: str, bearer: str) -> None:
    assert bearer in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "今日本公司宣布",
        "小米粥和小米椒",
        "通胀提高通过率",
        "印度洋与北京时间",
        "理想要实现",
        "集中方向",
        "apple pie and meta data, oracle of delphi, a figure of speech",
        "司法方面与办法方式",
        "杰克·奥尔特曼",
        "乔治·华盛顿·卡佛",
        "the huang family",
        "Xueming Huang and Su",
    ],
)
def test_a_form_inside_another_word_or_name_names_nobody(text: str) -> None:
    assert names(text) == []


def test_a_longer_word_that_is_a_name_itself_is_that_name() -> None:
    """罗马尼亚 is not 罗马, and not nothing either."""
    assert names("罗马尼亚、印度尼西亚、美国国务院") == ["Indonesia", "Romania", "State Department"]


def test_a_weak_form_counts_beside_a_full_one() -> None:
    """Huang is Jensen Huang where he is named; elsewhere it is one of millions."""
    assert names("Huang said so.") == []
    assert names("Jensen Huang came. Huang said so.") == ["Jensen Huang"]
    assert [mention.form for mention in glossary.mentions("Jensen Huang came. Huang left.")] == [
        "Jensen Huang",
        "Huang",
    ]


def test_one_form_may_stand_for_two() -> None:
    assert names("中美会谈") == ["China", "United States"]


@pytest.mark.parametrize(
    ("text", "bearers"),
    [
        ("The Senate voted on the bill.", ["U.S. Senate"]),
        ("the House passed it", ["U.S. House of Representatives"]),
        ("House Republicans objected", ["U.S. House of Representatives"]),
        ("the Speaker of the House", ["U.S. House of Representatives"]),
        ("the house style, an open house", []),
        ("the senate of the university", []),
        ("House prices rose; House music", []),
        ("the House of Lords", []),
        ("the White House said", ["White House"]),
        ("the Texas Senate and the French Senate", ["French Senate", "Texas Senate"]),
    ],
)
def test_the_bare_chambers_are_those_of_the_united_states_in_capitals_alone(text: str, bearers: list[str]) -> None:
    assert names(text) == bearers


@pytest.mark.parametrize(
    ("text", "bearers"),
    [
        ("合成都由模型完成", []),
        ("新厂建成都要两年", []),
        ("合成都在成都完成", ["Chengdu"]),
        ("公司赴成都设厂", ["Chengdu"]),
        ("中美两国、美方和英国", ["China", "United Kingdom", "United States"]),
    ],
)
def test_the_end_of_one_word_and_the_beginning_of_the_next_name_nobody(text: str, bearers: list[str]) -> None:
    assert names(text) == bearers


def test_prompts_are_told_the_preferred_names() -> None:
    told = glossary.glossary_for("Altman met Huang of Nvidia; Jensen Huang praised ChatGPT.")
    assert told == [("Sam Altman", "萨姆·奥尔特曼"), ("Jensen Huang", "黄仁勋"), ("Nvidia", "英伟达")]


# ---------------------------------------------------------------- rows of one's own

OWN = """kind,english,chinese,unless
# our people
person,Dana Cole|Cole?,达娜·科尔|科尔?
organisation,Northwind!,北风公司|北风,北风呼啸
organisation,Nvidia,辉达公司

place,,临港
"""


def test_rows_are_read_with_their_marks() -> None:
    cole, northwind, _, place = glossary.rows(OWN, "names.csv")
    assert cole == Entry(
        ("Dana Cole", "Cole"), ("达娜·科尔", "科尔"), "person", frozenset({"Cole", "科尔"}), frozenset()
    )
    assert northwind.exact == {"Northwind"}
    assert northwind.unless == ("北风呼啸",)
    assert place.english == place.chinese == ("临港",)


def test_a_row_written_is_the_row_read() -> None:
    entries = (*glossary.rows(OWN, "names.csv"), *packaged().entries)
    assert glossary.rows("".join(map(glossary.row, entries)), "names.csv") == entries


def test_rows_of_ones_own_come_first_and_go_before_the_packaged_one_of_the_name() -> None:
    table = packaged().with_own(glossary.rows(OWN, "names.csv"))
    assert table.names_for("Nvidia, Northwind and Dana Cole") == [
        ("Nvidia", "辉达公司"),
        ("Northwind", "北风公司"),
        ("Dana Cole", "达娜·科尔"),
    ]
    assert table.entries_in("北风呼啸, northwind") == frozenset()
    assert len(table.entries) == len(packaged().entries) + 3
    assert table.names_for("英伟达") == [("Nvidia", "辉达公司")]  # what the table knew of it holds as well


def test_a_form_of_ones_own_row_means_its_bearer_alone() -> None:
    """A newsroom that writes of another Altman says so."""
    table = packaged().with_own([glossary.entry("person", "Jack Altman|Altman", "杰克·奥尔特曼|奥尔特曼")])
    assert [entry.english[0] for entry in table.entries_in("Altman")] == ["Jack Altman"]
    assert [entry.english[0] for entry in table.entries_in("Sam Altman")] == ["Sam Altman"]


def test_without_rows_of_ones_own_the_table_is_the_packaged_one() -> None:
    assert packaged().with_own(()) is packaged()


def test_an_empty_table_finds_nothing() -> None:
    assert Glossary(()).found("OpenAI与英伟达") == ()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("robot,R2,阿图", "line 3: 'robot' is no kind"),
        ("person,,", "line 3: it has no name"),
        ("person,奥尔特曼,Altman", "line 3: 奥尔特曼 stands among the English names"),
        ("person,Altman", "line 3: it has 2 columns"),
        ("person,Altman?,奥尔特曼?", "line 3: every form ends in ?"),
        ("person,A,", "line 3: 'A' has fewer than 2"),
        ('person,"Altman,奥尔特曼', "no CSV"),
        ("person,Kay Ito,伊藤圭", "line 3: the same as line 2"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_by_file_and_line(line: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        glossary.rows(f"kind,english,chinese\nperson,Kay Ito,伊藤圭\n{line}\n", "mine.csv")
    assert str(caught.value).startswith("mine.csv, line 3: ")
    assert says in str(caught.value)
