"""What a page's markup holds and its reader does not see is taken out before anything reads it.

Text that nobody sees is where pages speak to machines: stuffed keywords, and orders to a language
model. What is hidden by an outside style sheet or by a script is not known here.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from newsbot.readability.markup import Tree, texts

MAX_STYLE = 500_000  # characters of the page's own style sheets that are read
MAX_DECLARATIONS = 2_000  # characters of one rule or style attribute
MAX_RULES = 20_000
OFF_SCREEN = -900.0  # pixels to the left or above; sites write -999px, -9999px, -999em
SHOWN_BY_SCRIPT = 2  # a faded block with this many times the text of the rest is the article, waiting for its script

UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u061c\ufeff\U000e0000-\U000e0fff]")
"""Zero-width characters, bidi controls and tags: they hide text in text or reorder it."""

_TAGS = "self::template or self::noscript or self::dialog"
_FADED = ("visibility", "opacity")  # how pages keep a part unseen until their script has run


def removed(tree: Tree) -> tuple[str, ...]:
    """Take out what is hidden, and say in lines, in Chinese, why and how many characters.

    Taken out are: elements hidden by their own style (`display`, `visibility`, `opacity`, sizes of zero,
    places off the screen, the colour of their ground) or by a rule of the page's own style sheets for
    their class or id, `hidden`, `<template>`, `<noscript>` and closed `<dialog>`. Text that only readers'
    aids leave out (`aria-hidden`) is seen, and left to the extractor. `<html>` and `<body>` are never
    hidden: pages hide them until they are drawn. So do some hide the article (WeChat's `visibility: hidden;
    opacity: 0`): a faded block with more than `SHOWN_BY_SCRIPT` times the text of all else stays.
    """
    rules = _Rules(tree)
    taken: set[Tree] = set()
    counts: Counter[str] = Counter()
    whole = sum(map(_size_of, tree.iter("body")))
    for element in tree.xpath(f"//body/descendant::*[@style or @hidden or @class or @id or {_TAGS}]"):
        if element in taken or not (why := _why(element, rules)):
            continue
        size = _size_of(element)
        if why.startswith(_FADED) and size > SHOWN_BY_SCRIPT * (whole - size):
            element.attrib.pop("style", None)  # extractors go by it too
            continue
        taken.update(element.iter())
        element.clear(keep_tail=True)  # in its place: linear, where taking out one of many neighbours is not
        counts[why] += size
        whole -= size
    unseen = sum(len(UNSEEN.findall(text)) for text in tree.itertext())
    told = [f"隐藏文字 {why}，{count}字符" for why, count in counts.items() if count]
    return (*told, f"不可见字符（零宽、双向控制），{unseen}个") if unseen else tuple(told)


def _size_of(element: Tree) -> int:
    """How many characters its reader could see, white space not counted."""
    return sum(len("".join(text.split())) for text in texts(element))


def _why(element: Tree, rules: "_Rules") -> str:
    """Why its reader does not see it; empty when it is seen."""
    if element.tag in ("template", "noscript"):
        return f"<{element.tag}>"
    if element.tag == "dialog" and element.get("open") is None:
        return "<dialog>"
    if element.get("hidden") is not None:
        return "hidden"
    style = element.get("style")
    own = declared(style) if style else {}
    if why := unseen_by(own) or (_same_colour(element, own) if "color" in own else ""):
        return why
    names = [f".{name}" for name in (element.get("class") or "")[:1_000].split()]
    if element.get("id"):
        names.append(f"#{element.get('id')[:200].strip()}")
    for name in names if rules.hiding else ():
        for property, why in rules.hiding.get(name, {}).items():
            if property not in own:  # an element's own style wins over the sheet's
                return f"{why}（{name[:60]}）"
    return ""


# ---------------------------------------------------------------- one style


def declared(style: str) -> dict[str, str]:
    """The declarations of a style attribute or rule: lower-cased, `!important` left out, the last one wins."""
    pairs = (each.partition(":") for each in style[:MAX_DECLARATIONS].lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, colon, value in pairs if colon}


def unseen_by(style: Mapping[str, str]) -> str:
    """The declaration that hides what has this style, as `property:value`; empty when none does."""
    for name, hides in _HIDING.items():
        if name in style and hides(style):
            return f"{name}:{style[name][:40]}"
    return ""


def _size(value: str) -> float | None:
    """A length in pixels, its unit passed over but for `em` and `rem`; None when it is none."""
    found = re.fullmatch(r"([+-]?\d{0,9}\.?\d{1,9})\s*(px|pt|em|rem|%|vw|vh)?", value)
    return None if found is None else float(found[1]) * (16 if found[2] in ("em", "rem") else 1)


def _at_most(value: str, limit: float) -> bool:
    size = _size(value)
    return size is not None and size <= limit


def _no_room(style: Mapping[str, str]) -> bool:
    """No height, or neither width nor height, and what does not fit is cut off."""
    if not any(style.get(name) in ("hidden", "clip") for name in ("overflow", "overflow-y", "overflow-x")):
        return False
    height = _at_most(style.get("height", ""), 1) or _at_most(style.get("max-height", ""), 1)
    width = _at_most(style.get("width", ""), 1) or _at_most(style.get("max-width", ""), 1)
    return height or width


_HIDING: Mapping[str, Callable[[Mapping[str, str]], bool]] = {
    "display": lambda style: style["display"] == "none",
    "visibility": lambda style: style["visibility"] in ("hidden", "collapse"),
    "opacity": lambda style: _at_most(style["opacity"], 0.02),
    "font-size": lambda style: _at_most(style["font-size"], 1),
    "text-indent": lambda style: _at_most(style["text-indent"], OFF_SCREEN),
    "left": lambda style: "position" in style and _at_most(style["left"], OFF_SCREEN),
    "top": lambda style: "position" in style and _at_most(style["top"], OFF_SCREEN),
    "right": lambda style: "position" in style and _at_most(style["right"], OFF_SCREEN),
    "bottom": lambda style: "position" in style and _at_most(style["bottom"], OFF_SCREEN),
    "margin-left": lambda style: _at_most(style["margin-left"], OFF_SCREEN),
    "overflow": _no_room,
    "overflow-y": _no_room,
    "clip": lambda style: bool(re.fullmatch(r"rect\(\s*[01](?:px)?[\s,]+.{0,40}", style["clip"])),
    "clip-path": lambda style: bool(
        re.fullmatch(r"inset\(\s*(?:50|100)%.{0,40}|circle\(\s*0.{0,40}", style["clip-path"])
    ),
    "transform": lambda style: bool(
        re.search(r"scale(?:3d|x|y)?\(\s*0(?:\.0+)?\s*[,)]|translate(?:3d|x|y)?\(\s*-\d{4,9}px", style["transform"])
    ),
}

# ---------------------------------------------------------------- text in the colour of its ground

_WHITE, _TRANSPARENT = "#ffffff", "transparent"
_NAMED = {"white": _WHITE, "black": "#000000", "red": "#ff0000", "yellow": "#ffff00", "blue": "#0000ff"}


def _colour(value: str) -> str:
    """A colour in one spelling, `#rrggbb` or `transparent`; empty for what is no single colour or not known."""
    value = "".join(value.split())
    if found := re.fullmatch(r"#([0-9a-f])([0-9a-f])([0-9a-f])", value):
        return "#" + "".join(digit * 2 for digit in found.groups())
    if re.fullmatch(r"#[0-9a-f]{6}", value):
        return value
    if found := re.fullmatch(r"rgba?\((\d{1,3}),(\d{1,3}),(\d{1,3})(?:,([\d.]{1,9}%?))?\)", value):
        if found[4] and found[4].strip("0.%") == "":
            return _TRANSPARENT
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in found.groups()[:3])
    return _NAMED.get(value, value if value == _TRANSPARENT else "")


def _same_colour(element: Tree, style: Mapping[str, str]) -> str:
    """Why text in this colour is not seen: transparent, or the nearest ground that styles name has its colour.

    A page whose styles name no ground is white. A picture or a gradient is none that text could vanish in.
    """
    colour = _colour(style["color"])
    if not colour or any("clip" in name and name.endswith("background-clip") for name in style):
        return ""
    if colour == _TRANSPARENT:
        return "color:transparent"
    for around in (element, *islice(element.iterancestors(), 30)):
        named = declared(around.get("style") or "")
        ground = named.get("background-color") or named.get("background") or around.get("bgcolor") or ""
        if ground and _colour(ground.lower()) != _TRANSPARENT:
            return f"与背景同色 {colour}" if _colour(ground.lower()) == colour else ""
        if "background-image" in named:
            return ""
    return f"与背景同色 {colour}" if colour == _WHITE else ""


# ---------------------------------------------------------------- the page's own style sheets


class _Rules:
    """Which classes and ids the page's own style sheets hide, and by what: `.x` → property → `display:none`.

    Only the plain selectors `.x`, `#x`, `tag.x` and `tag#x` count. A name for which any rule, however it is
    conditioned, sets the same property to something visible is shown at times, and is left alone.
    """

    def __init__(self, tree: Tree) -> None:
        self.hiding: dict[str, dict[str, str]] = {}
        shown: set[tuple[str, str]] = set()
        for selectors, style, always in islice(_rules(_sheets(tree)), MAX_RULES):
            why = unseen_by(style)
            if why and always:
                property = why.partition(":")[0]
                for selector in islice(selectors.split(","), 200):
                    if found := re.fullmatch(
                        r"[a-zA-Z][a-zA-Z0-9]{0,20}([.#][\w-]{1,100})|([.#][\w-]{1,100})", selector.strip()
                    ):
                        self.hiding.setdefault(found[1] or found[2], {})[property] = why
            visible = {name for name in _HIDING if name in style and not why.startswith(name + ":")}
            for name in re.findall(r"[.#][\w-]{1,100}", selectors[:MAX_DECLARATIONS]) if visible else ():
                shown.update((name, property) for property in visible)
        for name, property in shown:
            self.hiding.get(name, {}).pop(property, None)


def _sheets(tree: Tree) -> str:
    """The style sheets in the page, without comments."""
    sheets, left = [], MAX_STYLE
    for element in islice(tree.iter("style"), 200):
        media = (element.get("media") or "all").strip().lower()
        text = (element.text or "")[:left]
        left -= len(text)
        sheets.append(text if media in ("all", "screen") else "")
    return "\n".join(re.sub(r"/\*.*?(?:\*/|\Z)", " ", sheet, flags=re.DOTALL) for sheet in sheets)


def _rules(sheet: str) -> Iterator[tuple[str, dict[str, str], bool]]:
    """Each rule: its selectors, its declarations, and whether it holds always (not inside `@media` and the like)."""
    around: list[str] = []  # what stands before each brace that is open
    begun = 0
    for brace in re.finditer(r"[{};]", sheet):
        text = sheet[begun : brace.start()].strip()
        if brace[0] == ";" and around and not around[-1].startswith("@"):
            continue  # between two declarations of a rule
        begun = brace.end()
        if brace[0] == "{":
            around.append(text)
        elif brace[0] == "}" and around:
            selectors = around.pop()
            if selectors and not selectors.startswith("@"):
                yield selectors, declared(text), len(around) < 9 and all(_ALWAYS.fullmatch(each) for each in around)


_ALWAYS = re.compile(r"@media\s+(?:all|screen|only screen)|@layer\b.{0,100}")
