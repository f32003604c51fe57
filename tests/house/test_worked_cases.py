"""The worked cases of the platform rules and of the provident fund each have a test that names them."""

from __future__ import annotations

import re

import pytest

from tests.house.place import PROJECT

# Section and number of each case whose subject stands in a room here. What waits for rooms that are not built yet:
# the inspection indicators plat_d_1 to 4 and 6, plat_g_3, and pf_7, an entry of the knowledge base.
CASES = (
    *("plat_a_1", "plat_a_2", "plat_a_3", "plat_a_4", "plat_b", "plat_c_1", "plat_c_2", "plat_c_3", "plat_c_4"),
    *("plat_d_5", "plat_e_1", "plat_e_2", "plat_e_3", "plat_f_1", "plat_f_2", "plat_f_3", "plat_g_1", "plat_g_2"),
    *("plat_h_1", "plat_h_2", "plat_h_3", "plat_h_4", "plat_h_5"),
    *("pf_1", "pf_2", "pf_3", "pf_4", "pf_5", "pf_6", "pf_8", "pf_9", "pf_10"),
)
TESTS = "\n".join(path.read_text("utf-8") for path in sorted((PROJECT / "tests").rglob("test_*.py")))


def is_named(case: str) -> bool:
    """Return whether the name of a test, or of one of its rows, names the case."""
    return bool(re.search(rf"def test_(\w+_)?{case}_|id=\"([^\"]+, )?{case}[\",]", TESTS))


@pytest.mark.parametrize("case", CASES)
def test_a_worked_case_has_a_test(case: str) -> None:
    assert is_named(case)


def test_a_case_that_no_test_names_is_seen() -> None:
    assert not is_named("plat_" + "z_9")
