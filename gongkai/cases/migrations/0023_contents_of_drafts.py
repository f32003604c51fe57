"""A draft says of each content of the application what is decided; what stands has one content: what it said.

On the way back a draft with several keeps all of them, as JSON, beside the facts of its first: nothing is lost, and
the way forth finds them again.
"""

import json

from django.db import migrations, models

OF_A_CONTENT = ("answers", "recorded", "grounds", "other_organ", "circumstances", "text")
KEPT = "contents"


def into_contents(apps, schema_editor):
    """Put what each draft says into its only content."""
    drafts = apps.get_model("cases", "Draft").objects.using(schema_editor.connection.alias)
    for draft in drafts.order_by("pk").iterator(chunk_size=500):
        drafts.filter(pk=draft.pk).update(**contents_of(draft))


def contents_of(draft):
    """Return the new columns of a draft from its old ones."""
    if KEPT in draft.recorded:
        return json.loads(draft.recorded[KEPT])
    said = {name: getattr(draft, name) for name in OF_A_CONTENT}
    files = [pk for pk, _ in draft.files]
    return {"contents": [{"name": "", "outcome": draft.outcome, "files": files, **said}], "principal": None}


def out_of_contents(apps, schema_editor):
    """Put what each draft says into columns of its own."""
    drafts = apps.get_model("cases", "Draft").objects.using(schema_editor.connection.alias)
    for draft in drafts.order_by("pk").iterator(chunk_size=500):
        drafts.filter(pk=draft.pk).update(**columns_of(draft))


def columns_of(draft):
    """Return the old columns of a draft from its new ones."""
    first = draft.contents[0] if draft.contents else {}
    said = {name: first[name] for name in OF_A_CONTENT if name in first}
    if len(draft.contents) != 1:
        told = {"contents": draft.contents, "principal": draft.principal}
        said["recorded"] = {**said.get("recorded", {}), KEPT: json.dumps(told, ensure_ascii=False)}
    return said


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_amended_registrations")]

    operations = [
        migrations.AddField("draft", "contents", models.JSONField(default=list, verbose_name="逐项内容")),
        migrations.AddField(
            "draft", "principal", models.PositiveSmallIntegerField(null=True, verbose_name="主要的一项")
        ),
        migrations.RunPython(into_contents, out_of_contents),
        migrations.AlterField("draft", "contents", models.JSONField(verbose_name="逐项内容")),
        *(migrations.RemoveField("draft", name) for name in OF_A_CONTENT),
        migrations.RemoveConstraint("caseevent", "cases_decided_by_answers"),
        migrations.AddConstraint(
            "caseevent",
            models.CheckConstraint(
                condition=~models.Q(
                    act__in=(
                        "reply",
                        "answer_on_spot",
                        "correction_unclear",
                        "correction_overdue",
                        "fee_overdue",
                        "withdraw",
                    )
                )
                | (models.Q(answers__isnull=False) & ~models.Q(answers={}))
                | models.Q(is_history=True),
                name="cases_decided_by_answers",
            ),
        ),
    ]
