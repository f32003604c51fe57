"""Report files that a visitor uploads, written as HTML here so that no real file is needed."""

from __future__ import annotations

from html import escape

from gongkai.annualreport import form

AGENCY = "平畅市示例管理中心"
TEXTS = {
    "overall_situation": (
        "主动公开方面，全年公开信息386条。依申请公开方面，全年收到政府信息公开申请12件。政府信息管理方面，落实审核制度。"
        "平台建设方面，维护门户网站。监督保障方面，开展考核和社会评议，没有责任追究情形。"
    ),
    "problems_and_improvements": "存在的问题是解读形式不够多样；已增加图表解读，并组织了两次业务培训。",
    "other_matters": "本年度没有发出收费通知，没有收取信息处理费。",
}


def a_report_file(received: int = 12, granted: int = 12, unread: bool = False) -> bytes:
    """Return a 2023 report as an HTML file.

    With `received` and `granted` different the balance fails; with `unread` one cell holds
    what is no number.
    """
    statutory = form("format_2021")
    figures = {"new_received": received, "granted": granted, "processed_total": granted}
    parts = [f"<h1>{AGENCY}2023年政府信息公开工作年度报告</h1>"]
    parts.append(
        "<p>本报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限为2023年1月1日至2023年12月31日。</p>"
    )
    for section in statutory.sections:
        parts.append(f"<h2>{section.title}</h2><p>{TEXTS.get(section.id, '')}</p>")
        parts += [_table(table, figures, unread) for table in statutory.tables.values() if table.section == section.id]
    return f"<!doctype html><meta charset=utf-8><body>{''.join(parts)}</body>".encode()


def _table(table, figures, unread):
    head = "".join(f"<th>{escape(label)}</th>" for label in ("信息内容", *(column.label for column in table.columns)))
    if table.id == "review_litigation":
        groups = "<tr><th colspan=5>行政复议</th><th colspan=5>未经复议直接起诉</th><th colspan=5>复议后起诉</th></tr>"
        labels = "".join(f"<th>{column.label}</th>" for column in table.columns)
        return f"<table>{groups}<tr>{labels}</tr><tr>{'<td>0</td>' * 15}</tr></table>"
    rows = "".join(_row(table, row, figures.get(row.id, 0), unread) for row in table.rows)
    title = f"<tr><th colspan={len(table.columns) + 1}>{table.caption}</th></tr>" if table.section[0] == "p" else ""
    return f"<table>{title}<tr>{head}</tr>{rows}</table>"


def _row(table, row, figure, unread):
    spoilt = unread and (table.id, row.id) == ("article_20_1", "regulations")
    cells = ["约若干" if spoilt else str(figure if table.id == "applications" else 0)]
    cells += [str(figure if column.id == "total" else 0) for column in table.columns[1:]]
    label = "".join(row.groups[1:]) + row.label if table.id != "applications" else row.label
    return f"<tr><th>{escape(label)}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
