"""The room as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Names the app as the editor shows it."""

    name = "gongkai.cases"
    verbose_name = "依申请公开"
