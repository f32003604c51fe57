"""Let benchmarks begin with a copy of a migrated database, as the tests do."""

from tests.conftest import django_db_modify_db_settings

__all__ = ["django_db_modify_db_settings"]
