"""``python -m gongkai.cli`` is ``gongkai``."""

import sys

from gongkai.cli import main

sys.exit(main())
