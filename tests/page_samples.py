"""A page as bytes, for the tests of what is read from pages."""

import json

URL = "https://www.news.example/2026/a.html"
SEEN = "2026-08-22T12:00:00+00:00"

PARAGRAPHS = (
    "云栖实验室周一发布了一款语言模型，参数为七十亿，可以在一部手机上运行，不需要联网。",
    "实验室负责人说，这是重要的一步，团队会继续公开权重，并在年底前给出训练数据的说明。",
    "分析人士认为，价格下降一半以后，小公司也会用得起，竞争对手大概会在几个月里跟进。",
)
TITLE = "云栖实验室发布小型模型"
TEXT = "\n".join(PARAGRAPHS)


def article(*more: str, byline: str = "") -> str:
    """An article's markup: headline, byline, the paragraphs, then what else is in it."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return f"<article><h1>{TITLE}</h1>{byline}{text}{''.join(more)}</article>"


def page(body: str, head: str = "", title: str = TITLE) -> bytes:
    return (
        f"<!doctype html><html lang='zh'><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()
    )


def json_ld(value: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(value, ensure_ascii=False)}</script>"
