"""Chinese words that tell the same happening, so that one may stand for another. From general knowledge of news.

One line of a table holds words that tell the same; a word may stand in several lines.
"""

import functools
import re
from collections.abc import Mapping

from newsbot.checks.relation.opposites import chinese_words

# What a text may not have unless its source tells it: what these say of someone stands or falls with the one word,
# whatever else of the sentence is true.
_EVENTS = """
破产 倒闭 资不抵债 清算 清盘 重整 无力偿债
被捕 逮捕 拘捕 落网 抓获 被抓 缉拿 抓捕
拘留 刑拘 羁押 关押 带走 扣留 监禁 入狱 坐牢
起诉 控告 状告 告上法庭 提告 诉讼 被诉 打官司 对簿公堂
指控 被控 控诉 检举 举报 揭发
辞职 离职 卸任 请辞 辞去 辞任 下台 去职 离任 引咎 离开公司 退位 让位
免职 解职 撤职 罢免 开除 解雇 解聘 革职 炒掉 罢黜 撤换 免去
接任 继任 接替 接班 上任 就任 履新 出任 任命 担任 掌舵 接掌
道歉 致歉 谢罪 赔礼 歉意 赔不是 抱歉
造假 作假 伪造 虚构 篡改 舞弊 弄虚作假 假造 捏造 虚增 粉饰 注水
欺诈 诈骗 行骗 骗局 骗取 欺骗 诈欺 庞氏
抄袭 剽窃 盗用 侵权 窃取 盗版 偷窃 盗窃
收购 并购 买下 兼并 购入 吞并 买入 购得 拿下
合并 并入 整合 重组
裁员 裁减 减员 裁撤 遣散 裁掉 优化员工
停服 关停 停运 下线 停止服务 停用 停更
宕机 瘫痪 崩溃 中断 故障 无法访问 无法使用 停摆
停业 歇业 关门 关闭 停产 停工 关张
泄露 泄漏 外泄 泄密 外流 泄出 流出
曝光 曝出 爆料 被曝 揭露 东窗事发
攻击 入侵 黑客 被黑 攻陷 攻破
调查 立案 彻查 侦查 审查 问询 约谈 查处
处罚 罚款 受罚 重罚 被罚 罚金 罚单
判刑 获刑 判处 被判 定罪 有罪 服刑
败诉 输掉官司
胜诉 打赢官司
赔偿 索赔 赔付 补偿
和解 庭外和解
丑闻 黑幕 丑事
事故 爆炸 坠毁 起火 火灾 失火 坍塌 着火 坠落 相撞 翻车 出事
死亡 身亡 去世 逝世 丧生 遇难 病逝 离世 丧命 死 殉职 猝死 罹难 亡故
自杀 轻生
受伤 伤亡 负伤 重伤 伤者
失踪 失联 跑路 潜逃 出逃 逃亡 卷款
偷税 逃税 漏税 避税 欠税
行贿 受贿 贿赂 索贿
贪污 腐败 挪用 侵吞 贪腐
洗钱
违法 违规 犯罪 犯法 涉嫌 非法
走私 贩毒 吸毒
召回
退市 摘牌 除牌
上市 挂牌 首次公开募股 招股 敲钟
违约 爆雷 拖欠 欠薪 欠款 赖账 逾期
亏损 巨亏 亏本 净亏 赤字
罢工 停工
抗议 示威 抵制 集会 游行
制裁 封禁 封杀 禁用 禁止 禁令 封锁
查封 冻结 扣押 没收 查抄
下架 撤下 移除
性侵 骚扰 强奸 猥亵
垄断
袭击 遇袭 枪击 刺杀 绑架 行刺 劫持
离婚 分居
结婚 完婚 成婚 婚礼
内讧 内斗 分裂 决裂 反目
出售 卖出 变卖 抛售 卖掉 转让 易主 售予
融资 注资 投资 入股 募资 筹资 领投
失败 破裂 告吹 失利 夭折 未果 泡汤
解散 散伙
叛逃 间谍 通敌
作弊 刷分 刷榜
虐待 殴打 霸凌
退出 撤出 撤离 撤资 出走 退场
跳槽 加盟 转投
暂停 中止 叫停 终止 取消 搁置 停止
推迟 延期 延后 跳票 延迟
涨价 提价 上调价格 加价
降价 减价 下调价格 打折
降薪 减薪 扣薪
获奖 得奖 夺冠 摘得 折桂 夺得 摘金
搬迁 迁往 迁至 迁入 搬到 搬离
开源
破解 越狱
否认 驳斥 辟谣 否定 澄清
承认 坦承 供认 招认
警告 告诫 警示
威胁 恐吓 要挟 敲诈 勒索
隐瞒 瞒报 掩盖 谎报 掩饰
撒谎 说谎 谎言
拒绝 回绝 婉拒 谢绝
签约 签署 签订 签下
爆发
感染 染疫 确诊 患病
住院 入院 送医
失控 失灵
滞销
断供 断货 缺货
毁约 反悔 食言
投毒 中毒
撤回 撤销 收回
夺权 政变 逼宫
漏洞 后门 缺陷 隐患
断裂 断链 断流
短缺 紧缺 匮乏 告急
补贴 补助 资助
控股 入主 接管
过劳 累倒
淹没 被淹 水淹
停电 断电
打砸 砸毁 破坏 损毁
打人 斗殴 动手 互殴
更名 改名
退款 退货 退费 退钱
迁册 移民
遇刺 遭枪击
落马 被查 双开
患癌 癌症
债务 欠债 负债
绯闻 出轨 婚外情
撤稿 撤回
骚乱 暴动 暴乱
镇压 驱散 清场
操纵 操控
套现 减持
误导 欺瞒
歧视 排挤
"""

# Other verbs of news.
_OTHERS = """
举行 举办 召开 开幕 启幕 揭幕 开赛
闭幕 落幕 结束 收官 谢幕
发布 推出 公布 上线 亮相 问世 面世 发表 揭晓 出炉 推介
获得 取得 获 得到 拿到 赢得 夺得 斩获 收获 获颁 摘得 摘下 拿下
增长 增加 上升 上涨 攀升 增 升 涨 提高 提升 走高
下降 减少 下跌 下滑 降 跌 减 降低 走低
成立 设立 组建 创立 创办 创建 建立
建造 兴建 新建 建设 修建 打造 建成
开始 启动 开启 展开 开工 起步
继续 持续 延续 保持 维持
完成 结束 完工 竣工 建成 实现
批准 核准 获批 通过 同意 准许
帮助 协助 支援 援助 助力 支持 扶持
超过 超 逾 突破 高于 多于 破
达到 达 至 升至 增至 降至
显示 表明 反映 证明 说明
要求 敦促 责令 呼吁 促请 促
计划 打算 拟 准备 将 有意 考虑
希望 期望 期待 盼望 盼
讨论 商讨 磋商 商议 谈判 会谈 商谈
会见 会晤 接见 见面
访问 到访 出访 抵达 造访
参加 出席 参与 与会 加入
击败 战胜 打败 力克 胜 赢 取胜 完胜
不敌 负于 输给 落败 败给 败
进入 晋级 挺进 闯入 跻身 步入 迈入
使用 采用 运用 利用 应用 用
改进 改善 优化 完善 提升 升级
扩大 扩张 扩建 扩展 拓展 扩
缩小 收窄 缩减 压缩
负责 主管 主持 掌管
出现 产生 发生 爆发
发现 查明 找到 检出 查出 测出
开放 开通 启用 投用
购买 采购 订购 买 购
销售 出售 卖 发售 开售
投入 投资 斥资 出资 耗资 花费
合作 联手 携手 牵手 联合 协作
影响 冲击 波及
保护 守护 维护 保障
提醒 提示 警示 叮嘱
选择 选中 选 挑选
当选 入选 获选
研制 研发 开发 研究
生产 制造 量产 投产
运送 运输 交付 交货 送达
回应 答复 回复
公开 披露 透露 公布
"""

_SAID = "提醒 喊话 直言 感叹 自称 揭秘 解读 详解 综合 聚焦 关注 盘点 点评 回顾 图解 体育"

LIGHT = frozenset(
    "进行 成为 作为 出现 呈现 具有 拥有 包括 包含 属于 位于 来自 有望 有助于 利于 使得 令 做 做出 作出 起 起到 "  # noqa: SIM905
    "受到 遭到 遭 受 获 予以 给予 加以 开展 展开 实现 可能 能够 可以 应该 应当 需要 必须 愿意 想 要 表现 体现 "
    "展现 展示 旨在 带来 涉及 相关 没有 无 是 为 有 在 实为 即 达 近 名为 称为 叫 看 看到 去 来 到 成 用 以 用来 "
    "取得 确定 临近 接连 应邀 度过".split()
) | frozenset(_SAID.split())
"""Verbs that carry a sentence, or lead up to what somebody says, without saying what happened."""


@functools.cache
def _same() -> Mapping[str, frozenset[str]]:
    same: dict[str, set[str]] = {}
    for line in (_EVENTS + _OTHERS).strip().splitlines():
        for word in line.split():
            same.setdefault(word, set()).update(line.split())
    for word, sides in chinese_words().items():
        same.setdefault(word, set()).update(sides.same)
    return {word: frozenset(words) for word, words in same.items()}


def same(word: str) -> frozenset[str]:
    """The words that may stand for this one, itself among them."""
    return _same().get(word, frozenset()) | {word}


EVENTS = frozenset(word for word in _EVENTS.split() if len(word) > 1)
"""The words of two characters and more that a text may not have unless its source tells the same."""

# What exchanges freely without changing what is said: verbs of saying by their strength, and function words.
_EXCHANGED = """
报道 披露 发布 宣布 公布 通报 公开 宣告
由 从 自 打
只 仅 仅仅 只有 只是 仅有
已 已经 现已 业已
和 与 及 以及 跟 同 并
在 于
向 对 给
将 会 要 即将 将会 将要
将于 定于 拟于
的 之
把 将
因 因为 由于
为 是 系 即
也 亦 还
但 但是 不过 然而 而
如果 若 如 倘若
目前 现在 当前 眼下 如今
此次 这次 本次 此 这 该
约 大约 大概
被 遭 遭到 受到
用 以 使用
后 之后 以后
前 之前 以前
时 当时 之时 的时候
每 各
今年 本年
企业 公司
"""

_FREE = tuple(frozenset(line.split()) for line in _EXCHANGED.strip().splitlines())
_ANAPHOR = re.compile(
    "(?:该|这家|这个|这一|此)[^，。的]{1,5}|公司|企业|双方|其|他|她|它|他们|她们|它们|对方|前者|后者|自己"
)
_SAYS = re.compile("(?:说|表示|称|指出|认为|介绍|坦言|透露|强调|写道|补充|谈到|提到|回应|道){1,3}")
_PARTICLES = "的了也就又都着过地得之将已"


def interchangeable(mine: str, theirs: str, before: str = "", after: str = "") -> bool:
    """Whether one may stand where the other did without changing what is said: 说, 表示; 由, 从; 该公司 for a name.

    `before` and `after` are the characters that both have beside them: 创 and 成 may be exchanged before 立.
    """
    mine, theirs = (text.strip(_PARTICLES) or text for text in (mine, theirs))
    return (
        any(_alike(one, other) for one, other in ((mine, theirs), (mine + after, theirs + after)))
        or before + theirs in same(before + mine)
        or (_SAYS.fullmatch(mine) is not None and _SAYS.fullmatch(theirs) is not None)
    )


def _alike(mine: str, theirs: str) -> bool:
    return (
        theirs in same(mine)
        or any(mine in line and theirs in line for line in _FREE)
        or (_ANAPHOR.fullmatch(mine) is not None and len(theirs) > 1)
    )
