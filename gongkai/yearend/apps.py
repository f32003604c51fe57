"""The room as a Django app."""

from django.apps import AppConfig


class YearendConfig(AppConfig):
    """Names the app as the editor shows it."""

    name = "gongkai.yearend"
    verbose_name = "年度报告"
