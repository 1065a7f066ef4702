"""The rules for what a reader sees of the front matter: its strings are the article's own, and nothing else.

Title and keywords are sentences of the draft and checked as such. Tags, summary, description and the cover's words are
computed from sentences that were checked: one that says something else was put there by nobody's check.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from newsbot import topics
from newsbot.article import bylines
from newsbot.article import document as files
from newsbot.article.escaping import plain
from newsbot.chinese import simplified
from newsbot.news import Byline, Draft, Finding

Told = Callable[[str, str, str, str, str, str], Finding]
"""Makes a finding of rule, severity, place, what was found, what the article has, and the advice."""

_SAYING = ("summary", "description", "subtitle", "excerpt", "lead")
_COVER = ("alt", "caption", "title")
_NAMING = ("tags", "main_topics", "keywords", "series", "topics")
_UNSEEN = re.compile(r"[\W_]")


def front_findings(
    document: files.Document, draft: Draft, written: Draft | None, categories: Iterable[str], told: Told
) -> Iterator[Finding]:
    """What is wrong with the front matter and the line of tags of a file that reads as `draft`.

    Errors: a summary or description that is not of whole sentences of the article, a cover with other words than the
    title, a tag that the article says nothing of. `written` is the draft that was checked: without it nobody can say
    where a tag comes from, which is a warning, and with it an edited title is one. `categories` are the house's own;
    none given, none are looked at.
    """
    front = {field.key: field.value for field in document.front}
    yield from _sayings(front, draft, told)
    title = files.line(draft.title.text)
    checked = files.line(written.title.text) if written else title
    cover = front.get("cover")
    for field in cover.fields if isinstance(cover, files.BlockMap) else ():
        text = _text(field.value)
        if field.key in _COVER and text and text not in (title, checked) and not _whole(text, draft):
            yield told("cover", "error", f"cover/{field.key}", text, title, "封面的说明文字要用标题，请改回。")
    if title != checked:
        advice = "标题同审定的不一样，已照现在的标题重新核对，请编辑确认。"
        yield told("title-edited", "warning", "title", title, checked, advice)
    yield from _tags(document, front, draft, written, told)
    house = frozenset(categories)
    listed = front.get("categories")
    for item in listed.items if house and isinstance(listed, files.FlowList) else ():
        if item not in house and not _said(item, draft):
            yield told("category", "warning", "categories", item, "", "这个分类不在设置里，正文也没有提到，请核对。")


def _sayings(front: dict[str, files.Value], draft: Draft, told: Told) -> Iterator[Finding]:
    for key in _SAYING:
        text = _text(front.get(key))
        if text and not _whole(text, draft):
            name = "摘要（summary）" if key == "summary" else key
            yield told("summary", "error", key, text, "", f"{name}与正文不一致，请用TL;DR的原句。")


def byline_findings(document: files.Document, draft: Draft, byline: Byline | None, told: Told) -> Iterator[Finding]:
    """An error where a name stands over opinions that are not theirs by an act of their own.

    `draft` is the article in its own characters, whatever the file's; `byline` who has put their name over it.
    """
    author = _text({field.key: field.value for field in document.front}.get("author"))
    views = {each.text for _, each in draft.placed() if each.kind == "opinion"}
    translated = document.origin is not None
    machine = document.labels.machine.strip() in author
    above = document.byline or ""
    name = (bylines.commented_by(author) or author) if translated else author
    if translated and document.views and machine and "人工智能" not in above:
        advice = "看法由机器写成，要在这一节开头写明“以下看法由人工智能撰写”，请恢复。"
        yield told("byline", "error", "conclusion", above, "", advice)
    if not views or machine:
        return
    if byline is None or name != byline.editor:
        advice = "观点由机器写成，署名要写明“人工智能撰写”；编辑要署自己的名字，请在审稿台署名签发。"
        yield told("byline", "error", "author", name, byline.editor if byline else "", advice)
    elif translated and above != (due := bylines.views_by(name, document.labels)):
        advice = f"看法由{name}署名，这一节开头要写“{due}”，请恢复。"
        yield told("byline", "error", "conclusion", above, due, advice)
    elif not views <= byline.opinions:
        changed = next(iter(sorted(views - byline.opinions)))
        advice = f"“{changed[:30]}”不是{name}署名签发的观点，请重新签发，或改回机器的署名。"
        yield told("byline", "error", "author", name, "", advice)


def _tags(
    document: files.Document, front: dict[str, files.Value], draft: Draft, written: Draft | None, told: Told
) -> Iterator[Finding]:
    """A finding for each tag that neither the checked draft nor what the article is about gives."""
    given = [("hashtags", tag) for tag in document.hashtags]
    for key in _NAMING:
        value = front.get(key)
        given += [(key, item) for item in value.items] if isinstance(value, files.FlowList | files.DashList) else []
    known = {_plain(tag) for tag in (*topics.tags(draft), *(written.tags if written else ()))}
    if written is None and draft.language == "en":  # which of them its Chinese original is about nobody can say here
        known |= {_plain(tag) for tag in topics.ENGLISH.values()}
    strange = {_plain(tag): (key, tag) for key, tag in reversed(given) if _plain(tag) not in known}
    for key, tag in reversed(strange.values()):
        if not _said(tag, draft):
            advice = f"标签“{tag}”正文没有提到，请删去，或在正文写明并注明来源。"
            yield told("tag", "error" if written else "warning", key, tag, "", advice)


def _text(value: files.Value | None) -> str:
    text = value.quoted if isinstance(value, files.Quoted) else value.bare if isinstance(value, files.Bare) else ""
    return text.strip()


def _whole(text: str, draft: Draft) -> bool:
    """Whether the text is nothing but whole sentences of the article, the last one perhaps cut off with an ellipsis."""
    known = sorted({plain(files.line(each.text)) for _, each in draft.placed()} - {""}, key=len, reverse=True)
    rest = plain(text)
    while rest:
        begins = next((each for each in known if rest.startswith(each)), "")
        if not begins:
            return rest.endswith("…") and any(each.startswith(rest.removesuffix("…").strip()) for each in known)
        rest = rest[len(begins) :].lstrip()
    return True


def _said(word: str, draft: Draft) -> bool:
    """Whether the article's text has the word, in whatever spacing, width and case."""
    plain = _plain(word)
    return not plain or any(plain in _plain(each.text) for _, each in draft.placed())


def _plain(text: str) -> str:
    return _UNSEEN.sub("", simplified(text)).casefold()
