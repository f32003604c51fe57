"""Programs that these tests start, with a data folder of their own and none of this run's settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.prepared import BUILD


def clean_environment(folder: Path, **more: str) -> dict[str, str]:
    """Return an environment without any GONGKAI_ variable but these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_"))}
    return {**kept, "GONGKAI_DATA_DIR": str(folder), **more}


def build(folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Build the demonstration in `folder`."""
    return subprocess.run(
        [sys.executable, "-c", BUILD],
        env=clean_environment(folder, **more),
        capture_output=True,
        text=True,
        check=False,
    )
