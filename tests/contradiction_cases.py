"""Sentences of two outlets, written for the tests: pairs that contradict each other, and pairs that only look so."""

REAL = [
    # one language
    ("OpenAI完成400亿美元融资，投后估值3000亿美元。", "OpenAI完成300亿美元融资，投资方没有公布。"),
    ("知情人士说，智谱最新估值为400亿元。", "智谱的最新估值达到320亿元。"),
    ("星槎半导体2026年第一季度营收5.2亿元。", "星槎半导体2026年第一季度实现营收4.1亿元。"),
    ("星槎半导体首席财务官葛明湘表示，公司2026年前三季度净亏损2.1亿元。", "星槎半导体2026年前三季度净亏损3.4亿元。"),
    ("北辰实验室的语音模型“听澜”有70亿个参数。", "语音模型“听澜”有130亿个参数，权重可以下载。"),
    ("推理芯片“槎影2”定价每块3.98万元。", "“槎影2”每块定价4.58万元，下月开售。"),
    ("微软5月20日宣布裁员6000人。", "微软宣布裁员9000人，涉及多个部门。"),
    ("英伟达2026财年第一季度营收441亿美元。", "英伟达2026财年第一季度营收为391亿美元。"),
    ("谷歌被处以罚款24亿欧元。", "谷歌被处罚款14亿欧元，公司将上诉。"),
    ("DeepSeek的训练成本为560万美元。", "DeepSeek的训练成本达1.2亿美元。"),
    ("GPT-5的上下文窗口为40万词元。", "GPT-5的上下文窗口为100万个词元。"),
    (
        "Anthropic raised $13 billion at a valuation of $183 billion.",
        "Anthropic raised $10 billion from a group of funds.",
    ),
    ("Anthropic has 4,000 employees.", "Anthropic employs a staff of 2,300 people."),
    (
        "Nvidia reported revenue of $44 billion for the first quarter of 2026.",
        "Nvidia posted first-quarter 2026 revenue of $39 billion.",
    ),
    (
        "Meta will spend $65 billion on capital expenditures in 2026.",
        "Meta plans capital spending of $48 billion in 2026.",
    ),
    ("Tarn Semiconductor cut 600 jobs this week.", "Tarn Semiconductor is cutting 1,100 jobs."),
    ("Mistral is valued at $6 billion.", "Mistral's valuation is $14 billion."),
    ("The error rate of Tinglan was 6.2 percent.", "Tinglan has an error rate of 15.8 percent."),
    ("Oracle held a market share of 12 percent in 2025.", "In 2025, Oracle had a market share of 21 percent."),
    ("Salesforce signed a contract worth $200 million.", "Salesforce won a $450 million contract."),
    # across languages
    (
        "Larkmoor Compute plans to invest $500 billion over four years.",
        "拉克莫尔（Larkmoor Compute）计划四年内投资4000亿美元。",
    ),
    ("OpenAI raised $40 billion.", "OpenAI融资300亿美元。"),
    ("Microsoft cut 6,000 jobs.", "微软裁员9000人。"),
    ("Nvidia's revenue reached $44.1 billion in the first quarter of 2026.", "英伟达2026年第一季度营收达到391亿美元。"),
    ("Alibaba had net profit of 12 billion yuan in 2025.", "阿里巴巴2025年净利润为190亿元。"),
    ("SoftBank's valuation of OpenAI is $300 billion.", "OpenAI估值为5000亿美元。"),
    ("Tesla has 125,000 employees.", "特斯拉有员工9.8万人。"),
    ("ChatGPT has 800 million weekly users.", "ChatGPT每周用户为5亿。"),
    ("Qwen3 has 235 billion parameters.", "Qwen3有4800亿个参数。"),
    (
        "The campus of Larkmoor Compute will have a capacity of 1.2 gigawatts.",
        "拉克莫尔（Larkmoor Compute）的园区容量将为2.4吉瓦。",
    ),
]

ALIKE = [
    # the same, written otherwise
    (
        "Larkmoor Compute plans to invest $500 billion over four years.",
        "拉克莫尔（Larkmoor Compute）计划四年内投资5000亿美元。",
    ),
    (
        "Larkmoor Compute plans to invest up to $500 billion over four years.",
        "拉克莫尔（Larkmoor Compute）计划四年内投资4000亿美元。",
    ),
    ("OpenAI完成约400亿美元融资。", "OpenAI完成396亿美元融资。"),
    ("英伟达2026财年第一季度营收约5000亿元。", "英伟达2026财年第一季度营收4987亿元。"),
    ("微软裁员超过6000人。", "微软裁员9000人。"),
    ("Anthropic raised at least $10 billion.", "Anthropic raised $13 billion."),
    ("OpenAI融资300亿至400亿美元。", "OpenAI融资350亿美元。"),
    # another time
    ("星槎半导体2026年第一季度营收5.2亿元。", "星槎半导体2026年第二季度营收4.1亿元。"),
    ("英伟达2024年营收609亿美元。", "英伟达2025年营收1305亿美元。"),
    ("OpenAI去年营收37亿美元。", "OpenAI今年营收127亿美元。"),
    ("截至5月10日，“听澜”下载量为5.2万次。", "截至5月20日，“听澜”下载量为11万次。"),
    ("Anthropic had 1,000 employees in 2024.", "Anthropic had 2,300 employees in 2025."),
    ("OpenAI此前估值为1570亿美元。", "OpenAI估值为3000亿美元。"),
    # another currency, unit or share
    ("阿里巴巴2025年营收9963亿元。", "阿里巴巴2025年营收1373亿美元。"),
    ("英伟达2025年每股净利润2.94美元。", "英伟达2025年净利润729亿美元。"),
    ("“听澜”有70亿个参数。", "“听澜”的训练用了2万亿词元。"),
    # another scope
    ("腾讯2025年全球营收7500亿元。", "腾讯2025年海外营收900亿元。"),
    ("ChatGPT has 800 million weekly users.", "ChatGPT has 500 million monthly users."),
    ("ChatGPT每周用户为8亿。", "ChatGPT付费用户为2000万。"),
    ("Qwen3有2350亿个参数。", "Qwen3激活参数为220亿个。"),
    (
        "Larkmoor has committed $90 billion to the first phase.",
        "Larkmoor plans to invest $500 billion over four years.",
    ),
    ("字节跳动2026年将投入850亿元用于训练芯片。", "字节跳动2026年将投入400亿元用于推理芯片。"),
    ("DeepSeek累计融资20亿元。", "DeepSeek本轮融资5亿元。"),
    (
        "Meta will spend $65 billion on capital expenditures in 2026.",
        "Meta spent $48 billion on capital expenditures in 2026.",
    ),
    ("OpenAI预计2026年营收290亿美元。", "OpenAI 2026年营收250亿美元。"),
    # another subject
    ("推理芯片“槎影2”定价每块3.98万元。", "“槎影2”开发板定价4.6万元。"),
    (
        "Google's revenue was $96 billion in the first quarter of 2026.",
        "Google Cloud revenue was $12 billion in the first quarter of 2026.",
    ),
    ("GPT-4的上下文窗口为12.8万词元。", "GPT-4.1的上下文窗口为100万词元。"),
    ("软银向OpenAI投资300亿美元。", "微软向OpenAI投资130亿美元。"),
    ("星槎半导体2026年营收增长35%。", "星槎半导体2026年净利润增长12%。"),
]
