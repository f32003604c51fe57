"""The form on which a Word document becomes a draft. What is left empty is taken from the document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from gongkai.proofing import MAX_FILE_BYTES
from gongkai.publishing.explaining import ExplainerPage, ServiceGuidePage
from gongkai.publishing.information import InformationPage
from gongkai.publishing.manuscripts import MOST_CHARACTERS, Manuscript
from gongkai.publishing.normative import NormativeDocumentPage

DRAFTED = (InformationPage, NormativeDocumentPage, ExplainerPage, ServiceGuidePage)
_DAY = "日期请写成“2026-03-05”的样子。"
_PROPOSED = ("title", "document_number", "issue_date", "effective_date", "last_date")
_ASKED = {
    "title": "文件里没有认出标题，请填写标题。",
    "issue_date": "文件末尾没有认出成文日期，请填写成文日期。",
    "effective_date": "文件里没有认出施行日期，请填写施行日期。",
}


def drafted_below(section: Any) -> list[type[Any]]:
    """Return the types of page that a Word document may become in a section."""
    allowed = section.specific_class.creatable_subpage_models() if section.specific_class else []
    return [model for model in DRAFTED if model in allowed]


def _day_field(label: str, help_text: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(
        label=label, required=False, widget=widget, help_text=help_text, error_messages={"invalid": _DAY}
    )


class ManuscriptForm(forms.Form):
    """A .docx, what it becomes, and what is known of it better than the file says."""

    file = forms.FileField(
        label="Word 文档（.docx）",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text=f"Word 或者 WPS 存的 .docx，不超过 {MAX_FILE_BYTES >> 20} MB；.doc、.wps 请先另存为 .docx。",
        error_messages={"empty": "这个文件是空的，请重新选择。"},
    )
    pasted = forms.CharField(
        label="或者把 Word、WPS 里复制的内容粘贴在这里",
        required=False,
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "data-takes-markup": ""}),
        help_text="文字、标题、列表和表格带入，图片请另外上传。浏览器没有启用脚本的，只带入文字。",
        error_messages={"max_length": "粘贴的内容太长，请分开，或者上传 .docx。"},
    )
    becomes = forms.ChoiceField(label="作为", widget=forms.RadioSelect)
    explains = forms.ModelChoiceField(
        NormativeDocumentPage.objects.none(),
        label="所解读的文件",
        required=False,
        empty_label="（不是政策解读）",
        help_text="只有政策解读才选。",
    )
    title = forms.CharField(label="标题", required=False, max_length=255, help_text="不填的，取文件里的标题。")
    document_number = forms.CharField(
        label="发文字号", required=False, max_length=60, help_text="不填的，取文件里的文号，如“平公积金发〔2026〕5号”。"
    )
    issue_date = _day_field("成文日期", "不填的，取文末落款的日期。")
    effective_date = _day_field("施行日期", "只有行政规范性文件才填；不填的，取“自某年某月某日起施行”。")
    attach_itself = forms.BooleanField(label="把这份 .docx 也作为附件，供公众下载", required=False)
    attach_embedded = forms.BooleanField(label="把文档里嵌入的文件作为附件", required=False)

    def __init__(self, *args: Any, section: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = section.agency
        self.models = {model._meta.model_name: model for model in drafted_below(section)}
        choices = [(name, model._meta.verbose_name) for name, model in self.models.items()]
        self.fields["becomes"].choices = choices
        self.fields["becomes"].initial = choices[0][0] if choices else None
        documents = NormativeDocumentPage.objects.filter(agency=self.agency).order_by("-issue_date")
        self.fields["explains"].queryset = documents
        if ExplainerPage not in self.models.values():
            del self.fields["explains"]

    def clean_file(self) -> Any:
        """Return the file; raise ValidationError for one that is too large."""
        file = self.cleaned_data["file"]
        if file and file.size > MAX_FILE_BYTES:
            raise forms.ValidationError(f"文件超过 {MAX_FILE_BYTES >> 20} MB，没有读入。请压缩其中的图片，或者拆分。")
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for a file or pasted content, and which document is explained, of an explainer and of nothing else."""
        told: dict[str, Any] = super().clean() or {}
        if "file" not in self.errors and bool(told.get("file")) == bool((told.get("pasted") or "").strip()):
            both = told.get("file")
            self.add_error("file", "上传和粘贴请只用一种。" if both else "请选择文件，或者在下面粘贴内容。")
        if self.model is ExplainerPage and not told.get("explains") and "explains" not in self.errors:
            self.add_error("explains", "政策解读须选所解读的文件。")
        return told

    @property
    def model(self) -> type[Any] | None:
        """Return the type of page that is wanted."""
        return self.models.get(self.cleaned_data.get("becomes", ""))

    def facts_with(self, manuscript: Manuscript) -> dict[str, Any] | None:
        """Return the page's fields: as typed, else as the manuscript says; None, with errors, where some lack."""
        model = self.model
        assert model is not None, "a valid form names a type"
        fields = {field.name for field in model._meta.get_fields()}
        facts: dict[str, Any] = {}
        for name in (name for name in _PROPOSED if name in fields):
            value = self.cleaned_data.get(name) or getattr(manuscript.said, name)
            if value:
                facts[name] = value
            elif name in _ASKED:
                self.add_error(name, f"{_ASKED[name]}（其他内容都已保留，文件请再选一次。）")
        if model is ExplainerPage:
            facts["explains"] = self.cleaned_data["explains"]
        if model is NormativeDocumentPage:
            facts["maker"] = self.agency.name
        return None if self.errors else facts

    def refuse(self, refusal: ValidationError) -> None:
        """Take what the page itself does not let stand, beside its field where the form has it."""
        told = refusal.message_dict if hasattr(refusal, "error_dict") else {"file": refusal.messages}
        for name, problems in told.items():
            self.add_error(name if name in self.fields else "file", problems)
