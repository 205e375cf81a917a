"""The ledger and how contracts move money in it: SQL of its own (`kwonik/escrow/ledger`), in the order of its files."""

from pathlib import Path

from django.db import migrations

LEDGER = Path(__file__).parent.parent / "ledger"
SQL = (*sorted(LEDGER.glob("*.sql")), *sorted((LEDGER / "contracts").glob("*.sql")))


class Migration(migrations.Migration):
    dependencies = [("escrow", "0001_contracts"), ("people", "0006_citizens")]

    operations = [migrations.RunSQL(path.read_text(encoding="utf-8"), migrations.RunSQL.noop) for path in SQL]
