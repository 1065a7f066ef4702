"""Names of AI news in English and Chinese that mean the same: what may stand for what, and what prompts are told.

The first form on each side is the one our articles use. From public knowledge; a name that is
not here stays as its source writes it.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsbot.chinese import simplified

MAX_TEXT = 20_000
"""Characters of one text that are searched for names."""

_PAIRS = """
Donald Trump, Trump = 特朗普, 唐纳德·特朗普, 川普
Joe Biden, Biden = 拜登, 乔·拜登
Sam Altman, Altman = 萨姆·奥尔特曼, 奥尔特曼, 山姆·奥特曼, 奥特曼, 阿尔特曼
Elon Musk, Musk = 埃隆·马斯克, 马斯克
Jensen Huang, Huang = 黄仁勋
Satya Nadella, Nadella = 萨提亚·纳德拉, 纳德拉
Sundar Pichai, Pichai = 桑达尔·皮查伊, 皮查伊, 劈柴
Mark Zuckerberg, Zuckerberg = 马克·扎克伯格, 扎克伯格, 祖克柏
Larry Ellison, Ellison = 拉里·埃里森, 埃里森
Masayoshi Son, Son Masayoshi = 孙正义
Dario Amodei, Amodei = 达里奥·阿莫代伊, 阿莫代伊, 阿莫迪
Demis Hassabis, Hassabis = 德米斯·哈萨比斯, 哈萨比斯
Geoffrey Hinton, Hinton = 杰弗里·辛顿, 辛顿
Yann LeCun, LeCun = 杨立昆
Yoshua Bengio, Bengio = 约书亚·本吉奥, 本吉奥
Fei-Fei Li = 李飞飞
Andrew Ng = 吴恩达
Ilya Sutskever, Sutskever = 伊利亚·苏茨克维尔, 苏茨克维尔, 苏茨克维
Mira Murati, Murati = 米拉·穆拉蒂, 穆拉蒂
Greg Brockman, Brockman = 格雷格·布罗克曼, 布罗克曼
Mustafa Suleyman, Suleyman = 穆斯塔法·苏莱曼, 苏莱曼
Tim Cook = 蒂姆·库克, 库克
Jeff Bezos, Bezos = 杰夫·贝索斯, 贝索斯
Bill Gates = 比尔·盖茨
Lisa Su = 苏姿丰
Xi Jinping = 习近平
Li Qiang = 李强
Keir Starmer, Starmer = 斯塔默
Emmanuel Macron, Macron = 马克龙
Ursula von der Leyen, von der Leyen = 冯德莱恩
Liang Wenfeng = 梁文锋
Robin Li = 李彦宏
Jack Ma = 马云
Kai-Fu Lee = 李开复
Nvidia = 英伟达, 辉达
Microsoft = 微软
Google = 谷歌
Alphabet = 字母表公司, 谷歌母公司
Apple = 苹果公司, 苹果
Amazon = 亚马逊
Meta, Facebook = 脸书, 元宇宙平台公司
Oracle = 甲骨文
SoftBank, Softbank = 软银
Intel = 英特尔
Qualcomm = 高通
Broadcom = 博通
Arm, ARM = 安谋
AMD = 超威半导体, 超威
TSMC, Taiwan Semiconductor = 台积电
Samsung = 三星
SK Hynix, Hynix = SK海力士, 海力士
Micron = 美光
ASML = 阿斯麦
Foxconn, Hon Hai = 富士康, 鸿海
Tesla = 特斯拉
Cisco = 思科
Dell = 戴尔
Salesforce = 赛富时
Siemens = 西门子
Goldman Sachs = 高盛
Morgan Stanley = 摩根士丹利
JPMorgan, JPMorgan Chase = 摩根大通
Sequoia = 红杉
BlackRock = 贝莱德
Tencent = 腾讯
Alibaba = 阿里巴巴, 阿里
Baidu = 百度
ByteDance = 字节跳动, 字节
Huawei = 华为
Xiaomi = 小米
JD.com = 京东
Meituan = 美团
SMIC = 中芯国际
Cambricon = 寒武纪
iFlytek, iFLYTEK = 科大讯飞, 讯飞
SenseTime = 商汤
Zhipu, Z.ai = 智谱
Moonshot = 月之暗面
DeepSeek, Deepseek = 深度求索
Qwen = 通义千问, 千问
Stargate = 星际之门
Ascend = 昇腾
Reuters = 路透社, 路透
Bloomberg = 彭博社, 彭博
Associated Press, AP = 美联社
Agence France-Presse, AFP = 法新社
Financial Times, FT = 金融时报
Wall Street Journal, WSJ = 华尔街日报
New York Times = 纽约时报
Washington Post = 华盛顿邮报
Xinhua = 新华社
Nikkei = 日经
White House = 白宫
Congress = 美国国会, 国会
Pentagon, Department of Defense, Defense Department = 五角大楼, 美国国防部
Commerce Department, Department of Commerce = 美国商务部, 商务部
Supreme Court = 最高法院
Federal Reserve, Fed = 美联储
European Commission = 欧盟委员会, 欧委会
European Union, EU, European = 欧盟
United Nations, UN, U.N. = 联合国
United States, U.S., US, USA, America, American, Americans = 美国, 美方, 中美, 美中, 全美, 赴美, 在美, 美股, 美军, 美媒
China, Chinese = 中国, 中方, 中美, 美中, 中国大陆, 在华, 对华, 我国
United Kingdom, U.K., UK, Britain, British = 英国, 英方
Japan, Japanese = 日本, 日方
South Korea, Korea, Korean = 韩国, 韩方
Germany, German = 德国, 德方
France, French = 法国, 法方
India, Indian = 印度
Russia, Russian = 俄罗斯, 俄方
Canada, Canadian = 加拿大
Israel, Israeli = 以色列
Saudi Arabia, Saudi = 沙特阿拉伯, 沙特
United Arab Emirates, UAE, Emirati = 阿联酋, 阿拉伯联合酋长国
Singapore, Singaporean = 新加坡
Indonesia, Indonesian = 印度尼西亚, 印尼
Taiwan, Taiwanese = 台湾
Hong Kong = 香港
Texas = 得克萨斯州, 得克萨斯, 德克萨斯, 得州, 德州
Abilene = 阿比林
Abu Dhabi = 阿布扎比
Dubai = 迪拜
California, Californian = 加利福尼亚, 加州
San Francisco = 旧金山
Silicon Valley = 硅谷
New York = 纽约
Washington = 华盛顿
Seattle = 西雅图
London = 伦敦
Paris = 巴黎
Brussels = 布鲁塞尔
Berlin = 柏林
Tokyo = 东京
Seoul = 首尔
Beijing = 北京
Shanghai = 上海
Shenzhen = 深圳
Hangzhou = 杭州
Taipei = 台北
Stanford = 斯坦福
MIT, Massachusetts Institute of Technology = 麻省理工学院, 麻省理工
Harvard = 哈佛
Tsinghua = 清华
"""


@dataclass(frozen=True)
class Entry:
    """One bearer of names: its forms in both languages, the preferred first."""

    english: tuple[str, ...]
    chinese: tuple[str, ...]


def _entry(line: str) -> Entry:
    english, chinese = line.split(" = ")
    return Entry(tuple(english.split(", ")), tuple(chinese.split(", ")))


GLOSSARY: tuple[Entry, ...] = tuple(_entry(line) for line in _PAIRS.strip().splitlines())

_BY_FORM: dict[str, list[Entry]] = {}
for _one in GLOSSARY:
    for _form in (*_one.english, *_one.chinese):
        _BY_FORM.setdefault(_form if len(_form) <= 3 else _form.lower(), []).append(_one)

_FORMS = sorted({form for entry in GLOSSARY for form in (*entry.english, *entry.chinese)}, key=len, reverse=True)
_HAN_FORMS = [form for form in _FORMS if not form.isascii()]
_LATIN_FORMS = [form for form in _FORMS if form.isascii()]
# 今日本公司 has no 日本 in it, 印度洋 no 印度, 北京时间 is no place. Short Latin forms count as written: US, not us.
_NOT = {
    "日本": "(?<![今昨当明每次])日本(?!月|周|人民)",
    "印度": "印度(?!洋)",
    "北京": "北京(?!时间)",
    "阿里": "(?<!麦)阿里(?!山)",
}
_NOT |= {
    "小米": "小米(?!粥)",
    "高通": "(?<!提)高通(?!过|胀|量)",
    "上海": "(?<!以|网)上海(?!外|关)",
    "三星": "三星(?!级)",
}
_PATTERN = re.compile(
    "|".join(_NOT.get(form, re.escape(form)) for form in _HAN_FORMS)
    + r"|(?<![A-Za-z0-9])(?:"
    + "|".join(re.escape(form) if len(form) <= 3 else f"(?i:{re.escape(form)})" for form in _LATIN_FORMS)
    + r")(?:['’]s)?(?![A-Za-z0-9])"
)


@dataclass(frozen=True)
class Mention:
    """A form of a glossary name in a text. Some forms (中美) stand for two entries."""

    form: str
    start: int
    end: int
    entries: tuple[Entry, ...]


def mentions(text: str) -> tuple[Mention, ...]:
    """Every glossary name of the text in reading order, the longest form at each place."""
    return _mentions(text[:MAX_TEXT])


@functools.lru_cache(1024)
def _mentions(text: str) -> tuple[Mention, ...]:
    return tuple(_found(simplified(text)))


def _found(text: str) -> Iterator[Mention]:
    for match in _PATTERN.finditer(text):
        form = re.sub("['’]s$", "", match.group())
        entries = _BY_FORM.get(form) or _BY_FORM.get(form.lower()) or []
        yield Mention(form, match.start(), match.end(), tuple(entries))


def entries_in(text: str) -> frozenset[Entry]:
    """Whose names the text has, in either language."""
    return frozenset(entry for mention in mentions(text) for entry in mention.entries)


def glossary_for(text: str) -> list[tuple[str, str]]:
    """The (English, Chinese) names to use for those the text mentions, by first mention: what a prompt is told."""
    found = dict.fromkeys(entry for mention in mentions(text) for entry in mention.entries)
    return [(entry.english[0], entry.chinese[0]) for entry in found]
