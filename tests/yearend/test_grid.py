"""Tables stand on the page as the notices print them."""

import pytest

from gongkai.annualreport import all_forms, form
from gongkai.yearend.grid import lay_out


def applications(form_id="format_2021"):
    table = form(form_id).tables["applications"]
    return table, lay_out(table, table.rows)


def texts(row):
    return [header.text for header in row]


def occupied(rows, width):
    """Return how many columns each row fills, spans from above counted; fails where two cells overlap."""
    filled = {}
    for y, row in enumerate(rows):
        x = 0
        for colspan, rowspan in row:
            while (y, x) in filled:
                x += 1
            for dy in range(rowspan):
                for dx in range(colspan):
                    assert (y + dy, x + dx) not in filled
                    filled[y + dy, x + dx] = True
            x += colspan
    return {sum((y, x) in filled for x in range(width + 9)) for y in range(len(rows))}


@pytest.mark.parametrize(
    ("form_id", "table_id"), [(form_id, table_id) for form_id, one in all_forms().items() for table_id in one.tables]
)
def test_every_row_of_every_table_fills_the_same_columns(form_id, table_id):
    table = form(form_id).tables[table_id]
    grid = lay_out(table, table.rows)
    head = [[(header.colspan, header.rowspan) for header in row] for row in grid.head]
    body = [
        [(header.colspan, header.rowspan) for header in line.headers] + [(1, 1)] * len(grid.columns)
        for line in grid.lines
    ]
    widths = occupied(head, 30) | occupied(body, 30)
    assert len(widths) == 1


def test_the_applicants_stand_under_their_groups():
    table, grid = applications()
    assert texts(grid.head[0]) == [table.corner_note, "申请人情况"]
    assert texts(grid.head[1]) == ["自然人", "法人或其他组织", "总计"]
    assert texts(grid.head[2]) == ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    corner, applicants = grid.head[0]
    assert (corner.colspan, corner.rowspan) == (3, 3)
    assert (applicants.colspan, applicants.rowspan) == (7, 1)


def test_the_results_of_the_year_stand_under_one_heading():
    _, grid = applications()
    results = next(header for line in grid.lines for header in line.headers if header.text == "三、本年度办理结果")
    assert results.rowspan == 22
    assert results.scope == "rowgroup"
    denied = next(header for line in grid.lines for header in line.headers if header.text == "（三）不予公开")
    assert denied.rowspan == 8


def test_a_row_without_group_spans_the_group_columns():
    _, grid = applications()
    (first,) = grid.lines[0].headers
    assert (first.text, first.colspan, first.scope) == ("一、本年新收政府信息公开申请数量", 3, "row")


def test_each_cell_names_all_its_headers():
    _, grid = applications()
    words = {header.id: header.text for row in grid.head for header in row} | {
        header.id: header.text for line in grid.lines for header in line.headers
    }
    line = next(line for line in grid.lines if line.axis.id == "denied_third_party_rights")
    column = next(index for index, axis in enumerate(grid.columns) if axis.id == "research_institution")
    named = [words[one] for one in (*grid.column_header_ids[column], *line.header_ids)]
    assert named == [
        "申请人情况",
        "法人或其他组织",
        "科研机构",
        "三、本年度办理结果",
        "（三）不予公开",
        "4.保护第三方合法权益",
    ]


def test_the_disputes_have_three_rows_of_headers_and_no_row_label():
    table = form("format_2021").tables["review_litigation"]
    grid = lay_out(table, table.rows)
    assert texts(grid.head[0]) == ["行政复议", "行政诉讼"]
    assert texts(grid.head[1])[-2:] == ["未经复议直接起诉", "复议后起诉"]
    assert grid.lines[0].headers == ()
    assert len(grid.columns) == 15


def test_a_unit_is_printed_where_neither_label_nor_caption_has_it():
    table = form("format_2019_trial").tables["article_20_9"]
    grid = lay_out(table, table.rows)
    assert [(header.text, header.note) for header in grid.head[0][1:]] == [("采购项目数量", "项"), ("采购总金额", "元")]
    fees = form("format_2021").tables["article_20_8"]
    assert [header.note for header in lay_out(fees, fees.rows).head[0][1:]] == [""]
