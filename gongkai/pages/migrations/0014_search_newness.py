"""The tokens are ordered by day of publication. What stands in the index is taken out: the start writes it anew."""

from django.db import migrations, models

# PostgreSQL does not know what it costs to read a long row of tokens, and would go through all of them for a rare word.
# A word that many of the newest rows have is looked for row by row from there, any other by the index of tokens.
FUNCTION = """
CREATE FUNCTION pages_search_newest(asked tsquery, before bigint, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET plan_cache_mode = force_custom_plan AS $$
DECLARE among_newest integer;
BEGIN
    SELECT count(*) FILTER (WHERE has) INTO among_newest FROM (
        SELECT tokens @@ asked AS has FROM pages_search WHERE newness < before ORDER BY newness DESC LIMIT 400
    ) AS newest;
    IF among_newest < 120 THEN
        RETURN QUERY SELECT newness FROM pages_search WHERE tokens @@ asked AND newness < before
            ORDER BY newness + 0 DESC LIMIT most;
    ELSE
        RETURN QUERY SELECT newness FROM pages_search WHERE tokens @@ asked AND newness < before
            ORDER BY newness DESC LIMIT most;
    END IF;
END $$
"""
MADE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE pages_search USING fts5"
        " (title, text, facts, detail=column, tokenize='unicode61 remove_diacritics 0')"
    ],
    "postgresql": [
        "CREATE TABLE pages_search (newness bigint PRIMARY KEY, tokens tsvector NOT NULL)",
        "CREATE INDEX pages_search_tokens ON pages_search USING gin (tokens)",
        FUNCTION,
    ],
}
MADE_BEFORE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE pages_search USING fts5 (title, text, detail=column, tokenize='unicode61 remove_diacritics 0')"
    ],
    "postgresql": [
        "DROP FUNCTION pages_search_newest",
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
