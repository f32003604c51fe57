"""A row for each file beside a kept page; all pages are written anew, so that the files that stand get theirs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def mark_all(apps, schema_editor):
    apps.get_model("pages", "KeptPage").objects.update(stale_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0012_kept_pages"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=500, unique=True, verbose_name="文件")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.WAGTAIL_PAGE_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "页面所带文件",
                "verbose_name_plural": "页面所带文件",
                "ordering": ["pk"],
            },
        ),
        migrations.RunPython(mark_all, migrations.RunPython.noop),
    ]
