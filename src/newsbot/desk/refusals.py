"""What errors say, in the desk's Chinese: their own words are English, for the terminal.

`SAID` has the words of an error with `{}` for each value in it, and the same in Chinese; values are said in Chinese too
where they are words of an error. What is not among them stands as it is. `test_desk_refusals.py` reads the errors of
publishing, of the site and of the feeds out of the source, so that a new one cannot be forgotten.
"""

from newsbot.desk.words import Language

LONGEST = 4_000
"""Characters of a text that are looked at: an error is a line."""

_DEEP = 3  # an error may hold another one, and that a third

SAID: dict[str, str] = {
    # publishing
    "{} is not published: {}": "{}没有发布：{}",
    "original ({}): {}": "原文（{}）：{}",
    "story {}, which it is an edition of, is not on the site any more": "这是选题{}的另一种语言版，原文已不在站点上",
    "the original has changed since; `newsbot edition {} --language {}` makes this edition anew": (
        "原文后来改过；用 newsbot edition {} --language {} 重新做这个版本"
    ),
    "the {} edition ({}) waits in review; make it anew": "{}版（{}）还在审，请重新做",
    "the {} edition ({}) waited in review; it is parked, since nothing can be made of it any more: `newsbot drafts "
    "reject {}` gives it up": "{}版（{}）还在审，原文已不在，现已搁置；用 newsbot drafts reject {} 放弃它",
    "the {} edition ({}) is on the site; it waits for you on the desk": "{}版（{}）已在站点上，请到已发布的稿件里处理",
    "the site knows no language {}: add [languages.{}] to its configuration (docs/editions.md), then run it again": (
        "站点没有{}这种语言：请在它的配置里加上[languages.{}]，再做一次"
    ),
    "publishing is paused{}; `newsbot publish --resume` lets it go on": (
        "发布已暂停{}；用 newsbot publish --resume 恢复"
    ),
    "story {} stands at {}; there is no draft in review to publish": "选题{}现在是{}，没有可以发布的待审稿件",
    "{} is published; its picture is set with the publish that puts it there": "{}已经发布；封面图要在发布时设",
    "{} is published; when it is shown is set with the publish that puts it there: `newsbot unpublish --undo` takes it "
    "back": "{}已经发布；何时显示要在发布时定，可以先撤回发布",
    "{} has been corrected since; `newsbot correct` changes it further": "{}发布后更正过；再改请用更正",
    "story {} was stopped while it was published: it {}; nothing is left on the site": (
        "选题{}在发布途中被叫停（{}），站点上没有留下任何东西"
    ),
    "is parked": "已搁置",
    "stands at {}": "现在是{}",
    "story {} stands at {}; it is not on the site": "选题{}现在是{}，不在站点上",
    "{} stands there since {} or was corrected: it cannot be undone any more; `newsbot unpublish` with --reason leaves "
    "a notice in its place": "{}自{}起已在站点上，或已更正过，不能再撤回发布；可以撤稿，原处留下说明",
    "{} was removed already": "{}已经移除了",
    "{} no longer has the article's form: {}": "{}已不是稿件的格式：{}",
    "{} is not as newsbot wrote it: what was changed by hand stays. Move your version elsewhere, undo the change in "
    "the file, then run it again and add yours to it": (
        "{}被人手工改过，没有覆盖。请把手工改的另存，恢复原文件，再做一次，然后把改动加进去"
    ),
    "a complaint has words; say what the reader says is wrong": "请写明读者说哪里不对",
    "say why it may stand; the reason is kept": "请写明为什么不改；理由会留下记录",
    "“{}” does not stand in the article; give --was word for word": "稿件里没有“{}”，请逐字照抄",
    "the article has no reference [^{}]; name one that stands under References": (
        "稿件没有脚注[^{}]，请填参考文献里有的"
    ),
    "a cover needs whose picture it is and under which licence: --credit and --licence": "封面图要写明作者和许可",
    "a cover is a local file; save the picture first, if its licence allows that": (
        "封面图须是本机的文件；许可允许的话，请先存下来"
    ),
    "{} is no picture that sites show; name a PNG, JPEG, WebP or GIF file": (
        "{}不是网站能显示的图片，请用PNG、JPEG、WebP或GIF"
    ),
    "{} is not in UTF-8; save it so": "{}不是UTF-8编码，请另存为UTF-8",
    "{} belongs to another story ({}); move it away": "{}属于另一个选题（{}），请移走",
    # the rules that withhold, each with its place
    "the gate holds it; `newsbot verify` shows why": "闸门没有放行；newsbot verify 会列出原因",
    "front matter (key): {} is no key of the form and may move or hide a page; leave it out": (
        "front matter里的{}不在格式之内，会挪动或遮住页面，请去掉"
    ),
    "front matter (key): {} stands twice; leave one of them out": "front matter里的{}出现了两次，请去掉一个",
    "label (explicit): the label of machine-made content was removed; restore it below the last line": (
        "生成合成内容的标识被去掉了，请在末行下面恢复"
    ),
    "label (implicit): the key AIGC was removed from the front matter; restore it": (
        "front matter里的AIGC被去掉了，请恢复"
    ),
    "licence: nothing says that the original may be translated; set its licence, or who permitted it, with "
    "`newsbot drafts licence {} TEXT` or on its page in `newsbot desk`": (
        "没有写明凭什么许可译载，请在本页“译载许可”里填上原文的许可，或谁同意译载（选题{}）"
    ),
    "verdict ({}): {} sentences rest on nothing that anybody has seen; decide on each in `newsbot desk`, or with "
    "`newsbot drafts` (`drafts show {}` lists them)": "结论是{}，还有{}句没有人看过依据，请逐句定下来（选题{}）",
    "verdict (review): nobody has signed it; sign it with `newsbot drafts approve`, or read it and name yourself with "
    "--editor NAME --reason TEXT": "结论是待核，还没有人签发",
    "require_editor: nothing is published here unsigned; an editor signs it with `newsbot drafts approve`": (
        "本站规定，没有编辑签发的一律不发布"
    ),
    "cover (image): a picture of another site is never shown; put it into the site": "封面图不能用别站的，请放进本站",
    "cover (image): name a file that lies in the drafts' folder, without .. and without a slash before it": (
        "封面图要写草稿文件夹里的文件名，不带..，不以斜杠开头"
    ),
    "cover (credit): say whose picture it is and under which licence: image_credit and image_licence": (
        "封面图要写明作者（image_credit）和许可（image_licence）"
    ),
    "embargo: “{}” names no date that can be read; --despite-embargo REASON takes it on you": (
        "发布时间限制“{}”没有写出能认的日期；由人负责的话，用 newsbot publish --despite-embargo 写明理由"
    ),
    "embargo: “{}” until {}; publish it with --at '{}', or --despite-embargo REASON takes it on you": (
        "“{}”，{}之前不能发布；可以用 newsbot publish --at '{}' 定时，或用 --despite-embargo 写明理由、由人负责"
    ),
    # the site's folder
    "nothing here builds the site": "这里没有能生成站点的程序",
    "an article named {} would take the place of the folder's own page; rename it": (
        "名为{}的稿件会顶替文件夹自己的页面，请改名"
    ),
    "{} is a link to elsewhere; move it away, then run it again": "{}是指向别处的链接，请移走再试",
    "{} would have the same address as {}; rename one of the two": "{}与{}的网址会相同，请给其中一个改名",
    "{} is not as newsbot wrote it: what was changed by hand stays. Take the change over into the draft, or move the "
    "file away, then run it again": "{}被人手工改过，没有覆盖。请把改动移到草稿里，或把文件移走，再试一次",
    "{} cannot be read ({}); look whether somebody moved it": "{}读不出来（{}），请看看是不是有人移走了",
    "{} cannot be read again ({}): run the same command again.": "{}写完后读不回来（{}），请再试一次",
    "{} cannot be written ({}): {}": "{}写不进去（{}）：{}",
    "{} cannot be written ({}): {}.": "{}写不进去（{}）：{}",
    "{} cannot be removed ({}): give yourself the right to": "{}删不掉（{}），请先取得权限",
    "{} belongs to another story ({}): move it away or choose another folder (--out).": (
        "{}属于另一个选题（{}），请移走，或换一个文件夹"
    ),
    "{} is not as newsbot wrote it: keep what was edited by hand elsewhere, then run it again.": (
        "{}被人手工改过，没有覆盖。请把手工改的另存，再试一次"
    ),
    "the site {}: {}": "站点{}：{}",
    "the site {}: Hugo was not done after {} seconds; mend the site": "站点{}：Hugo过了{}秒还没有做完，请检查站点",
    "does not build as it is, without this article": "不加这篇稿件也生成不了",
    "would not build with this article": "加上这篇稿件就生成不了",
    "does not build with this draft": "加上这篇草稿就生成不了",
    "Hugo said nothing": "Hugo什么也没有说",
    "the site could not be tried on a copy ({})": "没能在副本上试着生成站点（{}）",
    "the site could not be built on a copy ({})": "没能在副本上生成站点（{}）",
    "Hugo makes no page for {}; check publish.folder and the site's layouts": (
        "Hugo没有给{}生成页面，请检查publish.folder和站点的模板"
    ),
    "Hugo makes no page at {} for {}; check the site's layouts": "Hugo没有在{}给{}生成页面，请检查站点的模板",
    "the site has no page for {}: Hugo leaves it out; check publish.folder and the site": (
        "站点里没有{}的页面，Hugo把它略过了，请检查publish.folder和站点"
    ),
    "{} would have the address of {}: {}; rename that page": "{}会占用{}的网址：{}，请给那一页改名",
    "with this article the site loses {}; nothing was published": "加上这篇稿件，站点会少了{}；没有发布",
    "with this article the address of {} changes; nothing was published": ("加上这篇稿件，{}的网址会变；没有发布"),
    "with this article the site also gets {}; nothing was published": "加上这篇稿件，站点会多出{}；没有发布",
    "{} is not in the Hugo site {}; set publish.folder to one in it": (
        "{}不在Hugo站点{}里，请把publish.folder设到站点里"
    ),
    "a preview is built with Hugo, and there is none: install Hugo, or newsbot[site]": (
        "预览要用Hugo生成，这里没有装；请装Hugo，或newsbot[site]"
    ),
    "there is no Hugo site above {}; set site.dir to yours (publish.folder lies in it)": (
        "{}上面没有Hugo站点，请把site.dir设为你的站点（publish.folder在它里面）"
    ),
    "committed, but not pushed: {}; push it by hand (git push)": "已提交，但没有推送：{}；请手工推送（git push）",
    "git cannot be run ({}); install it, or set publish.git to nothing": (
        "git运行不了（{}），请安装，或把publish.git留空"
    ),
    "git {} was not done after {} seconds": "git {}过了{}秒还没有做完",
    "git {} failed: {}": "git {}没有成功：{}",
    # the desk
    "there is no story {}": "没有选题{}",
    "a byline has to be a person's own name, not {}; set desk.editor": "署名须是本人的姓名，不能是{}；请设desk.editor",
    "story {} has just gone on; look at it again": "选题{}刚刚有了进展，请再看一眼",
    "the draft of {} has changed since you opened it; look at it again": "选题{}的稿件在你打开后改过，请再看一眼",
    # feeds and pages that could not be read
    "{} entries, {} new": "{}条，新{}条",
    "{} entry, {} new": "{}条，新{}条",
    "{} entries where there were {}: not accepted yet; {} new": "只有{}条，原来有{}条，先不算数；新{}条",
    "unchanged": "没有变化",
    "gone for good (410)": "永久没有了（410）",
    "{}: gone ({}); correct the address or leave it out": "{}：没有了（{}），请改正地址或去掉",
    "{}: refused ({}); the site does not serve this program, use another source": (
        "{}：被拒（{}），网站不给程序看，请换一个来源"
    ),
    "{}: too many requests (429); try again later": "{}：请求太多（429），稍后再试",
    "{}: the server is failing ({}); try again later": "{}：服务器出了故障（{}），稍后再试",
    "{}: answered {}, which carries no page; check the address": "{}：回答{}，没有内容，请核对地址",
    "{}: leads to {}, which asked to be left alone; try again later": "{}：转到{}，对方要求先别打扰，稍后再试",
    "{}: the answer is empty; see in a browser whether the page moved": "{}：回答是空的，请用浏览器看看是不是搬走了",
    "{}: not finished within {} s; try again later or raise fetch.deadline": (
        "{}：{}秒内没有读完，稍后再试，或调大fetch.deadline"
    ),
    "{}: more than {} redirects; give the address it should end at": "{}：跳转超过{}次，请直接写最后的地址",
    "{}: leads to a private network ({}); fetch.allow_origins can exempt it": (
        "{}：通向内网（{}）；fetch.allow_origins可以放行"
    ),
    "{}: not an address; check how it is written": "{}：不是网址，请核对写法",
    "{}: only http and https are read": "{}：只读http和https",
    "{}: an address without a host; check how it is written": "{}：网址里没有主机名，请核对写法",
    "{}: addresses with a user name are not read; leave it out": "{}：带用户名的网址不读，请去掉用户名",
    "{}: only ports 80 and 443 are read; fetch.allow_origins can exempt an origin": (
        "{}：只读80和443端口；fetch.allow_origins可以放行"
    ),
    "{}: the answer is no proper HTTP ({}); use another address": "{}：回答不合HTTP规范（{}），请换一个地址",
    "{}: the answer's compression is broken; try again later": "{}：回答的压缩坏了，稍后再试",
    "{}: the answer was cut off; try again later": "{}：回答中途断了，稍后再试",
    "{}: cannot be reached ({}); check the address or try again later": "{}：连不上（{}），请核对地址或稍后再试",
    "{}: content encoding {} is not read; only gzip and deflate are": "{}：压缩方式{}不支持，只支持gzip和deflate",
    # a draft's file that lost its form
    "{}: article, line {}: expected {}, found `{}`; restore the article's form": (
        "{}第{}行应为{}，现在是“{}”；请恢复稿件的格式"
    ),
    "article, line {}: expected {}, found `{}`; restore the article's form": (
        "第{}行应为{}，现在是“{}”；请恢复稿件的格式"
    ),
    "the end of the text": "文末",
    "more text": "还有文字",
    "a value that does not fit here": "合适的值",
    'text in "double quotes" with JSON escapes': "英文双引号里的文字（按JSON转义）",
    'text in "double quotes"': "英文双引号里的文字",
    "a list of quoted strings": "带英文双引号的列表",
    "front matter that is less deep": "层次浅一些的front matter",
    "a blank line: a paragraph or list item is one line": "空行（一段、一项各占一行）",
    'a reference `[^N]: BY. (DATE). "[TITLE](URL)". SITE. 检索日期 DATE。`': (
        '参考文献 [^N]: 作者. (日期). "[标题](网址)". 网站. 检索日期 日期。'
    ),
    "a reference `[^N]: BY（DATE）。[TITLE](URL)。SITE。检索日期DATE。`": (
        "参考文献 [^N]: 作者（日期）。[标题](网址)。网站。检索日期日期。"
    ),
    "the title right after the date": "紧跟在日期后面的标题",
    "`*This article was automatically generated by AUTHOR on M/D/YYYY, h:MM:SS AM*`": "末行的生成说明",
    "the label as `*text*`": "写成 *文字* 的标识",
    # stories that stopped
    "no page is about “{}”{}": "没有找到讲“{}”的网页{}",
    "the sources hold {} characters of text about “{}”, fewer than {}{}": ("来源里只有{}字讲“{}”，不到{}字{}"),
    "only {} Chinese sentences in the sources can be quoted (at least {} are needed); set a model "
    "(NEWSBOT_LLM__DRAFT_MODEL) to write from foreign sources": (
        "来源里能引用的中文句子只有{}句（至少要{}句）；要写外文来源，请设置模型"
    ),
    "only {} of the model's sentences agreed with their passages; use a larger model (NEWSBOT_LLM__DRAFT_MODEL), or "
    'set writer = "extract"': "模型写的只有{}句与原文相符；请换大一些的模型，或改用摘编",
    "{} gave nothing usable ({}), asked twice: {}; try again, or set a larger model (NEWSBOT_LLM__DRAFT_MODEL)": (
        "{}问了两次都没有给出能用的（{}）：{}；请再试，或换大一些的模型"
    ),
    "the model endpoint {} gave no reply within {} s ({}); try again later, or raise NEWSBOT_LLM__DEADLINE": (
        "模型接口{}在{}秒内没有回答（{}），稍后再试，或调大NEWSBOT_LLM__DEADLINE"
    ),
    "the reply of {} has no choices with a message ({}){}": "{}的回答里没有内容（{}）{}",
    "no model is named for the role {}; set NEWSBOT_LLM__{}_MODEL": "没有设置担任{}的模型，请设NEWSBOT_LLM__{}_MODEL",
}

_PARTS = tuple((tuple(english.split("{}")), chinese) for english, chinese in SAID.items())


def said(text: str, language: Language) -> str:
    """The words of an error in the desk's language, as far as they are known."""
    return text if language == "en" else _chinese(text[:LONGEST], _DEEP)


def _chinese(text: str, deep: int) -> str:
    exact = SAID.get(text)
    if exact is not None or not deep:
        return exact or text
    for parts, chinese in _PARTS:
        values = _values(text, parts)
        if values is not None:
            return chinese.format(*(_chinese(each, deep - 1) for each in values))
    return text


def _values(text: str, parts: tuple[str, ...]) -> list[str] | None:
    """What stands where the words have `{}`, each as short as may be; None where these are not the words."""
    first, last = parts[0], parts[-1]
    if len(parts) == 1 or not text.startswith(first) or not text.endswith(last):
        return None
    values, at, end = [], len(first), len(text) - len(last)
    for part in parts[1:-1]:
        found = text.find(part, at, end)
        if found < 0:
            return None
        values.append(text[at:found])
        at = found + len(part)
    return [*values, text[at:end]] if at <= end else None
