"""The kinds of record of this room that can be taken in, in the order in which they stand on each other."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from gongkai.agencies.door import Agency, Field, Line, RecordKind, Taking, entering, owner_of
from gongkai.publishing.companion_records import EXPLAINERS, SERVICE_GUIDES
from gongkai.publishing.information_records import DOCUMENTS, INFORMATION
from gongkai.publishing.leader_records import LEADERS
from gongkai.publishing.normative import ACT_LABELS, NormativeDocumentPage, ValidityEvent
from gongkai.publishing.office_documents import OFFICE_DOCUMENTS
from gongkai.publishing.section_records import AGENCY, SECTIONS

_EVENT_FIELDS = (
    AGENCY,
    Field(
        "document_number",
        "发文字号",
        required=True,
        longest=60,
        help="发生变动的文件；先在 normative_documents 文件里登记。",
        example="云公积金规〔2018〕2号",
    ),
    Field(
        "act",
        "事项",
        required=True,
        choices={act.value: label for act, label in ACT_LABELS.items()},
        example="废止",
    ),
    Field("effective_date", "生效日期", "date", required=True, example="2023-07-01"),
    Field("last_date", "延续后的有效期至", "date", help="只有延续有效期才填；延续为长期有效的不填。"),
    Field("by_document", "依据文件的文号", longest=60, help="依据的文件在本系统的，填它的发文字号。"),
    Field(
        "by_text", "依据", longest=300, help="依据的文件不在本系统的，写明名称和文号。", example="2023年清理结果公告"
    ),
)


def _document(agency: Agency, number: str, field: str) -> NormativeDocumentPage:
    """Return the agency's document of that number; raise ValidationError where there is none, or several."""
    found = list(NormativeDocumentPage.objects.filter(agency=agency, document_number=number)[:2])
    if len(found) != 1:
        told = (
            "本机关有几份这个文号的文件。" if found else "没有这个文号的文件；请先在 normative_documents 文件里登记。"
        )
        raise ValidationError({field: told})
    return found[0]


def _event(taking: Taking, line: Line) -> ValidityEvent:
    said = line.values
    agency = owner_of(taking, line)
    document = _document(agency, said["document_number"], "document_number")
    behind = _document(agency, said["by_document"], "by_document") if said["by_document"] else None
    if behind == document:
        raise ValidationError({"by_document": "依据的文件不能是这份文件本身。"})
    return ValidityEvent(
        document=document,
        by_document=behind,
        by_text=said["by_text"] or "",
        recorded_at=taking.at,
        recorded_by=taking.by,
        **{name: said[name] for name in ("act", "effective_date", "last_date")},
    )


RECORD_KINDS: tuple[RecordKind, ...] = (
    SECTIONS,
    INFORMATION,
    DOCUMENTS,
    EXPLAINERS,
    SERVICE_GUIDES,
    OFFICE_DOCUMENTS,
    LEADERS,
    RecordKind(
        "validity_events",
        "有效性变动",
        "规范性文件的修改、废止、延续和清理，每次一行；文件是否有效由此算出。",
        _EVENT_FIELDS,
        ("agency", "document_number", "act", "effective_date"),
        entering(_event, _EVENT_FIELDS),
    ),
)
