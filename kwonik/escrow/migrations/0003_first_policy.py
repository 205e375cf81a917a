"""What holds until a centre sets its own: how long silence may last, when both are warned, what needs two people."""

from django.db import migrations


def first_policy(apps, schema_editor):
    """The default of the design: 14 days, warnings 7, 3 and 1 days before, no card fee."""
    policy = apps.get_model("escrow", "Policy")
    policy.objects.create(from_on="2025-01-01", warning_days=[7, 3, 1])


class Migration(migrations.Migration):
    dependencies = [("escrow", "0002_ledger")]

    operations = [migrations.RunPython(first_policy, migrations.RunPython.noop)]
