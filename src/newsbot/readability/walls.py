"""What answers in place of an article: login and cookie walls, pages that are not there, pages that only lead on;
and whether an article is cut off for those who do not pay."""

import re
from collections.abc import Sequence

from newsbot import chinese
from newsbot.readability.markup import Tree

SHORT = 400  # of `chinese.weight`: less text than this is no article by itself

_GONE = re.compile(
    r"(?:error\s*)?(?:404|410)\b|(?:the\s|this\s)?(?:page|article|file|content)\s(?:you\s.{0,40})?"
    r"(?:was\s|is\s|could\s|can\s?)?(?:not|no longer)\s?(?:be\s)?(?:found|available|exists?)|not found\b"
    r"|(?:很?抱歉|非常抱歉|对不起|對不起)?[，,！!。 ]{0,2}(?:您?所?(?:访问|訪問|查看|请求|要找)的)?(?:该|此|這個|这个)?"
    r"(?:页面|頁面|网页|網頁|文章|内容|內容|新闻).{0,8}?"
    r"(?:不存在|找不到|未找到|已被?(?:删除|刪除|下线|移除)|无法(?:访问|找到))"
    r"|找不到(?:该|此|您)?.{0,10}(?:页面|頁面|网页|網頁)",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"(?:please\s)?(?:log|sign)\s?in\s(?:to|or|with)\b|create an? (?:free )?account|verify you are (?:a )?human"
    r"|请您?先?(?:登录|登陆|登錄)|登录后(?:才能|可|即可|查看|阅读)|(?:微信|扫码|账号|帐号|密码)登录"
    r"|您还?(?:没有|未)登录|安全验证",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"cookies?\b|\bconsent\b|\bGDPR\b|privacy (?:policy|choices|settings)|we value your privacy"
    r"|\b(?:accept|reject) all\b|隐私(?:政策|设置|声明)",
    re.I,
)
_PAY = re.compile(
    r"subscribe (?:now )?to (?:continue|keep|read|unlock)|(?:for|to) subscribers only|subscriber[- ](?:only|exclusive)"
    r"|already a subscriber|unlock this (?:article|story)|to read the (?:full|rest)"
    r"|this (?:article|story|post) is for (?:paid |paying )?subscribers"
    r"|付费(?:阅读|内容|后|解锁)|(?:订阅|購買|购买|开通会员|登录)后?(?:可|即可|继续|繼續)?(?:阅读|閱讀|查看)(?:全文|剩余|完整)"
    r"|(?:会员|會員|订户|訂戶)(?:专享|專享|独享|可读)|试读已?结束|剩余.{0,3}%.{0,6}(?:内容|全文)|成为会员.{0,6}(?:阅读|查看)",
    re.IGNORECASE,
)


def reason(tree: Tree, title: str, headings: Sequence[str], pieces: Sequence[str], lines: Sequence[str]) -> str:
    """Why this is no article, for an error, with what to do; empty when it may be one.

    `pieces` are the page's visible texts, `lines` the article that was found in it. Nothing is said of a page with
    an article of `SHORT` or more: it may be about logins, cookies or missing pages.
    """
    text = "\n".join(lines)
    if chinese.weight(text) >= SHORT:
        return ""
    if (target := _refresh(tree)) and chinese.weight(text) < SHORT // 4:
        return f"only sends readers on to {target}; give that address"
    names = [title, *headings]
    if any(_GONE.match(name.strip()) for name in names):
        return "says that there is no such page, though it answers as if there were; check the address"
    shown = "\n".join(pieces)[:20_000]
    asks = len(_COOKIES.findall(shown))
    if asks >= 3 and asks * 60 > chinese.weight(shown):
        return "shows only a cookie wall; choose another source"
    if _LOGIN.search("\n".join((*names, shown))) and (
        tree.xpath("boolean(//input[@type='password'])") or chinese.weight(shown) < SHORT // 2
    ):
        return "shows only a login wall; choose another source"
    return ""


def _refresh(tree: Tree) -> str:
    """Where the page's `<meta http-equiv=refresh>` leads, without its query (it may hold a key); empty without one."""
    for element in tree.xpath("//meta[@http-equiv]")[:50]:
        if element.get("http-equiv").strip().lower() == "refresh":
            found = re.search(
                r"url\s*=\s*['\"]?([^'\"\s?#]{1,500})", (element.get("content") or "")[:2_000], re.IGNORECASE
            )
            return chinese.one_line(found[1])[:200] if found else ""
    return ""


def pays(pieces: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether the page asks for money in place of the rest: a typical line, and no long text."""
    if chinese.weight("\n".join(lines)) >= 3 * SHORT:
        return False
    return any(_PAY.search(piece[:500]) for piece in pieces)
