"""What is counted of publishing: each figure a query for dated records, by agency and period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from gongkai.agencies.door import Figure
from gongkai.publishing.explaining import ExplainerPage
from gongkai.publishing.normative import NormativeDocumentPage
from gongkai.publishing.opinions import opinions_received
from gongkai.publishing.public_comments import comments_opened
from gongkai.publishing.rows import statistical_classes
from gongkai.publishing.sections import SectionPage
from gongkai.publishing.submissions import Publication
from gongkai.publishing.supply.records import items_supplied
from gongkai.publishing.validity import Lifetime
from gongkai.publishing.waivers import ExplainerWaiver

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

_FORM_2019 = "国办公开办函〔2019〕60号 表一"
_FORM_2021 = "国办公开办函〔2021〕30号 表一"
_NEW = (Publication.Kind.FIRST, Publication.Kind.IMPORTED)


def items_published(agency: Agency, since: date, until: date) -> QuerySet[Publication]:
    """Return the first publications of the period: a later correction or return brings nothing new."""
    return Publication.objects.filter(agency=agency, kind__in=_NEW, publication_date__range=(since, until)).exclude(
        statistical_class=""
    )


def sections_opened(agency: Agency, since: date, until: date) -> QuerySet[SectionPage]:
    """Return the sections the agency opened in the period that hold something by its end."""
    from gongkai.pages.door import AgencyPage, filled

    place = AgencyPage.objects.filter(agency=agency).first()
    opened = SectionPage.objects.filter(opened_date__range=(since, until))
    return filled(opened.descendant_of(place)) if place else opened.none()


def documents_of(agency: Agency, until: date) -> QuerySet[NormativeDocumentPage]:
    """Return the normative documents the agency made, or led the making of, that were public by `until`.

    Reprints keep their maker and are none of them.
    """
    public = Publication.objects.filter(agency=agency, publication_date__lte=until).values("page")
    return NormativeDocumentPage.objects.filter(agency=agency, is_ours=True, pk__in=public)


def documents_made(agency: Agency, since: date, until: date) -> QuerySet[NormativeDocumentPage]:
    """Return those issued in the period, by the day on the document, whenever they were published."""
    public = Publication.objects.filter(agency=agency).values("page")
    made = NormativeDocumentPage.objects.filter(agency=agency, is_ours=True, issue_date__range=(since, until))
    return made.filter(pk__in=public)


def documents_ended(agency: Agency, since: date, until: date) -> QuerySet[NormativeDocumentPage]:
    """Return those repealed or lapsed in the period: what ran out has left the stock like what was repealed."""
    ended = [pk for pk, lifetime in _lifetimes(agency, until) if _ended_within(lifetime, since, until)]
    return NormativeDocumentPage.objects.filter(pk__in=ended)


def documents_in_force(agency: Agency, since: date, until: date) -> QuerySet[NormativeDocumentPage]:
    """Return those 有效 or 已修改 on the period's last day."""
    holding = [pk for pk, lifetime in _lifetimes(agency, until) if lifetime.status_on(until).holds]
    return NormativeDocumentPage.objects.filter(pk__in=holding)


def documents_newly_disclosed(agency: Agency, since: date, until: date) -> QuerySet[Publication]:
    """Return the first publications of documents of the agency in the period."""
    return items_published(agency, since, until).filter(page__in=documents_of(agency, until).values("pk"))


def documents_disclosed(agency: Agency, since: date, until: date) -> QuerySet[NormativeDocumentPage]:
    """Return the documents of the agency that are public: not those taken down, in force or not."""
    return documents_of(agency, until).filter(live=True)


def documents_to_explain(agency: Agency, since: date, until: date) -> QuerySet[NormativeDocumentPage]:
    """Return the documents first public in the period that need an explainer, each with `is_explained` by its end.

    What a waiver freed of an explainer for good is none of them.
    """
    first = items_published(agency, since, until).values("page")
    freed = ExplainerWaiver.objects.filter(document=OuterRef("pk")).order_by("-pk").values("kind")[:1]
    explainers = ExplainerPage.objects.filter(explains=OuterRef("pk"), live=True, publication_date__lte=until)
    documents = NormativeDocumentPage.objects.filter(agency=agency, is_ours=True, pk__in=first)
    return documents.annotate(freed=Subquery(freed), is_explained=Exists(explainers)).exclude(
        freed=ExplainerWaiver.Kind.NOT_NEEDED
    )


def share_explained(documents: QuerySet[NormativeDocumentPage]) -> Decimal | None:
    """Return how many in a hundred are explained, to one decimal; None where there is nothing to explain."""
    needed = documents.count()
    explained = documents.filter(is_explained=True).count()
    return Decimal(100 * explained / needed).quantize(Decimal("0.1")) if needed else None


def _lifetimes(agency: Agency, until: date) -> list[tuple[int, Lifetime]]:
    documents = documents_of(agency, until).prefetch_related("validity_events__annulled_by")
    return [(document.pk, document.lifetime()) for document in documents]


def _ended_within(lifetime: Lifetime, since: date, until: date) -> bool:
    ended = lifetime.end_date(until)
    return ended is not None and since <= ended <= until


def _document_figure(name: str, label: str, meaning: str, law: str, records: object) -> Figure:
    return Figure(f"publishing.normative_documents.{name}", label, "件", meaning, law, records)


FIGURES: tuple[Figure, ...] = (
    Figure(
        "publishing.items_published",
        "主动公开政府信息",
        "条",
        "期间内首次公开的信息，含导入的历史数据；更正、重新公开和转移栏目不重复计，后来下线的仍计入当时。",
        "《政府信息公开条例》第五十条第（一）项",
        items_published,
    ),
    *(
        Figure(
            f"publishing.items_published.{row.id}",
            f"主动公开政府信息：{row.label}",
            "条",
            f"期间内首次公开、公开时栏目属于{row.label}的信息。",
            "《政府信息公开条例》第五十条第（一）项",
            lambda agency, since, until, one=row.id: items_published(agency, since, until).filter(
                statistical_class=one
            ),
        )
        for row in statistical_classes().values()
    ),
    Figure(
        "publishing.sections_opened",
        "新开设栏目",
        "个",
        "期间内开设、现有内容的栏目。",
        "《政府网站发展指引》（国办发〔2017〕47号）",
        sections_opened,
    ),
    _document_figure(
        "made",
        "行政规范性文件本年制发",
        "期间内成文、由本机关制定或者牵头制定并已公开的文件。",
        _FORM_2021,
        documents_made,
    ),
    _document_figure(
        "repealed", "行政规范性文件本年废止", "期间内废止、宣布失效或者有效期届满的文件。", _FORM_2021, documents_ended
    ),
    _document_figure(
        "in_force", "行政规范性文件现行有效", "期末一天有效或者已修改的文件。", _FORM_2021, documents_in_force
    ),
    _document_figure(
        "newly_made",
        "规范性文件本年新制作",
        "期间内成文、由本机关制定或者牵头制定并已公开的文件。",
        _FORM_2019,
        documents_made,
    ),
    _document_figure(
        "newly_disclosed", "规范性文件本年新公开", "期间内首次公开的本机关文件。", _FORM_2019, documents_newly_disclosed
    ),
    _document_figure(
        "disclosed_total",
        "规范性文件对外公开总数",
        "公开过、现在仍公开的本机关文件。",
        _FORM_2019,
        documents_disclosed,
    ),
    Figure(
        "publishing.explainer_coverage",
        "政策解读覆盖率",
        "%",
        "期间内首次公开、需要解读的本机关行政规范性文件中，期末已有公开解读的占百分之几；决定不需要解读的不计。",
        "国办发〔2016〕80号",
        documents_to_explain,
        share_explained,
    ),
    Figure(
        "publishing.public_comments",
        "公开征求意见",
        "件",
        "期间内开始、已经公开的意见征集。",
        "国办发〔2018〕37号",
        comments_opened,
    ),
    Figure(
        "publishing.opinions",
        "收到的意见",
        "条",
        "期间内收到的对意见征集提出的意见，在线和其他方式都算。",
        "国办发〔2018〕37号",
        opinions_received,
    ),
    Figure(
        "publishing.items_supplied",
        "向国家档案馆、公共图书馆等提供政府信息",
        "条次",
        "期间内移交的主动公开信息；同一条提供给两处，计两条次；按移交日期，不按公开日期。",
        "《政府信息公开条例》第二十五条第三款",
        items_supplied,
    ),
)
