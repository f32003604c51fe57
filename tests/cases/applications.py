"""Applications as citizens fill them in."""

from __future__ import annotations

import re
from typing import Any

from gongkai.cases import form_tokens

IDENTITY_NUMBER = "11010119900307109X"
CREDIT_CODE = "91350100M000100Y43"


def filled_in(**changes: Any) -> dict[str, Any]:
    """Return what a person sends."""
    return {
        "applicant_name": "甲某某",
        "identity_kind": "identity_card",
        "identity_number": IDENTITY_NUMBER,
        "telephone": "0952-0000000",
        "description": "2025年度住房公积金归集使用计划",
        "form_wanted": "电子文档",
        "route_wanted": "在本网站查看下载",
        "token": form_tokens.new_token(),
        "step": "send",
        **changes,
    }


def by_an_organization(**changes: Any) -> dict[str, Any]:
    """Return what an organisation sends."""
    return filled_in(
        applicant_class="law_firm",
        applicant_name="某某律师事务所",
        identity_kind="credit_code",
        identity_number=CREDIT_CODE,
        representative="乙某",
        contact_name="丙某",
        **changes,
    )


def code_on(answer: Any) -> str:
    """Return the tracking code that a receipt shows."""
    found = re.search(r'class="tracking-code">([0-9A-Z-]+)<', answer.content.decode())
    assert found, answer.content.decode()
    return found[1]
