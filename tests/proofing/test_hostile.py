"""A hostile text costs no more than its length: every check is linear."""

from __future__ import annotations

import time

import pytest

from gongkai.proofing import CHECKS, Block, Text, proofread
from gongkai.proofing.checks import Check
from tests.proofing.writing import TODAY

LENGTH = 200_000
SECONDS = 6.0  # the slowest of these takes one, a quadratic check takes minutes
EVIL = [
    "己经",
    "”",
    "》",
    "）",
    "小区1号楼201室",
    "1号楼2单元301室",
    "人民币壹万元整（1元）",
    "2月30日",
    "帐户",
    "公开公开",
    "1",
    "1 ",
    "12-",
    "0",
    "9",
    "一",
    "的",
    "公积金",
    "“",
    "《",
    "（",
    "(",
    "(一",
    ")",
    '"',
    "\n",
    "\u200b",
    "a",
    "a@",
    "http:/",
    "www.",
    "占1%",
    "1万元",
    "其中1件",
    "由1元增加到",
    "壹",
    "壹元",
    "拾亿",
    "附件1",
    "住址",
    "1号楼",
    "1号楼一单元",
    "宁B1",
    "年1月",
    "2024年1月1日至",
    "秘密",
    "（内部资料",
    "11010519491231002X",
    "13812345678,",
    "发[2024]",
    "{{",
    "XX年（",
    "二零",
    "1月1日（星期",
    "张*",
    "国土资源局",
    "按装修",
    "，，",
    "己末",
]


@pytest.mark.parametrize("repeated", EVIL)
def test_a_hostile_text_takes_no_longer_than_its_length(repeated: str) -> None:
    words = (repeated * (LENGTH // len(repeated)))[:LENGTH]
    began = time.process_time()
    proofread(Text((Block("title", "2024年"), Block("body", words))), on=TODAY)
    assert time.process_time() - began < SECONDS


def test_nothing_is_found_in_nothing() -> None:
    assert proofread(Text(()), on=TODAY) == ()
    assert proofread(Text((Block("body", ""),)), on=TODAY) == ()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_each_check_takes_a_text_of_odd_characters(check: Check) -> None:
    words = "".join(map(chr, range(0x20, 0x3000, 7))) + "\ud83d\ude00\x00\uffff"
    assert proofread(Text.of(words, title="\x00"), on=TODAY, checks=[check]) is not None
