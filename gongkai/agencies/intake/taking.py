"""Taking a folder of records in: all of it in one transaction, or nothing and a list of what is wrong."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from gongkai.agencies.intake.batches import IntakeBatch, IntakeRecord
from gongkai.agencies.intake.files import ENDINGS, UnreadableFile, rows_of
from gongkai.agencies.intake.kinds import Fault, Line, RecordKind, content_of
from gongkai.agencies.log import AgencyAct, record, subject_of
from gongkai.agencies.organs import Agency
from gongkai.agencies.stored_files import interrupt_held, undo_all

if TYPE_CHECKING:
    from gongkai.agencies.people import Person

CHUNK = 1000  # records entered at a time: what is held in memory, and how often progress is told
MOST_FAULTS = 500  # more would not be read

Advanced = Callable[[str, int], None]


class NotTakenIn(Exception):
    """The folder was not taken in; `faults` says why, `more` how many faults are not listed."""

    def __init__(self, faults: Sequence[Fault], more: int = 0) -> None:
        self.faults = tuple(faults)
        self.more = more
        super().__init__(f"{len(self.faults) + more}处有误，没有导入任何记录。")


@dataclass
class Taking:
    """One folder being taken in: who does it, when, what the source is; and the agencies by slug or name."""

    folder: Path
    by: Person
    at: datetime
    source: str
    agency: str = ""  # the slug that stands in for a blank agency
    batch: IntakeBatch | None = None
    entered: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    unlisted: int = 0
    labels: dict[str, str] = field(default_factory=dict)
    undoing: list[Callable[[], None]] = field(default_factory=list)  # what the database cannot undo: stored files
    _agencies: dict[str, Agency] = field(default_factory=dict)

    def agency_of(self, line: Line) -> Agency | None:
        """Return the agency in whose name the record stands, None where there is none."""
        return self.agency_named(line.values["agency"])

    def agency_named(self, name: str) -> Agency | None:
        """Return the agency of that slug or full name, None where there is none."""
        if not self._agencies:
            for agency in Agency.objects.all():
                self._agencies |= {agency.slug: agency, agency.name: agency}
        return self._agencies.get(name)

    def forget_agencies(self) -> None:
        """Look the agencies up again: some were just entered."""
        self._agencies.clear()

    def label_of(self, kind: str) -> str:
        """Return the Chinese label of a kind of record that came up."""
        return self.labels.get(kind, kind)

    def note(self, faults: Sequence[Fault]) -> None:
        """Keep the faults, as many as somebody would read."""
        room = MOST_FAULTS - len(self.faults)
        self.faults += faults[:room]
        self.unlisted += len(faults[room:])


def take_in(
    folder: Path,
    kinds: Sequence[RecordKind],
    *,
    by: Person,
    at: datetime,
    source: str,
    agency: str = "",
    dry_run: bool = False,
    advanced: Advanced = lambda kind, records: None,
) -> Taking:
    """Take in every file of `folder` that is named after one of `kinds`, in the order of `kinds`.

    `agency` is the slug that stands in for a blank agency; `advanced` is told each kind and
    number of records gone through. The same record a second time changes nothing. Raises
    NotTakenIn with every fault; then, and on a dry run, nothing was stored.
    """
    taking = Taking(folder, by, at, source, agency)
    files = _files(folder, kinds, taking)
    with ExitStack() as to_the_end, _all_or_nothing(taking, dry_run), transaction.atomic():
        taking.batch = IntakeBatch(at=at, by=by, source=source, files={path.name: _digest(path) for path, _ in files})
        taking.batch.save()
        for path, kind in files:
            _take_file(path, kind, taking, advanced)
        if taking.faults:
            raise NotTakenIn(taking.faults, taking.unlisted)
        _put_on_log(taking)
        _take_stock()
        to_the_end.enter_context(interrupt_held())  # a file goes with its row, or stays with it
        transaction.set_rollback(dry_run)
    return taking


def _take_stock() -> None:
    """Let PostgreSQL count its tables anew: by the old counts a list after a load takes seconds."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@contextmanager
def _all_or_nothing(taking: Taking, dry_run: bool) -> Iterator[None]:
    """Undo what was stored outside of the database where the records are not stored either."""
    done = False
    try:
        yield
        done = not dry_run
    finally:
        if not done:
            undo_all(taking.undoing)


def _files(folder: Path, kinds: Sequence[RecordKind], taking: Taking) -> list[tuple[Path, RecordKind]]:
    """Return the files in the order in which they are entered; a file that no kind claims is a fault."""
    claimed: list[tuple[int, Path, RecordKind]] = []
    unknown: list[str] = []
    for path in sorted(folder.iterdir()):
        if path.is_dir() or path.name.startswith((".", "~$")) or path.suffix.lower() in (".md", ".txt"):
            continue
        place = next((at for at, kind in enumerate(kinds) if _is_named_after(path, kind)), None)
        if place is None:
            unknown.append(path.name)
        else:
            claimed.append((place, path, kinds[place]))
    taking.note(_unknown(unknown, kinds))
    if not claimed:
        taking.note([Fault(str(folder), 0, "", "", "文件夹里没有可以导入的记录文件。")])
    return [(path, kind) for _, path, kind in sorted(claimed, key=lambda one: (one[0], one[1].name))]


def _unknown(names: Sequence[str], kinds: Sequence[RecordKind]) -> list[Fault]:
    """Return a fault for each file that is no record; the first one tells which kinds there are."""
    known = "、".join(f"{kind.name}（{kind.label}）" for kind in kinds)
    told = [f"记录有：{known}；格式有 {' '.join(ENDINGS)}。", *["记录的种类和格式见上。"] * len(names)]
    return [Fault(name, 0, "", "", f"文件名不是任何一种记录。{more}") for name, more in zip(names, told, strict=False)]


def _is_named_after(path: Path, kind: RecordKind) -> bool:
    """Return whether the file is ``information.csv``, ``information-2023.csv`` or the same in Chinese."""
    return path.suffix.lower() in ENDINGS and path.stem.partition("-")[0] in (kind.name, kind.label)


def _take_file(path: Path, kind: RecordKind, taking: Taking, advanced: Advanced) -> None:
    taking.labels[kind.name] = kind.label
    lines = _lines(path, kind, taking)
    while chunk := list(islice(lines, CHUNK)):
        _enter(kind, chunk, taking)
        advanced(kind.label, len(chunk))


def _lines(path: Path, kind: RecordKind, taking: Taking) -> Iterator[Line]:
    """Yield the records of a file; what is wrong with one is noted, and the record is not entered."""
    unknown: set[str] = set()
    try:
        for number, cells in rows_of(path):
            unknown |= {header for header in cells if kind.field(header) is None}
            line, faults = kind.line(path.name, number, _with_agency(cells, kind, taking.agency))
            taking.note(faults)
            if not faults:
                yield line
    except UnreadableFile as error:
        taking.note([Fault(path.name, 0, "", "", str(error))])
    known = "、".join(one.label for one in kind.fields)
    taking.note(
        [Fault(path.name, 1, header, "", f"没有这一列。{kind.label}的列有：{known}。") for header in sorted(unknown)]
    )


def _with_agency(cells: Mapping[str, Any], kind: RecordKind, slug: str) -> Mapping[str, Any]:
    field = kind.field("agency")
    if not slug or field is None or cells.get("agency") or cells.get(field.label):
        return cells
    return {**cells, "agency": slug}


def _enter(kind: RecordKind, lines: Sequence[Line], taking: Taking) -> None:
    """Enter those records that are not here yet; one with a known key and another content is a fault."""
    assert taking.batch is not None  # made before the first file
    keys = [hashlib.sha256(kind.key_of(line).encode()).hexdigest() for line in lines]
    here = {one.key: one for one in IntakeRecord.objects.filter(kind=kind.name, key__in=keys)}
    fresh: list[Line] = []
    for line, key in zip(lines, keys, strict=True):
        content = content_of(line)
        if before := here.get(key):
            _meet_again(kind, line, before, content, taking)
            continue
        here[key] = IntakeRecord(
            batch=taking.batch, kind=kind.name, key=key, content=content, place=f"{line.file} 第{line.row}行"
        )
        fresh.append(line)
    faults = list(kind.enter(taking, fresh)) if fresh else []
    taking.note(faults)
    if fresh and not faults:
        IntakeRecord.objects.bulk_create([one for one in here.values() if one.pk is None])
        taking.entered[kind.name] += len(fresh)


def _meet_again(kind: RecordKind, line: Line, before: IntakeRecord, content: str, taking: Taking) -> None:
    if before.content == content:
        taking.known[kind.name] += 1
        return
    message = f"与已导入的{kind.label}（{before.place}）标识相同、内容不同；已导入的记录不能由导入改动。"
    taking.note([line.fault(message)])


def _put_on_log(taking: Taking) -> None:
    assert taking.batch is not None  # made before the first file
    facts = {"source": taking.source, "files": taking.batch.files, "entered": dict(taking.entered)}
    record(AgencyAct.TAKE_IN, agency=None, by=taking.by, subject=subject_of(taking.batch), facts=facts, at=taking.at)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
