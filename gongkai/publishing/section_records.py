"""Sections that come in from files, and how a record names the section it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError

from gongkai.agencies.door import Agency, Fault, Field, Line, RecordKind, Taking, faults_of, owner_of
from gongkai.pages.door import AgencyPage, BasePage, place_of
from gongkai.publishing.disclosure_section import DisclosureRulesPage, DisclosureSectionPage, open_disclosure
from gongkai.publishing.rows import class_choices
from gongkai.publishing.sections import SectionPage, StatutoryContentPage, duty_choices

AGENCY = Field("agency", "行政机关", required=True, help="机关代号或全称。", example="yunhu")
_TYPES = (SectionPage, DisclosureSectionPage, DisclosureRulesPage, StatutoryContentPage)
_HOLDING = (SectionPage, DisclosureRulesPage)


class NoSection(ValueError):
    """A record names no section, or none that could hold it; str() is a Chinese sentence."""


class Sections:
    """An agency's sections by their address below the agency's place, and by their names."""

    def __init__(self, agency: Agency) -> None:
        self.place: AgencyPage = place_of(agency)
        open_disclosure(self.place)
        self._by_name: dict[str, list[BasePage]] = {}
        self._titles = {self.place.path: ""}
        self._statutory = ""
        for page in BasePage.objects.descendant_of(self.place).type(*_TYPES).order_by("path").specific():
            self.add(page)

    def add(self, page: BasePage) -> None:
        """Know a section that stands below one already known."""
        title = self._titles[page.path[: -BasePage.steplen]] + f"/{page.title}"
        address = page.url_path.removeprefix(self.place.url_path).strip("/")
        self._titles[page.path] = title
        if isinstance(page, StatutoryContentPage):
            self._statutory = page.path
        for name in {address, title.strip("/")}:
            self._by_name.setdefault(name, []).append(page)

    def named(self, name: str) -> BasePage:
        """Return the section of that address or name; raise NoSection where there is none, or several."""
        found = self._by_name.get(name.strip("/"), [])
        if not found:
            raise NoSection("没有这个栏目；请先在 sections 文件里登记，或核对地址。")
        if len(found) > 1:
            raise NoSection("有几个同名的栏目，请写栏目的地址。")
        return found[0]

    def holding(self, name: str) -> BasePage:
        """Return the section of that name for a piece of information; raise NoSection where it holds none."""
        section = self.named(name)
        if not isinstance(section, _HOLDING):
            raise NoSection("这里只设栏目，不直接放信息；请写它下面的栏目。")
        return section

    def is_statutory(self, section: BasePage) -> bool:
        """Return whether a section stands among the statutory content."""
        return bool(section.path.startswith(self._statutory))


_FIELDS = (
    AGENCY,
    Field(
        "path",
        "栏目地址",
        required=True,
        longest=200,
        help="机关主页往下的地址，字母、数字和短横，各级用 / 隔开；法定主动公开内容下的以 disclosure/statutory/ 开头。",
        example="policy/local",
    ),
    Field("title", "栏目名称", required=True, longest=255, example="本市政策"),
    Field("statistical_class", "统计类别", required=True, choices=dict(class_choices()), example="政策类"),
    Field(
        "duty",
        "法定主动公开事项",
        choices=dict(duty_choices()),
        help="《条例》第二十条、第二十一条的事项；法定主动公开内容下的栏目填写。",
    ),
    Field(
        "instruction",
        "要求公开的文件",
        longest=200,
        help="法定主动公开内容下不出自这两条的栏目：上级文件的名称和文号。",
    ),
    Field("office", "责任科室", longest=100, help="先在 offices 文件里登记。", example="办公室"),
    Field("update_days", "更新周期", "integer", help="自然日；不填的按统计类别的检查指标。", example="180"),
    Field("opened_date", "开设日期", "date", required=True, example="2023-03-15"),
    Field("ended_date", "停止更新日期", "date", help="从这一天起不再更新、只供查阅的栏目填写。"),
)


def _enter(taking: Taking, lines: Sequence[Line]) -> Sequence[Fault]:
    faults: list[Fault] = []
    known: dict[Agency, Sections] = {}
    for line in lines:
        try:
            agency = owner_of(taking, line)
            if agency not in known:
                known[agency] = Sections(agency)
            _open(known[agency], agency, line)
        except ValidationError as error:
            faults += faults_of(line, error, _FIELDS)
    return faults


def _open(sections: Sections, agency: Agency, line: Line) -> None:
    """Open the section that the record tells of, below the one that its address names."""
    said = line.values
    above, _, slug = said["path"].strip("/").rpartition("/")
    section = SectionPage(
        title=said["title"],
        slug=slug,
        statistical_class=said["statistical_class"],
        duty=said["duty"] or "",
        instruction=said["instruction"] or "",
        office=_office(agency, said["office"]),
        update_days=said["update_days"],
        opened_date=said["opened_date"],
        ended_date=said["ended_date"],
    )
    try:
        parent = sections.named(above) if above else sections.place
        if not section.can_create_at(parent):
            raise NoSection("这里不能设栏目。")
        sections.add(parent.add_child(instance=section))
    except NoSection as refusal:
        raise ValidationError({"path": f"上级栏目“{above}”：{refusal}"}) from refusal
    except ValidationError as error:
        raise ValidationError(dict(_beside_fields(error))) from error


def _office(agency: Agency, name: str | None) -> object:
    office = agency.offices.filter(name=name).first() if name else None
    if name and office is None:
        raise ValidationError({"office": f"{agency}没有这个内设机构；请先在 offices 文件里登记。"})
    return office


def _beside_fields(error: ValidationError) -> Iterator[tuple[str, list[str]]]:
    """Yield what is wrong with a section beside the columns of its record: its short name stands in the address."""
    for name, messages in error.message_dict.items():
        yield ("path" if name == "slug" else name), messages


SECTIONS = RecordKind(
    "sections",
    "栏目",
    "机关自设的栏目：名称、地址、统计类别、所服务的法定事项、责任科室、更新周期、开设和停止更新的日期。",
    _FIELDS,
    ("agency", "path"),
    _enter,
)
