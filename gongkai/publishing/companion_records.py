"""Explainers and service guides that come in from files, each beside the document it goes with (政策+解读+办事)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.agencies.door import Agency, Fault, Field, Line, RecordKind, Taking
from gongkai.publishing.explaining import ExplainerPage, ServiceGuidePage
from gongkai.publishing.information_records import ALL_FIELDS, Intake, enter_pages
from gongkai.publishing.normative import NormativeDocumentPage

_ELEMENTS = tuple(
    Field(
        name,
        label,
        longest=ServiceGuidePage._meta.get_field(name).max_length,
        help="每行一件。" if name == "materials" else "不收费的写“不收费”。" if name == "fee" else "",
    )
    for name, label in ServiceGuidePage.ELEMENTS.items()
)
EXPLAINER_FIELDS = (
    *ALL_FIELDS[:2],
    Field(
        "explains",
        "所解读的文件",
        required=True,
        longest=60,
        help="文件的发文字号；先在 normative_documents 文件里登记。",
        example="云公积金规〔2023〕1号",
    ),
    *ALL_FIELDS[2:],
    Field("form", "解读形式", choices=dict(ExplainerPage.Form.choices), help="不填的为文字解读。", example="图解"),
    Field("interpreter", "解读人", longest=100, help="姓名和职务，或者起草科室。", example="归集管理科"),
)
GUIDE_FIELDS = (
    *ALL_FIELDS[:2],
    Field(
        "rests_on",
        "所依据的本站文件",
        longest=60,
        help="文件的发文字号；先在 normative_documents 文件里登记。依据不在本站的不填。",
        example="云公积金规〔2023〕1号",
    ),
    *ALL_FIELDS[2:],
    *_ELEMENTS,
)


class _CompanionIntake(Intake):
    """Pages that go with a document, which a record names by its number."""

    def __init__(
        self, taking: Taking, model: Any, fields: Sequence[Field], document: str, names: Sequence[str]
    ) -> None:
        super().__init__(taking, model, fields)
        self._document, self._names = document, names
        self._by_number: dict[Agency, dict[str, list[NormativeDocumentPage]]] = {}

    def more(self, agency: Agency, line: Line) -> dict[str, Any]:
        """Return the document it goes with, and what its kind has beyond others."""
        told = {name: line.values[name] for name in self._names if line.values[name] is not None}
        number = line.values[self._document]
        return told | ({self._document: self._of(agency, number)} if number else {})

    def _of(self, agency: Agency, number: str) -> NormativeDocumentPage:
        if agency not in self._by_number:
            self._by_number[agency] = defaultdict(list)
            for document in NormativeDocumentPage.objects.filter(agency=agency):
                self._by_number[agency][document.document_number].append(document)
        found = self._by_number[agency].get(number, [])
        if len(found) == 1:
            return found[0]
        missing = "本机关没有这个文号的文件；请先在 normative_documents 文件里登记。"
        raise ValidationError({self._document: "本机关有几份这个文号的文件。" if found else missing})


def _enter_explainers(taking: Taking, lines: Sequence[Line]) -> Sequence[Fault]:
    intake = _CompanionIntake(taking, ExplainerPage, EXPLAINER_FIELDS, "explains", ("form", "interpreter"))
    return enter_pages(taking, lines, intake, EXPLAINER_FIELDS)


def _enter_guides(taking: Taking, lines: Sequence[Line]) -> Sequence[Fault]:
    intake = _CompanionIntake(taking, ServiceGuidePage, GUIDE_FIELDS, "rests_on", tuple(ServiceGuidePage.ELEMENTS))
    return enter_pages(taking, lines, intake, GUIDE_FIELDS)


EXPLAINERS = RecordKind(
    "explainers",
    "政策解读",
    "对本机关规范性文件的解读，每篇一行，写明所解读文件的文号；文件与解读由此互相链接。",
    EXPLAINER_FIELDS,
    ("agency", "reference"),
    _enter_explainers,
)
SERVICE_GUIDES = RecordKind(
    "service_guides",
    "办事指南",
    "办事指南，每个事项一行：标题是事项名称，正文是办理流程，另有八项要素；依据本站文件的写明文号。",
    GUIDE_FIELDS,
    ("agency", "reference"),
    _enter_guides,
)
