from django.db import migrations, models

# What may be empty can be added again on the way back.
EMPTY_ON_THE_WAY_BACK = {
    "disclosure_office": models.CharField("政府信息公开工作机构", max_length=100, blank=True),
    "address": models.CharField("办公地址", max_length=200, blank=True),
    "office_hours": models.CharField("办公时间", max_length=100, blank=True),
    "telephone": models.CharField("联系电话", max_length=40, blank=True),
}


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_disclosure_offices")]

    operations = [
        *(migrations.AlterField("agency", name, field) for name, field in EMPTY_ON_THE_WAY_BACK.items()),
        *(migrations.RemoveField("agency", name) for name in (*EMPTY_ON_THE_WAY_BACK, "email")),
    ]
