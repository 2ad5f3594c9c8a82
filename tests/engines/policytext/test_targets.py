"""Targets and parameters in running text. All sentences are invented."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiangxin.engines.policytext.model import Block, Heading, Source, Span, Table, Task
from jiangxin.engines.policytext.targets import find_targets

HEAD = "某府发〔2021〕8号\n"


def found(text):
    return find_targets(Source.from_text(HEAD + text), (), ())


def figures(items):
    """Comparator, value (or both ends) and unit of each item."""
    return [
        (t.comparator, (float(t.low), float(t.high)) if t.comparator == "range" else float(t.value), t.unit)
        for t in items
    ]


def targets(text):
    return figures(found(text)[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # comparators
        ("到2025年，公交分担率达到31%。", [(">=", 31, "%")]),
        ("河道水质达标率稳定在82%以上。", [(">=", 82, "%")]),
        ("城区绿地率不低于36%。", [(">=", 36, "%")]),
        ("渔业总产值超过18亿元。", [(">=", 18, "亿元")]),
        ("颗粒物年均浓度控制在33微克/立方米以内。", [("<=", 33, "微克/立方米")]),
        ("城乡收入比缩小到1.8以内。", [("<=", 1.8, None)]),
        ("水稻面积保持在90万亩左右。", [("approx", 90, "万亩")]),
        ("培育链主企业约15家。", [("approx", 15, "家")]),
        ("每村建成阅览室1至2间。", [("range", (1, 2), "间")]),
        ("新建冷库8—12座。", [("range", (8, 12), "座")]),
        ("新建冷库12座。", [("==", 12, "座")]),
        ("培训学员至少四千人次。", [(">=", 4000, "人次")]),
        ("全区人才总量力争达到６万人以上。", [(">=", 6, "万人")]),
        ("新增床位１，２００张。".replace("，", ""), [("==", 1200, "张")]),
        ("年接诊量不低于常住人口的3倍。", [(">=", 3, "倍")]),
        ("青年技师占技师总数超过一半。", [(">=", 50, "%")]),
        ("网上可办事项占三分之二以上。", [(">=", 66.67, "%")]),
        ("单位产值能耗比2020年下降13%。", [("==", 13, "%")]),
        ("服务业比重提高2.5个百分点。", [("==", 2.5, "个百分点")]),
        ("确保较大火灾事故零发生。", [("==", 0, "起")]),
        ("化肥使用总量趋零增长。", [("approx", 0, "%")]),
        ("建制村100%通客车。", [("==", 100, "%")]),
        ("三年累计新增托位2600个。", [("==", 2600, "个")]),
        ("2021年底前建成驿站3座。", [("==", 3, "座")]),
        ("总投资6亿元，建设电站2座。", [("==", 6, "亿元"), ("==", 2, "座")]),
        ("新增污水处理能力4万吨/日。", [("==", 4, "万吨/日")]),
        ("新建充电位 300 个（标准位）以上。", [(">=", 300, "个")]),
        ("65 % 以上校舍完成加固。", [(">=", 65, "%")]),
        # order of noun and number, lists
        ("建设2座水厂和3个泵站。", [("==", 2, "座"), ("==", 3, "个")]),
        (
            "建成市级实验室2个、区级实验室6个、乡镇检测点14个。",
            [("==", 2, "个"), ("==", 6, "个"), ("==", 14, "个")],
        ),
        ("创建示范村30个，其中省级以上7个。", [("==", 30, "个"), ("==", 7, "个")]),
        ("普及率、巩固率分别达到91%和97%以上。", [(">=", 91, "%"), (">=", 97, "%")]),
        ("甲类、乙类设施完好率均达到95%。", [(">=", 95, "%"), (">=", 95, "%")]),
        ("到2023年和2026年，监测覆盖率分别不低于60%和80%。", [(">=", 60, "%"), (">=", 80, "%")]),
        ("氮、磷入河量分别比2018年下降8%以上。", [(">=", 8, "%"), (">=", 8, "%")]),
        # one figure only: sizes that describe, starts of a change
        ("60岁以上老人健康管理率达到70%。", [(">=", 70, "%")]),
        ("淘汰20蒸吨/小时以下锅炉45台。", [("==", 45, "台")]),
        ("打造2个产值超50亿元的园区。", [("==", 2, "个")]),
        ("卫生户厕普及率由2019年的58%提高到80%以上。", [(">=", 80, "%")]),
        ("将施工许可办理时间由目前的15个工作日压缩至4个工作日以内。", [("<=", 4, "个工作日")]),
        # words that only sometimes are figures
        ("支持甲、乙两所学校建成示范校。", [("==", 2, "所")]),
        ("每个乡镇至少建有一所标准化卫生院。", [(">=", 1, "所")]),
        ("学徒下企业时间一般为5个月。", [("==", 5, "个月")]),
        ("教师每年至少2个月到车间实践。", [(">=", 2, "个月")]),
        ("人均预期寿命提高到80.5岁。", [(">=", 80.5, "岁")]),
        ("安排专项资金3000万元用于管网改造。", [("==", 3000, "万元")]),
        ("新增融资担保额度2亿元。", [("==", 2, "亿元")]),
        ("县财政拿出800万元补助资金用于管网改造。", [("==", 800, "万元")]),
        ("生均公用经费不低于每生每年1800元。", [(">=", 1800, "元")]),
        ("累计降费约7亿元。", [("approx", 7, "亿元")]),
        # ratios, doublings, comparators of every kind
        ("师生比不低于1∶16。", [(">=", 1, "∶16")]),
        ("床护比优于1:0.6。", [(">=", 1, ":0.6")]),
        ("网络零售额翻一番、出口额翻两番。", [("==", 2, "倍"), ("==", 4, "倍")]),
        ("平均跑动次数不超过0.4次。", [("<=", 0.4, "次")]),
        ("建设用地规模不突破12万亩。", [("<=", 12, "万亩")]),
        ("平均等待天数控制在6天以内。", [("<=", 6, "天")]),
        ("女职工比例不低于三成。", [(">=", 30, "%")]),
        ("力争完成11.5%的激励目标。", [("==", 11.5, "%")]),
        ("推动15%的合作社开展标准化生产。", [("==", 15, "%")]),
        ("颗粒物浓度同比下降4%以上，较去年提高2个百分点。", [(">=", 4, "%"), ("==", 2, "个百分点")]),
        # units that begin like a scale
        ("户均容量达到2.5千伏安，年发电6千瓦时。", [(">=", 2.5, "千伏安"), ("==", 6, "千瓦时")]),
        # each figure of a list has its own comparator, or the last one's where no other has any
        ("甲、乙、丙排放量分别下降6%、9%以上、9%以上。", [("==", 6, "%"), (">=", 9, "%"), (">=", 9, "%")]),
        ("甲、乙用量分别下降6%、9%左右。", [("approx", 6, "%"), ("approx", 9, "%")]),
        # sizes that describe, bases of comparison and of shares
        ("产值过20亿元企业突破7家。", [(">=", 7, "家")]),
        ("引进投资30亿元以上项目4个、5亿元以上项目12个。", [("==", 4, "个"), ("==", 12, "个")]),
        ("年货运量300万吨以上的港口，岸电使用率达到90%以上。", [(">=", 90, "%")]),
        ("外运砂石（运距400公里以上）的水运比例达到80%。", [(">=", 80, "%")]),
        ("监控的9个断面中水质优良比例达到75%。", [(">=", 75, "%")]),
        ("中学由26所整合至19所以内。", [("<=", 19, "所")]),
        ("氮比2016年的31.5万吨、磷比2016年的4.2万吨分别减少7%、8%。", [("==", 7, "%"), ("==", 8, "%")]),
        # where no verb stands before the figure
        ("为46所村小配备体育器材。", [("==", 46, "所")]),
        ("30万平方米主体竣工。", [("==", 30, "万平方米")]),
        ("教师3年240学时培训完成率100%。", [("==", 100, "%")]),
        # names that hold digits
        ("每万人拥有5G基站数达到19个，千兆用户占比超过26%。", [(">=", 19, "个"), (">=", 26, "%")]),
    ],
)
def test_target_is_found_with_comparator_value_and_unit(text, expected):
    assert targets(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "贯彻“五位一体”总体布局，落实“六稳”要求。",
        "推行“1+3+N”模式，实施“双百”计划。",
        "对照《乡村建设目录（2020年）》执行，达到《评价规范》第3级。",
        "引进世界500强企业设立研发机构。",
        "启动信息化2.0行动，推广5G应用，打造4A级景区。",
        "围绕3个方面、8项重点任务抓好落实。",
        "现推出以下12项举措。",
        "制定15条措施，办好10件民生实事，完成6项任务。",
        "全区14个乡镇协同推进。",
        "考核满分100分，其中水质30分。",
        "甲、乙、丙等6个区域先行先试，取得经验。",
        "截至2020年底，全区共有诊所86家。",
        "2018年，全区森林覆盖率达到39%。",
        "“十三五”期间，累计建成泵站21座。",
        "近年来，全区先后新建学校14所。",
        "经过3—5年时间，基本建成现代产业体系。",
        "打造15分钟生活圈，实行24小时值班。",
        "进入全市前10名。",
        "成立由区长任组长、3名副区长任副组长的领导小组，下设4个专班。",
        "打造一批标杆，建设一支队伍，办好一件事。",
        "加强二次污染防治，强化三级网络。",
        "电话：023-12345678，邮编400000。",
        "第七届全会第三次会议2021年1月5日召开。",
        "由目前的20%调整。",
        "预计全区老年人口占比将超过24%。",
        "面积、人数等4项核心指标全部达标。",
        "于3月20日前报送方案一式4份。",
    ],
)
def test_what_counts_nothing_to_be_reached_is_neither_target_nor_parameter(text):
    assert [figures(items) for items in found(text)] == [[], []]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("按实际投入的30%给予补助。", [("==", 30, "%")]),
        ("每亩补贴260元。", [("==", 260, "元")]),
        ("单个企业奖励最高不超过80万元。", [("<=", 80, "万元")]),
        ("免收两个月房租。", [("==", 2, "个月")]),
        ("缓缴期限不超过6个月。", [("<=", 6, "个月")]),
        ("具有4年以上车间工作经历。", [(">=", 4, "年")]),
        ("每年召开两次联席会议。", [("==", 2, "次")]),
        ("禁止销售厚度低于0.02毫米的薄膜。", [("<=", 0.02, "毫米")]),
        ("用水价格下调10%。", [("==", 10, "%")]),
        ("对新招员工20人以上的企业，给予一次性奖励5万元。", [(">=", 20, "人"), ("==", 5, "万元")]),
        ("证书有效期3年。", [("==", 3, "年")]),
        ("对研发投入占营业收入4%以上的企业，给予奖励。", [(">=", 4, "%")]),
        ("对投资额达到600万元以上，且当年投产的，给予6%的补助。", [(">=", 600, "万元"), ("==", 6, "%")]),
        ("给40蒸吨/小时以上锅炉加装滤尘器。", [(">=", 40, "蒸吨/小时")]),
    ],
)
def test_policy_setting_is_a_parameter_and_no_target(text, expected):
    assert [figures(items) for items in found(text)] == [[], expected]


def test_quote_is_the_piece_that_carries_subject_and_figure():
    text = "推动全区冷链率达到60%以上、追溯率达到85%以上，建设2座水厂和5个以上泵站。"
    assert [(t.quote, t.subject) for t in found(text)[0]] == [
        ("推动全区冷链率达到60%以上", "全区冷链率"),
        ("追溯率达到85%以上", "追溯率"),
        ("建设2座水厂", "水厂"),
        ("5个以上泵站", "泵站"),
    ]


def test_source_points_at_the_quote():
    text = HEAD + "一、目标\n到2025年，建成驿站12座；绿道不少于90公里。"
    assert [t.source.of(text) for t in find_targets(Source.from_text(text), (), ())[0]] == [
        "建成驿站12座",
        "绿道不少于90公里",
    ]


def test_distributive_figures_name_each_thing():
    assert [(t.subject, int(t.value)) for t in found("红茶、绿茶机采率分别达到45%和62%。")[0]] == [
        ("红茶机采率", 45),
        ("绿茶机采率", 62),
    ]


def test_deadline_of_a_paragraph_governs_until_the_next():
    text = "到2023年，入园率达到90%。新建公园4座。到2025年，入园率达到95%。\n修建步道60公里。"
    assert [(t.deadline, int(t.value)) for t in found(text)[0]] == [
        ("到2023年", 90),
        ("到2023年", 4),
        ("到2025年", 95),
        (None, 60),
    ]


def test_deadline_of_a_lead_in_governs_the_points_listed_under_it():
    text = "到2025年，实现以下目标：\n——建成泵站9座。\n——供水普及率达到99%。"
    assert [t.deadline for t in found(text)[0]] == ["到2025年", "到2025年"]


def test_base_year_is_no_deadline():
    assert [t.deadline for t in found("能耗强度比2020年下降14%。")[0]] == [None]


def test_hedge_before_a_list_holds_for_the_whole_sentence_part():
    text = "力争建设3座水厂，建设6个泵站；新建公园2座。"
    assert [t.hedge for t in found(text)[0]] == ["力争", "力争", None]


def test_hedge_inside_a_clause_holds_there_only():
    assert [t.hedge for t in found("全区技师努力达到2万人以上，持证率达到70%。")[0]] == ["努力", None]


def test_period_per_and_strictness():
    (each,) = found("每个街道每年举办不少于4场讲座。")[0]
    (over,) = found("新能源车占比超过40%。")[0]
    assert (each.per, each.period, each.strict, over.strict) == ("每个街道", "每年", False, True)


def test_requirement_is_told_from_goal():
    text = "实践课成绩占比不低于40%。到2025年，新建校舍5栋。"
    assert [t.kind for t in found(text)[0]] == ["requirement", "goal"]


def test_figures_under_a_heading_of_what_was_reached_are_past():
    text = "一、发展基础\n供水普及率达到96%，建成水厂7座。\n二、主要目标\n供水普及率达到99%。"
    spans = [(text.index("一、"), text.index("\n")), (text.index("二、"), text.index("二、") + 6)]
    outline = tuple(
        Heading(text[a : a + 2], text[a + 2 : b], 1, (text[a:b],), Span(a, b), Span(b, len(text))) for a, b in spans
    )
    result, _ = find_targets(Source.from_text(text), outline, ())
    assert [(int(t.value), t.path) for t in result] == [(99, ("二、主要目标",))]


def test_task_table_that_repeats_the_text_adds_nothing():
    body, cell = "到2025年，建成泵站9座、水厂2座。", "建成泵站9座、水厂2座，管网漏损率不超过8%。"
    text = body + "\n" + cell
    task = Task(1, cell, (), etc=False, deadlines=(), path=(), source=Span(len(body) + 1, len(text)))
    result, _ = find_targets(Source.from_text(text), (), (task,))
    assert [(t.deadline, int(t.value)) for t in result] == [("到2025年", 9), ("到2025年", 2), (None, 8)]


def test_undamaged_ranges_and_large_figures_are_not_suspect():
    text = "建设1—3所中学、2所小学、1所高中、2所职校，培育合作社810个、农场23个、基地5个、站点6个。"
    assert [t.suspect for t in found(text)[0]] == [False] * 8


def test_two_round_numbers_run_together_are_a_range_whose_dash_was_lost():
    (item,) = found("新增工位30003600个。")[0]
    assert (item.suspect, item.comparator, int(item.low), int(item.high)) == (True, "range", 3000, 3600)


def test_figure_in_a_section_without_date_before_a_five_year_plan_is_past():
    text = "某市“十四五”教育规划\n截至2020年底，有学校30所。累计投入8亿元，建成基地4个。\n到2025年，建成基地9个。"
    assert figures(find_targets(Source.from_text(text), (), ())[0]) == [("==", 9, "个")]


def test_unit_that_bears_a_share_is_no_payment():
    assert targets("兼职教师承担课时占比不低于20%。") == [(">=", 20, "%")]


ALPHABET = st.sampled_from(
    [
        *list(
            "建设培育不少于达到以上左右分别均每年元亩个所家%万亿、，。；：（）“”《》到期末比由至—012345678两三十一半 \n"
        ),
        "2025年",
        "“十四五”期间",
        "不低于",
        "力争",
        "其中",
        "补贴",
        "截至",
        "零增长",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(ALPHABET, max_size=60).map("".join))
def test_any_text_is_read_without_error_and_quotes_stand_where_they_say(text):
    result, parameters = find_targets(Source.from_text(text), (), ())
    for item in (*result, *parameters):
        assert item.source.of(text) == item.quote
        assert 0 <= item.source.start < item.source.end <= len(text)


@given(st.integers(min_value=2, max_value=10**6), st.sampled_from(["个", "所", "家", "座", "万亩", "公里"]))
def test_printed_figure_comes_back(value, unit):
    assert targets(f"新建设施{value}{unit}。") == [("==", value, unit)]


@given(st.decimals(min_value="0.1", max_value="99.9", places=1))
def test_printed_share_comes_back(value):
    (item,) = found(f"合格率达到{value}%以上。")[0]
    assert item.value == Decimal(value)


def indicator_table(rows):
    """A document whose only text is a table, one row a line, cells apart by tabs."""
    text = "\n".join("\t".join(row) for row in rows)
    spans, at = [], 0
    for row in rows:
        line = []
        for cell in row:
            line.append(Span(at, at + len(cell)))
            at += len(cell) + 1
        spans.append(tuple(line))
    blocks = tuple(Block(Span(row[0].start, row[-1].end), "table_row") for row in spans)
    return Source(text, blocks, (Table(tuple(spans)),))


def test_indicator_table_gives_one_target_for_each_year_to_come():
    source = indicator_table(
        [
            ("序号", "指标名称", "单位", "2020年", "2023年", "2025年", "属性"),
            ("1", "供水普及率", "%", "91", "95", "≥98", "约束性"),
            ("2", "绿道长度", "公里", "120", "160", "200左右", "预期性"),
            ("3", "水质优良比例（%）", "", "80", "85", "[90—92]", "约束性"),
            ("4", "村庄布局", "—", "—", "完善", "完善", "预期性"),
        ]
    )
    targets, _ = find_targets(source, (), ())
    assert [(t.subject, *figures([t])[0], t.deadline) for t in targets] == [
        ("供水普及率", "==", 95, "%", "2023年"),
        ("供水普及率", ">=", 98, "%", "2025年"),
        ("绿道长度", "==", 160, "公里", "2023年"),
        ("绿道长度", "approx", 200, "公里", "2025年"),
        ("水质优良比例", "==", 85, "%", "2023年"),
        ("水质优良比例", "range", (90, 92), "%", "2025年"),
    ]
    assert all(t.source.of(source.text) == t.quote for t in targets)


def test_table_of_other_things_gives_no_targets():
    source = indicator_table([("序号", "项目", "金额"), ("1", "泵站", "300"), ("2", "管网", "560")])
    assert find_targets(source, (), ()) == ((), ())
