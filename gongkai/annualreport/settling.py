"""Arithmetic decides where a row may be several: by its own sums first, then by those of the columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.annualreport.alignment import Row
from gongkai.annualreport.forms import Form, TableForm
from gongkai.annualreport.laying import Laid
from gongkai.annualreport.numbers import Kind
from gongkai.annualreport.records import Value
from gongkai.annualreport.solving import Numbers, feasible


def settle(rows: dict[str, Laid], table: TableForm, form: Form, stated: Mapping[str, int]) -> dict[str, Laid]:
    """Let the form's sums choose where a row has several options, or one that needs confirming."""
    if all(row.lined.certain or not row.options for row in rows.values()):
        return rows
    laid_out = {row_id: laid.options for row_id, laid in rows.items()}
    for laid in rows.values():
        if not laid.lined.certain and not laid.lined.forced:
            told = stated if laid.row_id.endswith("normative_documents") else {}
            laid.options = _tenable(laid.options, table, form, told)
    if table.id == "applications":
        _by_columns(rows, form)
    for row_id, laid in rows.items():
        _choose(laid, table, form)
        if not laid.options and laid.lined.placed and not laid.reading.record.loose:
            laid.options = (tuple(map(_undecided, laid_out[row_id][0])),)
            laid.inferred = False
    return rows


def _undecided(value: Value) -> Value:
    """Return a value in its column, without the figure where that is doubtful."""
    doubtful = value.token.kind is Kind.DOUBTFUL
    return value._replace(token=value.token._replace(value=None)) if doubtful else value


def _numbers(row: Row) -> Numbers | None:
    """Return the row as whole numbers, blanks as 0; None where a value is not known."""
    if any(value.token.kind is Kind.DOUBTFUL and value.token.value is None for value in row):
        return None
    return tuple(int(value.token.value or 0) for value in row)


def _tenable(options: tuple[Row, ...], table: TableForm, form: Form, stated: Mapping[str, int]) -> tuple[Row, ...]:
    """Return the options that no sum refutes, or none where no sum speaks for any."""
    verdicts = [(row, _verdict(row, table, form, stated)) for row in options]
    if not any(verdict for _, verdict in verdicts):
        return ()
    return tuple(row for row, verdict in verdicts if verdict is not False)


def _verdict(row: Row, table: TableForm, form: Form, stated: Mapping[str, int]) -> bool | None:
    """Return whether the sums within a row hold, None where a total is not printed.

    A row that has no sums is judged by a figure that the text states for it.
    """
    numbers = _numbers(row)
    if numbers is None:
        return None
    place = {column.id: index for index, column in enumerate(table.columns)}
    told = [column for column in place if column in stated]
    if told:
        return all(numbers[place[column]] == stated[column] for column in told)
    identities = [one for one in form.identities if one.table == table.id and one.axis == "columns"]
    printed = [one for one in identities if row[place[one.left[0]]].token.value is not None]
    if any(sum(numbers[place[c]] for c in one.left) != sum(numbers[place[c]] for c in one.right) for one in printed):
        return False
    return True if printed else None


def _by_columns(rows: dict[str, Laid], form: Form) -> None:
    """Drop the options with which the columns cannot add up (T3-PROCESSED-SUM, T3-BALANCE)."""
    options: dict[str, list[Numbers]] = {}
    for row_id, laid in rows.items():
        numbers = [_numbers(row) for row in laid.options]
        if numbers and None not in numbers:
            options[row_id] = [one for one in numbers if one is not None]
    (total,), (balance,) = form.identities_of("T3-PROCESSED-SUM"), form.identities_of("T3-BALANCE")
    leaves = _as_printed(total.right, rows, form)
    kept = feasible(options, leaves, total.left[0], (balance.left, balance.right))
    for row_id, laid in rows.items():
        if row_id not in options or laid.lined.certain or laid.lined.forced:
            continue
        allowed = set(kept[row_id]) if kept is not None else set()
        laid.options = tuple(row for row in laid.options if _numbers(row) in allowed)


def _as_printed(leaves: Sequence[str], rows: Mapping[str, Laid], form: Form) -> tuple[str, ...]:
    """Return the result rows as the source prints them (see `Report.printed_rows`)."""
    for equal in form.equivalences:
        if equal.whole in rows and not any(part in rows for part in equal.parts):
            return (*(leaf for leaf in leaves if leaf not in equal.parts and leaf != equal.whole), equal.whole)
        if any(part in rows for part in equal.parts):
            return (*(leaf for leaf in leaves if leaf not in equal.parts and leaf != equal.whole), *equal.parts)
    return tuple(leaves)


def _choose(laid: Laid, table: TableForm, form: Form) -> None:
    """Keep what all remaining options agree on, as far as a printed total speaks for it."""
    if laid.lined.certain or not laid.options:
        return
    laid.inferred = not laid.lined.forced
    unconfirmed = _unconfirmed(laid.options[0], table, form)
    chosen = []
    for place, column in enumerate(zip(*laid.options, strict=True)):
        same = len({(value.token.kind, value.token.value) for value in column}) == 1
        doubt = column[0].token._replace(kind=Kind.DOUBTFUL, value=None)
        kept = same and place not in unconfirmed
        chosen.append(column[0] if kept else column[0]._replace(token=doubt))
    laid.options = (tuple(chosen),)


def _unconfirmed(row: Row, table: TableForm, form: Form) -> set[int]:
    """Return the places of the groups that hold figures but no total."""
    place = {column.id: index for index, column in enumerate(table.columns)}
    places: set[int] = set()
    for identity in form.identities:
        if identity.table == table.id and identity.axis == "columns":
            members = {place[column] for column in (*identity.left, *identity.right)}
            total = row[place[identity.left[0]]].token.value
            if total is None and any(row[index].token.raw for index in members):
                places |= members
    return places
