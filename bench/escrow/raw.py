"""The reference: what a bare driver does with two legs and a balance, without any rule: BEGIN, 2 INSERT, UPDATE, COMMIT."""

import random

import psycopg

ACCOUNTS, HOT = 1_000, 0
TABLES = """
CREATE TABLE balance (account int PRIMARY KEY, won bigint NOT NULL DEFAULT 0) WITH (fillfactor = 50);
CREATE TABLE leg (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account int NOT NULL, won bigint NOT NULL);
CREATE INDEX leg_account ON leg (account);
"""
state: dict = {}


def prepare() -> None:
    with psycopg.connect() as connection:
        connection.execute(TABLES)
        connection.execute("INSERT INTO balance SELECT generate_series(0, %s)", [ACCOUNTS])


def open(lane: int) -> None:
    random.seed(lane)
    state["connection"] = psycopg.connect()


def transfer(mode: str, number: int) -> None:
    connection = state["connection"]
    credit = HOT if mode == "hot" else random.randint(1, ACCOUNTS)
    try:
        connection.execute(
            "INSERT INTO leg (account, won) VALUES (%s, -100)", [random.randint(1, ACCOUNTS)], prepare=True
        )
        connection.execute("INSERT INTO leg (account, won) VALUES (%s, 100)", [credit], prepare=True)
        connection.execute("UPDATE balance SET won = won + 100 WHERE account = %s", [credit], prepare=True)
        connection.commit()
    except psycopg.Error:
        connection.rollback()
        raise


def read() -> int:
    (won,) = state["connection"].execute("SELECT won FROM balance WHERE account = %s", [HOT]).fetchone()
    state["connection"].commit()
    return won


def books() -> dict:
    """Accounts whose balance is not the sum of what was credited to them; nothing but this bench keeps them equal."""
    count = "SELECT count(*) FROM leg WHERE won > 0"
    unequal = """
        SELECT count(*) FROM balance LEFT JOIN
          (SELECT account, sum(won) AS won FROM leg WHERE won > 0 GROUP BY account) AS moved USING (account)
        WHERE balance.won <> coalesce(moved.won, 0)
    """
    connection = state["connection"]
    (stored,), (wrong,) = connection.execute(count).fetchone(), connection.execute(unequal).fetchone()
    connection.commit()
    return {"stored": stored, "unequal": wrong, "versions": f"psycopg {psycopg.__version__}"}
