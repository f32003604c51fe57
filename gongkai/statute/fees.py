"""The processing fee for clearly excessive applications (信息处理费, Reg. art. 42; 国办函〔2020〕109号)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count as counting
from typing import NamedTuple

from gongkai.findings import Finding
from gongkai.statute.refusals import CountInvalid, LawUnknown
from gongkai.statute.rows import Row, read_rows

PER_ITEM, PER_VOLUME = "per_item", "per_volume"
MOST_UNITS = 100_000  # more applications in a month, or pages of one, is a slip of the pen


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeBracket(Row):
    """A bracket of a scheme: from which to which unit (None: without end), at how many yuan each.

    With `step`, the bracket goes on in stretches of that size, each `step_yuan` dearer than the one before.
    """

    scheme: str
    first: int
    yuan: int
    last: int | None = None
    step: int = 0
    step_yuan: int = 0


class Charged(NamedTuple):
    """The part of a count that fell in one bracket: its units `first` to `last`, at `yuan` each."""

    first: int
    last: int
    yuan: int

    @property
    def amount_yuan(self) -> int:
        """What this part costs."""
        return (self.last - self.first + 1) * self.yuan


class Fee(NamedTuple):
    """An amount in whole yuan, the brackets it is made of, and the articles behind them."""

    amount_yuan: int
    brackets: tuple[Charged, ...]
    law: str


@cache
def fee_brackets() -> tuple[FeeBracket, ...]:
    """Return every bracket, past and present, in the order of the data."""
    return read_rows(FeeBracket, "fee_bracket", "fees.toml")


def fee_schemes() -> tuple[str, ...]:
    """Return the ways of charging that the data know."""
    return tuple(dict.fromkeys(row.scheme for row in fee_brackets()))


def _stretches(scheme: str, on: date) -> Iterator[Charged]:
    """Yield the brackets of a scheme as law on that day, without end; raise LawUnknown where none is."""
    rows = [row for row in fee_brackets() if row.scheme == scheme and row.in_force(on)]
    if not rows:
        raise LawUnknown("no_fee", scheme=scheme, on=on)
    for row in rows:
        if row.step:
            steps = (row.first + row.step * number for number in counting())
            yield from (
                Charged(first, first + row.step - 1, row.yuan + row.step_yuan * number)
                for number, first in enumerate(steps)
            )
        else:
            yield Charged(row.first, row.last or MOST_UNITS, row.yuan)


def _fee(scheme: str, units: int, on: date) -> Fee:
    if isinstance(units, bool) or not 0 <= units <= MOST_UNITS:
        raise CountInvalid("fee_out_of_range", count=units, most=MOST_UNITS)
    charged = []
    for stretch in _stretches(scheme, on):
        if stretch.first > units:
            break
        charged.append(stretch._replace(last=min(stretch.last, units)))
    law = next(row.law for row in fee_brackets() if row.scheme == scheme and row.in_force(on))
    return Fee(sum(part.amount_yuan for part in charged), tuple(charged), law)


def month_fee(applications: int, *, on: date) -> Fee:
    """Return the fee for so many applications of one person in the calendar month of `on` (art. 4).

    Each rate is for the part inside its bracket only (超额累进). Raises LawUnknown before the fee was law,
    CountInvalid for a negative or absurd number.
    """
    return _fee(PER_ITEM, applications, on)


def item_fee(number: int, *, on: date) -> int:
    """Return what the `number`-th application of a person in the month costs, in yuan (art. 4); the first is 1."""
    if number < 1:
        raise CountInvalid("fee_out_of_range", count=number, most=MOST_UNITS)
    return month_fee(number, on=on).amount_yuan - month_fee(number - 1, on=on).amount_yuan


def volume_fee(pages: int, *, on: date) -> Fee:
    """Return the fee for so many pages given on one application (art. 5); applications are not added together."""
    return _fee(PER_VOLUME, pages, on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A fee somebody wants to ask for: by which scheme, and what the notice says.

    `number` is the place of the application among those of the person in the month, `pages` how many pages are
    given (None: none are), `is_public` whether only the way to public information is told.
    """

    schemes: tuple[str, ...]
    number: int
    received_date: date
    pages: int | None = None
    is_public: bool = False
    amount_yuan: int | None = None
    basis: str = ""
    standard: str = ""
    payment: str = ""


def charge_due(charge: Charge) -> int:
    """Return the yuan due for a charge with one known scheme (art. 4, 5); what is public costs nothing by volume."""
    if charge.schemes == (PER_ITEM,):
        return item_fee(charge.number, on=charge.received_date)
    pages = 0 if charge.is_public else charge.pages or 0
    return volume_fee(pages, on=charge.received_date).amount_yuan


def charge_findings(charge: Charge) -> Iterator[Finding]:
    """Yield what keeps a fee notice from being issued (art. 3-6): two schemes, no pages, a wrong amount, a gap."""
    unknown = [scheme for scheme in charge.schemes if scheme not in fee_schemes()]
    yield from (Finding("FEE-SCHEME-UNKNOWN", "schemes", {"scheme": scheme}) for scheme in unknown)
    if len(charge.schemes) != 1:
        yield Finding("FEE-ONE-SCHEME", "schemes", {"schemes": "、".join(charge.schemes) or "（未选）"})
    elif not unknown:
        yield from _scheme_findings(charge)
    yield from _notice_findings(charge)


def _scheme_findings(charge: Charge) -> Iterator[Finding]:
    if charge.schemes == (PER_VOLUME,) and charge.is_public:
        yield Finding("FEE-PUBLIC-BY-VOLUME", "schemes")
        return
    if charge.schemes == (PER_VOLUME,) and charge.pages is None:
        yield Finding("FEE-NO-PAGES", "pages")
        return
    due = charge_due(charge)
    if due == 0:
        yield Finding("FEE-NONE-DUE", "amount_yuan")
    elif charge.amount_yuan is not None and charge.amount_yuan != due:
        yield Finding("FEE-AMOUNT", "amount_yuan", {"stated": charge.amount_yuan, "due": due})


def _notice_findings(charge: Charge) -> Iterator[Finding]:
    """Yield a finding where the notice leaves out one of 依据、标准、数额、缴纳方式 (art. 6)."""
    elements = {
        "收费依据": charge.basis,
        "收费标准": charge.standard,
        "数额": charge.amount_yuan is not None,
        "缴纳方式": charge.payment,
    }
    missing = [name for name, given in elements.items() if not given]
    if missing:
        yield Finding("FEE-NOTICE-INCOMPLETE", "", {"missing": "、".join(missing)})
