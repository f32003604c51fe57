"""The answers that led to a decision are kept with it; what stands already had none, and is marked as history."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_letters_name_their_template")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="answers",
            field=models.JSONField(default=dict, verbose_name="判断经过"),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="answers",
            field=models.JSONField(null=True, verbose_name="判断经过"),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="is_history",
            field=models.BooleanField(default=True, verbose_name="历史记录（没有判断经过）"),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="is_history",
            field=models.BooleanField(default=False, verbose_name="历史记录（没有判断经过）"),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.CheckConstraint(
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
                | models.Q(answers__isnull=False)
                | models.Q(is_history=True),
                name="cases_decided_by_answers",
            ),
        ),
    ]
