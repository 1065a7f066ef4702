"""What news tells of being done: verbs in Chinese and English that tell the same event. From general knowledge.

One event a line: Chinese words | beginnings of English words, or whole ones with a dot at their end. What leads up to
another (指控, 起诉) stands in one line: a text that only speaks of the first as possible does not tell the second.
"""

import functools
import re
from dataclasses import dataclass

_EVENTS = """
起诉 指控 控告 状告 提告 告上法庭 提起诉讼 | sue. sues. sued. suing. lawsuit accus alleg litigat legal-action
收购 并购 买下 买入 购入 | acqui buy. buys. buying. bought. purchas takeover
出售 卖出 变卖 | sell. sells. selling. sold. sale. sales. divest
投资 注资 入股 | invest. invests. invested. investing. investment stake.
推出 发布 上线 | launch releas unveil introduc roll-out debut
裁员 裁减 解雇 | layoff lay-off laid-off job-cut cut~job eliminat~job lay~off fire. fires. fired. firing.
合并 | merg
上市 挂牌 | ipo. go-public going-public list. lists. listed. listing.
关闭 关停 停运 | close. closes. closed. closing. closure. shut
禁止 封禁 禁用 | ban prohibit block. blocks. blocked. blocking.
批准 核准 | approv clear. clears. cleared. clearing.
签署 签订 签约 | sign. signs. signed. signing.
辞职 离职 卸任 | resign step-down stepping-down depart quit. leave. leaves. leaving. left.
聘请 聘用 任命 | hire. hires. hired. hiring. appoint recruit
建造 兴建 新建 建厂 建成 建设 | build. builds. building. built. construct
重组 改制 转型 | restructur reorgani convert
分拆 拆分 剥离 | spin-off spin-out carve-out split.
加征 征收 | impos levy
制裁 | sanction
涨价 提价 | rais~price price-increase
降价 | cut~price price-cut
调查 | investigat probe. probes. probed. probing.
退出 撤出 | exit withdraw pull-out quit. leave. leaves. leaving. left.
开源 | open-sourc
暂停 中止 叫停 | paus suspend halt
取消 撤回 | cancel scrap withdraw
放宽 放松 | ease. eased. eases. easing. relax loosen
收紧 | tighten
处罚 罚款 | fine. fined. fines. fining. penal
逮捕 拘捕 | arrest
回购 | buyback repurchas buy-back
召回 | recall
授权 许可 | licens
迁往 迁至 搬到 | relocat move. moves. moved. moving.
采购 订购 | order. orders. ordered. ordering. purchas procur
破产 | bankrupt insolven
扩建 扩产 扩张 扩大 | expand expansion enlarg
补贴 | subsid
开设 开办 | open. opens. opened. opening.
延长 延期 | extend extension
提高 上调 调高 | rais increas hik lift
降低 下调 调低 削减 | cut. cuts. cutting. lower. lowers. lowered. lowering. reduc slash
终止 | terminat end. ends. ended. ending.
"""

# 投资者, 发布会, 上市公司, 起诉书: these name who or what, and tell of nothing that is done.
_NOUN = "[者人方商会书额率量部局组员法价]|公司|银行|机构|平台|团队|基金|显示|发现|报告"


@dataclass(frozen=True)
class Event:
    """One event as both languages tell it; `chinese` and `english` find its words."""

    chinese: re.Pattern[str]
    english: re.Pattern[str]


@functools.cache
def events() -> tuple[Event, ...]:
    """All events of the table."""
    lines = [line.split("|") for line in _EVENTS.strip().splitlines()]
    return tuple(Event(_chinese(han.split()), english(latin.split())) for han, latin in lines)


def _chinese(words: list[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(words)})(?!{_NOUN})")


def english(stems: list[str]) -> re.Pattern[str]:
    """A pattern for beginnings of words, and whole ones with a dot at their end."""
    return re.compile(rf"\b(?:{'|'.join(map(_form, stems))})\b", re.IGNORECASE)


def _form(stem: str) -> str:
    """What finds one entry of the table: any ending may follow unless it has a dot; ~ is a few words in between."""
    if stem.endswith("."):
        return stem[:-1]
    return stem.replace("-", "[a-z]{0,3}[- ]").replace("~", r"[a-z]{0,4}\b[^.;\n]{0,24}\b") + "[a-z]{0,6}"
