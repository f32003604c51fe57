"""The base page without what points to Wagtail's tables: Wagtail's first migration needs this one first.

What it leaves out comes after Wagtail's last migration, in 0002 and 0003; in one piece
the graph would be circular.
"""

import django.db.models.deletion
import modelsearch.index
import wagtail.models.content_types
import wagtail.models.preview
import wagtail.models.specific
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BasePage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=255, unique=True)),
                ("depth", models.PositiveIntegerField()),
                ("numchild", models.PositiveIntegerField(default=0)),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                (
                    "title",
                    models.CharField(
                        help_text="The page title as you'd like it to be seen by the public",
                        max_length=255,
                        verbose_name="title",
                    ),
                ),
                ("draft_title", models.CharField(editable=False, max_length=255)),
                (
                    "slug",
                    models.SlugField(
                        allow_unicode=True,
                        help_text="The name of the page as it will appear in URLs e.g http://domain.com/blog/[my-slug]/",
                        max_length=255,
                        verbose_name="slug",
                    ),
                ),
                ("url_path", models.TextField(blank=True, editable=False, verbose_name="URL path")),
                (
                    "latest_revision_created_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="latest revision created at"),
                ),
                ("reviewed_type", models.BooleanField(default=False, editable=False)),
                (
                    "clearance",
                    models.CharField(
                        blank=True,
                        choices=[("import", "历史数据导入")],
                        editable=False,
                        max_length=10,
                        verbose_name="审核方式",
                    ),
                ),
                (
                    "clearance_batch",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="导入批次"),
                ),
                (
                    "cleared_hash",
                    models.CharField(blank=True, editable=False, max_length=64, verbose_name="审核内容摘要"),
                ),
                ("cleared_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="审核时间")),
                (
                    "alias_of",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="aliases",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "cleared_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核人",
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=models.SET(wagtail.models.content_types.get_default_page_content_type),
                        related_name="pages",
                        to="contenttypes.contenttype",
                        verbose_name="content type",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="owned_pages",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "页面",
                "verbose_name_plural": "页面",
                "permissions": [
                    ("bulk_delete_basepage", "Delete pages with children"),
                    ("lock_basepage", "Lock/unlock pages you've locked"),
                    ("publish_basepage", "Publish any page"),
                    ("unlock_basepage", "Unlock any page"),
                ],
            },
            bases=(
                wagtail.models.preview.PreviewableMixin,
                wagtail.models.specific.SpecificMixin,
                modelsearch.index.Indexed,
                models.Model,
            ),
        ),
        migrations.AddConstraint(
            model_name="basepage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("live", False),
                    ("reviewed_type", False),
                    models.Q(("cleared_hash", ""), _negated=True),
                    _connector="OR",
                ),
                name="pages_live_is_cleared",
                violation_error_message="内容未经审核，不能公开。",
            ),
        ),
        migrations.AddConstraint(
            model_name="basepage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("clearance", ""),
                        ("clearance_batch", ""),
                        ("cleared_at", None),
                        ("cleared_by", None),
                        ("cleared_hash", ""),
                    ),
                    models.Q(
                        models.Q(("clearance", ""), _negated=True),
                        models.Q(("cleared_hash", ""), _negated=True),
                        ("cleared_at__isnull", False),
                        ("cleared_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="pages_clearance_whole_or_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="basepage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("clearance", "import"), _negated=True),
                    models.Q(("clearance_batch", ""), _negated=True),
                    _connector="OR",
                ),
                name="pages_import_names_its_batch",
            ),
        ),
        migrations.AddConstraint(
            model_name="basepage",
            constraint=models.CheckConstraint(condition=models.Q(("alias_of", None)), name="pages_no_alias"),
        ),
    ]
