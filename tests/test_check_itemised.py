"""A count of things that a passage numbers one by one is founded though the passage does not write it."""

import pytest

from check_cases import evidence
from newsbot import checks
from newsbot.news import Sentence

FIRST = "省里要求：一是每起刮碰都要上报；二是公布接管次数；三是开展满意度调查。"
ORDINAL = "她提到的原因有：第一，地图更新得更勤；第二，安全员更有经验。第三，路口装了设备。"
BRACKETS = "办法规定：（一）车上配安全员；（二）每两小时换班。"
PROSE = "试点的一是青澜市的车，二是鹿川市的车，前者第三季度扩容。"
GAP = "一是每起刮碰都要上报；三是开展满意度调查。"


def faulted(text: str, passage: str, place: str) -> list[str]:
    found = checks.against(place, Sentence(text=text, passages=("1.1",)), evidence(passage))
    return [each.found for each in found if each.rule == "figure"]


@pytest.mark.parametrize("place", ["sections/0/title", "sections/0/0/0"])
@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("省里提出三项要求。", FIRST),
        ("省里提出3条要求。", FIRST),
        ("下降有三个原因。", ORDINAL),
        ("办法有2项规定。", BRACKETS),
    ],
)
def test_as_many_as_the_passage_numbers_is_left_alone(text: str, passage: str, place: str) -> None:
    assert faulted(text, passage, place) == []


@pytest.mark.parametrize(
    ("text", "passage", "figure"),
    [
        ("省里提出四项要求。", FIRST, "四项"),
        ("省里提出2条要求。", FIRST, "2条"),
        ("三座城市收到要求。", FIRST, "三座"),
        ("三家企业收到要求。", FIRST, "三家"),
        ("省里提出三项要求。", GAP, "三项"),
        ("三个城市扩容。", PROSE, "三个"),
        ("办法有3项规定。", BRACKETS, "3项"),
    ],
)
def test_another_count_and_a_count_of_something_else_is_found(text: str, passage: str, figure: str) -> None:
    assert faulted(text, passage, "sections/0/title") == [figure]
