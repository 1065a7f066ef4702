"""How a Document is written: what is escaped and what is not, references, the footer, templates that fail."""

from datetime import datetime

import pytest
import yaml
from pydantic import ValidationError

from article_sample import STORY, TEMPLATE, draft, evidence, form, said, verdict
from newsbot.article import build, parse, render
from newsbot.article.document import (
    Bare,
    BlockList,
    BlockMap,
    Bullets,
    FlowList,
    FrontField,
    Item,
    Mark,
    Paragraph,
    Quoted,
    Reference,
    Strong,
    Text,
    web_address,
)
from newsbot.article.escaping import plain
from newsbot.article.render import american, front, inlines, keywords, quoted, reference
from newsbot.errors import SettingsError
from newsbot.news import SourceDate


def document():
    return build(verdict(draft()), evidence(), STORY, form()).document


def written(text):
    return inlines(Paragraph(inlines=(Text(text=text),)).inlines)


# ---------------------------------------------------------------- inline text


@pytest.mark.parametrize(
    "text",
    [
        "OpenAI推出“国家版OpenAI”（OpenAI for Countries）——人工智能（AI）“杠杆效应”。",
        "增长12.5%，约5_000台；C++、C#、GPT-4.1与a+b、A/B、AT&T、R&D。",
        "5月7日：价格1.5元！真的吗？《自然》、“‘甲’”…… $500 billion, it's 3-4% (approx.)",
        "议题#1，@OpenAI转发；见第3)条",
        "2026年将至",
    ],
)
def test_ordinary_text_carries_no_backslash(text):
    assert written(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a*b", r"a\*b"),
        ("_强调_", r"\_强调\_"),
        ("<script>", r"\<script>"),
        ("{{< x >}} {{% y %}}", r"\{\{\< x >}} \{\{% y %}}"),
        ("[a](http://x.example)", r"\[a\](http\://x.example)"),
        ("![a](b)", r"!\[a\](b)"),
        ("[^1]: 定义", r"\[^1\]: 定义"),
        ("![图][1] [1]: http://evil.example/i.png", r"!\[图\]\[1\] \[1\]: http\://evil.example/i.png"),
        ('<img src="https://evil.example/i.png">', r'\<img src="https\://evil.example/i.png">'),
        ("<details open ontoggle=alert(1)>", r"\<details open ontoggle=alert(1)>"),
        ("</article><h1>", r"\</article>\<h1>"),
        ("{{%/* x */%}} {{< ref `a` >}}", r"\{\{%/\* x \*/%}} \{\{\< ref \`a\` >}}"),
        ("```js {onclick=alert(1) .x}", r"\`\`\`js \{onclick=alert(1) .x}"),
        ("~~~html {#id onload=alert(1)}", r"\~\~\~html \{#id onload=alert(1)}"),
        ("[名](javascript:alert(1))", r"\[名\](javascript:alert(1))"),
        ("[名](JaVa&#115;cript&colon;alert(1))", r"\[名\](JaVa\&#115;cript\&colon;alert(1))"),
        ("<javascript:alert(1)>", r"\<javascript:alert(1)>"),
        ("`代码`", r"\`代码\`"),
        ("5~10、20~30", r"5\~10、20\~30"),
        ("&amp; &#60; &lt", r"\&amp; \&#60; &lt"),
        ("https://a.example与ftp://b", r"https\://a.example与ftp\://b"),
        ("见www.a.example", r"见www\.a.example"),
        ("写信给me@a.example", r"写信给me\@a.example"),
        ("# 标题", r"\# 标题"),
        ("> 引用", r"\> 引用"),
        ("- 项", r"\- 项"),
        ("+ 项", r"\+ 项"),
        ("1. 项", r"1\. 项"),
        ("12) 项", r"12\) 项"),
        ("| a | b |", r"\| a | b |"),
        (":::note", r"\:::note"),
        ("=== ", r"\==="),
        ("标题 {#id} ##", r"标题 \{#id} \##"),
        ("甲\\", r"甲\\"),
        ("甲\n\n# 乙\t丙\x00\u202e", "甲 # 乙 丙"),
    ],
)
def test_what_would_be_markup_is_escaped_and_read_back(text, expected):
    assert written(text) == expected
    shown = Paragraph(inlines=(Text(text=text),))
    whole = document()
    section = whole.sections[0].model_copy(update={"blocks": (shown,)})
    again = parse(render(whole.model_copy(update={"sections": (section,)}), TEMPLATE))
    assert again.sections[0].blocks == (shown,)


def test_text_after_a_mark_makes_neither_a_definition_nor_a_link():
    line = Paragraph(inlines=(Mark(mark="1"), Text(text=": 甲"), Mark(mark="2"), Text(text="(http://x.example)")))
    assert inlines(line.inlines) == r"[^1]\: 甲[^2]\(http\://x.example)"


def test_bold_text_keeps_its_own_stars():
    assert inlines((Strong(strong="*甲*"),)) == r"**\*甲\***"


@pytest.mark.parametrize("label", ["", "a b", "a]", "^", "1\n", "x" * 65])
def test_a_mark_that_could_not_be_written_is_refused(label):
    with pytest.raises(ValidationError):
        Mark(mark=label)


@pytest.mark.parametrize("empty", [(), (Text(text=" \n\x00"),), (Strong(strong=" "),)])
def test_an_empty_paragraph_is_refused(empty):
    with pytest.raises(ValidationError):
        Paragraph(inlines=empty)


# ---------------------------------------------------------------- front matter


def summary_of(text):
    whole = document()
    fields = tuple(
        f if f.key != "summary" else FrontField(key="summary", value=Quoted(quoted=text)) for f in whole.front
    )
    return render(whole.model_copy(update={"front": fields}), TEMPLATE).partition("\nsummary: ")[2].partition("\n")[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("临江港上线语音调度模型，等泊时间缩短12.5%。", "临江港上线语音调度模型，等泊时间缩短12.5%。"),
        ("《自然》：AT&T与R&D、C++、a_b、GPT-4.1（测试版）", "《自然》：AT&T与R&D、C++、a_b、GPT-4.1（测试版）"),
        ("港口称“等泊”缩短5-8分钟", "港口称“等泊”缩短5-8分钟"),
        ("<img src=x onerror=alert(1)>", "＜img src=x onerror=alert(1)>"),
        ("![图](http://evil.example/i.png)", "!［图］(http：//evil.example/i.png)"),
        ("[名](javascript:alert(1))", "［名］(javascript:alert(1))"),
        (
            "见https://evil.example和www.evil.example，a@evil.example",
            "见https：//evil.example和www．evil.example，a＠evil.example",
        ),
        ("{{< figure >}} {{% x %}}", "｛｛＜ figure >}} ｛｛% x %}}"),
        ("# 井", "＃ 井"),
        ("1. 一", "1． 一"),
        ("> 引", "＞ 引"),
        ("`码` ~~删~~ *斜* _斜_", "｀码｀ ～～删～～ ＊斜＊ ＿斜＿"),
        ("甲\n\n# 乙", "甲# 乙"),
        ("&lt;b&#62;", "＆lt;b＆#62;"),
    ],
)
def test_a_summary_is_no_markup_since_hugo_reads_it_as_markdown(text, expected):
    assert summary_of(text) == quoted(expected)
    assert FrontField(key="summary", value=Quoted(quoted=expected)).value.quoted == expected
    assert plain(expected) == plain(Quoted(quoted=text).quoted)


def test_values_are_written_in_their_own_form():
    inner = BlockMap(fields=(FrontField(key="a", value=Quoted(quoted="甲")), FrontField(key="b", value=Bare(bare="1"))))
    field = FrontField(
        key="top",
        value=BlockMap(
            fields=(
                FrontField(key="flat", value=FlowList(items=("x", 'y"'))),
                FrontField(key="deep", value=BlockList(items=(inner, inner))),
            )
        ),
    )
    assert front(field).split("\n") == [
        "top:",
        '  flat: ["x", "y\\""]',
        "  deep:",
        '    - a: "甲"',
        "      b: 1",
        '    - a: "甲"',
        "      b: 1",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('“引”"直"', '"“引”\\"直\\""'),
        ("a: b # c --- {{< x >}}", '"a: b # c --- {{< x >}}"'),
        ("两\n行\t制表\x7f\x85\ufffe\u2028\u202e\ufeff\ud800\ue000", '"两行制表"'),
        ("e\u0301\\", '"é\\\\"'),
    ],
)
def test_a_quoted_scalar_is_json_of_what_can_be_kept(text, expected):
    assert quoted(Quoted(quoted=text).quoted) == expected


@pytest.mark.parametrize("bare", ["", "a b", "a:", "---", '"', "[", "# x", "1\n", "{{<"])
def test_a_bare_scalar_that_is_no_number_word_or_instant_is_refused(bare):
    with pytest.raises(ValidationError):
        Bare(bare=bare)


# ---------------------------------------------------------------- references

DAY = SourceDate(year=2026, month=11, day=2)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {
                "by": "甲",
                "date": SourceDate(year=2025, month=5),
                "title": "乙",
                "url": "https://a.example/",
                "site": "丙",
            },
            '[^1]: 甲. (2025年5月). "[乙](https://a.example/)". 丙. 检索日期 2026年11月2日。',
        ),
        ({"by": "甲", "title": "乙", "note": "仅见标题"}, '[^1]: 甲. "乙". （仅见标题）. 检索日期 2026年11月2日。'),
        ({"by": "甲", "date": SourceDate(year=2025)}, "[^1]: 甲. (2025年). 检索日期 2026年11月2日。"),
        ({"by": "Acme Inc."}, "[^1]: Acme Inc. 检索日期 2026年11月2日。"),
        ({"by": "36", "title": "乙"}, '[^1]: 36\\. "乙". 检索日期 2026年11月2日。'),
        ({"by": '他"说', "title": 'a "b"'}, '[^1]: 他\\"说. "a \\"b\\"". 检索日期 2026年11月2日。'),
        ({}, "[^1]: 检索日期 2026年11月2日。"),
    ],
)
def test_a_reference_leaves_out_what_is_not_known(fields, expected):
    assert reference(Reference(label="1", retrieved=DAY, **fields)) == expected


def test_a_reference_of_which_nothing_is_known_is_its_label():
    assert reference(Reference(label="7")) == "[^7]:"


def test_a_title_is_escaped_inside_its_link():
    source = Reference(label="1", title=r"^a_b [c] *d* `e` <f> \g", url="https://a.example/(x) y_z")
    assert reference(source) == (
        r'[^1]: "[^a\_b \[c\] \*d\* \`e\` \<f> \\g](https://a.example/%28x%29%20y_z)".'.replace("[^a", r"[\^a")
    )


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/b?c=1&d=%E4%BD%A0#e", "https://a.example/b?c=1&d=%E4%BD%A0#e"),
        ("  http://a.example/ ", "http://a.example/"),
        ("https://a.example/你 (好)", "https://a.example/%E4%BD%A0%20%28%E5%A5%BD%29"),
        ('https://a.example/"<>`{}|\\^[]', "https://a.example/%22%3C%3E%60%7B%7D%7C%5C%5E%5B%5D"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/?a&lt;b", "https://a.example/?a&lt%3Bb"),
        ("https://a.example/\n\ud800", "https://a.example/%0A?"),
        ("http://[::1]/a]", "http://[::1]/a%5D"),
        ("javascript:alert(1)", None),
        ("JAVASCRIPT://a.example/%0Aalert(1)", None),
        ("data:text/html,x", None),
        ("//a.example/", None),
        ("https://", None),
        ("https://[a", None),
        ("", None),
    ],
)
def test_only_web_addresses_are_written_and_only_in_characters_of_rfc_3986(url, kept):
    assert web_address(url) == kept
    assert web_address(kept) == kept


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)"),
        *("java\nscript:alert(1)", "\x01javascript:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)"),
        *("&#106;avascript:alert(1)", "javascript%3aalert(1)", "javascript://evil.example/%0aalert(1)"),
        *(
            "ｊａｖａｓｃｒｉｐｔ:alert(1)",
            "javascript：alert(1)",
            "vbscript:msgbox(1)",
            "livescript:x",
            "feed:javascript:x",
        ),
        *("data:text/html,<script>alert(1)</script>", "data:image/svg+xml;base64,PHN2Zz4=", "blob:http://a.example/x"),
        *("file:///etc/passwd", "//evil.example/x", "http:javascript:alert(1)", "http:/evil.example", "http://"),
        *("view-source:http://a.example", "jar:http://a.example!/", "about:blank", "mailto:a@a.example", "x", "#", "/"),
    ],
)
def test_no_other_scheme_is_an_address_however_it_is_spelt(address):
    assert web_address(address) is None
    about = Reference(label="1", title="题", url=address, site="报")
    assert "](" not in reference(about)


@pytest.mark.parametrize("address", ["https://a.example/?q=javascript:alert(1)", "http://javascript.example/data:x"])
def test_a_web_address_that_has_such_a_word_in_it_is_one(address):
    assert web_address(address).replace("%28", "(").replace("%29", ")") == address


@pytest.mark.parametrize(
    "title",
    [
        *('港口"\ndraft: false', "港口\ndraft: false\nurl: /", "---\ndraft: false\n---\n", "+++\ndraft = false\n+++"),
        *("港口\r\naliases: [/]", "港口\x85draft: false", "港口\u2028draft: false", "港口\u2029layout: x"),
        *(
            '港口\\"\nlayout: x',
            "!!python/object/apply:os.system [x]",
            "&a *a",
            "%YAML 1.1",
            '{"draft": false}',
            "- a: b",
        ),
    ],
)
def test_no_title_adds_a_key_to_the_front_matter(title):
    plain_one, hostile = (
        yaml.safe_load(
            render(build(verdict(draft(title=said(each, "1.1"))), evidence(), STORY, form()).document, TEMPLATE)
            .split("\n---\n")[0]
            .removeprefix("---\n")
        )
        for each in ("港口上线模型", title)
    )
    assert (list(hostile), hostile["draft"]) == (list(plain_one), True)


def test_a_comma_does_not_part_a_keyword_in_two():
    assert keywords(("甲, 乙", "5,000")) == "**Keywords**: 甲， 乙, 5,000"


# ---------------------------------------------------------------- the whole file


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(0, "12:05:09 AM"), (1, "1:05:09 AM"), (12, "12:05:09 PM"), (23, "11:05:09 PM")],
)
def test_the_footer_has_no_zero_before_month_day_and_hour(hour, expected):
    assert american(datetime(2026, 3, 4, hour, 5, 9)) == f"3/4/2026, {expected}"


def test_a_correction_stands_as_a_blockquote_between_heading_and_tldr():
    notice = (
        Strong(strong="更正（2026年11月22日）"),
        Text(text="：本文此前写“A”，应为“B” "),
        Mark(mark="2"),
        Text(text="。"),
    )
    corrected = document().model_copy(update={"notices": (notice, notice)})
    text = render(corrected, TEMPLATE)
    line = "> **更正（2026年11月22日）**：本文此前写“A”，应为“B” [^2]。"
    assert f"提建议\n\n{line}\n\n{line}\n\n**TL;DR**：" in text
    assert parse(text) == corrected


def test_a_withdrawn_article_keeps_its_frame_and_loses_its_body_with_the_lines_around_it():
    notice = (Text(text="本文已撤回：来源撤稿。"),)
    gone = {"notices": (notice,), "tldr": (), "sections": (), "references": (), "keywords": ()}
    withdrawn = document().model_copy(update=gone)
    text = render(withdrawn, TEMPLATE)
    assert "提建议\n\n> 本文已撤回：来源撤稿。\n\n</article>\n\n## Tags\n" in text
    assert parse(text) == withdrawn


def test_a_file_that_kept_empty_lines_of_what_it_lost_is_still_read():
    notice = (Text(text="本文已撤回：来源撤稿。"),)
    gone = {"notices": (notice,), "tldr": (), "sections": (), "references": (), "keywords": ()}
    withdrawn = document().model_copy(update=gone)
    former = render(withdrawn, TEMPLATE).replace("</article>\n\n", "## References\n\n</article>\n\n**Keywords**:\n\n")
    assert parse(former) == withdrawn


def test_a_list_without_a_line_that_leads_in_stands_alone():
    bullets = Bullets(items=(Item(lead="甲", inlines=(Text(text="乙。"),)), Item(inlines=(Text(text="丙。"),))))
    whole = document()
    section = whole.sections[0].model_copy(update={"blocks": (bullets,)})
    assert "### 引言\n\n*   **甲**：乙。\n*   丙。\n\n" in render(
        whole.model_copy(update={"sections": (section, *whole.sections[1:])}), TEMPLATE
    )


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("a\n{{ documnt.front }}", "'documnt' is undefined"),
        ("a\n{{ document.tittle }}", "tittle"),
        ("a\n{% for %}", "line 2"),
        ("{{ document | nofilter }}", "nofilter"),
    ],
)
def test_a_template_that_cannot_be_used_is_named_in_one_line(template, said):
    with pytest.raises(SettingsError, match=r"article template news\.md\.j2") as caught:
        render(document(), template)
    assert said in str(caught.value) and "\n" not in str(caught.value)
