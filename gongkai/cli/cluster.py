"""Readers on a Dask cluster: the files travel to the workers, rows come back.

The workers need this same package and no shared folder; each reads apart, as this machine does.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import typer

from gongkai import annualreport
from gongkai.cli.terminal import say_error
from gongkai.cli.wording import words
from gongkai.findings import Finding

if TYPE_CHECKING:
    from gongkai.annualreport import Promise, Rows

SECONDS_TO_JOIN = 15


def joined_cluster(address: str, seconds: float) -> ClusterReaders:
    """Return the readers of the cluster at `address`; say why and exit with 2 where there are none."""
    try:
        from distributed import Client
    except ImportError as error:
        raise _refused("no_dask") from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters of it is said here, in one sentence
    try:
        client = Client(address, timeout=SECONDS_TO_JOIN, set_as_default=False)
    except (OSError, ValueError) as error:
        raise _refused("not_joined", address=address, reason=error) from error
    workers = client.scheduler_info(n_workers=-1)["workers"].values()
    if not workers:
        client.close()
        raise _refused("no_workers", address=address)
    readers = ClusterReaders(client, sum(worker["nthreads"] for worker in workers), seconds)
    readers.try_out(address)
    return readers


def _refused(message: str, **facts: object) -> typer.Exit:
    say_error(words("cluster")[message].format(**facts))
    return typer.Exit(2)


class ClusterReaders:
    """The readers of a cluster, `count` at a time."""

    def __init__(self, client: Any, count: int, seconds: float) -> None:
        self.count = count
        self._client = client
        self._seconds = seconds

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._client.close()

    def try_out(self, address: str) -> None:
        """Have a worker read nothing at all; say why and exit with 2 where it cannot even do that."""
        try:
            self._client.submit(annualreport.rows_of, b"", "", self._seconds, pure=False).result()
        except Exception as error:
            self._client.close()
            raise _refused("no_package", address=address, reason=error) from error

    def submit(self, path: Path, name: str) -> Promise:
        """Send a file to the cluster and return the promise of its rows."""
        try:
            data = annualreport.contents(path)
        except annualreport.Unreadable as refusal:
            kept: Future[Rows] = Future()
            kept.set_exception(refusal)
            return kept
        return _Promise(self._client.submit(annualreport.rows_of, data, name, self._seconds, pure=False))


@dataclass(frozen=True, slots=True)
class _Promise:
    """A promise that a worker made."""

    future: Any

    def result(self) -> Rows:
        """Return the rows; raise Unreadable where the file ended one worker after another."""
        from distributed import CancelledError, KilledWorker
        from distributed.comm import CommClosedError

        try:
            rows: Rows = self.future.result()
        except KilledWorker as error:
            reason = words("cluster")["worker_ended"]
            raise annualreport.Unreadable(Finding("READ-DAMAGED", facts={"reason": reason})) from error
        except (CancelledError, CommClosedError) as error:
            raise _refused("lost") from error
        return rows
