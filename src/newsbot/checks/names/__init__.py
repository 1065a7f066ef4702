"""The rules for names: only whom the passages name, spelt as they do, in one form, with the original at first."""

from newsbot.checks.names.forms import name_forms
from newsbot.checks.names.han import people_in
from newsbot.checks.names.latin import COMMON, names_in
from newsbot.checks.names.lost import lost
from newsbot.checks.names.romanised import CALLED, misspelt, people, romanised, said_as, titled, unknown
from newsbot.checks.names.rule import name_rule, says_names

__all__ = [
    "CALLED",
    "COMMON",
    "lost",
    "misspelt",
    "name_forms",
    "name_rule",
    "names_in",
    "people",
    "people_in",
    "romanised",
    "said_as",
    "says_names",
    "titled",
    "unknown",
]
