"""Two reports beside each other, as the public sees it."""

from gongkai import annualreport
from gongkai.yearend.year_before import set_beside
from tests.yearend.examples import a_report

AGENCY = "平畅市住房公积金管理中心"


def report(year, form_id="format_2021", texts=None, **figures):
    data = a_report(AGENCY, year, form_id)
    for row, figure in figures.items():
        data["tables"]["applications"][row] |= {"natural_person": figure, "total": figure}
    for section in data["sections"]:
        section["text"] = (texts or {}).get(section["id"], section["text"])
    return annualreport.from_dict(data)


def test_what_changed_most_comes_first_with_its_row_in_full():
    told = set_beside(report(2022, new_received=12, granted=12), report(2023, new_received=20, granted=11))
    assert told.most[0] == "一、本年新收政府信息公开申请数量：12 → 20（多 8，+66.7%）"
    assert told.most[1] == "三、本年度办理结果 · （一）予以公开：12 → 11（少 1，-8.3%）"
    assert len(told.most) == 2


def test_every_changed_cell_is_listed_and_the_others_are_counted():
    told = set_beside(report(2022, new_received=12), report(2023, new_received=20))
    (table,) = [table for table in told.tables if table.changes]
    assert [(one.column, one.before, one.after, one.difference) for one in table.changes] == [
        ("自然人", "12", "20", "+8"),
        ("总计", "12", "20", "+8"),
    ]
    assert told.changed == 2
    assert told.changed + told.same == sum(1 for _ in told.after.cells())


def test_a_blank_beside_a_figure_is_no_zero():
    before = a_report(AGENCY, 2022)
    before["tables"]["applications"]["granted"]["total"] = None
    told = set_beside(annualreport.from_dict(before), report(2023))
    (change,) = [change for table in told.tables for change in table.changes]
    assert (change.before, change.after, change.difference) == ("空白", "0", "")
    assert told.most == ()


def test_the_texts_are_compared_section_by_section():
    sentence = "全年举办政府开放日活动两次，邀请缴存职工代表到大厅体验业务办理流程。"
    told = set_beside(report(2022, texts={"other_matters": sentence}), report(2023, texts={"other_matters": sentence}))
    (other,) = [text for text in told.texts if text.title.startswith("六")]
    assert other.percent == 100


def test_different_forms_are_said_to_be_so_and_what_has_no_place_is_named():
    told = set_beside(report(2020, "format_2019_trial"), report(2021))
    assert not told.same_form
    assert any("2020" in line and "第二十条第（九）项" in line for line in told.uncompared)


def test_the_same_report_twice_has_no_change():
    told = set_beside(report(2022), report(2022))
    assert (told.most, told.changed) == ((), 0)
