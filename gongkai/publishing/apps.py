"""The room as a Django app."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Names the app as the editor shows it."""

    name = "gongkai.publishing"
    verbose_name = "信息发布"
