"""What must be published without being asked: the items of articles 20 and 21, in their words."""

from datetime import date

import pytest

from gongkai.statute import LawUnknown, duties, duty

TODAY = date(2026, 11, 27)

# The list of the regulation as it is printed, and the codes by which the product knows it.
ARTICLE_20 = """
（一）行政法规、规章和规范性文件
（二）机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名
（三）国民经济和社会发展规划、专项规划、区域规划及相关政策
（四）国民经济和社会发展统计信息
（五）办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果
（六）实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定
（七）财政预算、决算信息
（八）行政事业性收费项目及其依据、标准
（九）政府集中采购项目的目录、标准及实施情况
（十）重大建设项目的批准和实施情况
（十一）扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况
（十二）突发公共事件的应急预案、预警信息及应对情况
（十三）环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况
（十四）公务员招考的职位、名额、报考条件等事项以及录用结果
（十五）法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息
"""
CODES = """
    art20_01_normative_documents art20_02_organisation art20_03_plans art20_04_statistics art20_05_licensing_services
    art20_06_penalty_compulsion art20_07_budget art20_08_fees art20_09_procurement art20_10_major_projects
    art20_11_livelihood art20_12_emergency art20_13_inspection art20_14_recruitment art20_15_other
"""


def test_the_fifteen_items_of_article_20_stand_in_their_order_and_exact_words():
    items = duties(on=TODAY, group="art20")
    assert [f"{item.number}{item.text}" for item in items] == ARTICLE_20.split()
    assert [item.code for item in items] == CODES.split()


def test_cities_and_counties_publish_more_and_townships_something_else():
    city = [item.text for item in duties(on=TODAY, group="art21_city_county")]
    assert city[:-1] == "市政建设 公共服务 公益事业 土地征收 房屋征收 治安管理 社会救助".split()
    assert len(duties(on=TODAY, group="art21_township")) == 9
    assert len(duties(on=TODAY)) == 15 + 8 + 9


def test_a_code_is_given_once_and_leads_to_its_article():
    codes = [item.code for item in duties(on=TODAY)]
    assert len(codes) == len(set(codes))
    assert duty("art20_08_fees", on=TODAY).law == "《政府信息公开条例》第二十条第（八）项"
    assert duty("art21_city_county/public_service", on=TODAY).text == "公共服务"


def test_a_code_the_law_does_not_know_is_refused():
    with pytest.raises(LawUnknown, match="没有编号为“art20_16_more”的主动公开内容"):
        duty("art20_16_more", on=TODAY)


def test_the_items_of_2019_are_not_the_law_of_the_years_before():
    assert duties(on=date(2019, 5, 14)) == ()
    with pytest.raises(LawUnknown):
        duty("art20_07_budget", on=date(2019, 5, 14))
