"""What changes an entry: other words or figures. Another setting of the same ones does not, nor does another age."""

import re
import unicodedata
from hashlib import sha256

# One mark in several habits of setting type, beside those that NFKC makes one.
_SAME_MARKS = (
    *((mark, '"') for mark in "“”„‟〝〞「」『』«»"),
    *((mark, "'") for mark in "‘’‚‛′"),
    *((mark, "-") for mark in "‐‒–—―−"),
    *(("。", "."), ("、", ","), ("【", "["), ("】", "]")),
)

# What sites print behind a teaser, anew at each poll: its age or day in figures, how often it was read or answered.
_STAMP = re.compile(
    r"(?:\s+(?:刚刚|[昨前今]天|\d{1,2}:\d\d|\d+ ?(?:秒钟?|分钟|小时|天|周|个?月|年)[以之]?前"
    r"|(?:\d{4}-)?\d{1,2}-\d{1,2}"
    r"|\d+ ?[条个位次]? ?(?:评论|回复|点赞|赞|阅读|浏览|收藏|参与者|帖子)"
    r"|\d+ (?:seconds?|minutes?|hours?|days?|weeks?|months?|years?) ago"
    r"|\d+ (?:comments?|repl(?:y|ies)|likes?|views?|points?|posts?|participants?)))+\s*\Z"
)
_STAMP_CHARACTERS = 80  # at the end of a text


def of(title: str, summary: str, text: str) -> str:
    """The sha256 of the words and figures, whatever white space, width and quotation marks they are set with."""
    said = "".join("\n".join(map(_unstamped, (title, summary, text))).split())
    if not said.isascii():
        said = unicodedata.normalize("NFKC", said)
        for mark, same in _SAME_MARKS:
            said = said.replace(mark, same)
    return sha256(said.encode()).hexdigest()


def _unstamped(text: str) -> str:
    return text[:-_STAMP_CHARACTERS] + _STAMP.sub("", text[-_STAMP_CHARACTERS:])
