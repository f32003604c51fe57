"""A month has a second package where its history came in after the first one."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0017_supplies_and_own_terms"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="supply",
            name="publishing_one_supply_a_month",
        ),
    ]
