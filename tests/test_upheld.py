"""Whether a page still says what an article cites: cosmetic changes raise nothing, every changed figure does."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot import passages
from newsbot.upheld import Cited, announced, changes

ZH = """澄湖机器人公司周一公布新一代仓储机器人

澄湖机器人公司3月2日在苏州公布新一代仓储机器人“白鹭”，单次充电可以连续工作16小时。公司表示，首批2,400台将在6月交付给华东的三家物流企业。
负责研发的副总裁周苇说，机器人使用自研的控制芯片（代号“浅滩”），定位误差小于2.5毫米。机器人能够在没有网络的仓库里独立规划路线。
公司没有公布单台价格。合同总额为5.6亿元，由三家物流企业分两年付清，比去年增长了12%。
会议在上午10:30开始，共有41人参加。工会代表吴桐说，企业承诺两年内不因机器人裁员。"""
EN = """Harbour lab opens its speech model

Northstar Lab released the weights of its dialect speech model on Tuesday, saying it had cost $2.3 million to train.
The model handles 14 dialects and runs on a single card with 24 GB of memory, Dr. Lin said.
It was trained on 1,200 hours of recordings.
The company does not plan to charge for it. Error rates fell from 11.4% to 7.9% in its own tests."""
PAGES = (ZH, EN)


def cited(text: str) -> list[Cited]:
    return [Cited(id=f"1.{n}", text=span.text) for n, span in enumerate(passages.cut(text), 1)]


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


AD_ZH, AD_EN = "广告 开通会员立减50元 点击领取", "Advertisement. Subscribe now for $1 a week and save 40%"
COSMETIC = {
    "nothing": lambda text: text,
    "joined paragraphs": lambda text: " ".join(lines(text)),
    "a paragraph a sentence": lambda text: re.sub(r"(?<=[。.]) ?(?=\D)", "\n\n", text),
    "wider space": lambda text: text.replace("\n", "\n\n\n").replace("，", "， "),
    "spaces beside digits": lambda text: re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])", " ", text),
    "full-width digits": lambda text: text.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
    "full-width signs": lambda text: text.replace(",", "，").replace("(", "（") if "澄湖" in text else text,
    "no thousands separators": lambda text: re.sub(r"(?<=\d),(?=\d{3})", "", text),
    "straight quotes": lambda text: re.sub("[“”]", '"', text),
    "corner quotes": lambda text: text.replace("“", "「").replace("”", "」"),
    "curly apostrophes and dashes": lambda text: text.replace("'", "’").replace("-", "‑"),
    "non-breaking spaces": lambda text: text.replace(" ", "\u00a0"),
    "zero-width characters": lambda text: text.replace("，", "，\u200b"),
    "capitals": lambda text: text.replace("Northstar Lab", "NORTHSTAR LAB"),
    "an advertisement above": lambda text: f"{AD_ZH}\n{AD_EN}\n{text}",
    "an advertisement between": lambda text: "\n".join(f"{line}\n{AD_ZH}\n{AD_EN}" for line in lines(text)),
    "recommendations below": lambda text: (
        f"{text}\n相关阅读\n另一家公司公布2600台机器人的订单\nMore stories\n5 things to know"
    ),
    "a byline and a counter": lambda text: f"本报记者 王小明 2026年3月3日 09:12 阅读 12345\n{text}\n责任编辑：李四",
    "footnote marks": lambda text: text.replace("。", "[3]。").replace("recordings.", "recordings[12]."),
    "a caption in brackets": lambda text: text.replace("仓储机器人“白鹭”", "仓储机器人“白鹭”（资料图）", 1),
    "paragraphs in another order": lambda text: "\n".join(reversed(lines(text))),
    "Markdown": lambda text: text.replace("周苇", "**周苇**").replace("Dr. Lin", "[Dr. Lin]"),
    "a slip put right": lambda text: text.replace("独立规划", "独立地规划").replace("独立地规划", "独立规划"),
    "a sentence broken by an advertisement": lambda text: text.replace("可以连续", f"可以\n{AD_ZH}\n连续").replace(
        "on Tuesday", f"on\n{AD_EN}\nTuesday"
    ),
    "an update note": lambda text: f"更新时间：2026年3月4日 10:00\n{text}",
    "a paywall button": lambda text: f"{text}\n展开全文\nRead more",
    "Traditional characters": lambda text: text.replace("机器人", "機器人").replace("公司", "公司").replace("编", "編"),
}


@pytest.mark.parametrize("text", PAGES, ids=["zh", "en"])
@pytest.mark.parametrize("how", COSMETIC)
def test_a_cosmetic_change_raises_nothing(how: str, text: str) -> None:
    assert changes(cited(text), COSMETIC[how](text)) == ()


def test_of_all_cosmetic_changes_at_least_nineteen_of_twenty_raise_nothing_two_at_a_time() -> None:
    """Every two of them together, on both pages."""
    quiet = [
        changes(cited(text), COSMETIC[two](COSMETIC[one](text))) == ()
        for text in PAGES
        for one in COSMETIC
        for two in COSMETIC
    ]
    assert len(quiet) > 1000
    assert sum(quiet) >= 0.95 * len(quiet), f"{sum(quiet)} of {len(quiet)}"


def digits(text: str) -> list[int]:
    return [at for at, char in enumerate(text) if char.isdigit()]


@pytest.mark.parametrize("text", PAGES, ids=["zh", "en"])
def test_every_digit_that_changes_is_found_as_a_figure(text: str) -> None:
    for at in digits(text):
        new = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
        found = changes(cited(text), new)
        assert [each.kind for each in found] == ["figure"], text[at - 8 : at + 8]


@pytest.mark.parametrize("text", PAGES, ids=["zh", "en"])
@pytest.mark.parametrize("how", COSMETIC)
def test_a_changed_figure_is_found_under_any_cosmetic_change(how: str, text: str) -> None:
    """The first digit of every figure; the figure may stand in what was added, but not in its sentence."""
    for match in re.finditer(r"\d[\d.,]*", text):
        new = text[: match.start()] + str((int(match[0][0]) + 1) % 10) + text[match.start() + 1 :]
        assert any(each.kind == "figure" for each in changes(cited(text), COSMETIC[how](new))), match[0]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("2.5毫米", "25毫米", "figure"),
        ("2,400台", "2,4000台", "figure"),
        ("2,400台", "12,400台", "figure"),
        ("12%", "12‰", "figure"),
        ("12%", "12", "figure"),
        ("三家", "四家", "figure"),
        ("5.6亿元", "5.6万元", "figure"),
        ("10:30", "1030", "figure"),
        ("$2.3 million", "€2.3 million", "figure"),
        ("在苏州公布", "在杭州公布", "wording"),
        ("不因机器人裁员", "因机器人裁员", "wording"),
        ("没有公布", "已经公布", "wording"),
        ("does not plan", "does plan", "wording"),
        ("周苇说", "周薇说", "wording"),
        ("million to train", "billion to train", "wording"),
        ("公司没有公布单台价格。", "", "gone"),
        ("The company does not plan to charge for it. ", "", "gone"),
    ],
)
def test_what_says_something_else_is_found(old: str, new: str, kind: str) -> None:
    text = next(page for page in PAGES if old in page)
    (found,) = changes(cited(text), text.replace(old, new, 1))
    assert found.kind == kind
    assert old.strip(" 。.")[:4] in found.was or found.was in old


def test_a_page_that_is_another_page_says_nothing_of_it() -> None:
    found = changes(cited(ZH), "页面不存在\n您访问的页面已删除，请返回首页。")
    assert {each.kind for each in found} == {"gone"} and len(found) >= 8
    assert changes(cited(ZH), "") != ()


@pytest.mark.parametrize(
    "line",
    [
        "更正：本文此前写2400台，应为2500台。",
        "【更正声明】公司名称有误。",
        "编者按：更正此前报道。",
        "本文已于3月5日更正。",
        "撤稿声明",
        "本報道數字有誤，特此說明",
        "Correction: An earlier version misstated the cost.",
        "An earlier version of this article said the model cost $3 million.",
        "This story has been corrected to reflect the number of dialects.",
        "Editor's note: this article was retracted on Friday.",
        "RETRACTED: Harbour lab opens its speech model",
    ],
)
def test_a_page_that_says_it_was_corrected_is_heard_once(line: str) -> None:
    assert announced(f"标题\n{line}\n正文。", "标题\n正文。")
    assert announced(f"标题\n{line}\n正文。", f"{line}\n正文。") == ""


@pytest.mark.parametrize(
    "line",
    [
        "更新时间：2026年3月4日",
        "公司更正了此前的业绩预告。",
        "法院撤回了诉讼。",
        "This story has been updated.",
        "Correctional officers are on strike.",
        "The lab corrected its figures on Monday.",
        "本文作者曾任编辑。",
        "他在更正教育中心工作。",
    ],
)
def test_a_line_that_only_tells_of_a_correction_is_none(line: str) -> None:
    assert announced(f"标题\n{line}\n正文。", "标题\n正文。") == ""


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    changes([Cited(id="1.1", text=one)], other)
    assert changes([Cited(id="1.1", text=one)], one) == ()
    assert changes([Cited(id="1.1", text=one)], f"{other}\n{one}\n{other}") == ()
    announced(one, other)
