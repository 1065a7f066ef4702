"""The sample story as a column: a thesis, three steps that each argue from a fact, one person's own words."""

import article_sample
from article_sample import paragraph, said
from newsbot.news import Draft, Section, Sentence

STEPS = (
    (
        "省下的时间先要有人看住",
        "港务局称，等泊时间平均缩短11分钟。",
        "省下来的时间用在哪里，不能只由模型说了算。",
    ),
    (
        "协议分清了活，没有分清责任",
        "按照协议，临江港负责训练。",
        "活可以分，责任未必分得开。",
    ),
    (
        "公开测试的办法，才谈得上推广",
        "其余三座港口还在谈合同。",
        "先公开测试的办法，再谈推广，才算稳妥，也才值得别的港口跟着做。",
    ),
)
QUOTED = "港务局副局长周敏说：“调度员多看一眼海面，比多听一遍船名要紧。”"
THESIS = "语音模型值得用，但听错的责任必须先有人担。"


def opinion(text: str) -> Sentence:
    return Sentence(text=text, kind="opinion")


def column(**changed: object) -> Draft:
    steps = tuple(
        Section(title=said(title, "1.2"), blocks=(paragraph(said(fact, "1.2"), opinion(view)),))
        for title, fact, view in STEPS
    )
    quoting = steps[0].model_copy(update={"blocks": (*steps[0].blocks, paragraph(said(QUOTED, "1.3")))})
    parts: dict[str, object] = {
        "kind": "commentary",
        "title": opinion("语音模型可以进港，责任不能出港"),
        "heading": None,
        "tldr": (opinion(THESIS),),
        "introduction": (
            paragraph(
                said("临江港务局3月2日宣布，语音调度模型上线。", "1.1", "2.1"), opinion("这一步恐怕走得还不够稳。")
            ),
        ),
        "sections": (quoting, *steps[1:]),
        "conclusion": (),
        "keywords": tuple(map(said, ("临江港", "语音调度模型", "港务局"))),
    }
    return article_sample.draft(**{**parts, **changed})
