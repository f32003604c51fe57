"""The tokens of what is public, in a table of each database's own kind: FTS5 on SQLite, tsvector on PostgreSQL.

A row is numbered by its newness: the day of publication and, within it, the number of the page. Both
databases can so walk a word's rows from the newest on, and stop where enough is found: the commonest word costs as
much as it is looked through, not as often as it was ever written.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import connection

_OF_A_FACT = 16
_PAGES = 1 << 32  # a page's number is below it
_MOST_POSITIONS, _LAST_POSITION = 255, 16_383  # what a tsvector keeps

_INSERT = {
    "sqlite": "INSERT INTO pages_search (rowid, title, text, facts) VALUES (%s, %s, %s, %s)",
    "postgresql": "INSERT INTO pages_search (newness, tokens) VALUES (%s, %s::tsvector)",
}
_DELETE = {
    "sqlite": "DELETE FROM pages_search WHERE rowid = %s",
    "postgresql": "DELETE FROM pages_search WHERE newness = %s",
}
_NEWEST = {
    "sqlite": "SELECT rowid FROM pages_search WHERE pages_search MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT %s",
    "postgresql": "SELECT pages_search_newest(%s::tsquery, %s, %s)",
}
_SCORES = {
    "sqlite": "SELECT rowid, -bm25(pages_search, 10.0, 1.0, 0.0) FROM pages_search"
    " WHERE pages_search MATCH %s AND rowid BETWEEN %s AND %s",
    "postgresql": "SELECT newness, ts_rank('{0.1, 0.2, 0.4, 1.0}', tokens, q, 1)"
    " FROM pages_search, (SELECT %s::tsquery AS q) AS asked WHERE newness = ANY(%s)",
}


def newness(page: int, day: date) -> int:
    """Return the newness of the page with this number that was published on a day: the greater, the newer."""
    return day.toordinal() * _PAGES + page


def page_number(newness: int) -> int:
    """Return the number of the page that is so new."""
    return newness % _PAGES


def fact(name: str, value: object) -> str:
    """Return the token that a row has where `value` is what it is filtered by under this name."""
    return "is" + hashlib.sha256(f"{name} {value}".encode()).hexdigest()[:_OF_A_FACT]


def insert(rows: Iterable[tuple[int, list[str], list[str], list[str]]]) -> None:
    """Enter rows of newness, tokens of what names the page, tokens of its text, and its facts."""
    _many(_INSERT, [_row(*row) for row in rows])


def delete(rows: Iterable[int]) -> None:
    """Remove the rows of this newness."""
    _many(_DELETE, [(row,) for row in rows])


def clear() -> None:
    """Remove every row."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM pages_search")


def newest(asked: list[tuple[str, bool]], limit: int, *, before: int | None = None) -> list[int]:
    """Return the newness of the newest rows that have all tokens, at most `limit`, all older than `before`."""
    before = newness(0, date.max) if before is None else before
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST[connection.vendor], [_expression(asked), before, limit])
        return [row for (row,) in cursor.fetchall()]


def scores(asked: list[tuple[str, bool]], rows: list[int]) -> dict[int, float]:
    """Return how well these rows, the newest first, fit all tokens: the greater, the better.

    Those between them that have the tokens as well may be among the answers of SQLite, which walks a word's rows.
    """
    if not rows:
        return {}
    among = [rows[-1], rows[0]] if connection.vendor == "sqlite" else [rows]
    with connection.cursor() as cursor:
        cursor.execute(_SCORES[connection.vendor], [_expression(asked), *among])
        return dict(cursor.fetchall())


def _many(statements: dict[str, str], rows: list[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statements[connection.vendor], rows)


def _row(row: int, title: list[str], text: list[str], facts: list[str]) -> tuple[object, ...]:
    if connection.vendor == "sqlite":
        return row, " ".join(title), " ".join(text), " ".join(facts)
    return row, _vector(title, [*text, *facts])


def _vector(title: list[str], text: list[str]) -> str:
    """Return the tokens as PostgreSQL writes them: each with its places, those in the title with weight A."""
    places: dict[str, list[str]] = defaultdict(list)
    for place, token in enumerate([*title, *text], 1):
        if len(places[token]) < _MOST_POSITIONS:
            places[token].append(f"{min(place, _LAST_POSITION)}{'A' if place <= len(title) else ''}")
    return " ".join(f"'{token}':{','.join(found)}" for token, found in places.items())


def _expression(asked: list[tuple[str, bool]]) -> str:
    if connection.vendor == "sqlite":
        return " AND ".join(f'"{token}"{"*" if begins else ""}' for token, begins in asked)
    return " & ".join(f"'{token}'{':*' if begins else ''}" for token, begins in asked)
