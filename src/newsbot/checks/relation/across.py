"""The rule that a Chinese sentence does not say the opposite of its English passages.

Only frequent opposites are known across languages. A word of the sentence is held against the sentences of the passage
that speak of the same thing, by names and figures: where they have words of the other side and none of its own, and no
passage has one of its own anywhere, the sentence says the opposite.
"""

import functools
import re
from dataclasses import dataclass

from newsbot.checks.claim import Claim, chinese
from newsbot.checks.relation.events import english
from newsbot.checks.relation.reading import denial
from newsbot.chinese import bigrams, sentences, simplified
from newsbot.figures import figures
from newsbot.news import Finding

# Chinese | English, on the next line the opposite in both; beginnings of English words, or whole ones with a dot. An
# indented line goes on.
_OPPOSITES = """
上涨 增长 增加 上升 攀升 飙升 大涨 | rise rose rising grow grew increas climb gain surg soar jump up. higher. more.
|| 下跌 下降 减少 下滑 大跌 | fall. falls. falling. fallen. fell. declin decreas drop plung slump down. lower. less.
   fewer. reduc cut. cuts. cutting.
提高 上调 调高 抬高 | rais boost hik lift increas higher. up.
|| 降低 下调 调低 削减 | cut. cuts. cutting. lower. lowers. lowered. reduc slash trim decreas
批准 通过 核准 | approv passed. passes. passing. pass. endors ratif cleared. clears.
|| 否决 驳回 | reject veto refus block den declin
接受 同意 | accept agree
|| 拒绝 回绝 | reject refus declin turned
支持 赞成 | support back endors favor favour
|| 反对 谴责 | oppos criticiz condemn against.
证实 承认 | confirm admit acknowledg
|| 否认 驳斥 | deny. denies. denied. denial. denying. dismiss refut
允许 准许 | allow permit let
|| 禁止 不准 | ban forbid prohibit bar block
收购 买下 购买 买入 | buy. buys. buying. bought. acqui purchas takeover
|| 出售 卖出 售出 抛售 | sell. sells. selling. sold. sale. sales. divest
胜诉 获胜 赢得 击败 战胜 | win. wins. winning. won. beat defeat victor
|| 败诉 落败 输给 失利 | lose. loses. losing. lost. loss. losses.
盈利 | profit gain
|| 亏损 | loss. losses. losing.
进口 | import
|| 出口 | export
聘用 招聘 任命 聘请 | hire. hires. hired. hiring. recruit appoint name. named. names.
|| 解雇 裁员 罢免 裁减 开除 | fire. fires. fired. firing. lay. laid. layoff dismiss oust cut. cuts.
推出 启动 上线 恢复 | launch start begin began open resum releas introduc
|| 停止 终止 暂停 关闭 下线 取消 叫停 | stop halt end. ended. suspend close. closed. closing. shut paus cancel
扩大 扩张 | expand widen expansion broad
|| 缩小 收窄 收缩 | shrink narrow contract
加快 加速 | accelerat speed faster
|| 放缓 推迟 延期 延后 | slow delay postpon
加强 增强 强化 | strengthen boost tighten bolster
|| 削弱 减弱 | weaken undermin eased. easing.
高于 超过 超出 多于 | above. over. exceed surpass more. top. topped. tops. beat higher.
|| 低于 不及 少于 不足 | below. under. less. fewer. short. lower. missed. misses.
优于 领先 胜过 | beat outperform lead better. ahead. surpass exceed
|| 不及 落后 逊于 不如 | trail lag behind worse. below. underperform
收紧 | tighten stricter
|| 放宽 放松 | ease. eases. eased. easing. loosen relax
合法 | legal lawful
|| 非法 违法 | illegal unlawful
成功 | succe
|| 失败 | fail
开源 | open. open-sourc
|| 闭源 | closed proprietary
免费 | free.
|| 付费 收费 | paid. charg fee. fees.
首次 | first
|| 再次 | again second
提前 | early. earlier. ahead.
|| 推迟 延后 | delay postpon later.
最高 | highest. high. top. most.
|| 最低 | lowest. low. least.
增持 | rais increas bought buy
|| 减持 | cut reduc sold sell trim
加入 | join
|| 离开 退出 离职 | leav left quit exit depart withdr
"""
_MOST = 20_000
_SENTENCES = 60


@dataclass(frozen=True)
class Side:
    """The words of one side in both languages."""

    chinese: tuple[str, ...]
    english: re.Pattern[str]


def across_rule(claim: Claim) -> list[Finding]:
    """Findings `antonym` across languages: errors where figures or two names show that both speak of one thing.

    With one name only it may be another matter, which is a warning.
    """
    passages = [passage for passage in claim.passages if not chinese(passage)]
    if claim.keyword or not passages or len(passages) != len(claim.passages):
        return []
    text = simplified(claim.text)
    read = [span for passage in passages for span in spans(passage.text[:_MOST])]
    found = []
    for own, other in _sides():
        word = next((word for word in own.chinese if word in text and denial(text, text.find(word)) < 0), "")
        if not word or any(each in text for each in other.chinese) or any(own.english.search(span) for span in read):
            continue
        about = [(shared(claim, span), span) for span in read if other.english.search(span)]
        most, span = max(about, key=lambda each: each[0], default=(0, ""))
        if most and not _DENIED.search(span):
            advice = f"来源说的是“{other.chinese[0]}”，这里写成了意思相反的“{word}”，请照来源改正。"
            found.append(claim.finding("antonym", "error" if most > 1 else "warning", word, advice, span))
    return found


_DENIED = re.compile(r"\b(?:not|never|no|fail\w{0,3}|without)\b|n[’']t\b", re.IGNORECASE)


@functools.cache
def _sides() -> tuple[tuple[Side, Side], ...]:
    """Every side with its opposite."""
    pairs = []
    for line in re.sub(r"\n(?=\|\|| )", "", _OPPOSITES.strip()).splitlines():
        one, two = (_side(half) for half in line.split("||"))
        pairs += [(one, two), (two, one)]
    return tuple(pairs)


def _side(half: str) -> Side:
    han, latin = half.split("|")
    return Side(tuple(han.split()), english(latin.split()))


@functools.lru_cache(512)
def spans(text: str) -> tuple[str, ...]:
    """The sentences of a text, as many as are read."""
    return tuple(text[start:end] for start, end in sentences(text))[:_SENTENCES]


def shared(claim: Claim, span: str) -> int:
    """How many names, Latin words and figures the sentence and that of a passage share; a figure counts two."""
    names = claim.standards.names
    latin = {piece for piece in bigrams(claim.text) & bigrams(span) if piece.isascii() and piece.isalpha()}
    entries = names.entries_in(claim.text) & names.entries_in(span)
    spelt = sum(1 for entry in entries if not any(form.lower() in latin for form in entry.english))
    return len(latin) + spelt + 2 * len(_values(claim.text) & _values(span))


@functools.lru_cache(2048)
def _values(text: str) -> frozenset[object]:
    return frozenset((each.kind, each.value, each.unit) for each in figures(text) if not each.weak)
