"""The room as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AgenciesConfig(AppConfig):
    """Names the app as the editor shows it, and puts the guards of append-only rows up after each migration."""

    name = "gongkai.agencies"
    verbose_name = "行政机关"

    def ready(self) -> None:
        """Guard the tables as soon as they stand."""
        from gongkai.agencies.append_only import put_up_guards

        post_migrate.connect(put_up_guards, sender=self, dispatch_uid="agencies.put_up_guards")
