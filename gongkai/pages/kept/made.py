"""Files made from a public page for anybody to keep (a report as PDF, a page as one file), beside it. Knows no Django.

Each stands at its address, with a hidden file beside it that holds the headers it goes out with: without
that one it is not served, so that nobody gets new bytes under an old tag.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from gongkai.pages.kept.tree import open_folder, replace_whole

FOLDER = "open-data"
_ADDRESS = re.compile(rf"/{FOLDER}/(?:[a-zA-Z0-9_-]+/)+[a-zA-Z0-9_-]+\.[a-z0-9]+|/files/\d+/page\.html")

Headers = dict[str, str]


class MadeFile(NamedTuple):
    """A file that can be made: its address, the headers that are its own, what makes it, who hears of its bytes.

    Its ``ETag`` among the headers changes whenever its bytes may: by that one sees whether it stands as it should.
    """

    address: str
    headers: Headers
    make: Callable[[], bytes]
    kept: Callable[[bytes], object]


def is_made_address(address: str) -> bool:
    """Return whether a made file may stand at an address: plain parts below ``/open-data/``, or the file of a page."""
    return len(address) < 300 and _ADDRESS.fullmatch(address) is not None


def stands(tree: Path, file: MadeFile) -> bool:
    """Return whether the file stands there as it would be made now."""
    return (tree / file.address.lstrip("/")).is_file() and _headers(_beside(tree, file.address)) == file.headers


def put_made(tree: Path, file: MadeFile, data: bytes) -> None:
    """Let a made file stand at its address."""
    place, beside = tree / file.address.lstrip("/"), _beside(tree, file.address)
    open_folder(place.parent, tree)
    beside.unlink(missing_ok=True)
    replace_whole(place, data)
    replace_whole(beside, json.dumps(file.headers).encode())


def drop_made(tree: Path, address: str) -> None:
    """Remove the made file that stands at an address."""
    for path in (_beside(tree, address), tree / address.lstrip("/")):
        with suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()


def made_file(tree: str, address: str) -> tuple[Path, list[tuple[str, str]]] | None:
    """Return the made file that answers an address, with the headers that are its own; None for none."""
    if not is_made_address(address):
        return None
    headers = _headers(_beside(Path(tree), address))
    place = Path(tree, address.lstrip("/"))
    return (place, list(headers.items())) if headers and place.is_file() else None


def _beside(tree: Path, address: str) -> Path:
    place = tree / address.lstrip("/")
    return place.with_name(f".{place.name}.headers")


def _headers(path: Path) -> Headers:
    try:
        told: Headers = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    return told
