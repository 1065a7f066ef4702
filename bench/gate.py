"""What the gate's rules cost for one article, and whether that grows with its sentences and with what they cite.

    python bench/gate.py [--rounds 5]

An invented article of 40 sentences over 8 sources of 12 passages each, each sentence citing two of them: most are
the passages' words in another order, some with another figure, name or word. Printed are the processor time of
all rules and of support, a cold run (nothing of these texts seen before) and the median of warm ones, and the same
for 80 sentences, and for four passages a sentence.
"""

import argparse
import statistics
import time
from datetime import UTC, datetime

from newsbot import checks
from newsbot.news import Draft, Evidence, Paragraph, Passage, Section, Sentence, Source, SourceDate

SOURCES, PASSAGES = 8, 12
_WHO = "澄湖机器人 北辰实验室 远帆科技 青川芯片 云岭数据 海石软件 南屏智能 长洲电池".split()  # noqa: SIM905
_WHAT = "仓储机器人 语言模型 推理芯片 数据中心 语音助手 驾驶系统 固态电池 翻译软件 图像模型 编程助手".split()  # noqa: SIM905
_WHERE = "苏州 柏林 成都 得克萨斯州 横滨 深圳 巴黎 新加坡".split()  # noqa: SIM905


def passage(source: int, n: int) -> Passage:
    """Two sentences about one thing of one company, unlike any other passage's."""
    who, what, where = _WHO[source - 1], _WHAT[n % len(_WHAT)], _WHERE[(source + n) % len(_WHERE)]
    text = (
        f"{who}公司{1 + n}月{3 + source}日在{where}公布新一代{what}，"
        f"称其每小时耗电{10 * source + n}千瓦时，比上一代减少{20 + n}%。"
        f"公司负责人表示，首批{source}{n}00台将于明年交付给{3 + n}家客户，"
        f"合同总额约为{source + n}.5亿元，但尚未取得全部许可。"
    )
    return Passage(id=f"{source}.{n}", source=source, start=0, end=len(text), text=text, language="zh")


def sentence(n: int, cited: int, salt: str) -> Sentence:
    """What a writer would make of a passage; every fifth has a figure that none has, every seventh another verb."""
    source, at = 1 + n % SOURCES, 1 + n // SOURCES % PASSAGES
    who, what, where = _WHO[source - 1], _WHAT[at % len(_WHAT)], _WHERE[(source + at) % len(_WHERE)]
    share = 20 + at + (7 if n % 5 == 0 else 0)
    verb = "增加" if n % 7 == 0 else "减少"
    text = (
        f"{salt}{1 + at}月{3 + source}日，{who}公司在{where}公布的新一代{what}"
        f"比上一代{verb}耗电{share}%，首批将于明年交付客户。"
    )
    return Sentence(text=text, passages=tuple(f"{source}.{1 + (at - 1 + k) % PASSAGES}" for k in range(cited)))


def article(sentences: int, cited: int, salt: str = "") -> tuple[Draft, Evidence]:
    """A draft of so many body sentences, each citing so many passages. `salt` makes its texts new."""
    said = [sentence(n, cited, salt) for n in range(sentences - 4)]
    parts = [Paragraph(sentences=tuple(said[n : n + 4])) for n in range(0, len(said), 4)]
    sources = tuple(
        Source(
            id=n,
            url=f"https://s{n}.example/a",
            title=f"{_WHO[n - 1]}公布新品",
            publisher=f"第{n}日报",
            published=SourceDate(year=2025, month=6, day=1),
            retrieved=datetime(2025, 6, 2, tzinfo=UTC),
            sha256="0",
            language="zh",
        )
        for n in range(1, SOURCES + 1)
    )
    draft = Draft(
        writer="whole",
        title=said[0],
        heading=said[1],
        tldr=tuple(said[2:4]),
        introduction=tuple(parts[:1]),
        sections=(Section(title=said[4], blocks=tuple(parts[1:])),),
        conclusion=(),
    )
    passages = tuple(passage(source, n) for source in range(1, SOURCES + 1) for n in range(1, PASSAGES + 1))
    return draft, Evidence(story="s", headline="h", sources=sources, passages=passages)


def spent(draft: Draft, evidence: Evidence) -> float:
    """Milliseconds of processor time that all rules and the measure of support take."""
    began = time.process_time()
    findings = [finding for rule in checks.checks(0, 10**6) for finding in rule(draft, evidence)]
    checks.judged(draft, evidence, findings)
    return 1000 * (time.process_time() - began)


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    rounds = arguments.parse_args().rounds
    spent(*article(12, 1, "预热"))  # libraries and dictionaries
    print(f"{'':34}{'cold, ms':>10}{'new text, ms':>14}{'again, ms':>11}")
    for sentences, cited in ((40, 2), (80, 2), (40, 4)):
        cold = spent(*article(sentences, cited))
        new = statistics.median(spent(*article(sentences, cited, salt=f"据第{n}次测试，")) for n in range(rounds))
        again = statistics.median(spent(*article(sentences, cited)) for _ in range(rounds))
        print(f"{sentences} sentences, {cited} passages each{cold:>18.0f}{new:>14.0f}{again:>11.0f}")


if __name__ == "__main__":
    main()
