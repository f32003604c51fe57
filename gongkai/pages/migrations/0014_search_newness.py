"""The tokens are ordered by day of publication. What stands in the index is taken out: the start writes it anew."""

from django.db import migrations, models

MADE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE pages_search USING fts5"
        " (title, text, facts, detail=column, tokenize='unicode61 remove_diacritics 0')"
    ],
    "postgresql": [
        "CREATE TABLE pages_search (newness bigint PRIMARY KEY, tokens tsvector NOT NULL)",
        "CREATE INDEX pages_search_tokens ON pages_search USING gin (tokens)",
    ],
}
MADE_BEFORE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE pages_search USING fts5 (title, text, detail=column, tokenize='unicode61 remove_diacritics 0')"
    ],
    "postgresql": [
        "CREATE TABLE pages_search (page_id bigint PRIMARY KEY, tokens tsvector NOT NULL)",
        "CREATE INDEX pages_search_tokens ON pages_search USING gin (tokens)",
    ],
}


def make_anew(tables):
    def make(apps, schema_editor):
        apps.get_model("pages", "SearchEntry").objects.all().delete()
        for statement in ("DROP TABLE pages_search", *tables[schema_editor.connection.vendor]):
            schema_editor.execute(statement)

    return make


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0013_kept_files"),
    ]

    operations = [
        migrations.RunPython(make_anew(MADE), make_anew(MADE_BEFORE)),
        migrations.RemoveIndex(model_name="searchentry", name="pages_search_newest"),
        migrations.RemoveIndex(model_name="searchentry", name="pages_search_agency_newest"),
        migrations.AddField(
            model_name="searchentry",
            name="newness",
            field=models.BigIntegerField(default=0, unique=True),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(fields=["agency", "-newness"], name="pages_search_agency_newest"),
        ),
    ]
