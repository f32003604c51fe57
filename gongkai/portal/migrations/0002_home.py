"""The home page takes the place of the page Wagtail makes to welcome whoever installs it."""

from django.db import migrations

SITE_NAME = "政府信息公开"


def settle(apps, schema_editor):
    BasePage = apps.get_model("pages", "BasePage")
    HomePage = apps.get_model("portal", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Site = apps.get_model("wagtailcore", "Site")

    site = Site.objects.get(is_default_site=True)
    home, _ = ContentType.objects.get_or_create(app_label="portal", model="homepage")
    BasePage.objects.filter(pk=site.root_page_id).update(title=SITE_NAME, draft_title=SITE_NAME, content_type=home)
    HomePage(basepage_ptr_id=site.root_page_id).save_base(raw=True)  # the parent row is there
    Site.objects.filter(pk=site.pk).update(site_name=SITE_NAME)


def leave(apps, schema_editor):
    BasePage = apps.get_model("pages", "BasePage")
    HomePage = apps.get_model("portal", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")

    base, _ = ContentType.objects.get_or_create(app_label="pages", model="basepage")
    for home in HomePage.objects.all():
        BasePage.objects.filter(pk=home.pk).update(content_type=base)
        home.delete(keep_parents=True)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    # Going back, it reads pages as they were when it was written: a later column must be there still.
    run_before = [("pages", "0005_reviews")]

    operations = [migrations.RunPython(settle, leave)]
