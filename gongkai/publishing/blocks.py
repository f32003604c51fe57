"""What a text can be made of: words, figures, pictures, tables (数、图、文、表), films, files, steps, questions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.forms import Field
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from gongkai.agencies.door import tell_limits
from gongkai.pages.door import Bar, Group, bar_chart, year_chart
from gongkai.publishing.small_tables import TableUnreadable, read_table
from gongkai.publishing.web_packages import problem_of

FEATURES = (
    "h2",
    "h3",
    "bold",
    "ol",
    "ul",
    "link",
    "hr",
)  # a file is attached by its own block, whose address the public may open
VIDEO_KINDS = ("mp4", "webm")
_WEB_PAGES = ("html", "htm")


class PictureBlock(blocks.StructBlock):
    """A picture with the words for those who do not see it; a map with its review number (PLAT-25)."""

    picture = ImageChooserBlock(label="图片")
    alternative_text = blocks.CharBlock(
        label="替代文字", max_length=300, help_text="写给看不到图片的人：图上有什么、说明什么。"
    )
    caption = blocks.CharBlock(label="图注", required=False, max_length=200)
    is_map = blocks.BooleanBlock(label="这是地图", required=False)
    map_review_number = blocks.CharBlock(
        label="审图号", required=False, max_length=60, help_text="地图必须填写，如“GS（2024）0650号”。"
    )

    class Meta:
        icon = "image"
        label = "图片"
        template = "publishing/blocks/picture.html"

    def clean(self, value: Any) -> Any:
        """Return the checked value; raise where a map has no review number."""
        cleaned = super().clean(value)
        if cleaned["is_map"] and not cleaned["map_review_number"].strip():
            raise StructBlockValidationError(
                block_errors={"map_review_number": ValidationError("地图须标明审图号；没有审图号的地图不能公开。")}
            )
        return cleaned


class TableTextBlock(blocks.TextBlock):
    """A small table as text: CSV, or cells pasted from a spreadsheet; the first row and column are headings."""

    def clean(self, value: str) -> str:
        """Return the text; raise ValidationError where it is no table."""
        cleaned: str = super().clean(value)
        try:
            read_table(cleaned)
        except TableUnreadable as refusal:
            raise ValidationError(str(refusal)) from None
        return cleaned


class TableBlock(blocks.StructBlock):
    """A table with its title."""

    title = blocks.CharBlock(label="表名", max_length=120)
    unit = blocks.CharBlock(label="单位", required=False, max_length=40)
    cells = TableTextBlock(
        label="表格内容", help_text="从表格软件复制粘贴，或者一行一条、用逗号分隔；第一行是栏名，第一列是行名。"
    )
    note = blocks.CharBlock(label="表注", required=False, max_length=300)

    class Meta:
        icon = "table"
        label = "表格"
        template = "publishing/blocks/table.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Return the context with the table read."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["table"] = read_table(value["cells"])
        return context


class ChartBlock(TableBlock):
    """A chart drawn from a small table of names and figures, which stands beneath it."""

    kind = blocks.ChoiceBlock(label="图形", choices=[("bars", "横条图"), ("years", "逐年柱形图")], default="bars")
    sentence = blocks.CharBlock(
        label="一句话解读", max_length=120, help_text="如“全年办理提取 31,200 笔，比上年多 12%”。"
    )

    class Meta:
        icon = "history"
        label = "图表"
        template = "publishing/blocks/chart.html"

    def clean(self, value: Any) -> Any:
        """Return the checked value; raise where the table is not one of names and figures."""
        cleaned = super().clean(value)
        try:
            read_table(cleaned["cells"]).single_series()
        except TableUnreadable as refusal:
            raise StructBlockValidationError(block_errors={"cells": ValidationError(str(refusal))}) from None
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Return the context with the chart drawn."""
        context = super().get_context(value, parent_context)
        heading, figures = context["table"].single_series()
        bars = tuple(Bar(label, figure) for label, figure in figures)
        name = f"{hashlib.sha256(value['cells'].encode()).hexdigest()[:8]}"
        words = (name, value["title"], value["sentence"])
        unit = value["unit"] or heading
        context["chart"] = (
            year_chart(*words, bars, unit=unit)
            if value["kind"] == "years"
            else bar_chart(*words, [Group("", bars)], unit=unit, series=(heading,))
        )
        return context


class UploadBlock(blocks.StructBlock):
    """A block about one uploaded file. A draft may be kept before a file is chosen; a wrong one is told beside it."""

    chosen: ClassVar[str]  # the name of the child that is the file

    def clean(self, value: Any) -> Any:
        """Return the checked value; raise beside a file that does not belong in such a block."""
        cleaned = super().clean(value)
        file = cleaned[self.chosen]
        if file and (problem := self.problem_with(file)):
            raise StructBlockValidationError(block_errors={self.chosen: ValidationError(problem)})
        return cleaned

    def problem_with(self, file: Any) -> str:
        """Return in Chinese why the file does not belong here, empty where it does."""
        return ""


class VideoBlock(UploadBlock):
    """A film by upload, with everything that is said in it as text."""

    chosen = "video"
    video = DocumentChooserBlock(label="视频文件")
    title = blocks.CharBlock(label="标题", max_length=120)
    transcript = blocks.TextBlock(
        label="文字稿", help_text="视频里说的和出现的全部内容，供听不到、看不到或不便播放的人阅读。"
    )

    class Meta:
        icon = "media"
        label = "视频"
        template = "publishing/blocks/video.html"

    def problem_with(self, file: Any) -> str:
        """Return whether browsers do not play the file."""
        return "" if file.file_extension.lower() in VIDEO_KINDS else "请上传 MP4 或 WebM 格式的视频。"


class H5Block(UploadBlock):
    """A small web page by upload (H5), in a frame that can reach nothing, with all it says as text."""

    chosen = "package"
    package = DocumentChooserBlock(label="H5 文件", help_text="一个 .html 文件，或者含 index.html 的 .zip 压缩包。")
    title = blocks.CharBlock(label="标题", max_length=120)
    text = blocks.TextBlock(label="文字版", help_text="H5 里的全部内容和操作结果，供看不到、打不开的人阅读。")
    height = blocks.ChoiceBlock(
        label="高度", choices=[("low", "矮"), ("middle", "中"), ("tall", "高")], default="middle"
    )

    class Meta:
        icon = "code"
        label = "H5"
        template = "publishing/blocks/h5.html"

    def problem_with(self, file: Any) -> str:
        """Return why the file is no web page, or what it holds that does not belong in one."""
        return problem_of(file)


class AttachmentBlock(UploadBlock):
    """A file to download, with the name the reader sees."""

    chosen = "file"
    file = DocumentChooserBlock(label="文件")
    title = blocks.CharBlock(label="附件名称", max_length=200)

    def problem_with(self, file: Any) -> str:
        """Return whether it is a web page, which is shown as H5 and not handed out."""
        if file.file_extension.lower() not in _WEB_PAGES:
            return ""
        return "网页文件不作为附件下载。请用“H5”区块上传，或者另存为 PDF。"

    class Meta:
        icon = "doc-full"
        label = "附件"
        template = "publishing/blocks/attachment.html"


class StepBlock(blocks.StructBlock):
    """One step of a procedure: what is done, by whom, how long it takes."""

    title = blocks.CharBlock(label="步骤", max_length=80)
    text = blocks.TextBlock(label="说明", required=False)
    duration = blocks.CharBlock(label="时限", required=False, max_length=40)


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(label="问", max_length=200)
    answer = blocks.RichTextBlock(label="答", features=list(FEATURES[2:]))


class BodyBlock(blocks.StreamBlock):
    """The body of a piece of information."""

    text = blocks.RichTextBlock(label="正文", features=list(FEATURES), template="publishing/blocks/text.html")
    picture = PictureBlock()
    table = TableBlock()
    chart = ChartBlock()
    video = VideoBlock()
    h5 = H5Block()
    attachment = AttachmentBlock()
    steps = blocks.ListBlock(StepBlock(), label="办理步骤", icon="list-ol", template="publishing/blocks/steps.html")
    questions = blocks.ListBlock(
        QuestionBlock(), label="问答", icon="help", template="publishing/blocks/questions.html"
    )

    class Meta:
        required: ClassVar[bool] = True


def _fields_of(block: blocks.Block) -> Iterator[Field]:
    """Yield the field of every line of text inside `block`."""
    inside = (*getattr(block, "child_blocks", {}).values(), *filter(None, [getattr(block, "child_block", None)]))
    for one in inside:
        yield from [one.field] if isinstance(one, blocks.CharBlock) else _fields_of(one)


tell_limits(_fields_of(BodyBlock()))
