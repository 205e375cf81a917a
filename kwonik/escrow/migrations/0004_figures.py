"""The days by which the published numbers count, as columns that the database reckons itself."""

from django.db import migrations, models

from kwonik.escrow.models.days import DayInSeoul


class Migration(migrations.Migration):
    dependencies = [("escrow", "0003_first_policy"), ("escrow", "0002_closing")]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="signed_on",
            field=models.GeneratedField(
                db_persist=True,
                expression=DayInSeoul("signed_at"),
                output_field=models.DateField(null=True),
                verbose_name="서명을 마친 날",
            ),
        ),
        migrations.AddField(
            model_name="deposit",
            name="held_on",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(models.Q(("state", "matched"), _negated=True), then=None),
                    models.When(reason="", then="value_on"),
                    default=DayInSeoul("settled_at"),
                ),
                output_field=models.DateField(null=True),
                verbose_name="예치된 날",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="entered_on",
            field=models.GeneratedField(
                db_persist=True,
                expression=DayInSeoul("phone_confirmed_at"),
                output_field=models.DateField(null=True),
                verbose_name="회원이 된 날",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="left_on",
            field=models.GeneratedField(
                db_persist=True,
                expression=DayInSeoul("left_at"),
                output_field=models.DateField(null=True),
                verbose_name="탈퇴한 날",
            ),
        ),
    ]
