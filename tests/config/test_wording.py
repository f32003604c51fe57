"""The back office speaks Chinese where Wagtail alone would speak English."""

import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext

import gongkai

FOLDER = Path(gongkai.__file__).parent / "config" / "locale" / "zh_Hans" / "LC_MESSAGES"
ENTRY = re.compile(r'^msgid "(.+)"\n(?:msgid_plural ".*"\n)?msgstr(?:\[0\])? "(.+)"$', re.MULTILINE)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("Exploring", "浏览"), ("Theme preferences", "外观"), ("New: %(model_name)s", "新建：%(model_name)s")],
)
def test_what_wagtail_leaves_in_english_is_chinese(english, chinese):
    assert gettext(english) == chinese
    assert ngettext("Referenced %(count)s time", "Referenced %(count)s times", 2) == "被引用 %(count)s 次"


def test_a_password_that_is_too_short_is_told_in_chinese():
    with pytest.raises(ValidationError) as refusal:
        MinimumLengthValidator(12).validate("short")
    assert refusal.value.messages == ["密码太短，至少要 12 个字符。"]


def test_wagtails_scripts_speak_chinese_too(client):
    catalog = client.get("/admin/jsi18n/").content.decode()
    assert "\\u6539\\u52a8\\u5df2\\u81ea\\u52a8\\u4fdd\\u5b58" in catalog or "改动已自动保存" in catalog


@pytest.mark.parametrize(("domain", "at_least"), [("django", 200), ("djangojs", 19)])
def test_what_is_compiled_is_what_is_written(domain, at_least):
    """Compile anew by ``msgfmt -o django.mo django.po`` where this fails."""
    with (FOLDER / f"{domain}.mo").open("rb") as compiled:
        catalog = GNUTranslations(compiled)
    written = ENTRY.findall((FOLDER / f"{domain}.po").read_text("utf-8"))
    assert len(written) >= at_least
    for source, told in written:
        plain, wanted = (one.replace('\\"', '"').replace("\\n", "\n") for one in (source, told))
        assert wanted in (catalog.gettext(plain), catalog.ngettext(plain, plain, 1)), plain
