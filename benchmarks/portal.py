"""A site with 100,000 public items: how long a search takes, and how long until one item more is on all that shows it.

    .venv/bin/python -m benchmarks.portal [ITEMS]

The items are entered in a SQLite database of its own, or in the one that GONGKAI_DATABASE_URL names, which must be
empty. Each question is asked once before it is timed, as on a site that is in use.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

ITEMS, PUBLISHED = 100_000, 7


def main(items: int) -> None:
    """Enter the items, ask, publish, tell."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("GONGKAI_DATA_DIR", folder)
        os.environ.setdefault("GONGKAI_SECRET_KEY", "of the benchmark alone" * 3)
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
        import django

        django.setup()
        section = _entered(items)
        for kind, questions in _questions(items).items():
            _tell(kind, [_seconds_to_find(words) for words in questions])
        _tell("one item more, in everything", _refreshed(section, Path(folder) / "pages"))


def _entered(items: int) -> object:
    from django.core.management import call_command

    from benchmarks.many_items import EVERYWHERE, enter
    from tests.portal.test_feeds import a_notice
    from tests.publishing.examples import a_section
    from tests.yearend.examples import a_place

    call_command("migrate", verbosity=0)
    section = a_section(a_place("many", name="某市住房公积金管理中心"), "notice", title="通知公告", slug="notices")
    enter(a_notice(section, f"{EVERYWHERE}第一件"), items)
    return type(section).objects.get(pk=section.pk)


def _questions(items: int) -> dict[str, list[str]]:
    """Return what is asked: words that all items have, the commonest, middling, rare ones, two words, numbers."""
    from benchmarks.many_items import EVERYWHERE, number_of, vocabulary

    words, rng = vocabulary(random.Random(1)), random.Random(2)
    asked = {
        "words of all, the commonest": [EVERYWHERE, "公积金", "通知", f"{EVERYWHERE}通知", *words[:20]],
        "middling words": rng.sample(words[20:500], 60),
        "rare words": rng.sample(words[500:], 60),
        "two words": [f"{rng.choice(words[:50])} {rng.choice(words[:500])}" for _ in range(36)],
        "document numbers": [number_of(rng.randrange(1, items)) for _ in range(20)],
    }
    return {"all": [words for kind in asked.values() for words in kind], **asked}


def _seconds_to_find(words: str) -> float:
    from gongkai.pages.door import Question, find

    find(Question(words))
    began = time.perf_counter()
    found = find(Question(words))
    taken = time.perf_counter() - began
    if not found.numbers and len(words) > 4:  # two words may be in no item together
        sys.stdout.write(f"nothing has {words}\n")
    return taken


def _refreshed(section: object, folder: Path) -> list[float]:
    """Return how long it took, each time, to publish an item and to write all pages that show it."""
    from django.conf import settings
    from django.utils import timezone

    from gongkai.pages.door import KeptPage, begin_where_foreign, tree, write_everything_stale
    from tests.portal.test_feeds import a_notice

    settings.KEPT_PAGES, times = folder, []
    begin_where_foreign()
    KeptPage.objects.update(stale_at=None, parts_from=None)
    for number in range(PUBLISHED):
        began = time.perf_counter()
        page = a_notice(section, f"新公告{number}", day=timezone.localdate())
        write_everything_stale()
        times.append(time.perf_counter() - began)
        if page.title not in (tree().read(section.url) or b"").decode():
            raise SystemExit("the list does not show the new item")
    return times


def _tell(what: str, times: list[float]) -> None:
    twentieth = quantiles(times, n=20)[-1] if len(times) > PUBLISHED else max(times)
    figures = (1000 * one for one in (median(times), twentieth, max(times)))
    sys.stdout.write("{:30} median {:7.1f} ms   p95 {:7.1f} ms   most {:7.1f} ms\n".format(what, *figures))
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS)
