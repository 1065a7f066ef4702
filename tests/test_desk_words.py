"""The desk speaks two languages: every word is in both, and stands nowhere but among the words."""

import ast
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from newsbot.desk import charts, lists, overview
from newsbot.desk.rules import RULES, rule_name
from newsbot.desk.showing import SHAPES
from newsbot.desk.words import LANGUAGES, WORDS, Words
from newsbot.ranking import score
from newsbot.settings import Desk

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted((ROOT / "templates/desk").glob("*.j2"))
SCRIPTS = sorted((ROOT / "templates/desk").glob("*.js"))
MODULES = sorted((ROOT / "src/newsbot/desk").glob("*.py"))
NAMES = {"newsbot", "TL;DR", "Esc"}
"""What is called the same in every language."""

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_ADDRESS = re.compile(r"[/?&][a-z/=]*|[a-z]+\.js")  # what a macro makes an address of, and the script of a page
_SEEN = ("aria-label", "title", "placeholder", "alt", "aria-description", "data-note")


class Visible(HTMLParser):
    """Collects what a reader would see of a template whose expressions are taken out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of_button = tag == "button" or dict(attrs).get("type") in ("submit", "button")
        seen = (*_SEEN, "value") if of_button else _SEEN
        self.said += [value or "" for name, value in attrs if name in seen]


def literals(template: str) -> list[str]:
    """Words of the template itself."""
    parser = Visible()
    parser.feed(_TAG.sub(" ", template))
    parser.close()
    said = (part.strip() for each in parser.said for part in re.split(r"[·\s]+", each))
    return [
        part
        for part in said
        if part not in NAMES and not _ADDRESS.fullmatch(part) and any(char.isalpha() for char in part)
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_words_of_its_own(path: Path) -> None:
    text = path.read_text("utf-8")
    assert literals(text) == []
    assert _CHINESE.findall(text) == []


def test_words_of_a_templates_own_are_found() -> None:
    assert literals("<p>Draft {{ x }}</p>") == ["Draft"]
    assert literals('<a title="Open it" href="/drafts">{{ w("x") }}</a>') == ["Open", "it"]
    assert literals("<button>稿件</button>") == ["稿件"]
    assert literals('<p class="about" id="main">{{ w("open") }} · <b>newsbot</b> · 12</p>') == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_holds_chinese(path: Path) -> None:
    assert _CHINESE.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.name not in ("words.py", "rules.py", "refusals.py")], ids=lambda p: p.name
)
def test_no_module_but_the_words_holds_chinese_that_is_shown(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    said = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]
    assert [each for each in said if _CHINESE.search(each)] == []


def test_every_word_is_there_in_both_languages_with_the_same_values() -> None:
    for key, words in WORDS.items():
        assert len(words) == len(LANGUAGES) and all(words), key
        assert len({text.count("{}") for text in words}) == 1, key


def test_english_is_no_chinese_and_chinese_no_english() -> None:
    for key, (chinese, english) in WORDS.items():
        if key in ("other-language", "in-other-language"):  # each in the language it leads to
            continue
        assert not _CHINESE.search(english), key
        assert _CHINESE.search(chinese) or chinese in NAMES or not any(char.isalpha() for char in chinese), key


def test_every_word_that_a_template_names_is_there() -> None:
    for path in TEMPLATES:
        for key in re.findall(r"\bw\('([^']+)'\s*[,)]", path.read_text("utf-8")):
            assert key in WORDS, (path.name, key)


def test_every_word_that_is_put_together_is_there() -> None:
    """Keys that templates make of a value: one for each that the value can be."""
    factors = score("AI", "AI", 1, [], datetime(2026, 11, 20, tzinfo=UTC), model=0.5).factors
    keys = [f"factor-{factor.name}" for factor in factors]
    keys += [f"at-{each}" for each in ("chosen", "under way", "parked", "review", "published", "withdrawn", "refused")]
    keys += [f"done-{each}" for each in lists.DONE]
    keys += [f"feed-{each}" for each in overview.HEALTH]
    keys += [f"since-{each}" for each in lists.SPANS]
    keys += [*SHAPES, *lists.OUTCOMES, *lists.WHOSE, "update", "development"]
    assert [key for key in keys if key not in WORDS] == []
    assert charts.LAYERS == 6  # as many colours as the style sheet has


def test_the_setting_names_the_languages_there_are() -> None:
    assert Desk().language == LANGUAGES[0]
    assert {Desk.model_validate({"language": each}).language for each in LANGUAGES} == set(LANGUAGES)
    assert Words("en")("minutes", 5) == "about 5 min"


def test_every_rule_of_the_documentation_has_a_name_in_both_languages() -> None:
    text = (Path(__file__).parents[1] / "docs" / "verify.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    documented = {rule for row in rows for rule in re.findall(r"`([a-z-]+)`", row)}
    assert len(documented) > 30
    assert documented <= RULES.keys()
    assert all(zh and en for zh, en in RULES.values())
    assert rule_name("of-my-own", "zh") == "of-my-own"
