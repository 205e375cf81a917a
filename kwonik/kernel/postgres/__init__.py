"""The database of Kwonik: PostgreSQL, which also says itself that a period is closed."""
