"""The room needs no Django, and loads its holiday data only when days are counted."""

import subprocess
import sys

PROGRAM = """
import sys
import gongkai.statute
assert not {"django", "chinese_calendar", "sqlite3", "socket"} & set(sys.modules), sorted(sys.modules)
gongkai.statute.Calendar()
assert "chinese_calendar" in sys.modules and "django" not in sys.modules
"""


def test_the_room_loads_neither_django_nor_the_holidays_before_they_are_needed():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
