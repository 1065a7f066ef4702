"""Little words of an original that turn what its sentence says: since, only, without, until, may.

A small model drops them, and what is left reads well: “since March” becomes 3月, “may be wrong” 有错. What Chinese says
one of them with is wide; a rendering that has none of it is shown to the editor, and asked for again before.
"""

import re
from collections.abc import Iterator

_WORDS: tuple[tuple[str, str], ...] = (
    (r"(?<!has )(?<!have )(?<!had )since", "自|从|以来|起|之?后|由于|因|既然"),
    (r"only(?! (?:to|natural|human|fair)\b)", "只|仅|才|唯一|单|不过|光|就|独|除|刚"),
    (r"without(?! (?:delay|a hitch|doubt|fail)\b)", "[没无不未免]|脱离|离开|之外|以外|非"),
    (r"except|apart from|other than", "除|之外|以外|例外|[不非唯]|只有"),
    (r"unless", "除非|否则|不然|[如若]|只有|只要|才"),
    (r"until|(?<!the )till", "到|至|前|才|为止|截止|直|过去"),
    (
        r"(?<!than )not(?! (?:until|till|least|less than|take long|uncommon|unusual)\b)|never|nobody|"
        r"nothing(?! (?:but|short of|(?:is|was) more)\b)|none|neither|nor|cannot|no one",
        "[不没无未非否别勿莫免难少拒禁毫休]|并非",
    ),
    (
        r"may(?! \d)|(?<!the )might(?! as well\b)",
        "可|也许|或|能|会|未必|恐|允许|得以|不得|不准|禁|不妨|有望|大概|兴许|考虑",
    ),
    (r"every(?! (?:other|second)\b)|each(?! other\b)", "每|各|都|任何|所有|逐|全|凡|人人|一|分别|均|单"),
    (r"most of(?! all\b)|most(?= [a-z]+s\b)", "大多|多数|大部分|最|绝大|过半|主要|通常|一般|多半|大半|大都|普遍"),
    (  # "a few" turns nothing
        r"(?<!a )(?<!past )(?<!last )(?<!next )(?<!first )(?:few(?:er)?|little(?= \w)(?! by\b))",
        "少|不|没|无|几|寥|小|一些|一点|些|略|低|鲜|罕|稀",
    ),
    (r"so far(?! so\b)|to date", "至今|迄今|目前|到现在|截至|已|此前|直到|迄|到目前|以来|历来"),
    (  # half a million is a figure
        r"half(?! (?:an? )?(?:million|billion|trillion|hour|dozen|century|decade)\b)",
        "半|50%|五成|一分为二|腰斩|对折|二分之一|1/2|\\.5",
    ),
    (r"(?<!then )again", "再|又|重|还|次|复|仍|回|屡|同样"),
)
_NOT_UNTIL, _THEN = re.compile(r"\bnot\b[^,;:]{0,60}\b(?:until|before)\b"), re.compile("才|直[到至]")
_SHORT_NOT = re.compile(r"n[’']t\b")
_TURNING = tuple((re.compile(rf"(?<![A-Za-z-])(?:{word})(?![A-Za-z])"), re.compile(said)) for word, said in _WORDS)


def lost_words(piece: str, text: str) -> Iterator[str]:
    """The words of the English sentence `piece` that its Chinese rendering `text` has nothing for, in lower case."""
    first = piece[:1] if piece.startswith("May ") else piece[:1].lower()  # the month
    plain = _SHORT_NOT.sub(" not", first + piece[1:])
    for word, said in _TURNING:
        found = word.search(plain)
        if found is not None and found.group() == "not" and _NOT_UNTIL.search(plain) and _THEN.search(text):
            continue
        if found is not None and not said.search(text):
            yield found.group()
