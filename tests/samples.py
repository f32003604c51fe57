"""The published reports that tests hold the reader against.

They are other offices' documents and not ours to hand on, so they are no part of this repository: the tests that
need them run where they lie in ../shared/samples. What they taught is tested everywhere, on made reports
(tests/annualreport/manners).
"""

from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"

_REASON = "published reports are not redistributed; put them in ../shared/samples"

needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason=_REASON)


def sample(name: str) -> Path:
    """Return the path of a report; skip the test where the reports are not there."""
    if not SAMPLES.is_dir():
        pytest.skip(_REASON)
    return SAMPLES / name
