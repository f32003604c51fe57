"""The contact details of an agency become those of an office of its own, its 政府信息公开工作机构."""

from django.db import migrations
from django.utils import timezone

# column of the agency -> column of the office
MOVED = {
    "disclosure_office": "name",
    "address": "address",
    "office_hours": "hours",
    "telephone": "telephone",
    "email": "email",
}


def to_offices(apps, schema_editor):
    """Open an office for each agency and designate it, from today on: no earlier day is known."""
    today = timezone.localdate()
    for agency in apps.get_model("agencies", "Agency").objects.all():
        details = {office: getattr(agency, column) for column, office in MOVED.items()}
        office = apps.get_model("agencies", "Office").objects.create(agency=agency, since=today, **details)
        apps.get_model("agencies", "Designation").objects.create(agency=agency, office=office, since=today)


def to_agencies(apps, schema_editor):
    """Write the last designated office of each agency back into its columns."""
    for agency in apps.get_model("agencies", "Agency").objects.all():
        last = agency.designations.order_by("since").last()
        for column, office in MOVED.items() if last else ():
            setattr(agency, column, getattr(last.office, office))
        agency.save()


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_offices_people_and_log")]

    operations = [migrations.RunPython(to_offices, to_agencies)]
