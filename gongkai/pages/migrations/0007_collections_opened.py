"""Each agency that has a place gets its collection for pictures and attachments."""

from django.db import migrations


def open_collections(apps, schema_editor):
    """Give each agency page without a collection one of its own."""
    from wagtail.models import Collection  # only the real model knows how to stand in a tree

    for place in apps.get_model("pages", "AgencyPage").objects.filter(collection=None).select_related("agency"):
        place.collection_id = Collection.get_first_root_node().add_child(name=place.agency.short_name).pk
        place.save(update_fields=["collection"])


class Migration(migrations.Migration):
    dependencies = [("pages", "0006_collections_of_agencies")]

    operations = [migrations.RunPython(open_collections, migrations.RunPython.noop)]
