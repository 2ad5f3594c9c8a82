"""Ways to say who is responsible, in invented sentences."""

import pytest

from jiangxin.engines.policytext import Source, read


def found_in(text):
    """Units with the first letter of their role, by task."""
    return [
        " ".join(f"{unit.name}:{unit.role[0]}" for unit in task.units) for task in read(Source.from_text(text)).tasks
    ]


STYLES = {
    "（市教育局、市财政局等部门及各区政府按职责分工负责）": "市教育局:r 市财政局:r 各区政府:r",
    "（市教育局负责牵头，市发展和改革委员会、各县（市、区）人民政府配合）": (
        "市教育局:l 市发展和改革委员会:s 各县（市、区）人民政府:s"
    ),
    "（教育部会同财政部等有关部门负责，持续推进）": "教育部:l 财政部:s",
    "（市教育局为牵头单位，市财政局为配合单位）": "市教育局:l 市财政局:s",
    "（牵头部门:市文旅局 配合部门:市体育局、市卫健委）": "市文旅局:l 市体育局:s 市卫健委:s",
    "【责任单位：市教育局（牵头）、市民政局】": "市教育局:l 市民政局:s",
    "〔市住房和城乡建设局和市规划局牵头，市水利局以及各县区配合〕": (
        "市住房和城乡建设局:l 市规划局:l 市水利局:s 各县区:s"
    ),
    "（各县区教育部门负责）": "各县区教育部门:r",
    "（市教育局、市财政局按单位职责分工负责）": "市教育局:r 市财政局:r",
    "（市文联指导，市供销社参与）": "市文联:g 市供销社:s",
    "（市工商联及有关行业协会负责）": "市工商联:r 有关行业协会:r",
    "（市教育局牵头，市级各有关部门及各县区政府配合）": "市教育局:l 各县区政府:s",
    "（责任单位：市教育局，各县〈市、区〉人民政府）": "市教育局:r 各县〈市、区〉人民政府:r",
    "（责任单位：市教育局、市工商联（列第一位者为牵头单位，下同））": "市教育局:l 市工商联:s",
    "（甲厅、乙局负责，排在首位的牵头，写明共同负责的由各部门按职责牵头，下同）": "甲厅:l 乙局:s",
    "由市教育局牵头，市财政局配合，2024年底前完成。": "市教育局:l 市财政局:s",
    "（财政部、各省、自治区、直辖市人民政府负责）": "财政部:r 各省、自治区、直辖市人民政府:r",
    "（省教育厅，各市、州、县人民政府负责）": "省教育厅:r 各市、州、县人民政府:r",
    "（各市、县（市、区）人民政府，省教育厅负责）": "各市、县（市、区）人民政府:r 省教育厅:r",
    "（责任单位：区教委区财政局、区人力社保局）": "区教委:r 区财政局:r 区人力社保局:r",
    "（责任单位：、区教委、区财政局）": "区教委:r 区财政局:r",
    "（责任单位：各镇、街道办事处，区教委；责任人：某某；完成时限：2022年12月底前）": "各镇、街道办事处:r 区教委:r",
    "（市委教育工委（市教育局）、市委市政府督查室负责）": "市委教育工委（市教育局）:r 市委市政府督查室:r",
    "（市教育局牵头抓总，市财政局等12个部门配合，2021年启动）": "市教育局:l 市财政局:s",
    "（牽頭單位：縣教育局；責任單位：縣財政局）": "縣教育局:l 縣財政局:s",
    "由市教育局牵头，市财政局、市农业农村局配合。": "市教育局:l 市财政局:s 市农业农村局:s",
    "牵头单位：市教育局。配合单位：市财政局、市人社局。": "市教育局:l 市财政局:s 市人社局:s",
}


@pytest.mark.parametrize("annotation", STYLES)
def test_units_and_roles_are_read(annotation):
    assert found_in(f"推进甲项工作，建立协调机制。{annotation}") == [STYLES[annotation]]


@pytest.mark.parametrize(
    "text",
    [
        "本办法由市教育局负责解释。",
        "实行工程总承包（由总承包单位负责）。",
        "某市人民政府（以下简称市政府）支持企业（含个体工商户）发展。",
        "各部门要加强配合（详见附件）。",
        "主办单位：某市人民政府办公室",
        "二、强化落实责任单位：各部门要高度重视，切实抓好落实，形成合力。",
    ],
)
def test_what_assigns_nothing_makes_no_task(text):
    assert found_in(text) == []


def test_collectives_that_name_nobody_are_kept_apart():
    [task] = read(Source.from_text("优化流程。（甲部牵头，国务院相关部门及各地区按职责分工负责）")).tasks
    assert [unit.name for unit in task.units] == ["甲部"]
    assert [unit.name for unit in task.generic] == ["国务院相关部门及各地区"]


def test_collective_that_stands_alone_is_the_unit():
    assert found_in("优化流程。（各地区、各有关部门按职责分工负责）") == ["各地区:r 各有关部门:r"]


def test_first_listed_leads_where_the_document_says_so():
    text = (
        "推进甲项。（甲部、乙部负责。列第一位者为牵头单位，下同）\n"
        "推进乙项。（丙部、丁部负责）\n推进丙项。（各省级人民政府负责）"
    )
    assert found_in(text) == ["甲部:l 乙部:s", "丙部:l 丁部:s", "各省级人民政府:r"]


def test_bracket_never_closed_ends_at_the_next_item():
    text = "1.设立专项资金。（责任单位：区国资委、区集体办 2.搭建平台。（责任单位：区商务局）"
    assert found_in(text) == ["区国资委:r 区集体办:r", "区商务局:r"]


def test_lists_of_units_without_any_word_assign_where_they_are_the_custom():
    text = "新建学校2所（区教育局、区住建局）。\n改造道路3条（区交通局）。\n完成造林500亩（区林业局、各镇街）。"
    assert found_in(text) == ["区教育局:r 区住建局:r", "区交通局:r", "区林业局:r 各镇街:r"]


def test_bare_list_at_the_end_of_a_line_assigns_beside_other_annotations():
    text = "新建学校2所。（区教育局负责）\n改造道路3条。（区交通局、区住建局，各地）"
    assert found_in(text) == ["区教育局:r", "区交通局:r 区住建局:r"]


def test_labels_inside_a_line_that_holds_everything():
    text = (
        "一、加大支持 1.减免房租。减免三个月租金。责任单位：市国资委、市财政局 2.降低电价。落实优惠。"
        "责任单位：市发展改革委。 二、优化服务 3.开通专线。牵头单位：市政务服务局 责任单位：市工信局 "
        "完成时限：2020年3月底前 4.加强宣传。责任单位：市委宣传部。"
    )
    assert found_in(text) == ["市国资委:r 市财政局:r", "市发展改革委:r", "市政务服务局:l 市工信局:s", "市委宣传部:r"]


def test_annotation_below_several_items_governs_all_of_them():
    text = "（一）夯实基础\n1.建设平台，完善功能。\n2.制定标准，规范管理。\n责任单位：市教育局"
    [task] = read(Source.from_text(text)).tasks
    assert task.content == "夯实基础\n1.建设平台，完善功能。\n2.制定标准，规范管理。"


def test_deadline_inside_an_annotation_is_a_deadline_not_a_unit():
    [task] = read(Source.from_text("完善办法。（财政部负责，2019年6月底前完成）")).tasks
    assert ([unit.name for unit in task.units], task.deadlines) == (["财政部"], ("2019年6月底前",))
