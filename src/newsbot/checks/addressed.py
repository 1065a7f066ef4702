"""How a text speaks to a language model and not to a reader.

Written from what such texts must say to be obeyed: whom they address (model, assistant, system), what is to be dropped
(instructions, rules, guidelines) and what is wanted (our prompt, another role, a sentence of the answer, data sent
away). Requests that a reader may be made as well (write a poem, describe a butterfly) are left alone. Every gap is
bounded, so that looking is linear in the text.
"""

import re
from collections.abc import Iterator

from newsbot.chinese import HAN, simplified

_VERBS = (
    "add|append|include|insert|modify|enhance|augment|integrate|translate|encode|reverse|misspell|scramble|jumble|"
    "rearrange|replace|remove|group|combine|shift|apply|express|write|provide|use|begin|end|start|prefix|embed|weave|"
    "sprinkle|slip|place|conclude|finish|promote|ensure|make sure"
)
_RESHAPE = "modify|alter|adapt|adjust|tweak|reshape|rework|tailor|craft|change|revise|shape|style|phrase"
_START = r"(?:^|[.!?:\n]\s{0,3}|\bplease\s|\bthen\s|\balso\s|\bnow\s|\byou must\s|\bbegin\s|\bstart\s)"
_DROPS = r"(?:restrictions?|limits?|limitations?|rules|filters?|guidelines?|polic(?:y|ies)|censorship|constraints?)"
_TEXT = r"(?:[^.!?\n]|\.(?=[^\s]))"  # a full stop inside an address ends no sentence
_SECRETS = (
    "(?:customer|client|contact|user|employee)s?(?:'s)? (?:list|data|records?|details|information|files?)|passwords?|"
    "credentials?|api keys?|secrets?|tokens?|chat history|conversation|private (?:data|messages|files)|system prompt"
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
            rf"(?:^|[.!?:\n]\s{{0,3}}|please\s)(?:{_VERBS})\b[^.!?\n]{{0,140}}\b(?:your {_REPLY}|the (?:response|reply|summary))(?:'s|\b)(?! to\b)",  # noqa: E501
            rf"(?:^|[.!?:\n]\s{{0,3}})in your {_REPLY}\b|(?:end|beginning|start) of your {_REPLY}\b",
            r"\bcode (?:snippet|block|section|excerpt)\b[^.\n]{0,60}\byour (?:algorithm|solution|implementation|response)\b",  # noqa: E501
            r"\bdecode (?:the following |this |the )?(?:base64|base32|rot13|hex)\b|\bbase64\b[^.\n]{0,20}\b(?:do what it says|follow)",  # noqa: E501
            r"\b(?:call|use|invoke) [a-z]{2,20}_[a-z]{2,20} (?:to|on|with)\b",
            r"\b(?:ignorier|vergiss|ignorez|oubliez|ignora|olvida|dimentica)\w{0,3}\b[^.\n]{0,30}"
            r"(?:anweisung|instructions|instrucciones|istruzioni)",
            # Everything said before is to be dropped.
            r"\b(?:ignore|disregard|forget)\s{1,40}(?:about\s{1,40})?(?:everything|anything|all(?: of)?|whatever|what)\b"  # noqa: E501
            r"[^.\n]{0,25}\b(?:above|before (?:this|now)|previously|(?:were|was|been) (?:told|instructed|given|said)|so far)\b",  # noqa: E501
            r"\b(?:i will|i'll|you (?:can|may|must|will|should|are to)|please|let us|let's)\s{1,5}(?:now\s)?(?:ignore|disregard|bypass|"  # noqa: E501
            r"override|drop|set aside)\b[^.\n]{0,30}\b(?:content|safety|usage|moderation) (?:polic(?:y|ies)|guidelines?|filters?|rules)",  # noqa: E501
            rf"\byou(?:'re|’re| are| will be| were) (?:now|henceforth|from now on)\b[^.\n]{{0,50}}\b(?:(?:without|no|free (?:of|from)|not bound by|"  # noqa: E501
            rf"unbound by|released from) (?:any |all |your |the )?(?:\w{{1,15}} )?{_DROPS}|un(?:restricted|censored|filtered)|jailbroken|dan\b)",  # noqa: E501
            rf"\b(?:pretend|imagine|assume|act as if|behave as if|roleplay as if) (?:that )?you (?:are|have|had|were|do not|don't)\b[^.\n]{{0,40}}\b"  # noqa: E501
            rf"(?:(?:without|no|any|free (?:of|from)|not bound by) (?:\w{{1,15}} )?{_DROPS}|un(?:restricted|censored|filtered)|jailbroken)",  # noqa: E501
            r"\bfrom (?:now on|this point (?:on|onwards?)|here on),? (?:you (?:must|will|shall|are to|only|should) )?(?:only )?(?:answer|respond|reply|obey|"  # noqa: E501
            r"act as|speak as|ignore|disregard)\b",
            # Our own prompt is wanted.
            rf"{_START}(?:begin|start|continue|proceed|first|finish)? ?(?:by |with )?(?:reveal|show|print|repeat|output|leak|display|dump|reproduce|recite|"  # noqa: E501
            r"expose|quote|disclos|return|translat|summari[sz]|writ|copy|list|tell me|give me)(?:e|ing|ting|s)?\b[^.\n]{0,30}\b(?:system|developer|initial|hidden|"  # noqa: E501
            r"original|secret|internal|full|entire) (?:\w{1,12} )?(?:prompt|instructions?|message|directives?)\b",
            rf"\bwhat (?:is|are|was|were) your (?:\w{{1,12}} )?(?:system|initial|hidden|original|secret) (?:prompt|instructions?|message)",  # noqa: E501, F541
            # Turns of a conversation and thoughts of a model that the page cannot have.
            r"</?(?:system|assistant|instructions?|important|thinking|thought|admin|override|user_query|tool_result)(?:[_ -]\w{1,20})?>[^<\n]{0,160}\b"  # noqa: E501
            r"(?:you|i will|i'll|instructions?|ignore|disregard|must|policy)\b",
            r"(?:^|\n)\s{0,8}(?:user|human)\s{0,3}:\s{0,3}(?:(?:now|next|then|okay|ok|thanks)\b,?\s{0,3})?(?:please )?(?:ignore|disregard|forget|repeat|print|output|say|reveal)\b",  # noqa: E501
            r"(?:^|\n)[\s#=*\-]{2,40}(?:end|begin|start)(?:ning)? (?:of )?(?:the )?(?:system|user|document|context|article|input|prompt|data)\b[^\n]{0,40}[#=*\-]{2}",  # noqa: E501
            # Whoever reads this by machine is addressed.
            r"\b(?:dear|attention|hey|hello),? (?:all )?(?:ai (?:assistant|model|agent|system|reader|bot|summari[sz]er)|llm|language model|chatbot)s?\s{0,3}[,:!\-]",  # noqa: E501
            r"\bas an? (?:ai|llm|language model|ai (?:assistant|model|system)),? (?:you (?:must|should|have to|need to|are (?:required|instructed))|please)\b",  # noqa: E501
            r"\b(?:ai|llms?|models?|bots?|assistants?|chatbots?)\b[^.\n]{0,20}\b(?:summari[sz]ing|reading|processing|analy[sz]ing|evaluating|rating|parsing) (?:this|the) "  # noqa: E501
            r"(?:page|article|document|text|resume|cv|paper|e-?mail|content|message|ticket)\b[^.\n]{0,40}\b(?:must|should|please|shall|are (?:required|instructed|to))\b",  # noqa: E501
            r"\b(?:when|while|once|if|before|after) you (?:are )?(?:process|read|summari[sz]e|handle|open|answer|see|parse|translat|analy[sz]e|finish)(?:e|ing|es)?\b"  # noqa: E501
            r"[^.\n]{0,15}\b(?:ticket|page|article|document|e-?mail|message|text|post|content|request|file|task)\b,?\s(?:also|please|you must|you should|first|then|always|never|"  # noqa: E501
            r"ignore|send|forward|add|include|say|call|mention|do not|don't)\b",
            # What the answer is to be like.
            rf"{_START}(?:{_RESHAPE})\b{_TEXT}{{0,60}}\byour {_REPLY}(?:'s|\b)",
            rf"{_START}(?:{_VERBS})\b{_TEXT}{{0,140}}\b(?:in|to|into|within|throughout|of|at the (?:end|start|beginning) of) (?:your|the final) {_REPLY}(?! to\b)",  # noqa: E501
            r"\b(?:jumble|scramble|misspell|reverse|shuffle|encode|encrypt|rearrange|capitali[sz]e|substitute)\b[^.\n]{0,60}\b(?:in|of|throughout) your (?:message|text|words|writing|"  # noqa: E501
            r"sentences?|letters)\b",
            rf"{_START}(?:reply|respond|answer)(?: back)? (?:only |entirely |solely |exclusively )?(?:in|using|with) (?:only )?(?:reverse|base-?64|base-?32|rot-?13|morse|"  # noqa: E501
            r"emojis?|hex|binary|cipher|pig latin|leetspeak|all caps|uppercase)\b",
            rf"{_START}(?:tell|inform|convince|persuade|assure|warn) the user (?:that|to|about)\b|{_START}(?:say|state|claim|mention|insist) that (?:i|the user|users) (?:should|must|need)\b",  # noqa: E501
            r"\b(?:include|incorporate|integrate|feature[ds]?|embed|insert|add|adopt|append)\b[^.\n]{0,40}\b(?:below|following|subsequent|ensuing|next|above)\b[^.\n]{0,20}\bcode\b"
            r"[^.\n]{0,40}\b(?:your code(?:base)?|your (?:code|programming|implementation|script|solution|program|work))\b",  # noqa: E501
            r"\b(?:below|following|subsequent|ensuing|next|above)\b[^.\n]{0,20}\bcode (?:snippet|block|segment|section|excerpt|fragment|piece)s?\b[^.\n]{0,60}"  # noqa: E501
            r"\b(?:your (?:code(?:base)?|programming|implementation|script|solution|program|work|foundation)|(?:more|better) \w{1,20} code)\b",  # noqa: E501
            # Data sent away, money moved.
            rf"\b(?:e-?mail|forward|send|upload|post|exfiltrate|transmit|leak)\b[^.\n]{{0,40}}\b(?:{_SECRETS})\b[^.\n]{{0,40}}\bto\s[^\s@]{{1,40}}@",
            rf"{_START}(?:send|forward|e-?mail|share|transfer|upload)\b[^.\n]{{0,140}}\b(?:the|of|to) user's\b",
            rf"{_START}(?:transfer|send|wire|pay)\s(?:\$|€|£|usd |eur )\s?\d[\d,]{{0,15}}[^.\n]{{0,100}}\b(?:account|iban|wallet)\b",  # noqa: E501
            # To be decoded, then obeyed.
            r"\b(?:decode|decrypt|decipher|translate|unscramble|reverse|convert)\b[^.\n]{0,40}\b(?:base-?64|base-?32|rot-?13|hex(?:adecimal)?|morse|binary|cipher|backwards)\b[^.\n]{0,40}"
            r"\b(?:execute|follow|obey|do (?:what|as|exactly)|comply|carry (?:it )?out|act on|run it)\b",
            # German, French, Spanish, Italian, Portuguese.
            r"\b(?:du bist|sie sind|tu es|vous [eê]tes|ahora eres|eres ahora|ora sei|adesso sei|sei ora|voc[eê] agora [eé]|agora voc[eê] [eé])\b[^.\n]{0,50}(?:uneingeschr|unzensiert|\bdan\b|"  # noqa: E501
            r"(?:ohne|sans|sin|senza|sem|frei von|libre de|libero da)\s(?:\w{1,12}\s)?(?:einschr|regel|filter|richtlin|restric|restriz|limit|filtr|r[eèé]gl|regol|regra))",  # noqa: E501
            r"\b(?:ohne einschr(?:ä|ae)nkungen|sans (?:aucune )?restrictions?|sin (?:ninguna? )?restricci[oó]n(?:es)?|senza (?:alcuna )?restrizion[ei])\s(?:zu\s)?(?:antwort|r[eé]pond|respond|rispond)",  # noqa: E501
            r"\b(?:r[eé]v[eè]le|affiche|montre|donne|r[eé]p[eè]te|revela|muestra|dime|repite|rivela|mostra|dimmi|ripeti|zeig|verrat|nenn|gib|wiederhol|drucke|revele|mostre)\w{0,3}\b[^.\n]{0,15}\b"
            r"(?:tes|vos|ton|votre|tus?|sus?|tue|tuoi|tuo|deine?n?|ihre?n?|suas?|seus?)\b[^.\n]{0,25}(?:prompt|instruc|istruz|instruç|anweisung|system)",
            r"\b(?:ignorier|vergiss|missacht|ignorez|ignore[zs]?|oubli|ignora|olvida|dimentica|esquece|desconsidere)\w{0,3}\b[^.\n]{0,25}\b(?:alle|deine|toutes|tes|vos|todas?|tus|tutte|tue|suas)\b"
            r"[^.\n]{0,20}(?:regeln|richtlinien|vorgaben|consignes|r[eè]gles|directives|reglas|directrices|regole|direttive|regras|instru)",
            r"(?:donn[eé]es|datos|dati|daten|dados|mots? de passe|contrase|passw|kennw)[^.\n]{0,40}\b(?:envoie|envoye|env[ií]a|invia|sende|schick|envie)[^.\n]{0,50}@|"  # noqa: E501
            r"\b(?:envoie|envoye|env[ií]a|invia|sende|schick|envie)\w{0,3}\b[^.\n]{0,30}(?:donn[eé]es|datos|dati|daten|dados|mots? de passe|contrase|passw|kennw)[^.\n]{0,40}@",  # noqa: E501
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
            # Orders, rules or the role of whoever reads are to be dropped.
            "(?:忽略|无视|忘记|忘掉|抛开|绕过|解除|覆盖|放弃|不要(?:遵守|遵循|执行|理会)|不再(?:遵守|遵循|执行)|停止(?:遵守|遵循|执行)|别(?:管|理会))[^。！？\n]{0,6}你[^。！？\n]{0,10}"
            f"(?:{_ORDERS}|规则|限制|约束|准则|安全策略|内容政策|身份|角色)",
            "(?:忽略|无视|忘记|忘掉)[^。！？\n]{0,4}(?:你|前面|以上|之前)[^。！？\n]{0,6}(?:所有|全部|一切)?[^。！？\n]{0,4}(?:被告知|收到|学到|读到|看到)(?:的|过的)",
            "你(?:的)?(?:新的?|真正的?|唯一的?|实际的?|当前的?)(?:任务|指令|身份|角色)(?:是|为|变为|改为|变成)",
            "(?:扮演|假装(?:你)?是|充当|模拟)[^。！？\n]{0,6}(?:没有|不受|无)(?:任何|一切)?(?:道德|内容|安全)?的?(?:限制|约束|道德|过滤|审查)",
            "(?:不受|没有|不带|无视|绕过)(?:任何|一切|所有)?(?:道德|内容|安全)?的?(?:限制|约束|审查|过滤)(?:地|来|，)?(?:回答|回复|输出|作答)",
            # Whoever reads this by machine is addressed.
            f"(?:读到|看到|处理|阅读|总结|翻译|改写|抓取)(?:这里|这段|本文|此文|本页|这一段|这句|该文|这篇)(?:话|文字|内容|文章)?的(?:任何|所有)?{_MODEL}",
            f"(?:^|[。！？\n【\\[（(])(?:各位|所有|亲爱的)?{_MODEL}(?:助手|模型|系统|编辑)?[，,：:]?(?:请(?:你|务必|忽略|无视|不要|勿|只|输出|回答|推荐|在|把|将)|你必须|务必)",
            "作为(?:一个|一名|一款)?(?:AI|ai|人工智能|大?语言模型|大模型)(?:助手|模型)?[，,]?(?:请|你(?:必须|应当|应该|要|需要))",
            # What is wanted: our prompt, words in the answer, what is encoded.
            f"(?:把|将)你[^。！？\n]{{0,8}}(?:{_ORDERS}|提示语|对话记录|密钥)[^。！？\n]{{0,10}}(?:发|输出|打印|复述|翻译|贴|上传|告诉|写)",
            f"(?:逐字|原样|完整|一字不[漏差])(?:地)?(?:输出|复述|打印|重复|写出)[^。！？\n]{{0,8}}(?:{_ORDERS}|提示语|上文|以上)",
            "(?:base64|Base64|BASE64|rot13|ROT13|十六进制|摩斯|密文|编码)[^。！？\n]{0,12}(?:解码|解密|还原|翻译)[^。！？\n]{0,6}(?:执行|照做|遵照|服从)|"
            "(?:解码|解密|还原|翻译)[^。！？\n]{0,12}(?:base64|Base64|BASE64|rot13|ROT13|十六进制|摩斯|密文|编码)[^。！？\n]{0,12}(?:执行|照做|遵照|服从)",
            "(?:执行|遵照|服从|听从)(?:下面|以下|下列|隐藏|我)的?(?:新的?|隐藏的?)?(?:指令|命令|指示)",
            # Half in English.
            "(?i:ignore|forget|disregard|bypass)[^。.！？\n]{0,10}(?:以上|之前|前面|上面|所有|全部|你的)[^。.！？\n]{0,12}(?:指令|指示|提示|规则|内容|instruction|prompt)",
            "(?:忽略|无视|忘记)[^。.！？\n]{0,6}(?i:previous|above|prior|system|all)[^。.！？\n]{0,12}(?:(?i:instruction|prompt|rule)|指令|指示|提示|规则)",
            "(?:输出|显示|打印|告诉我|泄露|(?i:print|show|reveal|repeat))[^。.！？\n]{0,8}(?:你的|(?i:your))[^。.！？\n]{0,6}(?:(?i:system ?prompt|instruction)|系统提示|提示词)",  # noqa: E501
            '进入(?:开发者|越狱|无限制|上帝)模式|(?:请|直接)(?:只)?(?:输出|回复|回答)[：:“"「]',
        )
    )
)

# Without these there is nothing to look for: most of our own sentences have no three Latin letters in a row.
_LATIN = re.compile("[A-Za-z]{3}|<")
_HAN = re.compile(f"[{HAN}]")


def addressed(text: str) -> Iterator[str]:
    """What in the text speaks to a model, as it stands there; foreign languages first."""
    if _LATIN.search(text):
        lowered = text.lower()
        shown = text if len(lowered) == len(text) else lowered
        for match in _FOREIGN.finditer(lowered):
            yield shown[match.start() : match.end()].strip()
    if not _HAN.search(text):
        return
    for match in _CHINESE.finditer(simplified(text)):
        yield match.group().strip()
