"""The provident fund's annual report for tests: two invented reports, in words (HTML) and in tables (DOCX).

``python -m tests.annualreport.fund`` writes the DOCX fixture anew.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx

FOLDER = Path(__file__).parent / "fixtures"
IN_WORDS = FOLDER / "provident-fund.html"
IN_TABLES = FOLDER / "provident-fund.docx"

OPERATIONS = (
    ("项目", "单位", "2025年", "2024年", "同比增长"),
    ("实缴单位", "家", "2,108", "2,011", "4.82%"),
    ("实缴职工", "人", "152,340", "148,200", "2.79%"),
    ("其中：新开户职工", "人", "9,870", "9,310", "6.02%"),
    ("缴存额", "万元", "312,460.50", "294,301.22", "6.17%"),
    ("缴存总额", "万元", "2,876,540.80", "2,564,080.30", "12.19%"),
    ("缴存余额", "万元", "1,203,310.45", "1,110,020.15", "8.40%"),
    ("提取额", "万元", "219,170.20", "201,004.60", "9.04%"),
    ("提取率", "%", "70.14", "68.30", "—"),
    ("提取总额", "万元", "1,673,230.35", "1,454,060.15", "15.07%"),
)
LOANS = (
    ("指标", "本年数", "上年数"),
    ("发放个人住房贷款（笔）", "3,215", "3,480"),
    ("发放个人住房贷款（万元）", "118,955.00", "131,220.00"),
    ("回收个人住房贷款（万元）", "96,034.10", "90,880.40"),
    ("累计发放个人住房贷款（万元）", "1,720,433.00", "1,601,478.00"),
    ("个人住房贷款余额（万元）", "890,449.73", "867,528.83"),
    ("个贷率（%）", "74.00", "78.15"),
)
GAINS = (
    ("项目", "金额"),
    ("业务收入", "36,220.40"),
    ("业务支出", "17,018.20"),
    ("增值收益", "19,202.20"),
    ("贷款风险准备金", "11,521.32"),
    ("管理费用", "2,480.88"),
    ("城市廉租住房（公共租赁住房）建设补充资金", "5,200.00"),
)

Table = tuple[tuple[str, ...], ...]


def in_words(*changes: tuple[str, str]) -> bytes:
    """Return the report in words with some words changed; each must be there, once."""
    text = IN_WORDS.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode()


def in_tables(operations: Table = OPERATIONS, loans: Table = LOANS, gains: Table = GAINS) -> bytes:
    """Return the report in tables as a DOCX file."""
    document = docx.Document()
    for line in ("临湖市住房公积金管理中心", "住房公积金2025年年度报告"):
        document.add_paragraph(line)
    document.add_paragraph("公布日期：2026年3月20日")
    document.add_paragraph("一、机构概况")
    document.add_paragraph("临湖市住房公积金管理中心设5个科室、3个管理部，从业人员54人。管理委员会召开会议1次。")
    document.add_paragraph("二、业务运行情况")
    document.add_paragraph("（一）缴存和提取")
    _add(document, operations)
    document.add_paragraph("（二）贷款")
    _add(document, loans)
    document.add_paragraph("三、主要财务数据")
    document.add_paragraph("单位：万元")
    _add(document, gains)
    document.add_paragraph("四、资产风险状况")
    document.add_paragraph("2025年末，逾期个人住房贷款0元，逾期率0‰。个人贷款风险准备金余额为89,045.00万元。")
    document.add_paragraph("五、社会经济效益")
    document.add_paragraph("缴存职工中，城镇私营企业及其他城镇企业职工占42.10%。")
    document.add_paragraph("六、其他重要事项")
    document.add_paragraph("当年没有对违反《住房公积金管理条例》的行为申请法院强制执行。")
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _add(document: docx.document.Document, rows: Table) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for line, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = text


def changed(table: Table, row: str, *, column: int, to: str) -> Table:
    """Return the table with one cell changed."""
    assert any(line[0] == row for line in table)
    return tuple((*line[:column], to, *line[column + 1 :]) if line[0] == row else line for line in table)


if __name__ == "__main__":
    IN_TABLES.write_bytes(in_tables())
