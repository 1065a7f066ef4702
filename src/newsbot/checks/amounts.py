"""Kinds of amounts, doings and people that newsrooms confuse, in both languages: what a clause's figure is said of."""

import functools
import re

# One kind a line; English words by their beginnings, a blank in a phrase written _.
_AMOUNTS = """
营收 收入 营业额 销售额 | revenue sales turnover
盈利 净利 利润 获利 净赚 | profit earnings income earned
亏损 净亏 亏了 | loss losses lost losing
节省 节约 省下 | save saving
投资 注资 斥资 投入 | invest
融资 募资 募集 筹集 | raise raising funding
估值 | valuation valued
市值 | capitalization capitalisation
裁员 裁减 裁掉 裁撤 减员 解雇 | layoff laid laying fire fired dismiss job_cut cut[^,.;]{0,24}(?:job|staff|worker)
雇用 雇佣 招聘 聘用 新增岗位 | hire hiring hired employ(?!ee|er) recruit
罚款 罚金 处罚 | fine fined penalty
死亡 遇难 丧生 身亡 致死 | dead died deaths killed
受伤 负伤 伤者 | injured wounded injuries
"""
# What took so long, and what was done with so many.
_DOINGS = """
停机 宕机 停摆 停服 瘫痪 中断 | outage downtime offline down_for interrupt disrupt
维护 检修 保养 | maintenance
修复 抢修 恢复 | repair restor fix recover
测试 试验 | test trial
建设 施工 建成 | construct build built
采购 购买 购置 订购 买下 | purchase bought buy order
出售 售出 卖出 销量 | sold sell
交付 | deliver
出租 租赁 | leas rent
"""
# Whom it counts.
_PEOPLE = """
工程师 | engineer
研究人员 研究员 科学家 | researcher scientist
销售人员 销售员 | salespeople salesperson
教师 老师 | teacher
学生 | student
医生 | doctor physician
护士 | nurse
司机 | driver
"""
Line = tuple[re.Pattern[str], re.Pattern[str]]


@functools.cache
def _tables() -> tuple[tuple[Line, ...], ...]:
    tables = (table.replace("_", r"\x20").strip().splitlines() for table in (_AMOUNTS, _DOINGS, _PEOPLE))
    return tuple(tuple(_line(line) for line in table) for table in tables)


def _line(line: str) -> Line:
    han, _, latin = line.partition("|")
    words = re.compile(rf"\b(?:{'|'.join(latin.split())})[a-z]{{0,4}}\b", re.IGNORECASE)
    return re.compile("|".join(han.split())), words


@functools.lru_cache(4096)
def kinds(clause: str) -> tuple[frozenset[int], ...]:
    """The kinds of amounts, of doings and of people that the clause names, by their lines."""
    return tuple(
        frozenset(n for n, (han, latin) in enumerate(table) if han.search(clause) or latin.search(clause))
        for table in _tables()
    )
