"""A section with 100,000 public items, entered in a few statements: what search and publishing are measured on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate, islice

from django.db import connection

from gongkai.pages import search_table
from gongkai.pages.door import BasePage
from gongkai.pages.kept.rows import KeptPage
from gongkai.pages.search_index import FACTS, SearchEntry
from gongkai.pages.search_words import number_key, tokens
from gongkai.publishing.door import InformationPage

EVERYWHERE = "住房公积金"  # stands in every one of them
NEWEST = date(2025, 12, 31)
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_A_BATCH = 5_000
_UUID = {"sqlite": "many.uuid", "postgresql": "CAST(many.uuid AS uuid)"}
_DAY = {"sqlite": "many.day", "postgresql": "CAST(many.day AS date)"}
_TABLE = (
    "CREATE TEMPORARY TABLE many (pk bigint PRIMARY KEY, newness bigint, path text, slug text, uuid text,"
    " title text, body text, day text, year integer, number text, number_key text)"
)


def vocabulary(rng: random.Random) -> list[str]:
    """Return words of two to four characters, the commonest first."""
    signs = [chr(code) for code in range(0x4E00, 0x4E00 + 3_000)]
    return ["".join(rng.choices(signs, k=rng.choice((2, 2, 2, 3, 4)))) for _ in range(5_000)]


def number_of(item: int) -> str:
    """Return the document number of an item."""
    return f"某公积金〔2025〕{item}号"


def texts(count: int) -> Iterator[tuple[str, str]]:
    """Yield titles and texts of some 300 characters; words are as unequally common as in any language (Zipf)."""
    rng = random.Random(1)
    words = vocabulary(rng)
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    for item in range(1, count + 1):
        drawn = rng.choices(words, cum_weights=weights, k=120)
        yield f"{EVERYWHERE}{''.join(drawn[:5])}的通知", f"{number_of(item)}{EVERYWHERE}{'，'.join(drawn[5:])}"


def enter(first: InformationPage, count: int) -> None:
    """Enter so many items beside a public one, each like it but for its words, its day and its place in the tree."""
    section = BasePage.objects.get(pk=first.get_parent().pk)
    rows = (_row(first.pk, item, section, *text) for item, text in enumerate(texts(count), 1))
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
        while batch := list(islice(rows, _A_BATCH)):
            cursor.execute("DELETE FROM many")
            cursor.executemany(f"INSERT INTO many VALUES ({', '.join(['%s'] * len(batch[0]))})", batch)
            _copy(cursor, first.pk, section)
            _insert_tokens(batch, SearchEntry.objects.get(pk=first.pk))
        cursor.execute("DROP TABLE many")
        BasePage.objects.filter(pk=section.pk).update(numchild=count + 1)
        _count_on(cursor)
        cursor.execute("ANALYZE")


def _row(first: int, item: int, section: BasePage, title: str, text: str) -> tuple[object, ...]:
    pk, day = first + item, NEWEST - timedelta(days=item % 3_650)
    path = section.path + "".join(_DIGITS[(item + 1) // 36**place % 36] for place in (3, 2, 1, 0))
    number = number_of(item)
    row = search_table.newness(pk, day)
    return pk, row, path, f"item-{item}", f"{pk:032x}", title, text, f"{day}", day.year, number, number_key(number)


def _copy(cursor: object, first: int, section: BasePage) -> None:
    """Copy the first item's rows, in each table with what is an item's own."""
    slug = {"url_path": f"'{section.url_path}' || many.slug || '/'"}
    uuid, day = _UUID[connection.vendor], _DAY[connection.vendor]
    named = {"title": "many.title", "draft_title": "many.title", "slug": "many.slug", "path": "many.path"}
    none = {"latest_revision_id": "NULL", "live_revision_id": "NULL"}
    own = {
        BasePage: {"id": "many.pk", "translation_key": uuid, **named, **slug, **none},
        InformationPage: {
            InformationPage._meta.pk.column: "many.pk",
            "publication_date": day,
            "index_number": "'ITEM-' || many.pk",
            "document_number": "many.number",
        },
        SearchEntry: {
            "page_id": "many.pk",
            "newness": "many.newness",
            "text": "many.body",
            "publication_date": day,
            "year": "many.year",
            "document_key": "many.number_key",
            "index_key": "'item' || many.pk",
        },
        KeptPage: {
            "id": "many.pk + 1000000",
            "page_id": "many.pk",
            "address": f"'{section.url}' || many.slug || '/'",
            "stale_at": "NULL",
            "sha256": f"'{'0' * 64}'",
        },
    }
    for model, changed in own.items():
        table = model._meta.db_table
        columns = [field.column for field in model._meta.local_concrete_fields]
        values = ", ".join(changed.get(column, f"first.{column}") for column in columns)
        key = "page_id" if model is KeptPage else model._meta.pk.column
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)})"
            f" SELECT {values} FROM many, (SELECT * FROM {table} WHERE {key} = %s) AS first",
            [first],
        )


def _insert_tokens(batch: list[tuple[object, ...]], like: SearchEntry) -> None:
    facts = {name: search_table.fact(name, getattr(like, column)) for name, column in FACTS.items()}
    search_table.insert(
        (
            row,
            tokens(f"{title}\n{number}\nITEM-{pk}"),
            tokens(text),
            [*(facts | {"year": search_table.fact("year", year)}).values()],
        )
        for pk, row, _, _, _, title, text, _, year, number, _ in batch
    )


def _count_on(cursor: object) -> None:
    """Let the next page get a number behind the items'."""
    if connection.vendor == "postgresql":
        for model in (BasePage, KeptPage):
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', '{key}'), (SELECT max({key}) FROM {table}))"
            )
