"""The article: its file as a value (`Document`), read (`parse`), written (`render`) and built from a verdict."""

from newsbot.article.build import Built, build, finish
from newsbot.article.document import Document
from newsbot.article.editions import shown, signed, told
from newsbot.article.form import Form, Owned
from newsbot.article.labels import LABELS, disowned
from newsbot.article.names import file_name
from newsbot.article.numbering import itemised, outlined, step, uncounted, unnumbered
from newsbot.article.parse import parse
from newsbot.article.profile import Profile, fitted
from newsbot.article.published import (
    OWN_KEYS,
    Correction,
    Cover,
    approved_label,
    corrected,
    cover_of,
    covered,
    is_corrected,
    licence_of,
    published,
    withdrawn,
)
from newsbot.article.render import render, try_template

__all__ = [
    "LABELS",
    "OWN_KEYS",
    "Built",
    "Correction",
    "Cover",
    "Document",
    "Form",
    "Owned",
    "Profile",
    "approved_label",
    "build",
    "corrected",
    "cover_of",
    "covered",
    "disowned",
    "file_name",
    "finish",
    "fitted",
    "is_corrected",
    "itemised",
    "licence_of",
    "outlined",
    "parse",
    "published",
    "render",
    "shown",
    "signed",
    "step",
    "told",
    "try_template",
    "uncounted",
    "unnumbered",
    "withdrawn",
]
