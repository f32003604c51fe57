"""The back office speaks Chinese where Wagtail alone would speak English."""

import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
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


def test_what_is_compiled_is_what_is_written():
    """Compile anew by ``msgfmt -o django.mo django.po`` where this fails."""
    with (FOLDER / "django.mo").open("rb") as compiled:
        catalog = GNUTranslations(compiled)
    written = ENTRY.findall((FOLDER / "django.po").read_text("utf-8"))
    assert len(written) > 200
    for source, told in written:
        plain, wanted = (one.replace('\\"', '"').replace("\\n", "\n") for one in (source, told))
        assert wanted in (catalog.gettext(plain), catalog.ngettext(plain, plain, 1)), plain
