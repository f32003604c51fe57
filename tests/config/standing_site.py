"""Fills a new database with an agency that has a notice with its attachment, one that was withdrawn, and a report."""

from __future__ import annotations

import json
import sys


def fill() -> dict[str, str]:
    """Return the addresses of the notice, its list, its file, the one that was withdrawn, and a report as PDF."""
    from django.core.files.base import ContentFile

    from gongkai.pages.door import Attachment
    from gongkai.publishing.door import withdraw
    from tests.publishing.examples import AT, a_draft, a_public_page, a_section, staff
    from tests.yearend.examples import a_place, a_published_report

    place = a_place("yunhu", name="云湖市住房公积金管理中心", demonstration=True)
    people = staff(place.agency)
    section = a_section(place, "notice", title="通知公告", slug="notices")
    data = ContentFile("缴存比例。".encode(), "附表.txt")
    table = Attachment.objects.create(title="附表", file=data, collection=place.collection)
    block = {"type": "attachment", "value": {"file": table.pk, "title": "附表"}, "id": "1" * 8}
    shown = a_public_page(a_draft(section, by=people["clerk"], title="贷款公告", body=[block]), people)
    gone = a_public_page(a_draft(section, by=people["clerk"], title="旧公告", slug="old"), people)
    withdraw(gone.pk, "数据有误。", by=people["leader"], at=AT)
    file = f"/files/{shown.pk}/{table.pk}/{table.filename}"
    report = a_published_report(place)
    made = f"/open-data/annual-reports/yunhu/{report.year}.pdf"
    return {
        "page": shown.url,
        "gone": gone.url,
        "list": section.url,
        "file": file,
        "report": made,
        "whole": f"/files/{shown.pk}/page.html",
    }


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(fill()))
