"""Where something stands in a file, in words that whoever opens the file can follow."""

from __future__ import annotations

import re
from collections.abc import Callable

_CHARACTERS = re.compile(r"\[(\d+):(\d+)\]$")
_PARTS = {
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "document": "正文",
}
_BESIDE = {
    "dataValidation": "数据有效性提示",
    "formula1": "数据有效性",
    "formula2": "数据有效性",
    "definedName": "定义的名称",
    "docPr": "图片替代文字",
    "cNvPr": "图片替代文字",
    "instrText": "域代码",
    "docVar": "文档变量",
    "lpwstr": "自定义属性",
    "lpstr": "自定义属性",
}
_Worded = Callable[[re.Match[str]], str]
_PLACES: tuple[tuple[re.Pattern[str], _Worded], ...] = (
    (re.compile(r"p(\d+)"), lambda found: f"第{found[1]}段"),
    (re.compile(r"page(\d+)"), lambda found: f"第{found[1]}页"),
    (re.compile(r"page(\d+)\.field"), lambda found: f"第{found[1]}页的表单栏"),
    (re.compile(r"earlier"), lambda found: "里修改以前的页面"),
    (re.compile(r"info"), lambda found: "的文件信息"),
    (re.compile(r"customXml/.+"), lambda found: "里自定义的数据"),
    (re.compile(r"xl/.+\.\w+(Header|Footer)"), lambda found: f"打印的{_PARTS[found[1].lower()]}"),
    (re.compile(r"\w+/.+\.xml\.(\w+)"), lambda found: f"的{_BESIDE.get(found[1], found[1])}"),
    (re.compile(r"line(\d+)"), lambda found: f"第{found[1]}行"),
    (re.compile(r"slide(\d+)"), lambda found: f"第{found[1]}张幻灯片"),
    (re.compile(r"notesSlide(\d+)"), lambda found: f"第{found[1]}页备注"),
    (re.compile(r"comment(\d+)"), lambda found: f"第{found[1]}条批注"),
    (re.compile(r"pivot(\d+)"), lambda found: f"数据透视表的缓存第{found[1]}项"),
    (re.compile(r"([a-z]+)\d*\.p(\d+)"), lambda found: f"{_PARTS.get(found[1], found[1])}第{found[2]}段"),
    (re.compile(r"(.+)!([A-Z]+\d+)"), lambda found: f"工作表“{found[1]}”的{found[2]}"),
    (re.compile(r"(.+):(\d+)"), lambda found: f"“{found[1]}”第{found[2]}行"),
)


def file_place_in_words(where: str) -> str:
    """Return a place of a file in words: ``方案.docx#p2[12:31]`` is “方案.docx”第2段第13至31字.

    A place without ``#`` is the file as a whole.
    """
    place = _CHARACTERS.sub("", where)
    characters = _CHARACTERS.search(where)
    name, _, inside = place.rpartition("#") if "#" in place else (place, "", "")
    told = f"“{name}”{_inside(inside)}"
    if characters is None:
        return told
    first, last = int(characters[1]) + 1, int(characters[2])
    return f"{told}第{first}字" if first >= last else f"{told}第{first}至{last}字"


def _inside(place: str) -> str:
    for pattern, worded in _PLACES:
        if found := pattern.fullmatch(place):
            return worded(found)
    return f"“{place}”" if place else ""
