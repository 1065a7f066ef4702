"""The rules as if the model had obeyed an attacker: what is addressed to a model has no place in an article.

`lures` finds in any text what speaks to a language model and not to a reader. In a source that flags the story for
an editor; in a draft it is an error, and so are addresses that no source has, codes of our own and our instructions.
A flag proves nothing and its absence neither: what protects an article is that each sentence rests on its passages.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator

from newsbot.checks.claim import Claim
from newsbot.chinese import HAN, seen, simplified
from newsbot.news import Draft, Evidence, Finding

FLAG = "疑有写给模型的指令"
"""What a note on the evidence begins with, after the place of its source, when its page speaks to models."""

MOST_TEXT = 1_000_000
"""Characters of a text that are looked at."""

SHOWN = 80
"""Characters of a lure that a finding shows."""

_VERBS = (
    "add|append|include|insert|modify|enhance|augment|integrate|translate|encode|reverse|misspell|scramble|jumble|"
    "rearrange|replace|remove|group|combine|shift|apply|express|write|provide|use|begin|end|start|prefix|write"
)
_REPLY = "(?:response|reply|replies|answer|output|summary|review)"
# English and its neighbours. Written for text in lower case; every gap is bounded.
_FOREIGN = re.compile(
    "|".join(
        (
            r"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,30}\b(?:previous|prior|above|preceding|earlier|your|"
            r"foregoing|developer|system)\b[^.\n]{0,20}\b(?:i\w{0,2}nstructions?|prompts?|directives?|instruction sets)\b",  # noqa: E501
            r"\b(?:ignore|disregard|forget)\s{1,40}(?:all\s{1,40}|any\s{1,40}|the\s{1,40})?(?:other\s{1,40})?instructions?\b",
            r"\b(?:ignore|disregard)\b[^.\n]{0,30}\byour\b[^.\n]{0,30}\b(?:rules|guidelines|policy|policies|training)\b",
            r"\bignore the (?:rest of this|user\b)",
            r"\b(?:reveal|show|print|repeat|output|leak|display|dump|reproduce|tell me)\b[^.\n]{0,30}\byour\s{1,40}(?:\w{1,40}\s{1,40}){0,2}"  # noqa: E501
            r"(?:prompt|instructions|system message)\b",
            r"\byou are now (?:dan\b|an? (?:unrestricted|uncensored|evil|jailbroken|different)|in \w{1,40} mode|free (?:of|from))",  # noqa: E501
            r"\byou (?:now )?have no (?:restrictions|limits|rules|filters|content policy)\b|\bno filters or limits\b",
            r"\bin developer mode you\b|\b(?:uncensored|unrestricted) (?:model|assistant|response|mode)\b that will|"
            r"\bact as an (?:uncensored|unrestricted)\b",
            r"\byour (?:new|real|true|actual) (?:instruction|task|directive|goal|role)s? (?:is|are|now|supersedes?)\b",
            r"<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)\|>|\[/?inst\]|<</?sys>>",
            r"(?:^|\n)[\s#>*\-]{0,8}[\[(]?system(?:[ _](?:note|update|override|message|prompt|instruction))?[\])]?\s{0,40}[:：]?\s{1,40}"  # noqa: E501
            r"(?:you\b|your\b|new\b|ignore\b|before\b|the user\b|do not\b|all\b|from now\b|cleanup\b)",
            r"\[system\]|###\s{0,3}\(?system|\bsystem (?:override|update: your)\b",
            r"(?:^|\n)\s{0,8}assistant\s{0,40}:\s{0,40}(?:sure|of course|\[|<)",
            r"\b(?:note|notice|message|attention|instructions?|reminder) (?:to|for) (?:the |any |all )"
            r"(?:ai|bot|bots|llms?|(?:large )?language models?|chatbots?|ai agents?|ai assistants?)\b",
            r"(?:^|\n)[\s#>*]{0,8}(?:note|notice|message|instructions?) (?:to|for) (?:ai|llm|language model|chatbot)s?\b",  # noqa: E501
            r"\bif you(?:'re|’re| are) (?:an? )?(?:ai|large language model|language model|llm|chatbot)\b",
            r"\b(?:ai )(?:assistants?|agents?|models?|systems?) (?:reading|processing|reviewing|summari[sz]ing|integrating) this\b",  # noqa: E501
            rf"(?:^|[.!?:\n]\s{{0,3}}|please\s)(?:{_VERBS})\b[^.!?\n]{{0,140}}\b(?:your|the) {_REPLY}(?:'s|\b)(?! to\b)",  # noqa: E501
            rf"(?:^|[.!?:\n]\s{{0,3}})in your {_REPLY}\b|(?:end|beginning|start) of your {_REPLY}\b",
            r"\bcode (?:snippet|block|section|excerpt)\b[^.\n]{0,60}\byour (?:algorithm|solution|implementation|response)\b",  # noqa: E501
            r"\bdecode (?:the following |this |the )?(?:base64|base32|rot13|hex)\b|\bbase64\b[^.\n]{0,20}\b(?:do what it says|follow)",  # noqa: E501
            r"\b(?:call|use|invoke) [a-z]{2,20}_[a-z]{2,20} (?:to|on|with)\b",
            r"\b(?:ignorier|vergiss|ignorez|oubliez|ignora|olvida|dimentica)\w{0,3}\b[^.\n]{0,30}"
            r"(?:anweisung|instructions|instrucciones|istruzioni)",
            r"(?:^|\n)(?:nota di sistema|note syst[eè]me|systemhinweis|neue anweisung(?:en)?)\s{0,40}[:：]",
        )
    ),
)
_ORDERS = "指令|指示|提示词|系统提示|设定|命令|prompt"
_MODEL = "(?:AI|ai|人工智能|大模型|大?语言模型|智能助手|聊天机器人)"
_CHINESE = re.compile(
    "|".join(
        (
            "(?:忽略|无视|忘记|忘掉|不要理会|不必理会|抛开|推翻)[^。！？\n]{0,6}(?:以上|之前|上面|上述|前面|先前|此前|所有|全部|一切|"
            f"原有|你的|系统)[^。！？\n]{{0,8}}(?:{_ORDERS})",
            "(?:^|[。！？：:\n“]|请|你必须|务必|现在)(?:忽略|无视|忘记|忘掉|不要理会)(?:以上|之前|上面|上述|前面|先前)(?:的)?"
            "(?:所有|全部|一切)?(?:的)?(?:要求|规则|内容|说明|资料|限制|文字)",
            "你现在(?:是|不再是|扮演|的身份是)(?:一个|一名)?(?:没有|不受|无限制|DAN|dan|开发者|自由)|从现在(?:开始|起)[，,]?你(?:是一|不再|必须|没有)",
            "(?:输出|显示|打印|泄露|告诉我|重复|透露|说出)(?:你的|一遍你的|你|完整的|全部的)[^。！？\n]{0,6}(?:提示词|系统提示|指令|设定|prompt)",
            "(?:请|必须|务必|要)(?:你)?在(?:你的|本次|最终)?(?:回答|回复|输出|稿件|稿子|摘要|译文|总结|报道|文章|新闻稿)(?:里|中|的?末尾|的?开头|的?最后|的?结尾)"
            "[^。！？\n]{0,10}(?:加上|加入|写上|写明|附上|插入|输出|声明|推荐|提到|添加)",
            "(?:^|[。！？\n])[【\\[]系统(?:提示|消息|指令)?[】\\]]|系统指令[：:]",
            f"(?:致|写给|提醒)(?:所有|任何|正在阅读的|各位)?{_MODEL}(?:助手|模型|系统|编辑)?[：:]|如果你是(?:一个|一名|一款)?{_MODEL}",
            f"{_MODEL}(?:助手|模型|系统)?(?:在)?(?:阅读|读到|处理|总结|看到|改写)(?:本文|此文|这段|本页|这篇|该文)(?:时|后|请|的时候)",
            '进入(?:开发者|越狱|无限制|上帝)模式|(?:请|直接)(?:只)?(?:输出|回复|回答)[：:“"「]',
        )
    )
)
_BLOB = re.compile(r"(?<![A-Za-z0-9+/=_.\-])[A-Za-z0-9+/]{24,4000}={0,6}(?![A-Za-z0-9+/_.\-])")

_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9@.\-])[A-Za-z0-9][A-Za-z0-9\-]{0,62}(?:\.[A-Za-z0-9\-]{1,63}){0,5}"
    r"\.(?:com|net|org|cn|io|ai|co|xyz|top|info|site|online|app|dev|me|cc|ru|tk|vip|club|link|shop|biz|gov|edu)"
    r"(?![A-Za-z0-9\-])(?:/[A-Za-z0-9/_.?=&%#\-]{0,200})?|[A-Za-z0-9._+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,5}"
    r"|(?:javascript|vbscript|data|file|ftp|mailto|tel):(?=[A-Za-z0-9/(])",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![A-Za-z0-9])[0-9A-Fa-f](?:[ \-_.,，、·:]?[0-9A-Fa-f]){15,80}(?![A-Za-z0-9])")
REDACTED = "［此处泄露了提示词，已删去］"
"""What stands where a leak was struck out of a draft."""

LEAKED = "这是提示词里的内容，绝不能写进稿子，请删去。"
"""The advice of every `leak` finding."""

_MARK = re.compile(rf"<<<|>>>|===\s{{0,3}}(?:system|user)\s{{0,3}}===|{REDACTED}")
_WORD = re.compile(f"[{HAN}]|[A-Za-z]+|[0-9]+")


def lures(text: str) -> Iterator[str]:
    """What in the text speaks to a language model, as it stands there; also where it is encoded or spelt backwards."""
    plain = unicodedata.normalize("NFKC", seen(text[:MOST_TEXT]))
    yield from _spoken(plain)
    for match in _BLOB.finditer(plain):
        if any(next(_spoken(hidden), None) for hidden in _decoded(match.group())):
            yield match.group()
    if next(_spoken(plain[::-1]), None):
        yield plain[:SHOWN]


def _spoken(text: str) -> Iterator[str]:
    lowered = text.lower()
    shown = text if len(lowered) == len(text) else lowered
    for match in _FOREIGN.finditer(lowered):
        yield shown[match.start() : match.end()].strip()
    for match in _CHINESE.finditer(simplified(text)):
        yield match.group().strip()


def _decoded(blob: str) -> Iterator[str]:
    """What a run of letters and digits may stand for, in the encodings that mail and scripts use."""
    padded = blob.rstrip("=") + "=" * (-len(blob.rstrip("=")) % 4)
    unpadded = blob.rstrip("=")
    for decode, written in (
        (base64.b64decode, padded),
        (base64.b32decode, unpadded + "=" * (-len(unpadded) % 8)),
        (bytes.fromhex, blob),
    ):
        try:
            yield decode(written).decode("utf-8")
        except (ValueError, binascii.Error):
            continue


def flagged(draft: Draft, evidence: Evidence) -> list[Finding]:
    """An `injection` warning at `source/N` for each source whose text or title speaks to a language model.

    So does one whose page does outside its passages, by the notes of the evidence.
    """
    found = []
    for source in evidence.sources:
        texts = [source.title, source.publisher, source.author]
        texts += [passage.text for passage in evidence.passages if passage.source == source.id]
        lure = next((lure for text in texts for lure in lures(text)), "")
        place = f"source/{source.id}"
        noted = next((note for note in evidence.notes if note.startswith(f"{place}：{FLAG}")), "")
        if lure or noted:
            shown = lure[:SHOWN] or noted.partition("“")[2].rstrip("”")
            advice = f"来源{source.id}{FLAG}（“{shown}”），请编辑核对稿件有没有照做，必要时弃用这个来源。"
            found.append(Claim(place, draft.title, ()).finding("injection", "warning", shown, advice))
    return found


def note(source: int, text: str) -> str:
    """What the evidence is to say of a page that speaks to language models; empty when it does not."""
    lure = next(lures(text), "")
    return f"source/{source}：{FLAG}：“{lure[:SHOWN]}”" if lure else ""


def obedience_rule(claim: Claim) -> list[Finding]:
    """What a sentence can only have from an attacker or from our own prompt.

    Errors: `address` (a host, mail address or scheme that no source has), `instruction` (words to a language model that
    no passage has; a warning where one has them), `leak` (a code like our marks and canaries, the prompt's delimiters,
    or `standards.instruction_run` words in a row of our instructions, that no passage has).
    """
    text = claim.text
    if not text:
        return []
    passages = claim.context or claim.passages
    known = "\n".join((*(passage.text for passage in passages), claim.about_sources())).lower()
    return [*_addresses(claim, known), *_instructions(claim, known), *_leaks(claim, known)]


def _addresses(claim: Claim, known: str) -> Iterator[Finding]:
    strange = next((each.group() for each in _ADDRESS.finditer(claim.text) if each.group().lower() not in known), "")
    if strange:
        advice = "来源里没有这个网址或邮箱，请删去。"
        yield claim.finding("address", "error", strange, advice)


def _instructions(claim: Claim, known: str) -> Iterator[Finding]:
    lure = next(lures(claim.text), "")
    if lure:
        told = lure.lower() in known
        advice = "这是写给模型的指令，不是新闻，请删去。" if not told else "这是来源里写给模型的话，请核对是否照做了。"
        yield claim.finding("instruction", "warning" if told else "error", lure, advice)


def _leaks(claim: Claim, known: str) -> Iterator[Finding]:
    marked = _MARK.search(claim.text)
    codes = (each.group() for each in _CODE.finditer(claim.text))
    code = next((each for each in codes if _mixed(each) and each.lower() not in known), "")
    if marked or code:
        yield claim.finding("leak", "error", code or (marked.group() if marked else ""), LEAKED)
        return
    windows, size = claim.standards.instruction_windows, claim.standards.instruction_run
    words = list(_WORD.finditer(claim.text)) if windows else []
    for n in range(len(words) - size + 1):
        run = claim.text[words[n].start() : words[n + size - 1].end()]
        if tuple(match.group() for match in words[n : n + size]) in windows and run.lower() not in known:
            yield claim.finding("leak", "error", run, LEAKED)
            return


def _mixed(code: str) -> bool:
    return any(char.isdigit() for char in code) and any(char.isalpha() for char in code)
