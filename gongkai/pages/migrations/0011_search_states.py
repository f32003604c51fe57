"""The index knows amended documents. What stands in it is taken out: it is written anew when the site starts."""

from django.db import migrations, models


def empty(apps, schema_editor):
    schema_editor.execute("DELETE FROM pages_search")
    apps.get_model("pages", "SearchEntry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0010_visits"),
    ]

    operations = [
        migrations.RunPython(empty, migrations.RunPython.noop),
        migrations.AddField(
            model_name="searchentry",
            name="amended_date",
            field=models.DateField(null=True),
        ),
    ]
