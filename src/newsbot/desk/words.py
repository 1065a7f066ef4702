"""The words of the desk, in Chinese and in English."""

from typing import Literal

Language = Literal["zh", "en"]

WORDS: dict[str, tuple[str, str]] = {
    "desk": ("审稿台", "Desk"),
    "stories": ("选题", "Stories"),
    "drafts": ("待审", "Drafts"),
    "overview": ("概览", "Overview"),
    "history": ("记录", "History"),
    "leave": ("退出", "Leave"),
    "enter": ("进入", "Enter"),
    "enter-title": ("进入审稿台", "Come in"),
    "enter-how": (
        "请从终端里打印的地址进来，或把地址中 # 后面的口令粘贴在这里。口令只能用一次。",
        "Come in by the address printed in the terminal, or paste what follows its #. It is good once.",
    ),
    "enter-wrong": (
        "口令不对，或已经用过。重新运行 newsbot desk 会打印新的口令。",
        "That token is wrong or spent. Run newsbot desk again to print a new one.",
    ),
    "token": ("口令", "Token"),
    "no-drafts": ("现在没有待审的稿件。", "No draft waits for you."),
    "no-stories": (
        "还没有选题。newsbot poll 会读取订阅源。",
        "There are no stories yet; newsbot poll reads the feeds.",
    ),
    "score": ("分数", "Score"),
    "minutes": ("约需{}分钟", "about {} min"),
    "open": ("{}处待定", "{} open"),
    "none-open": ("无待定", "nothing open"),
    "approved-by": ("已由{}签发", "approved by {}"),
    "being-read": ("{}正在看", "{} is reading it"),
    "pass": ("通过", "pass"),
    "review": ("待审", "review"),
    "hold": ("扣留", "held"),
    "why-held": ("扣留原因", "Why it is held"),
    "all": ("全部", "All"),
    "evidence": ("依据", "Evidence"),
    "findings": ("检查意见", "Findings"),
    "no-passages": ("这句没有注明依据。", "This sentence names no passage."),
    "source": ("来源全文", "The source itself"),
    "in-source": ("看原文", "In the source"),
    "stored": ("原文（繁体）", "As it is stored (Traditional)"),
    "converted": ("转换为简体", "In Simplified Chinese"),
    "earlier": ("上文", "Earlier"),
    "later": ("下文", "Later"),
    "source-not-kept": ("这个来源只存了下面这些段落。", "Of this source only these passages are kept."),
    "source-where": ("第{}至{}字，共{}字", "characters {} to {} of {}"),
    "note-label": ("注{}", "note {}"),
    "original": ("繁体原文", "As it was in Traditional Chinese"),
    "edit": ("改写", "Edit"),
    "cut": ("删去", "Cut"),
    "re-cite": ("改引", "Re-cite"),
    "confirm": ("核实", "Confirm"),
    "keep": ("保留", "Keep"),
    "undo": ("撤销", "Undo"),
    "approve": ("签发", "Approve"),
    "publish": ("发布", "Publish"),
    "reject": ("不用", "Reject"),
    "send back": ("退回重写", "Send back"),
    "regenerate": ("让模型重写", "Have it worded anew"),
    "instruction-label": ("对这一部分的要求", "What is to be different in this part"),
    "send-back-label": ("退回的理由（写稿的模型会看到）", "Reason (the writer is told)"),
    "refused-unsigned": ("请先签发，再发布。", "Sign it before it is published."),
    "refused-machine": (
        "摘编稿不经模型，退回重写还是一样，请直接改。",
        "An excerpt would come out the same; edit it instead.",
    ),
    "refused-model": ("没有设置能写稿的模型。", "No model is set that could do it."),
    "refused-unchanged": (
        "模型没有写出可用的句子，请换个说法，或自己改。",
        "The model made nothing of it; edit it yourself.",
    ),
    "save": ("保存", "Save"),
    "markdown": ("以Markdown编辑全文", "Edit the whole as Markdown"),
    "difference": ("改动对照", "What was changed"),
    "no-difference": ("现稿与机器所写的一样。", "The draft is as the machine wrote it."),
    "edit-label": ("改写这句", "The sentence in other words"),
    "span-label": ("把支持这句话的原文摘到这里", "The words of the passage that say it"),
    "reason-label": ("理由（记在你的名下）", "Reason (kept under your name)"),
    "passages-label": ("改引的段落编号，用空格分开", "Ids of the passages, parted by spaces"),
    "keep-hint": (
        "来源不支持这句话。保留后，读者会看到这是编辑自己的话。",
        "No source says this. Kept, it stands visibly as the editor's own.",
    ),
    "kept-by": ("{}保留：{}", "kept by {}: {}"),
    "confirmed-by": ("{}核实：{}", "confirmed by {}: {}"),
    "whole": ("全文", "The whole draft"),
    "quoted": ("原文引用", "quoted"),
    "supported": ("有依据", "supported"),
    "partly": ("部分有依据", "partly supported"),
    "contradicted": ("与来源相反", "contradicted"),
    "unsupported": ("没有依据", "unsupported"),
    "not-judged": ("未核对", "not judged"),
    "not-a-claim": ("不含事实", "not a claim"),
    "confirmed": ("编辑已核实", "confirmed by an editor"),
    "kept": ("编辑保留", "kept by an editor"),
    "figures": ("数字", "figures"),
    "dates": ("日期", "dates"),
    "names": ("人名机构名", "names"),
    "ok": ("无异议", "nothing against"),
    "warning": ("存疑", "doubtful"),
    "error": ("有误", "wrong"),
    "keys": ("快捷键", "Keys"),
    "keys-list": (
        "j 下一句，k 上一句，n 下一处待定，e 改写，x 删去，r 改引，s 核实，d 记录，u 撤销，a 签发，p 发布，? 帮助",
        "j next, k previous, n next open, e edit, x cut, r re-cite, s confirm, d history, u undo, a approve, "
        "p publish, ? help",
    ),
    "who": ("谁", "Who"),
    "when": ("何时", "When"),
    "what": ("做了什么", "What"),
    "why": ("为什么", "Why"),
    "chain-whole": ("记录完整，未被改动。", "The history is whole."),
    "chain-broken": ("第{}条起记录被改动过。", "The history was changed from act {} on."),
    "no-acts": ("还没有编辑动过这篇稿件。", "No editor has touched this draft yet."),
    "written-by": ("机器撰写", "written by the machine"),
    "stale": (
        "你打开之后，这篇稿件已被改动。下面左边是你的改动，右边是稿件现在的样子；请看过再改。",
        "The draft has changed since you opened it. Yours stands left, the draft as it is now right.",
    ),
    "yours": ("你的改动", "Yours"),
    "now": ("现在", "As it is now"),
    "back": ("返回", "Back"),
    "skip": ("跳到正文", "Skip to the draft"),
    "sources-count": ("{}个来源", "{} sources"),
    "single-source": ("单一来源", "single source"),
    "rumour": ("传闻", "rumour"),
    "written": ("已写", "written"),
    "state": ("进度", "State"),
    "write": ("写稿", "Write"),
    "tldr": ("TL;DR", "TL;DR"),
    "keywords": ("关键词", "Keywords"),
    "not-found": ("没有这一页。", "There is no such page."),
    "problem": ("没有做成", "That was not done"),
    "refused-empty": (
        "改写后的句子不能是空的；要去掉这句，请用删去。",
        "An edited sentence needs words; cut it instead.",
    ),
    "refused-long": ("一句话不能超过2000字。", "A sentence has at most 2,000 characters."),
    "refused-needed": (
        "标题、小标题和TL;DR、引言的最后一句不能删，只能改写。",
        "Title, heading and the last sentence of TL;DR and introduction can only be edited.",
    ),
    "refused-passage": (
        "没有这个段落，或这句没有引它；请先改引。",
        "There is no such passage, or it is not cited here.",
    ),
    "refused-span": ("这段原文里没有这些字，请照原文摘录。", "The passage has no such words; take them as they stand."),
    "refused-reason": ("请写明理由；理由会记在你的名下。", "Say why: the reason is kept under your name."),
    "refused-open": ("还有句子没有定，不能签发。", "Something is still open."),
    "refused-nothing": ("没有可以撤销的改动。", "There is nothing to take back."),
    "refused-place": ("稿件里已没有这一句。", "The draft has no such sentence any more."),
    "refused-stage": ("这篇稿件现在不在审稿台上。", "This draft is not on the desk now."),
    "refused-form": ("这样改之后，稿件的格式不对：{}", "The file would no longer have its form: {}"),
    "refused-changed": (
        "草稿文件被人手工改过，没有覆盖。请先把手工的改动另存，再来。",
        "The draft's file was edited by hand and was not written over. Keep those edits elsewhere first.",
    ),
}


class Words:
    """The words in one language. An unknown key is a bug (`KeyError`)."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._which = 0 if language == "zh" else 1

    def __call__(self, key: str, *values: object) -> str:
        """The words of a key, with the values in their places."""
        return WORDS[key][self._which].format(*values)

    def has(self, key: str) -> bool:
        """Whether there are words for this."""
        return key in WORDS
