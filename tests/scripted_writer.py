"""What the scripted model answers as a writer and a judge: it knows story A of the sample site, and rewords it.

Body sentences say what the passages say in the other words of `REWORDED`; speech, and what it does not know, stays as
it is. Title, heading and TL;DR are set here. It reads its prompts as a model would: ids and places come from them.
"""

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from newsbot import chinese
from newsbot.demo.scripted_model import Step
from newsbot.prompts import packaged

QUERY = "北辰实验室公开方言语音模型“听澜”"
_PASSAGE = re.compile(r"^\[(\d+\.\d+)\] (.*)$", re.MULTILINE)
_CLAIM = re.compile(r"^第(\d+)条：(.*)\n依据：\n((?:.+\n)+)", re.MULTILINE)
_FAILING = re.compile(r"^place：(\S+)\n原句：(.*)$", re.MULTILINE)
_PIECE = re.compile(r"^资料：\s*(.+)$", re.MULTILINE)
_PROBE = {
    pair["claim"]: pair["supported"]
    for pair in tomllib.loads((packaged("prompts") / "judge-probe.toml").read_text(encoding="utf-8"))["pair"]
}


# fmt: off
REWORDED = {
    "北辰实验室11月10日在长湾市发布方言语音模型“听澜”，并公开模型权重，支持23种汉语方言的识别与合成。":
        "11月10日，北辰实验室在长湾市发布方言语音模型“听澜”，模型权重同时公开，支持识别与合成23种汉语方言。",
    "据北辰实验室介绍，“听澜”有70亿个参数，训练用的录音共8.6万小时，由1.9万名志愿者在146个县区录制。":
        "据北辰实验室介绍，“听澜”的参数有70亿个，1.9万名志愿者在146个县区录制了训练用的8.6万小时录音。",
    "据北辰实验室自行测试，“听澜”在12种方言上的平均字错率为6.2%，2024年推出的上一代模型为11.4%。":
        "北辰实验室自行测试的结果是，在12种方言上，“听澜”的平均字错率为6.2%，2024年推出的上一代为11.4%。",
    "周砚秋表示，这一成绩出自北辰实验室自建的测试集“乡音集”，尚未经过第三方机构复核，欢迎同行检验。":
        "周砚秋表示，测试集“乡音集”由北辰实验室自建，成绩还没有经过第三方机构复核，同行可以检验。",
    "“听澜”的使用许可允许企业免费商用，但禁止未经本人同意克隆他人的声音，违者将被取消授权。":
        "使用许可允许企业免费商用“听澜”，但未经本人同意，不得克隆他人的声音，违者将被取消授权。",
    "长湾市政务服务中心主任何静川说，政务热线将从12月1日起在40个坐席试用“听澜”听写方言来电，为期三个月。":
        "长湾市政务服务中心主任何静川说，从12月1日起，40个坐席的政务热线将试用“听澜”听写方言来电，试用为期三个月。",
    "何静川介绍，这条热线2025年的来电中约有两成使用方言，人工整理一份方言通话记录平均要花11分钟。":
        "何静川介绍，2025年，约有两成来电使用方言，一份方言通话记录由人工整理，平均要花11分钟。",
    "清源数字权益中心研究员陶一宁提醒，声音属于敏感个人信息，开源之后由谁追查滥用，许可文本没有写清楚。":
        "清源数字权益中心研究员陶一宁提醒，声音是敏感个人信息，许可文本没有写清楚开源之后由谁追查滥用。",
    "北辰实验室回应说，公司已设立举报邮箱，将在15个工作日内答复举报人，并公布处理结果。":
        "北辰实验室回应说，举报邮箱已经设立，举报人将在15个工作日内得到答复，处理结果也会公布。",
    "按照北辰实验室的计划，11月30日前将公开3000小时经过脱敏处理的录音，供高校和研究机构申请使用。":
        "北辰实验室计划在11月30日前公开3000小时录音，录音经过脱敏处理，高校和研究机构可以申请使用。",
    "北辰实验室的方言语音模型“听澜”11月10日开放下载，一同放出的还有面向手机和车载设备的小尺寸版本。":
        "11月10日，方言语音模型“听澜”开放下载，北辰实验室一同放出了小尺寸版本，面向手机和车载设备。",
    "小尺寸版“听澜”有15亿个参数，占用内存约2GB，断网时也能完成听写，能识别的方言则减少到9种。":
        "小尺寸版“听澜”的参数有15亿个，内存占用约2GB，能识别的方言减少到9种，断网时也能听写。",
    "北辰实验室工程负责人顾南枝说，团队让70亿参数的大模型充当“老师”，用了四个月才训练出这个小模型。":
        "北辰实验室工程负责人顾南枝说，充当“老师”的是70亿参数的大模型，团队训练这个小模型用了四个月。",
    "“听澜”没有沿用每种方言单独建模的老办法，而是让23种方言共用一套声学单元，再由模型判断说话人的口音。":
        "每种方言单独建模是老办法，“听澜”没有沿用，23种方言共用一套声学单元，说话人的口音由模型判断。",
    "开源社区“拾贝”的负责人骆安11月10日晚在一台旧手机上试用，一段10分钟的录音花了3分40秒转成文字。":
        "11月10日晚，开源社区“拾贝”的负责人骆安在一台旧手机上试用，把一段10分钟的录音转成文字花了3分40秒。",
    "骆安说，小尺寸版听写日常对话基本够用，遇到几个人同时说话，大约三分之一的内容会漏掉。":
        "骆安说，听写日常对话，小尺寸版基本够用，几个人同时说话时，会漏掉大约三分之一的内容。",
    "北辰实验室公布的技术报告显示，“听澜”的训练动用了256块GPU，历时71天，三年来的研发投入合计4100万元。":
        "技术报告显示，训练“听澜”历时71天，动用了256块GPU，北辰实验室三年来的研发投入合计4100万元。",
    "技术报告同时承认，各方言的录音量很不均衡，最多的粤语有1.3万小时，最少的徽语只有420小时。":
        "技术报告同时承认，录音量在各方言之间很不均衡，粤语最多，有1.3万小时，徽语最少，只有420小时。",
    "“听澜”的权重文件放在“拾贝”社区和公司官网两处，商业用途不收费，用于合成声音时须附上本人授权书。":
        "在“拾贝”社区和公司官网两处，都放有“听澜”的权重文件，商业用途不收费，合成声音时须附上本人授权书。",
    "北辰实验室把下一个版本定在2027年3月发布，打算再增加6种方言，并改进多人对话和嘈杂环境下的识别。":
        "下一个版本定在2027年3月发布，北辰实验室打算再增加6种方言，多人对话和嘈杂环境下的识别也要改进。",
    "长湾大学语言学教授沈若溪的团队11月11日公布测试结果，方言模型“听澜”听写老年人录音的字错率为15.8%。":
        "11月11日，长湾大学语言学教授沈若溪的团队公布测试结果，听写老年人录音时，“听澜”的字错率为15.8%。",
    "北辰实验室11月10日发布“听澜”时给出的字错率是6.2%，那是在自建的12种方言测试集上取得的平均成绩。":
        "11月10日发布“听澜”时，北辰实验室给出的字错率是6.2%，这一平均成绩在自建的12种方言测试集上取得。",
    "沈若溪团队选取了600段录音，说话人都在65岁以上，录制地点是长湾市的菜市场、车站和社区诊所。":
        "600段录音由沈若溪团队选取，录制地点是长湾市的车站、菜市场和社区诊所，说话人都在65岁以上。",
    "北辰实验室首席科学家周砚秋11月11日回应说，公司对结果没有异议，差别来自录音环境和说话人的年龄。":
        "北辰实验室首席科学家周砚秋11月11日回应说，录音环境和说话人的年龄造成了差别，公司对结果没有异议。",
    "沈若溪同时肯定了开源的做法，她说五年来第一次能在自己的电脑上重复一家公司公布的方言识别成绩。":
        "开源的做法得到沈若溪肯定，她说，一家公司公布的方言识别成绩，五年来第一次能在自己的电脑上重复。",
    "长湾市政务服务中心与北辰实验室签订了三个月的试用协议，先在40个坐席启用，试用期内不付费用，期满另行招标。":
        "北辰实验室与长湾市政务服务中心签订的试用协议为期三个月，40个坐席先启用，试用期内不付费用，期满另行招标。",
    "接线员吴小满参加了10月的内部测试，她说有了实时字幕，处理一通方言来电的时间从14分钟降到8分钟。":
        "10月的内部测试，接线员吴小满参加了，她说，处理一通方言来电的时间有了实时字幕后从14分钟降到8分钟。",
    "来电人如果不愿意由机器听写，可以在听到提示音后按9键转到普通坐席，排队的先后次序不受影响。":
        "来电人不愿意由机器听写的，听到提示音后按9键，可以转到普通坐席，不影响排队的先后次序。",
    "志愿者协议写明，参加者随时可以撤回声音，北辰实验室须在30日内删除原始档案，训练完成的模型则不作改动。":
        "按志愿者协议，声音随时可以由参加者撤回，原始档案须在30日内由北辰实验室删除，训练完成的模型不作改动。",
    "清源数字权益中心研究员陶一宁认为，协议应当写明训练完成的模型怎样处理，否则撤回只做了一半。":
        "清源数字权益中心研究员陶一宁认为，训练完成的模型怎样处理，协议应当写明，否则撤回只做了一半。",
    "北辰实验室总经理罗启明回应说，从模型中抹去某一个人的声音，目前没有成熟的技术，公司愿意公开试验过程。":
        "北辰实验室总经理罗启明回应说，目前没有成熟的技术从模型中抹去某一个人的声音，试验过程公司愿意公开。",
    "北辰实验室将于11月30日前开放3000小时录音供研究者申请，事先会再次征询志愿者，不同意者的声音不会列入。":
        "11月30日前，北辰实验室将开放3000小时录音，供研究者申请，志愿者事先会再次受到征询，不同意者的声音不会列入。",
}
# fmt: on
"""Sentences of the sources of story A, and how an editor would put them."""


@dataclass(frozen=True)
class ScriptedWriter:
    """The script. A `title` that no passage supports stays wrong when its rewriting is asked for; the body has at most
    `most` sentences. `views` and `thesis` are a column's opinions, as a small model ends them."""

    title: str = "北辰实验室公开方言语音模型“听澜”的权重"
    heading: str = "北辰实验室11月10日发布方言语音模型“听澜”"
    tldr: tuple[str, ...] = ("“听澜”支持23种汉语方言的识别与合成。", "政务热线将从12月1日起在40个坐席试用“听澜”。")
    sections: tuple[str, ...] = ("企业可以免费商用“听澜”", "政务热线将试用“听澜”")
    most: int = 24
    views: tuple[str, ...] = ()
    thesis: str = ""

    def __call__(self, body: dict[str, Any]) -> Step:
        """The answer to one chat request."""
        asked = body["messages"][-1]["content"]
        whole = "\n".join(each["content"] for each in body["messages"])  # a repair's last message has no passages
        form = body.get("response_format", {}).get("json_schema", {}).get("name", "")
        match form:
            case "article":
                form = body["response_format"]["json_schema"]["schema"]["properties"]
                article = self._article(_PASSAGE.findall(whole))
                return Step.json({part: article[part] for part in form})
            case "judgements":
                return Step.json({"sentences": [_judged(*claim) for claim in _CLAIM.findall(asked)]})
            case "rewrites":
                return Step.json({"sentences": [_sentence(text, [], place=at) for at, text in _FAILING.findall(asked)]})
            case "probe":
                return Step.json({"city": "Paris"})
        return Step.text(self._line(asked))

    def _article(self, passages: list[tuple[str, str]]) -> dict[str, Any]:
        """Every Chinese sentence of the passages once, in other words, three to a paragraph; of any, if none is."""
        chosen = [each for each in passages if chinese.language(each[1]) == "zh"] or passages
        body = [
            _sentence(reworded(text[start:end]), [id]) for id, text in chosen for start, end in chinese.sentences(text)
        ][: self.most]
        starts = range(2, min(22, len(body)), 3)
        paragraphs = [{"type": "paragraph", "sentences": body[at : at + 3], "items": []} for at in starts]

        def on(text: str) -> dict[str, Any]:
            words = chinese.bigrams(text)
            return _sentence(text, [max(passages, key=lambda passage: len(words & chinese.bigrams(passage[1])))[0]])

        count = len(self.sections)
        size = len(paragraphs) // count
        cuts = [*(size * n for n in range(count)), len(paragraphs)]
        return {
            "title": on(self.title),
            "heading": on(self.heading),
            "tldr": [on(text) for text in self.tldr],
            "introduction": [{"type": "paragraph", "sentences": body[:2], "items": []}],
            "sections": [
                {"title": on(title), "blocks": paragraphs[cuts[n] : cuts[n + 1]]}
                for n, title in enumerate(self.sections)
            ],
            "conclusion": body[-1:],
            "keywords": ["听澜", "方言", "北辰实验室", "录音", "模型"],
        }

    def _line(self, asked: str) -> str:
        """A reply of plain text: a query, or a small model's part in writing sentence by sentence."""
        if piece := _PIECE.search(asked):
            return reworded(piece[1])
        if asked.endswith("观点："):
            beginning = asked.rpartition("开头：")[2].partition("\n")[0]
            return next((view for view in self.views if view.startswith(beginning)), "")
        if asked.endswith("论点："):
            return self.thesis
        if asked.startswith("选题："):
            return f"{self.title}\n{self.heading}"
        if asked.startswith("第1组："):
            return "\n".join(f"{number}. {text}" for number, text in enumerate(self.sections, 1))
        return "".join(self.tldr) if "\n" in asked.strip() else QUERY


def reworded(text: str) -> str:
    """The sentence in other words where it is known."""
    return REWORDED.get(text, text)


def _sentence(text: str, passages: list[str], **more: str) -> dict[str, Any]:
    return {"text": text, "passages": passages, "quotes": [], **more}


def _judged(number: str, text: str, passages: str) -> dict[str, Any]:
    """Supported, with words of a passage to show for it, unless it is a known pair that is not."""
    good = _PROBE.get(text, True)
    verdict = "supported" if good else "unsupported"
    return {
        "number": int(number),
        "verdict": verdict,
        "span": passages.split("\n", maxsplit=1)[0][:40] if good else "",
        "reason": "",
    }
