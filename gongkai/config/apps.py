"""The installation as a Django app: it has no models, it puts the rooms together."""

from django.apps import AppConfig


class GongkaiConfig(AppConfig):
    """Connects the rooms when Django has started."""

    name = "gongkai.config"
    verbose_name = "公开"

    def ready(self) -> None:
        """Connect who hears whose events; have the settings looked at."""
        from gongkai.config.checks import register_checks
        from gongkai.config.wiring import connect

        connect()
        register_checks()
        _guard_exports()


def _guard_exports() -> None:
    """Let no cell of Wagtail's own CSV files begin as a formula; what it writes as XLSX is text already."""
    from django.utils.encoding import force_str
    from django.utils.functional import Promise
    from wagtail.admin.views.mixins import SpreadsheetExportMixin

    from gongkai.annualreport import inert

    guarded = {SpreadsheetExportMixin.FORMAT_CSV: lambda value: inert(force_str(value))}
    SpreadsheetExportMixin.custom_value_preprocess[(str, Promise)] = guarded
