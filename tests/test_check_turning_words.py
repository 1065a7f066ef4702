"""Little words whose loss turns what a sentence says: found where a rendering has nothing for them, and only there."""

import pytest

from newsbot.checks.turning_words import lost_words


@pytest.mark.parametrize(
    ("piece", "text", "lost"),
    [
        ("Since March the library has lent out 40 computers.", "3月，图书馆借出了40台电脑。", ["since"]),
        ("Since March the library has lent out 40 computers.", "3月以来，图书馆借出了40台电脑。", []),
        ("Since nobody asked, nothing changed.", "因为没有人问，什么也没有变。", []),
        ("A card says that the machine may be wrong.", "卡片上写着机器有错。", ["may"]),
        ("A card says that the machine may be wrong.", "卡片上写着机器可能有错。", []),
        ("The first line would not be ready before March 2028.", "首条线路将在2028年3月之前完成。", ["not"]),
        ("The first line would not be ready before March 2028.", "首条线路在2028年3月之前不会建成。", []),
        ("Only members may borrow one.", "会员可以借一台。", ["only"]),
        ("The shop is open except on Mondays.", "商店周一开门。", ["except"]),
        ("The model runs without a network.", "模型联网运行。", ["without"]),
        ("They didn't ask.", "他们问了。", ["not"]),
        ("The fair opens on May 5 and ends in May.", "展会5月5日开幕，5月闭幕。", []),
        ("Not only the price, but the size counts.", "价格和尺寸都重要。", ["only", "not"]),
        ("A notable mayor, everyone agreed, sincerely.", "人们同意，这是一位著名的市长。", []),
        ("May was the hottest month.", "5月最热。", []),
        ("May is not the point.", "这是重点。", ["not"]),
        ("The company has since fixed the bug.", "公司随后修复了漏洞。", []),
        ("Half a million people came in the past few years.", "近年来来了50万人。", []),
        ("The two sides blamed each other.", "双方互相指责。", []),
        ("Not until 2020 did it turn a profit.", "直到2020年才盈利。", []),
        ("Prices might rise, and few believed it.", "价格有望上涨，鲜有人信。", []),
        ("The bill would not take effect until 2027.", "该法案要到2027年才会生效。", []),
        ("No one under 16 may use it.", "16岁以下者不得使用。", []),
        ("Few people came.", "人们来了。", ["few"]),
        ("", "", []),
    ],
)
def test_a_little_word_that_is_lost_is_found(piece: str, text: str, lost: list[str]) -> None:
    assert list(lost_words(piece, text)) == lost
