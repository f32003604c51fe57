"""Titles by the pairs of characters they hold, kept in the process: what is like some words is found without them all.

An index is brought up to date by what was added since; it is made anew where something went, and after a while, since
titles are edited.
"""

from __future__ import annotations

import re
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Collection, Hashable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from django.db.models import Count, Max, QuerySet

NEWEST = 5000  # titles that are looked through
_LIKE = 0.34  # the part of a title's pairs of characters that the description must hold
_MOST_INDEXES = 32
_SECONDS = 600
_HAN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z0-9]+")
_COMMON = {
    "关于",
    "政府",
    "信息",
    "公开",
    "通知",
    "公积",
    "积金",
    "住房",
    "房公",
    "管理",
    "中心",
    "申请",
    "文件",
    "年度",
}


def pairs_of(text: str) -> Iterator[str]:
    """Yield the pairs of Chinese characters, and the words and numbers, without those that stand in every title."""
    for run in _HAN.findall(text):
        pairs = [run] if run.isascii() else ["".join(pair) for pair in pairwise(run)]
        yield from (pair for pair in pairs if pair not in _COMMON)


class TitleIndex:
    """The titles of one set of pages: by each pair the pages that hold it, and how many pairs each has."""

    def __init__(self) -> None:
        self._pages: dict[str, list[int]] = {}
        self._sizes: dict[int, int] = {}
        self.newest = 0
        self.count = 0
        self.made = time.monotonic()

    def add(self, titles: Iterable[tuple[int, str]]) -> None:
        """Take in titles, each with the number of its page."""
        for pk, title in titles:
            pairs = set(pairs_of(title))
            self._sizes[pk] = len(pairs)
            self.newest = max(self.newest, pk)
            for pair in pairs:
                self._pages.setdefault(pair, []).append(pk)

    def likest(self, wanted: Collection[str], most: int) -> list[int]:
        """Return the numbers of the pages whose titles are like what is wanted, the likest first.

        A title is as like as the part of its pairs that is wanted.
        """
        held: Counter[int] = Counter()
        for pair in wanted:
            held.update(self._pages.get(pair, ()))
        ranked = sorted(((count / self._sizes[pk], pk) for pk, count in held.items()), reverse=True)[:most]
        return [pk for likeness, pk in ranked if likeness >= _LIKE]


_kept: OrderedDict[Hashable, TitleIndex] = OrderedDict()
_lock = threading.Lock()


def index_of(key: Hashable, pages: QuerySet[Any]) -> TitleIndex:
    """Return the index of the newest of these pages, which `key` names; it is kept for the next time."""
    now = pages.aggregate(count=Count("pk"), newest=Max("pk"))
    with _lock:
        index = _up_to_date(_kept.pop(key, None), pages, now["count"], now["newest"] or 0)
        _kept[key] = index
        while len(_kept) > _MOST_INDEXES:
            _kept.popitem(last=False)
    return index


def _up_to_date(index: TitleIndex | None, pages: QuerySet[Any], count: int, newest: int) -> TitleIndex:
    if index is not None and time.monotonic() - index.made < _SECONDS:
        if (index.count, index.newest) == (count, newest):
            return index
        added = list(pages.filter(pk__gt=index.newest).order_by("pk").values_list("pk", "title"))
        if index.count + len(added) == count:
            index.add(added)
            index.count = count
            return index
    index = TitleIndex()
    index.add(pages.order_by("-pk").values_list("pk", "title")[:NEWEST])
    index.count = count
    return index


def forget_titles() -> None:
    """Forget every index."""
    with _lock:
        _kept.clear()
