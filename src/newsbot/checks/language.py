"""The rules of the house's Chinese: what language it is, how it is set, and what a reader must never see."""

import re

from newsbot.checks.claim import MAX_SENTENCE, Claim
from newsbot.chinese import HAN, han_count, language, seen, simplified, title_length
from newsbot.news import Draft, Evidence, Finding

CHINESE = 0.6
"""Share of Han among an article's letters from which it is Chinese. Articles full of product names have about 0.8."""

TITLE = (11, 29)
"""字 of a headline after the house style; outside is a warning."""

TITLE_LIMITS = (6, 45)
"""字 outside which a headline is none: an error."""

_TRADITIONAL_TOO = frozenset("著乾於藉瞭覆徵餘夥麽")  # also Simplified, in some words
_HALF_WIDTH = re.compile(
    f'(?<=[{HAN}”》）])[,;:!?](?=[{HAN}“《（]|$)|(?<=[{HAN}])\\.(?=[{HAN}]|$)|(?<=[{HAN}])\\((?=[{HAN}])|"'
)
_SPACED = re.compile(f"[{HAN}][ \\u00a0\\u3000]+[A-Za-z0-9{HAN}]|[A-Za-z0-9%] +[{HAN}]")
_HYPE = re.compile("重磅|炸裂|震惊|震撼|史诗级|王炸|颠覆性|惊呆|沸腾|杀疯")
_EMPTY = re.compile(
    "值得注意的是|众所周知|总而言之|综上所述|不言而喻|毋庸置疑|值得一提的是|在.{1,12}的背景下|"
    "具有里程碑意义|重要里程碑|无疑将|拭目以待|引发(?:了)?广泛关注|(?:未来|值得)?(?:持续)?(?:关注|观察)的焦点|值得(?:关注|期待)"
)
_NAMELESS = re.compile(
    "(?:有)?(?:观察人士|分析人士|业内人士|业界人士|有关专家|业内|业界|外界|市场|舆论|坊间|各界)(?:们)?(?:普遍|一致|广泛)?"
    "(?:指出|认为|表示|称(?!号)|说(?!法|明)|分析(?!师|人)|预计|看好|质疑|担忧|猜测)|普遍认为"
)
_OWN_MAKING = re.compile(
    "(?:根据|依据|基于)(?:所|您|你)?(?:提供|给定|给出|上述|以上|所给|已有)的?(?:资料|材料|信息|文本|段落|片段|内容|来源)"
    "|(?:资料|材料|段落|来源|原文|片段)(?:中|里)(?:并?未|没有)(?:提及|提到|说明|给出)"
    "|(?:所给|提供的|该)(?:资料|片段|段落|标题)(?:中|里)?(?:提到|指出|显示|写道)|标题和内容片段"
    "|RSS|(?:内容|资料|新闻|原文|上述|该|文本)片段|片段(?:中|里)?(?:提到|指出|显示|明确)"
    "|作为(?:一个|一名|一款)?(?:AI|人工智能|大?语言模型|大模型)(?:语言模型|助手|模型)?[，,]|作为AI"
    "|让我(?:搜索|想想|来|们看)|我(?:无法|不能)(?:提供|访问|确认|生成)|以下是(?:改写|翻译|摘要|正文|文章|译文)"
    "|(?:本文|文章)由(?:AI|人工智能)|提示词要求|改写后的?句子|知识截止"
)
_MARKUP = re.compile(
    r"\[\^?\d{1,3}(?:\.\d{1,3})?\]|[（(]\d{1,2}\.\d{1,3}[）)]|【\d[^】]{0,10}】|\[\^|https?:|www\.|</?[A-Za-z!][^>]{0,80}>?|\{\{|\}\}"
    r"|\{%|\*\*|(?<![*A-Za-z0-9])\*[^*\s][^*\n]{0,80}\*|__|(?<![A-Za-z0-9])_[^_\n]{1,40}_(?![A-Za-z0-9])|```|`|^#{1,6}\s|^\s*[*+-]\s|^\d{1,2}\.\s|!\[|\]\(|&(?:[a-z]{2,8}|#\d{2,6});|^>\s",
    re.IGNORECASE | re.MULTILINE,
)
_NARROW = str.maketrans("（）", "()")
_ENDS = re.compile(r"[。！？…；：][”’」』）)》]*$|[。！？…][^。！？…]{0,2}$")


def language_rule(claim: Claim) -> list[Finding]:
    """What is wrong with a sentence as Chinese text.

    Errors: `length` (too long to be checked), `markup`, `language`, `self-reference`,
    `unfinished`, a `title` of impossible length. Warnings: `traditional`, `punctuation`,
    `spacing`, `title`, `hype`, `empty-phrase`, `unattributed`.
    """
    if len(claim.sentence.text) > MAX_SENTENCE:
        return [claim.finding("length", "error", claim.text[:40] + "…", "句子太长，无法核对，请拆开重写。")]
    return [*unseemly(claim), *_wrong_language(claim), *_phrases(claim), *_setting(claim), *_headline(claim)]


def setting_rule(claim: Claim) -> list[Finding]:
    """What is wrong with the rendering of a sentence as Chinese text: markup, another language, how it is set.

    How long it is, how strong, and whether it has a stop is as its original has it; so is an address in its text.
    """
    if len(claim.sentence.text) > MAX_SENTENCE:
        return language_rule(claim)
    marks = [each for each in unseemly(claim) if not _sourced(each.found, claim)]
    wrong = [each for each in _wrong_language(claim) if each.rule == "language" or not claim.text.strip()]
    return [*marks, *wrong, *_setting(claim)]


def unseemly(claim: Claim) -> list[Finding]:
    """A `markup` error: what a reader must never see in a text of whatever language."""
    text = claim.text
    marks = _MARKUP.search(text)
    if marks or "\n" in text or seen(text) != text:
        found = marks.group() if marks else "控制字符或换行"
        advice = "正文里不能有段落编号、网址、HTML、Markdown或控制字符，请删去。"
        return [claim.finding("markup", "error", found, advice)]
    return []


def _wrong_language(claim: Claim) -> list[Finding]:
    text = claim.text.strip()
    if not any(char.isalnum() for char in text):
        return [claim.finding("unfinished", "error", text, "空句，请补写或删去。")]
    spoken = language(text)
    if (
        (claim.prose or claim.place in ("title", "heading"))
        and spoken not in ("zh", "")
        and not (spoken == "en" and _mostly_names(text))
    ):
        return [claim.finding("language", "error", text[:40], "这一句不是中文，请改写为简体中文。")]
    if claim.prose and not _ENDS.search(text):
        return [claim.finding("unfinished", "error", text[-20:], "句子没有写完或缺句末标点，请补完。")]
    return []


def _mostly_names(text: str) -> bool:
    """OpenAI发布GPT-4.1 Mini: few Han characters, yet a Chinese sentence, since no Latin word in it is lower-case."""
    return han_count(text) >= 2 and len(re.findall(r"(?<![A-Za-z0-9])[a-z]{2,}(?![A-Za-z0-9])", text)) <= 1


def _phrases(claim: Claim) -> list[Finding]:
    findings = []
    own = _OWN_MAKING.search(claim.text)
    if own and not _sourced(own.group(), claim):
        advice = "不能说到稿件自己的写作过程，请只写来源里的事实。"
        findings.append(claim.finding("self-reference", "error", own.group(), advice))
    for rule, pattern, advice in (
        ("hype", _HYPE, "不用夸张的词，请写事实。"),
        ("empty-phrase", _EMPTY, "这是空话，请删去。"),
        ("unattributed", _NAMELESS, "评价要归到有名有姓的人或机构，否则删去。"),
    ):
        match = pattern.search(claim.text)
        if match and not (rule == "hype" and _sourced(match.group(), claim)):
            findings.append(claim.finding(rule, "warning", match.group(), advice))
    return findings


def _sourced(words: str, claim: Claim) -> bool:
    """RSS and 视频片段 may be what the news is about: then the cited passage has the words."""
    narrow = words.translate(_NARROW)  # a figure in brackets: (0.01)
    return any(words in passage.text or narrow in passage.text for passage in claim.passages)


def _setting(claim: Claim) -> list[Finding]:
    text, findings = claim.text, []
    traditional = _traditional(text)
    if traditional:
        findings.append(claim.finding("traditional", "warning", traditional, "请改用简体字。", simplified(traditional)))
    half = _HALF_WIDTH.search(text)
    if half:
        findings.append(claim.finding("punctuation", "warning", half.group(), "正文标点用全角，引号用“”。"))
    spaced = None if claim.standards.spaced else _SPACED.search(text)
    if spaced:
        findings.append(claim.finding("spacing", "warning", spaced.group(), "汉字与字母、数字之间不加空格。"))
    return findings


def _traditional(text: str) -> str:
    plain = simplified(text)
    if plain == text or len(plain) != len(text):
        return "" if plain == text else text[:20]
    return "".join(dict.fromkeys(a for a, b in zip(text, plain, strict=True) if a != b and a not in _TRADITIONAL_TOO))


def _headline(claim: Claim) -> list[Finding]:
    if claim.place != "title":
        return []
    text, findings = claim.text, []
    length = title_length(text)
    if not TITLE[0] <= length <= TITLE[1]:
        severity = "warning" if TITLE_LIMITS[0] <= length <= TITLE_LIMITS[1] else "error"
        advice = f"标题应为{TITLE[0]}～{TITLE[1]}字，现为{length}字。"
        findings.append(claim.finding("title", "error" if severity == "error" else "warning", f"{length}字", advice))
    tease = re.search("[？！?!]", text)
    if tease:
        findings.append(claim.finding("title", "warning", tease.group(), "标题不用问号和感叹号制造悬念。"))
    return findings


def article_language(draft: Draft, _: Evidence) -> list[Finding]:
    """A `language` error when the article as a whole is not Chinese: Han below `CHINESE` of its letters."""
    text = "".join(sentence.text[:MAX_SENTENCE] for _, sentence in draft.placed())
    letters, han = sum(1 for char in text if char.isalpha()), han_count(text)
    if letters and han / letters >= CHINESE:
        return []
    share = f"汉字占{100 * han // max(letters, 1)}%"
    advice = "稿件必须是简体中文，请重写。"
    return [Claim("article", draft.title, ()).finding("language", "error", share, advice)]
