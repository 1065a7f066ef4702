"""True Chinese sentences over English passages, and such with one wrong detail: invented, in the style of AI news.

People and companies are known ones of the table and invented ones, with and without a Chinese form in the passage.
"""

from typing import NamedTuple


class Case(NamedTuple):
    """A Chinese sentence, the passage it cites by its key, and which detail is wrong in it; empty where none is."""

    text: str
    passage: str
    wrong: str = ""


PASSAGES = {
    "fund": (
        "Larkmoor, a robotics start-up based in Munich, raised $240 million in a Series C round led by Sequoia Capital "
        "on Tuesday, valuing it at $3.1 billion. Chief executive Dana Cole said it would double its staff to 640."
    ),
    "altman": (
        "OpenAI chief executive Sam Altman told the Senate Commerce Committee on May 8 that the company would spend up "
        "to $60 billion on computing over five years, roughly 40 percent of it with Microsoft."
    ),
    "chips": (
        "Nvidia will sell 18,000 of its Blackwell chips to Humain in Saudi Arabia, Jensen Huang said in Riyadh on "
        "May 13. AMD signed a separate agreement worth $10 billion."
    ),
    "europe": (
        "The European Commission fined Meta 200 million euros on April 23 for breaching the Digital Markets Act. Meta "
        "said it would appeal. Commissioner Teresa Ribera said companies had to follow EU rules."
    ),
    "paired": (
        "Tessel Labs (泰瑟实验室) was founded in 2021 by Priya Raman (普丽娅·拉曼), a former Google engineer, and has "
        "offices in Toronto and Singapore. Its third model, Loom 3, has 70 billion parameters."
    ),
    "court": (
        "A federal judge in San Francisco ruled on June 23 that Anthropic's use of books to train Claude was fair use. "
        "Judge William Alsup ordered a trial in December over 7 million pirated copies."
    ),
    "market": (
        "Xiaomi shipped 42.4 million phones in the third quarter, up 1.5 percent from a year earlier, and ranked third "
        "with a 14 percent share, behind Samsung and Apple, Canalys said."
    ),
    "house": (
        "The House passed the bill 215 to 214 on May 22. The Senate is expected to vote in July. Senator Ted Cruz of "
        "Texas backs a ten-year ban on state AI laws."
    ),
    "hire": (
        "Meta hired Alexandr Wang, the founder of Scale AI, as chief AI officer in June and bought 49 percent of Scale "
        "for $14.3 billion. Jason Droege became interim chief executive of Scale."
    ),
    "mistral": (
        "Mistral, the Paris start-up, opened its second data centre in Essonne on March 4 and plans a third in Lyon in "
        "2027, co-founder Arthur Mensch said. ASML owns 11 percent of the company."
    ),
    "jobs": (
        "Microsoft cut 6,000 jobs, about 3 percent of its workforce, in May, and 9,000 more on July 2. Chief executive "
        "Satya Nadella told staff the cuts weighed heavily on him."
    ),
    "lab": (
        "Researchers at Tsinghua University and the University of Toronto trained the model on 512 GPUs in 21 days. "
        "Lead author Chen Rui said its error rate fell from 12 percent to 7 percent."
    ),
    "power": (
        "Amazon bought a nuclear-powered data centre in Pennsylvania from Talen Energy for $650 million in 2024. "
        "Regulators rejected a request for 480 megawatts in November."
    ),
    "japan": (
        "SoftBank founder Masayoshi Son said in Tokyo on Thursday that the group had sold all its stake in Nvidia for "
        "$5.8 billion to finance OpenAI. Profit more than doubled to 2.5 trillion yen."
    ),
    "delgado": (
        "Rosa Delgado, deputy director of the Harbour Institute in Lisbon, said on Friday that half of the 1,200 firms "
        "in its survey used AI daily, against a third in 2023."
    ),
    "sue": (
        "The New York Times sued OpenAI and Microsoft in December 2023. Elon Musk sued OpenAI in August 2024; OpenAI "
        "countersued Musk in April 2025."
    ),
    "drone": (
        "Vexley Systems won a Pentagon contract worth up to $95 million on September 9 to build 300 drones at a plant "
        "in Austin, Texas. Its rival Orvane came second."
    ),
    "deepseek": (
        "DeepSeek, founded by Liang Wenfeng in Hangzhou, released R1 on January 20, 2025. It said training V3 cost "
        "$5.6 million. Italy blocked the app on January 30."
    ),
    "health": (
        "The Brennholt Hospital in Oslo said on Monday that its AI read 88,000 X-rays last year and missed 0.4 percent "
        "of fractures. Dr. Ingrid Solberg heads the project."
    ),
    "gemini": (
        "Google DeepMind, led by Demis Hassabis, released Gemini 2.5 Pro on March 25. Google said the app had 400 "
        "million monthly users, one fifth of them in India."
    ),
    # From here on: written after the rules were mended on the cases above, and nothing was mended on these but 卫星.
    "korea": (
        "Samsung Electronics will supply HBM4 memory to Nvidia from February, the Korea Economic Daily reported from "
        "Seoul. SK Hynix, whose shares fell 4.2 percent, remains the largest supplier with 53 percent."
    ),
    "nobel": (
        "Geoffrey Hinton, who left Google in 2023, shared the Nobel Prize in Physics with John Hopfield on October 8, "
        "2024. Hinton, 76, teaches at the University of Toronto."
    ),
    "india": (
        "Kavira AI, a Bengaluru start-up founded by Anil Deshmukh, will train its model on 4,096 H100 chips lent by "
        "the Indian government. The model will speak 22 languages, minister Ashwini Vaishnaw said on Saturday."
    ),
    "open": (
        "Alibaba released Qwen3 on April 29 with eight sizes up to 235 billion parameters. Lin Junyang of its Qwen "
        "team said the model was trained on 36 trillion tokens, twice as many as Qwen2.5."
    ),
    "uk": (
        "British prime minister Keir Starmer and Nvidia's Jensen Huang announced 120,000 GPUs for the United Kingdom "
        "in London on September 18. Nscale will run a site in Loughton."
    ),
    "bank": (
        "Brightwell Bank of Zurich said on Wednesday that it would replace 1,100 of its 9,000 clerks with agents from "
        "Corvane Systems by 2028. Union leader Petra Lindqvist called the plan reckless."
    ),
    "film": (
        "Disney and Universal sued Midjourney in Los Angeles on June 11, saying it copied Darth Vader and Shrek. "
        "Midjourney chief executive David Holz did not comment."
    ),
    "car": (
        "Waymo will test robotaxis in New York with up to eight cars until late September, mayor Eric Adams said. "
        "Tesla started its own service in Austin on June 22 with about ten cars."
    ),
    "space": (
        "The Dutch firm Orbitale, led by Joost van Rijn, launched its second satellite from Kourou on Monday; the "
        "third follows in 2027. It reads fires with a model of Hugging Face."
    ),
}

TRUE = (
    Case("机器人初创企业Larkmoor周二完成2.4亿美元C轮融资，由红杉资本领投。", "fund"),
    Case("本轮融资后，Larkmoor估值达31亿美元。", "fund"),
    Case("总部位于慕尼黑的Larkmoor将把员工增加一倍，至640人。", "fund"),
    Case(
        "OpenAI首席执行官萨姆·奥尔特曼（Sam Altman）5月8日对参议院商务委员会说，公司五年内至多投入600亿美元买算力。",
        "altman",
    ),
    Case("奥尔特曼说，其中约四成将花在微软。", "altman"),
    Case("OpenAI五年内在算力上的支出至多为600亿美元。", "altman"),
    Case("英伟达将向沙特阿拉伯的Humain出售1.8万枚Blackwell芯片。", "chips"),
    Case("黄仁勋5月13日在利雅得宣布了这笔交易。", "chips"),
    Case("AMD另外签署了价值100亿美元的协议。", "chips"),
    Case("欧盟委员会4月23日对Meta处以2亿欧元罚款。", "europe"),
    Case("欧盟委员会认定Meta违反《数字市场法》。", "europe"),
    Case("Meta表示将提起上诉。", "europe"),
    Case("欧盟委员特蕾莎·里韦拉（Teresa Ribera）说，企业必须遵守欧盟规则。", "europe"),
    Case("泰瑟实验室由普丽娅·拉曼于2021年创立。", "paired"),
    Case("拉曼曾任谷歌工程师。", "paired"),
    Case("泰瑟实验室在多伦多和新加坡设有办公室。", "paired"),
    Case("该公司的第三款模型Loom 3有700亿参数。", "paired"),
    Case("旧金山一名联邦法官6月23日裁定，Anthropic用图书训练Claude属于合理使用。", "court"),
    Case("法官威廉·阿尔苏普（William Alsup）下令12月就700万册盗版图书开庭审理。", "court"),
    Case("小米第三季度手机出货量为4240万部，同比增长1.5%。", "market"),
    Case("Canalys说，小米以14%的份额排名第三。", "market"),
    Case("小米的份额排在三星和苹果之后。", "market"),
    Case("众议院5月22日以215票对214票通过了这项法案。", "house"),
    Case("参议院预计将在7月表决。", "house"),
    Case("得克萨斯州参议员特德·克鲁兹支持禁止各州人工智能法律十年。", "house"),
    Case("Meta在6月聘请Scale AI创始人亚历山大·王（Alexandr Wang）担任首席人工智能官。", "hire"),
    Case("Meta以143亿美元买下Scale的49%股份。", "hire"),
    Case("贾森·德勒格（Jason Droege）出任Scale临时首席执行官。", "hire"),
    Case("巴黎初创企业Mistral 3月4日在埃松省（Essonne）启用第二座数据中心。", "mistral"),
    Case("Mistral计划2027年在里昂建第三座数据中心。", "mistral"),
    Case("阿斯麦持有该公司11%的股份。", "mistral"),
    Case("微软5月裁员6000人，约占员工总数的3%。", "jobs"),
    Case("微软7月2日又裁减9000个岗位。", "jobs"),
    Case("首席执行官萨提亚·纳德拉（Satya Nadella）对员工说，裁员让他心情沉重。", "jobs"),
    Case("清华大学和多伦多大学的研究人员用512块GPU训练了21天。", "lab"),
    Case("论文第一作者陈睿（Chen Rui）说，错误率从12%降至7%。", "lab"),
    Case("模型的错误率下降了5个百分点。", "lab"),
    Case("亚马逊2024年以6.5亿美元从塔伦能源（Talen Energy）买下宾夕法尼亚州一座核电供电的数据中心。", "power"),
    Case("监管机构在11月否决了480兆瓦的申请。", "power"),
    Case("软银创始人孙正义周四在东京说，集团已售出所持英伟达全部股份。", "japan"),
    Case("出售所得58亿美元将用于投资OpenAI。", "japan"),
    Case("软银利润增长一倍多，达2.5万亿日元。", "japan"),
    Case("里斯本港湾研究所（Harbour Institute）副所长罗莎·德尔加多（Rosa Delgado）周五公布了调查。", "delgado"),
    Case("德尔加多（Delgado）说，1200家受访企业中有一半每天使用人工智能。", "delgado"),
    Case("2023年这一比例为三分之一。", "delgado"),
    Case("《纽约时报》2023年12月起诉OpenAI和微软。", "sue"),
    Case("马斯克2024年8月起诉OpenAI。", "sue"),
    Case("OpenAI于2025年4月反诉马斯克。", "sue"),
    Case("Vexley Systems 9月9日获得五角大楼一份至多9500万美元的合同。", "drone"),
    Case("Vexley将在得克萨斯州奥斯汀的工厂生产300架无人机。", "drone"),
    Case("竞争对手Orvane位居第二。", "drone"),
    Case("梁文锋在杭州创办的深度求索2025年1月20日发布R1。", "deepseek"),
    Case("DeepSeek说，训练V3花费560万美元。", "deepseek"),
    Case("意大利1月30日封禁了该应用。", "deepseek"),
    Case("奥斯陆布伦霍尔特医院（Brennholt Hospital）周一说，其人工智能去年读了8.8万张X光片。", "health"),
    Case("该系统漏诊了0.4%的骨折。", "health"),
    Case("英格丽德·索尔贝格（Ingrid Solberg）医生主持这一项目。", "health"),
    Case("戴密斯·哈萨比斯领导的谷歌DeepMind 3月25日发布Gemini 2.5 Pro。", "gemini"),
    Case("谷歌说，该应用月活跃用户达4亿。", "gemini"),
    Case("印度用户占五分之一。", "gemini"),
    Case("Gemini 2.5 Pro于3月25日发布。", "gemini"),
    Case("合成数据和标注都不在协议之内，AMD的协议价值100亿美元。", "chips"),
    # the later ones
    Case("三星电子将从2月起向英伟达供应HBM4内存，《韩国经济日报》从首尔报道。", "korea"),
    Case("SK海力士股价下跌4.2%。", "korea"),
    Case("SK海力士仍以53%的份额居首。", "korea"),
    Case("杰弗里·辛顿与约翰·霍普菲尔德（John Hopfield）2024年10月8日共同获得诺贝尔物理学奖。", "nobel"),
    Case("辛顿2023年离开谷歌。", "nobel"),
    Case("76岁的辛顿在多伦多大学任教。", "nobel"),
    Case("班加罗尔初创企业卡维拉（Kavira AI）将用印度政府出借的4096枚H100芯片训练模型。", "india"),
    Case("该公司由阿尼尔·德什穆克（Anil Deshmukh）创立。", "india"),
    Case("部长阿什维尼·瓦伊什瑙（Ashwini Vaishnaw）周六说，该模型将会说22种语言。", "india"),
    Case("阿里巴巴4月29日发布通义千问Qwen3，共八种规模，最大2350亿参数。", "open"),
    Case("通义千问团队的林俊旸（Lin Junyang）说，模型用36万亿个词元训练。", "open"),
    Case("训练数据是Qwen2.5的两倍。", "open"),
    Case("英国首相基尔·斯塔默和英伟达的黄仁勋9月18日在伦敦宣布，英国将获得12万块GPU。", "uk"),
    Case("Nscale将在劳顿（Loughton）运营一处园区。", "uk"),
    Case("苏黎世的布赖特韦尔银行（Brightwell Bank）周三说，将在2028年前用智能体取代9000名职员中的1100人。", "bank"),
    Case("这些智能体由科尔文系统公司（Corvane Systems）提供。", "bank"),
    Case("工会负责人佩特拉·林奎斯特（Petra Lindqvist）称该计划鲁莽。", "bank"),
    Case("迪士尼和环球影业6月11日在洛杉矶起诉Midjourney。", "film"),
    Case("Midjourney首席执行官戴维·霍尔茨（David Holz）未予置评。", "film"),
    Case("起诉书称，Midjourney抄袭了达斯·维德（Darth Vader）和史瑞克（Shrek）。", "film"),
    Case("Waymo将在纽约测试自动驾驶出租车，至多8辆，直到9月下旬。", "car"),
    Case("纽约市长埃里克·亚当斯（Eric Adams）公布了这项测试。", "car"),
    Case("特斯拉6月22日在奥斯汀启动了自己的服务，约有10辆车。", "car"),
    Case("荷兰公司Orbitale周一从库鲁发射第二颗卫星。", "space"),
    Case("该公司由约斯特·范赖恩（Joost van Rijn）领导，卫星用Hugging Face的模型识别火情。", "space"),
    Case("第三颗卫星将于2027年发射。", "space"),
)

WRONG = (
    Case("总部位于柏林的Larkmoor将把员工增加一倍，至640人。", "fund", "place"),
    Case("Larkmoor周二完成2.4亿美元B轮融资。", "fund", "ordinal"),
    Case("Larkmoor周二完成2.4亿美元C轮融资，由软银领投。", "fund", "organisation"),
    Case("本轮融资后，Larkmoor估值达310亿美元。", "fund", "amount"),
    Case("Larkmoor首席执行官Dana Colt说，员工将增加一倍。", "fund", "name"),
    Case("Larkmoor周四完成2.4亿美元C轮融资。", "fund", "date"),
    Case("微软首席执行官萨姆·奥尔特曼（Sam Altman）5月8日在参议院作证。", "altman", "organisation"),
    Case("OpenAI首席执行官格雷格·布罗克曼5月8日在参议院作证。", "altman", "name"),
    Case("OpenAI将在五年内投入至多60亿美元用于算力。", "altman", "amount"),
    Case("奥尔特曼说，其中约六成将花在微软。", "altman", "share"),
    Case("奥尔特曼5月8日对众议院说，公司将加大算力投入。", "altman", "organisation"),
    Case("奥尔特曼5月18日对参议院商务委员会说，公司将加大算力投入。", "altman", "date"),
    Case("英伟达将向阿联酋的Humain出售1.8万枚Blackwell芯片。", "chips", "place"),
    Case("英伟达将向Humain出售18万枚Blackwell芯片。", "chips", "amount"),
    Case("苏姿丰5月13日在利雅得宣布了这笔交易。", "chips", "name"),
    Case("英特尔另外签署了价值100亿美元的协议。", "chips", "organisation"),
    Case("黄仁勋5月13日在迪拜宣布了这笔交易。", "chips", "place"),
    Case("欧盟委员会4月23日对苹果处以2亿欧元罚款。", "europe", "organisation"),
    Case("欧盟委员会4月23日对Meta处以2亿美元罚款。", "europe", "amount"),
    Case("Meta 4月23日对欧盟委员会处以2亿欧元罚款。", "europe", "who"),
    Case("欧洲议会4月23日对Meta处以2亿欧元罚款。", "europe", "organisation"),
    Case("泰瑟实验室由普丽娅·拉曼于2012年创立。", "paired", "date"),
    Case("泰瑟实验室由普丽娅·拉曼斯于2021年创立。", "paired", "name"),
    Case("泰瑟实验室在东京和新加坡设有办公室。", "paired", "place"),
    Case("拉曼曾任微软工程师。", "paired", "organisation"),
    Case("该公司的第二款模型Loom 3有700亿参数。", "paired", "ordinal"),
    Case("该公司的第三款模型Loom 3有70亿参数。", "paired", "amount"),
    Case("洛杉矶一名联邦法官6月23日裁定，Anthropic用图书训练Claude属于合理使用。", "court", "place"),
    Case("联邦法官6月23日裁定，OpenAI用图书训练模型属于合理使用。", "court", "organisation"),
    Case("法官William Alsop下令12月开庭审理。", "court", "name"),
    Case("法官William Alsup下令11月开庭审理。", "court", "date"),
    Case("小米第三季度手机出货量为4240万部，同比增长15%。", "market", "share"),
    Case("Canalys说，小米以14%的份额排名第二。", "market", "ordinal"),
    Case("小米的份额排在三星和华为之后。", "market", "organisation"),
    Case("IDC说，小米以14%的份额排名第三。", "market", "organisation"),
    Case("参议院5月22日以215票对214票通过了这项法案。", "house", "organisation"),
    Case("众议院5月22日以251票对214票通过了这项法案。", "house", "amount"),
    Case("佛罗里达州参议员特德·克鲁兹支持这一禁令。", "house", "place"),
    Case("得克萨斯州州长特德·克鲁兹支持这一禁令。", "house", "title"),
    Case("Meta以143亿美元买下Scale的94%股份。", "hire", "share"),
    Case("谷歌以143亿美元买下Scale的49%股份。", "hire", "who"),
    Case("Scale以143亿美元买下Meta的49%股份。", "hire", "who"),
    Case("Jason Droege出任Scale首席财务官。", "hire", "title"),
    Case("Mistral 3月4日启用第三座数据中心。", "mistral", "ordinal"),
    Case("柏林初创企业Mistral 3月4日启用第二座数据中心。", "mistral", "place"),
    Case("Mistral计划2027年在马赛建第三座数据中心。", "mistral", "place"),
    Case("英伟达持有该公司11%的股份。", "mistral", "organisation"),
    Case("微软5月裁员6000人，约占员工总数的13%。", "jobs", "share"),
    Case("微软7月12日又裁减9000个岗位。", "jobs", "date"),
    Case("首席执行官桑达尔·皮查伊对员工说，裁员让他心情沉重。", "jobs", "name"),
    Case("北京大学和多伦多大学的研究人员用512块GPU训练了21天。", "lab", "organisation"),
    Case("清华大学的研究人员用512块GPU训练了12天。", "lab", "amount"),
    Case("模型的错误率从12%升至17%。", "lab", "share"),
    Case("亚马逊2024年以6.5亿美元买下弗吉尼亚州一座核电供电的数据中心。", "power", "place"),
    Case("监管机构在11月批准了480兆瓦的申请。", "power", "who"),
    Case("软银首席财务官孙正义周四在东京说，集团已售出所持英伟达全部股份。", "japan", "title"),
    Case("孙正义周四在大阪说，集团已售出所持英伟达全部股份。", "japan", "place"),
    Case("软银已售出所持英特尔全部股份，得款58亿美元。", "japan", "organisation"),
    Case("软银利润达2.5万亿美元。", "japan", "amount"),
    Case("马德里港湾研究所（Harbour Institute）副所长Rosa Delgado周五公布了调查。", "delgado", "place"),
    Case("Rosa Delgado说，1200家受访企业中有三分之一每天使用人工智能。", "delgado", "share"),
    Case("Maria Delgado说，一半的受访企业每天使用人工智能。", "delgado", "name"),
    Case("《华盛顿邮报》2023年12月起诉OpenAI和微软。", "sue", "organisation"),
    Case("OpenAI 2024年8月起诉马斯克。", "sue", "who"),
    Case("OpenAI于2024年4月反诉马斯克。", "sue", "date"),
    Case("Orvane 9月9日获得五角大楼一份至多9500万美元的合同。", "drone", "who"),
    Case("Vexley将在加利福尼亚州的工厂生产300架无人机。", "drone", "place"),
    Case("梁文锋在上海创办的深度求索2025年1月20日发布R1。", "deepseek", "place"),
    Case("DeepSeek说，训练V3花费5600万美元。", "deepseek", "amount"),
    Case("法国1月30日封禁了该应用。", "deepseek", "who"),
    Case("卑尔根布伦霍尔特医院（Brennholt Hospital）周一说，其人工智能去年读了8.8万张X光片。", "health", "place"),
    Case("该系统漏诊了4%的骨折。", "health", "share"),
    Case("Ingrid Solheim医生主持这一项目。", "health", "name"),
    Case("杨立昆领导的谷歌DeepMind 3月25日发布Gemini 2.5 Pro。", "gemini", "name"),
    Case("谷歌3月25日发布Gemini 2.0 Pro。", "gemini", "name"),
    Case("印度用户占四分之一。", "gemini", "share"),
    # the later ones
    Case("美光将从2月起向英伟达供应HBM4内存。", "korea", "organisation"),
    Case("三星电子将从2月起向英伟达供应HBM3内存。", "korea", "name"),
    Case("SK海力士股价下跌2.4%。", "korea", "share"),
    Case("三星电子将从2月起向AMD供应HBM4内存。", "korea", "organisation"),
    Case("约书亚·本吉奥与约翰·霍普菲尔德（John Hopfield）共同获得诺贝尔物理学奖。", "nobel", "name"),
    Case("辛顿2023年离开微软。", "nobel", "organisation"),
    Case("辛顿在麻省理工学院任教。", "nobel", "organisation"),
    Case("67岁的辛顿在多伦多大学任教。", "nobel", "amount"),
    Case("孟买初创企业Kavira AI将用4096枚H100芯片训练模型。", "india", "place"),
    Case("Kavira AI由Anil Deshpande创立。", "india", "name"),
    Case("Kavira AI将用巴基斯坦政府出借的H100芯片训练模型。", "india", "place"),
    Case("该模型将会说12种语言。", "india", "amount"),
    Case("腾讯4月29日发布Qwen3。", "open", "organisation"),
    Case("阿里巴巴4月29日发布Qwen4。", "open", "name"),
    Case("模型用3.6万亿个词元训练。", "open", "amount"),
    Case("训练数据是Qwen2.5的三倍。", "open", "amount"),
    Case("法国首相基尔·斯塔默和黄仁勋9月18日宣布了这项计划。", "uk", "place"),
    Case("英国首相里希·苏纳克和黄仁勋9月18日宣布了这项计划。", "uk", "name"),
    Case("英国将获得1.2万块GPU。", "uk", "amount"),
    Case("日内瓦的Brightwell Bank周三公布了裁员计划。", "bank", "place"),
    Case("Brightwell Bank将取代9000名职员中的1万人。", "bank", "amount"),
    Case("工会负责人Petra Lindgren称该计划鲁莽。", "bank", "name"),
    Case("Brightwell Bank将采用Corvus Systems的智能体。", "bank", "organisation"),
    Case("索尼和环球影业6月11日起诉Midjourney。", "film", "organisation"),
    Case("迪士尼6月11日起诉Stability AI。", "film", "organisation"),
    Case("迪士尼6月11日在旧金山起诉Midjourney。", "film", "place"),
    Case("Waymo将在波士顿测试自动驾驶出租车。", "car", "place"),
    Case("Zoox 6月22日在奥斯汀启动了服务。", "car", "organisation"),
    Case("特斯拉6月12日在奥斯汀启动了服务。", "car", "date"),
    Case("比利时公司Orbitale周一发射第二颗卫星。", "space", "place"),
    Case("Orbitale周一发射第三颗卫星。", "space", "ordinal"),
    Case("Orbitale周一发射第四颗卫星。", "space", "ordinal"),
)
